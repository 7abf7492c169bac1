"""The wire below the HTTP session: connections that know whether anything was sent and can be cut off in time.

``requests`` tells neither whether a failed request may have arrived nor bounds its total duration (its read
timeout starts anew with each byte). Both matter here: a write that may have arrived must not be repeated, and a
server that drips must not hold a worker. So each request runs inside an :class:`Attempt`, which the connection
classes below report to.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from connectors.address_guard import require_public


class Attempt:
    """One request on the wire: how long it may take, and how far it came.

    ``sent`` turns True before the first byte of the request leaves: False means for certain that nothing arrived.
    ``expired`` turns True when the deadline (seconds from now) cut the connection.
    """

    def __init__(self, *, deadline: float, allow_private: bool, fresh: bool) -> None:
        self.allow_private = allow_private
        self.fresh = fresh  # a write goes over a new connection: an idle one may have died unnoticed
        self.sent = False
        self.expired = False
        self._lock = threading.Lock()
        self._watched: socket.socket | None = None
        self._timer = threading.Timer(deadline, self._cut)
        self._timer.daemon = True

    def watch(self, fileno: int) -> None:
        """Let the deadline cut this connection. A duplicate is kept, since TLS takes the original away."""
        with self._lock:
            if self._watched is not None:
                self._watched.close()
            self._watched = socket.socket(fileno=os.dup(fileno))
            if self.expired:
                self._shut()

    def _cut(self) -> None:
        with self._lock:
            self.expired = True
            self._shut()

    def _shut(self) -> None:
        if self._watched is not None:
            with suppress(OSError):
                self._watched.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def running(self) -> Iterator[Attempt]:
        """Make this the attempt of the current thread, with its clock started."""
        _current.attempt = self
        self._timer.start()
        try:
            yield self
        finally:
            self._timer.cancel()
            _current.attempt = None
            with self._lock:
                if self._watched is not None:
                    self._watched.close()
                    self._watched = None


class _Current(threading.local):
    attempt: Attempt | None = None


_current = _Current()


def _attempt() -> Attempt:
    if _current.attempt is None:
        raise RuntimeError("a guarded connection was used outside Session.call()")
    return _current.attempt


class GuardedHTTPConnection(HTTPConnection):
    """Connects only to checked addresses, and tells the attempt before anything is sent."""

    _used = False

    def _new_conn(self) -> socket.socket:
        attempt = _attempt()
        addresses = self._resolve()
        if not attempt.allow_private:
            require_public(self.host, addresses)
        sock = self._connect_first(addresses)
        attempt.watch(sock.fileno())
        sys.audit("http.client.connect", self, self.host, self.port)
        return sock

    def _resolve(self) -> list[str]:
        try:
            found = socket.getaddrinfo(self._dns_host.strip("[]"), self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            reason = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(self.host, self, reason) from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def _connect_first(self, addresses: list[str]) -> socket.socket:
        """Connect to one of the addresses that were checked, not to the name: it could answer anew."""
        failure: OSError | None = None
        for address in addresses:
            try:
                return create_connection(
                    (address, self.port),
                    self.timeout,
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"no connection to {self.host} in time")
        raise NewConnectionError(self, f"no connection to {self.host}: {failure}")

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self._used and _attempt().fresh:
            self.close()
        super().request(*args, **kwargs)

    def close(self) -> None:
        self._used = False
        super().close()

    def send(self, data: Any) -> None:
        attempt = _attempt()
        if self.sock is None:
            self.connect()
        if not attempt.sent:
            attempt.watch(self.sock.fileno())
        self._used = attempt.sent = True
        super().send(data)


class GuardedHTTPSConnection(GuardedHTTPConnection, HTTPSConnection):
    """The same over TLS; the certificate is checked against the name, not the address."""


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = GuardedHTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = GuardedHTTPSConnection


class GuardedAdapter(HTTPAdapter):
    """Makes a requests session use the connections above. It retries nothing by itself."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
