"""Calls that compare two versions of a project."""

import json

from django.http import Http404, StreamingHttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.utils.urls import replace_query_param

from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING
from core.api.negotiation import AnyAccept
from core.pagination import limit_from
from exports.comparison import diff
from exports.shortcuts import ONE, version_for


class ChangeCounts(serializers.Serializer):
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    relabeled = serializers.IntegerField()
    moved = serializers.IntegerField(help_text="Between splits, because the seed or the ratios are others.")


class VerdictShape(serializers.Serializer):
    code = serializers.ChoiceField(["identical", "same_labels", "extended", "renamed", "task_changed", "incompatible"])
    title = serializers.CharField()
    meaning = serializers.CharField()
    action = serializers.CharField()
    fits = serializers.BooleanField(help_text="Whether a model of the older version may be used for the newer one.")


class HeldImage(serializers.Serializer):
    id = serializers.IntegerField()
    category_id = serializers.IntegerField(allow_null=True)


class RelabeledImage(serializers.Serializer):
    id = serializers.IntegerField()
    to = serializers.IntegerField(allow_null=True)
    by = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)

    def get_fields(self):
        return super().get_fields() | {"from": serializers.IntegerField(allow_null=True)}


class MovedImage(serializers.Serializer):
    id = serializers.IntegerField()
    to = serializers.CharField(allow_null=True)

    def get_fields(self):
        return super().get_fields() | {"from": serializers.CharField(allow_null=True)}


class DifferenceShape(serializers.Serializer):
    to = serializers.IntegerField()
    verdict = VerdictShape()
    summary = serializers.CharField()
    images = ChangeCounts()
    categories = serializers.DictField(child=serializers.ListField(child=serializers.DictField()))
    added = HeldImage(many=True)
    removed = HeldImage(many=True)
    relabeled = RelabeledImage(many=True)
    moved = MovedImage(many=True)
    next = serializers.DictField(child=serializers.CharField(allow_null=True))

    def get_fields(self):
        return super().get_fields() | {"from": serializers.IntegerField()}


class ChangedImages(serializers.Serializer):
    results = serializers.ListField(child=serializers.DictField())
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class Difference(Call):
    """What changed from version `other` to version `number`, and what that means for a model.

    The lists hold the first 500 of each kind; `next` has the address of the others.
    """

    @extend_schema(operation_id="versions_diff", parameters=[PAGING[1]], responses=DifferenceShape)
    @refuses("not_ready", "cancelled")
    def get(self, request, slug, number, other):
        """What changed between two versions."""
        limit = limit_from(request.query_params.get("limit"), diff.MOST)
        difference = diff.between(version_for(request, slug, other), version_for(request, slug, number), limit)
        cursors = difference.pop("cursors")
        return Response(
            difference
            | {"next": {kind: _further(request, slug, number, other, kind, cursors[kind]) for kind in diff.KINDS}}
        )


class DifferenceList(Call):
    """The images of one kind: `added`, `removed`, `relabeled` or `moved`, by id, as the whole difference lists them."""

    @extend_schema(operation_id="versions_diff_list", parameters=PAGING, responses=ChangedImages)
    @refuses("not_ready", "cancelled")
    def get(self, request, slug, number, other, kind):
        """The images of one kind of change between two versions."""
        older, newer = version_for(request, slug, other), version_for(request, slug, number)
        if kind not in diff.KINDS:
            raise Http404
        diff.counts(older, newer)  # refused for a cancelled one
        limit = limit_from(request.query_params.get("limit"))
        found = diff.page(kind, older, newer, request.query_params.get("cursor"), limit)
        beside = [_further(request, slug, number, other, kind, cursor) for cursor in (found.next, found.previous)]
        return Response({"results": found.items, "next": beside[0], "previous": beside[1]})


class DifferenceFile(Call):
    """The whole difference as one JSON file, however many images it names."""

    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="versions_diff_download", responses={(200, "application/json"): OpenApiTypes.OBJECT})
    @refuses("not_ready", "cancelled")
    def get(self, request, slug, number, other):
        """The whole difference of two versions as a file."""
        older, newer = version_for(request, slug, other), version_for(request, slug, number)
        diff.counts(older, newer)  # refused before anything is sent
        response = StreamingHttpResponse(diff.pieces(older, newer, _spelled), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{slug}-v{other}-to-v{number}.json"'
        return response


def _spelled(value):
    return json.dumps(value, cls=JSONEncoder)


def _further(request, slug, number, other, kind, cursor):
    if cursor is None:
        return None
    address = reverse("api-version-diff-list", args=[slug, number, other, kind], request=request)
    if limit := request.query_params.get("limit"):
        address = replace_query_param(address, "limit", limit)
    return replace_query_param(address, "cursor", cursor)


DIFF = f"{ONE}diff/<int:other>/"

urlpatterns = [
    path(DIFF, Difference.as_view(), name="api-version-diff"),
    path(f"{DIFF}download/", DifferenceFile.as_view(), name="api-version-diff-download"),
    path(f"{DIFF}<slug:kind>/", DifferenceList.as_view(), name="api-version-diff-list"),
]
