"""Pages by key: every row once, both ways, whatever the values at the edges."""

import base64
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.exceptions import Refused
from core.pagination import LIMIT, MOST, Sort, keyset_page, limit_from
from projects import categories, lifecycle
from projects.models import Project

pytestmark = pytest.mark.django_db

Asset = Project.assets.rel.related_model

SORTS = [
    Sort("id"),
    Sort("id", descending=True),
    Sort("sort_name"),
    Sort("sort_name", descending=True),
]


def rows(project, by, names):
    """Assets of these names. Only their order matters here, so they have no bytes."""
    return Asset.objects.bulk_create(
        Asset(
            project=project,
            sha256=f"{number:064x}",
            file="-",
            width=1,
            height=1,
            mime_type="image/png",
            size_bytes=1,
            original_name=name,
            sort_name=name.casefold(),
            uploaded_by=by,
        )
        for number, name in enumerate(names)
    )


def forwards(queryset, sort, limit):
    pages, cursor = [], None
    while True:
        page = keyset_page(queryset, sort, cursor, limit)
        pages.append(page)
        if page.next is None:
            return pages
        cursor = page.next


def backwards(queryset, sort, limit, cursor):
    pages = []
    while cursor:
        page = keyset_page(queryset, sort, cursor, limit)
        pages.insert(0, page)
        cursor = page.previous
    return pages


def ids(pages):
    return [item.pk for page in pages for item in page.items]


def expected(assets, sort):
    return [
        asset.pk
        for asset in sorted(assets, key=lambda a: [getattr(a, f) for f in sort.fields], reverse=sort.descending)
    ]


@pytest.mark.parametrize("sort", SORTS, ids=str)
def test_250_rows_come_once_each_forwards_and_backwards(project, bob, sort):
    # Few names, so that pages end in the middle of equal ones; none sorts as a locale would have it.
    chance = random.Random(1)
    names = chance.choices(["a.png", "B.png", "_.png", "é.png", "ä.png", "Z.png", "帽.png", "10.png", "9.png"], k=250)
    assets = rows(project, bob, names)
    pages = forwards(project.assets, sort, 23)
    assert [len(page.items) for page in pages] == [23] * 10 + [20]
    assert ids(pages) == expected(assets, sort)
    assert pages[0].previous is None
    assert ids(backwards(project.assets, sort, 23, pages[-1].previous)) == ids(pages[:-1])


def test_names_sort_by_code_point_on_every_database(project, bob):
    names = ["b", "A", "é", "z", "_", "帽", "10", "9", "e\u0301", "😀", "\uff5e"]
    rows(project, bob, names)
    (page,) = forwards(project.assets, Sort("sort_name"), 50)
    assert [item.sort_name for item in page.items] == sorted(name.casefold() for name in names)


NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3)


class AnyNames(TestCase):
    @given(
        names=st.lists(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3), max_size=12
        ),
        limit=st.integers(1, 13),
        sort=st.sampled_from(SORTS),
    )
    def test_no_row_is_lost_or_doubled_for_any_names_and_page_sizes(self, names, limit, sort):
        from django.contrib.auth.models import User

        user, _ = User.objects.get_or_create(username="bob")
        project = lifecycle.create(f"Project of {User.objects.count()}", by=user)
        assets = rows(project, user, names)
        pages = forwards(project.assets, sort, limit)
        assert ids(pages) == expected(assets, sort)
        if pages[-1].previous:
            assert ids(backwards(project.assets, sort, limit, pages[-1].previous)) == ids(pages[:-1])


def test_a_page_is_one_query_however_far_in(project, bob, django_assert_num_queries):
    rows(project, bob, ["same"] * 50)
    pages = forwards(project.assets, Sort("sort_name"), 10)
    for cursor in (None, pages[0].next, pages[3].next, pages[4].previous):
        with django_assert_num_queries(1):
            keyset_page(project.assets, Sort("sort_name"), cursor, 10)


