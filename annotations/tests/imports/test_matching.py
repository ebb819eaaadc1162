"""Which images a file of labels means."""

import tempfile
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.imports import matching, suffixes, zips
from annotations.imports.matching import Matcher, Named, Rule
from annotations.imports.pictures import zip_labels
from assets.images import ingest, names
from assets.images.names import Came
from assets.models import Asset
from core.storage.scratch import work_dir
from projects import lifecycle
from tests.support.cast import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def came(project, bob):
    """Pictures that came by these paths: `came("a/001.jpg", "b/001.jpg")`."""

    def come(*paths):
        made = []
        for path in paths:
            folder, _, name = path.rpartition("/")
            content = picture(1000 + Asset.objects.count(), kind="JPEG")
            made.append(ingest.add_image(project, content=content, original_name=name, folder=folder, by=bob).asset)
        return made

    return come


def find(project, *paths):
    return Matcher(project).find([Named(path) for path in paths])


def found(project, *paths):
    """Of each path the asset and the rule; or how many there are."""
    return [(match.asset, match.rule) if match.rule else match.count for match in find(project, *paths)]


def test_pictures_with_one_name_in_several_folders_are_told_apart(project, came):
    a, b = (one.pk for one in came("a/001.jpg", "b/001.jpg"))
    paths = [
        "a/001.jpg",
        "/home/x/data/b/001.jpg",
        "C:\\x\\a\\001.jpg",
        "https://host/x/b/001.jpg",
        "001.jpg",
        "c/001.jpg",
    ]
    assert found(project, *paths) == [(a, Rule.PATH), (b, Rule.PATH), (a, Rule.PATH), (b, Rule.PATH), 2, 2]
    why = f"2 images are called so: a/001.jpg (number {a}), b/001.jpg (number {b})."
    assert find(project, "001.jpg")[0].why == why


def test_the_longest_part_that_both_have_decides(project, came):
    one, two, _ = (one.pk for one in came("x/a/1.jpg", "y/a/1.jpg", "a/1.jpg"))
    assert found(project, "z/y/a/1.jpg", "x/a/1.jpg", "z/a/1.jpg") == [(two, Rule.PATH), (one, Rule.PATH), 3]


def test_a_name_is_enough_where_one_image_has_it_whatever_folder_is_named(project, came):
    (one,) = came("a/1.jpg")
    assert found(project, "1.jpg", "b/1.jpg", "2.jpg", "") == [(one.pk, Rule.NAME), (one.pk, Rule.NAME), 0, 0]


def test_what_is_spelled_alike_goes_before_what_differs_in_case_or_accents(project, came):
    upper, lower, accent = (one.pk for one in came("A/x.jpg", "a/x.jpg", "\u00e9.jpg"))
    assert found(project, "A/x.jpg", "q/a/x.jpg", "a/X.jpg") == [
        (upper, Rule.PATH),
        (lower, Rule.PATH),
        (lower, Rule.SPELLING),
    ]
    assert found(project, "e\u0301.JPG") == [(accent, Rule.SPELLING)]
    assert found(project, "X.JPG") == [2]


def test_an_image_is_found_by_every_name_under_which_it_came(project, came, bob):
    one, two = came("a/1.jpg", "b/2.jpg")
    names.remember([Came(one.pk, "c", "2.jpg"), Came(one.pk, "d", "1.jpg"), Came(two.pk, "", "again.jpg")], by=bob)
    assert found(project, "c/2.jpg", "b/2.jpg", "again.jpg", "1.jpg", "2.jpg") == [
        (one.pk, Rule.OTHER_NAME),
        (two.pk, Rule.PATH),
        (two.pk, Rule.OTHER_NAME),
        (one.pk, Rule.NAME),
        2,
    ]


def test_other_spellings_are_tried_where_the_path_finds_nothing(project, came):
    one, two = (one.pk for one in came("01.jpg", "1a2b3c4d-02.jpg"))
    asked = [Named("1a2b3c4d-01.jpg", ("x.jpg", "01.jpg")), Named("1a2b3c4d-02.jpg", ("01.jpg",))]
    assert [match.asset for match in Matcher(project).find(asked)] == [one, two]


def test_the_bytes_decide_where_the_file_tells_their_hash(project, came, video_frames):
    one, _ = came("a/1.jpg", "b/2.jpg")
    first, second = video_frames
    asked = [
        Named("b/2.jpg", sha256=one.sha256),
        Named("b/2.jpg", sha256="0" * 64),
        Named("", sha256=first.sha256, asset=second.pk),
    ]
    (by_bytes, missing, several) = Matcher(project).find(asked)
    assert (by_bytes.asset, by_bytes.rule) == (one.pk, Rule.CONTENT)
    assert (missing.rule, missing.count) == (None, 0)
    assert (several.rule, several.count, several.why) == (None, 2, "2 images have these bytes.")
    by_number = Matcher(project, own=True).find(asked)[2]
    assert (by_number.asset, by_number.rule) == (second.pk, Rule.NUMBER)


def converted(project, bob, upload_sha256):
    """An image that was made of a file with this hash."""
    return Asset.objects.create(
        project=project, sha256="c" * 64, upload_sha256=upload_sha256, converted_from="image/heic", file="-", width=1,
        original_name="3.png", sort_name="3.png", mime_type="image/png", size_bytes=1, uploaded_by=bob, height=1,
    )  # fmt: skip


def test_an_image_that_was_converted_is_found_by_the_bytes_of_what_was_uploaded_too(project, came, bob):
    (other,) = came("b/2.jpg")
    made = converted(project, bob, "1" * 64)
    asked = [Named("b/2.jpg", sha256=sha256) for sha256 in ("1" * 64, made.sha256, other.sha256)]
    assert [(match.asset, match.rule) for match in Matcher(project).find(asked)] == [
        (made.pk, Rule.CONTENT), (made.pk, Rule.CONTENT), (other.pk, Rule.CONTENT),
    ]  # fmt: skip


