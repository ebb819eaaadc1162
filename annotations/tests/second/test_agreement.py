"""Agreement by pair of people and by class, as the API and the page tell it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.labeling import comparing
from annotations.proportions import proportion_interval
from annotations.second.agreement import agreement
from annotations.statistics.agreement import kappa
from projects import lifecycle
from tests.support.cast import give_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def compared(send, twice, photos, alice, carol, dave, dress, hat):
    """Alice said dress, dress, dress, hat, hat and skipped one; the second person said otherwise of two of them. What
    Carol said first, Alice said, too."""
    many = photos(8)
    firsts = [dress, dress, dress, hat, hat, None]
    seconds = [dress, dress, hat, hat, hat, dress]
    for photo, first, second in zip(many, firsts, seconds, strict=False):
        give_answer(photo, "labeled" if first else "skipped", *([first] if first else []), by=alice)
        send(carol if photo in many[:4] else dave, photo, "labeled", second)
    give_answer(many[6], "labeled", hat, by=carol)
    send(alice, many[6], "labeled", hat)
    give_answer(many[7], "labeled", hat, by=alice)
    comparing.sweep(timezone.now() + timedelta(minutes=11))
    send(carol, many[7], "labeled", hat)
    return many


TABLE = {((1,), (1,)): 2, ((1,), (2,)): 1, ((2,), (2,)): 3, ((), (1,)): 1}


def test_who_said_what_is_counted(compared, twice):
    found = agreement(twice)
    assert found.table == TABLE
    assert found.waiting == 1
    assert (found.measure.of, found.measure.same, found.measure.share) == (7, 5, 5 / 7)
    assert found.measure.kappa == kappa(TABLE)
    assert found.measure.share_interval == proportion_interval(5, 7)


def test_two_people_are_one_pair_whoever_came_first(compared, twice):
    found = agreement(twice)
    assert [(pair.one, pair.other, pair.measure.of, pair.measure.same) for pair in found.pairs] == [
        ("alice", "carol", 5, 4),
        ("alice", "dave", 2, 1),
    ]


def test_a_class_is_counted_against_the_rest(compared, twice):
    dress, hat = agreement(twice).classes
    assert (dress.category_id, dress.measure.of, dress.measure.same) == (1, 4, 2)
    assert (hat.category_id, hat.measure.of, hat.measure.same) == (2, 4, 3)
    assert dress.measure.kappa == kappa({(True, True): 2, (True, False): 1, (False, True): 1, (False, False): 3})


def test_the_api_tells_it_to_reviewers(api, compared, bob, carol):
    told = api(bob).get("projects/wardrobe/agreement/").json()
    assert (told["measure"]["of"], told["waiting"], len(told["pairs"]), len(told["classes"])) == (7, 1, 2, 2)
    assert {(tuple(each["first"]), tuple(each["second"])): each["count"] for each in told["table"]} == TABLE
    assert api(carol).get("projects/wardrobe/agreement/").status_code == 403


def test_the_api_lists_second_answers_to_reviewers(api, compared, bob, carol):
    listed = api(bob).get("projects/wardrobe/second-answers/", {"kind": "second"}).json()["results"]
    assert len(listed) == 8
    assert {
        name: listed[-6][name] for name in ("asset", "kind", "by", "first_by", "status", "category_ids", "agrees")
    } == {
        "asset": compared[5].pk,
        "kind": "second",
        "by": "dave",
        "first_by": "alice",
        "status": "labeled",
        "category_ids": [1],
        "agrees": False,
    }
    assert listed[-6]["first"] == {"status": "skipped", "category_ids": []}
    assert api(bob).get("projects/wardrobe/second-answers/", {"kind": "x"}).status_code == 400
    assert api(carol).get("projects/wardrobe/second-answers/").status_code == 403


def test_a_reviewer_sees_both_answers_of_one_image(api, client, compared, bob):
    told = api(bob).get(f"projects/wardrobe/assets/{compared[2].pk}/").json()
    assert (told["status"], told["category_ids"]) == ("needs_review", [1])
    (second,) = told["second_answers"]
    assert (second["by"], second["category_ids"], second["agrees"]) == ("carol", [2], False)
    client.force_login(bob)
    page = client.get(f"/projects/wardrobe/assets/{compared[2].pk}/").content.decode()
    assert "Differs from the first answer, by alice" in page
    cells = client.get("/projects/wardrobe/review/?status=all&issue=second").content.decode()
    assert '<span class="second-said"><b>carol</b> Hat</span>' in cells
    assert cells.count('class="second-said"') == 2


def test_the_issue_is_counted_for_reviewers(client, compared, bob):
    client.force_login(bob)
    page = client.get("/projects/wardrobe/review/?part=counts").content.decode()
    assert "Two people, different answers<b>2</b>" in page
    assert "2 images got different answers" in client.get("/projects/wardrobe/?part=numbers").content.decode()


@pytest.mark.parametrize("gold_share", [0, 50])
def test_what_is_open_is_shown_with_both_answers_when_nobody_is_asked_any_more(
    api, client, compared, twice, bob, carol, gold_share
):
    """And to those who review alone."""
    lifecycle.change(twice, second_share=0, gold_share=gold_share)
    open_ones = api(bob).get("projects/wardrobe/assets/", {"issue": "second"}).json()["results"]
    assert len(open_ones) == 2
    pages = {
        "review/?status=all&issue=second": ('<span class="second-said"><b>carol</b> Hat</span>', "second-said"),
        "review/?part=counts": ("Two people, different answers<b>2</b>", "Two people, different answers"),
        "?part=numbers": ("2 images got different answers", "different answers"),
        f"assets/{compared[2].pk}/": ("Differs from the first answer, by alice", "Labeled again"),
    }
    client.force_login(bob)
    for page, (told, _) in pages.items():
        assert told in client.get(f"/projects/wardrobe/{page}").content.decode(), page
    client.force_login(carol)
    for page, (_, hidden) in pages.items():
        assert hidden not in client.get(f"/projects/wardrobe/{page}").content.decode(), page
    facts = api(carol).get(f"projects/wardrobe/assets/{compared[2].pk}/").json()
    assert facts["second_answers"] == []


def test_what_is_settled_goes_from_the_list_when_nobody_is_asked_any_more(client, compared, twice, bob):
    lifecycle.change(twice, second_share=0)
    for photo in compared:
        photo.refresh_from_db()
        if photo.status != "skipped":
            give_answer(photo, "approved", by=bob)
    client.force_login(bob)
    assert (
        "Two people, different answers<b>1</b>" in client.get("/projects/wardrobe/review/?part=counts").content.decode()
    )


def test_the_page_tells_it(client, compared, bob, carol):
    client.force_login(bob)
    page = client.get("/projects/wardrobe/agreement/").content.decode()
    assert "71%" in page
    assert "alice and carol" in page
    assert "1 second answer can still be taken back" in page
    client.force_login(carol)
    assert client.get("/projects/wardrobe/agreement/").status_code == 403


def test_the_page_says_how_it_is_switched_on(client, twice, bob):
    client.force_login(bob)
    assert "No picture has two answers yet" in client.get("/projects/wardrobe/agreement/").content.decode()
    lifecycle.change(twice, second_share=0)
    page = client.get("/projects/wardrobe/agreement/").content.decode()
    assert "Ask for second answers" in page
    assert "/projects/wardrobe/settings/#h-again" in page


def test_it_takes_as_many_queries_for_many_pairs_as_for_few(compared, twice, django_assert_num_queries):
    with django_assert_num_queries(3):
        agreement(twice)


def test_a_bulk_action_on_what_differs_leaves_what_was_settled_meanwhile(api, compared, bob):
    seen = api(bob).get("projects/wardrobe/assets/", {"issue": "second"}).json()
    compared[2].refresh_from_db()
    give_answer(compared[2], "approved", by=bob)
    filters = {"issue": "second", "status": "needs_review"}
    body = {"filter": filters, "max_id": seen["max_id"], "as_of": seen["as_of"], "status": "approved"}
    told = api(bob).post("projects/wardrobe/bulk/", body).json()
    assert (told["changed"], told["changed_meanwhile"]) == (0, 1)
