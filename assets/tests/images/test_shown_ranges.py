"""Deep pictures in the store: their renditions have a name of their own, and older ones are found."""

import pytest
from django.core.management import call_command

from assets.images import deletion, renditions, shown_ranges
from assets.models import Asset, AssetLook
from assets.tests.images.test_pictures import shown
from tests.support.cast import make_photo
from tests.support.files.tiffs import TWELVE_BITS

pytestmark = pytest.mark.django_db


@pytest.fixture
def deep(project, bob):
    return make_photo(project, by=bob, content=TWELVE_BITS, name="deep.tif")


def an_older_one(project, by):
    """As a row that was there before the columns, with its files."""
    row = Asset.objects.values().get(pk=make_photo(project, by=by, content=TWELVE_BITS, name="deep.tif").pk)
    AssetLook.objects.all().delete()
    Asset.objects.all().delete()
    return Asset.objects.create(**row | {"id": None, "shown_from": None, "shown_to": None})


def test_a_deep_picture_keeps_what_it_is_shown_over(deep):
    asset = Asset.objects.get()
    assert (asset.shown_from, asset.shown_to, asset.recipe) == (0, 4095, "auto")


def test_an_ordinary_picture_has_no_recipe_in_its_names(photo):
    assert (photo.shown, photo.recipe) == (None, "")
    assert renditions.file_name(photo, "thumb").endswith("-thumb.jpg")


def test_its_renditions_carry_their_recipe_and_go_with_it(deep, files, django_capture_on_commit_callbacks):
    names = [renditions.file_name(deep, kind) for kind in ("display", "thumb")]
    assert [name.rpartition(deep.sha256)[2] for name in names] == ["-display-auto.jpg", "-thumb-auto.jpg"]
    assert all((files / name).exists() for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        deletion.remove_many(deep.project, [deep.pk])
    assert not [path for path in (files / "renditions").rglob("*") if path.is_file()]


def test_an_older_one_is_shown_as_it_was_until_it_is_found(project, bob, photo, capsys):
    older = an_older_one(project, bob)
    assert renditions.file_name(older, "display").endswith("-display.jpg")
    call_command("fill_shown_ranges")
    assert capsys.readouterr().out == "1 filled.\n"
    older = Asset.objects.get(pk=older.pk)
    assert older.shown == (0, 4095)
    with renditions.open_rendition(older, "display") as file:
        image = shown(file.read())
    assert image.getpixel((0, 8)) < (8, 8, 8)
    assert image.getpixel((63, 8)) > (247, 247, 247)
    assert shown_ranges.fill_shown_ranges() == shown_ranges.Filled(0, [])


def test_one_whose_file_is_gone_is_told(project, bob, files, capsys):
    older = an_older_one(project, bob)
    (files / older.file).unlink()
    call_command("fill_shown_ranges")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("0 filled.\n", f"The files of these are missing or damaged: {older.pk}.\n")
