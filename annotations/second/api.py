"""Calls for second answers, what they say of people, and known images: for those who review."""

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from annotations.browse.serializers import SecondAnswerSerializer
from annotations.models import GoldPicture, SecondAnswer
from annotations.second import gold
from annotations.second.agreement import agreement
from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.exceptions import Refused
from core.pagination import Sort
from projects.access import Right, project_for

KINDS = list(SecondAnswer.Kind.values)


def interval(**known):
    return serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2, **known)


class MeasureSerializer(serializers.Serializer):
    """`same` of `of` pictures. Intervals are two-sided, at 95 %."""

    of = serializers.IntegerField()
    same = serializers.IntegerField()
    share = serializers.FloatField(help_text="Raw agreement.")
    share_interval = interval()
    kappa = serializers.FloatField(allow_null=True, help_text="Cohen's; null where chance alone would agree in all.")
    kappa_interval = interval(allow_null=True)


class PairSerializer(serializers.Serializer):
    one = serializers.CharField()
    other = serializers.CharField()
    measure = MeasureSerializer()


class OfClassSerializer(serializers.Serializer):
    category_id = serializers.IntegerField()
    measure = MeasureSerializer()


class KnownToSerializer(serializers.Serializer):
    """How often a labeler was wrong about known pictures."""

    username = serializers.CharField()
    of = serializers.IntegerField()
    wrong = serializers.IntegerField()
    skipped = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    interval = interval()


class SaidSerializer(serializers.Serializer):
    """Without categories: skipped."""

    first = serializers.ListField(child=serializers.IntegerField())
    second = serializers.ListField(child=serializers.IntegerField())
    count = serializers.IntegerField()


class AgreementSerializer(serializers.Serializer):
    waiting = serializers.IntegerField(help_text="Second answers that can still be taken back.")
    measure = MeasureSerializer(allow_null=True)
    pairs = PairSerializer(many=True)
    classes = OfClassSerializer(many=True)
    table = serializers.SerializerMethodField()
    known = KnownToSerializer(many=True)

    @extend_schema_field(SaidSerializer(many=True))
    def get_table(self, found):
        return [{"first": first, "second": second, "count": count} for (first, second), count in found.table.items()]


class ListedAnswer(SecondAnswerSerializer):
    asset = serializers.IntegerField(source="asset_id")

    class Meta(SecondAnswerSerializer.Meta):
        fields = ["id", "asset", *SecondAnswerSerializer.Meta.fields]
        read_only_fields = fields


class GoldSerializer(serializers.ModelSerializer):
    asset = serializers.IntegerField(source="asset_id")
    marked_by = serializers.CharField(source="marked_by.username")
    category_ids = serializers.ListField(child=serializers.IntegerField())

    class Meta:
        model = GoldPicture
        fields = ["asset", "category_ids", "marked_by", "marked_at"]
        read_only_fields = fields


class Marks(serializers.Serializer):
    asset_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=gold.MOST
    )
    known = serializers.BooleanField(default=True, help_text="False: no longer.")


class Marked(serializers.Serializer):
    changed = serializers.IntegerField()
    already = serializers.IntegerField()
    refused = serializers.IntegerField(help_text="Not approved, or not in this project.")


class ProjectAgreement(Call):
    @extend_schema(operation_id="agreement_get", responses=AgreementSerializer)
    def get(self, request, slug):
        """How far people agree.

        Of images that two people answered without seeing each other's answer, and of known images. For those who
        review.
        """
        return Response(AgreementSerializer(agreement(project_for(request.user, slug, Right.REVIEW))).data)


class SecondAnswers(Call):
    @extend_schema(
        operation_id="second_answers_list",
        parameters=[*PAGING, OpenApiParameter("kind", enum=KINDS, description="Only those of this kind.")],
        responses=listed("SecondAnswerList", ListedAnswer),
    )
    @refuses("bad_filter")
    def get(self, request, slug):
        """Second answers.

        The newest first, each beside the answer that it is compared with. For those who review.
        """
        project = project_for(request.user, slug, Right.REVIEW)
        kind = request.query_params.get("kind", "")
        if kind and kind not in KINDS:
            raise Refused(f"kind is one of {', '.join(KINDS)}.", code="bad_filter", field="kind")
        given = SecondAnswer.objects.standing().filter(asset__project=project, **({"kind": kind} if kind else {}))
        return list_answer(
            request,
            given.select_related("by", "first_by", "first_event"),
            Sort("id", descending=True),
            lambda items: ListedAnswer(items, many=True).data,
        )


class GoldPictures(Call):
    @extend_schema(operation_id="gold_list", parameters=PAGING, responses=listed("GoldList", GoldSerializer))
    def get(self, request, slug):
        """Known images.

        The newest first. For those who review.
        """
        known = GoldPicture.objects.filter(project=project_for(request.user, slug, Right.REVIEW))
        return list_answer(
            request,
            known.select_related("marked_by"),
            Sort("id", descending=True),
            lambda items: GoldSerializer(items, many=True).data,
        )

    @extend_schema(operation_id="gold_mark", request=Marks, responses=Marked)
    @refuses("too_many")
    def post(self, request, slug):
        """Mark approved images as known, or no longer.

        Their labels are right, and labelers are asked about them now and then.
        """
        project = project_for(request.user, slug, Right.REVIEW)
        asked = checked(Marks, request)
        act = gold.mark if asked["known"] else gold.unmark
        done = act(project, asked["asset_ids"], by=request.user, request=request)
        return Response(Marked(done).data)


urlpatterns = [
    path("projects/<slug:slug>/agreement/", ProjectAgreement.as_view(), name="api-agreement"),
    path("projects/<slug:slug>/second-answers/", SecondAnswers.as_view(), name="api-second-answers"),
    path("projects/<slug:slug>/gold/", GoldPictures.as_view(), name="api-gold"),
]
