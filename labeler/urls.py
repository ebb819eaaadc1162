"""All routes start here."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from . import health, views

urlpatterns = [
    path("healthz", login_not_required(health.alive), name="healthz"),
    path("readyz", login_not_required(health.ready), name="readyz"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("labeler.api")),
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("projects/<slug:slug>/", views.overview, name="project"),
    path("projects/<slug:slug>/activity/", views.all_activity, name="activity"),
    path("projects/<slug:slug>/", include("projects.urls")),
    path("projects/<slug:slug>/", include("assets.urls")),
    path("projects/<slug:slug>/", include("annotations.urls")),
    path("projects/<slug:slug>/", include("exports.urls")),
]

handler400 = "labeler.views.bad_request"
handler403 = "labeler.views.forbidden"
handler404 = "labeler.views.not_found"
handler500 = "labeler.views.server_error"
