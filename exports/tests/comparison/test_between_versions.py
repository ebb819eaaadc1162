"""Categories change between two versions: class ids never move, digests tell exactly what changed (contract, sections
3 and 9), and what was exported earlier stays as it is."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from exports.versions import builder
from projects import categories, lifecycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def shoes(project):
    return categories.add(project, "Shoes")


@pytest.fixture
def approved(photos, dress, hat, shoes, answer, bob):
    made = photos(4)
    for photo, category in zip(made, [dress, hat, dress, shoes], strict=True):
        answer(photo, "approved", category, by=bob)
    return made


@pytest.fixture
def export(project, approved, bob, make_version):
    def make():
        version = make_version(project, by=bob)
        assert version.state == "ready", version.error
        return version

    return make


def class_order(version):
    return [(each["id"], each["class_index"]) for each in json.loads(version.manifest)["categories"]]


def bytes_of(version):
    with default_storage.open(version.artifact) as file:
        return file.read()


def rename(project, dress, hat, shoes):
    categories.change(dress, name="Gown")


def recolour(project, dress, hat, shoes):
    categories.change(hat, color="#123456")


def put_in_another_order(project, dress, hat, shoes):
    categories.reorder(project, [shoes.public_id, hat.public_id, dress.public_id])


def add(project, dress, hat, shoes):
    categories.add(project, "Coat")


def retire_one_in_use(project, dress, hat, shoes):
    categories.retire(hat)


def rename_the_project(project, dress, hat, shoes):
    lifecycle.change(project, name="Another name")


SAME, NEW = True, False


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (rename_the_project, (SAME, SAME, SAME)),
        (put_in_another_order, (SAME, SAME, SAME)),
        (recolour, (SAME, SAME, SAME)),
        (rename, (NEW, NEW, SAME)),
        (add, (NEW, NEW, SAME)),
        (retire_one_in_use, (NEW, NEW, NEW)),
    ],
)
def test_the_digests_tell_what_happened_and_no_class_index_moves(project, dress, hat, shoes, export, happens, expected):
    first = export()
    happens(project, dress, hat, shoes)
    second = export()
    digests = ("hash", "labels_hash", "samples_hash")
    assert tuple(getattr(first, name) == getattr(second, name) for name in digests) == expected
    assert class_order(second)[:3] == class_order(first) == [(1, 0), (2, 1), (3, 2)]


def test_after_all_of_it_the_older_order_is_a_prefix_and_the_older_export_is_the_same_bytes(
    project, dress, hat, shoes, export, tmp_path
):
    made = []
    for happens in (rename, put_in_another_order, retire_one_in_use, add, recolour):
        version = export()
        made.append((version, bytes_of(version)))
        happens(project, dress, hat, shoes)
    orders = [class_order(version) for version, _ in made]
    for older, newer in pairwise(orders):
        assert newer[: len(older)] == older
    for version, content in made:
        again = Path(tmp_path, "again.zip")
        builder.rebuild(version, again)
        assert bytes_of(version) == again.read_bytes() == content
