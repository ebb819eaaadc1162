"""Sends one body to an address that somebody typed, and to no place that it must not reach.

The name is looked up once, each address that it leads to is looked at, and the connection goes to one of these, not to
the name: a name that leads elsewhere a moment later changes nothing. Host and TLS keep the name. Redirects are not
followed, and no proxy of the environment is asked. All of it together ends in time, whatever the other side does.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import certifi
import httpcore
import httpx
from django.conf import settings

from core.program import NAME, VERSION
from webhooks import addresses

SECONDS = 10.0  # for looking up, connecting, sending and the answer together
MOST_ANSWER = 1024  # bytes of it that are kept, and read

HEADERS = {
    "content-type": "application/json",
    "accept": "*/*",
    "accept-encoding": "identity",
    "user-agent": f"{NAME}/{VERSION}",
}


@dataclass(frozen=True)
class Answer:
    """What a try came to. `status`: None where there was no answer. `problem`: why it does not count, in words; empty
    for a success."""

    status: int | None
    text: str
    took_ms: int
    problem: str

    @property
    def is_success(self) -> bool:
        return not self.problem


class Forbidden(Exception):
    """Nothing is sent there; why, in words."""


def send(url: str, body: str, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Answer:
    """POST the body. Whatever goes wrong is an answer, too."""
    began = time.monotonic()
    deadline = _Deadline(seconds)
    status, text = None, ""
    try:
        with (
            httpx.Client(transport=_Transport(deadline), trust_env=False, follow_redirects=False) as client,
            client.stream("POST", url, content=body.encode(), headers={**HEADERS, **headers}) as response,
        ):
            status = response.status_code
            text = _beginning(response.iter_raw())
        problem = "" if 200 <= status < 300 else _words_of(status)
    except (httpx.HTTPError, httpx.InvalidURL, *_CORE_ERRORS, Forbidden, OSError, ValueError) as raised:
        if status is None or not 200 <= status < 300:
            problem = _words_of(status) if status else _why(raised, seconds)
        else:
            problem = ""  # it said yes; what it said besides is not needed
    return Answer(status, text, round((time.monotonic() - began) * 1000), problem)


def _beginning(chunks: Iterable[bytes]) -> str:
    """As text, whatever it is; nothing of it is understood."""
    kept = b""
    for chunk in chunks:
        kept += chunk[: MOST_ANSWER - len(kept)]
        if len(kept) >= MOST_ANSWER:
            break
    return kept.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _words_of(status: int) -> str:
    if 300 <= status < 400:
        return f"It answered {status}: redirects are not followed."
    if status == httpx.codes.GONE:
        return "It answered 410: it wants no more."
    return f"It answered {status}."


def _why(problem: BaseException, seconds: float) -> str:
    chain: list[BaseException] = []
    at: BaseException | None = problem
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or at.__context__
    for each in chain:
        if isinstance(each, Forbidden):
            return str(each)
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"Its certificate is not good: {each.verify_message}."
        if isinstance(each, ssl.SSLError):
            return f"HTTPS failed: {each.reason or each}."
    if any(isinstance(each, httpcore.TimeoutException | TimeoutError) for each in chain):
        return f"No answer within {seconds:g} seconds."
    if any(isinstance(each, ConnectionRefusedError) for each in chain):
        return "Nobody listens there: the connection was refused."
    return f"The connection failed: {problem}."[:300] if str(problem) else "The connection failed."


# --- how it is connected --------------------------------------------------------------------------------------------

_CORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)

NOBODY = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}  # of documents: no machine has them


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds. Raises when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("The time is over.")
        return left


class _Transport(httpx.BaseTransport):
    """One connection, for one request."""

    def __init__(self, deadline: _Deadline) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(), network_backend=_Checked(deadline), http2=False, retries=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        answered = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        return httpx.Response(answered.status, headers=answered.headers, stream=_Body(answered))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answered: httpcore.Response) -> None:
        self._answered = answered

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answered.iter_stream()

    def close(self) -> None:
        self._answered.close()


def _trusted() -> ssl.SSLContext:
    """Whom the machine trusts, and whom certifi does: a laptop may have neither list, and a company one of its own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _Checked(httpcore.NetworkBackend):
    """Connects to addresses that were looked at, and to nothing else."""

    def __init__(self, deadline: _Deadline) -> None:
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = Forbidden(f"The name {host} leads to no address.")
        for address in _checked(_looked_up(host, port, self._deadline.left()), host, port):
            try:
                return _Timed(self._plain.connect_tcp(address, port, self._deadline.left()), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                problem = failed
        raise problem

    def connect_unix_socket(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        raise Forbidden("Sockets of this machine are not sent to.")

    def sleep(self, seconds: float) -> None:
        raise NotImplementedError  # nothing here tries again


class _Timed(httpcore.NetworkStream):
    """Each step of it ends when all of it does: a byte a second is no way to keep a worker."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _checked(found: Sequence[str], host: str, port: int) -> Sequence[str]:
    """All of them. Raises Forbidden when one is of a place that nothing is sent to: who mixes them means no good."""
    for text in found:
        if why := _forbidden(ip_address(text), port):
            named = text if text == host else f"{host} leads to {text}, which"
            raise Forbidden(f"{named} {why}: webhooks are not sent there.")
    return found


def _forbidden(address: addresses.Address, port: int) -> str:
    """Why nothing is sent there, in words, or empty. A public address may be this machine's own."""
    networks = settings.WEBHOOK_NETWORKS
    if why := addresses.forbidden(address, networks):
        return why
    return addresses.THIS_MACHINE if not addresses.is_among(address, networks) and _is_ours(address, port) else ""


def _is_ours(address: addresses.Address, port: int) -> bool:
    """Whether this machine has the address: what it sends there it would send from there, or it can listen there. The
    latter finds a second one of a network, and tells nothing where a machine may listen at addresses of others."""
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as door:
        try:
            door.connect((str(address), port))  # chooses the way; nothing is sent
        except OSError:
            return False  # no way leads there
        own, _, _ = str(door.getsockname()[0]).partition("%")
    return ip_address(own) == address or (_can_listen(family, str(address)) and not _can_listen(family, NOBODY[family]))


def _can_listen(family: socket.AddressFamily, address: str) -> bool:
    with socket.socket(family, socket.SOCK_DGRAM) as door:
        try:
            door.bind((address, 0))
        except OSError:
            return False
    return True


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a name, in the order to try them. A system that takes long over it is not waited for."""
    found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            # Without the name of a wire, which link-local ones have: those are refused anyway.
            names = list(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))
            found.put(names)
        except (OSError, UnicodeError):
            found.put([])

    threading.Thread(target=ask, name="look up", daemon=True).start()
    try:
        return found.get(timeout=seconds)
    except queue.Empty:
        raise httpcore.ConnectTimeout("The name was not found in time.") from None
