"""Nobody who follows the events of a project, or acts on a list as it was seen, misses what was written at the same
moment: two write at once, whatever the order of their numbers, ids and commits, and a reader comes in between."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from annotations.browse.filters import bounds
from annotations.events.feed import Feed
from annotations.labeling import bulk, record
from annotations.models import AnnotationEvent
from annotations.task_types.base import Answer
from annotations.tests.events.writer import Writer, execute
from assets.states import Status
from core import settled
from projects import access, events
from projects.models import Event, Project
from tests.support.cast import at_once, give_answer

pytestmark = pytest.mark.django_db(transaction=True)
DRESS, HAT = Answer(Status.LABELED, (1,)), Answer(Status.LABELED, (2,))
only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite whoever writes is alone: ids come in the order of commits"
)


@pytest.fixture
def writers():
    found = [Writer(), Writer()]
    yield found
    for writer in found:
        writer.ends()


@pytest.fixture
def tells(project):
    """Has a writer tell something, within the transaction that it has begun."""

    def tell(writer):
        return writer.does(insert, project)

    return tell


def insert(project):
    """As verbs do, in the writer's own transaction: a block around it would be a savepoint, too."""
    with settled.drawn((Event, 1)) as [[pk]]:
        event = Event(pk=pk, project=project, at=timezone.now(), kind=events.Kind.PROJECT_CHANGED)
        event.save(force_insert=True)
    return event


def label(photo, answer, by):
    rows = record.lock(photo.project, [photo.pk])
    record.write(photo.project, [record.Change(rows[photo.pk], answer, f"op-{photo.pk}")], by=by)


def ids(project):
    return list(project.events.order_by("pk").values_list("pk", flat=True))


