"""What tests of several rooms share: no network beyond loopback, a fresh SQLite database, a shop with people.

A room's own fixtures stand in the room's folder.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography.fernet import Fernet

from plugin import logs
from plugin.store import Database
from tests import on_postgres

_connect = socket.socket.connect


def _only_loopback(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        host = str(address[0])
        try:
            allowed = ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
        except ValueError:
            allowed = host == "localhost"
        if not allowed:
            raise PermissionError(f"a test tried to reach {host}: tests stay on loopback")
    _connect(self, address)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _only_loopback)


@pytest.fixture
def whole_log(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """The log as an operator has it, in full, whatever other tests did to it."""
    del capsys  # it stands in place of standard error before the log looks for it
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up("DEBUG", "json")
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real Postgres, started when a test first asks for it."""
    with on_postgres.server() as address:
        yield address


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An up-to-date SQLite database of its own."""
    made = Database(f"sqlite:///{tmp_path / 'wederwoord.sqlite3'}", [Fernet.generate_key().decode()])
    made.upgrade()
    yield made
    made.dispose()
