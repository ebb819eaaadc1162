"""Verbs: note what happened for the webhooks that want to know, send a test, send once more, or now.

Notes are rows that are written in the transaction of whoever calls, so none is lost and none tells of what was undone;
`deliveries` sends them. Nothing here opens a connection.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.exceptions import Refused
from core.jobs import job as life
from core.jobs.job import Job, State
from projects.models import Project
from webhooks import events
from webhooks.models import Delivery, Webhook

MOST_ERROR = 1000  # characters of a reason; the API has all of it


@transaction.atomic(savepoint=False)
def tell(project: Project, event: str, data: Mapping[str, Any]) -> None:
    """Note the event for each webhook of the project that is on and wants it. `data`: what its body holds beside the
    project, as JSON: small, and no answer of anybody. To be called at the end of a verb, in its transaction: until that
    is over, who changes or deletes a webhook of the project waits."""
    told = Webhook.objects.select_for_update(of=("self",), no_key=True).filter(project=project, active=True)
    for hook in told.order_by("pk"):  # in an order, so that of two who tell neither waits for the other
        if event in hook.events:
            _note(hook, event, {"project": project.slug, **data})


def tell_of_failure(project: Project, kind: str, job: Job, url: str) -> None:
    """Note `job.failed`. `url`: where the API tells of it."""
    tell(project, events.JOB_FAILED, {"job": kind, "id": job.pk, "error": job.error[:MOST_ERROR], "url": url})


def test(hook: Webhook) -> Delivery:
    """Send something harmless there, whether it is on or not, once. Refused while another test is on its way."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=hook.pk)
        if hook.deliveries.unfinished().filter(event=events.TEST).exists():
            raise Refused("A test is on its way already.", code="busy")
        return _note(hook, events.TEST, {"project": hook.project.slug, "webhook": hook.pk})


def redeliver(delivery: Delivery) -> Delivery:
    """Send it once more from its first try, under the same id; where the last try of its webhook failed, when that has
    rested. Refused while it is on its way, and while its webhook is off."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        if not hook.active and delivery.event != events.TEST:
            raise Refused("This webhook is off. Turn it on first.", code="webhook_off")
        if not hook.fails:
            Webhook.objects.filter(pk=hook.pk).update(rests_until=None)
        over = (State.DONE, State.FAILED, State.CANCELLED)
        life.retry(delivery, states=over, only="one that is over", tries=0, due_at=timezone.now())
    delivery.refresh_from_db()
    return delivery


def send_now(delivery: Delivery) -> None:
    """Let one that waits for its next try be tried at once, and its webhook rest no longer. Refused where it does not
    wait, and while its webhook is off."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        if not hook.active and delivery.event != events.TEST:
            raise Refused("This webhook is off. Turn it on first.", code="webhook_off")
        now = timezone.now()
        waits = hook.deliveries.filter(pk=delivery.pk, state=State.QUEUED, due_at__gt=now)
        if not waits.update(due_at=now, queued_at=now):
            raise Refused("This delivery waits for no next try.", code="not_waiting")
        Webhook.objects.filter(pk=hook.pk).update(rests_until=None)
        life.enqueue(delivery)


def _note(hook: Webhook, event: str, data: Mapping[str, Any]) -> Delivery:
    now = timezone.now()
    noted = Delivery.objects.create(
        webhook=hook, event=event, body=body(event, now, data), made_at=now, due_at=now, queued_at=now
    )
    life.enqueue(noted)
    return noted


def body(event: str, at: datetime, data: Mapping[str, Any]) -> str:
    """As it is sent and signed."""
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": event, "timestamp": moment, "data": data}, ensure_ascii=False, separators=(",", ":"))
