"""Who labels what, with which classes: the immutable label definitions."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from core.jobs.job import Job, JobQuerySet
from projects.rules import label_rules, licenses, palette
from projects.rules.shown import Range
from projects.task_types import TaskType, facts

if TYPE_CHECKING:
    from projects.access import Right

DIGIT_KEYS = "1234567890"
TEN_KEYS = "QWETY"  # as in base/keymap.js: before the digit of the second ten of categories, the third...


class Kind(models.TextChoices):
    """What somebody is: in a closed project by membership, in all open ones by the Django group of that name."""

    LABELER = "labeler"
    REVIEWER = "reviewer"
    MANAGER = "manager"


class ProjectQuerySet(models.QuerySet["Project"]):
    def active(self) -> Self:
        return self.filter(archived_at=None)

    def present(self) -> Self:
        """Not those that are being deleted: for everybody these are gone already."""
        return self.exclude(pk__in=DeletedProject.objects.values("project_id"))


class Project(models.Model):
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=300, editable=False)
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    dataset_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task_type = models.CharField(max_length=40, default=TaskType.CLASSIFICATION_SINGLE, choices=TaskType.choices)
    schema_version = models.CharField(max_length=20, default="1.0.0", editable=False)
    labels_revision = models.IntegerField(
        default=1,
        db_default=1,
        editable=False,
        help_text="Which state of its classes and their rules this is; one more with each change of them.",
    )
    guidelines = models.TextField(blank=True, help_text="For labelers, in Markdown.")
    license = models.CharField(
        max_length=licenses.LONGEST,
        blank=True,
        help_text="Of versions to come: an SPDX id such as CC-BY-4.0, an https address, or a few words.",
    )
    citation = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="Of versions to come: how to cite them, in words or as BibTeX.",
    )
    split_ratios = models.JSONField(null=True, blank=True)
    split_seed = models.CharField(max_length=200, blank=True)
    window_from = models.FloatField(null=True, editable=False, help_text="Shown black of pictures of more than 8 bits.")
    window_to = models.FloatField(null=True, editable=False, help_text="Shown white of pictures of more than 8 bits.")
    send_back_reasons = models.JSONField(
        default=list,
        blank=True,
        help_text="Why images are sent back here, at most nine: a digit chooses one. Any other words may be typed.",
    )
    release_gate = models.FloatField(
        null=True,
        blank=True,
        help_text="Per cent. A version is made only where a sample check leaves at most so many labels wrong.",
    )
    quality_statement = models.BooleanField(
        default=False, db_default=False, help_text="Versions tell in their manifest what the last sample check said."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="projects_created"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed = models.BooleanField(default=False, help_text="Only its members and staff see it.")
    approve_mended = models.BooleanField(
        default=True,
        db_default=True,
        help_text="What a reviewer has seen and given another class on the review page is approved with that class.",
    )
    second_share = models.SmallIntegerField(
        default=0,
        db_default=0,
        help_text="Per cent of the pictures that a second person labels, too, without seeing the first answer.",
    )
    gold_share = models.SmallIntegerField(
        default=0,
        db_default=0,
        help_text="Per cent of the pictures that a labeler gets whose right answer a reviewer knows.",
    )
    gold_told = models.BooleanField(
        default=False, db_default=False, help_text="Labelers are told at once whether they knew such a picture."
    )

    objects = ProjectQuerySet.as_manager()

    rights: "frozenset[Right]"  # of who asked for it; only after projects.access.with_rights

    class Meta:
        constraints = [
            # Not of closed ones: a name that is refused would tell of a project that one may not see.
            models.UniqueConstraint(
                fields=["name_key"],
                condition=Q(closed=False),
                name="project_name_unique",
                violation_error_message="Another project already has this name.",
            ),
            models.CheckConstraint(
                condition=Q(window_from=None, window_to=None)
                | Q(window_from__isnull=False, window_to__isnull=False, window_from__lt=F("window_to")),
                name="project_window_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(release_gate=None) | Q(release_gate__gte=0, release_gate__lte=100),
                name="project_release_gate_is_per_cent",
            ),
            models.CheckConstraint(
                condition=Q(second_share__gte=0, second_share__lte=100), name="project_second_share_is_per_cent"
            ),
            models.CheckConstraint(
                condition=Q(gold_share__gte=0, gold_share__lte=50), name="project_gold_share_is_at_most_half"
            ),
            models.CheckConstraint(condition=Q(labels_revision__gte=1), name="project_labels_revision_counts_from_1"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_label_rules(self) -> bool:
        """Its categories may have parents, and groups of which an image has at most one."""
        return facts(self.task_type).has_label_rules

    @property
    def window(self) -> Range | None:
        """Over which numbers all its deep pictures are shown; without one each is over what it holds."""
        return None if self.window_from is None or self.window_to is None else Range(self.window_from, self.window_to)


class Membership(models.Model):
    """Who belongs to a project, and as what. It counts while the project is closed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    kind = models.CharField(max_length=10, choices=Kind)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "member"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"],
                name="membership_one_per_person",
                violation_error_message="This person is a member already.",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="membership_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.kind}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime | None = None) -> Self:
        """Those that somebody can still use, as far as the invitation itself says it."""
        return self.filter(ended_at=None, ends_at__gt=now or timezone.now(), used__lt=F("uses"))


