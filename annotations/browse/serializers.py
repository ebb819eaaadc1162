"""How an image is spelled in JSON."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations import asked
from annotations.mending import came_back
from annotations.models import SecondAnswer
from annotations.sight import is_asked_again
from assets.formats import CONVERTED
from assets.models import Asset
from core.api.body import keyed


class ShownSerializer(keyed("ShownNumbers", ("from", "to"), serializers.FloatField)):  # type: ignore[misc]
    """Over which numbers a picture of more than eight bits a channel is shown: the first one black, the last white."""

    recipe = serializers.CharField(help_text="Behind `display-` and `thumb-` in the addresses of its renditions.")


class SentBackSerializer(serializers.Serializer):
    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(help_text="Nothing where nobody said why.")


class AssetListSerializer(serializers.ListSerializer):
    def to_representation(self, data: Any) -> Any:
        assets = list(data)
        came_back.tell(assets)  # of all of them at once
        asked.tell(assets)
        return super().to_representation(assets)


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
    sent_back = serializers.SerializerMethodField(
        help_text="Of an image in needs_review whose label somebody else sent back than who gave it; else null."
    )
    second = serializers.SerializerMethodField(
        help_text="It has an answer that is hidden from the caller, whose own is asked for: send it with `second`."
    )
    uploaded_by: serializers.SlugRelatedField = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Asset
        list_serializer_class = AssetListSerializer
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
            "sent_back",
            "second",
        ]
        read_only_fields = fields

    def to_representation(self, asset: Asset) -> Any:
        told = super().to_representation(asset)
        if (about := asked.of(asset)) is not None:
            told |= {
                "answered": about.answered,
                "asked_revision": about.revision,
                "not_asked": list(about.not_asked),
            }
        return told

    def get_second(self, asset: Asset) -> bool:
        return is_asked_again(asset)

    @extend_schema_field(ShownSerializer(allow_null=True))
    def get_shown(self, asset: Asset) -> dict | None:
        if asset.shown is None:
            return None
        start, end = asset.shown
        return {"from": start, "to": end, "recipe": asset.recipe}

    @extend_schema_field(SentBackSerializer(allow_null=True))
    def get_sent_back(self, asset: Asset) -> Any:
        told = came_back.of(asset)
        return told and SentBackSerializer(told).data

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


def spelled(asset: Asset) -> Mapping[str, Any]:
    """The data of its serializer, which would make all its fields anew for each image."""
    return _spelling().to_representation(asset)


@cache
def _spelling() -> AssetSerializer:
    return AssetSerializer()


class SecondAnswerSerializer(serializers.ModelSerializer):
    """What somebody said of an image that has an answer, without seeing it; beside what it is compared with. For those
    who review."""

    by = serializers.CharField(source="by.username")
    first_by = serializers.CharField(source="first_by.username", help_text="Who gave the first answer.")
    category_ids = serializers.ListField(child=serializers.IntegerField())
    first = serializers.SerializerMethodField(help_text="Of the first answer, as it was: its state and categories.")

    class Meta:
        model = SecondAnswer
        fields = ["kind", "by", "status", "category_ids", "first_by", "first", "at", "compared_at", "agrees"]
        read_only_fields = fields

    def get_first(self, answer: SecondAnswer) -> dict[str, Any]:
        event = answer.first_event
        return {"status": event.to_status, "category_ids": event.to_category_ids}


class NeighboursSerializer(serializers.Serializer):
    previous = AssetSerializer(allow_null=True)
    next = AssetSerializer(allow_null=True)
