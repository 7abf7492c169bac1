"""A file of reviews as records: field → text as written, whatever the format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from connectors.contract import AskPerson
from connectors.file import delimiter as delimiters
from connectors.file.columns import propose
from connectors.file.csv_rows import BrokenLine, CsvRow, read_rows
from connectors.file.decoding import Encoded, blocks_of, examine
from connectors.file.guessing import propose_by_content
from connectors.file.lines import Lines

SAMPLE_ROWS = 2_000  # looked at to find out scales and orders
_HEAD = 256 * 1024
_LOOKED_AT = 60  # rows whose cells may tell what a column holds
# A row without these cells was cut in two by a stray line break; one without the others is only short.
_NEEDED = frozenset({"id", "text", "rating", "created"})


@dataclass(frozen=True)
class Record:
    """One row: ``values`` by field (settings.FIELDS), ``notes`` on what was repaired."""

    line: int
    values: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """What was found out about a file, and the way to its records."""

    source: Path | bytes
    encoded: Encoded
    format: str  # csv | jsonl
    delimiter: str  # empty for jsonl
    headers: tuple[str, ...]
    mapping: Mapping[str, str]  # field → header
    problems: tuple[str, ...] = ()

    def records(self) -> Iterator[Record | BrokenLine]:
        lines = Lines(self.source, self.encoded.encoding)
        rows = self._json_records(lines) if self.format == "jsonl" else self._csv_records(lines)
        for row in rows:
            if isinstance(row, Record) and lines.damage:
                yield Record(row.line, row.values, (*row.notes, *_damage(lines, row)))
            else:
                yield row

    def _csv_records(self, lines: Lines) -> Iterator[Record | BrokenLine]:
        rows = read_rows(lines, self.delimiter)
        place = {header: number for number, header in reversed(list(enumerate(self.headers)))}
        fields = {field: place[header] for field, header in self.mapping.items()}
        needed = max((number for field, number in fields.items() if field in _NEEDED), default=0)
        for row in _after_header(rows):
            if isinstance(row, BrokenLine):
                yield row
            elif (len(row.cells) > len(self.headers) and any(row.cells[len(self.headers) :])) or len(
                row.cells
            ) <= needed:
                yield BrokenLine(row.line, f"it has {len(row.cells)} columns where the header has {len(self.headers)}")
            else:
                cells = row.cells
                yield Record(row.line, {field: cells[n] for field, n in fields.items() if n < len(cells)})

    def _json_records(self, lines: Lines) -> Iterator[Record | BrokenLine]:
        for number, line in lines:
            if not line.strip():
                continue
            item = _json_object(line)
            if item is None:
                yield BrokenLine(number, "it is no JSON object")
            else:
                yield Record(number, {field: _at(item, key) for field, key in self.mapping.items()})


def open_table(source: Path | bytes, settings: Mapping[str, Any]) -> Table:
    """Find out what is not said in ``settings``. Raises OSError, and AskPerson for what is no table of reviews."""
    encoded = examine(blocks_of(source), encoding=settings["encoding"])
    head = head_of(source)
    first = _text_of(head, encoded.encoding).lstrip("\ufeff \t\r\n")[:1]
    kind = settings["format"] if settings["format"] != "auto" else ("jsonl" if first == "{" else "csv")
    if first == "[" and (kind == "jsonl" or _suffix(source) == ".json"):
        raise AskPerson("This is one JSON list.", hint="Save it as JSON Lines: one object on each line, no brackets.")
    delimiter = "" if kind == "jsonl" else settings["delimiter"]
    if delimiter == "auto":
        delimiter = delimiters.sniff(_whole_lines(head, encoded), encoded.encoding)
    headers = _headers(Lines(head, encoded.encoding), kind, delimiter)
    looked_at = _first_cells(_whole_lines(head, encoded), encoded.encoding, delimiter) if kind == "csv" else []
    mapping, problems = _mapping(headers, settings["columns"], looked_at, nested=kind == "jsonl")
    return Table(source, encoded, kind, delimiter, headers, mapping, problems)


def _mapping(
    headers: tuple[str, ...], chosen: Mapping[str, str], cells: list[list[str]], *, nested: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The chosen columns, completed with proposals for the fields and headers that are left: by what the headers say,
    then by what stands below them.
    """
    there = {field: header for field, header in chosen.items() if header in headers or (nested and "." in header)}
    listed = ", ".join(headers[:40]) or "none"
    problems = tuple(f"There is no column {chosen[field]!r}. There are: {listed}." for field in chosen.keys() - there)
    proposed = propose(header for header in headers if header not in there.values())
    proposed |= propose_by_content(headers, cells, {**proposed, **there})
    mapping = {**{field: header for field, header in proposed.items() if field not in chosen}, **there}
    if "text" not in mapping:
        problems += (f"No column was recognised as the review's text. Choose one of: {listed}.",)
    return mapping, problems


def _headers(lines: Lines, kind: str, delimiter: str) -> tuple[str, ...]:
    if kind == "jsonl":
        keys: dict[str, None] = {}
        for _, line in islice(lines, 200):
            keys |= dict.fromkeys(_json_object(line) or {})
        return tuple(keys)
    first = next((row for row in read_rows(lines, delimiter) if isinstance(row, CsvRow)), None)
    return tuple(cell.lstrip("\ufeff").strip() for cell in first.cells) if first else ()


def _first_cells(head: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    rows = _after_header(read_rows(Lines(head, encoding), delimiter))
    return [list(row.cells) for row in islice(rows, _LOOKED_AT) if isinstance(row, CsvRow)]


def _after_header(rows: Iterator[CsvRow | BrokenLine]) -> Iterator[CsvRow | BrokenLine]:
    seen_header = False
    for row in rows:
        if not seen_header and isinstance(row, CsvRow):
            seen_header = True
        else:
            yield row


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        item = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return item if isinstance(item, dict) else None


def _at(item: Mapping[str, Any], key: str) -> str:
    """The value of a key, or of a path such as ``reviewer.name``, as text."""
    value: Any = item.get(key)
    if value is None and "." in key:
        value = item
        for part in key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _damage(lines: Lines, row: Record) -> list[str]:
    """The notes on lines read so far; each is told once, with the row it was found in."""
    told = [f"line {number}: {what}" for number, what in lines.damage.items() if number >= row.line]
    lines.damage.clear()
    return told


def head_of(source: Path | bytes) -> bytes:
    """The first part of a file: enough to tell its format, encoding and columns."""
    if isinstance(source, bytes):
        return source[:_HEAD]
    with source.open("rb") as file:
        return file.read(_HEAD)


def _whole_lines(head: bytes, encoded: Encoded) -> bytes:
    """Without the last line, where the head was cut in the middle of it."""
    if encoded.size <= len(head) or encoded.encoding.startswith("utf-16") or encoded.encoding.startswith("utf-32"):
        return head
    return head[: head.rfind(b"\n") + 1] or head


def _text_of(head: bytes, encoding: str) -> str:
    return head[:64].decode(encoding, errors="ignore")


def _suffix(source: Path | bytes) -> str:
    return source.suffix.casefold() if isinstance(source, Path) else ""
