"""The pages of dataset versions."""

import html
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from unittest import mock

import onnx
import pytest
from django.utils import timezone

from annotations.checks import sample_checks
from exports.models import DatasetVersion
from exports.versions import builder
from exports.wanted import Wanted
from people import tokens
from projects import categories, lifecycle

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


def test_a_version_tells_the_license_that_it_froze(as_alice, project, approved, bob):
    project = lifecycle.change(project, license="CC-BY-4.0")
    request_version(project, bob)
    project = lifecycle.change(project, license="")
    request_version(project, bob)
    address = "https://spdx.org/licenses/CC-BY-4.0"
    page = as_alice.get(f"{LIST}1/").content.decode()
    assert f'<dt>License</dt><dd><a class="link" href="{address}"' in page
    assert "<dt>License</dt>" not in as_alice.get(f"{LIST}2/").content.decode()


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


def test_a_cancelled_version_leaves_a_trace_and_its_number_is_not_used_again(as_alice, project, approved, bob):
    builder.cancel(request_version(project, bob))
    page = as_alice.get(LIST).content.decode()
    assert "Cancelled before it was built. Its number is not used again." in card(page, 1)
    assert "Download" not in card(page, 1)
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


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl here")
@pytest.mark.django_db(transaction=True)
def test_the_curl_snippet_runs_as_pasted_with_a_token(live_server, client, project, approved, bob, alice, tmp_path):
    ready_version(project, bob)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"{LIST}1/", headers={"host": live_server.url.removeprefix("http://")})
    _, token = tokens.make(alice, "Nightly training")
    code = pasted(page.content.decode(), "curl").replace("paste-it-here", token)
    run = subprocess.run(["sh", "-e"], input=code, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout) == (0, "wardrobe-v1.zip: OK\n"), run.stderr


# PyTorch is half a gigabyte. These are the parts of it that the snippet uses, with what its own documentation says of
# them: a map-style dataset has a length and items, and a loader without workers asks for each index in turn.
TORCH = """
class Dataset:
    def __getitem__(self, index):
        raise NotImplementedError
class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, collate_fn=None):
        assert isinstance(dataset, Dataset) and not shuffle
        self.dataset, self.batch_size, self.collate = dataset, batch_size, collate_fn
    def __iter__(self):
        for start in range(0, len(self.dataset), self.batch_size):
            stop = min(start + self.batch_size, len(self.dataset))
            yield self.collate([self.dataset[i] for i in range(start, stop)])
"""

USE_IT = """
sizes = Images({split}, transform=lambda image: (image.mode, image.size))
loader = torch.utils.data.DataLoader(sizes, batch_size=2, collate_fn=list)
print([batch for batch in loader])
"""


@pytest.fixture
def torch(tmp_path):
    """A folder with torch in it: the real one where it is installed, else a stand-in."""
    if importlib.util.find_spec("torch"):
        return ""
    (tmp_path / "stand-in/torch/utils").mkdir(parents=True)
    (tmp_path / "stand-in/torch/__init__.py").write_text("from . import utils")
    (tmp_path / "stand-in/torch/utils/__init__.py").write_text("from . import data")
    (tmp_path / "stand-in/torch/utils/data.py").write_text(TORCH)
    return str(tmp_path / "stand-in")


@pytest.mark.parametrize("splits", [None, {"ratios": {"train": 10_000, "val": 0, "test": 0}}])
def test_the_pytorch_snippet_runs_as_pasted_and_feeds_a_loader(
    as_alice, project, approved, bob, tmp_path, torch, make_version, splits
):
    version = make_version(project, by=bob, splits=splits)
    code = pasted(as_alice.get(f"{LIST}1/").content.decode(), "pytorch")
    downloaded = as_alice.get("/api/v1/projects/wardrobe/versions/1/download/")
    (tmp_path / version.file_name).write_bytes(b"".join(downloaded.streaming_content))
    code += USE_IT.format(split='"train"' if splits else '""')
    environment = {**os.environ, "PYTHONPATH": torch}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=environment, timeout=60
    )
    assert run.returncode == 0, run.stderr
    image = ("RGB", (32, 24))
    assert run.stdout.splitlines() == ["3 images, ['Dress', 'Hat']", str([[(image, 0), (image, 0)], [(image, 1)]])]


