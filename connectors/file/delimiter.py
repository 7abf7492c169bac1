"""Which character stands between the columns."""

from __future__ import annotations

from collections import Counter

from connectors.file.csv_rows import CsvRow, read_rows
from connectors.file.lines import Lines

CANDIDATES = (",", ";", "\t", "|")
_ENOUGH_ROWS = 200


def sniff(head: bytes, encoding: str) -> str:
    """The delimiter under which most rows have as many columns as the header; more columns win a draw.

    The csv module's own sniffer counts characters and is misled by commas in prose; reading under each candidate and
    looking at the result is not. A file with one column has no delimiter: then it is the comma.
    """
    return max(CANDIDATES, key=lambda candidate: _fitness(head, encoding, candidate))


def _fitness(head: bytes, encoding: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    for row in read_rows(Lines(head, encoding), delimiter):
        if isinstance(row, CsvRow):
            widths.append(len(row.cells))
        if len(widths) >= _ENOUGH_ROWS:
            break
    if not widths or widths[0] == 1:
        return (0.0, 1)
    alike = Counter(widths)[widths[0]] / len(widths)
    return (alike, widths[0])
