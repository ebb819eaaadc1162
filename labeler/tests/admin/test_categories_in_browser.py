"""The categories of a project in the admin, in a browser: dragged by any part of a row, and all of it by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from people.models import AuditEntry
from projects import categories
from projects.models import Category
from tests.support.browser import at_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["Dress", "Hat", "Scarf", "Coat"]


@pytest.fixture
def editor(live_server, page, bob, project):
    """The page of a project with four categories, as Bob has it open."""
    for name in NAMES:
        categories.add(project, name, by=bob)
    page.set_viewport_size({"width": 1280, "height": 720})
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/admin/projects/project/{project.pk}/change/")
        yield page


def row(page, name):
    """That of a category, or with "" that of a new one without a name."""
    at = names(page).index(name)
    return page.locator(".categories tbody tr").nth(at)


def names(page):
    return [field.input_value() for field in page.locator(".categories tbody .field-name input").all()]


def drag(page, name, grip, target, *, over=0.9):
    """By the mouse, as a hand does it: press on this part of the row, move over the other, let go."""
    page.locator(".categories").evaluate("node => node.scrollIntoView({ block: 'center' })")
    part = row(page, name).locator(grip).first.bounding_box()
    page.mouse.move(part["x"] + part["width"] / 2, part["y"] + part["height"] / 2)
    page.mouse.down()
    over_row = row(page, target).bounding_box()
    page.mouse.move(part["x"] + part["width"] / 2, over_row["y"] + over_row["height"] * over, steps=8)
    page.mouse.up()


def save(page, button="Save and continue editing"):
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state("networkidle")


def kept(project):
    return [
        (each.name, each.public_id, each.active) for each in Category.objects.filter(project=project).in_display_order()
    ]


PARTS = [
    ".original",
    ".field-key",
    ".field-color input",
    ".field-name input",
    ".field-supercategory input",
    ".field-description textarea",
    ".field-labels",
    ".field-public_id",
    ".field-index",
    ".field-retired input",
    "[data-move='1']",
]


@pytest.mark.parametrize("part", PARTS)
def test_a_row_is_dragged_by_any_part_of_it_and_nothing_else_happens(editor, project, part):
    drag(editor, "Dress", part, "Scarf")
    assert names(editor) == ["Hat", "Scarf", "Dress", "Coat"]
    expect(row(editor, "Dress").get_by_role("checkbox")).not_to_be_checked()
    assert editor.locator(".field-key p").all_inner_texts() == ["1", "2", "3", "4"]
    save(editor)
    assert kept(project) == [("Hat", 2, True), ("Scarf", 3, True), ("Dress", 1, True), ("Coat", 4, True)]
    assert names(editor) == ["Hat", "Scarf", "Dress", "Coat"]
    assert [entry.of for entry in AuditEntry.objects.filter(what="categories_reordered")] == ["Wardrobe"]


def test_upwards_too_and_to_the_end(editor):
    drag(editor, "Coat", ".field-name input", "Dress", over=0.1)
    assert names(editor) == ["Coat", "Dress", "Hat", "Scarf"]
    drag(editor, "Coat", ".field-labels", "Scarf")
    assert names(editor) == ["Dress", "Hat", "Scarf", "Coat"]


def test_a_click_into_a_field_still_edits_and_a_pull_along_it_selects_its_text(editor, project):
    field = row(editor, "Hat").locator(".field-name input")
    field.click()
    expect(field).to_be_focused()
    field.press("End")
    editor.keyboard.type("s and caps")
    box = field.bounding_box()
    editor.mouse.move(box["x"] + 4, box["y"] + 16)
    editor.mouse.down()
    editor.mouse.move(box["x"] + 90, box["y"] + 18, steps=6)
    editor.mouse.up()
    assert field.evaluate("node => node.selectionEnd - node.selectionStart") > 5
    assert names(editor) == ["Dress", "Hats and caps", "Scarf", "Coat"]
    row(editor, "Scarf").get_by_role("checkbox").click()
    expect(row(editor, "Scarf").get_by_role("checkbox")).to_be_checked()
    save(editor)
    assert kept(project) == [("Dress", 1, True), ("Hats and caps", 2, True), ("Coat", 4, True), ("Scarf", 3, False)]


def test_escape_puts_a_row_back_where_it_was_dragged_from(editor):
    start, over = (row(editor, name) for name in ("Dress", "Coat"))
    editor.locator(".categories").evaluate("node => node.scrollIntoView({ block: 'center' })")
    box, last = start.bounding_box(), over.bounding_box()
    editor.mouse.move(box["x"] + 300, box["y"] + 10)
    editor.mouse.down()
    editor.mouse.move(box["x"] + 300, last["y"] + 30, steps=6)
    assert names(editor)[-1] == "Dress"
    editor.keyboard.press("Escape")
    assert names(editor) == NAMES
    editor.mouse.up()
    assert names(editor) == NAMES


def test_new_rows_are_dragged_among_the_others_and_come_to_lie_where_they_were_let_go(editor, project):
    add = editor.get_by_role("button", name="Add another category")
    for name in ("Sock", "Glove", "Belt"):
        add.click()
        editor.keyboard.type(name)
    drag(editor, "Glove", ".field-key", "Dress", over=0.1)
    drag(editor, "Belt", ".field-name input", "Hat", over=0.1)
    assert names(editor) == ["Glove", "Dress", "Belt", "Hat", "Scarf", "Coat", "Sock"]
    row(editor, "Sock").get_by_role("button", name="Remove the new category").click()
    save(editor)
    assert kept(project) == [
        ("Glove", 5, True), ("Dress", 1, True), ("Belt", 6, True), ("Hat", 2, True), ("Scarf", 3, True),
        ("Coat", 4, True),
    ]  # fmt: skip


def test_of_new_rows_the_first_is_removed_and_those_behind_it_stay(editor, project):
    add = editor.get_by_role("button", name="Add another category")
    for name in ("Sock", "Glove", "Belt"):
        add.click()
        editor.keyboard.type(name)
    drag(editor, "Belt", ".field-labels", "Dress", over=0.1)
    row(editor, "Sock").get_by_role("button", name="Remove the new category").click()
    add.click()  # and left empty, which is no category
    save(editor)
    assert [name for name, _, _ in kept(project)] == ["Belt", "Dress", "Hat", "Scarf", "Coat", "Glove"]


def test_what_was_wrong_is_said_in_its_row_and_the_order_stays(editor, project):
    editor.get_by_role("button", name="Add another category").click()
    editor.keyboard.type("dress")
    drag(editor, "dress", ".field-name input", "Hat", over=0.1)
    save(editor)
    expect(editor.get_by_role("alert")).to_contain_text("Nothing was saved.")
    expect(editor.locator(".categories .errorlist")).to_contain_text("already")
    assert kept(project) == [(name, number, True) for number, name in enumerate(NAMES, 1)]
    assert names(editor)[1] == "dress"


def test_by_keys_alone_one_is_edited_one_retired_one_moved_and_all_saved(editor, project):
    row(editor, "Dress").locator(".field-name input").focus()
    editor.keyboard.press("End")
    editor.keyboard.type(" or skirt")
    editor.keyboard.press("Tab")
    editor.keyboard.type("Clothes")
    editor.keyboard.press("Alt+ArrowDown")
    assert names(editor) == ["Hat", "Dress or skirt", "Scarf", "Coat"]
    expect(row(editor, "Dress or skirt").locator(".field-supercategory input")).to_be_focused()
    expect(editor.locator("#live")).to_have_text("Dress or skirt: place 2 of 4")

    down = editor.get_by_role("button", name="Move Hat down")
    down.focus()
    editor.keyboard.press("Enter")
    editor.keyboard.press("Enter")
    assert names(editor) == ["Dress or skirt", "Scarf", "Hat", "Coat"]
    expect(down).to_be_focused()
    editor.get_by_role("button", name="Move Dress up").focus()
    editor.keyboard.press("Enter")  # the first stays the first
    assert names(editor)[0] == "Dress or skirt"

    editor.get_by_role("checkbox", name="Scarf is retired").focus()
    editor.keyboard.press("Space")
    assert editor.locator(".field-key p").all_inner_texts() == ["1", "–", "2", "3"]
    editor.get_by_role("button", name="Save", exact=True).focus()
    editor.keyboard.press("Enter")
    expect(editor).to_have_url(re.compile(r"/projects/wardrobe/$"))
    expect(editor.get_by_text("“Scarf” is retired. 0 images carry it")).to_be_visible()
    assert kept(project) == [("Dress or skirt", 1, True), ("Hat", 2, True), ("Coat", 4, True), ("Scarf", 3, False)]
    assert Category.objects.get(name="Dress or skirt").supercategory == "Clothes"


def test_by_keys_alone_a_category_is_added_moved_to_the_top_and_one_restored(editor, project, bob):
    categories.retire(Category.objects.get(name="Hat"), by=bob)
    editor.reload()
    editor.get_by_role("button", name="Add another category").focus()
    editor.keyboard.press("Enter")
    editor.keyboard.type("Sock")
    for _ in NAMES:
        editor.keyboard.press("Alt+ArrowUp")
    assert names(editor)[0] == "Sock"
    editor.get_by_role("checkbox", name="Hat is retired").focus()
    editor.keyboard.press("Space")
    editor.get_by_role("button", name="Save and continue editing").focus()
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("was changed.")).to_be_visible()
    assert kept(project)[0] == ("Sock", 5, True)
    assert sorted(kept(project)[1:]) == [("Coat", 4, True), ("Dress", 1, True), ("Hat", 2, True), ("Scarf", 3, True)]


def test_a_new_project_is_made_with_its_categories_and_leads_to_its_page(live_server, page, bob):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/admin/projects/project/add/")
        page.get_by_label("Name", exact=True).fill("Garage")
        for name in ("Car", "Van"):
            page.get_by_role("button", name="Add another category").click()
            page.keyboard.type(name)
        drag(page, "Van", ".field-key", "Car", over=0.1)
        save(page, "Save")
        expect(page).to_have_url(re.compile(r"/projects/garage/$"))
        expect(page.get_by_role("heading", name="Garage")).to_be_visible()
    assert [each.name for each in Category.objects.in_display_order()] == ["Van", "Car"]


def test_the_table_fits_its_page_and_twelve_rows_its_window(editor, project, bob):
    for number in range(8):
        categories.add(project, f"Category with a name of {number} words", by=bob)
    editor.reload()
    assert editor.evaluate("document.documentElement.scrollWidth <= innerWidth")
    table, panel = (editor.locator(each).bounding_box() for each in (".categories", "#categories-group"))
    assert table["x"] >= panel["x"]
    assert table["x"] + table["width"] <= panel["x"] + panel["width"]
    assert editor.locator(".categories tbody").bounding_box()["height"] <= 720
