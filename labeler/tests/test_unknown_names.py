"""A call takes what it is described to take. Each method of each call is walked, those of later apps included: a name
that nobody knows is refused, in the address and in the body, and nothing happens."""

import json

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.parsers import MultiPartParser

from assets.uploads.tus import Piece
from core.api.call import Call
from core.api.parsers import Json
from labeler import api as routes
from labeler.tests.test_every_url_needs_login import address, patterns

pytestmark = pytest.mark.django_db

API = "/api/v1/"
ALL = "projects/wardrobe/"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def calls():
    """(view, method, where) of all that the API answers."""
    for each in routes.urlpatterns:
        found = [(each.pattern,)] if isinstance(each, URLPattern) else patterns(each)
        views = [each] if isinstance(each, URLPattern) else each.url_patterns
        for parts, one in zip(found, views, strict=True):
            view = one.callback.cls
            if view is SpectacularSwaggerSplitView:
                continue  # a page
            for method in METHODS:
                if hasattr(view, method) or (method == "head" and hasattr(view, "get")):
                    yield view, method, API + address(parts).removeprefix("/")


CALLS = list(calls())


def named(call):
    _, method, where = call
    return f"{method} {where.removeprefix(API)}"


def body_for(view, key):
    """A body with this one key, in the first way that the call reads; None where it reads bytes only."""
    if Json in view.parser_classes:
        return json.dumps({key: 1}), "application/json"
    if MultiPartParser in view.parser_classes:
        return encode_multipart(BOUNDARY, {key: "1"}), MULTIPART_CONTENT
    assert view.parser_classes == [Piece]
    return None


def error(answer):
    return answer.json()["error"]


def test_the_walk_finds_the_calls_of_all_apps():
    found = {named(call) for call in CALLS}
    assert {
        f"get {ALL}assets/",
        f"post {ALL}answers/",
        f"post {ALL}uploads/",
        f"get {ALL}stats/",
        "get schema/",
    } <= found
    assert {f"post {ALL}versions/", f"patch {ALL}", f"delete {ALL}assets/1/", f"post {ALL}imports/1/again/"} <= found
    assert len(found) > 100


SAID = 'There is no "xyzzy".'
REFUSED = {"error": {"code": "unknown_field", "message": SAID, "fields": {"xyzzy": [SAID]}}}


def refuses(method, answer):
    return answer.status_code == 400 and (method == "head" or answer.data == REFUSED)


def test_a_parameter_that_nobody_knows_is_refused_by_every_call(api, everything, bob):
    program = api(bob)
    heard = {
        named(call): program.generic(method.upper(), f"{where}?xyzzy=1")
        for call in CALLS
        for _, method, where in [call]
    }
    assert [name for name, answer in heard.items() if not refuses(name.split()[0], answer)] == []


def test_a_key_that_nobody_knows_is_refused_by_every_call(api, everything, bob):
    program = api(bob)
    heard = {}
    for view, method, where in CALLS:
        if sent := body_for(view, "xyzzy"):
            body, kind = sent
            heard[named((view, method, where))] = program.generic(method.upper(), where, body, content_type=kind)
    assert [name for name, answer in heard.items() if not refuses(name.split()[0], answer)] == []


@pytest.mark.parametrize("method", ["PUT", "TRACE", "INITIAL", "REQUEST", "KWARGS", "XYZZY"])
def test_a_method_that_a_call_has_not_is_said_to_be_none(api, everything, bob, method):
    assert api(bob).generic(method, f"{ALL}bulk/?xyzzy=1").status_code == 405


def test_every_call_is_one_of_ours():
    assert [view for view, *_ in CALLS if not issubclass(view, Call)] == []


def test_a_stranger_is_told_nothing_of_names(api, photo):
    assert api().get(f"{ALL}assets/?xyzzy=1").status_code == 401
    assert api().post(f"{ALL}bulk/", {"xyzzy": 1}).status_code == 401


# --- what a typo did ------------------------------------------------------------------------------------------------


@pytest.fixture
def program(api, everything, bob):
    return api(bob)


