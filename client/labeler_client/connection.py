"""Calls of the API: a token, errors as sentences, and patience with a server that restarts."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit, urlunsplit

import httpx

from labeler_client.errors import LabelerError, NoServer, NotAllowed, NotFound, SaidNo, Usage

PATIENCE = 120.0  # seconds that a server which answered before may be away
BUILDING = 3600.0  # and for which it may build what was asked for, without getting on
AT_FIRST = 5.0  # seconds for one that never answered: its address is probably wrong
LONGEST_PAUSE = 15.0
NOT_NOW = (429, 503)  # nothing was done
PERHAPS = (502, 504)  # a server in front does not know what was done
TIMEOUT = httpx.Timeout(60.0, connect=10.0)
Shape = Any  # a type or several; [shape] of a list's items; {name: shape} of what an object has at least, ... any name
MOST_TOLD = 300  # characters of an answer that is none of Labeler's


class Connection:
    """To one server, with one token, for any number of threads."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        patience: float | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float, threading.Event | None], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = _checked_url(url)
        headers = {"Authorization": f"Token {_checked_token(token)}", "User-Agent": "labeler-client"}
        try:
            base_url = httpx.URL(f"{self.url}/api/v1/")
        except httpx.InvalidURL:  # it is stricter than Python
            raise _no_address() from None
        self._http = httpx.Client(
            base_url=base_url,
            headers=headers,
            timeout=TIMEOUT,
            transport=transport,
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64),
        )
        self._patience = patience
        self._sleep = sleep or _sleep
        self._clock = clock
        self._answered = False

    def __repr__(self) -> str:  # without the token
        return f"Connection({self.url!r})"

    def close(self) -> None:
        self._http.close()

    # --- calls ---

    def get(self, path: str, *, missing: str = "", shape: Shape = object, **params: Any) -> Any:
        """The JSON of an answer. `missing`: what to say when there is none. Raises NoServer where it is not of this
        shape, as another program answers."""
        told = {name: value for name, value in params.items() if value is not None}
        return self._json(self.send("GET", path, missing=missing, params=told), shape)

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        again: bool = True,
        missing: str = "",
        shape: Shape = object,
        **more: Any,
    ) -> Any:
        """As `get`. `again`: doing it twice does no harm, so that it may be sent again after a break."""
        if body is not None:
            more["json"] = body
        return self._json(self.send("POST", path, again=again, missing=missing, **more), shape)

    def not_labeler(self, status: int) -> NoServer:
        """The problem of an answer that makes no sense."""
        return NoServer(f"{self.url} answered {status}, and not as Labeler does. Is LABELER_URL its address?")

    def _json(self, response: httpx.Response, shape: Shape) -> Any:
        try:
            if response.is_success and fits(told := response.json(), shape):
                return told
        except (ValueError, RecursionError):
            pass
        raise self.not_labeler(response.status_code)

    def send(self, method: str, path: str, *, again: bool = True, missing: str = "", **more: Any) -> httpx.Response:
        """An answer that is none of an error. Those of errors are raised, once patience is at its end."""
        trying = self.trying()
        while True:
            try:
                response = self._http.request(method, path, **more)
            except httpx.TransportError as problem:
                trying.after_break(problem, again=again)
                continue
            except (httpx.RequestError, httpx.InvalidURL) as problem:
                raise self._no_answer(problem) from None
            if trying.may_come_again(response, again=again):
                continue
            if response.is_error:
                refuse(response, missing)
            return response

    @contextmanager
    def stream(
        self, path: str, *, missing: str = "", headers: dict[str, str] | None = None
    ) -> Iterator[httpx.Response]:
        """The answer to one GET whose bytes are read by the caller, who tries again by `trying()`."""
        headers = {"Accept-Encoding": "identity", **(headers or {})}
        try:
            with self._http.stream("GET", path, headers=headers, follow_redirects=True) as response:
                if response.is_error and response.status_code not in (*NOT_NOW, *PERHAPS):
                    response.read()
                    refuse(response, missing)
                yield response
        except httpx.TransportError:  # it may be tried again
            raise
        except (httpx.RequestError, httpx.InvalidURL) as problem:
            raise self._no_answer(problem) from None

    def _no_answer(self, problem: Exception) -> NoServer:
        """Such as a redirect that leads round in a circle."""
        return NoServer(f"{self.url} gives no answer: {_why(problem)}.")

    def trying(self, stop: threading.Event | None = None) -> Trying:
        """`stop`: ends a pause when it is set."""
        return Trying(self, stop)


