"""Imports by the API and from the shell: pictures in zips, labels in files."""

import errno
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from annotations.imports import classes, give_labels
from annotations.imports import jobs as imports
from annotations.imports import labels as label_import
from annotations.imports import undo as taking_back
from annotations.imports.pictures import zip_pictures
from annotations.models import Annotation, AnnotationEvent, Import
from assets.models import Asset, AssetName, PlaceCounter
from core.jobs import leases
from projects import categories, lifecycle
from projects.models import Category, Event
from tests.support.cast import make_photo, picture
from tests.support.second_process import kill_where_it_stands

pytestmark = pytest.mark.django_db


def zipped(*files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def enqueued(monkeypatch):
    asked = []
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: asked.append(arguments))
    return asked


@pytest.fixture
def send(api, alice, enqueued):
    """Send a file, run its job, and answer the call for it: `send(b"a.jpg,Dress", "csv")`."""

    def call(content, kind, by=alice, run=True, name="file", **fields):
        file = SimpleUploadedFile(name, content)
        answer = api(by).post("projects/wardrobe/imports/", {"file": file, "kind": kind, **fields}, format="multipart")
        assert answer.status_code == 202, answer.json()
        if not run:
            return answer.json()
        imports.run(answer.json()["id"])
        return api(by).get(f"projects/wardrobe/imports/{answer.json()['id']}/").json()

    return call


def names(listing):
    return [item["name"] for item in listing["items"]]


def labels():
    return {asset.original_name: asset.category_ids for asset in Asset.objects.with_labels()}


def waiting(files):
    """The import files in the store, without the lists of places."""
    return [path for path in files.glob("imports/**/*") if path.is_file() and path.suffix != ".csv"]


def all_rows():
    """How many rows each table of the labels and pictures has, with what may change in them; but for what tells that
    there was an import."""
    left_out = (Import, PlaceCounter)  # places are taken before it is known who needs one
    tables = [model for model in apps.get_models() if model not in left_out and model._meta.app_label != "django_q"]
    return {
        model._meta.label: sorted(of_no_import(model).values_list(), key=repr)
        for model in tables
        if model._meta.app_label in ("projects", "webhooks", "assets", "annotations", "exports")
    }


def of_no_import(model):
    return model.objects.exclude(kind__in=OF_AN_IMPORT) if model is Event else model.objects


OF_AN_IMPORT = ("import.requested", "import.finished", "job.failed")


# --- pictures in a zip ----------------------------------------------------------------------------------------------

CLOTHES = (
    ("dress/0.png", picture(0)),
    ("Hat/1.png", picture(1)),
    ("2.png", picture(2)),
    ("again/0.png", picture(0)),
    ("notes.txt", b"not a picture"),
    ("../3.png", picture(3)),
    ("__MACOSX/._0.png", b"x"),
)


def test_the_pictures_of_a_zip_come_in_and_the_rest_is_told(project, send, files, settings):
    job = send(zipped(*CLOTHES), "zip", name="clothes.zip")
    report = job["report"]
    assert (job["state"], job["error"], job["original_name"]) == ("done", "", "clothes.zip")
    assert (job["progress"], job["total"]) == (4, 4)
    assert (report["added"], report["already_here"], report["labeled"]) == (3, 1, 0)
    assert {item["name"]: item["why"] for item in report["refused"]["items"]}.keys() == {"../3.png", "notes.txt"}
    assert labels() == {"0.png": [], "1.png": [], "2.png": []}
    assert waiting(files) == []
    assert list(Path(settings.WORK_DIR).glob("*")) == []


def test_pictures_of_a_zip_stand_in_its_order_and_tell_their_folders(project, send, photos):
    photos(1)
    send(zipped(("hats/b/9.png", picture(1)), ("dress/1.png", picture(2)), ("0.png", picture(3))), "zip")
    assert list(project.assets.order_by("place").values_list("folder", "original_name")) == [
        ("", "photo-100.png"),
        ("hats/b", "9.png"),
        ("dress", "1.png"),
        ("", "0.png"),
    ]


def test_sending_it_again_adds_nothing(project, send):
    send(zipped(*CLOTHES), "zip")
    before = all_rows()
    report = send(zipped(*CLOTHES), "zip")["report"]
    assert (report["added"], report["already_here"]) == (0, 4)
    assert all_rows() == before


def test_other_names_of_what_is_here_already_are_remembered(project, send, bob):
    send(zipped(("a/0.png", picture(0)), ("b/0.png", picture(0)), ("1.png", picture(1))), "zip")
    send(zipped(("c/d/0.png", picture(0)), ("1.png", picture(1))), "zip", by=bob, labels_from_folders=True)
    rows = AssetName.objects.order_by("pk").values_list("asset__original_name", "path")
    assert list(rows) == [("0.png", "b/0.png"), ("0.png", "c/d/0.png")]


def test_folders_of_a_zip_become_labels(project, dress, send, bob):
    report = send(zipped(*CLOTHES), "zip", by=bob, labels_from_folders=True)["report"]
    assert (report["labeled"], report["new_categories"]) == (2, ["again", "Hat"])
    assert labels() == {"0.png": [1], "1.png": [3], "2.png": []}
    assert set(AnnotationEvent.objects.values_list("to_status", "actor")) == {("labeled", bob.pk)}


def test_folders_that_are_parts_of_a_set_are_no_classes_and_that_is_told(project, send, bob):
    files = zipped(
        ("train/cat/1.png", picture(1)),
        ("valid/dog/2.png", picture(2)),
        ("test/3.png", picture(3)),
        ("4.png", picture(4)),
    )
    why = "Its folder test is taken for a part of the set, not for a class."
    told = {"count": 1, "items": [{"name": "test/3.png", "why": why}]}
    looked = send(files, "zip", by=bob, labels_from_folders=True, dry_run=True)["report"]
    assert (looked["new_categories"], looked["without_class"]) == (["cat", "dog"], told)
    report = send(files, "zip", by=bob, labels_from_folders=True)["report"]
    assert (report["labeled"], report["new_categories"], report["without_class"]) == (2, ["cat", "dog"], told)
    assert labels() == {"1.png": [1], "2.png": [2], "3.png": [], "4.png": []}
    folders = project.assets.order_by("place").values_list("folder", flat=True)
    assert list(folders) == ["train/cat", "valid/dog", "test", ""]


def test_a_folder_in_a_code_page_that_nobody_tells_is_no_class(project, send, bob):
    content = zipped(("B__cher/1.png", picture(1)), ("cat/2.png", picture(2)))
    content = content.replace(b"B__cher", "Bücher_".encode("latin-1"))
    report = send(content, "zip", by=bob, labels_from_folders=True)["report"]
    assert (report["added"], report["labeled"], report["new_categories"]) == (2, 1, ["cat"])
    why = "The name of its folder, B\ufffdcher_, cannot be read, so it is taken for no class."
    assert [item["why"] for item in report["without_class"]["items"]] == [why]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "The zip holds no files."),
        ([("a.txt", b"x")], "No picture of this zip was taken. The one file in it was refused; the list tells why."),
        (
            [("a.txt", b"x"), ("../b.png", b"y")],
            "No picture of this zip was taken. All 2 files in it were refused; the list tells why.",
        ),
    ],
)
def test_a_zip_without_any_picture_is_not_done_in_silence(project, send, files, words):
    job = send(zipped(*files), "zip")
    assert (job["state"], job["error"], job["report"]["refused"]["count"]) == ("failed", words, len(files))


