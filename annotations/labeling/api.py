"""Calls for answers: the queue, batches of answers, bulk actions, history and counts."""

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from annotations.browse.filters import bounds
from annotations.browse.serializers import AssetSerializer
from annotations.browse.shortcuts import asset_for
from annotations.labeling import answers, bulk, claims
from annotations.labeling.operations import read_category_ids
from annotations.labeling.second import NOT_ASKED
from annotations.labeling.serializers import (
    OutcomeSerializer,
    Refill,
    SignSerializer,
    SourceSerializer,
    StretchSerializer,
    sign_from,
)
from annotations.models import AnnotationEvent
from annotations.sight import sight_of
from annotations.task_types.base import NotAllowed
from assets.states import ANSWER_CHOICES, ANSWERED, Status
from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.exceptions import Refused, UnknownField
from core.known import unknown
from core.pagination import Sort, limit_from
from projects.access import Right, project_for
from projects.rules.reasons import LONGEST


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
            "reason",
        ]
        read_only_fields = fields


CATEGORY_IDS = {"type": "array", "items": {"type": "integer", "minimum": 1}}


@extend_schema_field(CATEGORY_IDS)
class CategoryIds(serializers.JSONField):
    """Read by `read_category_ids`."""


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "op_id": {"type": "string", "description": "The caller's own name for it, the same when it is sent again."},
            "asset": {"type": "integer"},
            "base_revision": {"type": "integer", "description": "`revision` of the image that was answered."},
            "status": {"type": "string", "enum": [status.value for status in ANSWERED]},
            "category_ids": CATEGORY_IDS | {"type": ["array", "null"]},
            "seen": {"type": ["boolean", "null"]},
            "reason": {"type": "string"},
            "second": {"type": "boolean"},
        },
        "required": ["op_id", "asset", "base_revision", "status"],
    }
)
class AnyOperation(serializers.JSONField):
    """Read by `annotations.labeling.operations`, each by itself."""


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 0},
            {
                "type": "object",
                "properties": {
                    "id": {"type": "integer", "minimum": 0},
                    "revision": {"type": ["integer", "null"], "minimum": 0},
                    "seen": {"type": ["boolean", "null"]},
                },
                "required": ["id"],
                "additionalProperties": False,
            },
        ]
    }
)
class Selected(serializers.JSONField):
    """Read by `_selected`."""


class Operations(serializers.Serializer):
    """`operations`: at most 500 of `{op_id, asset, base_revision, status, category_ids, seen, reason, second}`; `seen`,
    where it is known, tells whether the image was on the screen of who answered; `reason`, with `needs_review` only,
    why it is sent back; `second`, that the image was told to be asked again, so that the answer is to change no image.
    `window`: the one that sends them."""

    # Each is read by itself: a malformed one is rejected, and the others are applied.
    operations = serializers.ListField(child=AnyOperation(allow_null=True), max_length=answers.MOST_OPERATIONS)
    window = SignSerializer(required=False)


ENTRY = ("id", "revision", "seen")  # keys of a selected asset
REASON_HELP = f"With `{Status.NEEDS_REVIEW}` only: why they are sent back, in at most {LONGEST} characters."
OFTEN_ABSENT = ("detail", "by", "code", "known")


class KnownSerializer(serializers.Serializer):
    right = serializers.BooleanField()
    category_ids = serializers.ListField(child=serializers.IntegerField(), help_text="What is right.")
    note = serializers.CharField(help_text="The same in words.")


class ResultSerializer(serializers.Serializer):
    op_id = serializers.CharField(allow_null=True)
    result = serializers.ChoiceField(["applied", "duplicate", "conflict", "rejected"])
    detail = serializers.CharField(required=False)
    by = serializers.CharField(required=False, help_text="After a conflict: who was faster.")
    code = serializers.ChoiceField(
        [answers.UNKNOWN_FIELD, NOT_ASKED, answers.WITHDRAWN],
        required=False,
        help_text="Of a rejection: the operation has a key that there is not; or it says `second` of an image about "
        "which the caller is not asked again; or the picture was withdrawn, and there is nothing to answer any more.",
    )
    known = KnownSerializer(required=False, help_text="It was a known image, and the project tells so.")
    asset = AssetSerializer(allow_null=True)

    def to_representation(self, instance):
        shown = super().to_representation(instance)
        return {name: value for name, value in shown.items() if value is not None or name not in OFTEN_ABSENT}


