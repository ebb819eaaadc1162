"""The program that verifies exports and checks models: with nothing installed, whatever it is given."""

import ast
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import labeler_contract, task_types, v1
from contract.labeler_contract import FITS, FITS_OLDER, REFUSED, UNREADABLE
from exports.tests.golden import outfits

PROGRAM = Path(labeler_contract.__file__)
GOLDEN = Path(__file__).parents[2] / "exports" / "tests" / "golden" / "1.0.0"


def run(*arguments, python=sys.executable, flags=("-I", "-S")):
    """The program as somebody runs it: isolated, and without the packages of this environment."""
    command = [python, *flags, str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.fixture
def call(capsys):
    """The same in this process, which is quicker."""

    def call(*arguments):
        code = labeler_contract.main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, (told.out + told.err).strip()

    return call


@pytest.fixture
def export(tmp_path):
    """The golden export as a folder that may be damaged."""
    return Path(shutil.copytree(GOLDEN, tmp_path / "export"))


def test_the_program_travels_alone_with_constants_like_those_of_the_contract():
    same = ("MAJOR", "SPLITS")
    assert [getattr(labeler_contract, name) for name in same] == [getattr(v1, name) for name in same]
    assert tuple(task_types.READERS) == labeler_contract.TASK_TYPES
    assert v1.SCHEMA_VERSION.split(".")[0] == v1.MAJOR
    assert list(labeler_contract.FIELDS) == sorted(v1.Category(1, 0, "Dress", "", True, 0, None).record())


def packed(folder, target, *, kind=zipfile.ZIP_STORED, extra=()):
    with zipfile.ZipFile(target, "w", kind) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
        for name, content in extra:
            archive.writestr(name, content)
    return target


# --- it runs anywhere -----------------------------------------------------------------------------------------------


def test_it_is_written_in_the_language_of_python_3_9_and_needs_its_standard_library_only():
    tree = ast.parse(PROGRAM.read_text(), feature_version=(3, 9))
    imported = {
        name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    imported |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported - set(sys.stdlib_module_names) == {"onnx", "onnxruntime"}  # only when an ONNX file is given


def other_pythons():
    """Those of 3.9 and later that are on this machine. Some names of pyenv are only names: they answer nothing."""
    found = {shutil.which(f"python3.{minor}") for minor in range(9, 16)} - {None}
    found |= set(map(str, Path.home().glob(".pyenv/versions/3.*/bin/python3")))
    ask = "import sys; print(sys.version_info >= (3, 9))"
    return [
        path for path in sorted(found) if subprocess.run([path, "-c", ask], capture_output=True).stdout == b"True\n"
    ]


def test_it_verifies_and_checks_with_every_python_that_is_here(tmp_path):
    target = packed(GOLDEN, tmp_path / "export.zip")
    names = [category["name"] for category in json.loads((GOLDEN / "manifest.json").read_text())["categories"]]
    (tmp_path / "classes.json").write_text(json.dumps(names))
    for python in (sys.executable, *other_pythons()):
        assert run("verify", target, python=python)[0] == FITS, python
        assert run("verify", outfits.GOLDEN, python=python)[0] == FITS, python
        assert run("check-model", tmp_path / "classes.json", target, python=python)[0] == FITS, python


def test_a_wrong_command_line_is_told_apart_from_an_answer():
    assert run("check-model", "only-one")[0] == 2
    assert run()[0] == 2
    code, told = run("--help")
    assert (code, "Exit codes:" in told) == (0, True)


# --- verify ---------------------------------------------------------------------------------------------------------


def test_a_folder_and_a_zip_are_verified(export, tmp_path, call):
    told = f"12 images, {json.loads((GOLDEN / 'manifest.json').read_text())['hash']}"
    for path in (export, packed(export, tmp_path / "export.zip")):
        code, words = call("verify", path)
        assert code == FITS
        assert words.startswith("verified: ")
        assert words.endswith(told)


def flip(name, place=-1):
    def damage(folder):
        content = bytearray((folder / name).read_bytes())
        content[place] ^= 1
        (folder / name).write_bytes(content)

    return damage


def edit(name, old, new):
    def damage(folder):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))

    return damage


