"""What the frame around every management page needs: the project switch and where the API is."""

from typing import Any

from django import template
from django.db.models import Count, Q
from django.urls import reverse

from projects.models import Project

register = template.Library()

MOST_IN_SWITCH = 30


@register.simple_tag
def api(project: Project, path: str = "") -> str:
    """The address of a call of the API under a project."""
    return reverse("api-project", args=[project.slug]) + path


@register.simple_tag
def picture(project: Project, asset_id: int, kind: str = "thumb") -> str:
    """The address of an image's bytes: `thumb`, `display` or `original`."""
    return reverse(f"api-asset-{kind}", args=[project.slug, asset_id])


@register.inclusion_tag("partials/switch.html", takes_context=True)
def project_switch(context: template.Context, project: Project) -> dict[str, Any]:
    """The other projects, newest first, and a picture of this one."""
    others = Project.objects.visible_to(context["user"]).active().exclude(pk=project.pk).order_by("-id")
    return {
        "project": project,
        "others": list(others.only("name", "slug")[:MOST_IN_SWITCH]),
        "cover": project.assets.order_by("id").values_list("id", flat=True).first(),
    }


@register.simple_tag
def version_count(project: Project) -> int:
    """How many versions the list shows. Unlike the images these are few, so the page need not ask later."""
    return project.versions.aggregate(listed=Count("id", filter=~Q(state="cancelled")))["listed"]
