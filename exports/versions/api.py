"""Calls for dataset versions."""

from pathlib import Path

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contract import labeler_contract, v1
from core.api import waiting
from core.api.body import checked, keyed
from core.api.call import Call
from core.api.document import MaybeObject, if_none_match, refuses
from core.api.errors import refusal
from core.api.lists import PAGING, list_answer, listed
from core.api.negotiation import AnyAccept, line_of
from core.exceptions import Refused
from core.http import etag_of, tagged
from core.pagination import Sort
from exports.models import DatasetVersion, VersionFile
from exports.shortcuts import ONE, note_download, ready_version, version_for
from exports.versions import builder, label_history, preview, split_counts, withdrawn
from exports.wanted import Wanted
from projects.access import Right, project_for
from projects.shares import SHARES_HELP, Share


class CountsShape(serializers.Serializer):
    """What a version holds. Further keys may come."""

    images = serializers.IntegerField()
    annotations = serializers.IntegerField()
    image_bytes = serializers.IntegerField()
    duplicate_images = serializers.IntegerField(help_text="Those whose bytes another image of it has, too.")
    by_category = serializers.DictField(child=serializers.IntegerField(), help_text="Images by the id of the category.")
    by_split = serializers.DictField(
        child=serializers.IntegerField(), allow_null=True, help_text="Null without splits."
    )


@extend_schema_field(CountsShape(allow_null=True))
class Counts(serializers.JSONField):
    """As its manifest tells them; null until it is built."""


@extend_schema_field({"type": "object", "additionalProperties": True})
class Frozen(serializers.JSONField):
    """What only its manifest describes, of every version."""


PARTS = {
    "zip": "download",
    "manifest": "manifest",
    "annotations": "annotations",
    "metadata": "metadata",
    "checksums": "checksums",
}
SOON = {"Retry-After": "2"}  # seconds after which to look at a version that is being built
WAIT_HELP = (
    f"`wait=30`: answer when there is a newer version than `If-None-Match` names, or any where there is none yet, "
    f"after {waiting.LONGEST} seconds at most. Few may wait at once: the others are answered now, with `Retry-After`."
)


class ThinSplit(serializers.Serializer):
    category_id = serializers.IntegerField()
    split = serializers.ChoiceField(split_counts.JUDGED)
    images = serializers.IntegerField()


class BySplitAndCategory(serializers.Serializer):
    """Labels by split, then by category id."""

    def get_fields(self):
        return {name: serializers.DictField(child=serializers.IntegerField()) for name in v1.SPLITS}


class LostPictures(serializers.Serializer):
    pictures = serializers.IntegerField()
    at = serializers.DateTimeField()


WITH = ("created_by", "project", "split_report")  # what telling a version asks for
AFTER_ASKING = [
    OpenApiParameter("Location", location=OpenApiParameter.HEADER, response=[202], description="The version."),
    OpenApiParameter(
        "Retry-After", int, location=OpenApiParameter.HEADER, response=[202], description="When to look, in seconds."
    ),
]
OF_WAITING = [
    OpenApiParameter("ETag", location=OpenApiParameter.HEADER, response=[200, 304], description="Of this version."),
    OpenApiParameter(
        "Retry-After",
        int,
        location=OpenApiParameter.HEADER,
        response=[200, 304, 404],
        description="Seconds, where the call was to wait and could not.",
    ),
    OpenApiParameter(
        "Preference-Applied",
        location=OpenApiParameter.HEADER,
        response=[200, 304, 404],
        description="The `wait` that was kept to.",
    ),
]
Downloads = keyed("VersionDownloads", PARTS, serializers.URLField)
THIN_HELP = f"Classes of which the version holds some images, and fewer than {split_counts.FEWEST} in val or test."


