"""What is kept of the histories of a project goes on from the last event that was seen, in parts, by whoever comes."""

import re
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from annotations import tasks
from annotations.labeling import bulk
from annotations.mending import reading
from annotations.mending.numbers import numbers
from annotations.models import AnnotationEvent, HistoryRead, ReviewedLabel
from assets.images import deletion
from assets.models import Asset
from projects import categories, lifecycle
from tests.support.cast import at_once, give_answer, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked():
    cache.clear()


@pytest.fixture
def mended(photos, dress, hat, answer, alice, bob):
    """Five dresses of Alice, which Bob mended to hats."""
    made = photos(5)
    answer(made, "labeled", dress, by=alice)
    answer(made, "labeled", hat, by=bob)
    return made


@pytest.fixture
def asked(monkeypatch):
    """Which jobs were asked for, once what asked for them is stored."""
    found = []
    monkeypatch.setattr(reading, "async_task", lambda *task: found.append(task))
    return found


def test_only_images_with_newer_events_are_looked_at_again(mended, project, dress, answer, bob):
    assert reading.catch_up(project.pk)
    looked = []
    reviewed = reading.reviewed

    def looking(events):
        looked.extend(events.values_list("asset", flat=True).distinct())
        return reviewed(events)

    answer(mended[3], "approved", by=bob)
    with mock.patch.object(reading, "reviewed", looking):
        assert reading.catch_up(project.pk)
    assert set(looked) == {mended[3].pk}


