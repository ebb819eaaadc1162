"""The page on which a project is made, in a real browser."""

import zipfile

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation, Import
from assets.models import Asset
from projects import lifecycle
from projects.models import Project
from tests.support.browser import at_work, drop, eventually, violations_in_both_themes
from tests.support.cast import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "Categories, one a line"


@pytest.fixture
def new(live_server, page, bob):
    """The page, as Bob, who is staff."""
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/new/")
        yield page
        page.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def folder(tmp_path):
    """A folder of class folders: `folder({"dress": 3, "hat": 2})`; "" lies beside them."""

    def make(classes, name="wardrobe-2026"):
        seed = 0
        for kind, count in classes.items():
            place = tmp_path / name / kind
            place.mkdir(parents=True, exist_ok=True)
            for number in range(count):
                seed += 1
                (place / f"{kind or 'top'}{number}.png").write_bytes(picture(900 + seed))
        return tmp_path / name

    return make


def listed(page):
    return page.get_by_label(LIST)


def create(page):
    return page.locator("#create")


def gutter(page):
    """What stands beside each line: its key and its mark."""
    told = "rows => rows.map(row => [row.textContent, row.querySelector('use')?.getAttribute('href') ?? ''])"
    return page.eval_on_selector_all(".pad-keys li", told)


def test_each_line_shows_its_key_and_mark_while_one_types(new):
    listed(new).fill("\n".join(f"Class {n}" for n in range(1, 12)))
    assert gutter(new)[0] == ["1", "#c-1"]
    assert gutter(new)[9:] == [["0", "#c-10"], ["", "#c-11"]]
    expect(new.locator("#list-count")).to_have_text("11")
    listed(new).fill("Dress, #1c9273\n\nHat")
    assert gutter(new) == [["1", "#c-1"], ["", ""], ["2", "#c-2"]]
    assert new.locator(".pad-keys .shape").first.evaluate("each => each.style.getPropertyValue('--c')") == "#1C9273"


def test_what_can_be_no_category_is_said_by_line_and_nothing_is_made(new):
    new.get_by_label("Name").fill("Closet")
    listed(new).fill("Dress\n=HYPERLINK\ndress\nHat, #12")
    problems = new.locator("#list-problems")
    expect(problems).to_contain_text("Line 2: A spreadsheet would take")
    expect(problems).to_contain_text("Line 4: A colour is written as")
    expect(problems).to_contain_text("Dress and dress are one name and become one category.")
    create(new).click(force=True)
    expect(new.get_by_role("alert").filter(has_text="Line 2")).to_be_visible()
    assert not Project.objects.exists()


def test_near_names_are_asked_about(new):
    listed(new).fill("m2\nm²")
    expect(new.locator("#list-problems")).to_contain_text("m² is like m2: same class?")
    new.get_by_role("button", name="Take line 2 out").click()
    expect(listed(new)).to_have_value("m2")


def test_it_is_made_by_keys_alone_without_pictures(new, live_server):
    new.get_by_label("Name").press_sequentially("Closet")
    listed(new).focus()
    new.keyboard.type("Dress\nHat")
    new.keyboard.press("Control+Enter")
    new.wait_for_url(f"{live_server.url}/projects/closet/assets/")
    project = Project.objects.get()
    assert [each.name for each in project.categories.in_display_order()] == ["Dress", "Hat"]


def test_a_name_that_is_taken_is_said_beside_it_and_nothing_typed_is_lost(new, bob):
    lifecycle.create("Closet", by=bob)
    new.get_by_label("Name").fill("closet")
    listed(new).fill("Dress\nHat")
    create(new).click()
    expect(new.locator("#name-error")).to_have_text("There is a project “Closet” already.")
    expect(new.get_by_label("Name")).to_be_focused()
    expect(listed(new)).to_have_value("Dress\nHat")


def test_a_server_that_is_not_reached_loses_nothing(new):
    new.get_by_label("Name").fill("Closet")
    listed(new).fill("Dress")
    new.route("**/api/v1/projects/", lambda route: route.abort())
    create(new).click()
    expect(new.locator("#problem")).to_contain_text("Labeler was not reached. Nothing is lost: try again.")
    new.unroute("**/api/v1/projects/")
    create(new).click()
    eventually(lambda: Project.objects.count() == 1)


def test_a_folder_of_folders_offers_their_names_as_categories_most_pictures_first(new, folder):
    place = folder({"hat": 1, "dress": 3, "Hat": 1})
    (place / "notes.pdf").write_bytes(b"%PDF")
    drop(new, place)
    expect(new.locator("[data-got=name]")).to_have_text("wardrobe-2026")
    expect(new.locator("[data-got=holds]")).to_contain_text("5 pictures in 3 folders")
    expect(new.locator("[data-got=holds]")).to_contain_text("1 PDF file is left out.")
    expect(new.get_by_label("Name")).to_have_value("Wardrobe 2026")
    expect(listed(new)).to_have_value("dress\nHat")
    expect(new.locator("#list-problems")).to_contain_text("The folders Hat and hat are one name")
    expect(new.locator(".pad-more li")).to_have_text(["3", "2"])
    expect(new.get_by_label("Categories only")).to_be_checked()
    new.get_by_text("Just folders").click()
    expect(listed(new)).to_have_value("")
    new.get_by_role("button", name="Take out").click()
    expect(new.locator("#drop")).to_be_visible()
    expect(new.get_by_label("Name")).to_have_value("")


