"""What the tests of the review page in a browser begin with."""

import pytest
from playwright.sync_api import expect

from annotations.labeling import bulk
from assets.models import Asset
from tests.support.browser import at_work
from tests.support.cast import give_answer
from tests.support.walks.review import REVIEW


@pytest.fixture
def at(live_server, page, bob):
    """Open the review page as Bob: `at()`, `at("?status=approved")`."""
    with at_work(page, live_server, bob):

        def open_at(query=""):
            page.goto(f"{live_server.url}{REVIEW}{query}")
            # The page gives a cell the focus once it hears keys.
            expect(page.locator(".cell:focus, .empty").first).to_be_visible()
            return page

        yield open_at


@pytest.fixture
def dresses(photos, dress, alice):
    """Make so many photos that Alice labeled as dresses."""

    def make(count):
        made = photos(count)
        give_answer(made, "labeled", dress, by=alice)
        return made

    return make


@pytest.fixture
def labeled(photos, project, alice):
    """Make so many photos that Alice labeled, with pictures that can be seen: `labeled(5, dress)`."""

    def make(count, label, status="labeled"):
        made = photos(count, first=100 + project.assets.count())
        give_answer(made, status, label, by=alice)
        return made

    return make


@pytest.fixture
def rows(project, bob, alice):
    """Make so many labeled images without files, in one go: `rows(200, dress)`, alike where `look` is the same."""

    def make(count, label, look=None, status="labeled"):
        first = Asset.objects.count()
        made = Asset.objects.bulk_create(
            Asset(
                project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png",
                size_bytes=1, original_name=f"{number:04}.png", sort_name=f"{number:04}", uploaded_by=bob,
                dhash=number if look is None else look,
            )
            for number in range(first, first + count)
        )  # fmt: skip
        selected = [(asset.pk, None) for asset in made]
        bulk.set_selected(project, selected, status=status, category_ids=[label.public_id], by=alice)
        return made

    return make