class Invitation(models.Model):
    """A link by which people come into a project, until it was used so often, or is so old, or somebody ended it."""

    MOST_USES = 100
    MOST_DAYS = 30
    KINDS = [(kind.value, kind.label) for kind in (Kind.LABELER, Kind.REVIEWER)]
    STATES = ("open", "ended", "used up", "expired", "lapsed")

    project = models.ForeignKey(Project, models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=10, choices=KINDS)
    # Of what the link carries, which is kept nowhere: a copy of the database opens no door.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations_made")
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="By hand.")
    uses = models.PositiveSmallIntegerField(default=1)
    used = models.PositiveSmallIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.LABELER, Kind.REVIEWER]), name="invitation_makes_no_manager"
            ),
            models.CheckConstraint(condition=Q(uses__gte=1, uses__lte=100), name="invitation_has_1_to_100_uses"),
            models.CheckConstraint(condition=Q(used__lte=F("uses")), name="invitation_is_used_no_oftener_than_it_may"),
        ]

    def __str__(self) -> str:
        return f"{self.project}, as {self.kind}"

    @property
    def state(self) -> str:
        """One of STATES. That it lapsed is known where a list was asked with it (projects/joining/invitations.py)."""
        if self.ended_at is not None:
            return "ended"
        if self.used >= self.uses:
            return "used up"
        if timezone.now() >= self.ends_at:
            return "expired"
        return "open" if getattr(self, "maker_manages", True) else "lapsed"


