"""A little server that webhooks are sent to: it keeps what comes, and answers as it is told."""

import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]  # by lower-case names
    body: str

    @property
    def id(self):
        return self.headers["webhook-id"]


class Receiver:
    """`answers`: what the next requests are answered with, as (status, body, headers) or a call that is given the
    handler; the last one again and again."""

    def __init__(self):
        self.received = []
        self.answers = deque([(204, b"", {})])
        self.url = ""
        self.port = 0

    def answer(self, *answers):
        self.answers = deque((each, b"", {}) if isinstance(each, int) else each for each in answers)

    def next_answer(self):
        return self.answers.popleft() if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving(*, tls=None, host="127.0.0.1"):
    """One that listens until the block ends, over HTTPS with the server's context `tls`."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length).decode()
            receiver.received.append(Received(self.path, headers, body))
            answer = receiver.next_answer()
            if callable(answer):
                answer(self)
                return
            status, body, headers = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_CONNECT = do_POST  # noqa: N815 - as the library calls them

        def log_message(self, *arguments):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            pass  # the other side went away, as some tests want it to

    server = Server((host, 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    receiver.url = f"{'https' if tls else 'http'}://{host}:{receiver.port}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
