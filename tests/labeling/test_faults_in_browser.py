"""Whatever breaks while somebody labels at full speed, every answer that was accepted is in the database, once."""

import contextlib
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests.support.browser import see_picture
from tests.support.disk import fill, needs_root, small_disk
from tests.support.labeled_project import Labeler, Work, all_is_saved, nothing_is_lost, saved
from tests.support.program import PASSWORD, browsers_of, eventually, running

pytestmark = [pytest.mark.browser, pytest.mark.processes]

OUTAGE = 60  # seconds


def test_reloads_at_random_moments_at_full_speed_lose_nothing(context, work, seed):
    work, moments = work(300), random.Random(seed)
    alice = Labeler(context, work, seed=seed).sign_in()
    page = alice.open()
    for _ in range(5):
        alice.press(page, moments.randrange(5, 40))
        page.reload()
        expect(page.locator("figure img")).to_be_visible()
    alice.press_and_see(page, 10)
    all_is_saved(page)
    nothing_is_lost(work, alice)


def test_a_server_that_is_killed_and_started_again_loses_nothing(context, tmp_path, prepared_data, seed):
    with running(tmp_path / "data", begin_with=prepared_data) as program:
        work, moments = Work(program, "Killed", 200), random.Random(seed)
        alice = Labeler(context, work, seed=seed).sign_in()
        page = alice.open()
        alice.press_and_see(page, moments.randrange(10, 30))
        alice.has_ahead(page, 50)
        alice.press(page, moments.randrange(1, 20))
        program.kill_everything()
        alice.press_and_see(page, 20)
        expect(saved(page)).to_contain_text("waiting")
        with running(program.data, PORT=program.port):
            alice.press_and_see(page, 10)
            all_is_saved(page)
            assert nothing_is_lost(work, alice) == len(alice.accepted)


@pytest.mark.long  # a minute
def test_a_minute_without_network_is_labeled_through(context, work, seed):
    work = work(200)
    alice = Labeler(context, work, seed=seed).sign_in()
    page = alice.open()
    alice.press_and_see(page, 3)
    alice.has_ahead(page, 65)
    eventually(lambda: len(work.answers()) == 3)
    context.set_offline(True)
    back = time.monotonic() + OUTAGE
    for number in range(64):
        alice.press_and_see(page, 1)
        page.wait_for_timeout(max(0, 1000 * (back - time.monotonic()) / (64 - number)))
    expect(saved(page)).to_have_text("Offline, 64 waiting")
    expect(page.get_by_text("Keep labeling: 64 labels are stored in this browser")).to_be_visible()
    assert len(work.answers()) == 3
    context.set_offline(False)
    all_is_saved(page)
    alice.press_and_see(page, 5)
    all_is_saved(page)
    assert nothing_is_lost(work, alice) == alice.pressed == 72


def test_a_login_that_ran_out_is_renewed_in_place_and_what_waited_is_sent(context, work, seed):
    work = work(150)
    alice = Labeler(context, work, seed=seed).sign_in()
    page = alice.open()
    alice.press_and_see(page, 10)
    alice.has_ahead(page, 20)
    all_is_saved(page)
    work.program.manage(
        "shell", "-c", "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
    )
    alice.press_and_see(page, 20)
    expect(saved(page)).to_have_text("Signed out, 20 waiting")
    page.get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill("not the password")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("That name and password do not match.")
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    all_is_saved(page)
    alice.press_and_see(page, 5)
    all_is_saved(page)
    assert nothing_is_lost(work, alice) == alice.pressed == 35


def test_a_closed_tab_sends_what_waited_when_it_is_opened_again(context, work, seed):
    work = work(150)
    alice = Labeler(context, work, seed=seed).sign_in()
    page = alice.open()
    alice.press_and_see(page, 5)
    alice.has_ahead(page, 30)
    eventually(lambda: len(work.answers()) == 5)
    context.set_offline(True)
    alice.press_and_see(page, 25)
    assert len(work.answers()) == 5
    page.close()  # the browser may get the last batch through, as the page that was cut off is gone
    context.set_offline(False)
    page = alice.open()
    all_is_saved(page)
    eventually(lambda: len(work.answers()) == 30)
    alice.press_and_see(page, 5)
    all_is_saved(page)
    assert nothing_is_lost(work, alice) == alice.pressed == 35


def test_a_browser_that_is_killed_at_full_speed_loses_nothing(
    browser_type, browser_type_launch_args, work, tmp_path, seed
):
    # What a killed browser holds is free again after ten minutes only: there is enough for three.
    work, moments = work(600), random.Random(seed)
    accepted, pressed = [], 0
    for _ in range(2):
        profile = str(tmp_path / "profile")
        context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
        alice = Labeler(context, work, seed=moments.random()).sign_in()
        page = alice.open()
        alice.press_and_see(page, moments.randrange(1, 10))
        alice.press(page, moments.randrange(20, 80))
        alice.looked(page)
        kill(profile, context)
        accepted, pressed = accepted + alice.accepted, pressed + alice.pressed
    with_profile = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    alice = Labeler(with_profile, work, seed=seed).sign_in()
    page = alice.open()
    all_is_saved(page)
    alice.press_and_see(page, 5)
    all_is_saved(page)
    alice.accepted, alice.pressed = accepted + alice.accepted, pressed + alice.pressed
    nothing_is_lost(work, alice)
    with_profile.close()


