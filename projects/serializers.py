"""How parts of a project are spelled in JSON."""

from rest_framework import serializers


class Ratios(serializers.Serializer):
    """Shares of 1/10000, together 10000."""

    train = serializers.IntegerField(required=False)
    val = serializers.IntegerField(required=False)
    test = serializers.IntegerField(required=False)
