"""Verb: hand each labeler their own stretch of unlabeled assets.

A claim belongs to a user and a tab, and expires; two people who are active never get the same unlabeled image.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assets.models import Asset
from assets.states import Status
from projects.models import Project

from .models import Claim

CLAIM = timedelta(minutes=10)


def next_assets(project: Project, *, user: Any, tab: str = "", limit: int = 20) -> list[Asset]:
    """The caller's next unlabeled assets by number, at most `limit`, claimed for this user and tab.

    What the caller holds already comes again and is renewed: a reload keeps its own.
    """
    with transaction.atomic():
        now = timezone.now()
        mine = Claim.objects.filter(user=user, tab=tab, asset__project=project)
        mine.alive(now).update(expires_at=now + CLAIM)
        held = mine.alive(now).filter(asset__status=Status.UNLABELED).count()
        if held < limit:
            _claim(project, user, tab, limit - held, now)
        ids = mine.alive(now).values_list("asset_id", flat=True)
        rows = project.assets.filter(pk__in=list(ids), status=Status.UNLABELED)
        return list(rows.with_labels().order_by("pk")[:limit])


def _claim(project: Project, user: Any, tab: str, count: int, now: Any) -> None:
    """Claim the next `count` that nobody holds, passing over those that another request is claiming right now."""
    free = (
        project.assets.select_for_update(of=("self",), skip_locked=True)
        .filter(Q(claim=None) | Q(claim__expires_at__lte=now), status=Status.UNLABELED)
        .order_by("pk")
        .values_list("pk", flat=True)[:count]
    )
    ids = list(free)
    Claim.objects.filter(asset__in=ids, expires_at__lte=now).delete()
    # A request that committed between our look and now has the unique place: its claim stands, ours is dropped.
    Claim.objects.bulk_create(
        (Claim(asset_id=pk, user=user, tab=tab, expires_at=now + CLAIM) for pk in ids), ignore_conflicts=True
    )
