"""What review narrows by: days of the last answer, issues, looks. And all that match, as it was when it was asked."""

from datetime import UTC, datetime

import pytest

from annotations.models import AnnotationEvent
from assets.formats import NO_DHASH
from assets.models import Asset
from projects import categories, lifecycle
from tests.support.cast import make_photo

pytestmark = pytest.mark.django_db

ASSETS = "projects/wardrobe/assets/"
BULK = "projects/wardrobe/bulk/"


@pytest.fixture
def found(api, alice):
    """The numbers of what a list with these parameters holds, oldest first unless told otherwise."""

    def ask(**query):
        answer = api(alice).get(ASSETS, {"sort": "oldest"} | query)
        assert answer.status_code == 200, answer.json()
        return [asset["id"] for asset in answer.json()["results"]]

    return ask


@pytest.fixture
def answered(project, alice, bob):
    """An image with answers at these moments (UTC): `answered("2026-11-20 23:30")`."""
    seeds = iter(range(900, 999))

    def make(*moments):
        asset = make_photo(project, by=bob, seed=next(seeds))
        for revision, moment in enumerate(moments, start=1):
            AnnotationEvent.objects.create(
                asset=asset, actor=alice, at=datetime.fromisoformat(moment).replace(tzinfo=UTC), revision=revision,
                op_id=f"{asset.pk}-{revision}", from_status="unlabeled", to_status="skipped",
                from_category_ids=[], to_category_ids=[],
            )  # fmt: skip
        Asset.objects.filter(pk=asset.pk).update(status="skipped", revision=len(moments))
        return asset.pk

    return make


def looks(project, by, **hashes):
    """Images by name with the hash of how they look; None is one from before hashes."""
    return {
        name: Asset.objects.create(
            project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
            original_name=name, sort_name=name, uploaded_by=by, dhash=NO_DHASH if dhash is None else dhash,
        )
        for number, (name, dhash) in enumerate(hashes.items())
    }  # fmt: skip


# --- days -----------------------------------------------------------------------------------------------------------


def test_days_are_those_of_the_last_answer(found, answered, photo):
    early, late = answered("2026-11-18 10:00"), answered("2026-11-18 10:00", "2026-11-20 10:00")
    assert found(**{"from": "2026-11-18", "to": "2026-11-19"}) == [early]
    assert found(**{"from": "2026-11-19"}) == [late]
    assert found(to="2026-11-20") == [early, late]
    assert found(to="2026-11-17") == []
    assert found(**{"from": "2026-11-21"}) == []


def test_days_begin_and_end_by_the_time_zone_of_the_installation(found, answered, settings):
    settings.TIME_ZONE = "Pacific/Auckland"  # 13 hours before UTC in November
    before, first, last, after = map(
        answered, ["2026-11-19 10:59", "2026-11-19 11:00", "2026-11-20 10:59", "2026-11-20 11:00"]
    )
    assert found(**{"from": "2026-11-20", "to": "2026-11-20"}) == [first, last]
    assert found(to="2026-11-19") == [before]
    assert found(**{"from": "2026-11-21"}) == [after]


