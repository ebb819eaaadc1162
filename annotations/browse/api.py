"""Calls for assets: lists, uploads, bytes."""

import django_filters
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from annotations.browse.filters import SORTS, AssetFilter, bounds, narrowed, refuse_strangers
from annotations.browse.serializers import AssetSerializer, NeighboursSerializer
from annotations.browse.shortcuts import asset_for
from assets import folders
from assets.formats import Unusable
from assets.images import deletion, ingest, names, places, renditions
from assets.models import Asset
from core.api.body import checked, only_known
from core.api.call import Call
from core.api.lists import PAGING, list_answer, listed
from core.api.negotiation import AnyAccept
from core.exceptions import Refused
from projects.access import Right, project_for
from projects.rules.shown import window_of


class UploadedAsset(AssetSerializer):
    duplicate = serializers.BooleanField()

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "duplicate"]


class AssetFacts(AssetSerializer):
    also_came_as = serializers.SerializerMethodField(
        help_text="Other names, with their folders, under which the same bytes came: 2025/b.jpg."
    )

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "also_came_as"]

    def get_also_came_as(self, asset) -> list[str]:
        return names.others_of(asset)


def sha256_field():
    return serializers.RegexField(r"^[0-9a-f]{64}$")


class Named(serializers.Serializer):
    sha256 = sha256_field()
    name = serializers.CharField(max_length=1000, trim_whitespace=False)
    folder = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


class Hashes(serializers.Serializer):
    """`named`: what somebody calls files that they need not send where these are known. It is remembered, as the names
    of files that are sent are."""

    sha256 = serializers.ListField(child=sha256_field(), max_length=1000)
    named = serializers.ListField(child=Named(), max_length=1000, required=False, default=list)


class Deletion(serializers.Serializer):
    asset_ids = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=2**63 - 1))
    dry_run = serializers.BooleanField(default=False, help_text="Only tell what would go.")


class HeldAsset(serializers.Serializer):
    id = serializers.IntegerField()
    original_name = serializers.CharField()
    versions = serializers.ListField(child=serializers.IntegerField())


class Deleted(serializers.Serializer):
    deleted = serializers.ListField(child=serializers.IntegerField())
    held = HeldAsset(many=True)
    unknown = serializers.ListField(child=serializers.IntegerField())


class Upload(serializers.Serializer):
    file = serializers.FileField()
    folder = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="The folder that it comes from: photos/2026."
    )
    place = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="One that `uploads/places/` gave to the caller."
    )


def sort_from(text):
    if text and text not in SORTS:
        raise Refused(f"sort is one of {', '.join(SORTS)}.", code="bad_sort", field="sort")
    return SORTS[text or "newest"]


class Assets(Call):
    parser_classes = [MultiPartParser]
    filter_backends = [django_filters.rest_framework.DjangoFilterBackend]
    filterset_class = AssetFilter
    queryset = Asset.objects.none()  # for the schema only, which asks it about the filters

    @extend_schema(
        operation_id="assets_list",
        filters=True,
        parameters=[*PAGING, OpenApiParameter("sort", enum=list(SORTS))],
        responses=listed(
            "AssetList", AssetSerializer, max_id=serializers.IntegerField(), as_of=serializers.IntegerField()
        ),
    )
    def get(self, request, slug):
        project = project_for(request.user, slug)
        # Before the rows are read: an event that comes between is left alone by a bulk action, not swept in.
        seen = bounds(project)
        answer = list_answer(
            request,
            narrowed(project.assets, request.query_params).with_labels(),
            sort_from(request.query_params.get("sort")),
            lambda items: AssetSerializer(items, many=True).data,
            **seen,
        )
        if not answer.data["results"]:
            refuse_strangers(project, request.query_params)
        return answer

    @extend_schema(request={"multipart/form-data": Upload}, responses={200: UploadedAsset, 201: AssetSerializer})
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.CURATE)
        only_known(Upload, request)
        file = request.FILES.get("file")
        where = places.asked(project, request.data, by=request.user)
        if file is None:
            raise Refused("Send one picture as the multipart field “file”.", code="no_file", field="file")
        ingest.check_size(file.size)
        done = ingest.add_image(project, content=file.read(), original_name=file.name, by=request.user, **where)
        asset = AssetSerializer(done.asset).data
        if done.duplicate:
            return Response({"duplicate": True, **asset})
        return Response(asset, status=status.HTTP_201_CREATED)


