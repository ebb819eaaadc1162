"""All routes start here."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from labeler import health
from labeler.accounts.entrance.views import Login, LoginCode, Logout, ResetPassword, admin_login
from labeler.accounts.joining.views import join
from labeler.accounts.others import people
from labeler.accounts.second_factor.views import second_factor
from labeler.accounts.views import account
from labeler.jobs.views import jobs
from labeler.overview.views import all_activity, home, overview
from labeler.setup.new_project import new_project

# What browsers ask for where a page names no sign. Its address is known once static files are.
favicon = RedirectView.as_view(url=lazy(static, str)("labeler/mark.svg"), http_method_names=["get", "head"])

urlpatterns = [
    path("healthz", login_not_required(health.alive), name="healthz"),
    path("readyz", login_not_required(health.ready), name="readyz"),
    path("favicon.ico", login_not_required(favicon), name="favicon"),
    path("login/", Login.as_view(), name="login"),
    path("login/code/", LoginCode.as_view(), name="login-code"),
    path("logout/", Logout.as_view(), name="logout"),
    path("new-password/<uidb64>/<token>/", ResetPassword.as_view(), name="new-password"),
    path("join/<str:token>/", join, name="join"),
    # Where passwords are looked at there is one door, with its limits.
    path("admin/login/", admin_login),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("labeler.api")),
    path("client/", include("labeler.client.urls")),
    path("", home, name="home"),
    path("new/", new_project, name="new-project"),
    path("account/", account, name="account"),
    path("people/", people, name="people"),
    path("jobs/", jobs, name="jobs"),
    path("account/second-factor/", second_factor, name="second-factor"),
    path("projects/<slug:slug>/", overview, name="project"),
    path("projects/<slug:slug>/activity/", all_activity, name="activity"),
    path("projects/<slug:slug>/", include("labeler.setup.urls")),
    path("projects/<slug:slug>/", include("projects.urls")),
    path("projects/<slug:slug>/", include("assets.urls")),
    path("projects/<slug:slug>/", include("annotations.urls")),
    path("projects/<slug:slug>/", include("exports.urls")),
]

handler400 = "labeler.errors.bad_request"
handler403 = "labeler.errors.forbidden"
handler404 = "labeler.errors.not_found"
handler500 = "labeler.errors.server_error"
