"""Which images that have an answer come next to somebody who does not see it, and how often.

It is looked for before anybody is kept from writing, and in a bounded part of the share: however many images a project
has, and however few of them are due. Of those that are found it is asked once more when they are claimed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from math import ceil
from secrets import SystemRandom
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from annotations.models import AnnotationEvent, Claim, GoldPicture, SecondAnswer
from annotations.sight import GOLD, SECOND, Sight, asked_of, gold_for, second_for
from assets.models import Asset
from assets.states import Status
from core.db import these
from projects.models import Project
from projects.rules.second_share import spans_from

ONE_IN = 10  # images of a window, as long as others are unlabeled
FEW = 40  # images of the share that a refill looks at first
LOOK = 200  # that it looks at, as long as others are unlabeled
STRIDE = 5000  # at once, where nothing else is left, until enough are found or it has been all around
PAUSE = 60  # seconds in which nobody who has looked at many in vain looks again
CHANCE = SystemRandom()  # nobody is to know which image comes next with an answer
RECENT = 1000  # of the last things that somebody did, in any project


@dataclass(frozen=True)
class Wish:
    """`now_and_then`: how many second answers a window has room for, as long as others are unlabeled; `rest`: how many
    where nothing else is left, 0 as long as there is; `windows`: how many share what is left."""

    now_and_then: int
    rest: int = 0
    windows: int = 1


@dataclass(frozen=True)
class Due:
    """Numbers of images that were due for whoever sees so, and that nobody else held. `now_and_then`: how many of
    `seconds` come among unlabeled images; `pending`: how many second answers were due, held or not, as far as it was
    looked."""

    sight: Sight
    now_and_then: int = 0
    seconds: Collection[int] = ()
    pending: int = 0
    golds: Collection[int] = ()

    def second(self) -> QuerySet[Asset]:
        """Those that are due by now."""
        return second_of(self.sight, self.seconds)

    def gold(self) -> QuerySet[Asset]:
        return gold_of(self.sight, self.golds)


def room(wanted: int) -> int:
    """How many second answers come now and then in a window of so many images. In a small one by chance: who asks for
    one image at a time gets one in ten, too."""
    whole, more = divmod(wanted, ONE_IN)
    return whole + (CHANCE.random() * ONE_IN < more)


def look(sight: Sight, wish: Wish) -> Due:
    """What is due for whoever sees so. It is not for a transaction that keeps others from writing."""
    project = sight.project
    if sight.hidden is None or project is None:
        return Due(sight)
    seconds, pending = _look_for_second(sight, wish) if project.second_share else ([], 0)
    golds = _look_for_gold(sight) if project.gold_share and _is_time_for_gold(project, sight.user) else []
    return Due(sight, wish.now_and_then, seconds, pending, golds)


def every_second(sight: Sight) -> QuerySet[Asset]:
    """All images that nobody has labeled a second time. In a large project it takes long to find them."""
    if sight.hidden is None or sight.project is None:
        return Asset.objects.none()
    return _unanswered(sight.project.assets.filter(second_for(sight.project, sight.user)))


def second_of(sight: Sight, ids: Collection[int]) -> QuerySet[Asset]:
    """Of these, which are few, those that nobody has labeled a second time."""
    return every_second(sight).filter(pk__in=ids) if ids else Asset.objects.none()


def gold_of(sight: Sight, ids: Collection[int]) -> QuerySet[Asset]:
    """Of these those that are known, and that this person has not answered."""
    if sight.hidden is None or sight.project is None or not ids:
        return Asset.objects.none()
    given = SecondAnswer.objects.standing().filter(asset=OuterRef("pk"), by=sight.user)
    return sight.project.assets.filter(gold_for(sight.project, sight.user), ~Exists(given), pk__in=these(ids))


def _unanswered(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    given = SecondAnswer.objects.standing().filter(asset=OuterRef("pk"), kind=SECOND)
    return assets.filter(~Exists(given))


# --- second answers -------------------------------------------------------------------------------------------------


def _look_for_second(sight: Sight, wish: Wish) -> tuple[list[int], int]:
    """Those that nobody else holds, and how many were found with the others."""
    project, user = sight.project, sight.user
    assert project is not None
    enough = max(wish.now_and_then, wish.rest)
    if not enough:
        return [], 0
    key = f"due-{project.pk}-{user.pk}-{project.second_share}-{'rest' if wish.rest else 'some'}"
    known = cache.get(key)
    found: dict[int, bool] = {}  # whether somebody else holds it
    looked_at, is_enough = 0, False
    for ids in _around(project) if known is None else [known]:
        found |= _due_of(sight, ids)
        looked_at += len(ids)
        free = len(found) - sum(found.values())
        is_enough = free >= enough and len(found) >= wish.rest * wish.windows
        if is_enough or (looked_at >= LOOK and not wish.rest):
            break
    if known is None and looked_at >= LOOK and not is_enough and (wish.rest or not found):
        cache.set(key, [*found], PAUSE)
    return [pk for pk, is_held in found.items() if not is_held][: 2 * enough], len(found)


def _due_of(sight: Sight, ids: Collection[int]) -> dict[int, bool]:
    """Which of these images of the share are due, in the order of the project, and whether somebody else holds them."""
    project = sight.project
    if project is None or not ids:
        return {}
    held = Claim.objects.alive(timezone.now()).exclude(user=sight.user).filter(asset=OuterRef("pk"))
    due = _unanswered(project.assets.filter(asked_of(project, sight.user), pk__in=these(ids)))
    return dict(due.annotate(is_held=Exists(held)).order_by("place", "pk").values_list("pk", "is_held"))


def _around(project: Project) -> Iterator[list[int]]:
    """All images of the share once, in stretches by their hashes, from anywhere on: the first ones are short."""
    ids: list[int] = []
    sizes = chain([FEW, LOOK - FEW], repeat(STRIDE))
    size = next(sizes)
    for start, end in spans_from(project.dataset_id, project.second_share, CHANCE.random()):
        first, after = start, 0
        while True:
            stretch = project.assets.filter(sha256__gte=first, sha256__lt=end).exclude(sha256=first, pk__lte=after)
            rows = list(stretch.order_by("sha256", "pk").values_list("sha256", "pk")[: size - len(ids)])
            ids += [pk for _, pk in rows]
            if len(ids) < size:
                break
            yield ids
            ids, size = [], next(sizes)
            first, after = rows[-1]
    if ids:
        yield ids


# --- known images ---------------------------------------------------------------------------------------------------


def _look_for_gold(sight: Sight) -> list[int]:
    """From anywhere on among those that are marked."""
    marked = GoldPicture.objects.filter(project=sight.project, asset__status=Status.APPROVED).order_by("pk")
    start = CHANCE.randint(1, GoldPicture.objects.aggregate(last=Max("pk"))["last"] or 1)
    ids = list(marked.filter(pk__gte=start).values_list("asset", flat=True)[:LOOK])
    ids += marked.filter(pk__lt=start).values_list("asset", flat=True)[: LOOK - len(ids)]
    return list(gold_of(sight, ids).values_list("pk", flat=True))


def _is_time_for_gold(project: Project, user: Any) -> bool:
    """After so many answers of this person that the known images are the share of all that they get."""
    between = ceil(100 / project.gold_share) - 1
    given = SecondAnswer.objects.filter(pk__in=_newest(SecondAnswer.objects.filter(by=user)), asset__project=project)
    again = list(given.order_by("-pk").values_list("kind", "at")[:between])
    last = next((at for kind, at in again if kind == GOLD), None)
    events = AnnotationEvent.objects.filter(pk__in=_newest(AnnotationEvent.objects.filter(actor=user)))
    since = {"at__gt": last} if last else {}
    answers = events.filter(asset__project=project, **since)[:between].count()
    seconds = sum(kind == SECOND and (last is None or at > last) for kind, at in again)
    return answers + seconds >= between


def _newest(rows: QuerySet[Any]) -> QuerySet[Any]:
    """So that the newest alone are read, however many there are."""
    return rows.order_by("-pk").values("pk")[:RECENT]
