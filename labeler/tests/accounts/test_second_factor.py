"""A second factor beside the password: set up, asked for at the door, used up, lost."""

import base64
import io
import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from hypothesis import HealthCheck, given
from hypothesis import settings as laws
from hypothesis import strategies as st

from labeler.tests.accounts.conftest import App
from labeler.tests.accounts.sessions.test_sessions import is_in
from labeler.tests.accounts.sessions.test_sign_out_everywhere import signed_in
from labeler.tests.accounts.test_guessing import call, from_another, sign_in
from labeler.tests.accounts.test_trace import entries, kinds
from labeler.tests.test_rooms import modules
from people import guessing, tokens
from people.accounts import reset_links, second_factor
from people.models import AuditEntry
from tests.support.cast import at_once

RIGHT = "correct horse alice"
NEW = "another horse, another battery"
PAGE = "/account/second-factor/"
CODE = "/login/code/"
DOES_NOT_MATCH = "That code does not match. Each is good once: wait for the next."


def secret_on(page):
    """What the page shows to be typed into an app."""
    text = re.search(r'<span id="secret">([A-Z2-7 ]+)<', page)[1]
    return base64.b32decode(text.replace(" ", "")).hex()


def codes_on(page):
    return re.findall(r"^([a-z2-7]{4}-[a-z2-7]{4})$", page.replace('tabindex="0">', "\n"), re.M)


def turn_on(client, clock):
    """As the page does it: the app, and the recovery codes."""
    app = App(secret_on(client.get(PAGE).content.decode()), clock)
    page = client.post(PAGE, {"action": "set-up", "code": app.code()}).content.decode()
    return app, codes_on(page)


def give_code(client, code, **more):
    return client.post(CODE, {"code": code} | more)


@pytest.fixture
def hers(db, alice, set_up):
    """Alice's app and recovery codes."""
    return set_up(alice)


@pytest.fixture
def at_the_door(hers):
    """A browser in which Alice has typed her password, and no code yet."""
    client = Client()
    sign_in(client, password=RIGHT)
    return client


# --- set up ---


def test_it_is_set_up_with_a_code_of_the_app_and_then_asked_for(client, alice, clock):
    signed_in(client, alice)
    assert "Off. With it" in client.get("/account/").content.decode()
    app, codes = turn_on(client, clock)
    assert len(set(codes)) == 10
    assert "On. After your password" in client.get("/account/").content.decode()
    door = Client()
    assert sign_in(door, password=RIGHT)["Location"] == "/login/code/?next=%2F"
    assert give_code(door, app.next_code())["Location"] == "/"
    assert is_in(door)


def test_the_picture_holds_what_the_secret_says(client, alice, clock):
    page = signed_in(client, alice).get(PAGE).content.decode()
    key = secret_on(page)
    assert str(second_factor.picture_of(alice, key)) in page
    address = TOTPDevice(user=alice, key=key).config_url
    assert address.startswith("otpauth://totp/Labeler%3Aalice?secret=")
    assert "issuer=Labeler" in address
    # The content policy forbids styles inside.
    assert "style=" not in second_factor.picture_of(alice, key)


def test_the_same_secret_stays_until_it_is_used_and_is_nobody_elses(client, alice, mallory, clock):
    first = secret_on(signed_in(client, alice).get(PAGE).content.decode())
    assert secret_on(client.get(PAGE).content.decode()) == first
    assert secret_on(signed_in(Client(), mallory).get(PAGE).content.decode()) != first


def test_a_wrong_code_sets_nothing_up(client, alice, clock):
    signed_in(client, alice).get(PAGE)
    for wrong in ("000000", "12345", "abcdef", "١٢٣٤٥٦"):
        answer = client.post(PAGE, {"action": "set-up", "code": wrong})
        assert answer.status_code == 400
        assert DOES_NOT_MATCH in answer.content.decode()
    assert client.post(PAGE, {"action": "set-up", "code": ""}).status_code == 400
    assert not second_factor.is_on(alice)
    assert sign_in(Client(), password=RIGHT)["Location"] == "/"


def test_after_a_while_setting_up_needs_the_password(client, alice, clock):
    app = App(secret_on(signed_in(client, alice).get(PAGE).content.decode()), clock)
    clock.forward(minutes=11)
    answer = client.post(PAGE, {"action": "set-up", "code": app.code()})
    assert (answer.status_code, second_factor.is_on(alice)) == (400, False)
    assert 'id="new-password"' in answer.content.decode()
    answer = client.post(PAGE, {"action": "set-up", "code": app.code(), "password": RIGHT})
    assert (answer.status_code, second_factor.is_on(alice)) == (200, True)


