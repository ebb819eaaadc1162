"""Calls for projects and their categories."""

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from contract import v1
from core.api.body import checked, keyed
from core.api.call import Call
from core.api.lists import PAGING, list_answer, listed
from core.pagination import Sort
from projects import categories, lifecycle
from projects.access import StaffChanges, project_for
from projects.models import Category, Project
from projects.task_types import TaskType

LICENSE_HELP = Project._meta.get_field("license").help_text


class ProjectSerializer(serializers.ModelSerializer):
    class Meta:
        model = Project
        fields = [
            "name",
            "slug",
            "dataset_id",
            "task_type",
            "schema_version",
            "guidelines",
            "license",
            "split_ratios",
            "split_seed",
            "created_at",
            "archived_at",
        ]
        read_only_fields = fields


class NewProject(serializers.Serializer):
    name = serializers.CharField(max_length=1000)
    task_type = serializers.CharField(default=TaskType.CLASSIFICATION_SINGLE)
    guidelines = serializers.CharField(default="", allow_blank=True, trim_whitespace=False)
    license = serializers.CharField(default="", allow_blank=True, help_text=LICENSE_HELP)


class ProjectChanges(serializers.Serializer):
    name = serializers.CharField(max_length=1000, required=False)
    guidelines = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    license = serializers.CharField(required=False, allow_blank=True, help_text=LICENSE_HELP)
    split_ratios = keyed("ProjectRatios", v1.SPLITS, serializers.IntegerField)(
        required=False, allow_null=True, help_text="In 1/10000, together 10000; null for no splits."
    )
    split_seed = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)


class CategorySerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="public_id")
    label_count = serializers.IntegerField()
    active = serializers.BooleanField()

    class Meta:
        model = Category
        fields = [
            "id",
            "class_index",
            "name",
            "supercategory",
            "color",
            "description",
            "position",
            "active",
            "label_count",
        ]
        read_only_fields = fields


class CategoryChanges(serializers.Serializer):
    name = serializers.CharField(max_length=1000, required=False)
    color = serializers.CharField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    supercategory = serializers.CharField(required=False, allow_blank=True)


class NewCategory(CategoryChanges):
    name = serializers.CharField(max_length=1000)


class Order(serializers.Serializer):
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=10_000)


ProjectList = listed("ProjectList", ProjectSerializer)
CategoryList = listed("CategoryList", CategorySerializer)


class Projects(Call):
    permission_classes = [StaffChanges]

    @extend_schema(operation_id="projects_list", parameters=PAGING, responses=ProjectList)
    def get(self, request):
        rows = Project.objects.visible_to(request.user)
        return list_answer(request, rows, Sort("id"), lambda items: ProjectSerializer(items, many=True).data)

    @extend_schema(request=NewProject, responses={201: ProjectSerializer})
    def post(self, request):
        project = lifecycle.create(**checked(NewProject, request), by=request.user, request=request)
        return Response(ProjectSerializer(project).data, status=status.HTTP_201_CREATED)


class OneProject(Call):
    permission_classes = [StaffChanges]

    @extend_schema(responses=ProjectSerializer)
    def get(self, request, slug):
        return Response(ProjectSerializer(project_for(request.user, slug)).data)

    @extend_schema(request=ProjectChanges, responses=ProjectSerializer)
    def patch(self, request, slug):
        project = project_for(request.user, slug)
        changes = checked(ProjectChanges, request)
        changed = lifecycle.change(project, **changes, by=request.user, request=request)
        return Response(ProjectSerializer(changed).data)


class Categories(Call):
    permission_classes = [StaffChanges]

    @extend_schema(operation_id="categories_list", parameters=PAGING, responses=CategoryList)
    def get(self, request, slug):
        rows = project_for(request.user, slug).categories.with_label_counts()
        return list_answer(
            request,
            rows,
            Sort("position", tie="class_index"),
            lambda items: CategorySerializer(items, many=True).data,
            limit=1000,
            most=1000,
        )

    @extend_schema(request=NewCategory, responses={201: CategorySerializer})
    def post(self, request, slug):
        project = project_for(request.user, slug)
        category = categories.add(project, **checked(NewCategory, request), by=request.user, request=request)
        return Response(_category_now(category), status=status.HTTP_201_CREATED)


class OneCategory(Call):
    permission_classes = [StaffChanges]

    @extend_schema(responses=CategorySerializer)
    def get(self, request, slug, public_id):
        return Response(_category_now(_category(request, slug, public_id)))

    @extend_schema(request=CategoryChanges, responses=CategorySerializer)
    def patch(self, request, slug, public_id):
        category = _category(request, slug, public_id)
        changes = checked(CategoryChanges, request)
        return Response(_category_now(categories.change(category, **changes, by=request.user, request=request)))

    @extend_schema(responses=CategorySerializer, description="Retires it: nothing is deleted.")
    def delete(self, request, slug, public_id):
        category = _category(request, slug, public_id)
        return Response(_category_now(categories.retire(category, by=request.user, request=request)))


class RestoreCategory(Call):
    permission_classes = [StaffChanges]

    @extend_schema(request=None, responses=CategorySerializer)
    def post(self, request, slug, public_id):
        category = _category(request, slug, public_id)
        return Response(_category_now(categories.restore(category, by=request.user, request=request)))


class ReorderCategories(Call):
    permission_classes = [StaffChanges]

    @extend_schema(request=Order, responses=CategoryList)
    def post(self, request, slug):
        project = project_for(request.user, slug)
        categories.reorder(project, checked(Order, request)["ids"], by=request.user, request=request)
        return Categories().get(request, slug)


def _category(request, slug, public_id):
    category = project_for(request.user, slug).categories.filter(public_id=public_id).first()
    if category is None:
        raise Http404
    return category


def _category_now(category):
    return CategorySerializer(Category.objects.with_label_counts().get(pk=category.pk)).data


urlpatterns = [
    path("projects/", Projects.as_view(), name="api-projects"),
    path("projects/<slug:slug>/", OneProject.as_view(), name="api-project"),
    path("projects/<slug:slug>/categories/", Categories.as_view(), name="api-categories"),
    path("projects/<slug:slug>/categories/reorder/", ReorderCategories.as_view(), name="api-categories-reorder"),
    path("projects/<slug:slug>/categories/<int:public_id>/", OneCategory.as_view(), name="api-category"),
    path("projects/<slug:slug>/categories/<int:public_id>/restore/", RestoreCategory.as_view(), name="api-restore"),
]
