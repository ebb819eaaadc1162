"""Calls for uploads that can be resumed: tus 1.0.0 (https://tus.io/protocols/resumable-upload), core protocol with the
extensions creation, termination and expiration. A person sees their own uploads only.

Metadata: `filename`; `kind` (`image` or `video`; without it, what the type of the file says, else a video); and of an
image the `folder` that it comes from, and its `place`, one that `uploads/places/` gave. Any other key is refused, but
for those that common clients send by themselves.
The answer to the last piece of a file that is refused tells why; `GET` of an upload tells what became of it.
"""

import base64
import binascii

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.http import http_date
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from assets.formats import OF_IMAGES, OF_VIDEOS
from assets.images import places
from assets.models import Upload
from assets.uploads import resumable
from core.api.call import Call
from core.api.document import refuses
from core.exceptions import Refused, UnknownField
from core.known import unknown
from projects.access import Right, project_for

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
CHUNK = 1 << 18
# Ours, and what common clients send beside it by themselves: tus-js-client says `filetype`, Uppy all the others.
METADATA = ("filename", "kind", "folder", "place", "filetype", "name", "type", "relativePath")
SPEAKS = OpenApiParameter(
    "Tus-Resumable", str, OpenApiParameter.HEADER, required=True, enum=[VERSION], description="What the caller speaks."
)
OVERRIDES = ("PATCH", "DELETE", "HEAD")
SPEAK_TUS = ("POST", *OVERRIDES)


class ResumableUpload(serializers.ModelSerializer):
    offset = serializers.SerializerMethodField()

    class Meta:
        model = Upload
        fields = [
            "id", "kind", "original_name", "size_bytes", "offset", "finished_at", "asset", "video", "duplicate",
            "error", "error_code",
        ]  # fmt: skip
        read_only_fields = fields

    def get_offset(self, upload) -> int:
        """How many bytes are here."""
        return resumable.offset(upload)