def test_answers_that_waited_outlive_a_browser_that_makes_its_database_anew(
    browser_type, browser_type_launch_args, work, tmp_path, seed
):
    work, profile = work(200), str(tmp_path / "profile")
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    alice = Labeler(context, work, seed=seed).sign_in()
    page = alice.open()
    page.route("**/answers/", lambda route: route.abort())
    alice.press_and_see(page, 12)
    kill(profile, context)
    (database,) = Path(profile).glob("**/IndexedDB")
    shutil.rmtree(database)
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    again = Labeler(context, work, seed=seed).sign_in()
    page = again.open()
    expect(page.get_by_text("This browser lost its store of answers")).to_be_visible()
    all_is_saved(page)
    again.accepted, again.pressed = alice.accepted, alice.pressed
    assert nothing_is_lost(work, again) == 12
    # Both stores are empty again: nothing comes a second time.
    page.reload()
    expect(page.locator("figure img")).to_be_visible()
    all_is_saved(page)
    assert len(work.answers()) == 12
    context.close()


def test_what_lies_in_the_journal_alone_is_told_to_others_and_sent_by_its_owner_only(
    browser_type, browser_type_launch_args, shared_program, tmp_path, seed
):
    work, profile = Work(shared_program, "Of two", 200, people=("alice", "bob")), str(tmp_path / "profile")
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    alice = Labeler(context, work, seed=seed).sign_in()
    page = alice.open()
    page.route("**/answers/", lambda route: route.abort())
    alice.press_and_see(page, 12)
    kill(profile, context)
    (database,) = Path(profile).glob("**/IndexedDB")
    shutil.rmtree(database)

    told = "alice has 12 answers waiting in this browser. To send what waits, sign in under that name"
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    context.clear_cookies()
    bob = Labeler(context, work, who="bob", seed=seed).sign_in()
    home = context.new_page()
    home.goto(work.program.url)
    expect(home.locator("#others")).to_contain_text(told)
    page = bob.open()
    expect(page.locator("[data-part=note]")).to_contain_text(told)
    bob.press_and_see(page, 3)
    all_is_saved(page)
    assert nothing_is_lost(work, bob) == 3  # of Alice's none
    page.reload()  # Bob's page took nothing of hers along
    expect(page.locator("[data-part=note]")).to_contain_text(told)
    page.close()

    context.clear_cookies()
    context.close()
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    again = Labeler(context, work, seed=seed).sign_in()
    page = again.open()
    expect(page.get_by_text("This browser lost its store of answers")).to_be_visible()
    all_is_saved(page)
    again.accepted, again.pressed = alice.accepted + bob.accepted, alice.pressed + bob.pressed
    assert nothing_is_lost(work, again) == 15
    look = """import("outbox/others").then(({ waitingOfOthers }) => waitingOfOthers("nobody"))"""
    eventually(lambda: page.evaluate(look) == [])
    context.close()


def kill(profile, context):
    for pid in browsers_of(profile):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(Error):
        context.close()


def test_two_tabs_of_one_person_send_each_answer_once(context, work, seed):
    work = work(300)
    alice = Labeler(context, work, seed=seed).sign_in()
    sent = []
    context.on("request", lambda request: sent.extend(operations_in(request)))
    one, other = alice.open(), alice.open()
    for _ in range(49):
        for page in (one, other):
            alice.press_and_see(page, 1)
    for page in (one, other):
        all_is_saved(page)
    assert nothing_is_lost(work, alice) == 98
    eventually(lambda: alice.looked(one) and len(sent) >= 98)  # found already, a request may be heard of a little later
    assert len(sent) == len(set(sent)) == 98


def operations_in(request):
    if request.method == "POST" and request.url.endswith("/answers/"):
        return [operation["op_id"] for operation in request.post_data_json["operations"]]
    return []


@pytest.fixture
def tiny_disk(tmp_path):
    with small_disk(tmp_path, megabytes=96) as disk:
        yield disk


@needs_root
def test_a_full_disk_is_told_and_each_answer_saved_before_the_page_moves_on(
    browser_type, browser_type_launch_args, work, tiny_disk, seed
):
    work = work(150)
    context = browser_type.launch_persistent_context(str(tiny_disk / "profile"), **browser_type_launch_args)
    alice = Labeler(context, work, seed=seed).sign_in()
    page = alice.open()
    alice.press_and_see(page, 5)
    fill(tiny_disk)
    told = page.get_by_text("This browser stores nothing here")
    while not told.is_visible():  # it has some room of its own left
        assert alice.pressed < 100
        alice.press_and_see(page, 1)
    for _ in range(10):
        alice.press_and_see(page, 1)
        assert len(work.answers()) == len(alice.accepted) == alice.pressed
    context.set_offline(True)
    see_picture(page)
    alice.press(page, 1)
    expect(page.get_by_text("The server was not reached.")).to_be_visible()
    assert len(alice.accepted) == alice.pressed - 1
    context.set_offline(False)
    eventually(lambda: alice.looked(page) and len(alice.accepted) == alice.pressed)
    assert nothing_is_lost(work, alice) == alice.pressed
    context.close()


def test_forbidden_storage_is_told_and_each_answer_saved_before_the_page_moves_on(context, work, seed):
    work = work(60)
    alice = Labeler(context, work, seed=seed).sign_in()
    context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('No.', 'SecurityError'); } });"
        "for (const name of ['localStorage', 'sessionStorage'])"
        "  Object.defineProperty(window, name, { get() { throw new DOMException('No.', 'SecurityError'); } });"
    )
    page = alice.open()
    expect(page.get_by_text("This browser stores nothing here")).to_be_visible()
    for _ in range(20):
        alice.press_and_see(page, 1)
        assert len(work.answers()) >= len(alice.accepted)
    assert nothing_is_lost(work, alice) == 20
