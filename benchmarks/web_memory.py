"""How much memory a web process takes: the desk without a worker, after having served the sample shop's pages."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST = 200  # MB
PORT = 8899


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web_memory")
    parser.add_argument("--small", action="store_true", help="50 requests: for CI")
    requests = 50 if parser.parse_args(arguments).small else 1_000
    with tempfile.TemporaryDirectory() as folder:
        around = {
            **os.environ,
            "WEDERWOORD_DATA_DIR": folder,
            "WEDERWOORD_PORT": str(PORT),
            "WEDERWOORD_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "plugin"]
        subprocess.run([*command, "sample"], cwd=ROOT, env=around, check=True, capture_output=True)
        token = signed_in(command, around)
        web = subprocess.Popen([*command, "run", "--no-worker"], cwd=ROOT, env=around, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{PORT}/healthz")
            at_start = memory(web.pid)
            for number in range(requests):
                ask(
                    f"http://127.0.0.1:{PORT}{('/', f'/reviews/{number % 50 + 1}', '/api/v1/reviews')[number % 3]}",
                    token,
                )
            at_end = memory(web.pid)
        finally:
            web.terminate()
            web.wait(20)
    print(f"{'requests':>9} {'at start':>9} {'at the end':>11} {'at most':>8}")
    print(f"{requests:9} {at_start:6.0f} MB {at_end:8.0f} MB {MOST:5} MB")
    return 0 if at_end <= MOST else 1


def signed_in(command: list[str], around: dict[str, str]) -> str:
    for words in (["person", "add", "Bench", "--role", "owner"], ["person", "token", "Bench"]):
        told = subprocess.run([*command, *words], cwd=ROOT, env=around, check=True, capture_output=True, text=True)
    return told.stdout.strip()


def wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


def ask(url: str, token: str) -> None:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        if error.code >= 500:
            raise


def memory(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1000


if __name__ == "__main__":
    raise SystemExit(main())
