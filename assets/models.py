"""Pictures and videos: bytes and facts that never change after they came in."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone

from assets import folders
from assets.formats import CONVERTED, FORMATS, LOOK_NUMBERS, NO_DHASH, NOTES
from assets.states import CHOICES, Status, statuses_of
from core.jobs.job import Job, JobQuerySet
from core.jobs.job import State as JobState
from projects import events
from projects.models import Project
from projects.rules.shown import Range, recipe
from webhooks.events import EXTRACTION_FINISHED
from webhooks.telling import tell, tell_of_failure

MOST_VIDEOS = 200  # that are offered as filters


class VideoQuerySet(JobQuerySet):
    def present(self) -> Self:
        """Not those that were withdrawn."""
        here = {"project": models.OuterRef("project"), "sha256": models.OuterRef("sha256")}
        return self.filter(~models.Exists(Withdrawal.objects.filter(kind=Withdrawal.Kind.VIDEO, **here)))

    def with_frame_counts(self) -> Self:
        return self.annotate(frame_count=models.Count("frames"))

    def with_queue(self) -> Self:
        """With `frame_count`, and with `waits_for`: how many extractions stand before one that waits."""
        before = (
            Video.objects.unfinished()
            .filter(models.Q(state="extracting") | models.Q(queued_at__lt=models.OuterRef("queued_at")))
            .order_by()
            .values(one=models.F("project_id") * 0)
            .annotate(count=models.Count("pk"))
            .values("count")
        )
        return self.with_frame_counts().annotate(waits_for=models.Subquery(before))

    def by_name(self) -> "models.QuerySet[Video, tuple[int, str]]":
        """(number, name) of those that lists can be narrowed to: the first of them, by name."""
        return self.order_by("original_name", "pk").values_list("pk", "original_name")[:MOST_VIDEOS]


class Video(Job):
    """A video and the extraction of its frames that was asked for last; `facts` are those of probing.Facts."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        QUEUED = "queued"
        EXTRACTING = "extracting"
        READY = "ready"
        FAILED = "failed"
        CANCELLED = "cancelled"

    TASK = "assets.tasks.extract_frames"
    RUN = "The extraction"
    RUNNING = State.EXTRACTING
    DONE = State.READY

    project = models.ForeignKey(Project, models.PROTECT, related_name="videos")
    sha256 = models.CharField(max_length=64)
    original_name = models.CharField(max_length=255)
    file = models.CharField(max_length=255)
    mime_type = models.CharField(max_length=40)
    size_bytes = models.PositiveBigIntegerField()
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State.choices, default=State.UPLOADED)
    sampling = models.CharField(max_length=10, blank=True)
    value = models.FloatField(null=True)
    progress = models.PositiveIntegerField(default=0, help_text="Frames taken so far.")
    planned = models.PositiveIntegerField(null=True, help_text="Frames that it gives; null while nobody can tell.")
    position_ms = models.PositiveBigIntegerField(null=True, help_text="Time of the frame that was taken last.")
    scenes = models.JSONField(
        null=True,
        editable=False,
        help_text="How far a search for scenes has come: `behind` the frame of that index, `taken` so many.",
    )
    note = models.TextField(blank=True, help_text="What there is to know of the frames that were taken.")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    extractor = models.CharField(max_length=100, blank=True)
    place = models.BigIntegerField(
        null=True, help_text="Its frames stand behind it. Older ones get it with their next."
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="videos_uploaded")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VideoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "sha256"], name="video_bytes_unique_in_project"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @classmethod
    def at_end(cls) -> dict[str, datetime]:
        return {"finished_at": timezone.now()}

    @property
    def called(self) -> str:
        return self.original_name

    @property
    def whole(self) -> int:
        return self.planned or 0

    @property
    def subject(self) -> str:
        return "The video"

    def tell_end(self, *, by: Any = None) -> None:
        kinds, url = events.Kind, reverse("api-video", args=[self.project.slug, self.pk])
        if self.state == self.State.FAILED:
            tell_of_failure(self.project, "extraction", self, url)
            events.record_failed_job(self.project, "extraction", self.pk, self.error)
        elif self.state == self.State.READY:
            frames = self.frames.count()
            facts = {"video": self.pk, "name": self.original_name, "frames": frames, "note": self.note, "url": url}
            tell(self.project, EXTRACTION_FINISHED, facts)
            events.record(self.project, kinds.EXTRACTION_FINISHED, of=self.pk, after={"frames": frames})
        else:
            events.record(self.project, kinds.EXTRACTION_CANCELLED, by=by, of=self.pk)


