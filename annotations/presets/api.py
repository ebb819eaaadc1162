"""Calls for the sets of categories that one keeps under keys of the labeling page."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from annotations.models import UserPreset
from annotations.presets.kept import KEYS, MOST, keep, presets_of
from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from projects.access import project_for


class PresetSerializer(serializers.ModelSerializer):
    key = serializers.CharField(help_text=f"Of the labeling page: one of {', '.join(KEYS)}.")
    category_ids = serializers.ListField(child=serializers.IntegerField(), help_text="Retired ones, too.")

    class Meta:
        model = UserPreset
        fields = ["key", "category_ids"]


class PresetsSerializer(serializers.Serializer):
    presets = PresetSerializer(many=True)


class KeptPreset(serializers.Serializer):
    key = serializers.CharField(help_text=f"One of {', '.join(KEYS)}.")
    category_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=MOST, help_text="None: what was there is forgotten."
    )


class Presets(Call):
    @extend_schema(operation_id="presets_list", responses=PresetsSerializer)
    def get(self, request, slug):
        """List one's own sets.

        Those that the caller keeps under keys of the labeling page, where an image takes any number of categories.
        """
        return self._told(project_for(request.user, slug), request)

    @extend_schema(operation_id="presets_keep", request=KeptPreset, responses=PresetsSerializer)
    @refuses("bad_preset")
    def put(self, request, slug):
        """Keep a set under a key.

        It is there instead of the one before, for the caller alone.
        """
        project = project_for(request.user, slug)
        keep(project, request.user, **checked(KeptPreset, request))
        return self._told(project, request)

    def _told(self, project, request):
        return Response(PresetsSerializer({"presets": presets_of(project, request.user)}).data)


urlpatterns = [path("projects/<slug:slug>/presets/", Presets.as_view(), name="api-presets")]
