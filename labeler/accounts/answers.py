"""Answers that several pages give."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.http import has_its_line
from people.guessing import TooManyTries

# Who sits here next sees no picture that was kept. Answers that were not sent yet are no cache, and stay.
CLEARED = '"cache"'


def later(response: HttpResponse, refusal: TooManyTries) -> HttpResponse:
    """With when to come again. That it was refused has been said (people/refusals.py)."""
    response["Retry-After"] = str(refusal.seconds)
    return has_its_line(response)


def as_signed_out(request: HttpRequest) -> HttpResponse:
    """To the page for signing in. The session is over, in the database already or now."""
    logout(request)
    response = redirect("login")
    response["Clear-Site-Data"] = CLEARED
    return response
