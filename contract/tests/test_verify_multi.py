"""What the program that travels says of exports of any number of classes an image: whoever altered one, also with all
digests made anew, is told what does not fit."""

import copy
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import labeler_contract
from contract.labeler_contract import FITS, FITS_OLDER, REFUSED, UNREADABLE
from contract.tests.test_labeler_contract import DAMAGES as OF_ANY_EXPORT
from contract.tests.test_labeler_contract import GOLDEN as SINGLE
from contract.tests.test_labeler_contract import flip, packed, run
from exports.tests.golden import outfits

GOLDEN = outfits.GOLDEN
OLD_PROGRAM = Path(__file__).parent / "fixtures" / "labeler_contract.py-07497e4"


class Opened:
    """The texts of the golden export, to be altered."""

    def __init__(self):
        self.manifest = json.loads((GOLDEN / "manifest.json").read_text("ascii"))
        self.said = json.loads((GOLDEN / "annotations.json").read_text("ascii"))
        self.rows = [json.loads(line) for line in (GOLDEN / "metadata.jsonl").read_text("ascii").splitlines()]

    @property
    def images(self):
        return self.said["images"]

    @property
    def annotations(self):
        return self.said["annotations"]

    def written(self, folder, *, sealed=True):
        """As a folder whose digests fit, as somebody makes it who wants to deceive; `sealed`: samples_hash, too."""
        shutil.copytree(GOLDEN / "images", folder / "images")
        members = [f'"{key}":{self._member(value)}' for key, value in self.said.items()]
        (folder / "annotations.json").write_text("{\n" + ",\n".join(members) + "\n}\n", "ascii")
        (folder / "metadata.jsonl").write_text("".join(spelled(row) + "\n" for row in self.rows), "ascii")
        listed = ["annotations.json", *sorted(f"images/{path.name}" for path in (folder / "images").iterdir())]
        lines = [f"{sha256((folder / name).read_bytes())}  {name}\n" for name in [*listed, "metadata.jsonl"]]
        (folder / "checksums.sha256").write_text("".join(lines), "ascii")
        self.manifest["hash"] = "sha256:" + sha256("".join(lines).encode())
        if sealed:
            samples = "".join(spelled(self._sample(image)) + "\n" for image in self.images)
            self.manifest["samples_hash"] = "sha256:" + sha256(samples.encode())
        (folder / "manifest.json").write_text(json.dumps(self.manifest, indent=2) + "\n", "ascii")
        return folder

    def _member(self, value):
        if isinstance(value, dict):
            return spelled(value)
        return "[\n" + ",\n".join(map(spelled, value)) + ("\n]" if value else "]")

    def _sample(self, image):
        told = [image.get(key) for key in ("category_ids", "not_asked")]
        classes = [[each - 1 for each in ids if isinstance(each, int)] if isinstance(ids, list) else [] for ids in told]
        return [image.get("sha256"), image.get("split"), image.get("answered"), *classes]


