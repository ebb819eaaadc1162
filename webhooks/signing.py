"""Secrets of webhooks, and the headers that show who sends: the rule of Standard Webhooks, by its own library."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """256 bits by the system's random numbers."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(message_id: str, at: datetime, body: str, signed_with: Sequence[str]) -> dict[str, str]:
    """Of one try at the moment `at`: HMAC-SHA256 over id, time and body by each secret, the newest first."""
    signatures = [Webhook(secret).sign(message_id, at, body) for secret in signed_with]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
