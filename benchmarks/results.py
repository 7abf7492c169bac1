"""The table of a measurement: printed, and kept as a section of ``benchmarks/results.md``."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).parent / "results.md"
_HEAD = "# Measured\n\nEach section is written by one benchmark; ratios within one run count, absolute figures are of one machine.\n"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [list(head), ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    load = os.getloadavg()[0]
    return f"{dt.datetime.now(dt.UTC).date().isoformat()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the end"


def keep(section: str, text: str, *, path: Path = RESULTS) -> None:
    """Print it, and put it in the place of the section's earlier text."""
    whole = f"## {section}\n\n{text.strip()}\n\n{machine()}\n"
    print(whole)
    had = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    parts = re.split(r"(?m)^(?=## )", had)
    kept = [part.rstrip() + "\n" for part in parts if not part.startswith(f"## {section}\n")]
    path.write_text("\n".join([*kept, whole]), encoding="utf-8")
