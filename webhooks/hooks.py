"""Verbs: make, change and delete a webhook, and give it another secret."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from core.exceptions import Refused
from core.jobs import job as life
from core.jobs import leases
from core.jobs.job import State
from people import audit
from people.audit import What
from projects.models import Project
from webhooks import addresses, events, signing
from webhooks.models import LONGEST_REST, Delivery, Webhook

MOST = 10  # of a project
OLD_SECRET = timedelta(hours=24)  # so long the one before still signs
TOLD = ("url", "events", "active")


def of(project: Project) -> Any:
    return Webhook.objects.filter(project=project).select_related("project", "made_by")


def that_turned_themselves_off(project: Project) -> list[Webhook]:
    return list(of(project).filter(active=False).exclude(off_because=""))


def make(
    project: Project,
    url: str,
    wanted: Sequence[str],
    *,
    active: bool = True,
    by: Any = None,
    request: HttpRequest | None = None,
) -> Webhook:
    """A new webhook; its `secret` is to be shown now, and never again. Refused when the address or the events will not
    do, or the project has too many."""
    url, chosen = clean_url(url), clean_events(wanted)
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project.pk)  # nobody makes one too many by asking twice
        if project.webhooks.count() >= MOST:
            raise Refused(f"A project has at most {MOST} webhooks. Delete one first.", code="too_many")
        hook = Webhook.objects.create(
            project=project,
            url=url,
            events=chosen,
            active=active,
            off_at=None if active else timezone.now(),
            secret=signing.new_secret(),
            made_by=by,
        )
        audit.note(What.WEBHOOK_MADE, by, hook, request, **_where(hook), **_told(hook))
    return hook


def change(
    hook: Webhook,
    *,
    by: Any = None,
    request: HttpRequest | None = None,
    url: str | None = None,
    wanted: Sequence[str] | None = None,
    active: bool | None = None,
) -> Webhook:
    """Another address, other events, on or off. Turned on or with another address it begins anew, whatever failed
    before, and what waits goes to the new one at once; turned off, what waits is not sent."""
    with transaction.atomic():
        hook = _locked(hook)
        before = _told(hook)
        if url is not None:
            hook.url = clean_url(url)
        if hook.url != before["url"]:
            _begin_anew(hook)
            hook.deliveries.unfinished().update(due_at=timezone.now(), tries=0)
        if wanted is not None:
            hook.events = clean_events(wanted)
        if active is not None and active != hook.active:
            _switch(hook, active)
        hook.save()
        queue_next(hook)
        audit.note_change(What.WEBHOOK_CHANGED, by, hook, request, before, _told(hook), **_where(hook))
    return hook


def renew_secret(hook: Webhook, *, by: Any = None, request: HttpRequest | None = None) -> Webhook:
    """Another `secret`, to be shown now and never again. The one before signs beside it for a day, so that receivers
    can change over; one that was before that signs no more."""
    with transaction.atomic():
        hook = _locked(hook)
        hook.old_secret, hook.secret = hook.secret, signing.new_secret()
        hook.old_secret_until = timezone.now() + OLD_SECRET
        hook.save(update_fields=["secret", "old_secret", "old_secret_until"])
        audit.note(What.WEBHOOK_CHANGED, by, hook, request, **_where(hook), secret=audit.CHANGED)
    return hook


def delete(hook: Webhook, *, by: Any = None, request: HttpRequest | None = None) -> None:
    """With its log, and with what waits to be sent."""
    with transaction.atomic():
        hook = _locked(hook)
        audit.note(What.WEBHOOK_DELETED, by, hook, request, **_where(hook))
        hook.delete()


def turn_off(hook: Webhook, because: str) -> None:
    """By itself, with the reason in words. To be called with the row locked, in a transaction."""
    _switch(hook, False, because)
    hook.save()
    audit.note(What.WEBHOOK_CHANGED, None, hook, None, active=[True, False], because=hook.off_because, **_where(hook))


def queue_next(hook: Webhook) -> None:
    """What waits longest of what is due, unless the webhook rests, or all that waits is in the queue. To be called with
    the row locked, in a transaction."""
    if leases.holds(hook.rests_until, timezone.now(), LONGEST_REST):
        return
    waiting = hook.deliveries.due().filter(state=State.QUEUED, queued_at=None).defer("body", "answer")
    found = waiting.order_by("due_at", "pk").first()
    if found and waiting.filter(pk=found.pk).update(queued_at=timezone.now()):
        life.enqueue(found)


def queue_next_of_each(most: int) -> None:
    """Of each webhook what is due and stood back, because another worker was sending."""
    stood_back = Delivery.objects.filter(state=State.QUEUED, queued_at=None).free_to_go().defer("body", "answer")
    for delivery in stood_back[:most]:
        with transaction.atomic():
            waits = Delivery.objects.filter(pk=delivery.pk, state=State.QUEUED, queued_at=None)
            if waits.update(queued_at=timezone.now()):
                life.enqueue(delivery)


def forget_old_secrets() -> None:
    """Those that sign no more."""
    over = Webhook.objects.filter(old_secret_until__lte=timezone.now())
    if over.exists():
        over.update(old_secret="", old_secret_until=None)


def clean_url(url: str) -> str:
    """The address, cleaned. Refused when nothing is sent there; of a name that is found out when it is sent to."""
    try:
        url = addresses.clean_url(url)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_address", field="url") from None
    if (address := addresses.literal(url)) and (why := addresses.forbidden(address, settings.WEBHOOK_NETWORKS)):
        raise Refused(f"{address} {why}: webhooks are not sent there.", code="bad_address", field="url")
    return url


def clean_events(wanted: Collection[str]) -> list[str]:
    """In the order of the list of all. Refused when one is unknown, or there is none."""
    if unknown := sorted(set(wanted) - set(events.WORDS)):
        raise Refused(
            f"There is no event {unknown[0]}: {', '.join(events.WORDS)} are known.",
            code="unknown_event",
            field="events",
        )
    if not wanted:
        raise Refused("Choose at least one event.", code="no_event", field="events")
    return [event for event in events.WORDS if event in wanted]


def _switch(hook: Webhook, active: bool, because: str = "") -> None:
    hook.active = active
    hook.off_at = None if active else timezone.now()
    hook.off_because = because[: Webhook.MOST_REASON]
    if active:
        _begin_anew(hook)
        return
    waiting = hook.deliveries.unfinished().exclude(event=events.TEST)
    waiting.update(state=State.CANCELLED, error="The webhook was turned off.", lease_owner=None, lease_until=None)


def _begin_anew(hook: Webhook) -> None:
    hook.failed_in_a_row, hook.fails, hook.rests_until = 0, 0, None


def _locked(hook: Webhook) -> Webhook:
    return Webhook.objects.select_related("project").select_for_update(of=("self",)).get(pk=hook.pk)


def _told(hook: Webhook) -> dict[str, Any]:
    return {name: getattr(hook, name) for name in TOLD}


def _where(hook: Webhook) -> dict[str, Any]:
    return {"project": hook.project.slug}
