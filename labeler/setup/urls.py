"""Under `projects/<slug>/`, for the managers of a project."""

from django.urls import URLPattern, path

from labeler.setup.people import people

urlpatterns: list[URLPattern] = [
    path("settings/people/", people, name="settings-people"),
]
