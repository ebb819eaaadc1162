"""Bringing in a folder of the server's disk."""

import os
import shutil
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from annotations.imports.pictures import folder
from annotations.models import AnnotationEvent
from assets.models import Asset
from projects import categories
from tests.support.cast import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def clothes(tmp_path):
    """dress/0.png, dress/1.png, Hat/2.png, 3.png right in the folder, and what is no picture."""
    root = tmp_path / "clothes"
    for at, name in enumerate(["dress/0.png", "dress/1.png", "Hat/deep/.keep", "Hat/2.png", "3.png"]):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture(at))
    (root / "Thumbs.db").write_bytes(b"x")
    (root / "notes.txt").write_bytes(b"not a picture")
    return root


def told(report):
    return report.added, report.here, report.labeled, report.kept, len(report.refused)


def labels():
    return {asset.original_name: asset.category_ids for asset in Asset.objects.with_labels()}


def test_every_picture_below_the_folder_comes_in_and_the_rest_is_told(project, bob, clothes):
    report = folder.import_folder(project, clothes, by=bob, processes=1)
    assert told(report) == (4, 0, 0, 0, 1)
    path, why = report.refused[0]
    assert (path.name, "JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF" in why) == ("notes.txt", True)
    assert not project.categories.exists()


def test_folders_that_are_no_classes_leave_their_pictures_without_a_label(project, bob, tmp_path, capsys):
    for number, path in enumerate(["train/cat/1.png", "Test/2.png", "3.png", "val/B\udcfccher/4.png"]):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(picture(number))
    call_command("import_assets", project.slug, str(tmp_path), "--labels-from-folders", "--user", bob.username)
    assert labels() == {"1.png": [1], "2.png": [], "3.png": [], "4.png": []}
    assert [category.name for category in project.categories.all()] == ["cat"]
    told = capsys.readouterr().out.replace(str(tmp_path), "")
    assert "2 without a label:\n" in told
    assert "Its folder Test is taken for a part of the set, not for a class." in told


def test_what_is_here_already_is_called_as_in_this_folder_too(project, photo, bob, clothes):
    folder.import_folder(project, clothes, by=bob, processes=1)
    assert list(photo.other_names.values_list("path", flat=True)) == ["dress/0.png"]


def test_pictures_stand_in_the_order_in_which_people_count_and_tell_their_folders(project, bob, tmp_path):
    for number, path in enumerate(["day10/b.png", "day2/img10.png", "day2/img9.png", "z.png", "day2/more/a.png"]):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(picture(number))
    folder.import_folder(project, tmp_path, by=bob, processes=1)
    assert list(project.assets.order_by("place").values_list("folder", "original_name")) == [
        ("", "z.png"),
        ("day2", "img9.png"),
        ("day2", "img10.png"),
        ("day2/more", "a.png"),
        ("day10", "b.png"),
    ]


def test_folders_become_labels_and_categories_where_there_is_none(project, dress, bob, clothes):
    assert told(folder.import_folder(project, clothes, by=bob, labels=True, processes=1)) == (4, 0, 3, 0, 1)
    assert [category.name for category in project.categories.order_by("class_index")] == ["Dress", "Hat"]
    assert labels() == {"0.png": [1], "1.png": [1], "2.png": [2], "3.png": []}
    assert set(AnnotationEvent.objects.values_list("to_status", "actor")) == {("labeled", bob.pk)}


def test_running_it_again_changes_nothing(project, bob, clothes):
    folder.import_folder(project, clothes, by=bob, labels=True, processes=1)
    before = Asset.objects.count(), AnnotationEvent.objects.count()
    assert told(folder.import_folder(project, clothes, by=bob, labels=True, processes=1)) == (0, 4, 0, 0, 1)
    assert (Asset.objects.count(), AnnotationEvent.objects.count()) == before


def test_another_answer_is_kept_unless_it_is_to_be_replaced(project, hat, answer, alice, bob, clothes):
    folder.import_folder(project, clothes, by=bob, labels=True, processes=1)
    answer(Asset.objects.get(original_name="0.png"), "approved", hat, by=alice)
    assert told(folder.import_folder(project, clothes, by=bob, labels=True, processes=1))[2:4] == (0, 1)
    assert labels()["0.png"] == [2]
    report = folder.import_folder(project, clothes, by=bob, labels=True, replace=True, processes=1)
    assert (report.labeled, report.kept) == (1, 0)
    assert labels()["0.png"] == [1]


