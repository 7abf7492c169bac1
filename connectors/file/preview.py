"""What a file would become, before it is imported: for the form in which a person corrects the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from connectors.contract import Review
from connectors.file.place import place_of, reading_file
from connectors.file.reading import make_reader
from connectors.file.settings import FileSettings
from connectors.file.table import Table, open_table

_LOOKED_AT = 200


@dataclass(frozen=True)
class Preview:
    """``columns`` are the headers, ``mapping`` field → header as chosen or proposed, ``reviews`` the first few,
    ``problems`` what is wrong in the first rows, in plain words.
    """

    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    reviews: tuple[Review, ...]
    problems: tuple[str, ...]
    encoding: str
    delimiter: str
    format: str


def preview(source: Path | str | bytes, settings: Mapping[str, Any] | None = None, *, rows: int = 10) -> Preview:
    """Look at the first rows of a file, or at the bytes of an upload. ``settings`` as typed in, the path left out.

    Raises AskPerson where the file cannot be read as a table at all, marshmallow's ValidationError for settings.
    """
    loaded = FileSettings(partial=("path",)).load(dict(settings or {}))
    found = source if isinstance(source, bytes) else place_of(str(source))
    with reading_file():
        table = open_table(found, loaded)
        if "text" not in table.mapping:
            reads = []
        else:
            reads = list(islice(make_reader(table, loaded, undated=dt.datetime.now(dt.UTC)), _LOOKED_AT))
    return Preview(
        columns=table.headers,
        mapping=dict(table.mapping),
        reviews=tuple(read.review for read in reads if read.review)[:rows],
        problems=(*table.problems, *_undated(table), *(problem for read in reads for problem in read.problems)),
        encoding=table.encoded.encoding,
        delimiter=table.delimiter,
        format=table.format,
    )


def _undated(table: Table) -> tuple[str, ...]:
    """No fault of any line, but worth knowing before a year's reviews all come in as of today."""
    if "text" not in table.mapping or "created" in table.mapping:
        return ()
    return ("No column holds dates: every review is imported with the file's own date.",)
