"""The folder that an image came from: told, searched, filtered, and usable as labels."""

import pytest

from annotations.browse import folders
from annotations.browse.filters import bounds
from annotations.labeling import as_of, bulk
from assets.images import ingest
from projects import lifecycle
from tests.support.cast import picture

pytestmark = pytest.mark.django_db
ASSETS = "projects/wardrobe/assets/"


@pytest.fixture
def shelves(project, bob):
    """Images by folder: `shelves["a/b"]`."""
    names = ["", "a", "a/b", "a.x", "ab", "A", "Été/b"]
    return {
        folder: ingest.add_image(
            project, content=picture(seed), original_name=f"{seed}.png", by=bob, folder=folder
        ).asset.pk
        for seed, folder in enumerate(names)
    }


def found(program, **query):
    return [asset["id"] for asset in program.get(ASSETS, query | {"sort": "oldest"}).json()["results"]]


def test_an_image_tells_its_folder(shelves, api, alice):
    assert api(alice).get(f"{ASSETS}{shelves['a/b']}/").json()["folder"] == "a/b"


def test_a_filter_takes_a_folder_and_what_lies_in_it(shelves, api, alice):
    program = api(alice)
    assert found(program, folder="a") == [shelves["a"], shelves["a/b"]]
    assert found(program, folder="a/b") == [shelves["a/b"]]
    assert found(program, folder="A") == [shelves["A"]]
    assert found(program, folder="nothing") == []
    assert found(program, folder="a", search="1") == [shelves["a"]]


def test_the_search_looks_at_folders_whatever_their_case(shelves, api, alice):
    program = api(alice)
    assert found(program, search="éTÉ") == [shelves["Été/b"]]
    assert found(program, search="A/b") == [shelves["a/b"]]
    assert found(program, search="2.png") == [shelves["a/b"]]


def test_the_menu_has_each_folder_once_and_those_they_lie_in(shelves, project, bob, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert folders.of(project) == ["A", "a", "a/b", "a.x", "ab", "Été", "Été/b"]
    assert folders.of(project, "chosen/x")[-3:] != folders.of(project)[-3:]
    assert folders.of(lifecycle.create("Attic", by=bob)) == []


def test_all_of_a_folder_get_a_label_in_one_action(shelves, project, dress, alice):
    seen = bounds(project)
    outcome = bulk.set_matching(project, {"folder": "a"}, **seen, status="labeled", category_ids=[1], by=alice)
    assert outcome.changed == 2
    labeled = project.assets.with_status("labeled").order_by("pk").values_list("pk", flat=True)
    assert list(labeled) == [shelves["a"], shelves["a/b"]]
    assert as_of.matched_then(project, {"folder": "a", "status": "unlabeled"}, **seen) == set(labeled)


def test_pages_offer_the_folders_where_there_are_any(shelves, client, alice, bob):
    client.force_login(alice)
    grid = client.get("/projects/wardrobe/assets/?folder=a").content.decode()
    assert '<option value="a" selected>a</option>' in grid
    assert grid.count('class="tile"') == 2
    image = client.get(f"/projects/wardrobe/assets/{shelves['a/b']}/").content.decode()
    assert 'href="/projects/wardrobe/assets/?folder=a%2Fb">a/b</a>' in image
    review = client.get("/projects/wardrobe/review/?status=all&folder=a").content.decode()
    assert '<option value="a" selected>a</option>' in review
    lifecycle.create("Attic", by=bob)
    assert 'name="folder"' not in client.get("/projects/attic/assets/").content.decode()
