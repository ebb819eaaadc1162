"""The labeling page, and what it shares with review."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.browse.filters import MOST_IDS, numbers_from
from annotations.browse.serializers import AssetSerializer
from annotations.labeling.page_words import KEYS, LABEL_NOTES, SET_NONE
from annotations.labeling.walked import Walked
from annotations.mending import came_back
from annotations.page_data import ALL, categories_data, page_urls, rules_data, runs_data
from annotations.sight import Sight, sight_of
from annotations.statistics import counts as stats
from annotations.task_types import TASK_TYPES
from assets.images.places import ORDER, Spot, spot_of
from assets.models import Asset
from assets.states import ANSWERED, FILTERS, WORDS, Status, statuses_of
from core.markdown import readable
from core.pagination import cursor_after, cursor_before, keyset_page
from projects.access import Right, project_for
from projects.models import Category, Project

SHOWN_BEFORE = 20  # images in the strip before the one that was asked for
CHOSEN = "chosen"  # a selection that the address names: ?assets=3,1,7
CAME_BACK = "came_back"  # a filter that names one: one's own labels that somebody else sent back
REVIEW = "review"  # the list of a review page, whose address it names: ?review=status%3Dapproved
STATE_WORDS = {status.value: words for status, words in WORDS.items()}
LABEL_FILTERS = {ALL: "All", **{name: words for name, (words, _) in FILTERS.items()}}


@require_safe
def label(request: HttpRequest, slug: str) -> HttpResponse:
    if REVIEW in request.GET:
        return _label_in_review(request, slug, request.GET[REVIEW])
    project = project_for(request.user, slug)
    selection = _selection(request, project)
    chosen = CHOSEN if selection else request.GET.get("filter", "")
    if chosen != CHOSEN and chosen not in LABEL_FILTERS:
        chosen = ALL if request.GET.get("asset") else "unlabeled"
    sight = sight_of(project, request.user)
    asset = _asked_asset(request, project, ALL if selection else chosen, sight)
    start = (
        _start_of_selection(project, selection, asset, sight) if selection else _start(project, chosen, asset, sight)
    )
    return _page(request, project, chosen, start)


def _label_in_review(request: HttpRequest, slug: str, text: str) -> HttpResponse:
    """Within a list of the review page, with the way back there."""
    project = project_for(request.user, slug, Right.REVIEW)
    walked = Walked.of(project, text)
    if walked is None:
        return redirect("review", slug=slug)  # where a typo leads there, too
    asked = request.GET.get("asset", "")
    asset = walked.asked(asked, _number(request.GET.get("from", "")))
    gone = asset is None and asked not in ("", "first", "last", "unlabeled")
    return _page(request, project, REVIEW, walked.start(asset, shown_before=SHOWN_BEFORE), walked=walked, gone=gone)


def _page(
    request: HttpRequest,
    project: Project,
    chosen: str,
    start: dict[str, Any],
    *,
    walked: Walked | None = None,
    gone: bool = False,
) -> HttpResponse:
    categories = project.categories.keyed()
    active = [category for category in categories if category.active]
    counts = stats.status_counts(project)
    # Nothing came back where nothing needs review.
    waiting = came_back.counts([project] if counts[Status.NEEDS_REVIEW] else [], request.user)
    editor = TASK_TYPES[project.task_type].EDITOR
    return render(
        request,
        f"label/{editor}.html",
        {
            "project": project,
            "editor_module": f"label/editors/{editor}",
            "filter": chosen,
            "came_back": waiting.get(project.pk, 0),
            "only_came_back": chosen == CHOSEN and request.GET.get("filter") == CAME_BACK,
            "filters": [
                {"name": name, "words": words, "count": sum(counts[status] for status in _states(name))}
                for name, words in LABEL_FILTERS.items()
            ],
            "categories": runs_data(active) if project.has_label_rules else categories_data(active),
            "guidelines": readable(project.guidelines),
            "ready": bool(active) and any(counts.values()),
            "list": walked
            and {
                "words": walked.words(categories),
                "back": walked.way_back,
                "gone": gone,
                "is_partial": not walked.is_whole,
            },
            "page": _label_data(request, project, categories, counts, chosen)
            | (_set_data(project, categories) if project.has_label_rules else {})
            | start,
        },
    )


def _asked_asset(request: HttpRequest, project: Project, chosen: str, sight: Sight) -> Asset | None:
    """The image that the address names: by number, as the `first` or the `last` of the filter, or as the first one
    `unlabeled` after the number `from`, else of all."""
    asked = request.GET.get("asset", "")
    if not asked:
        return None
    assets = project.assets.present().with_labels()
    if asked in ("first", "last"):
        ends = sight.in_states(assets, _states(chosen))
        return ends.order_by(*ORDER.order_by(backwards=asked == "last")).first()
    if asked == "unlabeled":
        unlabeled = sight.in_states(assets, [Status.UNLABELED]).order_by(*ORDER.order_by(backwards=False))
        number = _number(request.GET.get("from", ""))
        behind = spot_of(project, number).onwards() & ~Q(pk=number)
        return unlabeled.filter(behind).first() or unlabeled.first()
    return get_object_or_404(assets, pk=_number(asked))


def _number(text: str) -> int:
    """0, which no image has, when it is something else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _selection(request: HttpRequest, project: Project) -> list[int]:
    """The numbers that the address lists, in its order, as far as they are images of the project; or what came back."""
    text = request.GET.get("assets", "")
    if not text and request.GET.get("filter") == CAME_BACK:
        waiting = came_back.waiting(project.assets.all(), request.user.get_username())
        return list(waiting.order_by(*ORDER.order_by(backwards=False)).values_list("pk", flat=True)[:MOST_IDS])
    if not text:
        return []
    try:
        numbers = list(dict.fromkeys(numbers_from(text)))
    except ValidationError:
        raise Http404 from None
    here = set(project.assets.present().filter(pk__in=numbers).values_list("pk", flat=True))
    found = [number for number in numbers if number in here]
    if not found:
        raise Http404
    return found


