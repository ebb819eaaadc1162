"""Answers by API, in the shapes of the architecture's table."""

import uuid
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from annotations.models import AnnotationEvent, Claim, LabelingWindow
from assets.images import deletion
from assets.models import Asset
from labeler.withdrawal import withdrawing
from projects import categories, lifecycle
from tests.support.cast import TELLING, at_once, make_photo

pytestmark = pytest.mark.django_db

HERE = "projects/wardrobe/"

ASSET = {
    "id",
    "status",
    "category_ids",
    "revision",
    "original_name",
    "folder",
    "place",
    "sha256",
    "size_bytes",
    "mime_type",
    "width",
    "height",
    "exif_orientation",
    "shown",
    "note",
    "provenance",
    "uploaded_by",
    "created_at",
    "sent_back",
    "second",
}


def error(answer):
    assert set(answer.json()) == {"error"}
    return answer.json()["error"]


def operation(asset, status="labeled", ids=None, *, base=0, op_id=None):
    asked = {"op_id": op_id or str(uuid.uuid4()), "asset": asset.pk, "base_revision": base, "status": status}
    return asked if ids is None else asked | {"category_ids": ids}


def send(program, *operations):
    answer = program.post(f"{HERE}answers/", {"operations": list(operations)})
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()) == {"results"}
    return answer.json()["results"]


@pytest.fixture
def program(api, project, alice):
    return api(alice)


