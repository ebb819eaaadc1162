"""The image that a call is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assets.models import Asset
from projects.access import Right, project_for


def asset_for(request: HttpRequest, slug: str, asset_id: int, right: Right = Right.ANSWER) -> Asset:
    rows = project_for(request.user, slug, right).assets.with_labels()
    return get_object_or_404(rows, pk=asset_id)
