"""Calls for projects and their categories."""

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response

from contract import v1
from core.api.body import checked, keyed
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.markdown import readable
from core.pagination import Sort
from projects import access, categories, lifecycle, members
from projects.access import Right, StaffMakes, project_for
from projects.models import Category, Kind, Membership, Project
from projects.rules import category_lines
from projects.shares import SHARES_HELP, Share
from projects.task_types import TaskType

ONLY_SEVERAL = "Only in projects whose images take any number of categories."
DISTINCT_HELP = "It is another class than one with a nearly equal name: confirms what `name_near` asked."
PARENT_HELP = "The id of the category that each image with this one has, too. Null: none."
GROUP_HELP = "A name of a group of categories, of which an image has at most one. Empty: none."
LICENSE_HELP = Project._meta.get_field("license").help_text
MENDED_HELP = Project._meta.get_field("approve_mended").help_text
REASONS_HELP = Project._meta.get_field("send_back_reasons").help_text
GATE_HELP = f"{Project._meta.get_field('release_gate').help_text} Null asks for none."
QUALITY_HELP = Project._meta.get_field("quality_statement").help_text


def _help(field):
    return getattr(Project._meta.get_field(field), "help_text")  # noqa: B009 - not of all kinds of field


WINDOW_HELP = "Over which numbers its pictures of more than 8 bits a channel are shown; null: each over what it holds."

Ratios = keyed("ProjectRatios", v1.SPLITS, Share)
WindowSerializer = keyed("ProjectWindow", lifecycle.WINDOW, serializers.FloatField)


# When it is refused: of a category its name, and its place.
OF_NAMES = ("bad_name", "name_taken", "name_near", "name_retired")
OF_PLACES = ("bad_parent", "bad_group", "no_label_rules")

OF_SETTINGS = (
    *("bad_name", "name_taken", "bad_license", "bad_splits", "bad_gate", "bad_share", "bad_window", "bad_reasons"),
    *("bad_citation", "changed_meanwhile"),
)


class ProjectSerializer(serializers.ModelSerializer):
    split_ratios = serializers.SerializerMethodField(help_text=f"{SHARES_HELP} Null where there are no splits.")
    window = serializers.SerializerMethodField(help_text=WINDOW_HELP)
    send_back_reasons = serializers.ListField(child=serializers.CharField(), help_text=REASONS_HELP)
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
            "citation",
            "split_ratios",
            "split_seed",
            "approve_mended",
            "second_share",
            "gold_share",
            "gold_told",
            "window",
            "send_back_reasons",
            "release_gate",
            "quality_statement",
            "created_at",
            "archived_at",
            "closed",
            "rights",
        ]
        read_only_fields = fields

    @extend_schema_field(WindowSerializer(allow_null=True))
    def get_window(self, project):
        return lifecycle.told(project)["window"]

    @extend_schema_field(Ratios(allow_null=True))
    def get_split_ratios(self, project):
        return project.split_ratios

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(list(Right))))
    def get_rights(self, project):
        return [right for right in Right if right in project.rights]


class CategoryChanges(serializers.Serializer):
    name = serializers.CharField(max_length=1000, required=False)
    color = serializers.CharField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    supercategory = serializers.CharField(required=False, allow_blank=True)
    distinct = serializers.BooleanField(required=False, help_text=DISTINCT_HELP)
    parent_id = serializers.IntegerField(required=False, allow_null=True, min_value=1, help_text=PARENT_HELP)
    exclusive_group = serializers.CharField(required=False, allow_blank=True, max_length=1000, help_text=GROUP_HELP)


class NewCategory(CategoryChanges):
    name = serializers.CharField(max_length=1000)


class NewCategories(serializers.Serializer):
    categories = serializers.ListField(child=NewCategory(), allow_empty=False, max_length=category_lines.MOST)


