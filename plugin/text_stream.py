"""Rows in, rows out, one at a time: memory stays flat however long the input is, and a bad row costs only itself."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO, TextIO

from plugin.formats import LONGEST_LINE, Row, RowError

log = logging.getLogger(__name__)
ALL_HANDLED, SOME_FAILED = 0, 1
_PROGRESS_EVERY = 0.5  # seconds

Reader = Callable[[bytes, int], Row]
Handler = Callable[[Row], dict[str, Any]]


def lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold anything, with their numbers. A line that is too long is cut, so that it is refused as such
    without being read into memory.
    """
    number = 0
    while line := source.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE + 1)
        if line.strip():
            yield number, line


def run(source: BinaryIO, sink: TextIO, reader: Reader, handler: Handler, *, threads: int = 1) -> int:
    """Handle every line and write its row, in the order of the input. Returns the exit status: 0, or 1 where some
    lines failed. With ``threads`` above one that many rows are under way at once.
    """
    progress, failed = _Progress(), False
    for done in _handled(source, reader, handler, threads):
        failed = failed or "error" in done
        sink.write(_dumped(done) + "\n")
        sink.flush()
        progress.step()
    progress.end()
    return SOME_FAILED if failed else ALL_HANDLED


def _dumped(row: dict[str, Any]) -> str:
    dumped = json.dumps(row, ensure_ascii=False)
    try:
        dumped.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can hold and UTF-8 cannot
        return json.dumps(row)
    return dumped


def _handled(source: BinaryIO, reader: Reader, handler: Handler, threads: int) -> Iterator[dict[str, Any]]:
    if threads == 1:
        for number, line in lines(source):
            yield _one(line, number, reader, handler)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[dict[str, Any]]] = deque()
        for number, line in lines(source):
            waiting.append(pool.submit(_one, line, number, reader, handler))
            # Twice as many as the threads: one slow row at the head does not leave them without work.
            if len(waiting) >= 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _one(line: bytes, number: int, reader: Reader, handler: Handler) -> dict[str, Any]:
    row_id: str | int | None = None
    try:
        row = reader(line, number)
        row_id = row.id
        return handler(row)
    except RowError as error:
        return error.as_row()
    except Exception as error:
        # A fault of ours in one row must not lose the others. Its text may quote a review, so only its type is told.
        log.debug("line %d failed", number, exc_info=True)
        return RowError("internal", f"line {number}: internal error ({type(error).__name__})", row_id).as_row()


class _Progress:
    """A counter on standard error, where a person watches it."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._count = 0
        self._last = 0.0

    def step(self) -> None:
        self._count += 1
        if self._shown and time.monotonic() - self._last > _PROGRESS_EVERY:
            self._last = time.monotonic()
            sys.stderr.write(f"\r{self._count} done")
            sys.stderr.flush()

    def end(self) -> None:
        if self._shown and self._count:
            sys.stderr.write(f"\r{self._count} done\n")
