"""Pictures by API: uploads one by one, lists, bytes."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from annotations.browse.api import MOST_TOGETHER
from assets.images import pictures, places, renditions
from assets.models import Asset
from projects import categories, lifecycle
from tests.support.cast import ASKING, at_once, make_photo, picture
from tests.support.files.tiffs import TWELVE_BITS

pytestmark = pytest.mark.django_db

PROJECT = "projects/wardrobe/"
ASSETS = f"{PROJECT}assets/"

ASSET = {
    "id",
    "status",
    "category_ids",
    "revision",
    "original_name",
    "folder",
    "place",
    "sha256",
    "size_bytes",
    "mime_type",
    "width",
    "height",
    "exif_orientation",
    "shown",
    "note",
    "provenance",
    "uploaded_by",
    "created_at",
    "sent_back",
    "second",
}


def upload(program, content, name="photo.png", path=ASSETS, **fields):
    return program.post(path, {"file": SimpleUploadedFile(name, content), **fields}, format="multipart")


def error(answer):
    assert set(answer.json()) == {"error"}
    return answer.json()["error"]


@pytest.fixture
def program(api, project, alice):
    return api(alice)


# --- uploads --------------------------------------------------------------------------------------------------------


def test_an_upload_answers_with_the_asset(program):
    content = picture(1, size=(40, 30), kind="JPEG")
    answer = upload(program, content, "Photo 1.JPG")
    asset = Asset.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": asset.pk,
        "status": "unlabeled",
        "category_ids": [],
        "revision": 0,
        "original_name": "Photo 1.JPG",
        "folder": "",
        "place": 1,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        "mime_type": "image/jpeg",
        "width": 40,
        "height": 30,
        "exif_orientation": 1,
        "shown": None,
        "note": "",
        "provenance": {"source": "upload"},
        "uploaded_by": "alice",
        "sent_back": None,
        "created_at": answer.json()["created_at"],
        "second": False,
    }
    assert program.get(f"{ASSETS}{asset.pk}/").json() == answer.json() | {
        "also_came_as": [],
        "second_answers": [],
        "known": False,
    }
    assert answer.json()["created_at"].endswith("Z")


def test_the_facts_tell_how_else_it_came(program, photo, client, alice):
    upload(program, picture(0), "<b>.png", folder="Attic")
    assert program.get(f"{ASSETS}{photo.pk}/").json()["also_came_as"] == ["Attic/<b>.png"]
    client.force_login(alice)
    page = client.get(f"/projects/wardrobe/assets/{photo.pk}/").content.decode()
    assert "<dt>Also came as</dt><dd><div>Attic/&lt;b&gt;.png</div></dd>" in page


def test_a_jpeg_without_its_end_mark_is_taken_with_a_note(program):
    answer = upload(program, picture(1, kind="JPEG")[:-2])
    assert answer.status_code == 201
    assert answer.json()["note"] == "The file ends without its end mark. All of its pixels are there."


def test_the_same_bytes_again_are_no_error(program, dress, answer, alice):
    first = upload(program, picture(1)).json()
    answer(Asset.objects.get(), "labeled", dress, by=alice)
    again = upload(program, picture(1), "other.png")
    assert again.status_code == 200
    assert again.json() == first | {"duplicate": True, "status": "labeled", "category_ids": [1], "revision": 1}


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_uploaded_at_once_are_one_new_asset_and_duplicates(api, project, alice, bob):
    programs = [api(alice), api(bob), api(alice)]
    answers = at_once(*(lambda program=program: upload(program, picture(1)) for program in programs))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Asset.objects.count() == 1


TAKES = "It takes JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF."
NOT_ONE = f"This is not a picture that Labeler can read. {TAKES}"
NO_SVG = f"Labeler does not take SVG. {TAKES}"
LARGE = "The picture is 1500 × 1000. Pictures have at most 1 million pixels here."
DAMAGED = "The file is damaged or cut off: its pixels cannot be read."
PHOTO = picture(1, size=(200, 150), kind="JPEG", quality=95)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("words.jpg", b"Just words.", "not_an_image", NOT_ONE),
        ("empty.jpg", b"", "empty", "The file is empty."),
        ("half.jpg", PHOTO[: len(PHOTO) // 2], "damaged", DAMAGED),
        ("nearly.jpg", PHOTO[: len(PHOTO) * 95 // 100], "damaged", DAMAGED),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image", NO_SVG),
        ("page.png", b"<!DOCTYPE html><script>1</script>", "not_an_image", NOT_ONE),
        ("phone.heic", HEIC, "damaged", pictures.DAMAGED),
        ("large.png", picture(1, size=(1500, 1000)), "too_many_pixels", LARGE),
        ("heavy.jpg", bytes(2_000_001), "too_large", "The file has 2.0 MB; the limit is 2 MB."),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] and " " not in value else "",
)  # fmt: skip
def test_each_odd_file_gets_its_own_answer_and_the_others_go_on(program, files, settings, name, content, code, message):
    settings.MAX_UPLOAD_BYTES, settings.MAX_PIXELS = 2_000_000, 1_000_000
    assert upload(program, picture(2)).status_code == 201
    answer = upload(program, content, name)
    assert answer.status_code == 400
    assert error(answer) == {"code": code, "message": message, "fields": {"file": [message]}}
    assert upload(program, picture(3)).status_code == 201
    assert Asset.objects.count() == 2
    assert sum(path.is_file() for path in files.rglob("*")) == 6


@pytest.mark.parametrize("body", [{}, {"file": "text"}])
def test_an_upload_without_its_file_says_so(program, body):
    answer = program.post(ASSETS, body, format="multipart")
    assert (answer.status_code, error(answer)["code"]) == (400, "no_file")


def test_an_upload_with_another_field_is_refused_and_nothing_is_kept(program):
    photo = SimpleUploadedFile("a.png", picture(1))
    answer = program.post(ASSETS, {"file": photo, "catgory": "1"}, format="multipart")
    assert (answer.status_code, error(answer)["code"]) == (400, "unknown_field")
    assert list(error(answer)["fields"]) == ["catgory"]
    answer = program.post(ASSETS, {"flie": SimpleUploadedFile("a.png", picture(1))}, format="multipart")
    assert error(answer)["message"] == 'There is no "flie". Did you mean "file"?'
    assert not Asset.objects.exists()


def test_two_files_in_one_upload_are_refused_and_none_is_lost_in_silence(program):
    both = [SimpleUploadedFile("a.png", picture(1)), SimpleUploadedFile("b.png", picture(2))]
    answer = program.post(ASSETS, {"file": both}, format="multipart")
    assert (answer.status_code, error(answer)["code"]) == (400, "repeated_field")
    assert list(error(answer)["fields"]) == ["file"]
    assert not Asset.objects.exists()


def test_an_upload_is_multipart_and_nothing_else(program):
    answer = program.post(ASSETS, {"file": "x"}, format="json")
    assert (answer.status_code, error(answer)["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_broken_multipart_body_is_a_bad_request(program, content_type):
    answer = program.generic("POST", ASSETS, b"nonsense", content_type=content_type)
    assert answer.status_code == 400
    assert error(answer)["code"] in ("parse_error", "no_file")


def upload_named(program, name):
    """An upload whose multipart body is written by hand, so that the name goes out as it is."""
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n'
        b"Content-Type: image/png\r\n\r\n" + picture(1) + b"\r\n--edge--\r\n"
    )
    return program.generic("POST", ASSETS, body, content_type="multipart/form-data; boundary=edge")


@pytest.mark.parametrize("name", [b"\xed\xa0\xbd.png", b"\xff\xfe.png", b"..", b""])
def test_a_name_that_is_no_text_or_no_name_makes_it_no_file(program, name):
    answer = upload_named(program, name)
    assert (answer.status_code, error(answer)["code"]) == (400, "no_file")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"../../etc/passwd.png", "passwd.png"),
        (b"C:\\\\fakepath\\\\photo.png", "photo.png"),
        (b"a\x00b\x1b[31m.png", "ab[31m.png"),
        ("帽子 👒.png".encode(), "帽子 👒.png"),
        ("e\u0301.png".encode(), "e\u0301.png"),
        (b"x" * 300 + b".png", "x" * 251 + ".png"),
        (b"CON.jpg", "CON.jpg"),
        (b"a%2Fb.png", "a%2Fb.png"),
        (b"<script>.png", "<script>.png"),
    ],
)
def test_a_hostile_name_is_only_ever_a_name(program, files, sent, kept):
    answer = upload_named(program, sent)
    assert (answer.status_code, answer.json()["original_name"]) == (201, kept)
    asset = Asset.objects.get()
    assert sorted(path.name for path in files.rglob("*") if path.is_file()) == [
        f"{asset.sha256}-display.jpg",
        f"{asset.sha256}-thumb.jpg",
        f"{asset.sha256}.png",
    ]
    original = program.get(f"{ASSETS}{asset.pk}/original")
    assert b"".join(original.streaming_content) == picture(1)
    assert "\n" not in original["Content-Disposition"]


def odd_pictures():
    def saved(image, kind, **options):
        out = io.BytesIO()
        image.save(out, kind, **options)
        return out.getvalue()

    image = Image.new("RGB", (40, 30), (200, 20, 20))
    palette = image.quantize(4)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"exif {orientation}", saved(image, "JPEG", exif=exif), "image/jpeg", orientation
    yield "cmyk", saved(image.convert("CMYK"), "JPEG"), "image/jpeg", 1
    yield "16 bits", saved(Image.new("I;16", (40, 30), 30_000), "PNG"), "image/png", 1
    yield "palette with transparency", saved(palette, "PNG", transparency=0), "image/png", 1
    blue = Image.new("RGB", (40, 30), (20, 20, 200))
    yield "animated gif", saved(image, "GIF", save_all=True, append_images=[blue]), "image/gif", 1
    yield "animated webp", saved(image, "WEBP", save_all=True, append_images=[blue]), "image/webp", 1
    yield "mpo", saved(image, "MPO", save_all=True, append_images=[blue]), "image/jpeg", 1
    yield "bmp", saved(image, "BMP"), "image/bmp", 1
    yield "tiff", saved(image, "TIFF"), "image/tiff", 1


@pytest.mark.parametrize(("content", "mime_type", "orientation"), [
    pytest.param(*values, id=name) for name, *values in odd_pictures()
])  # fmt: skip
def test_odd_but_good_pictures_come_in_and_are_served_as_they_came(program, files, content, mime_type, orientation):
    asset = upload(program, content).json()
    assert (asset["mime_type"], asset["exif_orientation"]) == (mime_type, orientation)
    assert (asset["width"], asset["height"]) == (40, 30)
    original = program.get(f"{ASSETS}{asset['id']}/original")
    assert (original["Content-Type"], b"".join(original.streaming_content)) == (mime_type, content)
    for kind in ("display", "thumb"):
        rendition = program.get(f"{ASSETS}{asset['id']}/{kind}")
        assert rendition["Content-Type"] == "image/jpeg"
        upright = (30, 40) if orientation >= 5 else (40, 30)
        assert Image.open(io.BytesIO(rendition.content)).size == upright


# --- several at once ------------------------------------------------------------------------------------------------

SEVERAL = f"{ASSETS}several/"


def send(program, *contents, **fields):
    files = [SimpleUploadedFile(f"{number}.png", content) for number, content in enumerate(contents)]
    return program.post(SEVERAL, {"file": files, **fields}, format="multipart")


def test_several_pictures_come_in_by_one_request_and_each_is_told_as_if_it_came_alone(program, project):
    start = program.post(f"{PROJECT}uploads/places/", {"count": 3}).json()["start"]
    folders, given = ["Attic", "", "Attic/box"], [start + 2, start, start + 1]
    answer = send(program, *map(picture, (1, 2, 3)), folder=folders, place=given)
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [each["duplicate"] for each in results] == [False] * 3
    told = [each["asset"] for each in results]
    assert [(each["original_name"], each["folder"], each["place"]) for each in told] == [
        (f"{number}.png", folder, place) for number, (folder, place) in enumerate(zip(folders, given, strict=True))
    ]
    for number, each in enumerate(told, 1):
        assert each["sha256"] == hashlib.sha256(picture(number)).hexdigest()
        assert program.get(f"{ASSETS}{each['id']}/").json() == each | {
            "also_came_as": [],
            "second_answers": [],
            "known": False,
        }
        for kind in ("original", "display", "thumb"):
            assert program.get(f"{ASSETS}{each['id']}/{kind}").status_code == 200


def test_a_file_that_is_refused_stops_no_other_of_its_request(program, dress, answer, alice):
    first = upload(program, picture(1)).json()
    answer(Asset.objects.get(), "labeled", dress, by=alice)
    cut = picture(2, kind="JPEG", size=(80, 80))[:-400]
    answered = send(
        program, picture(1), cut, b"", b"no picture", picture(3), picture(3), folder=["", "", "", "", "../x", ""]
    )
    known, damaged, empty, text, outside, last = answered.json()["results"]
    labeled = first | {"status": "labeled", "category_ids": [1], "revision": 1}
    assert known == {"asset": labeled, "duplicate": True}
    codes = [each["error"]["code"] for each in (damaged, empty, text, outside)]
    assert codes == ["damaged", "empty", "not_an_image", "bad_folder"]
    alone = [error(upload(program, content)) for content in (cut, b"", b"no picture")]
    assert [damaged["error"], empty["error"], text["error"]] == alone
    assert last["duplicate"] is False
    assert Asset.objects.count() == 2


def test_the_same_bytes_twice_in_one_request_come_in_once(program):
    one, other = send(program, picture(1), picture(1)).json()["results"]
    assert (one["duplicate"], other["duplicate"]) == (False, True)
    assert one["asset"] == other["asset"]
    assert program.get(f"{ASSETS}{one['asset']['id']}/").json()["also_came_as"] == ["1.png"]


def test_a_place_that_is_not_theirs_is_refused_for_its_file_alone(program, project, bob):
    mine = program.post(f"{PROJECT}uploads/places/", {"count": 1}).json()["start"]
    theirs = places.reserve(project, 1, by=bob).start
    one, other = send(program, picture(1), picture(2), place=[theirs, mine]).json()["results"]
    assert one["error"]["code"] == "bad_place"
    assert other["asset"]["place"] == mine


def test_a_request_of_several_is_bounded_and_says_of_each_file_all_or_nothing(program, monkeypatch):
    assert error(program.post(SEVERAL, {}, format="multipart"))["code"] == "no_file"
    assert error(send(program, picture(1), picture(2), folder=["Attic"]))["code"] == "bad_place"
    assert error(send(program, *[picture(1)] * (MOST_TOGETHER + 1)))["code"] == "too_many_files"
    monkeypatch.setattr("annotations.browse.api.BYTES_TOGETHER", len(picture(1)))
    assert error(send(program, picture(1), picture(2)))["code"] == "too_large"
    assert not Asset.objects.exists()


def test_several_pictures_take_no_more_queries_than_one(program, django_assert_max_num_queries):
    upload(program, picture(100))
    with django_assert_max_num_queries(100) as alone:
        send(program, picture(1))
    with django_assert_max_num_queries(len(alone)):
        send(program, *map(picture, range(2, 14)))


# --- who may --------------------------------------------------------------------------------------------------------


def every_call(asset):
    one = f"{ASSETS}{asset.pk}/"
    return [
        ("get", ASSETS, None),
        ("post", f"{ASSETS}known/", {"sha256": []}),
        ("get", one, None),
        ("get", f"{one}original", None),
        ("get", f"{one}display", None),
        ("get", f"{one}thumb", None),
        ("get", f"{one}history/", None),
        ("delete", one, None),
    ]


def test_a_stranger_gets_nothing(api, photo):
    for method, path, body in every_call(photo):
        answer = getattr(api(), method)(path, body)
        assert (path, answer.status_code) == (path, 401)
        assert error(answer)["code"] == "not_authenticated"
    assert upload(api(), picture(1)).status_code == 401
    assert Asset.objects.count() == 1


def test_an_asset_of_another_project_is_not_there(api, project, bob, alice):
    other = lifecycle.create("Garage", by=bob)
    elsewhere = make_photo(other, by=bob)
    for method, path, body in every_call(elsewhere):
        if str(elsewhere.pk) in path:
            answer = getattr(api(alice), method)(path, body)
            assert (path, answer.status_code) == (path, 404)
            assert error(answer)["code"] == "not_found"
    assert Asset.objects.filter(pk=elsewhere.pk).exists()


@pytest.mark.parametrize("number", [0, 999, 2**63, 10**30])
def test_an_asset_that_is_not_there_is_not_found(program, photo, number):
    assert program.get(f"{ASSETS}{number}/").status_code == 404


# --- bytes ----------------------------------------------------------------------------------------------------------

KINDS = ["original", "display", "thumb"]


def content_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_are_private_kept_for_good_and_harmless_in_a_browser(program, photo, files, kind):
    answer = program.get(f"{ASSETS}{photo.pk}/{kind}", HTTP_ACCEPT="text/html")
    assert answer.status_code == 200
    assert content_of(answer) == (files / renditions.file_name(photo, kind)).read_bytes()
    assert answer["ETag"] == f'"{photo.sha256}-{kind}"'
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["Content-Type"] == ("image/png" if kind == "original" else "image/jpeg")


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_that_the_caller_has_are_not_sent_again(program, photo, kind):
    path = f"{ASSETS}{photo.pk}/{kind}"
    tag = program.get(path)["ETag"]
    for named in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = program.get(path, HTTP_IF_NONE_MATCH=named)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert again["Cache-Control"] == "private, max-age=31536000, immutable"
    assert program.get(path, HTTP_IF_NONE_MATCH='"other"').status_code == 200


@pytest.fixture
def deep(project, bob):
    return make_photo(project, by=bob, content=TWELVE_BITS, name="deep.tif")


def test_a_deep_picture_tells_over_which_numbers_it_is_shown(program, photo, deep):
    assert program.get(f"{ASSETS}{deep.pk}/").json()["shown"] == {"from": 0.0, "to": 4095.0, "recipe": "auto"}
    assert program.get(f"{ASSETS}{photo.pk}/").json()["shown"] is None


@pytest.mark.parametrize("kind", ["display", "thumb"])
def test_a_deep_picture_may_be_kept_for_good_under_the_address_of_its_recipe_alone(program, deep, files, kind):
    by_recipe, as_now = (program.get(f"{ASSETS}{deep.pk}/{kind}{end}") for end in ("-auto", ""))
    assert by_recipe.content == as_now.content == (files / renditions.file_name(deep, kind)).read_bytes()
    assert by_recipe["ETag"] == as_now["ETag"] == f'"{deep.sha256}-{kind}-auto"'
    assert by_recipe["Cache-Control"] == "private, max-age=31536000, immutable"
    assert as_now["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("end", ["-", "-other", "-5_4", "-1_2_3", "-nan_inf", "-0_1e400", "-00_1", "-1_2.0"])
def test_what_is_no_recipe_is_not_found(program, deep, end):
    assert program.get(f"{ASSETS}{deep.pk}/display{end}").status_code == 404


def test_an_ordinary_picture_is_the_same_by_any_recipe(program, photo):
    assert program.get(f"{ASSETS}{photo.pk}/thumb-auto").content == program.get(f"{ASSETS}{photo.pk}/thumb").content


def test_who_wants_only_other_bytes_is_refused_and_may_not_keep_the_refusal(program, photo):
    refused = program.get(f"{ASSETS}{photo.pk}/thumb", HTTP_IF_MATCH='"other"')
    assert (refused.status_code, refused.content) == (412, b"")
    assert "immutable" not in refused.get("Cache-Control", "")


@pytest.mark.parametrize("kind", ["display", "thumb"])
def test_a_rendition_that_is_gone_is_made_again(program, photo, files, kind):
    path = files / renditions.file_name(photo, kind)
    before = path.read_bytes()
    path.unlink()
    assert program.get(f"{ASSETS}{photo.pk}/{kind}").content == before
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_missing_is_told_and_not_remembered(program, photo, files, kind):
    (files / photo.file).unlink()
    if kind != "original":
        (files / renditions.file_name(photo, kind)).unlink()
    answer = program.get(f"{ASSETS}{photo.pk}/{kind}")
    assert (answer.status_code, error(answer)["code"]) == (404, "file_missing")
    assert "immutable" not in answer.get("Cache-Control", "")
    assert "ETag" not in answer


def test_a_damaged_original_is_told(program, photo, files):
    (files / renditions.file_name(photo, "thumb")).unlink()
    (files / photo.file).chmod(0o644)
    (files / photo.file).write_bytes(b"not a picture any more")
    answer = program.get(f"{ASSETS}{photo.pk}/thumb")
    assert (answer.status_code, error(answer)["code"]) == (404, "file_damaged")


# --- lists ----------------------------------------------------------------------------------------------------------


def ids(answer):
    assert answer.status_code == 200, answer.json()
    return [asset["id"] for asset in answer.json()["results"]]


def test_a_list_has_its_bounds_beside_it(program, photos, dress, answer, alice):
    assert program.get(ASSETS).json() == {"results": [], "next": None, "previous": None, "max_id": 0, "as_of": 0}
    first, second = photos(2)
    answer(first, "labeled", dress, by=alice)
    listed = program.get(ASSETS).json()
    assert set(listed) == {"results", "next", "previous", "max_id", "as_of"}
    assert (listed["max_id"], listed["as_of"]) == (second.pk, first.events.get().pk)
    assert all(set(asset) == ASSET for asset in listed["results"])
    assert [(asset["id"], asset["category_ids"]) for asset in listed["results"]] == [(second.pk, []), (first.pk, [1])]


@pytest.fixture
def sorted_out(photos, dress, hat, answer, alice, bob):
    """One asset in each state: by name of the state."""
    made = dict(zip(["unlabeled", "labeled", "needs_review", "approved", "skipped"], photos(5), strict=True))
    answer(made["labeled"], "labeled", dress, by=alice)
    answer(made["needs_review"], "needs_review", hat, by=alice)
    answer(made["approved"], "approved", hat, by=bob)
    answer(made["skipped"], "skipped", by=alice)
    return made


@pytest.mark.parametrize(
    ("status", "states"),
    [
        ("", ["unlabeled", "labeled", "needs_review", "approved", "skipped"]),
        ("unlabeled", ["unlabeled"]),
        ("labeled", ["labeled"]),
        ("needs_review", ["needs_review"]),
        ("approved", ["approved"]),
        ("skipped", ["skipped"]),
        ("in_review", ["labeled", "needs_review"]),
        ("done", ["approved"]),
    ],
)
def test_filters_show_the_states_that_they_mean(program, sorted_out, status, states):
    assert ids(program.get(ASSETS, {"status": status, "sort": "oldest"})) == [sorted_out[state].pk for state in states]


def test_a_list_is_narrowed_by_category_and_labeler_together(program, sorted_out):
    def asked(**query):
        return ids(program.get(ASSETS, {"sort": "oldest"} | query))

    assert asked(category=2) == [sorted_out["needs_review"].pk, sorted_out["approved"].pk]
    assert asked(labeler="alice") == [sorted_out["labeled"].pk, sorted_out["needs_review"].pk]
    assert asked(labeler="nobody") == []
    assert asked(category=2, labeler="alice") == [sorted_out["needs_review"].pk]
    assert asked(category=2, status="done") == [sorted_out["approved"].pk]
    assert asked(category=2, status="labeled") == []


def test_images_of_a_retired_category_are_still_found(program, sorted_out, dress):
    categories.retire(dress)
    assert ids(program.get(ASSETS, {"category": 1})) == [sorted_out["labeled"].pk]


def test_a_list_is_narrowed_by_video(program, photo, project, bob):
    video = project.videos.create(
        sha256="0" * 64, original_name="a.mp4", file="-", mime_type="video/mp4", size_bytes=1, uploaded_by=bob
    )
    fields = Asset.objects.filter(pk=photo.pk).values().get() | {"id": None, "video_id": video.pk}
    frame = Asset.objects.create(**fields | {"timestamp_ms": 1500, "frame_index": 45})
    (shown,) = program.get(ASSETS, {"video": video.pk}).json()["results"]
    assert (shown["id"], shown["provenance"]) == (
        frame.pk,
        {
            "source": "video_frame",
            "video_id": video.pk,
            "video_name": "a.mp4",
            "timestamp_ms": 1500,
            "frame_index": 45,
        },
    )
    project.videos.create(
        pk=video.pk + 1, sha256="1" * 64, original_name="b.mp4", file="-", size_bytes=1, uploaded_by=bob
    )
    assert ids(program.get(ASSETS, {"video": video.pk + 1})) == []


def test_a_frame_leads_to_those_beside_it_in_time_whatever_their_numbers(program, photo, photos, project, bob):
    video, other = (
        project.videos.create(
            sha256=digit * 64, original_name="a.mp4", file="-", mime_type="video/mp4", size_bytes=1, uploaded_by=bob
        )
        for digit in "01"
    )
    fields = Asset.objects.filter(pk=photo.pk).values().get() | {"id": None}
    late, early, middle = (
        Asset.objects.create(**fields | {"video_id": video.pk, "timestamp_ms": index * 40, "frame_index": index})
        for index in (50, 0, 25)
    )
    Asset.objects.create(**fields | {"video_id": other.pk, "timestamp_ms": 1000, "frame_index": 26})

    def beside(asset):
        found = program.get(f"{ASSETS}{asset.pk}/frames/").json()
        return [found[side] and found[side]["id"] for side in ("previous", "next")]

    assert beside(middle) == [early.pk, late.pk]
    assert beside(early) == [None, middle.pk]
    assert beside(late) == [middle.pk, None]
    assert beside(photo) == [None, None]
    assert program.get(f"{ASSETS}999999/frames/").status_code == 404


def test_a_list_of_numbers_shows_these_images_of_the_project(program, photos, project, bob):
    made = [photo.pk for photo in photos(4)]
    elsewhere = make_photo(lifecycle.create("Other", by=bob), by=bob)
    wanted = f"{made[2]},{elsewhere.pk},{made[0]},{made[0]},{10**15}"
    assert sorted(ids(program.get(ASSETS, {"ids": wanted}))) == [made[0], made[2]]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("img", ["IMG_1.png"]),
        ("IMG_", ["IMG_1.png"]),
        ("_", ["IMG_1.png"]),
        ("%", ["100%.png"]),
        ("\\", []),
        ("'", ["it's.png"]),
        ("É", ["Cafe\u0301.png"]),
        ("e\u0301", ["Cafe\u0301.png"]),
        ("STRASSE", ["straße.png"]),
        ("nothing", []),
        (".png", ["100%.png", "Cafe\u0301.png", "IMG_1.png", "it's.png", "straße.png"]),
    ],
)
def test_a_search_finds_a_part_of_the_name_as_it_is_read(program, project, bob, search, names):
    for seed, name in enumerate(["IMG_1.png", "100%.png", "Cafe\u0301.png", "straße.png", "it's.png"]):
        make_photo(project, by=bob, seed=seed, name=name)
    found = program.get(ASSETS, {"search": search, "sort": "name"}).json()["results"]
    assert [asset["original_name"] for asset in found] == names


@pytest.mark.parametrize(
    "query",
    [
        {"status": "finished"},
        {"status": "Labeled"},
        {"category": "0"},
        {"category": "x"},
        {"category": "1.5"},
        {"category": "NaN"},
        {"video": 10**30},
        {"video": "x"},
        {"sort": "random"},
        {"ids": "1,x"},
        {"ids": "1,"},
        {"ids": "-1"},
        {"ids": "9" * 19},
        {"ids": ",".join(["1"] * 501)},
        {"search": "a\0b"},
        {"labeler": "a\0b"},
        {"limit": "0"},
        {"cursor": "x"},
    ],
    ids=str,
)
def test_a_filter_that_is_none_is_refused_by_name(program, photo, query):
    answer = program.get(ASSETS, query)
    assert answer.status_code == 400
    assert list(error(answer)["fields"]) == list(query)


@pytest.mark.parametrize("query", [{"category": 10**30}, {"video": 2**63 - 1}, {"video": -5}])
def test_a_number_that_nothing_has_is_refused_by_name(program, photo, query):
    answer = program.get(ASSETS, query)
    ((name, number),) = query.items()
    told = {"code": "bad_filter", "message": f"{name}: This project has no {name} {number}."}
    assert (answer.status_code, error(answer)) == (400, told | {"fields": {name: [told["message"]]}})


def rows(project, by, names):
    """Assets without bytes: here only their order matters."""
    return Asset.objects.bulk_create(
        Asset(
            project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
            original_name=name, sort_name=name.casefold(), uploaded_by=by, place=(number * 7) % 50,
        )
        for number, name in enumerate(names)
    )  # fmt: skip


KEYS = {"name": lambda asset: (asset.sort_name, asset.pk), "place": lambda asset: (asset.place, asset.pk)}


@pytest.mark.parametrize("sort", ["newest", "oldest", "name", "similar", "place"])
def test_250_assets_come_page_by_page_both_ways_without_loss_or_duplicate(program, project, bob, sort):
    made = rows(project, bob, [["b.png", "A.png", "é.png", "a.png", "Z.png"][number % 5] for number in range(250)])
    in_order = sorted(made, key=KEYS.get(sort, lambda asset: asset.pk))
    expected = [asset.pk for asset in (reversed(in_order) if sort == "newest" else in_order)]
    pages, address = [], f"{ASSETS}?sort={sort}&limit=60&status=unlabeled"
    while address:
        pages.append(program.get(address).json())
        address = pages[-1]["next"]
    assert [len(page["results"]) for page in pages] == [60, 60, 60, 60, 10]
    assert [asset["id"] for page in pages for asset in page["results"]] == expected
    assert "status=unlabeled" in pages[0]["next"]
    back, address = [], pages[-1]["previous"]
    while address:
        page = program.get(address).json()
        back[:0] = [asset["id"] for asset in page["results"]]
        address = page["previous"]
    assert back == expected[:240]


def test_a_list_is_bounded_whatever_is_asked(program, project, bob):
    rows(project, bob, ["a.png"] * 501)
    assert len(ids(program.get(ASSETS))) == 100
    assert len(ids(program.get(ASSETS, {"limit": 100000}))) == 500


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("query", [{}, {"category": 1, "labeler": "alice", "sort": "name"}])
def test_a_list_takes_the_same_queries_for_3_and_for_30(
    program, photos, dress, answer, alice, count, query, django_assert_num_queries
):
    answer(photos(count), "labeled", dress, by=alice)
    with django_assert_num_queries(8 + ASKING):  # session, user, project, two bounds, assets, annotations, categories
        assert len(ids(program.get(ASSETS, query))) == count


# --- known and delete -----------------------------------------------------------------------------------------------


def test_a_program_asks_which_hashes_are_here_already(program, photo):
    answer = program.post(f"{ASSETS}known/", {"sha256": [photo.sha256, "0" * 64]})
    told = {"known": {photo.sha256: photo.pk}, "names": {photo.sha256: photo.original_name}}
    assert (answer.status_code, answer.json()) == (200, told)


def test_what_files_are_called_that_need_not_be_sent_is_remembered(program, photo):
    named = [
        {"sha256": photo.sha256, "name": "b.png", "folder": "/x/../y"},
        {"sha256": photo.sha256, "name": photo.original_name},
        {"sha256": "0" * 64, "name": "c.png"},
    ]
    answer = program.post(f"{ASSETS}known/", {"sha256": [], "named": named})
    assert (answer.status_code, answer.json()["known"]) == (200, {photo.sha256: photo.pk})
    assert program.get(f"{ASSETS}{photo.pk}/").json()["also_came_as"] == ["x/y/b.png"]


@pytest.mark.parametrize("named", [[{"sha256": "x", "name": "a"}], [{"sha256": "0" * 64}], [{}], "x"])
def test_a_name_without_its_hash_is_refused(program, named):
    answer = program.post(f"{ASSETS}known/", {"sha256": [], "named": named})
    assert (answer.status_code, list(error(answer)["fields"])) == (400, ["named"])


def test_an_image_is_found_by_another_name_under_which_it_came(program, photo):
    upload(program, picture(0), "Sofa.png", folder="Attic/2025")
    for search, found in {"sofa": [photo.pk], "attic": [photo.pk], "2025/so": [photo.pk], "chair": []}.items():
        assert [one["id"] for one in program.get(ASSETS, {"search": search}).json()["results"]] == found


@pytest.mark.parametrize("hashes", [None, "x", ["x"], ["0" * 64] * 1001, [1], ["F" * 64]])
def test_what_is_no_list_of_hashes_is_refused(program, hashes):
    answer = program.post(f"{ASSETS}known/", {"sha256": hashes})
    assert (answer.status_code, list(error(answer)["fields"])) == (400, ["sha256"])


def test_an_asset_is_deleted_unless_a_version_holds_it(program, photos, dress, answer, bob, make_version):
    free, held = photos(2)
    answer(held, "approved", dress, by=bob)
    make_version(held.project, by=bob)
    deleted = program.delete(f"{ASSETS}{free.pk}/")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert program.delete(f"{ASSETS}{free.pk}/").status_code == 404
    refused = program.delete(f"{ASSETS}{held.pk}/")
    assert (refused.status_code, error(refused)["code"]) == (400, "held")
    assert list(Asset.objects.all()) == [held]


# --- deleting several ---


def test_several_are_deleted_and_what_a_version_holds_is_told(api, alice, project, photos, dress, answer, make_version):
    first, second = photos(2)
    answer(first, "approved", dress, by=alice)
    make_version(project, by=alice)
    body = {"asset_ids": [first.pk, second.pk, 77_777]}
    expected = {
        "deleted": [second.pk],
        "held": [{"id": first.pk, "original_name": first.original_name, "versions": [1]}],
        "unknown": [77_777],
    }
    dry = api(alice).post("projects/wardrobe/assets/delete/", {**body, "dry_run": True}, format="json")
    assert (dry.status_code, dry.json(), project.assets.count()) == (200, expected, 2)
    assert api(alice).post("projects/wardrobe/assets/delete/", body, format="json").json() == expected
    assert [asset.pk for asset in project.assets.all()] == [first.pk]


@pytest.mark.parametrize("ids", [[0], ["x"], [2**63], None])
def test_a_deletion_of_what_is_no_number_is_refused(api, alice, project, ids):
    answer = api(alice).post("projects/wardrobe/assets/delete/", {"asset_ids": ids}, format="json")
    assert answer.status_code == 400
