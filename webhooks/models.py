"""Where a project tells what happens in it, and what was sent there."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from core.jobs import leases
from core.jobs.job import Job, JobQuerySet, State
from projects.models import Project
from webhooks import addresses, events

LONGEST_REST = timedelta(minutes=5)  # of a webhook, after failures
LONGEST_DELAY = timedelta(hours=10)  # of a delivery, between two tries


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def with_last(self) -> Any:  # themselves, with a column that only a query has
        """Each with when something arrived there last, as `last_at`."""
        arrived = Delivery.objects.filter(webhook=models.OuterRef("pk"), state=State.DONE).order_by("-tried_at")
        return self.annotate(last_at=models.Subquery(arrived.values("tried_at")[:1]))


class Webhook(models.Model):
    """An address that is told of some events of a project, while it is on."""

    MOST_REASON = 300

    project = models.ForeignKey(Project, models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=addresses.LONGEST, verbose_name="address")
    events = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    # As they are, because each delivery is signed with them: nobody reads them again, by whatever door.
    secret = models.CharField(max_length=100, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False, help_text="So long it still signs, too.")
    failed_in_a_row = models.PositiveIntegerField(default=0, editable=False, help_text="Deliveries that were given up.")
    fails = models.PositiveIntegerField(default=0, editable=False, help_text="Tries in a row that went wrong.")
    rests_until = models.DateTimeField(null=True, editable=False, help_text="Nothing is sent before, after failures.")
    off_at = models.DateTimeField(null=True, editable=False)
    off_because = models.CharField(max_length=MOST_REASON, blank=True, editable=False, help_text="Empty: by hand.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="webhooks_made"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(url=""), name="webhook_has_an_address"),
            models.CheckConstraint(condition=~Q(secret=""), name="webhook_has_a_secret"),
            models.CheckConstraint(
                condition=Q(active=True, off_at=None, off_because="") | Q(active=False, off_at__isnull=False),
                name="webhook_off_since_when",
            ),
            models.CheckConstraint(
                condition=Q(old_secret="", old_secret_until=None)
                | (~Q(old_secret="") & Q(old_secret_until__isnull=False)),
                name="webhook_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        """What to call it: the address without its way."""
        found = addresses.SHAPE.fullmatch(self.url)
        return found["host"] + (f":{found['port']}" if found["port"] else "") if found else self.url

    def signed_with(self, now: datetime) -> list[str]:
        """The secrets that sign at this moment, the newest first."""
        old_counts = self.old_secret_until is not None and now < self.old_secret_until
        return [self.secret, self.old_secret] if old_counts else [self.secret]


def new_message_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


class DeliveryQuerySet(JobQuerySet):
    def due(self) -> Self:
        """Those that are not for later."""
        now = timezone.now()
        first = Q(tries=0) & leases.free(now, "due_at", LONGEST_REST)
        return self.filter(first | leases.free(now, "due_at", LONGEST_DELAY))

    def on_their_way(self) -> Self:
        """Those that somebody alive is at."""
        return self.filter(leases.held(timezone.now()), state=State.RUNNING)

    def next_of_each(self) -> Self:
        """Of each webhook that does not rest the one that is due longest, and nobody is at; tests never rest."""
        found: Self = leases.nobody_holds(self.unfinished().due())._next_of(Webhook.objects.all())
        return found

    def free_to_go(self) -> Self:
        """The same whether they are in the queue or not, of webhooks that nothing else is on its way to."""
        busy = self.model._default_manager.on_their_way().values("webhook")
        free = self.unfinished().due().filter(leases.free(timezone.now()))
        found: Self = free._next_of(Webhook.objects.exclude(pk__in=busy))
        return found

    def _next_of(self, hooks: WebhookQuerySet) -> Self:
        """Behind a receiver that is away a million may wait: of each webhook the first in an index is looked at, and no
        row of one that rests but its tests."""
        now = timezone.now()
        own = self.filter(webhook=OuterRef("pk")).order_by("due_at", "pk").values("pk")
        awake = hooks.filter(leases.free(now, "rests_until", LONGEST_REST)).order_by()
        firsts = [awake.values(first=Subquery(own.filter(state=state)[:1])) for state in (State.QUEUED, State.RUNNING)]
        tests = self.filter(event=events.TEST, webhook__in=hooks.values("pk")).order_by().values("pk")
        place = Window(RowNumber(), partition_by="webhook_id", order_by=["due_at", "pk"])
        near = self.model._default_manager.filter(pk__in=firsts[0].union(firsts[1], tests))
        found: Self = near.annotate(place=place).filter(place=1).order_by("due_at", "pk")
        return found


class Delivery(Job):
    """One event for one webhook, until it arrived or was given up. Its body is the same at every try, and so is its id:
    who gets it twice can tell."""

    TASK = "webhooks.tasks.deliver"
    RUN = "The delivery"
    TIMEOUT = 180  # more than twice what one shift takes (deliveries.py)

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id, editable=False)
    event = models.CharField(max_length=40, choices=[*events.WORDS.items(), (events.TEST, "Test")])
    body = models.TextField(help_text="The JSON that is sent.")
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, help_text="Not before.")
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="That the last try was answered with.")
    answer = models.TextField(blank=True, help_text="The beginning of what the last try was answered with.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["webhook", "id"], name="delivery_by_webhook"),
            models.Index(fields=["made_at"], name="delivery_by_age"),
            models.Index(
                fields=["due_at"], condition=Q(state__in=[State.QUEUED, State.RUNNING]), name="delivery_that_waits"
            ),
            models.Index(fields=["webhook", "state", "due_at", "id"], name="delivery_by_turn"),
            models.Index(fields=["event", "state"], name="delivery_by_event"),  # of which tests are few
            # Those that did not arrive are few among a million, and the page of jobs asks for them.
            models.Index(fields=["state", "made_at"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"

    @property
    def home(self) -> Project:
        return self.webhook.project

    @property
    def called(self) -> str:
        return str(self)

    @property
    def subject(self) -> str:
        return "The delivery"

    @property
    def waits(self) -> bool:
        """For its next try."""
        return self.state == State.QUEUED and self.tries > 0
