"""Verb: withdraw a picture. Rows change in one transaction, from which on nobody is given its bytes; a job removes
them."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from annotations import withdrawing
from assets.formats import NO_DHASH
from assets.images import withdrawn
from assets.models import Asset, AssetLook, Video, Withdrawal, WithdrawalJob
from core.db import these
from core.exceptions import Refused
from core.jobs import job as life
from exports.versions import withdrawn as versions
from labeler.withdrawal import scope
from people import audit
from people.audit import What
from projects import categories, events
from webhooks import telling
from webhooks.events import IMAGES_WITHDRAWN

MOST_TOLD = 100  # numbers in an entry of the audit, and in what webhooks are sent


def withdraw(
    asset: Asset, *, reason: str, confirm: str, with_video: bool = False, by: Any, request: HttpRequest | None = None
) -> WithdrawalJob:
    """Withdraw all that has the bytes of this image in its project, for good; `with_video`: and the video that it is a
    frame of, with all its frames. `confirm`: its number, as somebody typed it. `reason`: for those who have to account
    for it; it is shown to staff only.

    Refused without a reason, when the number is another one, when it is no frame, and when it was withdrawn before.
    """
    reason = _checked(asset, reason, confirm, with_video)
    with transaction.atomic():
        # One version or withdrawal of a project at a time, and no bytes that come in meanwhile: what is not seen here
        # sees that it may not come.
        project = categories.lock(asset.project)
        withdrawn.let_none_come(project.pk)
        found = scope.taken(asset, with_video=with_video)
        if asset.pk not in found.assets:
            raise withdrawn.gone()
        job = WithdrawalJob.objects.create(
            project=project, asset=asset.pk, by=by, at=timezone.now(), reason=reason, images=len(found.assets)
        )
        _refuse_bytes(job, found)
        withdrawing.take_answers(project, found.assets, by=by)
        Asset.objects.filter(pk__in=these(found.assets)).update(dhash=NO_DHASH)
        AssetLook.objects.filter(asset__in=these(found.assets)).delete()
        _stop_extraction(found.video, by)
        lost = versions.let_go(project, found.assets, by=by, request=request)
        events.record(project, events.Kind.IMAGES_WITHDRAWN, by=by, of=asset.pk, after={"ids": found.assets})
        told = {"asset": asset.pk, "sha256": asset.sha256, "count": len(found.assets)}
        told |= {"asset_ids": found.assets[:MOST_TOLD], "versions": sorted(lost)[:MOST_TOLD]}
        telling.tell(project, IMAGES_WITHDRAWN, told | {"url": reverse("api-asset", args=[project.slug, asset.pk])})
        audit.note(
            What.PICTURE_WITHDRAWN,
            by,
            asset,
            request,
            project=project.slug,
            reason=reason,
            images=found.assets[:MOST_TOLD],
            count=len(found.assets),
            video=found.video and found.video.pk,
            versions=lost,
            sha256=asset.sha256,
        )
        life.enqueue(job)
    return job


def _checked(asset: Asset, reason: str, confirm: str, with_video: bool) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Say why it is withdrawn.", code="bad_reason", field="reason")
    if len(reason) > WithdrawalJob.LONGEST_REASON:
        raise Refused(
            f"A reason has at most {WithdrawalJob.LONGEST_REASON} characters.", code="bad_reason", field="reason"
        )
    if confirm.strip() != str(asset.pk):
        raise Refused(f"Type {asset.pk}, the number of the image, to confirm.", code="not_confirmed", field="confirm")
    if with_video and asset.video_id is None:
        raise Refused("This image is no frame of a video.", code="no_frame", field="video")
    return reason


def _stop_extraction(video: Video | None, by: Any) -> None:
    running = Video.objects.unfinished().filter(pk=video.pk).select_related("project") if video else ()
    for each in running:
        life.cancel(each, by=by)


def _refuse_bytes(job: WithdrawalJob, found: scope.Taken) -> None:
    """From now on. Some may have been refused before, of a picture that was gone already."""
    before: set[str] = set()
    for some in withdrawn.in_parts([*found.hashes]):
        before |= withdrawn.among(job.project_id, some)
    Withdrawal.objects.bulk_create(
        (
            Withdrawal(project_id=job.project_id, sha256=sha256, kind=kind, job=job)
            for sha256, kind in found.hashes.items()
            if sha256 not in before
        ),
        batch_size=withdrawn.AT_ONCE,
    )
