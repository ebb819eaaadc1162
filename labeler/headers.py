"""What every answer tells a browser about itself: who may keep it, embed it, and what a page may use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from core.http import ASK_EACH_TIME

# Nothing of the machine is needed but the screen.
NOT_USED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
    "midi", "payment", "serial", "usb",
)  # fmt: skip
EVERYWHERE = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOT_USED),
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEEP_NOTHING = "no-store"


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Says what the view did not say."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", _who_may_keep(request, response))
        return response

    return answer


def _who_may_keep(request: HttpRequest, response: HttpResponseBase) -> str:
    is_page = not request.path_info.startswith("/api/")
    return ASK_EACH_TIME if is_page or response.has_header("ETag") else KEEP_NOTHING
