"""The tiles of the assets grid. Written here: a template of them is too slow (bench/grid.py)."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assets.models import Asset
from assets.states import Status
from core.templatetags.pages import icon
from core.templatetags.words import ratio
from projects.models import Project
from projects.templatetags.marks import state_mark, withdrawn_mark

register = template.Library()

EDGES = {"thumb": 320, "display": 1600}  # long edges of the renditions, in pixels

TILE = (
    '<a class="tile" data-id="{number}" data-status="{status}" data-ar="{ratio}" href="{href}" aria-label="{words}">'
    "{picture}"
    '<span class="tile-badge">{mark}{badge}</span><span class="tick" aria-hidden="true">{tick}</span></a>\n'
)
PICTURE = '<img src="{}" {} alt="" width="{}" height="{}" loading="lazy" decoding="async">'


@register.simple_tag
def tiles(project: Project, assets: Iterable[Asset], row_height: int, query: str) -> SafeString:
    """A link for each image, with its answer, in rows of this height; `query` is the list that it belongs to."""
    page, api = reverse("assets", args=[project.slug]), reverse("api-project", args=[project.slug])
    tick = icon("i-check")
    marks = {status: state_mark(status) for status in {asset.status for asset in assets}}
    made = []
    for asset in assets:
        label = next((annotation.category.name for annotation in asset.annotations.all()), "")
        badge = label or ("Skipped" if asset.status == "skipped" else "")
        made.append(
            {
                "number": asset.pk,
                "status": asset.status,
                "ratio": ratio(asset.display_width, asset.display_height),
                "href": f"{page}{asset.pk}/{query}",
                "words": ", ".join(filter(None, [asset.original_name, asset.get_status_display(), label])),
                "picture": _picture(asset, f"{api}assets/{asset.pk}/", row_height),
                "mark": marks[asset.status],
                "badge": format_html("<span>{}</span>", badge) if badge else "",
                "tick": tick,
            }
        )
    return format_html_join("", TILE, made)


def _picture(asset: Asset, address: str, height: int) -> SafeString:
    if asset.status == Status.WITHDRAWN:
        return withdrawn_mark()
    finer = _finer(asset, address, height)
    return format_html(PICTURE, f"{address}thumb{asset.ending}", finer, asset.display_width, asset.display_height)


def _finer(asset: Asset, address: str, height: int) -> SafeString | str:
    """`srcset` and `sizes` of a tile of this height: a screen finer than the small rendition takes the large one."""
    width, longest = asset.display_width, max(asset.display_width, asset.display_height)
    widths = {kind: max(1, round(width * min(1, edge / longest))) for kind, edge in EDGES.items()}
    if widths["thumb"] == widths["display"]:
        return ""
    candidates = ", ".join(f"{address}{kind}{asset.ending} {widths[kind]}w" for kind in EDGES)
    return format_html('srcset="{}" sizes="{}px"', candidates, round(width / asset.display_height * height))
