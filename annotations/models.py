"""The current answer of each asset, the history of all answers, and who is working on what."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from assets.states import ANSWER_CHOICES, ANSWERED, CHOICES, Status
from core.jobs import leases
from core.jobs.job import Job, JobQuerySet, State
from projects import events
from projects.models import Category
from projects.rules import reasons
from webhooks.events import IMPORT_FINISHED
from webhooks.telling import tell, tell_of_failure

NOT_MEASURED = -1

SECOND_STATUSES = [status.value for status in ANSWERED if status != Status.APPROVED]


class Annotation(models.Model):
    """A label on an asset. Geometry joins when the task types that need it do.

    `oddness` lies here, and not beside the asset, because it is about both: an asset that gets another category gets
    another row, which nobody has measured. So no number of a former category is ever taken for one of the present.
    """

    # In front of an index below.
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="annotations", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="annotations")
    single = models.BooleanField(
        default=True, db_default=True, help_text="Whether its project takes one category an image."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="annotations",
        help_text="Who last changed the category; approving or sending back leaves it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    oddness = models.IntegerField(
        default=NOT_MEASURED,
        db_default=NOT_MEASURED,
        help_text="How unlike the others of its category the image looks (browse/oddness.py); -1: not measured yet.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "category"], name="annotation_once_per_category"),
            # What the task type says, kept where the database can see to it.
            models.UniqueConstraint(fields=["asset"], condition=Q(single=True), name="annotation_one_per_asset"),
        ]
        indexes = [
            models.Index(fields=["category", "created_by"], name="annotation_by_category_and_who"),
            models.Index(fields=["category", "oddness", "asset"], name="annotation_by_oddness"),
        ]

    def __str__(self) -> str:
        return f"{self.category} on {self.asset_id}"


class Absence(models.Model):
    """A class that somebody was asked about, and that an image has not, where the labels revision of its last whole
    answer does not say so: the result of a look at one class."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="absences", db_index=False)  # in front of an index
    category = models.ForeignKey(Category, models.PROTECT, related_name="absences")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "category"], name="absence_once_per_category")]

    def __str__(self) -> str:
        return f"No {self.category} on {self.asset_id}"


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
    shown_ms = models.PositiveIntegerField(
        null=True, help_text="How long the image was on the screen when it was answered; null where nobody told."
    )
    source = models.JSONField(
        null=True,
        help_text="Of an imported answer, as its file tells: {tool, by, at, origin}. Else null.",
    )
    reason = models.CharField(
        max_length=reasons.LONGEST, blank=True, help_text="Why it was sent back, where somebody said so."
    )
    undoes = models.UUIDField(
        null=True, help_text="The bulk action that it took back, which was the image's last change; else null."
    )
    from_asked = models.IntegerField(
        null=True, help_text="The labels revision that the image was asked about before; null: not kept yet."
    )
    to_asked = models.IntegerField(null=True, help_text="The same after it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "revision"], name="annotation_event_one_per_revision"),
            models.CheckConstraint(condition=~Q(op_id=""), name="annotation_event_has_op_id"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(to_status=Status.NEEDS_REVIEW),
                name="annotation_event_reason_is_of_sending_back",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="annotation_event_by_time"),
            # A large action is taken back in parts, image by image.
            models.Index(fields=["bulk", "asset"], condition=Q(bulk__isnull=False), name="annotation_event_by_bulk"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id}: {self.from_status} to {self.to_status}"


class SecondAnswerQuerySet(models.QuerySet["SecondAnswer"]):
    def standing(self) -> Self:
        """Not those that were taken back."""
        return self.exclude(status=Status.UNLABELED)

    def compared(self) -> Self:
        return self.filter(compared_at__isnull=False)

    def differing(self) -> Self:
        """Second ones that differ from the first, and about which no reviewer had decided when that was found."""
        return self.filter(kind="second", agrees=False, revision__gt=SecondAnswer.SETTLED)


class SecondAnswer(models.Model):
    """What somebody said of an image that has an answer already, which they did not see. The image keeps its own: this
    one lies beside it, is no part of any version, and may be changed until both are compared. Unlabeled: it was taken
    back.

    A *second* one is compared with what the first person said; a *gold* one with what a reviewer knows to be right.
    `op_ids`: of the operations before the last one, so that each that comes again is known. `revision` is SETTLED where
    a reviewer had decided about the image before both were compared.
    """

    class Kind(models.TextChoices):
        SECOND = "second"
        GOLD = "gold"

    SETTLED = 0  # as a revision, which no image has that was answered

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SECOND)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="second_answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_answers")
    status = models.CharField(max_length=20, choices=ANSWER_CHOICES)
    category_ids = models.JSONField(help_text="Public ids, ascending.")
    at = models.DateTimeField(help_text="When it was given, or changed last.")
    op_id = models.CharField(max_length=64, unique=True)
    op_ids = models.JSONField(default=list)
    first_event = models.ForeignKey(
        AnnotationEvent, models.PROTECT, related_name="second_answers", help_text="That gave the first answer."
    )
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="answers_given_again")
    compared_at = models.DateTimeField(null=True)
    agrees = models.BooleanField(null=True, help_text="With the first answer; null until both are compared.")
    revision = models.PositiveIntegerField(null=True, help_text="Of the asset, once both were compared.")

    objects = SecondAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(kind="second") & ~Q(status=Status.UNLABELED.value),
                name="second_answer_one_per_asset",
            ),
            models.CheckConstraint(condition=Q(kind__in=["second", "gold"]), name="second_answer_kind_is_known"),
            models.UniqueConstraint(fields=["asset", "by"], name="second_answer_one_per_person"),
            models.CheckConstraint(condition=~Q(by=F("first_by")), name="second_answer_by_another_person"),
            models.CheckConstraint(condition=~Q(op_id=""), name="second_answer_has_op_id"),
            models.CheckConstraint(
                condition=Q(status__in=SECOND_STATUSES), name="second_answer_status_is_known_and_not_approved"
            ),
            models.CheckConstraint(
                condition=Q(compared_at=None, agrees=None, revision=None)
                | (
                    Q(compared_at__isnull=False, agrees__isnull=False, revision__isnull=False)
                    & ~Q(status=Status.UNLABELED.value)
                ),
                name="second_answer_comparison_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(compared_at=None), name="second_answer_not_compared"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} by {self.by_id}"


class GoldPicture(models.Model):
    """An approved image of which a reviewer knows the right answer: `category_ids`, as it was marked."""

    # That of the image, so that those of one project are found beside any number of others.
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="gold_pictures", db_index=False)
    asset = models.OneToOneField(Asset, models.PROTECT, related_name="gold")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="gold_pictures")
    marked_at = models.DateTimeField()
    category_ids = models.JSONField(help_text="Public ids, ascending.")

    class Meta:
        indexes = [models.Index(fields=["project", "id"], name="gold_picture_by_project")]

    def __str__(self) -> str:
        return str(self.asset_id)


