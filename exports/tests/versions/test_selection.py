"""Which images a version holds, and what is left out (dataset contract, sections 7 and 8)."""

import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from annotations.models import Annotation
from assets.models import Asset
from assets.states import ANSWERED, CARRIES_LABEL
from contract import v1
from core.exceptions import Refused
from exports.comparison import diff
from exports.versions import preview, selection
from exports.wanted import Wanted
from projects import categories, lifecycle

pytestmark = pytest.mark.django_db


def spelled(value):
    """In a test's name: the same in every process, which a set is not."""
    return str(sorted(value, key=str)) if isinstance(value, set) else str(value)


LABELED = ("labeled", "needs_review", "approved")


@pytest.fixture
def wardrobe(project, photos, answer, alice):
    """Dress and Hat, of which Hat was retired; every image that can be: by (state, class)."""
    dress, hat = categories.add(project, "Dress"), categories.add(project, "Hat")
    states = [(status, label) for status in LABELED for label in (1, 2)] + [("unlabeled", None), ("skipped", None)]
    made = dict(zip(states, photos(len(states)), strict=True))
    for (status, label), photo in made.items():
        if label:
            answer(photo, status, dress if label == 1 else hat, by=alice)
        elif status == "skipped":
            answer(photo, status, by=alice)
    categories.retire(hat)
    return made


def holds(project, made, **wanted):
    """The (state, class) of the images that such a version holds, and what it leaves out."""
    wanted = Wanted(**wanted)
    names = {photo.pk: name for name, photo in made.items()}
    held = {names[pk] for pk in selection.held(project, wanted).values_list("pk", flat=True)}
    return held, selection.excluded(project, wanted)


NOTHING = {"unlabeled": 0, "inactive_category": 0}


@pytest.mark.parametrize(
    ("wanted", "held", "excluded"),
    [
        ({}, [("approved", 1)], NOTHING | {"inactive_category": 1}),
        ({"include_inactive_categories": True}, [("approved", 1), ("approved", 2)], NOTHING),
        ({"include_unlabeled": True}, [("approved", 1)], NOTHING | {"inactive_category": 1}),
        (
            {"statuses": ("approved", "unlabeled")},
            [("approved", 1)],
            {"unlabeled": 1, "inactive_category": 1},
        ),
        (
            {"statuses": ("approved", "unlabeled"), "include_unlabeled": True},
            [("approved", 1), ("unlabeled", None)],
            NOTHING | {"inactive_category": 1},
        ),
        (
            {"statuses": ("unlabeled", "skipped"), "include_unlabeled": True},
            [("unlabeled", None), ("skipped", None)],
            NOTHING,
        ),
        ({"statuses": ("skipped",)}, [], {"unlabeled": 1, "inactive_category": 0}),
        ({"statuses": LABELED}, [(status, 1) for status in LABELED], NOTHING | {"inactive_category": 3}),
        (
            {"statuses": ANSWERED, "include_unlabeled": True, "include_inactive_categories": True},
            [*((status, label) for status in LABELED for label in (1, 2)), ("unlabeled", None), ("skipped", None)],
            NOTHING,
        ),
        ({"category_ids": (1,)}, [("approved", 1)], NOTHING),  # others are not counted
        ({"category_ids": (2,)}, [], NOTHING | {"inactive_category": 1}),
        ({"category_ids": (2,), "include_inactive_categories": True}, [("approved", 2)], NOTHING),
        ({"category_ids": (1, 2)}, [("approved", 1)], NOTHING | {"inactive_category": 1}),
        ({"category_ids": ()}, [], NOTHING),
        ({"category_ids": (9,)}, [], NOTHING),
        (
            {"statuses": ("approved", "unlabeled"), "category_ids": (1,), "include_unlabeled": True},
            [("approved", 1)],
            NOTHING,
        ),
    ],
    ids=spelled,
)
def test_a_version_holds_what_was_asked_for_and_counts_what_it_leaves_out(project, wardrobe, wanted, held, excluded):
    assert holds(project, wardrobe, **wanted) == (set(held), excluded)


def test_other_projects_are_not_held(project, wardrobe, bob):
    other = lifecycle.create("Garage", by=bob)
    assert not selection.held(other, Wanted(statuses=ANSWERED, include_unlabeled=True)).exists()


