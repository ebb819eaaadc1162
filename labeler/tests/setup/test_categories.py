"""Settings, Categories: who sees the page, and what it asks of the database."""

import pytest

from projects import categories, lifecycle, members

pytestmark = pytest.mark.django_db

PAGE = "/projects/wardrobe/settings/categories/"


@pytest.mark.parametrize("page", [PAGE, "/projects/wardrobe/settings/"])
def test_managers_see_it_staff_or_not_and_nobody_else(client, twelve, project, alice, bob, carol, mallory, page):
    for user, status in ((carol, 200), (bob, 200), (alice, 403)):
        client.force_login(user)
        assert client.get(page).status_code == status
    lifecycle.change(project, closed=True)
    members.put(project, alice, "manager")
    for user, status in ((alice, 200), (carol, 404), (mallory, 404)):
        client.force_login(user)
        assert client.get(page).status_code == status


def test_a_manager_who_is_no_staff_can_do_all_of_it(api, twelve, project, carol):
    calls = api(carol)
    at = "projects/wardrobe/categories/"
    statuses = [
        calls.post(at, {"name": "Scarf"}).status_code,
        calls.post(f"{at}list/", {"categories": [{"name": "Glove"}]}).status_code,
        calls.patch(f"{at}1/", {"name": "Overcoat", "color": "#abcdef", "description": "x"}).status_code,
        calls.delete(f"{at}1/").status_code,
        calls.post(f"{at}1/restore/").status_code,
        calls.post(f"{at}reorder/", {"ids": list(range(14, 0, -1))}).status_code,
    ]
    assert statuses == [201, 201, 200, 200, 200, 200]


def test_it_asks_as_much_of_the_database_for_many_categories_as_for_one(
    client, carol, project, django_assert_num_queries, django_assert_max_num_queries
):
    categories.add(project, "Dress")
    client.force_login(carol)
    client.get(PAGE)
    with django_assert_max_num_queries(14) as few:
        client.get(PAGE)
    categories.add_all(project, [categories.New(f"Class {number}") for number in range(60)])
    for category in project.categories.all()[:20]:
        categories.retire(category)
    with django_assert_num_queries(len(few)):
        client.get(PAGE)


def test_each_row_stands_once_with_its_id_and_key(client, carol, project, twelve):
    categories.retire(twelve[2])
    client.force_login(carol)
    page = client.get(f"{PAGE}?part=list").content.decode()
    assert [page.count(f'data-id="{number}"') for number in range(1, 13)] == [1] * 12
    assert "Keeps id 3, stays in every export." in page
    assert "<html" not in page
