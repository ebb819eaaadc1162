"""Projects and categories by API, in the shapes of the architecture's table."""

import json

import pytest
from knox.models import AuthToken

from core.markdown import readable
from people import tokens
from projects import categories, lifecycle
from projects.models import Category, Project
from tests.support.cast import refused

pytestmark = pytest.mark.django_db

PROJECT = {
    "name",
    "slug",
    "dataset_id",
    "task_type",
    "schema_version",
    "guidelines",
    "license",
    "citation",
    "split_ratios",
    "split_seed",
    "approve_mended",
    "second_share",
    "gold_share",
    "gold_told",
    "window",
    "send_back_reasons",
    "release_gate",
    "quality_statement",
    "created_at",
    "archived_at",
    "closed",
    "rights",
}
CATEGORY = {
    "id",
    "class_index",
    "name",
    "supercategory",
    "color",
    "description",
    "position",
    "active",
    "label_count",
}


def error(answer):
    assert set(answer.json()) == {"error"}
    told = answer.json()["error"]
    assert {"code", "message"} <= set(told) <= {"code", "message", "fields", "details"}
    return told


# --- who may --------------------------------------------------------------------------------------------------------

READS = [
    "projects/",
    "projects/wardrobe/",
    "projects/wardrobe/categories/",
    "projects/wardrobe/categories/1/",
]
CHANGES = [
    ("post", "projects/", {"name": "Closet"}),
    ("patch", "projects/wardrobe/", {"name": "Closet"}),
    ("post", "projects/wardrobe/archive/", None),
    ("delete", "projects/wardrobe/archive/", None),
    ("post", "projects/wardrobe/guidelines/preview/", {"guidelines": "**Whole**"}),
    ("post", "projects/wardrobe/categories/list/", {"categories": [{"name": "Scarf"}]}),
    ("post", "projects/wardrobe/categories/", {"name": "Scarf"}),
    ("patch", "projects/wardrobe/categories/1/", {"name": "Gown"}),
    ("delete", "projects/wardrobe/categories/1/", None),
    ("post", "projects/wardrobe/categories/1/restore/", None),
    ("post", "projects/wardrobe/categories/reorder/", {"ids": [1]}),
]


def everything():
    return list(Project.objects.values()), list(Category.objects.values())