def test_a_zip_of_a_file_of_labels_alone_sets_them_as_its_look_said(project, dress, bob, send):
    make_photo(project, by=bob, name="0.png")
    content = zipped(("labels.csv", "file_name,category\n0.png,Dress\n"))
    look = send(content, "zip", dry_run=True, labels_from_file=True)["report"]
    assert (look["files"], look["label_file"]["matched"]) == (0, 1)
    job = send(content, "zip", labels_from_file=True)
    assert (job["state"], job["error"], job["report"]["labels"]["set"]) == ("done", "", 1)
    assert Asset.objects.with_labels().get().category_ids == [1]


def test_who_may_not_make_categories_is_told_which_are_missing(project, dress, send, bob):
    job = send(zipped(*CLOTHES), "zip", labels_from_folders=True)
    assert (job["state"], job["error"]) == (
        "failed",
        "Only managers of the project can make categories, and these are missing: again, Hat.",
    )
    assert not Asset.objects.exists()
    categories.add(project, "Hat"), categories.add(project, "Again")
    assert send(zipped(*CLOTHES), "zip", labels_from_folders=True)["report"]["labeled"] == 2


def test_a_look_at_a_zip_writes_nothing(project, dress, send):
    before = all_rows()
    report = send(zipped(*CLOTHES), "zip", labels_from_folders=True, dry_run=True)["report"]
    assert all_rows() == before
    assert (report["files"], report["refused"]["count"], report["new_categories"]) == (4, 2, ["again", "Hat"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK" + b"x" * 100, "This is no zip file, or it is damaged or cut off. Export or download it once more."),
        (zipped(*((f"{n}.png", b"") for n in range(6))), "The zip holds more than 5 files. Split it."),
        (zipped(("a.png", b"x" * 900), ("b.png", b"x" * 900)), "Unpacked the zip is larger than the limit of 0 MB."),
    ],
    ids=["damaged", "files", "bytes"],
)
def test_a_zip_that_breaks_a_limit_fails_in_words(project, send, settings, content, words):
    settings.MAX_IMPORT_FILES, settings.MAX_IMPORT_UNPACKED_BYTES = 5, 1000
    job = send(content, "zip")
    assert (job["state"], job["error"]) == ("failed", words)
    assert not Asset.objects.exists()


def test_a_full_disk_is_said(project, send, monkeypatch):
    def full(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zip_pictures.ingest, "prepare", full)
    job = send(zipped(*CLOTHES), "zip")
    assert (job["state"], job["error"]) == ("failed", "The disk is full. Free some space, then try again.")


# --- labels ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(project, hat, bob):
    """0.png, 1.png and Photo.png, without labels, in a project with Dress (1) and Hat (2)."""
    return [make_photo(project, by=bob, seed=at, name=name) for at, name in enumerate(["0.png", "1.png", "Photo.png"])]


def test_labels_of_a_csv_are_set_as_labeled(three, send, alice):
    job = send(b"file_name,category\n0.png,dress\nx/y/1.png,Hat\nphoto.PNG,Hat\n", "csv")
    assert (job["state"], job["report"]["set"], job["progress"], job["total"]) == ("done", 3, 3, 3)
    assert labels() == {"0.png": [1], "1.png": [2], "Photo.png": [2]}
    assert set(AnnotationEvent.objects.values_list("actor", "to_status")) == {(alice.pk, "labeled")}
    assert set(Asset.objects.values_list("status", "revision")) == {("labeled", 1)}


def test_labels_of_a_file_tell_that_they_came_from_it(three, send):
    send(b"0.png,Dress\n1.png,Hat\n", "csv")
    told = {"tool": "CSV", "by": "", "at": None, "origin": ""}
    assert list(AnnotationEvent.objects.values_list("source", flat=True)) == [told] * 2


def test_a_look_counts_everything_and_writes_nothing(three, send, answer, dress, hat, project, bob, alice):
    answer(three[0], "approved", dress, by=alice)
    answer(three[1], "labeled", hat, by=alice)
    make_photo(project, by=bob, seed=8, name="twice.png")
    make_photo(project, by=bob, seed=9, name="twice.png")
    categories.retire(categories.add(project, "Old"))
    before = all_rows()
    rows = [
        "0.png,Dress", "1.png,Dress", "Photo.png,Hat", "gone.png,Hat", "gone.png,Hat",
        "twice.png,Hat", "1.png,Shoe", "0.png,Old", "nothing.png,",
    ]  # fmt: skip
    job = send("\n".join(rows).encode(), "csv", dry_run=True)
    report = job["report"]
    assert all_rows() == before
    assert (job["state"], report["to_set"], report["already_so"], report["would_replace"]) == ("done", 1, 1, 1)
    assert (report["set"], report["without_label"]) == (0, 1)
    assert [names(report[name]) for name in label_import.LISTS] == [["gone.png"], ["Shoe"], ["Old"], ["twice.png"], []]
    assert re.fullmatch(
        r"2 images are called so: twice\.png \(number \d+\), twice\.png \(number \d+\)\.",
        report["ambiguous"]["items"][0]["why"],
    )
    assert report["by_rule"] == {"name": 5}
    assert job["can_run_again"]


def test_with_an_unknown_name_nothing_is_written_until_that_is_wanted(three, send, api, alice, files):
    before = all_rows()
    job = send(b"0.png,Dress\ngone.png,Hat\n1.png,Shoe\n", "csv")
    assert (job["state"], job["error"]) == (
        "failed",
        "1 image is not here, 1 category is not here. Nothing was written.",
    )
    assert (job["report"]["to_set"], names(job["report"]["unknown_images"])) == (1, ["gone.png"])
    assert all_rows() == before
    answer = api(alice).post(f"projects/wardrobe/imports/{job['id']}/again/", {"skip_unknown": True})
    assert answer.status_code == 202
    imports.run(answer.json()["id"])
    assert Import.objects.get(pk=answer.json()["id"]).report["set"] == 1
    assert labels() == {"0.png": [1], "1.png": [], "Photo.png": []}
    assert waiting(files) == []


def test_other_answers_are_kept_unless_they_are_to_be_replaced(three, send, answer, dress, hat, alice, bob):
    answer(three[0], "approved", hat, by=alice)
    answer(three[1], "skipped", by=alice)
    rows = b"0.png,Dress\n1.png,Dress\nPhoto.png,Dress\n"
    report = send(rows, "csv", by=bob)["report"]
    assert (report["set"], report["kept"], report["replaced"]) == (1, 2, 0)
    assert labels() == {"0.png": [2], "1.png": [], "Photo.png": [1]}
    report = send(rows, "csv", by=bob, replace=True)["report"]
    assert (report["set"], report["kept"], report["replaced"], report["already_so"]) == (2, 0, 2, 1)
    assert labels() == {"0.png": [1], "1.png": [1], "Photo.png": [1]}
    assert set(Asset.objects.values_list("status", flat=True)) == {"labeled"}


