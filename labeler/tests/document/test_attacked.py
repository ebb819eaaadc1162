"""The API under attack, as its document tells it: schemathesis makes up calls, right ones and wrong ones, one by one
and in rows that follow from each other. None is answered by an error of the server, by a status that is not told of, or
against its schema. `python -m labeler.tests.document.attack` does it for long, against the whole program."""

import re

import pytest
from django.contrib.auth import get_user_model

from labeler.tests.document.attack import world
from labeler.tests.document.attack.run import attack

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


@pytest.fixture
def attacked(live_server, tmp_path):
    def run(*options, who="superuser"):
        admin = get_user_model().objects.create_superuser("bob", password="correct horse bob")
        document, tokens = world.make(admin)
        kept, told = attack(live_server.url, document, tokens[who], tmp_path, *options)
        assert kept, told[-8000:]
        return told

    return run


def all_were_tried(told):
    """But for few of which there is no example."""
    selected, known = map(int, re.search(r"Selected: (\d+)/(\d+)", told).groups())
    tried = int(re.search(r"Tested: (\d+)", told)[1])
    return selected == known and tried > 0.9 * selected


def test_a_few_calls_of_each_kind_and_rows_of_calls_are_answered_as_the_document_tells(attacked):
    assert all_were_tried(attacked("--max-examples=1", "--phases=examples,stateful", "--seed=7"))


@pytest.mark.long
@pytest.mark.parametrize("who", ["superuser", "labeler"])
def test_calls_that_are_made_up_are_answered_as_the_document_tells(attacked, who):
    assert all_were_tried(attacked("--max-time=25", "--phases=fuzzing,stateful", "--seed=11", who=who))
