"""Labels that somebody else sent back to who gave them."""

import pytest
from django.contrib.auth.models import Group

from annotations.labeling import answers, bulk
from annotations.labeling.as_of import matched_then
from annotations.mending import came_back
from annotations.models import AnnotationEvent
from assets.models import Asset
from projects import lifecycle
from tests.support.cast import ASKING

pytestmark = pytest.mark.django_db

HERE = "projects/wardrobe/"
LABEL = "/projects/wardrobe/label/"


@pytest.fixture
def sent_back(photos, dress, answer, alice, bob):
    """Three images that Alice labeled Dress; the first two Bob sent back as blurry."""
    made = photos(3)
    answer(made, "labeled", dress, by=alice)
    chosen = [(photo.pk, None) for photo in made[:2]]
    bulk.set_selected(made[0].project, chosen, status="needs_review", category_ids=None, reason="blurry", by=bob)
    for photo in made:
        photo.refresh_from_db()
    return made


def waiting(project, who):
    return set(came_back.waiting(project.assets.all(), who.get_username()).values_list("pk", flat=True))


def test_they_came_back_to_who_gave_the_label_and_to_nobody_else(sent_back, project, alice, bob):
    assert waiting(project, alice) == {photo.pk for photo in sent_back[:2]}
    assert waiting(project, bob) == set()
    assert came_back.counts([project], alice) == {project.pk: 2}
    assert came_back.counts([project], bob) == {}
    assert came_back.counts([], alice) == {}


def test_what_was_answered_since_no_longer_waits_and_taken_back_it_does(sent_back, project, hat, answer, alice, bob):
    first, second, _ = sent_back
    answer(first, "labeled", hat, by=alice)
    answer(second, "approved", by=bob)
    assert waiting(project, alice) == set()
    answer(first, "needs_review", first and project.categories.get(name="Dress"), by=alice)  # as undo sends it
    assert waiting(project, alice) == {first.pk}
    answer(first, "needs_review", hat, by=alice)  # another label, and a doubt of one's own
    assert waiting(project, alice) == set()


def test_a_doubt_of_ones_own_is_nothing_that_came_back(photo, dress, answer, alice, project, api):
    answer(photo, "needs_review", dress, by=alice)
    assert waiting(project, alice) == set()
    assert api(alice).get(f"{HERE}assets/{photo.pk}/").json()["sent_back"] is None


def test_lists_of_the_api_tell_who_sent_them_back_and_why_and_are_narrowed_to_them(sent_back, api, alice):
    listed = api(alice).get(f"{HERE}assets/?sort=oldest").json()["results"]
    assert [each["sent_back"] and (each["sent_back"]["by"], each["sent_back"]["reason"]) for each in listed] == [
        ("bob", "blurry"), ("bob", "blurry"), None
    ]  # fmt: skip
    mine = api(alice).get(f"{HERE}assets/?came_back=alice").json()["results"]
    assert {each["id"] for each in mine} == {photo.pk for photo in sent_back[:2]}
    assert api(alice).get(f"{HERE}assets/?came_back=bob").json()["results"] == []


@pytest.mark.parametrize("count", [3, 30])
def test_a_list_takes_one_query_more_where_images_need_review(
    photos, dress, answer, alice, bob, api, count, django_assert_num_queries
):
    made = photos(count)
    answer(made, "labeled", dress, by=alice)
    answer(made, "needs_review", by=bob)
    program = api(alice)
    program.get(f"{HERE}assets/")
    with django_assert_num_queries(9 + ASKING):
        program.get(f"{HERE}assets/")


def test_what_matched_earlier_is_known_later(sent_back, project, hat, answer, alice):
    as_of = AnnotationEvent.objects.order_by("-pk").first().pk
    answer(sent_back[0], "labeled", hat, by=alice)
    left = matched_then(project, {"came_back": "alice"}, max_id=10**9, as_of=as_of)
    assert left == {sent_back[0].pk}
    assert matched_then(project, {"came_back": "bob"}, max_id=10**9, as_of=as_of) == set()


# --- pages ----------------------------------------------------------------------------------------------------------


def test_home_says_how_many_came_back_to_whom(sent_back, client, alice, bob, project):
    client.force_login(alice)
    home = client.get("/").content.decode()
    assert "2 came back</a>" in home
    assert "/projects/wardrobe/label/?filter=came_back" in home
    client.force_login(bob)
    assert "came back" not in client.get("/").content.decode()


def test_home_takes_one_query_more_where_something_needs_review(
    client, alice, photo, dress, answer, django_assert_num_queries
):
    answer(photo, "labeled", dress, by=alice)
    client.force_login(alice)
    client.get("/")
    with django_assert_num_queries(5):
        client.get("/")
    answer(photo, "needs_review", by=alice)
    with django_assert_num_queries(6):
        client.get("/")


def test_the_label_page_counts_them_and_lists_them_alone_with_their_reasons(sent_back, open_page):
    page = open_page(LABEL)
    assert 'href="?filter=came_back">Came back<span class="n">2</span>' in page.content.decode()
    listed = open_page(LABEL, filter="came_back")
    assert [each["id"] for each in listed.data["assets"]] == [photo.pk for photo in sent_back[:2]]
    assert [each["sent_back"]["reason"] for each in listed.data["assets"]] == ["blurry", "blurry"]
    assert 'href="?filter=came_back" aria-current="page">Came back' in listed.content.decode()
    assert listed.data["address"] == f"assets={sent_back[0].pk},{sent_back[1].pk}"


def test_where_nothing_came_back_the_label_page_begins_as_usual(photos, dress, open_page):
    photos(2)
    page = open_page(LABEL, filter="came_back")
    assert (page.status_code, page.data["filter"]) == (200, "unlabeled")
    assert b"Came back" not in page.content


def test_a_labeler_mends_what_came_back(sent_back, project, hat, alice, django_user_model):
    lifecycle.change(project, closed=False)
    alice.groups.add(Group.objects.get_or_create(name="labeler")[0])
    photo = sent_back[0]
    operation = {"op_id": "m", "asset": photo.pk, "base_revision": 2, "status": "labeled", "category_ids": [2]}
    (result,) = answers.set_answers(project, [operation], by=alice, only_own=True)
    assert result.result == "applied"
    assert Asset.objects.get(pk=photo.pk).status == "labeled"
