"""The inputs of the shared folder that are about names, folders and zips: each with what is right."""

import json

import pytest
from django.core.files import File

from annotations.imports import jobs
from annotations.models import Import
from assets.images import ingest
from assets.images.names import path_of
from assets.models import Asset
from projects import categories, lifecycle
from tests.support import shared
from tests.support.cast import make_photo, picture

pytestmark = [pytest.mark.django_db, pytest.mark.shared]


@pytest.fixture
def animals(bob):
    return lifecycle.create("Animals", by=bob)


@pytest.fixture
def take(animals, bob, monkeypatch):
    """Bring a case in: `take("two.zip")`."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)

    def call(name, **options):
        kind = "zip" if name.endswith(".zip") else "labels"
        with (shared.FOLDER / "cases" / name).open("rb") as file:
            job = jobs.request_import(animals, file=File(file), name=name, kind=kind, by=bob, **options)
        jobs.run(job.pk)
        job = Import.objects.get(pk=job.pk)
        assert (job.state, job.error) == ("done", "")
        return job.report

    return call


def named(project, *names):
    for name in names:
        categories.add(project, name)


def labels(project):
    """The name of the category of each image, by its path."""
    rows = project.assets.with_labels().order_by("place")
    return {path_of(row.folder, row.original_name): [a.category.name for a in row.annotations.all()] for row in rows}


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_one_name_in_two_folders(animals, take, kind):
    named(animals, "cat", "dog")
    take("two.zip")
    assert take(f"same_name_two_folders.{kind}")["by_rule"] == {"path": 2}
    assert labels(animals) == {"a/001.jpg": ["cat"], "b/001.jpg": ["dog"]}


def test_the_second_name_of_a_duplicate(animals, take, bob):
    named(animals, "cat")
    make_photo(animals, by=bob, seed=1, name="first.jpg")
    assert ingest.add_image(animals, content=picture(1), original_name="again.jpg", by=bob).duplicate
    assert take("second_name_of_duplicate.csv")["by_rule"] == {"other_name": 1}
    assert labels(animals) == {"first.jpg": ["cat"]}


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_labels_of_label_studio(animals, take, bob, ending):
    named(animals, "cat", "dog")
    for number in range(1, 5):
        make_photo(animals, by=bob, seed=number, name=f"0{number}.jpg")
    report = take(f"label_studio_choices.{ending}")
    skipped = ending == "json"  # its CSV does not tell
    assert (report["set"], report["skipped"]) == (2 + skipped, int(skipped))
    assert labels(animals) == {"01.jpg": ["cat"], "02.jpg": ["dog"], "03.jpg": [], "04.jpg": []}
    assert animals.assets.get(original_name="04.jpg").status == ("skipped" if skipped else "unlabeled")


def test_tags_of_cvat(animals, take, bob):
    named(animals, "cat", "dog")
    for number, name in enumerate(["01.jpg", "02.jpg", "03.jpg"]):
        make_photo(animals, by=bob, seed=number, name=name)
    assert take("cvat_tags.xml")["set"] == 2
    assert labels(animals) == {"01.jpg": ["cat"], "02.jpg": ["dog"], "03.jpg": []}


@pytest.mark.parametrize("spelling", ["string_category_id", "string_image_id", "float_ids"])
def test_ids_in_any_spelling(animals, take, bob, spelling):
    named(animals, "cat", "dog")
    make_photo(animals, by=bob, name="10.jpg")
    assert take(f"{spelling}.json")["set"] == 1
    assert labels(animals) == {"10.jpg": ["dog" if spelling == "float_ids" else "cat"]}


def test_a_record_without_its_category(animals, take, bob):
    named(animals, "cat", "dog")
    for number in (15, 16):
        make_photo(animals, by=bob, seed=number, name=f"{number}.jpg")
    report = take("missing_category_id.json", skip_unknown=True)
    assert labels(animals) == {"15.jpg": ["cat"], "16.jpg": []}
    assert report["bad_records"]["count"] == 1


def test_one_class_in_two_spellings(animals, take, bob):
    named(animals, "Red Deer")
    take_names = [each["file_name"] for each in _images("same_class_two_cases.json")]
    for at, name in enumerate(take_names):
        make_photo(animals, by=bob, seed=at, name=name)
    assert take("same_class_two_cases.json")["set"] == Asset.objects.count() > 0
    assert set(map(tuple, labels(animals).values())) == {("Red Deer",)}


def _images(name):
    return json.loads((shared.FOLDER / "cases" / name).read_text())["images"]


@pytest.mark.parametrize(
    ("name", "found", "classes"),
    [
        ("backslash.zip", {"set1/cat/a.jpg": ["cat"], "set1/dog/b.jpg": ["dog"]}, ["cat", "dog"]),
        ("hf_imagefolder.zip", {"train/01.jpg": [], "train/02.jpg": [], "test/03.jpg": []}, []),
        (
            "class_folders_with_splits.zip",
            {
                "train/cat/01.jpg": ["cat"],
                "train/dog/02.jpg": ["dog"],
                "valid/cat/03.jpg": ["cat"],
                "test/dog/04.jpg": ["dog"],
            },
            ["cat", "dog"],
        ),
        (
            "own_imagefolder.zip",
            {"train/0000-cat/000000000001.jpg": ["cat"], "test/0001-dog/000000000002.jpg": ["dog"]},
            ["cat", "dog"],
        ),
    ],
)
def test_folders_of_a_zip(animals, take, name, found, classes):
    assert take(name, labels_from_folders=True)["new_categories"] == classes
    assert labels(animals) == found
