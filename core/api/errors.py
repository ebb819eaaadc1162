"""Errors of the API in one shape: `{error: {code, message, fields?, details?}}`."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.exceptions import Refused, is_told
from core.faults import RETRY_AFTER, fault_of
from core.http import has_its_line

# Every other refusal is a 400.
STATUS = {
    "not_found": 404,
    "file_missing": 404,
    "file_damaged": 404,
    "not_ready": 409,
    "not_archived": 409,
    "busy": 409,
    "name_near": 409,
    "has_children": 409,
    "parent_retired": 409,
    "changed_meanwhile": 409,
    "withdrawn": 410,
    "permission_denied": 403,
    "unavailable": 503,
    "being_rebuilt": 503,
    "body_too_large": 413,
    "disk_full": 507,
}

logger = logging.getLogger("labeler")


def answer_exception(problem: Exception, context: dict[str, Any]) -> Response | None:
    if fault := fault_of(problem):
        logger.warning("%s: %s", fault.code, problem)
        return has_its_line(refusal(fault))
    response = _answer(problem, context)
    # Who calls too often has a line as well (people/token_rate.py).
    told = is_told(problem) or isinstance(problem, exceptions.Throttled)
    return has_its_line(response) if response is not None and told else response


def _answer(problem: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(problem, Refused):
        return refusal(problem)
    response = exception_handler(problem, context)
    if response is None:
        return None
    if isinstance(problem, exceptions.ValidationError):
        by_field = problem.detail if isinstance(problem.detail, dict) else None
        response.data = shape("invalid", _first_sentence(problem.detail), by_field)
        return response
    if isinstance(problem, Http404):
        problem = exceptions.NotFound()
    elif isinstance(problem, PermissionDenied):
        problem = exceptions.PermissionDenied(str(problem) or None)
    response.data = shape(problem.get_codes(), str(problem.detail), None)  # type: ignore[attr-defined]
    return response


def refusal(problem: Refused) -> Response:
    fields = {name: [message] for name, message in problem.fields.items()}
    status = STATUS.get(problem.code, 400)
    told = shape(problem.code, problem.message, fields, problem.details)
    return Response(told, status=status, headers=headers_of(status, problem.retry_after))


def headers_of(status: int, retry_after: int | None = None) -> dict[str, str]:
    seconds = retry_after or (RETRY_AFTER if status == 503 else None)
    return {"Retry-After": str(seconds)} if seconds else {}


def shape(code: Any, message: str, fields: Any, details: Any = None) -> dict[str, Any]:
    error = {"code": code if isinstance(code, str) else "invalid", "message": message}
    more = {"fields": fields, "details": details}
    return {"error": error | {name: value for name, value in more.items() if value}}


def _first_sentence(detail: Any, name: str = "") -> str:
    """What to tell a person when a form of several fields is wrong: the first field's first complaint."""
    if isinstance(detail, dict):
        field, inner = next(iter(detail.items()))
        return _first_sentence(inner, "" if field == "non_field_errors" else str(field))
    if isinstance(detail, list):
        return _first_sentence(detail[0], name) if detail else name
    return f"{name}: {detail}" if name else str(detail)