class AnyWardrobe(TestCase):
    """For any rows and any request: held and left out are the chosen ones, each once; the preview says the same."""

    @given(
        rows=st.lists(st.tuples(st.sampled_from(ANSWERED), st.integers(0, 2)), max_size=8),
        retired=st.frozensets(st.integers(0, 2)),
        statuses=st.sets(st.sampled_from([status.value for status in ANSWERED]), min_size=1),
        ids=st.none() | st.sets(st.integers(1, 4)),
        unlabeled=st.booleans(),
        inactive=st.booleans(),
    )
    def test_held_and_excluded_add_up(self, rows, retired, statuses, ids, unlabeled, inactive):
        from django.contrib.auth.models import User

        user, _ = User.objects.get_or_create(username="bob")
        project = lifecycle.create("Wardrobe", by=user)
        classes = [categories.add(project, name) for name in ("Dress", "Hat", "Scarf")]
        for number, (status, label) in enumerate(rows):
            asset = Asset.objects.create(
                project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png",
                size_bytes=number + 1, original_name="a", sort_name="a", uploaded_by=user, status=status.value,
            )  # fmt: skip
            if CARRIES_LABEL[status]:
                Annotation.objects.create(asset=asset, category=classes[label], created_by=user)
        for index in retired:
            categories.retire(classes[index])
        wanted = Wanted(tuple(statuses), None if ids is None else tuple(ids), unlabeled, inactive)

        held, left = [], {"unlabeled": 0, "inactive_category": 0}
        for number, (status, label) in enumerate(rows):
            if status.value not in statuses:
                continue
            carries = CARRIES_LABEL[status]
            if ids is not None and not (carries and label + 1 in ids):
                continue
            if not carries and not unlabeled:
                left["unlabeled"] += 1
            elif carries and label in retired and not inactive:
                left["inactive_category"] += 1
            else:
                held.append((number, label if carries else None))
        sizes = selection.held(project, wanted).order_by("pk").values_list("size_bytes", flat=True)
        assert [size - 1 for size in sizes] == [number for number, _ in held]
        assert selection.excluded(project, wanted) == left
        labels = [label for _, label in held if label is not None]
        if ids is not None and 4 in ids:
            with pytest.raises(Refused, match=r"This project has no category 4\."):
                preview.of(project, wanted)
            return
        assert preview.of(project, wanted) == {
            "images": len(held),
            "annotations": len(labels),
            "image_bytes": sum(number + 1 for number, _ in held),
            "by_category": {str(index + 1): labels.count(index) for index in range(3)},
            "excluded": left,
            "by_split": None,
            "by_split_and_category": None,
            "thin_splits": [],
            "not_selected": {
                status.value: count
                for status in ANSWERED
                if status.value not in statuses and (count := sum(1 for other, _ in rows if other == status))
            },
            "since": None,
            "gate": None,
        }


def test_a_preview_says_what_the_version_then_holds_and_writes_nothing(project, wardrobe, make_version, bob):
    ratios = {"train": 5000, "val": 3000, "test": 2000}
    wanted = {"statuses": LABELED, "include_inactive_categories": True, "splits": {"ratios": ratios}}
    told = preview.of(project, Wanted(**wanted))
    assert not project.versions.exists()
    version = make_version(project, by=bob, **wanted)
    counts = ("images", "annotations", "image_bytes", "by_category", "by_split")
    assert {name: version.counts[name] for name in counts} == {name: told[name] for name in counts}
    assert version.frozen["selection"]["excluded"] == told["excluded"]


@pytest.mark.parametrize("count", [3, 30])
def test_a_preview_takes_the_same_queries_for_3_and_for_30(
    project, photos, dress, answer, alice, count, django_assert_num_queries
):
    answer(photos(count), "approved", dress, by=alice)
    # sums, categories, labels, left out by two reasons, other statuses, the newest version
    with django_assert_num_queries(7):
        assert preview.of(project, Wanted())["images"] == count


def test_a_preview_says_what_will_differ_from_the_newest_version(
    project, photos, dress, hat, answer, alice, bob, make_version
):
    made = photos(4)
    answer(made[:3], "approved", dress, by=alice)
    make_version(project, by=bob, notes="Ready")
    make_version(project, by=bob, built=False)  # is not ready, so nobody compares with it
    answer(made[0], "approved", hat, by=alice)
    answer(made[1], "skipped", by=alice)
    answer(made[3], "approved", hat, by=alice)
    told = preview.of(project, Wanted())
    assert told["since"] == {"version": 1, "added": 1, "removed": 1, "relabeled": 1, "deals_anew": False}
    after = diff.counts(project.versions.get(number=1), make_version(project, by=bob))
    assert after == {name: told["since"][name] for name in ("added", "removed", "relabeled")} | {"moved": 0}


def test_a_preview_says_when_images_would_change_their_splits(project, photos, dress, answer, alice, bob, make_version):
    answer(photos(1)[0], "approved", dress, by=alice)
    dealt = {"splits": {"ratios": RATIOS}}
    make_version(project, by=bob, **dealt)
    assert preview.of(project, Wanted(**dealt))["since"]["deals_anew"] is False
    assert preview.of(project, Wanted(splits={"ratios": RATIOS, "seed": "other"}))["since"]["deals_anew"] is True
    assert preview.of(project, Wanted())["since"]["deals_anew"] is False  # it deals nothing


@pytest.mark.parametrize("statuses", [(), ("done",), ("approved", "x"), ("",)])
def test_statuses_are_some_of_the_five(statuses):
    with pytest.raises(
        Refused, match="statuses are some of unlabeled, labeled, needs_review, approved, skipped."
    ) as no:
        Wanted(statuses=statuses)
    assert no.value.field == "statuses"


# --- splits ---------------------------------------------------------------------------------------------------------

RATIOS = {"train": 8000, "val": 1000, "test": 1000}


def splits(project, asked=None):
    return selection.frozen_splits(project, Wanted(splits=asked))


