"""What is told of the labels that others looked at, by person, pair, week and reason; and the lists it leads to."""

from collections import Counter
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.labeling import bulk
from annotations.labeling.as_of import matched_then
from annotations.mending import reading, wishes
from annotations.mending.came_back import event_of
from annotations.mending.chains import looked_at
from annotations.mending.numbers import numbers
from annotations.models import AnnotationEvent
from assets.images import deletion
from assets.models import Asset
from core.exceptions import Refused
from tests.support.cast import ASKING, give_answer, make_photos

pytestmark = pytest.mark.django_db

HERE = "projects/wardrobe/"


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    cache.clear()


@pytest.fixture
def mended(photos, dress, hat, shoes, answer, alice, bob):
    """Six images that Alice labeled Dress: three are mended to Hat by Bob, one to Shoes, one is approved, one is not
    looked at."""
    made = photos(6)
    answer(made, "labeled", dress, by=alice)
    answer(made[:3], "labeled", hat, by=bob)
    answer(made[3], "approved", shoes, by=bob)
    answer(made[4], "approved", by=bob)
    return made


def pairs(told):
    return [(pair.was.name, pair.now.name, pair.count) for pair in told.pairs]


def listed(program, **query):
    parameters = "&".join(f"{name}={value}" for name, value in query.items())
    return {each["id"] for each in program.get(f"{HERE}assets/?{parameters}").json()["results"]}


def test_they_are_told_by_person_and_by_pair(mended, project, alice):
    told = numbers(project, "")
    (person,) = told.people
    assert (person.username, person.rate.count, person.rate.total, person.sent_back) == ("alice", 4, 5, 0)
    assert pairs(told) == [("Dress", "Hat", 3), ("Dress", "Shoes", 1)]
    assert (told.rate.count, told.rate.total) == (4, 5)


def test_of_one_person_only_what_is_theirs_is_told(mended, project, photos, hat, answer, alice, bob, carol):
    other = photos(1, first=300)
    answer(other, "labeled", hat, by=carol)
    answer(other, "approved", by=bob)
    assert [person.username for person in numbers(project, "").people] == ["alice", "carol"]
    hers = numbers(project, "carol")
    assert ([person.username for person in hers.people], pairs(hers), hers.rate.total) == (["carol"], [], 1)
    with pytest.raises(Refused, match="Nobody is called so"):
        numbers(project, "nobody")


def test_reasons_are_told_with_the_most_frequent_first(mended, project, bob):
    chosen = [(photo.pk, None) for photo in mended]
    bulk.set_selected(project, chosen[4:], status="needs_review", category_ids=None, reason="blurry", by=bob)
    bulk.set_selected(project, chosen[5:], status="needs_review", category_ids=None, reason="wrong class", by=bob)
    told = numbers(project, "alice")
    assert told.sent_back == 2
    assert [(each.reason, each.count) for each in told.reasons] == [("blurry", 1), ("wrong class", 1)]


def test_weeks_have_no_gaps_and_end_with_the_newest(photos, project, dress, hat, answer, alice, bob):
    made = photos(3)
    answer(made, "labeled", dress, by=alice)
    for photo, day in zip(made, (2, 4, 25), strict=True):
        with mock.patch.object(timezone, "now", return_value=datetime(2026, 11, day, 12, tzinfo=UTC)):
            answer(photo, *(("labeled", hat) if day != 4 else ("approved",)), by=bob)
    told = [(week.name, week.rate.count, week.rate.total) for week in numbers(project, "").weeks]
    assert told == [("2026-W45", 1, 2), ("2026-W46", 0, 0), ("2026-W47", 0, 0), ("2026-W48", 1, 1)]


