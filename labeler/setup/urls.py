"""Under `projects/<slug>/`, for the managers of a project."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
