"""Every figure of ``benchmarks/results.md``, measured again: ``python -m benchmarks [--small]``.

An argument goes to those benchmarks that know it. Each benchmark runs in a process of its own, so that none measures what
another left in memory, and for so long at most; what one that took longer has printed by then is shown.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from benchmarks import results

HERE = Path(__file__).parent
NOT_ONE = {"__init__", "__main__", "answering", "databases", "inbox_view", "made_reviews", "results", "told"}

MOST_SECONDS = {"inbox": 200, "drafting": 200}
OTHERWISE = 60  # seconds


def main(arguments: list[str]) -> int:
    failed = []
    for path in sorted(HERE.glob("*.py")):
        if path.stem in NOT_ONE:
            continue
        print(f"--- {path.stem}", flush=True)
        source = path.read_text(encoding="utf-8")
        given = [argument for argument in arguments if f'"{argument}"' in source]
        if run(path.stem, given, keeps_itself="keep(" in source, small="--small" in arguments):
            failed.append(path.stem)
    if failed:
        print(f"Targets not held, or not measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def run(name: str, given: list[str], *, keeps_itself: bool, small: bool) -> int:
    """Its exit status. What a benchmark only prints is kept here, as it was printed."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *given]
    most = MOST_SECONDS.get(name, OTHERWISE)
    process = subprocess.Popen(command, stdout=None if keeps_itself else subprocess.PIPE, text=True)
    ended = True
    try:
        printed, _ = process.communicate(timeout=most)
    except subprocess.TimeoutExpired:
        ended = False
        printed = stopped(process)
        print(f"{name}: stopped after {most} s", file=sys.stderr, flush=True)
    if not keeps_itself and (small or not ended):
        print(printed, flush=True)
    elif not keeps_itself:
        results.keep(name.replace("_", " ").capitalize(), f"```\n{printed.strip()}\n```")
    return process.returncode if ended else 1


def stopped(process: subprocess.Popen[str]) -> str | None:
    """What it had printed. Asked to stop first, so that it ends the servers that it started."""
    process.send_signal(signal.SIGINT)
    try:
        return process.communicate(timeout=15)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
