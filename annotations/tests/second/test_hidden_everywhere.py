"""Whoever is asked again about a picture learns its first answer nowhere.

The answers of pictures that are hidden from a labeler change places among these. All sums over all pictures stay the
same; so whatever any call answers otherwise than before tells of an answer. Every address of the program is called, as
urls.py has them: a new one is in here by itself.
"""

import re
from itertools import permutations, zip_longest

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from annotations.labeling import bulk, due
from annotations.sight import sight_of
from projects import lifecycle
from tests.support.cast import give_answer, make_photos
from tests.support.every_call import World, address, calls

pytestmark = pytest.mark.django_db

HIDDEN = 5
# Each a first answer, in the order in which they are given. The last one is sent back, and then mended by a reviewer.
ANSWERS = (("labeled", "Dress"), ("labeled", "Hat"), ("skipped", None), ("approved", "Hat"), ("labeled", "Dress"))
# What somebody else looked at: of the one who gave the first answers. Each finds the one that was mended.
LOOKED_AT = (
    "looked_at=all&mended_of=other",
    "looked_at=all",
    "sent_back=all&mended_of=other",
    "sent_back_for=blurry&mended_of=other",
    "mended=all&mended_of=other",
    "mended=1-2",
    "mended_of=other",
    "mended_week={week}&mended_of=other",
)
# What lists, counts and pages can be asked; {asset}: a hidden picture.
QUERIES = (
    "",
    *(f"status={status}" for status in ("unlabeled", "labeled", "needs_review", "approved", "skipped", "in_review")),
    "status=done&category=2",
    "category=1",
    "labeler=other",
    "did=labeled",
    "did=approved&by=other",
    "by=other&since=2020-01-01",
    "events=1-999999",
    "from=2020-01-01",
    "to=2090-01-01",
    "issue=disagree",
    "issue=retired",
    "issue=second",
    "ids={asset}",
    "ids={asset}&status=labeled",
    "search=photo-70&category=2",
    "sort=similar&status=labeled",
    "assets={asset}",
    "asset={asset}",
    "filter=in_review&asset=first",
    "filter=skipped&asset=last",
    "filter=all&asset=unlabeled&from=1",
    "part=numbers",
    "limit=1",
    *LOOKED_AT,
    *(query.replace("other", "labeler") for query in LOOKED_AT),
    "came_back=other",
    "came_back=labeler",
    "of=other",
    "of=labeler&part=numbers",
)
# What is new in every answer.
NEW = re.compile(
    r'<time.*?</time>|nonce="[^"]+"'
    r'|"csrf": "\w+"|csrfmiddlewaretoken" value="\w+"|"as_of":\d+'
    r'|"after":\d+|after=\d+|\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)'
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


@pytest.fixture(autouse=True)
def no_chance(monkeypatch):
    """Which image comes next is drawn: the same both times."""
    monkeypatch.setattr(due.CHANCE, "random", lambda: 0.5)
    monkeypatch.setattr(due.CHANCE, "randint", lambda first, last: first)


@pytest.fixture
def world(admin_user):
    """A closed project, all of whose pictures are labeled twice; four of them are not answered yet."""
    world = World(admin_user, ["vault"])
    there = world.projects["vault"]
    project = there["project"]
    lifecycle.change(project, closed=True, second_share=100)
    project.refresh_from_db()
    for kind in ("labeler", "reviewer", "manager"):
        project.memberships.update_or_create(user=world.people[kind], defaults={"kind": kind})
    there["hidden"] = make_photos(project, range(700, 700 + HIDDEN), by=admin_user)
    # So that questions about one's own labels find something, too.
    [there["own"]] = [own] = make_photos(project, [800], by=admin_user)
    give_answer(own, "labeled", category(world, "Dress"), by=world.people["labeler"])
    mend(world, own)
    return world


def category(world, name):
    return next(each for each in world.projects["vault"]["project"].categories.all() if each.name.startswith(name))


def mend(world, photo):
    """A manager sends the picture back, and a reviewer then calls it a hat."""
    back = {"status": "needs_review", "category_ids": None, "reason": "blurry"}
    bulk.set_selected(photo.project, [(photo.pk, None)], by=world.people["manager"], **back)
    give_answer(photo, "labeled", category(world, "Hat"), by=world.people["reviewer"])


def answered(world, order):
    """Somebody else gives the first answers, to the pictures in this order."""
    hidden = world.projects["vault"]["hidden"]
    for place, (status, name) in zip(order, ANSWERS, strict=True):
        labels = [category(world, name)] if name else []
        give_answer(hidden[place], status, *labels, by=world.people["other"])
    mend(world, hidden[order[-1]])


def ask(world, call, who, asset, query=""):
    there = world.projects["vault"]
    there |= {"asset_id": asset.pk, "unlabeled": asset.pk}
    where = address(call.route, there)
    if query:
        where += ("&" if "?" in where else "?") + query.format(asset=asset.pk, week=f"{timezone.localdate():%G-W%V}")
    answer = world.answer(call, who, where=where)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, NEW.sub("", text.decode(errors="replace"))


def told(world, who, order, wanted):
    """What each of the calls answers this person when the pictures were answered in this order."""
    found = {}
    with transaction.atomic():
        answered(world, order)
        for call, place, query in wanted:
            found[call.method, call.route, place, query] = ask(
                world, call, who, world.projects["vault"]["hidden"][place], query
            )
        transaction.set_rollback(True)
    return found


def differences(world, who, wanted, one=(0, 1, 2, 3, 4), other=(2, 0, 3, 4, 1)):
    before, after = (told(world, who, order, wanted) for order in (one, other))
    return {key[:2] + key[3:]: apart(before[key], after[key]) for key in before if before[key] != after[key]}


def apart(one, other):
    """Where two answers begin to differ."""
    (status, text), (_, twin) = one, other
    pairs = enumerate(zip_longest(text, twin))
    place = next((place for place, (character, another) in pairs if character != another), 0)
    return status, text[max(0, place - 80) : place + 60], twin[place : place + 60]


@pytest.fixture
def every_call(world):
    return [call for call in calls(world) if "<slug:slug>" in call.route or "project" in call.route or call.route == ""]


_lists = []


@pytest.fixture
def lists(request):
    """The calls that list images. Which they are stands in the code, and is found by hundreds of calls: by the first of
    the tests that ask for no others."""
    if not _lists:
        found = request.getfixturevalue("every_call")
        _lists.extend(call for call in found if call.method == "GET" and call.route.endswith("<slug:slug>/assets/"))
    return _lists


def test_no_call_tells_a_labeler_of_a_first_answer(world, every_call):
    wanted = [(call, place, "") for call in every_call for place in range(HIDDEN)]
    assert differences(world, "labeler", wanted) == {}


def test_no_list_page_or_count_tells_of_it_however_it_is_narrowed(world, every_call):
    opened = [
        call for call in every_call if call.method == "GET" and ask(world, call, "labeler", *some(world))[0] == 200
    ]
    wanted = [(call, 0, query) for call in opened for query in QUERIES]
    assert differences(world, "labeler", wanted) == {}


def some(world):
    return world.projects["vault"]["hidden"][:1]


def test_a_reviewer_is_told_by_these_same_calls(world, every_call):
    """Else the tests above would show nothing."""
    routes = {
        "api/v1/projects/<slug:slug>/assets/",
        "api/v1/projects/<slug:slug>/assets/<int:asset_id>/",
        "api/v1/projects/<slug:slug>/assets/<int:asset_id>/history/",
        "api/v1/projects/<slug:slug>/answers/",
        "projects/<slug:slug>/assets/",
        "projects/<slug:slug>/assets/<int:asset_id>/",
    }
    wanted = [(call, place, "") for call in every_call for place in range(HIDDEN) if call.route in routes]
    assert {route for _, route, _ in differences(world, "reviewer", wanted)} == routes
    stats = [(call, 0, "ids={asset}") for call in every_call if call.route.endswith("stats/")]
    assert differences(world, "reviewer", stats)


@pytest.mark.parametrize("query", LOOKED_AT)
def test_a_reviewer_is_told_what_was_mended_by_these_same_questions(world, lists, query):
    """So a labeler who was told would show above."""
    assert len(lists) == 2
    found = differences(world, "reviewer", [(call, 0, query) for call in lists])
    assert {route for _, route, _ in found} == {call.route for call in lists}


def test_the_first_person_sees_their_own_answer(world, every_call):
    wanted = [(call, 0, "") for call in every_call if call.route.endswith("<int:asset_id>/") and call.method == "GET"]
    assert differences(world, "superuser", wanted)


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["unlabeled", "labeled", "approved", "skipped", "in_review", "done"]),
        "category": st.sampled_from(["1", "2"]),
        "labeler": st.sampled_from(["other", "superuser"]),
        "did": st.sampled_from(["labeled", "skipped", "approved", "first_label"]),
        "by": st.just("other"),
        "issue": st.sampled_from(["disagree", "retired", "second"]),
        "from": st.just("2020-01-01"),
        "mended_of": st.sampled_from(["other", "labeler"]),
        "looked_at": st.just("all"),
        "sent_back": st.just("all"),
        "mended": st.sampled_from(["all", "1-2"]),
        "sort": st.sampled_from(["place", "newest", "name", "similar"]),
        "limit": st.sampled_from(["1", "3"]),
    },
)


def test_no_combination_of_filters_tells_of_it(world, every_call):
    lists = [
        call
        for call in every_call
        if call.method == "GET" and call.route.split("<slug:slug>/")[-1] in ("assets/", "stats/") and call.is_api
    ]
    assert len(lists) == 2

    @given(
        FILTERS, st.sampled_from(list(permutations(range(HIDDEN)))), st.sampled_from(list(permutations(range(HIDDEN))))
    )
    def law(filters, one, other):
        query = "&".join(f"{name}={value}" for name, value in filters.items())
        assert differences(world, "labeler", [(call, 0, query) for call in lists], one, other) == {}

    law()


def test_all_of_them_are_shown_as_unlabeled(world):
    there = world.projects["vault"]
    answered(world, range(HIDDEN))
    seen = sight_of(there["project"], world.people["labeler"]).look(
        there["project"].assets.with_labels().exclude(pk=there["own"].pk)
    )
    shown = {(asset.status, tuple(asset.category_ids), asset.revision) for asset in seen}
    assert shown == {("unlabeled", (), 0)}
