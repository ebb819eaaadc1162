"""How one person sees the images of a project: the one place that hides what others answered.

Somebody who labels, and does not review, is asked again about images that have an answer: a share of all of them, and
those that a reviewer knows. Until their own answer was compared with it, that answer is hidden from them wherever they
look, whether the image is in their queue now or not: who could look it up before they are asked has not answered alone.
So it is hidden from all who *may* be asked (docs/adr/0024). They see such an image as unlabeled, or with the answer
that they gave it themselves.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotations.models import Annotation, AnnotationEvent, GoldPicture, SecondAnswer, SecondAnswerQuerySet
from assets.models import Asset
from assets.states import Status
from core.db import these
from projects import access
from projects.access import Right
from projects.models import Project
from projects.rules.second_share import spans
from projects.task_types import facts

SECOND, GOLD = SecondAnswer.Kind.SECOND, SecondAnswer.Kind.GOLD
Assets = TypeVar("Assets", bound=QuerySet[Any, Any])
NOTHING = Q(pk__in=[])
NEVER_ASKED = [Status.UNLABELED.value, Status.WITHDRAWN.value]  # a second time


@dataclass(frozen=True)
class Sight:
    """`hidden`: which images have an answer that this person does not see yet; None: they see all."""

    project: Project | None = None
    user: Any = None
    hidden: Q | None = None

    @property
    def takes_one(self) -> bool:
        """Whether an image has one label at most, as far as is known whose images are asked for."""
        return self.project is not None and facts(self.project.task_type).most_classes == 1

    def visible(self, assets: Assets) -> Assets:
        """Those whose answer is not hidden."""
        return assets if self.hidden is None else assets.filter(~self.hidden)

    def in_states(self, assets: Assets, states: Collection[str]) -> Assets:
        """Those that this person sees in one of these states."""
        if self.hidden is None:
            return assets.filter(status__in=states)
        own = self._own().filter(asset=OuterRef("pk"))
        found = Q(~self.hidden, status__in=states) | Q(self.hidden, Exists(own.filter(status__in=states)))
        if Status.UNLABELED in states:
            found |= Q(self.hidden, ~Exists(own))
        return assets.filter(found)

    def counted(self, assets: QuerySet[Asset]) -> dict[str, int]:
        """How many of these this person sees in each state that they see any in; but for what was withdrawn."""
        assets = assets.exclude(status=Status.WITHDRAWN)
        found = dict(self.visible(assets).order_by().values_list("status").annotate(count=Count("id")))
        if self.hidden is None:
            return found
        hidden = assets.filter(self.hidden).order_by()
        own = dict(self._own().filter(asset__in=hidden.values("pk")).values_list("status").annotate(count=Count("id")))
        own[Status.UNLABELED] = hidden.count() - sum(own.values())
        return {status: found.get(status, 0) + own.get(status, 0) for status in found.keys() | own.keys()}

    def look(self, assets: Iterable[Asset]) -> list[Asset]:
        """The same, as this person sees them. They are not to be saved."""
        looked = list(assets)
        if self.hidden is None or self.project is None or not looked:
            return looked
        rows = self.project.assets.filter(self.hidden, pk__in=these(asset.pk for asset in looked))
        if not (veiled := set(rows.values_list("pk", flat=True))):
            return looked
        own = {answer.asset_id: answer for answer in self._own().filter(asset__in=these(veiled))}
        categories = {each.public_id: each for each in self.project.categories.all()} if own else {}
        for asset in looked:
            if asset.pk in veiled:
                answer = own.get(asset.pk)
                labels = [categories[number] for number in answer.category_ids] if answer else []
                _veil(
                    asset, answer.status if answer else Status.UNLABELED, [self._label(asset, each) for each in labels]
                )
        return looked

    def look_at(self, asset: Asset) -> Asset:
        return self.look([asset])[0]

    def events_of(self, asset: Asset) -> QuerySet[AnnotationEvent]:
        """Its history; none while its answer is hidden. That is asked in the same statement: an answer that comes this
        moment is not told."""
        if self.hidden is None or self.project is None:
            return asset.events.all()
        return asset.events.filter(asset__in=self.visible(self.project.assets.filter(pk=asset.pk)))

    def _own(self) -> SecondAnswerQuerySet:
        return SecondAnswer.objects.standing().filter(by=self.user)

    def _label(self, asset: Asset, category: Any) -> Annotation:
        return Annotation(asset=asset, category=category, created_by=self.user)


EVERYTHING = Sight()


def sight_of(project: Project, user: Any) -> Sight:
    """How this user sees the images of the project."""
    return Sight(project, user, hidden_from(project, user))


def hidden_from(project: Project, user: Any) -> Q | None:
    """Which images have an answer that this user does not see, as a condition for a query of images. None: they see
    all, as whoever reviews does, and everybody where nothing is asked again."""
    if not (project.second_share or project.gold_share) or Right.REVIEW in access.rights(user, project):
        return None
    return second_for(project, user) | gold_for(project, user)


def second_for(project: Project, user: Any) -> Q:
    """Images of which this user may give the second answer, or has given it and can take it back."""
    return Q(_in_share(project), asked_of(project, user))


def asked_of(project: Project, user: Any) -> Q:
    """The same, of images that are in the share."""
    compared = SecondAnswer.objects.compared().filter(asset=OuterRef("pk"), kind=SECOND)
    known = [~_gold()] if project.gold_share else []
    as_gold = ~Exists(_theirs(user).filter(kind=GOLD))
    return Q(~Q(status__in=NEVER_ASKED), _alone(user), ~Exists(compared), as_gold, *known)


def gold_for(project: Project, user: Any) -> Q:
    """Known images that may be put before this user, or were, and they can take their answer back."""
    if not project.gold_share:
        return NOTHING
    return Q(_gold(), _alone(user), ~Exists(_theirs(user).compared()))


def _theirs(user: Any) -> SecondAnswerQuerySet:
    return SecondAnswer.objects.filter(asset=OuterRef("pk"), by=user)


def _alone(user: Any) -> Q:
    """Whoever had a hand in the answers of an image knows them."""
    return Q(~Exists(AnnotationEvent.objects.filter(asset=OuterRef("pk"), actor=user)))


def _in_share(project: Project) -> Q:
    """Images that a second person labels, too."""
    found = NOTHING
    for start, end in spans(project.dataset_id, project.second_share):
        found |= Q(sha256__gte=start, sha256__lt=end)
    return found


def _gold() -> Q:
    return Q(Exists(GoldPicture.objects.filter(asset=OuterRef("pk"))), status=Status.APPROVED.value)


def is_asked_again(asset: Asset) -> bool:
    """Of one that somebody looked at: its answer is hidden from them."""
    return getattr(asset, "asked_again", False)


def _veil(asset: Any, status: str, labels: list[Annotation]) -> None:
    asset.asked_again = True
    asset.sent_back = None  # nor is it told who did what to the answer
    asset.status = str(status)
    asset.revision = 0  # nor is it told that somebody changed it
    shown = Annotation.objects.none()
    shown._result_cache = labels
    asset._prefetched_objects_cache = getattr(asset, "_prefetched_objects_cache", {}) | {"annotations": shown}
