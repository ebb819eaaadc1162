"""The call that tells what happened in a project."""

from django.http import StreamingHttpResponse
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from annotations.events.feed import LATEST, Feed
from annotations.labeling.serializers import SourceSerializer
from core.api.call import Call
from core.api.document import MaybeObject, refuses
from core.api.negotiation import JsonLines, line_of
from core.exceptions import Refused
from core.pagination import LIMIT, MOST, limit_from
from projects.access import project_for
from projects.events import Kind

KINDS = ["answer", *(kind for kind in Kind if kind != Kind.ANSWERS)]
FARTHEST = 2**63
DIGITS = 19  # of the farthest


class AnswerFacts(serializers.Serializer):
    sha256 = serializers.CharField(help_text="Of the image, as lists tell it.")
    revision = serializers.IntegerField(help_text="Of the image, after this answer.")
    op_id = serializers.CharField()
    bulk = serializers.UUIDField(allow_null=True, help_text="The action on many that it belonged to.")
    seen = serializers.BooleanField(allow_null=True, help_text="Whether the image was on the screen; null: not told.")
    shown_ms = serializers.IntegerField(
        allow_null=True, help_text="Milliseconds that it was on the screen when the key went down; null: not told."
    )
    source = SourceSerializer(allow_null=True)  # type: ignore[assignment]  # a field of this name, not its attribute
    reason = serializers.CharField(allow_blank=True, help_text="Why it was sent back.")


class EventEntry(serializers.Serializer):
    id = serializers.IntegerField(help_text="Ascending; ask for what is behind it by `after`. There are gaps.")
    at = serializers.DateTimeField()
    actor = serializers.CharField(allow_null=True, help_text="Who did it, or asked for the job; null: nobody known.")
    kind = serializers.ChoiceField(KINDS)
    object = serializers.IntegerField(
        allow_null=True,
        help_text="What it is about, by the number that the API has for it: an image, a category, a version…",
    )
    to = MaybeObject(allow_null=True, help_text="What it is now; of an answer `{status, category_ids}`.")
    answer = AnswerFacts(allow_null=True, help_text="Of an answer; else null.")

    def get_fields(self):
        """With `from`, which Python keeps for itself."""
        before = MaybeObject(allow_null=True, help_text="What it was, likewise.")
        return {**super().get_fields(), "from": before}


class EventPage(serializers.Serializer):
    results = EventEntry(many=True)
    next = serializers.CharField(allow_null=True, help_text="The address of the next page; null: this is all for now.")
    after = serializers.IntegerField(help_text="What to ask with for all that comes later.")


class Events(Call):
    renderer_classes = [JSONRenderer, JsonLines]

    @extend_schema(
        operation_id="events_list",
        parameters=[
            OpenApiParameter("after", str, description="The id of an entry, or `latest`; all without it."),
            OpenApiParameter("format", enum=["json", "jsonl"], description="As `Accept`, for whoever cannot send one."),
            OpenApiParameter("limit", int, description=f"How many at once, at most {MOST}; of lines, any number."),
        ],
        responses={(200, "application/json"): EventPage, (200, JsonLines.media_type): EventEntry},
    )
    @refuses("bad_after")
    def get(self, request, slug):
        """What happened, in one order.

        Answers, and what became of categories, images, videos, imports, members, sample checks and versions, the oldest
        first.
        An entry never changes and none is added before one that was told: ask again with the last answer's `after`, and
        nothing is missed or told twice. `after=latest` tells nothing, and from where on to ask. As JSON a page; with
        `Accept: application/x-ndjson` or `?format=jsonl` an entry a line, and all there are, unless `limit` is given.
        Whoever lacks a right is not told what the lists of these things do not tell them; who labels twice is not told
        of answers that are hidden from them. Answers of deleted images are gone.
        """
        project = project_for(request.user, slug)
        asked = request.query_params
        after, limit = _after(asked.get("after")), asked.get("limit")
        in_lines = request.accepted_renderer.format == JsonLines.format
        most = limit_from(limit, LIMIT, FARTHEST if in_lines else MOST)
        feed = Feed(project, request.user, project.rights)
        after = feed.latest if after is None else after
        if in_lines:
            lines = map(line_of, feed.all(after, most if limit else None))
            return StreamingHttpResponse(lines, content_type=JsonLines.media_type)
        page = feed.page(after, most)
        following = replace_query_param(request.build_absolute_uri(), "after", page.after) if page.more else None
        return Response({"results": page.entries, "next": following, "after": page.after})


def _after(text):
    """The id; None for the newest."""
    if text == LATEST:
        return None
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > DIGITS or int(text) >= FARTHEST:
        raise Refused(f"after is the id of an event, or {LATEST}.", code="bad_after", field="after")
    return int(text)


urlpatterns = [path("projects/<slug:slug>/events/", Events.as_view(), name="api-events")]