class KnownAssets(Call):
    @extend_schema(request=Hashes, responses=dict)
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.CURATE)
        asked = checked(Hashes, request)
        known = ingest.known_hashes(project, [*asked["sha256"], *(each["sha256"] for each in asked["named"])])
        came = [(known.get(each["sha256"]), folders.tidied(each["folder"]), each["name"]) for each in asked["named"]]
        ingest.came_again([(pk, folder, name) for pk, folder, name in came if pk], by=request.user)
        called = dict(project.assets.filter(pk__in=known.values()).values_list("pk", "original_name"))
        # By what was asked: the bytes of a converted picture have another hash.
        return Response({"known": known, "names": {sha256: called[pk] for sha256, pk in known.items() if pk in called}})


class DeleteAssets(Call):
    """Deletes several images. Those that a version holds stay, and are told with the versions."""

    @extend_schema(request=Deletion, responses=Deleted)
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.CURATE)
        body = checked(Deletion, request)
        act = deletion.would_remove if body["dry_run"] else deletion.remove_many
        done = act(project, body["asset_ids"])
        held = [
            {"id": asset.pk, "original_name": asset.original_name, "versions": numbers} for asset, numbers in done.held
        ]
        return Response({"deleted": done.deleted, "held": held, "unknown": done.unknown})


class OneAsset(Call):
    @extend_schema(responses=AssetFacts)
    def get(self, request, slug, asset_id):
        return Response(AssetFacts(asset_for(request, slug, asset_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request, slug, asset_id):
        deletion.remove(asset_for(request, slug, asset_id, Right.CURATE))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Frames(Call):
    """The frames of the same video that come before and after one in time; null where there is none."""

    @extend_schema(responses=NeighboursSerializer)
    def get(self, request, slug, asset_id):
        previous, following = asset_for(request, slug, asset_id).neighbouring_frames()
        return Response(NeighboursSerializer({"previous": previous, "next": following}).data)


class AssetBytes(Call):
    """Bytes of an asset never change, so that a browser may keep them for good: a deep picture that is shown by another
    recipe has another address. The one without a recipe gives it as it is shown now."""

    content_negotiation_class = AnyAccept
    kind = ""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, slug, asset_id, recipe=None):
        asset = asset_for(request, slug, asset_id)
        by = "" if self.kind == renditions.ORIGINAL or not asset.shown else _known(recipe) or asset.recipe
        tag = f'"{asset.sha256}-{self.kind}{by and f"-{by}"}"'
        response = get_conditional_response(request, etag=tag) or self.answer(request, asset, by)
        if response.status_code == 412:
            return response  # `If-Match` names other bytes: nobody may keep this answer
        response["ETag"] = tag
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        # A signed address is good for longer than it is kept.
        signed = isinstance(response, HttpResponseRedirect)
        if by and recipe is None:
            response["Cache-Control"] = "private, no-cache"
        else:
            response["Cache-Control"] = "private, max-age=300" if signed else "private, max-age=31536000, immutable"
        return response

    def answer(self, request, asset, recipe):
        if address := renditions.signed_address(asset, self.kind, recipe, method=request.method):
            return HttpResponseRedirect(address)
        try:
            if self.kind == renditions.ORIGINAL:
                return FileResponse(
                    renditions.open_original(asset), content_type=asset.mime_type, filename=asset.original_name
                )
            with renditions.open_rendition(asset, self.kind, recipe) as file:
                # One small response is faster than a streamed one.
                return HttpResponse(file.read(), content_type="image/jpeg")
        except FileNotFoundError:
            raise Refused("The file of this image is missing from the store.", code="file_missing") from None
        except Unusable:
            raise Refused("The file of this image is damaged in the store.", code="file_damaged") from None


def _known(recipe):
    """One that is given in an address; None where there is none."""
    if recipe is not None:
        try:
            window_of(recipe)
        except ValueError:
            raise Http404 from None
    return recipe


ONE = "projects/<slug:slug>/assets/<int:asset_id>/"

urlpatterns = [
    path("projects/<slug:slug>/assets/", Assets.as_view(), name="api-assets"),
    path("projects/<slug:slug>/assets/known/", KnownAssets.as_view(), name="api-assets-known"),
    path("projects/<slug:slug>/assets/delete/", DeleteAssets.as_view(), name="api-assets-delete"),
    path(ONE, OneAsset.as_view(), name="api-asset"),
    path(f"{ONE}frames/", Frames.as_view(), name="api-asset-frames"),
    path(f"{ONE}original", AssetBytes.as_view(kind=renditions.ORIGINAL), name="api-asset-original"),
    path(f"{ONE}display", AssetBytes.as_view(kind=renditions.DISPLAY), name="api-asset-display"),
    path(f"{ONE}display-<str:recipe>", AssetBytes.as_view(kind=renditions.DISPLAY), name="api-asset-display-by"),
    path(f"{ONE}thumb", AssetBytes.as_view(kind=renditions.THUMB), name="api-asset-thumb"),
    path(f"{ONE}thumb-<str:recipe>", AssetBytes.as_view(kind=renditions.THUMB), name="api-asset-thumb-by"),
]
