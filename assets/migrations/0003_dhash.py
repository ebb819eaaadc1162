"""Pictures that look the same stand together: a hash of the thumbnail, filled once."""

from django.db import migrations, models

from projects.vendor_sql import VendorSQL

NO_DHASH = 2**63 - 1
ADD = f"ALTER TABLE assets_asset ADD COLUMN dhash bigint NOT NULL DEFAULT {NO_DHASH}"
DROP = "ALTER TABLE assets_asset DROP COLUMN dhash"
SENTENCE = "The dhash of an asset is filled once."
FILLED = f"OLD.dhash <> {NO_DHASH} AND NEW.dhash <> OLD.dhash"


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_facts_never_change")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which takes long and loses its triggers.
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL({"sqlite": [ADD], "postgresql": [ADD]}, {"sqlite": [DROP], "postgresql": [DROP]}),
            ],
            [
                migrations.AddField(
                    model_name="asset",
                    name="dhash",
                    field=models.BigIntegerField(
                        default=NO_DHASH,
                        db_default=NO_DHASH,
                        help_text="Equal for pictures that look the same. Older ones have none until "
                        "manage.py fill_dhashes.",
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["project", "dhash", "id"], name="asset_by_look"),
        ),
        VendorSQL(
            {
                "sqlite": [
                    f"""
                    CREATE TRIGGER asset_dhash_is_filled_once BEFORE UPDATE OF dhash ON assets_asset
                    WHEN {FILLED}
                    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
                    """
                ],
                "postgresql": [
                    f"""
                    CREATE FUNCTION asset_dhash_is_filled_once() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF {FILLED} THEN
                            RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
                        END IF;
                        RETURN NEW;
                    END $$
                    """,
                    """
                    CREATE TRIGGER asset_dhash_is_filled_once BEFORE UPDATE OF dhash ON assets_asset
                    FOR EACH ROW EXECUTE FUNCTION asset_dhash_is_filled_once()
                    """,
                ],
            },
            {
                "sqlite": ["DROP TRIGGER asset_dhash_is_filled_once"],
                "postgresql": ["DROP FUNCTION asset_dhash_is_filled_once CASCADE"],
            },
        ),
    ]
