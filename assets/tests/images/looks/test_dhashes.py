"""Pictures that look the same have the same hash, which is filled once; and 400 numbers tell how one looks."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from PIL import Image, ImageDraw

from assets.formats import NO_DHASH, Unusable
from assets.images import dhashes, ingest, renditions
from assets.images.looks import look
from assets.images.pictures import read
from assets.models import Asset, AssetLook
from tests.support.cast import make_photo, refused


def columns(*greys, rows=80):
    """Upright bars from left to right, each of one grey, nine in all."""
    image = Image.new("RGB", (90, rows))
    draw = ImageDraw.Draw(image)
    for place, grey in enumerate(greys):
        draw.rectangle((place * 10, 0, place * 10 + 9, rows), (grey,) * 3)
    return image


def bytes_of(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


RISING = columns(0, 30, 60, 90, 120, 150, 180, 210, 240)
MIXED = columns(0, 200, 0, 200, 200, 0, 0, 0, 200)


def test_a_bit_is_set_where_the_next_column_is_brighter_the_highest_first():
    assert look(bytes_of(RISING)).dhash == -1  # all 64
    assert look(bytes_of(RISING.transpose(Image.Transpose.FLIP_LEFT_RIGHT))).dhash == 0
    falling_above = RISING.copy()
    falling_above.paste(RISING.transpose(Image.Transpose.FLIP_LEFT_RIGHT).crop((0, 0, 90, 40)), (0, 0))
    assert look(bytes_of(falling_above, quality=95)).dhash & 0xFFFFFF == 0xFFFFFF
    assert look(bytes_of(falling_above, quality=95)).dhash >> 40 == 0


def test_a_plain_picture_has_0():
    assert look(bytes_of(Image.new("RGB", (320, 240), (9, 80, 200)))).dhash == 0


def test_no_picture_has_the_value_that_means_not_known(monkeypatch):
    first_falls = bytes([9, 1, 2, 3, 4, 5, 6, 7, 8]) + bytes(range(9)) * 7
    monkeypatch.setattr(Image.Image, "tobytes", lambda self: first_falls)
    assert look(bytes_of(RISING)).dhash == NO_DHASH - 1


def test_size_kind_and_quality_do_not_matter_and_turning_is_undone():
    turned = MIXED.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned to the right
    variants = [
        bytes_of(MIXED, "PNG"),
        bytes_of(MIXED.resize((1800, 1200)), "JPEG", quality=60),
        bytes_of(MIXED.resize((450, 400)), "WEBP"),
        bytes_of(turned, "JPEG", exif=exif, quality=95),
    ]
    assert len({read(content, max_pixels=10**7).dhash for content in variants}) == 1


def test_what_is_no_thumbnail_is_unusable():
    with pytest.raises(Unusable):
        look(b"nothing")


def test_the_numbers_are_luma_of_16_by_16_squares_then_each_chroma_of_9_by_8_by_row():
    image = Image.new("RGB", (320, 320), "black")
    image.paste("white", (0, 0, 20, 20))
    numbers = look(bytes_of(image, quality=100, subsampling=0)).numbers
    assert [place for place, value in enumerate(numbers[:256]) if value > 100] == [0]
    assert len(numbers) == 400
    image.paste((0, 0, 255), (0, 280, 320, 320))
    numbers = look(bytes_of(image, quality=100)).numbers
    assert [place for place, value in enumerate(numbers) if place >= 256 and value > 200] == [*range(319, 328)]


def test_the_numbers_of_two_sizes_of_a_picture_are_nearly_the_same():
    one, other = (read(bytes_of(MIXED.resize(size)), max_pixels=10**7).numbers for size in ((1800, 1600), (450, 400)))
    assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 6


@pytest.mark.django_db
def test_it_is_made_at_ingest_from_the_thumbnail(project, bob):
    asset = ingest.add_image(project, content=bytes_of(MIXED), original_name="a.jpg", by=bob).asset
    with renditions.open_rendition(asset, renditions.THUMB) as file:
        made = look(file.read())
    stored = Asset.objects.get(pk=asset.pk)
    assert (stored.dhash, bytes(stored.look.numbers)) == made


@pytest.mark.django_db
def test_raw_sql_can_fill_it_once_and_never_change_it(project, bob):
    asset = ingest.add_image(project, content=bytes_of(MIXED), original_name="a.jpg", by=bob).asset
    assert refused("UPDATE assets_asset SET dhash = dhash + 1 WHERE id = %s", asset.pk)
    assert refused(f"UPDATE assets_asset SET dhash = {NO_DHASH} WHERE id = %s", asset.pk)
    empty = an_older_one(project, bob)
    assert not refused("UPDATE assets_asset SET dhash = 7 WHERE id = %s", empty.pk)


def an_older_one(project, bob, seed=1):
    """As a row that was there before the column, with its files."""
    asset = make_photo(project, by=bob, seed=seed)
    row = Asset.objects.values().get(pk=asset.pk)
    asset.look.delete()
    asset.delete()
    return Asset.objects.create(**row | {"id": None, "dhash": NO_DHASH})


@pytest.mark.django_db
def test_older_images_are_filled_from_their_thumbnails_and_missing_files_are_told(
    project, bob, monkeypatch, capsys, files
):
    monkeypatch.setattr(dhashes, "BATCH", 2)
    older = [an_older_one(project, bob, seed) for seed in range(5)]
    for kind in ("originals", "renditions"):
        for file in (files / kind).rglob(f"{older[2].sha256}*"):
            file.unlink()
    call_command("fill_dhashes")
    told = capsys.readouterr()
    assert told.out == "4 filled.\n"
    assert told.err == f"The files of these are missing or damaged: {older[2].pk}.\n"
    assert list(Asset.objects.filter(dhash=NO_DHASH)) == [older[2]]
    assert list(Asset.objects.filter(look=None)) == [older[2]]
    assert dhashes.fill_dhashes() == dhashes.Filled(0, [older[2].pk])


@pytest.mark.django_db
def test_one_that_has_its_hash_gets_its_numbers_and_keeps_it(project, bob):
    asset = make_photo(project, by=bob)
    numbers = asset.look.numbers
    asset.look.delete()
    assert dhashes.fill_dhashes() == dhashes.Filled(1, [])
    again = Asset.objects.get(pk=asset.pk)
    assert (again.dhash, bytes(again.look.numbers)) == (asset.dhash, numbers)
    assert dhashes.fill_dhashes() == dhashes.Filled(0, [])


@pytest.mark.django_db
def test_one_that_is_deleted_while_its_thumbnail_is_read_is_left_out(project, bob, monkeypatch):
    gone, stays = an_older_one(project, bob, 1), an_older_one(project, bob, 2)
    read_it = dhashes.looks.look

    def delete_one(content):
        Asset.objects.filter(pk=gone.pk).delete()
        return read_it(content)

    monkeypatch.setattr(dhashes.looks, "look", delete_one)
    dhashes.fill_dhashes()
    assert [made.pk for made in AssetLook.objects.all()] == [stays.pk]


@pytest.mark.django_db
def test_the_database_takes_400_numbers_and_no_others(project, bob):
    asset = make_photo(project, by=bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssetLook.objects.filter(asset=asset).update(numbers=bytes(399))