class Reader:
    """Asks again and again for what is behind the last that was told."""

    def __init__(self, project, user):
        self.project, self.user, self.after, self.told = project, user, 0, []

    def looks(self):
        page = Feed(self.project, self.user, access.ALL).page(self.after, 100)
        self.after = page.after
        self.told += [entry["id"] // events.PLACES for entry in page.entries]
        return self.told


@only_postgresql
@pytest.mark.parametrize("first", [0, 1], ids=["the elder has the lower number", "the elder has the higher number"])
def test_the_later_id_commits_first_and_nothing_is_missed(project, bob, writers, tells, first):
    reader = Reader(project, bob)
    elder, younger = writers
    elder.begins()
    younger.begins()
    for writer in (writers[first], writers[1 - first]):
        writer.gets_a_number()
    one, other = tells(elder), tells(younger)
    assert one.pk < other.pk
    younger.commits()
    assert reader.looks() == []  # it is there to be seen, and not passed
    assert ids(project) == [other.pk]
    elder.commits()
    assert reader.looks() == [one.pk, other.pk]


@only_postgresql
def test_who_drew_an_id_and_has_not_written_yet_is_waited_for(project, bob, writers, tells):
    reader = Reader(project, bob)
    elder, younger = writers
    elder.begins()
    younger.begins()
    drawing = settled.drawn((Event, 1))
    [[pk]] = elder.does(drawing.__enter__)
    other = tells(younger)
    younger.commits()
    assert reader.looks() == []
    event = Event(pk=pk, project=project, at=timezone.now(), kind=events.Kind.PROJECT_CHANGED)
    elder.does(event.save, force_insert=True)
    elder.does(drawing.__exit__, None, None, None)
    assert reader.looks() == []
    elder.commits()
    assert reader.looks() == [pk, other.pk]


@only_postgresql
def test_a_reader_passes_who_gave_up(project, bob, writers, tells):
    elder, younger = writers
    elder.begins()
    younger.begins()
    tells(elder)
    other = tells(younger)
    younger.commits()
    elder.gives_up()
    assert Reader(project, bob).looks() == [other.pk]


@only_postgresql
def test_who_writes_elsewhere_keeps_nobody_waiting(project, bob, writers, tells):
    busy, other = writers
    busy.begins()
    other.begins()
    busy.gets_a_number()
    busy.does(execute, "UPDATE projects_project SET license = 'MIT'")
    told = tells(other)
    other.commits()
    assert Reader(project, bob).looks() == [told.pk]
    busy.gives_up()


@only_postgresql
def test_after_an_hour_nobody_is_waited_for(project, bob, writers, tells, monkeypatch):
    elder, younger = writers
    elder.begins()
    younger.begins()
    tells(elder)
    other = tells(younger)
    younger.commits()
    now = timezone.now()
    monkeypatch.setattr(settled.timezone, "now", lambda: now + timedelta(minutes=59))
    assert Reader(project, bob).looks() == []
    monkeypatch.setattr(settled.timezone, "now", lambda: now + timedelta(minutes=61))
    assert Reader(project, bob).looks() == [other.pk]
    elder.gives_up()


@only_postgresql
def test_answers_that_are_given_at_once_are_all_told(project, bob, dress, photos, writers):
    one, other = photos(2)
    reader = Reader(project, bob)
    before = [*reader.looks()]
    elder, younger = writers
    elder.begins()
    younger.begins()
    younger.does(record.lock, project, [other.pk])
    elder.does(label, one, DRESS, bob)
    younger.does(label, other, DRESS, bob)
    younger.commits()
    assert reader.looks() == before
    elder.commits()
    assert reader.looks() == ids(project)
    assert len(reader.told) == len(before) + 2


@only_postgresql
def test_what_was_answered_while_a_list_was_read_is_left_alone_by_an_action_on_that_list(
    project, bob, dress, hat, photos, writers
):
    """The list tells how far history had come; an answer with a lower id, which it did not see, came behind that."""
    one, other = photos(2)
    give_answer([one, other], "labeled", dress, by=bob)
    elder, younger = writers
    elder.begins()
    younger.begins()
    younger.does(record.lock, project, [other.pk])
    elder.does(label, one, HAT, bob)
    younger.does(label, other, HAT, bob)
    younger.commits()
    seen = bounds(project)
    listed = set(project.assets.filter(annotations__category=dress).values_list("pk", flat=True))
    assert listed == {one.pk}  # it still is what it was
    elder.commits()
    assert AnnotationEvent.objects.filter(pk__gt=seen["as_of"], asset=one).count() == 1
    filters = {"category": str(hat.public_id)}
    done = bulk.set_matching(project, filters, **seen, status="approved", category_ids=None, by=bob)
    assert (done.changed, done.changed_meanwhile) == (0, 2)


def test_what_a_transaction_wrote_itself_counts_as_there(project, bob, dress, photo):
    with transaction.atomic():
        give_answer(photo, "labeled", dress, by=bob)
        newest = AnnotationEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
        assert settled.newest(AnnotationEvent.objects.all()) == newest
        assert settled.newest(project.events.all()) == ids(project)[-1]


def test_a_reader_who_comes_again_and_again_is_told_all_that_many_write_at_once_and_each_once(
    project, bob, dress, photos
):
    count = 3
    made = photos(count * 4)
    reader = Reader(project, bob)
    before = [*reader.looks()]
    at_work = list(range(count))

    def follow():
        while at_work:
            reader.looks()

    def give(some):
        try:
            for each in some:
                give_answer(each, "labeled", dress, by=bob)
                events.record(Project.objects.get(pk=project.pk), events.Kind.PROJECT_CHANGED)
        finally:
            at_work.pop()

    at_once(follow, *(partial(give, made[place::count]) for place in range(count)))
    told = reader.looks()
    assert told == ids(project)
    kinds = Counter(project.events.filter(pk__in=told[len(before) :]).values_list("kind", flat=True))
    assert kinds == {events.Kind.ANSWERS: len(made), events.Kind.PROJECT_CHANGED: len(made)}
    labeled = AnnotationEvent.objects.filter(asset__in=[photo.pk for photo in made], to_status="labeled")
    assert labeled.count() == len(made)
