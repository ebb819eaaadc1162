"""From a video to a dataset version whose images know where they came from: the whole program, in a real browser, over
a connection that breaks."""

import base64
import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.support.browser import PATIENCE, ask, see_picture, violations_in_both_themes
from tests.support.files.videos import H264, make, run
from tests.support.program import PASSWORD, eventually, running
from tests.support.servers.proxy import DroppingProxy
from tests.support.shared import real_videos

pytestmark = [pytest.mark.browser, pytest.mark.processes]

CUT_AFTER = 300_000  # bytes


@pytest.fixture(params=["made", pytest.param("real", marks=pytest.mark.shared)])
def film(request, tmp_path):
    """Of about a megabyte and a few seconds."""
    if request.param == "real":
        return next(path for path in real_videos() if path.stat().st_size > 3 * CUT_AFTER)
    return make(tmp_path / "film.mp4", *H264, source="testsrc2=size=640x360:rate=24:duration=5")


@pytest.fixture(scope="module")
def program(tmp_path_factory, prepared_data):
    """One for all tests here: each has a project of its own."""
    with running(tmp_path_factory.mktemp("videos") / "data", begin_with=prepared_data) as program:
        yield program


@pytest.fixture
def proxy(program):
    """The way to the program breaks in the middle of each large piece, until it is mended. Once or twice would not do:
    on a connection that was used before, a browser tries again by itself and tells nobody."""
    proxy = DroppingProxy(program.port, most=CUT_AFTER)
    yield proxy
    proxy.close()


@pytest.fixture
def videos(request, page, program, proxy):
    """The page of videos of a project with two categories, for somebody who has signed in."""
    page.set_default_timeout(PATIENCE)
    told = program.manage(
        "shell", "-c",
        "from django.contrib.auth import get_user_model as u; from projects import categories, lifecycle;"
        f"p = lifecycle.create({request.node.name[-80:]!r}, by=u().objects.get(username='admin'));"
        "[categories.add(p, name) for name in ('Animal', 'Meadow')];"
        "print(p.slug)",
    )  # fmt: skip
    project = f"{proxy.url}/projects/{told.split()[-1]}/"
    page.goto(proxy.url)
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(proxy.url + "/")
    page.goto(project)
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(project + "videos/")
    return page


def in_row(page, name):
    return page.locator("#video-list .video-row", has_text=name)


def uploading(page, name):
    return page.locator("#video-uploads .video-row", has_text=name)


def project_of(page):
    """Where the project lies whose page this is."""
    return re.match(r".*/projects/[^/]+/", page.url).group()


def api(page, path):
    return ask(page, project_of(page).replace("/projects/", "/api/v1/projects/") + path).json()


