"""A call that is not told of whole is not done: each has a summary, a description, examples, and all that it refuses.

How to tell it: a docstring of two parts, `extend_schema(operation_id=…)`, `refuses(…)` where it has codes of its own,
and `LABELER_WRITE_EXAMPLES=1 pytest labeler/tests/document/test_examples.py` (CONTRIBUTING.md).
"""

import re
from functools import cache

import pytest

from core.api.document import BARE, TITLES
from labeler.document.codes import CODES
from labeler.document.completed import CODE, answer_of, operations, parameters
from labeler.document.words import MEANINGS, TAGS
from labeler.tests.document.support import JSON, described

REFUSALS = {str(status) for status in TITLES}
EVERY_CALL = {"400", "401", "403", "415", "429", "503"}


@cache
def all_operations():
    """(path, method, operation) of each; made when they are asked for, as it takes long."""
    return [*operations(described())]


def of(find):
    """Which operations lack something."""
    return [f"{method} {path}" for path, method, operation in all_operations() if not find(operation)]


def test_every_operation_has_a_summary_and_a_description():
    assert of(lambda operation: 3 < len(operation.get("summary", "")) < 80) == []
    assert of(lambda operation: len(operation.get("description", "")) > 10) == []
    assert of(lambda operation: "The base of all calls" not in operation["description"]) == []


def test_every_operation_has_a_readable_name_of_its_own():
    made_up = r"projects_[a-z_]*_(retrieve|create|destroy|(partial_)?update)"
    names = [operation["operationId"] for _, _, operation in all_operations()]
    assert [name for name in names if not re.fullmatch(rf"(?!{made_up}$)[a-z]+(_[a-z]+)*", name)] == []
    assert len(set(names)) == len(names)


def test_every_operation_has_a_tag_that_is_told_of():
    assert {tag for _, _, operation in all_operations() for tag in operation["tags"]} == set(TAGS)


def test_every_parameter_is_described_and_parts_of_addresses_have_an_example():
    def told(operation):
        return all(each.get("description") for each in operation.get("parameters", ())) and all(
            "example" in each for each in parameters(operation, "path")
        )

    assert of(told) == []


def test_every_body_that_is_sent_or_answered_has_an_example():
    def is_shown(told):
        content = told.get("content", {})
        return JSON not in content or "example" in content[JSON]

    def done(operation):
        return [one for status, one in operation["responses"].items() if status < "300"]

    def refused(operation):
        return [answer_of(described(), operation, status) for status in operation["responses"] if status >= "400"]

    assert of(lambda operation: is_shown(operation.get("requestBody", {}))) == []
    assert of(lambda operation: any(map(is_shown, done(operation)))) == []
    assert of(lambda operation: all(map(is_shown, refused(operation)))) == []
    assert of(lambda operation: operation["x-codeSamples"][0]["source"].startswith("curl ")) == []


def test_every_operation_tells_what_it_refuses_in_one_shape():
    assert of(lambda operation: set(operation["responses"]) >= EVERY_CALL) == []
    assert of(lambda operation: not parameters(operation, "path") or "404" in operation["responses"]) == []
    shape = {"$ref": "#/components/schemas/Error"}
    for path, method, operation in all_operations():
        for status in operation["responses"]:
            if int(status) < 400:
                continue
            told = answer_of(described(), operation, status)
            if "content" in told:
                assert told["content"][JSON]["schema"] == shape, f"{method} {path} {status}"
            else:
                assert int(status) in BARE, f"{method} {path} {status}"


def test_what_says_try_again_says_when():
    said = {"429", "503"}
    assert (
        of(lambda operation: all("Retry-After" in answer_of(described(), operation, each)["headers"] for each in said))
        == []
    )


@pytest.fixture(scope="module")
def told_codes():
    return {
        code: meaning
        for _, _, operation in all_operations()
        for status in operation["responses"]
        if status in REFUSALS
        for code, meaning in CODE.findall(answer_of(described(), operation, status)["description"])
    }


def test_every_code_has_its_meaning_and_no_meaning_is_of_a_code_that_is_no_more(told_codes):
    assert {code for code, meaning in told_codes.items() if not meaning} == set()
    assert set(told_codes) == set(CODES)


def test_the_values_of_every_enumeration_have_their_meaning():
    enumerations = {name: one["enum"] for name, one in described()["components"]["schemas"].items() if "enum" in one}
    missing = {name for name, values in enumerations.items() if {*values} != set(MEANINGS.get(name, ()))}
    assert missing == set()
    assert set(MEANINGS) == set(enumerations)


def test_the_shares_of_splits_are_said_to_add_up():
    schemas = described()["components"]["schemas"]
    share = schemas["Ratios"]["properties"]["train"]
    assert (share["type"], share["minimum"], share["maximum"]) == ("integer", 0, 10_000)
    assert "Whole numbers that add up to 10,000" in schemas["Splits"]["properties"]["ratios"]["description"]
    assert "Whole numbers that add up to 10,000" in schemas["Project"]["properties"]["split_ratios"]["description"]