@pytest.mark.parametrize("day", ["yesterday", "20.11.2026", "11/20/2026", "1969-12-31", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("name", ["from", "to"])
def test_what_is_no_day_is_refused_by_name(api, alice, project, name, day):
    answer = api(alice).get(ASSETS, {name: day})
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [name]


# --- issues ---------------------------------------------------------------------------------------------------------


def test_images_of_a_retired_category_are_found(found, photos, answer, alice, dress, hat):
    made = photos(3)
    answer(made[0], "labeled", dress, by=alice)
    answer(made[1], "approved", hat, by=alice)
    assert found(issue="retired") == []
    categories.retire(hat)
    assert found(issue="retired") == [made[1].pk]


def test_the_same_picture_with_different_labels_is_found(found, project, bob, answer, alice, dress, hat):
    made = looks(
        project, bob, one=5, two=5, bare=5, alike=-8, alike_too=-8, alone=9, older=None, older_too=None
    )  # fmt: skip
    for name, label in {"one": dress, "alike": hat, "alike_too": hat, "alone": hat, "older": dress}.items():
        answer(made[name], "labeled", label, by=alice)
    answer(made["two"], "approved", hat, by=alice)
    answer(made["older_too"], "labeled", hat, by=alice)
    # The one without a label contradicts nobody, and what is not known is equal to nothing.
    assert found(issue="disagree") == [made["one"].pk, made["two"].pk]
    assert found(issue="disagree", status="approved") == [made["two"].pk]
    assert found(issue="disagree", category=1) == [made["one"].pk]


def test_other_projects_contradict_nobody(found, project, bob, answer, alice, dress):
    garage = lifecycle.create("Garage", by=bob)
    bike = categories.add(garage, "Bike")
    mine, theirs = looks(project, bob, one=5)["one"], looks(garage, bob, two=5)["two"]
    answer(mine, "labeled", dress, by=alice)
    answer(theirs, "labeled", bike, by=alice)
    assert found(issue="disagree") == []


def test_an_issue_that_does_not_exist_is_refused(api, alice, project):
    assert list(api(alice).get(ASSETS, {"issue": "x"}).json()["error"]["fields"]) == ["issue"]


# --- looks ----------------------------------------------------------------------------------------------------------


def test_those_that_look_the_same_stand_together_and_the_unknown_last(found, api, alice, project, bob):
    made = looks(
        project, bob, a=7, b=None, c=-3, d=7, e=None, f=2**63 - 2, g=-(2**63), h=-3
    )  # fmt: skip
    expected = [made[name].pk for name in "gchadfbe"]
    assert found(sort="similar") == expected
    seen, address = [], f"{ASSETS}?sort=similar&limit=3"
    while address:
        page = api(alice).get(address).json()
        seen += [asset["id"] for asset in page["results"]]
        address = page["next"]
    assert seen == expected
    assert [asset["id"] for asset in api(alice).get(page["previous"]).json()["results"]] == expected[3:6]


# --- all that match -------------------------------------------------------------------------------------------------


@pytest.fixture
def act(api, alice):
    """Change all that match this, as seen in a list of it just before `meanwhile`."""

    def approve(query, meanwhile):
        seen = api(alice).get(ASSETS, query | {"limit": 1}).json()
        meanwhile()
        body = {"filter": query, "max_id": seen["max_id"], "as_of": seen["as_of"], "status": "approved"}
        answer = api(alice).post(BULK, body, format="json")
        assert answer.status_code == 200, answer.json()
        outcome = answer.json()
        return outcome["changed"], outcome["changed_meanwhile"], outcome["refused"]

    return approve


@pytest.mark.parametrize(
    "query",
    [
        {"status": "labeled", "category": "1"},
        {"status": "in_review", "labeler": "alice"},
        {"from": "2020-01-01", "to": "2999-01-01", "status": "labeled"},
        {"issue": "retired", "status": "labeled"},
        {"issue": "disagree", "status": "labeled"},
    ],
    ids="+".join,
)
def test_what_comes_or_changes_later_is_not_swept_in(act, project, bob, answer, alice, dress, hat, query):
    made = looks(project, bob, one=5, two=5, three=5, changed=5)
    for name in ("one", "two", "three", "changed"):
        answer(made[name], "labeled", hat if name == "three" else dress, by=alice)
    expected = {made["one"].pk, made["two"].pk} | ({made["three"].pk} if "category" not in query else set())
    if query.get("issue") == "retired":
        categories.retire(dress)
        expected = {made["one"].pk, made["two"].pk}

    def meanwhile():
        answer(made["changed"], "needs_review", by=alice)
        late = make_photo(project, by=bob, seed=77)
        answer(late, "labeled", hat, by=alice)
        answer(made["changed"], "labeled", by=alice)

    changed, left_alone, refused = act(query, meanwhile)
    assert set(Asset.objects.filter(status="approved").values_list("pk", flat=True)) == expected
    assert (changed, refused) == (len(expected), 0)
    assert left_alone == 1


def test_an_image_that_is_brought_in_later_makes_no_older_one_match(act, project, bob, answer, alice, dress, hat):
    made = looks(project, bob, one=5, two=5, three=6)
    answer(made["one"], "labeled", dress, by=alice)
    answer(made["two"], "labeled", hat, by=alice)
    answer(made["three"], "labeled", hat, by=alice)

    def meanwhile():
        later = Asset.objects.create(
            project=project, sha256="f" * 64, file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
            original_name="later", sort_name="later", uploaded_by=bob, dhash=6,
        )  # fmt: skip
        answer(later, "labeled", dress, by=alice)

    assert act({"issue": "disagree"}, meanwhile) == (2, 0, 0)
