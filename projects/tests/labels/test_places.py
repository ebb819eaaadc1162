"""Parents and groups of categories, by the API: what is told, what is refused, and what a change is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AuditEntry
from projects import categories, lifecycle
from projects.labels.places import rules_of
from projects.models import Event, Project
from projects.rules.label_rules import Rules

pytestmark = pytest.mark.django_db

AT = "projects/outfits/categories/"
NAMES = ["Clothing", "Dress", "Shoe", "Sneaker", "Boot", "Summer", "Winter"]
KEYS = ["id", "class_index", "name", "supercategory", "color", "description", "position", "active", "label_count"]


@pytest.fixture
def outfits(bob):
    """1 Clothing, 2 Dress, 3 Shoe, 4 Sneaker, 5 Boot, 6 Summer, 7 Winter: images may have several."""
    project = lifecycle.create("Outfits", by=bob, task_type="classification_multi")
    categories.add_all(project, [categories.New(name) for name in NAMES])
    return project


@pytest.fixture
def calls(api, bob):
    return api(bob)


def place(calls, id, **to):
    answer = calls.patch(f"{AT}{id}/", to)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def refusal(answer):
    told = answer.json()["error"]
    return answer.status_code, told["code"], told["message"]


def revision(project):
    return Project.objects.get(pk=project.pk).labels_revision


# --- what is told ---


def test_a_category_tells_its_parent_by_id_and_its_group(calls, outfits):
    told = place(calls, 4, parent_id=3, exclusive_group=" Kind ")
    assert list(told) == [*KEYS, "parent_id", "exclusive_group"]
    assert (told["parent_id"], told["exclusive_group"]) == (3, "Kind")
    assert calls.get(f"{AT}4/").json() == told
    listed = calls.get(AT).json()["results"]
    assert [(each["parent_id"], each["exclusive_group"]) for each in listed[2:5]] == [
        (None, ""),
        (3, "Kind"),
        (None, ""),
    ]
    assert rules_of(outfits) == Rules({4: 3}, {4: "Kind"})


def test_where_an_image_has_one_category_nothing_of_it_is_told(calls, dress):
    at = "projects/wardrobe/categories/"
    told = [calls.get(f"{at}1/").json(), calls.get(at).json()["results"][0], calls.post(at, {"name": "Hat"}).json()]
    assert [list(each) for each in told] == [KEYS] * 3
    assert rules_of(dress.project) == Rules()


def test_parents_cost_the_list_no_queries(calls, outfits):
    with CaptureQueriesContext(connection) as before:
        calls.get(AT)
    for id in (4, 5):
        place(calls, id, parent_id=3)
    with CaptureQueriesContext(connection) as after:
        calls.get(AT)
    assert len(after) == len(before)


def test_a_project_is_made_with_parents_among_its_first_categories(calls):
    first = [{"name": "Shoe"}, {"name": "Sneaker", "parent_id": 1, "exclusive_group": "Kind"}]
    made = calls.post("projects/", {"name": "Feet", "task_type": "classification_multi", "categories": first})
    assert made.status_code == 201
    assert made.json()["task_type"] == "classification_multi"
    listed = calls.get("projects/feet/categories/").json()["results"]
    assert [(each["parent_id"], each["exclusive_group"]) for each in listed] == [(None, ""), (1, "Kind")]


def test_a_category_is_added_below_another(calls, outfits):
    added = calls.post(AT, {"name": "Sandal", "parent_id": 3, "exclusive_group": "Kind"})
    assert added.status_code == 201
    assert (added.json()["parent_id"], added.json()["exclusive_group"]) == (3, "Kind")


def test_of_a_list_one_may_lie_below_an_earlier_one_and_not_below_a_later_one(calls, outfits):
    wanted = [{"name": "Bag"}, {"name": "Tote", "parent_id": 8}]
    added = calls.post(f"{AT}list/", {"categories": wanted})
    assert added.status_code == 201
    assert added.json()["results"][-1]["parent_id"] == 8
    wrong = calls.post(f"{AT}list/", {"categories": [{"name": "Cap", "parent_id": 11}, {"name": "Hat"}]})
    assert refusal(wrong) == (400, "bad_parent", "This project has no category 11.")
    assert "categories.0.parent_id" in wrong.json()["error"]["fields"]
    assert outfits.categories.count() == 9


# --- what a change is ---


def test_a_change_of_parent_or_group_is_a_new_revision_and_nothing_else_is(calls, outfits):
    before = revision(outfits)
    place(calls, 4, parent_id=3)
    place(calls, 4, exclusive_group="Kind")
    assert revision(outfits) == before + 2
    place(calls, 4, parent_id=3, exclusive_group="Kind", name="Trainer")
    place(calls, 5, parent_id=None, exclusive_group="")
    assert revision(outfits) == before + 2
    place(calls, 4, parent_id=None)
    assert revision(outfits) == before + 3
    assert rules_of(outfits) == Rules({}, {4: "Kind"})


def test_what_is_absent_stays(calls, outfits):
    place(calls, 4, parent_id=3, exclusive_group="Kind")
    assert place(calls, 4, description="With laces.")["parent_id"] == 3
    assert place(calls, 4, parent_id=None)["exclusive_group"] == "Kind"


def test_a_group_is_one_however_it_is_spelled(calls, outfits):
    place(calls, 4, exclusive_group="Kind")
    assert place(calls, 5, exclusive_group="kind")["exclusive_group"] == "Kind"
    place(calls, 5, exclusive_group="")
    assert place(calls, 4, exclusive_group="KIND")["exclusive_group"] == "KIND"  # nobody else spells it


def test_a_new_place_is_told_to_those_who_follow_and_kept_in_the_audit(calls, outfits):
    place(calls, 4, parent_id=3, exclusive_group="Kind")
    told = Event.objects.filter(kind="category.changed", object=4).latest("id")
    assert told.from_value == {"parent_id": None, "exclusive_group": ""}
    assert told.to_value == {"parent_id": 3, "exclusive_group": "Kind"}
    entry = AuditEntry.objects.filter(what="category_changed").latest("id")
    assert entry.facts["parent_id"] == [None, 3]
    assert entry.facts["exclusive_group"] == ["", "Kind"]


# --- what is refused ---


@pytest.mark.parametrize(
    ("id", "parent_id", "sentence"),
    [
        (3, 3, "A category is not its own parent."),
        (3, 4, "“Sneaker” lies below “Shoe”, so it cannot be above it, too."),
        (1, 99, "This project has no category 99."),
        (2, 7, "“Winter” was retired. Restore it, or take another parent."),
    ],
)
def test_a_parent_that_cannot_be_one_is_refused_in_a_sentence(calls, outfits, id, parent_id, sentence):
    place(calls, 4, parent_id=3)
    calls.delete(f"{AT}7/")
    before = revision(outfits), rules_of(outfits)
    answer = calls.patch(f"{AT}{id}/", {"parent_id": parent_id, "description": "x"})
    assert refusal(answer) == (400, "bad_parent", sentence)
    assert "parent_id" in answer.json()["error"]["fields"]
    assert (revision(outfits), rules_of(outfits)) == before
    assert outfits.categories.get(public_id=id).description == ""


def test_a_category_of_another_project_is_none_of_this_one(calls, outfits, dress, hat):
    """Ids are those of the project: nobody can name one of another."""
    other = lifecycle.create("Rooms", by=None, task_type="classification_multi")
    categories.add(other, "Room")
    answer = calls.patch("projects/rooms/categories/1/", {"parent_id": 2})
    assert refusal(answer) == (400, "bad_parent", "This project has no category 2.")


def test_categories_lie_at_most_eight_deep_counted_with_what_lies_below(calls, outfits):
    for id in range(2, 8):
        place(calls, id, parent_id=id - 1)
    categories.add_all(outfits, [categories.New("Eighth"), categories.New("Ninth", parent_id=8)])
    answer = calls.patch(f"{AT}8/", {"parent_id": 7})
    assert refusal(answer) == (400, "bad_parent", "Categories lie at most 8 deep.")
    assert place(calls, 8, parent_id=6)["parent_id"] == 6


@pytest.mark.parametrize(("id", "group"), [(3, "Kind"), (1, "kind")])
def test_no_group_holds_two_of_a_line(calls, outfits, id, group):
    place(calls, 3, parent_id=1)
    place(calls, 4, parent_id=3, exclusive_group="Kind")
    answer = calls.patch(f"{AT}{id}/", {"exclusive_group": group})
    upper = NAMES[id - 1]
    sentence = f"“Sneaker” lies below “{upper}”, so an image has both; of “Kind” it has at most one."
    assert refusal(answer) == (400, "bad_group", sentence)


def test_a_line_is_not_moved_below_one_of_its_groups(calls, outfits):
    place(calls, 4, parent_id=3, exclusive_group="Kind")
    place(calls, 1, exclusive_group="Kind")
    answer = calls.patch(f"{AT}3/", {"parent_id": 1})
    assert refusal(answer)[:2] == (400, "bad_group")
    assert rules_of(outfits).parents == {4: 3}


@pytest.mark.parametrize("group", ["a\nb", "x" * 101, "\0"])
def test_a_group_has_a_name_as_anything_has(calls, outfits, group):
    assert calls.patch(f"{AT}4/", {"exclusive_group": group}).status_code == 400
    assert rules_of(outfits).groups == {}


@pytest.mark.parametrize("place", [{"parent_id": 1}, {"exclusive_group": "Kind"}])
def test_where_an_image_has_one_category_there_are_no_places(calls, dress, hat, place):
    sentence = "Only where an image takes any number of categories do they have parents and groups."
    at = "projects/wardrobe/categories/"
    answers = [calls.patch(f"{at}2/", place), calls.post(at, {"name": "Scarf"} | place)]
    answers.append(
        calls.post("projects/", {"name": "Closet", "categories": [{"name": "Coat"}, {"name": "Cap"} | place]})
    )
    assert [refusal(answer) for answer in answers] == [(400, "no_label_rules", sentence)] * 3
    assert dress.project.categories.count() == 2
    assert Project.objects.count() == 1


def test_no_place_is_no_place_anywhere(calls, dress):
    answer = calls.patch("projects/wardrobe/categories/1/", {"parent_id": None, "exclusive_group": ""})
    assert answer.status_code == 200


def test_another_task_type_is_refused(calls):
    answer = calls.post("projects/", {"name": "Boxes", "task_type": "detection_box"})
    assert refusal(answer)[1] == "bad_task_type"


# --- retiring ---


def test_a_parent_is_retired_after_its_children_and_restored_before_them(calls, outfits):
    place(calls, 4, parent_id=3)
    place(calls, 5, parent_id=3)
    before = revision(outfits)
    answer = calls.delete(f"{AT}3/")
    sentence = "“Sneaker” and 1 more lie below “Shoe”. Retire what lies below it first, or take it out."
    assert refusal(answer) == (409, "has_children", sentence)
    assert answer.json()["error"]["details"] == {"category_ids": [4, 5]}
    assert revision(outfits) == before
    for id in (4, 5, 3):
        assert calls.delete(f"{AT}{id}/").status_code == 200
    answer = calls.post(f"{AT}4/restore/")
    assert refusal(answer) == (409, "parent_retired", "“Shoe”, above “Sneaker”, was retired. Restore that first.")
    for id in (3, 4):
        assert calls.post(f"{AT}{id}/restore/").status_code == 200
    assert rules_of(outfits) == Rules({4: 3, 5: 3}, {})


def test_a_retired_category_keeps_its_place_and_may_get_another(calls, outfits):
    place(calls, 4, parent_id=3, exclusive_group="Kind")
    calls.delete(f"{AT}4/")
    calls.delete(f"{AT}3/")
    assert rules_of(outfits) == Rules({4: 3}, {4: "Kind"})
    place(calls, 4, parent_id=None)
    place(calls, 4, parent_id=3)  # both are retired
    assert rules_of(outfits) == Rules({4: 3}, {4: "Kind"})
    assert place(calls, 4, parent_id=1)["active"] is False


def test_an_order_is_free_whatever_lies_below_what(calls, outfits):
    place(calls, 4, parent_id=3)
    assert calls.post(f"{AT}reorder/", {"ids": [4, 3, 2, 1, 5, 7, 6]}).status_code == 200