def test_an_approved_image_with_the_same_label_stays_approved(three, send, answer, dress, alice):
    answer(three[0], "approved", dress, by=alice)
    report = send(b"0.png,Dress\n", "csv", replace=True)["report"]
    assert (report["set"], report["already_so"]) == (0, 1)
    three[0].refresh_from_db()
    assert (three[0].status, three[0].revision) == ("approved", 1)


def test_a_coco_file_with_boxes_of_one_category_sets_it(three, send):
    content = {
        "images": [{"id": n, "file_name": name} for n, name in enumerate(["0.png", "1.png", "Photo.png"])],
        "annotations": [
            {"image_id": image, "category_id": category, "bbox": [0, 0, 1, 1]}
            for image, category in [(0, 5), (0, 5), (1, 5), (1, 6)]
        ],
        "categories": [{"id": 5, "name": "DRESS"}, {"id": 6, "name": "Hat"}],
    }
    job = send(json.dumps(content).encode(), "coco", skip_unknown=True)
    assert job["report"]["set"] == 1
    assert job["report"]["ambiguous"]["items"] == [{"name": "1.png", "why": "It has 2 categories in the file."}]
    assert job["report"]["without_label"] == 1
    assert labels() == {"0.png": [1], "1.png": [], "Photo.png": []}


def test_a_bad_record_is_listed_with_its_place_and_stops_nothing_else_where_that_is_wanted(three, send):
    content = {
        "images": [{"id": 1, "file_name": "0.png"}, {"id": 2, "file_name": "1.png"}],
        "annotations": [{"id": 0, "image_id": 1.0, "category_id": "5"}, {"id": 1, "image_id": 2}],
        "categories": [{"id": 5, "name": "Dress"}],
    }
    refused = send(json.dumps(content).encode(), "coco")
    assert (refused["state"], refused["error"]) == ("failed", "1 record cannot be read. Nothing was written.")
    job = send(json.dumps(content).encode(), "coco", skip_unknown=True)
    assert (job["state"], job["report"]["set"]) == ("done", 1)
    assert job["report"]["bad_records"]["items"] == [
        {"name": "annotation 1", "why": "It has no category_id: every annotation needs one."}
    ]
    assert labels() == {"0.png": [1], "1.png": [], "Photo.png": []}


def test_two_rows_that_disagree_set_nothing_of_that_image(three, send):
    job = send(b"0.png,Dress\n0.png,Hat\n0.png,Dress\n", "csv", skip_unknown=True)
    assert (job["report"]["set"], names(job["report"]["ambiguous"])) == (0, ["0.png"])


def test_two_spellings_of_one_category_are_one_label(three, send):
    content = {
        "images": [{"id": 1, "file_name": "0.png"}],
        "annotations": [{"image_id": 1, "category_id": id_} for id_ in (1, 2)],
        "categories": [{"id": 1, "name": "Hat"}, {"id": 2, "name": "hAT "}],
    }
    assert send(json.dumps(content).encode(), "coco")["report"]["set"] == 1
    assert labels()["0.png"] == [2]


def test_pictures_of_one_name_in_two_folders_of_a_zip_get_their_own_labels(project, dress, hat, send):
    send(zipped(("a/001.png", picture(0)), ("b/001.png", picture(1)), ("c/001.png", picture(0))), "zip")
    rows = ["/data/a/001.png,Dress", "C:\\x\\b\\001.PNG,Hat", "z/c/001.png,Dress", "001.png,Hat"]
    report = send("\n".join(rows).encode(), "csv", dry_run=True)["report"]
    assert (report["to_set"], report["by_rule"]) == (2, {"path": 1, "other_name": 1, "spelling": 1})
    assert names(report["ambiguous"]) == ["001.png"]


def coco(*pairs):
    """A file in which each image has a category; without where it is None."""
    annotations = [{"image_id": at, "category_id": name} for at, (_, name) in enumerate(pairs)]
    names = sorted({name for _, name in pairs if name})
    content = {
        "images": [{"id": at, "file_name": file} for at, (file, _) in enumerate(pairs)],
        "annotations": [
            {key: value for key, value in each.items() if value is not None}
            | ({"category_id": names.index(each["category_id"])} if each["category_id"] else {})
            for each in annotations
        ],
        "categories": [{"id": at, "name": name} for at, name in enumerate(names)],
    }
    return json.dumps(content).encode()


def test_a_record_that_cannot_be_read_is_told_with_its_place_and_stops_nothing_else(three, send):
    content = coco(("0.png", "Dress"), ("1.png", None), ("1.png", "Hat"))
    job = send(content, "coco")
    assert (job["state"], job["error"]) == ("failed", "1 record cannot be read. Nothing was written.")
    report = send(content, "coco", skip_unknown=True)["report"]
    assert report["bad_records"]["count"] == 1
    assert report["bad_records"]["items"][0]["why"]
    assert (report["set"], labels()) == (2, {"0.png": [1], "1.png": [2], "Photo.png": []})


def task(name, *, choice="", by=7, cancelled=False):
    """What Label Studio tells of an image."""
    value = {"type": "choices", "from_name": "kind", "to_name": "image", "value": {"choices": [choice]}}
    annotation = {
        "id": 101, "completed_by": {"id": by, "email": "a@example.org"}, "result": [value] if choice else [],
        "was_cancelled": cancelled, "created_at": "2025-03-01T10:00:00Z",
    }  # fmt: skip
    return {"data": {"image": f"/data/upload/1/1a2b3c4d-{name}"}, "annotations": [annotation]}


def test_labels_of_another_tool_come_with_what_was_skipped_and_who_answered_there(three, send):
    content = json.dumps([task("0.png", choice="Dress"), task("1.png", cancelled=True)]).encode()
    looked = send(content, "coco", dry_run=True)["report"]
    assert (looked["title"], looked["to_set"], looked["skipped"]) == ("Label Studio, JSON", 2, 1)
    report = send(content, "coco")["report"]
    assert (report["set"], report["skipped"], report["by_rule"]) == (2, 1, {"name": 2})
    assert labels() == {"0.png": [1], "1.png": [], "Photo.png": []}
    assert Asset.objects.get(original_name="1.png").status == "skipped"
    source = AnnotationEvent.objects.get(asset__original_name="0.png").source
    assert source == {
        "tool": "Label Studio", "by": "a@example.org", "at": "2025-03-01T10:00:00Z", "origin": "annotation 101",
    }  # fmt: skip
    again = send(content, "coco")["report"]
    assert (again["set"], again["already_so"]) == (0, 2)


def test_what_is_wanted_of_a_file_is_not_left_behind(three, send, settings):
    send(b"0.png,Dress\ngone.png,Hat\n", "csv")
    assert list(Path(settings.WORK_DIR).glob("*")) == []


def test_names_that_no_database_takes_are_not_here(three, send):
    content = coco(("\ud800.png", "Dress"), ("\0", "Dress"), ("0.p\ud83dng", "Dress"), ("0.png", "Dress"))
    report = send(content, "coco", dry_run=True)["report"]
    assert report["to_set"] == 1
    assert report["unknown_images"]["count"] + report["bad_records"]["count"] == 3


