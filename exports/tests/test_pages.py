"""The pages of dataset versions."""

import html
import re
import subprocess
import sys

import pytest

from exports import builder
from exports.models import DatasetVersion
from exports.selection import Wanted
from projects import categories

LIST = "/projects/wardrobe/versions/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def approved(photos, answer, dress, hat, bob):
    """Three approved images: two dresses and a hat."""
    first, second, third = photos(3)
    answer(first, "approved", dress, by=bob)
    answer(second, "approved", dress, by=bob)
    answer(third, "approved", hat, by=bob)
    return first, second, third


def request_version(project, by, notes=""):
    return builder.request_version(project, Wanted(), by=by, notes=notes)


def ready_version(project, by, notes=""):
    version = request_version(project, by, notes)
    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready", version.error
    return version


def card(page, number):
    return re.search(rf'<article class="release" id="v{number}">(.*?)</article>', page, re.DOTALL)[1]


def test_without_a_version_the_page_says_what_comes_first(as_alice, project):
    page = as_alice.get(LIST).content.decode()
    assert "No versions yet" in page
    assert 'href="/projects/wardrobe/review/"' in page


def test_the_newest_stands_on_top_and_only_the_latest_ready_one_is_latest(as_alice, project, approved, bob):
    ready_version(project, bob, "First.")
    ready_version(project, bob, "Second.")
    request_version(project, bob)
    page = as_alice.get(LIST).content.decode()
    assert re.findall(r'class="release" id="v(\d+)"', page) == ["3", "2", "1"]
    assert ["Latest" in card(page, number) for number in (3, 2, 1)] == [False, True, False]


def test_a_ready_version_offers_its_files_and_its_hash(as_alice, project, approved, bob):
    version = ready_version(project, bob, "Pilot set.")
    told = card(as_alice.get(LIST).content.decode(), 1)
    assert "3 images, 2 categories" in told
    assert "Pilot set." in told
    assert 'href="/api/v1/projects/wardrobe/versions/1/download/"' in told
    assert 'href="/api/v1/projects/wardrobe/versions/1/manifest.json"' in told
    assert f'data-copy="{version.hash}"' in told


def test_a_version_that_is_built_is_followed_and_can_be_cancelled(as_alice, project, approved, bob):
    request_version(project, bob)
    told = card(as_alice.get(LIST).content.decode(), 1)
    assert "Waiting for a worker" in told
    assert 'data-running="/api/v1/projects/wardrobe/versions/1/"' in told
    assert 'data-act="/api/v1/projects/wardrobe/versions/1/cancel/"' in told
    DatasetVersion.objects.update(state="building", progress=2)
    told = card(as_alice.get(LIST).content.decode(), 1)
    assert "Copying and checking 3 images, 66%" in told
    assert 'aria-valuenow="66"' in told


def test_a_failed_version_says_why_and_can_be_tried_again(as_alice, project, approved, bob, files):
    version = request_version(project, bob)
    (files / approved[0].file).unlink()
    builder.build(version.pk)
    told = card(as_alice.get(LIST).content.decode(), 1)
    assert f"Image {approved[0].pk} cannot be exported: its file is missing." in told
    assert 'data-act="/api/v1/projects/wardrobe/versions/1/retry/"' in told
    assert "Download" not in told


def test_a_cancelled_version_leaves_the_list_and_its_number_is_not_used_again(as_alice, project, approved, bob):
    builder.cancel(request_version(project, bob))
    page = as_alice.get(LIST).content.decode()
    assert 'id="v1"' not in page
    assert 'data-next="2"' in page
    assert "was cancelled" in as_alice.get(f"{LIST}1/").content.decode()


def test_the_page_of_a_version_shows_the_categories_as_they_were(as_alice, project, approved, dress, hat, bob):
    ready_version(project, bob)
    categories.change(dress, name="Gown", color="#010203")
    categories.retire(hat)
    categories.add(project, "Bag")
    page = as_alice.get(f"{LIST}1/").content.decode()
    rows = re.findall(
        r'<span class="cat" data-c="(#\w+)">.*?<span>([^<]+)</span></span></td>'
        r'<td class="mono faint">(\d+)</td><td class="num">(\d+)</td><td class="num">(\d+)</td>',
        page,
    )
    assert rows == [("#ECD438", "Dress", "1", "0", "2"), ("#898CFE", "Hat", "2", "1", "1")]


def test_the_page_of_a_version_has_its_three_hashes_each_with_its_meaning(as_alice, project, approved, bob):
    version = ready_version(project, bob)
    page = as_alice.get(f"{LIST}1/").content.decode()
    for name in ("hash", "labels_hash", "samples_hash"):
        assert f">{name}</div>" in page
        assert f"<span>{getattr(version, name)}</span>" in page
    assert version.artifact_sha256 in page


def pasted(page, name):
    """What a person copies out of a snippet."""
    code = re.search(rf'<pre[^>]* id="snippet-{name}">(.*?)</pre>', page, re.DOTALL)[1]
    return html.unescape(re.sub(r"<[^>]+>", "", code))


def test_the_python_snippet_runs_as_pasted(as_alice, project, approved, bob, tmp_path):
    version = ready_version(project, bob)
    page = as_alice.get(f"{LIST}1/").content.decode()
    downloaded = as_alice.get("/api/v1/projects/wardrobe/versions/1/download/")
    (tmp_path / version.file_name).write_bytes(b"".join(downloaded.streaming_content))
    run = subprocess.run([sys.executable, "-c", pasted(page, "python")], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        *(f"images/{photo.pk:012}.png {label}" for photo, label in zip(approved, (0, 0, 1), strict=True)),
        "3 images, ['Dress', 'Hat']",
    ]


def test_the_curl_snippet_names_the_whole_address_and_the_sum_of_the_zip(as_alice, project, approved, bob):
    version = ready_version(project, bob)
    code = pasted(as_alice.get(f"{LIST}1/").content.decode(), "curl")
    assert '"http://testserver/api/v1/projects/wardrobe/versions/1/download/"' in code
    assert f'echo "{version.artifact_sha256}  wardrobe-v1.zip"' in code
    assert subprocess.run(["sh", "-n"], input=code, text=True).returncode == 0


def test_notes_are_text_and_never_markup(as_alice, project, approved, bob):
    ready_version(project, bob, "<script>alert(1)</script>")
    for where in (LIST, f"{LIST}1/"):
        assert "<script>alert" not in as_alice.get(where).content.decode()


def test_a_made_up_cursor_leads_to_the_newest(as_alice, project):
    response = as_alice.get(f"{LIST}?cursor=nonsense")
    assert (response.status_code, response["Location"]) == (302, LIST)


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_for_3_versions_as_for_30(
    as_alice, project, approved, bob, count, django_assert_num_queries
):
    for _ in range(count):
        request_version(project, bob)
    # session, user, project, versions, latest, highest, categories, check; switch (2) and versions of the bar
    with django_assert_num_queries(11):
        as_alice.get(LIST)


def test_older_versions_are_a_page_further(as_alice, project, approved, bob):
    for _ in range(32):
        request_version(project, bob)
    page = as_alice.get(LIST).content.decode()
    further = re.search(r'href="(\?cursor=[^"]+)" rel="next"', page)[1]
    older = as_alice.get(LIST + further).content.decode()
    assert re.findall(r'class="release" id="v(\d+)"', older) == ["2", "1"]