def manifest(change):
    def damage(folder):
        path = folder / "manifest.json"
        said = json.loads(path.read_text())
        change(said)
        path.write_text(json.dumps(said))

    return damage


def drop(name):
    return lambda folder: (folder / name).unlink()


def add(name):
    return lambda folder: (folder / name).write_text("more")


def link(folder):
    (folder / "images" / "link.jpg").symlink_to("/etc/hostname")


def linked_folder(folder):
    (folder / "images").rename(folder.parent / "elsewhere")
    (folder / "images").symlink_to(folder.parent / "elsewhere")


IMAGE = "images/000000000101.jpg"
DAMAGES = {
    "a byte of an image": (flip(IMAGE), "images/000000000101.jpg"),
    "the last image": (flip("images/999999999999.png"), "images/999999999999.png"),
    "a byte of the annotations": (flip("annotations.json", 200), "annotations.json"),
    "a byte of the flat rows": (flip("metadata.jsonl", 30), "metadata.jsonl"),
    "a byte of the checksums": (flip("checksums.sha256", 3), "checksums.sha256"),
    "an image less": (drop(IMAGE), "images/000000000101.jpg"),
    "no checksums": (drop("checksums.sha256"), "checksums.sha256"),
    "no manifest": (drop("manifest.json"), "manifest.json"),
    "a file more": (add("images/000000000999.jpg"), "is not listed"),
    "another name of a category": (manifest(lambda m: m["categories"][0].update(name="Other")), "labels_hash"),
    "two categories changed places": (manifest(lambda m: m["categories"].reverse()), "class order"),
    "another hash": (manifest(lambda m: m.update(hash="sha256:" + "0" * 64)), "checksums.sha256"),
    "another samples_hash": (manifest(lambda m: m.update(samples_hash="sha256:" + "0" * 64)), "samples_hash"),
    "another dataset": (manifest(lambda m: m.update(dataset_id="another")), "disagree"),
    "one image more in the counts": (manifest(lambda m: m["counts"].update(images=13)), "counts.images"),
    "other bytes in the counts": (manifest(lambda m: m["counts"].update(image_bytes=1)), "counts.image_bytes"),
    "other counts of a category": (manifest(lambda m: m["counts"]["by_category"].update({"1": 99})), "by_category"),
    "other counts of a split": (manifest(lambda m: m["counts"].update(by_split={"train": 1})), "by_split"),
    "no counts": (manifest(lambda m: m.pop("counts")), "counts"),
}


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize(("damage", "told"), DAMAGES.values(), ids=DAMAGES)
def test_an_altered_export_is_refused_and_what_was_altered_is_named(export, tmp_path, call, damage, told, as_zip):
    damage(export)
    path = packed(export, tmp_path / "export.zip") if as_zip else export
    code, words = call("verify", path)
    assert code == REFUSED
    assert told in words


@pytest.mark.parametrize("damage", [link, linked_folder])
def test_links_in_a_folder_are_refused(export, call, damage):
    damage(export)
    code, words = call("verify", export)
    assert code == REFUSED
    assert "a link or a special file" in words


@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_finished_zip_is_refused_or_changes_nothing_that_is_read(tmp_path_factory, place, bit):
    """Bits that no reader looks at (dates, the host system) are the only ones that may pass."""
    out = io.BytesIO()
    packed(GOLDEN, out)
    content = bytearray(out.getvalue())
    content[place % len(content)] ^= 1 << bit
    target = tmp_path_factory.getbasetemp() / "flipped.zip"
    target.write_bytes(content)
    try:
        labeler_contract.verify(str(target))
    except (labeler_contract.Refusal, labeler_contract.Unreadable):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out) as written:
        assert {name: read.read(name) for name in read.namelist()} == {
            name: written.read(name) for name in written.namelist()
        }


