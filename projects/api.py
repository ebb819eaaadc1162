"""Calls for projects and their categories."""

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response

from contract import v1
from core.api.body import checked, keyed
from core.api.call import Call
from core.api.lists import PAGING, list_answer, listed
from core.markdown import readable
from core.pagination import Sort
from projects import access, categories, lifecycle, members
from projects.access import Right, StaffMakes, project_for
from projects.models import Category, Kind, Membership, Project
from projects.rules import category_lines
from projects.task_types import TaskType

DISTINCT_HELP = "It is another class than one with a nearly equal name: confirms what `name_near` asked."
LICENSE_HELP = Project._meta.get_field("license").help_text

WINDOW_HELP = "Over which numbers its pictures of more than 8 bits a channel are shown; null: each over what it holds."

WindowSerializer = keyed("ProjectWindow", lifecycle.WINDOW, serializers.FloatField)


class ProjectSerializer(serializers.ModelSerializer):
    window = serializers.SerializerMethodField(help_text=WINDOW_HELP)
    rights = serializers.SerializerMethodField(help_text="What the caller may do in it.")

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
            "window",
            "created_at",
            "archived_at",
            "closed",
            "rights",
        ]
        read_only_fields = fields

    @extend_schema_field(WindowSerializer(allow_null=True))
    def get_window(self, project):
        return lifecycle.told(project)["window"]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(list(Right))))
    def get_rights(self, project):
        return [right for right in Right if right in project.rights]


class CategoryChanges(serializers.Serializer):
    name = serializers.CharField(max_length=1000, required=False)
    color = serializers.CharField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    supercategory = serializers.CharField(required=False, allow_blank=True)
    distinct = serializers.BooleanField(required=False, help_text=DISTINCT_HELP)


class NewCategory(CategoryChanges):
    name = serializers.CharField(max_length=1000)


class NewCategories(serializers.Serializer):
    categories = serializers.ListField(child=NewCategory(), allow_empty=False, max_length=category_lines.MOST)


class NewProject(serializers.Serializer):
    name = serializers.CharField(max_length=1000)
    task_type = serializers.CharField(default=TaskType.CLASSIFICATION_SINGLE)
    guidelines = serializers.CharField(default="", allow_blank=True, trim_whitespace=False)
    license = serializers.CharField(default="", allow_blank=True, help_text=LICENSE_HELP)
    categories = serializers.ListField(
        child=NewCategory(),
        default=list,
        max_length=category_lines.MOST,
        help_text="Its first, in the order of their ids.",
    )


class ProjectChanges(serializers.Serializer):
    name = serializers.CharField(max_length=1000, required=False)
    guidelines = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    license = serializers.CharField(required=False, allow_blank=True, help_text=LICENSE_HELP)
    split_ratios = keyed("ProjectRatios", v1.SPLITS, serializers.IntegerField)(
        required=False, allow_null=True, help_text="In 1/10000, together 10000; null for no splits."
    )
    split_seed = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    closed = serializers.BooleanField(required=False, help_text="Only members and staff see it.")
    window = WindowSerializer(
        required=False,
        allow_null=True,
        help_text=WINDOW_HELP,
    )


class SeenAndChanged(ProjectChanges):
    was = ProjectChanges(
        required=False, help_text="What the caller saw: refused (`changed_meanwhile`) where it is another by now."
    )


class Guidelines(serializers.Serializer):
    guidelines = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=100_000)


class Rendered(serializers.Serializer):
    html = serializers.CharField()


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


class Order(serializers.Serializer):
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=10_000)


class MemberSerializer(serializers.ModelSerializer):
    user = serializers.CharField(source="user.username")

    class Meta:
        model = Membership
        fields = ["user", "kind", "since"]
        read_only_fields = fields


class AsMember(serializers.Serializer):
    kind = serializers.ChoiceField(Kind.choices)


ProjectList = listed("ProjectList", ProjectSerializer)
CategoryList = listed("CategoryList", CategorySerializer)
MemberList = listed("MemberList", MemberSerializer)


class Projects(Call):
    permission_classes = [StaffMakes]

    @extend_schema(operation_id="projects_list", parameters=PAGING, responses=ProjectList)
    def get(self, request):
        def told(items):
            return ProjectSerializer([access.with_rights(item, request.user) for item in items], many=True).data

        return list_answer(request, access.asked_by(request.user), Sort("id"), told)

    @extend_schema(request=NewProject, responses={201: ProjectSerializer})
    def post(self, request):
        asked = checked(NewProject, request)
        first = [categories.New(**each) for each in asked.pop("categories")]
        project = lifecycle.create(**asked, categories=first, by=request.user, request=request)
        told = ProjectSerializer(project_for(request.user, project.slug)).data
        return Response(told, status=status.HTTP_201_CREATED)


class OneProject(Call):
    @extend_schema(responses=ProjectSerializer)
    def get(self, request, slug):
        return Response(ProjectSerializer(project_for(request.user, slug)).data)

    @extend_schema(request=SeenAndChanged, responses=ProjectSerializer)
    def patch(self, request, slug):
        project = project_for(request.user, slug, Right.MANAGE)
        lifecycle.change(project, by=request.user, request=request, **checked(SeenAndChanged, request))
        return self.get(request, slug)


