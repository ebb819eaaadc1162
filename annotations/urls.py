from django.urls import path

from . import views

urlpatterns = [
    path("label/", views.label, name="label"),
    path("review/", views.review, name="review"),
]