def test_the_page_of_a_version_leads_to_the_program_that_checks_models(as_alice, project, approved, bob, tmp_path):
    version = ready_version(project, bob)
    page = as_alice.get(f"{LIST}1/").content.decode()
    address = re.search(r'href="([^"]+)" download="labeler_contract.py"', page)[1]
    (tmp_path / "labeler_contract.py").write_bytes(as_alice.get(address).content)
    for path, name in (("manifest.json", "manifest.json"), ("download/", version.file_name)):
        answer = as_alice.get(f"/api/v1/projects/wardrobe/versions/1/{path}")
        (tmp_path / name).write_bytes(answer.getvalue())
    for lines in ("embed", "check-model"):
        assert lines in pasted(page, "model")
    (tmp_path / "model.onnx").write_bytes(onnx_bytes())
    code = re.sub("^python ", f"{sys.executable} ", pasted(page, "model"), flags=re.MULTILINE)
    run = subprocess.run(["sh", "-e"], input=code, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout + run.stderr
    assert [line.split(":")[0] for line in run.stdout.splitlines()] == ["embedded", "fits", "verified"]


def onnx_bytes():
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Identity", ["x"], ["y"])], "same", [value], [
        onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [1])
    ])  # fmt: skip
    return onnx.helper.make_model(graph).SerializeToString()


def test_notes_are_text_and_never_markup(as_alice, project, approved, bob):
    ready_version(project, bob, "<script>alert(1)</script>")
    for where in (LIST, f"{LIST}1/"):
        assert "<script>alert" not in as_alice.get(where).content.decode()


def ago(**before):
    return mock.patch("django.utils.timezone.now", return_value=timezone.now() - timedelta(**before))


def checked(project, by, wrong):
    """A finished check of all labels, so many of them judged wrong."""
    check = sample_checks.start(project, by=by)
    return sample_checks.judge(check, {item["asset"]: n >= wrong for n, item in enumerate(check.items)}, by=by)


def test_the_newest_sample_check_stands_beside_the_next_version_and_each_version_keeps_the_one_before_it(
    as_alice, project, approved, bob
):
    with ago(hours=3):
        ready_version(project, bob)
    assert "Next is v2. No sample check yet." in as_alice.get(LIST).content.decode()
    with ago(hours=2):
        checked(project, bob, wrong=3)
    ready_version(project, bob)
    checked(project, bob, wrong=1)
    pages = [as_alice.get(f"{LIST}{path}").content.decode() for path in ("", "1/", "2/")]
    words = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page)) for page in pages]
    assert "Next is v3. Sample check," in words[0]
    # All three were looked at, so it is known.
    assert ": 33.4% of the labels are wrong (1 of 3)" in words[0]
    assert "None before this version" in words[1]
    assert "100% of the labels were wrong, 3 of 3" in words[2]


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
    with django_assert_num_queries(12):
        as_alice.get(LIST)


def test_older_versions_are_a_page_further(as_alice, project, approved, bob):
    for _ in range(32):
        request_version(project, bob)
    page = as_alice.get(LIST).content.decode()
    further = re.search(r'href="(\?cursor=[^"]+)" rel="next"', page)[1]
    older = as_alice.get(LIST + further).content.decode()
    assert re.findall(r'class="release" id="v(\d+)"', older) == ["2", "1"]


# --- what changed ---------------------------------------------------------------------------------------------------


@pytest.fixture
def two(project, approved, answer, photos, hat, bob):
    """Two versions: one image was relabeled, one left, seven came, and a category was added."""
    ready_version(project, bob)
    answer(approved[0], "approved", hat, by=bob)
    answer(approved[1], "skipped", by=bob)
    answer(photos(7, first=500), "approved", hat, by=bob)
    categories.add(project, "Bag")
    ready_version(project, bob)
    return approved


def test_the_list_tells_what_each_version_changed_and_counts_it_after_it_has_painted(as_alice, two):
    page = as_alice.get(LIST).content.decode()
    assert '<b class="up">+3</b> added' in card(page, 1)  # the first one needs no comparison
    address = re.search(r'id="delta-2" data-later="([^"]+)"', card(page, 2))[1]
    told = as_alice.get(address).content.decode()
    assert re.sub(r"<[^>]+>", " ", told).split() == ["+7", "added", "−1", "removed", "1", "relabeled"]