class Results(serializers.Serializer):
    results = ResultSerializer(many=True)


VOUCH_HELP = (
    "With status labeled and category_ids: whoever sends it answers for these labels. Where the project says so "
    "(`approve_mended`), those with `seen` that had another label, or were sent back, are approved at once."
)


class OthersOfBulk(serializers.Serializer):
    """`asset_ids`: each a number, or `{id, revision, seen}`."""

    asset_ids = serializers.ListField(child=Selected())
    status = serializers.ChoiceField(ANSWER_CHOICES)
    category_ids = CategoryIds(required=False, allow_null=True)
    vouch = serializers.BooleanField(required=False, help_text=VOUCH_HELP)
    reason = serializers.CharField(required=False, allow_blank=True, help_text=REASON_HELP)


class Bulk(serializers.Serializer):
    """Either `asset_ids` (each a number, or `{id, revision, seen}`) or `filter`, with the `max_id` and `as_of` of the
    list that it was seen in; without both it is about what matches now. `seen` tells whether the image was on the
    screen of who answered. Beside `asset_ids`, `others` may get another answer in the same action: the right ones are
    approved and the wrong ones sent back, and one undo takes back both."""

    asset_ids = serializers.ListField(child=Selected(), required=False)
    filter = serializers.DictField(required=False, help_text="As the list of assets is narrowed, by the same names.")
    max_id = serializers.IntegerField(
        required=False, min_value=0, help_text="With `as_of`: the newest image of the list; without both, of now."
    )
    as_of = serializers.IntegerField(
        required=False, min_value=0, help_text="With `max_id`: the newest event of the list; what came later is left."
    )
    status = serializers.ChoiceField(ANSWER_CHOICES)
    category_ids = CategoryIds(required=False, allow_null=True)
    vouch = serializers.BooleanField(required=False, help_text=VOUCH_HELP)
    reason = serializers.CharField(required=False, allow_blank=True, help_text=REASON_HELP)
    others = OthersOfBulk(required=False)


class Queue(Call):
    @extend_schema(
        operation_id="queue_claim",
        parameters=[
            OpenApiParameter("limit", int, description="How many, at most 20; 20 without."),
            OpenApiParameter("tab", description="Which of the caller's tabs or programs claims them."),
        ],
        responses=listed("QueueList", AssetSerializer),
    )
    @refuses("bad_tab")
    def get(self, request, slug):
        """Claim the next unlabeled images.

        They are the caller's for some minutes; nobody else is given them meanwhile.
        """
        project = project_for(request.user, slug)
        tab = request.query_params.get("tab", "")
        if len(tab) > 64 or not tab.isprintable():
            raise Refused("tab has at most 64 printable characters.", code="bad_tab", field="tab")
        limit = limit_from(request.query_params.get("limit"), default=claims.SHARE, most=claims.SHARE)
        assets = claims.next_assets(project, user=request.user, tab=tab, limit=limit)
        return Response({"results": AssetSerializer(assets, many=True).data, "next": None, "previous": None})

    @extend_schema(operation_id="queue_refill", request=Refill, responses=StretchSerializer)
    def post(self, request, slug):
        """Bring a window to its share of unlabeled images.

        For a page: from the image that it shows on.
        """
        project = project_for(request.user, slug)
        told = checked(Refill, request)
        wishes = {name: told[name] for name in ("limit", "waiting", "ahead", "at_end", "take_over", "held")}
        stretch = claims.refill(project, user=request.user, sign=sign_from(told), **wishes)
        return Response(StretchSerializer(stretch).data)


class LeaveQueue(Call):
    @extend_schema(operation_id="queue_leave", request=SignSerializer, responses={204: None})
    def post(self, request, slug):
        """Tell that a window goes.

        What it holds is free in 20 seconds, unless it is loaded again.
        """
        project = project_for(request.user, slug)
        claims.leave(project, user=request.user, sign=sign_from(checked(SignSerializer, request)))
        return Response(status=204)