def test_the_page_becomes_the_grid_and_the_pictures_come(new, live_server, folder):
    drop(new, folder({"dress": 8, "hat": 4}))
    new.evaluate("window.same = true")
    expect(create(new)).to_have_text("Create and add 12 picturesCtrl ↵")
    create(new).click()
    new.wait_for_url(f"{live_server.url}/projects/wardrobe-2026/assets/")
    expect(new.locator("#first-upload")).to_contain_text("12 pictures added.")
    expect(new.locator(".justified .tile")).to_have_count(12)
    assert new.evaluate("window.same")  # no other document
    expect(new).to_have_title("Assets · Wardrobe 2026 · Labeler")
    assert Asset.objects.filter(status="unlabeled").count() == 12
    assert not Annotation.objects.exists()
    new.get_by_role("link", name="Start labeling").click()
    expect(new.locator(".choice")).to_have_count(2)


def test_pictures_wait_on_the_page_where_that_of_the_new_project_is_not_reached(new, folder):
    drop(new, folder({"dress": 2, "hat": 1}))
    new.route("**/assets/", lambda route: route.abort())
    create(new).click()
    expect(new.locator("#problem")).to_contain_text("Nothing is lost: try again.")
    assert Project.objects.count() == 1
    new.unroute("**/assets/")
    create(new).click()
    expect(new.locator("#first-upload")).to_contain_text("3 pictures added.")
    assert Project.objects.count() == 1


def test_labels_from_folders_are_given_when_that_is_chosen_and_wait_in_review(new, folder):
    drop(new, folder({"dress": 8, "hat": 4, "notes": 1, "": 1}))
    listed(new).fill("Hat\nDress")
    new.get_by_text("Categories and labels").click()
    expect(new.locator("[data-got=meaning]")).to_contain_text("No category is called like notes")
    create(new).click()
    expect(new.locator("#first-upload")).to_contain_text("14 pictures added, 12 with the label of their folder.")
    labels = Annotation.objects.values_list("asset__folder", "category__name", "category__public_id")
    assert sorted(set(labels)) == [("wardrobe-2026/dress", "Dress", 2), ("wardrobe-2026/hat", "Hat", 1)]
    assert Asset.objects.filter(status="labeled").count() == 12
    expect(new.get_by_role("link", name="Review the labels")).to_be_visible()


def test_labels_that_do_not_get_through_are_given_after_a_reload(new, folder):
    drop(new, folder({"dress": 3, "hat": 2}))
    new.get_by_text("Categories and labels").click()
    new.route("**/answers/", lambda route: route.abort())
    create(new).click()
    expect(new.locator("#first-upload")).to_contain_text("5 labels to be given as soon as Labeler is reached")
    assert not Annotation.objects.exists()
    new.unroute("**/answers/")
    new.reload()
    eventually(lambda: Annotation.objects.count() == 5)


def test_labeling_can_start_with_the_first_ten_while_the_others_come(new, context, folder):
    place = folder({"": 14}, name="flat")
    held = []

    def let_ten(route):
        held.append(route)
        if len(held) <= 10:
            route.continue_()

    listed(new).fill("Dress\nHat")
    drop(new, place)
    new.route("**/api/v1/projects/*/assets/", let_ten)
    create(new).click()
    start = new.get_by_role("link", name="Start labeling")
    expect(start).to_be_visible()
    assert Asset.objects.count() == 10
    with context.expect_page() as opened:
        start.click()
    expect(opened.value.locator("figure img")).to_be_visible()
    for route in held[10:]:
        route.continue_()
    new.unroute("**/api/v1/projects/*/assets/")
    expect(new.locator("#first-upload")).to_contain_text("14 pictures added.")


def test_what_did_not_come_is_said_with_its_reason(new, tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    good.write_bytes(picture(1))
    bad.write_bytes(b"no picture at all")
    listed(new).fill("Dress")
    drop(new, good, bad)
    create(new).click()
    expect(new.locator("#first-upload")).to_contain_text("1 picture added, 1 did not come.")
    expect(new.locator("#first-upload li")).to_contain_text("bad.png: ")


def test_a_zip_of_class_folders_comes_with_its_labels_when_asked(new, tmp_path):
    archive = tmp_path / "shapes.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for number in range(6):
            file.writestr(f"shapes/{'round' if number % 2 else 'square'}/{number}.png", picture(700 + number))
    drop(new, archive)
    expect(new.locator("[data-got=name]")).to_have_text("shapes")
    expect(listed(new)).to_have_value("round\nsquare")
    new.get_by_text("Categories and labels").click()
    create(new).click()
    expect(new.get_by_role("dialog")).to_contain_text("shapes.zip waits for a worker.")
    job = Import.objects.get()
    assert (job.kind, job.labels_from_folders, job.dry_run) == ("zip", True, False)


def test_a_file_that_is_no_zip_is_said(new, tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK" + b"0" * 200)
    drop(new, tmp_path / "broken.zip")
    expect(new.locator("#problem")).to_contain_text("broken.zip cannot be read: it is no zip.")


def test_no_state_has_a_barrier_in_either_theme(new, folder):
    assert violations_in_both_themes(new) == []
    drop(new, folder({"dress": 2, "hat": 2}))
    expect(new.locator("#got")).to_be_visible()
    listed(new).fill("dress\nm2\nm²\n=1")
    assert violations_in_both_themes(new) == []


@pytest.mark.parametrize("width", [320, 640, 1000, 1280])
def test_it_is_not_wider_than_its_window(new, folder, width):
    drop(new, folder({"dress": 2, "hat": 2}))
    expect(new.locator("#got")).to_be_visible()
    new.set_viewport_size({"width": width, "height": 720})
    assert new.evaluate("document.documentElement.scrollWidth") <= width


def test_whoever_makes_no_projects_is_told_so(live_server, page, alice):
    with at_work(page, live_server, alice):
        page.goto(f"{live_server.url}/new/")
        expect(page.get_by_role("main")).to_contain_text("Only staff can make projects.")
