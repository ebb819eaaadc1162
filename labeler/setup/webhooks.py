"""Settings, Webhooks: who is told what happens in the project, and what was sent there."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.access import Right, project_for
from projects.models import Project
from webhooks import events, hooks
from webhooks.models import Delivery, Webhook

MOST_LISTED = 50  # deliveries; the API has the others


@require_safe
def settings_webhooks(request: HttpRequest, slug: str) -> HttpResponse:
    """One webhook is open at a time: `?hook=3`, the first without; `?new` asks for another. `&delivery=msg_…`: of it
    what was sent and answered. A script sends what is changed to the API, and asks for the parts anew."""
    project = project_for(request.user, slug, Right.MANAGE)
    listed = list(hooks.of(project).with_last())
    hook = None if "new" in request.GET else _open(listed, request.GET.get("hook", ""))
    page = {
        "project": project,
        "section": "settings",
        "tab": "webhooks",
        "hooks": listed,
        "hook": hook,
        "is_full": len(listed) >= hooks.MOST,
        "most": hooks.MOST,
        "events": [(name, words, hook is not None and name in hook.events) for name, words in events.WORDS.items()],
        "now": timezone.now(),
        **(_log(project, hook, request.GET.get("delivery", "")) if hook else {}),
    }
    return render(request, "settings/webhooks.html", page)


def _open(listed: list[Webhook], number: str) -> Webhook | None:
    """The one that is asked for, or the first. Raises Http404 when it is none of these."""
    if not number:
        return listed[0] if listed else None
    for hook in listed:
        if str(hook.pk) == number:
            return hook
    raise Http404


def _log(project: Project, hook: Webhook, message: str) -> dict[str, Any]:
    rows = list(hook.deliveries.defer("body", "answer")[: MOST_LISTED + 1])
    chosen = _chosen(hook, rows, message)
    return {
        "deliveries": rows[:MOST_LISTED],
        "more": len(rows) > MOST_LISTED,
        "chosen": chosen,
        "body": _indented(chosen.body) if chosen else "",
        "is_moving": any(each.is_unfinished and not each.waits for each in rows),
    }


def _chosen(hook: Webhook, rows: list[Delivery], message: str) -> Delivery | None:
    """The one that is asked for, or the newest, whole. Raises Http404 when it is none of the webhook's."""
    if not message and not rows:
        return None
    asked = {"message_id": message} if message else {"pk": rows[0].pk}
    found: Delivery | None = hook.deliveries.filter(**asked).first()
    if found is None:
        raise Http404
    return found


def _indented(body: str) -> str:
    """For people. What is sent has no line breaks."""
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
