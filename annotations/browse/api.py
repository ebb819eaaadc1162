"""Calls for assets: lists, uploads, bytes."""

from decimal import Decimal
from functools import partial

import django_filters
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from annotations.browse import measuring, oddness
from annotations.browse.filters import (
    SORTS,
    WHOLE_HELP,
    AssetFilter,
    bounds,
    refuse_strangers,
    told_whole,
    valid_filter,
)
from annotations.browse.second_answers import second_answers
from annotations.browse.serializers import AssetSerializer, NeighboursSerializer, SecondAnswerSerializer, spelled
from annotations.browse.shortcuts import asset_for, bytes_for
from annotations.models import GoldPicture
from annotations.sight import sight_of
from assets import folders
from assets.formats import FORMATS, OF_IMAGES, Unusable
from assets.images import deletion, ingest, names, places, renditions
from assets.models import Asset, PlaceBatch
from core.api.body import checked, only_known
from core.api.call import Call
from core.api.document import refuses
from core.api.errors import refusal
from core.api.lists import PAGING, list_answer, listed
from core.api.negotiation import AnyAccept
from core.exceptions import Refused
from core.faults import RETRY_AFTER
from core.http import handed_over, is_handed_over
from projects.access import Right, project_for
from projects.rules.shown import window_of

MOST_TOGETHER = 50  # pictures of one request
BYTES_TOGETHER = 20_000_000


class UploadedAsset(AssetSerializer):
    duplicate = serializers.BooleanField()

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "duplicate"]


class AssetFacts(AssetSerializer):
    also_came_as = serializers.SerializerMethodField(
        help_text="Other names, with their folders, under which the same bytes came: 2025/b.jpg."
    )

    second_answers = serializers.SerializerMethodField(
        help_text="What others said of it without seeing its answer. For those who review; for others none."
    )
    known = serializers.SerializerMethodField(
        help_text="A reviewer knows that its label is right. For those who review; for others false."
    )

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "also_came_as", "second_answers", "known"]

    def get_also_came_as(self, asset) -> list[str]:
        return names.others_of(asset)

    @extend_schema_field(SecondAnswerSerializer(many=True))
    def get_second_answers(self, asset):
        return SecondAnswerSerializer(second_answers(asset), many=True).data if _reviewed_by_asker(asset) else []

    def get_known(self, asset) -> bool:
        return _reviewed_by_asker(asset) and GoldPicture.objects.filter(asset=asset).exists()


def _reviewed_by_asker(asset):
    return Right.REVIEW in asset.project.rights


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


class KnownFiles(serializers.Serializer):
    """Both by SHA-256, of those that are here."""

    known = serializers.DictField(child=serializers.IntegerField(), help_text="The number of the image.")
    names = serializers.DictField(child=serializers.CharField(), help_text="What it is called here.")


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


class Uploads(serializers.Serializer):
    """Parts of one name in one order: the first folder and the first place are of the first file."""

    file = serializers.ListField(child=serializers.FileField(), max_length=MOST_TOGETHER)
    folder = serializers.ListField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False),
        required=False,
        help_text="Of each, or none.",
    )
    place = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, help_text="Of each, or none."
    )


class UploadOutcome(serializers.Serializer):
    """What became of one file: an image, or why it is refused, as if it had been sent alone."""

    asset = AssetSerializer(required=False)
    duplicate = serializers.BooleanField(required=False)
    error = serializers.DictField(required=False)


class UploadOutcomes(serializers.Serializer):
    results = UploadOutcome(many=True, help_text="One for each file, in order.")


SORT_HELP = """`newest` (without), `oldest`: as they came. `place`: as they lay in what was sent. `name`: by file \
name. `similar`: what looks alike side by side. `odd`: of the category that `category` names, what looks unlike it and \
like another one comes first. What was labeled since the list was sorted comes last: `unmeasured` says how many these \
are. While more than some hundred wait, as at first of a large category, the answer is 409 `not_ready`, with \
`Retry-After`; a job is at it. A category that has doubled is sorted anew: a cursor of before is 409 \
`changed_meanwhile`, and the list is to be begun again."""


