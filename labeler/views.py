from django.contrib.auth.views import LoginView as Login, LogoutView as Logout
from django.http import HttpResponse


def home(request): return HttpResponse("home")
def account(request): return HttpResponse("account")
def overview(request, slug): return HttpResponse("overview")
def csrf_failure(request, reason=""): return HttpResponse("csrf", status=403)
def bad_request(request, exception): return HttpResponse("bad", status=400)
def forbidden(request, exception): return HttpResponse("forbidden", status=403)
def not_found(request, exception): return HttpResponse("not found", status=404)
def server_error(request): return HttpResponse("error", status=500)