def test_setting_up_ends_the_other_sessions_and_keeps_this_one(client, alice, clock):
    there = signed_in(Client(), alice)
    turn_on(signed_in(client, alice), clock)
    assert (is_in(client), is_in(there)) == (True, False)


def test_recovery_codes_are_shown_once(client, alice, clock):
    _, codes = turn_on(signed_in(client, alice), clock)
    for page in (PAGE, "/account/"):
        assert not any(code in client.get(page).content.decode() for code in codes)
    assert "10 of 10 are left." in client.get(PAGE).content.decode()


def test_who_has_one_adds_no_second(client, alice, clock):
    turn_on(signed_in(client, alice), clock)
    before = TOTPDevice.objects.get()
    answer = client.post(PAGE, {"action": "set-up", "code": "000000"}, follow=True)
    assert answer.status_code == 200
    assert TOTPDevice.objects.get() == before


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_set_it_up_at_once_one_does(alice, clock):
    windows = [Client(), Client()]
    for each in windows:
        sign_in(each, password=RIGHT)
    apps = [App(secret_on(each.get(PAGE).content.decode()), clock) for each in windows]
    at_once(
        *(lambda each=each, app=app: each.post(PAGE, {"action": "set-up", "code": app.code()})
          for each, app in zip(windows, apps, strict=True))
    )  # fmt: skip
    assert TOTPDevice.objects.count() == 1
    assert StaticToken.objects.count() == 10


# --- at the door ---


def test_the_password_alone_signs_nobody_in_wherever_one_goes(at_the_door, project, photo):
    for where in ("/", "/account/", PAGE, "/projects/wardrobe/label/", "/admin/"):
        answer = at_the_door.get(where)
        assert (answer.status_code, answer["Location"].partition("?")[0][-7:]) == (302, "/login/")
    assert at_the_door.get("/api/v1/projects/").status_code == 401
    assert at_the_door.get(f"/api/v1/projects/wardrobe/assets/{photo.pk}/original").status_code == 401
    assert at_the_door.post("/account/", {"action": "make-token", "name": "x", "days": "90"})["Location"].startswith(
        "/login/"
    )
    assert "signed_in" not in kinds()


def test_there_is_one_place_that_signs_anybody_in():
    assert [name for name, text in modules() if re.search(r"import [^\n]*\blogin\b", text)] == ["people/sign_in.py"]


def test_without_a_password_there_is_no_page_for_a_code(db, hers):
    app, _ = hers
    answer = Client().get(f"{CODE}?next=/account/")
    assert answer["Location"] == "/login/?next=/account/"
    stranger = Client()
    assert give_code(stranger, app.next_code())["Location"].startswith("/login/")
    assert not is_in(stranger)