def test_rows_that_join_or_leave_between_pages_neither_repeat_nor_hide_others(project, bob):
    assets = rows(project, bob, ["m"] * 10)
    first = keyset_page(project.assets, Sort("sort_name"), None, 5)
    Asset.objects.filter(pk=assets[2].pk).delete()
    Asset.objects.filter(pk=assets[4].pk).delete()  # the very row of the cursor
    early = rows(project, bob, [])
    assert early == []
    second = keyset_page(project.assets, Sort("sort_name"), first.next, 5)
    assert ids([second]) == [asset.pk for asset in assets[5:]]
    assert ids([keyset_page(project.assets, Sort("sort_name"), second.previous, 5)]) == [
        assets[n].pk for n in (0, 1, 3)
    ]


def test_an_empty_list_has_no_neighbours(project):
    page = keyset_page(project.assets, Sort("id"))
    assert (page.items, page.next, page.previous) == ([], None, None)


def test_a_tie_breaker_of_its_own_orders_equal_values(project):
    added = [categories.add(project, name) for name in "abcde"]
    project.categories.update(position=0)
    pages = forwards(project.categories, Sort("position", tie="class_index"), 2)
    assert ids(pages) == [category.pk for category in added]


def written(*edge):
    return base64.urlsafe_b64encode(json.dumps(edge).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!",
        "é",
        "\x00",
        "a" * 5000,
        written(),
        written("n"),
        written("n", 1),
        written("x", "a", 1),
        written("n", "a", "1"),
        written("n", "a", 1, 2),
        written("n", "a", True),
        written("n", None, 1),
        written("n", 1.5, 1),
        written("n", ["a"], 1),
        written("n", 5, 1),
        written("n", True, 1),
        written("n", "\ud800", 1),
        written("n", "a\x00", 1),
        written("n", "a", 10**30),
        base64.urlsafe_b64encode(b'{"n": 1}').decode(),
        base64.urlsafe_b64encode(b"[" * 3000).decode(),
        base64.urlsafe_b64encode(b'["n", "a", ' + b"9" * 5000 + b"]").decode(),
    ],
)
def test_a_cursor_that_somebody_made_up_is_refused(project, photo, cursor):
    with pytest.raises(Refused, match="This cursor is not one of this list.") as refusal:
        keyset_page(project.assets, Sort("sort_name"), cursor)
    assert refusal.value.code == "bad_cursor"


@pytest.mark.parametrize("cursor", [written("n", "abc"), written("n", "5"), written("n", 10**30), written("n", True)])
def test_a_made_up_cursor_of_a_list_by_number_is_refused(project, photo, cursor):
    with pytest.raises(Refused):
        keyset_page(project.assets, Sort("id"), cursor)


@pytest.mark.parametrize("cursor", [written("n", "abc", 1), written("n", 10**30, 1)])
def test_a_made_up_cursor_of_a_list_by_position_is_refused(project, dress, cursor):
    with pytest.raises(Refused):
        keyset_page(project.categories, Sort("position", tie="class_index"), cursor)


def test_a_cursor_of_another_sort_is_refused(project, bob):
    rows(project, bob, "abc")
    by_id = keyset_page(project.assets, Sort("id"), None, 1).next
    by_name = keyset_page(project.assets, Sort("sort_name"), None, 1).next
    for cursor, sort in ((by_id, Sort("sort_name")), (by_name, Sort("id"))):
        with pytest.raises(Refused):
            keyset_page(project.assets, sort, cursor)


@pytest.mark.parametrize(
    ("text", "limit"), [(None, LIMIT), ("", LIMIT), ("1", 1), ("007", 7), ("500", 500), ("501", MOST)]
)
def test_a_page_has_as_many_rows_as_asked_up_to_a_bound(text, limit):
    assert limit_from(text) == limit


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "ten", "²", "٣", " 5", "1e3", "9" * 5000])
def test_a_page_size_that_is_no_whole_number_is_refused(text):
    with pytest.raises(Refused, match="limit is a whole number from 1 to 500.") as refusal:
        limit_from(text)
    assert refusal.value.field == "limit"
