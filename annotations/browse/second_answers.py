"""What others said of images without seeing their answers, for those who review."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from annotations.models import SecondAnswer, SecondAnswerQuerySet
from assets.models import Asset
from core.db import these
from projects.models import Category, Project


@dataclass(frozen=True)
class SaidSecond:
    """What a second person, by name, said of an image; no categories: they skipped it."""

    by: str
    categories: tuple[Category, ...]


def second_answers(asset: Asset) -> list[SecondAnswer]:
    """All that stand, the newest first."""
    given = SecondAnswer.objects.standing().filter(asset=asset).select_related("by", "first_by", "first_event")
    return list(given.order_by("-pk"))


def unsettled() -> SecondAnswerQuerySet:
    """Second answers that differ from the first, while nobody has done anything about it."""
    return SecondAnswer.objects.differing().filter(revision=F("asset__revision"))


def second_said(project: Project, assets: Iterable[Asset]) -> dict[int, SaidSecond]:
    """By number, of those of the images whose two answers differ, also where nobody is asked any more. One query, and
    another where there are such."""
    found = list(unsettled().filter(asset__in=these(asset.pk for asset in assets)).select_related("by"))
    categories = {category.public_id: category for category in project.categories.all()} if found else {}
    return {
        answer.asset_id: SaidSecond(
            answer.by.get_short_name() or answer.by.get_username(),
            tuple(categories[number] for number in answer.category_ids),
        )
        for answer in found
    }