def test_one_comes_where_one_wanted_to_go_and_nowhere_else(at_the_door, hers):
    app, _ = hers
    assert 'name="next" value="/account/"' in at_the_door.get(f"{CODE}?next=/account/").content.decode()
    assert 'name="next" value="/"' in at_the_door.get(f"{CODE}?next=https://evil.example/").content.decode()
    answer = at_the_door.post(f"{CODE}?next=//evil.example", {"code": app.next_code(), "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_a_wrong_code_is_told_and_the_right_one_signs_in_after_it(at_the_door, hers, clock):
    app, _ = hers
    answer = give_code(at_the_door, "000000")
    assert answer.status_code == 200
    assert DOES_NOT_MATCH in answer.content.decode()
    assert not is_in(at_the_door)
    clock.forward(seconds=30)
    give_code(at_the_door, app.code())
    assert is_in(at_the_door)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} {2}", "{1}-{2}"])
def test_a_code_may_be_typed_as_it_is_shown(at_the_door, hers, typed):
    app, _ = hers
    code = app.next_code()
    give_code(at_the_door, typed.format(code, code[:3], code[3:]))
    assert is_in(at_the_door)


def test_a_phone_whose_clock_is_half_a_minute_off_will_do(at_the_door, hers, clock):
    app, _ = hers
    clock.forward(minutes=2)
    give_code(at_the_door, app.code(steps=-1))
    assert is_in(at_the_door)


def test_five_minutes_after_the_password_one_types_it_again(at_the_door, hers, clock):
    app, _ = hers
    clock.forward(minutes=5)
    assert at_the_door.get(CODE)["Location"] == "/login/?next=/"
    assert give_code(at_the_door, app.code())["Location"] == "/login/?next=/"
    assert not is_in(at_the_door)


def test_a_password_that_changed_meanwhile_ends_the_waiting(at_the_door, hers, alice):
    app, _ = hers
    alice.set_password(NEW)
    alice.save()
    assert give_code(at_the_door, app.next_code())["Location"] == "/login/?next=/"
    assert not is_in(at_the_door)


def test_an_account_that_was_deactivated_meanwhile_is_not_entered(at_the_door, hers, alice):
    app, _ = hers
    alice.is_active = False
    alice.save()
    assert give_code(at_the_door, app.next_code())["Location"] == "/login/?next=/"


def test_who_waits_for_a_code_of_their_own_does_not_come_in_with_that_of_somebody_else(
    at_the_door, hers, mallory, set_up
):
    theirs, their_codes = set_up(mallory)
    for code in (theirs.next_code(), their_codes[0]):
        assert give_code(at_the_door, code).status_code in (200, 429)
    assert not is_in(at_the_door)


def test_whose_turn_it_is_stands_in_the_session_and_in_nothing_that_is_sent(at_the_door, hers, mallory, set_up):
    theirs, _ = set_up(mallory)
    give_code(at_the_door, theirs.next_code(), user=mallory.pk, username="mallory", person="mallory")
    assert not is_in(at_the_door)
    # What waits in one browser is of no use in another.
    app, _ = hers
    other = Client()
    assert give_code(other, app.next_code())["Location"].startswith("/login/")


def test_the_session_that_waited_is_not_the_one_that_is_signed_in(at_the_door, hers):
    """Who planted or read the key of the one before has nothing of the other."""
    app, _ = hers
    planted = at_the_door.cookies["sessionid"].value
    give_code(at_the_door, app.next_code())
    assert at_the_door.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)
    assert thief.get(CODE)["Location"] == "/login/?next=/"


def test_who_is_signed_in_needs_no_code(at_the_door, hers):
    app, _ = hers
    give_code(at_the_door, app.next_code())
    assert at_the_door.get(CODE)["Location"] == "/"


def test_typing_the_password_at_the_door_counts_as_fresh_from_when_it_was_typed(at_the_door, hers, clock):
    app, _ = hers
    clock.forward(minutes=4)
    give_code(at_the_door, app.code())
    form = {"action": "make-token", "name": "Camera", "days": "90", "access": "read"}
    clock.forward(minutes=5)
    assert at_the_door.post("/account/", form).status_code == 200
    clock.forward(minutes=1)
    assert at_the_door.post("/account/", form | {"name": "Another"}).status_code == 400


# --- each once ---


def test_a_code_is_good_once(hers):
    app, _ = hers
    code = app.next_code()
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, password=RIGHT)
        give_code(each, code)
    assert (is_in(first), is_in(second)) == (True, False)


def test_the_code_of_the_setting_up_opens_no_door(client, alice, clock):
    app, _ = turn_on(signed_in(client, alice), clock)
    door = Client()
    sign_in(door, password=RIGHT)
    assert give_code(door, app.code()).status_code == 200
    assert not is_in(door)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_several_with_one_code_at_once_one_comes_in(alice, set_up, kind):
    app, codes = set_up(alice)
    code = codes[0] if kind == "recovery" else app.next_code()
    doors = [Client() for _ in range(4)]
    for door in doors:
        sign_in(door, password=RIGHT)
    at_once(*(lambda door=door: give_code(door, code) for door in doors))
    assert sorted(is_in(door) for door in doors) == [False, False, False, True]


def test_each_recovery_code_signs_in_once(hers, clock):
    _, codes = hers
    for code in codes:
        door = Client()
        sign_in(door, password=RIGHT)
        give_code(door, code)
        assert is_in(door)
    again = Client()
    sign_in(again, password=RIGHT)
    assert give_code(again, codes[0]).status_code == 200
    assert not is_in(again)
    assert "0 of 10 are left." in door.get(PAGE).content.decode()


def test_a_recovery_code_may_be_typed_in_capitals_and_without_its_dash(at_the_door, hers):
    _, codes = hers
    give_code(at_the_door, codes[3].replace("-", "").upper())
    assert is_in(at_the_door)


# --- guessing ---


def test_after_each_wrong_code_one_waits_twice_as_long(at_the_door, hers, clock):
    app, _ = hers
    waits = []
    for _ in range(6):
        assert give_code(at_the_door, "000000").status_code == 200
        answer = give_code(at_the_door, app.code())
        assert answer.status_code == 429
        waits.append(int(answer["Retry-After"]))
        assert "Too many tries did not match. Try again in" in answer.content.decode()
        clock.forward(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32]
    assert not is_in(at_the_door)


