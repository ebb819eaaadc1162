"""Every row has its bytes and every byte its row: what a failing disk, and people who tidy up, do to the store."""

import os
import time

import pytest
from django.utils import timezone

from assets.images import deletion, renditions
from assets.models import Asset
from core.storage import local
from labeler.integrity import mending
from labeler.integrity.findings import Finding
from labeler.integrity.look import GRACE, Look
from labeler.tests.integrity.conftest import flipped
from tests.support.cast import make_photo, make_photos

pytestmark = pytest.mark.django_db


def rendition(asset, kind="thumb"):
    return renditions.rendition_name(asset.project.dataset_id, asset.sha256, kind)


def read(files, name):
    return (files / name).read_bytes()


def stored(files):
    return sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())


LONG = 2 * GRACE.total_seconds()


def old(path, seconds=LONG):
    """As a file that has lain there for long. The system keeps when a name was given, and lets nobody change it."""
    os.utime(path, (time.time() - seconds,) * 2)


@pytest.fixture
def time_of_names(monkeypatch):
    """Only the time that a test can set counts."""
    monkeypatch.setattr(local, "max", lambda modified, named: modified, raising=False)


def test_a_store_that_is_whole_is_said_to_be(check, three):
    checked = check("--hash")
    assert (checked.code, checked.findings) == (0, [])
    assert checked.summary["whole"] is True
    assert checked.summary["looked"] == {"images": 3, "files": 9, "answers": 3, "projects": 1}


def test_without_anything_nothing_is_wrong(check, db):
    assert (check().code, check("--hash").code) == (0, 0)


def test_an_original_that_is_gone_is_told_with_its_image(check, three, broken):
    broken(three[1].file, None)
    checked = check()
    assert (checked.code, checked.kinds) == (1, ["original_missing"])
    assert checked.findings == [
        {
            "finding": "original_missing",
            "words": f"Image {three[1].pk}: its file is gone.",
            "project": "wardrobe",
            "file": three[1].file,
            "assets": [three[1].pk],
        }
    ]


def test_an_original_that_was_cut_off_is_told(check, three, files, broken):
    broken(three[0].file, read(files, three[0].file)[:-1])
    assert check().kinds == ["original_size"]


def test_one_byte_that_changed_is_seen_where_bytes_are_read(check, three, files, broken):
    broken(three[2].file, flipped(read(files, three[2].file)))
    assert check().findings == []
    checked = check("--hash")
    assert (checked.code, checked.kinds, checked.findings[0]["assets"]) == (1, ["original_hash"], [three[2].pk])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_original_that_is_not_given_out_is_told(check, three, files):
    (files / three[0].file).chmod(0)
    assert check("--hash").kinds == ["original_unreadable"]


def test_what_a_disk_does_not_give_out_stops_no_look_at_the_others(check, three, files, broken, monkeypatch):
    before = local.LocalBlobs.open_raw

    def fail(self, name):
        if name == three[0].file:
            raise OSError(5, "Input/output error")
        return before(self, name)

    monkeypatch.setattr(local.LocalBlobs, "open_raw", fail)
    broken(three[1].file, flipped(read(files, three[1].file)))
    assert check("--hash").kinds == ["original_hash", "original_unreadable"]


def test_originals_are_never_repaired(check, three, broken):
    broken(three[0].file, None)
    checked = check("--repair")
    assert (checked.code, checked.kinds) == (1, ["original_missing"])
    assert "repaired" not in checked.findings[0]


def test_a_rendition_that_is_gone_is_made_anew(check, three, files, broken):
    before = read(files, rendition(three[0]))
    broken(rendition(three[0]), None)
    assert (check().code, check().kinds) == (1, ["rendition_missing"])
    checked = check("--repair")
    assert (checked.code, checked.kinds, checked.findings[0]["repaired"]) == (0, ["rendition_missing"], True)
    assert read(files, rendition(three[0])) == before
    assert check("--hash").findings == []


