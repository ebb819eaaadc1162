"""Verb: hand each labeler their own stretch of unlabeled assets.

A claim belongs to a user and a tab, and expires; two people who are active never get the same unlabeled image.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from annotations.models import Claim
from assets.models import Asset
from assets.states import Status
from projects.models import Project

CLAIM = timedelta(minutes=10)
ASLEEP = timedelta(minutes=5)  # a page at work renews after four
ROUNDS = 5


def next_assets(project: Project, *, user: Any, tab: str = "", limit: int = 20) -> list[Asset]:
    """The caller's next unlabeled assets by number, at most `limit`, claimed for this user and tab.

    What the caller holds already comes again and is renewed: a reload keeps its own.
    """
    with transaction.atomic():
        now = timezone.now()
        mine = Claim.objects.filter(user=user, tab=tab, asset__project=project).alive(now)
        mine.update(expires_at=now + CLAIM)
        held = mine.filter(asset__status=Status.UNLABELED).values_list("asset_id", flat=True)
        ids = list(held)
        for _ in range(ROUNDS):
            if len(ids) >= limit or not _claim(project, user, tab, limit - len(ids), now):
                break
            ids = list(held.all())
        return list(project.assets.filter(pk__in=ids).with_labels().order_by("pk")[:limit])


def _claim(project: Project, user: Any, tab: str, count: int, now: datetime) -> bool:
    """Claim the next `count` that nobody holds, passing over those that another request is claiming right now. Whether
    any was free; fewer may be ours, as the place of one that was claimed between the two statements is taken."""
    # A tab of the same person that was not heard of for five minutes holds nothing against them: after a crash, or on
    # another machine, they go on where they were.
    left = Q(expires_at__lte=now) | Q(user=user, expires_at__lte=now + CLAIM - ASLEEP)
    held = Claim.objects.filter(asset=OuterRef("pk")).exclude(left)
    free = (
        project.assets.select_for_update(of=("self",), skip_locked=True)
        .filter(~Exists(held), status=Status.UNLABELED)
        .order_by("pk")
        .values_list("pk", flat=True)[:count]
    )
    ids = list(free)
    if ids:
        Claim.objects.filter(left, asset__in=ids).delete()
        claims = (Claim(asset_id=pk, user=user, tab=tab, expires_at=now + CLAIM) for pk in ids)
        Claim.objects.bulk_create(claims, ignore_conflicts=True)
    return bool(ids)
