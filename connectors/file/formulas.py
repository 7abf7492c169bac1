"""Keeps a reply from being run as a formula when the file of replies is opened in a spreadsheet.

A cell that begins with one of = + - @, their full-width forms, a tab or a line end gets an apostrophe before it. So
does one that begins with apostrophes and then such a character, which makes the way back exact: ``restore`` takes
one apostrophe away wherever apostrophes stand before such a character. All other cells stay as they are.
"""

from __future__ import annotations

import re

_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def neutralise(cell: str) -> str:
    return f"'{cell}" if _RUNS.match(cell) else cell


def restore(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell
