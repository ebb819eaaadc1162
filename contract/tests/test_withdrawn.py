"""What is served of a version from which pictures were withdrawn: as published, without their bytes, and it says so."""

import io
import json
import shutil
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from contract import archive, labeler_contract, withdrawn
from contract.labeler_contract import REFUSED, WITHDRAWN
from contract.tests.test_readers import code
from exports.tests.golden import wardrobe

SCHEMA = Path(__file__).parents[1] / "schemas" / "withdrawn.schema.json"
TEXTS = ["manifest.json", "checksums.sha256", "annotations.json", "metadata.jsonl"]
ALL = [image.sha256 for image in wardrobe.IMAGES]
PAIR = {wardrobe.IMAGES[5].sha256}  # two images have these bytes
GOLDEN_LINE = (
    '{"withdrawn":['
    '{"file_name":"000000000206.png","id":206,'
    '"sha256":"SHA"},'
    '{"file_name":"000000000207.png","id":207,'
    '"sha256":"SHA"}]}\n'
).replace("SHA", wardrobe.IMAGES[5].sha256)
ZIP_SHA256 = "7be3ea9438615cea8c8ca001bbfd61aca622d24560f11e8b609d686fd05dee46"


def build(folder, gone, open_image=lambda image: io.BytesIO(wardrobe.content(image)), images=wardrobe.IMAGES):
    return archive.build(
        wardrobe.frozen(),
        images=images,
        videos=wardrobe.VIDEOS,
        distinct_images=len({image.sha256 for image in images}),
        open_image=open_image,
        target=folder / "export.zip",
        work_dir=folder,
        gone=gone,
    )


@pytest.fixture(scope="module")
def without_pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    build(folder, PAIR)
    with zipfile.ZipFile(folder / "export.zip") as packed:
        packed.extractall(folder / "export")
    return folder


@pytest.fixture
def export(without_pair, tmp_path):
    """Unpacked, to be damaged."""
    return Path(shutil.copytree(without_pair / "export", tmp_path / "export"))


def code_of(path, capsys):
    code = labeler_contract.main(["verify", str(path)])
    return code, capsys.readouterr().out.strip()


# --- the zip ---


def test_it_is_the_published_one_without_the_files_and_with_a_list_of_them_behind_the_texts(tmp_path):
    published, rest = tmp_path / "published", tmp_path / "rest"
    published.mkdir()
    rest.mkdir()
    wardrobe.build(published)
    build(rest, PAIR)
    with zipfile.ZipFile(published / "export.zip") as before, zipfile.ZipFile(rest / "export.zip") as after:
        gone = [image.path for image in wardrobe.IMAGES if image.sha256 in PAIR]
        left = [name for name in before.namelist() if name not in gone]
        assert after.namelist() == [*TEXTS, "withdrawn.json", *(name for name in left if name not in TEXTS)]
        assert {name: after.read(name) for name in left} == {name: before.read(name) for name in left}
        assert after.read("withdrawn.json").decode() == GOLDEN_LINE


def test_its_bytes_are_the_golden_ones_and_its_digests_those_of_the_version(tmp_path):
    sealed = build(tmp_path, PAIR)
    published = wardrobe.build(tmp_path)
    assert sealed.zip_sha256 == ZIP_SHA256
    assert (sealed.manifest, sealed.hash, sealed.counts) == (published.manifest, published.hash, published.counts)


def test_no_byte_of_what_is_gone_is_asked_for(tmp_path):
    asked = []

    def open_image(image):
        asked.append(image.sha256)
        return io.BytesIO(wardrobe.content(image))

    build(tmp_path, PAIR, open_image)
    assert sorted(asked) == sorted(sha256 for sha256 in ALL if sha256 not in PAIR)


def test_where_nothing_of_it_is_gone_it_is_the_published_one(tmp_path):
    assert build(tmp_path, {"0" * 64}).zip_sha256 == wardrobe.ZIP_SHA256


def test_a_version_may_have_lost_all_its_pictures(tmp_path, capsys):
    build(tmp_path, set(ALL))
    code, words = code_of(tmp_path / "export.zip", capsys)
    assert (code, "but for 12 withdrawn pictures" in words) == (WITHDRAWN, True)


