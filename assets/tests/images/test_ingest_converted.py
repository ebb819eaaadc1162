"""Pictures of phones come in as what they are made into, and are known by what was uploaded, too."""

import hashlib
import io
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assets.formats import HEIC
from assets.images import converted, ingest, renditions
from assets.models import Asset, Upload
from assets.tests.images.test_pictures import quarters
from assets.uploads import resumable
from core.storage.local import LocalBlobs
from tests.support.cast import at_once, make_photo, refused
from tests.support.files.heif import avif, deep_heic, heic, ramp, turned

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def phone():
    """A HEIC that was held upright."""
    return heic(quarters().transpose(Image.Transpose.ROTATE_90), exif=turned(6))


def sha(content):
    return hashlib.sha256(content).hexdigest()


def add(project, content, by, name="IMG_0001.HEIC"):
    return ingest.add_image(project, content=content, original_name=name, by=by)


def other_release(monkeypatch):
    """The decoder makes other bytes from now on."""
    before = converted.convert

    def convert(*args, **kwargs):
        made = before(*args, **kwargs)
        return replace(made, content=made.content[:-2] + b"\0\xff\xd9")

    monkeypatch.setattr(converted, "convert", convert)


def test_what_is_stored_is_the_converted_file_with_what_was_uploaded_as_facts(project, bob, files, phone):
    done = add(project, phone, bob)
    asset = Asset.objects.get()
    assert (done.asset, done.duplicate) == (asset, False)
    content = (files / asset.file).read_bytes()
    assert (asset.sha256, asset.size_bytes, asset.mime_type) == (sha(content), len(content), "image/jpeg")
    assert (asset.width, asset.height, asset.exif_orientation) == (96, 64, 1)
    assert (asset.upload_sha256, asset.converted_from) == (sha(phone), HEIC)
    assert asset.original_name == "IMG_0001.HEIC"
    assert asset.file.endswith(f"{asset.sha256}.jpg")
    with renditions.open_rendition(asset, renditions.THUMB) as thumb:
        assert Image.open(io.BytesIO(thumb.read())).size == (96, 64)
    stored = [path.read_bytes() for path in files.rglob("*") if path.is_file()]
    assert len(stored) == 3
    assert phone not in stored


def test_an_avif_and_a_picture_of_ten_bits_come_in_as_well(project, bob):
    assert add(project, avif(quarters()), bob, "a.avif").asset.mime_type == "image/jpeg"
    assert add(project, avif(quarters()), bob, "b.avif").duplicate
    deep = add(project, deep_heic(ramp((64, 48)), (64, 48)), bob).asset
    assert (deep.mime_type, deep.width, deep.height) == ("image/png", 64, 48)


def test_the_same_upload_again_is_already_here(project, bob, alice, phone):
    first = add(project, phone, bob)
    again = add(project, phone, alice, "other.heic")
    assert (again.duplicate, again.asset) == (True, first.asset)
    assert ingest.known_hashes(project, [sha(phone), first.asset.sha256, "0" * 64]) == {
        sha(phone): first.asset.pk,
        first.asset.sha256: first.asset.pk,
    }


def test_the_same_upload_again_is_not_converted_again(project, bob, phone, monkeypatch):
    add(project, phone, bob)
    monkeypatch.setattr(converted, "convert", None)
    assert add(project, phone, bob).duplicate


def test_the_file_that_was_made_of_it_is_already_here_too(project, bob, phone):
    asset = add(project, phone, bob).asset
    exported = default_storage.open(asset.file).read()
    again = add(project, exported, bob, "000000000001.jpg")
    assert (again.duplicate, again.asset) == (True, asset)


def test_another_upload_with_the_same_pixels_is_already_here(project, bob, phone):
    asset = add(project, phone, bob).asset
    other = heic(quarters())
    assert sha(other) != sha(phone)
    assert add(project, other, bob).asset == asset
    assert (Asset.objects.get().upload_sha256, Asset.objects.get().converted_from) == (sha(phone), HEIC)


def test_it_is_the_same_upload_though_the_decoder_makes_other_bytes_of_it_now(project, bob, phone, monkeypatch):
    asset = add(project, phone, bob).asset
    other_release(monkeypatch)
    prepared = ingest.prepare(project.dataset_id, phone, "again.heic")
    assert prepared.sha256 != asset.sha256
    (done,) = ingest.add_prepared(project, [prepared], by=bob)
    assert (done.duplicate, done.asset) == (True, asset)


@pytest.mark.django_db(transaction=True)
def test_hosts_with_other_decoders_that_get_one_file_at_once_make_one_asset(project, bob, phone, monkeypatch):
    one = ingest.prepare(project.dataset_id, phone, "a.heic")
    other_release(monkeypatch)
    other = ingest.prepare(project.dataset_id, phone, "a.heic")
    assert one.sha256 != other.sha256
    # Neither knows of the other.
    done = at_once(
        *(lambda each=each: ingest.add_prepared(project, [each], by=bob, known={})[0] for each in (one, other) * 2)
    )
    assert {each.asset.pk for each in done} == {Asset.objects.get().pk}
    assert sorted(each.duplicate for each in done) == [False, True, True, True]