def test_bytes_that_are_one_image_and_were_made_into_another_are_of_both(project, came, bob):
    (one,) = came("b/2.jpg")
    converted(project, bob, one.sha256)
    (match,) = Matcher(project).find([Named("b/2.jpg", sha256=one.sha256)])
    assert (match.rule, match.why) == (None, "2 images have these bytes.")


@pytest.fixture
def video_frames(project, bob):
    """Two frames of one video with the same bytes."""
    video = project.videos.create(
        sha256="0" * 64, original_name="a.mp4", file="-", mime_type="video/mp4", size_bytes=1, uploaded_by=bob
    )
    content = picture(7)
    prepared = ingest.prepare(project.dataset_id, content, "frame.png")
    frames = [ingest.PreparedFrame(prepared, at, at * 1000, content) for at in range(2)]
    ingest.add_frames(video, frames, by=bob)
    return list(video.frames.order_by("pk"))


def test_a_number_counts_in_a_file_of_this_very_project_alone(project, came):
    one, two = came("a/1.jpg", "b/2.jpg")
    asked = [Named("b/2.jpg", asset=one.pk), Named("b/2.jpg", asset=one.pk + 77)]
    assert [match.asset for match in Matcher(project, own=True).find(asked)] == [one.pk, two.pk]
    assert [match.asset for match in Matcher(project).find(asked)] == [two.pk, two.pk]


def test_images_of_other_projects_are_not_found(project, came, bob):
    (one,) = came("a/1.jpg")
    names.remember([Came(one.pk, "", "again.jpg")], by=bob)
    other = lifecycle.create("Garage", by=bob)
    asked = [Named("a/1.jpg"), Named("again.jpg"), Named("", sha256=one.sha256), Named("", asset=one.pk)]
    assert [match.count or match.asset for match in Matcher(other, own=True).find(asked)] == [0] * 4


def test_images_that_all_have_one_name_are_told_apart_too(project, came, bob, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(matching, "MOST_ROWS", 10)
    monkeypatch.setattr(matching, "CROWD", 5)
    made = came(*(f"{at}/image.jpg" for at in range(12)), "0/other.jpg", "1/other.jpg")
    names.remember([Came(made[12].pk, "12", "image.jpg")], by=bob)
    matcher = Matcher(project)
    asked = [Named("x/3/image.jpg"), Named("x/0/other.jpg"), Named("9/IMAGE.jpg"), Named("image.jpg")]
    for _ in range(2):
        answers = matcher.find(asked)
        assert [match.asset for match in answers] == [made[3].pk, made[12].pk, made[9].pk, 0]
        assert answers[3].count == 13
    with django_assert_num_queries(4):  # two for names that few have, two for how they are spelled
        matcher.find(asked)


def test_what_does_not_fit_into_memory_waits_in_the_work_folder(project, came, monkeypatch):
    monkeypatch.setattr(suffixes, "PART", 1)
    folders = []
    before = tempfile.TemporaryFile

    def opened(*args, **options):
        folders.append(options.get("dir"))
        return before(*args, **options)

    monkeypatch.setattr(tempfile, "TemporaryFile", opened)
    (one,) = came("a/1.jpg")
    among = zip_labels.Among([zips.Entry("b/2.jpg", zipfile.ZipInfo("b/2.jpg"))], {"b/2.jpg": 7})
    matcher = Matcher(project)
    found = among.finder(matcher)([Named("a/1.jpg"), Named("b/2.jpg")])
    assert [match.asset for match in found] == [one.pk, 7]
    assert folders == [work_dir()] * 2


def test_more_than_can_be_compared_are_counted(project, came, monkeypatch):
    monkeypatch.setattr(matching, "MOST_COMPARED", 2)
    came("a/1.jpg", "b/1.jpg", "c/1.jpg")
    (match,) = find(project, "1.jpg")
    assert (match.count, match.why) == (3, "3 names of images here end like it.")


@pytest.mark.parametrize("count", [1, 50])
def test_fifty_cost_as_many_queries_as_one(project, came, bob, count, django_assert_num_queries):
    made = came("a/1.jpg", "b/2.jpg")
    names.remember([Came(made[0].pk, "", "3.jpg")], by=bob)
    asked = [Named("1.jpg"), Named("3.jpg"), Named("", sha256=made[1].sha256), Named("", asset=made[0].pk)]
    with django_assert_num_queries(6):
        Matcher(project, own=True).find(asked * count)


def test_names_are_looked_up_by_their_indexes(project, bob):
    fixed = {"width": 1, "height": 1, "mime_type": "image/jpeg", "size_bytes": 1, "uploaded_by": bob, "file": "-"}
    made = Asset.objects.bulk_create(
        Asset(project=project, sha256=f"{at:064}", original_name=f"{at}.jpg", sort_name=f"{at}.jpg", **fixed)
        for at in range(3000)
    )
    names.remember([Came(one.pk, "a", f"{one.pk}.jpg") for one in made], by=bob)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = matching._Called(project, {"1.jpg", "2.jpg"})
    by_content = CaptureQueriesContext(connection)
    with by_content:
        Matcher(project)._by_content([Named("", sha256="0" * 64)])
    (query,) = by_content.captured_queries
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + query["sql"])
        plan = str(cursor.fetchall())
    assert "asset_by_hash" in plan
    assert "asset_converted_bytes_unique_in_project" in plan
    assert "asset_by_name" in asked._own().values_list("pk").explain()
    assert "asset_name_by_key" in asked._others().values_list("pk").explain()
