"""Places: given in stretches from one counter, once each, to whoever asked; what comes without one gets the next."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.images import ingest, places
from assets.models import Asset, PlaceBatch
from assets.uploads import resumable
from core.exceptions import Refused
from core.pagination import keyset_page
from projects import lifecycle
from tests.support.cast import at_once, make_photo, make_photos, picture, refused

pytestmark = pytest.mark.django_db
WARDROBE = "projects/wardrobe/"


def order(project):
    return list(project.assets.order_by("place", "pk").values_list("original_name", flat=True))


def send(program, seed, name="a.png", **told):
    file = ContentFile(picture(seed), name)
    return program.post(f"{WARDROBE}assets/", {"file": file} | told, format="multipart")


def reserve(program, count):
    answer = program.post(f"{WARDROBE}uploads/places/", {"count": count}, format="json")
    assert answer.status_code == 201
    return answer.json()


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_each_project_counts_for_itself_from_one(project, bob):
    other = lifecycle.create("Attic", by=bob)
    assert [places.take(project.pk, 3), places.take(project.pk, 1), places.take(other.pk, 2)] == [1, 4, 1]


def test_what_comes_without_a_list_stands_behind_what_is_here(project, bob):
    make_photo(project, by=bob, seed=1)
    make_photos(project, range(2, 5), by=bob)
    assert list(project.assets.order_by("pk").values_list("place", flat=True)) == [1, 2, 3, 4]


def test_a_list_stands_in_its_order_however_it_arrives(project, api, alice):
    program = api(alice)
    batch = reserve(program, 3)
    for index in (2, 0, 1):
        assert send(program, index, f"{index}.png", place=batch["start"] + index).status_code == 201
    assert order(project) == ["0.png", "1.png", "2.png"]
    listed = program.get(f"{WARDROBE}assets/?sort=place&cursor={batch['cursor']}").json()["results"]
    assert [asset["original_name"] for asset in listed] == ["0.png", "1.png", "2.png"]
    # By number, as ever, without a sort.
    assert [asset["original_name"] for asset in program.get(f"{WARDROBE}assets/").json()["results"]] == [
        "1.png",
        "0.png",
        "2.png",
    ]


def test_what_comes_later_stands_behind_a_list_that_is_still_under_way(project, api, alice, bob):
    program = api(alice)
    batch = reserve(program, 2)
    make_photo(project, by=bob, seed=9, name="later.png")
    for index in (1, 0):
        send(program, index, f"{index}.png", place=batch["start"] + index)
    assert order(project) == ["0.png", "1.png", "later.png"]


def test_a_place_that_was_given_to_nobody_or_somebody_else_or_elsewhere_is_refused(project, api, alice, bob):
    lifecycle.create("Attic", by=bob)
    program = api(alice)
    batch = reserve(program, 2)
    of_bob = reserve(api(bob), 2)
    for place in (batch["start"] - 1, batch["start"] + 2, of_bob["start"], 2**62, "x", "-1", "9" * 30):
        assert code(send(program, 1, place=place)) == (400, "bad_place")
    file = ContentFile(picture(1), "a.png")
    elsewhere = program.post("projects/attic/assets/", {"file": file, "place": batch["start"]}, format="multipart")
    assert code(elsewhere) == (400, "bad_place")
    assert not Asset.objects.exists()


def test_places_of_a_month_ago_are_no_longer_known(project, api, alice):
    program = api(alice)
    batch = reserve(program, 2)
    PlaceBatch.objects.update(created_at=timezone.now() - places.KEPT - timedelta(seconds=1))
    assert code(send(program, 1, place=batch["start"])) == (400, "bad_place")
    resumable.sweep()
    assert not PlaceBatch.objects.exists()


@pytest.mark.parametrize("count", [0, -1, places.MOST + 1, "x", None])
def test_a_count_that_is_none_is_refused(project, api, alice, count):
    assert api(alice).post(f"{WARDROBE}uploads/places/", {"count": count}, format="json").status_code == 400


def test_a_duplicate_keeps_its_first_place_and_folder(project, api, alice):
    program = api(alice)
    batch = reserve(program, 2)
    first = send(program, 1, place=batch["start"], folder="one").json()
    again = send(program, 1, place=batch["start"] + 1, folder="two").json()
    assert (again["duplicate"], again["place"], again["folder"]) == (True, first["place"], "one")
    asset = project.assets.get()
    assert (asset.place, asset.folder, asset.folder_key) == (batch["start"], "one", "one")


def test_the_place_and_the_folder_of_an_image_never_change(photo):
    for column, value in (("place", 99), ("folder", "x"), ("folder_key", "x")):
        assert refused(f"UPDATE assets_asset SET {column} = %s WHERE id = %s", value, photo.pk)


def test_a_folder_that_is_none_is_refused(project, api, alice):
    assert code(send(api(alice), 1, folder="a/../b")) == (400, "bad_folder")
    assert code(send(api(alice), 1, folder="a" * 301)) == (400, "bad_folder")


def test_frames_stand_behind_their_video_in_time_and_before_what_came_after_it(project, bob):
    make_photo(project, by=bob, seed=1, name="before.png")
    place = places.take(project.pk, places.OF_A_VIDEO)
    video = project.videos.create(sha256="0" * 64, original_name="v.mp4", file="-", size_bytes=1, uploaded_by=bob,
                                  place=place)  # fmt: skip
    make_photo(project, by=bob, seed=2, name="after.png")
    for index in (40, 20, 30):
        prepared = ingest.prepare(project.dataset_id, picture(index), f"{index}.png")
        ingest.add_frames(video, [ingest.PreparedFrame(prepared, index, index * 40, picture(index))], by=bob)
    assert order(project) == ["before.png", "20.png", "30.png", "40.png", "after.png"]


def test_a_video_from_before_there_were_places_gets_one_with_its_next_frames(project, bob):
    video = project.videos.create(sha256="0" * 64, original_name="v.mp4", file="-", size_bytes=1, uploaded_by=bob)
    start = places.of_frames(video)
    video.refresh_from_db()
    assert (video.place, places.of_frames(video)) == (start, start)
    assert refused("UPDATE assets_video SET place = place + 1 WHERE id = %s", video.pk)


@pytest.mark.django_db(transaction=True)
def test_two_who_drop_at_the_same_moment_are_never_mixed(project):
    starts = at_once(*[lambda: [places.take(project.pk, 100) for _ in range(10)] for _ in range(4)])
    found = sorted(start for several in starts for start in several)
    assert found == [1 + 100 * turn for turn in range(40)]


@pytest.mark.django_db(transaction=True)
def test_uploads_without_a_place_get_different_ones_at_the_same_moment(project, bob):
    def several(first):
        return lambda: [make_photo(project, by=bob, seed=seed) for seed in range(first, first + 5)]

    at_once(several(0), several(100), several(200))
    found = sorted(project.assets.values_list("place", flat=True))
    assert found == list(range(1, 16))


@pytest.mark.django_db(transaction=True)
def test_the_frames_of_an_old_video_begin_at_one_place_though_two_runs_ask(project, bob):
    video = project.videos.create(sha256="0" * 64, original_name="v.mp4", file="-", size_bytes=1, uploaded_by=bob)
    fresh = lambda: places.of_frames(type(video).objects.get(pk=video.pk))  # noqa: E731
    assert len(set(at_once(fresh, fresh, fresh))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(given_places=st.lists(st.integers(1, 6), max_size=14), limit=st.integers(1, 5))
def test_paging_by_place_gives_each_once_both_ways(project, bob, given_places, limit):
    Asset.objects.all().delete()
    Asset.objects.bulk_create(
        Asset(project=project, sha256=f"{n:064x}", file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
              original_name="x", sort_name="x", uploaded_by=bob, place=place)
        for n, place in enumerate(given_places)
    )  # fmt: skip
    expected = list(project.assets.order_by("place", "pk").values_list("pk", flat=True))
    pages = [keyset_page(project.assets.all(), places.ORDER, limit=limit)]
    while pages[-1].next:
        pages.append(keyset_page(project.assets.all(), places.ORDER, pages[-1].next, limit))
    assert [asset.pk for page in pages for asset in page.items] == expected
    for page, following in pairwise(pages):
        back = keyset_page(project.assets.all(), places.ORDER, following.previous, limit)
        assert back.items == page.items


def test_a_check_asks_one_query(project, bob, django_assert_num_queries):
    batch = places.reserve(project, 3, by=bob)
    with django_assert_num_queries(1):
        places.check(project, batch.start + 2, by=bob)
    with pytest.raises(Refused):
        places.check(project, batch.start + 3, by=bob)
