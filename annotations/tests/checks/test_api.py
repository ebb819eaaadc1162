"""Sample checks by program."""

import pytest

pytestmark = pytest.mark.django_db

CHECKS = "projects/wardrobe/checks/"


@pytest.fixture
def labeled(photos, dress, answer, alice):
    made = photos(3)
    answer(made, "labeled", dress, by=alice)
    return made


def test_a_check_is_drawn_judged_and_kept(api, alice, labeled):
    program = api(alice)
    made = program.post(CHECKS, {"size": 2, "seed": 7}, format="json")
    assert made.status_code == 201
    check = made.json()
    assert (check["size"], check["population"], check["seed"], check["wrong"]) == (2, 3, 7, None)
    judgements = [{"asset": item["asset"], "right": at == 0} for at, item in enumerate(check["items"])]
    done = program.post(f"{CHECKS}{check['id']}/judgements/", {"judgements": judgements}, format="json").json()
    assert (done["wrong"], round(done["upper_bound"], 4)) == (1, 0.9747)
    assert [each["id"] for each in program.get(CHECKS).json()["results"]] == [check["id"]]
    back = program.post(f"{CHECKS}{check['id']}/send-back/").json()
    assert (back["changed"], back["changed_meanwhile"]) == (1, 0)


@pytest.mark.parametrize(
    ("body", "field"),
    [({"size": 0}, "size"), ({"size": 1001}, "size"), ({"statuses": ["skipped"]}, "statuses"), ({"seed": -1}, "seed")],
)
def test_a_check_that_cannot_be_is_refused_with_the_field(api, alice, labeled, body, field):
    answer = api(alice).post(CHECKS, body, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]


def test_a_judgement_of_an_image_that_was_not_drawn_is_refused(api, alice, labeled):
    check = api(alice).post(CHECKS, {"size": 1}, format="json").json()
    answer = api(alice).post(
        f"{CHECKS}{check['id']}/judgements/", {"judgements": [{"asset": 0, "right": True}]}, format="json"
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "not_drawn")


def test_nobody_judges_in_another_ones_check(api, alice, mallory, labeled):
    check = api(alice).post(CHECKS, {}, format="json").json()
    judgements = [{"asset": check["items"][0]["asset"], "right": True}]
    answer = api(mallory).post(f"{CHECKS}{check['id']}/judgements/", {"judgements": judgements}, format="json")
    assert answer.json()["error"]["code"] == "not_yours"
