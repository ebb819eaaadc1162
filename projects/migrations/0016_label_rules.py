"""Images of a project may have any number of categories, which may have parents, and groups of which an image has at
most one. A project counts the changes of its labels, so that each answer tells which of them it was asked about."""

import django.db.models.deletion
from django.db import migrations, models

from core.operations import VendorSQL

REFUSED = "USING ERRCODE = 'integrity_constraint_violation'"
SINGLE, MULTI = "classification_single", "classification_multi"
DEEPEST = 8  # classes in a line, the one without a parent included

REVISION = "project_labels_revision_counts_from_1"
OPENED = "category_opened_counts_from_1"
CLOSES = "category_closes_after_it_opened"
OPENS_AGAIN = "category_opens_again_after_it_closed"

# --- columns: by hand, as Django would copy the tables on SQLite, which lose their triggers ---

ADD = "ALTER TABLE projects_{} ADD COLUMN {}"
KEY = 'projects_category_parent_id_fk_projects_category_id REFERENCES projects_category ("id")'
INDEX = "projects_category_parent_id"
COLUMNS = [
    ADD.format(
        "project", f"labels_revision integer NOT NULL DEFAULT 1 CONSTRAINT {REVISION} CHECK (labels_revision >= 1)"
    ),
    ADD.format("category", f"opened integer NOT NULL DEFAULT 1 CONSTRAINT {OPENED} CHECK (opened >= 1)"),
    ADD.format(
        "category",
        f"closed_from integer NULL CONSTRAINT {CLOSES} CHECK (closed_from IS NULL OR closed_from >= opened)",
    ),
    ADD.format(
        "category",
        f"closed_to integer NULL CONSTRAINT {OPENS_AGAIN}"
        " CHECK (closed_to IS NULL OR (closed_from IS NOT NULL AND closed_to > closed_from))",
    ),
    ADD.format("category", f"parent_id bigint NULL CONSTRAINT {KEY} DEFERRABLE INITIALLY DEFERRED"),
    ADD.format("category", "exclusive_group varchar(100) NOT NULL DEFAULT ''"),
    f"CREATE INDEX {INDEX} ON projects_category (parent_id)",
    # Whoever answered until now was not asked about what is retired.
    "UPDATE projects_category SET closed_from = 1 WHERE retired_at IS NOT NULL",
]
DROP_COLUMNS = [
    f"DROP INDEX {INDEX}",
    *(
        f"ALTER TABLE projects_category DROP COLUMN {name}"
        for name in ("exclusive_group", "parent_id", "closed_to", "closed_from", "opened")
    ),
    "ALTER TABLE projects_project DROP COLUMN labels_revision",
]

# --- what a project is ---

# As in 0002, but for the task type.
IDENTITY = ("id", "dataset_id", "slug", "schema_version")
IDENTITY_STAYS = "A project keeps its id, dataset id, slug, task type and schema version for ever."
IS_CONVERTED = f"OLD.task_type IN ('{SINGLE}', '{MULTI}') AND NEW.task_type IN ('{SINGLE}', '{MULTI}')"
NEVER_FALLS = "The labels revision of a project never falls."
STAYS_MULTI = "A project of which categories have parents or groups takes any number of them per image."
HAS_RULES = """
    SELECT 1 FROM projects_category WHERE project_id = OLD.id AND (parent_id IS NOT NULL OR exclusive_group <> '')
"""


def identity(is_converted=None):
    """The trigger of 0002, but for changes of the task type of which `is_converted` holds."""
    only = f" AND NOT ({is_converted})" if is_converted else ""
    return {
        "sqlite": [
            "DROP TRIGGER project_identity_never_changes",
            f"""
            CREATE TRIGGER project_identity_never_changes BEFORE UPDATE ON projects_project
            WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in IDENTITY)}
                OR (OLD.task_type IS NOT NEW.task_type{only})
            BEGIN SELECT RAISE(ABORT, '{IDENTITY_STAYS}'); END
            """,
        ],
        "postgresql": [
            f"""
            CREATE OR REPLACE FUNCTION project_identity_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF ({", ".join(f"OLD.{name}" for name in IDENTITY)})
                    IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in IDENTITY)})
                    OR (OLD.task_type IS DISTINCT FROM NEW.task_type{only}) THEN
                    RAISE EXCEPTION '{IDENTITY_STAYS}' {REFUSED};
                END IF;
                RETURN NEW;
            END $$
            """,
        ],
    }


# --- rules between categories ---

