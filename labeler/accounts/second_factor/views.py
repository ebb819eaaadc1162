"""One's own second factor: set up, new recovery codes, off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.exceptions import Refused
from labeler.accounts.answers import later
from labeler.accounts.forms import Confirmed
from labeler.accounts.second_factor.forms import Renew, SetUp, TurnOff
from people.accounts import second_factor as factor
from people.accounts.needed_factor import open_without
from people.guessing import TooManyTries

KEY = "second_factor_key"  # of a session: of the app that is being set up


@open_without
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    action = request.POST.get("action")
    if action == "set-up":
        return _do(request, "set_up", SetUp(request, request.POST), _set_up)
    if action == "renew":
        return _do(request, "renew", Renew(request, request.POST), _renew)
    if action == "turn-off":
        return _do(request, "turn_off", TurnOff(request, request.POST), _turn_off)
    return _page(request)


def _do(
    request: HttpRequest, name: str, form: Confirmed, deed: Callable[[HttpRequest, Any], HttpResponse]
) -> HttpResponse:
    """What was asked for, or the page with what was wrong."""
    asked = "password"
    try:
        if not form.is_valid():
            return _page(request, status=400, **{name: form})
        asked = "code"
        return deed(request, form)
    except TooManyTries as refusal:
        form.add_error(asked, refusal.message)
        return later(_page(request, status=429, **{name: form}), refusal)
    except factor.WrongCode as refusal:
        form.add_error(asked, refusal.message)
        return _page(request, status=400, **{name: form})
    except Refused as refusal:  # it was turned on or off in another window
        messages.error(request, refusal.message)
        return redirect("second-factor")


def _set_up(request: HttpRequest, form: Any) -> HttpResponse:
    key = request.session.get(KEY, "")
    if not key:
        return _page(request)
    codes = factor.add(request.user, key, form.cleaned_data["code"], request)
    del request.session[KEY]
    return _page(request, codes=codes, is_new=True)


def _renew(request: HttpRequest, form: Any) -> HttpResponse:
    return _page(request, codes=factor.renew_recovery_codes(request.user, request))


def _turn_off(request: HttpRequest, form: Any) -> HttpResponse:
    factor.turn_off(request.user, form.cleaned_data["code"], request)
    messages.success(request, "The second factor is off. Other sessions of yours were signed out.")
    return redirect("account")


def _page(request: HttpRequest, *, status: int = 200, **parts: Any) -> HttpResponse:
    shown = _shown_on(request) if factor.is_on(request.user) else _shown_off(request)
    return render(request, "account/second_factor.html", shown | parts, status=status)


def _shown_on(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_on": True,
        "left": factor.recovery_codes_left(request.user),
        "renew": Renew(request),
        "turn_off": TurnOff(request),
    }


def _shown_off(request: HttpRequest) -> dict[str, Any]:
    key = request.session.setdefault(KEY, factor.new_key())
    return {
        "secret": factor.secret_of(key),
        "picture": factor.picture_of(request.user, key),
        "is_needed": factor.is_missing(request.user),
        "set_up": SetUp(request),
    }
