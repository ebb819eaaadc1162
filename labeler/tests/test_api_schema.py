"""The description of the API that programs read is made from the code, without a doubt left."""

import io

import pytest
import yaml
from django.core.management import call_command


@pytest.fixture(scope="module")
def schema():
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    return yaml.safe_load(out.getvalue())


def test_it_is_openapi_3_1_and_says_how_to_sign_in(schema):
    assert schema["openapi"] == "3.1.0"
    assert schema["components"]["securitySchemes"]["knoxApiToken"]["in"] == "header"


def test_lists_tell_their_filters_sorts_and_pages(schema):
    takes = {p["name"] for p in schema["paths"]["/api/v1/projects/{slug}/assets/"]["get"]["parameters"]}
    filters = {"status", "category", "video", "folder", "labeler", "search", "from", "to", "issue", "ids"}
    filters |= {"did", "by", "since", "until", "events", "added_by", "numbers", "came_back", "mended", "mended_of"}
    filters |= {"mended_week", "looked_at", "sent_back", "sent_back_for"}
    assert takes == {"slug", *filters, "sort", "cursor", "limit"}
    counts = {p["name"] for p in schema["paths"]["/api/v1/projects/{slug}/stats/"]["get"]["parameters"]}
    assert counts == {"slug", *filters}


def test_every_call_of_the_table_is_there(schema):
    calls = {
        (method, path.removeprefix("/api/v1/").removeprefix("projects/{slug}/"))
        for path, methods in schema["paths"].items()
        for method in methods
    }
    one = "assets/{asset_id}/"
    version = "versions/{number}/"
    assert calls >= {
        *((method, "projects/") for method in ("get", "post")),
        *((method, "") for method in ("get", "patch")),
        *((method, "categories/") for method in ("get", "post")),
        *((method, "categories/{public_id}/") for method in ("patch", "delete")),
        ("post", "categories/{public_id}/restore/"),
        ("post", "categories/reorder/"),
        *((method, "assets/") for method in ("get", "post")),
        *((method, one) for method in ("get", "delete")),
        *(("get", one + kind) for kind in ("history/", "original", "display", "thumb")),
        ("post", "assets/known/"),
        ("post", "assets/several/"),
        *((method, "videos/") for method in ("get", "post")),
        *((method, "videos/{video_id}/") for method in ("get", "delete")),
        *(("get", "videos/{video_id}/" + part) for part in ("plan/", "stills/{place}")),
        *(("post", "videos/{video_id}/" + verb) for verb in ("extract/", "cancel/", "retry/")),
        ("post", "uploads/"),
        *((method, "uploads/{upload_id}/") for method in ("get", "patch", "delete")),
        *((method, "queue/") for method in ("get", "post")),
        ("post", "queue/leave/"),
        ("post", "answers/"),
        ("post", "bulk/"),
        ("post", "bulk/{bulk_id}/undo/"),
        ("get", "stats/"),
        *((method, "imports/") for method in ("get", "post")),
        ("get", "imports/{number}/"),
        *(("post", "imports/{number}/" + verb) for verb in ("cancel/", "again/")),
        *((method, "versions/") for method in ("get", "post")),
        ("get", "versions/latest/"),
        ("post", "versions/preview/"),
        ("get", version),
        *(("post", version + verb) for verb in ("retry/", "cancel/")),
        *(("get", version + part) for part in ("manifest.json", "annotations.json", "download/")),
        *(("get", version + "diff/{other}/" + part) for part in ("", "download/", "{kind}/")),
        ("get", "labeler_contract.py"),
    }
