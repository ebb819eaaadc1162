"""The body of a call, as far as its shape goes."""

from rest_framework import serializers
from rest_framework.request import Request


def checked(shape: type[serializers.Serializer], request: Request) -> dict:
    """The body of the request in this shape; 400 otherwise."""
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)
