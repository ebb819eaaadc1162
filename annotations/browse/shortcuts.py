"""The image that a call is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assets.models import Asset
from projects.access import project_for


def asset_for(request: HttpRequest, slug: str, asset_id: int) -> Asset:
    rows = project_for(request.user, slug).assets.with_labels().select_related("project")
    return get_object_or_404(rows, pk=asset_id)
