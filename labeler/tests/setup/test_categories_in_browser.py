"""Settings, Categories, in a real browser: by mouse and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from people.models import AuditEntry
from projects import categories
from tests.support.browser import eventually, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(settings_page, twelve):
    page = settings_page("categories/")
    expect(page.locator("#rows [data-count]").first).to_have_text("0")
    return page


def shown(page):
    """Names with their keys, in the order of the list."""
    rows = page.locator("#rows .cats-row")
    return rows.evaluate_all(
        """(rows) => rows.map((row) => row.querySelector("[data-field=name]").value + " "
            + row.querySelector(".key").textContent.trim())"""
    )


def names(project):
    return list(project.categories.active().in_display_order().values_list("name", flat=True))


def said(page, words):
    expect(page.locator("#live")).to_have_text(words)


def drag(page, start, by):
    box = start.bounding_box()
    x, y = box["x"] + min(20, box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3, y + by, steps=6)


# --- the whole list -------------------------------------------------------------------------------------------------


def test_twelve_categories_stand_in_a_small_window_without_scrolling(editor):
    for part in ("#rows .cats-row >> nth=11", "#add button"):
        box = editor.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 720
    assert editor.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert shown(editor)[0] == "Coat 1"
    assert shown(editor)[9:] == ["Buttons 0", "Pockets Q1", "Logo Q2"]


def test_no_state_of_the_page_has_a_barrier_in_either_theme(editor, project):
    editor.get_by_label("Name of Vest").fill("Coat")
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name="Keep Vest")).to_be_visible()
    editor.get_by_role("button", name="Retire Hood").click()
    expect(editor.locator("#toast")).to_be_visible()
    editor.get_by_label("Add a category").fill("ｚｉｐ")
    editor.keyboard.press("Enter")
    expect(editor.locator("#add-problem")).to_be_visible()
    assert violations_in_both_themes(editor) == []
    editor.get_by_role("button", name="Paste a list").click()
    editor.locator("#paste-text").fill("Scarf, #ff8800\nscarf\nCoat\nHood\nm2\nm²\n-Bag")
    assert violations_in_both_themes(editor) == []


def test_a_project_without_categories_says_how_to_begin(settings_page, project):
    page = settings_page("categories/")
    expect(page.get_by_text("No categories yet.")).to_be_visible()
    assert violations_in_both_themes(page) == []
    page.get_by_label("Add a category").fill("Dress, #abcdef")
    page.keyboard.press("Enter")
    said(page, "Dress is added, id 1, key 1")
    expect(page.get_by_text("No categories yet.")).to_be_hidden()
    assert project.categories.get().color == "#ABCDEF"


def test_the_number_of_images_leads_to_them(editor, photos, answer, carol, twelve, live_server):
    answer(photos(3), "labeled", twelve[1], by=carol)
    editor.reload()
    link = editor.get_by_role("link", name="3 images of Jacket")
    link.click()
    expect(editor).to_have_url(re.compile(r"/assets/\?category=2$"))


# --- adding ---------------------------------------------------------------------------------------------------------


def test_categories_are_added_one_after_the_other_by_enter(editor, project):
    field = editor.get_by_label("Add a category")
    field.focus()
    for name in ("Scarf", "Glove"):
        editor.keyboard.type(name)
        editor.keyboard.press("Enter")
    said(editor, "Glove is added, id 14, key Q4")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    assert names(project)[-2:] == ["Scarf", "Glove"]
    assert shown(editor)[-2:] == ["Scarf Q3", "Glove Q4"]
    expect(editor.locator("#next-id")).to_have_text("15")
    expect(editor.locator("#h-cats")).to_have_text("14 categories")
    expect(editor.locator("#tab-categories")).to_have_text("14")


def test_a_nearly_equal_name_is_offered_and_can_be_used_all_the_same(editor, project):
    field = editor.get_by_label("Add a category")
    for name in ("m2", "m²"):
        field.fill(name)
        field.press("Enter")
    problem = editor.locator("#add-problem")
    expect(problem).to_contain_text("“m²” is like “m2”: same class?")
    expect(field).to_have_value("m²")
    problem.get_by_role("button", name="Same class").press("Enter")
    expect(field).to_have_value("")
    expect(editor.get_by_role("button", name="Move m2", exact=True)).to_be_focused()
    field.fill("m²")
    field.press("Enter")
    problem.get_by_role("button", name="Use it all the same").press("Enter")
    said(editor, "m² is added, id 14, key Q4")
    assert names(project)[-2:] == ["m2", "m²"]


def test_a_refused_name_stays_typed_with_the_reason(editor, project):
    field = editor.get_by_label("Add a category")
    for typed, reason in (("coat", "There is a category “Coat” already."), ("=Coat", "for a formula")):
        field.fill(typed)
        field.press("Enter")
        expect(editor.locator("#add-problem")).to_contain_text(reason)
        expect(field).to_have_value(typed)
        expect(field).to_be_focused()
    assert len(names(project)) == 12


def test_the_name_of_a_retired_category_offers_to_restore_it(editor, project, twelve):
    categories.retire(twelve[0])
    editor.reload()
    editor.get_by_label("Add a category").fill("Coat")
    editor.keyboard.press("Enter")
    editor.get_by_role("button", name="Restore Coat").last.wait_for()
    editor.locator("#add-problem").get_by_role("button", name="Restore Coat").click()
    said(editor, "Coat is back, id 1, place 1")
    assert names(project)[0] == "Coat"


# --- a list ---------------------------------------------------------------------------------------------------------


def test_a_pasted_list_shows_what_it_would_change_and_then_does(editor, project):
    editor.get_by_role("button", name="Paste a list").press("Enter")
    editor.keyboard.insert_text("Scarf, #ff8800\ncoat\nGlove\nglove\nLogo²\nlogo2\nHat, #12\n")
    dialog = editor.get_by_role("dialog", name="Paste a list")
    expect(dialog.locator("section", has_text="Here already").locator("li")).to_have_text(
        ["Coat: here already", "glove: the same as line 3"]
    )
    expect(dialog.locator("section", has_text="Cannot be added").locator("li")).to_have_text(
        ["Line 7: A colour is written as # and six hexadecimal digits, such as #1C9273."]
    )
    expect(dialog.locator("section", has_text="Nearly equal").locator("li")).to_contain_text(
        ["“logo2” is like “Logo²” in line 5: same class?"]
    )
    expect(dialog.locator("section", has_text="New 3").locator("li")).to_have_text(
        ["Scarfid 13", "Gloveid 14", "Logo²id 15"]
    )
    dialog.get_by_role("checkbox").press("Space")
    expect(dialog.get_by_role("button", name="Add 4 categories")).to_be_visible()
    expect(dialog.get_by_role("checkbox")).to_be_focused()
    editor.keyboard.press("Control+Enter")
    said(editor, "4 categories are added")
    assert names(project)[-4:] == ["Scarf", "Glove", "Logo²", "logo2"]
    assert project.categories.get(name="Scarf").color == "#FF8800"
    assert shown(editor)[-1] == "logo2 Q6"


def test_lines_that_are_pasted_into_the_field_open_the_list(editor):
    editor.get_by_label("Add a category").focus()
    editor.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "Scarf\\nGlove");
            const how = { clipboardData, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    expect(editor.get_by_role("button", name="Add 2 categories")).to_be_visible()


def test_what_somebody_else_added_meanwhile_is_told_and_nothing_is_added(editor, project):
    editor.get_by_role("button", name="Paste a list").click()
    editor.locator("#paste-text").fill("Scarf\nGlove")
    categories.add(project, "glove")
    editor.keyboard.press("Control+Enter")
    problem = editor.get_by_role("dialog").get_by_role("alert")
    expect(problem).to_have_text("There is a category “glove” already. Nothing was added.")
    expect(editor.locator("#paste-text")).to_have_value("Scarf\nGlove")
    assert "Scarf" not in names(project)


# --- a row ----------------------------------------------------------------------------------------------------------


def test_a_row_is_renamed_described_grouped_and_coloured_in_place(editor, project):
    editor.get_by_label("Name of Coat").fill(" Overcoat ")
    expect(editor.get_by_text("Keeps id 1: labels, models and exports go by it.")).to_be_visible()
    editor.keyboard.press("Tab")  # leaving the field saves it
    said(editor, "Coat is now Overcoat. It keeps id 1.")
    expect(editor.get_by_label("Description of Overcoat")).to_be_focused()
    editor.keyboard.press("Control+a")
    editor.keyboard.type("Ends below the hip")
    editor.keyboard.press("Enter")
    said(editor, "Description of Overcoat saved. It keeps id 1.")
    editor.get_by_label("Group of Overcoat").fill("Kind")
    editor.keyboard.press("Enter")
    said(editor, "Group of Overcoat saved. It keeps id 1.")
    editor.get_by_label("Colour of Overcoat").fill("#00ff88")
    said(editor, "Colour of Overcoat saved. It keeps id 1.")
    category = project.categories.get(class_index=0)
    assert (category.name, category.description) == ("Overcoat", "Ends below the hip")
    assert (category.supercategory, category.color) == ("Kind", "#00FF88")


def test_a_refused_name_says_why_beside_it_and_loses_nothing(editor, project):
    field = editor.get_by_label("Name of Vest")
    field.fill("coat")
    editor.keyboard.press("Tab")
    cell = editor.locator(".name-cell", has=field)
    expect(cell).to_contain_text("There is a category “Coat” already.")
    expect(field).to_have_value("coat")
    expect(field).to_have_attribute("aria-invalid", "true")
    editor.get_by_label("Description of Vest").fill("No sleeves")  # the rest of the page goes on
    editor.keyboard.press("Enter")
    said(editor, "Description of Vest saved. It keeps id 3.")
    expect(field).to_have_value("coat")
    cell.get_by_role("button", name="Keep Vest").click()
    expect(field).to_have_value("Vest")
    expect(field).to_be_focused()
    expect(cell.get_by_role("button")).to_have_count(0)
    field.fill("x")
    editor.keyboard.press("Escape")
    expect(field).to_have_value("Vest")
    assert names(project)[2] == "Vest"


def test_a_nearly_equal_name_is_asked_about_in_the_row(editor, project):
    field = editor.get_by_label("Name of Vest")
    field.fill("Zip\u00a0\u00a01")
    editor.keyboard.press("Enter")
    said(editor, re.compile("^Vest is now Zip"))
    other = editor.get_by_label("Name of Hood")
    other.fill("zip  ①")
    editor.keyboard.press("Enter")
    cell = editor.locator('[data-id="7"] .name-cell')
    expect(cell).to_contain_text("same class?")
    cell.get_by_role("button", name="Use it all the same").press("Enter")
    said(editor, re.compile("^Hood is now zip"))
    expect(cell.locator("input")).to_be_focused()
    assert names(project)[6] == "zip  ①"


def test_the_last_change_of_a_row_is_taken_back(editor, project):
    editor.get_by_label("Name of Coat").fill("Overcoat")
    editor.keyboard.press("Enter")
    expect(editor.locator("#toast")).to_contain_text("Coat is now Overcoat")
    editor.get_by_role("button", name="Undo").click()
    said(editor, "Overcoat is now Coat. It keeps id 1.")
    editor.get_by_role("button", name="Retire Zip").press("Enter")
    said(editor, "Zip is retired. Id 9 stays its own.")
    editor.keyboard.press("z")
    said(editor, "Zip is back, id 9, place 9")
    assert names(project)[0::8] == ["Coat", "Zip"]


def test_a_change_that_does_not_arrive_is_told_and_can_be_sent_again(editor, project):
    editor.route("**/categories/1/", lambda route: route.abort())
    field = editor.get_by_label("Name of Coat")
    field.fill("Overcoat")
    editor.keyboard.press("Enter")
    expect(editor.locator("#list-problem")).to_contain_text("Labeler was not reached, so this was not saved.")
    expect(field).to_have_value("Overcoat")
    editor.unroute_all()
    editor.get_by_role("button", name="Retry").click()
    said(editor, "Coat is now Overcoat. It keeps id 1.")
    assert names(project)[0] == "Overcoat"


# --- retiring -------------------------------------------------------------------------------------------------------


def test_a_category_is_retired_without_a_question_and_restored(editor, project, photos, answer, carol, twelve):
    answer(photos(2), "labeled", twelve[2], by=carol)
    editor.reload()
    expect(editor.get_by_role("link", name="2 images of Vest")).to_be_visible()
    retire = editor.get_by_role("button", name="Retire Vest")
    retire.focus()
    about = editor.get_by_text("Leaves the labeling page. Keeps id 3, stays in every export.")
    expect(about).to_be_visible()
    editor.keyboard.press("Enter")
    said(editor, "Vest is retired. 2 images keep it, and id 3 stays in every export.")
    expect(editor.get_by_role("button", name="Retire Padded")).to_be_focused()
    expect(editor.locator("[data-retired]")).to_contain_text(["2 images keep it. Since"])
    assert shown(editor)[2] == "Padded 3"
    assert "Vest" not in " ".join(shown(editor))  # each row once
    editor.get_by_role("button", name="Restore Vest").press("Enter")
    said(editor, "Vest is back, id 3, place 3")
    expect(editor.get_by_role("button", name="Move Vest", exact=True)).to_be_focused()
    expect(editor.locator("#retired")).to_be_hidden()
    assert names(project)[2] == "Vest"


# --- the order ------------------------------------------------------------------------------------------------------


def test_a_row_moves_by_keys_from_any_of_its_parts_and_keeps_the_focus(editor, project):
    field = editor.get_by_label("Description of Vest")
    field.focus()
    for _ in range(2):
        editor.keyboard.press("Alt+ArrowUp")
    said(editor, "Vest is 1 of 12, key 1")
    expect(field).to_be_focused()
    editor.keyboard.press("Alt+ArrowUp")
    said(editor, "Vest is first already")
    eventually(lambda: names(project)[:3] == ["Vest", "Coat", "Jacket"])
    assert shown(editor)[:3] == ["Vest 1", "Coat 2", "Jacket 3"]
    grip = editor.get_by_role("button", name="Move Vest", exact=True)
    grip.press("ArrowDown")
    said(editor, "Vest is 2 of 12, key 2")
    expect(grip).to_be_focused()
    expect(editor.locator(".is-moved")).to_have_attribute("data-name", "Vest")
    eventually(lambda: names(project)[:3] == ["Coat", "Vest", "Jacket"])


def test_a_row_moves_by_its_buttons(editor, project):
    down = editor.get_by_role("button", name="Move Coat down")
    down.click()
    said(editor, "Coat is 2 of 12, key 2")
    expect(down).to_be_focused()
    editor.get_by_role("button", name="Move Coat up").click()
    eventually(lambda: names(project)[:2] == ["Coat", "Jacket"])
    expect(editor.get_by_role("button", name="Move Coat up")).to_have_attribute("aria-disabled", "true")


PARTS = {
    "a field": "[data-field=description]",
    "the name": "[data-field=name]",
    "a button": "[data-act=retire]",
    "the link": ".count",
    "the mark": ".mark-btn",
    "the id": ".id",
    "the grip": ".grip",
}


def test_a_row_is_dragged_by_any_of_its_parts(editor, project, live_server):
    row = editor.locator('[data-name="Vest"]')
    for selector in PARTS.values():
        before = names(project)
        drag(editor, row.locator(selector), 80 if before.index("Vest") < 6 else -80)
        expect(row).to_have_class(re.compile("is-dragging"))
        editor.mouse.up()
        eventually(lambda before=before: names(project) != before)
        assert [each.split(" ")[0] for each in shown(editor)] == names(project)
        assert [each.split(" ")[1] for each in shown(editor)][:3] == ["1", "2", "3"]
    assert "Vest" in names(project)  # the end of a drag is no click
    assert editor.url.endswith("/settings/categories/")
    expect(editor.locator("#toast")).to_contain_text("Vest was moved")


def test_a_click_into_a_field_edits_it_and_a_pull_along_it_chooses_text(editor, project):
    field = editor.get_by_label("Name of Vest")
    field.click()
    expect(field).to_be_focused()
    part = field.bounding_box()
    editor.mouse.move(part["x"] + part["width"] - 4, part["y"] + part["height"] / 2)
    editor.mouse.down()
    editor.mouse.move(part["x"] + 1, part["y"] + part["height"] / 2 + 2, steps=5)
    expect(editor.locator(".is-dragging")).to_have_count(0)
    editor.mouse.up()
    assert editor.evaluate("document.activeElement.selectionEnd - document.activeElement.selectionStart") > 0
    editor.keyboard.press("End")
    editor.keyboard.type("s")
    editor.keyboard.press("Enter")
    said(editor, "Vest is now Vests. It keeps id 3.")
    assert names(project)[2] == "Vests"


def test_escape_puts_a_dragged_row_back(editor, project):
    before = shown(editor)
    drag(editor, editor.locator('[data-name="Vest"] .id'), 150)
    assert shown(editor) != before
    editor.keyboard.press("Escape")
    assert shown(editor) == before
    editor.mouse.up()
    expect(editor.locator("#toast")).to_be_hidden()
    assert not AuditEntry.objects.filter(what="categories_reordered").exists()


def test_a_move_is_taken_back_whole(editor, project):
    grip = editor.get_by_role("button", name="Move Logo", exact=True)
    for _ in range(3):
        grip.press("ArrowUp")
    eventually(lambda: names(project)[8] == "Logo")
    expect(editor.locator("#toast")).to_contain_text("Logo was moved")
    editor.get_by_role("button", name="Undo").click()
    eventually(lambda: names(project)[11] == "Logo")
    assert shown(editor)[11] == "Logo Q2"


def test_a_list_that_somebody_else_changed_is_shown_as_it_is_now(editor, project):
    categories.add(project, "Scarf")
    editor.get_by_role("button", name="Move Coat down").click()
    expect(editor.locator("#list-problem")).to_contain_text("Somebody else changed the list meanwhile.")
    assert shown(editor)[0] == "Coat 1"
    assert shown(editor)[12] == "Scarf Q3"
    editor.get_by_role("button", name="Move Coat down").click()
    eventually(lambda: names(project)[:2] == ["Jacket", "Coat"])


def test_a_move_while_a_name_is_being_saved_is_not_lost(editor, project):
    editor.get_by_label("Name of Coat").fill("Overcoat")
    editor.keyboard.press("Enter")
    editor.keyboard.press("Alt+ArrowDown")
    editor.keyboard.press("Alt+ArrowDown")
    eventually(lambda: names(project)[:3] == ["Jacket", "Vest", "Overcoat"])
    eventually(lambda: shown(editor)[:3] == ["Jacket 1", "Vest 2", "Overcoat 3"])


def test_a_finger_scrolls_the_list_and_moves_a_row_by_its_grip(editor, project):
    touch = """([selector, by]) => {
        const part = document.querySelector(selector), { x, y } = part.getBoundingClientRect();
        const send = (type, dy) => part.dispatchEvent(new PointerEvent(type, { pointerType: "touch", isPrimary: true,
            button: 0, pointerId: 7, clientX: x + 4, clientY: y + 8 + dy, bubbles: true }));
        send("pointerdown", 0); send("pointermove", by / 2); send("pointermove", by); send("pointerup", by);
    }"""
    before = names(project)
    editor.evaluate(touch, ['[data-name="Vest"] .id', 80])
    assert [each.split(" ")[0] for each in shown(editor)] == before
    editor.evaluate(touch, ['[data-name="Vest"] .grip', 80])
    eventually(lambda: names(project).index("Vest") == 4)
    assert editor.locator(".grip").first.evaluate("(grip) => getComputedStyle(grip).touchAction") == "none"