class OtherVersion(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = f"Labeler speaks tus {VERSION}: send the header Tus-Resumable: {VERSION}."
    default_code = "tus_version"


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "wrong_offset"


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class Piece(BaseParser):
    """Bytes are read from the connection as they come, by the view."""

    media_type = PIECE_TYPE

    def parse(self, stream, media_type=None, parser_context=None):
        return {}


class Tus(Call):
    """What all answers have in common."""

    parser_classes = [Piece]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method in SPEAK_TUS and request.headers.get("Tus-Resumable") != VERSION:
            raise OtherVersion

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        response["Tus-Version"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    @extend_schema(responses={204: None})
    def options(self, request, *args, **kwargs):
        """What this server speaks."""
        extensions = "creation,termination,expiration"
        most = max(settings.MAX_VIDEO_BYTES, settings.MAX_UPLOAD_BYTES)
        return Response(
            status=status.HTTP_204_NO_CONTENT, headers={"Tus-Extension": extensions, "Tus-Max-Size": str(most)}
        )


class Uploads(Tus):
    @extend_schema(
        operation_id="uploads_create",
        request=None,
        responses={201: None},
        parameters=[
            OpenApiParameter(
                "Upload-Length", int, OpenApiParameter.HEADER, required=True, description="Of the whole file, in bytes."
            ),
            OpenApiParameter(
                "Upload-Metadata",
                str,
                OpenApiParameter.HEADER,
                description="As tus writes it: `filename`, `kind` (image or video), and of an image `folder`, `place`.",
            ),
            SPEAKS,
        ],
    )
    @refuses(
        "bad_metadata",
        "bad_kind",
        "bad_header",
        "bad_place",
        "bad_folder",
        "empty",
        "busy",
        tus_version=412,
        too_large=413,
    )
    def post(self, request, slug):
        """Begin an upload that can be resumed.

        tus 1.0.0. The address of the upload is in `Location`; send its bytes there by PATCH.
        """
        project = project_for(request.user, slug, Right.CURATE)
        metadata = _metadata(request.headers.get("Upload-Metadata", ""))
        if strange := unknown(metadata, METADATA):
            raise UnknownField(strange)
        kind = metadata.get("kind") or ("image" if metadata.get("filetype", "").startswith("image/") else "video")
        if kind not in Upload.Kind.values:
            raise Refused("kind is image or video.", code="bad_kind", field="kind")
        where = places.asked(project, metadata, by=request.user) if kind == Upload.Kind.IMAGE else {}
        try:
            upload = resumable.create(
                project,
                name=metadata.get("filename", ""),
                size=_whole_number(request, "Upload-Length"),
                kind=kind,
                by=request.user,
                **where,
            )
        except Refused as refusal:
            if refusal.code == "too_large":
                raise TooLarge(refusal.message) from None
            raise
        address = request.build_absolute_uri(reverse("api-upload", args=[slug, upload.pk]))
        return Response(
            status=status.HTTP_201_CREATED, headers={"Location": address, "Upload-Expires": _expires(upload)}
        )


class OneUpload(Tus):
    def initialize_request(self, request, *args, **kwargs):
        # For what stands between and lets GET and POST through only.
        override = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and override in OVERRIDES:
            request.method = override
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(operation_id="uploads_get", responses=ResumableUpload)
    def get(self, request, slug, upload_id):
        """What became of an upload.

        How far it has come, and when it is finished the image or the video, or why it is refused.
        """
        return Response(ResumableUpload(self._upload(request, slug, upload_id)).data)

    @extend_schema(responses={200: None})
    def head(self, request, slug, upload_id):
        """How far it has come."""
        upload = self._upload(request, slug, upload_id)
        headers = {
            "Upload-Offset": resumable.offset(upload),
            "Upload-Length": upload.size_bytes,
            "Upload-Expires": _expires(upload),
        }
        return Response(headers=headers)

    @extend_schema(
        operation_id="uploads_send",
        request={PIECE_TYPE: bytes},
        responses={204: None},
        parameters=[
            OpenApiParameter(
                "Upload-Offset",
                int,
                OpenApiParameter.HEADER,
                required=True,
                description="Where these bytes begin: as many as are here.",
            ),
            SPEAKS,
        ],
    )
    @refuses(*OF_IMAGES, *OF_VIDEOS, "bad_header", tus_version=412, wrong_offset=409, too_large=413)
    def patch(self, request, slug, upload_id):
        """Send the next bytes of an upload.

        From `Upload-Offset` on. The answer to the last piece of a file that is refused tells why.
        """
        if request.content_type != PIECE_TYPE:
            raise UnsupportedMediaType(request.content_type)
        upload = self._upload(request, slug, upload_id)
        start = _whole_number(request, "Upload-Offset")
        length = int(request.headers.get("Content-Length") or 0)
        if start + length > upload.size_bytes:
            raise TooLarge(f"The upload has {upload.size_bytes:,} bytes, and this piece goes beyond.")
        try:
            offset = resumable.receive(upload, start, _pieces(request))
        except resumable.WrongOffset as problem:
            raise Conflict(f"The upload stands at {problem.offset}.") from None
        if offset == upload.size_bytes:
            upload = resumable.finish(upload)
            if upload.error:
                raise Refused(upload.error, code=upload.error_code, field="file")
        headers = {"Upload-Offset": offset, "Upload-Expires": _expires(upload)}
        return Response(status=status.HTTP_204_NO_CONTENT, headers=headers)

    @extend_schema(operation_id="uploads_end", parameters=[SPEAKS], responses={204: None})
    @refuses(tus_version=412)
    def delete(self, request, slug, upload_id):
        """End an upload.

        And forget what came.
        """
        resumable.terminate(self._upload(request, slug, upload_id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _upload(self, request, slug, upload_id):
        rows = Upload.objects.filter(project=project_for(request.user, slug, Right.CURATE), created_by=request.user)
        upload = get_object_or_404(rows.select_related("project", "created_by"), pk=upload_id)
        try:
            resumable.offset(upload)
        except FileNotFoundError:
            raise Http404 from None
        return upload


def _pieces(request):
    """The body as it comes. A connection that breaks ends it: what came before counts."""
    while True:
        try:
            piece = request._request.read(CHUNK)
        except OSError:
            return
        if not piece:
            return
        yield piece


def _metadata(text):
    """tus: pairs of a key and a base64 value, separated by commas."""
    pairs = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, _, value = pair.partition(" ")
        try:
            pairs[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Refused("Upload-Metadata cannot be read.", code="bad_metadata") from None
    return pairs


def _whole_number(request, name):
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused(f"{name} must be a whole number.", code="bad_header")
    return int(text)


def _expires(upload):
    return http_date(resumable.expires(upload).timestamp())


urlpatterns = [
    path("projects/<slug:slug>/uploads/", Uploads.as_view(), name="api-uploads"),
    path("projects/<slug:slug>/uploads/<uuid:upload_id>/", OneUpload.as_view(), name="api-upload"),
]
