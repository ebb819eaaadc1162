"""Puts the golden data set into an empty database and store, builds two versions of it and prints their digests.

One was requested by the verb, at a fixed moment; the other is the golden version itself, row for row.
"""

import hashlib
import json
from datetime import UTC, datetime
from unittest import mock

import django

from exports import shape_kinds

THEN = datetime(2026, 11, 22, 19, 0, 0, 987654, tzinfo=UTC)


def main():
    from django.core.management import call_command

    from exports.tests.golden import wardrobe
    from exports.versions import builder, freezing
    from exports.wanted import Wanted

    call_command("migrate", verbosity=0)
    project, bob = _rows()
    wanted = Wanted(
        ("unlabeled", "approved"),
        include_unlabeled=True,
        include_inactive_categories=True,
        splits={"ratios": {"train": 6000, "val": 2000, "test": 2000}},
    )
    with (
        mock.patch("django.utils.timezone.now", return_value=THEN),
        mock.patch("core.jobs.job.async_task"),
        mock.patch.dict(freezing.GENERATOR, wardrobe.frozen()["generator"]),
    ):
        requested = builder.request_version(project, wanted, by=bob)
        golden = _golden(project, bob)
        print(json.dumps({"requested": _built(requested), "golden": _built(golden), "shapes": _shapes(golden, bob)}))


def _built(version):
    from django.core.files.storage import default_storage

    from exports.versions import builder

    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready", version.error
    with default_storage.open(version.artifact) as file:
        return {"hash": version.hash, "zip_sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _shapes(version, bob):
    from exports.shapes import jobs

    version.refresh_from_db()
    made = {}
    for kind in shape_kinds.KINDS:
        shape = jobs.request(version, kind, by=bob)
        jobs.build(shape.pk)
        shape.refresh_from_db()
        assert shape.state == "ready", shape.error
        made[kind] = shape.artifact_sha256
    return made


def _rows():
    """The wardrobe as rows, which come in the wrong order, and their bytes in the store."""
    from django.contrib.auth import get_user_model

    from exports.tests.golden import wardrobe
    from projects.models import Category, Project

    frozen = wardrobe.frozen()
    bob = get_user_model().objects.create_user("bob")
    names = {"name": frozen["dataset_name"], "name_key": "wardrobe", "slug": "wardrobe"}
    project = Project.objects.create(**names, dataset_id=frozen["dataset_id"], created_by=bob)
    # Uploads of equal bytes are one image of a project: the second lies in another one.
    other = Project.objects.create(name="Other", name_key="other", slug="other", created_by=bob)
    for each in frozen["categories"]:
        Category.objects.create(
            project=project,
            class_index=each["class_index"],
            name=each["name"],
            name_key=each["name"].casefold(),
            supercategory=each["supercategory"],
            color=each["color"],
            position=each["display_order"],
            retired_at=None if each["active"] else THEN,
        )
    for video in reversed(wardrobe.VIDEOS):
        _store_video(project, video, bob)
    for image in reversed(wardrobe.IMAGES):
        _store_image(other if image.id == 207 else project, image, bob)
    return project, bob


def _store_video(project, video, bob):
    project.videos.create(
        pk=video.id,
        sha256=video.sha256,
        original_name=video.original_name,
        file="-",
        mime_type="video/mp4",
        size_bytes=1,
        uploaded_by=bob,
    )


def _store_image(project, image, bob):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from assets.images import renditions
    from exports.tests.golden import wardrobe

    name = renditions.original_name(project.dataset_id, image.sha256, image.mime_type)
    default_storage.save(name, ContentFile(wardrobe.content(image)))
    frame = image.frame
    facts = ("sha256", "width", "height", "exif_orientation", "mime_type", "size_bytes", "original_name")
    asset = project.assets.create(
        pk=image.id,
        file=name,
        sort_name=image.original_name,
        uploaded_by=bob,
        video_id=frame and frame.video_id,
        timestamp_ms=frame and frame.timestamp_ms,
        frame_index=frame and frame.frame_index,
        status="unlabeled" if image.class_index is None else "approved",
        **{fact: getattr(image, fact) for fact in facts},
    )
    category = project.categories.filter(class_index=image.class_index).first()
    if category:
        asset.annotations.create(category=category, created_by=bob)


def _golden(project, bob):
    """The golden version as it would have been frozen."""
    from django.db import transaction

    from exports.tests.golden import wardrobe

    with transaction.atomic():
        version = project.versions.create(
            number=3, created_by=bob, created_at=THEN, frozen=wardrobe.frozen(), images=len(wardrobe.IMAGES)
        )
        for image in reversed(wardrobe.IMAGES):
            version.items.create(asset_id=image.id, class_index=image.class_index)
    return version


if __name__ == "__main__":
    django.setup()
    main()