@pytest.mark.parametrize("path", READS)
def test_a_stranger_reads_nothing(api, dress, path):
    answer = api().get(path)
    assert (answer.status_code, error(answer)["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_a_stranger_changes_nothing(api, dress, method, path, body):
    before = everything()
    assert getattr(api(), method)(path, body).status_code == 401
    assert everything() == before


@pytest.mark.parametrize("path", READS)
def test_whoever_logs_in_reads(api, dress, alice, path):
    assert api(alice).get(path).status_code == 200


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_only_staff_changes_projects_and_categories(api, dress, alice, bob, method, path, body):
    before = everything()
    answer = getattr(api(alice), method)(path, body)
    assert (answer.status_code, error(answer)["code"]) == (403, "permission_denied")
    assert everything() == before
    assert getattr(api(bob), method)(path, body).status_code in (200, 201)


def test_a_token_opens_the_api_and_only_that_one(api, project, alice):
    _, token = tokens.make(alice, "Nightly training")
    program = api()
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert program.get("projects/").status_code == 200
    program.credentials(HTTP_AUTHORIZATION=f"Token {token[:-1]}x")
    answer = program.get("projects/")
    assert (answer.status_code, error(answer)["code"]) == (401, "authentication_failed")


def test_a_token_is_stored_hashed(alice):
    _, token = tokens.make(alice, "Nightly training")
    assert token not in json.dumps([str(value) for value in AuthToken.objects.values().get().values()])


def test_a_token_needs_no_csrf_but_a_session_does(project, bob):
    from rest_framework.test import APIClient

    _, token = tokens.make(bob, "Nightly training")
    program = APIClient(enforce_csrf_checks=True)
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert program.post("/api/v1/projects/", {"name": "Closet"}).status_code == 201
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post("/api/v1/projects/", {"name": "Attic"})
    assert (answer.status_code, error(answer)["code"]) == (403, "permission_denied")
    assert not Project.objects.filter(name="Attic").exists()


def test_a_person_who_left_cannot_use_a_token(api, project, alice):
    _, token = tokens.make(alice, "Nightly training")
    alice.is_active = False
    alice.save()
    program = api()
    program.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert program.get("projects/").status_code == 401


# --- projects -------------------------------------------------------------------------------------------------------


def test_making_a_project(api, bob):
    answer = api(bob).post("projects/", {"name": " Wardrobe ", "guidelines": "Whole picture."})
    assert answer.status_code == 201
    made = answer.json()
    assert set(made) == PROJECT
    assert made | {"dataset_id": None, "created_at": None} == {
        "name": "Wardrobe",
        "slug": "wardrobe",
        "dataset_id": None,
        "task_type": "classification_single",
        "schema_version": "1.0.0",
        "guidelines": "Whole picture.",
        "license": "",
        "citation": "",
        "split_ratios": None,
        "split_seed": "",
        "approve_mended": True,
        "second_share": 0,
        "gold_share": 0,
        "gold_told": False,
        "window": None,
        "send_back_reasons": [],
        "release_gate": None,
        "quality_statement": False,
        "created_at": None,
        "archived_at": None,
        "closed": False,
        "rights": ["answer", "review", "curate", "manage"],
    }
    assert Project.objects.get().created_by == bob
    assert api(bob).get("projects/wardrobe/").json() == made


def test_reasons_to_send_back_are_changed_cleaned_and_refused_by_name(api, bob, project):
    def ask(*reasons):
        return api(bob).patch("projects/wardrobe/", {"send_back_reasons": list(reasons)})

    kept = ask(" blurry ", "wrong class", "", "blurry").json()["send_back_reasons"]
    assert kept == ["blurry", "wrong class"]
    too_many, too_long = ask(*map(str, range(10))), ask("x" * 201)
    assert too_many.json()["error"]["fields"]["send_back_reasons"] == [
        "A project has at most 9 reasons, so that a digit chooses one; these are 10."
    ]
    assert too_long.json()["error"]["fields"]["send_back_reasons"] == [
        "A reason has at most 200 characters; this one has 201."
    ]
    assert [too_many.status_code, too_long.status_code, ask("two\nlines").status_code] == [400, 400, 400]
    assert api(bob).get("projects/wardrobe/").json()["send_back_reasons"] == kept
    assert ask().json()["send_back_reasons"] == []


def test_a_project_comes_with_its_categories_or_not_at_all(api, bob):
    wrong = {"name": "Wardrobe", "categories": [{"name": "Dress"}, {"name": "Hat", "color": "red"}]}
    told = api(bob).post("projects/", wrong).json()["error"]
    assert (told["code"], [*told["fields"]]) == ("bad_color", ["categories.1.color"])
    strange = api(bob).post("projects/", {"name": "Wardrobe", "categories": [{"name": "Hat", "colour": "red"}]})
    assert [*strange.json()["error"]["fields"]] == ["categories.0.colour"]
    assert not Project.objects.exists()
    right = {"name": "Wardrobe", "categories": [{"name": "Dress"}, {"name": "Hat", "color": "#1c9273"}]}
    assert api(bob).post("projects/", right).status_code == 201
    listed = api(bob).get("projects/wardrobe/categories/").json()["results"]
    assert [(each["id"], each["color"]) for each in listed] == [(1, "#ECD438"), (2, "#1C9273")]


def test_changing_a_project(api, project, bob):
    before = api(bob).get("projects/wardrobe/").json()
    answer = api(bob).patch("projects/wardrobe/", {"name": "Closet", "guidelines": ""})
    assert (answer.status_code, answer.json()) == (200, before | {"name": "Closet"})


def test_a_license_is_named_changed_and_taken_away(api, bob):
    made = api(bob).post("projects/", {"name": "Wardrobe", "license": " CC-BY-4.0 "}).json()
    assert made["license"] == "CC-BY-4.0"
    address = "https://example.com/terms"
    for sent, told in ((address, address), ("Ask Bob – inside only", "Ask Bob – inside only"), ("", "")):
        answer = api(bob).patch("projects/wardrobe/", {"license": sent})
        assert (answer.status_code, answer.json()) == (200, made | {"license": told})
        assert api(bob).get("projects/wardrobe/").json()["license"] == told


@pytest.mark.parametrize(
    ("license", "sentence"),
    [
        ("MIT\nor another", "A license is one line, without control characters."),
        ("MIT\x07", "A license is one line, without control characters."),
        ("x" * 201, "A license has at most 200 characters; this one has 201."),
    ],
)
def test_a_license_that_cannot_be_is_refused_in_a_sentence_and_nothing_changes(api, project, bob, license, sentence):
    for method, path in (("patch", "projects/wardrobe/"), ("post", "projects/")):
        answer = getattr(api(bob), method)(path, {"name": "Closet", "license": license})
        assert answer.status_code == 400
        assert error(answer)["code"] == "bad_license"
        assert error(answer)["fields"] == {"license": [sentence]}
    assert list(Project.objects.values_list("name", "license")) == [("Wardrobe", "")]


def test_a_project_says_whether_what_is_mended_is_approved(api, project, bob):
    for value in (False, True):
        assert api(bob).patch("projects/wardrobe/", {"approve_mended": value}).json()["approve_mended"] is value
        assert api(bob).get("projects/wardrobe/").json()["approve_mended"] is value
    other = api(bob).patch("projects/wardrobe/", {"approve_mended": False, "was": {"approve_mended": False}})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "changed_meanwhile")
    assert api(bob).patch("projects/wardrobe/", {"approve_mended": None}).status_code == 400


def test_a_project_sets_over_which_numbers_its_deep_pictures_are_shown(api, project, bob):
    window = {"from": 200.0, "to": 900.5}
    assert api(bob).patch("projects/wardrobe/", {"window": window}).json()["window"] == window
    other = api(bob).patch("projects/wardrobe/", {"window": {"from": 0, "to": 1}, "was": {"window": None}})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "changed_meanwhile")
    refused = api(bob).patch("projects/wardrobe/", {"window": {"from": 5, "to": 5}})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_window")
    assert refused.json()["error"]["fields"] == {
        "window": [
            "Pictures are shown from one number to a larger one; leave both empty to show each over what it holds."
        ]
    }
    assert api(bob).patch("projects/wardrobe/", {"window": None}).json()["window"] is None


