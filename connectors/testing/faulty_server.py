"""A real HTTP server on loopback that answers for a fake platform and fails on demand."""

from __future__ import annotations

import gzip
import json
import select
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from connectors.testing.faults import TOOK_EFFECT, Fault, Kind

CONTROL = "/__control__/"
ENOUGH = 100_000_000  # bytes; who has taken so many has no limit
_DROP = 0.02  # seconds between two drops of a dripping answer


@dataclass(frozen=True)
class FakeRequest:
    method: str
    target: str  # path and query as they came
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body or b"{}")


@dataclass(frozen=True)
class FakeAnswer:
    status: int
    data: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str = ""


@dataclass(frozen=True)
class _Act:
    act: Callable[[], object]
    after: int


Platform = Callable[[FakeRequest], FakeAnswer]


class FaultyServer:
    """Serves ``platform`` on 127.0.0.1 in threads of this process. ``patience``: seconds for which it drips.

    ``error_body`` gives the platform's error body for a status; ``latency`` is waited, in seconds, after a request took
    effect and before its answer, so that a client can be killed in between.
    """

    patience = 20.0

    def __init__(
        self, platform: Platform, *, error_body: Callable[[int], Any], port: int = 0, latency: float = 0.0
    ) -> None:
        self._platform = platform
        self.error_body = error_body
        self.latency = latency
        self.stopping = threading.Event()
        self.requests: list[FakeRequest] = []
        self.flooded = 0  # bytes that clients let themselves be sent by an answer without end
        self._faults: list[Fault] = []
        self._meanwhile: list[_Act] = []
        # What counts as reading for ``meanwhile``; a platform that searches by POST says so.
        self.is_reading: Callable[[FakeRequest], bool] = lambda request: request.method == "GET"
        self._lock = threading.RLock()  # the platform may be ordered to fail from inside a request
        self._http = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def stop(self) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def join(self) -> None:
        self._thread.join()

    def inject(self, *faults: Fault) -> None:
        with self._lock:
            self._faults.extend(faults)

    def heal(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._faults.clear()

    def meanwhile(self, act: Callable[[], object], *, after: int) -> None:
        """Do ``act`` just before the reading call that follows the next ``after`` ones is answered."""
        with self._lock:
            self._meanwhile.append(_Act(act, after))

    def _do_what_others_do(self) -> None:
        due = [waiting for waiting in self._meanwhile if waiting.after == 0]
        self._meanwhile = [replace(w, after=w.after - 1) for w in self._meanwhile if w.after > 0]
        for waiting in due:
            waiting.act()

    def take_fault(self, method: str, target: str) -> Fault | None:
        with self._lock:
            for place, fault in enumerate(self._faults):
                if fault.matches(method, target):
                    if fault.times > 1:
                        self._faults[place] = replace(fault, times=fault.times - 1)
                    else:
                        del self._faults[place]
                    return fault
        return None

    def serve(self, request: FakeRequest) -> FakeAnswer:
        """One request at a time, as a database's locks would have it."""
        with self._lock:
            if CONTROL not in request.target:
                self.requests.append(request)
                if self.is_reading(request):
                    self._do_what_others_do()
            return self._platform(request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, place: tuple[str, int], owner: FaultyServer) -> None:
        self.owner = owner
        super().__init__(place, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed or hung up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class's signature
        """Silent: what was asked stands in ``FaultyServer.requests``."""

    def handle_one_request(self) -> None:
        with suppress(ConnectionError, TimeoutError):
            super().handle_one_request()
            return
        self.close_connection = True

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = FakeRequest(self.command, self.path, headers, self.rfile.read(length))
        owner = self.server.owner
        fault = None if CONTROL in self.path else owner.take_fault(request.method, request.target)
        if fault is None or fault.kind in TOOK_EFFECT:
            answer = owner.serve(request)
            if owner.latency and CONTROL not in self.path:
                owner.stopping.wait(owner.latency)
        else:
            owner.requests.append(request)
            answer = FakeAnswer(200, None)
        if fault is None:
            self._answer(answer)
        else:
            self._fail(fault, answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _handle  # noqa: N815 -- http.server finds methods by these names

    def _answer(self, answer: FakeAnswer) -> None:
        if answer.html:
            self._send(answer.status, answer.html.encode(), {"Content-Type": "text/html; charset=UTF-8"})
            return
        headers = {"Content-Type": "application/json; charset=UTF-8", **answer.headers}
        self._send(answer.status, json.dumps(answer.data).encode(), headers)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str], announced: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        self.end_headers()
        self.wfile.write(body)

    def _fail(self, fault: Fault, answer: FakeAnswer) -> None:
        whole = json.dumps(answer.data).encode()
        as_json = {"Content-Type": "application/json; charset=UTF-8", **answer.headers}
        match fault.kind:
            case Kind.STATUS:
                more = {"Retry-After": fault.retry_after} if fault.retry_after else {}
                self._answer(FakeAnswer(fault.status, self.server.owner.error_body(fault.status), more))
            case Kind.HTML:
                self._answer(FakeAnswer(fault.status or 200, None, html="<!doctype html><title>Even geduld</title>"))
            case Kind.SILENT_BEFORE | Kind.SILENT_AFTER:
                self._wait_until_client_leaves()
            case Kind.DROP_BEFORE | Kind.DROP_AFTER:
                self.close_connection = True
            case Kind.CUT_JSON:
                self._send(answer.status, whole[: len(whole) // 2], as_json)
            case Kind.CUT_BODY:
                self.close_connection = True
                self._send(answer.status, whole[: len(whole) // 2], as_json, announced=len(whole))
            case Kind.WRONG_TYPES | Kind.NULL | Kind.NULLS | Kind.WRONG_VALUES:
                self._answer(replace(answer, data=_spoilt(answer.data, fault.kind)))
            case Kind.REDIRECT:
                self._send(fault.status or 302, b"", {"Location": fault.location})
            case _:
                self._flood(fault.kind)

    def _flood(self, kind: Kind) -> None:
        """Answers without end; they stop when the client has had enough."""
        self.close_connection = True
        if kind is Kind.GZIP_BOMB:
            bomb = gzip.compress(b" " * 10_000_000, compresslevel=1) * 100  # gzip allows members in a row
            self._send(200, bomb, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
            return
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if kind is not Kind.DRIP_HEADERS:
            self.wfile.write(b"Content-Type: application/json\r\nConnection: close\r\n\r\n[")
        owner = self.server.owner
        if kind is Kind.HUGE:
            while owner.flooded < ENOUGH and not owner.stopping.is_set():
                self.wfile.write(b" " * 1_000_000)
                owner.flooded += 1_000_000
            return
        drops = owner.patience / _DROP
        while drops > 0 and not owner.stopping.wait(_DROP):
            self.wfile.write(b"x")
            drops -= 1

    def _wait_until_client_leaves(self) -> None:
        self.close_connection = True
        looks = self.server.owner.patience / _DROP
        while looks > 0 and not self.server.owner.stopping.is_set():
            looks -= 1
            readable, _, _ = select.select([self.connection], [], [], _DROP)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return


def _spoilt(data: Any, kind: Kind) -> Any:
    """Other data than announced: of another shape, or of the same with every value gone or of another type."""
    if kind is Kind.WRONG_TYPES:
        return {"id": "twenty", "0": [None, {"review": 5}]}
    if kind is Kind.NULL:
        return None
    if isinstance(data, dict):
        return {name: _spoilt(value, kind) for name, value in data.items()}
    if isinstance(data, list):
        return [_spoilt(value, kind) for value in data]
    if kind is Kind.NULLS:
        return None
    return {"was": "text"} if isinstance(data, str) else ["was", "something", "else"]