class VersionSerializer(serializers.ModelSerializer):
    progress = serializers.SerializerMethodField()
    created_by = serializers.CharField(source="created_by.username", help_text="Who asked for it.")
    images = serializers.IntegerField(help_text="How many it holds; known from the start.")
    file_name = serializers.SerializerMethodField(help_text="Of its zip, as it is given out.")
    sha256 = serializers.SerializerMethodField(help_text="Of its zip, as it is given out; null until it is ready.")
    size_bytes = serializers.SerializerMethodField(help_text="Of its zip, as it is given out; null until it is ready.")
    withdrawn = serializers.SerializerMethodField(
        help_text="How many of its pictures were withdrawn since, and when the last. Its zip is given out without "
        "them, and `withdrawn.json` in it names them. Null where none was."
    )
    license = serializers.CharField(allow_null=True, help_text="As it was frozen; null where nobody named one.")
    citation = serializers.CharField(allow_null=True, help_text="As it was frozen; null where nobody named one.")
    by_split_and_category = serializers.SerializerMethodField(
        help_text="Labels by split, then by category id; null without splits, and until a job has counted them, which "
        "it does as soon as the version is ready."
    )
    thin_splits = serializers.SerializerMethodField(help_text=f"{THIN_HELP} Empty where it is not counted.")
    zip_state = serializers.SerializerMethodField(
        help_text="Whether its zip is there: ready, or freed, queued, building or failed; null until the version is "
        "ready."
    )
    downloads = serializers.SerializerMethodField(help_text="Where its parts are; null until it is ready.")
    selection = Frozen(source="frozen.selection", help_text="As its manifest tells it: what was asked for.")
    counts = Counts(read_only=True)
    hash = serializers.SerializerMethodField()
    labels_hash = serializers.SerializerMethodField()
    samples_hash = serializers.SerializerMethodField()
    quality = MaybeObject(help_text="As its manifest tells it; null where it tells nothing.")

    class Meta:
        model = DatasetVersion
        fields = [
            "number",
            "state",
            "progress",
            "error",
            "notes",
            "selection",
            "counts",
            "hash",
            "labels_hash",
            "samples_hash",
            "quality",
            "created_at",
            "sealed_at",
            "created_by",
            "images",
            "file_name",
            "sha256",
            "size_bytes",
            "license",
            "citation",
            "by_split_and_category",
            "thin_splits",
            "zip_state",
            "withdrawn",
            "downloads",
        ]
        read_only_fields = fields

    @extend_schema_field(BySplitAndCategory(allow_null=True))
    def get_by_split_and_category(self, version):
        return split_counts_of(version)

    @extend_schema_field(ThinSplit(many=True))
    def get_thin_splits(self, version):
        active = [each["id"] for each in version.frozen["categories"] if each["active"]]
        found = split_counts.thin(split_counts_of(version), version.frozen["splits"], active)
        return ThinSplit(found, many=True).data

    @extend_schema_field(Downloads(allow_null=True))
    def get_downloads(self, version):
        if version.state != DatasetVersion.State.READY:
            return None
        where, request = [version.project.slug, version.number], self.context.get("request")
        return {part: reverse(f"api-version-{name}", args=where, request=request) for part, name in PARTS.items()}

    @extend_schema_field(serializers.ChoiceField(VersionFile.State.values, allow_null=True))
    def get_zip_state(self, version):
        return next((file.state for file in version.files.all()), None)

    @extend_schema_field(LostPictures(allow_null=True))
    def get_withdrawn(self, version):
        lost = withdrawn.lost(version)
        return lost and LostPictures(lost).data

    def get_file_name(self, version) -> str:
        return withdrawn.given_out(version).file_name

    def get_sha256(self, version) -> str | None:
        return withdrawn.given_out(version).artifact_sha256 or None

    def get_size_bytes(self, version) -> int | None:
        return withdrawn.given_out(version).artifact_size

    def get_progress(self, version) -> int:
        """Percent of the images that are copied."""
        return version.percent

    def get_hash(self, version) -> str | None:
        return version.hash or None

    def get_labels_hash(self, version) -> str | None:
        return version.labels_hash or None

    def get_samples_hash(self, version) -> str | None:
        return version.samples_hash or None


