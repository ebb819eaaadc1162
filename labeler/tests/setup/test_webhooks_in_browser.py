"""The webhooks of a project, by mouse and by keyboard, in a browser; a little server receives what is sent."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from standardwebhooks import Webhook as Judge

from tests.support.browser import at_work, eventually, hold, violations_in_both_themes
from webhooks import deliveries, hooks, telling
from webhooks.models import Delivery, Webhook
from webhooks.tests.receiver import receiving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHERE = "/projects/wardrobe/settings/webhooks/"


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    with receiving() as found:
        yield found


@pytest.fixture
def no_queue(monkeypatch):
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)


@pytest.fixture
def hook(project, receiver, bob, no_queue):
    return hooks.make(project, receiver.url, ["version.ready"], by=bob)


@pytest.fixture
def as_bob(page, live_server, bob, project, no_queue):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}{WHERE}")
        yield page


def send_all():
    for each in Delivery.objects.unfinished():
        deliveries.run(each.pk)


def test_one_is_made_by_keys_alone_and_its_secret_is_shown_once(as_bob, receiver):
    url = as_bob.get_by_label("Address")
    url.focus()
    as_bob.keyboard.type(receiver.url)
    as_bob.keyboard.press("Tab")
    as_bob.keyboard.press("Space")
    as_bob.keyboard.press("Tab")
    as_bob.keyboard.press("Space")
    as_bob.keyboard.press("Enter")
    secret = as_bob.get_by_label("Secret", exact=True)
    expect(secret).to_be_focused()
    expect(secret).to_have_value(re.compile(r"^whsec_[A-Za-z0-9+/]{43}=$"))
    made = Webhook.objects.get()
    assert secret.input_value() == made.secret
    assert (made.url, made.events) == (receiver.url, ["version.ready", "version.failed"])
    expect(as_bob.locator("#live")).to_contain_text("Copy its secret now")
    expect(as_bob.locator("#tab-webhooks .n")).to_have_text("1")
    expect(as_bob.get_by_role("link", name="Add webhook")).to_be_visible()
    as_bob.reload()
    expect(secret).to_have_value(re.compile("^whsec_•+$"))


def test_what_will_not_do_is_said_at_its_field(as_bob):
    as_bob.get_by_label("Address").fill("http://127.0.0.1/")
    as_bob.get_by_label("Version ready").check()
    as_bob.get_by_role("button", name="Make webhook").click()
    expect(as_bob.locator("#error-url")).to_contain_text("127.0.0.1 is this machine itself")
    expect(as_bob.get_by_label("Address")).to_be_focused()
    as_bob.get_by_label("Address").fill("https://example.org")
    as_bob.get_by_label("Version ready").uncheck()
    as_bob.get_by_role("button", name="Make webhook").click()
    expect(as_bob.locator("#error-events")).to_contain_text("Choose at least one event.")
    expect(as_bob.locator("#error-url")).to_be_hidden()
    assert not Webhook.objects.exists()


def test_a_test_arrives_and_the_page_tells_by_itself(hook, as_bob, receiver):
    receiver.answer((200, b"thanks", {}))
    as_bob.get_by_role("button", name="Send a test").click()
    expect(as_bob.locator("#deliveries tbody tr")).to_contain_text("On its way")
    send_all()
    expect(as_bob.locator("#deliveries tbody tr")).to_contain_text("200")
    expect(as_bob.get_by_label("What was answered", exact=True)).to_have_text("thanks")
    expect(as_bob.get_by_label("What is sent", exact=True)).to_contain_text('"type": "webhook.test"')
    [came] = receiver.received
    assert Judge(hook.secret).verify(came.body, came.headers)["type"] == "webhook.test"


def test_what_failed_is_sent_once_more_by_a_press(hook, as_bob, receiver, project):
    telling.tell(project, "version.ready", {"version": 3})
    Delivery.objects.update(state="failed", tries=7, status=500, error="It answered 500.", tried_at=timezone.now())
    as_bob.reload()
    expect(as_bob.locator("#deliveries tbody tr")).to_contain_text("Gave up after 7 tries")
    as_bob.get_by_role("button", name="Redeliver").press("Enter")
    expect(as_bob.locator("#deliveries tbody tr")).to_contain_text("On its way")
    send_all()
    expect(as_bob.locator("#deliveries tbody tr")).to_contain_text("204")
    assert receiver.received[0].id == Delivery.objects.get().message_id


def test_one_that_is_off_is_mended_by_one_press(hook, as_bob):
    Webhook.objects.update(active=False, off_at=timezone.now(), off_because="24 deliveries in a row failed.")
    as_bob.reload()
    expect(as_bob.locator("#off")).to_contain_text("24 deliveries in a row failed.")
    as_bob.get_by_role("button", name="Turn on again").click()
    expect(as_bob.locator("#off")).to_have_count(0)
    expect(as_bob.get_by_role("switch", name="Webhook on")).to_be_checked()
    assert Webhook.objects.get().active


def test_what_is_chosen_while_the_page_comes_anew_stays(hook, as_bob, receiver):
    anew = hold(as_bob, re.compile(WHERE))
    as_bob.get_by_role("switch", name="Webhook on").click()
    eventually(lambda: as_bob.wait_for_timeout(20) or anew)
    as_bob.get_by_label("Job failed").check()
    as_bob.get_by_label("Address").fill(f"{receiver.url}?all")
    anew.pop().continue_()
    expect(as_bob.locator("#webhook-head")).to_contain_text("Off")
    expect(as_bob.get_by_label("Address")).to_be_focused()
    expect(as_bob.get_by_label("Address")).to_have_value(f"{receiver.url}?all")
    as_bob.get_by_role("button", name="Save changes").click()
    eventually(lambda: as_bob.wait_for_timeout(20) or anew)
    assert Webhook.objects.get().events == ["version.ready", "job.failed"]
    as_bob.get_by_label("Import finished").check()
    anew.pop().continue_()
    expect(as_bob.locator("#live")).to_have_text("Saved")
    expect(as_bob.get_by_label("Import finished")).to_be_checked()


def test_it_is_turned_off_by_its_switch_changed_and_deleted(hook, as_bob):
    switch = as_bob.get_by_role("switch", name="Webhook on")
    switch.focus()
    as_bob.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    eventually(lambda: not Webhook.objects.get().active)
    expect(switch).to_be_focused()
    as_bob.get_by_label("Job failed").check()
    as_bob.get_by_role("button", name="Save changes").click()
    eventually(lambda: Webhook.objects.get().events == ["version.ready", "job.failed"])
    expect(as_bob.locator("#live")).to_have_text("Saved")
    as_bob.get_by_role("button", name="Delete").click()
    as_bob.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(as_bob.get_by_text("No webhooks yet")).to_be_visible()
    assert not Webhook.objects.exists()


def test_another_secret_is_shown_once_and_the_old_one_signs_too(hook, as_bob):
    as_bob.get_by_role("button", name="Make new").click()
    secret = as_bob.get_by_label("Secret", exact=True)
    expect(secret).not_to_have_value(re.compile("•"))
    renewed = Webhook.objects.get()
    assert secret.input_value() == renewed.secret != hook.secret
    as_bob.reload()
    expect(as_bob.locator("#secret-hint")).to_contain_text("The old one signs, too, until")


def test_without_a_server_it_says_so_and_the_switch_is_as_before(hook, as_bob):
    as_bob.context.set_offline(True)
    as_bob.get_by_role("switch", name="Webhook on").click()
    expect(as_bob.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    expect(as_bob.get_by_role("switch", name="Webhook on")).to_be_checked()
    assert Webhook.objects.get().active


def fill(project, receiver):
    """Two, of which one failed, with a log."""
    now = timezone.now()
    for changes in (
        {"state": "done", "tries": 1, "status": 200, "took_ms": 184},
        {"state": "queued", "tries": 3, "status": 500, "took_ms": 2100, "due_at": now + timedelta(minutes=30)},
        {"state": "failed", "tries": 7, "took_ms": 10_000, "error": "No answer within 10 seconds."},
        {"state": "done", "tries": 2, "status": 204, "took_ms": 176, "answer": "thanks"},
    ):
        telling.tell(project, "version.ready", {"version": 3, "images": 713, "hash": "sha256:" + "5f" * 32})
        newest = Delivery.objects.order_by("-pk")[0]
        Delivery.objects.filter(pk=newest.pk).update(tried_at=now, **changes)
    hooks.make(project, "https://chat.example.org/" + "x" * 200, ["job.failed"])
    Webhook.objects.exclude(url=receiver.url).update(
        active=False, off_at=now, off_because="24 deliveries in a row failed. The last: No answer within 10 seconds."
    )


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("state", ["empty", "new", "full", "off"])
def test_nothing_hinders_anybody_in_either_theme(as_bob, project, receiver, bob, state, width, tmp_path):
    as_bob.set_viewport_size({"width": width, "height": 900})
    query = ""
    if state != "empty":
        hooks.make(project, receiver.url, ["version.ready", "job.failed"], by=bob)
        fill(project, receiver)
        query = {"full": "", "new": "?new", "off": f"?hook={Webhook.objects.filter(active=False).get().pk}"}[state]
    as_bob.goto(as_bob.url + query)
    assert violations_in_both_themes(as_bob) == []
    assert as_bob.evaluate("document.documentElement.scrollWidth <= innerWidth")