class Answers(Call):
    @extend_schema(operation_id="answers_send", request=Operations, responses=Results)
    @refuses("too_many")
    def post(self, request, slug):
        """Answer images.

        Each operation has a result of its own, in order: one that is refused stops no other. An operation that is sent
        again under its `op_id` does nothing twice, and one made on an old `base_revision` never overwrites what
        somebody else said meanwhile.
        """
        project = project_for(request.user, slug)
        told = checked(Operations, request)
        sign = sign_from(told["window"]) if "window" in told else None
        only_own = Right.REVIEW not in project.rights
        results = answers.set_answers(project, told["operations"], by=request.user, sign=sign, only_own=only_own)
        return Response({"results": ResultSerializer(results, many=True).data})


class BulkActions(Call):
    @extend_schema(operation_id="bulk_set", request=Bulk, responses=OutcomeSerializer)
    @refuses(
        "bad_selection", "no_bounds", "bad_answer", "bad_reason", "bad_filter", "named_twice", "too_many", "not_ready"
    )
    def post(self, request, slug):
        """Give many images one answer.

        By their numbers, or by a filter: with the bounds of the list that it was seen in, or about what matches now. A
        filter whose list is not `complete` yet is refused: `not_ready`, with `Retry-After`. `id` takes it back.
        """
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
            for name in ("others", "vouch"):
                if name in body:
                    raise Refused(f"{name} goes with asset_ids only.", code="bad_selection", field=name)
            seen = {name: body[name] for name in ("max_id", "as_of") if name in body}
            if len(seen) == 1:
                raise Refused("max_id and as_of go together: they are of one list.", code="no_bounds")
            outcome = bulk.set_matching(
                project, body["filter"], by=request.user, **(seen or bounds(project)), **_answer(body)
            )
        return Response(OutcomeSerializer(outcome).data)


class UndoBulk(Call):
    @extend_schema(operation_id="bulk_undo", request=None, responses=OutcomeSerializer)
    def post(self, request, slug, bulk_id: UUID):
        """Take a bulk action back.

        Images that somebody answered since stay as they are.
        """
        project = project_for(request.user, slug, Right.REVIEW)
        return Response(OutcomeSerializer(bulk.undo(project, bulk_id, by=request.user)).data)


class History(Call):
    @extend_schema(operation_id="assets_history", parameters=PAGING, responses=listed("EventList", EventSerializer))
    def get(self, request, slug, asset_id):
        """The answers that an image had.

        The newest first: who, when, from what to what.
        """
        asset = asset_for(request, slug, asset_id)
        events = sight_of(asset.project, request.user).events_of(asset).select_related("actor")
        return list_answer(
            request, events, Sort("id", descending=True), lambda items: EventSerializer(items, many=True).data
        )


def _choice(part, where=""):
    items = part["asset_ids"]
    selected, vouch = list(_selected(items, where)), part.get("vouch", False)
    return bulk.Choice(selected, **_answer(part), seen=_seen(items, where), vouch=vouch)


def _answer(part):
    try:
        category_ids = read_category_ids(part.get("category_ids"))
        return {"status": part["status"], "category_ids": category_ids, "reason": part.get("reason", "")}
    except NotAllowed as problem:
        raise Refused(str(problem), code="bad_answer", field="category_ids") from None


def _selected(items, where):
    """(number, revision or None) of each entry: a number, or `{id, revision, seen}`."""
    for place, item in enumerate(items):
        if isinstance(item, dict) and (strange := unknown(item, ENTRY, f"{where}asset_ids.{place}.")):
            raise UnknownField(strange)
        number, revision = (item.get("id"), item.get("revision")) if isinstance(item, dict) else (item, None)
        if not _is_number(number) or not (revision is None or _is_number(revision)):
            words = "asset_ids lists numbers, or objects with id and revision."
            raise Refused(words, code="bad_selection", field=f"{where}asset_ids.{place}")
        yield number, revision


def _seen(items, where):
    """By number, whether it was on the screen, of those that are told of."""
    told = {place: item for place, item in enumerate(items) if isinstance(item, dict) and item.get("seen") is not None}
    for place, item in told.items():
        if not isinstance(item["seen"], bool):
            raise Refused("seen is true or false.", code="bad_selection", field=f"{where}asset_ids.{place}.seen")
    return {item.get("id"): item["seen"] for item in told.values()}


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