def test_staff_set_the_splits_of_versions_to_come(api, project, bob, alice):
    ratios = {"train": 8000, "val": 1000, "test": 1000}
    answer = api(bob).patch("projects/wardrobe/", {"split_ratios": ratios, "split_seed": "autumn"})
    assert (answer.json()["split_ratios"], answer.json()["split_seed"]) == (ratios, "autumn")
    assert api(alice).patch("projects/wardrobe/", {"split_ratios": None}).status_code == 403
    answer = api(bob).patch("projects/wardrobe/", {"split_ratios": None})
    assert (answer.json()["split_ratios"], answer.json()["split_seed"]) == (None, "autumn")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"split_ratios": {"train": 8000, "val": 1000, "test": 999}}, "split_ratios"),
        ({"split_ratios": {"train": 8000, "val": 2000}}, "split_ratios"),
        ({"split_ratios": {"train": 11_000, "val": -1000, "test": 0}}, "split_ratios"),
        ({"split_ratios": [8000, 1000, 1000]}, "split_ratios"),
        ({"split_seed": "x" * 201}, "split_seed"),
        ({"split_seed": "a\0b"}, "split_seed"),
    ],
)
def test_shares_that_are_none_are_refused_and_nothing_changes(api, project, bob, body, field):
    answer = api(bob).patch("projects/wardrobe/", {"name": "Closet", **body})
    assert (answer.status_code, list(error(answer)["fields"])) == (400, [field])
    project.refresh_from_db()
    assert (project.name, project.split_ratios, project.split_seed) == ("Wardrobe", None, "")


@pytest.mark.parametrize("name", ["slug", "dataset_id", "schema_version", "task_type"])
def test_what_identifies_a_dataset_is_not_changed_by_api(api, project, bob, name):
    before = api(bob).get("projects/wardrobe/").json()
    api(bob).patch("projects/wardrobe/", {name: "x"})
    assert api(bob).get("projects/wardrobe/").json() == before


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid", "name"),
        ({"name": ""}, "invalid", "name"),
        ({"name": None}, "invalid", "name"),
        ({"name": ["Closet"]}, "invalid", "name"),
        ({"name": "wardrobe"}, "name_taken", "name"),
        ({"name": "x" * 101}, "bad_name", "name"),
        ({"name": "a\u0085b"}, "bad_name", "name"),
        ({"name": "Closet", "task_type": "detection_box"}, "bad_task_type", "task_type"),
        ({"name": "Closet", "guidelines": "\u0000"}, "invalid", "guidelines"),
    ],
)
def test_a_project_that_cannot_be_is_refused_by_field(api, project, bob, body, code, field):
    answer = api(bob).post("projects/", body)
    assert answer.status_code == 400
    told = error(answer)
    assert (told["code"], list(told["fields"])) == (code, [field])
    assert Project.objects.count() == 1