def test_every_flipped_byte_of_an_image_in_a_finished_zip_is_refused(export, tmp_path, call):
    target = packed(export, tmp_path / "export.zip")
    content = target.read_bytes()
    image = (export / IMAGE).read_bytes()
    start = content.index(image)
    for place in range(start, start + len(image), 97):
        target.write_bytes(content[:place] + bytes([content[place] ^ 0x40]) + content[place + 1 :])
        code, words = call("verify", target)
        assert (code, IMAGE in words) == (REFUSED, True), place


# --- hostile input --------------------------------------------------------------------------------------------------


def bomb(path):
    """Ten megabytes of nothing in ten kilobytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 10_000_000)


def overlapping(path):
    """Two names for the same stored bytes: together they are larger than the zip."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", b"0" * 100_000)
        first = archive.infolist()[0]
        twin = zipfile.ZipInfo("twin")
        for name in ("CRC", "compress_size", "file_size", "header_offset", "external_attr", "compress_type"):
            setattr(twin, name, getattr(first, name))
        archive.filelist.append(twin)
        archive.NameToInfo["twin"] = twin


def climbing(path):
    content = b"a" * 64 + b"  ../outside\n"
    checksums = v1.digest(hashlib.sha256(content).hexdigest())
    said = json.loads((GOLDEN / "manifest.json").read_text()) | {"hash": checksums}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(said))
        archive.writestr("checksums.sha256", content)
        archive.writestr("../outside", b"x")


def cut(path):
    packed(GOLDEN, path)
    path.write_bytes(path.read_bytes()[:-2000])


