"""Calls for sample checks."""

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response

from annotations.checks import sample_checks, second
from annotations.labeling.serializers import OutcomeSerializer
from annotations.models import SampleCheck, SecondJudgement
from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.exceptions import Refused
from core.pagination import Sort
from projects.access import Right, project_for

NO_RESULT = {"wrong": None, "upper_bound": None}  # for who judges the same labels


class DrawnSerializer(serializers.Serializer):
    asset = serializers.IntegerField()
    revision = serializers.IntegerField()
    category_id = serializers.IntegerField()
    right = serializers.BooleanField(allow_null=True)


class CheckSerializer(serializers.ModelSerializer):
    created_by = serializers.CharField(source="created_by.username")
    statuses = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = SampleCheck
        fields = [
            "id",
            "created_by",
            "created_at",
            "seed",
            "statuses",
            "population",
            "strata",
            "size",
            "finished_at",
            "wrong",
            "upper_bound",
        ]
        read_only_fields = fields


class WholeCheck(CheckSerializer):
    """`right` is null in all items where the caller may judge the same labels, and has not finished that."""

    items = DrawnSerializer(many=True)

    class Meta(CheckSerializer.Meta):
        fields = [*CheckSerializer.Meta.fields, "items"]


class SecondSerializer(serializers.ModelSerializer):
    check = serializers.IntegerField(source="sample_check_id")
    created_by = serializers.CharField(source="created_by.username")
    size = serializers.IntegerField(source="sample_check.size")
    population = serializers.IntegerField(source="sample_check.population")

    class Meta:
        model = SecondJudgement
        fields = ["check", "created_by", "created_at", "population", "size", "finished_at", "wrong", "upper_bound"]
        read_only_fields = fields


class WholeSecond(SecondSerializer):
    items = serializers.SerializerMethodField(help_text="Those of the check, with the caller's own verdicts.")

    class Meta(SecondSerializer.Meta):
        fields = [*SecondSerializer.Meta.fields, "items"]

    @extend_schema_field(DrawnSerializer(many=True))
    def get_items(self, judgement):
        return second.items_of(judgement)


class AgreementCell(serializers.Serializer):
    first = serializers.BooleanField(help_text="Whether the reviewer of the check found the label right.")
    second = serializers.BooleanField()
    images = serializers.IntegerField()


class ApartSerializer(serializers.Serializer):
    asset = serializers.IntegerField()
    category_id = serializers.IntegerField()
    first = serializers.BooleanField()
    second = serializers.BooleanField()


class Interval(serializers.ListField):
    """[from, to], with 95 % confidence."""

    child = serializers.FloatField()


class ComparedSerializer(SecondSerializer):
    table = AgreementCell(many=True)
    agreement = serializers.FloatField(help_text="The share of labels of which both said the same.")
    agreement_interval = Interval(help_text="[from, to], with 95 % confidence (Wilson).")
    kappa = serializers.FloatField(allow_null=True, help_text="Cohen's; null where chance alone agrees in all.")
    kappa_interval = Interval(allow_null=True, help_text="[from, to], with 95 % confidence.")
    apart = ApartSerializer(many=True, help_text="The labels that they judged differently.")

    class Meta(SecondSerializer.Meta):
        fields = [
            *SecondSerializer.Meta.fields,
            "table",
            "agreement",
            "agreement_interval",
            "kappa",
            "kappa_interval",
            "apart",
        ]

    def to_representation(self, compared):
        told = SecondSerializer(compared.second).data
        return told | {
            "table": [
                {"first": first, "second": other, "images": count} for (first, other), count in compared.table.items()
            ],
            "agreement": compared.observed,
            "agreement_interval": compared.observed_interval,
            "kappa": compared.kappa,
            "kappa_interval": compared.kappa_interval,
            "apart": [
                {"asset": item["asset"], "category_id": item["category_id"], "first": item["right"], "second": right}
                for item, right in compared.apart
            ],
        }


class Agreements(serializers.Serializer):
    results = ComparedSerializer(many=True)


class NewCheck(serializers.Serializer):
    size = serializers.IntegerField(required=False, min_value=1, max_value=sample_checks.MOST)
    statuses = serializers.ListField(child=serializers.CharField(), required=False)
    seed = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class Judgement(serializers.Serializer):
    asset = serializers.IntegerField()
    right = serializers.BooleanField(allow_null=True)


class Judgements(serializers.Serializer):
    judgements = serializers.ListField(child=Judgement(), max_length=sample_checks.MOST)


class SendingBack(serializers.Serializer):
    reason = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="What their labelers are told, in a few words."
    )