def test_the_list_obeys_its_schema(tmp_path):
    build(tmp_path, PAIR)
    with zipfile.ZipFile(tmp_path / "export.zip") as packed:
        said = json.loads(packed.read("withdrawn.json"))
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(said)] == []
    assert [error.message for error in validator.iter_errors({"withdrawn": []})] != []


def test_it_is_called_like_the_published_one():
    assert withdrawn.zip_name("wardrobe-v3.zip") == "wardrobe-v3-withdrawn.zip"


def test_memory_does_not_grow_with_what_is_gone(tmp_path):
    """Of 20,000 withdrawn pictures a list in memory would hold 4 MB of records."""
    first = replace(wardrobe.IMAGES[4], frame=None)
    images = [replace(first, id=number) for number in range(1, 20_001)]
    tracemalloc.start()
    try:
        archive.build(
            wardrobe.frozen(),
            images=iter(images),
            videos=(),
            distinct_images=1,
            open_image=lambda image: io.BytesIO(wardrobe.content(first)),
            target=tmp_path / "export.zip",
            work_dir=tmp_path,
            gone={first.sha256},
        )
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 3_000_000


def test_the_loader_of_the_document_leaves_out_what_is_gone(export, monkeypatch):
    monkeypatch.chdir(export.parent)
    found = {}
    exec(code("withdrawn.json"), found)
    gone = [image.id for image in wardrobe.IMAGES if image.sha256 in PAIR]
    assert [row["image_id"] for row in found["rows"]] == [image.id for image in wardrobe.IMAGES if image.id not in gone]
    assert all((export / row["file_name"]).exists() for row in found["rows"])


# --- verify ---


def test_a_zip_and_a_folder_are_verified_with_a_code_of_their_own(without_pair, capsys):
    hash = json.loads((wardrobe.GOLDEN / "manifest.json").read_text())["hash"]
    for path in (without_pair / "export.zip", without_pair / "export"):
        code, words = code_of(path, capsys)
        assert code == WITHDRAWN
        assert words.startswith("verified: as published, but for 2 withdrawn pictures: ")
        assert words.endswith(f"12 images, {hash}")


def test_models_are_checked_by_it_as_by_the_published_one(without_pair, tmp_path, capsys):
    target = str(without_pair / "export.zip")
    (tmp_path / "model.bin").write_bytes(b"weights")
    assert labeler_contract.main(["embed", str(tmp_path / "model.bin"), target]) == 0
    assert labeler_contract.main(["check-model", str(tmp_path / "model.bin"), target]) == 0


def listed(change):
    """`withdrawn.json` changed, and spelled as the contract has it."""

    def damage(folder):
        path = folder / "withdrawn.json"
        said = json.loads(path.read_text())
        change(said)
        path.write_text(json.dumps(said, sort_keys=True, separators=(",", ":")) + "\n")

    return damage


def entry(image):
    return withdrawn.record(image)


