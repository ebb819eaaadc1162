"""Names: an image keeps the one that it came in with, and every other under which its bytes came is remembered."""

import dataclasses
import unicodedata

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assets import folders
from assets.images import ingest, names
from assets.images.names import Came
from assets.models import AssetName
from tests.support.cast import at_once, picture

pytestmark = pytest.mark.django_db


def add(project, seed, name, by, folder=""):
    return ingest.add_image(project, content=picture(seed), original_name=name, by=by, folder=folder).asset


def test_the_same_bytes_under_another_name_or_in_another_folder_are_called_so_too(project, bob, alice):
    asset = add(project, 1, "001.png", bob, folder="a")
    add(project, 1, "001.png", alice, folder="b/c")
    add(project, 1, "002.png", alice)
    asset.refresh_from_db()
    assert (asset.original_name, asset.folder, asset.uploaded_by) == ("001.png", "a", bob)
    assert names.others_of(asset) == ["b/c/001.png", "002.png"]
    row = asset.other_names.get(path="b/c/001.png")
    assert (row.key, row.path_key, row.came_by) == ("001.png", "b/c/001.png", alice)


def test_its_own_name_is_no_other_and_one_that_is_known_is_not_told_twice(project, bob):
    asset = add(project, 1, "001.png", bob, folder="a")
    for _ in range(2):
        add(project, 1, "001.png", bob, folder="a")
        add(project, 1, "/home/bob/002.png", bob)
    assert names.others_of(asset) == ["002.png"]


def test_pictures_that_come_together_remember_those_among_them_that_are_equal(project, bob):
    prepared = [
        ingest.prepare(project.dataset_id, picture(seed), name, folder=folder)
        for seed, name, folder in [(1, "a.png", ""), (1, "b.png", "x"), (2, "c.png", "")]
    ]
    first, second, third = ingest.add_prepared(project, prepared, by=bob)
    assert (first.asset, second.duplicate) == (second.asset, True)
    assert (names.others_of(first.asset), names.others_of(third.asset)) == (["x/b.png"], [])
    ingest.add_prepared(project, [dataclasses.replace(prepared[2], original_name="d.png")], by=bob)
    assert names.others_of(third.asset) == ["d.png"]


def test_a_name_is_found_whatever_its_case_and_however_its_accents_are_written(project, bob):
    asset = add(project, 1, "a.png", bob)
    add(project, 1, unicodedata.normalize("NFD", "Été.PNG"), bob, folder="Süd")
    row = asset.other_names.get()
    assert row.path == "Süd/" + unicodedata.normalize("NFD", "Été.PNG")
    assert (row.key, row.path_key) == ("été.png", "süd/été.png")


def test_more_names_than_there_is_room_for_are_not_remembered_and_nothing_is_refused(project, bob, monkeypatch):
    monkeypatch.setattr(names, "MOST", 3)
    asset = add(project, 1, "a.png", bob)
    names.remember([Came(asset.pk, "", f"{number}.png") for number in range(2)], by=bob)
    names.remember([Came(asset.pk, "", f"{number}.png") for number in range(9)], by=bob)
    assert names.others_of(asset) == ["0.png", "1.png", "2.png"]
    assert add(project, 1, "again.png", bob) == asset
    assert len(names.others_of(asset)) == 3


def test_an_image_that_was_just_deleted_is_no_fault_of_who_sends_it_again(project, photo, bob):
    names.remember([Came(photo.pk, "", "b.png"), Came(photo.pk + 7, "", "c.png")], by=bob)
    assert list(AssetName.objects.values_list("asset", "path")) == [(photo.pk, "b.png")]


@pytest.mark.django_db(transaction=True)
def test_several_who_send_it_at_one_moment_remember_each_name_once_and_not_too_many(project, bob, alice, monkeypatch):
    monkeypatch.setattr(names, "MOST", 3)
    asset = add(project, 1, "a.png", bob)
    at_once(*[lambda by=by, at=at: add(project, 1, f"{at}.png", by) for by in (alice, bob) for at in range(4)])
    assert len(names.others_of(asset)) == 3
    assert set(names.others_of(asset)) < {"0.png", "1.png", "2.png", "3.png"}


def test_the_database_refuses_a_name_twice_and_one_that_says_nothing(photo, bob):
    names.remember([Came(photo.pk, "", "b.png")], by=bob)
    for path in ("b.png", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            AssetName.objects.create(asset=photo, path=path, key="", path_key="", came_by=bob)


def test_who_sends_known_names_again_waits_for_nobody_and_writes_nothing(photo, bob, django_assert_num_queries):
    names.remember([Came(photo.pk, "", "b.png")], by=bob)
    with django_assert_num_queries(2) as asked:
        names.remember([Came(photo.pk, "", "b.png")], by=bob)
    assert [query["sql"][:6] for query in asked] == ["SELECT"] * 2


def test_five_hundred_cost_a_dozen_queries(project, photos, bob, django_assert_max_num_queries):
    some = photos(5)
    with django_assert_max_num_queries(12):
        names.remember([Came(photo.pk, "x", f"{at}.png") for photo in some for at in range(100)], by=bob)
    assert AssetName.objects.count() == 500


@given(st.text(max_size=folders.MOST), st.text(max_size=400))
def test_whatever_the_names_of_file_and_folder_their_path_fits(folder, name):
    path = names.path_of(folders.tidied(folder), ingest.clean_name(name, "bin"))
    keys = names.keys_of(path)
    for field, value in {"path": path, **keys}.items():
        assert 0 < len(value) <= AssetName._meta.get_field(field).max_length
    assert keys["key"] == names.sort_name(path.rpartition("/")[2])
