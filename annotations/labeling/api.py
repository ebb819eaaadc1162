"""Calls for answers: the queue, batches of answers, bulk actions, history and counts."""

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from annotations.browse.serializers import AssetSerializer
from annotations.browse.shortcuts import asset_for
from annotations.labeling import answers, bulk, claims
from annotations.labeling.operations import read_category_ids
from annotations.labeling.serializers import (
    OutcomeSerializer,
    Refill,
    SignSerializer,
    StretchSerializer,
    sign_from,
)
from annotations.models import AnnotationEvent
from annotations.task_types.base import NotAllowed
from assets.states import CHOICES
from core.api.body import checked
from core.api.call import Call
from core.api.lists import PAGING, list_answer, listed
from core.exceptions import Refused, UnknownField
from core.known import unknown
from core.pagination import Sort, limit_from
from projects.access import Right, project_for


class SourceSerializer(serializers.Serializer):
    """Where an imported answer comes from, as its file tells; "" and null for what it does not."""

    tool = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    origin = serializers.CharField()


class EventSerializer(serializers.ModelSerializer):
    actor = serializers.CharField(source="actor.username")
    source = SourceSerializer(allow_null=True)  # type: ignore[assignment]  # a field of this name, not its attribute

    class Meta:
        model = AnnotationEvent
        fields = [
            "id",
            "actor",
            "at",
            "op_id",
            "from_status",
            "to_status",
            "from_category_ids",
            "to_category_ids",
            "revision",
            "bulk",
            "seen",
            "source",
        ]
        read_only_fields = fields


class Operations(serializers.Serializer):
    """`operations`: at most 500 of `{op_id, asset, base_revision, status, category_ids, seen}`; `seen`, where it is
    known, tells whether the image was on the screen of who answered. `window`: the one that sends them."""

    # Each is read by itself: a malformed one is rejected, and the others are applied.
    operations = serializers.ListField(child=serializers.JSONField(allow_null=True), max_length=answers.MOST_OPERATIONS)
    window = SignSerializer(required=False)


ENTRY = ("id", "revision", "seen")  # keys of a selected asset
OFTEN_ABSENT = ("detail", "by", "code")


class ResultSerializer(serializers.Serializer):
    op_id = serializers.CharField(allow_null=True)
    result = serializers.ChoiceField(["applied", "duplicate", "conflict", "rejected"])
    detail = serializers.CharField(required=False)
    by = serializers.CharField(required=False, help_text="After a conflict: who was faster.")
    code = serializers.ChoiceField(
        [answers.UNKNOWN_FIELD], required=False, help_text="Of a rejection: the operation has a key that there is not."
    )
    asset = AssetSerializer(allow_null=True)

    def to_representation(self, instance):
        shown = super().to_representation(instance)
        return {name: value for name, value in shown.items() if value is not None or name not in OFTEN_ABSENT}


class Results(serializers.Serializer):
    results = ResultSerializer(many=True)


class OthersOfBulk(serializers.Serializer):
    """`asset_ids`: each a number, or `{id, revision, seen}`."""

    asset_ids = serializers.ListField(child=serializers.JSONField())
    status = serializers.ChoiceField(CHOICES)
    category_ids = serializers.JSONField(required=False, allow_null=True)


class Bulk(serializers.Serializer):
    """Either `asset_ids` (each a number, or `{id, revision, seen}`) or `filter`, `max_id` and `as_of`. `seen` tells
    whether the image was on the screen of who answered. Beside `asset_ids`, `others` may get another answer in the same
    action: the right ones are approved and the wrong ones sent back, and one undo takes back both."""

    asset_ids = serializers.ListField(child=serializers.JSONField(), required=False)
    filter = serializers.DictField(required=False, help_text="As the list of assets is narrowed, by the same names.")
    max_id = serializers.IntegerField(required=False, min_value=0)
    as_of = serializers.IntegerField(required=False, min_value=0)
    status = serializers.ChoiceField(CHOICES)
    category_ids = serializers.JSONField(required=False, allow_null=True)
    others = OthersOfBulk(required=False)


class Queue(Call):
    @extend_schema(
        parameters=[
            OpenApiParameter("limit", int, description="How many, at most 20; 20 without."),
            OpenApiParameter("tab", description="Which of the caller's tabs or programs claims them."),
        ],
        responses=listed("QueueList", AssetSerializer),
    )
    def get(self, request, slug):
        project = project_for(request.user, slug)
        tab = request.query_params.get("tab", "")
        if len(tab) > 64 or not tab.isprintable():
            raise Refused("tab has at most 64 printable characters.", code="bad_tab", field="tab")
        limit = limit_from(request.query_params.get("limit"), default=claims.SHARE, most=claims.SHARE)
        assets = claims.next_assets(project, user=request.user, tab=tab, limit=limit)
        return Response({"results": AssetSerializer(assets, many=True).data, "next": None, "previous": None})

    @extend_schema(request=Refill, responses=StretchSerializer)
    def post(self, request, slug):
        """For a page: brings its window to its share, from the image that it shows on."""
        project = project_for(request.user, slug)
        told = checked(Refill, request)
        wishes = {name: told[name] for name in ("limit", "waiting", "ahead", "at_end", "take_over")}
        stretch = claims.refill(project, user=request.user, sign=sign_from(told), **wishes)
        return Response(StretchSerializer(stretch).data)


