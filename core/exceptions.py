"""How a verb says no: with a code for programs and a sentence for people. Doors turn it into their kind of answer."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """`fields`: by the name of what is wrong, why. `details`: what a program needs to go on, as JSON. `retry_after`:
    seconds after which it may go, where that is known."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "refused",
        field: str | None = None,
        details: Mapping[str, Any] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = details or {}
        self.retry_after = retry_after
        self.field: str | None = None
        self.fields: Mapping[str, str] = {}
        if field:
            self.blame(field)

    def blame(self, field: str) -> None:
        """It is this field that is wrong; dots where it lies deeper."""
        self.field = field
        self.fields = {field: self.message}


class UnknownField(Refused):
    """Something was named that there is not. `fields`: each such name, with dots where it lies deeper."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        first = next(iter(fields))
        super().__init__(fields[first], code="unknown_field", field=first)
        self.fields = fields


def as_told(problem: Exception) -> Exception:
    """The same, marked: whoever raises it has said it in the log. Nobody says it once more."""
    problem.is_told = True  # type: ignore[attr-defined]
    return problem


def is_told(problem: BaseException | None) -> bool:
    return bool(getattr(problem, "is_told", False))
