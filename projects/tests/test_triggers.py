"""The triggers of a migrated database, by name. SQLite loses those of a table when a migration rebuilds it: such a
migration creates them again, or this list is no longer met."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

SQLITE = {
    "annotations_annotationevent": {"event_is_not_replaced", "event_never_changes"},
    "annotations_samplecheck": {"finished_check_never_changes"},
    "annotations_secondjudgement": {"finished_second_judgement_never_changes", "second_judge_is_another"},
    "assets_asset": {
        "asset_bytes_were_not_withdrawn",
        "asset_dhash_is_filled_once",
        "asset_facts_never_change",
        "asset_is_not_replaced",
        "asset_note_never_changes",
        "asset_place_never_changes",
        "asset_shown_range_is_filled_once",
        "asset_withdrawn_is_final",
    },
    "assets_video": {
        "video_bytes_were_not_withdrawn",
        "video_facts_never_change",
        "video_is_not_replaced",
        "video_place_is_given_once",
    },
    "assets_withdrawal": {"withdrawal_is_not_deleted", "withdrawal_is_not_replaced", "withdrawal_never_changes"},
    "assets_withdrawaljob": {"withdrawal_job_is_not_deleted", "withdrawal_job_keeps_what_it_says"},
    "exports_datasetversion": {
        "version_is_never_deleted",
        "version_is_not_replaced",
        "version_keeps_its_last_event",
        "version_keeps_what_it_froze",
        "version_ready_is_sealed",
    },
    "exports_versionitem": {
        "version_item_joins_at_the_freeze",
        "version_item_leaves_only_cancelled_ones",
        "version_item_never_changes",
    },
    "exports_versionlabel": {
        "version_label_joins_at_the_freeze",
        "version_label_leaves_only_cancelled_ones",
        "version_label_never_changes",
    },
    "people_auditentry": {"audit_is_not_changed", "audit_is_not_deleted", "audit_is_not_replaced"},
    "projects_category": {
        "category_identity_never_changes",
        "category_is_added_by_the_label_rules",
        "category_is_never_deleted",
        "category_moves_by_the_label_rules",
        "category_remembers_its_revisions",
        "category_takes_the_next_class_index",
    },
    "projects_deletedproject": {
        "deleted_project_is_never_deleted",
        "deleted_project_is_not_replaced",
        "deleted_project_never_changes",
        "deleted_project_was_archived",
    },
    "projects_event": {
        "project_event_is_not_deleted",
        "project_event_is_not_replaced",
        "project_event_never_changes",
    },
    "projects_project": {
        "project_identity_never_changes",
        "project_is_not_made_again",
        "project_is_not_replaced",
        "project_labels_revision_never_falls",
        "project_that_is_deleted_stays_archived",
        "project_with_label_rules_stays_multi",
    },
}

# name -> (what it fires on, whether it is switched on)
POSTGRESQL = {
    "annotations_annotationevent": {"event_never_changes": {"UPDATE"}},
    "annotations_samplecheck": {"finished_check_never_changes": {"UPDATE"}},
    "annotations_secondjudgement": {
        "finished_second_judgement_never_changes": {"UPDATE"},
        "second_judge_is_another": {"INSERT"},
    },
    "assets_asset": {
        "asset_bytes_were_not_withdrawn": {"INSERT"},
        "asset_dhash_is_filled_once": {"UPDATE"},
        "asset_facts_never_change": {"UPDATE"},
        "asset_note_never_changes": {"UPDATE"},
        "asset_place_never_changes": {"UPDATE"},
        "asset_shown_range_is_filled_once": {"UPDATE"},
        "asset_withdrawn_is_final": {"UPDATE"},
    },
    "assets_video": {
        "video_bytes_were_not_withdrawn": {"INSERT"},
        "video_facts_never_change": {"UPDATE"},
        "video_place_is_given_once": {"UPDATE"},
    },
    "assets_withdrawal": {"withdrawal_is_not_deleted": {"DELETE"}, "withdrawal_never_changes": {"UPDATE"}},
    "assets_withdrawaljob": {
        "withdrawal_job_is_not_deleted": {"DELETE"},
        "withdrawal_job_keeps_what_it_says": {"UPDATE"},
    },
    "exports_datasetversion": {
        "version_keeps_its_last_event": {"UPDATE"},
        "version_ready_is_sealed": {"UPDATE", "DELETE"},
    },
    "exports_versionitem": {"version_item_never_changes": {"INSERT", "UPDATE", "DELETE"}},
    "exports_versionlabel": {"version_label_never_changes": {"INSERT", "UPDATE", "DELETE"}},
    "people_auditentry": {"audit_is_not_changed": {"UPDATE", "DELETE"}},
    "projects_category": {
        "category_follows_the_label_rules": {"INSERT", "UPDATE"},
        "category_identity_never_changes": {"INSERT", "UPDATE", "DELETE"},
        "category_remembers_its_revisions": {"UPDATE"},
    },
    "projects_deletedproject": {"deleted_project_stays": {"INSERT", "UPDATE", "DELETE"}},
    "projects_event": {"project_event_stays": {"UPDATE", "DELETE"}},
    "projects_project": {
        "project_identity_never_changes": {"UPDATE"},
        "project_keeps_its_label_rules": {"UPDATE"},
        "project_that_is_deleted_is_gone": {"INSERT", "UPDATE"},
    },
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own list")
def test_a_migrated_sqlite_has_these_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        found = {}
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    assert found == SQLITE


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own list")
def test_a_migrated_postgresql_has_these_triggers_switched_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_object_table, trigger_name, event_manipulation, action_timing, action_orientation"
            " FROM information_schema.triggers WHERE trigger_schema = current_schema()"
        )
        found = {}
        for table, name, event, *how in cursor.fetchall():
            assert how == ["BEFORE", "ROW"]
            found.setdefault(table, {}).setdefault(name, set()).add(event)
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'")
        assert cursor.fetchall() == []
    assert found == POSTGRESQL


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compares bytes anyway")
def test_names_of_assets_are_compared_as_bytes_on_postgresql():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name, character_maximum_length FROM information_schema.columns"
            " WHERE table_name = 'assets_asset' AND column_name = 'sort_name'"
        )
        assert cursor.fetchone() == ("C", 765)