# Those above the new place, with how far; those below, with itself. They end: a line is at most so deep.
ABOVE = f"""
    above (id, steps) AS (
        SELECT CAST(NEW.parent_id AS bigint), 1 WHERE NEW.parent_id IS NOT NULL
        UNION ALL SELECT one.parent_id, above.steps + 1 FROM above JOIN projects_category one ON one.id = above.id
            WHERE one.parent_id IS NOT NULL AND above.steps <= {DEEPEST}
    )
"""
BELOW = f"""
    below (id, steps) AS (
        SELECT CAST(NEW.id AS bigint), 0
        UNION ALL SELECT one.id, below.steps + 1 FROM below JOIN projects_category one ON one.parent_id = below.id
            WHERE below.steps <= {DEEPEST}
    )
"""
# In the order in which they are asked: each sentence, and what of a new place it refuses.
RULES = (
    (
        "Only where an image takes any number of categories they have parents and groups.",
        f"(SELECT task_type FROM projects_project WHERE id = NEW.project_id) <> '{MULTI}'",
    ),
    (
        "The parent of a category is one of the same project.",
        "NEW.parent_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM projects_category WHERE id = NEW.parent_id AND project_id = NEW.project_id)",
    ),
    (
        "No category lies below itself.",
        f"EXISTS (WITH RECURSIVE {ABOVE} SELECT 1 FROM above WHERE id = NEW.id)",
    ),
    (
        f"Categories lie at most {DEEPEST} deep.",
        f"(WITH RECURSIVE {ABOVE} SELECT COALESCE(MAX(steps), 0) FROM above)"
        f" + (WITH RECURSIVE {BELOW} SELECT MAX(steps) FROM below) + 1 > {DEEPEST}",
    ),
    (
        "A category is in no group of one above or below it: they belong to the same images.",
        f"""EXISTS (
            WITH RECURSIVE {ABOVE}, {BELOW},
            beneath AS (
                SELECT one.exclusive_group FROM below JOIN projects_category one ON one.id = below.id WHERE steps > 0
            ),
            over AS (SELECT one.exclusive_group FROM above JOIN projects_category one ON one.id = above.id)
            SELECT 1 FROM over WHERE exclusive_group <> ''
                AND (exclusive_group = NEW.exclusive_group OR exclusive_group IN (SELECT exclusive_group FROM beneath))
            UNION ALL SELECT 1 FROM beneath WHERE exclusive_group <> '' AND exclusive_group = NEW.exclusive_group
        )""",
    ),
)
HAS_A_PLACE = "(NEW.parent_id IS NOT NULL OR NEW.exclusive_group <> '')"
REMEMBERS = "A category keeps for ever when it was added, and when it was first retired."
FORGETS = "NEW.opened <> OLD.opened OR (OLD.closed_from IS NOT NULL AND {})"


def _sqlite(name, event, when):
    refusals = " ".join(f"SELECT RAISE(ABORT, '{sentence}') WHERE {broken};" for sentence, broken in RULES)
    return f"CREATE TRIGGER {name} BEFORE {event} ON projects_category WHEN {when} BEGIN {refusals} END"


SQLITE = [
    _sqlite("category_is_added_by_the_label_rules", "INSERT", HAS_A_PLACE),
    _sqlite(
        "category_moves_by_the_label_rules",
        "UPDATE OF parent_id, exclusive_group",
        f"{HAS_A_PLACE} AND (OLD.parent_id IS NOT NEW.parent_id OR OLD.exclusive_group IS NOT NEW.exclusive_group)",
    ),
    f"""
    CREATE TRIGGER category_remembers_its_revisions BEFORE UPDATE OF opened, closed_from ON projects_category
    WHEN {FORGETS.format("NEW.closed_from IS NOT OLD.closed_from")}
    BEGIN SELECT RAISE(ABORT, '{REMEMBERS}'); END
    """,
    f"""
    CREATE TRIGGER project_labels_revision_never_falls BEFORE UPDATE OF labels_revision ON projects_project
    WHEN NEW.labels_revision < OLD.labels_revision
    BEGIN SELECT RAISE(ABORT, '{NEVER_FALLS}'); END
    """,
    f"""
    CREATE TRIGGER project_with_label_rules_stays_multi BEFORE UPDATE OF task_type ON projects_project
    WHEN NEW.task_type <> '{MULTI}' AND EXISTS ({HAS_RULES})
    BEGIN SELECT RAISE(ABORT, '{STAYS_MULTI}'); END
    """,
]

