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
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from people import account_deeds


@dataclass(frozen=True)
class Deed:
    """`do` is given the request and the person, and answers with what to say, or with a page."""

    name: str  # of its address
    title: str
    words: str
    button: str
    may: Callable[[Any, Any], bool]  # by whom, to whom
    do: Callable[[HttpRequest, Any], str | HttpResponse]


def _sign_out(request: HttpRequest, person: Any) -> str:
    ended = account_deeds.sign_out_everywhere(person, request.user, request)
    return f"{person} was signed out everywhere: {ended} session{'' if ended == 1 else 's'} ended."


DEEDS = [
    Deed(
        "sign-out",
        "Sign out everywhere",
        "Every browser in which this person is signed in asks for the password again. Answers that were not sent yet "
        "stay in the browser. API tokens go on: these are programs, and are deleted one by one.",
        "Sign out everywhere",
        account_deeds.may_help,
        _sign_out,
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
        done = deed.do(request, person)
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))

    def deed_page(self, request: HttpRequest, person: Any, deed: Deed) -> HttpResponse:
        shown = {**self.admin_site.each_context(request), "title": f"{deed.title}: {person}", "person": person}
        return TemplateResponse(request, "admin/people/deed.html", {**shown, "deed": deed, "opts": self.model._meta})
