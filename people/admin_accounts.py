"""What staff do to the account of another person, each deed on a page that says what it does before it does it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from core.exceptions import Refused
from people.accounts import deeds, reset_links, second_factor


@dataclass(frozen=True)
class Deed:
    """`do` is given the request and the person, and answers with what to say; with `said`, which is shown above it, a
    path that is shown as a link, this once."""

    name: str  # of its address
    title: str
    words: str
    button: str
    may: Callable[[Any, Any], bool]  # by whom, to whom
    do: Callable[[HttpRequest, Any], str]
    said: str = ""


def _sign_out(request: HttpRequest, person: Any) -> str:
    oneself = person.pk == request.user.pk  # who stays here, and is told
    ended = deeds.sign_out_everywhere(person, request.user, request, but_here=oneself)
    everywhere = "everywhere else" if oneself else "everywhere"
    return f"{person} was signed out {everywhere}: {ended} session{'' if ended == 1 else 's'} ended."


def _make_link(request: HttpRequest, person: Any) -> str:
    return reset_links.make(person, request.user, request)


def _remove_factor(request: HttpRequest, person: Any) -> str:
    second_factor.remove(person, request.user, request)
    return f"{person} signs in with the password alone from now on."


DEEDS = [
    Deed(
        "reset-link",
        "Password reset link",
        "With the link this person chooses a new password, which you do not learn. It is good for one hour and once, "
        "and ends any link before it. The old password goes on until then. A second factor is asked for as ever.",
        "Make link",
        deeds.may_help,
        _make_link,
        said="Give this link to nobody but its person. It is good for one hour and once, and is not shown again.",
    ),
    Deed(
        "sign-out",
        "Sign out everywhere",
        "Every browser in which this person is signed in asks for the password again. Answers that were not sent yet "
        "stay in the browser. API tokens go on: these are programs, and are deleted one by one.",
        "Sign out everywhere",
        deeds.may_help,
        _sign_out,
    ),
    Deed(
        "remove-second-factor",
        "Remove second factor",
        "For a person whose app and recovery codes are lost: be sure that it is they who ask. They sign in with the "
        "password alone from now on, and set up a new one on their account page.",
        "Remove second factor",
        deeds.may_remove_factor,
        _remove_factor,
    ),
]


class AccountDeeds(UserAdmin):
    """A link beside History for each deed that whoever looks may do."""

    def get_urls(self) -> list[URLPattern]:
        ours = [
            path(
                f"<id>/{deed.name}/",
                self.admin_site.admin_view(partial(self.deed_view, deed=deed)),
                name=f"account-{deed.name}",
            )
            for deed in DEEDS
        ]
        return [*ours, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        deeds = [deed for deed in DEEDS if person and deed.may(request.user, person)]
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "deeds": deeds})

    def deed_view(self, request: HttpRequest, id: str, deed: Deed) -> HttpResponse:
        person = self.get_object(request, unquote(id))
        if person is None:
            raise Http404
        if not deed.may(request.user, person):
            raise PermissionDenied
        if request.method != "POST":
            return self.deed_page(request, person, deed)
        try:
            done = deed.do(request, person)
        except Refused as refusal:
            return self.deed_page(request, person, deed, status=400, problem=refusal.message)
        if deed.said:
            return self.deed_page(request, person, deed, link=request.build_absolute_uri(done))
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))

    def deed_page(
        self, request: HttpRequest, person: Any, deed: Deed, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        return render(request, "account/deed.html", {"person": person, "deed": deed, **more}, status=status)
