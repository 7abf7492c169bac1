"""Writing JSON Lines where nobody else can read them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def write_lines(file: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """One object a line, readable by its owner alone; whole or not at all. Gives how many. Raises OSError."""
    draft, written = file.with_name(f".{file.name}.new"), 0
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                written += 1
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return written