OTHER = wardrobe.IMAGES[0]
DAMAGES = {
    "another picture is missing": (lambda folder: (folder / OTHER.path).unlink(), f'"{OTHER.path}" is missing'),
    "a picture was changed": (lambda folder: (folder / OTHER.path).write_bytes(b"x"), f'"{OTHER.path}" was altered'),
    "there is a file more": (lambda folder: (folder / "images" / "more.jpg").write_bytes(b"x"), "is not listed"),
    "what is withdrawn is there": (
        lambda folder: (folder / wardrobe.IMAGES[5].path).write_bytes(wardrobe.content(wardrobe.IMAGES[5])),
        "is there, though it was withdrawn",
    ),
    "the list is gone": (lambda folder: (folder / "withdrawn.json").unlink(), '"images/000000000206.png" is missing'),
    "the list is empty": (listed(lambda said: said.update(withdrawn=[])), "withdrawn.json was altered"),
    "the list has a key more": (listed(lambda said: said.update(more=1)), "withdrawn.json was altered"),
    "the list is spelled otherwise": (
        lambda folder: (folder / "withdrawn.json").write_text(GOLDEN_LINE.replace(":", ": ")),
        "withdrawn.json was altered",
    ),
    "the list has no end": (
        lambda folder: (folder / "withdrawn.json").write_text(GOLDEN_LINE.strip()),
        "withdrawn.json was altered",
    ),
    "the list is not sorted": (listed(lambda said: said["withdrawn"].reverse()), "is not sorted"),
    "a picture stands twice": (
        listed(lambda said: said["withdrawn"].append(said["withdrawn"][-1])),
        "names a picture twice",
    ),
    "an entry has another hash": (listed(lambda said: said["withdrawn"][0].update(sha256="0" * 64)), "another sha256"),
    "an entry has another id": (listed(lambda said: said["withdrawn"][0].update(id=205)), "id is not that of its file"),
    "an entry has a key more": (listed(lambda said: said["withdrawn"][0].update(why="")), "has an entry without"),
    "an entry is no object": (listed(lambda said: said.update(withdrawn=["a"])), "has an entry without"),
    "a picture that is no part of the version": (
        listed(lambda said: said["withdrawn"].append(entry(replace(OTHER, id=999)))),
        "that checksums.sha256 does not list",
    ),
    "one that is named and still there": (
        listed(lambda said: said["withdrawn"].insert(0, entry(OTHER))),
        "is there, though it was withdrawn",
    ),
}


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize(("damage", "told"), DAMAGES.values(), ids=DAMAGES)
def test_anything_else_is_damage_and_said(export, tmp_path, capsys, damage, told, as_zip):
    damage(export)
    path = packed(export, tmp_path / "export.zip") if as_zip else export
    code, words = code_of(path, capsys)
    assert (code, told in words) == (REFUSED, True), words


def packed(folder, target):
    with zipfile.ZipFile(target, "w") as archived:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archived.write(path, path.relative_to(folder).as_posix())
    return target


def test_programs_from_before_refuse_it(without_pair, tmp_path, capsys):
    earlier = Path(__file__).parent / "fixtures" / "labeler_contract.py-07497e4"
    space = {"__name__": "earlier", "__doc__": ""}
    exec(compile(earlier.read_text(), str(earlier), "exec"), space)  # our own, as it was handed out
    assert space["main"](["verify", str(without_pair / "export.zip")]) == REFUSED


@given(gone=st.sets(st.sampled_from(ALL), min_size=1))
def test_whatever_is_withdrawn_the_rest_is_verified_and_counted(tmp_path_factory, gone):
    folder = tmp_path_factory.mktemp("gone")
    build(folder, gone)
    code, words = labeler_contract.verified(str(folder / "export.zip"))
    count = sum(sha256 in gone for sha256 in ALL)
    assert code == WITHDRAWN
    assert f"but for {count} withdrawn picture" in words


@given(gone=st.sets(st.sampled_from(ALL), min_size=1, max_size=6), lost=st.sampled_from(wardrobe.IMAGES))
def test_a_file_that_is_missing_and_not_named_is_damage(tmp_path_factory, gone, lost):
    if lost.sha256 in gone:
        return
    folder = tmp_path_factory.mktemp("lost")
    build(folder, gone)
    with zipfile.ZipFile(folder / "export.zip") as whole, zipfile.ZipFile(folder / "less.zip", "w") as less:
        for name in whole.namelist():
            if name != lost.path:
                less.writestr(name, whole.read(name))
    with pytest.raises(labeler_contract.Refusal, match=lost.path):
        labeler_contract.verify(str(folder / "less.zip"))


@given(place=st.integers(0, len(GOLDEN_LINE) - 1), byte=st.integers(0, 255))
def test_no_other_byte_of_the_list_is_taken(without_pair, tmp_path_factory, place, byte):
    content = bytearray(GOLDEN_LINE.encode())
    if content[place] == byte:
        return
    content[place] = byte
    target = tmp_path_factory.getbasetemp() / "list.zip"
    with zipfile.ZipFile(without_pair / "export.zip") as whole, zipfile.ZipFile(target, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, bytes(content) if name == "withdrawn.json" else whole.read(name))
    with pytest.raises((labeler_contract.Refusal, labeler_contract.Unreadable)):
        labeler_contract.verify(str(target))
