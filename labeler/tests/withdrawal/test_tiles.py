"""Where a withdrawn picture still has a row, a tile says so instead of a picture that does not come."""

import re

import pytest

from labeler.withdrawal import withdrawing

pytestmark = pytest.mark.django_db

GONE = '<span class="gone {}"><svg class="st st-withdrawn" aria-hidden="true"><use href="#st-withdrawn"/></svg>'


@pytest.fixture
def pages(client, bob):
    client.force_login(bob)
    return lambda address: client.get(f"/projects/wardrobe/{address}").content.decode()


def withdraw(photo, by):
    withdrawing.withdraw(photo, reason="Its owner asks.", confirm=str(photo.pk), by=by)


def pictures(text):
    """Numbers of the images whose bytes a page asks for in its main part."""
    return set(map(int, re.findall(r'<img src="[^"]*/assets/(\d+)/', text.split("<main")[-1])))


def test_in_the_lists_of_assets_and_of_review(pages, photos, dress, bob, answer):
    first, second = photos(2)
    answer([first, second], "labeled", dress, by=bob)
    assert pictures(pages("assets/")) == {first.pk, second.pk}
    withdraw(first, bob)
    for address, extra in (("assets/?status=withdrawn", ""), ("review/?status=withdrawn", "failed")):
        text = pages(address)
        assert text.count(GONE.format(extra) + "<span>Withdrawn</span></span>") == 1, address
        assert f'data-id="{first.pk}"' in text
        assert pictures(text) == set()
    assert pictures(pages("assets/")) == {second.pk}


def test_where_versions_are_compared(pages, photos, dress, hat, bob, project, answer, make_version):
    first, second, third = photos(3)
    answer([first, second], "approved", dress, by=bob)
    make_version(project, by=bob)
    answer([second], "approved", hat, by=bob)
    answer([third], "approved", hat, by=bob)
    make_version(project, by=bob)
    for each in (second, third):
        withdraw(each, bob)
    for kind, gone in (("relabeled", second), ("added", third)):
        text = pages(f"versions/2/diff/1/?part={kind}")
        assert text.count(GONE.format("")) == 1, kind
        assert gone.original_name in text
        assert pictures(text) == set()
