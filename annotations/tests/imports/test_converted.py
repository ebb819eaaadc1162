"""Pictures of phones in zips, folders and our own exports: taken once, and found again by both of their hashes."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.imports import jobs as imports
from annotations.imports.pictures.folder import import_folder
from annotations.models import Import
from assets.formats import AVIF, HEIC
from assets.models import Asset
from assets.tests.images.test_pictures import quarters
from projects import categories, lifecycle
from tests.support.cast import picture
from tests.support.files.heif import avif, heic

pytestmark = pytest.mark.django_db

PHONE = {"hat/IMG_0001.HEIC": heic(quarters()), "hat/IMG_0002.avif": avif(quarters((64, 64))), "hat/c.png": picture(3)}
CAME_IN = [("IMG_0001.HEIC", HEIC, ["hat"]), ("IMG_0002.avif", AVIF, ["hat"]), ("c.png", None, ["hat"])]


@pytest.fixture
def send(api, bob, monkeypatch):
    """Send a file to a project, run its job, and answer the report: `send(project, content, "zip")`."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)

    def call(project, content, kind, **fields):
        sent = {"file": SimpleUploadedFile("file", content), "kind": kind, **fields}
        answer = api(bob).post(f"projects/{project.slug}/imports/", sent, format="multipart")
        assert answer.status_code == 202, answer.json()
        imports.run(answer.json()["id"])
        return Import.objects.get(pk=answer.json()["id"]).report

    return call


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def here(project):
    rows = project.assets.with_labels().order_by("original_name")
    return [
        (row.original_name, row.converted_from, [label.category.name for label in row.annotations.all()])
        for row in rows
    ]


def test_a_zip_brings_them_in_once(project, send):
    first = send(project, zipped(PHONE), "zip", labels_from_folders=True)
    assert (first["added"], first["already_here"], first["labeled"], first["refused"]["count"]) == (3, 0, 3, 0)
    assert here(project) == CAME_IN
    again = send(project, zipped(PHONE), "zip", labels_from_folders=True)
    assert (again["added"], again["already_here"], again["refused"]["count"]) == (0, 3, 0)


@pytest.mark.parametrize("link", [False, True])
def test_a_folder_brings_them_in_once_and_leaves_its_files_alone(project, bob, tmp_path, link):
    roll = tmp_path / "roll"
    (roll / "hat").mkdir(parents=True)
    for name, content in PHONE.items():
        (roll / name).write_bytes(content)
    first = import_folder(project, roll, by=bob, labels=True, link=link, processes=1)
    assert (first.added, first.here, first.refused) == (3, 0, [])
    assert here(project) == CAME_IN
    assert {name: (roll / name).read_bytes() for name in PHONE} == PHONE
    again = import_folder(project, roll, by=bob, labels=True, link=link, processes=1)
    assert (again.added, again.here) == (0, 3)


def test_our_own_export_is_found_again_by_the_files_that_were_made(project, bob, send, make_version):
    send(project, zipped(PHONE), "zip", labels_from_folders=True)
    version = make_version(project, by=bob, statuses=("labeled",))
    content = default_storage.open(version.artifact).read()
    assert send(project, content, "export")["unknown_images"]["count"] == 0
    # As images that were never converted: the export does not hold what was uploaded.
    copy = lifecycle.create("Copy", by=bob)
    assert send(copy, content, "export")["unknown_images"]["count"] == 3
    assert send(copy, content, "zip")["added"] == 3
    categories.add(copy, "hat")
    assert send(copy, content, "export")["set"] == 3
    pairs = [set(each.assets.values_list("sha256", flat=True)) for each in (project, copy)]
    assert pairs[0] == pairs[1]
    assert not Asset.objects.filter(project=copy, converted_from__isnull=False).exists()
