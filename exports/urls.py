from django.urls import path

from . import views

urlpatterns = [
    path("versions/", views.versions, name="versions"),
    path("versions/<int:number>/", views.version, name="version"),
]