def test_where_there_is_much_a_job_does_the_rest_and_the_numbers_say_that_they_are_not_all(
    mended, project, asked, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(reading, "PART", 2)
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    with django_capture_on_commit_callbacks(execute=True):
        told = numbers(project, "")
        again = numbers(project, "")
    assert (told.is_all, told.rate.count) == (False, 2)
    assert (again.is_all, again.rate.count) == (False, 4)
    assert asked == [(reading.TASK, project.pk)], "once is enough for a while"
    tasks.read_history(project.pk)
    told = numbers(project, "")
    assert (told.is_all, told.rate.count) == (True, 5)


@pytest.fixture
def slow(mended, asked, monkeypatch):
    """It takes three looks to read the history."""
    monkeypatch.setattr(reading, "PART", 2)
    monkeypatch.setattr(reading, "AT_ONCE", 1)


ASSETS = "projects/wardrobe/assets/"
OF_MENDED = [
    "mended=all",
    "mended=1-2",
    "mended_of=alice",
    "mended_week={week}",
    "looked_at=all",
    "looked_at={week}",
]


@pytest.mark.parametrize("query", [*OF_MENDED, "sent_back=all", "sent_back_for=blurry"])
def test_a_list_says_that_it_is_not_whole_until_the_history_is_read(slow, mended, project, api, client, bob, query):
    bulk.set_selected(
        project, [(each.pk, None) for each in mended], status="needs_review", category_ids=None, reason="blurry", by=bob
    )
    query = query.format(week=f"{timezone.localdate():%G-W%V}")
    client.force_login(bob)
    told = []
    for path in ("review/?status=all&", "assets/?"):
        page = client.get(f"/projects/wardrobe/{path}{query}").content.decode()
        told.append((len(re.findall(r'class="(?:cell|tile)"', page)) < 5, "data-partial" in page))
    assert told == [(True, True)] * 2
    tasks.read_history(project.pk)
    for path in ("review/?status=all&", "assets/?"):
        assert "data-partial" not in client.get(f"/projects/wardrobe/{path}{query}").content.decode()


def test_the_labeling_page_that_walks_such_a_list_says_it_too(slow, mended, project, client, bob):
    client.force_login(bob)
    address = f"/projects/wardrobe/label/?{urlencode({'review': 'status=all&mended=all'})}"
    page = client.get(address).content.decode()
    assert "images may be missing in it" in page
    assert "ends here so far: the history of this project was not looked through whole when it was opened." in page
    tasks.read_history(project.pk)
    page = client.get(address).content.decode()
    assert "data-partial-list" not in page
    assert re.search(r"The list [^.]* ends here\.", page)


def test_of_a_list_that_asks_no_history_the_labeling_page_says_nothing(slow, mended, client, bob):
    client.force_login(bob)
    page = client.get(f"/projects/wardrobe/label/?{urlencode({'review': 'status=all'})}").content.decode()
    assert "data-partial-list" not in page


@pytest.mark.parametrize("query", OF_MENDED)
def test_the_api_says_whether_list_and_counts_are_whole(slow, mended, project, api, bob, query):
    query = query.format(week=f"{timezone.localdate():%G-W%V}")
    listed = api(bob).get(f"{ASSETS}?{query}").json()
    counted = api(bob).get(f"projects/wardrobe/stats/?{query}").json()
    assert (listed["complete"], len(listed["results"])) == (False, 2)
    assert (counted["complete"], counted["total"]) == (False, 4)
    tasks.read_history(project.pk)
    listed = api(bob).get(f"{ASSETS}?{query}").json()
    counted = api(bob).get(f"projects/wardrobe/stats/?{query}").json()
    assert (listed["complete"], len(listed["results"])) == (True, 5)
    assert (counted["complete"], counted["total"]) == (True, 5)


def test_of_a_list_that_asks_no_history_nothing_is_said(slow, api, bob):
    assert "complete" not in api(bob).get(ASSETS).json()
    assert "complete" not in api(bob).get("projects/wardrobe/stats/", {"status": "labeled"}).json()


@pytest.mark.parametrize("query", OF_MENDED)
def test_a_bulk_action_on_a_part_of_a_list_is_refused_and_changes_nothing(slow, mended, project, api, bob, query):
    name, value = query.format(week=f"{timezone.localdate():%G-W%V}").split("=")
    body = {"filter": {name: value}, "status": "approved"}
    before = AnnotationEvent.objects.count()
    answer = api(bob).post("projects/wardrobe/bulk/", body)
    assert (answer.status_code, answer.json()["error"]["code"], answer.headers["Retry-After"]) == (
        409,
        "not_ready",
        "5",
    )
    assert "not all images of this list are known yet" in answer.json()["error"]["message"]
    assert AnnotationEvent.objects.count() == before
    tasks.read_history(project.pk)
    assert api(bob).post("projects/wardrobe/bulk/", body).json()["changed"] == 5


def test_a_job_that_has_done_enough_asks_for_the_next(
    mended, project, asked, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(reading, "PART", 1)
    monkeypatch.setattr(reading, "OF_A_JOB", 2)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.read_history(project.pk)
    assert (ReviewedLabel.objects.count(), asked) == (2, [(reading.TASK, project.pk)])


def test_the_sweep_goes_on_where_somebody_wanted_to_know(mended, project, hat, dress, answer, bob, carol):
    reading.sweep()
    assert not HistoryRead.objects.exists()
    reading.catch_up(project.pk)
    answer(mended[0], "labeled", dress, by=carol)
    reading.sweep()
    assert ReviewedLabel.objects.filter(was=hat.public_id, by=bob).count() == 1


def test_events_of_other_projects_are_passed_and_that_is_noted(mended, project, monkeypatch, bob):
    monkeypatch.setattr(reading, "PASSED", 3)
    reading.catch_up(project.pk)
    before = HistoryRead.objects.get().as_of
    other = lifecycle.create("Kiln", by=bob)
    pot, jug = (categories.add(other, name) for name in ("Pot", "Jug"))
    photo = make_photo(other, by=bob)
    for label in (pot, jug, pot):
        give_answer(photo, "labeled", label, by=bob)
    reading.catch_up(project.pk)
    assert HistoryRead.objects.get().as_of == before + 3
    assert numbers(project, "").rate.count == 5


def test_in_another_time_zone_all_weeks_are_told_anew(mended, project, settings):
    reading.catch_up(project.pk)
    HistoryRead.objects.update(zone="Pacific/Auckland")
    ReviewedLabel.objects.exclude(mended_week=None).update(mended_week="2020-01-06", looked_week="2020-01-06")
    ReviewedLabel.objects.update(looked_week="2020-01-06")
    assert reading.catch_up(project.pk)
    assert not ReviewedLabel.objects.filter(looked_week="2020-01-06").exists()
    assert HistoryRead.objects.get().zone == settings.TIME_ZONE


def test_who_was_slower_keeps_nothing(mended, project, dress, answer, carol):
    reviewed = reading.reviewed

    def overtaken(events):
        labels = [*reviewed(events)]
        with mock.patch.object(reading, "reviewed", reviewed):
            answer(mended[0], "labeled", dress, by=carol)
            assert reading.catch_up(project.pk)
        return labels

    with mock.patch.object(reading, "reviewed", overtaken):
        assert not reading._read_part(project.pk)
    assert numbers(project, "").rate.count == 5, "Bob's hat is one of them, and Alice's dress is none any more"


@pytest.mark.django_db(transaction=True)
def test_an_image_that_is_deleted_meanwhile_leaves_nothing_behind(mended, project):
    reviewed = reading.reviewed

    def deleted(events):
        labels = [*reviewed(events)]
        deletion.remove(Asset.objects.get(pk=mended[0].pk))
        return labels

    with mock.patch.object(reading, "reviewed", deleted):
        reading._read_part(project.pk)
    assert numbers(project, "").rate.count == 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")
@pytest.mark.django_db(transaction=True)
def test_several_who_read_at_once_keep_it_once(mended, project):
    at_once(*[lambda: reading.catch_up(project.pk)] * 4)
    assert numbers(project, "").rate.count == ReviewedLabel.objects.count() == 5
