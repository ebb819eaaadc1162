"""Configuring projects and their categories. The forms ask the verbs first, and `save_formset` calls nothing else."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse

from contract import v1
from core.admin_words import PlainWords
from core.exceptions import Refused
from projects import categories, lifecycle, members, names, task_types
from projects.labels.places import rules_of
from projects.models import Category, Membership, Project
from projects.names import Like, Taken
from projects.rules import label_rules, splits
from projects.task_types import TaskType

SPLITS_HELP = (
    "Each image is dealt by its content, frames of one video together, and stays in its split in every version with "
    "these numbers. Leave them empty for no splits; a version may also be asked for with others."
)

BRIGHTNESS_HELP = (
    "Of pictures with more than 8 bits a channel, such as X-rays and thermal images. With both numbers all of them are "
    "shown the same; empty, each over what it holds. Files and exports stay as they are."
)
WINDOW = ("black", "white")
REASONS_HELP = "One a line, at most nine: a digit chooses one. Reviewers may type any other."
OF_VERSIONS = ("release_gate", "quality_statement")
AGAIN = ("second_share", "gold_share", "gold_told")
AGAIN_HELP = (
    "Asked of people who label and do not review; 0 asks for none. Reviewers mark known pictures on the pages of the "
    "project. Where labelers are told at once whether they were right, such an answer cannot be taken back."
)


def asked(check, *args, **options):
    """Ask a verb's rule, and answer as a form does."""
    try:
        return check(*args, **options)
    except Refused as problem:
        raise ValidationError(problem.message) from None


def percent_field(label):
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"size": 6}),
    )


def ends_of(window):
    """As the fields of `WINDOW` show it: 200, not 200.0."""
    return [int(end) if end == int(end) else end for end in window or ()]


