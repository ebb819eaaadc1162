"""The page of all jobs in a browser: it goes with what happens, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from annotations.models import Import
from tests.support.browser import at_work, eventually, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


def test_staff_see_it_go_on_and_cancel_by_keys_alone(page, live_server, project, bob):
    asked = {"project": project, "kind": "csv", "size_bytes": 1, "created_by": bob, "state": "queued", "file": "x"}
    running = Import.objects.create(original_name="labels.csv", **asked)
    failed = Import.objects.create(original_name="more.csv", **asked | {"state": "failed", "error": "Line 14 is odd."})
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/")
        page.get_by_role("link", name="Jobs").press("Enter")
        row = page.locator(f'[data-job="import-{running.pk}"]')
        expect(row).to_contain_text("Waiting")
        expect(page.locator(f'[data-job="import-{failed.pk}"]')).to_contain_text("Line 14 is odd.")
        assert violations_in_both_themes(page) == []
        page.get_by_role("button", name="Cancel: Import labels.csv").focus()
        Import.objects.filter(pk=running.pk).update(progress=3, total=4)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Import labels.csv was cancelled.")).to_be_visible()
        eventually(lambda: Import.objects.get(pk=running.pk).state == "cancelled")
        # What happens elsewhere comes by itself, while nothing in the list is in use.
        Import.objects.filter(pk=running.pk).update(state="queued")
        expect(row).to_contain_text("Waiting")
        Import.objects.filter(pk=running.pk).update(state="cancelled")
        expect(row).to_contain_text("Cancelled")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_new_jobs_are_paused_and_taken_again_by_keys_alone(page, live_server, project, bob):
    asked = {"project": project, "kind": "csv", "size_bytes": 1, "created_by": bob, "file": "x"}
    for name, state in (("labels.csv", "queued"), ("more.csv", "running")):
        Import.objects.create(original_name=name, **asked | {"state": state})
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/jobs/")
        page.get_by_role("button", name="Pause new jobs").press("Enter")
        expect(page.get_by_role("status").filter(has_text="New jobs are paused since")).to_be_visible()
        expect(page.get_by_text("For the end of the pause")).to_be_visible()
        assert violations_in_both_themes(page) == []
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name="Take new jobs").press("Enter")
        expect(page.get_by_text("New jobs are paused")).to_have_count(0)
        expect(page.get_by_role("button", name="Pause new jobs")).to_be_visible()
