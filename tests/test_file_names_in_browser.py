"""Long file names in a real browser: without room they are cut in the middle, and keep number and extension."""

import pytest
from playwright.sync_api import expect

from assets.models import Asset, Video
from assets.tests.videos.test_pages import FACTS
from tests.support.browser import at_work
from tests.support.cast import make_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "2026-11-28_warehouse-north_camera-07_left-hand-side_" * 4 + "IMG_2046.jpeg"

# The start is cut, the end is whole, and nothing sticks out of its box.
ARE_CUT = """(names) => names.length > 0 && names.every((name) => {
    const [start, end] = name.children;
    const [box, last] = [name.parentElement, end].map((each) => each.getBoundingClientRect());
    const isCut = start.scrollWidth > start.clientWidth && end.textContent === "_2046.jpeg";
    return isCut && last.left >= box.left - 1 && last.right <= box.right + 1 && box.right <= innerWidth;
})"""


def are_cut(names):
    expect(names.first).to_be_visible()
    return names.evaluate_all(ARE_CUT)


@pytest.fixture
def at(live_server, page, bob, project):
    """Open a page of the project as Bob, so wide."""
    with at_work(page, live_server, bob):

        def go(path="", width=1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{live_server.url}/projects/wardrobe/{path}")
            return page

        yield go


@pytest.mark.parametrize("width", [320, 1280, 1440])
def test_on_the_page_of_an_image(at, project, bob, width):
    made = make_photo(project, by=bob, name=LONG)
    heading = at(f"assets/{made.pk}/", width).get_by_role("heading", name=LONG, exact=True)
    expect(heading).to_have_text(LONG)
    assert are_cut(heading.locator(".file-name"))


def test_it_is_copied_in_one_piece(at, project, bob):
    page = at(f"assets/{make_photo(project, by=bob, name=LONG).pk}/")
    copied = """(heading) => new Promise((resolve) => {
        addEventListener("copy", ({ clipboardData }) => resolve(clipboardData.getData("text/plain")), { once: true });
        getSelection().selectAllChildren(heading);
        document.execCommand("copy");
    })"""
    assert page.get_by_role("heading", name=LONG, exact=True).evaluate(copied) == LONG


def test_of_a_video_above_the_time_of_its_frame(at, project, dress, bob):
    video = Video.objects.create(
        project=project, sha256=f"{1:064x}", original_name=LONG, file="-", mime_type="video/mp4", size_bytes=1,
        facts=FACTS | {"hdr": False, "interlaced": False}, uploaded_by=bob, state="ready",
    )  # fmt: skip
    frame = make_photo(project, by=bob)
    Asset.objects.bulk_create([
        Asset(
            project=project, video=video, frame_index=1045, timestamp_ms=61_500, sha256=f"{2:064x}", file=frame.file,
            width=32, height=24, mime_type="image/png", size_bytes=1, original_name="clip_1045.jpg",
            sort_name="clip_1045.jpg", uploaded_by=bob,
        )
    ])  # fmt: skip
    page = at(f"label/?asset={Asset.objects.latest('pk').pk}", 1440)
    source = page.locator("[data-part=source]")
    expect(source).to_have_text(f"{LONG}1:01.500, frame 1,045")
    assert are_cut(source.locator(".file-name"))
    assert source.evaluate("(fact) => fact.scrollWidth <= fact.clientWidth")


def test_in_a_tile_without_its_picture(at, project, bob):
    make_photo(project, by=bob, name=LONG)
    page = at("assets/")
    expect(page.locator(".tabs [data-tab='1'] .n")).to_have_text("1")  # its script runs
    page.route("**/thumb?broken", lambda route: route.fulfill(status=404))
    page.locator(".tile img").evaluate("(image) => { image.src += '?broken'; }")
    assert are_cut(page.locator(".tile-failed .file-name"))


@pytest.mark.parametrize("width", [320, 1280, 1440])
def test_in_the_list_of_videos_its_settings_and_the_side_bar(at, project, bob, width):
    for number, state in enumerate(["extracting", "uploaded"]):
        video = Video.objects.create(
            project=project, sha256=f"{number:064x}", original_name=LONG, file="-", mime_type="video/mp4", size_bytes=1,
            facts=FACTS | {"hdr": False, "interlaced": False}, uploaded_by=bob, state=state,
        )  # fmt: skip
    page = at(f"videos/?video={video.pk}", width)
    assert are_cut(page.locator(".video-row .file-name"))
    assert are_cut(page.get_by_role("heading", name=f"Extract frames from {LONG}").locator(".file-name"))
    if width > 1100:  # below, the side bar has no words
        assert are_cut(page.locator("#side-job .file-name"))
