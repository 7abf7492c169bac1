"""``python -m tests.model_server --port 9001 --delay 1.0``: the fake model server by itself, for benchmarks."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from tests.model_server.behaviours import Behaviour
from tests.model_server.server import ModelServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.model_server")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds until each answer")
    parser.add_argument("--behaviour", choices=[b.value for b in Behaviour], default=Behaviour.GOOD.value)
    chosen = parser.parse_args()
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    with ModelServer(Behaviour(chosen.behaviour), delay=chosen.delay, port=chosen.port) as server:
        sys.stdout.write(f"OPENAI_BASE_URL={server.base_url}\n")
        sys.stdout.flush()
        ended.wait()


if __name__ == "__main__":
    main()
