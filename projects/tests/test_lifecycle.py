"""Making, changing and archiving projects."""

import re
import uuid

import pytest

from core.exceptions import Refused
from projects import lifecycle, task_types
from projects.categories import New
from projects.models import Project
from tests.support.cast import at_once

pytestmark = pytest.mark.django_db
OFFERED = task_types.OFFERED  # before all are, to the tests


def test_a_new_project_has_everything_that_is_permanent(bob):
    project = lifecycle.create("  Wardrobe ", by=bob, guidelines="*Whole* picture.")
    project.refresh_from_db()
    assert (project.name, project.slug) == ("Wardrobe", "wardrobe")
    assert isinstance(project.dataset_id, uuid.UUID)
    assert (project.task_type, project.schema_version) == ("classification_single", "1.0.0")
    assert (project.created_by, project.guidelines, project.archived_at) == (bob, "*Whole* picture.", None)
    assert (project.split_ratios, project.split_seed) == (None, "")


@pytest.mark.parametrize("name", ["wardrobe", " WARDROBE ", "Wardrobe"])
def test_a_name_is_given_once_whatever_its_case(project, bob, name):
    with pytest.raises(Refused, match="There is a project “Wardrobe” already.") as refusal:
        lifecycle.create(name, by=bob)
    assert (refusal.value.code, refusal.value.field) == ("name_taken", "name")
    assert Project.objects.count() == 1


def test_names_with_the_same_slug_get_a_number(bob):
    slugs = [lifecycle.create(name, by=bob).slug for name in ("Hats", "Hats!", "hats?", "Hats 2", "帽子", "靴")]
    assert slugs == ["hats", "hats-2", "hats-3", "hats-2-2", "dataset", "dataset-2"]
    assert all(re.fullmatch(r"[a-z0-9-]{1,60}", slug) for slug in slugs)


def test_the_longest_names_get_slugs_with_room_for_their_number(bob):
    slugs = [lifecycle.create("x" * 99 + end, by=bob).slug for end in "abc"]
    assert slugs == ["x" * 50, "x" * 50 + "-2", "x" * 50 + "-3"]


def test_a_slug_that_is_asked_for_is_that_one_or_none(bob):
    assert lifecycle.create("Hats of 2026", by=bob, slug="hats").slug == "hats"
    with pytest.raises(Refused, match="There is a project “hats” already.") as taken:
        lifecycle.create("Other hats", by=bob, slug="hats")
    assert (taken.value.code, taken.value.field) == ("slug_taken", "slug")
    with pytest.raises(Refused, match="such as “my-hats”") as bad:
        lifecycle.create("Other hats", by=bob, slug="My Hats")
    assert (bad.value.code, bad.value.field) == ("bad_slug", "slug")
    assert Project.objects.count() == 1


@pytest.mark.parametrize("task_type", ["classification_multi", "detection_box"])
def test_a_project_is_of_a_task_type_that_is_offered(bob, task_type, monkeypatch):
    monkeypatch.setattr(task_types, "OFFERED", OFFERED)
    with pytest.raises(Refused, match="The task type is classification_single in this version.") as refusal:
        lifecycle.create("Boxes", by=bob, task_type=task_type)
    assert (refusal.value.code, refusal.value.field) == ("bad_task_type", "task_type")
    assert not Project.objects.exists()


def test_images_of_a_project_may_have_any_number_of_categories(bob):
    project = lifecycle.create("Outfits", by=bob, task_type="classification_multi")
    project.refresh_from_db()
    assert (project.task_type, project.schema_version) == ("classification_multi", "1.0.0")


def test_a_project_is_made_with_its_first_categories_in_their_order(bob):
    project = lifecycle.create("Closet", by=bob, categories=[New("Dress"), New("Hat", "#1c9273"), New("Shoe")])
    made = [(each.class_index, each.name, each.color) for each in project.categories.in_display_order()]
    assert made == [(0, "Dress", "#ECD438"), (1, "Hat", "#1C9273"), (2, "Shoe", "#C2555A")]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (New("dress"), "name_taken", "categories.1.name"),
        (New(" "), "bad_name", "categories.1.name"),
        (New("Hat", "green"), "bad_color", "categories.1.color"),
    ],
)
def test_of_a_project_with_a_category_that_cannot_be_nothing_is_made(bob, wrong, code, field):
    with pytest.raises(Refused) as refusal:
        lifecycle.create("Closet", by=bob, categories=[New("Dress"), wrong, New("Shoe")])
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not Project.objects.exists()
    assert lifecycle.create("Closet", by=bob).slug == "closet"


def test_renaming_keeps_slug_and_dataset_id(project):
    renamed = lifecycle.change(project, name="Closet", guidelines="New.")
    assert (renamed.name, renamed.guidelines) == ("Closet", "New.")
    assert (renamed.slug, renamed.dataset_id) == (project.slug, project.dataset_id)
    assert lifecycle.change(renamed, name="CLOSET").name == "CLOSET"


def test_changing_one_thing_leaves_the_others(project):
    lifecycle.change(project, guidelines="Whole picture.")
    assert lifecycle.change(project, name="Closet").guidelines == "Whole picture."


def test_a_project_cannot_take_the_name_of_another(project, bob):
    lifecycle.create("Closet", by=bob)
    with pytest.raises(Refused, match="There is a project “Closet” already."):
        lifecycle.change(project, name="closet")
    with pytest.raises(Refused, match="Give it a name."):
        lifecycle.change(project, name="  ")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(project):
    lifecycle.change(project, name="Closet", guidelines="Theirs.")
    mine = {"guidelines": "Mine.", "license": "CC0-1.0"}
    with pytest.raises(Refused) as refusal:
        lifecycle.change(project, was={"guidelines": "", "license": ""}, **mine)
    assert (refusal.value.code, refusal.value.field) == ("changed_meanwhile", "guidelines")
    assert refusal.value.details == {"guidelines": "Theirs."}
    changed = lifecycle.change(project, was={"guidelines": "Theirs.", "license": ""}, **mine)
    assert (changed.name, changed.guidelines, changed.license) == ("Closet", "Mine.", "CC0-1.0")


def test_two_who_change_different_things_or_want_the_same_do_not_meet(project):
    lifecycle.change(project, name="Closet", guidelines="Both.")
    changed = lifecycle.change(
        project, was={"guidelines": "", "name": "Wardrobe", "closed": False}, guidelines="Both.", license="CC0-1.0"
    )
    assert (changed.name, changed.guidelines, changed.license) == ("Closet", "Both.", "CC0-1.0")


def test_archiving_keeps_the_first_date_and_can_be_taken_back(project):
    lifecycle.archive(project)
    first = Project.objects.get().archived_at
    lifecycle.archive(project)
    assert Project.objects.get().archived_at == first
    assert not Project.objects.active().exists()
    lifecycle.unarchive(project)
    assert Project.objects.active().get() == project


@pytest.mark.django_db(transaction=True)
def test_two_people_making_the_same_name_at_once_make_one_project(bob, alice):
    def create(by):
        try:
            return lifecycle.create("Closet", by=by).slug
        except Refused as refusal:
            return refusal.code

    assert sorted(at_once(lambda: create(bob), lambda: create(alice))) == ["closet", "name_taken"]
    assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_making_names_with_one_slug_at_once_both_get_theirs(bob, alice):
    slugs = at_once(lambda: lifecycle.create("Closet", by=bob).slug, lambda: lifecycle.create("Closet!", by=alice).slug)
    assert sorted(slugs) == ["closet", "closet-2"]