def test_a_video_comes_over_a_broken_connection_and_its_frames_end_in_a_version_with_their_origin(
    videos, proxy, film, tmp_path
):
    page = videos
    offsets = []
    page.on("request", lambda sent: sent.method == "PATCH" and offsets.append(int(sent.headers["upload-offset"])))

    # After the cut the server is not reached, until the page is loaded again.
    where = "**/uploads/*/"
    page.route(where, lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
    page.locator("#pick-videos").set_input_files(film)
    row = uploading(page, film.name)
    expect(row).to_contain_text("Connection lost, trying again")
    assert proxy.dropped
    row.get_by_role("button", name="Pause").click()
    page.unroute(where)
    proxy.mend()
    page.reload()
    expect(row).to_contain_text("Stopped when the page was left")
    assert 0 < int(row.get_by_role("progressbar").get_attribute("aria-valuenow")) < 100
    with page.expect_file_chooser() as chooser:
        row.get_by_role("button", name="Choose the file again").click()
    chooser.value.set_files(film)
    expect(row).to_have_count(0)
    assert offsets[0] == 0
    assert offsets[-1] > 0  # it went on where it stood
    (video,) = api(page, "videos/")["results"]
    assert video["size_bytes"] == film.stat().st_size

    extract(page, film)
    label_three_frames(page, film)
    check_version(page, video, tmp_path)


def extract(page, film):
    """The settings stand open after the upload; another number, another plan."""
    settings = page.locator("#video-settings")
    expect(settings.get_by_role("heading")).to_have_text(f"Extract frames from {film.name}")
    settings.get_by_text("In total").click()
    settings.get_by_label("Number of frames").fill("0")
    expect(settings.get_by_role("alert")).to_be_visible()
    expect(settings.locator("[data-go-on]")).to_be_disabled()
    settings.get_by_label("Number of frames").fill("12")
    expect(settings.locator("[data-result]")).to_have_text("12 frames")
    expect(settings.locator("[data-disk]")).to_have_text(re.compile(r"^about [\d.]+ [KM]B$"))
    settings.get_by_role("button", name="Extract 12 frames").click()
    expect(settings).to_be_hidden()
    expect(in_row(page, film.name)).to_contain_text("12 frames")
    expect(page.locator("#videos-listed")).to_have_text("1")
    # Once more, with half of them the same: those that are here stay.
    in_row(page, film.name).get_by_role("link", name="Extract again").click()
    expect(settings).to_contain_text("12 frames of it are here. They stay")
    settings.get_by_label("Number of frames").fill("24")
    settings.get_by_role("button", name="Extract 24 frames").click()
    eventually(lambda: api(page, "videos/")["results"][0]["state"] == "ready")
    expect(in_row(page, film.name).locator(".video-state")).to_contain_text("frames")


def label_three_frames(page, film):
    in_row(page, film.name).get_by_role("link", name="View frames").click()
    expect(page.locator(".tile").first).to_be_visible()
    assert "?video=" in page.url
    page.goto(project_of(page) + "label/")
    for key in ("1", "2", "1"):
        name = page.locator("[data-part=name]")
        expect(name).to_contain_text(film.stem)
        before = name.inner_text()
        see_picture(page)
        page.keyboard.press(key)
        expect(name).not_to_have_text(before)
    eventually(lambda: api(page, "stats/")["by_status"]["labeled"] == 3)


def check_version(page, video, folder):
    """Made in the dialog from what is labeled, and downloaded."""
    page.goto(project_of(page) + "versions/")
    page.get_by_role("button", name="New version").click()
    dialog = page.locator("#new-version")
    dialog.get_by_label(re.compile("labeled", re.IGNORECASE)).first.check()
    expect(dialog.get_by_role("button", name="Create v1")).to_be_enabled()  # once it was seen what it would hold
    page.keyboard.press("Control+Enter")
    card = page.locator("#v1")
    expect(card.get_by_role("link", name="Download")).to_be_visible()
    with page.expect_download() as download:
        card.get_by_role("link", name="Download").click()
    download.value.save_as(folder / "v1.zip")
    with zipfile.ZipFile(folder / "v1.zip") as archive:
        images = json.loads(archive.read("annotations.json"))["images"]
    assert len(images) == 3
    for image in images:
        origin = image["provenance"]
        assert (origin["source"], origin["video_id"]) == ("video_frame", video["id"])
        assert 0 <= origin["frame_index"] < video["facts"]["frames"]
        assert 0 <= origin["timestamp_ms"] <= video["facts"]["duration_ms"]


def test_what_is_no_video_is_told_and_the_other_one_comes(videos, tmp_path):
    page = videos
    broken = tmp_path / "IMG_0041.avi"
    broken.write_bytes(b"this is no video" * 1000)
    good = make(tmp_path / "good.mp4", *H264)
    page.locator("#pick-videos").set_input_files([broken, good])
    expect(uploading(page, broken.name).locator(".error")).not_to_be_empty()
    expect(in_row(page, good.name)).to_contain_text("Ready to extract")
    page.locator("#pick-videos").set_input_files(good)
    expect(uploading(page, good.name)).to_contain_text("It is here already")
    for row in (broken, good):
        uploading(page, row.name).get_by_role("button", name="Cancel").click()
    expect(page.locator("#video-uploads")).to_be_hidden()
    in_row(page, good.name).get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Drop videos here")).to_be_visible()


def drop(page, *paths):
    """Dragged from a folder onto the page, and let go."""
    page.evaluate(
        """(files) => {
            const dragged = new DataTransfer();
            for (const [name, text] of files) {
                const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
                dragged.items.add(new File([bytes], name, { type: "video/mp4" }));
            }
            const tell = (type) => document.querySelector("h1").dispatchEvent(
                new DragEvent(type, { dataTransfer: dragged, bubbles: true, cancelable: true }));
            tell("dragenter");
            window.covered = !document.getElementById("drop-cover").hidden;
            tell("dragover");
            tell("drop");
        }""",
        [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in paths],
    )


def test_videos_are_dropped_anywhere_on_the_page(videos, tmp_path):
    page = videos
    made = [make(tmp_path / f"{name}.mp4", *H264, "-metadata", f"title={name}") for name in ("one", "two")]
    drop(page, *made)
    assert page.evaluate("window.covered")
    for path in made:
        expect(in_row(page, path.name)).to_contain_text("Ready to extract")
    expect(page.locator("#drop-cover")).to_be_hidden()
    assert {video["size_bytes"] for video in api(page, "videos/")["results"]} == {p.stat().st_size for p in made}


def test_a_failed_extraction_says_why_and_a_retry_takes_the_frames(videos, program, tmp_path):
    page = videos
    good = make(tmp_path / "good.mp4", *H264, "-metadata", "title=of this test")
    page.locator("#pick-videos").set_input_files(good)
    settings = page.locator("#video-settings")
    expect(settings.locator("[data-result]")).to_have_text("2 frames")
    (stored,) = [
        path for path in program.data.rglob("*")
        if path.is_file() and path.stat().st_size == good.stat().st_size and path.read_bytes() == good.read_bytes()
    ]  # fmt: skip
    stored.rename(tmp_path / "elsewhere")
    settings.get_by_role("button", name="Extract 2 frames").click()
    row = in_row(page, good.name)
    expect(row.locator(".error")).to_contain_text("The file of this video is missing from the store.")
    expect(row).to_contain_text("Retry, extract in another way")
    assert violations_in_both_themes(page) == []
    (tmp_path / "elsewhere").rename(stored)
    row.get_by_role("button", name="Retry").press("Enter")
    expect(row).to_contain_text("2 frames")
    expect(row.locator(".error")).to_have_count(0)
    row.get_by_role("link", name="View frames").click()
    expect(page.locator(".tile")).to_have_count(2)


def test_scene_changes_give_one_frame_of_each_scene(videos, tmp_path):
    page = videos
    for number, color in enumerate(("red", "white", "blue")):
        make(tmp_path / f"{number}.mp4", *H264, source=f"color={color}:size=320x180:rate=10:duration=1")
    (tmp_path / "list.txt").write_text("".join(f"file {number}.mp4\n" for number in range(3)))
    run("-f", "concat", "-i", tmp_path / "list.txt", "-c", "copy", tmp_path / "scenes.mp4")
    page.locator("#pick-videos").set_input_files(tmp_path / "scenes.mp4")
    settings = page.locator("#video-settings")
    settings.get_by_text("Scenes", exact=True).click()
    expect(settings.locator("[data-result]")).to_have_text("As many as there are scenes")
    field = settings.locator("#value-scene")
    field.fill("100")
    expect(settings.get_by_role("alert")).to_contain_text("between 1 and 99 per cent")
    field.fill("20")
    settings.get_by_role("button", name="Extract scene changes").click()
    expect(in_row(page, "scenes.mp4")).to_contain_text("3 frames")
    frames = api(page, "assets/?sort=oldest")["results"]
    assert [frame["provenance"]["timestamp_ms"] for frame in frames] == [0, 1000, 2000]


def test_signed_out_in_the_middle_an_upload_waits_and_goes_on_after_signing_in_again(videos, tmp_path, context):
    page = videos
    good = make(tmp_path / "good.mp4", *H264)
    held = []

    def hold(route):
        if route.request.method == "PATCH" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/uploads/*/", hold)
    page.locator("#pick-videos").set_input_files(good)
    eventually(lambda: page.wait_for_timeout(20) or held)
    other = context.new_page()
    other.goto(page.url.split("/projects/")[0] + "/account/")
    other.get_by_role("button", name="Sign out").first.click()
    expect(other.get_by_label("User name")).to_be_visible()
    held[0].continue_()
    row = uploading(page, good.name)
    expect(row).to_contain_text("You are signed out. Sign in in another tab, then go on.")
    assert violations_in_both_themes(page) == []
    other.get_by_label("User name").fill("admin")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_label("User name")).to_have_count(0)
    row.get_by_role("button", name="Go on").click()
    expect(in_row(page, good.name)).to_contain_text("Ready to extract")
    expect(row).to_have_count(0)
    (video,) = api(page, "videos/")["results"]
    assert video["size_bytes"] == good.stat().st_size


def test_everybody_can_use_the_page(videos, tmp_path):
    page = videos
    assert violations_in_both_themes(page) == []
    page.locator("#pick-videos").set_input_files(make(tmp_path / "good.mp4", *H264))
    expect(page.locator("#video-settings [data-result]")).to_have_text("2 frames")
    assert violations_in_both_themes(page) == []
    page.keyboard.press("Tab")
    page.locator("#video-settings [data-go-on]").press("Enter")
    expect(in_row(page, "good.mp4")).to_contain_text("2 frames")
    assert violations_in_both_themes(page) == []
