"""The cells of the review grid. Written here: a template of them is too slow (bench/review.py)."""

from collections.abc import Iterable, Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from annotations.browse.second_answers import SaidSecond
from assets.models import Asset
from assets.states import WORDS, Status
from core.templatetags.pages import icon
from projects.models import Project
from projects.rules import shown
from projects.templatetags.marks import category_mark, state_mark, withdrawn_mark

register = template.Library()

CELL = (
    '<div class="cell" role="option" tabindex="-1" aria-selected="false" data-id="{number}" data-revision="{revision}" '
    'data-status="{status}" data-categories="{categories}"{shown}>'
    '<div class="pic">{picture}{second}</div>'
    '<div class="cap">{marks}{state}</div><span class="tick" aria-hidden="true">{tick}</span></div>\n'
)
PICTURE = '<img src="{}" alt="{}" loading="lazy" decoding="async">'


@register.simple_tag
def cells(project: Project, assets: Iterable[Asset], second: Mapping[int, SaidSecond]) -> SafeString:
    """An option for each image, with its answer and what a bulk action names. `second`: of those of which a second
    person said something else. Asks nothing of the database."""
    pictures = reverse("api-project", args=[project.slug]) + "assets/"
    tick = icon("i-check")
    categories = {annotation.category for asset in assets for annotation in asset.annotations.all()}
    marks = {category.pk: category_mark(category) for category in categories}
    states = {status: _state(status) for status in {asset.status for asset in assets}}
    return format_html_join(
        "",
        CELL,
        (
            {
                "number": asset.pk,
                "revision": asset.revision,
                "status": asset.status,
                "categories": ",".join(map(str, asset.category_ids)),
                "picture": _picture(asset, f"{pictures}{asset.pk}/thumb{asset.ending}"),
                "shown": _shown(asset),
                "second": _second(second.get(asset.pk)),
                "marks": format_html_join("", "{}", ([marks[each.category_id]] for each in asset.annotations.all()))
                or _no_mark(asset.status),
                "state": states[asset.status],
                "tick": tick,
            }
            for asset in assets
        ),
    )


def _picture(asset: Asset, address: str) -> SafeString:
    if asset.status == Status.WITHDRAWN:
        return withdrawn_mark("failed")  # there is nothing to magnify
    return format_html(PICTURE, address, asset.original_name)


def _shown(asset: Asset) -> SafeString | str:
    """Of a deep picture: the end of its addresses, and what is said on it."""
    if asset.shown is None:
        return ""
    return format_html(' data-ending="{}" data-shown="{}"', asset.ending, shown.words(asset.shown))


def _second(said: SaidSecond | None) -> SafeString | str:
    if said is None:
        return ""
    words = " and ".join(category.name for category in said.categories) or "skipped it"
    return format_html('<span class="second-said"><b>{}</b> {}</span>', said.by, words)


def _no_mark(status: str) -> SafeString:
    return format_html('<span class="cat muted"><span>{}</span></span>', WORDS[Status(status)])


def _state(status: str) -> SafeString:
    return format_html('{}<span class="vh">{}</span>', state_mark(status), WORDS[Status(status)])
