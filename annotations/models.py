"""The current answer of each asset, the history of all answers, and who is working on what."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assets.models import Asset
from assets.states import CHOICES
from core.jobs.job import Job, JobQuerySet
from projects.models import Category


class Annotation(models.Model):
    """A label on an asset. Geometry joins when the task types that need it do."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="annotations")
    category = models.ForeignKey(Category, models.PROTECT, related_name="annotations")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="annotations",
        help_text="Who last changed the category; approving or sending back leaves it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # classification_single, the only task type so far.
            models.UniqueConstraint(fields=["asset"], name="annotation_one_per_asset"),
        ]
        indexes = [models.Index(fields=["category", "created_by"], name="annotation_by_category_and_who")]

    def __str__(self) -> str:
        return f"{self.category} on {self.asset_id}"


class AnnotationEvent(models.Model):
    """One change of an answer, for ever: the audit trail, the source of undo, and of who labeled what."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="annotation_events")
    at = models.DateTimeField()
    op_id = models.CharField(max_length=64, unique=True)
    from_status = models.CharField(max_length=20, choices=CHOICES)
    to_status = models.CharField(max_length=20, choices=CHOICES)
    from_category_ids = models.JSONField()
    to_category_ids = models.JSONField()
    revision = models.PositiveIntegerField(help_text="Of the asset, after this change.")
    bulk = models.UUIDField(null=True, db_index=True, help_text="The bulk action that it belonged to.")
    seen = models.BooleanField(
        null=True, help_text="Whether the image was on the screen of who answered; null where nobody told."
    )
    source = models.JSONField(
        null=True,
        help_text="Of an imported answer, as its file tells: {tool, by, at, origin}. Else null.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "revision"], name="annotation_event_one_per_revision"),
            models.CheckConstraint(condition=~Q(op_id=""), name="annotation_event_has_op_id"),
        ]
        indexes = [models.Index(fields=["at"], name="annotation_event_by_time")]

    def __str__(self) -> str:
        return f"{self.asset_id}: {self.from_status} to {self.to_status}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def alive(self, at: datetime) -> Self:
        return self.filter(expires_at__gt=at)


class Claim(models.Model):
    """An unlabeled asset that one tab of one labeler is working on, until it expires."""

    asset = models.OneToOneField(Asset, models.PROTECT, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    tab = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "tab"], name="claim_by_tab")]

    def __str__(self) -> str:
        return f"{self.asset_id} by {self.user_id}"


class LabelingWindowQuerySet(models.QuerySet["LabelingWindow"]):
    def used_since(self, since: datetime) -> Self:
        return self.filter(active_at__gt=since)


class LabelingWindow(models.Model):
    """A tab of one labeler that asks for work: when somebody was at it last, and the image on its screen."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="labeling_windows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="labeling_windows")
    tab = models.CharField(max_length=64, blank=True)
    load = models.CharField(max_length=64, blank=True, help_text="Which load of the page told of itself last.")
    active_at = models.DateTimeField()
    shown = models.BigIntegerField(null=True, help_text="The number of an image that may be gone since.")

    objects = LabelingWindowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user", "tab"], name="labeling_window_one_per_tab")]

    def __str__(self) -> str:
        return f"{self.tab} of {self.user_id}"


class SampleCheckQuerySet(models.QuerySet["SampleCheck"]):
    def finished(self) -> Self:
        return self.exclude(finished_at=None)


class SampleCheck(models.Model):
    """Labels drawn at random and judged by one reviewer: how many of all labels are wrong at most.

    `items` are the drawn images in the order they are shown, each as it was then:
    `{asset, revision, category_id, right}`, where `right` is null until it is judged. A finished check never changes.
    """

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="sample_checks")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sample_checks")
    created_at = models.DateTimeField()
    seed = models.BigIntegerField()
    statuses = models.JSONField(help_text="Of the images that it was drawn from.")
    population = models.PositiveIntegerField(help_text="How many images it was drawn from.")
    size = models.PositiveIntegerField()
    items = models.JSONField()
    finished_at = models.DateTimeField(null=True)
    wrong = models.PositiveIntegerField(null=True)
    upper_bound = models.FloatField(null=True, help_text="Of the share of wrong labels, at 95 % confidence.")

    objects = SampleCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=F("population")), name="sample_check_has_images"),
            models.CheckConstraint(
                condition=Q(finished_at=None, wrong=None, upper_bound=None)
                | Q(finished_at__isnull=False, wrong__lte=F("size"), upper_bound__gte=0, upper_bound__lte=1),
                name="sample_check_result_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["project", "finished_at"], name="sample_check_by_project")]

    def __str__(self) -> str:
        return f"{self.size} of {self.project}"


class Import(Job):
    """A file that somebody sent: pictures in a zip, or labels. What became of it is in `report`."""

    class Kind(models.TextChoices):
        ZIP = "zip"
        LABELS = "labels"  # of any tool: what it is, the file tells; the others are as programs sent them before
        COCO = "coco"
        CSV = "csv"
        EXPORT = "export"

    TASK = "annotations.tasks.run_import"
    RUN = "The import"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    original_name = models.CharField(max_length=255)
    size_bytes = models.PositiveBigIntegerField()
    file = models.CharField(max_length=255, blank=True, help_text="In the store, until it is no longer needed.")
    dry_run = models.BooleanField(default=False)
    replace = models.BooleanField(default=False)
    skip_unknown = models.BooleanField(default=False)
    labels_from_folders = models.BooleanField(default=False)
    progress = models.PositiveIntegerField(default=0, help_text="Files or images done so far.")
    total = models.PositiveIntegerField(null=True, help_text="Of them; null while it is not known yet.")
    report = models.JSONField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "id"], name="import_by_project")]

    def __str__(self) -> str:
        return f"{self.original_name} into {self.project}"

    @classmethod
    def at_end(cls) -> dict[str, datetime]:
        return {"finished_at": timezone.now()}
