"""The document of the API is committed: who reviews a change sees what it does to programs, and what breaks them is
refused until somebody says that it is wanted (CONTRIBUTING.md)."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command

from labeler.document import committed, errors
from labeler.document.breaking import breaks
from labeler.tests.document.support import JSON

ALL = "/api/v1/projects/{slug}/"


@pytest.fixture(scope="module")
def made():
    return json.loads(committed.made())


@pytest.fixture
def other(made):
    return copy.deepcopy(made)


@pytest.fixture(scope="module")
def landed():
    return json.loads(committed.PATH.read_text())


def test_the_committed_document_is_what_the_code_tells(made, landed):
    told = [f"{method} {path}" for path, methods in made["paths"].items() for method in methods]
    lies = [f"{method} {path}" for path, methods in landed["paths"].items() for method in methods]
    assert told == lies, "make openapi"
    assert committed.PATH.read_text() == committed.made(), "make openapi"


def test_the_table_of_errors_is_what_the_code_tells(made):
    assert errors.table(made) in errors.PAGE.read_text(), "make openapi"


def test_no_change_since_the_committed_document_breaks_a_program(made, landed):
    assert breaks(landed, made) == []


def test_a_document_breaks_nothing_of_itself(made, other):
    assert breaks(made, other) == []


def gone(document):
    del document["paths"][ALL + "stats/"]


def renamed_operation(document):
    document["paths"][ALL + "stats/"]["get"]["operationId"] = "counts"


def schema(document, name):
    return document["components"]["schemas"][name]


def renamed_field(document):
    asset = schema(document, "Asset")
    asset["properties"]["file_name"] = asset["properties"].pop("original_name")


def other_type(document):
    schema(document, "Asset")["properties"]["id"] = {"type": "string"}


def enum_value_gone(document):
    schema(document, "AssetStatus")["enum"].remove("skipped")


def field_may_be_missing(document):
    schema(document, "Asset")["required"].remove("sha256")


def field_may_be_null(document):
    schema(document, "Asset")["properties"]["sha256"]["type"] = ["string", "null"]


def needed_now(document):
    schema(document, "NewProject").setdefault("required", []).append("license")


def no_longer_taken(document):
    del schema(document, "NewProject")["properties"]["guidelines"]


def parameter_gone(document):
    parameters = document["paths"][ALL + "assets/"]["get"]["parameters"]
    parameters[:] = [each for each in parameters if each["name"] != "folder"]


def parameter_needed(document):
    document["paths"][ALL + "stats/"]["get"]["parameters"].append(
        {"in": "query", "name": "day", "required": True, "schema": {"type": "string"}}
    )


def other_status(document):
    answers = document["paths"][ALL + "versions/"]["post"]["responses"]
    answers["201"] = answers.pop("202")


def other_kind(document):
    content = document["paths"][ALL + "stats/"]["get"]["responses"]["200"]["content"]
    content["text/csv"] = content.pop(JSON)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (gone, f"GET {ALL}stats/ is gone."),
        (renamed_operation, f"GET {ALL}stats/ is called counts and no longer stats_get."),
        (renamed_field, f"GET {ALL}assets/: what is answered.results[].original_name is gone."),
        (other_type, f"GET {ALL}assets/: what is answered.results[].id is string and no longer integer."),
        (enum_value_gone, f"GET {ALL}assets/: what is answered.results[].status is never skipped any more."),
        (field_may_be_missing, f"GET {ALL}assets/: what is answered.results[].sha256 may be missing now."),
        (field_may_be_null, f"GET {ALL}assets/: what is answered.results[].sha256 may be null now."),
        (needed_now, "POST /api/v1/projects/: what is sent.license is needed now."),
        (no_longer_taken, "POST /api/v1/projects/: what is sent.guidelines is gone."),
        (parameter_gone, f"GET {ALL}assets/ takes no parameter folder any more."),
        (parameter_needed, f"GET {ALL}stats/ now needs the parameter day."),
        (other_status, f"POST {ALL}versions/ answers no 202 any more."),
        (other_kind, f"GET {ALL}stats/ answers 200 without application/json."),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_a_program_stumbles_over_is_said(made, other, change, said):
    change(other)
    assert said in breaks(made, other)


def test_what_is_new_and_may_be_left_out_breaks_nothing(made, other):
    other["paths"][ALL + "weather/"] = other["paths"][ALL + "stats/"]
    schema(other, "Asset")["properties"]["mood"] = {"type": "string"}
    schema(other, "Asset")["required"].append("mood")
    schema(other, "NewProject")["properties"]["mood"] = {"type": "string"}
    schema(other, "VideoState")["enum"].append("paused")
    other["paths"][ALL + "stats/"]["get"]["parameters"].append({"in": "query", "name": "day", "schema": {}})
    assert breaks(made, other) == []


def test_the_command_writes_no_break_unless_it_is_told_to(tmp_path, monkeypatch, made, other):
    path = tmp_path / "openapi.json"
    other["paths"][ALL + "weather/"] = other["paths"][ALL + "stats/"]
    before = json.dumps(other)
    path.write_text(before)
    monkeypatch.setattr(committed, "PATH", path)
    monkeypatch.setattr(errors, "write", lambda document: None)
    with pytest.raises(CommandError, match="weather/ is gone"):
        call_command("openapi")
    assert path.read_text() == before
    call_command("openapi", may_break=True)
    assert json.loads(path.read_text()) == made
