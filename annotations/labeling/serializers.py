"""How the outcome of a bulk action is spelled in JSON."""

from rest_framework import serializers


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
