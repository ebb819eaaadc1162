"""Which passwords a person may choose, and how they are typed and kept."""

import re

import pytest
from django.conf import global_settings, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

OLD = "correct horse alice"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


def change(client, new, old=OLD):
    return client.post(
        "/account/", {"action": "password", "old_password": old, "new_password1": new, "new_password2": new}
    )


def signs_in(name, password):
    return Client().post("/login/", {"username": name, "password": password}).status_code == 302


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("a7 chars", None),
        ("7 chars", "This password is too short. It must contain at least 8 characters."),
        ("password", "This password is too common."),
        ("iloveyou", "This password is too common."),
        ("trustno1", "This password is too common."),
        ("alice2026", "The password is too similar to the username."),
        ("8364918273", "This password is entirely numeric."),
    ],
)
def test_what_is_short_common_or_ones_own_name_is_no_password(as_alice, alice, new, said):
    answer = change(as_alice, new)
    alice.refresh_from_db()
    assert alice.check_password(new) is (said is None)
    if said:
        assert answer.status_code == 400
        assert said in answer.content.decode()


@pytest.mark.parametrize(
    "new",
    [
        "x" * 30 + "correct horse battery staple" + "y" * 70,
        "nur kleine buchstaben und leerzeichen",
        "ПАРОЛЬ из двух азбук",
        " with a space at either end ",
        "🐎🔋📎✔ correct",
        "'; DROP TABLE auth_user; --",
    ],
)
def test_any_characters_do_and_a_hundred_of_them_and_each_of_them_counts(as_alice, alice, new):
    assert change(as_alice, new).status_code == 302
    assert signs_in("alice", new)
    assert not signs_in("alice", new[:-1])
    assert not signs_in("alice", new.strip()) or new.strip() == new
    swapped = new.swapcase()
    assert swapped == new or not signs_in("alice", swapped)


@pytest.mark.parametrize("old", ["", "wrong horse alice"])
def test_a_password_is_changed_by_who_knows_the_old_one(as_alice, alice, old):
    assert change(as_alice, "another horse, another battery", old=old).status_code == 400
    alice.refresh_from_db()
    assert alice.check_password(OLD)


def test_passwords_are_typed_unseen_and_may_come_from_where_people_keep_them(as_alice):
    for client, where, fields in ((as_alice, "/account/", 3), (Client(), "/login/", 1)):
        page = client.get(where).content.decode()
        inputs = re.findall(r'<input[^>]*name="[a-z_]*password\d?"[^>]*>', page)
        assert len(inputs) == fields
        for each in inputs:
            assert 'type="password"' in each
            assert re.search(r'autocomplete="(current|new)-password"', each)
            assert "maxlength" not in each
        assert 'autocomplete="username"' in page
    # Where a script hears of what is pasted, it is a list of categories.
    hear = [path for path in (settings.BASE_DIR / "static").rglob("*.js") if '"paste"' in path.read_text()]
    assert [path.parent.name for path in hear] == ["categories"]


def test_a_password_is_kept_as_a_hash_that_takes_long_to_guess():
    """What the tests hash with is quicker (conftest.py), so this looks at what the program is configured to do."""
    import labeler.settings as of_the_program

    assert not hasattr(of_the_program, "PASSWORD_HASHERS")
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")
    hasher = PBKDF2PasswordHasher()
    kept = hasher.encode("correct horse", hasher.salt())
    algorithm, iterations, salt, _ = kept.split("$")
    assert (algorithm, int(iterations) >= 600_000, len(salt) >= 22) == ("pbkdf2_sha256", True, True)
