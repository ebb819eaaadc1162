"""How an image is spelled in JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets.formats import CONVERTED
from assets.models import Asset
from core.api.body import keyed


class ShownSerializer(keyed("ShownNumbers", ("from", "to"), serializers.FloatField)):  # type: ignore[misc]
    """Over which numbers a picture of more than eight bits a channel is shown: the first one black, the last white."""

    recipe = serializers.CharField(help_text="Behind `display-` and `thumb-` in the addresses of its renditions.")


def _source(name: str, **properties: dict) -> dict:
    """The JSON Schema of a provenance."""
    properties = {"source": {"type": "string", "const": name}} | properties
    return {"type": "object", "properties": properties, "required": [*properties]}


NUMBER = {"type": "integer"}
PROVENANCE = {
    "oneOf": [
        _source("upload"),
        _source(
            "converted",
            of_sha256={"type": "string", "description": "Of the bytes that were uploaded, which are not kept."},
            of_type={"type": "string", "enum": [*CONVERTED]},
        ),
        _source("video_frame", video_id=NUMBER, video_name={"type": "string"}, timestamp_ms=NUMBER, frame_index=NUMBER),
    ]
}


class AssetSerializer(serializers.ModelSerializer):
    category_ids = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    shown = serializers.SerializerMethodField()
    note = serializers.CharField(source="get_note_display", help_text="What there is to know of the file, or nothing.")
    provenance = serializers.SerializerMethodField()
    uploaded_by: serializers.SlugRelatedField = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Asset
        fields = [
            "id",
            "status",
            "category_ids",
            "revision",
            "original_name",
            "folder",
            "place",
            "sha256",
            "size_bytes",
            "mime_type",
            "width",
            "height",
            "exif_orientation",
            "shown",
            "note",
            "provenance",
            "uploaded_by",
            "created_at",
        ]
        read_only_fields = fields

    @extend_schema_field(ShownSerializer(allow_null=True))
    def get_shown(self, asset: Asset) -> dict | None:
        if asset.shown is None:
            return None
        start, end = asset.shown
        return {"from": start, "to": end, "recipe": asset.recipe}

    @extend_schema_field(PROVENANCE)
    def get_provenance(self, asset: Asset) -> dict:
        if asset.converted_from:
            return {"source": "converted", "of_sha256": asset.upload_sha256, "of_type": asset.converted_from}
        if asset.video is None:
            return {"source": "upload"}
        return {
            "source": "video_frame",
            "video_id": asset.video_id,
            "video_name": asset.video.original_name,
            "timestamp_ms": asset.timestamp_ms,
            "frame_index": asset.frame_index,
        }


class NeighboursSerializer(serializers.Serializer):
    previous = AssetSerializer(allow_null=True)
    next = AssetSerializer(allow_null=True)
