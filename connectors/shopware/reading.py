"""Reading a shop's reviews so that nothing is missed: by their creation from the start, then what is new and what changed.

Pages shift where a review is taken away while they are read, so a page never follows from its number: each begins at the
time of the last review before it, which is read again and left out. Only reviews of one and the same millisecond (an
import) are paged through, and from the start again when their number shrinks. A later reading begins some minutes before
the last one ended, because a shop's clock and its slow transactions put reviews behind our back; what comes with an older
date still (an import) shows in the number of reviews up to there, and then everything is read once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.contract import BadAnswer, Page
from connectors.shopware import criteria
from connectors.shopware.client import AdminApi, Listed
from connectors.shopware.cursor import CREATED, EPOCH, FIRST, UPDATED, Cursor
from connectors.shopware.mapping import to_review
from connectors.shopware.payloads import WireReview

_MOST_PAGES = 100_000
_FIELD = {FIRST: "createdAt", CREATED: "createdAt", UPDATED: "updatedAt"}


class Reading:
    """One run of ``fetch``. ``watch`` is how many of the newest reviews are looked for again, in case they were removed."""

    def __init__(self, api: AdminApi, url: str, cursor: Cursor, *, overlap: dt.timedelta, watch: int) -> None:
        self._api = api
        self._url = url
        self._cursor = cursor  # the place to go on from; it moves with each page
        self._overlap = overlap
        self._watch = watch
        self._now = dt.datetime.now(dt.UTC)
        self._given: dict[str, dt.datetime | None] = {}  # what this run handed over, with the change it had then

    def pages(self) -> Iterator[Page]:
        if not self._cursor.phase:
            self._cursor = self._begun()
        if self._cursor.phase in {FIRST, CREATED}:
            yield from self._walk()
        if self._cursor.phase == CREATED:
            since = max(EPOCH, self._cursor.changed - self._overlap)
            self._cursor = self._cursor.begin(UPDATED, since)
        if self._cursor.phase == UPDATED:
            yield from self._walk()
        removed, last = self._look_for_the_watched()
        if last is None:  # some came with a date that we had passed
            self._cursor = self._cursor.begin(FIRST, None)
            yield from self._walk()
            last = self._finished(removed)
        yield Page((), last.to_mapping(), removed=removed)

    def _begun(self) -> Cursor:
        cursor = self._cursor
        if cursor.newest is not None:
            return cursor.begin(CREATED, cursor.newest - self._overlap)
        # Noted before the first page: what changes while everything is read is read again next time.
        last = self._api.search(criteria.newest("updatedAt")).reviews
        changed = last[0].updated_at if last and last[0].updated_at else EPOCH
        return replace(cursor, changed=min(changed, self._now)).begin(FIRST, None)

    def _walk(self) -> Iterator[Page]:
        """Pages of one phase from the cursor on, each with what of it was not handed over yet."""
        total: int | None = None
        for _ in range(_MOST_PAGES):
            cursor = self._cursor
            listed = self._api.search(criteria.by_time(_FIELD[cursor.phase], cursor.at, page=cursor.page))
            times = _times(listed.reviews, cursor)
            fresh = [wire for wire in listed.reviews if wire.id not in cursor.done]
            shrunk = cursor.page > 1 and total is not None and listed.total is not None and listed.total < total
            total = listed.total
            self._cursor = self._after(listed, times, shrunk=shrunk)
            if fresh or listed.problems:
                yield self._page(fresh, listed)
            if listed.count < criteria.LIMIT and not shrunk:
                return
        raise BadAnswer("The shop's list of reviews has no end.", hint="A plugin may change the lists.")

    def _after(self, listed: Listed, times: list[dt.datetime], *, shrunk: bool) -> Cursor:
        cursor, ids = self._cursor, tuple(wire.id for wire in listed.reviews)
        # A date in the future would hide whatever comes before it: it moves nothing.
        passed = [moment for moment in times if moment <= self._now]
        if cursor.phase == UPDATED:
            cursor = replace(cursor, changed=max([cursor.changed, *passed]))
        else:
            known = set(cursor.read)
            read = (*cursor.read, *(i for i in dict.fromkeys(ids) if i not in known))[-self._watch :]
            before = [cursor.newest] if cursor.newest else []
            cursor = replace(cursor, read=read, newest=max([*passed, *before], default=None))
        if times and (cursor.at is None or times[-1] > cursor.at):
            same_time = tuple(i for i, moment in zip(ids, times, strict=True) if moment == times[-1])
            return replace(cursor, at=times[-1], page=1, done=same_time)
        done = tuple(dict.fromkeys((*cursor.done, *ids)))
        return replace(cursor, page=1 if shrunk else cursor.page + 1, done=done)

    def _page(self, wires: Sequence[WireReview], listed: Listed) -> Page:
        fresh = {}
        for wire in wires:
            if self._given.get(wire.id, wire) != wire.updated_at:
                self._given[wire.id] = wire.updated_at
                fresh[wire.id] = to_review(wire, self._url)
        return Page(tuple(fresh.values()), self._cursor.to_mapping(), listed.problems, listed.total)

    def _look_for_the_watched(self) -> tuple[tuple[str, ...], Cursor | None]:
        """What of the reviews of last time was removed; and the cursor of a whole reading, None where it was none."""
        cursor, read = self._cursor, set(self._cursor.read)
        unread = [i for i in cursor.watched if i not in self._given and i not in read]
        there = set(self._still_there(unread))
        removed = tuple(i for i in unread if i not in there)
        counted = self._count(cursor.counted)
        if counted is not None and cursor.count is not None and counted > cursor.count - len(removed):
            return removed, None
        return removed, self._finished(removed, counted)

    def _count(self, until: dt.datetime | None) -> int | None:
        return None if until is None else self._api.search(criteria.until(until)).total

    def _finished(self, removed: tuple[str, ...], counted: int | None = None) -> Cursor:
        cursor = self._cursor
        gone, read = set(removed), set(cursor.read)
        kept = [i for i in cursor.watched if i not in gone and i not in read]
        watched = (*kept, *cursor.read)[-self._watch :]
        same = counted is not None and cursor.counted == cursor.newest
        return cursor.finished(watched, counted if same else self._count(cursor.newest))

    def _still_there(self, ids: list[str]) -> Iterator[str]:
        for start in range(0, len(ids), criteria.MOST):
            listed = self._api.search(criteria.with_ids(ids[start : start + criteria.MOST]))
            yield from (wire.id for wire in listed.reviews)
            if listed.problems:  # one that cannot be read is there all the same, and it has no name to tell which
                yield from ids[start : start + criteria.MOST]


def _to_the_millisecond(moment: dt.datetime) -> dt.datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _times(wires: Sequence[WireReview], cursor: Cursor) -> list[dt.datetime]:
    """The times that the reviews are sorted by. Raises BadAnswer where they are not."""
    found = [wire.updated_at if cursor.phase == UPDATED else wire.created_at for wire in wires]
    times = [moment for moment in found if moment is not None]
    too_early = cursor.at is not None and any(moment < _to_the_millisecond(cursor.at) for moment in times)
    if times != sorted(times) or len(times) != len(found) or too_early:
        raise BadAnswer("The shop does not list its reviews in order.", hint="A plugin may change the lists.")
    return times