@pytest.mark.parametrize("left", [0, 100])
def test_a_rendition_that_was_cut_off_is_made_anew(check, three, files, broken, left):
    before = read(files, rendition(three[0], "display"))
    broken(rendition(three[0], "display"), before[:left])
    assert check("--hash").kinds == ["rendition_cut"]
    assert check("--hash", "--repair").code == 0
    assert read(files, rendition(three[0], "display")) == before


def test_a_rendition_is_not_made_from_an_original_that_changed(check, three, files, broken):
    broken(three[0].file, flipped(read(files, three[0].file)))
    broken(rendition(three[0]), None)
    checked = check("--repair")
    assert (checked.code, checked.kinds) == (1, ["rendition_missing"])
    assert checked.findings[0]["repair"] == "Not repaired: the original is not whole."
    assert not (files / rendition(three[0])).exists()


def test_a_file_that_no_row_names_is_told(check, three, files, broken):
    name = three[0].file.replace(three[0].sha256, "f" * 64)
    broken(name, b"nobody's")
    checked = check()
    assert (checked.code, checked.kinds, checked.findings[0]["file"]) == (1, ["stray"], name)


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "originals/x.png",
        "originals/x/y",
        "old/renditions/a.jpg",
        "versions/x.zip",
        "imports/a/b",
        "shapes/a",
    ],
)
def test_wherever_it_lies_it_is_told(check, three, broken, name):
    broken(name, b"what?")
    assert [(each["finding"], each["file"]) for each in check().findings] == [("stray", name)]


def test_a_file_that_has_just_come_is_no_finding(check, three, broken, files, time_of_names):
    name = three[0].file.replace(three[0].sha256, "f" * 64)
    broken(name, b"its row is about to be written")
    old(files / name, seconds=GRACE.total_seconds() - 60)
    assert check("--grace", "24").findings == []
    old(files / name, seconds=GRACE.total_seconds() + 60)
    assert check("--grace", "24").kinds == ["stray"]


def test_nothing_is_ever_removed_and_a_stray_is_told_with_its_age(check, three, broken, files, time_of_names):
    ours = three[0].file.replace(three[0].sha256, "f" * 64)
    for name in (ours, "versions/x/v1-a.zip", "imports/x/a.csv", "probe/1", "originals/letter.txt", "letter.txt"):
        broken(name, b"nobody's")
        old(files / name, seconds=3 * 86_400 + 60)
    before = stored(files)
    checked = check("--hash", "--repair")
    assert (checked.code, checked.kinds) == (1, ["stray"] * 6)
    assert stored(files) == before
    told = checked.findings[0]
    assert (told["file"], "repair" in told) == (ours, False)
    assert "UTC (3 days). The program never removes it" in told["words"]


def test_a_rendition_that_is_whole_again_by_now_is_not_removed(three, monkeypatch):
    """Somebody looked at the picture between the finding and its repair."""
    removed = []
    monkeypatch.setattr(local.LocalBlobs, "delete", lambda self, name: removed.append(name))
    finding = Finding("rendition_cut", "It was.", file=rendition(three[0]), assets=[three[0].pk])
    mending.mend(finding)
    assert (finding.repaired, removed) == (True, [])


def test_a_look_that_goes_on_behind_a_file_with_a_strange_name_leaves_out_no_image(check, three, broken):
    """Where a collation puts a full stop nobody knows."""
    from labeler.integrity import files as looked

    project = three[0].project
    for after, left in ((".D", 3), ("", 3), ("ff", 0), ("zz", 0)):
        units = looked._of_project(project, after, Look())
        assert sum(unit.looked["images"] for unit in units) == left, after
    first = min(photo.sha256 for photo in three)[:2]
    asked = []
    rows = looked._in_order
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looked, "_in_order", lambda of, behind: asked.append(behind) or rows(of, behind))
        list(looked._of_project(project, first, Look()))
        list(looked._of_project(project, ".D", Look()))
    assert asked == [f"{first}g"] * 2 + [""] * 2


