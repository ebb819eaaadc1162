"""Up to which event the history is whole, while several write at once: on PostgreSQL by two connections, of which the
one with the later number ends first."""

import threading
from contextlib import suppress

import pytest
from django.db import connection, connections, transaction
from django.db.models import OuterRef, Subquery

from annotations.browse.filters import bounds
from annotations.checks import sample_checks
from annotations.labeling import bulk
from annotations.models import AnnotationEvent
from annotations.moments import newest_event
from tests.support.cast import give_answer

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")


class Elder:
    """A writer in a connection of its own, whose events have their numbers and are not seen before `end`."""

    def __init__(self, write):
        self._written, self._may_end = threading.Event(), threading.Event()
        self._problems = []
        self._thread = threading.Thread(target=self._run, args=(write,))
        self._thread.start()
        assert self._written.wait(timeout=20)

    def _run(self, write):
        try:
            with transaction.atomic():
                write()
                self._written.set()
                assert self._may_end.wait(timeout=20)
        except Exception as problem:
            self._problems.append(problem)
        finally:
            connections.close_all()

    def end(self):
        self._may_end.set()
        self._thread.join()
        assert self._problems == []


@pytest.fixture
def labeled(photos, dress, answer, alice):
    made = photos(6)
    answer(made, "labeled", dress, by=alice)
    return made


@pytest.mark.django_db
def test_the_newest_event_is_the_moment_where_nobody_else_writes(photos, dress, answer, alice):
    assert newest_event() == 0
    answer(photos(2), "labeled", dress, by=alice)
    assert newest_event() == AnnotationEvent.objects.order_by("-pk").first().pk


@only_postgresql
@pytest.mark.django_db(transaction=True)
class TestALaterNumberIsSeenFirst:
    """Image 0 is being relabeled, image 1 was, with a later number."""

    @pytest.fixture
    def elder(self, labeled, hat, alice, bob):
        elder = Elder(lambda: give_answer(labeled[0], "labeled", hat, by=bob))
        give_answer(labeled[1], "labeled", hat, by=alice)
        yield elder
        elder.end()

    def test_the_moment_stays_before_it_until_it_ends(self, elder, labeled):
        seen = AnnotationEvent.objects.order_by("-pk").first()
        assert seen.asset == labeled[1]
        assert newest_event() < seen.pk - 1
        elder.end()
        assert AnnotationEvent.objects.get(asset=labeled[0], revision=2).pk < seen.pk
        assert newest_event() == seen.pk

    def test_a_check_that_is_drawn_between_the_two_knows_that_it_missed_one(self, elder, labeled, project, bob):
        check = sample_checks.start(project, by=bob)
        elder.end()
        held = Subquery(project.assets.filter(pk=OuterRef("asset")).values("revision"))
        assert sample_checks.newer_labels(check, held) == 2, "the one that was missed, and one that was seen just then"
        assert sample_checks.newer_labels(sample_checks.start(project, by=bob), held) == 0

    def test_a_list_that_was_seen_between_the_two_leaves_alone_what_came(self, elder, labeled, project, bob):
        seen = bounds(project)
        elder.end()
        asked = {"status": "labeled"}
        outcome = bulk.set_matching(project, asked, **seen, status="approved", category_ids=None, by=bob)
        labeled[0].refresh_from_db()
        assert (labeled[0].status, outcome.changed, outcome.changed_meanwhile) == ("labeled", 4, 2)

    def test_who_takes_it_back_is_waited_for_until_its_end(self, labeled, project, hat, alice, bob):
        def write():
            with suppress(ZeroDivisionError), transaction.atomic():
                give_answer(labeled[0], "labeled", hat, by=bob)
                raise ZeroDivisionError

        elder = Elder(write)
        give_answer(labeled[1], "labeled", hat, by=alice)
        seen = AnnotationEvent.objects.order_by("-pk").first().pk
        assert newest_event() < seen
        elder.end()
        assert newest_event() == seen

    def test_who_takes_back_and_writes_again_is_waited_for(self, labeled, hat, alice, bob):
        def write():
            with suppress(ZeroDivisionError), transaction.atomic():
                give_answer(labeled[0], "labeled", hat, by=bob)
                raise ZeroDivisionError
            give_answer(labeled[0], "labeled", hat, by=bob)

        elder = Elder(write)
        give_answer(labeled[1], "labeled", hat, by=alice)
        seen = AnnotationEvent.objects.order_by("-pk").first().pk
        assert newest_event() < seen - 1
        elder.end()
        assert newest_event() == seen