def test_without_ratios_there_are_no_splits(project):
    assert splits(project) is None


def test_the_seed_is_the_dataset_id_unless_one_is_given(project):
    seed = str(project.dataset_id)
    assert splits(project, {"ratios": RATIOS}) == {"method": "stable-hash-v1", "seed": seed, "ratios": RATIOS}
    assert splits(project, {"ratios": RATIOS, "seed": "wardrobe"})["seed"] == "wardrobe"
    assert splits(project, {"ratios": RATIOS, "seed": ""})["seed"] == seed


def test_a_projects_own_splits_hold_unless_others_are_asked_for(project):
    project.split_ratios, project.split_seed = RATIOS, "own"
    assert splits(project) == {"method": "stable-hash-v1", "seed": "own", "ratios": RATIOS}
    other = {"train": 10_000, "val": 0, "test": 0}
    assert splits(project, {"ratios": other}) == {
        "method": "stable-hash-v1",
        "seed": str(project.dataset_id),
        "ratios": other,
    }


@pytest.mark.parametrize(
    "ratios",
    [
        None,
        {},
        {"train": 10_000},
        RATIOS | {"more": 0},
        RATIOS | {"test": 999},
        RATIOS | {"test": 1001},
        {"train": 11_000, "val": -1000, "test": 0},
        {"train": 8000.0, "val": 1000, "test": 1000},
        {"train": "8000", "val": 1000, "test": 1000},
        {"train": True, "val": 9999, "test": 0},
        [8000, 1000, 1000],
        "8000",
    ],
    ids=str,
)
def test_ratios_that_are_none_are_refused(project, ratios):
    with pytest.raises(Refused, match="splits.ratios") as refusal:
        splits(project, {"ratios": ratios})
    assert (refusal.value.code, refusal.value.field) == ("bad_splits", "splits")


def test_a_preview_refuses_what_the_request_would_refuse(project):
    with pytest.raises(Refused, match="splits.ratios"):
        preview.of(project, Wanted(splits={"ratios": {}}))


def test_a_projects_own_ratios_are_checked_too(project):
    project.split_ratios = {"train": 1}
    with pytest.raises(Refused, match="splits.ratios has train, val and test."):
        splits(project)


@pytest.mark.parametrize("seed", ["x" * 201, 5, ["x"]])
def test_a_seed_that_is_none_is_refused(project, seed):
    with pytest.raises(Refused, match="splits.seed has at most 200 characters."):
        splits(project, {"ratios": RATIOS, "seed": seed})


def test_a_version_may_be_asked_for_without_the_splits_of_its_project(project):
    project.split_ratios = RATIOS
    assert selection.frozen_splits(project, Wanted(without_splits=True)) is None


KEYS = st.lists(st.integers(0, 10**6).map(lambda n: f"sha256:{n:064x}") | st.integers(1, 99).map("video:{}".format))


@given(KEYS, st.lists(st.integers(0, 10_000), min_size=2, max_size=2), st.text(min_size=1, max_size=20), st.randoms())
def test_an_image_keeps_its_split_whatever_comes_and_goes_around_it(keys, cuts, seed, chance):
    """Splits are never dealt again: they are asked of each image by itself, in any order, among any others."""
    first, second = sorted(cuts)
    ratios = v1.Ratios(first, second - first, 10_000 - second)
    before = {key: v1.split_of(seed, ratios, key) for key in keys}
    later = [*keys, "sha256:new", "video:100"]
    chance.shuffle(later)
    now = {key: v1.split_of(seed, ratios, key) for key in later}
    assert {key: now[key] for key in before} == before


@given(st.integers(0, 10**9), st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_larger_share_of_training_images_takes_none_away_from_it(number, one, other):
    few, many = sorted((one, other))
    key = f"sha256:{number:064x}"
    if v1.split_of("seed", v1.Ratios(few, 10_000 - few, 0), key) == "train":
        assert v1.split_of("seed", v1.Ratios(many, 10_000 - many, 0), key) == "train"


def test_splits_stay_from_version_to_version_while_images_come_go_and_are_relabeled(
    project, photos, dress, hat, answer, alice, bob, make_version
):
    made = photos(30)
    answer(made[:20], "approved", dress, by=alice)
    dealt = {"splits": {"ratios": {"train": 5000, "val": 3000, "test": 2000}}}
    first = splits_of(make_version(project, by=bob, **dealt))
    answer(made[5:10], "approved", hat, by=alice)
    answer(made[:5], "skipped", by=alice)
    answer(made[20:], "approved", hat, by=alice)
    second = splits_of(make_version(project, by=bob, **dealt))
    assert {number: second[number] for number in second.keys() & first.keys()} == {
        number: first[number] for number in second.keys() & first.keys()
    }
    assert (len(second.keys() & first.keys()), len(set(second.values()))) == (15, 3)


def splits_of(version):
    """Image number to split, as the sealed zip says it."""
    with default_storage.open(version.artifact) as file, zipfile.ZipFile(file) as archive:
        rows = [json.loads(line) for line in archive.read("metadata.jsonl").splitlines()]
    return {row["image_id"]: row["split"] for row in rows}