@pytest.mark.parametrize(
    ("method", "where", "body", "name", "meant"),
    [
        ("get", "assets/?categroy=3", None, "categroy", "category"),
        ("get", "assets/?Status=labeled", None, "Status", "status"),
        ("get", "assets/?lables=1", None, "lables", "labeler"),
        ("get", "stats/?labler=bob", None, "labler", "labeler"),
        ("get", "queue/?limt=1", None, "limt", "limit"),
        ("get", "versions/?curser=x", None, "curser", "cursor"),
        ("get", "videos/1/plan/?sampling=fps&vaule=1", None, "vaule", "value"),
        ("post", "versions/", {"status": ["labeled"]}, "status", "statuses"),
        ("post", "versions/preview/", {"categories": [1]}, "categories", "category_ids"),
        ("post", "bulk/", {"asset_ids": [1], "status": "skipped", "categoryids": [1]}, "categoryids", "category_ids"),
        ("post", "assets/delete/", {"asset_ids": [1], "dryrun": True}, "dryrun", "dry_run"),
        ("post", "checks/", {"sise": 5}, "sise", "size"),
        ("post", "imports/1/again/", {"skip_unkown": True}, "skip_unkown", "skip_unknown"),
        ("post", "videos/1/extract/", {"sampling": "fps", "value": 1, "valeu": 2}, "valeu", "value"),
        ("post", "queue/", {"takeover": True}, "takeover", "take_over"),
        ("patch", "", {"guidlines": "Look twice."}, "guidlines", "guidelines"),
    ],
)
def test_a_typo_is_told_with_the_name_that_was_meant(program, method, where, body, name, meant):
    answer = getattr(program, method)(f"{ALL}{where}", body)
    said = f'There is no "{name}". Did you mean "{meant}"?'
    assert answer.status_code == 400
    assert error(answer) == {"code": "unknown_field", "message": said, "fields": {name: [said]}}


@pytest.mark.parametrize(
    ("where", "body", "name", "meant"),
    [
        ("versions/", {"splits": {"ratios": {"trian": 8000}}}, "splits.ratios.trian", "train"),
        ("versions/preview/", {"splits": {"sede": "x", "ratios": {}}}, "splits.sede", "seed"),
        ("bulk/", {"asset_ids": [1, {"id": 1, "revison": 1}], "status": "skipped"}, "asset_ids.1.revison", "revision"),
        (
            "bulk/",
            {"asset_ids": [], "status": "skipped", "others": {"asset_ids": [], "status": "skipped", "categories": 1}},
            "others.categories",
            "category_ids",
        ),
        (
            "bulk/",
            {"asset_ids": [], "status": "skipped", "others": {"asset_ids": [{"ids": 1}], "status": "skipped"}},
            "others.asset_ids.0.ids",
            "id",
        ),
        (
            "bulk/",
            {"filter": {"categroy": 1}, "max_id": 9, "as_of": 9, "status": "skipped"},
            "filter.categroy",
            "category",
        ),
        ("answers/", {"operations": [], "window": {"tba": "x"}}, "window.tba", "tab"),
        ("checks/1/judgements/", {"judgements": [{"asset": 1, "rihgt": True}]}, "judgements.0.rihgt", "right"),
    ],
)
def test_a_typo_deep_in_a_body_is_told_with_the_way_to_it(program, photo, where, body, name, meant):
    answer = program.post(f"{ALL}{where}", body)
    said = f'There is no "{name.rpartition(".")[2]}". Did you mean "{meant}"?'
    assert (answer.status_code, error(answer)["code"], error(answer)["message"]) == (400, "unknown_field", said)
    assert error(answer)["fields"] == {name: [said]}
    photo.refresh_from_db()
    assert photo.status == "labeled"


def test_what_takes_no_body_does_nothing_when_it_gets_one(program, photo):
    answer = program.delete(f"{ALL}assets/{photo.pk}/", {"dry_run": True})
    assert (answer.status_code, error(answer)["code"]) == (400, "unknown_field")
    assert program.get(f"{ALL}assets/{photo.pk}/").status_code == 200
    assert program.get(f"{ALL}stats/", {"status": "labeled"}).status_code == 200
    listed = program.generic("POST", f"{ALL}categories/1/restore/", "[1]", content_type="application/json")
    assert (listed.status_code, error(listed)["message"]) == (400, "This call takes no body.")
    for nothing in ("", "{}"):
        done = program.generic("POST", f"{ALL}categories/1/restore/", nothing, content_type="application/json")
        assert done.status_code == 200


def test_filters_in_the_body_of_a_get_do_not_list_everything(program):
    answer = program.generic("GET", f"{ALL}queue/", '{"limit": 1}', content_type="application/json")
    assert (answer.status_code, error(answer)["code"]) == (400, "unknown_field")


def test_several_typos_are_all_told_and_the_first_is_said(program):
    answer = program.get(f"{ALL}assets/?categroy=3&stat=x&status=labeled")
    assert error(answer)["message"] == 'There is no "categroy". Did you mean "category"?'
    assert list(error(answer)["fields"]) == ["categroy", "stat"]


@pytest.mark.parametrize("name", ["\ud800", "x" * 100_000, "\x00", "“"])
def test_a_name_of_any_make_is_refused_in_a_sentence(program, name):
    answer = program.generic("POST", f"{ALL}checks/", json.dumps({name: 1}), content_type="application/json")
    assert (answer.status_code, error(answer)["code"]) == (400, "unknown_field")
    assert len(error(answer)["message"]) < 150