def sort_from(project, parameters, category):
    """The name of a sort, and what the list says besides. Where it is that of odd ones, they are found by now: refused,
    where a job is at it."""
    name = parameters.get("sort") or "newest"
    if name not in SORTS:
        raise Refused(f"sort is one of {', '.join(SORTS)}.", code="bad_sort", field="sort")
    if name != oddness.ODD:
        return name, {}
    if category is None:
        raise Refused("sort=odd is within a category: name one, as category=3.", code="bad_sort", field="sort")
    cursor = parameters.get("cursor")
    unmeasured = measuring.look(project, category, cursor)
    if unmeasured > measuring.AT_ONCE and not cursor:
        raise Refused(
            f"The odd ones of this category are being looked for: {unmeasured:,} images wait. Ask again soon.",
            code="not_ready",
            details={"unmeasured": unmeasured},
            retry_after=RETRY_AFTER,
        )
    return name, {"unmeasured": unmeasured}


class Assets(Call):
    parser_classes = [MultiPartParser]
    filter_backends = [django_filters.rest_framework.DjangoFilterBackend]
    filterset_class = AssetFilter
    queryset = Asset.objects.none()  # for the schema only, which asks it about the filters

    @extend_schema(
        operation_id="assets_list",
        filters=True,
        parameters=[*PAGING, OpenApiParameter("sort", enum=list(SORTS), description=SORT_HELP)],
        responses=listed(
            "AssetList",
            AssetSerializer,
            max_id=serializers.IntegerField(),
            as_of=serializers.IntegerField(),
            complete=serializers.BooleanField(required=False, help_text=WHOLE_HELP),
            unmeasured=serializers.IntegerField(
                required=False, help_text="With sort=odd: so many are not sorted yet, and stand last."
            ),
        ),
    )
    @refuses("bad_filter", "bad_sort", "not_ready", "changed_meanwhile")
    def get(self, request, slug):
        """The images of a project.

        Narrowed by the same filters as the pages, and paged by `next`. `max_id` and `as_of` are the bounds that a
        bulk action by filter takes.
        """
        project = project_for(request.user, slug)
        sight = sight_of(project, request.user)
        # Before the rows are read: an event that comes between is left alone by a bulk action, not swept in.
        seen = bounds(project)
        asked = valid_filter(project.assets, request.query_params, sight)
        found = asked.qs
        category = request.query_params.get("category") or None
        category = category and int(Decimal(category))
        sort, more = sort_from(project, request.query_params, category)
        answer = list_answer(
            request,
            oddness.ranked(found.with_labels(), sort, project, category),
            SORTS[sort],
            lambda items: AssetSerializer(sight.look(items), many=True).data,
            **seen,
            **told_whole(asked),
            **more,
        )
        if not answer.data["results"]:
            refuse_strangers(project, request.query_params)
        return answer

    @extend_schema(
        operation_id="assets_upload",
        request={"multipart/form-data": Upload},
        responses={200: UploadedAsset, 201: AssetSerializer},
    )
    @refuses(*OF_IMAGES, "no_file", "bad_place", "bad_folder")
    def post(self, request, slug):
        """Send one image.

        201 with the image, or 200 with `duplicate` where the project has these bytes already.
        """
        project = project_for(request.user, slug, Right.CURATE)
        only_known(Upload, request)
        file = request.FILES.get("file")
        where = places.asked(project, request.data, by=request.user)
        if file is None:
            raise Refused("Send one picture as the multipart field “file”.", code="no_file", field="file")
        ingest.check_size(file.size)
        done = ingest.add_image(project, content=file.read(), original_name=file.name, by=request.user, **where)
        asset = spelled(done.asset)
        if done.duplicate:
            return Response({"duplicate": True, **asset})
        return Response(asset, status=status.HTTP_201_CREATED)