def test_an_approved_image_whose_label_is_the_same_stays_approved(project, dress, answer, alice, bob, clothes):
    folder.import_folder(project, clothes, by=bob, labels=True, processes=1)
    answer(Asset.objects.get(original_name="0.png"), "approved", dress, by=alice)
    folder.import_folder(project, clothes, by=bob, labels=True, replace=True, processes=1)
    assert Asset.objects.get(original_name="0.png").status == "approved"


def test_a_folder_whose_name_a_spreadsheet_would_run_is_refused_before_anything_is_made(project, bob, clothes):
    (clothes / "dress").rename(clothes / "=1+1")
    with pytest.raises(CommandError, match="A spreadsheet would take “=1\\+1” for a formula"):
        call_command("import_assets", project.slug, clothes, labels_from_folders=True, user="bob")
    assert not project.categories.exists()
    assert not Asset.objects.exists()


def test_folders_with_nearly_equal_names_are_several_classes(project, dress, bob, clothes):
    (clothes / "Hat").rename(clothes / "dress²")
    (clothes / "dress").rename(clothes / "dress2")
    assert folder.import_folder(project, clothes, by=bob, labels=True, processes=1).labeled == 3
    assert sorted(category.name for category in project.categories.all()) == ["Dress", "dress2", "dress²"]


def test_folders_of_which_only_the_width_differs_are_refused_before_anything_is_made(project, bob, clothes):
    (clothes / "Hat").rename(clothes / "ｄｒｅｓｓ")
    with pytest.raises(CommandError, match="only in the width of its characters"):
        call_command("import_assets", project.slug, clothes, labels_from_folders=True, user="bob")
    assert not project.categories.exists()
    assert not Asset.objects.exists()


def test_a_retired_category_is_not_brought_back_by_a_folder(project, dress, bob, clothes):
    categories.retire(dress)
    with pytest.raises(CommandError, match="The category Dress was retired"):
        call_command("import_assets", project.slug, clothes, labels_from_folders=True, user="bob")
    assert not Asset.objects.exists()


def test_originals_are_linked_where_that_is_asked_for(project, bob, clothes, files):
    folder.import_folder(project, clothes, by=bob, link=True, processes=1)
    asset = Asset.objects.get(original_name="3.png")
    assert (files / asset.file).samefile(clothes / "3.png")


def test_a_link_out_of_the_folder_is_not_followed(project, bob, clothes, tmp_path):
    (tmp_path / "secret.png").write_bytes(picture(9))
    os.symlink(tmp_path / "secret.png", clothes / "link.png")
    os.symlink(tmp_path, clothes / "outside")
    assert folder.import_folder(project, clothes, by=bob, processes=1).added == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "."], "There is no project nowhere."),
        (["wardrobe", "missing"], "missing is no folder."),
        (["wardrobe", ".", "--user", "nobody"], "There is no user nobody."),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(project, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_assets", *arguments)


# --- the command as people run it -----------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path, prepared_data):
    """The command in a process of its own, on a data folder of its own."""
    shutil.copytree(prepared_data, tmp_path / "data")
    environment = {**os.environ, "LABELER_DATA": str(tmp_path / "data"), "SECRET_KEY": "only-for-this-test"}
    environment.pop("DATABASE_URL", None)

    def start(*arguments, **options):
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def run(*arguments):
        process = start(*arguments)
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return out

    run.start = start
    return run


@pytest.mark.processes
@pytest.mark.skipif(connection.vendor != "sqlite", reason="it has a database of its own")
def test_an_import_that_was_killed_is_finished_by_the_next_run_with_nothing_twice(command, labeled_photos, tmp_path):
    photos = labeled_photos(240)
    root = tmp_path / "clothes"
    for path, name in photos.items():
        target = root / name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    command("shell", "-c", (
        "from django.contrib.auth import get_user_model as u; from projects import lifecycle;"
        "lifecycle.create('Wardrobe', by=u().objects.get(username='admin'))"
    ))  # fmt: skip
    arguments = ["import_assets", "wardrobe", str(root), "--labels-from-folders"]
    process = command.start(*arguments, start_new_session=True)
    for line in process.stderr:
        if " of 240" in line:  # the first hundred are in
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    last = command(*arguments).splitlines()[-1]
    here = int(last.split(" added, ")[1].split(" ")[0])
    assert here >= folder.BATCH
    assert last.startswith(f"{240 - here} added, {here} already here, 0 refused")
    counts = command("shell", "-c", (
        "from assets.models import Asset; from annotations.models import Annotation, AnnotationEvent;"
        "print(Asset.objects.count(), Annotation.objects.count(), AnnotationEvent.objects.count())"
    ))  # fmt: skip
    assert counts.split()[-3:] == ["240", "240", "240"]
