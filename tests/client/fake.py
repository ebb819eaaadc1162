"""A server that says what a test has it say, and a clock that its pauses move."""

import httpx


class Fake:
    """`answers`: what comes next: a response, an exception, or a call that makes one of the request. The last one stays
    where `routes`, by the end of the path, has none."""

    def __init__(self):
        self.routes = {}
        self.answers = []
        self.requests = []
        self.pauses = []
        self.now = 0.0
        self.transport = httpx.MockTransport(self._answer)

    def clock(self):
        return self.now

    def sleep(self, seconds, stop=None):
        self.pauses.append(seconds)
        self.now += seconds

    def _answer(self, request):
        self.requests.append(request)
        path = request.url.path.removeprefix("/api/v1/")
        answer = self.answers.pop(0) if self.answers else self.routes.get(path, error(404, "not_found", "Not found."))
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def paths(self):
        return [request.url.path.removeprefix("/api/v1/") for request in self.requests]


def error(status, code, message, **headers):
    return httpx.Response(status, json={"error": {"code": code, "message": message}}, headers=headers)