def _label_data(
    request: HttpRequest,
    project: Project,
    categories: list[Category],
    counts: dict[str, int],
    chosen: str,
) -> dict[str, Any]:
    """What the labeling page's script knows from the start."""
    return {
        "user": request.user.pk,
        "username": request.user.get_username(),
        "dataset": str(project.dataset_id),
        "time_zone": settings.TIME_ZONE,
        "csrf": get_token(request),
        "categories": categories_data(categories),
        "editor": TASK_TYPES[project.task_type].EDITOR,
        "keys": _keys(project),
        "notes": LABEL_NOTES,
        "counts": counts,
        "filter": chosen,
        "filters": {name: [status.value for status in states] for name, (_, states) in FILTERS.items()},
        "place_words": _place_words(chosen),
        "words": STATE_WORDS,
        "urls": page_urls(project)
        | {
            "journal": static("labeler/outbox/journal.js"),
            "deleted": reverse("api-deleted-project", args=[project.dataset_id]),
        },
    }


def _set_data(project: Project, categories: list[Category]) -> dict[str, Any]:
    """What is told beside, where an image has any number of categories. `also`: what goes with each answer. The project
    was read before its categories: of one that was added between, nobody is said to have been asked."""
    return {
        "rules": rules_data(categories),
        "words": STATE_WORDS | {"none": SET_NONE},
        "also": {"asked": project.labels_revision},
    }


def _keys(project: Project) -> dict[str, Any]:
    """Without the one for what whoever asked may not do."""
    keys = KEYS[TASK_TYPES[project.task_type].EDITOR]
    if Right.REVIEW in project.rights:
        return keys
    return keys | {"single": {key: what for key, what in keys["single"].items() if what != "approve"}}


def _place_words(chosen: str) -> str:
    if chosen in (ALL, REVIEW):
        return ""
    return " selected" if chosen == CHOSEN else f" {LABEL_FILTERS[chosen].lower()}"


def _start_of_selection(project: Project, selection: list[int], asset: Asset | None, sight: Sight) -> dict[str, Any]:
    """All of it, in its own order."""
    found = project.assets.with_labels().in_bulk(selection)
    return {
        "address": f"assets={','.join(map(str, selection))}",
        "list": {},
        "assets": AssetSerializer(sight.look(found[number] for number in selection if number in found), many=True).data,
        "asset": asset and asset.pk,
        "place": 0,
        "total": len(selection),
        "before": None,
        "after": None,
    }


def _start(project: Project, chosen: str, asset: Asset | None, sight: Sight) -> dict[str, Any]:
    """The image that was asked for with some before it, how many of the filter lie before these, and the cursors where
    the lists go on."""
    told = {"address": f"filter={chosen}", "list": {"sort": "place"} | ({} if chosen == ALL else {"status": chosen})}
    if asset is None:
        return told | {"assets": [], "asset": None, "place": 0, "before": None, "after": ""}
    matching = sight.in_states(project.assets.all(), _states(chosen))
    before = 0 if chosen == "unlabeled" else SHOWN_BEFORE  # those may be somebody else's
    earlier = keyset_page(matching.with_labels(), ORDER, cursor_before(asset, ORDER), limit=before)
    # The image itself belongs to the list, whatever the filter says.
    shown = [*earlier.items, asset]
    after = cursor_after(asset, ORDER)
    return told | {
        "assets": AssetSerializer(sight.look(shown), many=True).data,
        "asset": asset.pk,
        "place": matching.filter(Spot(shown[0].place, shown[0].pk).before()).count(),
        "before": earlier.previous,
        "after": after if keyset_page(matching, ORDER, after, limit=1).items else None,
    }


def _states(name: str) -> tuple[Status, ...]:
    return ANSWERED if name == ALL else statuses_of(name)
