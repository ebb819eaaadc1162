"""A project may be deleted whole, by a row that says so first. From then on, and of that project alone, the database
lets go of what it refuses to delete otherwise."""

from django.db import migrations, models

from core.operations import VendorSQL

REFUSED = "USING ERRCODE = 'integrity_constraint_violation'"

# The one exception. Each trigger that refuses a DELETE asks it of the project of its row; nothing else opens that door.
IS_DELETED = "EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.project_id)"

CATEGORY_STAYS = "A category is never deleted; retire it."
EVENT_CHANGED = "What happened in a project is told as it was told."
EVENT_STAYS = "What happened in a project is told as long as there is the project."


def letting_go(exception=None):
    """The triggers of 0002 and 0013 that refuse a DELETE, but for rows of which the `exception` holds; as they were,
    without one."""
    only, more = (f"WHEN NOT {exception}\n            ", f" AND NOT {exception}") if exception else ("", "")
    is_kept = f"NOT {exception}" if exception else "TRUE"
    return {
        "sqlite": [
            "DROP TRIGGER category_is_never_deleted",
            f"""
            CREATE TRIGGER category_is_never_deleted BEFORE DELETE ON projects_category
            {only}BEGIN SELECT RAISE(ABORT, '{CATEGORY_STAYS}'); END
            """,
            "DROP TRIGGER project_event_is_not_deleted",
            f"""
            CREATE TRIGGER project_event_is_not_deleted BEFORE DELETE ON projects_event
            WHEN EXISTS (SELECT 1 FROM projects_category WHERE project_id = OLD.project_id){more}
            BEGIN SELECT RAISE(ABORT, '{EVENT_STAYS}'); END
            """,
        ],
        "postgresql": [
            f"""
            CREATE OR REPLACE FUNCTION category_identity_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF {is_kept} THEN
                        RAISE EXCEPTION '{CATEGORY_STAYS}' {REFUSED};
                    END IF;
                    RETURN OLD;
                ELSIF TG_OP = 'UPDATE' THEN
                    IF (OLD.id, OLD.project_id, OLD.class_index)
                        IS DISTINCT FROM (NEW.id, NEW.project_id, NEW.class_index) THEN
                        RAISE EXCEPTION 'A category keeps its id, project and class index for ever.' {REFUSED};
                    END IF;
                ELSIF NEW.class_index IS DISTINCT FROM
                    (SELECT COALESCE(MAX(class_index) + 1, 0) FROM projects_category
                    WHERE project_id = NEW.project_id) THEN
                    RAISE EXCEPTION 'A new category takes the next class index of its project, and a free name.'
                        {REFUSED};
                END IF;
                RETURN NEW;
            END $$
            """,
            f"""
            CREATE OR REPLACE FUNCTION project_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    RAISE EXCEPTION '{EVENT_CHANGED}' {REFUSED};
                ELSIF EXISTS (SELECT 1 FROM projects_category WHERE project_id = OLD.project_id)
                    AND {is_kept} THEN
                    RAISE EXCEPTION '{EVENT_STAYS}' {REFUSED};
                END IF;
                RETURN OLD;
            END $$
            """,
        ],
    }


# --- the door itself ---

FACTS = ("id", "project_id", "slug", "dataset_id", "name", "by_id", '"by"', "at", "counts")
ONLY_ARCHIVED = "Only a project that is there, and archived, is deleted."
STAYS = "That a project was deleted stays as it is told, for ever."
NO_WAY_BACK = "A project that is being deleted stays archived."
NOT_AGAIN = "The id, dataset id and slug of a deleted project are not used again."

THAT_PROJECT = """
    FROM projects_project WHERE id = NEW.project_id AND archived_at IS NOT NULL
        AND slug = NEW.slug AND dataset_id = NEW.dataset_id AND name = NEW.name
"""
A_DELETED_ONE = """
    SELECT 1 FROM projects_deletedproject
    WHERE project_id = NEW.id OR slug = NEW.slug OR dataset_id = NEW.dataset_id
"""

