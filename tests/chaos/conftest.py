from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from plugin import settings
from plugin.store import Database
from plugin.work import Work
from tests import on_postgres

ROOT = Path(__file__).parents[2]
LONG = bool(os.environ.get("WEDERWOORD_LONG"))
# `wederwoord`, but no call may last long: a send that was cut off is looked for until it cannot arrive any more, and with
# the usual timeouts that is minutes. It has its imports behind it, which take seconds, when it is told its name and begins.
SHORT_CALLS = """
import os, sys
from functools import partial
from connectors import http
http.HttpPolicy = partial(http.HttpPolicy, connect_timeout=1.0, read_timeout=2.0, deadline=3.0, longest_wait=1.0)
from plugin.cli import main
name = sys.stdin.readline().strip()
if name:
    os.environ["WEDERWOORD_WORKER_ID"] = name
    main()
"""
PATIENCE = 300.0 if LONG else 90.0  # seconds until a test gives up


def until(condition: Callable[[], Any], give_up_after: float = PATIENCE) -> Any:
    give_up = time.monotonic() + give_up_after
    while not (found := condition()):
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.02)
    return found


class Worker:
    """``wederwoord worker`` in a process of its own, which waits until it may begin."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SHORT_CALLS, "worker"],
            cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def begin(self, name: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.close()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(self.process.stderr)

    def works(self) -> None:
        until(lambda: any("works" in line for line in self.said) or self.process.poll() is not None)
        assert self.process.poll() is None, "".join(self.said)

    def kill(self) -> None:
        """kill -9: no goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def end(self) -> None:
        self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        self.process.wait(30)
        self._reader.join(10)
        for pipe in (self.process.stdin, self.process.stderr):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def start_worker(given: settings.Settings) -> Iterator[Callable[..., Worker]]:
    """Starts a worker; the next one loads meanwhile, as half of the time went by waiting for that."""
    del given  # a worker takes the settings of the moment when its process is made
    started = [Worker()]

    def start(name: str = "w") -> Worker:
        started[-1].begin(name)
        started.append(Worker())
        return started[-2]

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.kill()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'chaos.sqlite3'}"
        return
    with on_postgres.database(request.getfixturevalue("postgres")) as made:
        yield made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On Postgres, short: replies alone. All of it by WEDERWOORD_LONG or ``make test-slow``."""
    for item in items:
        ours = f"{__package__.replace('.', '/')}/" in str(item.path)
        if ours and item.get_closest_marker("postgres") and "publishing" not in item.name:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> settings.Settings:
    """Settings by the environment, so that this process and its workers have the same."""
    for name, value in {
        "WEDERWOORD_DATA_DIR": str(tmp_path),
        "WEDERWOORD_DATABASE_URL": address,
        "WEDERWOORD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "WEDERWOORD_ALLOW_PRIVATE_ADDRESSES": "yes",
        "WEDERWOORD_POLL_EVERY": "0.05",
        "WEDERWOORD_LIFE_SIGN_EVERY": "0.3",
        "WEDERWOORD_LOG_LEVEL": "WARNING",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "WEDERWOORD_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return settings.load()


@pytest.fixture
def opened(given: settings.Settings) -> Iterator[Database]:
    database = Database(given.database_url, given.encryption_keys, busy_seconds=30)
    database.upgrade()
    yield database
    database.dispose()


@pytest.fixture
def work(given: settings.Settings, opened: Database) -> Iterator[Work]:
    """The asking side only: the workers are processes of their own."""
    made = Work(given, opened)
    made.prepare()
    yield made
    made.stop()
