"""The page of a project's webhooks: who sees it, and what it says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.exceptions import Refused
from projects import lifecycle, members
from webhooks import hooks, telling
from webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db

WHERE = "/projects/wardrobe/settings/webhooks/"
URL = "https://train.example.org/hooks/labeler"


@pytest.fixture
def hook(project, bob, monkeypatch):
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)
    return hooks.make(project, URL, ["version.ready", "job.failed"], by=bob)


@pytest.fixture
def page(client, bob, project):
    client.force_login(bob)

    def get(query="", status=200):
        response = client.get(WHERE + query)
        assert response.status_code == status
        return response.content.decode()

    return get


def tell(project, **changes):
    telling.tell(project, "version.ready", {"version": 3})
    told = Delivery.objects.order_by("-pk")[0]
    Delivery.objects.filter(pk=told.pk).update(**changes)
    told.refresh_from_db()
    return told


def test_managers_and_staff_see_it_and_nobody_else(client, project, alice, mallory):
    members.put(project, alice, "manager")
    members.put(project, mallory, "reviewer")
    lifecycle.change(project, closed=True)
    statuses = {}
    for user in (alice, mallory):
        client.force_login(user)
        statuses[user.username] = client.get(WHERE).status_code
    assert statuses == {"alice": 200, "mallory": 403}


def test_without_any_it_says_what_one_is_for(page):
    text = page()
    assert "No webhooks yet" in text
    assert "Make webhook" in text
    assert "Deliveries" not in text


def test_no_page_tells_a_secret(page, hook):
    renewed = hooks.renew_secret(hook)
    text = page()
    for secret in (hook.secret, renewed.secret):
        assert secret not in text
        assert secret.removeprefix("whsec_") not in text


def test_the_log_tells_what_became_of_each(page, project, hook):
    now = timezone.now()
    tell(project, state="done", tries=1, status=200, took_ms=184, tried_at=now)
    tell(project, state="done", tries=3, status=204, took_ms=1840, tried_at=now)
    tell(project, state="queued", tries=2, status=500, due_at=now + timedelta(minutes=5), tried_at=now)
    tell(project, state="failed", tries=7, status=None, error="No answer within 10 seconds.", tried_at=now)
    tell(project, state="cancelled")
    text = page()
    for words in ("At try 3", "1,840 ms", "Try 3 at", "Gave up after 7 tries", "Not sent: it was off"):
        assert words in text
    assert text.count("data-redeliver=") == 4


def test_one_delivery_is_opened_with_what_was_sent_and_answered(page, project, hook):
    first = tell(
        project, state="failed", status=500, answer="<b>no</b>", error="It answered 500.", tried_at=timezone.now()
    )
    tell(project)
    text = page(f"?hook={hook.pk}&delivery={first.message_id}")
    assert f'<dd class="mono">{first.message_id}</dd>' in text
    assert "&quot;type&quot;: &quot;version.ready&quot;" in text
    assert "&lt;b&gt;no&lt;/b&gt;" in text
    assert "<b>no</b>" not in text


@pytest.mark.parametrize("query", ["?hook=0", "?hook=x", "?delivery=msg_x"])
def test_what_is_not_there_is_not_found(page, hook, query):
    page(query, 404)


def test_one_of_another_project_is_not_found(page, hook, bob):
    garage = lifecycle.create("Garage", by=bob)
    other = hooks.make(garage, URL, ["version.ready"])
    page(f"?hook={other.pk}", 404)
    noted = tell(garage)
    page(f"?hook={hook.pk}&delivery={noted.message_id}", 404)


def test_one_that_turned_itself_off_says_why_and_offers_to_turn_it_on(page, hook):
    Webhook.objects.update(
        active=False, off_at=timezone.now(), off_because="24 deliveries in a row failed. The last: It answered 500."
    )
    text = page()
    assert "It turned itself off" in text
    assert "data-turn-on" in text
    assert "24 deliveries in a row failed" in text


def test_a_full_project_offers_no_other(page, project):
    for _ in range(hooks.MOST):
        hooks.make(project, URL, ["job.failed"])
    text = page()
    assert "A project has at most 10" in text
    assert "Add webhook" not in text
    with pytest.raises(Refused):
        hooks.make(project, URL, ["job.failed"])


def test_it_takes_as_many_queries_for_many_as_for_few(page, project, hook, django_assert_max_num_queries):
    tell(project)
    for _ in range(60):
        tell(project, state="done", status=200)
    for _ in range(hooks.MOST - 1):
        hooks.make(project, URL, ["job.failed"])
    with django_assert_max_num_queries(14):
        text = page(f"?hook={hook.pk}")
    assert text.count("data-redeliver=") == 50
    assert "The newest 50" in text


def test_the_overview_tells_managers_of_one_that_turned_itself_off_and_nobody_of_one_that_was_turned_off(
    client, project, photo, hook, bob, alice
):
    def told(user):
        client.force_login(user)
        text = client.get("/projects/wardrobe/?part=numbers").content.decode()
        return 'data-issue="webhook"' in text

    assert not told(bob)
    hooks.change(hook, active=False)
    assert not told(bob)
    Webhook.objects.update(off_because="24 deliveries in a row failed.")
    assert told(bob)
    assert not told(alice)