def test_the_page_of_a_version_compares_with_the_one_before_or_with_another(as_alice, two, project, bob):
    ready_version(project, bob)
    page = as_alice.get(f"{LIST}3/").content.decode()
    assert 'data-later="/projects/wardrobe/versions/3/diff/2/?part=changes"' in page
    assert "Since v2" in page
    page = as_alice.get(f"{LIST}3/?since=1").content.decode()
    assert 'data-later="/projects/wardrobe/versions/3/diff/1/?part=changes"' in page
    assert re.findall(r'<td class="num (up|down|faint)">([^<]+)</td>', page) == [
        ("down", "−2"),
        ("up", "+8"),
        ("faint", "0"),
    ]
    for made_up in ("9", "3", "x", "", "-1", "1e9", "9" * 30):
        assert as_alice.get(f"{LIST}3/?since={made_up}").status_code == 200
    assert "data-later" not in as_alice.get(f"{LIST}1/").content.decode()


def test_changes_open_on_the_first_kind_that_is_not_empty_with_five_rows_and_a_way_to_more(
    as_alice, project, photos, answer, dress, hat, bob
):
    made = photos(9)
    answer(made, "approved", dress, by=bob)
    ready_version(project, bob)
    answer(made[:8], "approved", hat, by=bob)
    ready_version(project, bob)
    page = as_alice.get(f"{LIST}2/diff/1/?part=changes").content.decode()
    assert re.findall(r'aria-selected="(\w+)"[^>]*>(\w+ \d)', page) == [
        ("false", "Added 0"),
        ("false", "Removed 0"),
        ("true", "Relabeled 8"),
    ]
    assert page.count('class="relabel"') == 5
    assert "Show 3 more" in page
    assert "Same labels, other data" in page
    more = re.search(r'data-more="([^"]+)"', page)[1]
    further = as_alice.get(html.unescape(more)).content.decode()
    assert (further.count('class="relabel"'), 'data-next=""' in further) == (3, True)
    names = re.findall(r"<a class=\"clip\"[^>]*>([^<]+)</a>", page + further)
    assert names == [photo.original_name.removesuffix(".png") for photo in made[:8]]


def test_the_page_of_a_comparison_has_the_verdict_and_the_whole_difference_as_a_file(as_alice, two):
    page = as_alice.get(f"{LIST}2/diff/1/").content.decode()
    assert 'href="/api/v1/projects/wardrobe/versions/2/diff/1/download/"' in page
    told = as_alice.get(f"{LIST}2/diff/1/?part=changes&full=1").content.decode()
    assert "Extended" in told
    assert "Models trained on v1 stay valid with their 2 outputs" in told
    assert "7 added, 1 removed, 1 relabeled; 1 category added." in told
    assert "Incompatible" in as_alice.get(f"{LIST}1/diff/2/?part=changes&full=1").content.decode()
    assert "Nothing differs" in as_alice.get(f"{LIST}2/diff/2/?part=changes").content.decode()


def test_categories_of_a_comparison_have_the_names_and_colours_that_they_had(as_alice, two, project, dress, bob):
    categories.change(dress, name="Gown", color="#010203")
    ready_version(project, bob)
    categories.change(dress, name="Robe", color="#040506")
    told = as_alice.get(f"{LIST}3/diff/2/?part=changes").content.decode()
    assert re.findall(r'class="cat" data-c="(#\w+)">.*?<span>(\w+)</span>', told) == [
        ("#ECD438", "Dress"),
        ("#010203", "Gown"),
    ]


def test_a_cancelled_version_is_not_compared(as_alice, two, project, bob):
    builder.cancel(request_version(project, bob))
    assert "holds nothing to compare" in as_alice.get(f"{LIST}3/diff/2/").content.decode()
    assert as_alice.get(f"{LIST}3/diff/2/?part=changes").status_code == 404
    assert as_alice.get(f"{LIST}9/diff/2/").status_code == 404


@pytest.mark.parametrize("count", [3, 16])
def test_a_comparison_costs_the_same_for_3_images_as_for_16(
    as_alice, project, photos, answer, dress, hat, bob, count, django_assert_num_queries
):
    made = photos(count * 3)
    answer(made[count:], "approved", dress, by=bob)
    ready_version(project, bob)
    answer(made[: count * 2], "approved", hat, by=bob)
    answer(made[count * 2 :], "skipped", by=bob)
    ready_version(project, bob)
    # session, user, project, two versions, numbers; counts, three kinds with their images, who, and their names
    with django_assert_num_queries(15):
        as_alice.get(f"{LIST}2/diff/1/?part=changes")
