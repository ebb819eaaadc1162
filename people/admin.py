"""What staff see and do about people: accounts and groups, the tokens of all, and the audit of what was done."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import Truncator

from core.admin_words import PlainWords
from people import audit, audit_list, tokens
from people.admin_accounts import AccountDeeds
from people.audit import What
from people.models import AuditEntry, TokenFacts
from people.offered_permissions import OfferedPermissions

# Who may give these away gives away all that can be done here.
RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")

LABELS = {"username": "User name", "is_staff": "Staff", "is_superuser": "Superuser"}
HELP = {
    "username": "At most 150 letters, digits and @ . + - _",
    "is_active": "Who is not active cannot sign in. What was labeled keeps the name, which deleting would not.",
    "is_staff": "Sees the admin, and every project.",
    "is_superuser": "May do everything.",
    "groups": "What somebody is in all open projects: labeler, reviewer or manager.",
    "user_permissions": "What else a member of the staff may do in the admin.",
}

admin.site.unregister([get_user_model(), Group])


class Noted(PlainWords, admin.ModelAdmin):
    """What is made, changed and deleted here is noted."""

    made: What
    changed: What
    deleted: What
    briefly: tuple[str, ...] = ()  # what is told of by name only, see audit.note_change

    def told(self, row):
        """What the audit tells of a row, before and after."""
        raise NotImplementedError

    def told_as_new(self, row):
        return {}

    def save_model(self, request, obj, form, change):
        form.was = self.told(self.model._default_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row, by = form.instance, request.user
        if change:
            audit.note_change(self.changed, by, row, request, form.was, self.told(row), briefly=self.briefly)
        else:
            audit.note(self.made, by, row, request, **self.told_as_new(row))

    def delete_model(self, request, obj):
        with transaction.atomic():
            audit.note(self.deleted, request.user, obj, request)
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for row in queryset:
                audit.note(self.deleted, request.user, row, request)
            super().delete_queryset(request, queryset)


@admin.register(get_user_model())
class People(OfferedPermissions, Noted, AccountDeeds):  # type: ignore[misc]
    """Superusers say who is what. Other staff, where they may change users, see to those who are neither."""

    made, changed, deleted = What.PERSON_MADE, What.PERSON_CHANGED, What.PERSON_DELETED
    briefly = ("first_name", "last_name", "email", "joined", "last_sign_in")  # what is noted is kept for ever

    def told(self, row):
        return {
            "name": row.get_username(),
            "first_name": row.first_name,
            "last_name": row.last_name,
            "email": row.email,
            "active": row.is_active,
            "staff": row.is_staff,
            "superuser": row.is_superuser,
            "groups": sorted(row.groups.values_list("name", flat=True)),
            "permissions": _named(row.user_permissions),
            "joined": _to_the_second(row.date_joined),
            "last_sign_in": _to_the_second(row.last_login),
        }

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, labels=LABELS, help_texts=HELP, **options)
        for field in form.base_fields.values():
            if isinstance(field.widget, AdminSplitDateTime):
                for part, words in zip(field.widget.widgets, ("date", "time"), strict=True):
                    part.attrs["aria-label"] = f"{field.label}, {words}"
        return form

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request.user, obj)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if obj is not None and obj.pk == request.user.pk:
            fields = (*fields, "is_active")  # as people.accounts.deeds has it, nobody shuts themselves out
        return fields if request.user.is_superuser else (*fields, *RIGHTS)

    def user_change_password(self, request, id, form_url=""):
        if request.method != "POST":
            return super().user_change_password(request, id, form_url)
        with transaction.atomic():
            before = self._password(request, id)
            response = super().user_change_password(request, id, form_url)
            if self._password(request, id) != before:
                self._note_new_password(request, self.get_object(request, unquote(id)))
        return response

    def _password(self, request, id):
        user = self.get_object(request, unquote(id))
        return user and user.password

    def _note_new_password(self, request, user):
        asked = {"by": request.user, "request": request}
        audit.note(What.PASSWORD_CHANGED, of=user, **asked, usable=user.has_usable_password())
        if gone := tokens.revoke_after_new_password(user, **asked):
            messages.success(request, tokens.told_as_deleted(gone))


def _to_the_second(moment):
    """As a form gives it back."""
    return moment and moment.replace(microsecond=0)


def _may_touch(staff, person):
    """Not those who may do more, nor one's like: a right that was not given is not taken by a password of theirs."""
    return staff.is_superuser or person is None or not (person.is_staff or person.is_superuser)


