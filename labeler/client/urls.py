from django.urls import path

from labeler.client.views import about, download
from labeler.client.wheel import wheel

urlpatterns = [
    path("", about, name="client"),
    path(wheel().name, download, name="client-wheel"),
]
