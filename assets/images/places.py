"""Verbs: give images their places. Grids, queues and lists that people see stand in the order of (place, number).

Places of a project are given in stretches, from one counter: what comes later stands behind what came before, and what
two people add at the same moment is never mixed. Places that nobody uses do no harm.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from assets import folders
from assets.models import PlaceBatch, Video
from core.exceptions import Refused
from core.pagination import Sort, cursor_after
from projects.models import Project

TAKE = """
    INSERT INTO assets_placecounter (project_id, given) VALUES (%s, %s)
    ON CONFLICT (project_id) DO UPDATE SET given = assets_placecounter.given + excluded.given RETURNING given
"""
ORDER = Sort("place")
MOST = 1_000_000  # places of a batch
KEPT = timedelta(days=30)  # that a batch can be used
OF_A_VIDEO = 1 << 24  # its own place and those of its frames: 77 hours at 60 frames a second


class Spot(NamedTuple):
    """Where an image stands in the order of the project; comparable."""

    place: int
    pk: int

    def onwards(self) -> Q:
        """Images from here on. The first condition lets the index find the start."""
        return Q(place__gte=self.place) & (Q(place__gt=self.place) | Q(pk__gte=self.pk))

    def before(self) -> Q:
        return Q(place__lte=self.place) & (Q(place__lt=self.place) | Q(pk__lt=self.pk))


START = Spot(0, 0)


def spot_of(project: Project, asset: int) -> Spot:
    """Where an image stands; one that is gone stood near the one that came in after it."""
    near = project.assets.filter(pk__gte=asset).order_by("pk").values_list("place", "pk")
    return next((Spot(*spot) for spot in near[:1]), START)


def take(project_id: int, count: int) -> int:
    """The first of `count` places in a row, behind all that were given before. One statement, so that nobody gets the
    same; in a transaction, others who take some wait for its end."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(TAKE, [project_id, count])
        (given,) = cursor.fetchone()
    return int(given) - count + 1


def reserve(project: Project, count: int, *, by: Any) -> PlaceBatch:
    """Places for a list of images that this person is about to send."""
    return PlaceBatch.objects.create(project=project, given_to=by, start=take(project.pk, count), count=count)


def check(project: Project, place: int, *, by: Any, found: list[PlaceBatch] | None = None) -> None:
    """Refused when the place is in none of the batches that were given to this person for this project.

    `found`: those that were found for other places a moment ago; one that is found now joins them.
    """
    found = [] if found is None else found
    if any(batch.start <= place < batch.start + batch.count for batch in found):
        return
    mine = PlaceBatch.objects.filter(project=project, given_to=by, created_at__gt=timezone.now() - KEPT)
    batch = mine.filter(start__lte=place).order_by("-start").first()
    if batch is None or place >= batch.start + batch.count:
        raise Refused("This place was not given to you. Ask for places anew.", code="bad_place", field="place")
    found.append(batch)


def asked(
    project: Project, given: Mapping[str, Any], *, by: Any, found: list[PlaceBatch] | None = None
) -> dict[str, Any]:
    """The `folder` and the `place` that somebody names with an upload, as `ingest.add_image` takes them. Refused when
    the folder is none, or the place is not theirs. `found`: as `check` takes it."""
    folder, place = (given.get(name) or "" for name in ("folder", "place"))
    if not isinstance(folder, str) or not isinstance(place, str):
        raise Refused("folder and place are text.", code="bad_place")
    if not place:
        return {"folder": folders.cleaned(folder), "place": None}
    if not (place.isascii() and place.isdigit() and len(place) < 19):
        raise Refused("place is a whole number.", code="bad_place", field="place")
    check(project, int(place), by=by, found=found)
    return {"folder": folders.cleaned(folder), "place": int(place)}


def cursor_at(place: int) -> str:
    """The cursor of the list in this order whose first image is the first that stands at the place, or behind it."""
    return cursor_after(SimpleNamespace(place=place - 1, id=2**63 - 1), ORDER)


def of_frames(video: Video) -> int:
    """Where the frames of a video begin: behind its own place, which one from before there were places gets now."""
    if video.place is None:
        mine = Video.objects.filter(pk=video.pk)
        mine.filter(place=None).update(place=take(video.project_id, OF_A_VIDEO))
        video.place = mine.values_list("place", flat=True).get()
    assert video.place is not None
    return video.place


def of_frame(start: int, frame_index: int) -> int:
    """Frames stand as in time. Beyond the places of a video, which no video reaches, their numbers decide."""
    return start + min(frame_index, OF_A_VIDEO - 1)


def sweep() -> None:
    PlaceBatch.objects.filter(created_at__lte=timezone.now() - KEPT).delete()
