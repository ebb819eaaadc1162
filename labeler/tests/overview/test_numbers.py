"""Every number of the overview leads to exactly the images that it counts."""

import re
from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
from django.utils import timezone

from annotations.labeling import bulk
from projects import categories, lifecycle
from tests.support.cast import give_answer, make_photo

pytestmark = pytest.mark.django_db

NUMBERS = "/projects/wardrobe/?part=numbers"


def ago(**before):
    return mock.patch("django.utils.timezone.now", return_value=timezone.now() - timedelta(**before))


@pytest.fixture
def busy(project, dress, hat, alice, bob):
    """A project of many days: labels by two people, one of them cleared and given again, all states, another project
    whose events lie between."""
    bag = categories.add(project, "Bag")
    with ago(days=9):
        made = [make_photo(project, by=alice, seed=n) for n in range(14)]
    other = make_photo(lifecycle.create("Garage", by=bob), by=bob)
    for days, place, label, by in [(8, 0, dress, alice), (8, 1, hat, bob), (5, 2, dress, alice), (5, 3, dress, alice)]:
        with ago(days=days):
            give_answer(made[place], "labeled", label, by=by)
            give_answer(other, "skipped", by=by)
    with ago(days=4):
        give_answer(made[0], "unlabeled", by=bob)
    with ago(days=4, hours=-2):
        give_answer(made[0], "labeled", hat, by=alice)
    with ago(hours=3):
        bulk.set_selected(project, [(image.pk, None) for image in made[4:9]], status="labeled",
                            category_ids=[dress.public_id], by=bob)  # fmt: skip
        give_answer(made[9], "labeled", bag, by=alice)
    with ago(hours=1, minutes=30):
        give_answer(made[4], "labeled", hat, by=alice)
        give_answer(made[5], "labeled", hat, by=alice)
    with ago(minutes=5):
        give_answer(made[1], "approved", by=bob)
        give_answer(made[2], "needs_review", by=bob)
        give_answer(made[10], "skipped", by=alice)
        give_answer(made[2], "labeled", by=bob)
        give_answer(made[6], "approved", by=bob)
        give_answer(made[7], "needs_review", by=bob)
    categories.retire(bag)
    return project


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


def linked(page):
    """Each link to a list of images with the number that it carries: in its own element, or in its words."""
    for link, inside in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', page, re.S):
        if "/review/?" not in link and "/assets/?" not in link:
            continue
        words = re.sub(r"<kbd>.*?</kbd>|<time.*?</time>|<span class=\"vh\">.*?</span>|<[^>]*>", " ", inside)
        number = re.search(r"\d[\d,]*", words)
        if number and not words.split()[0].endswith("%"):  # the share that is approved
            yield unescape(link), int(number.group().replace(",", "")), words.split()


def listed(client, link):
    """How many images the page at this address shows."""
    page = client.get(link).content.decode()
    return len(re.findall(r'class="(?:cell|tile)"', page))


def test_every_number_leads_to_as_many_images(as_alice, busy):
    links = list(linked(as_alice.get(NUMBERS).content.decode()))
    assert {link: listed(as_alice, link) for link, _, _ in links} == {link: number for link, number, _ in links}
    # States, categories, issues, people, days of the table, entries: none of them is missing.
    assert len(links) > 25
    kinds = ("status=skipped", "category=", "issue=retired", "did=first_label", "did=approved", "did=relabeled",
             "did=returned", "did=sent_back", "added_by=")  # fmt: skip
    every_entry = list(linked(as_alice.get("/projects/wardrobe/activity/").content.decode()))
    assert {link: listed(as_alice, link) for link, _, _ in every_entry} == {link: n for link, n, _ in every_entry}
    together = " ".join(link for link, _, _ in [*links, *every_entry])
    assert [kind for kind in kinds if kind not in together] == []


def test_the_list_says_what_was_done_and_offers_the_way_out(as_alice, busy):
    page = as_alice.get(
        "/projects/wardrobe/review/?status=all&did=first_label&by=alice&since=2026-11-20&until=2026-11-21"
    )
    html = page.content.decode()
    assert "First labeled by alice, 20 Nov 2026 to 21 Nov 2026" in html
    assert re.search(r'<a href="\?status=all" aria-label="First labeled by alice[^"]* only. Show all"', html)


@pytest.mark.parametrize(
    "query", ["did=x", "events=1", "events=a-b", "numbers=1-2-3", "since=yesterday", "numbers=²-3"]
)
def test_what_is_no_change_leads_to_the_usual_list(as_alice, project, query):
    assert as_alice.get(f"/projects/wardrobe/review/?{query}")["Location"] == "/projects/wardrobe/review/"