def test_an_exact_name_goes_before_one_that_differs_in_case(project, hat, bob, send):
    make_photo(project, by=bob, seed=1, name="A.png")
    make_photo(project, by=bob, seed=2, name="a.png")
    send(b"a.png,Hat\n", "csv")
    assert labels() == {"A.png": [], "a.png": [2]}
    assert names(send(b"a.PNG,Hat\n", "csv")["report"]["ambiguous"]) == ["a.PNG"]


# --- decided, and taken back ----------------------------------------------------------------------------------------


@pytest.fixture
def again(api, bob):
    """Run the file of a job once more, with other options: `again(job, dry_run=False)`."""

    def call(job, by=bob, **options):
        answer = api(by).post(f"projects/wardrobe/imports/{job['id']}/again/", options, format="json")
        assert answer.status_code == 202, answer.json()
        imports.run(answer.json()["id"])
        return api(by).get(f"projects/wardrobe/imports/{answer.json()['id']}/").json()

    return call


@pytest.fixture
def take_back(api, bob):
    def call(job, by=bob):
        answer = api(by).post(f"projects/wardrobe/imports/{job['id']}/undo/")
        if answer.status_code == 202:
            imports.run(answer.json()["id"])
            return api(by).get(f"projects/wardrobe/imports/{answer.json()['id']}/").json()
        return answer.json()["error"]

    return call


def test_a_look_tells_of_each_class_what_every_choice_would_do(three, send, answer, hat, alice):
    answer(three[1], "labeled", hat, by=alice)
    job = send(b"0.png,Dress\n1.png,Cap\nPhoto.png,Cap\n", "csv", dry_run=True)
    cap, dress = job["report"]["classes"]["items"]
    assert (cap["name"], cap["how"], cap["category"], cap["count"]) == ("Cap", "unknown", None, 2)
    assert (cap["free"], cap["answered"]) == (1, {"2": 1})
    assert (dress["how"], dress["category"], dress["free"]) == ("name", 1, 1)
    assert (job["report"]["matched"], job["report"]["records"], job["report"]["to_set"]) == (3, 3, 1)


def test_classes_become_what_somebody_decided(three, send, again, bob):
    job = send(b"0.png,Cap\n1.png,Snap\nPhoto.png,???\n", "csv", by=bob, dry_run=True)
    decided = {"categories": {"Cap": 2, "snap": "new", "???": "leave_out"}}
    done = again(job, dry_run=False, decisions=decided)
    report = done["report"]
    assert (done["state"], report["set"], report["left_out"], report["new_categories"]) == ("done", 2, 1, ["Snap"])
    assert labels() == {"0.png": [2], "1.png": [3], "Photo.png": []}


def test_nothing_is_made_while_something_else_is_unclear(three, send, bob):
    decided = json.dumps({"categories": {"Snap": "new"}})
    job = send(b"0.png,Snap\n1.png,Zip\n", "csv", by=bob, decisions=decided)
    assert (job["state"], job["error"]) == ("failed", "1 category is not here. Nothing was written.")
    assert Category.objects.count() == 2


@pytest.mark.parametrize(
    ("decided", "status", "words"),
    [
        ({"Snap": 9}, 400, "Snap is to be a category that is not here, or was removed"),
        ({"Snap": "new"}, 403, "Only managers of the project can make categories"),
        ({"Snap": "none"}, 400, "Name the id of a category"),
    ],
    ids=["no category", "no manager", "no word"],
)
def test_what_cannot_be_decided_is_refused_beside_the_choice(three, send, api, alice, decided, status, words):
    job = send(b"0.png,Snap\n", "csv", dry_run=True)
    options = {"dry_run": False, "decisions": {"categories": decided}}
    answer = api(alice).post(f"projects/wardrobe/imports/{job['id']}/again/", options, format="json")
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert Import.objects.count() == 1


def test_two_columns_are_asked_for_and_taken_as_they_were_chosen(three, send, again):
    job = send(b"a,b,c\nx,0.png,Dress\ny,1.png,Hat\n", "csv", dry_run=True)
    report = job["report"]
    assert (job["state"], report["columns"]["names"], report["columns"]["rows"][0]) == (
        "done", ["a", "b", "c"], ["x", "0.png", "Dress"],
    )  # fmt: skip
    assert "Choose the two" in report["columns_unclear"]
    done = again(job, dry_run=False, decisions={"columns": {"file": 1, "category": 2}})
    assert (done["state"], done["report"]["set"]) == ("done", 2)


def test_columns_that_are_not_clear_stop_what_is_no_look(three, send):
    job = send(b"a,b,c\nx,0.png,Dress\n", "csv")
    assert (job["state"], "Choose the two" in job["error"]) == ("failed", True)
    assert job["report"]["columns"]["names"] == ["a", "b", "c"]


