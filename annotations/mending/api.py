"""The call for mended labels."""

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from annotations.mending.numbers import numbers, whose
from core.api.call import Call
from core.api.document import refuses
from projects.access import project_for


class RateSerializer(serializers.Serializer):
    """`mended` of `looked_at`; `low` and `high`: the 95 % interval of the share (Wilson)."""

    looked_at = serializers.IntegerField(source="rate.total")
    mended = serializers.IntegerField(source="rate.count")
    share = serializers.FloatField(source="rate.share", allow_null=True)
    low = serializers.FloatField(source="rate.low")
    high = serializers.FloatField(source="rate.high")


class MendedPerson(RateSerializer):
    username = serializers.CharField()
    sent_back = serializers.IntegerField()


class MendedPair(serializers.Serializer):
    from_category_id = serializers.IntegerField(source="was.public_id")
    to_category_id = serializers.IntegerField(source="now.public_id")
    count = serializers.IntegerField()


class MendedWeek(RateSerializer):
    week = serializers.CharField(source="name", help_text="ISO week: 2026-W48.")


class SendBackReason(serializers.Serializer):
    reason = serializers.CharField()
    count = serializers.IntegerField()


class MendedSerializer(RateSerializer):
    """Of all labels that somebody else looked at: approved, sent back or changed."""

    sent_back = serializers.IntegerField()
    people = MendedPerson(many=True)
    pairs = MendedPair(many=True)
    weeks = MendedWeek(many=True)
    reasons = SendBackReason(many=True, help_text="Of the labels that were sent back with one.")
    complete = serializers.BooleanField(
        source="is_all", help_text="False while a part of the history was not looked through yet, and is missing."
    )
    counted_at = serializers.DateTimeField()


class MendedLabels(Call):
    """Labels that somebody else changed or sent back, by who gave them. Reviewers see everybody's, others their own."""

    @extend_schema(
        operation_id="mended_get",
        parameters=[OpenApiParameter("of", description="A user name: of this person's labels alone.")],
        responses=MendedSerializer,
    )
    @refuses("no_such_person")
    def get(self, request, slug):
        """Labels that somebody else mended or sent back."""
        project = project_for(request.user, slug)
        of = whose(project, request.user, request.query_params.get("of", ""))
        return Response(MendedSerializer(numbers(project, of)).data)


urlpatterns = [path("projects/<slug:slug>/mended/", MendedLabels.as_view(), name="api-mended")]
