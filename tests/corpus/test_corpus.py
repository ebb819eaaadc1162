"""Versions that releases of long ago have made are what they were, to the byte, whatever tables they lie in by now; so
is a version that is frozen anew, and what the API answers about it all."""

import json
import re

import pytest
from django.db import connection

from exports import shape_kinds
from tests.corpus import loading

pytestmark = pytest.mark.django_db

CORPORA = sorted(path.parent.name for path in loading.HERE.glob("*/expected.json"))
BUILT = ("zip_sha256", "published_sha256", "hash", "labels_hash", "samples_hash", "counts", "unpacked")


def committed(name, file):
    return json.loads((loading.HERE / name / file).read_text())


@pytest.fixture(scope="module", params=CORPORA)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def told(name, tmp_path_factory):
    """What today's code says, in a process of its own that has migrated the dump before."""
    return loading.told_of(name, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def expected(name):
    return committed(name, "expected.json")


def of_versions(projects, *keys):
    return {
        (slug, number): {key: version[key] for key in keys}
        for slug, project in projects.items()
        for number, version in project["versions"].items()
    }


def of_projects(projects, key):
    return {(slug, name): found for slug, project in projects.items() for name, found in project[key].items()}


def test_every_version_is_built_again_to_the_byte(told, expected):
    assert of_versions(told["projects"], *BUILT) == of_versions(expected, *BUILT)


def test_so_is_every_shape_of_it(told, expected):
    assert of_versions(told["projects"], "shapes") == of_versions(expected, "shapes")


def test_two_versions_differ_by_the_same(told, expected):
    assert of_projects(told["projects"], "differences") == of_projects(expected, "differences")


def test_who_said_what_of_their_images_is_told_alike(told, expected):
    assert of_versions(told["projects"], "label_history") == of_versions(expected, "label_history")


def test_a_version_that_waited_is_what_it_would_have_been(told, expected):
    assert of_projects(told["projects"], "late") == of_projects(expected, "late")


def test_a_version_that_is_frozen_today_is_what_it_would_have_been(told, expected):
    assert of_projects(told["projects"], "anew") == of_projects(expected, "anew")


def test_calls_are_answered_as_they_were_to_the_byte(told, name):
    recorded = committed(name, "answers.json")
    assert told["answers"] == {call: heard.get(connection.vendor, heard["sqlite"]) for call, heard in recorded.items()}


def test_it_holds_what_versions_of_single_labels_can_hold():
    projects = committed("single_label", "expected.json")
    versions = [version for project in projects.values() for version in project["versions"].values()]
    assert len(versions) == 33
    assert all(version["shapes"].keys() == set(shape_kinds.KINDS) for version in versions)
    frozen = [one for project in projects.values() for one in project["anew"].values() if "hash" in one]
    assert {one["schema_version"] for one in frozen} == {"1.0.0", "1.1.0"}
    assert any(one["quality"] for one in frozen)
    kinds = {kind for project in projects.values() for found in project["differences"].values() for kind in of(found)}
    assert kinds == {"added", "removed", "relabeled", "moved"}


def of(difference):
    return [kind for kind, count in difference["images"].items() if count]


@pytest.mark.parametrize(
    "dump", [path for name in CORPORA for path in (loading.HERE / name).glob("*.sql")], ids=lambda dump: dump.name
)
def test_nobody_can_sign_in_with_what_a_dump_says(dump):
    found = re.findall(
        r"^INSERT INTO \"?(?:public\.)?(auth_user|knox_authtoken|django_session)\"? VALUES ?\((.*)",
        dump.read_text(),
        re.M,
    )
    assert {table for table, _ in found} == {"auth_user"}
    assert all(re.match(r"\d+, ?'!", row) for _, row in found)
