"""What the doctor says: one line each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    WELL = "ok"
    NOTE = "note"  # works, and could be better
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report. ``todo`` says what to do; empty where all is well."""

    about: str
    verdict: Verdict
    text: str
    todo: str = ""
