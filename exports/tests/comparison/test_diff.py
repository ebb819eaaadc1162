"""What changed from one version to another, from their frozen rows alone."""

import json
from urllib.parse import urlsplit

import pytest

from contract import compatibility, v1
from core.exceptions import Refused
from exports.comparison import api as calls
from exports.comparison import diff
from exports.versions import builder
from projects import categories
from tests.support.cast import make_photo

pytestmark = pytest.mark.django_db

RATIOS = {"train": 8000, "val": 1000, "test": 1000}


@pytest.fixture
def version_of(project, bob, make_version):
    return lambda **wanted: make_version(project, by=bob, built=False, **wanted)


@pytest.fixture
def approved(photos, dress, hat, answer, alice):
    made = photos(4)
    answer(made, "approved", dress, by=alice)
    return made


NO_CATEGORIES = {"added": [], "missing": [], "renamed": [], "retired": [], "restored": [], "regrouped": []}
NOTHING = {"added": 0, "removed": 0, "relabeled": 0, "moved": 0}


def test_two_equal_versions_do_not_differ(approved, version_of):
    first, second = version_of(), version_of()
    told = diff.between(first, second)
    assert (told["from"], told["to"], told["images"]) == (1, 2, NOTHING)
    assert [told[kind] for kind in diff.KINDS] == [[], [], [], []]
    assert told["categories"] == NO_CATEGORIES
    assert told["summary"] == "No image differs."
    assert told["verdict"]["code"] == "identical"


def test_images_are_added_removed_and_relabeled(project, approved, version_of, dress, hat, answer, alice):
    first = version_of()
    answer(approved[0], "skipped", by=alice)
    answer(approved[1], "approved", hat, by=alice)
    late = make_photo(project, by=alice, seed=900)
    answer(late, "approved", hat, by=alice)
    told = diff.between(first, version_of())
    assert told["images"] == {"added": 1, "removed": 1, "relabeled": 1, "moved": 0}
    assert told["added"] == [{"id": late.pk, "category_id": 2}]
    assert told["removed"] == [{"id": approved[0].pk, "category_id": 1}]
    (entry,) = told["relabeled"]
    assert (entry["id"], entry["from"], entry["to"], entry["by"]) == (approved[1].pk, 1, 2, "alice")
    assert entry["at"] == approved[1].events.get(revision=2).at
    assert told["summary"] == "1 added, 1 removed, 1 relabeled."
    assert told["verdict"]["title"] == "Same labels, other data"


def test_the_relabeling_is_told_of_whoever_set_the_label_and_not_of_who_approved_it_or_came_later(
    approved, version_of, hat, dress, answer, alice, bob
):
    first = version_of()
    answer(approved[0], "labeled", hat, by=alice)
    answer(approved[0], "approved", by=bob)
    second = version_of()
    relabeled = diff.between(first, second)["relabeled"]
    assert [entry["by"] for entry in relabeled] == ["alice"]
    # Whatever happens afterwards changes nothing of it.
    answer(approved[0], "labeled", dress, by=bob)
    assert diff.between(first, second)["relabeled"] == relabeled


def test_the_other_way_round_it_is_the_reverse(project, approved, version_of, dress, hat, answer, alice):
    first = version_of()
    answer(approved[0], "skipped", by=alice)
    answer(approved[1], "approved", hat, by=alice)
    categories.add(project, "Scarf")
    categories.retire(hat)
    categories.change(dress, name="Gown")
    second = version_of(include_inactive_categories=True)
    back = diff.between(second, first)
    assert (back["from"], back["to"]) == (2, 1)
    assert back["added"] == [{"id": approved[0].pk, "category_id": 1}]
    assert [(entry["id"], entry["from"], entry["to"]) for entry in back["relabeled"]] == [(approved[1].pk, 2, 1)]
    assert back["categories"] == NO_CATEGORIES | {
        "missing": [{"id": 3, "class_index": 2, "name": "Scarf"}],
        "renamed": [{"id": 1, "class_index": 0, "from": "Gown", "to": "Dress"}],
        "restored": [{"id": 2, "class_index": 1, "name": "Hat"}],
    }
    assert back["verdict"]["code"] == "incompatible"


