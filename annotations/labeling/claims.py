"""Verb: hand each window its own stretch of unlabeled assets.

A claim belongs to a user and a tab, which together are a window, and expires; two people who are active never get the
same unlabeled image. A window gets its fair share and gives back what is more; when nothing is free for one, what lies
with a window that nobody is at is handed out. Among the unlabeled ones come some that have an answer, and look
unlabeled to whoever is asked again about them (annotations.sight).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from annotations.labeling import due
from annotations.labeling.due import Due, Wish
from annotations.models import Claim, LabelingWindow, LabelingWindowQuerySet
from annotations.sight import Sight, sight_of
from assets.images.places import START, Spot, spot_of
from assets.models import Asset
from assets.states import Status
from core.db import these
from core.jobs import leases
from projects.models import Project

CLAIM = Claim.LENGTH
LEAVING = timedelta(seconds=20)  # a reload is back by then
ACTIVE = timedelta(seconds=60)
ASLEEP = timedelta(minutes=5)
KEPT = timedelta(days=1)
SHARE = 20  # images that a window holds at most
ROUNDS = 5


@dataclass(frozen=True)
class Sign:
    """What a window tells of itself: its tab, which load of the page it is, for how long nobody has been at it, and the
    number of the image on its screen, if there is one."""

    tab: str = ""
    load: str = ""
    idle: timedelta = timedelta(0)
    shown: int | None = None


@dataclass(frozen=True)
class Holder:
    """Somebody who has `count` unlabeled images. `mine`: it is who asks, in another window. `away_since`: when somebody
    was at that window last; None where somebody is."""

    username: str
    mine: bool
    count: int
    away_since: datetime | None


@dataclass(frozen=True)
class Stretch:
    """What a window has to do: images in the order in which they come, claimed for it.

    `ahead`: images that come after these and are nobody's. `was`: by number, who had an image that was handed over.
    `elsewhere`: who else has the image that this window shows. `holders`: who has what is left, where there is nothing
    for this window. `gone`: of the images that the window asked about, those that are not there any more.
    """

    assets: list[Asset]
    ahead: list[Asset] = field(default_factory=list)
    was: dict[int, Holder] = field(default_factory=dict)
    elsewhere: Holder | None = None
    holders: list[Holder] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def next_assets(project: Project, *, user: Any, tab: str = "", limit: int = SHARE) -> list[Asset]:
    """The next unlabeled assets of a program, which shows none: at most `limit`, in their order."""
    return refill(project, user=user, sign=Sign(tab), limit=limit).assets


def refill(
    project: Project,
    *,
    user: Any,
    sign: Sign,
    limit: int = SHARE,
    waiting: Collection[int] = (),
    ahead: int = 0,
    at_end: bool = False,
    take_over: bool = False,
    held: Collection[int] = (),
) -> Stretch:
    """Bring a window to its share: at most `limit` unlabeled assets from the one that it shows on, claimed for it.

    What it holds comes again and is renewed, so that a reload keeps its own. What is beyond its share it gives back,
    but none that is `waiting`: answered there, and on its way. `ahead`: how many that are nobody's it wants to know.
    `at_end`: it goes to the last that is free. `take_over`: the same person's other windows are left for this one.
    `held`: images that the window has, of which it wants to know whether they were withdrawn or deleted.
    """
    # Before the transaction, in which on SQLite nobody else can write.
    found = _look_for_due(sight_of(project, user), sign, limit)
    with transaction.atomic():
        window = _Window(project, user, sign, found)
        if take_over:
            window.take_over()
        start = window.last() if at_end else window.start
        spots, was = window.fill(start, limit, set(waiting))
        assets = [spot.pk for spot in spots]
        elsewhere = None if sign.shown is None or sign.shown in assets else window.holder_of(sign.shown)
        holders = [] if assets else window.others()
        next_ones = window.free(start, ahead) if ahead and assets else []
    # Read once the others may write again.
    shown = project.assets.with_labels().in_bulk([*assets, *next_ones])
    found.sight.look(shown.values())
    return Stretch(
        [shown[pk] for pk in assets if pk in shown][:limit],
        [shown[pk] for pk in next_ones if pk in shown],
        was,
        elsewhere,
        holders,
        _gone(project, held),
    )


def _gone(project: Project, held: Collection[int]) -> list[int]:
    if not held:
        return []
    there = project.assets.present().filter(pk__in=these(held)).values_list("pk", flat=True)
    return sorted(set(held) - set(there))


def _look_for_due(sight: Sight, sign: Sign, limit: int) -> Due:
    """Which images that have an answer may come to this window, and how many now and then."""
    project, user, now = sight.project, sight.user, timezone.now()
    if sight.hidden is None or project is None:
        return Due(sight)
    others = LabelingWindow.objects.filter(project=project).used_since(now - ACTIVE).exclude(user=user, tab=sign.tab)
    windows = 1 + others.count()
    mine = Claim.objects.filter(user=user, tab=sign.tab, asset__project=project).alive(now)
    held = mine.exclude(asset__status=Status.UNLABELED).count()
    more = max(0, due.room(min(limit, SHARE)) - held)
    enough = SHARE * windows
    is_plenty = project.assets.filter(status=Status.UNLABELED)[:enough].count() == enough
    return due.look(sight, Wish(more, rest=0 if is_plenty else SHARE, windows=windows))


def hear(project: Project, *, user: Any, sign: Sign) -> None:
    """Somebody is at that window, or is not."""
    row = LabelingWindow(
        project=project,
        user=user,
        tab=sign.tab,
        load=sign.load,
        active_at=timezone.now() - sign.idle,
        shown=sign.shown,
    )
    LabelingWindow.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["project", "user", "tab"],
        update_fields=["load", "active_at", "shown"],
    )


@transaction.atomic
def leave(project: Project, *, user: Any, sign: Sign) -> None:
    """The page went: what it holds is free soon, unless it is loaded again by then. A load that was told of since is
    not meant."""
    now = timezone.now()
    window = LabelingWindow.objects.filter(project=project, user=user, tab=sign.tab, load=sign.load)
    if window.update(active_at=now - ASLEEP, shown=sign.shown):
        claims = Claim.objects.filter(user=user, tab=sign.tab, asset__project=project)
        claims.in_line().update(expires_at=Least(F("expires_at"), now + LEAVING))


class _Window:
    """One window in a transaction. It locks its own row, then its own claims, then passes over what others lock: no two
    windows wait for each other.

    Nor does a window that holds a claim wait for whoever answers its image, and ends that claim next: a claim changes
    hands only together with its image, which is passed over while somebody writes to it.
    """

    def __init__(self, project: Project, user: Any, sign: Sign, found: Due) -> None:
        self.project, self.user, self.tab = project, user, sign.tab
        self.now = timezone.now()
        windows = LabelingWindow.objects.filter(project=project)
        at_work = {(row.user_id, row.tab): row for row in windows.used_since(self.now - ACTIVE)}
        me = (user.pk, sign.tab)
        before = at_work.pop(me, None) or windows.filter(user=user, tab=sign.tab).first()
        # A page that is loaded again goes on with what it showed, however often before its first image is there.
        remembered = before.shown if before and before.load != sign.load else None
        shown = sign.shown or remembered
        hear(project, user=user, sign=replace(sign, shown=shown))
        if before is None:
            windows.exclude(active_at__gt=self.now - KEPT).delete()
        self.start = spot_of(self.project, shown) if shown else START
        self._others_at_work = list(at_work)
        self._due = found

    def take_over(self) -> None:
        LabelingWindow.objects.filter(project=self.project, user=self.user).exclude(tab=self.tab).delete()
        self._make_mine(_locked(self._of_others().filter(user=self.user)))
        self._others_at_work = [key for key in self._others_at_work if key[0] != self.user.pk]

    def last(self) -> Spot:
        """Where the last image that is free stands, or its own."""
        mine = Q(claim__user=self.user, claim__tab=self.tab)
        ends = self._unlabeled().filter(mine | ~Exists(self._taken())).order_by("-place", "-pk")
        return next((Spot(*end) for end in ends.values_list("place", "pk")[:1]), self.start)

    def fill(self, start: Spot, limit: int, waiting: Collection[int]) -> tuple[list[Spot], dict[int, Holder]]:
        """Where what it holds now stands, in turn from `start`, and who had those that were handed over."""
        share = self._share()
        wanted = min(limit, share)
        held = [spot for spot in self._held() if spot.pk not in waiting]
        again = self._asked_again(waiting)
        kept = again[:share]
        kept += [spot for spot in held if spot >= start][: share - len(kept)]
        kept += self._claim(start.onwards(), wanted - len(kept))
        # What was passed by makes room for what was not.
        kept += [spot for spot in held if spot < start][: share - len(kept)]
        kept += self._claim(start.before(), wanted - len(kept))
        kept += self._claim_of(self._due.second(), Q(), wanted - len(kept))
        was = self._handed_over(wanted - len(kept))
        if not kept and not was:
            was = self._given_up(share)
        kept += was
        if surplus := {*held, *again} - {*kept}:
            self._mine().filter(asset__in=[spot.pk for spot in surplus]).delete()
        self._mine().update(expires_at=self.now + CLAIM)
        return sorted(kept, key=lambda spot: (spot < start, spot)), {spot.pk: holder for spot, holder in was.items()}

    def free(self, start: Spot, count: int) -> list[int]:
        """The next that are nobody's, in turn from `start`."""
        free = self._unlabeled().exclude(Exists(Claim.objects.alive(self.now).filter(asset=OuterRef("pk"))))
        after = _spots(free.filter(start.onwards()), count)
        return [spot.pk for spot in after + _spots(free.filter(start.before()), count - len(after))]

    def holder_of(self, asset: int) -> Holder | None:
        return next(iter(self._holders(self._of_others().filter(asset=asset))), None)

    def others(self) -> list[Holder]:
        return self._holders(self._of_others())

    def _unlabeled(self) -> QuerySet[Asset]:
        return self.project.assets.filter(status=Status.UNLABELED)

    def _mine(self) -> QuerySet[Claim]:
        return Claim.objects.filter(user=self.user, tab=self.tab, asset__project=self.project).alive(self.now)

    def _of_others(self) -> QuerySet[Claim]:
        here = Claim.objects.filter(asset__project=self.project, asset__status=Status.UNLABELED).alive(self.now)
        return here.exclude(user=self.user, tab=self.tab)

    def _windows_of_claims(self) -> LabelingWindowQuerySet:
        return LabelingWindow.objects.filter(project=self.project, user=OuterRef("user"), tab=OuterRef("tab"))

    def _left(self) -> Q:
        """Claims that hold nothing against this window: expired, or of a window of the same person that nobody was at
        for five minutes. After a crash, or on another machine, they go on where they were."""
        # Asked in the same statement as the claims: a window that opens this moment comes with what it holds.
        awake = self._windows_of_claims().used_since(self.now - ASLEEP)
        asleep = Q(~Exists(awake), ~Q(tab=self.tab), user=self.user)
        return leases.free(self.now, "expires_at", CLAIM) | asleep

    def _taken(self) -> QuerySet[Claim]:
        return Claim.objects.filter(asset=OuterRef("pk")).exclude(self._left())

    def _share(self) -> int:
        windows = 1 + len(self._others_at_work)
        waiting = self._unlabeled()[: SHARE * windows].count() + self._due.pending
        return min(SHARE, max(1, waiting // windows))

    def _held(self) -> list[Spot]:
        """Locks all that it has, in the order in which claims are locked (`ClaimQuerySet.in_line`)."""
        mine = self._mine().select_for_update(of=("self",)).order_by("pk")
        rows = mine.values_list("asset__place", "asset_id", "asset__status")
        return sorted(Spot(place, pk) for place, pk, status in rows if status == Status.UNLABELED)

    def _asked_again(self, waiting: Collection[int]) -> list[Spot]:
        """What it holds of those that have an answer, and what comes to these now and then among the unlabeled ones."""
        sight, found = self._due.sight, self._due
        if sight.hidden is None:
            return []
        mine = self._mine().exclude(asset__status=Status.UNLABELED).values_list("asset_id", flat=True)
        held = [pk for pk in mine if pk not in waiting]
        second, gold = (_spots(of(sight, held), SHARE) for of in (due.second_of, due.gold_of))
        second += self._claim_of(found.second(), Q(), found.now_and_then)
        # First, as they are no part of what is left to share.
        return gold + self._claim_of(found.gold(), Q(), 1 - len(gold)) + second

    def _claim(self, where: Q, count: int) -> list[Spot]:
        return self._claim_of(self._unlabeled(), where, count)

    def _claim_of(self, assets: QuerySet[Asset], where: Q, count: int) -> list[Spot]:
        """Claim the next `count` there that are free. Another request may claim one between the look for them and the
        claim: then the next ones are looked for."""
        got: list[Spot] = []
        for _ in range(ROUNDS):
            missing = count - len(got)
            if missing <= 0:
                break
            free = assets.select_for_update(of=("self",), no_key=True, skip_locked=True)
            spots = {spot.pk: spot for spot in _spots(free.filter(where, ~Exists(self._taken())), missing)}
            if not spots:
                break
            Claim.objects.filter(self._left(), asset__in=spots).in_line().delete()
            claims = (Claim(asset_id=pk, user=self.user, tab=self.tab, expires_at=self.now + CLAIM) for pk in spots)
            Claim.objects.bulk_create(claims, ignore_conflicts=True)
            got += [spots[pk] for pk in self._mine().filter(asset__in=spots).values_list("asset_id", flat=True)]
        return got

    def _handed_over(self, count: int) -> dict[Spot, Holder]:
        """Take the oldest `count` claims of windows that nobody is at; what such a window shows comes last."""
        if count <= 0:
            return {}
        windows = self._windows_of_claims()
        nobody_there = ~Exists(windows.used_since(self.now - ACTIVE))
        claims = self._of_others().filter(nobody_there)
        claims = claims.annotate(on_screen=Exists(windows.filter(shown=OuterRef("asset")))).order_by("on_screen", "pk")
        return self._take(claims, count)

    def _given_up(self, share: int) -> dict[Spot, Holder]:
        """Take one of a window that holds more than its share, as it would give it back when it asks next: the one that
        it would come to last, never the one that it shows. One that shows none is a program's: it may answer all that
        it was given at once."""
        shows = Exists(self._windows_of_claims().filter(shown__isnull=False))
        theirs = self._of_others().filter(shows).values("user", "tab")
        too_many = theirs.annotate(count=Count("pk")).filter(count__gt=share)
        most = too_many.order_by("-count").first()
        if most is None:
            return {}
        who = {"user": most["user"], "tab": most["tab"]}
        shown = LabelingWindow.objects.filter(project=self.project, **who).values_list("shown", flat=True).first() or 0
        spot = spot_of(self.project, shown) if shown else START
        passed = Q(asset__place__lt=spot.place) | Q(asset__place=spot.place, asset__lt=spot.pk)
        # Those before the one that it shows come again at its end.
        in_turn = Case(When(passed, then=1), default=0)
        rest = self._of_others().filter(**who).exclude(asset=shown)
        return self._take(rest.order_by(in_turn.desc(), "-asset__place", "-asset"), 1)

    def _take(self, claims: QuerySet[Claim], count: int) -> dict[Spot, Holder]:
        rows = list(_locked(claims)[:count])
        had = {(row.user_id, row.tab): row for row in rows}
        of = {key: self._holders(self._of_others().filter(user=key[0], tab=key[1]))[0] for key in had}
        was = {Spot(row.asset.place, row.asset_id): of[row.user_id, row.tab] for row in rows}
        self._make_mine(rows)
        return was

    def _make_mine(self, claims: Iterable[Claim]) -> None:
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(user=self.user, tab=self.tab)

    def _holders(self, claims: QuerySet[Claim]) -> list[Holder]:
        """Of each person one, in the order of their names."""
        windows = self._windows_of_claims()
        seen = Coalesce(Subquery(windows.values("active_at")), F("expires_at") - CLAIM)
        rows = claims.values("user", "user__username").annotate(count=Count("pk"), seen=Max(seen))
        return [
            Holder(
                row["user__username"],
                row["user"] == self.user.pk,
                row["count"],
                None if row["seen"] > self.now - ACTIVE else row["seen"],
            )
            for row in rows.order_by("user__username")
        ]


def _locked(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """With their images; but for those that others lock."""
    return claims.select_related("asset").select_for_update(of=("self", "asset"), no_key=True, skip_locked=True)


def _spots(assets: QuerySet[Asset], count: int) -> list[Spot]:
    if count <= 0:
        return []
    return [Spot(*spot) for spot in assets.order_by("place", "pk").values_list("place", "pk")[:count]]
