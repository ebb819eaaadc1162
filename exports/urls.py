from django.urls import path

from . import diff_views, views

urlpatterns = [
    path("versions/", views.versions, name="versions"),
    path("versions/<int:number>/", views.version, name="version"),
    path("versions/<int:number>/diff/<int:other>/", diff_views.difference, name="version-diff"),
]