def test_the_document_of_the_api_names_every_verdict():
    texts = {value for name, value in vars(compatibility).items() if name.isupper() and isinstance(value, str)}
    assert texts == set(calls.VerdictShape().fields["code"].choices)


def test_losing_or_getting_a_label_is_a_relabeling(project, approved, version_of, dress, answer, alice):
    wanted = {"statuses": ("approved", "unlabeled"), "include_unlabeled": True}
    fresh = make_photo(project, by=alice, seed=900)
    first = version_of(**wanted)
    answer(fresh, "approved", dress, by=alice)
    answer(approved[0], "unlabeled", by=alice)
    told = diff.between(first, version_of(**wanted))
    assert [(entry["id"], entry["from"], entry["to"], entry["by"]) for entry in told["relabeled"]] == [
        (approved[0].pk, 1, None, "alice"),
        (fresh.pk, None, 1, "alice"),
    ]
    assert approved[0].pk < fresh.pk


def test_unlabeled_in_both_is_no_change(project, photos, dress, version_of):
    photos(2)
    wanted = {"statuses": ("unlabeled",), "include_unlabeled": True}
    assert diff.between(version_of(**wanted), version_of(**wanted))["images"] == NOTHING


def test_categories_are_compared_as_they_were_frozen(project, approved, version_of, dress, hat):
    first = version_of()
    categories.change(dress, name="Gown")
    categories.retire(hat)
    categories.add(project, "Scarf")
    second = version_of()
    categories.restore(hat)
    categories.change(dress, name="Robe", supercategory="Long")
    told = diff.between(first, second)
    assert told["categories"] == NO_CATEGORIES | {
        "added": [{"id": 3, "class_index": 2, "name": "Scarf"}],
        "renamed": [{"id": 1, "class_index": 0, "from": "Dress", "to": "Gown"}],
        "retired": [{"id": 2, "class_index": 1, "name": "Hat"}],
    }
    assert told["summary"] == "No image differs; 1 category added, 1 renamed, 1 retired."
    later = diff.between(second, version_of())["categories"]
    assert later["restored"] == [{"id": 2, "class_index": 1, "name": "Hat"}]
    assert later["regrouped"] == [{"id": 1, "class_index": 0, "name": "Robe", "from": "", "to": "Long"}]


def test_images_move_between_splits_only_when_the_seed_or_the_ratios_are_others(approved, version_of):
    plain, dealt = version_of(), version_of(splits={"ratios": RATIOS})
    again = version_of(splits={"ratios": RATIOS})
    other = version_of(splits={"ratios": {"train": 0, "val": 0, "test": 10_000}})
    assert diff.between(dealt, again)["images"]["moved"] == 0
    everything = diff.between(plain, other)
    assert everything["images"]["moved"] == 4
    assert everything["moved"] == [{"id": photo.pk, "from": None, "to": "test"} for photo in approved]
    assert everything["summary"] == "4 moved between splits."
    seed = str(dealt.frozen["dataset_id"])
    dealt_before = {p.pk: v1.split_of(seed, v1.Ratios(**RATIOS), f"sha256:{p.sha256}") for p in approved}
    assert diff.between(dealt, other)["moved"] == [
        {"id": number, "from": split, "to": "test"} for number, split in dealt_before.items() if split != "test"
    ]


def test_the_verdict_is_identical_exactly_when_the_hash_is_equal(
    project, approved, bob, make_version, hat, answer, alice
):
    """Of versions that are ready: what the rows say is what the digests say."""
    versions = [make_version(project, by=bob), make_version(project, by=bob, notes="Again")]
    answer(approved[0], "approved", hat, by=alice)
    versions.append(make_version(project, by=bob))
    versions.append(make_version(project, by=bob, splits={"ratios": RATIOS}))
    categories.change(hat, name="Cap")
    versions.append(make_version(project, by=bob))
    for older in versions:
        for newer in versions:
            code = diff.overview(older, newer)["verdict"]["code"]
            assert (code == "identical") == (older.hash == newer.hash), (older.number, newer.number)
            assert (code in ("identical", "same_labels")) == (older.labels_hash == newer.labels_hash)


def test_a_cancelled_version_is_not_compared(approved, version_of):
    first, second = version_of(), version_of()
    builder.cancel(second)
    second.refresh_from_db()
    for pair in ((first, second), (second, first)):
        with pytest.raises(Refused, match="v2 was cancelled"):
            diff.between(*pair)


