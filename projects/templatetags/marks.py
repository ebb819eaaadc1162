"""How a state and a category look beside their name."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags.pages import icon
from projects.models import Category

register = template.Library()


@register.simple_tag
def state_mark(status: str) -> SafeString:
    return icon(f"st-{status}", f"st st-{status}")


@register.simple_tag
def withdrawn_mark(extra: str = "") -> SafeString:
    """Stands where a picture was that is gone for good."""
    return format_html('<span class="gone {}">{}<span>Withdrawn</span></span>', extra, state_mark("withdrawn"))


@register.simple_tag
def category_mark(category: Category) -> SafeString:
    """Shape, colour and name. The colour comes from the project's own style sheet (`data-category`)."""
    return format_html(
        '<span class="cat" data-category="{}"><svg class="shape" aria-hidden="true"><use href="#c-{}"/></svg>'
        "<span>{}{}</span></span>",
        category.public_id,
        category.shape,
        category.name,
        "" if category.active else " (removed)",
    )
