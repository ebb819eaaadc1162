"""What there is to know of a picture's file that was taken all the same; it never changes."""

from django.db import migrations, models

from core.operations import VendorSQL

ADD = "ALTER TABLE assets_asset ADD COLUMN note varchar(40) NOT NULL DEFAULT ''"
DROP = "ALTER TABLE assets_asset DROP COLUMN note"
SENTENCE = "The note of an asset never changes."


class Migration(migrations.Migration):
    dependencies = [("assets", "0008_shown_range")]

    operations = [
        # By hand, as Django would copy the table on SQLite, which loses its triggers.
        migrations.SeparateDatabaseAndState(
            [VendorSQL({"sqlite": [ADD], "postgresql": [ADD]}, {"sqlite": [DROP], "postgresql": [DROP]})],
            [
                migrations.AddField(
                    "asset",
                    "note",
                    models.CharField(
                        blank=True,
                        choices=[("no_end_mark", "The file ends without its end mark. All of its pixels are there.")],
                        db_default="",
                        default="",
                        help_text="What there is to know of the file.",
                        max_length=40,
                    ),
                )
            ],
        ),
        VendorSQL(
            {
                "sqlite": [
                    f"""
                    CREATE TRIGGER asset_note_never_changes BEFORE UPDATE OF note ON assets_asset
                    WHEN OLD.note IS NOT NEW.note
                    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
                    """
                ],
                "postgresql": [
                    f"""
                    CREATE FUNCTION asset_note_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF OLD.note IS DISTINCT FROM NEW.note THEN
                            RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
                        END IF;
                        RETURN NEW;
                    END $$
                    """,
                    """
                    CREATE TRIGGER asset_note_never_changes BEFORE UPDATE OF note
                    ON assets_asset FOR EACH ROW EXECUTE FUNCTION asset_note_never_changes()
                    """,
                ],
            },
            {
                "sqlite": ["DROP TRIGGER asset_note_never_changes"],
                "postgresql": ["DROP FUNCTION asset_note_never_changes CASCADE"],
            },
        ),
    ]
