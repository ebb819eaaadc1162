"""What the frame around every management page needs: the project switch and where the API is."""

from typing import Any

from django import template
from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse

from assets.models import Video
from exports.models import DatasetVersion
from projects import access
from projects.models import Category, Membership, Project
from webhooks.models import Webhook

register = template.Library()

MOST_IN_SWITCH = 30
JOB = ("pk", "original_name", "progress", "planned", "position_ms", "facts")


@register.simple_tag
def api(project: Project, path: str = "") -> str:
    """The address of a call of the API under a project."""
    return reverse("api-project", args=[project.slug]) + path


@register.simple_tag
def picture(project: Project, asset_id: int, kind: str = "thumb") -> str:
    """The address of an image's bytes: `thumb`, `display` or `original`."""
    return reverse(f"api-asset-{kind}", args=[project.slug, asset_id])


@register.inclusion_tag("partials/_switch.html", takes_context=True)
def project_switch(context: template.Context, project: Project) -> dict[str, Any]:
    """The other projects, newest first, and a picture of this one."""
    others = access.visible_to(context["user"]).active().exclude(pk=project.pk).order_by("-id")
    return {
        "project": project,
        "others": list(others.only("name", "slug")[:MOST_IN_SWITCH]),
        "cover": project.assets.present().order_by("id").values_list("id", flat=True).first(),
    }


@register.simple_tag
def side(project: Project) -> dict[str, Any]:
    """What the side bar tells: how many `versions` the list shows and how many `videos` there are (unlike the images
    these are few, so the page need not ask later), and the oldest extraction that runs as `job`. One query."""
    unfinished = Video.objects.filter(project=OuterRef("pk"), state__in=[Video.State.EXTRACTING, Video.State.QUEUED])
    running = unfinished.order_by("state", "queued_at")
    counted = Project.objects.filter(pk=project.pk).annotate(
        version_count=_count(DatasetVersion.objects.exclude(state=DatasetVersion.State.CANCELLED)),
        video_count=_count(Video.objects.all()),
        **{f"job_{name}": Subquery(running.values(name)[:1]) for name in JOB},
    )
    found = counted.values("version_count", "video_count", *(f"job_{name}" for name in JOB)).get()
    job = {name: found[f"job_{name}"] for name in JOB} if found["job_pk"] else None
    return {"versions": found["version_count"] or 0, "videos": found["video_count"] or 0, "job": job and _told(job)}


@register.simple_tag
def settings_counts(project: Project) -> dict[str, int]:
    """How many active `categories`, `people` and `webhooks` the tabs of its settings tell: of a closed project its
    members, of an open one everybody who may sign in. One query."""
    categories = _count(Category.objects.active())
    asked = {"categories": categories, "people": _people(project), "webhooks": _count(Webhook.objects.all())}
    counts = Project.objects.filter(pk=project.pk).annotate(**{f"{name}_count": each for name, each in asked.items()})
    found = counts.values(*(f"{name}_count" for name in asked)).get()
    return {name: found[f"{name}_count"] or 0 for name in asked}


def _people(project: Project) -> Subquery:
    if project.closed:
        return _count(Membership.objects.filter(user__is_active=True))
    everybody = get_user_model().objects.filter(is_active=True).order_by().values("is_active")
    return Subquery(everybody.annotate(count=Count("pk")).values("count"))


def _told(job: dict[str, Any]) -> dict[str, Any]:
    planned, duration = job["planned"], job["facts"]["duration_ms"]
    done, of = (job["progress"], planned) if planned else (job["position_ms"] or 0, duration or 1)
    return job | {"percent": min(100, done * 100 // of)}


def _count(rows: QuerySet) -> Subquery:
    counted = rows.filter(project=OuterRef("pk")).order_by().values("project")
    return Subquery(counted.annotate(count=Count("pk")).values("count"))
