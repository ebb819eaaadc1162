"""The verbs of categories: an index is given once, at the end, and nothing moves it."""

import pytest

from core.exceptions import Refused
from projects import categories, lifecycle
from projects.models import Category
from projects.rules import palette
from tests.support.cast import at_once

pytestmark = pytest.mark.django_db


def indices(project):
    return dict(project.categories.order_by("class_index").values_list("name", "class_index"))


def shown(project):
    return [category.name for category in project.categories.active().in_display_order()]


def test_categories_are_numbered_from_zero_and_their_public_id_from_one(project):
    added = [categories.add(project, name) for name in ("Dress", "Hat", "Scarf")]
    assert [category.class_index for category in added] == [0, 1, 2]
    assert [category.public_id for category in added] == [1, 2, 3]
    assert [category.position for category in added] == [0, 1, 2]


def test_each_project_numbers_its_own(dress, bob):
    other = lifecycle.create("Garage", by=bob)
    assert categories.add(other, "Dress").class_index == 0


def test_a_new_category_takes_the_next_colour_of_the_palette(dress, hat):
    assert (dress.color, hat.color) == (palette.COLORS[0], palette.COLORS[1])
    assert categories.add(dress.project, "Scarf", color="#abcdef").color == "#ABCDEF"


def test_a_category_is_made_with_all_that_describes_it(project):
    category = categories.add(project, " e\u0301charpe ", description="Long.", supercategory=" Neck ")
    category.refresh_from_db()
    assert (category.name, category.name_key) == ("\u00e9charpe", "\u00e9charpe")
    assert (category.description, category.supercategory, category.active) == ("Long.", "Neck", True)


@pytest.mark.parametrize("name", ["dress", "DRESS", " Dress "])
def test_a_name_is_given_once_in_a_project(dress, name):
    with pytest.raises(Refused, match="There is a category “Dress” already.") as refusal:
        categories.add(dress.project, name)
    assert (refusal.value.code, refusal.value.field) == ("name_taken", "name")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\uff1d1", "\t=1"])
def test_a_name_that_a_spreadsheet_would_run_is_refused_for_new_ones_and_renames(dress, name):
    for refused in (lambda: categories.add(dress.project, name), lambda: categories.change(dress, name=name)):
        with pytest.raises(Refused, match="A spreadsheet would take “") as refusal:
            refused()
        assert (refusal.value.code, refusal.value.field) == ("bad_name", "name")
    assert indices(dress.project) == {"Dress": 0}


def test_a_category_that_has_such_a_name_keeps_it_while_something_else_is_changed(dress):
    Category.objects.filter(pk=dress.pk).update(name="=old", name_key="=old")
    dress.refresh_from_db()
    assert categories.change(dress, name="=old", description="Long.").name == "=old"
    assert categories.change(dress, name="old").name == "old"


def test_the_name_of_a_retired_category_offers_to_restore_that_one(dress, hat):
    categories.retire(dress)
    with pytest.raises(Refused) as refusal:
        categories.add(dress.project, "dress")
    assert refusal.value.code == "name_retired"
    assert refusal.value.message == (
        "“Dress” was retired and keeps its name and id 1. Restore it instead of adding it again."
    )
    with pytest.raises(Refused, match="Restore it"):
        categories.change(hat, name="Dress")


def test_a_nearly_equal_name_asks_whether_it_is_the_same_class(project):
    twin = categories.add(project, "m2")
    hat = categories.add(project, "Hat")
    for ask in (lambda: categories.add(project, "m²"), lambda: categories.change(hat, name="m²")):
        with pytest.raises(Refused) as refusal:
            ask()
        assert (refusal.value.code, refusal.value.field) == ("name_near", "name")
        assert refusal.value.message == "“m²” is like “m2”: same class?"
        assert refusal.value.details == {"category_id": twin.public_id, "name": "m2", "active": True}
    assert categories.add(project, "m²", distinct=True).name == "m²"
    assert categories.change(hat, name="M₂", distinct=True).name == "M₂"


def test_a_nearly_equal_name_of_a_retired_category_is_offered_too(project):
    categories.retire(categories.add(project, "m2"))
    with pytest.raises(Refused, match="“m²” is like “m2”, which was retired: same class?") as refusal:
        categories.add(project, "m²")
    assert refusal.value.details["active"] is False


@pytest.mark.parametrize("distinct", [False, True])
def test_a_name_of_which_only_the_width_differs_is_refused_whatever_is_said(dress, distinct):
    for refused in (
        lambda: categories.add(dress.project, "Ｄｒｅｓｓ", distinct=distinct),
        lambda: categories.change(categories.add(dress.project, "Hat"), name="ＤＲＥＳＳ", distinct=distinct),
    ):
        with pytest.raises(Refused, match="only in the width of its characters") as refusal:
            refused()
        assert (refusal.value.code, refusal.value.field) == ("name_taken", "name")
    categories.retire(dress)
    with pytest.raises(Refused, match="which was retired, only in the width") as refusal:
        categories.add(dress.project, "Ｄｒｅｓｓ", distinct=distinct)
    assert refusal.value.code == "name_retired"


def test_names_that_are_nearly_equal_already_stay_and_can_be_described_and_written_otherwise(project):
    """They were taken before anybody asked."""
    categories.add(project, "Dress")
    wide = categories.add(project, "Gown")
    Category.objects.filter(pk=wide.pk).update(name="ＤＲＥＳＳ", name_key="ｄｒｅｓｓ")
    wide.refresh_from_db()
    assert categories.change(wide, name="ＤＲＥＳＳ", description="Wide.").description == "Wide."
    assert categories.change(wide, name="Ｄｒｅｓｓ").name == "Ｄｒｅｓｓ"
    assert categories.near_twin(wide).name == "Dress"