class AssetQuerySet(models.QuerySet["Asset"]):
    def with_status(self, name: str) -> Self:
        """Those that a `status` parameter names: one of the five, `in_review` or `done`."""
        return self.filter(status__in=statuses_of(name))

    def present(self) -> Self:
        """Not those that were withdrawn."""
        return self.exclude(status=Status.WITHDRAWN)

    def with_labels(self) -> Self:
        """With everything that showing one takes, in a bounded number of queries."""
        return self.select_related("video", "uploaded_by").prefetch_related("annotations__category")


class Asset(models.Model):
    """An image, or a frame of a video. Only `status`, `revision` and `asked_revision` ever change; `dhash` and the
    range that a deep one is shown over are filled once, and the former is emptied when its bytes are withdrawn. One
    that is withdrawn stays so: the database refuses any other answer."""

    Status = Status

    project = models.ForeignKey(Project, models.PROTECT, related_name="assets")
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=255)
    width = models.PositiveIntegerField(help_text="Of the stored pixels, before any EXIF rotation.")
    height = models.PositiveIntegerField(help_text="Of the stored pixels, before any EXIF rotation.")
    exif_orientation = models.PositiveSmallIntegerField(default=1)
    mime_type = models.CharField(max_length=20, choices=list(FORMATS.items()))
    size_bytes = models.PositiveBigIntegerField()
    original_name = models.CharField(max_length=255)
    folder = models.CharField(
        max_length=folders.MOST, blank=True, default="", db_default="", help_text="That it came from: photos/2026."
    )
    # The folder, casefolded; `folder` itself has binary collation, too.
    folder_key = models.CharField(max_length=3 * folders.MOST, blank=True, default="", db_default="")
    # The name, casefolded. A migration gives it binary collation, so that its order is the same on every database.
    sort_name = models.CharField(max_length=765)
    video = models.ForeignKey(Video, models.PROTECT, null=True, related_name="frames")
    timestamp_ms = models.PositiveBigIntegerField(null=True)
    frame_index = models.PositiveIntegerField(null=True)
    upload_sha256 = models.CharField(
        max_length=64, null=True, help_text="Of the bytes that were uploaded, where the file was made of them."
    )
    converted_from = models.CharField(
        max_length=20, null=True, choices=list(CONVERTED.items()), help_text="What was uploaded then."
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assets_uploaded")
    created_at = models.DateTimeField(auto_now_add=True)
    place = models.BigIntegerField(
        default=0, db_default=0, help_text="Lists that people see stand in the order of (place, id)."
    )

    dhash = models.BigIntegerField(
        default=NO_DHASH,
        db_default=NO_DHASH,
        help_text="Equal for pictures that look the same. Older ones have none until manage.py fill_dhashes.",
    )

    shown_from = models.FloatField(
        null=True, help_text="Of more than 8 bits a channel: the number that is shown black."
    )
    shown_to = models.FloatField(null=True, help_text="Of more than 8 bits a channel: the number that is shown white.")

    note = models.CharField(
        max_length=40,
        choices=list(NOTES.items()),
        blank=True,
        default="",
        db_default="",
        help_text="What there is to know of the file.",
    )

    status = models.CharField(max_length=20, choices=CHOICES, default=Status.UNLABELED.value)
    revision = models.PositiveIntegerField(default=0)
    asked_revision = models.IntegerField(
        default=0,
        db_default=0,
        help_text="The labels revision that was shown when its last whole answer was given; 0: never.",
    )

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "sha256"], condition=Q(video=None), name="asset_uploaded_bytes_unique_in_project"
            ),
            models.UniqueConstraint(
                fields=["video", "frame_index"], condition=~Q(video=None), name="asset_frame_unique_in_video"
            ),
            models.CheckConstraint(
                condition=Q(video=None, timestamp_ms=None, frame_index=None)
                | Q(video__isnull=False, timestamp_ms__isnull=False, frame_index__isnull=False),
                name="asset_provenance_is_whole",
            ),
            models.UniqueConstraint(
                fields=["project", "upload_sha256"],
                condition=Q(upload_sha256__isnull=False),
                name="asset_converted_bytes_unique_in_project",
            ),
            models.CheckConstraint(
                condition=Q(upload_sha256=None, converted_from=None)
                | Q(
                    upload_sha256__isnull=False,
                    converted_from__isnull=False,
                    converted_from__in=[*CONVERTED],
                    video=None,
                ),
                name="asset_conversion_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="asset_status_is_known"
            ),
            models.CheckConstraint(condition=Q(exif_orientation__range=(1, 8)), name="asset_orientation_is_exif"),
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="asset_has_pixels"),
            models.CheckConstraint(condition=Q(size_bytes__gte=1), name="asset_has_bytes"),
            models.CheckConstraint(
                condition=Q(shown_from=None, shown_to=None)
                | Q(shown_from__isnull=False, shown_to__isnull=False, shown_from__lt=models.F("shown_to")),
                name="asset_shown_range_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="asset_by_id"),
            models.Index(fields=["project", "status", "id"], name="asset_by_status"),
            models.Index(fields=["project", "sort_name", "id"], name="asset_by_name"),
            models.Index(fields=["project", "sha256"], name="asset_by_hash"),
            models.Index(fields=["project", "dhash", "id"], name="asset_by_look"),
            models.Index(fields=["project", "place", "id"], name="asset_by_place"),
            models.Index(fields=["project", "status", "place", "id"], name="asset_by_status_and_place"),
            models.Index(fields=["project", "folder", "place", "id"], name="asset_by_folder"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def display_width(self) -> int:
        return self.height if self.exif_orientation >= 5 else self.width

    @property
    def display_height(self) -> int:
        return self.width if self.exif_orientation >= 5 else self.height

    @property
    def shown(self) -> Range | None:
        """Over which numbers a deep picture is shown; None for all others."""
        if self.shown_from is None or self.shown_to is None:
            return None
        return self.project.window or Range(self.shown_from, self.shown_to)

    @property
    def recipe(self) -> str:
        """Of its renditions, for their names and addresses; an ordinary picture has none."""
        return recipe(self.project.window) if self.shown else ""

    @property
    def ending(self) -> str:
        """Of the addresses of its renditions: `-auto` for a deep picture."""
        return f"-{self.recipe}" if self.recipe else ""

    def neighbouring_frames(self) -> "tuple[Asset | None, Asset | None]":
        """The frames of the same video before and after this one in time. Of an upload there are none."""
        if self.video_id is None:
            return None, None
        frames = Asset.objects.present().filter(video=self.video_id).with_labels()
        return (
            frames.filter(frame_index__lt=self.frame_index).order_by("-frame_index").first(),
            frames.filter(frame_index__gt=self.frame_index).order_by("frame_index").first(),
        )

    @property
    def category_ids(self) -> list[int]:
        """Public ids of its labels, ascending."""
        return sorted(annotation.category.public_id for annotation in self.annotations.all())


class AssetName(models.Model):
    """Another name under which the bytes of an image came, after they were here: `b/002.jpg`. Never its own."""

    LONGEST = folders.MOST + 1 + 255  # characters: of a folder and a name

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="other_names")
    path = models.CharField(max_length=LONGEST, help_text="The folder that it came from, and its name there.")
    # The last component and the whole, casefolded as names of assets are.
    key = models.CharField(max_length=765)
    path_key = models.CharField(max_length=3 * LONGEST)
    came_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="asset_names")
    came_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "path"], name="asset_name_once_for_an_asset"),
            models.CheckConstraint(condition=~Q(path=""), name="asset_name_says_something"),
        ]
        indexes = [models.Index(fields=["key", "asset"], name="asset_name_by_key")]

    def __str__(self) -> str:
        return self.path


