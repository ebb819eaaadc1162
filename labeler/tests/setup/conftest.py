"""A manager who is no staff, and the categories that the settings are tried with."""

import pytest
from django.contrib.auth.models import Group

from projects import categories
from tests.support.browser import at_work

TWELVE = ["Coat", "Jacket", "Vest", "Padded", "Quilted", "Down", "Hood", "Trim", "Zip", "Buttons", "Pockets", "Logo"]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture
def carol(db, django_user_model):
    """She manages projects, and is no staff."""
    carol = django_user_model.objects.create_user("carol", password="correct horse carol")
    carol.groups.add(Group.objects.get_or_create(name="manager")[0])
    return carol


@pytest.fixture
def twelve(project):
    return categories.add_all(project, [categories.New(name, description=f"A {name}.") for name in TWELVE])


@pytest.fixture
def settings_page(page, live_server, carol, project):
    """Open a tab of the settings as Carol, in a small window: `settings_page("categories/")`."""
    with at_work(page, live_server, carol):

        def open_it(tab=""):
            page.set_viewport_size({"width": 1280, "height": 720})
            page.goto(f"{live_server.url}/projects/wardrobe/settings/{tab}")
            return page

        yield open_it