def test_half_a_character_is_refused_not_a_crash(api, project, bob):
    answer = api(bob).generic(
        "POST", "projects/", b'{"name": "Closet", "guidelines": "\\ud800"}', content_type="application/json"
    )
    assert (answer.status_code, list(error(answer)["fields"])) == (400, ["guidelines"])


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "parse_error"),
        (b"[1]", "application/json", 400, "invalid"),
        (b"null", "application/json", 400, "invalid"),
        (b'"x"', "application/json", 400, "invalid"),
        (b"\xff", "application/json", 400, "parse_error"),
        (b"<a/>", "text/xml", 415, "unsupported_media_type"),
    ],
)
def test_a_body_that_is_no_json_object_is_told_in_the_one_shape(api, bob, content, content_type, status, code):
    answer = api(bob).generic("POST", "projects/", content, content_type=content_type)
    assert (answer.status_code, error(answer)["code"]) == (status, code)


DEEP = 100_000


@pytest.mark.parametrize(
    "content", ["[" * DEEP, '{"name":' * DEEP, "[" * DEEP + "]" * DEEP], ids=["lists", "objects", "closed"]
)
def test_a_body_that_is_nested_too_deeply_is_no_error_of_the_server(api, bob, content):
    answer = api(bob).generic("POST", "projects/", content, content_type="application/json")
    assert (answer.status_code, error(answer)["code"]) == (400, "parse_error")
    assert "nested too deeply" in error(answer)["message"]