def test_the_places_of_what_cannot_be_used_are_kept_for_a_day(three, send, api, alice, files):
    job = send(b"0.png,Dress\n1.png,\ngone.png,Hat\n0.png,Hat,x\n", "csv", dry_run=True)
    assert job["has_places"]
    answer = api(alice).get(f"projects/wardrobe/imports/{job['id']}/places/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="file-places.csv"'
    assert sorted(text[1:]) == [
        "bad records,row 4,,It has 3 columns instead of 2.",
        "unknown images,row 3,gone.png,",
    ]
    Import.objects.update(finished_at=timezone.now() - timedelta(days=2))
    imports.sweep()
    assert list(files.glob("imports/**/*.csv")) == []
    assert api(alice).get(f"projects/wardrobe/imports/{job['id']}/places/").status_code == 404


def test_an_import_is_taken_back_as_one_but_for_what_changed_since(
    three, send, answer, hat, dress, alice, bob, take_back
):
    answer(three[2], "approved", hat, by=alice)
    job = send(b"0.png,Dress\n1.png,Dress\nPhoto.png,Dress\n", "csv", by=bob, replace=True)
    assert set(AnnotationEvent.objects.exclude(bulk=None).values_list("bulk", flat=True)) == {Import.objects.get().bulk}
    answer(three[0], "labeled", hat, by=alice)
    undo = take_back(job)
    assert (undo["kind"], undo["state"], undo["undoes"], undo["progress"], undo["total"]) == (
        "undo", "done", job["id"], 3, 3,
    )  # fmt: skip
    assert (undo["report"]["taken_back"], undo["report"]["changed_since"]) == (2, 1)
    assert labels() == {"0.png": [2], "1.png": [], "Photo.png": [2]}
    assert Asset.objects.get(original_name="Photo.png").status == "approved"


def test_what_was_taken_back_can_be_had_again_and_not_be_taken_back_twice(three, send, api, bob, take_back):
    job = send(b"0.png,Dress\n", "csv", by=bob)
    undo = take_back(job)
    assert take_back(job)["code"] == "undone"
    assert api(bob).get(f"projects/wardrobe/imports/{job['id']}/").json()["undone"]
    redo = take_back(undo)
    assert labels()["0.png"] == [1]
    assert not api(bob).get(f"projects/wardrobe/imports/{job['id']}/").json()["undone"]
    assert redo["can_be_undone"]


def test_what_gave_no_answer_or_still_runs_is_not_taken_back(three, send, take_back):
    assert take_back(send(b"0.png,Dress\n", "csv", dry_run=True))["code"] == "nothing_to_undo"
    assert take_back(send(b"0.png,Dress\n", "csv", run=False))["code"] == "not_over"


def test_an_answer_whose_category_was_retired_stays_and_that_is_told(three, send, answer, hat, alice, bob, take_back):
    answer(three[0], "labeled", hat, by=alice)
    job = send(b"0.png,Dress\n", "csv", by=bob, replace=True)
    categories.retire(hat)
    report = take_back(job)["report"]
    assert (report["taken_back"], report["stayed"], len(report["reasons"])) == (0, 1, 1)
    assert labels()["0.png"] == [1]


def test_an_undo_that_was_interrupted_goes_on_where_it_was(three, send, bob, monkeypatch, api):
    monkeypatch.setattr(taking_back, "BATCH", 1)
    job = send(b"0.png,Dress\n1.png,Dress\nPhoto.png,Dress\n", "csv", by=bob)
    undo_of = taking_back.bulk.undo_of

    def dies_at_the_second(project, of, assets, **options):
        if three[1].pk in assets and not Import.objects.get(kind="undo").error:
            raise RuntimeError("killed")
        return undo_of(project, of, assets, **options)

    monkeypatch.setattr(taking_back.bulk, "undo_of", dies_at_the_second)
    number = api(bob).post(f"projects/wardrobe/imports/{job['id']}/undo/").json()["id"]
    with pytest.raises(RuntimeError):
        imports.run(number)
    assert labels() == {"0.png": [], "1.png": [1], "Photo.png": [1]}
    imports.run(number)
    done = Import.objects.get(pk=number)
    assert (done.state, done.report["taken_back"], done.progress) == ("done", 3, 3)
    assert set(Asset.objects.values_list("status", "revision")) == {("unlabeled", 2)}


# --- labels in a zip of pictures ------------------------------------------------------------------------------------


def hugging_face(*labeled, folder="train"):
    """Pictures with a `metadata.jsonl`, as `datasets` writes it: (name, label)."""
    lines = "\n".join(json.dumps({"file_name": name, "label": label}) for name, label in labeled)
    files = [(f"{folder}/{name}", picture(at)) for at, (name, _) in enumerate(labeled)]
    return zipped(*files, (f"{folder}/metadata.jsonl", lines.encode()))


def test_a_look_at_a_zip_tells_what_the_file_of_labels_in_it_says_of_its_pictures(project, hat, send):
    job = send(hugging_face(("0.png", "Dress"), ("1.png", "Snap")), "zip", dry_run=True)
    report = job["report"]
    assert (report["files"], report["already_here"], report["refused"]["count"]) == (2, 0, 0)
    told = report["label_file"]
    assert (told["title"], told["matched"], told["by_rule"]) == ("Hugging Face, imagefolder", 2, {"with_it": 2})
    assert {each["name"]: (each["how"], each["free"]) for each in told["classes"]["items"]} == {
        "Snap": ("unknown", 1), "Dress": ("name", 1),
    }  # fmt: skip
    assert not Asset.objects.exists()


def test_pictures_and_their_labels_come_in_one_go(project, hat, send, again, bob):
    job = send(hugging_face(("0.png", "Dress"), ("1.png", "Snap")), "zip", by=bob, dry_run=True)
    done = again(job, dry_run=False, labels_from_file=True, decisions={"categories": {"Snap": "new"}})
    assert (done["state"], done["report"]["added"], done["report"]["refused"]["count"]) == ("done", 2, 0)
    assert (done["report"]["labels"]["set"], done["report"]["labels"]["new_categories"]) == (2, ["Snap"])
    assert labels() == {"0.png": [1], "1.png": [3]}


def test_a_label_is_for_the_picture_of_its_zip_and_not_for_one_that_is_called_alike(project, hat, send, bob):
    make_photo(project, by=bob, seed=50, name="0.png")
    send(hugging_face(("0.png", "Hat")), "zip", labels_from_file=True)
    assert sorted(asset.category_ids for asset in Asset.objects.with_labels()) == [[], [2]]


def test_a_picture_that_was_here_already_gets_the_label_of_its_zip(project, hat, send, bob):
    send(zipped(("another name.png", picture(0))), "zip")
    content = zipped(("a.png", picture(0)), ("metadata.csv", b"file_name,label\na.png,Hat\n"))
    looked = send(content, "zip", dry_run=True)["report"]
    assert (looked["already_here"], looked["label_file"]["by_rule"]) == (1, {"content": 1})
    send(content, "zip", labels_from_file=True)
    assert labels() == {"another name.png": [2]}


def test_unclear_labels_in_a_zip_stop_it_before_a_picture_comes_in(project, hat, send):
    content = hugging_face(("0.png", "Dress"), ("1.png", "Snap"))
    job = send(content, "zip", labels_from_file=True)
    assert (job["state"], job["error"]) == ("failed", "1 category is not here. Nothing was written.")
    assert not Asset.objects.exists()
    assert send(content, "zip", labels_from_file=True, skip_unknown=True)["report"]["added"] == 2
    assert labels() == {"0.png": [1], "1.png": []}


def test_a_label_of_a_picture_that_was_refused_is_told(project, hat, send):
    content = zipped(
        ("a.png", b"no picture"), ("b.png", picture(1)), ("metadata.csv", b"file_name,label\na.png,Hat\nb.png,Hat\n")
    )
    report = send(content, "zip", labels_from_file=True, skip_unknown=True)["report"]
    assert (report["added"], report["labels"]["set"], names(report["labels"]["unknown_images"])) == (1, 1, ["a.png"])


def test_folders_of_a_zip_become_what_somebody_decided(project, hat, send, again, bob):
    content = zipped(("caps/0.png", picture(0)), ("junk/1.png", picture(1)), ("snap/2.png", picture(2)))
    job = send(content, "zip", by=bob, dry_run=True)
    assert {each["name"]: each["how"] for each in job["report"]["classes"]["items"]} == {
        "caps": "unknown", "junk": "unknown", "snap": "unknown",
    }  # fmt: skip
    decided = {"categories": {"caps": 2, "junk": "leave_out", "snap": "new"}}
    done = again(job, dry_run=False, labels_from_folders=True, decisions=decided)
    assert (done["report"]["labeled"], done["report"]["new_categories"]) == (2, ["snap"])
    assert labels() == {"0.png": [2], "1.png": [], "2.png": [3]}


def test_labels_of_a_zip_are_taken_back_and_its_pictures_stay(project, dress, send, bob, take_back):
    job = send(zipped(("dress/0.png", picture(0))), "zip", by=bob, labels_from_folders=True)
    assert take_back(job)["report"]["taken_back"] == 1
    assert labels() == {"0.png": []}


def test_folders_that_nobody_decided_are_left_out_once_somebody_was_asked(project, hat, send, again, bob):
    content = zipped(("caps/0.png", picture(0)), ("junk/1.png", picture(1)), ("hat/2.png", picture(2)))
    job = send(content, "zip", by=bob, dry_run=True)
    done = again(job, dry_run=False, labels_from_folders=True, decisions={"categories": {"caps": "leave_out"}})
    assert (done["report"]["labeled"], done["report"]["new_categories"]) == (1, [])
    assert done["report"]["without_class"]["items"][1] == {
        "name": "junk/1.png", "why": "What its folder tells, junk, was left out.",
    }  # fmt: skip
    assert Category.objects.count() == 2


def test_a_look_at_a_zip_counts_equal_pictures_once_and_tables_never(project, hat, send):
    content = zipped(
        ("Hat/1.png", picture(1)), ("Hat/copy.png", picture(1)), ("Hat/x.txt", b"x"), ("2.png", picture(2))
    )
    report = send(content, "zip", dry_run=True)["report"]
    (found,) = report["classes"]["items"]
    assert (report["files"], report["to_come"], found["count"], found["free"]) == (3, 2, 2, 1)
    done = send(content, "zip", labels_from_folders=True)["report"]
    assert (done["added"], done["labeled"]) == (2, 1)


def test_what_is_skipped_in_a_zip_is_counted_before_it_comes(project, hat, send):
    tasks = [task("0.png", choice="Hat"), task("1.png", cancelled=True)]
    content = zipped(("0.png", picture(0)), ("1.png", picture(1)), ("tasks.json", json.dumps(tasks).encode()))
    told = send(content, "zip", dry_run=True)["report"]["label_file"]
    assert (told["to_set"], told["skipped"], told["skips"]["to_set"]) == (2, 1, 1)
    done = send(content, "zip", labels_from_file=True)["report"]["labels"]
    assert (done["set"], done["skipped"]) == (2, 1)


def test_a_name_of_several_pictures_of_a_zip_is_no_older_image(project, hat, send, bob):
    make_photo(project, by=bob, seed=50, name="1.png")
    content = zipped(("a/1.png", picture(0)), ("b/1.png", picture(1)), ("labels.json", coco(("1.png", "Hat"))))
    told = send(content, "zip", dry_run=True)["report"]["label_file"]
    assert (told["to_set"], told["ambiguous"]["items"][0]["why"]) == (0, "2 pictures of the zip are called so.")


@pytest.mark.parametrize("skip_unknown", [False, True])
def test_a_zip_without_a_file_of_labels_is_not_labeled_from_its_folders(project, hat, send, skip_unknown):
    job = send(zipped(("Hat/0.png", picture(0))), "zip", labels_from_file=True, skip_unknown=skip_unknown)
    assert (job["state"], job["error"]) == ("failed", "The zip holds no file of labels.")
    assert not Asset.objects.exists()


def test_why_labels_of_a_zip_cannot_be_read_is_told(project, hat, send):
    files = [(f"{part}.json", coco((f"{part}.png", "Hat"))) for part in ("train", "val")]
    report = send(zipped(("train.png", picture(0)), ("val.png", picture(1)), *files), "zip", dry_run=True)["report"]
    assert "several files of labels" in report["label_file"]["problem"]
    assert (report["files"], report["to_come"]) == (2, 2)


def test_a_zip_with_very_many_folders_still_brings_its_pictures(project, hat, send, monkeypatch):
    monkeypatch.setattr(classes, "MOST", 1)
    content = zipped(("a/0.png", picture(0)), ("b/1.png", picture(1)))
    report = send(content, "zip", dry_run=True)["report"]
    assert (report["to_come"], "more than 1 classes" in report["classes"]["problem"]) == (2, True)
    assert send(content, "zip")["report"]["added"] == 2


def test_labels_whose_category_is_retired_while_they_are_set_are_not_told_as_set(three, send, hat, monkeypatch):
    give = give_labels.give

    def retired_first(project, wanted, **options):
        categories.retire(hat)
        return give(project, wanted, **options)

    monkeypatch.setattr(give_labels, "give", retired_first)
    report = send(b"0.png,Dress\n1.png,Hat\n", "csv")["report"]
    assert (report["set"], report["not_set"]) == (1, 1)
    assert labels() == {"0.png": [1], "1.png": [], "Photo.png": []}


def test_what_was_left_out_can_be_chosen_after_another_look(three, send, again, bob):
    job = send(b"0.png,Dress\n1.png,Cap\n", "csv", by=bob, dry_run=True)
    second = again(job, dry_run=True, decisions={"categories": {"Cap": "leave_out"}})
    (cap,) = [each for each in second["report"]["classes"]["items"] if each["name"] == "Cap"]
    assert (cap["how"], cap["free"], second["report"]["to_set"]) == ("left_out", 1, 1)


def test_what_was_made_before_an_interruption_is_told_in_the_end(three, send, bob, monkeypatch):
    give = give_labels.give

    def dies_once(project, wanted, **options):
        if not Import.objects.get().error:
            raise RuntimeError("killed")
        return give(project, wanted, **options)

    monkeypatch.setattr(give_labels, "give", dies_once)
    decided = json.dumps({"categories": {"Snap": "new"}})
    job = send(b"0.png,Snap\n", "csv", by=bob, run=False, decisions=decided)
    with pytest.raises(RuntimeError):
        imports.run(job["id"])
    assert Import.objects.get().report["new_categories"] == ["Snap"]
    imports.run(job["id"])
    done = Import.objects.get()
    assert (done.state, done.report["set"], done.report["new_categories"]) == ("done", 1, ["Snap"])


KILLED_AMONG_LABELS = """
from annotations.imports import give_labels, jobs

(job,) = arguments
give_labels.BATCH = 2
given, give = [], give_labels.give
def until_the_second(project, wanted, **options):
    given.extend([1] if wanted else [])
    if len(given) == 2:
        here()
    return give(project, wanted, **options)
give_labels.give = until_the_second
jobs.run(job)
"""


@pytest.mark.django_db(transaction=True)
def test_a_zip_that_is_killed_among_its_labels_ends_exactly_right(project, hat, send, bob):
    content = hugging_face(*((f"{n}.png", ("Dress", "Snap")[n % 2]) for n in range(5)))
    decided = json.dumps({"categories": {"Snap": "new"}})
    job = send(content, "zip", by=bob, run=False, labels_from_file=True, decisions=decided)
    kill_where_it_stands(KILLED_AMONG_LABELS, job["id"])
    row = Import.objects.get()
    assert (row.state, row.progress, AnnotationEvent.objects.count()) == ("running", 5, 2)
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    imports.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.report["added"], row.report["labels"]["set"]) == ("done", 5, 5)
    assert labels() == {"0.png": [1], "1.png": [3], "2.png": [1], "3.png": [3], "4.png": [1]}
    assert (AnnotationEvent.objects.count(), Category.objects.count()) == (5, 3)