class Checks(Call):
    @extend_schema(operation_id="checks_list", parameters=PAGING, responses=listed("CheckList", CheckSerializer))
    def get(self, request, slug):
        """The sample checks of a project.

        The newest first. The result of one that the caller may still judge is not told.
        """
        made = project_for(request.user, slug, Right.REVIEW).sample_checks.select_related("created_by").defer("items")
        blind = set(sample_checks.judged_by(request.user).values_list("pk", flat=True))
        return list_answer(
            request,
            made,
            Sort("id", descending=True),
            lambda items: [CheckSerializer(each).data | (NO_RESULT if each.pk in blind else {}) for each in items],
        )

    @extend_schema(operation_id="checks_create", request=NewCheck, responses={201: WholeCheck})
    @refuses("bad_size", "bad_status", "nothing_to_check")
    def post(self, request, slug):
        """Draw labels to check.

        At random, each category in proportion. The same `seed` draws the same while the labels stay as they are.
        """
        project = project_for(request.user, slug, Right.REVIEW)
        check = sample_checks.start(project, by=request.user, **checked(NewCheck, request))
        return Response(WholeCheck(check).data, status=status.HTTP_201_CREATED)


class OneCheck(Call):
    @extend_schema(operation_id="checks_get", responses=WholeCheck)
    def get(self, request, slug, number):
        """One sample check, with its labels.

        `wrong` and `upper_bound` are null until all are judged.
        """
        check = check_for(request, slug, number)
        told = WholeCheck(check).data
        if second.is_blind(check, request.user):
            told |= NO_RESULT | {"items": [item | {"right": None} for item in told["items"]]}
        return Response(told)


class JudgeCheck(Call):
    @extend_schema(operation_id="checks_judge", request=Judgements, responses=CheckSerializer)
    @refuses("not_drawn", "not_yours", "finished")
    def post(self, request, slug, number):
        """Say which labels of a check are right.

        Some or all of them; null takes a verdict back. The last one finishes the check.
        """
        check = check_for(request, slug, number)
        return Response(CheckSerializer(sample_checks.judge(check, judgements_in(request), by=request.user)).data)


class Second(Call):
    @extend_schema(operation_id="checks_second_get", responses=WholeSecond)
    def get(self, request, slug, number):
        """The caller's own judgement of the labels of another's check.

        404 while it has not been begun.
        """
        return Response(WholeSecond(own_of(check_for(request, slug, number), request)).data)

    @extend_schema(operation_id="checks_second_begin", request=None, responses={201: WholeSecond})
    @refuses("own_check")
    def post(self, request, slug, number):
        """Judge the labels of another's check.

        Begins it, or gives what was begun: the same labels, without the verdicts of the first reviewer.
        """
        judgement = second.begin(check_for(request, slug, number), by=request.user)
        return Response(WholeSecond(judgement).data, status=status.HTTP_201_CREATED)


class JudgeSecond(Call):
    @extend_schema(operation_id="checks_second_judge", request=Judgements, responses=SecondSerializer)
    @refuses("not_drawn", "not_yours", "finished")
    def post(self, request, slug, number):
        """Say which labels of another's check are right.

        Some or all of them; null takes a verdict back. The last one finishes the judgement.
        """
        check, judgements = check_for(request, slug, number), judgements_in(request)
        return Response(SecondSerializer(second.judge(own_of(check, request), judgements, by=request.user)).data)


class Agreement(Call):
    @extend_schema(operation_id="checks_agreement", responses=Agreements)
    @refuses("not_finished")
    def get(self, request, slug, number):
        """How far the judgements of a check agree.

        Each finished second judgement of a finished check, compared with the first.
        """
        check = check_for(request, slug, number)
        if second.is_blind(check, request.user):
            raise Refused("This is told when the judgements are finished, yours included.", code="not_finished")
        return Response(Agreements({"results": second.compared(check)}).data)


class SendBack(Call):
    @extend_schema(operation_id="checks_send_back", request=SendingBack, responses=OutcomeSerializer)
    @refuses("nothing_wrong", "nothing_apart", "not_yours", "not_finished", "bad_reason")
    def post(self, request, slug, number):
        """Send the labels back that were found wrong.

        They wait for their labelers in needs_review.
        """
        check = check_for(request, slug, number)
        reason = checked(SendingBack, request)["reason"]
        return Response(OutcomeSerializer(sample_checks.send_back(check, by=request.user, reason=reason)).data)


def check_for(request, slug, number):
    return get_object_or_404(
        project_for(request.user, slug, Right.REVIEW).sample_checks.select_related("created_by"), pk=number
    )


def own_of(check, request):
    found = second.of(check, request.user)
    if found is None:
        raise Refused("You have not begun to judge the labels of this check.", code="not_found")
    return found


def judgements_in(request):
    return {each["asset"]: each["right"] for each in checked(Judgements, request)["judgements"]}


ONE = "projects/<slug:slug>/checks/<int:number>/"

urlpatterns = [
    path("projects/<slug:slug>/checks/", Checks.as_view(), name="api-checks"),
    path(ONE, OneCheck.as_view(), name="api-check"),
    path(f"{ONE}judgements/", JudgeCheck.as_view(), name="api-check-judgements"),
    path(f"{ONE}second/", Second.as_view(), name="api-check-second"),
    path(f"{ONE}second/judgements/", JudgeSecond.as_view(), name="api-check-second-judgements"),
    path(f"{ONE}agreement/", Agreement.as_view(), name="api-check-agreement"),
    path(f"{ONE}send-back/", SendBack.as_view(), name="api-check-send-back"),
]
