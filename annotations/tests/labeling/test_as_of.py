"""What matched a filter at an earlier moment is told from the history, whatever happened before and since."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.browse.filters import AssetFilter
from annotations.labeling import answers
from annotations.labeling.as_of import matched_then
from annotations.models import AnnotationEvent
from assets.models import Asset
from projects import categories

pytestmark = pytest.mark.django_db

IMAGES = 6
LOOKS = [5, 5, 5, 6, 6, 7]  # two groups that look the same, and one that is alone
BEGIN = datetime(2026, 11, 20, 9, tzinfo=UTC)

ANSWERS = [
    ("unlabeled", []),
    ("skipped", []),
    *((s, [c]) for s in ("labeled", "needs_review", "approved") for c in (1, 2)),
]
# Which image, its new answer, by whom, and how many hours passed before.
STEP = st.tuples(st.integers(0, IMAGES - 1), st.sampled_from(ANSWERS), st.booleans(), st.integers(0, 30))
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["unlabeled", "labeled", "in_review", "done", "skipped"]),
        "category": st.sampled_from(["1", "2"]),
        "labeler": st.sampled_from(["alice", "bob"]),
        "search": st.sampled_from(["1", "img"]),
        "from": st.sampled_from(["2026-11-20", "2026-11-21"]),
        "to": st.sampled_from(["2026-11-20", "2026-11-21"]),
        "did": st.sampled_from(["first_label", "labeled", "relabeled", "returned", "approved", "cleared"]),
        "by": st.sampled_from(["alice", "bob"]),
        "since": st.sampled_from(["2026-11-20", "2026-11-21"]),
        "issue": st.sampled_from(["retired", "disagree"]),
    },
)


@pytest.fixture
def wardrobe(project, dress, hat, bob):
    """Six images, and two categories of which the second one is retired in some of the runs."""
    for number, look in enumerate(LOOKS):
        Asset.objects.create(
            project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
            original_name=f"img {number}", sort_name=f"img {number}", uploaded_by=bob, dhash=look,
        )  # fmt: skip
    return project


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=12), st.lists(STEP, max_size=6), FILTERS, st.booleans())
def test_it_is_what_the_list_said_then_of_those_that_changed_since(
    wardrobe, hat, alice, bob, before, since, filters, is_retired
):
    with transaction.atomic():
        clock = _answer(wardrobe, before, alice, bob, BEGIN)
        if is_retired:
            categories.retire(hat)
        listed = set(AssetFilter(filters, queryset=wardrobe.assets.all()).qs.values_list("pk", flat=True))
        as_of = AnnotationEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        _answer(wardrobe, since, alice, bob, clock)
        changed = set(AnnotationEvent.objects.filter(pk__gt=as_of).values_list("asset", flat=True))
        assert matched_then(wardrobe, filters, max_id=2**40, as_of=as_of) == listed & changed
        transaction.set_rollback(True)


def _answer(project, steps, alice, bob, clock):
    """Each answer hours after the one before, as far as it is allowed. When the last one was given."""
    images = list(project.assets.order_by("pk"))
    for place, (status, category_ids), is_alice, hours in steps:
        clock += timedelta(hours=hours)
        images[place].refresh_from_db()
        operation = {
            "op_id": f"{place}-{images[place].revision}",
            "asset": images[place].pk,
            "base_revision": images[place].revision,
            "status": status,
            "category_ids": category_ids,
        }
        with mock.patch.object(timezone, "now", return_value=clock):
            answers.set_answers(project, [operation], by=alice if is_alice else bob)
    return clock


def test_images_that_came_later_and_other_projects_are_no_part_of_it(wardrobe, alice, bob):
    first, *_, last = wardrobe.assets.order_by("pk")
    _answer(wardrobe, [(0, ("skipped", []), True, 0), (IMAGES - 1, ("skipped", []), True, 0)], alice, bob, BEGIN)
    assert matched_then(wardrobe, {"status": "unlabeled"}, max_id=last.pk - 1, as_of=0) == {first.pk}


@pytest.mark.parametrize(
    ("filters", "queries"),
    [({}, 1), ({"category": "1", "status": "labeled"}, 1), ({"labeler": "alice", "search": "img"}, 3),
     ({"issue": "retired"}, 2), ({"labeler": "alice", "search": "img", "issue": "disagree"}, 5)],
)  # fmt: skip
def test_it_asks_a_bounded_number_of_times(wardrobe, alice, bob, django_assert_num_queries, filters, queries):
    labeled = [(place, ("labeled", [1]), True, 0) for place in range(IMAGES)]
    clock = _answer(wardrobe, labeled, alice, bob, BEGIN)
    as_of = AnnotationEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    _answer(wardrobe, [(place, ("approved", [1]), False, 0) for place in range(IMAGES)], alice, bob, clock)
    with django_assert_num_queries(queries):
        matched_then(wardrobe, filters, max_id=2**40, as_of=as_of)
