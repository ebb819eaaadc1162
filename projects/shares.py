"""How the API takes the shares of splits: what they must be together is for `rules.splits` to say."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contract import v1

SHARES_HELP = f"Whole numbers that add up to {v1.WHOLE:,}: 8000 is 80 %."


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": v1.WHOLE})
class Share(serializers.IntegerField):
    """In 1/10,000 of all images."""
