"""Many images with few files: frames of one video may share their bytes. Rows come by a few statements."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from annotations.models import Annotation
from assets.images import renditions
from assets.models import Asset
from exports.tests.golden import wardrobe

AT_ONCE = 2000


def approved_frames(project, category, count, *, by):
    """`count` approved frames of a new video, all with the same few bytes."""
    image = wardrobe.IMAGES[0]
    name = renditions.original_name(project.dataset_id, image.sha256, image.mime_type)
    default_storage.save(name, ContentFile(wardrobe.content(image)))
    facts = ("sha256", "width", "height", "exif_orientation", "mime_type", "size_bytes")
    video = project.videos.create(
        sha256=f"{project.videos.count():064x}",
        original_name="long.mp4",
        file="-",
        mime_type="video/mp4",
        size_bytes=1,
        uploaded_by=by,
    )
    for first in range(0, count, AT_ONCE):
        frames = Asset.objects.bulk_create(
            Asset(
                project=project,
                video=video,
                frame_index=index,
                timestamp_ms=40 * index,
                file=name,
                original_name=f"frame-{index}.jpg",
                sort_name=f"frame-{index}.jpg",
                status="approved",
                uploaded_by=by,
                **{fact: getattr(image, fact) for fact in facts},
            )
            for index in range(first, min(first + AT_ONCE, count))
        )
        Annotation.objects.bulk_create(Annotation(asset=frame, category=category, created_by=by) for frame in frames)
