"""Under `projects/<slug>/`, for the managers of a project."""

from django.urls import URLPattern, path

from labeler.setup import categories, general, people, webhooks

urlpatterns: list[URLPattern] = [
    path("settings/", general.settings_general, name="settings"),
    path("settings/categories/", categories.settings_categories, name="settings-categories"),
    path("settings/people/", people.people, name="settings-people"),
    path("settings/webhooks/", webhooks.settings_webhooks, name="settings-webhooks"),
]
