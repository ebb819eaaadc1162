"""Pure: times as programs are told them."""

from datetime import datetime


def spelled(at: datetime) -> str:
    """As the API's other answers spell it: ISO 8601, with Z for UTC."""
    return at.isoformat().replace("+00:00", "Z")
