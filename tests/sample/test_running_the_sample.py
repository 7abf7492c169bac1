"""``wederwoord run --sample`` as a program: the desk answers while its first drafts are still being written."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from plugin import settings
from plugin.store import Database, batches, shops
from tests.model_server import Behaviour, ModelServer

PATIENCE = 60.0  # seconds


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.mark.timeout(180)
def test_the_desk_answers_while_a_slow_model_still_drafts_the_sample(tmp_path: Path) -> None:
    port = _free_port()
    plain = {name: value for name, value in os.environ.items() if name not in settings.VARIABLES}
    with ModelServer(Behaviour.HANGS) as model:
        surroundings = {
            "WEDERWOORD_DATA_DIR": str(tmp_path / "data"),
            "WEDERWOORD_PORT": str(port),
            "WEDERWOORD_MODEL": "m-1",
            "OPENAI_BASE_URL": model.base_url,
        }
        log = tmp_path / "log"
        with log.open("wb") as said:
            program = subprocess.Popen(
                [sys.executable, "-m", "plugin", "run", "--sample"],
                env=plain | surroundings, stdout=said, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            end = time.monotonic() + PATIENCE
            while not _answers(f"http://127.0.0.1:{port}/healthz"):
                assert program.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.1)
            while not model.requests:
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.1)
            assert _answers(f"http://127.0.0.1:{port}/sign-in")
            database = Database(f"sqlite:///{tmp_path / 'data' / 'wederwoord.sqlite3'}", ["x" * 43 + "="])
            with database.session() as session:
                assert batches.running(session, shops.every(session)[0].id) is not None
            database.dispose()
            assert "/sign-in#" in log.read_text()
        finally:
            program.send_signal(signal.SIGINT)
            try:
                program.wait(timeout=30)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
                raise
    assert "Stopped." in log.read_text()
