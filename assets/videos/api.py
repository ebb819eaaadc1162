"""Calls for videos: bring in, plan, extract frames as a job, cancel, retry."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from assets.formats import OF_VIDEOS
from assets.models import Video
from assets.videos import extraction, ingest, stills
from assets.videos.sampling import Sampling
from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.api.negotiation import AnyAccept
from core.exceptions import Refused
from core.pagination import Sort
from core.uploadhandlers import IntoWorkFolder
from projects.access import Right, project_for

VALUE_HELP = "Frames a second; how many frames; or per cent of change."
SAMPLINGS = [each.value for each in Sampling]


class VideoFacts(serializers.Serializer):
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    pixel_ratio = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="Width to height of a pixel, 16:11; empty where they are square, null where nobody looked.",
    )
    frames = serializers.IntegerField(help_text="Of the whole video.")
    duration_ms = serializers.IntegerField()
    rate = serializers.FloatField(help_text="Frames a second, on average.")
    codec = serializers.CharField()
    hdr = serializers.CharField()
    interlaced = serializers.BooleanField()
    video_streams = serializers.IntegerField()
    has_audio = serializers.BooleanField()
    broken_at_ms = serializers.IntegerField(allow_null=True)


class VideoSerializer(serializers.ModelSerializer):
    facts = VideoFacts()
    frame_count = serializers.IntegerField(help_text="Frames of it that are in the project.")

    class Meta:
        model = Video
        fields = [
            "id", "original_name", "sha256", "size_bytes", "mime_type", "facts", "state", "sampling", "value",
            "progress", "planned", "position_ms", "frame_count", "error", "note", "extractor", "created_at",
            "started_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class UploadedVideo(VideoSerializer):
    duplicate = serializers.BooleanField()

    class Meta(VideoSerializer.Meta):
        fields = [*VideoSerializer.Meta.fields, "duplicate"]


class Extraction(serializers.Serializer):
    sampling = serializers.ChoiceField(SAMPLINGS)
    value = serializers.FloatField(help_text=VALUE_HELP)


class NewVideo(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True)
    sampling = serializers.ChoiceField(SAMPLINGS, required=False)
    value = serializers.FloatField(required=False)


class PlanSerializer(serializers.Serializer):
    frames = serializers.IntegerField(allow_null=True, help_text="Null while only looking can tell.")
    exact = serializers.BooleanField(help_text="Otherwise at most so many.")
    disk_bytes = serializers.IntegerField(allow_null=True, help_text="About, renditions included.")
    seconds = serializers.FloatField(help_text="About.")


class Videos(Call):
    parser_classes = [MultiPartParser]

    def initialize_request(self, request, *args, **kwargs):
        if request.method == "POST":
            self.upload = IntoWorkFolder(request, limit=settings.MAX_VIDEO_BYTES, prefix=ingest.SCRATCH)
            request.upload_handlers = [self.upload]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(operation_id="videos_list", parameters=PAGING, responses=listed("VideoList", VideoSerializer))
    def get(self, request, slug):
        """The videos of a project.

        The newest first, with how far their frames are taken out.
        """
        rows = project_for(request.user, slug).videos.with_frame_counts()
        return list_answer(
            request, rows, Sort("id", descending=True), lambda items: VideoSerializer(items, many=True).data
        )

    @extend_schema(
        operation_id="videos_upload",
        request={"multipart/form-data": NewVideo},
        responses={200: UploadedVideo, 201: VideoSerializer},
    )
    @refuses(*OF_VIDEOS, "bad_sampling")
    def post(self, request, slug):
        """Send a video.

        201 with the video, or 200 with `duplicate` where the project has these bytes already. With `sampling` and
        `value` its frames are taken out at once. A large file is better sent by `uploads/`, which can be resumed.
        """
        project = project_for(request.user, slug, Right.CURATE)
        _ = request.data  # what comes is read here, and ends at the limit
        if self.upload.problem:
            raise self.upload.problem
        asked = checked(NewVideo, request)
        if ("sampling" in asked) != ("value" in asked):
            raise Refused("sampling and value belong together.", code="bad_sampling", field="sampling")
        file = asked["file"]
        ingest.check_size(file.size)
        added = ingest.add_video(
            project, Path(file.path_in_work_dir), original_name=file.name, by=request.user, link=True
        )
        if "sampling" in asked:
            extraction.request(added.video, sampling=asked["sampling"], value=asked["value"], by=request.user)
        data = VideoSerializer(video_for(request, slug, added.video.pk)).data
        if added.duplicate:
            return Response({"duplicate": True, **data})
        return Response(data, status=status.HTTP_201_CREATED)


class OneVideo(Call):
    @extend_schema(operation_id="videos_get", responses=VideoSerializer)
    def get(self, request, slug, video_id):
        """One video.

        What is in the file, and the state of its extraction.
        """
        return Response(VideoSerializer(video_for(request, slug, video_id)).data)

    @extend_schema(operation_id="videos_delete", responses={204: None})
    @refuses("has_frames", "running")
    def delete(self, request, slug, video_id):
        """Delete a video.

        Only while no frame came from it.
        """
        ingest.remove(video_for(request, slug, video_id, Right.CURATE), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PlanVideo(Call):
    """What a sampling would give."""

    @extend_schema(
        operation_id="videos_plan",
        parameters=[
            OpenApiParameter("sampling", enum=SAMPLINGS, required=True, description="How frames are chosen."),
            OpenApiParameter("value", float, required=True, description=VALUE_HELP),
        ],
        responses=PlanSerializer,
    )
    @refuses("bad_sampling")
    def get(self, request, slug, video_id):
        """What a sampling would give.

        How many frames, how much room, how long: about, without taking any out.
        """
        video = video_for(request, slug, video_id, Right.CURATE)
        asked = Extraction(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(extraction.preview(video, **asked.validated_data))


class ExtractVideo(Call):
    @extend_schema(operation_id="videos_extract", request=Extraction, responses={202: VideoSerializer})
    @refuses("bad_sampling", "running", "withdrawn")
    def post(self, request, slug, video_id):
        """Take frames out of a video.

        A job: ask for the video again to see its progress.
        """
        video = video_for(request, slug, video_id, Right.CURATE)
        video = extraction.request(video, **checked(Extraction, request), by=request.user)
        return Response(VideoSerializer(video).data, status=status.HTTP_202_ACCEPTED)


class CancelVideo(Call):
    @extend_schema(operation_id="videos_cancel", request=None, responses=VideoSerializer)
    @refuses("not_running")
    def post(self, request, slug, video_id):
        """Stop an extraction.

        Frames that are here already stay.
        """
        video = extraction.cancel(video_for(request, slug, video_id, Right.CURATE), by=request.user)
        return Response(VideoSerializer(video).data)


class RetryVideo(Call):
    @extend_schema(operation_id="videos_retry", request=None, responses={202: VideoSerializer})
    @refuses("not_failed", "running", "withdrawn")
    def post(self, request, slug, video_id):
        """Try a failed extraction again.

        It goes on where it stopped.
        """
        video = extraction.retry(video_for(request, slug, video_id, Right.CURATE), by=request.user)
        return Response(VideoSerializer(video).data, status=status.HTTP_202_ACCEPTED)


class Still(Call):
    """A small picture of the video, from one of eight places."""

    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="videos_still", responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request, slug, video_id, place):
        """A small picture of a video.

        From one of eight places, counted from 0.
        """
        video = get_object_or_404(project_for(request.user, slug).videos.all(), pk=video_id)
        content = stills.read(video.project.dataset_id, video.sha256, place) if place < stills.COUNT else None
        if content is None:
            raise Http404
        response = HttpResponse(content, content_type="image/jpeg")
        response["Cache-Control"] = "private, max-age=31536000, immutable"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def video_for(request, slug, video_id, right=Right.ANSWER):
    rows = project_for(request.user, slug, right).videos.with_frame_counts()
    return get_object_or_404(rows, pk=video_id)


ONE = "projects/<slug:slug>/videos/<int:video_id>/"

urlpatterns = [
    path("projects/<slug:slug>/videos/", Videos.as_view(), name="api-videos"),
    path(ONE, OneVideo.as_view(), name="api-video"),
    path(f"{ONE}plan/", PlanVideo.as_view(), name="api-video-plan"),
    path(f"{ONE}extract/", ExtractVideo.as_view(), name="api-video-extract"),
    path(f"{ONE}cancel/", CancelVideo.as_view(), name="api-video-cancel"),
    path(f"{ONE}retry/", RetryVideo.as_view(), name="api-video-retry"),
    path(f"{ONE}stills/<int:place>", Still.as_view(), name="api-video-still"),
]