def test_two_of_one_batch_are_one(project, bob, phone):
    prepared = [ingest.prepare(project.dataset_id, phone, name) for name in ("a.heic", "b.heic")]
    assert [each.duplicate for each in ingest.add_prepared(project, prepared, by=bob)] == [False, True]


def test_a_file_that_was_lost_comes_back_with_its_upload(project, bob, files, phone, monkeypatch):
    asset = add(project, phone, bob).asset
    content = (files / asset.file).read_bytes()
    default_storage.delete(asset.file)
    assert add(project, phone, bob).duplicate
    assert (files / asset.file).read_bytes() == content
    default_storage.delete(asset.file)
    other_release(monkeypatch)
    assert add(project, phone, bob).duplicate
    assert not (files / asset.file).exists()  # other bytes would not be those of its hash


def test_an_upload_in_pieces_is_converted_and_known_again(project, alice, phone):
    for is_known in (False, True):
        begun = resumable.create(project, name="IMG_1.HEIC", size=len(phone), kind=Upload.Kind.IMAGE, by=alice)
        resumable.receive(begun, 0, [phone])
        done = resumable.finish(begun)
        assert (done.error, done.duplicate) == ("", is_known)
    assert Asset.objects.get().converted_from == HEIC


def test_the_api_tells_what_an_image_was_made_of(project, api, alice, phone):
    file = SimpleUploadedFile("IMG_0001.HEIC", phone, content_type="application/octet-stream")
    told = api(alice).post("projects/wardrobe/assets/", {"file": file}, format="multipart").json()
    asset = Asset.objects.get()
    assert told["provenance"] == {"source": "converted", "of_sha256": sha(phone), "of_type": "image/heic"}
    assert (told["sha256"], told["mime_type"], told["size_bytes"]) == (asset.sha256, "image/jpeg", asset.size_bytes)
    known = api(alice).post("projects/wardrobe/assets/known/", {"sha256": [sha(phone)]}, format="json").json()
    assert known == {"known": {sha(phone): asset.pk}, "names": {sha(phone): asset.original_name}}


def test_the_page_of_an_image_says_that_it_was_converted(project, client, alice, phone):
    asset = add(project, phone, alice).asset
    client.force_login(alice)
    page = client.get(f"/projects/wardrobe/assets/{asset.pk}/").content.decode()
    assert "image/jpeg, converted from HEIC when it was added" in page
    assert sha(phone) in page


# --- the database ---------------------------------------------------------------------------------------------------


def test_a_conversion_is_told_wholly_or_not_at_all(project, bob, phone):
    asset = add(project, phone, bob).asset
    columns = [field.column for field in Asset._meta.concrete_fields if field.column != "id"]

    def inserted(**values):
        values = {"sha256": "'" + "0" * 64 + "'"} | values
        listed = ", ".join(values.get(column, column) for column in columns)
        return f"INSERT INTO assets_asset ({', '.join(columns)}) SELECT {listed} FROM assets_asset WHERE id = %s"

    other = "'" + "1" * 64 + "'"
    assert not refused(inserted(upload_sha256=other), asset.pk)
    assert not refused(inserted(upload_sha256="NULL", converted_from="NULL"), asset.pk)
    assert refused(inserted(upload_sha256=other, converted_from="NULL"), asset.pk)
    assert refused(inserted(upload_sha256="NULL"), asset.pk)
    assert refused(inserted(upload_sha256=other, converted_from="'image/gif'"), asset.pk)
    assert refused(inserted(), asset.pk)  # the same upload a second time


@pytest.mark.parametrize("change", ["upload_sha256 = NULL, converted_from = NULL", "converted_from = 'image/avif'"])
def test_raw_sql_cannot_change_what_it_was_made_of(project, bob, phone, change):
    asset = add(project, phone, bob).asset
    assert refused(f"UPDATE assets_asset SET {change} WHERE id = %s", asset.pk)


def test_raw_sql_cannot_say_of_another_image_that_it_was_converted(project, bob):
    photo = make_photo(project, by=bob)
    assert refused("UPDATE assets_asset SET upload_sha256 = 'x', converted_from = 'image/heic' WHERE id = %s", photo.pk)


def test_of_some_that_become_large_files_no_more_lie_in_memory_than_may_wait(project, bob, files, monkeypatch):
    phones = [heic(quarters().rotate(angle)) for angle in (0, 90, 180, 270)]
    made = [len(converted.convert(each, HEIC, max_pixels=10**6).content) for each in phones]
    waited = []
    save = LocalBlobs.save_bytes

    def told(store, contents):
        assert not Asset.objects.exists()  # files first
        waited.append(len(contents))
        save(store, contents)

    monkeypatch.setattr(LocalBlobs, "save_bytes", told)
    monkeypatch.setattr(ingest, "AT_ONCE_BYTES", max(made) + 1)
    sent = [ingest.Sent(each, f"{at}.heic") for at, each in enumerate(phones)]
    done = ingest.add_images(project, sent, by=bob)
    assert waited == [2, 2]
    assert [each.asset.original_name for each in done] == ["0.heic", "1.heic", "2.heic", "3.heic"]
    assert all(sha((files / each.asset.file).read_bytes()) == each.asset.sha256 for each in done)