def test_thousands_of_made_up_names_are_answered_in_a_few(program):
    body = {f"name{number}": 1 for number in range(20_000)}
    answer = program.post(f"{ALL}checks/", body)
    assert (answer.status_code, error(answer)["code"]) == (400, "unknown_field")
    assert len(error(answer)["fields"]) == 20


@pytest.mark.parametrize("where", ["assets/?status=labeled&status=approved", "assets/?limit=1&limit=2"])
def test_a_parameter_that_is_given_twice_is_refused_and_not_half_of_it_heard(program, where):
    answer = program.get(f"{ALL}{where}")
    name = where.partition("?")[2].partition("=")[0]
    assert (answer.status_code, error(answer)["code"], list(error(answer)["fields"])) == (400, "repeated_field", [name])


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('{"name": "Attic", "name": "Cellar"}', "name"),
        ('{"name": "Attic", "made_up": [{"a": 1, "b": 2, "b": 2}]}', "b"),
        ('{"\\ud800": 1, "\\ud800": 2}', "\\ud800"),
    ],
)
def test_a_key_that_is_given_twice_is_refused_and_not_the_last_one_heard(program, body, name):
    answer = program.generic("POST", "projects/", body, content_type="application/json")
    assert (answer.status_code, error(answer)["code"], list(error(answer)["fields"])) == (400, "repeated_field", [name])


@pytest.mark.parametrize(
    ("method", "where", "body", "field"),
    [
        ("get", "assets/?status=approvd", None, "status"),
        ("get", "assets/?sort=sideways", None, "sort"),
        ("get", "assets/?limit=abc", None, "limit"),
        ("get", "assets/?category=9", None, "category"),
        ("get", "assets/?video=9", None, "video"),
        ("get", "assets/?from=yesterday", None, "from"),
        ("get", "stats/?status=approvd", None, "status"),
        ("get", "stats/?category=9", None, "category"),
        ("get", "queue/?limit=abc", None, "limit"),
        ("post", "bulk/", {"asset_ids": [1], "status": "approvd"}, "status"),
        ("post", "bulk/", {"asset_ids": [1], "status": "labeled", "category_ids": [9]}, "category_ids"),
        ("post", "bulk/", {"filter": {"status": "approvd"}, "max_id": 9, "as_of": 9, "status": "skipped"}, "status"),
        ("post", "bulk/", {"filter": {"status": None}, "max_id": 9, "as_of": 9, "status": "skipped"}, "status"),
        ("post", "bulk/", {"filter": {"search": " "}, "max_id": 9, "as_of": 9, "status": "skipped"}, "search"),
        ("post", "bulk/", {"filter": {"category": 9}, "max_id": 9, "as_of": 9, "status": "skipped"}, "category"),
        ("post", "versions/", {"statuses": ["approvd"]}, "statuses"),
        ("post", "versions/", {"statuses": ["labeled"], "category_ids": [1, 9]}, "category_ids"),
        ("post", "versions/", {"include_unlabeled": "perhaps"}, "include_unlabeled"),
        ("post", "versions/preview/", {"category_ids": [9]}, "category_ids"),
        ("post", "checks/", {"statuses": ["labeled", "approvd"]}, "statuses"),
        ("post", "checks/", {"size": 0}, "size"),
        ("post", "imports/1/again/", {"dry_run": "perhaps"}, "dry_run"),
        ("post", "videos/1/extract/", {"sampling": "fsp", "value": 1}, "sampling"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(program, project, photo, method, where, body, field):
    answer = getattr(program, method)(f"{ALL}{where}", body)
    assert answer.status_code == 400
    assert list(error(answer)["fields"]) == [field]
    photo.refresh_from_db()
    assert photo.status == "labeled"
    assert not project.versions.exists()


def test_parameters_of_the_libraries_themselves_go_on(program):
    assert program.get(f"{ALL}assets/?format=json").status_code == 200
    assert "openapi" in program.get("schema/?format=json&lang=en&version=1").json()
    assert program.get("docs/?lang=en").status_code == 200
    assert program.get("docs/?script=").headers["Content-Type"] == "application/javascript"
    assert program.get("schema/?fromat=json").status_code == 400


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", ["", "assets/", "assets/{photo}/", "label/", "review/", "videos/", "versions/", "activity/"]
)
def test_pages_pass_over_what_they_do_not_know(client, photo, dress, bob, where):
    client.force_login(bob)
    assert client.get(f"/{ALL}{where.format(photo=photo.pk)}?utm_source=mail").status_code == 200


def test_the_page_of_the_api_is_a_page(client, bob):
    client.force_login(bob)
    assert client.get(f"{API}docs/?utm_source=mail").status_code == 200


def test_pages_go_on_where_a_category_is_none(client, photo, dress, bob):
    client.force_login(bob)
    assert client.get(f"/{ALL}assets/?category=9").status_code == 200
    assert client.get(f"/{ALL}review/?category=9").status_code == 200