def twice(path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed(GOLDEN, path, extra=[("manifest.json", "{}")])


def deep(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "[" * 200_000)


def with_content(content):
    return lambda path: path.write_bytes(content)


HOSTILE = {
    "a zip bomb": (bomb, REFUSED, "compressed or encrypted"),
    "overlapping entries": (overlapping, REFUSED, "larger than the zip itself"),
    "a path that climbs out": (climbing, REFUSED, "leads out of the export"),
    "a zip that was cut off": (cut, UNREADABLE, "is not a zip, or it was cut off"),
    "a name twice": (twice, REFUSED, "holds a name twice"),
    "deeply nested JSON": (deep, UNREADABLE, "nested too deeply"),
    "packed again": (lambda path: packed(GOLDEN, path, kind=zipfile.ZIP_DEFLATED), REFUSED, "unpack it and verify"),
    "nothing": (with_content(b""), UNREADABLE, "is not a zip"),
    "noise": (with_content(bytes(range(256)) * 40), UNREADABLE, "is not a zip"),
}


@pytest.mark.parametrize(("make", "expected", "told"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_zips_get_a_sentence(tmp_path, make, expected, told):
    path = tmp_path / "hostile.zip"
    make(path)
    code, words = run("verify", path)
    assert (code, len(words.splitlines())) == (expected, 1)
    assert told in words


TEXTS = {
    "no JSON": b"{",
    "cut off": (GOLDEN / "manifest.json").read_bytes()[:300],
    "not UTF-8": b"\xff\xfe\x00",
    "a key twice": b'{"schema_version": "1.0.0", "schema_version": "2.0.0"}',
    "NaN": b'{"version": NaN}',
    "nested": b"[" * 100_000,
    "a huge number": b'{"version": 1' + b"0" * 10_000 + b"}",
    "a number": b"7",
    "a list of numbers": b"[1, 2]",
    "an object of something else": b'{"weights": [1, 2]}',
    "an empty list": b"[]",
    "categories that are none": b'{"dataset_id": "d", "labels_hash": "sha256:' + b"0" * 64 + b'", "categories": [7]}',
    "no dataset": b'{"classes": ["Dress"]}',
    "another major": (GOLDEN / "manifest.json").read_bytes().replace(b'"1.0.0"', b'"2.0.0"', 1),
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_bad_manifests_and_contracts_get_a_sentence(tmp_path, content, call):
    (tmp_path / "bad.json").write_bytes(content)
    assert call("check-model", GOLDEN / "manifest.json", tmp_path / "bad.json")[0] == UNREADABLE
    if content != TEXTS["another major"]:  # a model may have been trained on a later contract
        code, words = call("check-model", tmp_path / "bad.json", GOLDEN / "manifest.json")
        assert (code, len(words.splitlines())) == (UNREADABLE, 1)


@given(st.binary(max_size=200))
def test_whatever_a_model_file_holds_is_answered_with_a_code(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "model.json"
    path.write_bytes(content)
    assert labeler_contract.main(["check-model", str(path), str(GOLDEN / "manifest.json")]) in (REFUSED, UNREADABLE)


def test_what_is_no_file_is_not_read(tmp_path, call):
    os.mkfifo(tmp_path / "pipe.json")
    for path in (tmp_path / "pipe.json", tmp_path / "nothing.json", "/dev/zero"):
        code, words = call("check-model", path, GOLDEN / "manifest.json")
        assert (code, words.startswith("not read: ")) == (UNREADABLE, True)
    assert call("verify", tmp_path / "nothing")[0] == UNREADABLE
    assert call("verify", tmp_path)[0] == REFUSED  # a folder, and no export


def test_names_from_outside_are_shown_in_ascii_on_one_line(tmp_path, call):
    (tmp_path / "model.json").write_text(json.dumps(["\x1b[31mred\n\u202e", "Hat"]))
    code, words = call("check-model", tmp_path / "model.json", GOLDEN / "manifest.json")
    assert code == REFUSED
    assert words.isascii()
    assert words.isprintable()


# --- check-model ----------------------------------------------------------------------------------------------------


def category(index, name, *, active=True, supercategory=""):
    return {
        "id": index + 1,
        "class_index": index,
        "name": name,
        "supercategory": supercategory,
        "active": active,
        "display_order": index,
        "color": None,
    }


def version(*categories, number=1, dataset_id="wardrobe", task_type="classification_single"):
    """A manifest, as far as models are concerned."""
    five = [v1.Category(**category).record() for category in categories]
    return {
        "schema_version": "1.0.0",
        "task_type": task_type,
        "dataset_id": dataset_id,
        "version": number,
        "hash": "sha256:" + f"{number:064x}",
        "labels_hash": labeler_contract.labels_hash(five),
        "samples_hash": "sha256:" + "2" * 64,
        "categories": list(categories),
    }


DRESS, HAT, BAG = category(0, "Dress"), category(1, "Hat"), category(2, "Bag")
FIRST = version(DRESS, HAT)


def answer(model, manifest):
    """Of a model file with this JSON."""
    return labeler_contract.compare(
        labeler_contract.model_definitions(model), labeler_contract.manifest_definitions(manifest)
    )


def trained_on(manifest):
    return labeler_contract.contract_of(manifest)


def test_a_model_fits_the_version_it_was_trained_on_and_later_ones_with_the_same_definitions():
    for manifest in (FIRST, version(DRESS, HAT, number=7)):
        assert answer(trained_on(FIRST), manifest) == (FITS, "fits: the same 2 classes in the same order")


def test_a_class_that_was_added_is_one_that_the_model_never_answers():
    code, words = answer(trained_on(FIRST), version(DRESS, HAT, BAG))
    assert code == FITS_OLDER
    assert "the model knows 2 of 3 classes" in words
    assert 'never answers: 2 "Bag"' in words


def test_renamed_retired_restored_and_regrouped_classes_are_named():
    renamed = version(category(0, "Gown"), HAT)
    retired = version(DRESS, category(1, "Hat", active=False))
    grouped = version(DRESS, category(1, "Hat", supercategory="Head"))
    for manifest, told in ((renamed, '0 "Dress" is now "Gown"'), (retired, "Retired"), (grouped, "In another group")):
        code, words = answer(trained_on(FIRST), manifest)
        assert code == FITS_OLDER
        assert told in words
    assert "Taken into use again" in answer(trained_on(retired), FIRST).words


def test_two_classes_that_exchanged_their_names_still_fit_because_the_numbers_did_not_move():
    code, words = answer(trained_on(FIRST), version(category(0, "Hat"), category(1, "Dress")))
    assert code == FITS_OLDER
    assert '0 "Dress" is now "Hat"' in words


def test_another_dataset_and_more_classes_than_there_are_are_refused():
    code, words = answer(trained_on(FIRST), version(DRESS, HAT, dataset_id="shoes"))
    assert (code, '"wardrobe", this is "shoes"' in words) == (REFUSED, True)
    code, words = answer(trained_on(version(DRESS, HAT, BAG)), FIRST)
    assert (code, "the model has 3 classes, the dataset has 2" in words) == (REFUSED, True)


def test_a_contract_whose_list_was_reordered_is_refused():
    kept = trained_on(FIRST)
    with pytest.raises(labeler_contract.Refusal, match="classes are not the names"):
        answer(kept | {"classes": ["Hat", "Dress"]}, FIRST)
    with pytest.raises(labeler_contract.Refusal, match="another class order"):
        answer(kept | {"categories": kept["categories"][::-1]}, FIRST)
    with pytest.raises(labeler_contract.Refusal, match="labels_hash"):
        answer(kept | {"categories": [kept["categories"][0] | {"name": "Hut"}, kept["categories"][1]]}, FIRST)


def plain(manifest, **changes):
    """What section 13 of the contract tells a model to keep: the classes by name."""
    kept = {key: manifest[key] for key in ("dataset_id", "version", "hash", "labels_hash", "samples_hash")}
    return kept | {"classes": [category["name"] for category in manifest["categories"]]} | changes


def test_the_few_fields_that_the_contract_asks_for_are_enough():
    assert answer(plain(FIRST), FIRST).code == FITS
    assert answer(plain(FIRST), version(DRESS, HAT, BAG)).code == FITS_OLDER
    assert answer(plain(FIRST), version(category(0, "Gown"), HAT)).code == FITS_OLDER
    assert answer(plain(FIRST), version(DRESS, category(1, "Hat", active=False))).code == FITS_OLDER
    assert answer(plain(FIRST, classes=["Hat", "Dress"]), FIRST).code == REFUSED
    code, words = answer(plain(FIRST, classes=["Hat", "Dress"]), version(DRESS, HAT, BAG))
    assert (code, 'output 0 of the model is "Hat", which is class 1' in words) == (REFUSED, True)


MULTI = version(DRESS, HAT, task_type="classification_multi")


def test_a_model_of_any_number_of_classes_an_image_is_compared_as_others_are():
    assert answer(trained_on(MULTI), MULTI) == (FITS, "fits: the same 2 classes in the same order")
    more = version(DRESS, HAT, BAG, number=2, task_type="classification_multi")
    assert answer(trained_on(MULTI), more).code == FITS_OLDER
    assert answer(trained_on(more), MULTI).code == REFUSED
    assert trained_on(MULTI)["task_type"] == "classification_multi"


@pytest.mark.parametrize(("model", "dataset"), [(FIRST, MULTI), (MULTI, FIRST)], ids=["soft-max", "sigmoid"])
def test_a_soft_max_head_and_a_sigmoid_head_never_fit_each_other(model, dataset):
    assert model["labels_hash"] == dataset["labels_hash"], "a converted project keeps its classes"
    code, words = answer(trained_on(model), dataset)
    assert (code, words.startswith("refused: the model is of ")) == (REFUSED, True)
    assert all(head in words for head in (model["task_type"], dataset["task_type"], "a soft-max", "a sigmoid"))
    assert answer(model, dataset).code == REFUSED  # a manifest in place of its contract


@pytest.mark.parametrize("task_type", ["detection_box", "of tomorrow", 7, [], {}])
def test_a_model_of_a_task_type_that_nobody_knows_fits_nothing(task_type):
    for dataset in (FIRST, MULTI):
        assert answer(trained_on(dataset) | {"task_type": task_type}, dataset).code == REFUSED


def test_a_contract_without_task_type_is_one_from_before_there_were_two():
    assert answer(plain(FIRST), FIRST).code == FITS
    code, words = answer(plain(MULTI), MULTI)
    assert (code, "names no task type" in words) == (REFUSED, True)
    assert answer(plain(MULTI, task_type="classification_multi"), MULTI).code == FITS


@pytest.mark.parametrize("task_type", ["detection_box", None, ["classification_multi"], 7])
def test_a_dataset_of_a_task_type_that_it_does_not_know_is_not_read(task_type):
    with pytest.raises(labeler_contract.Unreadable, match="this program knows classification_single and classif"):
        answer(trained_on(FIRST), FIRST | {"task_type": task_type})


def test_a_plain_list_of_names_says_nothing_of_the_head():
    code, words = answer(["Dress", "Hat"], MULTI)
    assert (code, "nor whether its outputs are any number of classes an image" in words) == (FITS, True)


def test_a_plain_list_of_names_is_compared_by_name_and_says_so():
    code, words = answer(["Dress", "Hat"], FIRST)
    assert (code, "only names were compared" in words) == (FITS, True)
    assert answer(["Dress"], FIRST).code == FITS_OLDER
    assert answer(["Hat", "Dress"], FIRST).code == REFUSED
    assert answer(["Dress", "Cap"], FIRST).code == REFUSED  # a rename, or another list: nobody knows
    assert answer(["Dress", "Hat", "Bag"], FIRST).code == REFUSED


NAMES = st.lists(
    st.sampled_from(["Dress", "Hat", "Bag", "Shoes", "Coat", "Scarf"]), min_size=1, max_size=6, unique=True
)


@given(NAMES, st.lists(st.sampled_from("abcdef"), unique=True), st.data())
def test_a_model_fits_every_later_version_of_its_dataset_whatever_was_renamed_or_retired(names, added, data):
    """The promise of the contract: what is append-only can never leave an old model behind."""
    before = version(*map(category, range(len(names)), names))
    now = [name + data.draw(st.sampled_from(["", " 2"])) for name in names] + added
    after = version(*(category(i, name, active=data.draw(st.booleans())) for i, name in enumerate(now)))
    code, words = answer(trained_on(before), after)
    same = before["labels_hash"] == after["labels_hash"]
    assert (code, words.startswith("fits")) == (FITS if same else FITS_OLDER, True)
    if added:
        assert answer(trained_on(after), before).code == REFUSED


@given(NAMES, NAMES)
def test_a_list_of_names_fits_only_as_the_beginning_of_the_classes(names, classes):
    code, _ = answer(names, version(*map(category, range(len(classes)), classes)))
    expected = FITS if names == classes else FITS_OLDER if classes[: len(names)] == names else REFUSED
    assert code == expected


# --- files of models ------------------------------------------------------------------------------------------------


@pytest.fixture
def manifest_of(tmp_path):
    def write(manifest):
        path = tmp_path / f"manifest-{manifest['version']}.json"
        path.write_text(json.dumps(manifest))
        return path

    return write


@pytest.fixture
def onnx_model(tmp_path):
    """A real model: one layer, four inputs, two classes."""
    tensor = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMul", ["x", "w"], ["y"])],
        "classifier",
        [onnx.helper.make_tensor_value_info("x", tensor, [None, 4])],
        [onnx.helper.make_tensor_value_info("y", tensor, [None, 2])],
        [onnx.helper.make_tensor("w", tensor, [4, 2], [float(n) for n in range(8)])],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    model.metadata_props.add(key="author", value="somebody")
    onnx.checker.check_model(model)
    onnx.save(model, tmp_path / "model.onnx")
    return tmp_path / "model.onnx"


def answers_of(path):
    import numpy
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": numpy.ones((1, 4), "float32")})[0].tolist()


def test_an_onnx_model_carries_its_contract_and_answers_as_before(onnx_model, manifest_of, call):
    before = answers_of(onnx_model)
    assert call("check-model", onnx_model, manifest_of(FIRST))[0] == REFUSED
    assert call("embed", onnx_model, manifest_of(FIRST)) == (FITS, f"embedded: {onnx_model}")
    assert call("embed", onnx_model, manifest_of(FIRST))[0] == FITS  # again changes nothing
    kept = {entry.key: entry.value for entry in onnx.load(onnx_model).metadata_props}
    assert kept["author"] == "somebody"
    assert json.loads(kept["labeler_contract"])["classes"] == ["Dress", "Hat"]
    assert answers_of(onnx_model) == before
    assert call("check-model", onnx_model, manifest_of(FIRST))[0] == FITS
    assert call("check-model", onnx_model, manifest_of(version(DRESS, HAT, BAG, number=2)))[0] == FITS_OLDER
    assert (
        call("check-model", onnx_model, manifest_of(version(HAT | {"id": 1, "class_index": 0}, number=3)))[0] == REFUSED
    )


def test_an_onnx_model_is_checked_with_onnxruntime_where_onnx_is_missing(onnx_model, manifest_of, call, monkeypatch):
    call("embed", onnx_model, manifest_of(FIRST))
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert call("check-model", onnx_model, manifest_of(FIRST))[0] == FITS
    assert call("embed", onnx_model, manifest_of(FIRST))[0] == UNREADABLE
    onnx_model.write_bytes(b"noise")
    assert call("check-model", onnx_model, manifest_of(FIRST))[0] == UNREADABLE


def test_without_a_package_for_onnx_the_program_says_which_one_it_needs(onnx_model, manifest_of):
    code, words = run("check-model", onnx_model, manifest_of(FIRST))
    assert code == UNREADABLE
    assert "pip install onnx" in words


@pytest.mark.parametrize("content", [b"", b"noise", bytes(range(256)), b"\x08"])
def test_what_is_no_onnx_model_gets_a_sentence(onnx_model, manifest_of, call, content):
    onnx_model.write_bytes(content)
    for command in ("check-model", "embed"):
        code, words = call(command, onnx_model, manifest_of(FIRST))
        assert (code, "is not an ONNX model" in words) == (UNREADABLE, True)
    assert onnx_model.read_bytes() == content


def test_the_contract_of_any_other_model_lies_beside_it(tmp_path, manifest_of, call):
    model = tmp_path / "model.joblib"
    model.write_bytes(b"\x80\x04weights")
    code, words = call("check-model", model, manifest_of(FIRST))
    assert (code, "carries no contract" in words) == (REFUSED, True)
    assert call("embed", model, manifest_of(FIRST)) == (FITS, f"embedded: {model}.contract.json")
    assert model.read_bytes() == b"\x80\x04weights"
    assert stat.S_IMODE(Path(f"{model}.contract.json").stat().st_mode) == 0o644
    assert call("check-model", model, manifest_of(FIRST))[0] == FITS
    assert call("embed", tmp_path / "missing.pt", manifest_of(FIRST))[0] == UNREADABLE


def test_it_is_written_elsewhere_on_request_and_the_model_stays_as_it_was(onnx_model, manifest_of, call, tmp_path):
    before = onnx_model.read_bytes()
    assert call("embed", onnx_model, manifest_of(FIRST), "--output", tmp_path / "signed.onnx")[0] == FITS
    assert onnx_model.read_bytes() == before
    assert call("check-model", tmp_path / "signed.onnx", manifest_of(FIRST))[0] == FITS
    assert call("embed", onnx_model, manifest_of(FIRST), "--output", tmp_path / "no" / "where.onnx")[0] == UNREADABLE


def test_a_text_of_names_a_manifest_and_an_export_do_as_well(tmp_path, call, manifest_of, export):
    (tmp_path / "classes.txt").write_text("Dress\nHat\n")
    assert call("check-model", tmp_path / "classes.txt", manifest_of(FIRST))[0] == FITS
    assert call("check-model", manifest_of(FIRST), manifest_of(version(DRESS, HAT, BAG, number=2)))[0] == FITS_OLDER
    target = packed(export, tmp_path / "export.zip")
    assert call("check-model", GOLDEN / "manifest.json", export)[0] == FITS
    assert call("check-model", GOLDEN / "manifest.json", target)[0] == FITS


def test_an_older_version_may_be_allowed(tmp_path, call, manifest_of):
    (tmp_path / "classes.json").write_text('["Dress"]')
    arguments = ("check-model", tmp_path / "classes.json", manifest_of(FIRST))
    assert call(*arguments)[0] == FITS_OLDER
    code, words = call(*arguments, "--allow-older")
    assert (code, words.startswith("fits an older version")) == (0, True)
