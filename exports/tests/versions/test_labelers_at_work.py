"""Versions that are requested while four people label: each is one moment, and every row was true then.

Each labeler answers some of their own images at a time, in one transaction, and remembers the state after each. A
version has to show, for each of them, exactly the state after one of those transactions: the last that was answered
before the version was requested, or one that came while it was frozen. Half a transaction, or a mixture of two states,
is no state of theirs.
"""

import random
import threading
from collections import Counter

import pytest
from django.db import connections

from annotations.labeling import answers
from exports.versions import builder
from exports.wanted import Wanted
from tests.support.program import eventually

IMAGES = 8  # of each
AT_ONCE = 3
VERSIONS = 6
ANSWERS = [("approved", [1]), ("approved", [2]), ("labeled", [1]), ("skipped", [])]

pytestmark = pytest.mark.django_db(transaction=True)


class Labeler:
    def __init__(self, project, photos, user, seed):
        self.project, self.user = project, user
        self.pick = random.Random(seed)
        self.revisions = dict.fromkeys((photo.pk for photo in photos), 0)
        self.states = [{}]  # image -> class index of what a version holds, after each transaction
        self.sent = 0

    def work(self, until):
        try:
            while not until.is_set():
                self._answer_some()
        finally:
            connections.close_all()

    def _answer_some(self):
        state, operations = dict(self.states[-1]), []
        for pk in self.pick.sample(sorted(self.revisions), AT_ONCE):
            status, ids = self.pick.choice(ANSWERS)
            self.sent += 1
            operations.append(
                {
                    "op_id": f"{self.user.username}-{self.sent}",
                    "asset": pk,
                    "base_revision": self.revisions[pk],
                    "status": status,
                    "category_ids": ids,
                }
            )
            state.pop(pk, None)
            if status == "approved":
                state[pk] = ids[0] - 1
        results = answers.set_answers(self.project, operations, by=self.user)
        assert [result.result for result in results] == ["applied"] * AT_ONCE
        for operation in operations:
            self.revisions[operation["asset"]] += 1
        self.states.append(state)

    def of_mine(self, version):
        return dict(version.items.filter(asset__in=self.revisions).values_list("asset", "class_index"))


def test_every_row_of_every_version_was_true_at_its_freeze(project, dress, hat, photos, django_user_model, bob):
    team = [
        Labeler(project, photos(IMAGES, first=1000 * n), django_user_model.objects.create_user(f"labeler-{n}"), seed=n)
        for n in range(1, 5)
    ]
    over = threading.Event()
    threads = [threading.Thread(target=each.work, args=[over]) for each in team]
    for thread in threads:
        thread.start()
    moving, held = 0, Counter()
    try:
        eventually(lambda: min(len(each.states) for each in team) > 2)
        for _ in range(VERSIONS):
            before = [len(each.states) - 1 for each in team]
            version = builder.request_version(project, Wanted(), by=bob)
            # One more may be committed and not yet remembered.
            windows = [(first, each, len(each.states)) for first, each in zip(before, team, strict=True)]
            for first, each, last in windows:
                eventually(lambda each=each, last=last: len(each.states) > last)
                assert each.of_mine(version) in each.states[first : last + 1]
                moving += last > first
            assert version.images == version.items.count() == sum(len(each.of_mine(version)) for each in team)
            held[frozenset(version.items.values_list("asset", "class_index"))] += 1
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert moving >= VERSIONS  # they did work meanwhile
    assert len(held) > 1
    assert [each.of_mine(builder.request_version(project, Wanted(), by=bob)) for each in team] == [
        each.states[-1] for each in team
    ]
