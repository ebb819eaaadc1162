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
    "X-Frame-Options": "DENY",
}
# What an answer says itself of content, such as that of a picture, leaves frames open: no other directive closes them.
IN_NO_FRAME = "frame-ancestors 'none'"
KEEP_NOTHING = "no-store"


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Says what the view did not say."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        response["Content-Security-Policy"] = _in_no_frame(response.get("Content-Security-Policy", ""))
        response.headers.setdefault("Cache-Control", _who_may_keep(request, response))
        return response

    return answer


def _in_no_frame(policy: str) -> str:
    if "frame-ancestors" in policy:
        return policy
    return f"{policy}; {IN_NO_FRAME}" if policy else IN_NO_FRAME


def _who_may_keep(request: HttpRequest, response: HttpResponseBase) -> str:
    is_page = not request.path_info.startswith("/api/")
    return ASK_EACH_TIME if is_page or response.has_header("ETag") else KEEP_NOTHING
