"""Where staff have to have a second factor, those without one can do nothing but set it up.

This is about people who sign in. API tokens stand for programs and go on: no app shows them a code. Tokens end as ever,
with the password or by a hand.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from core.api.errors import shape
from people.accounts import second_factor

SENTENCE = "Staff need a second factor here. Set one up on your account page."

View = TypeVar("View", bound=Callable[..., Any])


def open_without(view: View) -> View:
    """A page that staff without a second factor may open: what it takes to set one up, or to go."""
    view.open_without_second_factor = True  # type: ignore[attr-defined]
    return view


class Middleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *arguments: Any) -> HttpResponse | None:
        is_call = request.path_info.startswith("/api/")
        # What strangers may open, they may too. Calls ask for themselves who it is, so Django is told to ask nobody.
        is_open = not is_call and not getattr(view, "login_required", True)
        if is_open or getattr(view, "open_without_second_factor", False) or not second_factor.is_missing(request.user):
            return None
        if is_call:
            return JsonResponse(shape("second_factor_required", SENTENCE, None), status=403)
        return redirect("second-factor")