# --- exports --------------------------------------------------------------------------------------------------------


def state(project):
    """What an export tells of a project: bytes, name of the category, whether approved."""
    rows = Asset.objects.filter(project=project).with_labels()
    return {row.sha256: [a.category.name for a in row.annotations.all()] for row in rows}


@pytest.mark.parametrize("statuses", [("approved",), ("approved", "labeled")])
def test_our_own_export_gives_a_fresh_copy_the_same_labels(
    project, hat, dress, photos, answer, make_version, send, bob, alice, api, statuses
):
    for at, photo in enumerate(photos(6)):
        answer(photo, statuses[at % len(statuses)], dress if at % 3 else hat, by=alice)
    version = make_version(project, by=bob, statuses=statuses)
    content = default_storage.open(version.artifact).read()
    copy = lifecycle.create("Copy", by=bob)
    categories.add(copy, "hat"), categories.add(copy, "Dress")

    def into_copy(kind):
        file = SimpleUploadedFile("v1.zip", content)
        answer = api(bob).post("projects/copy/imports/", {"file": file, "kind": kind}, format="multipart")
        imports.run(answer.json()["id"])
        return Import.objects.get(pk=answer.json()["id"])

    assert into_copy("export").report["unknown_images"]["count"] == 6
    assert into_copy("zip").report["added"] == 6
    done = into_copy("export")
    assert (done.state, done.report["set"]) == ("done", 6)
    lower = {sha: [name.lower() for name in found] for sha, found in state(project).items()}
    assert {sha: [name.lower() for name in found] for sha, found in state(copy).items()} == lower
    kept = "approved" if statuses == ("approved",) else "labeled"
    assert set(copy.assets.values_list("status", flat=True)) == {kept}


