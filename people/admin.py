"""What staff see and do about people: accounts, and the tokens of all."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.utils import timezone

from people import tokens
from people.admin_accounts import AccountDeeds
from people.models import TokenFacts

admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class People(AccountDeeds):
    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        user = self.get_object(request, unquote(id))
        if request.method == "POST" and (gone := tokens.revoke_after_new_password(user)):
            messages.success(request, tokens.told_as_deleted(gone))
        return response


@admin.register(TokenFacts)
class Tokens(admin.ModelAdmin):
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
        tokens.revoke([obj])

    def delete_queryset(self, request, queryset):
        tokens.revoke(queryset)

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
