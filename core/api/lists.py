"""Lists of the API: `{results, next, previous}`, one page at a time, with whole addresses of the pages beside it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from core.pagination import LIMIT, MOST, Sort, keyset_page, limit_from

# For the schema only: what every list takes.
PAGING = [
    OpenApiParameter("cursor", description="From `next` or `previous` of another page."),
    OpenApiParameter("limit", int, description=f"How many at once, at most {MOST}."),
]


def list_answer(
    request: Request,
    queryset: QuerySet,
    sort: Sort,
    serialize: Callable[[list[Any]], Any],
    *,
    limit: int = LIMIT,
    most: int = MOST,
    **more: Any,
) -> Response:
    page = keyset_page(
        queryset,
        sort,
        request.query_params.get("cursor"),
        limit_from(request.query_params.get("limit"), limit, most),
    )
    return Response(
        {
            "results": serialize(page.items),
            "next": _address(request, page.next),
            "previous": _address(request, page.previous),
            **more,
        }
    )


def _address(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    return replace_query_param(remove_query_param(request.build_absolute_uri(), "cursor"), "cursor", cursor)


def listed(
    name: str, item: type[serializers.BaseSerializer], **more: serializers.Field
) -> type[serializers.Serializer]:
    """For the schema only: the shape of a list of `item`."""
    fields: dict[str, Any] = {
        "results": item(many=True),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        **more,
    }
    return type(name, (serializers.Serializer,), fields)
