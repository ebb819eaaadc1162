"""The database lets go of the rows of a deleted project, and of no others, whoever asks it: raw SQL here."""

import pytest
from django.db import IntegrityError, connection, transaction

from exports.models import DatasetVersion
from labeler.deletion import tables
from projects import lifecycle
from projects.models import DeletedProject, Project
from tests.support.cast import refused

pytestmark = pytest.mark.django_db

# Whose triggers refuse a DELETE while there is the project.
KEPT = {
    "projects_category": "project_id = %s",
    "projects_event": "project_id = %s",
    "assets_withdrawal": "project_id = %s",
    "assets_withdrawaljob": "project_id = %s",
    "exports_datasetversion": "project_id = %s",
    "exports_versionitem": "version_id IN (SELECT id FROM exports_datasetversion WHERE project_id = %s)",
    "exports_versionlabel": "version_id IN (SELECT id FROM exports_datasetversion WHERE project_id = %s)",
}
COLUMNS = 'project_id, slug, dataset_id, name, "by", by_id, at, counts, state, attempts, progress, error'
AS_IT_IS = f"""
    INSERT INTO projects_deletedproject ({COLUMNS})
    SELECT id, slug, dataset_id, name, 'bob', 1, CURRENT_TIMESTAMP, '{{}}', 'queued', 0, 0, '' FROM projects_project
"""


@pytest.fixture
def doomed(make_full, bob):
    project = make_full("Doomed")
    lifecycle.archive(project, by=bob)
    return project


