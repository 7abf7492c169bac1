"""A file of reviews as a channel: every platform exports CSV, and most take a file of replies or a copied text."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from connectors.contract import AskPerson, Capabilities, Connector, ConnectorError, Health, Page, Reply, Review
from connectors.evidence import Evidence
from connectors.file.place import place_of, reading_file
from connectors.file.preview import preview
from connectors.file.reading import Read, ReviewReader, make_reader
from connectors.file.replies import ReplyFile
from connectors.file.settings import FileSettings
from connectors.file.table import Table, head_of, open_table
from connectors.file.words import TITLES
from connectors.replying import require_key, require_text, same_words

PAGE_ROWS = 1_000
PROBLEMS_KEPT = 50  # lines of a file that are told again at every look; more of the same help nobody


class FileConnector(Connector):
    """Reads ``path``; writes replies beside it (replies.py). The same file read again brings nothing."""

    name: ClassVar[str] = "file"
    title: ClassVar[str] = "File"
    titles: ClassVar[Mapping[str, str]] = TITLES
    evidence: ClassVar[Evidence] = Evidence.OURS
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_delete_reply=True,
        reply_once=True,
        idempotent_reply=True,
        incremental=True,
        sees_edits=True,
        sees_removals=False,  # an export often holds only the newest: what is missing there is not gone
    )
    Settings = FileSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset()

    def check(self) -> Health:
        try:
            seen = preview(self.settings["path"], self.settings)
            self._replies(self._table()).all()
        except ConnectorError as error:
            return Health.failed(error)
        if "text" not in seen.mapping:
            return Health(False, seen.problems)
        found = ", ".join(f"{field}: {header}" for field, header in seen.mapping.items())
        return Health(True, (f"The file can be read ({seen.encoding}). Columns: {found}.", *seen.problems[:5]))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """Pages of 1,000 rows. The cursor knows the file by its content and the settings: a changed file is read whole,
        an interrupted one from where it stood.
        """
        with reading_file():
            table = self._table()
            if table.problems:
                raise AskPerson(table.problems[0], hint="Choose the columns in the channel's settings.")
            version = self._version(table)
            same = cursor.get("file") == version
            told = _Told(list(cursor.get("problems", ())) if same else [], int(cursor.get("more", 0)) if same else 0)
            if same and cursor.get("done"):
                if told.lines:  # what was wrong with the file is wrong with it still
                    yield Page((), dict(cursor), told.as_told())
                return
            replies, notes = self._placed(table)
            rows = iter(self._reader(table, replies))
            done_rows = int(cursor.get("row", 0)) if same else 0
            for _ in islice(rows, done_rows):
                pass  # read again all the same: they tell which ids are taken
            yield from _pages(rows, version, done_rows, notes, told)

    def reread(self, review: Review) -> Review | None:
        with reading_file():
            table = self._table()
            reads = iter(self._reader(table, self._placed(table)[0]))
            return next((r.review for r in reads if r.review and r.review.external_id == review.external_id), None)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:
        placed = self._reply_file().all().get(review.external_id)
        if placed and (placed.key == key or same_words(placed.reply, text)):
            return placed.as_reply()
        return None

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        require_key(key)
        require_text(text)
        return self._reply_file().place(review.external_id, text, key).as_reply()

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_key(key)
        require_text(text)
        return self._reply_file().replace(review.external_id, text, key).as_reply()

    def delete_reply(self, review: Review, reply: Reply) -> None:
        self._reply_file().remove(review.external_id, reply.key)

    @property
    def _path(self) -> Path:
        return place_of(self.settings["path"])

    def _table(self) -> Table:
        with reading_file():
            return open_table(self._path, self.settings)

    def _reply_file(self) -> ReplyFile:
        """Without reading more of the reviews than tells their format."""
        with reading_file():
            return self._replies(open_table(head_of(self._path), self.settings))

    def _replies(self, table: Table) -> ReplyFile:
        return ReplyFile(self._path, jsonl=table.format == "jsonl", delimiter=table.delimiter)

    def _placed(self, table: Table) -> tuple[dict[str, Reply], tuple[str, ...]]:
        """The replies so far; a file of them that someone spoilt must not keep the reviews from being read."""
        try:
            return {i: placed.as_reply() for i, placed in self._replies(table).all().items()}, ()
        except AskPerson as error:
            return {}, (error.message,)

    def _reader(self, table: Table, replies: Mapping[str, Reply]) -> ReviewReader:
        undated = dt.datetime.fromtimestamp(int(self._path.stat().st_mtime), dt.UTC)
        return make_reader(table, self.settings, undated=undated, replies=replies)

    def _version(self, table: Table) -> str:
        said = {name: value for name, value in self.settings.items() if name != "path"}
        return hashlib.sha256(f"{table.encoded.digest}{json.dumps(said, sort_keys=True)}".encode()).hexdigest()


@dataclass
class _Told:
    """What was wrong with a file so far: the first lines of it, and how many more. Travels in the cursor."""

    lines: list[str]
    more: int

    def add(self, problems: Iterable[str]) -> None:
        for problem in problems:
            if len(self.lines) < PROBLEMS_KEPT:
                self.lines.append(problem)
            else:
                self.more += 1

    def as_told(self) -> tuple[str, ...]:
        return (*self.lines, *([f"And {self.more} lines more."] if self.more else []))


def _pages(rows: Iterator[Read], version: str, done_rows: int, notes: tuple[str, ...], told: _Told) -> Iterator[Page]:
    """The rows as pages. The first page of a file that is taken up in the middle tells again what came before."""
    earlier = told.as_told()
    while True:
        reads = list(islice(rows, PAGE_ROWS))
        done_rows += len(reads)
        problems = tuple(problem for read in reads for problem in read.problems)
        told.add(problems)
        cursor: dict[str, Any] = {"file": version, "row": done_rows, "done": len(reads) < PAGE_ROWS}
        if told.lines:
            cursor |= {"problems": list(told.lines), "more": told.more}
        yield Page(tuple(read.review for read in reads if read.review), cursor, (*earlier, *notes, *problems))
        notes = earlier = ()
        if len(reads) < PAGE_ROWS:
            return