def test_a_list_is_added_whole_and_in_its_order(dress):
    wanted = [categories.New("Hat"), categories.New("m2", color="#abcdef"), categories.New("m²", distinct=True)]
    added = categories.add_all(dress.project, wanted)
    assert [(each.name, each.class_index, each.position) for each in added] == [
        ("Hat", 1, 1),
        ("m2", 2, 2),
        ("m²", 3, 3),
    ]
    assert added[1].color == "#ABCDEF"


@pytest.mark.parametrize("bad", ["dress", "hat", "=1", "Ｈat", "Hat²"])
def test_of_a_list_with_one_bad_name_nothing_is_added(dress, bad):
    wanted = [categories.New("Hat"), categories.New("Hat2", distinct=True), categories.New(bad)]
    with pytest.raises(Refused):
        categories.add_all(dress.project, wanted)
    assert indices(dress.project) == {"Dress": 0}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"color": "red"}, "color"),
        ({"supercategory": "a\x00b"}, "supercategory"),
    ],
)
def test_what_a_category_cannot_be_is_refused_by_field(dress, changes, field):
    with pytest.raises(Refused) as refusal:
        categories.change(dress, **changes)
    assert refusal.value.field == field
    with pytest.raises(Refused) as refusal:
        categories.add(dress.project, **{"name": "Scarf"} | changes)
    assert refusal.value.field == field
    assert indices(dress.project) == {"Dress": 0}


def test_renaming_moves_no_label_and_no_index(photo, dress, hat, answer, alice):
    answer(photo, "labeled", dress, by=alice)
    renamed = categories.change(dress, name="Gown")
    assert (renamed.pk, renamed.class_index, renamed.name) == (dress.pk, 0, "Gown")
    assert [label.category.name for label in photo.annotations.all()] == ["Gown"]
    assert indices(dress.project) == {"Gown": 0, "Hat": 1}


def test_a_category_may_change_the_case_of_its_own_name_and_free_the_old_one(dress):
    assert categories.change(dress, name="DRESS").name == "DRESS"
    categories.change(dress, name="Gown")
    assert categories.add(dress.project, "Dress").class_index == 1


def test_describing_changes_only_what_is_named(dress):
    categories.change(dress, description="Long.", color="#abcdef", supercategory="Body")
    changed = categories.change(dress, name="Gown")
    assert (changed.description, changed.color, changed.supercategory) == ("Long.", "#ABCDEF", "Body")
    assert categories.change(dress, color=None).color is None


def test_a_stale_object_does_not_bring_old_values_back(dress):
    stale = Category.objects.get(pk=dress.pk)
    categories.change(dress, name="Gown")
    assert categories.change(stale, description="Long.").name == "Gown"


def test_reordering_changes_only_the_display_order(project, dress, hat):
    categories.add(project, "Scarf")
    before = indices(project)
    categories.reorder(project, [3, 1, 2])
    assert shown(project) == ["Scarf", "Dress", "Hat"]
    assert indices(project) == before


def test_retired_categories_stand_behind_the_active_ones_in_their_order(project, dress, hat):
    for name in ("Scarf", "Sock"):
        categories.add(project, name)
    categories.retire(dress)
    categories.retire(Category.objects.get(name="Scarf"))
    categories.reorder(project, [4, 2])
    assert list(project.categories.in_display_order().values_list("name", flat=True)) == [
        "Sock",
        "Hat",
        "Dress",
        "Scarf",
    ]


@pytest.mark.parametrize("ids", [[], [1], [1, 1], [1, 2, 2], [1, 2, 3], [2, 3], [0, 1]])
def test_an_order_names_every_active_category_exactly_once(project, dress, hat, ids):
    with pytest.raises(Refused, match="Name every active category exactly once.") as refusal:
        categories.reorder(project, ids)
    assert refusal.value.field == "ids"
    assert shown(project) == ["Dress", "Hat"]


def test_an_order_with_a_retired_category_is_refused(project, dress, hat):
    categories.retire(hat)
    with pytest.raises(Refused):
        categories.reorder(project, [2, 1])


def test_retiring_keeps_index_labels_and_row_and_is_done_once(photo, dress, hat, answer, alice):
    answer(photo, "labeled", dress, by=alice)
    first = categories.retire(dress)
    assert not first.active
    assert categories.retire(dress).retired_at == first.retired_at
    assert photo.annotations.get().category == dress
    assert shown(dress.project) == ["Hat"]


def test_the_index_of_a_retired_category_is_not_used_again(dress, hat):
    categories.retire(hat)
    assert categories.add(dress.project, "Scarf").class_index == 2
    restored = categories.restore(hat)
    assert (restored.active, restored.class_index) == (True, 1)


def test_label_counts_are_of_present_labels(photos, dress, hat, answer, alice):
    first, second = photos(2)
    answer(first, "labeled", dress, by=alice)
    answer(second, "labeled", dress, by=alice)
    answer(second, "labeled", hat, by=alice)
    counted = Category.objects.with_label_counts().order_by("class_index")
    assert [category.label_count for category in counted] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_categories_added_at_once_get_an_index_each(project):
    names = [f"Class {number}" for number in range(6)]
    added = at_once(*(lambda name=name: categories.add(project, name) for name in names))
    assert sorted(category.class_index for category in added) == list(range(6))
    assert sorted(indices(project).values()) == list(range(6))


@pytest.mark.django_db(transaction=True)
def test_the_same_name_added_at_once_is_added_once(project):
    def add():
        try:
            return categories.add(project, "Dress").name
        except Refused as refusal:
            return refusal.code

    assert sorted(at_once(add, add)) == ["Dress", "name_taken"]
    assert indices(project) == {"Dress": 0}