def execute(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def let_go(table, project):
    """Whether the rows of the project would be deleted by themselves. They are not."""
    with connection.constraint_checks_disabled(), transaction.atomic():
        try:
            with transaction.atomic():
                gone = execute(f"DELETE FROM {table} WHERE {KEPT[table]}", project.pk)
        except IntegrityError:
            return False
        assert gone
        transaction.set_rollback(True)
        return True


def test_what_is_kept_is_let_go_of_in_a_deleted_project_and_in_no_other(doomed, make_full, bob):
    spared = make_full("Spared", guest=1)
    lifecycle.archive(spared, by=bob)
    assert not any(let_go(table, project) for table in KEPT for project in (doomed, spared))
    assert execute(f"{AS_IT_IS} WHERE id = %s", doomed.pk) == 1
    assert all(let_go(table, doomed) for table in KEPT)
    assert not any(let_go(table, spared) for table in KEPT)


def test_no_other_table_has_a_trigger_that_refuses_to_delete():
    """A new one needs its exception: then it is named above."""
    if connection.vendor == "sqlite":
        sql = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%%BEFORE DELETE%%'"
    else:
        sql = "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE event_manipulation = 'DELETE'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {table for (table,) in cursor.fetchall()}
    assert found == {*KEPT, "people_auditentry", "projects_deletedproject"}


def test_what_a_version_froze_does_not_change_by_that_door(doomed):
    execute(f"{AS_IT_IS} WHERE id = %s", doomed.pk)
    version = DatasetVersion.objects.filter(project=doomed).first()
    assert refused("UPDATE exports_datasetversion SET notes = 'other' WHERE id = %s", version.pk)
    assert refused("UPDATE exports_versionitem SET class_index = 1 WHERE version_id = %s", version.pk)
    assert refused("UPDATE projects_category SET class_index = 7 WHERE project_id = %s", doomed.pk)
    assert refused("UPDATE projects_event SET kind = 'answers' WHERE project_id = %s", doomed.pk)


# --- whom the door opens for ---


def test_it_opens_for_no_project_that_is_in_use(project):
    assert refused(AS_IT_IS)


def test_it_opens_for_no_project_that_is_not_there(doomed):
    nobody = AS_IT_IS.replace("SELECT id,", "SELECT id + 1,")
    assert refused(f"{nobody} WHERE id = %s", doomed.pk)


@pytest.mark.parametrize("fact", ["slug", "dataset_id", "name"])
def test_it_opens_for_no_project_by_the_facts_of_another(doomed, project, fact):
    execute("UPDATE projects_project SET archived_at = CURRENT_TIMESTAMP")
    words = COLUMNS.split(", ")
    values = ["id", "slug", "dataset_id", "name", "'bob'", "1", "CURRENT_TIMESTAMP", "'{}'", "'queued'", "0", "0", "''"]
    values[words.index(fact)] = f"(SELECT {fact} FROM projects_project WHERE id = {project.pk})"
    mixed = f"INSERT INTO projects_deletedproject ({COLUMNS}) SELECT {', '.join(values)} FROM projects_project"
    assert refused(f"{mixed} WHERE id = %s", doomed.pk)
    assert not refused(f"{AS_IT_IS} WHERE id = %s", doomed.pk)


def test_that_it_was_opened_never_changes(doomed, project):
    execute("UPDATE projects_project SET archived_at = CURRENT_TIMESTAMP")
    execute(f"{AS_IT_IS} WHERE id = %s", doomed.pk)
    text = {
        "slug": "other",
        "name": "Other",
        "by": "mallory",
        "at": "2020-01-01 00:00:00+00:00",
        "counts": '{"images": 7}',
    }
    numbers = {"id": 77, "project_id": project.pk, "by_id": 7}
    for column, value in (text | numbers | {"dataset_id": "0" * 32}).items():
        assert refused(f'UPDATE projects_deletedproject SET "{column}" = %s', value), column
    assert refused("DELETE FROM projects_deletedproject")
    assert not refused("UPDATE projects_deletedproject SET state = 'running', progress = 7, total = 9, attempts = 1")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces nothing")
def test_that_it_was_opened_is_not_replaced(doomed, project):
    execute("UPDATE projects_project SET archived_at = CURRENT_TIMESTAMP")
    execute(f"{AS_IT_IS} WHERE id = %s", doomed.pk)
    replace = AS_IT_IS.replace("INSERT INTO", "INSERT OR REPLACE INTO")
    assert refused(f"{replace} WHERE id = %s", doomed.pk)
    number = DeletedProject.objects.get().pk
    with_number = replace.replace("(project_id", "(id, project_id").replace("SELECT id,", f"SELECT {number}, id,")
    assert refused(f"{with_number} WHERE id = %s", project.pk)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own way to do that")
def test_that_it_was_opened_is_not_written_over(doomed):
    execute(f"{AS_IT_IS} WHERE id = %s", doomed.pk)
    assert refused(f"{AS_IT_IS} WHERE id = %s ON CONFLICT (project_id) DO UPDATE SET slug = 'other'", doomed.pk)


# --- behind it ---


def test_there_is_no_way_back_out_of_the_archive(doomed):
    assert not refused("UPDATE projects_project SET archived_at = NULL WHERE id = %s", doomed.pk)
    execute(f"{AS_IT_IS} WHERE id = %s", doomed.pk)
    assert refused("UPDATE projects_project SET archived_at = NULL WHERE id = %s", doomed.pk)


@pytest.mark.parametrize("fact", ["id", "slug", "dataset_id"])
def test_what_named_it_names_no_other_project(doomed, delete, bob, fact):
    """Of a project with the old number the door would be open."""
    known = {"id": doomed.pk, "slug": doomed.slug, "dataset_id": doomed.dataset_id}
    delete(doomed)
    fresh = lifecycle.create("Fresh", by=bob)
    Project.objects.filter(pk=fresh.pk).delete()
    taken = Project(**{name: getattr(fresh, name) for name in ("name", "name_key", "slug", "dataset_id")}, pk=fresh.pk)
    setattr(taken, fact, known[fact])
    with pytest.raises(IntegrityError, match="not used again"), transaction.atomic():
        taken.save(force_insert=True)
    setattr(taken, fact, {"id": fresh.pk + 1, "slug": "fresh-2", "dataset_id": fresh.dataset_id}[fact])
    taken.save(force_insert=True)


# --- all tables were thought of ---


def test_every_table_with_a_way_to_a_project_was_thought_of():
    """A new one is deleted with its project by itself. Before it gets its line here: do its triggers let go of the rows
    of a deleted project, and do files hang on them outside the folders of the project? Then full_project.py gets a row
    of it."""
    assert {table.label: ".".join(table.way) for table in tables.in_order()} == {
        "annotations.Absence": "asset.project",
        "annotations.Annotation": "asset.project",
        "annotations.AnnotationEvent": "asset.project",
        "annotations.Claim": "asset.project",
        "annotations.GoldPicture": "project",
        "annotations.HistoryRead": "project",
        "annotations.Import": "project",
        "annotations.LabelingWindow": "project",
        "annotations.OddnessJob": "project",
        "annotations.ReviewedLabel": "project",
        "annotations.SampleCheck": "project",
        "annotations.SecondAnswer": "asset.project",
        "annotations.SecondJudgement": "sample_check.project",
        "annotations.UserPreset": "project",
        "assets.Asset": "project",
        "assets.AssetLook": "asset.project",
        "assets.AssetName": "asset.project",
        "assets.PlaceBatch": "project",
        "assets.PlaceCounter": "project",
        "assets.Upload": "project",
        "assets.Video": "project",
        "assets.Withdrawal": "project",
        "assets.WithdrawalJob": "project",
        "exports.DatasetVersion": "project",
        "exports.LookalikePair": "report.version.project",
        "exports.SplitReport": "version.project",
        "exports.VersionFile": "version.project",
        "exports.VersionLabel": "version.project",
        "exports.VersionItem": "version.project",
        "exports.VersionShape": "version.project",
        "projects.Category": "project",
        "projects.Event": "project",
        "projects.Invitation": "project",
        "projects.InvitationUse": "invitation.project",
        "projects.Membership": "project",
        "webhooks.Delivery": "webhook.project",
        "webhooks.Webhook": "project",
    }


def test_each_table_lets_go_before_those_that_it_points_at():
    places = {table.model: place for place, table in enumerate(tables.in_order())}
    for table in tables.in_order():
        for key in tables._keys(table.model):
            if key.related_model in places and key.related_model is not table.model:
                assert places[table.model] < places[key.related_model], (table.label, key.name)
