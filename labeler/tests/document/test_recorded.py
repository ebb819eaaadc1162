"""What programs were answered before is still what they may be told: answers of 0.1.0 as it was on 30 November 2026,
recorded by the walk of tests/support/walks/api.py. The file is never written anew.
"""

import json
from pathlib import Path

import pytest

from labeler.document.completed import answer_of
from labeler.tests.document.support import described, faults_of, plain

ANSWERS = json.loads(Path(__file__).with_name("answers-0.1.0.json").read_text())


def named(answer):
    return f"{answer['method']} {answer['path']} {answer['status']}"


def test_every_call_of_that_day_was_recorded():
    done = {(one["method"], one["route"]) for one in ANSWERS if one["status"] < 300}
    assert len(done) == 95
    assert len([method for method, _ in done if method == "GET"]) == 46


@pytest.mark.parametrize("answer", ANSWERS, ids=named)
def test_an_answer_of_that_day_is_still_one_that_the_document_tells_of(answer):
    operation = described()["paths"][plain(answer["route"])][answer["method"].lower()]
    assert str(answer["status"]) in operation["responses"]
    told = answer_of(described(), operation, str(answer["status"]))
    if "body" in answer:
        assert faults_of(answer["body"], told, of_old=True) == []
    elif answer["type"]:
        assert answer["type"].partition(";")[0] in told["content"]
    else:
        assert "content" not in told