def test_what_is_sent_to_an_address_without_its_last_slash_is_not_lost(api, bob, settings):
    settings.DEBUG = False  # otherwise the framework raises
    answer = api(bob).post("projects", {"name": "Attic"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/v1/projects/")
    asked = api(bob).get("projects")
    assert (asked.status_code, asked.headers["Location"]) == (301, "/api/v1/projects/")
    followed = api(bob).post("projects", {"name": "Attic"}, follow=True)
    assert (followed.status_code, followed.json()["slug"]) == (201, "attic")


def test_a_method_that_is_not_there_is_told_in_the_one_shape(api, project, bob):
    answer = api(bob).delete("projects/wardrobe/")
    assert (answer.status_code, error(answer)["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "path", ["projects/nothing/", "projects/nothing/categories/", "projects/wardrobe/categories/3/", "nothing/"]
)
def test_what_is_not_there_is_told_in_the_one_shape(api, dress, bob, path):
    answer = api(bob).get(path)
    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")


def test_projects_are_listed_page_by_page(api, bob):
    for number in range(5):
        lifecycle.create(f"Project {number}", by=bob)
    first = api(bob).get("projects/?limit=2").json()
    assert set(first) == {"results", "next", "previous"}
    assert all(set(item) == PROJECT for item in first["results"])
    second = api(bob).get(first["next"]).json()
    third = api(bob).get(second["next"]).json()
    names = [item["name"] for page in (first, second, third) for item in page["results"]]
    assert names == [f"Project {number}" for number in range(5)]
    assert (first["previous"], third["next"]) == (None, None)
    assert api(bob).get(third["previous"]).json()["results"] == second["results"]
    assert "limit=2" in first["next"]


def test_a_list_is_never_longer_than_500(api, bob):
    Project.objects.bulk_create(
        Project(name=f"p{n}", name_key=f"p{n}", slug=f"p{n}", created_by=bob) for n in range(502)
    )
    assert len(api(bob).get("projects/").json()["results"]) == 100
    assert len(api(bob).get("projects/?limit=100000").json()["results"]) == 500


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "cursor=x", "cursor=%00"])
def test_a_list_refuses_a_page_that_is_none(api, project, bob, query):
    answer = api(bob).get(f"projects/?{query}")
    assert answer.status_code == 400
    assert list(error(answer)["fields"]) == [query.split("=")[0]]


# --- categories -----------------------------------------------------------------------------------------------------


def test_adding_a_category(api, project, bob):
    body = {"name": "Dress", "color": "#abcdef", "description": "Long.", "supercategory": "Body"}
    answer = api(bob).post("projects/wardrobe/categories/", body)
    assert answer.status_code == 201
    assert answer.json() == {
        "id": 1,
        "class_index": 0,
        "name": "Dress",
        "supercategory": "Body",
        "color": "#ABCDEF",
        "description": "Long.",
        "position": 0,
        "active": True,
        "label_count": 0,
    }
    assert api(bob).get("projects/wardrobe/categories/1/").json() == answer.json()
    assert set(answer.json()) == CATEGORY


def test_categories_are_listed_in_display_order_retired_ones_too(api, dress, hat, photo, answer, alice):
    answer(photo, "labeled", hat, by=alice)
    categories.reorder(dress.project, [2, 1])
    categories.retire(dress)
    listed = api(alice).get("projects/wardrobe/categories/").json()
    assert set(listed) == {"results", "next", "previous"}
    assert [(c["id"], c["name"], c["active"], c["label_count"]) for c in listed["results"]] == [
        (2, "Hat", True, 1),
        (1, "Dress", False, 0),
    ]


def test_a_list_of_categories_is_bounded_too(api, project, bob):
    Category.objects.bulk_create(
        Category(project=project, class_index=n, name=f"c{n}", name_key=f"c{n}", position=n) for n in range(1001)
    )
    first = api(bob).get("projects/wardrobe/categories/").json()
    second = api(bob).get(first["next"]).json()
    assert [len(page["results"]) for page in (first, second)] == [1000, 1]
    assert second["results"][0]["id"] == 1001


def test_ids_of_the_api_are_the_contracts_not_database_keys(api, dress, bob):
    other = lifecycle.create("Garage", by=bob)
    bike = categories.add(other, "Bike")
    assert bike.pk != 1
    assert api(bob).get("projects/garage/categories/1/").json()["name"] == "Bike"
    assert api(bob).get(f"projects/garage/categories/{bike.pk}/").status_code == 404


def test_renaming_retiring_and_restoring_a_category(api, dress, bob):
    program = api(bob)
    assert program.patch("projects/wardrobe/categories/1/", {"name": "Gown"}).json()["name"] == "Gown"
    retired = program.delete("projects/wardrobe/categories/1/")
    assert (retired.status_code, retired.json()["active"], retired.json()["name"]) == (200, False, "Gown")
    again = program.post("projects/wardrobe/categories/", {"name": "gown"})
    assert (again.status_code, error(again)["code"]) == (400, "name_retired")
    restored = program.post("projects/wardrobe/categories/1/restore/")
    assert (restored.status_code, restored.json()["active"], restored.json()["class_index"]) == (200, True, 0)


@pytest.mark.parametrize("change", [{"id": 5}, {"class_index": 5}, {"active": False}, {"position": 9}])
def test_a_patch_cannot_move_an_index(api, dress, bob, change):
    before = api(bob).get("projects/wardrobe/categories/1/").json()
    answer = api(bob).patch("projects/wardrobe/categories/1/", change)
    assert (answer.status_code, error(answer)["code"], list(error(answer)["fields"])) == (
        400,
        "unknown_field",
        list(change),
    )
    assert api(bob).get("projects/wardrobe/categories/1/").json() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "dress"}, "name"),
        ({"name": "Scarf", "color": "red"}, "color"),
        ({"name": "Scarf", "supercategory": "x" * 101}, "supercategory"),
        ({"name": "Scarf", "description": {}}, "description"),
    ],
)
def test_a_category_that_cannot_be_is_refused_by_field(api, dress, bob, body, field):
    answer = api(bob).post("projects/wardrobe/categories/", body)
    assert (answer.status_code, list(error(answer)["fields"])) == (400, [field])
    assert Category.objects.count() == 1


def test_reordering_answers_with_the_list(api, dress, hat, bob):
    answer = api(bob).post("projects/wardrobe/categories/reorder/", {"ids": [2, 1]})
    assert answer.status_code == 200
    assert [(c["id"], c["class_index"], c["position"]) for c in answer.json()["results"]] == [(2, 1, 0), (1, 0, 1)]


@pytest.mark.parametrize("body", [{}, {"ids": [1]}, {"ids": [1, 1]}, {"ids": [1, 2, 3]}, {"ids": ["x"]}, {"ids": 1}])
def test_an_order_that_is_not_whole_is_refused(api, dress, hat, bob, body):
    answer = api(bob).post("projects/wardrobe/categories/reorder/", body)
    assert (answer.status_code, list(error(answer)["fields"])) == (400, ["ids"])


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_of_categories_takes_the_same_queries_for_3_and_for_30(
    api, project, bob, count, django_assert_num_queries
):
    for number in range(count):
        categories.add(project, f"Class {number}")
    program = api(bob)
    with django_assert_num_queries(4):  # session, user, project, categories
        assert len(program.get("projects/wardrobe/categories/").json()["results"]) == count


# --- what the settings ask ------------------------------------------------------------------------------------------


