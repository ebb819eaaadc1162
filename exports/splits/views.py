"""The page of pairs that look alike and lie in different splits of a version."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.exceptions import Refused
from core.pagination import keyset_page
from exports.models import SplitReport
from exports.shortcuts import ready_version
from exports.splits import pairs

PER_PAGE = 30


@require_safe
def lookalikes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    try:
        version = ready_version(request, slug, number)
        report = pairs.report_of(version)
    except Refused as problem:
        raise Http404(problem.message) from None
    try:
        page = keyset_page(pairs.of(report), pairs.IN_ORDER, request.GET.get("cursor"), PER_PAGE)
    except Refused:
        return redirect("version-lookalikes", slug=slug, number=number)
    context: dict[str, Any] = {
        "project": version.project,
        "section": "versions",
        "version": version,
        "report": report,
        "running": report.state in SplitReport.unfinished_states(),
        "address": reverse("api-version-lookalikes", args=[slug, number]),
        "pairs": pairs.told(version, page.items),
        "next": page.next,
        "previous": page.previous,
    }
    return render(request, "versions/lookalikes.html", context)
