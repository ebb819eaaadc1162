"""The call for the places of a list of images: they stand in its order then, however many are sent at a time."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from assets.images import places
from core.api.body import checked
from core.api.call import Call
from projects.access import Right, project_for


class Places(serializers.Serializer):
    count = serializers.IntegerField(min_value=1, max_value=places.MOST, help_text="How many images will be sent.")


class GivenPlaces(serializers.Serializer):
    """The places `start`, `start + 1` and so on, for 30 days. Name one with each upload; those left out do no harm."""

    start = serializers.IntegerField()
    count = serializers.IntegerField()
    cursor = serializers.CharField(help_text="Of the list with `sort=place`: where these images begin.")


class UploadPlaces(Call):
    @extend_schema(operation_id="uploads_places", request=Places, responses={201: GivenPlaces})
    def post(self, request, slug):
        """Places in a row, behind all images that are here.

        They keep the order of a list, however many are sent at a time. Name one with each upload.
        """
        project = project_for(request.user, slug, Right.CURATE)
        batch = places.reserve(project, checked(Places, request)["count"], by=request.user)
        told = {"start": batch.start, "count": batch.count, "cursor": places.cursor_at(batch.start)}
        return Response(told, status=status.HTTP_201_CREATED)


urlpatterns = [
    path("projects/<slug:slug>/uploads/places/", UploadPlaces.as_view(), name="api-upload-places"),
]
