"""The admin as a part of Labeler: which lists it has, under which headings, and what each is for."""

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

HEADINGS = {"projects": "Projects", "webhooks": "Projects", "auth": "People", "people": "People"}
# By model: its icon, and what one does there.
LISTS = {
    "projects.Project": ("i-label", "Name, guidelines, splits and categories; who is a member of a closed one."),
    "webhooks.Webhook": ("i-hook", "Who elsewhere is told what happens in a project."),
    "auth.User": ("i-person", "Who signs in, and what they may: accounts, passwords, second factors."),
    "auth.Group": ("i-persons", "Labelers, reviewers and managers of all open projects."),
    "people.TokenFacts": ("i-token", "What programs sign in with. Deleting one shuts its program out."),
    "people.AuditEntry": ("i-clock", "Who did what, and when. Nobody changes it."),
}


class Site(admin.AdminSite):
    site_header = site_title = "Labeler"
    index_title = "Admin"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Projects first, then all about people, each model with its icon and words."""
        apps = super().get_app_list(request, app_label)
        models = [model | _told(app, model) for app in apps for model in app["models"]]
        models.sort(key=lambda model: model["place"])
        return [
            {"name": name, "models": list(group)} for name, group in groupby(models, key=lambda model: model["heading"])
        ]

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Of one app of Django, which is no place that people know: nothing leads here."""
        names = [str(model["name"]) for group in self.get_app_list(request, app_label) for model in group["models"]]
        return super().app_index(request, app_label, {"title": "Lists: " + ", ".join(names), **(extra_context or {})})


def _told(app: dict[str, Any], model: dict[str, Any]) -> dict[str, Any]:
    label = model["model"]._meta.label
    icon, words = LISTS.get(label, ("i-file", ""))
    place = list(LISTS).index(label) if label in LISTS else len(LISTS)
    heading = HEADINGS.get(app["app_label"], app["name"])
    return {"icon": icon, "words": words, "place": place, "heading": heading}