@pytest.mark.parametrize("many", [wishes.MANY, 1])
def test_each_number_leads_to_exactly_its_images(
    many, monkeypatch, mended, project, photos, dress, hat, answer, api, alice, bob, carol
):
    monkeypatch.setattr(wishes, "MANY", many)
    program = api(bob)
    (other,) = photos(1, first=300)
    answer(other, "labeled", dress, by=carol)
    with mock.patch.object(timezone, "now", return_value=datetime(2026, 11, 4, 12, tzinfo=UTC)):
        answer(other, "approved", hat, by=bob)
    back = [(mended[4].pk, None), (mended[5].pk, None)]
    bulk.set_selected(project, back, status="needs_review", category_ids=None, reason="blurry & dark", by=bob)
    told = numbers(project, "")
    first, *_, last = told.weeks

    def count(query):
        return len(program.get(f"{HERE}assets/?{query}").json()["results"])

    assert count(told.looked_query) == told.rate.total == 7
    assert count(told.mended_query) == told.rate.count == 5
    assert count(told.sent_back_query) == told.sent_back == 2
    for person in told.people:
        assert count(person.looked_query) == person.rate.total
        assert count(person.mended_query) == person.rate.count
        assert count(person.sent_back_query) == person.sent_back
    for week in (first, last):
        assert (count(week.looked_query), count(week.mended_query)) == (week.rate.total, week.rate.count)
    (reason,) = told.reasons
    assert (reason.reason, count(reason.query)) == ("blurry & dark", 2)
    hers = numbers(project, "carol")
    assert (count(hers.weeks[0].looked_query), count(hers.weeks[0].mended_query)) == (1, 1)
    assert listed(program, looked_at=first.name, mended_of="alice") == set()
    assert listed(program, mended_week=first.name) == {other.pk}


@pytest.mark.parametrize(
    "asked", ["looked_at=soon", "looked_at=2026-W54", "mended_week=all", "mended_week=2026-W00", "sent_back=yes",
              "mended_week=0000-W01", "sent_back_for=%ED%A0%80%00"]
)  # fmt: skip
def test_what_is_no_week_and_no_word_is_refused(project, api, bob, asked):
    refusal = api(bob).get(f"{HERE}assets/?{asked}")
    assert (refusal.status_code, set(refusal.json()["error"]["fields"])) == (400, {asked.partition("=")[0]})


def test_such_a_list_comes_page_by_page(mended, api, bob):
    program = api(bob)
    first = program.get(f"{HERE}assets/?looked_at=all&limit=3").json()
    second = program.get(first["next"].partition("/api/v1/")[2]).json()
    found = [each["id"] for each in first["results"] + second["results"]]
    assert (sorted(found), second["next"]) == (sorted(photo.pk for photo in mended[:5]), None)


def test_lists_are_narrowed_to_exactly_these_images(mended, project, api, bob):
    program = api(bob)
    assert listed(program, mended="1-2") == {photo.pk for photo in mended[:3]}
    assert listed(program, mended="1-3", mended_of="alice") == {mended[3].pk}
    assert listed(program, mended="all") == {photo.pk for photo in mended[:4]}
    assert listed(program, mended_of="alice") == {photo.pk for photo in mended[:4]}
    assert listed(program, mended="all", mended_of="bob") == set()
    assert listed(program, mended="2-1") == set()
    refusal = program.get(f"{HERE}assets/?mended=dress")
    assert (refusal.status_code, set(refusal.json()["error"]["fields"])) == (400, {"mended"})


@pytest.mark.parametrize(
    "asked",
    [
        *("mended=all", "mended=1-2&mended_of=bob", "mended_of=bob", "came_back=bob", "looked_at=all"),
        *("looked_at=all&mended_of=bob", "mended_week=2026-W48", "sent_back=all", "sent_back_for=blurry"),
    ],
)
def test_no_list_and_no_count_tells_a_labeler_of_those_of_others(mended, api, alice, client, asked):
    alice.groups.add(Group.objects.get_or_create(name="labeler")[0])
    for address in ("assets", "stats"):
        assert api(alice).get(f"projects/wardrobe/{address}/?{asked}").status_code == 403
        assert api(alice).get(f"projects/wardrobe/{address}/?mended=all&mended_of=alice").status_code == 200
    client.force_login(alice)
    assert client.get(f"/projects/wardrobe/assets/?{asked}").status_code == 403
    assert client.get("/projects/wardrobe/assets/?came_back=alice").status_code == 200


def test_nobody_has_a_name_with_a_character_that_databases_refuse(mended, api, bob):
    answer = api(bob).get("projects/wardrobe/mended/?of=%00")
    assert (answer.status_code, "Nobody is called so." in answer.content.decode()) == (400, True)