class Splits(serializers.Serializer):
    ratios = keyed("Ratios", v1.SPLITS, Share)(help_text=SHARES_HELP)
    seed = serializers.CharField(required=False, max_length=200)


class Selection(serializers.Serializer):
    statuses = serializers.ListField(child=serializers.CharField(), required=False)
    include_unlabeled = serializers.BooleanField(required=False)
    include_inactive_categories = serializers.BooleanField(required=False)
    category_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31), required=False, allow_null=True, max_length=10_000
    )
    splits = Splits(required=False, allow_null=True)


class VersionRequest(Selection):
    notes = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class SinceLatest(serializers.Serializer):
    version = serializers.IntegerField()
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    relabeled = serializers.IntegerField()
    deals_anew = serializers.BooleanField(help_text="Whether seed or ratios are others, so that images change splits.")


class GateSerializer(serializers.Serializer):
    asks = serializers.FloatField(help_text="The most of all labels that may be wrong, in per cent.")
    missing = serializers.CharField(allow_blank=True, help_text="Why it is not open, in sentences; empty where it is.")


class Preview(serializers.Serializer):
    images = serializers.IntegerField()
    annotations = serializers.IntegerField()
    image_bytes = serializers.IntegerField()
    by_category = serializers.DictField(child=serializers.IntegerField())
    by_split = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    by_split_and_category = BySplitAndCategory(allow_null=True, help_text="Null without splits.")
    thin_splits = ThinSplit(many=True, help_text=THIN_HELP)
    excluded = serializers.DictField(child=serializers.IntegerField())
    not_selected = serializers.DictField(child=serializers.IntegerField(), help_text="Images of other statuses.")
    since = SinceLatest(allow_null=True, help_text="Against the newest version that is ready.")
    gate = GateSerializer(allow_null=True, help_text="Null where the project asks for no sample check.")


VersionList = listed("VersionList", VersionSerializer)


class Versions(Call):
    @extend_schema(operation_id="versions_list", parameters=PAGING, responses=VersionList)
    def get(self, request, slug):
        """The versions of a project.

        The newest first, those that failed or were cancelled too.
        """
        project = project_for(request.user, slug, Right.CURATE)
        rows = project.versions.select_related(*WITH).prefetch_related("files").defer("manifest")
        return list_answer(
            request, rows, Sort("number", descending=True, tie="number"), lambda found: told(request, found, many=True)
        )

    @extend_schema(
        operation_id="versions_create",
        request=VersionRequest,
        parameters=AFTER_ASKING,
        responses={202: VersionSerializer},
    )
    @refuses("nothing_selected", "bad_selection", "bad_splits", "gate")
    def post(self, request, slug):
        """Make a version.

        The selection is frozen at this moment, under the next number; then a job builds it. `Location` has the version,
        and `Retry-After` when to look at it: ask again until its `state` is ready.
        """
        project = project_for(request.user, slug, Right.CURATE)
        asked = checked(VersionRequest, request)
        notes = asked.pop("notes", "")
        version = builder.request_version(project, _wanted(asked), by=request.user, notes=notes, request=request)
        return accepted(request, version)


class PreviewVersion(Call):
    @extend_schema(operation_id="versions_preview", request=Selection, responses=Preview)
    @refuses("bad_selection", "bad_splits")
    def post(self, request, slug):
        """What a version would hold.

        Counts only. Nothing is frozen.
        """
        project = project_for(request.user, slug, Right.CURATE)
        return Response(preview.of(project, _wanted(checked(Selection, request))))


class OneVersion(Call):
    @extend_schema(operation_id="versions_get", responses=VersionSerializer)
    def get(self, request, slug, number):
        """One version.

        Its state and progress; when it is ready its hashes and counts, which never change.
        """
        return Response(told(request, version_for(request, slug, number)))


