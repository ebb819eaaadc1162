"""Conditions on any number of ids in one parameter: a list of many would reach a database's limit of parameters."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL


def these(ids: Iterable[int]) -> RawSQL:
    """For `…__in`: exactly these ids."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
