"""The calls for webhooks."""

import pytest

from projects import lifecycle, members
from webhooks import deliveries, hooks
from webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db

WHERE = "projects/wardrobe/webhooks/"
URL = "https://train.example.org/hooks/labeler"


@pytest.fixture
def managed(project, alice):
    """A closed project that Alice manages."""
    members.put(project, alice, "manager")
    return lifecycle.change(project, closed=True)


@pytest.fixture
def program(api, managed, alice):
    return api(alice)


def test_a_manager_makes_one_changes_it_and_deletes_it(program):
    made = program.post(WHERE, {"url": URL, "events": ["job.failed", "version.ready"]})
    assert made.status_code == 201
    told = made.json()
    assert {name: told[name] for name in ("url", "events", "active", "made_by", "last_at", "off_at")} == {
        "url": URL, "events": ["version.ready", "job.failed"], "active": True, "made_by": "alice", "last_at": None,
        "off_at": None,
    }  # fmt: skip
    where = f"{WHERE}{told['id']}/"
    changed = program.patch(where, {"active": False}).json()
    assert (changed["active"], changed["off_because"], changed["url"]) == (False, "", URL)
    assert changed["off_at"]
    assert program.get(where).json() == changed
    assert program.delete(where).status_code == 204
    assert program.get(where).status_code == 404
    assert program.get(WHERE).json()["results"] == []


def test_a_secret_is_told_when_it_is_made_and_never_again(program):
    first = program.post(WHERE, {"url": URL, "events": ["version.ready"]}).json()
    where = f"{WHERE}{first['id']}/"
    second = program.post(f"{where}secret/").json()
    hook = Webhook.objects.get()
    assert (second["secret"], hook.secret, hook.old_secret) == (hook.secret, second["secret"], first["secret"])
    assert second["old_secret_until"]
    for answer in (program.get(WHERE), program.get(where), program.patch(where, {"active": False})):
        assert "whsec_" not in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"url": URL}, "invalid", "events"),
        ({"events": ["version.ready"]}, "invalid", "url"),
        ({"url": URL, "events": []}, "no_event", "events"),
        ({"url": URL, "events": ["image.answered"]}, "unknown_event", "events"),
        ({"url": URL, "events": "version.ready"}, "invalid", "events"),
        ({"url": "http://10.0.0.1/", "events": ["version.ready"]}, "bad_address", "url"),
        ({"url": "https://a:b@example.org/", "events": ["version.ready"]}, "bad_address", "url"),
        ({"url": URL, "events": ["version.ready"], "secret": "mine"}, "unknown_field", "secret"),
    ],
)
def test_what_will_not_do_is_told_by_field(program, body, code, field):
    answer = program.post(WHERE, body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], list(error["fields"])) == (400, code, [field])
    assert not Webhook.objects.exists()


def test_a_project_has_ten(program, managed):
    for _ in range(hooks.MOST):
        hooks.make(managed, URL, ["job.failed"])
    answer = program.post(WHERE, {"url": URL, "events": ["job.failed"]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "too_many")


def test_a_test_is_asked_for_its_delivery_read_and_sent_once_more(program, managed, receiver, no_queue, alice):
    receiver.answer((500, b"not now", {}))
    hook = hooks.make(managed, receiver.url, ["job.failed"])
    where = f"{WHERE}{hook.pk}/"
    asked = program.post(f"{where}test/")
    told = asked.json()
    assert (asked.status_code, told["event"], told["state"], told["tries"]) == (202, "webhook.test", "queued", 0)
    assert told["next_try_at"]
    again = program.post(f"{where}test/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "busy")
    deliveries.run(Delivery.objects.get().pk)
    [listed] = program.get(f"{where}deliveries/").json()["results"]
    one = program.get(f"{where}deliveries/{told['id']}/").json()
    assert listed.items() <= one.items()
    assert (one["state"], one["status"], one["answer"], one["error"]) == ("failed", 500, "not now", "It answered 500.")
    assert (one["next_try_at"], one["body"]) == (None, receiver.received[0].body)
    receiver.answer(200)
    assert program.post(f"{where}deliveries/{told['id']}/redeliver/").status_code == 202
    assert program.post(f"{where}deliveries/{told['id']}/redeliver/").json()["error"]["code"] == "not_failed"
    deliveries.run(Delivery.objects.get().pk)
    assert [came.id for came in receiver.received] == [told["id"]] * 2
    assert program.get(where).json()["last_at"]


def test_the_log_is_read_in_pages_the_newest_first(program, managed, no_queue):
    hook = hooks.make(managed, URL, ["job.failed"])
    made = [Delivery.objects.create(webhook=hook, event="job.failed", body="{}") for _ in range(5)]
    first = program.get(f"{WHERE}{hook.pk}/deliveries/?limit=3").json()
    second = program.get(first["next"].partition("/api/v1/")[2]).json()
    ids = [each["id"] for each in first["results"] + second["results"]]
    assert ids == [each.message_id for each in reversed(made)]


def test_one_of_another_project_is_not_there(program, managed, bob):
    garage = lifecycle.create("Garage", by=bob)
    other = hooks.make(garage, URL, ["job.failed"])
    sent = Delivery.objects.create(webhook=other, event="job.failed", body="{}", state="done")
    hook = hooks.make(managed, URL, ["job.failed"])
    for where in (f"{other.pk}/", f"{other.pk}/deliveries/", f"{hook.pk}/deliveries/{sent.message_id}/"):
        assert program.get(WHERE + where).status_code == 404
    assert program.post(f"{WHERE}{hook.pk}/deliveries/{sent.message_id}/redeliver/").status_code == 404
    assert program.delete(f"{WHERE}{other.pk}/").status_code == 404