CALLS = [
    ("get", f"{HERE}queue/", None),
    ("post", f"{HERE}queue/", {}),
    ("post", f"{HERE}queue/leave/", {}),
    ("post", f"{HERE}answers/", {"operations": []}),
    ("post", f"{HERE}bulk/", {"asset_ids": [], "status": "skipped"}),
    ("post", f"{HERE}bulk/{uuid.UUID(int=0)}/undo/", None),
    ("get", f"{HERE}stats/", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_a_stranger_gets_nothing(api, photo, method, path, body):
    answer = getattr(api(), method)(path, body)
    assert (answer.status_code, error(answer)["code"]) == (401, "not_authenticated")
    assert not Claim.objects.exists()


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_a_project_that_is_not_there_is_not_found(program, method, path, body):
    answer = getattr(program, method)(path.replace("wardrobe", "nothing"), body)
    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_whoever_logs_in_labels_and_reviews(program, photo, method, path, body):
    answer = getattr(program, method)(path, body)
    assert answer.status_code == (404 if "undo" in path else 204 if "leave" in path else 200)


# --- the queue ------------------------------------------------------------------------------------------------------


def test_the_queue_has_the_shape_of_a_list_of_assets(program, photos):
    made = photos(3)
    answer = program.get(f"{HERE}queue/?limit=2").json()
    assert set(answer) == {"results", "next", "previous"}
    assert (answer["next"], answer["previous"]) == (None, None)
    assert [asset["id"] for asset in answer["results"]] == [made[0].pk, made[1].pk]
    assert all(set(asset) == ASSET for asset in answer["results"])


def test_each_caller_and_each_tab_has_its_own_stretch(api, program, photos, bob):
    made = [photo.pk for photo in photos(8)]

    def pull(program, tab=""):
        return [asset["id"] for asset in program.get(f"{HERE}queue/", {"limit": 2, "tab": tab}).json()["results"]]

    assert pull(program, "a") == made[:2]
    assert pull(program, "b") == made[2:4]
    assert pull(api(bob)) == made[4:6]
    assert pull(program, "a") == made[:2]


def without_bytes(project, by, count):
    """Images of which nobody looks at the bytes."""
    Asset.objects.bulk_create(
        Asset(
            project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
            original_name="a", sort_name="a", uploaded_by=by,
        )
        for number in range(count)
    )  # fmt: skip


def test_a_stretch_is_bounded(program, project, bob):
    without_bytes(project, bob, 50)
    assert len(program.get(f"{HERE}queue/").json()["results"]) == 20
    assert len(program.get(f"{HERE}queue/?limit=100000").json()["results"]) == 20


@pytest.mark.parametrize(
    "query",
    [{"limit": "0"}, {"limit": "x"}, {"limit": "-1"}, {"tab": "x" * 65}, {"tab": "a\0b"}, {"tab": "a\nb"}],
    ids=str,
)
def test_a_queue_that_cannot_be_is_refused_by_name(program, photo, query):
    answer = program.get(f"{HERE}queue/", query)
    assert (answer.status_code, list(error(answer)["fields"])) == (400, list(query))
    assert not Claim.objects.exists()


@pytest.mark.parametrize("count", [20, 30])
def test_the_queue_takes_the_same_queries_for_20_and_for_30(program, photos, count, django_assert_num_queries):
    photos(count)
    program.get(f"{HERE}queue/?limit=1")
    with django_assert_num_queries(16):  # session, user, project, and 13 of the verb
        assert len(program.get(f"{HERE}queue/?limit=50").json()["results"]) == 20


def test_a_window_is_brought_to_its_share_from_the_image_that_it_shows_on(program, photos):
    made = [photo.pk for photo in photos(30)]
    answer = program.post(f"{HERE}queue/", {"tab": "a", "shown": made[2], "limit": 3, "ahead": 2}).json()
    assert set(answer) == {"results", "ahead", "was", "elsewhere", "holders", "gone"}
    assert [asset["id"] for asset in answer["results"]] == made[2:5]
    assert [asset["id"] for asset in answer["ahead"]] == made[5:7]
    assert all(set(asset) == ASSET for asset in [*answer["results"], *answer["ahead"]])
    assert (answer["was"], answer["elsewhere"], answer["holders"]) == ([], None, [])


def test_who_is_handed_an_image_is_told_whose_it_was_and_who_has_nothing_who_has_the_rest(api, program, photo, bob):
    bobs = api(bob)
    bobs.post(f"{HERE}queue/", {"tab": "b", "shown": photo.pk})
    asked = program.post(f"{HERE}queue/", {"tab": "a"}).json()
    assert (asked["results"], asked["holders"]) == (
        [],
        [{"username": "bob", "mine": False, "count": 1, "away_since": None}],
    )
    bobs.post(f"{HERE}queue/", {"tab": "b", "shown": photo.pk, "idle": 61})
    asked = program.post(f"{HERE}queue/", {"tab": "a"}).json()
    assert [asset["id"] for asset in asked["results"]] == [photo.pk]
    [was] = asked["was"]
    assert (was["asset"], was["username"], was["mine"]) == (photo.pk, "bob", False)
    assert was["away_since"]
    shown = bobs.post(f"{HERE}queue/", {"tab": "b", "shown": photo.pk}).json()
    assert (shown["results"], shown["elsewhere"]["username"]) == ([], "alice")


def test_answers_tell_which_window_sends_them_and_what_it_shows_now(program, photos, alice):
    first, second = photos(2)
    window = {"tab": "a", "load": "1", "shown": second.pk, "idle": 0.5}
    answer = program.post(f"{HERE}answers/", {"operations": [operation(first, "skipped")], "window": window})
    assert answer.json()["results"][0]["result"] == "applied"
    row = LabelingWindow.objects.get()
    assert (row.user, row.tab, row.load, row.shown) == (alice, "a", "1", second.pk)


def test_a_page_that_goes_says_so(program, photo):
    program.post(f"{HERE}queue/", {"tab": "a", "load": "1"})
    answer = program.post(f"{HERE}queue/leave/", {"tab": "a", "load": "1"})
    assert answer.status_code == 204
    assert Claim.objects.get().expires_at < timezone.now() + timedelta(seconds=21)


@pytest.mark.parametrize(
    "told",
    [
        {"tab": "x" * 65},
        {"tab": "a\n"},
        {"load": "\0"},
        {"idle": -1},
        {"idle": "long"},
        {"idle": "nan"},
        {"shown": 2**63},
        {"limit": 21},
        {"waiting": [0]},
        {"waiting": "1,2"},
        {"ahead": 101},
    ],
    ids=str,
)
def test_a_window_that_cannot_be_is_refused_by_name(program, photo, told):
    answer = program.post(f"{HERE}queue/", told)
    assert (answer.status_code, [name.split(".")[0] for name in error(answer)["fields"]]) == (400, list(told))
    assert not Claim.objects.exists()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_fifty_labelers_answer_two_thousand_images_once_and_nobody_waits_while_fifty_are_left(
    api, project, dress, bob, django_user_model
):
    without_bytes(project, bob, 2000)
    people = [django_user_model.objects.create_user(f"labeler-{number}") for number in range(50)]
    shown: dict[int, set[int]] = {}
    answered, starved = [], []

    def work(few):
        """These take turns. Each answers the first that it has, or some of many, and asks again, as the page does."""
        programs = {person.pk: api(person) for person in few}
        random = Random(few[0].pk)
        at_work = dict.fromkeys(programs)
        while at_work:
            pk = random.choice(list(at_work))
            window = {"tab": "page", "shown": at_work[pk]}
            have = [asset["id"] for asset in programs[pk].post(f"{HERE}queue/", window).json()["results"]]
            if not have:
                left = project.assets.filter(status="unlabeled").count()
                if left >= 50:
                    starved.append((pk, left))
                if not left:
                    del at_work[pk]
                continue
            count = random.randint(1, max(1, len(have) // 3))
            for number in have[: count + 1]:
                shown.setdefault(number, set()).add(pk)
            operations = [
                {
                    "op_id": f"{pk}-{number}",
                    "asset": number,
                    "base_revision": 0,
                    "status": "labeled",
                    "category_ids": [1],
                }
                for number in have[:count]
            ]
            at_work[pk] = (have[count:] or [None])[0]
            window["shown"] = at_work[pk]
            body = {"operations": operations, "window": window}
            results = programs[pk].post(f"{HERE}answers/", body).json()["results"]
            answered.extend((result["asset"]["id"], result["result"]) for result in results)

    at_once(*(lambda few=people[start : start + 10]: work(few) for start in range(0, 50, 10)))
    assert starved == []
    assert {result for _, result in answered} == {"applied"}
    assert len(answered) == len({number for number, _ in answered}) == 2000
    assert {number: people for number, people in shown.items() if len(people) > 1} == {}


# --- answers --------------------------------------------------------------------------------------------------------


def test_an_applied_answer_comes_back_with_the_asset(program, photo, dress):
    asked = operation(photo, ids=[1])
    (result,) = send(program, asked)
    assert set(result) == {"op_id", "result", "asset"}
    assert (result["op_id"], result["result"]) == (asked["op_id"], "applied")
    assert set(result["asset"]) == ASSET
    assert (result["asset"]["status"], result["asset"]["category_ids"], result["asset"]["revision"]) == (
        "labeled",
        [1],
        1,
    )
    more = {"also_came_as": [], "second_answers": [], "known": False}
    assert result["asset"] | more == program.get(f"{HERE}assets/{photo.pk}/").json()


def test_each_kind_of_result_tells_the_asset_as_it_is(api, program, photo, dress, hat, bob, mallory):
    first = operation(photo, ids=[1])
    send(program, first)
    send(api(bob), operation(photo, "approved", [2], base=1))
    duplicate, conflict = send(program, first, operation(photo, ids=[1], base=1))
    (stolen,) = send(api(mallory), first)
    (rejected,) = send(program, operation(photo, "done", base=2))
    (unknown,) = send(program, operation(photo) | {"asset": 10**9})
    assert [r["result"] for r in (duplicate, conflict, stolen, rejected, unknown)] == [
        "duplicate", "conflict", "rejected", "rejected", "rejected",
    ]  # fmt: skip
    for result in (duplicate, conflict, stolen, rejected):
        assert (result["asset"]["status"], result["asset"]["category_ids"], result["asset"]["revision"]) == (
            "approved",
            [2],
            2,
        )
    assert unknown["asset"] is None
    assert "detail" not in duplicate
    assert conflict["detail"] == "The asset is at revision 2, not 1."
    assert stolen["detail"] == "Another person used this op_id."
    assert rejected["detail"] == "status is one of unlabeled, labeled, needs_review, approved, skipped."
    assert unknown["detail"] == f"This project has no asset {10**9}."


def test_a_batch_with_malformed_operations_is_answered_one_by_one(program, photos, dress):
    one, two = photos(2)
    told = send(program, operation(one, ids=[1]), None, 5, "x", [], {}, {"op_id": "\x00"}, operation(two, "skipped"))
    assert [result["result"] for result in told] == ["applied", *["rejected"] * 6, "applied"]
    assert all(result["asset"] is None and result["detail"] for result in told[1:-1])


def test_half_a_character_is_rejected_not_a_crash(program, photo):
    body = b'{"operations": [{"op_id": "\\ud800", "asset": 1, "base_revision": 0, "status": "skipped"}]}'
    answer = program.generic("POST", f"{HERE}answers/", body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["results"][0]["result"] == "rejected"


def test_an_operation_with_a_key_that_there_is_not_is_rejected_by_itself_with_its_asset(program, photos, dress):
    made = photos(3)
    whole = [operation(asset, ids=[1]) for asset in made]
    results = send(program, whole[0], whole[1] | {"statuss": "skipped"}, whole[2])
    assert [result["result"] for result in results] == ["applied", "rejected", "applied"]
    assert (results[1]["op_id"], results[1]["code"]) == (whole[1]["op_id"], "unknown_field")
    assert results[1]["detail"] == 'There is no "statuss". Did you mean "status"?'
    assert (results[1]["asset"]["id"], results[1]["asset"]["status"]) == (made[1].pk, "unlabeled")
    assert "code" not in results[0]


@pytest.mark.parametrize("key", ["asked", "objects", "suggestion"])
def test_a_key_of_later_versions_is_rejected_until_it_means_something(program, photo, dress, key):
    given = operation(photo, ids=[1])
    (result,) = send(program, given | {key: None})
    assert (result["result"], result["code"]) == ("rejected", "unknown_field")
    assert f'"{key}"' in result["detail"]
    (again,) = send(program, given)  # judged anew: nothing was remembered
    assert again["result"] == "applied"


def test_a_rejected_operation_tells_nothing_of_other_projects(program, photo, bob):
    other = make_photo(lifecycle.create("Garage", by=bob), by=bob)
    for number in (other.pk, "x", None, -1, True, 2**64, {"a": 1}):
        (result,) = send(program, operation(photo) | {"asset": number, "xyzzy": 1})
        assert (result["result"], result["code"], result["asset"]) == ("rejected", "unknown_field", None)


def test_a_key_beside_the_operations_refuses_the_batch_before_anything_is_applied(program, photo, dress):
    answer = program.post(f"{HERE}answers/", {"operations": [operation(photo, ids=[1])], "windw": {}})
    assert (answer.status_code, error(answer)["code"]) == (400, "unknown_field")
    assert error(answer)["message"] == 'There is no "windw". Did you mean "window"?'
    photo.refresh_from_db()
    assert photo.status == "unlabeled"


def test_over_500_operations_are_refused_as_a_whole(program, photo):
    asked = [operation(photo, "skipped", base=n) for n in range(501)]
    answer = program.post(f"{HERE}answers/", {"operations": asked})
    assert (answer.status_code, list(error(answer)["fields"])) == (400, ["operations"])
    assert not AnnotationEvent.objects.exists()
    assert {result["result"] for result in send(program, *asked[:500])} == {"applied"}


@pytest.mark.parametrize("body", [{}, {"operations": None}, {"operations": {}}, {"operations": "x"}, []])
def test_a_body_without_operations_is_refused(program, photo, body):
    assert program.post(f"{HERE}answers/", body).status_code == 400


@pytest.mark.parametrize("count", [3, 30])
def test_answers_take_the_same_queries_for_3_and_for_30(program, photos, dress, count, django_assert_num_queries):
    asked = [operation(photo, ids=[1]) for photo in photos(count)]
    with django_assert_num_queries(16 + TELLING):  # session, user, project before and after, and 12 of the verb
        assert {result["result"] for result in send(program, *asked)} == {"applied"}


@pytest.mark.django_db(transaction=True)
def test_a_batch_sent_twice_at_once_is_applied_once(api, photos, dress, alice):
    asked = [operation(photo, ids=[1]) for photo in photos(5)]
    programs = [api(alice) for _ in range(2)]
    told = at_once(*(lambda program=program: send(program, *asked) for program in programs))
    assert sorted([result["result"] for result in results] for results in told) == [["applied"] * 5, ["duplicate"] * 5]
    assert AnnotationEvent.objects.count() == 5


# --- bulk -----------------------------------------------------------------------------------------------------------

OUTCOME = {"id", "changed", "already", "refused", "changed_meanwhile", "reasons", "by_status", "mended"}


def bulk(program, **body):
    answer = program.post(f"{HERE}bulk/", body)
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()) == OUTCOME
    return answer.json()


def counted(outcome):
    return tuple(outcome[name] for name in ("changed", "already", "refused", "changed_meanwhile"))


@pytest.fixture
def labeled(photos, dress, answer, alice):
    made = photos(3)
    answer(made, "labeled", dress, by=alice)
    return made


def states():
    return list(Asset.objects.order_by("pk").values_list("status", flat=True))


def test_many_are_approved_by_number_and_by_number_and_revision(program, labeled):
    one, two, three = labeled
    mixed = [one.pk, {"id": two.pk, "revision": 1}, {"id": three.pk, "revision": 0}]
    assert counted(bulk(program, asset_ids=mixed, status="approved")) == (2, 0, 0, 1)
    assert states() == ["approved", "approved", "labeled"]


def test_the_others_get_another_answer_and_one_undo_takes_both_back(program, labeled):
    one, two, three = labeled
    others = {"asset_ids": [{"id": three.pk, "revision": 1}], "status": "needs_review"}
    done = bulk(program, asset_ids=[one.pk, two.pk], status="approved", others=others)
    assert (counted(done), done["by_status"]) == ((3, 0, 0, 0), {"approved": 2, "needs_review": 1})
    assert states() == ["approved", "approved", "needs_review"]
    assert program.post(f"{HERE}bulk/{done['id']}/undo/").json()["changed"] == 3
    assert states() == ["labeled"] * 3


def test_a_program_that_gives_labels_vouches_for_them_only_where_it_says_so(program, labeled, hat):
    _, two, three = labeled
    seen = [{"id": photo.pk, "revision": 1, "seen": True} for photo in labeled]
    done = bulk(program, asset_ids=seen[:1], status="labeled", category_ids=[hat.public_id])
    assert (done["by_status"], done["mended"]) == ({"labeled": 1}, [])
    done = bulk(program, asset_ids=[*seen[1:2], three.pk], status="labeled", category_ids=[hat.public_id], vouch=True)
    assert (done["by_status"], done["mended"]) == ({"approved": 1, "labeled": 1}, [two.pk])
    assert states() == ["labeled", "approved", "labeled"]
    assert program.post(f"{HERE}bulk/{done['id']}/undo/").json()["changed"] == 2
    assert states() == ["labeled"] * 3


def test_the_others_can_be_the_mended_ones(program, labeled, hat):
    one, two, three = labeled
    others = {"asset_ids": [{"id": one.pk, "seen": True}], "status": "labeled", "category_ids": [2], "vouch": True}
    done = bulk(program, asset_ids=[two.pk, three.pk], status="approved", others=others)
    assert (done["by_status"], done["mended"]) == ({"approved": 3}, [one.pk])


def test_nobody_vouches_for_all_that_match_a_filter(program, labeled, hat):
    asked = {"filter": {}, "max_id": 10**6, "as_of": 10**6, "status": "labeled", "category_ids": [2], "vouch": True}
    answer = program.post(f"{HERE}bulk/", asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_selection")
    assert [*answer.json()["error"]["fields"]] == ["vouch"]
    assert states() == ["labeled"] * 3


def test_an_action_tells_what_it_left_and_why(program, labeled, photos, answer, bob):
    (fresh,) = photos(1, first=500)
    answer(labeled[0], "approved", by=bob)
    outcome = bulk(program, asset_ids=[photo.pk for photo in [*labeled, fresh]], status="approved")
    assert counted(outcome) == (2, 1, 1, 0)
    assert outcome["reasons"] == ["Approved needs a category."]


def test_a_list_as_it_was_seen_is_changed_by_its_own_parameters(api, program, labeled, photos, dress, answer, bob):
    seen = program.get(f"{HERE}assets/?status=in_review").json()
    (late,) = photos(1, first=500)
    answer(late, "labeled", dress, by=bob)
    answer(labeled[1], "needs_review", by=bob)
    outcome = bulk(
        program, filter={"status": "in_review"}, max_id=seen["max_id"], as_of=seen["as_of"], status="approved"
    )
    assert counted(outcome) == (2, 0, 0, 1)
    assert states() == ["approved", "needs_review", "approved", "labeled"]


@pytest.mark.parametrize(
    ("narrow", "changed"),
    [
        ({}, 4),
        ({"status": "labeled"}, 3),
        ({"category": 1}, 3),
        ({"category": "1", "labeler": "alice"}, 3),
        ({"category": 2}, 0),
        ({"search": "photo-101"}, 1),
        ({"status": "unlabeled"}, 1),
    ],
)
def test_a_filter_takes_the_parameters_of_the_list(program, labeled, hat, photos, narrow, changed):
    photos(1, first=500)
    seen = program.get(f"{HERE}assets/", narrow).json()
    bounds = {name: seen[name] for name in ("max_id", "as_of")}
    assert counted(bulk(program, filter=narrow, status="skipped", **bounds)) == (changed, 0, 0, 0)


def test_a_filter_without_bounds_is_about_what_matches_now(program, labeled, photos, dress, answer, bob):
    (late,) = photos(1, first=500)
    answer(late, "labeled", dress, by=bob)
    answer(labeled[1], "needs_review", by=bob)
    outcome = bulk(program, filter={"status": "labeled"}, status="approved")
    assert counted(outcome) == (3, 0, 0, 0)
    assert states() == ["approved", "needs_review", "approved", "approved"]
    assert program.post(f"{HERE}bulk/{outcome['id']}/undo/").json()["changed"] == 3


@pytest.mark.parametrize("one", ["max_id", "as_of"])
def test_one_bound_without_the_other_is_of_no_list(program, labeled, one):
    answer = program.post(f"{HERE}bulk/", {"filter": {}, one: 10**6, "status": "skipped"})
    assert (answer.status_code, error(answer)["code"]) == (400, "no_bounds")
    assert states() == ["labeled"] * 3


def test_undo_and_its_undo_by_api(program, labeled):
    done = bulk(program, asset_ids=[photo.pk for photo in labeled], status="skipped")
    undone = program.post(f"{HERE}bulk/{done['id']}/undo/")
    assert (undone.status_code, set(undone.json()), counted(undone.json())) == (200, OUTCOME, (3, 0, 0, 0))
    assert states() == ["labeled"] * 3
    redone = program.post(f"{HERE}bulk/{undone.json()['id']}/undo/").json()
    assert counted(redone) == (3, 0, 0, 0)
    assert states() == ["skipped"] * 3


def test_the_id_of_an_action_that_changed_nothing_has_nothing_to_undo(program, labeled):
    done = bulk(program, asset_ids=[], status="skipped")
    answer = program.post(f"{HERE}bulk/{done['id']}/undo/")
    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "body",
    [
        {"status": "skipped"},
        {"asset_ids": [1]},
        {"asset_ids": [1], "filter": {}, "status": "skipped"},
        {"filter": {}, "max_id": 5, "status": "skipped"},
        {"filter": {}, "as_of": 5, "status": "skipped"},
        {"filter": {}, "max_id": -1, "as_of": 0, "status": "skipped"},
        {"filter": {"status": "finished"}, "max_id": 5, "as_of": 5, "status": "skipped"},
        {"filter": {"category": "x"}, "max_id": 5, "as_of": 5, "status": "skipped"},
        {"filter": {"search": "\0"}, "max_id": 5, "as_of": 5, "status": "skipped"},
        {"filter": [1], "max_id": 5, "as_of": 5, "status": "skipped"},
        {"asset_ids": ["1"], "status": "skipped"},
        {"asset_ids": [True], "status": "skipped"},
        {"asset_ids": [1.5], "status": "skipped"},
        {"asset_ids": [{"revision": 1}], "status": "skipped"},
        {"asset_ids": [{"id": 1, "revision": "1"}], "status": "skipped"},
        {"asset_ids": [{"id": 1, "seen": "yes"}], "status": "skipped"},
        {"asset_ids": [None], "status": "skipped"},
        {"asset_ids": 1, "status": "skipped"},
        {"asset_ids": [1], "status": "labeled", "category_ids": "1"},
        {"asset_ids": [1], "status": "labeled", "category_ids": ["1"]},
        {"asset_ids": list(range(10_001)), "status": "skipped"},
        {"asset_ids": [1], "status": "skipped", "others": {"asset_ids": [1], "status": "approved"}},
        {"asset_ids": [1], "status": "skipped", "others": {"asset_ids": ["1"], "status": "approved"}},
        {"asset_ids": [1], "status": "skipped", "others": {"status": "approved"}},
        {"asset_ids": [1], "status": "skipped", "others": {"asset_ids": [2], "status": "labeled", "category_ids": "1"}},
        {
            "filter": {},
            "max_id": 5,
            "as_of": 5,
            "status": "skipped",
            "others": {"asset_ids": [2], "status": "approved"},
        },
    ],
    ids=lambda body: str(body)[:60],
)
def test_an_action_that_is_none_is_refused(program, labeled, body):
    answer = program.post(f"{HERE}bulk/", body)
    assert answer.status_code == 400
    assert error(answer)["message"]
    assert states() == ["labeled"] * 3


@pytest.mark.parametrize("narrow", [{"search": "\\ud800"}, {"labeler": "\\ud800"}], ids=str)
def test_half_a_character_in_a_filter_is_refused_not_a_crash(program, labeled, narrow):
    ((name, text),) = narrow.items()
    body = f'{{"filter": {{"{name}": "{text}"}}, "max_id": 99, "as_of": 99, "status": "skipped"}}'
    answer = program.generic("POST", f"{HERE}bulk/", body.encode(), content_type="application/json")
    assert (answer.status_code, list(error(answer)["fields"])) == (400, [name])
    assert states() == ["labeled"] * 3


# --- history and stats ----------------------------------------------------------------------------------------------


def test_history_tells_who_changed_what_newest_first(program, photo, dress, hat, answer, alice, bob):
    answer(photo, "labeled", dress, by=alice, op_id="a-1")
    done = bulk(program, asset_ids=[photo.pk], status="approved", category_ids=[2])
    told = program.get(f"{HERE}assets/{photo.pk}/history/").json()
    assert set(told) == {"results", "next", "previous"}
    second, first = told["results"]
    assert first | {"id": 0, "at": ""} == {
        "id": 0,
        "actor": "alice",
        "at": "",
        "op_id": "a-1",
        "from_status": "unlabeled",
        "to_status": "labeled",
        "from_category_ids": [],
        "to_category_ids": [1],
        "revision": 1,
        "bulk": None,
        "seen": None,
        "source": None,
        "reason": "",
    }
    assert (second["bulk"], second["from_category_ids"], second["to_category_ids"]) == (done["id"], [1], [2])


def test_history_is_bounded_and_paged(program, photo, alice):
    send(program, *(operation(photo, "skipped", base=n) for n in range(120)))
    first = program.get(f"{HERE}assets/{photo.pk}/history/").json()
    second = program.get(first["next"]).json()
    assert [event["revision"] for event in first["results"] + second["results"]] == list(range(120, 0, -1))
    assert len(first["results"]) == 100


def test_stats_have_the_shape_of_the_table(program, photo, dress):
    categories.add(dress.project, "Hat")
    told = program.get(f"{HERE}stats/").json()
    assert set(told) == {"total", "by_status", "by_category", "issues"}
    assert told["total"] == 1
    assert told["by_status"] == {"unlabeled": 1, "labeled": 0, "needs_review": 0, "approved": 0, "skipped": 0}
    assert told["by_category"] == {"1": 0, "2": 0}


@pytest.mark.parametrize("count", [3, 30])
def test_stats_take_the_same_queries_for_3_and_for_30(program, photos, dress, count, django_assert_num_queries):
    photos(count)
    with django_assert_num_queries(5):  # session, user, project, states, categories
        assert program.get(f"{HERE}stats/").json()["total"] == count


def test_answers_in_one_project_do_not_touch_another(api, program, photo, dress, bob):
    other = lifecycle.create("Garage", by=bob)
    bike = make_photo(other, by=bob)
    (result,) = send(program, operation(bike, "skipped"))
    assert (result["result"], result["asset"]) == ("rejected", None)
    assert counted(bulk(program, asset_ids=[bike.pk], status="skipped")) == (0, 0, 1, 0)
    outcome = bulk(program, filter={}, max_id=bike.pk, as_of=10**9, status="skipped")
    assert outcome["changed"] == 1
    bike.refresh_from_db()
    assert bike.status == "unlabeled"


def test_a_window_is_told_which_of_the_images_that_it_has_are_gone(program, photos, bob, project):
    first, second, third, fourth = photos(4)
    withdrawing.withdraw(first, reason="Its owner asks.", confirm=str(first.pk), by=bob)
    deletion.remove(second, by=bob)
    elsewhere = make_photo(lifecycle.create("Garage", by=bob), by=bob)
    held = [fourth.pk, second.pk, first.pk, elsewhere.pk]
    told = program.post(f"{HERE}queue/", {"tab": "t", "held": held}).json()
    assert told["gone"] == sorted([first.pk, second.pk, elsewhere.pk])
    assert [asset["id"] for asset in told["results"]] == [third.pk, fourth.pk]
    assert program.post(f"{HERE}queue/", {"tab": "t"}).json()["gone"] == []
    assert program.post(f"{HERE}queue/", {"tab": "t", "held": [1] * 1001}).status_code == 400
