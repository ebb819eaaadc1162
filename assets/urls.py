from django.urls import path

from . import views

urlpatterns = [
    path("assets/", views.assets, name="assets"),
    path("assets/<int:asset_id>/", views.asset, name="asset"),
]