class NewProject(serializers.Serializer):
    name = serializers.CharField(max_length=1000)
    slug = serializers.CharField(
        required=False,
        max_length=1000,
        help_text="Its name in addresses, where it has to be this one; without, it is made of the name.",
    )
    task_type = serializers.CharField(default=TaskType.CLASSIFICATION_SINGLE)
    guidelines = serializers.CharField(default="", allow_blank=True, trim_whitespace=False)
    license = serializers.CharField(default="", allow_blank=True, help_text=LICENSE_HELP)
    citation = serializers.CharField(default="", allow_blank=True, help_text=_help("citation"))
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
    citation = serializers.CharField(required=False, allow_blank=True, help_text=_help("citation"))
    split_ratios = Ratios(required=False, allow_null=True, help_text=f"{SHARES_HELP} Null for no splits.")
    split_seed = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    approve_mended = serializers.BooleanField(required=False, help_text=MENDED_HELP)
    release_gate = serializers.FloatField(required=False, allow_null=True, help_text=GATE_HELP)
    quality_statement = serializers.BooleanField(required=False, help_text=QUALITY_HELP)
    second_share = serializers.IntegerField(required=False, help_text=_help("second_share"))
    gold_share = serializers.IntegerField(required=False, help_text=_help("gold_share"))
    gold_told = serializers.BooleanField(required=False, help_text=_help("gold_told"))
    closed = serializers.BooleanField(required=False, help_text="Only members and staff see it.")
    window = WindowSerializer(
        required=False,
        allow_null=True,
        help_text=WINDOW_HELP,
    )
    send_back_reasons = serializers.ListField(
        child=serializers.CharField(allow_blank=True), required=False, max_length=1000, help_text=REASONS_HELP
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
    parent_id = serializers.IntegerField(
        source="parent_public_id", required=False, allow_null=True, help_text=f"{PARENT_HELP} {ONLY_SEVERAL}"
    )
    exclusive_group = serializers.CharField(required=False, help_text=f"{GROUP_HELP} {ONLY_SEVERAL}")

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
            "parent_id",
            "exclusive_group",
        ]
        read_only_fields = fields

    def to_representation(self, category):
        told = super().to_representation(category)
        if not category.project.has_label_rules:
            del told["parent_id"], told["exclusive_group"]
        return told


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
        """The projects that the caller may see.

        Archived ones, too. `rights` of each tells what the caller may do there.
        """

        def told(items):
            return ProjectSerializer([access.with_rights(item, request.user) for item in items], many=True).data

        return list_answer(request, access.asked_by(request.user), Sort("id"), told)

    @extend_schema(operation_id="projects_create", request=NewProject, responses={201: ProjectSerializer})
    @refuses(
        *OF_NAMES, *OF_PLACES, "bad_slug", "slug_taken", "bad_color", "bad_license", "bad_citation", "bad_task_type"
    )
    def post(self, request):
        """Make a project.

        For staff. Its categories may come with it; their ids count from 1 and never move.
        """
        asked = checked(NewProject, request)
        first = [categories.New(**each) for each in asked.pop("categories")]
        project = lifecycle.create(**asked, categories=first, by=request.user, request=request)
        told = ProjectSerializer(project_for(request.user, project.slug)).data
        return Response(told, status=status.HTTP_201_CREATED)


class OneProject(Call):
    @extend_schema(operation_id="projects_get", responses=ProjectSerializer)
    def get(self, request, slug):
        """One project.

        Its settings, and what the caller may do in it.
        """
        return Response(ProjectSerializer(project_for(request.user, slug)).data)

    @extend_schema(operation_id="projects_change", request=SeenAndChanged, responses=ProjectSerializer)
    @refuses(*OF_SETTINGS)
    def patch(self, request, slug):
        """Change the settings of a project.

        What is absent stays. `was` guards against changing what somebody else changed meanwhile.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        lifecycle.change(project, by=request.user, request=request, **checked(SeenAndChanged, request))
        return self.get(request, slug)


class Archive(Call):
    @extend_schema(operation_id="projects_archive", tags=["projects"], request=None, responses=ProjectSerializer)
    def post(self, request, slug):
        """Archive a project.

        Out of the lists. Nothing is deleted.
        """
        lifecycle.archive(project_for(request.user, slug, Right.MANAGE), by=request.user, request=request)
        return OneProject().get(request, slug)

    @extend_schema(operation_id="projects_unarchive", tags=["projects"], responses={200: ProjectSerializer})
    def delete(self, request, slug):
        """Bring an archived project back.

        Back into the lists.
        """
        lifecycle.unarchive(project_for(request.user, slug, Right.MANAGE), by=request.user, request=request)
        return OneProject().get(request, slug)


class PreviewGuidelines(Call):
    """Markdown as the labeling page shows it. Nothing is kept."""

    @extend_schema(operation_id="guidelines_preview", request=Guidelines, responses=Rendered)
    def post(self, request, slug):
        """Guidelines as the labeling page shows them."""
        project_for(request.user, slug, Right.MANAGE)
        return Response({"html": readable(checked(Guidelines, request)["guidelines"])})


class Members(Call):
    """Who belongs to a project; for its managers. It counts while the project is closed."""

    @extend_schema(operation_id="members_list", parameters=PAGING, responses=MemberList)
    def get(self, request, slug):
        """The members of a project."""
        project = project_for(request.user, slug, Right.MANAGE)
        rows = Membership.objects.filter(project=project).select_related("user")
        return list_answer(request, rows, Sort("id"), lambda items: MemberSerializer(items, many=True).data)


class OneMember(Call):
    @extend_schema(operation_id="members_put", request=AsMember, responses=MemberSerializer)
    @refuses("bad_kind", "last_manager")
    def put(self, request, slug, username):
        """Make somebody a member, or a member of another kind.

        It counts while the project is closed; in an open one people are what their group says.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        kind = checked(AsMember, request)["kind"]
        member = members.put(project, members.person(username), kind, by=request.user, request=request)
        return Response(MemberSerializer(member).data)

    @extend_schema(operation_id="members_remove", responses={204: None})
    @refuses("last_manager")
    def delete(self, request, slug, username):
        """Remove a member.

        No longer a member. What they answered stays.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        members.remove(project, username, by=request.user, request=request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Categories(Call):
    @extend_schema(operation_id="categories_list", parameters=PAGING, responses=CategoryList)
    def get(self, request, slug):
        """The categories of a project.

        In their order, retired ones too. Up to 1,000 come at once.
        """
        rows = project_for(request.user, slug).categories.told()
        return list_answer(
            request,
            rows,
            Sort("position", tie="class_index"),
            lambda items: CategorySerializer(items, many=True).data,
            limit=1000,
            most=1000,
        )

    @extend_schema(operation_id="categories_create", request=NewCategory, responses={201: CategorySerializer})
    @refuses(*OF_NAMES, *OF_PLACES, "bad_color")
    def post(self, request, slug):
        """Add a category.

        It gets the next id. No id is ever used again.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        category = categories.add(project, **checked(NewCategory, request), by=request.user, request=request)
        return Response(_category_now(category), status=status.HTTP_201_CREATED)


