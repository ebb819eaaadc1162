"""Alice labels, Carol labels a second time, Bob reviews; Dave labels, too."""

from itertools import count

import pytest

from projects import lifecycle, members
from tests.support.cast import give_answer


@pytest.fixture
def people(django_user_model):
    return {name: django_user_model.objects.create_user(name) for name in ("carol", "dave")}


@pytest.fixture
def carol(people):
    return people["carol"]


@pytest.fixture
def dave(people):
    return people["dave"]


@pytest.fixture
def twice(project, alice, people, hat):
    """A project whose pictures are all labeled by a second person."""
    for person in (alice, *people.values()):
        members.put(project, person, "labeler")
    lifecycle.change(project, closed=True, second_share=100)
    project.refresh_from_db()
    return project


@pytest.fixture
def labeled(twice, alice, photo, dress):
    """A photo that Alice called a dress."""
    give_answer(photo, "labeled", dress, by=alice)
    return photo


_numbers = count()


@pytest.fixture
def send(api, twice):
    """Send one operation as somebody; the whole result."""

    def send(who, asset, status, *labels, op_id=None, **more):
        operation = {"op_id": op_id or f"second-{next(_numbers)}", "asset": asset.pk, "base_revision": 0} | more
        operation |= {"status": status, "category_ids": [label.public_id for label in labels]}
        told = api(who).post("projects/wardrobe/answers/", {"operations": [operation]})
        assert told.status_code == 200, told.json()
        return told.json()["results"][0]

    return send
