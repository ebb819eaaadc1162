"""Contract 1.4.0: a manifest may tell of quality. Nothing else of the export knows, and programs handed out since 1.0
verify it as before."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
from jsonschema import Draft202012Validator

from contract import archive, labeler_contract, v1_4
from contract.tests.test_archive import SCHEMAS, TEXTS, load, read
from exports.tests.golden import phone, wardrobe

# The program as it was handed out by commit 07497e4, which knew no quality.
OLD_PROGRAM = Path(__file__).parent / "fixtures" / "labeler_contract.py-07497e4"
CHECKED = {
    "schema": "1.4.0",
    "assisted": {"images": 0, "by": []},
    "blind": {"images": 0, "agree_shown": None, "agree_hidden": None},
    "check": {"size": 125, "wrong": 1, "upper_bound": 372},
}
MODEL = {"model_sha256": "a" * 64, "name": "Wardrobe 3", "shown": 40, "accepted": 30, "corrected": 10}
ASSISTED = CHECKED | {
    "assisted": {"images": 40, "by": [MODEL]},
    "blind": {"images": 12, "agree_shown": 9500, "agree_hidden": 9000},
    "check": None,
}


def manifest_schema():
    return Draft202012Validator(json.loads((SCHEMAS / "manifest-1.4.0.schema.json").read_text()))


def build(kind, folder, quality):
    with mock.patch.object(archive, "build", partial(archive.build, quality=quality)):
        kind.build(folder)


@pytest.fixture(params=["1.0.0", "1.1.0"])
def exported(request, tmp_path):
    """An export with the statement, whatever its images need."""
    kind = {"1.0.0": wardrobe, "1.1.0": phone}[request.param]
    build(kind, tmp_path, CHECKED)
    return tmp_path, request.param, kind


def test_it_stands_behind_all_else_with_its_keys_in_the_order_of_the_contract(exported):
    folder, version, _ = exported
    manifest = load(folder, "manifest.json")
    assert list(manifest)[-2:] == ["generator", "quality"]
    assert json.dumps(manifest["quality"]) == json.dumps(CHECKED)
    assert manifest["schema_version"] == load(folder, "annotations.json")["info"]["schema_version"] == version


def test_no_other_byte_and_no_digest_knows_of_it(exported):
    folder, _, kind = exported
    for path in TEXTS:
        if path != "manifest.json":
            assert read(folder, path) == (kind.GOLDEN / path).read_bytes()
    manifest, golden = load(folder, "manifest.json"), json.loads((kind.GOLDEN / "manifest.json").read_text())
    assert manifest == golden | {"quality": CHECKED}


def test_the_program_that_was_handed_out_before_verifies_it(exported):
    folder, _, _ = exported
    for program in (OLD_PROGRAM, Path(labeler_contract.__file__)):
        asked = [sys.executable, str(program), "verify", str(folder / "export.zip")]
        told = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert (told.returncode, told.stdout.startswith("verified: ")) == (0, True), told.stderr


def test_the_program_that_was_handed_out_before_checks_a_model_against_it(exported):
    folder, _, _ = exported
    names = [category["name"] for category in load(folder, "manifest.json")["categories"]]
    (folder / "model.json").write_text(json.dumps(names))
    asked = [sys.executable, str(OLD_PROGRAM), "check-model", str(folder / "model.json"), str(folder / "export.zip")]
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_the_schema_takes_what_is_written_and_no_other_statement(exported):
    folder, _, _ = exported
    manifest = load(folder, "manifest.json")
    assert list(manifest_schema().iter_errors(manifest)) == []
    assert list(manifest_schema().iter_errors(manifest | {"quality": ASSISTED})) == []
    for wrong in WRONG.values():
        assert not manifest_schema().is_valid(manifest | {"quality": wrong})
    manifest.pop("quality")
    assert not manifest_schema().is_valid(manifest), "what tells nothing is described by its own version"


@pytest.mark.parametrize("told", [CHECKED, ASSISTED])
def test_what_was_stored_is_written_whatever_became_of_the_order_of_its_keys(told):
    turned = {key: told[key] for key in sorted(told)}
    assert json.dumps(v1_4.Quality.of(turned).record()) == json.dumps(told)


def but(**changes):
    return CHECKED | changes


# The schema finds these, too.
WRONG = {
    "another version": but(schema="1.5.0"),
    "a name that nobody knows": but(by="bob"),
    "no check at all": {key: value for key, value in CHECKED.items() if key != "check"},
    "a check of none": but(check={"size": 0, "wrong": 0, "upper_bound": 0}),
    "a bound of more than all": but(check={"size": 1, "wrong": 0, "upper_bound": 10001}),
    "a bound that is no integer": but(check={"size": 1, "wrong": 0, "upper_bound": 0.5}),
    "a user's name": but(check=CHECKED["check"] | {"by": "bob"}),
    "assisted without a model": but(assisted={"images": 1, "by": []}),
    "a model that assisted none": but(assisted={"images": 0, "by": [MODEL]}),
    "a model that showed nothing": but(assisted={"images": 1, "by": [MODEL | {"shown": 0}]}),
    "a share without blind images": but(blind={"images": 0, "agree_shown": 1, "agree_hidden": 1}),
    "blind images without a share": but(blind={"images": 1, "agree_shown": None, "agree_hidden": 1}),
    "a digest in capitals": but(assisted={"images": 1, "by": [MODEL | {"model_sha256": "A" * 64}]}),
}
# These compare numbers, which no schema does.
MORE_WRONG = {
    "more wrong than judged": but(check={"size": 1, "wrong": 2, "upper_bound": 0}),
    "more accepted than shown": but(assisted={"images": 1, "by": [MODEL | {"shown": 39}]}),
    "a model twice": but(assisted={"images": 1, "by": [MODEL, MODEL]}),
    "models out of order": but(assisted={"images": 1, "by": [MODEL, MODEL | {"model_sha256": "1" * 64}]}),
    "true for a number": but(check={"size": True, "wrong": 0, "upper_bound": 0}),
    "a list": [],
}


@pytest.mark.parametrize("name", [*WRONG, *MORE_WRONG])
def test_a_statement_against_the_contract_is_refused_and_nothing_is_built(tmp_path, name):
    with pytest.raises(ValueError, match="."):
        build(wardrobe, tmp_path, (WRONG | MORE_WRONG)[name])
    assert not (tmp_path / "export.zip").exists()
