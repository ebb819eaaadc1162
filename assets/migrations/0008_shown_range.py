"""Over which numbers a picture of more than eight bits a channel is shown: what it holds, filled once."""

from django.db import migrations, models

from core.operations import VendorSQL

NONE, KNOWN = (f"shown_from IS {isnt}NULL AND shown_to IS {isnt}NULL" for isnt in ("", "NOT "))
RANGE = f"({NONE}) OR ({KNOWN} AND shown_from < shown_to)"  # NULL < 1 alone would let anything pass
CONSTRAINT = "asset_shown_range_is_whole"
ADD_FROM = "ALTER TABLE assets_asset ADD COLUMN shown_from {} NULL"
ADD_TO = "ALTER TABLE assets_asset ADD COLUMN shown_to {} NULL"
DROP = [f"ALTER TABLE assets_asset DROP COLUMN {name}" for name in ("shown_to", "shown_from")]
SENTENCE = "The range that an asset is shown over is filled once."
FILLED = "OLD.shown_from IS NOT NULL AND ({})"
OTHER = "OLD.shown_from {0} NEW.shown_from OR OLD.shown_to {0} NEW.shown_to"


class Migration(migrations.Migration):
    dependencies = [("assets", "0007_asset_name")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {
                        "sqlite": [
                            ADD_FROM.format("real"),
                            f"{ADD_TO.format('real')} CONSTRAINT {CONSTRAINT} CHECK ({RANGE})",
                        ],
                        "postgresql": [
                            ADD_FROM.format("double precision"),
                            ADD_TO.format("double precision"),
                            f"ALTER TABLE assets_asset ADD CONSTRAINT {CONSTRAINT} CHECK ({RANGE})",
                        ],
                    },
                    {"sqlite": DROP, "postgresql": DROP},
                ),
            ],
            [
                migrations.AddField(
                    "asset",
                    "shown_from",
                    models.FloatField(
                        help_text="Of more than 8 bits a channel: the number that is shown black.", null=True
                    ),
                ),
                migrations.AddField(
                    "asset",
                    "shown_to",
                    models.FloatField(
                        help_text="Of more than 8 bits a channel: the number that is shown white.", null=True
                    ),
                ),
                migrations.AddConstraint(
                    "asset",
                    models.CheckConstraint(
                        condition=models.Q(shown_from=None, shown_to=None)
                        | models.Q(
                            shown_from__isnull=False, shown_to__isnull=False, shown_from__lt=models.F("shown_to")
                        ),
                        name=CONSTRAINT,
                    ),
                ),
            ],
        ),
        VendorSQL(
            {
                "sqlite": [
                    f"""
                    CREATE TRIGGER asset_shown_range_is_filled_once BEFORE UPDATE OF shown_from, shown_to
                    ON assets_asset WHEN {FILLED.format(OTHER.format("IS NOT"))}
                    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
                    """
                ],
                "postgresql": [
                    f"""
                    CREATE FUNCTION asset_shown_range_is_filled_once() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF {FILLED.format(OTHER.format("IS DISTINCT FROM"))} THEN
                            RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
                        END IF;
                        RETURN NEW;
                    END $$
                    """,
                    """
                    CREATE TRIGGER asset_shown_range_is_filled_once BEFORE UPDATE OF shown_from, shown_to
                    ON assets_asset FOR EACH ROW EXECUTE FUNCTION asset_shown_range_is_filled_once()
                    """,
                ],
            },
            {
                "sqlite": ["DROP TRIGGER asset_shown_range_is_filled_once"],
                "postgresql": ["DROP FUNCTION asset_shown_range_is_filled_once CASCADE"],
            },
        ),
    ]
