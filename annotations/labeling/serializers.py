"""What labeling says and is told in JSON: outcomes of bulk actions, windows and what they have to do."""

import math
from datetime import timedelta

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.browse.serializers import AssetSerializer
from annotations.labeling import claims

MOST_AHEAD = 100
LONGEST_IDLE = timedelta(days=30)


class SignSerializer(serializers.Serializer):
    """What a window tells of itself."""

    tab = serializers.RegexField(r"\A[ -~]*\Z", max_length=64, allow_blank=True, trim_whitespace=False, default="")
    load = serializers.RegexField(r"\A[ -~]*\Z", max_length=64, allow_blank=True, trim_whitespace=False, default="")
    idle = serializers.FloatField(
        min_value=0,
        max_value=LONGEST_IDLE.total_seconds(),
        default=0,
        help_text="For how many seconds nobody has been at it.",
    )
    shown = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, allow_null=True, default=None, help_text="The image on its screen."
    )

    def validate_idle(self, idle: float) -> float:
        if math.isnan(idle):  # which is in no bounds, and out of none
            raise serializers.ValidationError("A valid number is required.")
        return idle


def sign_from(told: dict) -> claims.Sign:
    """From what a SignSerializer has checked."""
    idle = timedelta(seconds=told["idle"])
    return claims.Sign(tab=told["tab"], load=told["load"], idle=idle, shown=told["shown"])


class Refill(SignSerializer):
    limit = serializers.IntegerField(min_value=1, max_value=claims.SHARE, default=claims.SHARE)
    waiting = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        default=list,
        max_length=1000,
        help_text="Images that were answered there, and whose answers are on their way.",
    )
    ahead = serializers.IntegerField(
        min_value=0, max_value=MOST_AHEAD, default=0, help_text="How many that are nobody's to tell of, for an outage."
    )
    at_end = serializers.BooleanField(default=False, help_text="Go to the last image that is free.")
    take_over = serializers.BooleanField(default=False, help_text="Leave one's other windows for this one.")
    held = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        default=list,
        max_length=1000,
        help_text="Images that the window has: it is told which of them were withdrawn or deleted.",
    )


class HolderSerializer(serializers.Serializer):
    username = serializers.CharField()
    mine = serializers.BooleanField(help_text="It is who asks, in another window.")
    count = serializers.IntegerField(help_text="How many unlabeled images they have.")
    away_since = serializers.DateTimeField(allow_null=True)


class HandedOver(HolderSerializer):
    asset = serializers.IntegerField()


class StretchSerializer(serializers.Serializer):
    """`results`: images claimed for this window, in turn. `ahead`: those after them, nobody's. `was`: who had those
    that were handed over. `elsewhere`: who else has the image that is shown. `holders`: who has what is left, where
    there is nothing. `gone`: which of those that are `held` were withdrawn or deleted."""

    results = AssetSerializer(many=True, source="assets")
    ahead = AssetSerializer(many=True)
    was = serializers.SerializerMethodField()
    elsewhere = HolderSerializer(allow_null=True)
    holders = HolderSerializer(many=True)
    gone = serializers.ListField(child=serializers.IntegerField())

    @extend_schema_field(HandedOver(many=True))
    def get_was(self, stretch: claims.Stretch) -> list[dict]:
        return [{"asset": pk, **HolderSerializer(holder).data} for pk, holder in stretch.was.items()]


class SourceSerializer(serializers.Serializer):
    """Where an imported answer comes from, as its file tells; "" and null for what it does not."""

    tool = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    origin = serializers.CharField()


class OutcomeSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    changed = serializers.IntegerField()
    already = serializers.IntegerField()
    refused = serializers.IntegerField()
    changed_meanwhile = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())
    by_status = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many of those that changed are in which state now."
    )
    mended = serializers.ListField(
        child=serializers.IntegerField(), help_text="Which of them were approved with their new label, as `vouch` asks."
    )
