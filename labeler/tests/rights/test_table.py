"""Who is let in where: every address with every method, for everybody, as table.txt says it.

The table is made by the walk here. After a change that is meant, `LABELER_WRITE_TABLE=1` writes it anew; read the
difference, it is what changed for people.
"""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.support.every_call import GROUPS, MEMBERS, WAYS, World, calls

pytestmark = [
    # From the first number on each database: addresses name things by number.
    pytest.mark.django_db(transaction=True, reset_sequences=True),
    # Who is let in hangs on no database: once is enough where tests are to be soon.
    *([pytest.mark.long] if connection.vendor == "postgresql" else []),
]

TABLE = Path(__file__).with_name("table.txt")
WRITE = os.environ.get("LABELER_WRITE_TABLE")


def made(world):
    """One line for each address and method: the status codes of all, by session, token, and read-only token."""
    return [line(call, [world.status(call, who, way) for who, way in columns(call)]) for call in calls(world)]


def columns(call):
    """(who, way) of the cells of a line. Tokens open the API alone, so pages have no cells for them."""
    people = GROUPS if call.is_open else MEMBERS
    ways = WAYS if call.is_api else WAYS[:1]
    return [(who, way) for way in ways for who in people if who != "stranger" or way == "session"]


def line(call, statuses):
    cells = iter(statuses)
    shown = [" ".join(str(next(cells)) for who, way in columns(call) if way == each) for each in WAYS]
    return f"{call.name:<96}" + "  |  ".join(part for part in shown if part)


def head():
    ways = [" ".join(f"{who[:3]}" for who in MEMBERS if who != "stranger" or way == "session") for way in WAYS]
    return [
        "Status codes of every call. In the closed project (vault) people are members, in the open one (wardrobe) they",
        "are in the Django group of that name; oth: no member, or in no group. First by session, then with a token of",
        "theirs, then with one that may only read. Written by test_table.py.",
        "",
        f"{'':<96}" + "  |  ".join(ways),
    ]


def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(bob):
    lines = [*head(), *made(World(bob))]
    text = "\n".join(each.rstrip() for each in lines) + "\n"
    if WRITE:
        TABLE.write_text(text)
    assert " 500" not in text
    assert text == TABLE.read_text()
