"""The app behind a real web server on loopback, in a thread of the test's process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server


@contextmanager
def served(app: Flask, *, port: int = 0, threads: int = 8) -> Iterator[int]:
    """Serve ``app``, and give the port it is served on."""
    server = create_server(app, host="127.0.0.1", port=port, threads=threads)
    serving = threading.Thread(target=server.run, name="serving", daemon=True)
    serving.start()
    try:
        yield server.effective_port
    finally:
        server.task_dispatcher.shutdown()
        # The sockets are closed by the thread that waits on them: taken from under its feet, they are an error there.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        serving.join(timeout=10)
        assert not serving.is_alive(), "the web server did not end"