class Trying:
    """The attempts at one call: how long to wait between them, and when to give up."""

    def __init__(self, connection: Connection, stop: threading.Event | None = None) -> None:
        self._connection = connection
        self._stop = stop
        self._began: float | None = None
        self._pause = 0.5
        self._built: object = None

    def went_on(self) -> None:
        """Something came: the patience is whole again."""
        self._began, self._pause = None, 0.5

    def after_break(self, problem: Exception, *, again: bool = True) -> None:
        """Waits, or raises: nobody answered, or the answer broke off."""
        sent = not isinstance(problem, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
        if sent and not again:
            raise NoServer(
                f"{self._connection.url} broke off before it answered; perhaps it was done. Look before you try again."
            ) from None
        if "CERTIFICATE" in str(problem).upper():
            raise NoServer(f"The certificate of {self._connection.url} is not trusted here: {problem}.") from None
        self._wait(0.0, f"{self._connection.url} does not answer: {_why(problem)}.")

    def may_come_again(self, response: httpx.Response, *, again: bool = True) -> bool:
        """Whether the call is to be sent again, after a pause; False for all answers that are meant so."""
        status = response.status_code
        self._connection._answered = True
        if status not in (*NOT_NOW, *PERHAPS):
            return False
        if status in PERHAPS and not again:
            raise NoServer(f"{self._connection.url} answered {status}; perhaps it was done. Look before you try again.")
        if status in NOT_NOW and (error := _told_now(response)).get("code") == "being_rebuilt":
            self._wait_for_a_build(response, error)
        else:
            self._wait(_asked_pause(response), f"{self._connection.url} answers {status} still.")
        return True

    def _wait_for_a_build(self, response: httpx.Response, error: dict[str, Any]) -> None:
        """What is asked for is being made anew; that goes on for as long as more of it is done."""
        details = error.get("details")
        built = details.get("progress") if isinstance(details, dict) else None
        if built != self._built:
            self._built = built
            self.went_on()
        self._wait(_asked_pause(response), str(error.get("message")), most=BUILDING)

    def _wait(self, asked: float, sentence: str, most: float = 0.0) -> None:
        now = self._connection._clock()
        self._began = now if self._began is None else self._began
        pause = max(asked, self._pause * random.uniform(0.5, 1.0))  # noqa: S311 - so that not all come at once
        if now + pause > self._began + self._most(most):
            raise NoServer(sentence + (f" It asks to wait {asked:.0f} seconds." if asked > self._pause else ""))
        self._connection._sleep(pause, self._stop)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _most(self, more: float) -> float:
        if self._connection._patience is not None:
            return self._connection._patience
        return max(PATIENCE, more) if self._connection._answered else AT_FIRST


def _sleep(seconds: float, stop: threading.Event | None) -> None:
    (stop or threading.Event()).wait(seconds)


def refuse(response: httpx.Response, missing: str = "") -> NoReturn:
    """Raise what an answer of an error says."""
    raise _error(response, missing)


def _error(response: httpx.Response, missing: str) -> LabelerError:
    error = _told(response)
    message = str(error.get("message") or "")
    status = response.status_code
    if not error:
        return NoServer(f"{_origin(response)} answered {status}, and not as Labeler does. Is LABELER_URL its address?")
    if status == 401:
        return NotAllowed("The server does not take this token: it is wrong, was revoked, or has ended.")
    if status == 403:
        return NotAllowed(message or "This token may not do that.")
    if status == 404 and error.get("code") == "not_found":
        # The API's own words for a version that is not there yet say more than ours.
        return NotFound(message if missing == "" or "version that is ready" in message else missing)
    return SaidNo(message, str(error.get("code") or ""))


def _told_now(response: httpx.Response) -> dict[str, Any]:
    """The same of an answer whose bytes are not read yet; nothing where they do not come."""
    try:
        response.read()
    except httpx.HTTPError:
        return {}
    return _told(response)


def _told(response: httpx.Response) -> dict[str, Any]:
    try:
        told = response.json()
    except (ValueError, RecursionError):
        return {}
    error = told.get("error") if isinstance(told, dict) else None
    return error if isinstance(error, dict) else {}


def fits(told: Any, shape: Shape) -> bool:
    """Whether JSON has at least what `shape` names."""
    if isinstance(shape, list):
        return isinstance(told, list) and all(fits(each, shape[0]) for each in told)
    if not isinstance(shape, dict):
        return isinstance(told, shape)
    if not isinstance(told, dict):
        return False
    if ... in shape:
        return all(fits(each, shape[...]) for each in told.values())
    return all(name in told and fits(told[name], each) for name, each in shape.items())


def _origin(response: httpx.Response) -> str:
    return f"{response.url.scheme}://{response.url.netloc.decode('ascii')}"


def _asked_pause(response: httpx.Response) -> float:
    """Seconds that `Retry-After` asks for: a number, or a date."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
        return max(0.0, (until - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _why(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).strip().rstrip(".")[:MOST_TOLD]


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise _no_address()
    if "@" in parts.netloc:  # it would stand in sentences and logs
        raise Usage(
            "The address of the server has a user or a password in it. Leave them out: LABELER_TOKEN says who asks."
        )
    return urlunsplit(parts._replace(query="", fragment="")).rstrip("/")


def _no_address() -> Usage:
    return Usage("Name the server by LABELER_URL or --url, such as https://labels.example.org.")


def _checked_token(token: str) -> str:
    token = token.strip()
    if not token:
        raise NotAllowed("Give a token by LABELER_TOKEN or --token; your account's page makes one.")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise NotAllowed("What was given as a token is none.")
    return token
