"""Settings, Categories, where an image takes any number of them: parents and groups, by mouse and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from projects import categories, lifecycle
from projects.labels.places import rules_of
from projects.rules.label_rules import Rules
from tests.support.browser import eventually, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Coat 1, Jacket 2, Vest 3, Padded 4, Quilted 5, Down 6, Hood 7, Trim 8, Zip 9, Buttons 10, Pockets 11, Logo 12.


@pytest.fixture
def project(bob):
    return lifecycle.create("Wardrobe", by=bob, task_type="classification_multi")


@pytest.fixture
def editor(settings_page, twelve):
    for id, place in {2: {"exclusive_group": "Kind"}, 3: {"exclusive_group": "Kind"}, 5: {"parent_id": 4}}.items():
        categories.change(twelve[id - 1], **place)
    page = settings_page("categories/")
    expect(page.locator("#rows [data-count]").first).to_have_text("0")
    return page


def shown(page):
    """Names, each behind as many dots as it lies deep, with their keys."""
    return page.locator("#rows .cats-row").evaluate_all(
        """(rows) => rows.map((row) => "·".repeat(Number(row.dataset.depth))
            + row.querySelector("[data-field=name]").value + " " + row.querySelector(".key").textContent.trim())"""
    )


def names(project):
    return list(project.categories.active().in_display_order().values_list("name", flat=True))


def where(page, name):
    return page.locator(f'[data-name="{name}"] .where')


def said(page, words):
    expect(page.locator("#live")).to_have_text(words)


def test_children_stand_below_their_parents_and_groups_are_named(editor):
    assert shown(editor)[3:6] == ["Padded 4", "·Quilted 5", "Down 6"]
    expect(editor.get_by_role("columnheader", name="Parent or group")).to_be_visible()
    expect(where(editor, "Quilted")).to_have_text("under Padded")
    expect(where(editor, "Vest")).to_have_text("one of Kind")
    expect(where(editor, "Coat")).to_have_text("–")
    child, parent = (
        editor.locator(f'[data-name="{name}"] .name-cell').evaluate(
            "(cell) => getComputedStyle(cell).paddingInlineStart"
        )
        for name in ("Quilted", "Padded")
    )
    assert (child, parent) == ("18px", "0px")


def test_a_parent_and_a_group_are_chosen_by_keyboard_alone(editor, project):
    where(editor, "Logo").focus()
    editor.keyboard.press("Enter")
    dialog = editor.get_by_role("dialog", name="Parent or group of Logo")
    expect(dialog.get_by_label("Parent", exact=True)).to_be_focused()
    editor.keyboard.type("Padded")
    editor.keyboard.press("Tab")
    expect(dialog.get_by_label("One of", exact=True)).to_be_focused()
    editor.keyboard.type("Print")
    editor.keyboard.press("Control+Enter")
    said(editor, "Logo is under Padded, one of Print")
    expect(dialog).to_be_hidden()
    expect(where(editor, "Logo")).to_be_focused()
    expect(where(editor, "Logo")).to_have_accessible_name("Parent or group of Logo, under Padded, one of Print")
    assert shown(editor)[3:7] == ["Padded 4", "·Quilted 5", "·Logo 6", "Down 7"]
    assert rules_of(project) == Rules({5: 4, 12: 4}, {2: "Kind", 3: "Kind", 12: "Print"})


def test_a_new_place_is_taken_back(editor, project):
    where(editor, "Quilted").click()
    editor.get_by_label("Parent", exact=True).select_option("None")
    editor.get_by_role("button", name="Save").click()
    said(editor, "Quilted is under no other, and in no group")
    expect(editor.locator("#toast")).to_contain_text("Quilted is under no other")
    editor.get_by_role("button", name="Undo").click()
    said(editor, "Quilted is under Padded")
    assert rules_of(project).parents == {5: 4}


def test_nobody_is_offered_a_parent_that_lies_below(editor):
    where(editor, "Padded").click()
    offered = editor.get_by_label("Parent", exact=True).locator("option").all_text_contents()
    assert offered == ["None", "Coat", "Jacket", "Vest", "Down", "Hood", "Trim", "Zip", "Buttons", "Pockets", "Logo"]
    groups = editor.locator("#place-groups option").evaluate_all("(options) => options.map((each) => each.value)")
    assert groups == ["Kind"]


def test_what_is_refused_is_said_in_the_dialog_and_nothing_is_lost(editor, project):
    where(editor, "Vest").click()
    editor.get_by_label("Parent", exact=True).select_option("Jacket")
    editor.get_by_role("button", name="Save").click()
    problem = editor.locator("#place [role=alert]")
    expect(problem).to_have_text("“Vest” lies below “Jacket”, so an image has both; of “Kind” it has at most one.")
    expect(editor.get_by_label("Parent", exact=True)).to_have_value("2")
    assert violations_in_both_themes(editor) == []
    editor.get_by_label("One of", exact=True).fill("")
    editor.keyboard.press("Enter")
    said(editor, "Vest is under Jacket")
    assert rules_of(project) == Rules({3: 2, 5: 4}, {2: "Kind"})


def test_a_place_that_does_not_arrive_stays_in_the_dialog(editor, project):
    editor.route("**/categories/7/", lambda route: route.abort())
    where(editor, "Hood").click()
    editor.get_by_label("One of", exact=True).fill("Kind")
    editor.get_by_role("button", name="Save").click()
    expect(editor.locator("#place [role=alert]")).to_have_text("Labeler was not reached, so this was not saved.")
    editor.unroute_all()
    editor.get_by_role("button", name="Save").click()
    said(editor, "Hood is one of Kind")


def test_a_child_moves_with_its_parent_and_among_its_siblings_only(editor, project):
    grip = editor.get_by_role("button", name="Move Padded", exact=True)
    grip.press("ArrowUp")
    said(editor, "Padded is 3 of 12, key 3")
    expect(grip).to_be_focused()
    assert shown(editor)[2:6] == ["Padded 3", "·Quilted 4", "Vest 5", "Down 6"]
    eventually(lambda: names(project)[2:5] == ["Padded", "Quilted", "Vest"])
    editor.get_by_role("button", name="Move Quilted", exact=True).press("ArrowUp")
    said(editor, "Quilted is first already")
    grip.press("ArrowDown")
    grip.press("ArrowDown")
    eventually(lambda: names(project)[2:6] == ["Vest", "Down", "Padded", "Quilted"])
    editor.reload()
    assert shown(editor)[2:6] == ["Vest 3", "Down 4", "Padded 5", "·Quilted 6"]


def test_a_parent_is_dragged_with_its_children(editor, project):
    part = editor.locator('[data-name="Padded"] .id').bounding_box()
    editor.mouse.move(part["x"] + 4, part["y"] + 8)
    editor.mouse.down()
    editor.mouse.move(part["x"] + 6, part["y"] + 8 - 80, steps=8)
    editor.mouse.up()
    eventually(lambda: names(project)[1:5] == ["Padded", "Quilted", "Jacket", "Vest"])
    assert shown(editor)[:4] == ["Coat 1", "Padded 2", "·Quilted 3", "Jacket 4"]


def test_a_child_is_not_dragged_out_of_its_parent(editor, project):
    before = shown(editor)
    part = editor.locator('[data-name="Quilted"] .id').bounding_box()
    editor.mouse.move(part["x"] + 4, part["y"] + 8)
    editor.mouse.down()
    editor.mouse.move(part["x"] + 6, part["y"] + 8 - 150, steps=8)
    editor.mouse.move(part["x"] + 6, part["y"] + 8 + 150, steps=8)
    editor.mouse.up()
    assert shown(editor) == before


def test_a_parent_with_children_is_not_retired_and_says_why(editor, project):
    editor.get_by_role("button", name="Retire Padded").click()
    sentence = "“Quilted” lies below “Padded”. Retire what lies below it first, or take it out."
    expect(editor.locator("#list-problem")).to_contain_text(sentence)
    assert project.categories.active().count() == 12


def test_a_category_is_renamed_below_its_parent_and_in_what_its_children_say(editor):
    field = editor.get_by_label("Name of Padded")
    field.fill("Filled")
    editor.keyboard.press("Enter")
    said(editor, "Padded is now Filled. It keeps id 4.")
    expect(where(editor, "Quilted")).to_have_text("under Filled")


def test_the_page_has_no_barrier_in_either_theme(editor):
    assert violations_in_both_themes(editor) == []
    where(editor, "Quilted").click()
    assert violations_in_both_themes(editor) == []
    assert editor.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
