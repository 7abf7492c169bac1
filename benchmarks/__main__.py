"""Every figure of ``benchmarks/results.md``, measured again: ``python -m benchmarks [--small]``.

An argument goes to those benchmarks that know it. Each benchmark runs in a process of its own, so that none measures what another left in memory.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_ONE = {"__init__", "__main__", "databases", "made_reviews", "results"}


def main(arguments: list[str]) -> int:
    failed = []
    for path in sorted(HERE.glob("*.py")):
        if path.stem not in NOT_ONE:
            print(f"--- {path.stem}", flush=True)
            known = path.read_text(encoding="utf-8")
            given = [argument for argument in arguments if f'"{argument}"' in known]
            if subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}", *given], check=False).returncode:
                failed.append(path.stem)
    if failed:
        print(f"Targets not held, or not measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