def test_what_was_mended_earlier_is_known_later(mended, project, dress, answer, bob):
    as_of = AnnotationEvent.objects.order_by("-pk").first().pk
    answer(mended[0], "labeled", dress, by=bob)
    assert matched_then(project, {"mended": "1-2"}, max_id=10**9, as_of=as_of) == {mended[0].pk}
    assert matched_then(project, {"mended": "1-3"}, max_id=10**9, as_of=as_of) == set()
    assert matched_then(project, {"mended": "1-2", "mended_of": "bob"}, max_id=10**9, as_of=as_of) == set()


def test_what_was_looked_at_or_sent_back_earlier_is_known_later(mended, project, answer, alice, bob):
    one = mended[5].pk
    sent = {"status": "needs_review", "category_ids": None, "by": bob}
    action = bulk.set_selected(project, [(one, None)], reason="blurry", **sent)
    as_of = AnnotationEvent.objects.order_by("-pk").first().pk
    bulk.undo(project, action.id, by=alice)

    def then(**asked):
        return matched_then(project, asked, max_id=10**9, as_of=as_of)

    week = numbers(project, "").weeks[-1].name
    assert then(looked_at="all") == then(looked_at=week) == {one}
    assert then(sent_back="all") == then(sent_back_for="blurry") == {one}
    assert then(sent_back_for="blurry", mended_of="alice") == {one}
    assert then(looked_at="2020-W01") == then(sent_back_for="dark") == then(mended_week=week) == set()
    assert then(sent_back="all", mended_of="bob") == set()


def test_a_bulk_action_that_somebody_else_takes_back_is_no_mending_by_anyone(mended, project, hat, dress, bob, carol):
    action = bulk.set_selected(project, [(mended[5].pk, None)], status="labeled", category_ids=[2], by=bob)
    assert numbers(project, "").rate.count == 5
    taken_back = bulk.undo(project, action.id, by=carol)
    told = numbers(project, "")
    assert (told.rate.count, told.rate.total, [person.username for person in told.people]) == (4, 5, ["alice"])
    bulk.undo(project, taken_back.id, by=bob)
    told = numbers(project, "")
    assert (told.rate.count, told.rate.total, [person.username for person in told.people]) == (5, 6, ["alice"])


def test_it_is_as_of_now_with_each_answer_and_each_image_that_goes(mended, project, dress, answer, bob):
    assert numbers(project, "").rate.count == 4
    answer(mended[0], "labeled", dress, by=bob)
    assert numbers(project, "").rate.count == 3
    deletion.remove(Asset.objects.get(pk=mended[1].pk))
    assert numbers(project, "").rate.count == 2


def test_without_a_new_answer_the_events_are_not_looked_through_again(mended, project, django_assert_num_queries):
    numbers(project, "")
    with mock.patch.object(reading, "reviewed", side_effect=AssertionError), django_assert_num_queries(8 + ASKING):
        numbers(project, "")


def test_the_api_tells_all_of_it(mended, api, bob):
    told = api(bob).get(f"{HERE}mended/").json()
    assert (told["mended"], told["looked_at"], told["share"], told["sent_back"]) == (4, 5, 0.8, 0)
    assert told["low"] == pytest.approx(0.3755, abs=1e-4)
    assert told["high"] == pytest.approx(0.9638, abs=1e-4)
    assert told["pairs"][0] == {"from_category_id": 1, "to_category_id": 2, "count": 3}
    assert [person["username"] for person in told["people"]] == ["alice"]
    assert [week["mended"] for week in told["weeks"]] == [4]


