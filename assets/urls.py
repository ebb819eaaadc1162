from django.urls import path

from assets.videos.views import videos

urlpatterns = [
    path("videos/", videos, name="videos"),
]
