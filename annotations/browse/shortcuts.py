"""The image that a call is about."""

from django.shortcuts import get_object_or_404

from projects.access import project_for


def asset_for(request, slug, asset_id):
    rows = project_for(request.user, slug).assets.with_labels().select_related("project")
    return get_object_or_404(rows, pk=asset_id)
