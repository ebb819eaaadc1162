"""The list of the audit and one entry, in a browser."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from people.audit import What
from people.models import AuditEntry
from tests.support.browser import at_work, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def listed(page, live_server, bob):
    """Three days, as Bob reads them."""
    for day in (13, 14, 15):
        AuditEntry.objects.create(
            what=What.PERSON_CHANGED,
            at=datetime(2026, 3, day, 12, tzinfo=UTC),
            actor="bob",
            of=f"alice{day}",
            of_kind="user",
            address="203.0.113.7",
            facts={"active": [True, False], "groups": [[], ["helpers"]], "file": "W" * 200},
        )
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/admin/people/auditentry/")
        yield page


def names(page):
    return page.locator("td.field-of_whom_or_what").all_inner_texts()


def test_days_are_chosen_by_keys_alone_and_given_up_again(listed):
    assert names(listed) == ["alice15", "alice14", "alice13"]
    for label in ("From", "To"):
        listed.get_by_label(label, exact=True).focus()
        listed.keyboard.type("03142026")
    listed.keyboard.press("Enter")
    expect(listed.locator("td.field-of_whom_or_what")).to_have_count(1)
    assert names(listed) == ["alice14"]
    expect(listed.get_by_label("From", exact=True)).to_have_value("2026-03-14")
    listed.get_by_role("link", name="All days").press("Enter")
    expect(listed.locator("td.field-of_whom_or_what")).to_have_count(3)


def test_neither_the_list_nor_an_entry_has_a_barrier_or_is_wider_than_its_window(listed):
    AuditEntry.objects.create(what=What.SIGN_IN_REFUSED, of="W" * 300, address="2001:db8:7:7::/64")
    listed.reload()
    for width in (1280, 1440):
        listed.set_viewport_size({"width": width, "height": 900})
        assert violations_in_both_themes(listed) == []
        assert is_no_wider(listed)
    listed.get_by_role("link", name="2026-03-14 12:00:00").click()
    expect(listed.get_by_text("Active: yes → no")).to_be_visible()
    assert violations_in_both_themes(listed) == []
    assert is_no_wider(listed)


def is_no_wider(page):
    return page.evaluate("""() => ["html", "#content", ".results", ".field-facts_told"]
        .map((name) => document.querySelector(name))
        .every((part) => !part || part.scrollWidth <= part.clientWidth)""")
