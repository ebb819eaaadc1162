"""What the workers do, in all projects, for staff: seen, tried again, cancelled."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.exceptions import Refused
from labeler import health
from labeler.jobs import listing, pausing
from labeler.jobs.kinds import BY_NAME
from projects import access

ONLY_STAFF = "Only staff see the jobs of all projects."
SAID = {"retry": "is tried again", "cancel": "was cancelled", "now": "is done now"}
OF_ALL = {"pause": pausing.pause, "resume": pausing.resume}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    if not access.manages_all(request.user):
        raise PermissionDenied(ONLY_STAFF)
    if request.method != "POST":
        return _page(request)
    try:
        return _act(request)
    except Refused as refusal:
        return _page(request, status=400, problem=refusal.message)


def _act(request: HttpRequest) -> HttpResponse:
    if verb_of_all := OF_ALL.get(request.POST.get("action", "")):
        verb_of_all(by=request.user)
        return _back(request)
    kind, number = BY_NAME.get(request.POST.get("kind", "")), request.POST.get("number", "")
    action = request.POST.get("action", "")
    verb = {"retry": kind.retry, "cancel": kind.cancel, "now": kind.now}.get(action) if kind else None
    if kind is None or verb is None or not number.isdecimal() or len(number) > 18:
        raise Refused("There is no such action.")
    job = kind.told(kind.rows()).filter(pk=int(number)).first()
    if job is None:
        raise Refused("This job is no longer there.")
    verb(job, request)
    messages.success(request, f"{kind.does} {job.called} {SAID[action]}.")
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    tab = request.POST.get("state", "")
    return redirect(reverse("jobs") + (f"?{urlencode({'state': tab})}" if tab in listing.TABS[1:] else ""))


def _page(request: HttpRequest, *, status: int = 200, problem: str = "") -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    tab = asked.get("state", "") or "all"
    if tab not in listing.TABS:
        raise Http404("There is no such state.")
    cursor = asked.get("cursor", "")
    try:
        rows, following = listing.page(tab, cursor)
    except Refused as refusal:
        raise Http404(refusal.message) from None
    summary = listing.summary()
    shown = {
        "rows": rows,
        "next": following,
        "cursor": cursor,
        "tab": tab,
        "counts": summary.counts,
        "workers": _workers(),
        "oldest": summary.oldest_waiting,
        "disk": dict(zip(("total", "free"), health.room(), strict=True)),
        "problem": problem,
        "pause": pausing.current(),
        "kept_days": listing.KEPT.days,
    }
    return render(request, "jobs/jobs.html", shown, status=status)


def _workers() -> dict[str, Any]:
    """How many gave a sign of life within the time after which the watchdog would ask, and the last sign of any."""
    now = timezone.now()
    beats = list(health.signs_of_life(now)[:100])
    since = now - timedelta(seconds=settings.WATCHDOG_SECONDS)
    return {"alive": sum(at > since for at in beats), "last": beats[0] if beats else None}
