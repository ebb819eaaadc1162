"""Who may see and change what, for all doors."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.permissions import SAFE_METHODS, BasePermission

from projects.models import Project


def project_for(user: Any, slug: str) -> Project:
    """The project, when this user may see it; else 404, the same as when it is not there."""
    project: Project = get_object_or_404(Project.objects.visible_to(user), slug=slug)
    return project


class StaffChanges(BasePermission):
    """Everybody who logged in reads; staff also make and change projects and categories."""

    message = "Only staff can change projects and categories."

    def has_permission(self, request: Any, view: Any) -> bool:
        user = request.user
        return bool(user and user.is_authenticated and (request.method in SAFE_METHODS or user.is_staff))
