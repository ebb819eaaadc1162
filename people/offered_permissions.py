"""Django's permissions where the admin gives them: those of its own lists, in words."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

NAMES = ("permissions", "user_permissions")


class OfferedPermissions(Base):
    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **options)
        if db_field.name in NAMES and isinstance(field, ModelMultipleChoiceField):
            field.queryset = self._offered(field.queryset, db_field.name, request)
            setattr(field, "label_from_instance", in_words)  # noqa: B010 -- a method, to its type
        return field

    def _offered(self, permissions: Any, name: str, request: HttpRequest) -> Any:
        """Of what is not edited here a permission means nothing; but one that somebody has is not taken unseen."""
        edited = [inline.model for lists in self.admin_site._registry.values() for inline in lists.inlines]
        listed = ContentType.objects.get_for_models(*self.admin_site._registry, *edited).values()
        match = request.resolver_match
        row = self.get_object(request, match.kwargs["object_id"]) if match and "object_id" in match.kwargs else None
        held = getattr(row, name).values("pk") if row else []
        return permissions.filter(Q(content_type__in=listed) | Q(pk__in=held))


def in_words(permission: Permission) -> str:
    model = permission.content_type.model_class()
    lists = str(model._meta.verbose_name_plural) if model else permission.content_type.model
    return f"{lists[:1].upper()}{lists[1:]}: {permission.codename.split('_')[0]}"