class TestWhoSeesWhat:
    """Reviewers see everybody's; labelers their own."""

    @pytest.fixture(autouse=True)
    def labelers(self, alice, carol):
        group, _ = Group.objects.get_or_create(name="labeler")
        for who in (alice, carol):
            who.groups.add(group)

    def test_a_labeler_sees_own_numbers_by_the_api_and_no_others(self, mended, api, alice, carol):
        assert api(alice).get(f"{HERE}mended/").json()["mended"] == 4
        assert api(alice).get(f"{HERE}mended/?of=alice").json()["mended"] == 4
        assert api(carol).get(f"{HERE}mended/").json()["looked_at"] == 0
        assert api(carol).get(f"{HERE}mended/?of=alice").status_code == 403

    def test_so_it_is_on_the_page(self, mended, client, alice, carol, bob):
        page = "/projects/wardrobe/mended/"
        client.force_login(carol)
        theirs = client.get(f"{page}?part=numbers").content.decode()
        assert "Nothing was looked at yet" in theirs
        assert "alice" not in theirs
        refused = client.get(f"{page}?of=alice&part=numbers")
        assert (refused.status_code, refused["Location"]) == (302, page)
        client.force_login(alice)
        own = client.get(f"{page}?part=numbers").content.decode()
        assert "/projects/wardrobe/assets/?mended=1-2&amp;mended_of=alice" in own
        assert "bob" not in own
        client.force_login(bob)
        assert "?status=all&amp;mended=1-2" in client.get(f"{page}?part=numbers").content.decode()


# --- laws -----------------------------------------------------------------------------------------------------------

ANSWERS = ["unlabeled", "skipped", "labeled", "needs_review", "approved"]
people_at_work = st.integers(0, 2)
steps = st.one_of(
    st.tuples(st.just("answers"), people_at_work, st.integers(0, 2), st.sampled_from(ANSWERS), st.integers(0, 2)),
    st.tuples(st.just("sorts"), people_at_work, st.sampled_from(ANSWERS[2:]), st.integers(0, 2)),
    st.tuples(st.just("undoes"), people_at_work, st.integers(1, 3)),
    st.tuples(st.just("reads")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(steps, max_size=16), st.integers(1, 3))
def test_the_numbers_are_those_of_each_history_by_itself(
    project, dress, hat, shoes, alice, bob, carol, given_steps, part
):
    """Whatever people do, one by one, in bulk, or taking back what anybody did in bulk; and whenever it is read, in
    parts of any size."""
    people, labels = [alice, bob, carol], [dress, hat, shoes]
    first = 1000 + 10 * Asset.objects.count()
    made = make_photos(project, range(first, first + 3), by=bob)
    actions = []
    with mock.patch.object(reading, "PART", part), mock.patch.object(reading, "AT_ONCE", 1000):
        for kind, *step in given_steps:
            if kind == "answers":
                who, which, status, label = step
                give_answer(made[which], status, *([labels[label]] if status in ANSWERS[2:] else []), by=people[who])
            elif kind == "sorts":
                who, status, label = step
                ids = [labels[label].public_id]
                chosen = [(photo.pk, None) for photo in made]
                done = bulk.set_selected(project, chosen, status=status, category_ids=ids, by=people[who])
                actions += [done.id] if done.changed else []
            elif kind == "undoes" and len(actions) >= step[1]:
                done = bulk.undo(project, actions[-step[1]], by=people[step[0]])
                actions += [done.id] if done.changed else []
            elif kind == "reads":
                reading.catch_up(project.pk)
        told = numbers(project, "")
        compare(told, project)
        for person in told.people:
            assert numbers(project, person.username).rate == person.rate


def compare(told, project):
    found = [
        label
        for photo in Asset.objects.filter(project=project)
        for label in looked_at(event_of(event) for event in photo.events.order_by("revision"))
    ]
    assert told.is_all
    assert told.rate.total == len(found)
    assert told.rate.count == sum(bool(label.mended) for label in found)
    assert told.sent_back == sum(bool(label.sent_back) for label in found)
    pairs = Counter((label.category_ids, label.to) for label in found if label.mended)
    assert {(f"[{pair.was.public_id}]", f"[{pair.now.public_id}]"): pair.count for pair in told.pairs} == pairs
    assert sum(week.rate.count for week in told.weeks) == told.rate.count
    assert sum(week.rate.total for week in told.weeks) == told.rate.total
    by = {person.username: (person.rate.total, person.rate.count, person.sent_back) for person in told.people}
    names = dict(get_user_model().objects.values_list("pk", "username"))
    assert by == {
        names[who]: (
            len(theirs := [label for label in found if label.by == who]),
            sum(bool(label.mended) for label in theirs),
            sum(bool(label.sent_back) for label in theirs),
        )
        for who in {label.by for label in found}
    }
