"""The colours of a project's categories, as a style sheet: a strict content policy lets no markup carry them."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from projects.access import project_for
from projects.models import Category
from projects.rules import palette


@require_safe
def category_colors(request: HttpRequest, slug: str) -> HttpResponse:
    """`[data-category="3"]{--c:#C2555A}` for every category, retired ones too: images may still carry them."""
    project = project_for(request.user, slug)
    rules = [
        _rule(category)
        for category in project.categories.order_by("class_index").only("class_index", "public_id", "color")
    ]
    sheet = "\n".join(rules) + "\n"
    etag = f'"{hashlib.sha256(sheet.encode()).hexdigest()[:32]}"'
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"ETag": etag})
    # A moment without a question spares the pages that follow each other; longer would show old colours.
    patch_cache_control(response, private=True, max_age=10)
    return get_conditional_response(request, etag=etag, response=response) or response


def _rule(category: Category) -> str:
    color = category.color or palette.color_for(category.class_index)
    return f'[data-category="{category.public_id}"]{{--c:{color}}}'