@admin.register(Group)
class Groups(OfferedPermissions, Noted, GroupAdmin):  # type: ignore[misc]
    """What a group is called, and what it may, gives rights to all who are in it: only superusers say so."""

    made, changed, deleted = What.GROUP_MADE, What.GROUP_CHANGED, What.GROUP_DELETED

    def told(self, row):
        return {"name": row.name, "permissions": _named(row.permissions)}

    def told_as_new(self, row):
        permissions = _named(row.permissions)
        return {"permissions": [[], permissions]} if permissions else {}

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


def _named(permissions):
    return sorted(f"{app}.{name}" for app, name in permissions.values_list("content_type__app_label", "codename"))


@admin.register(TokenFacts)
class Tokens(PlainWords, admin.ModelAdmin):
    """Nothing is added or changed here: a token made here could never be read. Deleting revokes it."""

    list_display = ("name", "owner", "starts_with", "may", "made", "last_used_on", "ends")
    list_select_related = ["token__user"]
    search_fields = ["name", "token__user__username"]
    ordering = ["token__user__username", "-token__created"]

    def get_fields(self, request, obj=None):
        return self.list_display

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    # Whoever is staff may shut a door; no permission of its own is needed for that.

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def delete_model(self, request, obj):
        tokens.revoke([obj], by=request.user, request=request)

    def delete_queryset(self, request, queryset):
        tokens.revoke(queryset, by=request.user, request=request)

    @admin.display(ordering="token__user__username")
    def owner(self, facts):
        return facts.token.user.get_username()

    @admin.display
    def starts_with(self, facts):
        return facts.starts_with

    @admin.display(ordering="read_only")
    def may(self, facts):
        return "Read" if facts.read_only else "All that its owner may"

    @admin.display(ordering="token__created")
    def made(self, facts):
        return facts.token.created

    @admin.display(ordering="token__expiry", empty_value="Never")
    def ends(self, facts):
        return f"Ended on {timezone.localdate(facts.token.expiry)}" if facts.has_ended else facts.token.expiry


@admin.register(AuditEntry)
class Audit(admin.ModelAdmin):
    """Read here, and nothing else. Nobody sees it without being told that he may."""

    list_display = ("when", "what_happened", "who", "of_whom_or_what", "kind", "from_where")
    list_filter = (audit_list.Days, audit_list.Kinds, "what")
    search_fields = ("actor", "of", "address")
    help = (  # beside the search; as its description a field without a label in words would have nothing else
        "Search for the whole name of who did it or of what it was done to, or an address. "
        f"The newest {audit_list.MOST:,} are listed; days lead to earlier ones."
    )
    ordering = audit_list.ORDER
    paginator = audit_list.Pages
    # Whatever counts or sorts all entries would take the longer the more there are.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_fields(self, request, obj=None):
        shown = ["of" if name == "of_whom_or_what" else name for name in self.list_display]
        return [*shown, "facts_told"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("people.view_auditentry")

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in ("what__exact", "kind", *audit_list.Days.names)

    def get_search_results(self, request, queryset, search_term):
        return audit_list.found(queryset, search_term) if search_term else queryset, False

    @admin.display
    def when(self, entry):
        return timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")

    @admin.display(description="what")
    def what_happened(self, entry):
        return entry.get_what_display()

    @admin.display(empty_value="–")
    def who(self, entry):
        return entry.actor or None

    @admin.display(description="of", empty_value="–")
    def of_whom_or_what(self, entry):
        return Truncator(entry.of).chars(80) or None

    @admin.display(empty_value="–")
    def kind(self, entry):
        return audit_list.in_words(entry.of_kind) or None

    @admin.display(description="from", empty_value="–")
    def from_where(self, entry):
        return entry.address or None

    @admin.display(description="facts", empty_value="–")
    def facts_told(self, entry):
        return format_html_join("", "<div>{}: {}</div>", audit_list.facts_in_words(entry)) or None
