"""Large files over HTTP: streamed, with ETag, length and a single byte range (RFC 9110, section 14)."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.middleware.common import CommonMiddleware
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, parse_header_parameters

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CHUNK = 1 << 18
HANDED_OVER = "X-Accel-Redirect"
# A front server would hold them against tags of its own, or none.
ONLY_HERE = ("If-Match", "If-Unmodified-Since")
# What may be kept, and is asked for again each time by its ETag.
ASK_EACH_TIME = "private, no-cache"


class SameThere(HttpResponsePermanentRedirect):
    """Leads on with the method and the body of the request. By 301 programs ask there by GET, and what they sent is
    lost."""

    status_code = 308


class WithLastSlash(CommonMiddleware):
    """Django's, which leads an address without its last slash to the one that has it."""

    response_redirect_class = SameThere

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        if isinstance(answer, SameThere) and request.method in ("GET", "HEAD"):
            answer.status_code = 301  # which programs of every age follow, and which loses nothing here
        return answer


Response = TypeVar("Response", bound=HttpResponseBase)


def has_its_line(response: Response) -> Response:
    """The same; the log says already why it is a refusal or a failure, and Django adds no line of its own."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def with_a_charset_of_texts(application: "WSGIApplication") -> "WSGIApplication":
    """The WSGI application, which hears of no charset that decodes no text, such as `bz2_codec`, or that there is not:
    Django fails over some of them before anything could answer. What is sent then counts as UTF-8."""

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        given = environ.get("CONTENT_TYPE", "")
        if ";" in given:
            environ["CONTENT_TYPE"] = _of_a_text(given)
        return application(environ, start_response)

    return wrapped


def _of_a_text(content_type: str) -> str:
    kind, _, _ = content_type.partition(";")
    try:
        kind, facts = parse_header_parameters(content_type)
        "".encode(facts.get("charset", "utf-8"))
    except LookupError:
        others = (f'{name}="{value}"' for name, value in facts.items() if name != "charset")
        return "; ".join([kind, *others])
    except ValueError:  # it cannot even be read as a header
        return kind
    return content_type


def tagged(request: HttpRequest, etag: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What `make` answers, with this ETag (in its quotes); 304 where the caller has it already, 412 where `If-Match`
    asks for another."""
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or make()
    response["ETag"] = etag
    response["Cache-Control"] = ASK_EACH_TIME
    return response


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()}"'


def is_handed_over(request: HttpRequest) -> bool:
    """Whether a front server sends what this request asks for, if the file is there."""
    return bool(settings.X_ACCEL) and not any(name in request.headers for name in ONLY_HERE)


def handed_over(name: str, content_type: str, file_name: str, *, as_attachment: bool = False) -> HttpResponse:
    """An answer whose body the front server sends from the folder of the store: Labeler then costs a file no more than
    its header. Which bytes lie under this name the caller knows."""
    response = HttpResponse(content_type=content_type, headers={HANDED_OVER: settings.X_ACCEL + quote(name)})
    if disposition := content_disposition_header(as_attachment, file_name):
        response["Content-Disposition"] = disposition
    return response


def ranged_response(
    request: HttpRequest, opened: Callable[[], BinaryIO], *, size: int, sha256: str, content_type: str, name: str
) -> HttpResponseBase:
    """The file, or the part of it that `Range` asks for. It is opened where it is needed, and closed with the response.

    304 when the caller has it already, 412 when it asks for another by `If-Match`; 416 when the range lies outside.
    `If-Range` with another ETag gets the whole.
    """
    etag = f'"{sha256}"'
    wanted = request.headers.get("Range", "")
    response: HttpResponseBase
    if conditional := get_conditional_response(request, etag=etag):
        response = conditional
    elif wanted and request.headers.get("If-Range", etag) == etag:
        response = _part(opened(), wanted, size)
    else:
        response = _stream(opened(), 0, size)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    if response.status_code != 412:
        response["Cache-Control"] = ASK_EACH_TIME
    if response.status_code in (200, 206):
        response["Content-Type"] = content_type
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _part(file: BinaryIO, wanted: str, size: int) -> HttpResponseBase:
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", wanted.strip())
    first, last = match.groups() if match else ("", "")
    if (first, last) == ("", "") or (first and last and int(last) < int(first)):
        # Several ranges, another unit, or no range at all: a server ignores what it does not do.
        return _stream(file, 0, size)
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    part = _stream(file, start, end + 1 - start)
    part.status_code = 206
    part["Content-Range"] = f"bytes {start}-{end}/{size}"
    return part


def _stream(file: BinaryIO, start: int, length: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_chunks(file, start, length))
    response["Content-Length"] = str(length)
    return response


def _chunks(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