class Archive(Call):
    @extend_schema(request=None, responses=ProjectSerializer, description="Out of the lists. Nothing is deleted.")
    def post(self, request, slug):
        lifecycle.archive(project_for(request.user, slug, Right.MANAGE), by=request.user, request=request)
        return OneProject().get(request, slug)

    @extend_schema(responses=ProjectSerializer, description="Back into the lists.")
    def delete(self, request, slug):
        lifecycle.unarchive(project_for(request.user, slug, Right.MANAGE), by=request.user, request=request)
        return OneProject().get(request, slug)


class PreviewGuidelines(Call):
    """Markdown as the labeling page shows it. Nothing is kept."""

    @extend_schema(request=Guidelines, responses=Rendered)
    def post(self, request, slug):
        project_for(request.user, slug, Right.MANAGE)
        return Response({"html": readable(checked(Guidelines, request)["guidelines"])})


class Members(Call):
    """Who belongs to a project; for its managers. It counts while the project is closed."""

    @extend_schema(operation_id="members_list", parameters=PAGING, responses=MemberList)
    def get(self, request, slug):
        project = project_for(request.user, slug, Right.MANAGE)
        rows = Membership.objects.filter(project=project).select_related("user")
        return list_answer(request, rows, Sort("id"), lambda items: MemberSerializer(items, many=True).data)


class OneMember(Call):
    @extend_schema(request=AsMember, responses=MemberSerializer)
    def put(self, request, slug, username):
        project = project_for(request.user, slug, Right.MANAGE)
        kind = checked(AsMember, request)["kind"]
        member = members.put(project, members.person(username), kind, by=request.user, request=request)
        return Response(MemberSerializer(member).data)

    @extend_schema(responses={204: None}, description="No longer a member. What they answered stays.")
    def delete(self, request, slug, username):
        project = project_for(request.user, slug, Right.MANAGE)
        members.remove(project, username, by=request.user, request=request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Categories(Call):
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
        project = project_for(request.user, slug, Right.MANAGE)
        category = categories.add(project, **checked(NewCategory, request), by=request.user, request=request)
        return Response(_category_now(category), status=status.HTTP_201_CREATED)


class CategoriesOfAList(Call):
    @extend_schema(request=NewCategories, responses={201: CategoryList}, description="All of them, or none.")
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.MANAGE)
        wanted = [categories.New(**each) for each in checked(NewCategories, request)["categories"]]
        categories.add_all(project, wanted, by=request.user, request=request)
        told = Categories().get(request, slug)
        return Response(told.data, status=status.HTTP_201_CREATED)


class OneCategory(Call):
    @extend_schema(responses=CategorySerializer)
    def get(self, request, slug, public_id):
        return Response(_category_now(_category(request, slug, public_id)))

    @extend_schema(request=CategoryChanges, responses=CategorySerializer)
    def patch(self, request, slug, public_id):
        category = _category(request, slug, public_id, Right.MANAGE)
        changes = checked(CategoryChanges, request)
        return Response(_category_now(categories.change(category, **changes, by=request.user, request=request)))

    @extend_schema(responses=CategorySerializer, description="Retires it: nothing is deleted.")
    def delete(self, request, slug, public_id):
        category = _category(request, slug, public_id, Right.MANAGE)
        return Response(_category_now(categories.retire(category, by=request.user, request=request)))


class RestoreCategory(Call):
    @extend_schema(request=None, responses=CategorySerializer)
    def post(self, request, slug, public_id):
        category = _category(request, slug, public_id, Right.MANAGE)
        return Response(_category_now(categories.restore(category, by=request.user, request=request)))


class ReorderCategories(Call):
    @extend_schema(request=Order, responses=CategoryList)
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.MANAGE)
        categories.reorder(project, checked(Order, request)["ids"], by=request.user, request=request)
        return Categories().get(request, slug)


def _category(request, slug, public_id, right=Right.ANSWER):
    category = project_for(request.user, slug, right).categories.filter(public_id=public_id).first()
    if category is None:
        raise Http404
    return category


def _category_now(category):
    return CategorySerializer(Category.objects.with_label_counts().get(pk=category.pk)).data


urlpatterns = [
    path("projects/", Projects.as_view(), name="api-projects"),
    path("projects/<slug:slug>/", OneProject.as_view(), name="api-project"),
    path("projects/<slug:slug>/archive/", Archive.as_view(), name="api-archive"),
    path("projects/<slug:slug>/guidelines/preview/", PreviewGuidelines.as_view(), name="api-guidelines-preview"),
    path("projects/<slug:slug>/members/", Members.as_view(), name="api-members"),
    path("projects/<slug:slug>/members/<str:username>/", OneMember.as_view(), name="api-member"),
    path("projects/<slug:slug>/categories/", Categories.as_view(), name="api-categories"),
    path("projects/<slug:slug>/categories/list/", CategoriesOfAList.as_view(), name="api-categories-list"),
    path("projects/<slug:slug>/categories/reorder/", ReorderCategories.as_view(), name="api-categories-reorder"),
    path("projects/<slug:slug>/categories/<int:public_id>/", OneCategory.as_view(), name="api-category"),
    path("projects/<slug:slug>/categories/<int:public_id>/restore/", RestoreCategory.as_view(), name="api-restore"),
]
