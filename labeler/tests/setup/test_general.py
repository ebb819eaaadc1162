"""Settings, General: who sees the page, what it says of a project, and what it asks of the database."""

import re

import pytest

from core.markdown import readable
from projects import lifecycle, members

pytestmark = pytest.mark.django_db

PAGE = "/projects/wardrobe/settings/"


def text_of(client):
    page = client.get(PAGE).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def test_only_managers_find_the_settings_in_the_side_bar(client, project, alice, carol):
    for user, shown in ((carol, True), (alice, False)):
        client.force_login(user)
        assert (f'href="{PAGE}"' in client.get("/projects/wardrobe/").content.decode()) is shown


def test_guidelines_are_shown_as_the_labeling_page_shows_them(client, project, carol):
    lifecycle.change(project, guidelines="\n**Whole** <script>alert(1)</script> garments.")
    client.force_login(carol)
    page = client.get(PAGE).content.decode()
    assert readable("\n**Whole** <script>alert(1)</script> garments.") in page
    # The first line break of a text area is none: what follows is all of the text.
    assert re.search(r"<textarea[^>]*>\n\n\*\*Whole\*\* &lt;script", page)


def test_it_says_who_will_see_the_project_once_it_is_closed(client, project, alice, bob, carol):
    client.force_login(carol)
    assert "you (as its manager from then on), and nobody else is a member yet." in text_of(client)
    members.put(project, alice, "labeler")
    assert "you (as its manager from then on), alice." in text_of(client)
    members.put(project, carol, "manager")
    assert "see it: you, alice." in text_of(client)
    client.force_login(bob)
    assert "see it: you, alice, carol." in text_of(client)


def test_it_says_what_stays(client, project, carol, photo, dress, answer, make_version):
    answer(photo, "approved", dress, by=carol)
    make_version(project, by=carol)
    lifecycle.change(project, license="CC0-1.0")
    client.force_login(carol)
    text = text_of(client)
    assert "Stays, so that links and training code keep working" in text
    assert "One category per image Stays, since answers and versions are made of it." in text
    assert "v1 stays as it is. What you set here is for versions to come." in text
    assert "https://spdx.org/licenses/CC0-1.0" in text


def test_it_asks_as_much_of_the_database_for_many_members_as_for_one(
    client, carol, project, django_user_model, django_assert_num_queries, django_assert_max_num_queries
):
    members.put(project, carol, "manager")
    client.force_login(carol)
    client.get(PAGE)
    with django_assert_max_num_queries(15) as few:
        client.get(PAGE)
    for number in range(20):
        members.put(project, django_user_model.objects.create_user(f"user{number:02}"), "labeler")
    with django_assert_num_queries(len(few)):
        client.get(PAGE)
    assert "user11 and 8 more." in text_of(client)