class ReviewedLabel(models.Model):
    """A label that somebody gave, and that somebody else looked at: approved, sent back or changed. All of it stands in
    the history of its image, from which `mending/reading.py` keeps it; nothing else writes here.

    `was`: the category, by public id; `now`: the one that somebody else gave the image instead, where it was mended.
    Weeks are told by their Monday, in the time zone of the installation.
    """

    # Each is in front of an index below, or asked for by nobody.
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="reviewed_labels", db_index=False)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="reviewed_labels", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reviewed_labels",
        db_index=False,
        help_text="Who gave it.",
    )
    was = models.PositiveIntegerField()
    now = models.PositiveIntegerField(null=True)
    looked_week = models.DateField(help_text="When somebody else looked at it last.")
    mended_week = models.DateField(null=True)
    sent_back = models.BooleanField()
    reason = models.CharField(max_length=reasons.LONGEST, blank=True, help_text="Why it was sent back.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "by", "was"], name="reviewed_label_is_kept_once"),
            models.CheckConstraint(
                condition=Q(now=None, mended_week=None) | Q(now__isnull=False, mended_week__isnull=False),
                name="reviewed_label_is_mended_or_not",
            ),
            models.CheckConstraint(condition=Q(reason="") | Q(sent_back=True), name="reviewed_label_says_why"),
            models.CheckConstraint(
                condition=Q(mended_week=None) | Q(mended_week=F("looked_week")),
                name="reviewed_label_is_looked_at_when_mended",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "by", "looked_week", "asset"], name="reviewed_label_by_week"),
            models.Index(
                fields=["project", "was", "now", "by", "mended_week", "asset"],
                condition=Q(mended_week__isnull=False),
                name="reviewed_label_mended",
            ),
            models.Index(
                fields=["project", "by", "reason", "asset"],
                condition=Q(sent_back=True),
                name="reviewed_label_sent_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} by {self.by_id}"


class HistoryRead(models.Model):
    """How far the history of a project was looked through for what `ReviewedLabel` keeps of it."""

    project = models.OneToOneField("projects.Project", models.CASCADE, related_name="history_read")
    as_of = models.BigIntegerField(default=0, help_text="The number of the last event that was looked at.")
    zone = models.CharField(max_length=100, help_text="The time zone that the weeks are of.")

    def __str__(self) -> str:
        return f"{self.project} up to {self.as_of}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def alive(self, at: datetime) -> Self:
        return self.filter(leases.held(at, "expires_at", Claim.LENGTH))

    def in_line(self) -> Self:
        """The same ones, locked in one order before any is changed or ended: no two who do that wait for each other."""
        return type(self)(self.model).filter(pk__in=self._in_order().values("pk"))

    def lock(self) -> None:
        """In that order, where they are ended one by one afterwards."""
        list(self._in_order().values_list("pk", flat=True))

    def _in_order(self) -> Self:
        return self.order_by("pk").select_for_update(of=("self",))


class Claim(models.Model):
    """An asset that is unlabeled, or shown as such, and that one tab of one labeler is working on, until it expires."""

    LENGTH = timedelta(minutes=10)

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
        # What was used later than that, by a clock that has been set back, counts as not used: see core/jobs/leases.py.
        now = timezone.now()
        return self.filter(active_at__gt=since, active_at__lte=now + (now - since))


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


class UserPreset(models.Model):
    """A set of categories that somebody keeps under a key of the labeling page, by their public ids."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="presets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presets")
    key = models.CharField(max_length=1)
    category_ids = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user", "key"], name="user_preset_one_per_key")]

    def __str__(self) -> str:
        return f"{self.key} of {self.user_id}"


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
    strata = models.JSONField(
        null=True, help_text="Of these by the public id of their category; null of checks from before it was kept."
    )
    as_of = models.BigIntegerField(
        null=True, help_text="The newest event when it was drawn; null of checks from before it was kept."
    )
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

    @property
    def is_whole(self) -> bool:
        """Whether all labels were looked at, so that its bound is no bound but known. (Those from before `strata` was
        kept took the labels for a sample of more.)"""
        return self.strata is not None and self.size == self.population


class SecondJudgementQuerySet(models.QuerySet["SecondJudgement"]):
    def finished(self) -> Self:
        return self.exclude(finished_at=None)


class SecondJudgement(models.Model):
    """The labels of a sample check judged once more, by another reviewer, who does not see the verdicts of the first.

    `verdicts`: of each item of the check, in its order, whether its label is right; null until it is judged. What is
    finished never changes. The result of the check stays that of its own reviewer.
    """

    sample_check = models.ForeignKey(SampleCheck, models.PROTECT, related_name="second_judgements")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_judgements")
    created_at = models.DateTimeField()
    verdicts = models.JSONField()
    finished_at = models.DateTimeField(null=True)
    wrong = models.PositiveIntegerField(null=True)
    upper_bound = models.FloatField(null=True, help_text="Of the share of wrong labels, at 95 % confidence.")

    objects = SecondJudgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample_check", "created_by"], name="check_is_judged_once_by_a_person"),
            models.CheckConstraint(
                condition=Q(finished_at=None, wrong=None, upper_bound=None)
                # A comparison with null is not false: each has to be there.
                | Q(finished_at__isnull=False, wrong__isnull=False, upper_bound__isnull=False)
                & Q(wrong__gte=0, upper_bound__gte=0, upper_bound__lte=1),
                name="second_judgement_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_check} by {self.created_by_id}"


class OddnessJob(Job):
    """The one job of a project that tells how odd images look (browse/measuring.py)."""

    TASK = "annotations.tasks.measure_odd_ones"
    RUN = "Looking for odd ones"

    project = models.OneToOneField("projects.Project", models.PROTECT, related_name="oddness_job")
    wanted = models.JSONField(default=list, help_text="Numbers of the categories that are asked for, in that order.")

    objects = JobQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Odd ones of {self.project}"

    @property
    def called(self) -> str:
        return "odd ones"


class Import(Job):
    """A file that somebody sent: pictures in a zip, or labels. What became of it is in `report`."""

    class Kind(models.TextChoices):
        ZIP = "zip"
        LABELS = "labels"  # of any tool: what it is, the file tells; the others are as programs sent them before
        COCO = "coco"
        CSV = "csv"
        EXPORT = "export"
        UNDO = "undo"  # of another import; nobody sends it

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
    labels_from_file = models.BooleanField(default=False, help_text="From the file of labels in a zip of pictures.")
    decisions = models.JSONField(default=dict, help_text="What somebody said of the file: see classes.Decisions.")
    bulk = models.UUIDField(null=True, help_text="The one action that all its answers are; null of old ones.")
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    places = models.CharField(max_length=255, blank=True, help_text="In the store: the CSV of all that was not usable.")
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

    @property
    def called(self) -> str:
        return self.original_name

    @property
    def whole(self) -> int:
        return self.total or 0

    @classmethod
    def at_end(cls) -> dict[str, datetime]:
        return {"finished_at": timezone.now()}

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of its report, by their names, without what was listed."""
        told = (self.report or {}).items()
        return {name: value for name, value in told if isinstance(value, int) and not isinstance(value, bool)}

    def tell_end(self, *, by: Any = None) -> None:
        if self.dry_run:
            return  # nothing happened to the project
        kinds, url = events.Kind, reverse("api-import", args=[self.project.slug, self.pk])
        if self.state == State.FAILED:
            tell_of_failure(self.project, "import", self, url)
            events.record_failed_job(self.project, "import", self.pk, self.error, by=self.created_by)
        elif self.state == State.DONE:
            facts = {"import": self.pk, "kind": self.kind, "name": self.original_name, "counts": self.counts}
            tell(self.project, IMPORT_FINISHED, facts | {"url": url})
            events.record(
                self.project, kinds.IMPORT_FINISHED, by=self.created_by, of=self.pk, after={"counts": self.counts}
            )
        else:
            events.record(self.project, kinds.IMPORT_CANCELLED, by=by, of=self.pk)

    def note_request(self) -> None:
        """In the transaction that asks for it."""
        if not self.dry_run:
            told = {"kind": self.kind, "original_name": self.original_name, "undoes": self.undoes_id}
            events.record(self.project_id, events.Kind.IMPORT_REQUESTED, by=self.created_by, of=self.pk, after=told)
