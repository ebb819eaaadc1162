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
    assert (done["wrong"], round(done["upper_bound"], 4)) == (1, 0.6667)
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


@pytest.fixture
def check(api, bob, labeled):
    """Bob's, of all three labels."""
    return api(bob).post(CHECKS, {"seed": 7}, format="json").json()


def verdicts(check, wrong=0):
    """The first `wrong` of them are wrong."""
    return {"judgements": [{"asset": item["asset"], "right": at >= wrong} for at, item in enumerate(check["items"])]}


def test_a_second_reviewer_judges_the_same_labels_and_both_are_compared(api, alice, bob, check):
    address = f"{CHECKS}{check['id']}/"
    api(bob).post(f"{address}judgements/", verdicts(check, wrong=1))
    program = api(alice)
    begun = program.post(f"{address}second/")
    assert begun.status_code == 201
    assert begun.json()["items"] == check["items"]
    assert program.get(f"{address}second/").json() == begun.json()
    done = program.post(f"{address}second/judgements/", verdicts(check, wrong=2)).json()
    assert (done["check"], done["created_by"], done["wrong"], done["upper_bound"]) == (check["id"], "alice", 2, 2 / 3)
    (told,) = program.get(f"{address}agreement/").json()["results"]
    assert {cell["images"] for cell in told["table"] if cell["first"] != cell["second"]} == {0, 1}
    assert (told["agreement"], told["kappa"]) == (2 / 3, pytest.approx(0.4))
    assert told["agreement_interval"][0] < told["agreement"] < told["agreement_interval"][1]
    assert told["kappa_interval"][0] < told["kappa"] < told["kappa_interval"][1]
    assert told["apart"] == [
        {"asset": check["items"][1]["asset"], "category_id": 1, "first": True, "second": False},
    ]


def test_the_second_sees_no_verdict_by_any_call_until_theirs_are_given(api, alice, bob, check):
    address = f"{CHECKS}{check['id']}/"
    api(bob).post(f"{address}judgements/", {"judgements": verdicts(check, wrong=3)["judgements"][:2]})
    program = api(alice)
    assert program.get(address).json()["items"] == check["items"]
    begun = program.post(f"{address}second/").json()
    api(bob).post(f"{address}judgements/", verdicts(check, wrong=3))
    assert begun["items"] == check["items"]
    assert program.get(address).json()["items"] == check["items"]
    refusal = program.get(f"{address}agreement/")
    assert (refusal.status_code, refusal.json()["error"]["code"]) == (400, "not_finished")
    program.post(f"{address}second/judgements/", verdicts(check))
    assert {item["right"] for item in program.get(address).json()["items"]} == {False}


def test_who_has_begun_nothing_has_nothing(api, alice, bob, check):
    assert api(alice).get(f"{CHECKS}{check['id']}/second/").status_code == 404
    own = api(bob).post(f"{CHECKS}{check['id']}/second/")
    assert (own.status_code, own.json()["error"]["code"]) == (400, "own_check")
