"""What lists of assets can be narrowed and sorted by: one set of parameters for the API, the pages and bulk actions."""

import django_filters
from django.core.exceptions import ValidationError

from projects.names import name_key
from projects.paging import Sort

from .models import Asset
from .states import FILTERS, Status, statuses_of

SORTS = {
    "newest": Sort("id", descending=True),
    "oldest": Sort("id"),
    "name": Sort("sort_name"),
}
STATUS_NAMES = [(name, name) for name in dict.fromkeys([*(status.value for status in Status), *FILTERS])]


def whole_characters(text):
    """JSON can spell half a surrogate pair; a database cannot look for it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError("Enter whole characters.")


class AssetFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=STATUS_NAMES, method="by_status")
    category = django_filters.NumberFilter(method="by_category", min_value=1, decimal_places=0)
    video = django_filters.NumberFilter(field_name="video_id", max_value=2**63 - 1, decimal_places=0)
    labeler = django_filters.CharFilter(field_name="annotations__created_by__username", validators=[whole_characters])
    search = django_filters.CharFilter(method="by_name", validators=[whole_characters])

    class Meta:
        model = Asset
        fields: list[str] = []

    def by_status(self, queryset, name, value):
        return queryset.filter(status__in=statuses_of(value))

    def by_category(self, queryset, name, value):
        return queryset.filter(annotations__category__class_index=int(value) - 1)

    def by_name(self, queryset, name, value):
        """A part of the file name, whatever its case, and whether accents are written apart or not."""
        return queryset.filter(sort_name__contains=name_key(value))