class InvitationUse(models.Model):
    """Who came in by an invitation, and whether they made their account there."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="used_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations_used")
    at = models.DateTimeField(default=timezone.now)
    new_account = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "user"], name="invitation_used_once_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.at}"


class CategoryQuerySet(models.QuerySet["Category"]):
    def active(self) -> Self:
        return self.filter(retired_at=None)

    def in_display_order(self) -> Self:
        return self.order_by("position", "class_index")

    def with_label_counts(self) -> Any:  # themselves, with a column that only a query has
        return self.annotate(label_count=Count("annotations"))

    def told(self) -> Any:
        """With what the API tells of them."""
        return self.annotate(parent_public_id=F("parent__public_id")).with_label_counts()

    def keyed(self) -> "list[Category]":
        """All in display order, but children below their parents; each with its `depth`, and its `key`: 1 to 9, then 0,
        then Q1 to Y0 for the active ones; none for the others."""
        found: dict[int, Category] = {category.pk: category for category in self.in_display_order()}
        parents = {pk: category.parent_id for pk, category in found.items() if category.parent_id}
        categories = []
        for pk, depth in label_rules.tree(list(found), parents):
            found[pk].depth = depth
            categories.append(found[pk])
        keys = (ten + digit for ten in ["", *TEN_KEYS] for digit in DIGIT_KEYS)
        for category in categories:
            category.key = next(keys, "") if category.active else ""
        return categories


class Category(models.Model):
    """A class of a project. Its index under a trained model is given once and never moves; the database sees to it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="categories")
    class_index = models.PositiveIntegerField(editable=False)
    # The id that pages, API and exports show. The database key is nobody's business.
    public_id: "models.Field[int, int]" = models.GeneratedField(
        expression=F("class_index") + 1, output_field=models.PositiveIntegerField(), db_persist=True
    )
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=300, editable=False)
    supercategory = models.CharField(max_length=100, blank=True)
    color = models.CharField(max_length=7, null=True, blank=True)
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Labels revisions of the project, by which an image tells whether it was asked about this class.
    opened = models.IntegerField(
        default=1, db_default=1, editable=False, help_text="The labels revision that added it."
    )
    closed_from = models.IntegerField(null=True, editable=False, help_text="The first one that retired it.")
    closed_to = models.IntegerField(
        null=True, editable=False, help_text="The last one that restored it; null while it is retired."
    )
    # Rules between the classes of an image (projects/rules/label_rules.py), where it can have several.
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="children")
    exclusive_group = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="An image has at most one of it.",
    )

    objects = CategoryQuerySet.as_manager()

    key: str  # on the labeling page; only after CategoryQuerySet.keyed
    depth: int  # how many are above it; only after CategoryQuerySet.keyed

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["position", "class_index"]
        constraints = [
            models.UniqueConstraint(fields=["project", "class_index"], name="category_class_index_unique_in_project"),
            models.UniqueConstraint(
                fields=["project", "name_key"],
                name="category_name_unique_in_project",
                violation_error_message="Another category of this project already has this name.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="category_has_a_name"),
            models.CheckConstraint(condition=Q(opened__gte=1), name="category_opened_counts_from_1"),
            models.CheckConstraint(
                condition=Q(closed_from=None) | Q(closed_from__gte=F("opened")), name="category_closes_after_it_opened"
            ),
            models.CheckConstraint(
                condition=Q(closed_to=None) | Q(closed_from__isnull=False, closed_to__gt=F("closed_from")),
                name="category_opens_again_after_it_closed",
            ),
        ]
        # As class_index has one: filters by category start here, or they would walk through all images.
        indexes = [models.Index(fields=["project", "public_id"], name="category_by_public_id")]

    def __str__(self) -> str:
        return self.name

    @property
    def active(self) -> bool:
        return self.retired_at is None

    @property
    def shape(self) -> int:
        return palette.shape_for(self.class_index)


class Event(models.Model):
    """Something that happened in a project, for ever: what those who ask for news are told, in the order of the ids.

    Answers are kept by `annotations` alone; one row here points to all that were written at once. `object`: the number
    by which the API knows what it is about (of a category its public id), where there is one. `from_value`, `to_value`:
    what it was and what it is, as objects, as far as that is told here.
    """

    class Kind(models.TextChoices):
        ANSWERS = "answers"
        PROJECT_CHANGED = "project.changed"
        CATEGORY_CHANGED = "category.changed"  # added, renamed, placed, retired, restored, put in order
        IMAGES_ADDED = "images.added"  # all that came in at once
        IMAGES_DELETED = "images.deleted"
        IMAGES_WITHDRAWN = "images.withdrawn"  # for good; each has an answer that says so, too
        VIDEO_ADDED = "video.added"
        VIDEO_DELETED = "video.deleted"
        EXTRACTION_REQUESTED = "extraction.requested"
        EXTRACTION_FINISHED = "extraction.finished"
        EXTRACTION_CANCELLED = "extraction.cancelled"
        IMPORT_REQUESTED = "import.requested"
        IMPORT_FINISHED = "import.finished"
        IMPORT_CANCELLED = "import.cancelled"
        MEMBER_ADDED = "member.added"
        MEMBER_CHANGED = "member.changed"
        MEMBER_REMOVED = "member.removed"
        CHECK_BEGUN = "check.begun"
        CHECK_FINISHED = "check.finished"
        VERSION_REQUESTED = "version.requested"  # or once more
        VERSION_READY = "version.ready"
        VERSION_FAILED = "version.failed"
        VERSION_CANCELLED = "version.cancelled"
        JOB_FAILED = "job.failed"  # of an import, an extraction, or another shape of a version

    project = models.ForeignKey(Project, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    # What was told stays as it is when an account goes; then its name is not known any more.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        help_text="Who did it, or asked for the job that did; null where nobody is known.",
    )
    kind = models.CharField(max_length=30)  # of Kind
    object = models.BigIntegerField(null=True)
    from_value = models.JSONField(null=True)
    to_value = models.JSONField(null=True)
    answers = models.JSONField(
        null=True, help_text="Of answers: their numbers, ascending, as [[first, last], …]. Some may be gone."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="answers", answers__isnull=False) | (~Q(kind="answers") & Q(answers__isnull=True)),
                name="event_points_to_answers_or_tells_itself",
            ),
        ]
        indexes = [models.Index(fields=["project", "id"], name="event_by_project")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.project_id}"


class DeletedProject(Job):
    """A project that somebody has deleted whole, for ever: from this row on it is there for nobody, and the database
    lets go of its rows. It is the row of the job that takes these away, and the project's files (labeler/deletion/).

    No foreign keys: the project's row goes, and an account that is deleted leaves what it did.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    TASK = "labeler.tasks.delete_project"
    RUN = "The deletion"

    project_id = models.BigIntegerField(unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    dataset_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=100)
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150, help_text="User name.")
    at = models.DateTimeField()
    counts = models.JSONField(help_text="What it held: images, annotations, videos, versions, people.")
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveIntegerField(default=0, help_text="Rows that are gone.")
    total = models.PositiveIntegerField(null=True, help_text="Of them; null while nobody has counted.")
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def at_end(cls) -> dict[str, datetime]:
        return {"finished_at": timezone.now()}

    @property
    def home(self) -> "DeletedProject":
        """It stands for the project that was."""
        return self

    @property
    def called(self) -> str:
        return self.name

    @property
    def whole(self) -> int:
        return self.total or 0