class CategoriesOfAList(Call):
    @extend_schema(operation_id="categories_create_list", request=NewCategories, responses={201: CategoryList})
    @refuses(*OF_NAMES, *OF_PLACES, "bad_color")
    def post(self, request, slug):
        """Add several categories.

        All of them, or none.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        wanted = [categories.New(**each) for each in checked(NewCategories, request)["categories"]]
        categories.add_all(project, wanted, by=request.user, request=request)
        told = Categories().get(request, slug)
        return Response(told.data, status=status.HTTP_201_CREATED)


class OneCategory(Call):
    @extend_schema(operation_id="categories_get", responses=CategorySerializer)
    def get(self, request, slug, public_id):
        """One category.

        With how many images have it as their label.
        """
        return Response(_category_now(_category(request, slug, public_id)))

    @extend_schema(operation_id="categories_change", request=CategoryChanges, responses=CategorySerializer)
    @refuses(*OF_NAMES, *OF_PLACES, "bad_color")
    def patch(self, request, slug, public_id):
        """Change a category.

        Its name, color, description, supercategory, parent or group. Its id and index stay for ever.
        """
        category = _category(request, slug, public_id, Right.MANAGE)
        changes = checked(CategoryChanges, request)
        return Response(_category_now(categories.change(category, **changes, by=request.user, request=request)))

    @extend_schema(operation_id="categories_retire", responses={200: CategorySerializer})
    @refuses("has_children")
    def delete(self, request, slug, public_id):
        """Retire a category.

        Nothing is deleted: labels stay, and nobody is offered it any more. What lies below it is retired first.
        """
        category = _category(request, slug, public_id, Right.MANAGE)
        return Response(_category_now(categories.retire(category, by=request.user, request=request)))


class RestoreCategory(Call):
    @extend_schema(operation_id="categories_restore", request=None, responses=CategorySerializer)
    @refuses("parent_retired")
    def post(self, request, slug, public_id):
        """Bring a retired category back.

        It is offered again, under the id it always had. What lies above it is restored first.
        """
        category = _category(request, slug, public_id, Right.MANAGE)
        return Response(_category_now(categories.restore(category, by=request.user, request=request)))


class ReorderCategories(Call):
    @extend_schema(operation_id="categories_reorder", request=Order, responses=CategoryList)
    @refuses("incomplete_order")
    def post(self, request, slug):
        """Put the categories in another order.

        Name every category once. The order is that of pages and keys; ids and indexes stay.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        categories.reorder(project, checked(Order, request)["ids"], by=request.user, request=request)
        return Categories().get(request, slug)


def _category(request, slug, public_id, right=Right.ANSWER):
    category = project_for(request.user, slug, right).categories.filter(public_id=public_id).first()
    if category is None:
        raise Http404
    return category


def _category_now(category):
    return CategorySerializer(category.project.categories.told().get(pk=category.pk)).data


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
