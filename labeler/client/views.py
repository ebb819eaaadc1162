"""What anybody may take, signed in or not: the Python client, and a page that tells how it is installed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.http import etag_of, tagged
from labeler.client.wheel import wheel


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Its one link is what `pip install --find-links` looks for, too."""
    here = request.build_absolute_uri()
    return render(
        request, "client/client.html", {"wheel": wheel(), "here": here, "server": here.removesuffix("client/")}
    )


@login_not_required
@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    made = wheel()
    return tagged(
        request, etag_of(made.content), lambda: HttpResponse(made.content, content_type="application/octet-stream")
    )
