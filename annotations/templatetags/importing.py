"""What the import dialog needs to know."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def import_limit() -> int:
    """The largest file of an import, in bytes."""
    return settings.MAX_IMPORT_BYTES
