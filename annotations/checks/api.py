"""Calls for sample checks."""

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from annotations.checks import sample_checks
from annotations.labeling.serializers import OutcomeSerializer
from annotations.models import SampleCheck
from core.api.body import checked
from core.api.call import Call
from core.api.lists import PAGING, list_answer, listed
from core.pagination import Sort
from projects.access import Right, project_for


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
            "size",
            "finished_at",
            "wrong",
            "upper_bound",
        ]
        read_only_fields = fields


class WholeCheck(CheckSerializer):
    items = DrawnSerializer(many=True)

    class Meta(CheckSerializer.Meta):
        fields = [*CheckSerializer.Meta.fields, "items"]


class NewCheck(serializers.Serializer):
    size = serializers.IntegerField(required=False, min_value=1, max_value=sample_checks.MOST)
    statuses = serializers.ListField(child=serializers.CharField(), required=False)
    seed = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class Judgement(serializers.Serializer):
    asset = serializers.IntegerField()
    right = serializers.BooleanField(allow_null=True)


class Judgements(serializers.Serializer):
    judgements = serializers.ListField(child=Judgement(), max_length=sample_checks.MOST)


class Checks(Call):
    @extend_schema(operation_id="checks_list", parameters=PAGING, responses=listed("CheckList", CheckSerializer))
    def get(self, request, slug):
        made = project_for(request.user, slug, Right.REVIEW).sample_checks.select_related("created_by").defer("items")
        return list_answer(
            request, made, Sort("id", descending=True), lambda items: CheckSerializer(items, many=True).data
        )

    @extend_schema(request=NewCheck, responses={201: WholeCheck})
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.REVIEW)
        check = sample_checks.start(project, by=request.user, **checked(NewCheck, request))
        return Response(WholeCheck(check).data, status=status.HTTP_201_CREATED)


class OneCheck(Call):
    @extend_schema(responses=WholeCheck)
    def get(self, request, slug, number):
        return Response(WholeCheck(check_for(request, slug, number)).data)


class JudgeCheck(Call):
    @extend_schema(request=Judgements, responses=CheckSerializer)
    def post(self, request, slug, number):
        check = check_for(request, slug, number)
        judgements = {each["asset"]: each["right"] for each in checked(Judgements, request)["judgements"]}
        return Response(CheckSerializer(sample_checks.judge(check, judgements, by=request.user)).data)


class SendBack(Call):
    @extend_schema(request=None, responses=OutcomeSerializer)
    def post(self, request, slug, number):
        return Response(
            OutcomeSerializer(sample_checks.send_back(check_for(request, slug, number), by=request.user)).data
        )


def check_for(request, slug, number):
    return get_object_or_404(
        project_for(request.user, slug, Right.REVIEW).sample_checks.select_related("created_by"), pk=number
    )


ONE = "projects/<slug:slug>/checks/<int:number>/"

urlpatterns = [
    path("projects/<slug:slug>/checks/", Checks.as_view(), name="api-checks"),
    path(ONE, OneCheck.as_view(), name="api-check"),
    path(f"{ONE}judgements/", JudgeCheck.as_view(), name="api-check-judgements"),
    path(f"{ONE}send-back/", SendBack.as_view(), name="api-check-send-back"),
]
