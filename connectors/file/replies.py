"""The replies to a file's reviews, in a file beside it that can be uploaded elsewhere.

``reviews.csv`` gets ``reviews.csv.replies.csv`` (same delimiter, UTF-8 with a mark so that spreadsheets see it),
``reviews.jsonl`` gets ``reviews.jsonl.replies.jsonl``. Each holds review_id, reply, key and placed_at, one row a review.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from connectors.contract import AskPerson, Reply
from connectors.file.atomic import locked, replace_file
from connectors.file.csv_rows import BrokenLine, read_rows
from connectors.file.decoding import blocks_of, examine
from connectors.file.delimiter import sniff
from connectors.file.formulas import neutralise, restore
from connectors.file.lines import Lines
from connectors.file.place import error_of

_COLUMNS = ("review_id", "reply", "key", "placed_at")


@dataclass(frozen=True)
class Placed:
    review_id: str
    reply: str
    key: str
    placed_at: str

    def as_reply(self) -> Reply:
        try:
            created = dt.datetime.fromisoformat(self.placed_at)
        except ValueError:
            created = None  # someone edited the file; the reply itself is what counts
        return Reply(text=self.reply, external_id=self.key, created=created, key=self.key)


Changing = Callable[[dict[str, Placed]], dict[str, Placed]]


class ReplyFile:
    def __init__(self, reviews: Path, *, jsonl: bool, delimiter: str = ",") -> None:
        self._reviews = reviews
        self._jsonl = jsonl
        self._delimiter = delimiter or ","
        self.path = reviews.with_name(f"{reviews.name}.replies.{'jsonl' if jsonl else 'csv'}")

    def all(self) -> dict[str, Placed]:
        """By review id. Raises AskPerson for a file that was changed into something unreadable."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            failed = error_of(error, doing="read")
        else:
            rows = self._from_jsonl(content) if self._jsonl else self._from_csv(content)
            return {row.review_id: row for row in rows}
        raise failed

    def place(self, review_id: str, text: str, key: str) -> Placed:
        """Add a reply. The same key again changes nothing; another key at the same review is for a person."""

        def add(rows: dict[str, Placed]) -> dict[str, Placed]:
            known = rows.get(review_id)
            if known is None:
                return {**rows, review_id: Placed(review_id, text, key, _now())}
            if known.key != key:
                raise AskPerson("This review has a reply in the file already.", hint="Replace that one, or keep it.")
            return rows

        return self._change(add)[review_id]

    def replace(self, review_id: str, text: str, key: str) -> Placed:
        return self._change(lambda rows: {**rows, review_id: Placed(review_id, text, key, _now())})[review_id]

    def remove(self, review_id: str, key: str) -> None:
        def without(rows: dict[str, Placed]) -> dict[str, Placed]:
            return {i: row for i, row in rows.items() if i != review_id or row.key != key}

        self._change(without)

    def _change(self, change: Changing) -> dict[str, Placed]:
        try:
            with locked(self.path):
                before = self.all()
                after = change(before)
                if after != before:
                    replace_file(self.path, self._written(after), like=self._reviews)
                return after
        except OSError as error:
            failed = error_of(error, doing="write")
        raise failed

    def _written(self, rows: Mapping[str, Placed]) -> bytes:
        if self._jsonl:
            lines = (json.dumps(asdict(row), ensure_ascii=False) for row in rows.values())
            return "".join(f"{line}\n" for line in lines).encode()
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self._delimiter)
        writer.writerow(_COLUMNS)
        writer.writerows([neutralise(cell) for cell in asdict(row).values()] for row in rows.values())
        return text.getvalue().encode("utf-8-sig")

    def _from_jsonl(self, content: bytes) -> list[Placed]:
        try:
            items = [json.loads(line) for line in content.decode("utf-8-sig").split("\n") if line.strip()]
            return [Placed(**{name: str(item[name]) for name in _COLUMNS}) for item in items]
        except (ValueError, KeyError, TypeError):
            pass
        raise self._changed()

    def _from_csv(self, content: bytes) -> list[Placed]:
        """As written by us, or saved again by a spreadsheet with another delimiter or encoding."""
        encoding = examine(blocks_of(content)).encoding
        rows = list(read_rows(Lines(content, encoding), sniff(content, encoding)))
        cells = [row.cells for row in rows if not isinstance(row, BrokenLine)]
        header = [cell.lstrip("\ufeff").strip() for cell in cells[0]] if cells else []
        if len(cells) != len(rows) or not set(_COLUMNS) <= set(header) or any(len(c) < len(header) for c in cells):
            raise self._changed()
        places = {name: header.index(name) for name in _COLUMNS}
        return [Placed(**{name: restore(row[place]) for name, place in places.items()}) for row in cells[1:]]

    def _changed(self) -> AskPerson:
        return AskPerson(
            f"{self.path.name} was changed into something that cannot be read, so nothing was written to it.",
            hint="Rename it, and the replies start a new one.",
        )


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
