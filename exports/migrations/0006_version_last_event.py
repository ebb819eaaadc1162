"""A version knows how far the history of answers had come when it was requested. Those of before do not."""

from django.db import migrations, models

from core.operations import VendorSQL

KEPT = "What a dataset version froze never changes."


class Migration(migrations.Migration):
    dependencies = [("exports", "0005_version_quality"), ("annotations", "0021_events_of_before")]

    operations = [
        # It may be null, so SQLite adds the column to the table as it is: a copy would lose its triggers.
        migrations.AddField(
            "datasetversion",
            "last_event",
            models.BigIntegerField(
                help_text="The newest answer's event when it was requested; null of versions from before it was kept.",
                null=True,
            ),
        ),
        # A trigger of its own beside those that seal the other columns, which stay as they are.
        VendorSQL(
            {
                "sqlite": [
                    f"""
                    CREATE TRIGGER version_keeps_its_last_event BEFORE UPDATE ON exports_datasetversion
                    WHEN OLD.last_event IS NOT NEW.last_event
                    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
                    """
                ],
                "postgresql": [
                    f"""
                    CREATE FUNCTION version_keeps_its_last_event() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF OLD.last_event IS DISTINCT FROM NEW.last_event THEN
                            RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation';
                        END IF;
                        RETURN NEW;
                    END $$
                    """,
                    """
                    CREATE TRIGGER version_keeps_its_last_event BEFORE UPDATE ON exports_datasetversion
                    FOR EACH ROW EXECUTE FUNCTION version_keeps_its_last_event()
                    """,
                ],
            },
            {
                "sqlite": ["DROP TRIGGER version_keeps_its_last_event"],
                "postgresql": ["DROP FUNCTION version_keeps_its_last_event CASCADE"],
            },
        ),
    ]