class LatestVersion(Call):
    @extend_schema(
        operation_id="versions_latest",
        parameters=[
            if_none_match("the version that the caller has"),
            OpenApiParameter("Prefer", location=OpenApiParameter.HEADER, description=WAIT_HELP),
            *OF_WAITING,
        ],
        responses=VersionSerializer,
    )
    @refuses(also=(304, 412))
    def get(self, request, slug):
        """The newest version that is ready.

        Its `ETag` names the version, so a program that sends it back as `If-None-Match` hears of a newer one: 304 until
        there is one, 200 with it then. With `Prefer: wait=30` it hears of it at once.
        """
        found = project_for(request.user, slug, Right.CURATE).versions.ready().order_by("-number")
        outcome = self._wait(request, found)
        if outcome:  # it took its time: who may look is asked once more
            found = project_for(request.user, slug, Right.CURATE).versions.ready().order_by("-number")
        newest = found.select_related(*WITH).first()
        answer: HttpResponseBase
        if newest is None:
            answer = refusal(Refused("This project has no version that is ready.", code="not_found"))
        else:
            answer = tagged(request, _tag(newest.number, newest.hash), lambda: Response(told(request, newest)))
        if outcome is waiting.Outcome.FULL:
            answer["Retry-After"] = str(waiting.RETRY_AFTER)
        elif outcome:
            answer["Preference-Applied"] = f"wait={waiting.wished(request)}"
        return answer

    def _wait(self, request, versions):
        """What came of waiting for another version than the caller has; None where it does not wait."""
        seconds = waiting.wished(request) if request.method == "GET" else 0
        has = request.headers.get("If-None-Match", "")
        newest = versions.values_list("number", "hash")

        def is_news():
            now = newest.first()
            return now is not None and _tag(*now) not in has

        return waiting.until(is_news, seconds, waiting.caller(request)) if seconds else None


class RetryVersion(Call):
    @extend_schema(operation_id="versions_retry", request=None, responses={202: VersionSerializer})
    @refuses("not_failed", "withdrawn")
    def post(self, request, slug, number):
        """Build a failed version again.

        From what was frozen: it will hold the same.
        """
        return accepted(request, builder.retry(version_for(request, slug, number), by=request.user))


class CancelVersion(Call):
    @extend_schema(operation_id="versions_cancel", request=None, responses=VersionSerializer)
    @refuses("not_running")
    def post(self, request, slug, number):
        """Stop a version that is not ready.

        Its number is not used again.
        """
        version = builder.cancel(version_for(request, slug, number), by=request.user, request=request)
        return Response(told(request, version))


class Manifest(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="versions_manifest",
        responses=dict,
        parameters=[
            OpenApiParameter(
                "Labeler-Withdrawn",
                int,
                OpenApiParameter.HEADER,
                response=[200],
                description="Where pictures were withdrawn since: how many.",
            )
        ],
    )
    @refuses("not_ready", also=(304, 412))
    def get(self, request, slug, number):
        """The manifest of a version.

        The same bytes as in its zip, for ever. Where pictures were withdrawn since, the header `Labeler-Withdrawn` says
        how many.
        """
        version = ready_version(request, slug, number)
        manifest = version.manifest.encode()
        lost = withdrawn.lost(version)
        headers = {"Labeler-Withdrawn": str(lost.pictures)} if lost else {}
        return tagged(
            request, etag_of(manifest), lambda: HttpResponse(manifest, content_type="application/json", headers=headers)
        )