def test_another_browser_or_address_waits_as_well(hers, clock):
    app, _ = hers
    for number in range(3):
        door = Client(**from_another(number))
        sign_in(door, password=RIGHT, **from_another(number))
        give_code(door, "000000")
    other = Client()
    sign_in(other, password=RIGHT)
    assert give_code(other, app.code()).status_code == 429


def test_wrong_codes_are_noted_as_seldom_as_they_are_looked_at(at_the_door, hers, clock):
    for _ in range(20):
        give_code(at_the_door, "000000")
        give_code(at_the_door, "aaaa-aaaa")
        give_code(at_the_door, "no code at all")
    refused = entries(what="second_factor_refused")
    assert refused == [
        ("second_factor_refused", "", "alice", {"kind": "app"}),
        ("second_factor_refused", "", "alice", {"kind": "recovery code"}),
    ]


@laws(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=25))
def test_whatever_else_is_typed_is_no_code(at_the_door, hers, code):
    assert give_code(at_the_door, code).status_code in (200, 429)
    assert not is_in(at_the_door)


def test_who_waits_long_reads_it_in_hours_or_days():
    def said(**time):
        return str(guessing.TooManyTries(timedelta(**time), guessing.BY_CODE)).rpartition(" in ")[2]

    assert [said(seconds=1), said(seconds=59), said(seconds=61), said(hours=3), said(days=3)] == [
        "1 second.", "59 seconds.", "2 minutes.", "3 hours.", "3 days."
    ]  # fmt: skip


# --- new recovery codes, off ---


@pytest.fixture
def inside(at_the_door, hers):
    app, _ = hers
    give_code(at_the_door, app.next_code())
    assert is_in(at_the_door)
    return at_the_door


def test_new_recovery_codes_end_those_before(inside, hers):
    _, before = hers
    after = codes_on(inside.post(PAGE, {"action": "renew"}).content.decode())
    assert len(set(after) - set(before)) == 10
    door = Client()
    sign_in(door, password=RIGHT)
    assert give_code(door, before[0]).status_code == 200
    assert not is_in(door)
    assert entries(what="second_factor_added")[-1][-1] == {"kind": "recovery code"}


def test_new_recovery_codes_need_a_fresh_password(inside, clock):
    clock.forward(minutes=11)
    answer = inside.post(PAGE, {"action": "renew"})
    assert answer.status_code == 400
    assert codes_on(answer.content.decode()) == []
    assert inside.post(PAGE, {"action": "renew", "password": "wrong"}).status_code == 400
    assert len(codes_on(inside.post(PAGE, {"action": "renew", "password": RIGHT}).content.decode())) == 10


def test_turning_it_off_needs_a_code_and_a_fresh_password(inside, hers, alice, clock):
    app, _ = hers
    for wrong in ({}, {"code": ""}, {"code": "000000"}):
        assert inside.post(PAGE, {"action": "turn-off"} | wrong).status_code == 400
    clock.forward(minutes=11)
    assert inside.post(PAGE, {"action": "turn-off", "code": app.code()}).status_code == 400
    assert inside.post(PAGE, {"action": "turn-off", "code": app.code(), "password": "wrong"}).status_code == 400
    assert second_factor.is_on(alice)
    answer = inside.post(PAGE, {"action": "turn-off", "code": app.code(), "password": RIGHT})
    assert answer["Location"] == "/account/"
    assert not second_factor.is_on(alice)
    assert not StaticToken.objects.exists()
    assert sign_in(Client(), password=RIGHT)["Location"] == "/"


def test_a_recovery_code_turns_it_off_as_well(inside, hers, alice):
    _, codes = hers
    inside.post(PAGE, {"action": "turn-off", "code": codes[0]})
    assert not second_factor.is_on(alice)