def spelled(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def verified(path):
    """The code and the words of the program, which is never to fall over."""
    try:
        return labeler_contract.verified(str(path))
    except labeler_contract.Refusal as problem:
        return REFUSED, str(problem)


# --- what is as it was sealed ---------------------------------------------------------------------------------------


def test_a_folder_and_a_zip_are_verified_with_nothing_installed(tmp_path):
    told = f"9 images, {json.loads((GOLDEN / 'manifest.json').read_text())['hash']}"
    for path in (GOLDEN, packed(GOLDEN, tmp_path / "export.zip")):
        code, words = run("verify", path)
        assert (code, words.startswith("verified: "), words.endswith(told)) == (FITS, True, True)


def test_what_a_test_writes_of_the_golden_export_unaltered_is_the_golden_export(tmp_path):
    written = Opened().written(tmp_path)
    for path in ("manifest.json", "annotations.json", "metadata.jsonl", "checksums.sha256"):
        assert (written / path).read_bytes() == (GOLDEN / path).read_bytes()


def test_fields_that_a_later_minor_adds_are_no_fault(tmp_path):
    export = Opened()
    for record in (*export.images, *export.annotations, *export.rows, export.manifest, export.manifest["counts"]):
        record["of_tomorrow"] = "x"
    export.manifest["selection"]["excluded"]["of_tomorrow"] = 7
    export.manifest["label_rules"]["of_tomorrow"] = []
    assert verified(export.written(tmp_path))[0] == FITS


def test_programs_from_before_say_that_they_do_not_know_the_task_type():
    asked = [sys.executable, str(OLD_PROGRAM), "verify", str(GOLDEN)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert told.returncode == UNREADABLE
    assert 'the task type is "classification_multi"' in told.stderr


def test_a_model_carries_the_task_type_of_the_export_that_it_was_trained_on(tmp_path, capsys):
    model = tmp_path / "model.bin"
    model.write_bytes(b"weights")
    assert labeler_contract.main(["embed", str(model), str(GOLDEN)]) == FITS
    assert labeler_contract.main(["check-model", str(model), str(GOLDEN)]) == FITS
    capsys.readouterr()
    assert labeler_contract.main(["check-model", str(model), str(SINGLE)]) == REFUSED
    words = capsys.readouterr().out
    assert "a sigmoid for each output" in words
    assert "a soft-max over all outputs" in words
    one_class_less = Opened().manifest
    kept = one_class_less["categories"][:7]
    one_class_less |= {"categories": kept, "labels_hash": labeler_contract.labels_hash([five(each) for each in kept])}
    (tmp_path / "older.json").write_text(json.dumps(one_class_less))
    assert labeler_contract.main(["check-model", str(tmp_path / "older.json"), str(GOLDEN)]) == FITS_OLDER


def five(category):
    return {key: category[key] for key in labeler_contract.FIELDS}


# --- what was altered, digests and all ------------------------------------------------------------------------------


def image(place, **fields):
    return lambda export: export.images[place].update(fields)


def row(place, **fields):
    return lambda export: export.rows[place].update(fields)


def annotation(place, **fields):
    return lambda export: export.annotations[place].update(fields)


def counted(**fields):
    return lambda export: export.manifest["counts"].update(fields)


def selected(**fields):
    return lambda export: export.manifest["selection"].update(fields)


def excluded(**fields):
    return lambda export: export.manifest["selection"]["excluded"].update(fields)


def ruled(**fields):
    return lambda export: export.manifest["label_rules"].update(fields)


def swapped(records):
    def swap(export):
        found = records(export)
        found[0], found[1] = found[1], found[0]

    return swap


def both(place, fields, row_fields):
    def alter(export):
        export.images[place].update(fields)
        export.rows[place].update(row_fields)

    return alter


IDS = "no rising list of the manifest's categories"
OTHERS = "has other annotations of"
DIFFERS = "metadata.jsonl says something else"
RULES = "label_rules.implies"
GROUPS = "label_rules.exclusive"
ALTERED = {
    # images of annotations.json
    "answered is a number": (image(0, answered=1), "does not tell whether"),
    "answered is missing": (lambda export: export.images[0].pop("answered"), "does not tell whether"),
    "a split that is a list": (image(0, split=[]), "does not tell whether"),
    "a split that nobody knows": (both(0, {"split": "dev"}, {"split": "dev"}), "in none of the splits"),
    "no split": (both(0, {"split": None}, {"split": ""}), "in none of the splits"),
    "classes that fall": (image(0, category_ids=[2, 1, 6]), IDS),
    "a class twice": (image(0, category_ids=[1, 1, 2, 6]), IDS),
    "a class that there is not": (image(0, not_asked=[9]), IDS),
    "a class that is an index": (image(0, not_asked=[0]), IDS),
    "a class that is true": (image(0, category_ids=[True, 2, 6]), IDS),
    "classes in a text": (image(0, category_ids="126"), IDS),
    "no classes": (lambda export: export.images[0].pop("category_ids"), IDS),
    "not asked of what is present": (image(0, not_asked=[1]), "says that it was not asked about it"),
    "labels of an image that is not answered": (image(0, answered=False), "is not answered, and has labels"),
    "asked without an answer": (image(2, not_asked=[1]), "is not answered, and has labels, or says"),
    "another id": (image(0, id=502), "another id"),
    "an id that is a text": (image(0, id="501"), "another id"),
    "another file": (image(0, file_name="000000000502.png"), "list different images"),
    "another sha256": (image(0, sha256="0" * 64), "list different images"),
    "an image less": (lambda export: export.images.pop(), "list different images"),
    "an image more": (lambda export: export.images.append(export.images[-1]), "more images than checksums.sha256"),
    "images in another order": (swapped(lambda export: export.images), "list different images"),
    # annotations
    "an annotation less": (lambda export: export.annotations.pop(), OTHERS),
    "an annotation more": (
        lambda export: export.annotations.append(export.annotations[-1] | {"id": 10}),
        "an annotation that no image knows",
    ),
    "annotations in another order": (swapped(lambda export: export.annotations), OTHERS),
    "an annotation with the number of its image": (annotation(0, id=501), OTHERS),
    "an annotation of another class": (annotation(0, category_id=3), OTHERS),
    "an annotation of another image": (annotation(0, image_id=502), OTHERS),
    "a crowd": (annotation(0, iscrowd=1), OTHERS),
    "a crowd that is false": (annotation(0, iscrowd=False), OTHERS),
    "a label that no annotation has": (image(1, category_ids=[8]), OTHERS),
    # metadata.jsonl
    "an empty list": (row(1, labels=[]), DIFFERS),
    "an index for an id": (row(1, category_ids=[-1]), DIFFERS),
    "no name": (row(1, label_names=[]), DIFFERS),
    "another name": (row(0, label_names=["dress", "dress", "day"]), DIFFERS),
    "another label": (row(0, labels=[0, 1, 6]), DIFFERS),
    "an empty list of what was not asked": (row(0, not_asked=[]), DIFFERS),
    "another class was not asked": (row(3, not_asked=[1]), DIFFERS),
    "an answer that is a number": (row(0, answered=1), DIFFERS),
    "an answer that was not given": (row(2, answered=True), DIFFERS),
    "a null for no split": (row(0, split=None), DIFFERS),
    "another split": (row(0, split="val"), DIFFERS),
    "another image": (row(0, image_id=502), DIFFERS),
    "another name of the file": (row(0, file_name="000000000501.jpg"), DIFFERS),
    "a key less": (lambda export: export.rows[0].pop("label_names"), DIFFERS),
    "a row that is a list": (lambda export: export.rows.insert(0, []), DIFFERS),
    "a row less": (lambda export: export.rows.pop(), "8 lines for 9 images"),
    "a row more": (lambda export: export.rows.append(export.rows[-1]), "list different images"),
    "rows in another order": (swapped(lambda export: export.rows), DIFFERS),
    # the manifest
    "1.0": (
        lambda export: [said.update(schema_version="1.0.0") for said in (export.manifest, export.said["info"])],
        "came with schema 1.1",
    ),
    "other counts of answers": (counted(answered=8), "counts.answered"),
    "other counts of none of these": (counted(none=1), "counts.none"),
    "other counts of partly asked": (counted(partly_asked=0), "counts.partly_asked"),
    "other counts of annotations": (counted(annotations=8), "counts.annotations"),
    "no counts of answers": (lambda export: export.manifest["counts"].pop("answered"), "counts.answered"),
    "no selection": (lambda export: export.manifest.pop("selection"), "has no selection"),
    "a flag that is neither": (selected(include_partly_asked=None), "include_partly_asked of manifest.json is neither"),
    "no flag": (lambda export: export.manifest["selection"].pop("include_unlabeled"), "include_unlabeled of manifest"),
    "unanswered ones that were left out": (selected(include_unlabeled=False), "2 images are not answered"),
    "partly asked ones that were left out": (selected(include_partly_asked=False), "4 images were not asked about"),
    "included and left out": (excluded(partly_asked=1), "excluded.partly_asked of manifest.json is no count"),
    "a reason of 1.0": (lambda export: export.manifest["selection"]["excluded"].pop("unlabeled"), "excluded.unlabeled"),
    "less than nothing": (excluded(inactive_annotations=-1), "excluded.inactive_annotations"),
    "a label of an inactive category": (
        lambda export: [
            both(
                8,
                {"category_ids": [5], "not_asked": [3]},
                {"category_ids": [5], "labels": [4], "label_names": ["écharpe"]},
            )(export),
            annotation(8, category_id=5)(export),
        ],
        "has a label of an inactive category",
    ),
    # rules between labels
    "no rules": (lambda export: export.manifest.pop("label_rules"), "lacks label_rules"),
    "rules without groups": (lambda export: export.manifest["label_rules"].pop("exclusive"), "lacks label_rules"),
    "pairs that fall": (ruled(implies=[[4, 3], [2, 1]]), RULES),
    "a pair of three": (ruled(implies=[[2, 1, 3]]), RULES),
    "a child of its own": (ruled(implies=[[2, 2]]), RULES),
    "a child with two parents": (ruled(implies=[[2, 1], [2, 3]]), RULES),
    "a pair of a category that there is not": (ruled(implies=[[9, 1]]), RULES),
    "a pair of texts": (ruled(implies=[["2", "1"]]), RULES),
    "a group of one": (ruled(exclusive=[[6]]), GROUPS),
    "a group that falls": (ruled(exclusive=[[7, 6]]), GROUPS),
    "groups that fall": (ruled(exclusive=[[6, 7], [5, 8]]), GROUPS),
    "a category in two groups": (ruled(exclusive=[[5, 6], [6, 7]]), GROUPS),
    "a group that is a number": (ruled(exclusive=[6]), GROUPS),
    "a parent that one image lacks": (ruled(implies=[[3, 4]]), "1 image breaks a rule between labels"),
    "two groups in which an image has two": (ruled(exclusive=[[1, 2], [3, 4]]), "2 images break a rule"),
}


@pytest.mark.parametrize(("alter", "told"), ALTERED.values(), ids=ALTERED)
def test_an_altered_export_is_refused_also_when_all_its_digests_fit(tmp_path, alter, told):
    export = Opened()
    alter(export)
    code, words = verified(export.written(tmp_path))
    assert (code, told in words) == (REFUSED, True), words


def test_another_samples_hash_is_refused(tmp_path):
    export = Opened()
    export.manifest["samples_hash"] = "sha256:" + "0" * 64
    assert verified(export.written(tmp_path, sealed=False)) == (REFUSED, "samples_hash of manifest.json was altered.")


def test_a_parent_that_was_not_asked_about_breaks_no_rule(tmp_path):
    export = Opened()
    told = next(image for image in export.images if image["id"] == 509)
    assert (told["category_ids"], told["not_asked"]) == ([4], [3])
    ruled(implies=[[4, 3]])(export)
    assert verified(export.written(tmp_path))[0] == FITS


SAME_HERE = [name for name in OF_ANY_EXPORT if "image" not in name]


@pytest.mark.parametrize("name", SAME_HERE)
def test_what_alters_any_export_is_refused_here_too(tmp_path, name):
    damage, told = OF_ANY_EXPORT[name]
    export = Path(shutil.copytree(GOLDEN, tmp_path / "export"))
    damage(export)
    code, words = verified(export)
    assert (code, told in words) == (REFUSED, True), words


def test_every_flipped_byte_of_what_a_digest_covers_is_refused(tmp_path):
    export = Path(shutil.copytree(GOLDEN, tmp_path / "export"))
    for path in ("checksums.sha256", "annotations.json", "metadata.jsonl", "images/000000000509.gif"):
        content = (export / path).read_bytes()
        for place in range(0, len(content), 37):
            flip(path, place)(export)
            with suppress(labeler_contract.Unreadable):
                assert verified(export)[0] == REFUSED, (path, place)
            (export / path).write_bytes(content)


@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_finished_zip_is_refused_or_changes_nothing_that_is_read(tmp_path_factory, place, bit):
    out = io.BytesIO()
    packed(GOLDEN, out)
    content = bytearray(out.getvalue())
    content[place % len(content)] ^= 1 << bit
    target = tmp_path_factory.getbasetemp() / "flipped-multi.zip"
    target.write_bytes(content)
    try:
        assert labeler_contract.verified(str(target)).code == FITS
    except (labeler_contract.Refusal, labeler_contract.Unreadable):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out) as written:
        assert {name: read.read(name) for name in read.namelist()} == {
            name: written.read(name) for name in written.namelist()
        }


VALUES = st.sampled_from(
    [None, True, False, 0, 1, -1, 2, 8, 9, "", "train", "val", [], [0], [-1], [1], [1, 2], [""], {}]
)
TOLD = ["answered", "category_ids", "not_asked", "split", "id", "file_name", "sha256"]
KEYS = {
    "images": TOLD,
    "annotations": ["category_id", "id", "image_id", "iscrowd"],
    "rows": ["answered", "category_ids", "file_name", "image_id", "label_names", "labels", "not_asked", "split"],
}


@given(st.data())
def test_no_field_that_tells_of_an_image_can_be_another_one_by_itself(tmp_path_factory, data):
    """Each is told twice, or follows from others, so whoever alters one has to alter others, too."""
    export = Opened()
    where = data.draw(st.sampled_from(sorted(KEYS)))
    record = data.draw(st.sampled_from(getattr(export, where)))
    key, value = data.draw(st.sampled_from(KEYS[where])), data.draw(VALUES)
    if spelled(record[key]) == spelled(value):
        return
    record[key] = copy.deepcopy(value)
    assert verified(export.written(tmp_path_factory.mktemp("altered")))[0] == REFUSED