POSTGRESQL = [
    # With the project locked: nobody gives another category a place, or converts the project, at the same moment.
    f"""
    CREATE FUNCTION category_follows_the_label_rules() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT {HAS_A_PLACE} THEN
            RETURN NEW;
        END IF;
        PERFORM 1 FROM projects_project WHERE id = NEW.project_id FOR NO KEY UPDATE;
        {"".join(f"IF {broken} THEN RAISE EXCEPTION '{sentence}' {REFUSED}; END IF;" for sentence, broken in RULES)}
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER category_follows_the_label_rules BEFORE INSERT OR UPDATE OF parent_id, exclusive_group
    ON projects_category FOR EACH ROW EXECUTE FUNCTION category_follows_the_label_rules()
    """,
    f"""
    CREATE FUNCTION category_remembers_its_revisions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {FORGETS.format("NEW.closed_from IS DISTINCT FROM OLD.closed_from")} THEN
            RAISE EXCEPTION '{REMEMBERS}' {REFUSED};
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER category_remembers_its_revisions BEFORE UPDATE OF opened, closed_from ON projects_category
    FOR EACH ROW EXECUTE FUNCTION category_remembers_its_revisions()
    """,
    f"""
    CREATE FUNCTION project_keeps_its_label_rules() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.labels_revision < OLD.labels_revision THEN
            RAISE EXCEPTION '{NEVER_FALLS}' {REFUSED};
        ELSIF NEW.task_type <> '{MULTI}' AND NEW.task_type <> OLD.task_type AND EXISTS ({HAS_RULES}) THEN
            RAISE EXCEPTION '{STAYS_MULTI}' {REFUSED};
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER project_keeps_its_label_rules BEFORE UPDATE OF labels_revision, task_type ON projects_project
    FOR EACH ROW EXECUTE FUNCTION project_keeps_its_label_rules()
    """,
]

DROP = {
    "sqlite": [
        "DROP TRIGGER category_is_added_by_the_label_rules",
        "DROP TRIGGER category_moves_by_the_label_rules",
        "DROP TRIGGER category_remembers_its_revisions",
        "DROP TRIGGER project_labels_revision_never_falls",
        "DROP TRIGGER project_with_label_rules_stays_multi",
    ],
    "postgresql": [
        "DROP FUNCTION category_follows_the_label_rules CASCADE",
        "DROP FUNCTION category_remembers_its_revisions CASCADE",
        "DROP FUNCTION project_keeps_its_label_rules CASCADE",
    ],
}


def see_that_no_image_takes_several(apps, schema_editor):
    projects = apps.get_model("projects", "Project").objects.using(schema_editor.connection.alias)
    if projects.filter(task_type=MULTI).exists():
        raise RuntimeError("Images of a project have any number of categories, which older programs cannot read.")


class Migration(migrations.Migration):
    dependencies = [("projects", "0015_deleted_project")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                VendorSQL(
                    {"sqlite": COLUMNS, "postgresql": COLUMNS}, {"sqlite": DROP_COLUMNS, "postgresql": DROP_COLUMNS}
                )
            ],
            [
                migrations.AlterField(
                    "project",
                    "task_type",
                    models.CharField(
                        choices=[
                            (SINGLE, "One category per image"),
                            (MULTI, "Any number of categories per image"),
                        ],
                        default=SINGLE,
                        max_length=40,
                    ),
                ),
                migrations.AddField(
                    "project",
                    "labels_revision",
                    models.IntegerField(
                        db_default=1,
                        default=1,
                        editable=False,
                        help_text="Which state of its classes and their rules this is; one more with each change of "
                        "them.",
                    ),
                ),
                migrations.AddField(
                    "category",
                    "opened",
                    models.IntegerField(
                        db_default=1, default=1, editable=False, help_text="The labels revision that added it."
                    ),
                ),
                migrations.AddField(
                    "category",
                    "closed_from",
                    models.IntegerField(editable=False, help_text="The first one that retired it.", null=True),
                ),
                migrations.AddField(
                    "category",
                    "closed_to",
                    models.IntegerField(
                        editable=False,
                        help_text="The last one that restored it; null while it is retired.",
                        null=True,
                    ),
                ),
                migrations.AddField(
                    "category",
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="projects.category",
                    ),
                ),
                migrations.AddField(
                    "category",
                    "exclusive_group",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        help_text="An image has at most one of it.",
                        max_length=100,
                    ),
                ),
                migrations.AddConstraint(
                    "project", models.CheckConstraint(condition=models.Q(labels_revision__gte=1), name=REVISION)
                ),
                migrations.AddConstraint(
                    "category", models.CheckConstraint(condition=models.Q(opened__gte=1), name=OPENED)
                ),
                migrations.AddConstraint(
                    "category",
                    models.CheckConstraint(
                        condition=models.Q(closed_from=None) | models.Q(closed_from__gte=models.F("opened")),
                        name=CLOSES,
                    ),
                ),
                migrations.AddConstraint(
                    "category",
                    models.CheckConstraint(
                        condition=models.Q(closed_to=None)
                        | models.Q(closed_from__isnull=False, closed_to__gt=models.F("closed_from")),
                        name=OPENS_AGAIN,
                    ),
                ),
            ],
        ),
        VendorSQL(identity(IS_CONVERTED), identity()),
        VendorSQL({"sqlite": SQLITE, "postgresql": POSTGRESQL}, DROP),
        migrations.RunPython(migrations.RunPython.noop, see_that_no_image_takes_several),
    ]