class LeaveQueue(Call):
    @extend_schema(request=SignSerializer, responses={204: None})
    def post(self, request, slug):
        """The page goes. What its window holds is free in 20 seconds, unless it is loaded again."""
        project = project_for(request.user, slug)
        claims.leave(project, user=request.user, sign=sign_from(checked(SignSerializer, request)))
        return Response(status=204)


class Answers(Call):
    @extend_schema(request=Operations, responses=Results)
    def post(self, request, slug):
        project = project_for(request.user, slug)
        told = checked(Operations, request)
        sign = sign_from(told["window"]) if "window" in told else None
        only_own = Right.REVIEW not in project.rights
        results = answers.set_answers(project, told["operations"], by=request.user, sign=sign, only_own=only_own)
        return Response({"results": ResultSerializer(results, many=True).data})


class BulkActions(Call):
    @extend_schema(request=Bulk, responses=OutcomeSerializer)
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.REVIEW)
        body = checked(Bulk, request)
        if ("asset_ids" in body) == ("filter" in body):
            raise Refused("Name either asset_ids or a filter.", code="bad_selection")
        if "asset_ids" in body:
            choices = [_choice(body)]
            if "others" in body:
                choices.append(_choice(body["others"], "others."))
            outcome = bulk.set_each(project, choices, by=request.user)
        else:
            if "others" in body:
                raise Refused("others go with asset_ids only.", code="bad_selection", field="others")
            if "max_id" not in body or "as_of" not in body:
                raise Refused("A filter goes with the max_id and as_of of the list it was seen in.", code="no_bounds")
            bounds = {"max_id": body["max_id"], "as_of": body["as_of"]}
            outcome = bulk.set_matching(project, body["filter"], by=request.user, **bounds, **_answer(body))
        return Response(OutcomeSerializer(outcome).data)


class UndoBulk(Call):
    @extend_schema(request=None, responses=OutcomeSerializer)
    def post(self, request, slug, bulk_id: UUID):
        project = project_for(request.user, slug, Right.REVIEW)
        return Response(OutcomeSerializer(bulk.undo(project, bulk_id, by=request.user)).data)


class History(Call):
    @extend_schema(parameters=PAGING, responses=listed("EventList", EventSerializer))
    def get(self, request, slug, asset_id):
        events = asset_for(request, slug, asset_id).events.select_related("actor")
        return list_answer(
            request, events, Sort("id", descending=True), lambda items: EventSerializer(items, many=True).data
        )


def _choice(part, where=""):
    items = part["asset_ids"]
    return bulk.Choice(list(_selected(items, where)), **_answer(part), seen=_seen(items))


def _answer(part):
    try:
        return {"status": part["status"], "category_ids": read_category_ids(part.get("category_ids"))}
    except NotAllowed as problem:
        raise Refused(str(problem), code="bad_answer", field="category_ids") from None


def _selected(items, where):
    """(number, revision or None) of each entry: a number, or `{id, revision, seen}`."""
    for place, item in enumerate(items):
        if isinstance(item, dict) and (strange := unknown(item, ENTRY, f"{where}asset_ids.{place}.")):
            raise UnknownField(strange)
        number, revision = (item.get("id"), item.get("revision")) if isinstance(item, dict) else (item, None)
        if not _is_number(number) or not (revision is None or _is_number(revision)):
            raise Refused("asset_ids lists numbers, or objects with id and revision.", code="bad_selection")
        yield number, revision


def _seen(items):
    """By number, whether it was on the screen, of those that are told of."""
    told = [item for item in items if isinstance(item, dict) and item.get("seen") is not None]
    if not all(isinstance(item["seen"], bool) for item in told):
        raise Refused("seen is true or false.", code="bad_selection")
    return {item.get("id"): item["seen"] for item in told}


def _is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


urlpatterns = [
    path("projects/<slug:slug>/queue/", Queue.as_view(), name="api-queue"),
    path("projects/<slug:slug>/queue/leave/", LeaveQueue.as_view(), name="api-queue-leave"),
    path("projects/<slug:slug>/answers/", Answers.as_view(), name="api-answers"),
    path("projects/<slug:slug>/bulk/", BulkActions.as_view(), name="api-bulk"),
    path("projects/<slug:slug>/bulk/<uuid:bulk_id>/undo/", UndoBulk.as_view(), name="api-bulk-undo"),
    path("projects/<slug:slug>/assets/<int:asset_id>/history/", History.as_view(), name="api-asset-history"),
]