class LabelLine(serializers.Serializer):
    asset = serializers.IntegerField()
    sha256 = serializers.CharField()
    original_name = serializers.CharField()
    category_id = serializers.IntegerField(allow_null=True, help_text="In the version; null: it has no label there.")
    labeled_by = serializers.CharField(allow_null=True, help_text="Who gave this label.")
    labeled_at = serializers.DateTimeField(allow_null=True)
    shown_ms = serializers.IntegerField(allow_null=True, help_text="Milliseconds that they saw the image before.")
    changes = serializers.IntegerField(help_text="How often a label was replaced by another, or taken away.")
    reviewed_by = serializers.CharField(allow_null=True, help_text="Who approved it.")
    reviewed_at = serializers.DateTimeField(allow_null=True)
    events = serializers.IntegerField(help_text="How many answers it had in all.")


class Labels(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="versions_labels", responses={(200, "application/x-ndjson"): LabelLine})
    @refuses("not_ready")
    def get(self, request, slug, number):
        """Who labeled the images of a version.

        A line for each image, by number: who gave its label, when and after how long, how often it was another, who
        approved it; as the history was when the version was requested. It names people, so it is no part of the
        version: asked for by itself, without a hash, and not promised to be the same bytes for ever. Of versions that
        were requested before this was kept there is none: `not_found`.
        """
        version = ready_version(request, slug, number)
        lines = map(line_of, label_history.lines(version))
        headers = {"Cache-Control": "private, no-store"}
        answer = StreamingHttpResponse(lines, content_type="application/x-ndjson", headers=headers)
        note_download(request, answer, version, "labels.jsonl", "")
        return answer


class ContractProgram(Call):
    """The program that verifies exports and checks models against them. It needs Python and nothing else."""

    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="contract_program", tags=["versions"], responses={(200, "text/x-python"): OpenApiTypes.STR}
    )
    @refuses(also=(304, 412))
    def get(self, request):
        """The program that verifies versions."""
        source = Path(labeler_contract.__file__).read_bytes()
        headers = {"Content-Disposition": 'attachment; filename="labeler_contract.py"'}
        return tagged(
            request,
            etag_of(source),
            lambda: HttpResponse(source, content_type="text/x-python; charset=utf-8", headers=headers),
        )


def _wanted(asked):
    """From what a Selection has checked."""
    lists = {name: tuple(asked[name]) for name in ("statuses", "category_ids") if asked.get(name) is not None}
    # Null is an answer: no splits, whatever the project has.
    return Wanted(**asked | lists, without_splits="splits" in asked and asked["splits"] is None)


def told(request, versions, **more):
    """One version, or `many`, as JSON."""
    return VersionSerializer(versions, context={"request": request}, **more).data


def accepted(request, version):
    """A version that is being built, and where to look at it."""
    where = reverse("api-version", args=[version.project.slug, version.number], request=request)
    return Response(told(request, version), status=status.HTTP_202_ACCEPTED, headers={"Location": where, **SOON})


def split_counts_of(version):
    """What its report says, where there is one."""
    report = getattr(version, "split_report", None)
    return report and report.by_split_and_category


def _tag(number, hashed):
    """Weak: what is told beside the version may come later, such as what its splits hold."""
    return f'W/"v{number}-{hashed}"'


urlpatterns = [
    path("labeler_contract.py", ContractProgram.as_view(), name="api-contract-program"),
    path("projects/<slug:slug>/versions/", Versions.as_view(), name="api-versions"),
    path("projects/<slug:slug>/versions/preview/", PreviewVersion.as_view(), name="api-versions-preview"),
    path("projects/<slug:slug>/versions/latest/", LatestVersion.as_view(), name="api-versions-latest"),
    path(ONE, OneVersion.as_view(), name="api-version"),
    path(f"{ONE}retry/", RetryVersion.as_view(), name="api-version-retry"),
    path(f"{ONE}cancel/", CancelVersion.as_view(), name="api-version-cancel"),
    path(f"{ONE}manifest.json", Manifest.as_view(), name="api-version-manifest"),
    path(f"{ONE}labels.jsonl", Labels.as_view(), name="api-version-labels"),
]