class SeveralAssets(Call):
    """Some small pictures at once, each with an outcome of its own: one that is refused stops no other."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="assets_upload_several", request={"multipart/form-data": Uploads}, responses=UploadOutcomes
    )
    @refuses("no_file", "too_many_files", "bad_place", "too_large")
    def post(self, request, slug):
        """Send several small images."""
        project = project_for(request.user, slug, Right.CURATE)
        only_known(Uploads, request)
        files = _together(request.FILES.getlist("file"))
        found: list[PlaceBatch] = []
        sent, refused = {}, {}
        for index, (file, given) in enumerate(zip(files, _given(request.data, len(files)), strict=True)):
            try:
                where = places.asked(project, given, by=request.user, found=found)
                ingest.check_size(file.size)
                sent[index] = ingest.Sent(file.read(), file.name, **where)
            except Refused as problem:
                refused[index] = problem
        done = refused | dict(zip(sent, ingest.add_images(project, [*sent.values()], by=request.user), strict=True))
        assets = [one.asset for one in done.values() if not isinstance(one, Refused)]
        prefetch_related_objects(assets, "annotations__category", "uploaded_by")
        return Response({"results": [_outcome(done[index]) for index in range(len(files))]})


def _together(files):
    if not files:
        raise Refused("Send pictures as multipart fields “file”.", code="no_file", field="file")
    if len(files) > MOST_TOGETHER:
        raise Refused(f"One request takes at most {MOST_TOGETHER} pictures.", code="too_many_files", field="file")
    if sum(file.size for file in files) > BYTES_TOGETHER:
        limit = f"{BYTES_TOGETHER // 1_000_000} MB of pictures"
        raise Refused(f"One request takes at most {limit}. Send large ones alone.", code="too_large", field="file")
    return files


def _given(form, count):
    """The folder and the place of each, as `places.asked` takes them."""
    given = {name: form.getlist(name) or [""] * count for name in ("folder", "place")}
    if any(len(values) != count for values in given.values()):
        raise Refused("Name a folder and a place with each picture, or with none.", code="bad_place", field="place")
    return [{name: values[index] for name, values in given.items()} for index in range(count)]


def _outcome(done):
    if isinstance(done, Refused):
        return refusal(done).data
    return {"asset": spelled(done.asset), "duplicate": done.duplicate}


class KnownAssets(Call):
    @extend_schema(operation_id="assets_known", request=Hashes, responses=KnownFiles)
    @refuses("bad_folder")
    def post(self, request, slug):
        """Which of these files the project has already.

        By SHA-256, up to 1,000 at once: what is known need not be sent. `names` has what it is called here.
        """
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

    @extend_schema(operation_id="assets_delete_several", request=Deletion, responses=Deleted)
    @refuses("too_many")
    def post(self, request, slug):
        """Delete several images."""
        project = project_for(request.user, slug, Right.CURATE)
        body = checked(Deletion, request)
        act = deletion.would_remove if body["dry_run"] else partial(deletion.remove_many, by=request.user)
        done = act(project, body["asset_ids"])
        held = [
            {"id": asset.pk, "original_name": asset.original_name, "versions": numbers} for asset, numbers in done.held
        ]
        return Response({"deleted": done.deleted, "held": held, "unknown": done.unknown})


class OneAsset(Call):
    @extend_schema(operation_id="assets_get", responses=AssetFacts)
    def get(self, request, slug, asset_id):
        """One image.

        With the other names under which it came, and, for reviewers, its second answers.
        """
        return Response(AssetFacts(asset_for(request, slug, asset_id)).data)

    @extend_schema(operation_id="assets_delete", responses={204: None})
    @refuses("held", "withdrawn")
    def delete(self, request, slug, asset_id):
        """Delete an image.

        With its answers and their history. One that a version holds stays: `held`.
        """
        deletion.remove(asset_for(request, slug, asset_id, Right.CURATE), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Frames(Call):
    """The frames of the same video that come before and after one in time; null where there is none."""

    @extend_schema(operation_id="assets_frames", responses=NeighboursSerializer)
    def get(self, request, slug, asset_id):
        """The frames beside a frame of a video."""
        asset = asset_for(request, slug, asset_id)
        found = asset.neighbouring_frames()
        sight_of(asset.project, request.user).look(frame for frame in found if frame)
        previous, following = found
        return Response(NeighboursSerializer({"previous": previous, "next": following}).data)


class AssetBytes(Call):
    """Bytes of an asset never change, so that a browser may keep them for good: a deep picture that is shown by another
    recipe has another address. The one without a recipe gives it as it is shown now."""

    content_negotiation_class = AnyAccept
    kind = ""

    def bytes_of(self, request, slug, asset_id, recipe=None):
        asset = bytes_for(request, slug, asset_id)
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
        if answer := self.handed_over(request, asset, recipe):
            return answer
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

    def handed_over(self, request, asset, recipe):
        """By the front server, where there is one and the file is there: one that is not is made, and sent by us."""
        if not is_handed_over(request) or not renditions.is_whole(asset, self.kind, recipe):
            return None
        is_original = self.kind == renditions.ORIGINAL
        named = asset.original_name if is_original else ""
        stored = renditions.file_name(asset, self.kind, recipe)
        return handed_over(stored, asset.mime_type if is_original else "image/jpeg", named)


JPEG_BYTES = {(200, "image/jpeg"): OpenApiTypes.BINARY}


class Original(AssetBytes):
    kind = renditions.ORIGINAL

    @extend_schema(operation_id="assets_original", responses={(200, *FORMATS): OpenApiTypes.BINARY})
    @refuses("file_missing", "withdrawn", also=(302, 304, 412))
    def get(self, request, slug, asset_id):
        """The file of an image, as it came.

        Its bytes never change. From a bucket, 302 leads to a signed address.
        """
        return self.bytes_of(request, slug, asset_id)


class Display(AssetBytes):
    kind = renditions.DISPLAY

    @extend_schema(operation_id="assets_display", responses=JPEG_BYTES)
    @refuses("file_missing", "file_damaged", "withdrawn", also=(302, 304, 412))
    def get(self, request, slug, asset_id):
        """An image in the size of a screen, as it is shown now.

        Of a picture of more than eight bits a channel, which numbers are shown may change; ask by its `ETag`.
        """
        return self.bytes_of(request, slug, asset_id)


class DisplayBy(AssetBytes):
    kind = renditions.DISPLAY

    @extend_schema(operation_id="assets_display_by", responses=JPEG_BYTES)
    @refuses("file_missing", "file_damaged", "withdrawn", also=(302, 304, 412))
    def get(self, request, slug, asset_id, recipe):
        """An image in the size of a screen, shown by one recipe.

        `recipe` is that of its `shown`. These bytes never change.
        """
        return self.bytes_of(request, slug, asset_id, recipe)


class Thumb(AssetBytes):
    kind = renditions.THUMB

    @extend_schema(operation_id="assets_thumb", responses=JPEG_BYTES)
    @refuses("file_missing", "file_damaged", "withdrawn", also=(302, 304, 412))
    def get(self, request, slug, asset_id):
        """A small image, as it is shown now.

        Of a picture of more than eight bits a channel, which numbers are shown may change; ask by its `ETag`.
        """
        return self.bytes_of(request, slug, asset_id)


class ThumbBy(AssetBytes):
    kind = renditions.THUMB

    @extend_schema(operation_id="assets_thumb_by", responses=JPEG_BYTES)
    @refuses("file_missing", "file_damaged", "withdrawn", also=(302, 304, 412))
    def get(self, request, slug, asset_id, recipe):
        """A small image, shown by one recipe.

        `recipe` is that of its `shown`. These bytes never change.
        """
        return self.bytes_of(request, slug, asset_id, recipe)


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
    path("projects/<slug:slug>/assets/several/", SeveralAssets.as_view(), name="api-assets-several"),
    path("projects/<slug:slug>/assets/known/", KnownAssets.as_view(), name="api-assets-known"),
    path("projects/<slug:slug>/assets/delete/", DeleteAssets.as_view(), name="api-assets-delete"),
    path(ONE, OneAsset.as_view(), name="api-asset"),
    path(f"{ONE}frames/", Frames.as_view(), name="api-asset-frames"),
    path(f"{ONE}original", Original.as_view(), name="api-asset-original"),
    path(f"{ONE}display", Display.as_view(), name="api-asset-display"),
    path(f"{ONE}display-<str:recipe>", DisplayBy.as_view(), name="api-asset-display-by"),
    path(f"{ONE}thumb", Thumb.as_view(), name="api-asset-thumb"),
    path(f"{ONE}thumb-<str:recipe>", ThumbBy.as_view(), name="api-asset-thumb-by"),
]
