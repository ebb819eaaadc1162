"""The API: each app's calls, the schema made from them, and a page to browse it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("", include("projects.api")),
    path("", include("assets.api")),
    path("", include("assets.videos_api")),
    path("", include("assets.uploads_api")),
    path("", include("annotations.api")),
    path("", include("annotations.check_api")),
    path("", include("annotations.imports_api")),
    path("", include("exports.api")),
    path("", include("exports.diff_api")),
    path("", include("exports.shapes_api")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]
