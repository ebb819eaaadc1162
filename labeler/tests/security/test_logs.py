"""What stands in the log, whoever chose the words."""

import logging
import re
import sys

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from structlog.stdlib import ProcessorFormatter

from labeler.logs import lines
from labeler.logs.sums import Summed, Sums

FORGED = "2026-01-01T00:00:00.000000Z [info     ] The version was approved by bob.       [labeler]"
START = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \[(warning|error) +\] ")


def line_of(message, *arguments, exc_info=None, level=logging.WARNING):
    """As standard error shows it."""
    assert settings.LOGGING["formatters"]["line"]["processors"] == "ext://labeler.logs.lines.LINE"
    record = logging.LogRecord("labeler", level, __file__, 1, message, arguments, exc_info)
    return ProcessorFormatter(processors=lines.LINE).format(record)


def test_a_line_tells_when_by_utc_how_bad_what_and_who_says_it():
    line = line_of("%s at %s", "unavailable", "/projects/wardrobe/")
    assert START.match(line)
    assert "unavailable at /projects/wardrobe/" in line
    assert line.endswith("[labeler]")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_an_address_that_holds_a_line_begins_none(end):
    line = line_of("Error with reference %s at %s %s", "5f0c3b0a", "GET", f"/nothing/{end}{FORGED}")
    assert len(line.splitlines()) == 1
    assert START.match(line)


def test_nothing_that_a_stranger_sends_moves_the_cursor_of_who_reads():
    line = line_of("at %s", "/\x1b[2J\x1b[1;1H\x08\x00")
    assert line.isprintable()
    assert r"\x1b[2J" in line


def test_an_error_whose_words_hold_a_line_begins_none():
    try:
        raise ValueError(f"Not a name:\n{FORGED}\r{FORGED}")
    except ValueError:
        told = line_of("It broke", exc_info=sys.exc_info(), level=logging.ERROR).splitlines()
    assert START.match(told[0])
    assert told[1] == "    Traceback (most recent call last):"
    assert len([line for line in told if FORGED in line]) == 2
    assert all(line.startswith("    ") for line in told[1:])


def test_an_error_tells_no_value_of_a_variable():
    def broken(password):
        raise RuntimeError("It broke.")

    try:
        broken("-".join(["hunter", "2"]))
    except RuntimeError:
        assert "hunter-2" not in line_of("It broke", exc_info=sys.exc_info())


def test_everything_goes_to_standard_error_and_nowhere_else():
    assert {kind: each["class"] for kind, each in settings.LOGGING["handlers"].items()} == {
        "stderr": "labeler.logs.sums.Summed"
    }
    assert Summed(Sums()).stream is sys.stderr
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
    assert not any("handlers" in each for each in settings.LOGGING["loggers"].values())


@given(st.text())
def test_whatever_is_logged_is_one_line(text):
    assert len(line_of("%s", text).splitlines()) == 1
