"""The examples in the document of the API are answers that were really given, and they fit its schemas.

After a call has come, `LABELER_WRITE_EXAMPLES=1` writes them anew, by a walk over all calls.
"""

import json
import os

import pytest

from labeler.document.completed import EXAMPLES, answer_of, examples, operations
from labeler.tests.document.support import described, faults_of, plain
from tests.support.every_call import World
from tests.support.walks.api import walk

WRITE = os.environ.get("LABELER_WRITE_EXAMPLES")


@pytest.mark.skipif(not WRITE, reason="it writes the examples; they are looked at below")
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_examples_are_written(bob):
    answered = walk(World(bob, ("wardrobe",)))
    found = {}
    for path, method, operation in operations(described()):
        own = [
            one
            for one in answered
            if one["status"] < 300 and (one["method"].lower(), plain(one["route"])) == (method, path)
        ]
        if not own:
            continue
        told = {"sent": own[0]["sent"]} if own[0].get("sent") else {}
        bodies = {str(one["status"]): one["body"] for one in reversed(own) if "body" in one}
        if told or bodies:
            found[operation["operationId"]] = told | {"answers": bodies}
    EXAMPLES.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def test_every_example_is_of_a_call_and_fits_its_schema():
    unused = set(examples())
    for path, method, operation in operations(described()):
        told = examples().get(operation["operationId"], {"answers": {}})
        unused.discard(operation["operationId"])
        for status, body in told["answers"].items():
            assert faults_of(body, answer_of(described(), operation, status)) == [], f"{method} {path} {status}"
        if "sent" in told:
            assert faults_of(told["sent"], operation["requestBody"]) == [], f"{method} {path}"
    assert unused == set()
