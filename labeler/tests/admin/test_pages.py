"""The pages of the admin are pages of the product: its look, its words, a title and a label everywhere."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission

from labeler.tests.admin.walk import fill, opened
from projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(django_user_model):
    """She is staff, with every permission that there is and without being a superuser."""
    carol = django_user_model.objects.create_user("carol", password="correct horse carol", is_staff=True)
    carol.user_permissions.set(Permission.objects.all())
    return carol


@pytest.fixture
def viewer(django_user_model):
    """He is staff, and may view all and change nothing."""
    viewer = django_user_model.objects.create_user("viewer", password="correct horse viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return viewer


@pytest.fixture(autouse=True)
def filled(project, alice, bob):
    fill(project, alice, bob)


class Fields(HTMLParser):
    """The fields of a document, and what names them."""

    NAMED_BY_THEMSELVES = {"hidden", "submit", "button"}

    def __init__(self, document):
        super().__init__()
        self.fields, self.labels, self.within, self.ids = [], set(), 0, set()
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids.add(told.get("id"))
        if tag == "label":
            self.within += 1
            self.labels.add(told.get("for"))
        if tag in ("input", "select", "textarea") and told.get("type") not in self.NAMED_BY_THEMSELVES:
            self.fields.append(told | {"within": self.within > 0})

    def handle_endtag(self, tag):
        self.within -= tag == "label"

    def unnamed(self):
        return [
            told.get("name")
            for told in self.fields
            if not (told.get("aria-label") or told["within"] or told.get("id") in self.labels)
            # Filled in for programs that keep passwords; nobody sees it.
            and not (told.get("name") == "username" and told.get("class") == "hidden")
        ]


@pytest.mark.parametrize("who", ["bob", "carol", "viewer"])
def test_every_field_has_a_name(request, client, who):
    documents = opened(client, request.getfixturevalue(who))
    assert len(documents) > len(admin.site._registry)
    found = {where: Fields(document) for where, document in documents.items()}
    assert {where: fields.unnamed() for where, fields in found.items() if fields.unnamed()} == {}
    if who != "viewer":
        assert sum(len(fields.fields) for fields in found.values()) > 100


@pytest.mark.parametrize("who", ["bob", "carol", "viewer"])
def test_every_page_has_a_title_of_its_own_that_ends_in_the_product(request, client, who):
    documents = opened(client, request.getfixturevalue(who))
    titles = {where: title_of(document) for where, document in documents.items()}
    assert [title for title in titles.values() if not title.endswith("Labeler") or title == "Labeler"] == []
    assert len(set(titles.values())) == len(titles), titles


def title_of(document):
    return re.sub(r"\s+", " ", re.search(r"<title>(.*?)</title>", document, re.DOTALL)[1]).strip()


def test_every_page_leads_back_to_the_product_and_has_no_theme_of_its_own(client, bob):
    for where, document in opened(client, bob).items():
        assert 'class="brand" href="/"' in document, where
        for other in ("theme.js", "theme-toggle", "dark_mode.css", "admin/css/base.css", "nav_sidebar"):
            assert other not in document, where


# What Django would say, and the product does not.
NOT_OUR_WORDS = ("Please", "please correct", "successfully", "Django", "site administration", "Authentication and")


def test_no_page_speaks_as_django_does(client, bob):
    documents = opened(client, bob)
    assert [(where, words) for where in documents for words in NOT_OUR_WORDS if words in documents[where]] == []


def test_what_is_saved_is_told_in_plain_words(client, bob, project):
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/admin/auth/group/add/", {"name": "helpers", "_continue": "1"}, follow=True).content.decode()
    assert re.search(r"The group “.*helpers.*” was added\.", page)
    assert "successfully" not in page
    page = client.post("/admin/auth/group/add/", {"name": ""}).content.decode()
    assert "Nothing was saved. What is wrong stands beside its field." in page
    assert "This field is required." in page


def test_the_lists_are_those_that_people_need_in_an_order_of_their_own(client, bob):
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    listed = client.get("/admin/").context["available_apps"]
    assert [(each["name"], [model["name"] for model in each["models"]]) for each in listed] == [
        ("Projects", ["Projects", "Webhooks"]),
        ("People", ["Users", "Groups", "API tokens", "Audit entries"]),
    ]
    assert title_of(client.get("/admin/auth/").content.decode()) == "Lists: Users, Groups · Admin · Labeler"


def test_staff_without_a_right_see_what_everybody_on_the_staff_may(client, django_user_model):
    dave = django_user_model.objects.create_user("dave", password="correct horse dave", is_staff=True)
    client.force_login(dave, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/").content.decode()
    assert "API tokens" in page
    assert "/admin/projects/" not in page


@pytest.mark.parametrize("row", ["first", "last"])
def test_dates_are_written_as_everywhere(client, bob, row):
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    at = getattr(Project.objects.order_by("pk"), row)().created_at
    assert f"{at.day} {at:%b %Y}, " in client.get("/admin/projects/project/").content.decode()
