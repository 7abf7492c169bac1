"""From records to reviews: ratings, dates, ids; what cannot be read is named and the review is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from connectors.contract import Reply, Review
from connectors.file.csv_rows import BrokenLine
from connectors.file.dates import guess_order, to_utc
from connectors.file.ratings import guess_scale, to_stars
from connectors.file.table import SAMPLE_ROWS, Record, Table
from connectors.ratings import Scale, scale_named
from connectors.storable import storable, web_address

_LONGEST_ID = 200
_YES = frozenset(["true", "yes", "ja", "oui", "si", "1", "y", "j", "verified", "geverifieerd", "verifiziert"])
_NO = frozenset(["false", "no", "nee", "nein", "non", "0", "n"])
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_NO_RATING = frozenset({"", "-", "n/a", "na", "null", "none", "nvt", "n.v.t.", "k.a.", "keine", "geen"})


@dataclass(frozen=True)
class Read:
    """One row's outcome: a review, or none where the line is broken or repeats an id; and what to tell about it."""

    review: Review | None
    problems: tuple[str, ...] = ()


@dataclass
class ReviewReader:
    """Reads a table's records in order. ``undated`` is the moment for reviews whose date is missing."""

    table: Table
    scale: Scale
    date_order: str
    zone: ZoneInfo
    language: str | None
    undated: dt.datetime
    replies: Mapping[str, Reply] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)  # id → its line

    def __iter__(self) -> Iterator[Read]:
        for record in self.table.records():
            yield self._read(record)

    def _read(self, record: Record | BrokenLine) -> Read:
        if isinstance(record, BrokenLine):
            return Read(None, (f"Line {record.line} was left out: {record.why}.",))
        values = {name: storable(value).strip() for name, value in record.values.items()}
        if not any(values.values()):
            return Read(None)
        external_id = self._id(values)
        first = self._seen.setdefault(external_id, record.line)
        if first != record.line:
            what = f"the id {external_id} stands" if values.get("id") else "the same review stands"
            return Read(None, (f"Line {record.line} was left out: {what} on line {first} already.",))
        notes: list[str] = [
            f"Line {record.line}: {note.removeprefix(f'line {record.line}: ')}." for note in record.notes
        ]
        rating = self._rating(values, record.line, notes)
        created = self._created(values, record.line, notes)
        review = Review(
            external_id=external_id,
            text=values.get("text", ""),
            created=created,
            title=values.get("title", ""),
            rating=rating,
            raw_rating=values.get("rating", ""),
            author=values.get("author", ""),
            language=_language(values.get("language", "")) or self.language,
            product=values.get("product", ""),
            product_id=values.get("product_id", ""),
            verified=_verdict(values.get("verified", "")),
            url=web_address(values.get("url", "")),
            reply=self.replies.get(external_id) or _reply(values.get("reply", "")),
        )
        return Read(review, tuple(notes))

    def _id(self, values: Mapping[str, str]) -> str:
        """The file's own id; else one made of what the customer wrote, the same at every import."""
        written = values.get("id", "")
        if written and len(written) <= _LONGEST_ID:
            return written
        parts = [
            written,
            *(values.get(name, "") for name in ("author", "created", "product", "title", "text", "rating")),
        ]
        return "c-" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]

    def _rating(self, values: Mapping[str, str], line: int, notes: list[str]) -> int | None:
        written = values.get("rating", "")
        if written.casefold() in _NO_RATING:
            return None
        stars = to_stars(written, self.scale)
        if stars is None:
            notes.append(
                f"Line {line}: the rating {written[:40]!r} is out of range or unreadable; imported without it."
            )
        return stars

    def _created(self, values: Mapping[str, str], line: int, notes: list[str]) -> dt.datetime:
        """The row's moment; where it has none, the file's own, and that is told: an inbox goes by dates."""
        written = values.get("created", "")
        moment = to_utc(written, order=self.date_order, zone=self.zone) if written else None
        if moment is not None:
            return moment
        if written:
            notes.append(f"Line {line}: the date {written[:40]!r} is unreadable; imported with the file's own date.")
        elif "created" in values:
            notes.append(f"Line {line}: it has no date; imported with the file's own date.")
        return self.undated


def make_reader(
    table: Table, settings: Mapping[str, Any], *, undated: dt.datetime, replies: Mapping[str, Reply] | None = None
) -> ReviewReader:
    """A reader with the scale and the order of day and month that the settings name or the first rows show."""
    ratings: list[str] = []
    dates: list[str] = []
    if settings["rating_scale"] == "auto" or settings["date_order"] == "auto":
        for record in islice(table.records(), SAMPLE_ROWS):
            if isinstance(record, Record):
                ratings.append(record.values.get("rating", ""))
                dates.append(record.values.get("created", ""))
    scale = guess_scale(ratings) if settings["rating_scale"] == "auto" else scale_named(settings["rating_scale"])
    order = guess_order(dates) if settings["date_order"] == "auto" else settings["date_order"]
    zone = ZoneInfo(settings["timezone"])
    return ReviewReader(table, scale, order, zone, settings["language"], undated, replies or {})


def _verdict(written: str) -> bool | None:
    word = written.casefold()
    return True if word in _YES else (False if word in _NO else None)


def _language(written: str) -> str | None:
    found = _LANGUAGE.fullmatch(written)
    return found.group(1).casefold() if found else None


def _reply(written: str) -> Reply | None:
    return Reply(text=written) if written else None