def test_guessing_a_code_to_turn_it_off_waits_as_at_the_door(inside, hers, clock):
    inside.post(PAGE, {"action": "turn-off", "code": "000000"})
    answer = inside.post(PAGE, {"action": "turn-off", "code": "000000"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert entries(what="second_factor_refused") == [("second_factor_refused", "alice", "alice", {"kind": "app"})]


def test_turning_it_off_ends_the_other_sessions(inside, hers, clock):
    app, codes = hers
    there = Client()
    sign_in(there, password=RIGHT)
    give_code(there, codes[0])
    assert is_in(there)
    inside.post(PAGE, {"action": "turn-off", "code": app.next_code()})
    assert (is_in(inside), is_in(there)) == (True, False)


# --- around it ---


def test_a_reset_link_does_not_go_around_it(hers, alice):
    door = Client()
    link = reset_links.make(alice)
    door.get(link)
    door.post(link.rsplit("/", 2)[0] + "/set-password/", {"new_password1": NEW, "new_password2": NEW})
    assert sign_in(door, password=NEW)["Location"].startswith(CODE)
    assert not is_in(door)
    app, _ = hers
    give_code(door, app.next_code())
    assert is_in(door)


def test_api_tokens_need_no_code(hers, alice):
    _, token = tokens.make(alice, "Camera")
    assert call(token).status_code == 200


def test_the_door_of_the_admin_asks_for_it_too(hers, bob, set_up):
    app, _ = set_up(bob)
    door = Client()
    door.get("/admin/login/?next=/admin/")
    sign_in(door, name="bob", password="correct horse bob")
    assert door.get("/admin/").status_code == 302
    give_code(door, app.next_code())
    assert door.get("/admin/").status_code == 200


def test_all_of_it_is_noted_with_what_was_used(hers, clock):
    app, codes = hers
    for code in (app.next_code(), codes[0]):
        door = Client()
        sign_in(door, password=RIGHT)
        give_code(door, code)
    door.post(PAGE, {"action": "turn-off", "code": codes[1]})
    assert [(what, actor, of, facts) for what, actor, of, facts in entries()] == [
        ("second_factor_added", "alice", "alice", {"kind": "app"}),
        ("signed_in", "alice", "alice", {"second_factor": "app"}),
        ("signed_in", "alice", "alice", {"second_factor": "recovery code"}),
        ("second_factor_removed", "alice", "alice", {}),
    ]


def test_no_secret_stands_in_the_audit_or_the_admin(client, hers, bob, alice):
    app, codes = hers
    told = str(list(AuditEntry.objects.values()))
    signed_in(client, bob)
    told += "".join(
        client.get(f"/admin/auth/user/{alice.pk}/{page}/").content.decode() for page in ("change", "delete")
    )
    assert app.key not in told
    assert not any(code.replace("-", "") in told for code in codes)


@pytest.mark.parametrize("where", ["otp_totp/totpdevice", "otp_static/staticdevice"])
def test_the_tables_of_the_library_are_not_in_the_admin(client, bob, hers, where):
    assert signed_in(client, bob).get(f"/admin/{where}/").status_code == 404
    assert not {"otp_totp", "otp_static"} & {model._meta.app_label for model in admin.site._registry}


# --- lost ---


def test_a_superuser_removes_one_that_is_lost(client, bob, alice, hers):
    signed_in(client, bob)
    where = f"/admin/auth/user/{alice.pk}/remove-second-factor/"
    assert 'href="../remove-second-factor/"' in client.get(f"/admin/auth/user/{alice.pk}/change/").content.decode()
    assert "be sure that it is they who ask" in client.get(where).content.decode()
    assert second_factor.is_on(alice)
    client.post(where)
    assert sign_in(Client(), password=RIGHT)["Location"] == "/"
    assert entries(what="second_factor_removed") == [("second_factor_removed", "bob", "alice", {})]


def test_nobody_else_does(client, carol, mallory, alice, hers):
    where = f"/admin/auth/user/{alice.pk}/remove-second-factor/"
    assert signed_in(client, carol).post(where).status_code == 403
    assert signed_in(Client(), mallory).post(where).status_code in (302, 403)
    assert second_factor.is_on(alice)


def test_where_there_is_none_nothing_is_offered(client, bob, mallory):
    page = signed_in(client, bob).get(f"/admin/auth/user/{mallory.pk}/change/").content.decode()
    assert "remove-second-factor" not in page
    assert client.post(f"/admin/auth/user/{mallory.pk}/remove-second-factor/").status_code == 403


def test_a_command_removes_it_for_operators(alice, hers):
    out = io.StringIO()
    call_command("remove_second_factor", "alice", stdout=out)
    assert out.getvalue() == "Removed the second factor of alice.\n"
    assert sign_in(Client(), password=RIGHT)["Location"] == "/"
    with pytest.raises(CommandError, match=r"alice has no second factor\."):
        call_command("remove_second_factor", "alice")


def test_a_person_who_waits_while_it_is_removed_types_the_password_again(at_the_door, alice):
    second_factor.remove(alice, by=None)
    assert at_the_door.get(CODE)["Location"] == "/login/?next=/"
    assert not is_in(at_the_door)
