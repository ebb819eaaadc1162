"""Where no project is closed and nobody is in a group, all is as it was before there were either.

recorded_calls.json holds what every call told everybody then: whoever signed in, staff, superusers and strangers. It
was recorded once, by the walk here, on the last commit without rights. What is told today may be more, never less or
other.
"""

import json
import re
from pathlib import Path

import pytest

from tests.support import cast
from tests.support.every_call import World, calls

pytestmark = [pytest.mark.django_db(transaction=True, reset_sequences=True), pytest.mark.long]

RECORD = Path(__file__).with_name("recorded_calls.json")
PEOPLE = ("stranger", "other", "staff", "superuser")
# What is another thing each time: moments, hashes, ids drawn at random, addresses of files by their content.
DRAWN = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{12,64}\b"
)
# Links that lead to a page of the product since, where the admin was the only one.
MOVED = {"/admin/projects/project/add/": "/new/"}
SENT = {"notes": "What the night's training takes."}  # said with the call since, and told back; nothing was said then
NOT_COMPARED = ("api/v1/schema/", "api/v1/docs/", "admin/")  # the description of the calls, and another's pages


def told(answer, call):
    """The status, and what is told: JSON as it is, of a page its links and buttons."""
    if answer.streaming or call.route.startswith(NOT_COMPARED):
        return [answer.status_code, None]
    kind = answer.headers.get("Content-Type", "")
    text = answer.content.decode(errors="replace")
    if kind.startswith("application/json"):
        return [answer.status_code, without_drawn(json.loads(text))]
    if kind.startswith("text/html"):
        found = re.findall(r'href="([^"]+)"|<button[^>]*>([^<]+)', DRAWN.sub("*", text))
        return [answer.status_code, [link or button for link, button in sorted(set(found))]]
    return [answer.status_code, None]


def without_drawn(told):
    if isinstance(told, dict):
        return {name: without_drawn(value) for name, value in told.items()}
    if isinstance(told, list):
        return [without_drawn(value) for value in told]
    return DRAWN.sub("*", told) if isinstance(told, str) else told


def as_numbered(now, then):
    """The same with the number that a new row had then: PostgreSQL gives none twice, whatever was rolled back."""
    if now[0] in (201, 202) and isinstance(now[1], dict) and "id" in now[1]:
        return [now[0], now[1] | {"id": then[1].get("id")}]
    return now


def walked(world):
    """By call and person, what each is told."""
    return {
        f"{call.name} {who}": json.loads(json.dumps(told(world.answer(call, who), call)))
        for call in calls(world)
        for who in PEOPLE
    }


def is_less(now, then):
    """Whether something of then is missing, or has another value."""
    if isinstance(then, dict) and then.get("code") == "permission_denied":
        return then["code"] != now.get("code")  # in other words now: managers may what staff alone might
    if isinstance(then, dict):
        if not isinstance(now, dict) or not then.keys() <= now.keys():
            return True
        told_back = {name for name, words in SENT.items() if now.get(name) == words and then.get(name) == ""}
        return any(is_less(now[name], then[name]) for name in then.keys() - told_back)
    if isinstance(then, list) and all(isinstance(each, str) for each in then):
        return not {MOVED.get(each, each) for each in then} <= set(now)  # links and buttons
    if isinstance(then, list):
        return len(now) != len(then) or any(map(is_less, now, then))
    return now != then


def test_nothing_changes_for_anybody_where_nobody_asks_for_more(bob, monkeypatch):
    monkeypatch.setattr(cast, "_operations", iter(range(1, 1000)))  # their names were recorded from the first on
    then = json.loads(RECORD.read_text())
    now = walked(World(bob, ["wardrobe"]))
    assert len(then) > 400
    assert {
        name: (now.get(name), was)
        for name, was in then.items()
        if name not in now or is_less(as_numbered(now[name], was), was)
    } == {}