class AssetLook(models.Model):
    """How an image looks in 400 numbers (`images/looks.py`), by which odd ones are found within a class. Older images
    have none until somebody asks for that order, or `manage.py fill_dhashes`.

    A table of its own and no column of `Asset`: lists read whole rows of images, and whatever walks a million of them
    would walk through 400 MB more, for numbers that one sort asks for, a class at a time.
    """

    asset = models.OneToOneField(Asset, models.PROTECT, primary_key=True, related_name="look")
    numbers = models.BinaryField(help_text="400 bytes: luma of 16 × 16 squares, and two chroma channels of 9 × 8.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Exact(Length("numbers"), LOOK_NUMBERS), name="asset_look_has_400_numbers"),
        ]

    def __str__(self) -> str:
        return f"Of {self.asset_id}"


class Withdrawal(models.Model):
    """Bytes that had to go and never come back into the project: the database refuses an image or a video of them. A
    row never changes, and is never deleted. Which images lost theirs tells their status."""

    class Kind(models.TextChoices):
        IMAGE = "image"
        UPLOAD = "upload"  # of which the file of an image was made
        VIDEO = "video"

    project = models.ForeignKey(Project, models.PROTECT, related_name="withdrawals")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    job = models.ForeignKey("WithdrawalJob", models.PROTECT, related_name="withdrawals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "sha256"], name="withdrawal_once_in_project"),
            models.CheckConstraint(condition=Q(kind__in=["image", "upload", "video"]), name="withdrawal_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256} from {self.project}"


class WithdrawalJob(Job):
    """One withdrawal: who asked for it, when and why; and the job that removes the bytes from wherever they lie. `done`
    says that they are gone."""

    TASK = "labeler.tasks.remove_withdrawn"
    RUN = "The removal"

    LONGEST_REASON = 500

    project = models.ForeignKey(Project, models.PROTECT, related_name="withdrawal_jobs")
    asset = models.BigIntegerField(help_text="The number of the image that it was asked of.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)
    images = models.PositiveIntegerField(help_text="How many images of the project it took.")
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "id"], name="withdrawal_job_by_project")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason")]

    def __str__(self) -> str:
        return f"Withdrawal of image {self.asset} of {self.project}"

    @classmethod
    def at_end(cls) -> dict[str, datetime]:
        return {"finished_at": timezone.now()}

    @property
    def called(self) -> str:
        return f"image {self.asset}"

    @property
    def whole(self) -> int:
        return self.images

    def tell_end(self, *, by: Any = None) -> None:
        if self.state == JobState.FAILED:
            events.record_failed_job(self.project, "withdrawal", self.asset, self.error, by=self.by)


class Upload(models.Model):
    """A file that comes in pieces (tus). Its bytes lie in the work folder, and their number is how far it has come."""

    class Kind(models.TextChoices):
        IMAGE = "image"
        VIDEO = "video"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="uploads")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    original_name = models.CharField(max_length=255)
    size_bytes = models.PositiveBigIntegerField()
    place = models.BigIntegerField(null=True)
    folder = models.CharField(max_length=folders.MOST, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    # What became of it, once all bytes were here: the number of an asset or video, or why it was refused. No foreign
    # keys: it is told for a day, and an asset may go before.
    finished_at = models.DateTimeField(null=True)
    asset = models.PositiveBigIntegerField(null=True)
    video = models.PositiveBigIntegerField(null=True)
    duplicate = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size_bytes__gte=1), name="upload_has_bytes"),
        ]
        indexes = [models.Index(fields=["created_by", "finished_at"], name="upload_by_person")]

    def __str__(self) -> str:
        return self.original_name


class PlaceCounter(models.Model):
    """The last place of a project that was given; the next ones are behind it."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="place_counter")
    given = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.given:,} in {self.project}"


class PlaceBatch(models.Model):
    """Places in a row that somebody has for the list of images they send."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="place_batches")
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="place_batches")
    start = models.BigIntegerField()
    count = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="place_batch_has_places")]
        indexes = [models.Index(fields=["project", "given_to", "start"], name="place_batch_by_person")]

    def __str__(self) -> str:
        return f"{self.start:,} to {self.start + self.count - 1:,} in {self.project}"