SQLITE = [
    f"""
    CREATE TRIGGER deleted_project_was_archived BEFORE INSERT ON projects_deletedproject
    WHEN NOT EXISTS (SELECT 1 {THAT_PROJECT})
    BEGIN SELECT RAISE(ABORT, '{ONLY_ARCHIVED}'); END
    """,
    # An INSERT OR REPLACE, or an UPDATE OR REPLACE, would take the place of one without an UPDATE or a DELETE.
    f"""
    CREATE TRIGGER deleted_project_is_not_replaced BEFORE INSERT ON projects_deletedproject
    WHEN EXISTS (SELECT 1 FROM projects_deletedproject WHERE id = NEW.id OR project_id = NEW.project_id
        OR slug = NEW.slug OR dataset_id = NEW.dataset_id)
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """,
    f"""
    CREATE TRIGGER deleted_project_never_changes BEFORE UPDATE ON projects_deletedproject
    WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FACTS)}
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """,
    f"""
    CREATE TRIGGER deleted_project_is_never_deleted BEFORE DELETE ON projects_deletedproject
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """,
    f"""
    CREATE TRIGGER project_that_is_deleted_stays_archived BEFORE UPDATE OF archived_at ON projects_project
    WHEN NEW.archived_at IS NULL
        AND EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.id)
    BEGIN SELECT RAISE(ABORT, '{NO_WAY_BACK}'); END
    """,
    f"""
    CREATE TRIGGER project_is_not_made_again BEFORE INSERT ON projects_project
    WHEN EXISTS ({A_DELETED_ONE})
    BEGIN SELECT RAISE(ABORT, '{NOT_AGAIN}'); END
    """,
]

POSTGRESQL = [
    # With the project locked: nobody takes it out of the archive at the same moment.
    f"""
    CREATE FUNCTION deleted_project_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '{STAYS}' {REFUSED};
        ELSIF TG_OP = 'UPDATE' THEN
            IF ({", ".join(f"OLD.{name}" for name in FACTS)})
                IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in FACTS)}) THEN
                RAISE EXCEPTION '{STAYS}' {REFUSED};
            END IF;
        ELSE
            PERFORM 1 {THAT_PROJECT} FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RAISE EXCEPTION '{ONLY_ARCHIVED}' {REFUSED};
            END IF;
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER deleted_project_stays BEFORE INSERT OR UPDATE OR DELETE ON projects_deletedproject
    FOR EACH ROW EXECUTE FUNCTION deleted_project_stays()
    """,
    f"""
    CREATE FUNCTION project_that_is_deleted_is_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF EXISTS ({A_DELETED_ONE}) THEN
                RAISE EXCEPTION '{NOT_AGAIN}' {REFUSED};
            END IF;
        ELSIF NEW.archived_at IS NULL AND OLD.archived_at IS NOT NULL
            AND EXISTS (SELECT 1 FROM projects_deletedproject WHERE project_id = OLD.id) THEN
            RAISE EXCEPTION '{NO_WAY_BACK}' {REFUSED};
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER project_that_is_deleted_is_gone BEFORE INSERT OR UPDATE OF archived_at ON projects_project
    FOR EACH ROW EXECUTE FUNCTION project_that_is_deleted_is_gone()
    """,
]

DROP = {
    "sqlite": [
        "DROP TRIGGER deleted_project_was_archived",
        "DROP TRIGGER deleted_project_is_not_replaced",
        "DROP TRIGGER deleted_project_never_changes",
        "DROP TRIGGER deleted_project_is_never_deleted",
        "DROP TRIGGER project_that_is_deleted_stays_archived",
        "DROP TRIGGER project_is_not_made_again",
    ],
    "postgresql": [
        "DROP FUNCTION deleted_project_stays CASCADE",
        "DROP FUNCTION project_that_is_deleted_is_gone CASCADE",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("projects", "0014_citation")]

    operations = [
        migrations.CreateModel(
            name="DeletedProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_owner", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("project_id", models.BigIntegerField(unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("dataset_id", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=100)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by", models.CharField(help_text="User name.", max_length=150)),
                ("at", models.DateTimeField()),
                ("counts", models.JSONField(help_text="What it held: images, annotations, videos, versions, people.")),
                ("progress", models.PositiveIntegerField(default=0, help_text="Rows that are gone.")),
                ("total", models.PositiveIntegerField(help_text="Of them; null while nobody has counted.", null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        VendorSQL({"sqlite": SQLITE, "postgresql": POSTGRESQL}, DROP),
        VendorSQL(letting_go(IS_DELETED), letting_go()),
    ]