def test_a_project_is_archived_and_taken_out_again(api, project, bob):
    archived = api(bob).post("projects/wardrobe/archive/")
    assert (archived.status_code, archived.json()["archived_at"] is None) == (200, False)
    assert api(bob).delete("projects/wardrobe/archive/").json()["archived_at"] is None


def test_guidelines_are_shown_as_the_labeling_page_shows_them(api, project, bob):
    markdown = "**Whole** <script>alert(1)</script> [x](javascript:alert(1))\n\n- one"
    answer = api(bob).post("projects/wardrobe/guidelines/preview/", {"guidelines": markdown})
    assert answer.json() == {"html": readable(markdown)}
    assert "<script" not in answer.json()["html"]
    project.refresh_from_db()
    assert project.guidelines == ""


def test_who_saves_what_somebody_else_changed_is_told_what_it_is_now(api, project, bob):
    asked = {"guidelines": "Mine.", "split_ratios": None, "was": {"guidelines": "", "split_ratios": None}}
    assert api(bob).patch("projects/wardrobe/", asked | {"guidelines": "Theirs."}).status_code == 200
    answer = api(bob).patch("projects/wardrobe/", asked)
    assert answer.status_code == 409
    assert error(answer) == {
        "code": "changed_meanwhile",
        "message": "Somebody else changed it meanwhile.",
        "fields": {"guidelines": ["Somebody else changed it meanwhile."]},
        "details": {"guidelines": "Theirs."},
    }


def test_a_nearly_equal_name_is_asked_about_and_can_be_confirmed(api, project, bob):
    address = "projects/wardrobe/categories/"
    assert api(bob).post(address, {"name": "m2"}).status_code == 201
    answer = api(bob).post(address, {"name": "m²"})
    assert answer.status_code == 409
    assert error(answer) == {
        "code": "name_near",
        "message": "“m²” is like “m2”: same class?",
        "fields": {"name": ["“m²” is like “m2”: same class?"]},
        "details": {"category_id": 1, "name": "m2", "active": True},
    }
    assert api(bob).post(address, {"name": "m²", "distinct": True}).json()["id"] == 2
    assert api(bob).patch(f"{address}2/", {"name": "ＭＭ"}).status_code == 200
    assert api(bob).patch(f"{address}2/", {"name": "m₂", "distinct": True}).json()["name"] == "m₂"
    wide = api(bob).post(address, {"name": "ｍ２", "distinct": True})
    assert (wide.status_code, error(wide)["code"]) == (400, "name_taken")


def test_a_list_of_categories_is_added_at_once_or_not_at_all(api, dress, bob):
    address = "projects/wardrobe/categories/list/"
    answer = api(bob).post(address, {"categories": [{"name": "Hat", "color": "#abcdef"}, {"name": "Scarf"}]})
    assert answer.status_code == 201
    assert [(each["id"], each["name"], each["color"]) for each in answer.json()["results"]][1] == (2, "Hat", "#ABCDEF")
    refused = api(bob).post(address, {"categories": [{"name": "Glove"}, {"name": "hat"}]})
    assert (refused.status_code, error(refused)["code"]) == (400, "name_taken")
    for wrong in ([], [{"name": "x"}] * 1001, [{"label": "x"}], [{}], "Hat"):
        assert api(bob).post(address, {"categories": wrong}).status_code == 400
    assert dress.project.categories.count() == 3


def test_a_release_gate_is_asked_for_changed_and_taken_away(api, project, bob):
    program = api(bob)
    for sent in (2, 0, 12.5, 100, None):
        answer = program.patch("projects/wardrobe/", {"release_gate": sent, "quality_statement": sent == 2})
        assert (answer.json()["release_gate"], answer.json()["quality_statement"]) == (sent, sent == 2)
        assert program.get("projects/wardrobe/").json()["release_gate"] == sent


@pytest.mark.parametrize("sent", [-0.01, 100.01, 1e300])
def test_a_release_gate_that_is_no_share_is_refused(api, project, bob, sent):
    answer = api(bob).generic(
        "PATCH", "projects/wardrobe/", json.dumps({"release_gate": sent}), content_type="application/json"
    )
    assert answer.status_code == 400
    assert "release_gate" in json.dumps(answer.json())
    project.refresh_from_db()
    assert project.release_gate is None


def test_the_database_refuses_a_release_gate_that_is_no_share(project):
    assert refused("UPDATE projects_project SET release_gate = 101")
    assert refused("UPDATE projects_project SET release_gate = -1")
