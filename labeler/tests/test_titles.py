"""Every page in a browser's tabs and history: a title of its own, and the sign of the product."""

import re

import pytest

from tests.support.every_call import Call, World, address, routes

pytestmark = pytest.mark.django_db

# Those show another page's document, or answer with no page of their own.
SAME = {"admin/logout/"}


@pytest.fixture
def documents(bob):
    """Of each address that is a page: what a superuser is shown."""
    world = World(bob, slugs=("wardrobe",))
    found = {}
    for route in sorted(set(routes()) - SAME):
        if route.startswith("api/v1/") and "docs" not in route:
            continue
        answer = world.answer(Call("GET", route, address(route, world.projects["wardrobe"]), is_open=True), "superuser")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[route] = answer.content.decode()
    return found


def title_of(document):
    return re.sub(r"\s+", " ", re.search(r"<title>(.*?)</title>", document, re.DOTALL)[1]).strip()


def test_every_page_has_the_sign_of_the_product_and_a_title_of_its_own(documents):
    sign = re.compile(r'<link rel="(?:shortcut )?icon"[^>]*href="[^"]*mark\.svg"')
    assert [route for route, document in documents.items() if not sign.search(document)] == []
    titles = {route: title_of(document) for route, document in documents.items()}
    assert len(titles) > 20
    assert {route: title for route, title in titles.items() if not re.fullmatch(r"\S.* · Labeler", title)} == {}
    of_a_project = {route: title for route, title in titles.items() if "<slug:slug>" in route}
    assert {route: title for route, title in of_a_project.items() if "Wardrobe · Labeler" not in title} == {}
    named = sorted(titles.values())
    assert [title for title in named if named.count(title) > 1] == []


def test_a_browser_that_asks_for_a_sign_by_its_old_name_is_led_to_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/labeler/mark.svg")


@pytest.mark.parametrize(
    ("where", "title", "places"),
    [
        ("/nothing/", "This page does not exist · Labeler", ["/"]),
        ("/projects/none/", "There is no such project · Labeler", ["/"]),
        ("{}nothing/", "This page does not exist · Wardrobe · Labeler", ["{}label/", "{}"]),
        ("{}assets/99/", "This image is no longer here · Wardrobe · Labeler", ["{}label/", "{}assets/"]),
        ("{}versions/99/", "There is no such version · Wardrobe · Labeler", ["{}label/", "{}versions/"]),
        ("{}checks/99/", "There is no such sample check · Wardrobe · Labeler", ["{}label/", "{}checks/"]),
        ("/admin/nothing/", "This page does not exist · Labeler", ["/", "/admin/"]),
    ],
)
def test_what_is_missing_is_named_and_the_next_useful_place_offered(client, bob, project, where, title, places):
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    of_project = "/projects/wardrobe/"
    answer = client.get(where.format(of_project))
    page = answer.content.decode()
    assert (answer.status_code, title_of(page)) == (404, title)
    assert re.findall(r'<a class="btn[^"]*" href="([^"]+)"', page) == [place.format(of_project) for place in places]


def test_staff_who_lack_a_right_in_the_admin_are_told_who_gives_it(client, django_user_model):
    dave = django_user_model.objects.create_user("dave", password="correct horse dave", is_staff=True)
    client.force_login(dave, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/admin/projects/project/")
    page = answer.content.decode()
    assert (answer.status_code, title_of(page)) == (403, "You cannot open this page · Labeler")
    assert "Whoever is superuser can give you the right." in page
    assert 'href="/admin/">Back to Admin' in page
