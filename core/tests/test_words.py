"""Numbers and times as pages say them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.templatetags import pages, words

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("past", "said", "in_short"),
    [
        ({"seconds": 59}, "just now", "now"),
        ({"minutes": 1}, "1 minute ago", "1 min"),
        ({"minutes": 59}, "59 minutes ago", "59 min"),
        ({"hours": 3}, "3 hours ago", "3 h"),
        ({"hours": 26}, "yesterday", "1 d"),
        ({"days": 6}, "6 days ago", "6 d"),
        ({"days": 8}, "12 Nov 2026", "12 Nov 2026"),
    ],
)
def test_recent_times_are_relative_and_older_ones_a_day(past, said, in_short):
    moment = NOW - timedelta(**past)
    assert (words.since(moment, NOW), words.in_short(moment, NOW)) == (said, in_short)


def test_the_full_time_is_always_at_hand():
    assert str(words.ago_in_short(NOW)).startswith('<time datetime="2026-11-20T12:00:00+00:00" title="')


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2026-11-28_north_IMG_2046.jpeg", "2026-11-28_north_IMG", "_2046.jpeg"),
        ("cat.png", "", "cat.png"),
        ("ne\u0301" + "123456.jpg", "ne\u0301", "123456.jpg"),
        ("ne\u0301" + "12345.jpg", "n", "e\u030112345.jpg"),
        ("<b>&" + "123456.jpg", "&lt;b&gt;&amp;", "123456.jpg"),
    ],
)
def test_a_file_name_keeps_its_end(name, start, end):
    assert f"<span>{start}</span><span>{end}</span>" in pages.file_name(name)
