"""The image that a call is about, as whoever asks sees it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from annotations.sight import sight_of
from assets.images import withdrawn
from assets.models import Asset
from projects.access import Right, project_for


def asset_for(request: HttpRequest, slug: str, asset_id: int, right: Right = Right.ANSWER) -> Asset:
    project = project_for(request.user, slug, right)
    found = get_object_or_404(project.assets.with_labels(), pk=asset_id)
    return sight_of(project, request.user).look_at(found)


def bytes_for(request: HttpRequest, slug: str, asset_id: int) -> Asset:
    """The same for a call that shows no answer: one row, as a page of labeling asks for two pictures with each key.
    Refused when its bytes were withdrawn."""
    project = project_for(request.user, slug)
    asset = get_object_or_404(project.assets.all(), pk=asset_id)
    if asset.status == Asset.Status.WITHDRAWN:
        raise withdrawn.gone()
    return asset
