"""The server itself: threads, keep-alive, one behaviour per request."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.model_server.behaviours import Behaviour, Outcome, answer
from tests.model_server.reading import Request

REMEMBERED = 200  # requests


class ModelServer:
    """A context manager: ``with ModelServer() as server: … server.base_url``.

    ``then`` are the behaviours of the first requests, one each; ``behaviour`` is that of all others.
    """

    def __init__(
        self,
        behaviour: Behaviour = Behaviour.GOOD,
        *,
        then: Iterable[Behaviour] = (),
        delay: float = 0.0,
        port: int = 0,
    ) -> None:
        self.behaviour = behaviour
        self.delay = delay
        self.ratings: list[dict[str, Any]] = []  # what it says as a judge; as an adviser, the first of them
        self.requests: deque[bytes] = deque(maxlen=REMEMBERED)
        self.calls = 0
        self.busiest = 0  # most requests under way at once
        self.stopping = threading.Event()
        self._script = deque(then)
        self._under_way = 0
        self._lock = threading.Lock()
        self._http = _Server(("127.0.0.1", port), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(raw) for raw in self.requests]

    def script(self, *behaviours: Behaviour) -> None:
        """Behaviours for the next requests, one each."""
        self._script.extend(behaviours)

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def begin(self, raw: bytes) -> tuple[Behaviour, int]:
        with self._lock:
            self.calls += 1
            self._under_way += 1
            self.busiest = max(self.busiest, self._under_way)
            self.requests.append(raw)
            return (self._script.popleft() if self._script else self.behaviour), self.calls

    def end(self) -> None:
        with self._lock:
            self._under_way -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    owner: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body in one packet
    timeout = 30
    server: _Server

    def do_POST(self) -> None:
        owner = self.server.owner
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        behaviour, number = owner.begin(raw)
        try:
            self._behave(owner, behaviour, raw, number)
        finally:
            owner.end()

    def _behave(self, owner: ModelServer, behaviour: Behaviour, raw: bytes, number: int) -> None:
        started = time.monotonic()
        if behaviour is Behaviour.HANGS:
            owner.stopping.wait(self.timeout)
            self.close_connection = True
        elif behaviour is Behaviour.DRIPS:
            self._drip(owner)
        elif behaviour is Behaviour.HANGS_UP:
            self._head(200, {"Content-Type": "application/json", "Content-Length": "5000"})
            self.wfile.write(b'{"choices": [')
            self.close_connection = True
        elif behaviour is Behaviour.HUGE:
            self._send(Outcome(200, b"x" * 3_000_000, {"Content-Type": "application/json"}))
        else:
            outcome = answer(behaviour, Request(json.loads(raw)), number, owner.ratings)
            if owner.delay:
                time.sleep(max(0.0, owner.delay - (time.monotonic() - started)))
            self._send(outcome)

    def _drip(self, owner: ModelServer) -> None:
        self._head(200, {"Content-Type": "application/json", "Content-Length": "100000"})
        self.close_connection = True
        while not owner.stopping.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def _send(self, outcome: Outcome) -> None:
        self._head(outcome.status, {**outcome.headers, "Content-Length": str(len(outcome.body))})
        self.wfile.write(outcome.body)
        self.wfile.flush()

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
        """Silence: a test says what it wants to know."""
