"""Dataset versions: numbered, hashed, and sealed once they are ready."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.models import Asset
from contract import v1, withdrawn
from core.jobs.job import Job, JobQuerySet
from exports import shape_kinds
from projects import events
from projects.models import Project
from projects.rules import licenses
from webhooks.events import VERSION_FAILED, VERSION_READY
from webhooks.telling import MOST_ERROR, tell, tell_of_failure


class DatasetVersionQuerySet(JobQuerySet):
    def ready(self) -> Self:
        return self.filter(state=DatasetVersion.State.READY)

    def not_built(self) -> Self:
        """Those that failed, where no later one is ready: what somebody may still wait for."""
        later = self.model.objects.ready().filter(
            project=models.OuterRef("project"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later), state=DatasetVersion.State.FAILED)


class DatasetVersion(Job):
    """A frozen selection of answers. Everything in `frozen`, and every item, is as it was when it was requested."""

    class State(models.TextChoices):
        QUEUED = "queued"
        BUILDING = "building"
        READY = "ready"
        FAILED = "failed"
        CANCELLED = "cancelled"

    TASK = "exports.tasks.build_version"
    RUN = "The build"
    RUNNING = State.BUILDING
    DONE = State.READY

    project = models.ForeignKey(Project, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    notes = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="versions_requested")
    created_at = models.DateTimeField()
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # Every manifest field that does not depend on the scan, see contract.v1, and nothing else: it refuses other keys.
    frozen = models.JSONField()
    # Frozen, too, but told by shapes only: the export knows no license. None where nobody named one.
    license = models.CharField(max_length=licenses.LONGEST, null=True, help_text="The address at SPDX, or the text.")
    # The same.
    citation = models.TextField(null=True, help_text="How to cite it, as somebody wrote it.")
    quality = models.JSONField(null=True, help_text="What contract.v1_4 adds to the manifest, where it was asked for.")
    images = models.PositiveIntegerField(help_text="How many it holds.")
    last_event = models.BigIntegerField(
        null=True,
        help_text="The newest answer's event when it was requested; null of versions from before it was kept.",
    )

    progress = models.PositiveIntegerField(default=0, help_text="Images copied so far.")

    # Written once, when the version is sealed.
    sealed_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=71, blank=True)
    labels_hash = models.CharField(max_length=71, blank=True)
    samples_hash = models.CharField(max_length=71, blank=True)
    counts = models.JSONField(null=True)
    manifest = models.TextField(blank=True, help_text="The bytes of manifest.json, which are ASCII.")
    artifact = models.CharField(max_length=255, blank=True)
    artifact_sha256 = models.CharField(max_length=64, blank=True)
    artifact_size = models.PositiveBigIntegerField(null=True)

    objects = DatasetVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="version_number_unique_in_project"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_starts_at_one"),
            models.CheckConstraint(condition=Q(images__gte=1), name="version_holds_something"),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(hash="") & ~Q(artifact_sha256="") & ~Q(manifest="") & Q(sealed_at__isnull=False)),
                name="version_ready_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} v{self.number}"

    @property
    def file_name(self) -> str:
        return v1.zip_name(self.project.slug, self.number)

    @property
    def called(self) -> str:
        return f"v{self.number}"

    @property
    def subject(self) -> str:
        return self.called

    @property
    def whole(self) -> int:
        return self.images

    def tell_end(self, *, by: Any = None) -> None:
        kinds, arguments = events.Kind, [self.project.slug, self.number]
        facts = {"version": self.number, "url": reverse("api-version", args=arguments)}
        if self.state == self.State.READY:
            sealed = {"hash": self.hash, "zip_sha256": self.artifact_sha256, "zip_bytes": self.artifact_size}
            download = {"download_url": reverse("api-version-download", args=arguments)}
            tell(self.project, VERSION_READY, facts | {"images": self.images} | sealed | download)
            self._record(kinds.VERSION_READY, self.created_by, hash=self.hash)
        elif self.state == self.State.FAILED:
            tell(self.project, VERSION_FAILED, facts | {"error": self.error[:MOST_ERROR]})
            self._record(kinds.VERSION_FAILED, self.created_by, error=self.error)
        else:
            self._record(kinds.VERSION_CANCELLED, by)

    def note_request(self, by: Any) -> None:
        """In the transaction that asks for it, or for another try."""
        self._record(events.Kind.VERSION_REQUESTED, by)

    def _record(self, kind: events.Kind, by: Any, **told: Any) -> None:
        events.record(self.project_id, kind, by=by, of=self.number, after={"images": self.images, **told})


class VersionItem(models.Model):
    """One image of a version. What it had stands here, or in rows of `VersionLabel`: exports/task_types tells."""

    version = models.ForeignKey(DatasetVersion, models.PROTECT, related_name="items")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="version_items")
    class_index = models.PositiveIntegerField(null=True)
    # Without a check, so that a database adds the column to millions of rows without a look at any.
    revision = models.IntegerField(
        null=True, help_text="Of the image, at the answer that was frozen; null of versions from before it was kept."
    )
    answered = models.BooleanField(
        null=True, help_text="Whether somebody gave it a whole answer; null where each label is one."
    )
    not_asked = models.JSONField(
        null=True, help_text="Classes that it was not asked about, by index, ascending; null where none are kept."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "asset"], name="version_item_once_per_asset"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} in {self.version_id}"


class VersionLabel(models.Model):
    """A label of an image of a version, where an image may have several."""

    version = models.ForeignKey(DatasetVersion, models.PROTECT, related_name="labels", db_index=False)  # before another
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="version_labels")
    class_index = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "asset", "class_index"], name="version_label_once_per_class"),
        ]

    def __str__(self) -> str:
        return f"{self.class_index} on {self.asset_id} in {self.version_id}"


class VersionFile(Job):
    """The zip of a ready version: where it lies, or that its room was freed and it is built again when somebody asks.
    Beside the sealed row, which never changes, and whose own sha256 stays the judge of what is built.

    A version has one. From the moment that a picture of it is withdrawn it is one of that kind, without the picture:
    what was published can never be built again.
    """

    class State(models.TextChoices):
        READY = "ready"
        FREED = "freed"
        QUEUED = "queued"
        BUILDING = "building"
        FAILED = "failed"

    class Kind(models.TextChoices):
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    TASK = "exports.tasks.build_zip"
    RUN = "Building it again"
    RUNNING = State.BUILDING
    DONE = State.READY

    version = models.ForeignKey(DatasetVersion, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PUBLISHED)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveIntegerField(default=0, help_text="Images copied so far.")
    artifact = models.CharField(max_length=255, blank=True, help_text="Of one that was freed: what still has to go.")
    artifact_sha256 = models.CharField(max_length=64, blank=True)
    artifact_size = models.PositiveBigIntegerField(null=True)
    used_at = models.DateTimeField(null=True, help_text="When it came to be or was asked for last, to the hour.")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="version_file_once_per_kind"),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(artifact="") & ~Q(artifact_sha256="") & Q(artifact_size__isnull=False)),
                name="version_file_ready_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def home(self) -> Project:
        return self.version.project

    @property
    def called(self) -> str:
        return f"the zip of {self.version.called}"

    @property
    def subject(self) -> str:
        return f"The zip of {self.version.called}"

    @property
    def file_name(self) -> str:
        published = self.version.file_name
        return withdrawn.zip_name(published) if self.kind == self.Kind.WITHDRAWN else published

    @property
    def whole(self) -> int:
        return self.version.images

    def tell_end(self, *, by: Any = None) -> None:
        if self.state == self.State.FAILED:
            project, number = self.version.project, self.version.number
            tell_of_failure(project, "zip", self, reverse("api-version-zip", args=[project.slug, number]))
            events.record_failed_job(project, "zip", number, self.error)


class VersionShape(Job):
    """Another shape of a ready version (exports.shapes): made on demand by a job, the same bytes whenever it is."""

    class State(models.TextChoices):
        QUEUED = "queued"
        BUILDING = "building"
        READY = "ready"
        FAILED = "failed"

    class Kind(models.TextChoices):
        IMAGEFOLDER = shape_kinds.IMAGEFOLDER, "ImageFolder"
        HUGGING_FACE = shape_kinds.HUGGING_FACE, "Hugging Face"
        CSV = shape_kinds.CSV, "CSV"
        CROISSANT = shape_kinds.CROISSANT, "Croissant"

    TASK = "exports.tasks.build_shape"
    RUN = "Making it"
    RUNNING = State.BUILDING
    DONE = State.READY

    version = models.ForeignKey(DatasetVersion, models.PROTECT, related_name="shapes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="shapes_requested")
    requested_at = models.DateTimeField()
    progress = models.PositiveIntegerField(default=0, help_text="Images copied so far.")
    artifact = models.CharField(max_length=255, blank=True)
    artifact_sha256 = models.CharField(max_length=64, blank=True)
    artifact_size = models.PositiveBigIntegerField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="shape_once_per_version"),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(artifact="") & ~Q(artifact_sha256="") & Q(artifact_size__isnull=False)),
                name="shape_ready_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} as {self.get_kind_display()}"

    @property
    def home(self) -> Project:
        return self.version.project

    @property
    def called(self) -> str:
        return f"{self.version.called} as {self.get_kind_display()}"

    @property
    def file_name(self) -> str:
        return shape_kinds.file_name(self.version.file_name, self.kind)

    def tell_end(self, *, by: Any = None) -> None:
        if self.state == self.State.FAILED:
            project, number = self.version.project, self.version.number
            url = reverse("api-shape", args=[project.slug, number, self.kind])
            tell_of_failure(project, "shape", self, url)
            events.record_failed_job(project, f"shape {self.kind}", number, self.error, by=self.requested_by)

    @property
    def images(self) -> int:
        """How many it tells of."""
        return shape_kinds.held(self.kind, self.version.counts or {})

    @property
    def whole(self) -> int:
        return self.images


class SplitReport(Job):
    """What the splits of a ready version hold, class by class, and how many pairs that look alike lie in different
    ones: told by a job from frozen rows. Nothing of the version depends on it."""

    class State(models.TextChoices):
        QUEUED = "queued"
        BUILDING = "building"
        READY = "ready"
        FAILED = "failed"

    TASK = "exports.tasks.report_splits"
    RUN = "The look at the splits"
    RUNNING = State.BUILDING
    DONE = State.READY

    version = models.OneToOneField(DatasetVersion, models.PROTECT, related_name="split_report")
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveIntegerField(default=0, help_text="Images looked at so far.")
    by_split_and_category = models.JSONField(null=True, help_text="Labels by split, then by category id.")
    pairs = models.PositiveIntegerField(null=True, help_text="That look alike and lie in different splits.")
    more_pairs = models.BooleanField(default=False, help_text="There are, or may be, more than were looked for.")
    without_hash = models.PositiveIntegerField(default=0, help_text="Images that were not compared.")

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(by_split_and_category__isnull=False, pairs__isnull=False),
                name="split_report_ready_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Splits of {self.version}"

    @property
    def home(self) -> Project:
        return self.version.project

    @property
    def called(self) -> str:
        return f"splits of {self.version.called}"

    @property
    def whole(self) -> int:
        return self.version.images


class LookalikePair(models.Model):
    """Two images of a version that look alike and lie in different splits, by the place that they are told in."""

    report = models.ForeignKey(SplitReport, models.CASCADE, related_name="lookalikes")
    place = models.PositiveIntegerField(help_text="From 0; those that look most alike come first.")
    one = models.ForeignKey(VersionItem, models.CASCADE, related_name="+")
    other = models.ForeignKey(VersionItem, models.CASCADE, related_name="+")
    bits = models.PositiveSmallIntegerField(help_text="In how many of 64 their hashes differ.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="lookalike_pair_has_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"