def test_an_image_that_goes_while_it_is_looked_at_is_no_finding(
    check, three, monkeypatch, django_capture_on_commit_callbacks
):
    """Its row was read, and then it was deleted with its files."""
    walk = local.LocalBlobs.walk
    gone = []

    def delete_first(self, folder, *, after=""):
        if not gone and folder.startswith("originals"):
            gone.append(three[0])
            with django_capture_on_commit_callbacks(execute=True):
                deletion.remove(three[0])
        return walk(self, folder, after=after)

    monkeypatch.setattr(local.LocalBlobs, "walk", delete_first)
    assert check("--hash").findings == []
    assert gone


def test_an_image_that_comes_while_it_is_looked_at_is_no_finding(check, project, three, bob, monkeypatch):
    """Its file was listed, and its row written after the rows were read."""
    from labeler.integrity import files as looked

    in_order, came = looked._in_order, []

    def rows_then_another(rows, behind):
        yield from in_order(rows, behind)
        if not came:
            came.append(make_photo(project, by=bob, seed=50))

    monkeypatch.setattr(looked, "_in_order", rows_then_another)
    assert check("--hash").findings == []
    assert came


def test_frames_that_share_a_file_are_told_of_once(check, project, bob, dress, broken, no_triggers):
    from exports.tests.many import approved_frames

    approved_frames(project, dress, 5, by=bob)
    no_triggers("DELETE FROM annotations_annotation")
    no_triggers("UPDATE assets_asset SET status = 'unlabeled'")
    name = Asset.objects.first().file
    broken(name, None)
    told = [each for each in check().findings if each["finding"] == "original_missing" and "assets" in each]
    assert [(each["file"], len(each["assets"])) for each in told] == [(name, 5)]


def test_a_video_has_its_bytes(check, project, bob, broken, tmp_path):
    from assets.videos import ingest
    from tests.support.files.videos import H264, make

    video = ingest.add_video(project, make(tmp_path / "walk.mp4", *H264), original_name="walk.mp4", by=bob).video
    assert check("--hash").findings == []
    broken(video.file, None)
    checked = check("--hash")
    assert (checked.kinds, checked.findings[0]["video"]) == (["original_missing"], video.pk)


def test_many_images_are_looked_at_with_as_many_questions_as_few(check, project, bob, django_assert_max_num_queries):
    """A folder of hashes at a time: rows are not asked for one by one."""
    make_photos(project, range(3), by=bob)
    with django_assert_max_num_queries(60):
        check()
    make_photos(project, range(10, 70), by=bob)
    with django_assert_max_num_queries(60):
        check()


def test_an_import_whose_file_is_gone_is_told(check, project, bob):
    from annotations.models import Import

    job = Import.objects.create(
        project=project, kind="csv", original_name="a.csv", size_bytes=3, file="imports/none", created_by=bob
    )
    assert check().findings == [
        {
            "finding": "import_missing",
            "words": f"Import {job.pk}: its file is gone.",
            "project": "wardrobe",
            "file": "imports/none",
        }
    ]


def test_places_that_a_run_is_about_to_store_are_not_missed(check, project, bob):
    from annotations.models import Import

    job = Import.objects.create(
        project=project, kind="csv", original_name="a.csv", size_bytes=3, places="imports/none", created_by=bob
    )
    assert check().findings == []
    Import.objects.filter(pk=job.pk).update(state="done")
    assert check().kinds == ["import_missing"]


def test_a_file_of_an_import_that_comes_while_its_row_is_read_is_no_finding(check, project, bob, broken, monkeypatch):
    from annotations.models import Import
    from labeler.integrity import others

    Import.objects.create(
        project=project, kind="csv", original_name="a.csv", size_bytes=3, file="imports/a", created_by=bob
    )
    promised = others._is_promised
    monkeypatch.setattr(
        others, "_is_promised", lambda pk, name: broken(name, b"it came") or promised(pk, name), raising=True
    )
    assert check().findings == []


def test_files_of_the_future_are_no_strays(check, three, broken, files, time_of_names):
    """A clock that was set back: nobody knows how old they are."""
    name = three[0].file.replace(three[0].sha256, "e" * 64)
    broken(name, b"from tomorrow")
    os.utime(files / name, (timezone.now().timestamp() + 86_400,) * 2)
    assert check().findings == []
