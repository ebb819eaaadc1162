"""Who sends is shown by the rule of Standard Webhooks."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from standardwebhooks import Webhook, WebhookVerificationError

from webhooks import signing


@pytest.fixture
def now():
    """When the test runs: receivers take nothing that is older than five minutes."""
    return datetime.now(UTC)


def by_hand(secret, message_id, at, body):
    """As the specification has it, by the standard library alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{message_id}.{int(at.timestamp())}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def test_the_published_example_comes_out():
    found = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        '{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert found == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(some.text(), some.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=some.just(UTC)))
def test_whatever_is_sent_is_signed_as_the_specification_has_it(body, at):
    body = body.encode(errors="replace").decode()
    secret = signing.new_secret()
    assert signing.headers("msg_1", at, body, [secret])["webhook-signature"] == by_hand(secret, "msg_1", at, body)


def test_the_old_and_the_new_secret_both_open_what_both_signed(now):
    old, new = signing.new_secret(), signing.new_secret()
    headers = signing.headers("msg_1", now, "{}", [new, old])
    for secret in (old, new):
        assert Webhook(secret).verify("{}", headers) == {}
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.new_secret()).verify("{}", headers)


def test_what_was_changed_on_the_way_or_is_old_is_refused(now):
    secret = signing.new_secret()
    headers = signing.headers("msg_1", now, "{}", [secret])
    for changed in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(int(now.timestamp()) + 1)}):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify("{}", headers | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify("{ }", headers)
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret).verify("{}", signing.headers("msg_1", now - timedelta(minutes=6), "{}", [secret]))


def test_a_secret_has_256_bits_and_comes_once():
    found = {signing.new_secret() for _ in range(50)}
    assert len(found) == 50
    assert {len(base64.b64decode(each.removeprefix("whsec_"))) for each in found} == {32}
