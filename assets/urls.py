from django.urls import path

from . import video_views, views

urlpatterns = [
    path("videos/", video_views.videos, name="videos"),
    path("assets/", views.assets, name="assets"),
    path("assets/<int:asset_id>/", views.asset, name="asset"),
]