def test_in_its_own_project_categories_are_found_by_their_ids(
    project, dress, hat, photos, answer, make_version, send, bob, alice
):
    (photo,) = photos(1)
    answer(photo, "approved", hat, by=alice)
    content = default_storage.open(make_version(project, by=bob).artifact).read()
    categories.change(hat, name="Cap")
    categories.change(dress, name="Hat")
    answer(photo, "unlabeled", by=alice)
    assert send(content, "export")["report"]["set"] == 1
    photo.refresh_from_db()
    assert (photo.category_ids, photo.status) == ([2], "approved")


# --- the door -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", "csv", "empty"),
        (b"x" * 2001, "csv", "too_large"),
        (b"a.png,Dress", "zip", "bad_kind"),
        (zipped(("a", b"")), "csv", "bad_kind"),
        (b"x", "xml", "invalid"),
    ],
    ids=["empty", "too large", "no zip", "a zip", "no kind"],
)
def test_what_cannot_be_an_import_is_refused_at_once(
    project, api, alice, settings, content, kind, code, enqueued, files
):
    settings.MAX_IMPORT_BYTES = 2000
    form = {"file": SimpleUploadedFile("file", content), "kind": kind}
    answer = api(alice).post("projects/wardrobe/imports/", form, format="multipart")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert (Import.objects.count(), waiting(files), enqueued) == (0, [], [])
    assert list(Path(settings.WORK_DIR).glob("*")) == []


def test_the_limit_holds_while_the_file_still_arrives(project, api, alice, settings, enqueued):
    settings.MAX_IMPORT_BYTES = 100_000
    form = {"file": SimpleUploadedFile("large.zip", b"PK" * 200_000), "kind": "zip"}
    answer = api(alice).post("projects/wardrobe/imports/", form, format="multipart")
    assert answer.json()["error"]["message"] == "The file is larger than the limit of 0 MB."
    assert list(Path(settings.WORK_DIR).glob("*")) == []


def test_an_upload_lies_beside_the_store_and_is_not_copied(project, send, files, monkeypatch):
    monkeypatch.setattr(Storage, "save", lambda *args: pytest.fail("It was copied."))
    sent = zipped(*CLOTHES)  # once: it carries the time
    job = send(sent, "zip", run=False)
    assert [path.read_bytes() for path in waiting(files)] == [sent]
    assert (job["state"], job["can_run_again"]) == ("queued", False)


