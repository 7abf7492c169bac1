"""Rows of a CSV file that may be broken here and there: the broken lines are named, the rest is read.

The csv module alone cannot do that: one quote that is never closed makes it swallow the rest of the file without a
word. So a row that takes suspiciously many lines is taken back, its first line is named, and reading goes on with the
second.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.file.lines import MAX_LINE, Lines

MAX_ROW_LINES = 2_000  # a review of 20,000 characters has some hundreds of lines at most


@dataclass(frozen=True)
class CsvRow:
    line: int
    cells: tuple[str, ...]
    lines: int = 1  # physical lines that it takes


@dataclass(frozen=True)
class BrokenLine:
    line: int
    why: str


class _TooLong(Exception):
    pass


@dataclass
class _Feed:
    """Hands lines to the csv reader, remembers those of the current row, and can take them back."""

    source: Iterator[tuple[int, str]]
    waiting: deque[tuple[int, str]] = field(default_factory=deque)
    current: list[tuple[int, str]] = field(default_factory=list)
    at_end: bool = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.current) >= MAX_ROW_LINES:
            raise _TooLong
        numbered = self.waiting.popleft() if self.waiting else next(self.source, None)
        if numbered is None:
            self.at_end = True
            raise StopIteration
        self.current.append(numbered)
        return numbered[1]

    def take_back(self) -> int:
        """Give all lines of the current row but the first to be read again; returns the first one's number."""
        (first, _), *others = self.current
        self.waiting.extendleft(reversed(others))
        self.current.clear()
        self.at_end = False
        return first


def read_rows(lines: Lines, delimiter: str) -> Iterator[CsvRow | BrokenLine]:
    """Every row with cells, the header included, and a BrokenLine for each line that is part of none."""
    csv.field_size_limit(MAX_LINE)
    feed = _Feed(iter(lines))
    width: int | None = None  # of the header
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.current.clear()
        try:
            cells = next(reader, None)
        except (_TooLong, csv.Error):
            yield BrokenLine(feed.take_back(), "a quotation mark is never closed")
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        if cells is None:
            return
        if _swallowed(feed, cells, width, delimiter):
            yield BrokenLine(feed.take_back(), "a quotation mark is never closed")
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        width = width or len(cells)
        yield CsvRow(feed.current[0][0], tuple(cells), len(feed.current))


def _swallowed(feed: _Feed, cells: list[str], width: int | None, delimiter: str) -> bool:
    """Whether this row took lines that are rows of their own: it ended only with the file, or has another width."""
    if feed.at_end:
        return True
    if len(feed.current) == 1:
        return False
    return (width is not None and len(cells) != width) or not _well_quoted(feed, delimiter)


def _well_quoted(feed: _Feed, delimiter: str) -> bool:
    """Whether every quotation mark that ends a cell really stands at a cell's end. Asked of rows of several lines only:
    there a stray mark joins what does not belong together, in one line it does no harm.
    """
    try:
        next(csv.reader([text for _, text in feed.current], delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True