class ProjectForm(forms.ModelForm):
    train = percent_field("Train, %")
    val = percent_field("Val, %")
    test = percent_field("Test, %")
    split_seed = forms.CharField(
        label="Seed",
        required=False,
        max_length=splits.MOST_SEED,
        help_text="Another seed deals all images anew. Empty: the dataset id.",
    )
    black = forms.FloatField(label="Black is", required=False)
    white = forms.FloatField(label="White is", required=False)
    reasons = forms.CharField(
        label="Reasons", required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}), help_text=REASONS_HELP
    )

    class Meta:
        model = Project
        fields = [
            "name",
            "task_type",
            "closed",
            "approve_mended",
            "guidelines",
            "license",
            "citation",
            *OF_VERSIONS,
            *AGAIN,
        ]
        labels = {
            "second_share": "By a second person, %",
            "gold_share": "Known pictures, %",
            "gold_told": "Labelers are told at once",
        }
        widgets = {
            "name": forms.TextInput(attrs={"size": 60}),
            "guidelines": forms.Textarea(attrs={"rows": 4, "cols": 80}),
            "license": forms.TextInput(attrs={"size": 60}),
            "citation": forms.Textarea(attrs={"rows": 4, "cols": 80}),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "task_type" in self.fields:  # of a new one
            here = [each for each in TaskType.choices if each[0] in task_types.OFFERED]
            self.fields["task_type"].widget.choices = here
        for name, share in (self.instance.split_ratios or {}).items():
            self.fields[name].initial = Decimal(share) / 100
        self.fields["split_seed"].initial = self.instance.split_seed
        for name, end in zip(WINDOW, ends_of(self.instance.window), strict=False):
            self.fields[name].initial = end
        self.fields["reasons"].initial = "\n".join(self.instance.send_back_reasons)
        for name in {*lifecycle.MOST_SHARES} & {*self.fields}:
            self.fields[name].required = False

    def clean_name(self):
        return asked(names.asked_name, self.cleaned_data["name"])

    def clean_license(self):
        return asked(lifecycle.clean_license, self.cleaned_data["license"])

    def clean_citation(self):
        return asked(lifecycle.clean_citation, self.cleaned_data["citation"])

    def clean_reasons(self):
        return asked(lifecycle.clean_reasons, self.cleaned_data["reasons"].splitlines())

    def clean_release_gate(self):
        return asked(lifecycle.clean_gate, self.cleaned_data["release_gate"])

    def clean_second_share(self):
        return asked(lifecycle.clean_share, "second_share", self.cleaned_data["second_share"] or 0)

    def clean_gold_share(self):
        return asked(lifecycle.clean_share, "gold_share", self.cleaned_data["gold_share"] or 0)

    def clean(self):
        super().clean()
        if "name" in self.cleaned_data and not self.cleaned_data.get("closed"):
            self._refuse_twin()
        if not any(name in self.errors for name in WINDOW):
            self._clean_window()
        shares = {name: self.cleaned_data.get(name) for name in v1.SPLITS}
        if any(name in self.errors for name in v1.SPLITS):
            return
        if all(share is None for share in shares.values()):
            self.cleaned_data["split_ratios"] = None
        elif sum(share or 0 for share in shares.values()) != 100:
            raise ValidationError("Train, val and test are percent that add up to 100. Leave all empty for no splits.")
        else:
            self.cleaned_data["split_ratios"] = {name: int((share or 0) * 100) for name, share in shares.items()}

    def _clean_window(self):
        ends = [self.cleaned_data.get(name) for name in WINDOW]
        given = {name: end for name, end in zip(lifecycle.WINDOW, ends, strict=True) if end is not None}
        self.cleaned_data["window"] = given or None
        try:
            asked(lifecycle.clean_window, given or None)
        except ValidationError as problem:
            self.add_error(WINDOW[0], problem)

    def _refuse_twin(self):
        """Asked last: a closed project may be called like another."""
        try:
            asked(lifecycle.free_name, self.cleaned_data["name"], but=self.instance)
        except ValidationError as problem:
            self.add_error("name", problem)


def name_fields(form, names, of):
    """In a row no label stands beside a field: its name for those who hear it."""
    for name, words in names.items():
        form.fields[name].widget.attrs["aria-label"] = f"{words} of {of}"


class CategoryForm(forms.ModelForm):
    retired = forms.BooleanField(required=False)

    class Meta:
        model = Category
        fields = ["name", "color", "supercategory", "description", "position"]
        widgets = {
            "name": forms.TextInput(attrs={"size": 16}),
            # A new category takes the next colour when none is named; a picker would always name one.
            "color": forms.TextInput(attrs={"size": 6, "placeholder": "Next"}),
            "supercategory": forms.TextInput(attrs={"size": 10}),
            "description": forms.Textarea(attrs={"rows": 1, "cols": 16, "placeholder": "When it counts"}),
            "position": forms.HiddenInput,
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["position"].required = False
        if self.instance.pk:
            self.fields["retired"].initial = not self.instance.active
        if self.instance.color:
            self.fields["color"].widget = forms.TextInput(attrs={"type": "color"})
        words = {name: name.capitalize() for name in ("name", "supercategory", "description")}
        name_fields(self, words | {"color": "Colour"}, self.instance.name or "the new category")
        self.fields["retired"].widget.attrs["aria-label"] = f"{self.instance.name or 'The new category'} is retired"

    @cached_property
    def changed_data(self):
        """A row that was added and left empty has a place, and is none for that."""
        changed = super().changed_data
        return changed if self.instance.pk else [name for name in changed if name != "position"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not self.instance.project_id:
            return asked(categories.clean_name, name)
        # Nearly equal names are taken here, and told of afterwards: a form of many rows has no place to ask.
        but = self.instance if self.instance.pk else None
        return asked(categories.free_name, self.instance.project, name, but=but, distinct=True)

    def clean_color(self):
        color = self.cleaned_data["color"]
        return asked(categories.clean_color, color) if color else None

    def clean_supercategory(self):
        return asked(categories.clean_supercategory, self.cleaned_data["supercategory"])


class CategoryFormSet(forms.BaseInlineFormSet):
    """What one row cannot say alone: two new ones must not bring the same name either, and none that is active lies
    below one that is retired."""

    def clean(self):
        super().clean()
        self._refuse_names_twice()
        self._refuse_retired_parents()

    def _refuse_names_twice(self):
        seen: Taken[str] = Taken()
        for form in self.forms:
            if not (name := form.cleaned_data.get("name")):
                continue
            like, _ = seen.like(name) or (None, name)
            # Rows that are here already may differ by the width of characters: that was not always refused.
            if like is Like.SAME or (like is Like.WIDTH and "name" in form.changed_data):
                form.add_error("name", f"“{name}” stands here twice.")
            seen.add(name, name)

    def _refuse_retired_parents(self):
        retired = {form.instance.pk for form in self.forms if form.instance.pk and form.cleaned_data.get("retired")}
        for form in self.forms:
            if form.instance.parent_id in retired and form.instance.pk not in retired:
                form.add_error("retired", f"“{form.instance.name}” lies below one that is retired.")


class CategoryInline(admin.TabularInline):
    """The rows stand as they are numbered by `position`, which `static/labeler/staff/page.js` writes."""

    model = Category
    form = CategoryForm
    formset = CategoryFormSet
    template = "admin/projects/category_inline.html"
    extra = 0
    can_delete = False
    fields = ["key", "color", "name", "supercategory", "description", "labels", "public_id", "index", "retired"]
    readonly_fields = ["public_id", "index", "key", "labels"]

    def get_queryset(self, request):
        # Counting drops the order of the model, so it is asked for.
        return Category.objects.with_label_counts().in_display_order()

    def get_formset(self, request, obj=None, **options):
        options["fields"] = [*CategoryForm.Meta.fields, "retired"]
        self.keys = {category.pk: category.key for category in obj.categories.keyed()} if obj else {}
        return super().get_formset(request, obj, **options)

    @admin.display(description="Id")
    def public_id(self, category):
        return category.public_id if category.pk else "–"

    @admin.display(description="Class index")
    def index(self, category):
        return category.class_index if category.pk else "–"

    @admin.display(description="Key")
    def key(self, category):
        return self.keys.get(category.pk) or "–"

    @admin.display(description="Labels")
    def labels(self, category):
        return category.label_count if category.pk else 0


class MemberForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["user", "kind"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        who = self.instance.user.get_username() if self.instance.pk else "the new member"
        user: Any = self.fields["user"].widget
        getattr(user, "widget", user).attrs["aria-label"] = f"User, {who}"  # it is wrapped, with links to the user
        self.fields["kind"].widget.attrs["aria-label"] = f"Kind of {who}"

    def clean_user(self):
        """Who a member is does not change: another person is another member."""
        return self.instance.user if self.instance.pk else self.cleaned_data["user"]


class MemberFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk and (delete := form.fields.get("DELETE")):
            delete.widget.attrs["aria-label"] = f"Remove {form.instance.user.get_username()}"


class MemberInline(admin.TabularInline):
    model = Membership
    form = MemberForm
    formset = MemberFormSet
    extra = 0
    verbose_name_plural = "members, who count while the project is closed"
    autocomplete_fields = ["user"]


@admin.register(Project)
class ProjectAdmin(PlainWords, admin.ModelAdmin):
    form = ProjectForm
    inlines = [CategoryInline, MemberInline]
    list_display = ["name", "slug", "seen_by", "created_at", "archived"]
    list_filter = ["closed"]
    search_fields = ["name", "slug"]
    readonly_fields = ["slug", "dataset_id", "schema_version", "created_by", "created_at", "archived_at"]
    actions = ["archive", "unarchive"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=Project.objects.present())

    @admin.display(ordering="closed")
    def seen_by(self, project):
        return "Members and staff" if project.closed else "Everybody"

    @admin.display(ordering="archived_at", empty_value="–")
    def archived(self, project):
        return project.archived_at

    def get_fieldsets(self, request, obj=None):
        asked = (None, {"fields": [name for name in ProjectForm.Meta.fields if name not in (*OF_VERSIONS, *AGAIN)]})
        dealt = ("Splits of versions to come", {"fields": [v1.SPLITS, "split_seed"], "description": SPLITS_HELP})
        shown = ("Brightness", {"fields": [WINDOW], "description": BRIGHTNESS_HELP})
        told = ("Quality of versions to come", {"fields": OF_VERSIONS})
        sent_back = ("Sending back", {"fields": ["reasons"]})
        again = ("Labeled again", {"fields": AGAIN, "description": AGAIN_HELP})
        facts = ("Facts", {"fields": self.readonly_fields, "classes": ["collapse"]})
        return [asked, dealt, told, shown, sent_back, again, facts] if obj else [asked, dealt]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "task_type"] if obj else []

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request, obj=None):
        """Only while it has no category and no image; later it is archived."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not (obj.categories.exists() or obj.assets.exists()))

    @admin.action(description="Archive the selected projects")
    def archive(self, request, queryset):
        for project in queryset:
            lifecycle.archive(project, by=request.user, request=request)

    @admin.action(description="Take the selected projects out of the archive")
    def unarchive(self, request, queryset):
        for project in queryset:
            lifecycle.unarchive(project, by=request.user, request=request)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        shown = {**(extra_context or {}), "show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, shown)

    def response_post_save_add(self, request, obj):
        """A project is worked on in the product."""
        return HttpResponseRedirect(reverse("project", args=[obj.slug]))

    response_post_save_change = response_post_save_add

    def delete_model(self, request, obj):
        lifecycle.delete(obj, by=request.user, request=request)

    def save_model(self, request, obj, form, change):
        wanted = form.cleaned_data
        said = {name: wanted[name] for name in ("guidelines", "license", "citation", "approve_mended")}
        dealt = {"split_ratios": wanted["split_ratios"], "split_seed": wanted["split_seed"]}
        asked = {"by": request.user, "request": request}
        if change:
            if {*form.changed_data} & {*v1.SPLITS, "split_seed"} and obj.versions.exists():
                messages.warning(request, "In versions to come images may be in another split than in earlier ones.")
            said |= {name: wanted[name] for name in (*OF_VERSIONS, *AGAIN)}
            said |= {"send_back_reasons": wanted["reasons"]}
            shown = {"window": wanted["window"]} if {*form.changed_data} & {*WINDOW} else {}
            lifecycle.change(obj, name=wanted["name"], closed=wanted["closed"], **said, **dealt, **shown, **asked)
        else:
            made = lifecycle.create(
                wanted["name"], task_type=wanted["task_type"], closed=wanted["closed"], **said, **dealt, **asked
            )
            obj.pk = made.pk
        obj.refresh_from_db()

    @transaction.atomic
    def save_formset(self, request, form, formset, change):
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        if formset.model is Membership:
            self._save_members(request, form.instance, formset)
        else:
            self._save_categories(request, form, formset)

    def _save_members(self, request, project, formset):
        asked = {"by": request.user, "request": request}
        leaving = formset.deleted_forms
        # Who comes, comes first: a manager may take the place of another.
        for row in formset.forms:
            if row.has_changed() and row not in leaving:
                member = members.put(project, row.cleaned_data["user"], row.cleaned_data["kind"], **asked)
                formset.new_objects.append(member)
        for row in leaving:
            if row.instance.pk:
                members.remove(project, row.instance.user.get_username(), **asked)
                formset.deleted_objects.append(row.instance)

    def _save_categories(self, request, form, formset):
        shown = []
        for row in formset.forms:
            if row.instance.pk:
                category = self._change_category(request, formset, row)
            elif row.has_changed() and row.cleaned_data.get("name"):
                category = self._add_category(request, formset, form.instance, row.cleaned_data)
            else:
                continue
            shown.append((row.cleaned_data.get("position"), category.class_index, category))
            if "name" in row.changed_data and (twin := categories.near_twin(category)):
                words = f"“{category.name}” is like “{twin.name}”. If they are the same class, retire one."
                messages.warning(request, words)
        now = self._retire_and_restore(request, form.instance, formset)
        # Without the page's script new rows have no place: they come last, in the order of their indices.
        shown.sort(key=lambda entry: (entry[0] is None, entry[0] or 0, entry[1]))
        active = [category.public_id for *_, category in shown if now.get(category.pk, category).active]
        if active:
            categories.reorder(form.instance, active, by=request.user, request=request)

    def _add_category(self, request, formset, project, wanted):
        category = categories.add(
            project,
            wanted["name"],
            distinct=True,
            color=wanted["color"],
            description=wanted["description"],
            supercategory=wanted["supercategory"],
            by=request.user,
            request=request,
        )
        formset.new_objects.append(category)
        return category

    def _change_category(self, request, formset, row):
        category, wanted = row.instance, row.cleaned_data
        changed = [name for name in row.changed_data if name != "position"]
        if changed:
            formset.changed_objects.append((category, changed))
        fields = {name: wanted[name] for name in changed if name != "retired"}
        if fields:
            category = categories.change(category, **fields, distinct=True, by=request.user, request=request)
        return category

    def _retire_and_restore(self, request, project, formset):
        """Those that changed, by their keys: first what comes back, parents before children; then what goes, the other
        way round."""
        rows = [row for row in formset.forms if row.instance.pk and "retired" in row.changed_data]
        rules = rules_of(project)
        rows.sort(key=lambda row: len([*label_rules.line(row.instance.public_id, rules)]))
        back = [row.instance for row in rows if not row.cleaned_data["retired"]]
        gone = [row.instance for row in reversed(rows) if row.cleaned_data["retired"]]
        now = [categories.restore(category, by=request.user, request=request) for category in back]
        now += [self._retire(request, category) for category in gone]
        return {category.pk: category for category in now}

    def _retire(self, request, category):
        count = category.annotations.count()
        carried = "1 image carries it and keeps" if count == 1 else f"{count} images carry it and keep"
        messages.info(
            request,
            f"“{category.name}” is retired. {carried} it; id {category.public_id} stays in every export.",
        )
        return categories.retire(category, by=request.user, request=request)