def test_an_import_is_enqueued_by_name_after_commit(project, send, enqueued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = send(b"a.png,Dress", "csv", run=False)
        assert enqueued == []
    assert enqueued == [("annotations.tasks.run_import", job["id"])]


def test_an_import_through_the_queue_runs(three, api, alice, jobs_run_at_once):
    with jobs_run_at_once(execute=True):
        form = {"file": SimpleUploadedFile("l.csv", b"0.png,Dress"), "kind": "csv"}
        api(alice).post("projects/wardrobe/imports/", form, format="multipart")
    assert Import.objects.get().state == "done"


def test_the_list_is_newest_first_and_other_projects_do_not_see_it(project, send, api, alice, bob):
    first, second = send(b"a.png,Dress", "csv", run=False), send(b"b.png,Dress", "csv", run=False)
    lifecycle.create("Other", by=bob)
    found = api(alice).get("projects/wardrobe/imports/").json()["results"]
    assert [job["id"] for job in found] == [second["id"], first["id"]]
    assert api(alice).get("projects/other/imports/").json()["results"] == []
    assert api(alice).get(f"projects/other/imports/{first['id']}/").status_code == 404
    assert api().get("projects/wardrobe/imports/").status_code in (401, 403)


def test_too_many_at_once_are_refused(project, send, api, alice, monkeypatch):
    monkeypatch.setattr(imports, "MOST_WAITING", 1)
    send(b"a.png,Dress", "csv", run=False)
    form = {"file": SimpleUploadedFile("l.csv", b"0.png,Dress"), "kind": "csv"}
    assert api(alice).post("projects/wardrobe/imports/", form, format="multipart").status_code == 409


# --- cancelled, twice, killed ---------------------------------------------------------------------------------------


def test_a_cancelled_import_is_never_run_and_its_file_goes(three, send, api, alice, files):
    job = send(b"0.png,Dress", "csv", run=False)
    answer = api(alice).post(f"projects/wardrobe/imports/{job['id']}/cancel/")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    imports.run(job["id"])
    assert labels()["0.png"] == []
    assert waiting(files) == []
    assert api(alice).post(f"projects/wardrobe/imports/{job['id']}/cancel/").status_code == 400
    assert api(alice).post(f"projects/wardrobe/imports/{job['id']}/again/", {}).status_code == 400


def test_one_that_is_cancelled_in_the_middle_stops_with_its_batch(project, send, monkeypatch):
    monkeypatch.setattr(zip_pictures, "BATCH", 1)
    job = send(zipped(*CLOTHES), "zip", run=False)
    prepare = zip_pictures.ingest.prepare

    def cancelled_at_the_second(dataset_id, content, name, **options):
        if name == "1.png":
            imports.cancel(Import.objects.get(pk=job["id"]))
        return prepare(dataset_id, content, name, **options)

    monkeypatch.setattr(zip_pictures.ingest, "prepare", cancelled_at_the_second)
    monkeypatch.setattr(zip_pictures, "ThreadPoolExecutor", InThisThread)
    imports.run(job["id"])
    assert Import.objects.get().state == "cancelled"
    assert list(labels()) == ["0.png"]


class InThisThread:
    """The database of a test belongs to one thread."""

    def __init__(self, threads):
        self.map = map

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return None


def test_a_delivery_after_the_end_changes_nothing(three, send):
    job = send(b"0.png,Dress", "csv")
    before = all_rows()
    imports.run(job["id"])
    assert all_rows() == before
    assert Import.objects.get().attempts == 1


def test_a_second_delivery_stands_back_while_the_first_is_alive(three, send):
    job = send(b"0.png,Dress", "csv", run=False)
    leases.take(Import.objects.unfinished(), job["id"], state="running")
    imports.run(job["id"])
    assert labels()["0.png"] == []


def test_the_sweep_enqueues_what_nobody_holds_fails_what_never_ends_and_clears_away(three, send, enqueued, files):
    jobs = [send(b"0.png,Dress", "csv", run=False)["id"] for _ in range(2)]
    imports.sweep()
    assert enqueued == []
    Import.objects.update(queued_at=timezone.now() - timedelta(minutes=2))
    Import.objects.filter(pk=jobs[1]).update(state="running", attempts=3)
    imports.sweep()
    assert [job.state for job in Import.objects.order_by("pk")] == ["queued", "failed"]
    assert Import.objects.get(pk=jobs[1]).error == "The import was interrupted 3 times."
    assert len(waiting(files)) == 2
    Import.objects.filter(pk=jobs[1]).update(finished_at=timezone.now() - timedelta(days=2))
    imports.sweep()
    assert len(waiting(files)) == 1


def test_an_accident_is_tried_three_times_and_then_told(three, send, monkeypatch):
    job = send(b"0.png,Dress", "csv", run=False)

    def breaks(*args, **options):
        raise RuntimeError("The cable was cut.")

    monkeypatch.setattr(label_import, "match", breaks)
    for state in ("queued", "queued", "failed"):
        with pytest.raises(RuntimeError):
            imports.run(job["id"])
        assert Import.objects.get().state == state
    assert Import.objects.get().error == "The import failed 3 times: The cable was cut."


def test_labels_that_were_set_before_a_crash_are_not_set_again(three, send, monkeypatch, answer, hat, alice):
    monkeypatch.setattr(give_labels, "BATCH", 1)
    give = give_labels.give

    def dies_at_the_second(project, wanted, **options):
        if three[1].pk in wanted and not Import.objects.get().error:
            raise RuntimeError("killed")
        return give(project, wanted, **options)

    monkeypatch.setattr(give_labels, "give", dies_at_the_second)
    job = send(b"0.png,Dress\n1.png,Dress\nPhoto.png,Dress\n", "csv", run=False)
    with pytest.raises(RuntimeError):
        imports.run(job["id"])
    answer(three[0], "labeled", hat, by=alice)  # meanwhile somebody looked at it
    imports.run(job["id"])
    done = Import.objects.get()
    assert (done.state, done.report["set"], done.report["kept"], done.attempts) == ("done", 3, 0, 2)
    assert labels() == {"0.png": [2], "1.png": [1], "Photo.png": [1]}
    assert AnnotationEvent.objects.count() == 4


RUN = """
from annotations.imports import jobs
from annotations.imports.pictures import zip_pictures

job, where = arguments
zip_pictures.BATCH = 3
taken, take = [], zip_pictures._take
def until_the_third(*args):
    taken.append(1)
    if len(taken) == 3 and where == "before the third batch":
        here()
    take(*args)
    if len(taken) == 3:
        here()
zip_pictures._take = until_the_third
jobs.run(job)
"""


@pytest.mark.parametrize("where", ["before the third batch", "before its transaction ends"])
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_is_followed_by_one_that_ends_exactly_right(
    project, send, files, where, labeled_photos, bob
):
    photos = labeled_photos(12)
    content = zipped(*((f"{name}/{path.name}", path.read_bytes()) for path, name in photos.items()))
    job = send(content, "zip", by=bob, run=False, labels_from_folders=True)
    kill_where_it_stands(RUN, job["id"], where)
    row = Import.objects.get()
    assert (row.state, row.progress, row.report["added"]) == ("running", 6, 6)
    imports.run(row.pk)  # delivered again while the lease of the dead one still stands
    assert Asset.objects.count() == 6
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    imports.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.progress) == ("done", 2, 12)
    assert (row.report["added"], row.report["already_here"], row.report["labeled"]) == (12, 0, 12)
    assert (Asset.objects.count(), Annotation.objects.count(), AnnotationEvent.objects.count()) == (12, 12, 12)
    assert {name: project.categories.get(pk=pk).name for name, pk in _labels()} == {
        path.name: name for path, name in photos.items()
    }
    assert waiting(files) == []


def _labels():
    return Annotation.objects.values_list("asset__original_name", "category")


# --- from the shell -------------------------------------------------------------------------------------------------


def shell(capsys, *arguments):
    call_command("import_labels", *arguments, user="alice")
    return capsys.readouterr().out.splitlines()


def test_the_command_prints_the_lists_before_it_writes(three, alice, tmp_path, capsys):
    file = tmp_path / "labels.csv"
    file.write_text("0.png,Dress\ngone.png,Hat\n1.png,Shoe\n")
    with pytest.raises(CommandError, match="Nothing was written. Name --skip-unknown"):
        call_command("import_labels", "wardrobe", file, user="alice")
    assert capsys.readouterr().out.splitlines() == [
        "1 images that are not here:", "  gone.png", "1 categories that are not here:", "  Shoe",
        "1 to set, 0 already so, 0 have another answer, 0 without a label in the file.",
    ]  # fmt: skip
    assert not AnnotationEvent.objects.exists()
    assert shell(capsys, "wardrobe", file, "--skip-unknown")[-1] == "1 set, 0 kept with another answer."
    assert shell(capsys, "wardrobe", file, "--skip-unknown")[-1] == "0 set, 0 kept with another answer."
    assert AnnotationEvent.objects.count() == 1


def test_the_command_only_looks_when_it_is_told_so(three, alice, tmp_path, capsys):
    file = tmp_path / "labels.csv"
    file.write_text("0.png,Dress\n")
    assert shell(capsys, "wardrobe", file, "--dry-run") == [
        "1 to set, 0 already so, 0 have another answer, 0 without a label in the file."
    ]
    assert not AnnotationEvent.objects.exists()


def test_the_command_is_told_which_columns_are_meant(three, alice, tmp_path, capsys):
    file = tmp_path / "labels.csv"
    file.write_text("a,b,c\nx,0.png,Dress\n")
    with pytest.raises(CommandError, match=r"Choose the two: a, b, c\. Name them: --columns 1,2"):
        call_command("import_labels", "wardrobe", file, user="alice")
    assert shell(capsys, "wardrobe", file, "--columns=2,3")[-1] == "1 set, 0 kept with another answer."
    with pytest.raises(CommandError, match="no pair of columns"):
        call_command("import_labels", "wardrobe", file, "--columns=b,c")


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (b"a", [], "one column"),
        (zipped(("a.png", b"x")), [], "pictures without folders"),
        (b"{", [], "no JSON"),
        (None, [], "cannot be read"),
        (b"a,b", ["--user", "nobody"], "There is no user nobody"),
    ],
    ids=["one column", "pictures", "no JSON", "no file", "nobody"],
)
def test_the_command_says_what_is_wrong_in_one_sentence(three, alice, tmp_path, content, arguments, words):
    file = tmp_path / "labels"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_labels", "wardrobe", file, *(arguments or ["--user", "alice"]))