# --- complete, however long -----------------------------------------------------------------------------------------


@pytest.fixture
def all_kinds(project, photos, dress, hat, answer, alice, version_of):
    """Two versions that differ by 6 images of each kind, apart from the splits: 12 were moved."""
    made = photos(18)
    answer(made[:12], "approved", dress, by=alice)
    first = version_of()
    answer(made[:6], "approved", hat, by=alice)
    answer(made[6:12], "skipped", by=alice)
    answer(made[12:], "approved", dress, by=alice)
    second = version_of(splits={"ratios": {"train": 10_000, "val": 0, "test": 0}})
    expected = {"added": made[12:], "removed": made[6:12], "relabeled": made[:6], "moved": made[:6]}
    return first, second, {kind: [photo.pk for photo in photos] for kind, photos in expected.items()}


@pytest.mark.parametrize("limit", [1, 4, 6, 7])
def test_pages_of_every_kind_are_complete_in_order_and_without_a_double(all_kinds, limit):
    first, second, expected = all_kinds
    for kind, numbers in expected.items():
        seen, cursor = [], None
        while True:
            found = diff.page(kind, first, second, cursor, limit)
            seen += [entry["id"] for entry in found.items]
            if (cursor := found.next) is None:
                break
        assert seen == numbers, kind


def test_the_api_lists_the_first_and_leads_to_the_others(all_kinds, api, alice, project):
    _, _, expected = all_kinds
    told = api(alice).get("projects/wardrobe/versions/2/diff/1/?limit=4").json()
    assert told["images"] == dict.fromkeys(diff.KINDS, 6)
    for kind, numbers in expected.items():
        entries, address = told[kind], told["next"][kind]
        assert len(entries) == 4
        assert set(entries[0]) == set(diff.page(kind, *all_kinds[:2]).items[0])
        while address:
            parts = urlsplit(address)
            further = api(alice).get(f"{parts.path}?{parts.query}").json()
            entries, address = entries + further["results"], further["next"]
        assert [entry["id"] for entry in entries] == numbers


def test_pages_lead_back_where_the_rows_allow_it(all_kinds, api, alice):
    base = "projects/wardrobe/versions/2/diff/1/added/?limit=4"
    first = api(alice).get(base).json()
    second = api(alice).get(first["next"].split("/api/v1/")[1]).json()
    assert first["previous"] is None
    assert api(alice).get(second["previous"].split("/api/v1/")[1]).json()["results"] == first["results"]


def test_the_download_is_the_whole_difference_as_one_json_file(all_kinds, api, alice):
    _, _, expected = all_kinds
    response = api(alice).get("projects/wardrobe/versions/2/diff/1/download/")
    assert response["Content-Disposition"] == 'attachment; filename="wardrobe-v1-to-v2.json"'
    told = json.loads(response.getvalue())
    assert {kind: [entry["id"] for entry in told[kind]] for kind in diff.KINDS} == expected
    listed = api(alice).get("projects/wardrobe/versions/2/diff/1/").json()
    assert {key: told[key] for key in told} == {key: listed[key] for key in told}


def test_what_does_not_exist_and_what_makes_no_sense_is_told(all_kinds, api, alice):
    base = "projects/wardrobe/versions/2/diff/"
    assert api(alice).get(f"{base}9/").status_code == 404
    assert api(alice).get(f"{base}1/renamed/").status_code == 404
    for kind in diff.KINDS:
        refused = api(alice).get(f"{base}1/{kind}/?cursor=nonsense")
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_cursor")
        assert api(alice).get(f"{base}1/{kind}/?limit=0").status_code == 400


@pytest.mark.parametrize("count", [3, 30])
def test_a_difference_takes_the_same_queries_for_3_and_for_30(
    photos, dress, hat, answer, alice, version_of, count, django_assert_num_queries
):
    made = photos(count)
    answer(made, "approved", dress, by=alice)
    first = version_of()
    answer(made[1:], "approved", hat, by=alice)
    second = version_of()
    with django_assert_num_queries(3):  # the counts, the relabeled ones, and who did it
        assert diff.between(first, second)["images"]["relabeled"] == count - 1
    with django_assert_num_queries(0):  # what is frozen is counted once
        diff.counts(first, second)
