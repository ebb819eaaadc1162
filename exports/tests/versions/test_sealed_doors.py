"""Door by door: nothing changes or deletes what a ready version says, nor the images that it holds."""

import hashlib

import pytest
from django.contrib import admin
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.deletion import ProtectedError
from django.urls import NoReverseMatch, reverse

from annotations.models import Annotation
from assets.models import Asset
from exports.models import DatasetVersion, VersionItem, VersionShape
from exports.versions import builder
from projects import categories
from projects.models import Category, Project

pytestmark = pytest.mark.django_db

PAGE = "/projects/wardrobe/versions/1/"
ADDRESS = "projects/wardrobe/versions/1/"
PARTS = ("manifest.json", "annotations.json", "metadata.jsonl", "checksums.sha256")


@pytest.fixture
def ready(photo, dress, answer, bob, make_version):
    answer(photo, "approved", dress, by=bob)
    version = make_version(photo.project, by=bob, notes="First.")
    assert version.state == "ready"
    return version


@pytest.fixture
def sealed(ready, api, bob):
    """What outside programs and the database say of the version, before and after the test."""
    before = _told(ready, api(bob))
    yield before
    assert _told(ready, api(bob)) == before


def _told(version, program):
    answers = {path: program.get(f"{ADDRESS}{path}") for path in ("", *PARTS, "download/", "diff/1/")}
    return {
        "row": DatasetVersion.objects.filter(pk=version.pk).values().get(),
        "items": list(VersionItem.objects.filter(version=version).values()),
        "facts": list(Asset.objects.filter(version_items__version=version).values("pk", "sha256", "file", "width")),
        "files": [
            hashlib.sha256(default_storage.open(name).read()).hexdigest()
            for name in (version.artifact, *Asset.objects.values_list("file", flat=True))
        ],
        "told": {
            path: (answer.status_code, b"".join(answer.streaming_content) if answer.streaming else answer.content)
            for path, answer in answers.items()
        },
    }


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("page", [PAGE, "/projects/wardrobe/versions/", f"{PAGE}diff/1/"])
def test_pages_of_versions_only_show(sealed, client, bob, method, page):
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert getattr(client, method)(page, {"notes": "Other."}, content_type="application/json").status_code == 405


# --- the API --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", *PARTS, "download/", "diff/1/", "shapes/"])
def test_the_api_has_no_call_that_changes_one(sealed, api, bob, method, path):
    answer = getattr(api(bob), method)(f"{ADDRESS}{path}", {"notes": "Other.", "state": "failed"}, format="json")
    assert answer.status_code == 405


@pytest.mark.parametrize("call", ["cancel/", "retry/"])
def test_the_api_neither_cancels_nor_retries_it(sealed, api, bob, call):
    answer = api(bob).post(f"{ADDRESS}{call}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (
        400,
        "not_running" if call == "cancel/" else "not_failed",
    )


def test_the_api_does_not_delete_an_image_that_it_holds(sealed, api, bob, photo):
    answer = api(bob).delete(f"projects/wardrobe/assets/{photo.pk}/")
    assert answer.status_code == 400
    assert "v1" in answer.json()["error"]["message"]


def test_what_people_do_afterwards_never_reaches_it(sealed, api, bob, photo, dress, hat, answer):
    answer(photo, "approved", hat, by=bob)
    answer(photo, "skipped", by=bob)
    categories.change(dress, name="Gown", color="#123456")
    categories.retire(dress)
    assert api(bob).patch("projects/wardrobe/", {"name": "Closet"}, format="json").status_code == 200


# --- the admin ------------------------------------------------------------------------------------------------------


def test_the_admin_has_no_page_for_versions(ready):
    assert [model for model in admin.site._registry if model._meta.app_label == "exports"] == []
    with pytest.raises(NoReverseMatch):
        reverse("admin:exports_datasetversion_changelist")


def test_the_admin_does_not_delete_a_project_or_a_person_that_a_version_names(sealed, client, bob, project):
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    for model, pk in (("projects_project", project.pk), ("auth_user", bob.pk)):
        answer = client.post(reverse(f"admin:{model}_delete", args=[pk]), {"post": "yes"})
        assert answer.status_code in (200, 403), model  # it shows why, or has no such page
    assert Project.objects.filter(pk=project.pk).exists()
    assert type(bob).objects.filter(pk=bob.pk).exists()


# --- the ORM --------------------------------------------------------------------------------------------------------

WAYS = {
    "save": lambda v: v.save(),
    "update": lambda v: DatasetVersion.objects.filter(pk=v.pk).update(notes="Other."),
    "update of the state": lambda v: DatasetVersion.objects.filter(pk=v.pk).update(state="failed"),
    "bulk update": lambda v: DatasetVersion.objects.bulk_update([v], ["notes"]),
    "update by expression": lambda v: DatasetVersion.objects.update(images=F("images") + 1),
    "delete": lambda v: v.delete(),
    "delete of all": lambda v: DatasetVersion.objects.all().delete(),
    "raw delete": lambda v: DatasetVersion.objects.filter(pk=v.pk)._raw_delete("default"),
    "item: update": lambda v: v.items.update(class_index=None),
    "item: save": lambda v: v.items.get().save(),
    "item: delete": lambda v: v.items.all().delete(),
    "item: raw delete": lambda v: v.items.all()._raw_delete("default"),
    "item: one more": lambda v: v.items.bulk_create([VersionItem(version=v, asset=v.items.get().asset)]),
    "item: replaced": lambda v: VersionItem.objects.bulk_create(
        [VersionItem(version=v, asset=v.items.get().asset, class_index=None)],
        update_conflicts=True,
        unique_fields=["version", "asset"],
        update_fields=["class_index"],
    ),
    "image: its bytes": lambda v: Asset.objects.update(sha256="0" * 64),
    "image: its file": lambda v: Asset.objects.update(file="elsewhere"),
    "image: delete": lambda v: Asset.objects.all().delete(),
    "category: delete": lambda v: Category.objects.all().delete(),
    "category: index": lambda v: Category.objects.update(class_index=7),
    "project: delete": lambda v: v.project.delete(),
    "project: another dataset": lambda v: Project.objects.update(dataset_id="12345678-1234-4234-8234-123456789012"),
    "person: delete": lambda v: v.created_by.delete(),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_orm_cannot_change_or_delete_it(sealed, ready, way):
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        way(ready)


def test_deleting_its_labels_changes_nothing(sealed, ready):
    Annotation.objects.all().delete()


# --- jobs -----------------------------------------------------------------------------------------------------------


def test_jobs_that_are_delivered_again_leave_it_alone(sealed, ready):
    builder.build(ready.pk)
    builder.sweep()


def test_a_shape_holds_its_version(sealed, ready, bob):
    VersionShape.objects.create(version=ready, kind="csv", requested_by=bob, requested_at=ready.created_at)
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        DatasetVersion.objects.filter(pk=ready.pk).delete()
