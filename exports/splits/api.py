"""The call for pairs that look alike and lie in different splits of a version."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from contract import v1
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from exports.models import SplitReport
from exports.shortcuts import ONE, ready_version
from exports.splits import pairs, reports


class LookalikeSide(serializers.Serializer):
    id = serializers.IntegerField(help_text="The image's number.")
    split = serializers.ChoiceField(v1.SPLITS)
    category_id = serializers.IntegerField(allow_null=True, help_text="Null where it has no label.")


class LookalikePairSerializer(serializers.Serializer):
    one = LookalikeSide()
    other = LookalikeSide()
    bits = serializers.IntegerField(help_text="In how many of 64 bits their hashes differ: 0 to 4.")


class ReportSerializer(serializers.ModelSerializer):
    progress = serializers.SerializerMethodField()

    class Meta:
        model = SplitReport
        fields = ["state", "progress", "error", "pairs", "more_pairs", "without_hash"]
        read_only_fields = fields
        extra_kwargs = {
            "pairs": {"help_text": "How many there are; null until they were looked for."},
            "more_pairs": {"help_text": "There are, or may be, more than these: `pairs` is a lower bound."},
            "without_hash": {"help_text": "Images of earlier days that were not compared."},
        }

    def get_progress(self, report) -> int:
        """Percent of the images that were looked at."""
        return report.percent


PairList = listed(
    "LookalikeList",
    LookalikePairSerializer,
    progress=serializers.IntegerField(help_text="Percent of the images that were looked at."),
    **{name: field for name, field in ReportSerializer().get_fields().items() if name != "progress"},
)


class Lookalikes(Call):
    @extend_schema(operation_id="versions_lookalikes", parameters=PAGING, responses=PairList)
    @refuses("no_splits", "not_ready")
    def get(self, request, slug, number):
        """Pairs that look alike and lie in different splits.

        A score on val or test is too good where a model has seen nearly the same picture in train. The pairs are looked
        for by a job as soon as the version is ready: `state` tells how far it is, and the list is empty until then.
        Those that look most alike come first; at most 5,000 are kept. Nothing is moved.
        """
        version = ready_version(request, slug, number)
        report = pairs.report_of(version)
        return list_answer(
            request,
            pairs.of(report),
            pairs.IN_ORDER,
            lambda found: LookalikePairSerializer(pairs.told(version, found), many=True).data,
            **ReportSerializer(report).data,
        )


class RetryLookalikes(Call):
    @extend_schema(operation_id="versions_lookalikes_retry", request=None, responses={202: ReportSerializer})
    @refuses("no_splits", "not_ready", "not_failed")
    def post(self, request, slug, number):
        """Look for pairs again where that failed.

        At what was frozen: the version stays as it is.
        """
        report = reports.retry(pairs.report_of(ready_version(request, slug, number)))
        return Response(ReportSerializer(report).data, status=status.HTTP_202_ACCEPTED)


urlpatterns = [
    path(f"{ONE}lookalikes/", Lookalikes.as_view(), name="api-version-lookalikes"),
    path(f"{ONE}lookalikes/retry/", RetryLookalikes.as_view(), name="api-version-lookalikes-retry"),
]
