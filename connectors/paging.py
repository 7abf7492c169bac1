"""Reading a list page by page so that it ends by itself and loses nothing, whatever the list does meanwhile.

Reviews are written and taken away while a list is read: then pages shift, items come twice, or slip from a page not
read yet into one that was. Each way of paging here sees that and reads back; drops what came before; and stops at a list
that repeats itself or has no end. Items are the platform's own (JSON), before they are mapped; ``identity`` gives an
item's id. ``Turned.place`` is small JSON to go on from after a stop: keep it in the connector's cursor. Whatever comes
back from there may be given as ``place``: what is none begins at the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.errors import BadAnswer

_KNOWN_KEPT = 100  # ids in a place: enough to find the spot again after that many new reviews
_EMPTY_IN_A_ROW = 5  # pages that hold nothing new and still name a next one

Identity = Callable[[Any], str]


def named_by(key: str) -> Identity:
    """The id that stands under ``key``; an item without fields is named by all it is."""

    def identity(item: Any) -> str:
        return str(item.get(key)) if isinstance(item, dict) else repr(item)

    return identity


@dataclass(frozen=True, slots=True)
class Listed:
    """One page as the platform gave it. ``total`` is the length of the whole list and ``next`` the next page's token,
    where the platform says them.
    """

    items: Sequence[Any]
    total: int | None = None
    next: str = ""


@dataclass(frozen=True, slots=True)
class Turned:
    """One page as the connector may use it: only items that did not come before."""

    items: tuple[Any, ...]
    place: Mapping[str, Any]
    total: int | None = None


@dataclass
class _Walk:
    """What was read so far, and whether the list still makes sense."""

    identity: Identity
    who: str
    most: int
    seen: set[str]
    recent: list[str] = field(default_factory=list)  # the last ids handed over, in order
    longest: int = 0  # items on the fullest page: what a full page is
    _before: tuple[str, ...] = ()
    _read: int = 0

    def take(self, listed: Listed) -> tuple[Any, ...]:
        """The items that are new; raises BadAnswer where the list goes on for ever."""
        self._count()
        fresh = []
        for item in listed.items:
            name = self.identity(item)
            if name not in self.seen:
                self.seen.add(name)
                self.recent.append(name)
                fresh.append(item)
        del self.recent[:-_KNOWN_KEPT]
        self.longest = max(self.longest, len(listed.items))
        return tuple(fresh)

    def back(self) -> None:
        """Note that the reading steps back to a page that it may have had before."""
        self._count()
        self._before = ()

    def _count(self) -> None:
        self._read += 1
        if self._read > self.most:
            raise self.endless()

    def repeats(self, listed: Listed) -> bool:
        """Whether this page is the one before once more (a platform that ignores the page asked for)."""
        ids = tuple(self.identity(item) for item in listed.items)
        same = bool(ids) and ids == self._before
        self._before = ids
        return same

    def touches(self, listed: Listed) -> bool:
        return any(self.identity(item) in self.seen for item in listed.items)

    def endless(self) -> BadAnswer:
        return BadAnswer(
            f"{self.who} repeats a page or lists without an end.", hint="It is read again later; tell us if it stays."
        )


def by_offset(
    read: Callable[[int], Listed],
    *,
    identity: Identity,
    who: str,
    place: Mapping[str, Any] | None = None,
    most: int = 10_000,
) -> Iterator[Turned]:
    """Pages by the number of items before them. Each begins with the last item of the one before; where that item is not
    there, something before it was taken away, and the reading steps back.
    """
    at, known = _from(place, "at", 0)
    walk = _Walk(identity, who, most, set(known), list(known))
    while True:
        listed = read(at)
        count = len(listed.items)
        if at and not walk.touches(Listed(listed.items[:1])):
            walk.back()
            at = max(0, at - max(walk.longest, count, 1))
            continue
        if walk.repeats(listed) and count > 1:
            raise walk.endless()
        fresh = walk.take(listed)
        after = at + count
        at = max(0, after - 1)
        if fresh or not count:
            yield Turned(fresh, _place("at", at, walk), listed.total)
        over = after >= listed.total if listed.total is not None else count < walk.longest or count <= 1
        if not count or over:
            return


def by_number(
    read: Callable[[int], Listed],
    *,
    identity: Identity,
    who: str,
    first: int = 1,
    newest_first: bool = True,
    place: Mapping[str, Any] | None = None,
    most: int = 10_000,
) -> Iterator[Turned]:
    """Pages by their number, from ``first``. They cannot overlap, so a shift shows in a total that shrank; where the
    platform tells no total, or lists the oldest first, each page is read once more after the next one.
    """
    page, known = _from(place, "page", first)
    walk = _Walk(identity, who, most, set(known), list(known))
    page = begin = max(first, page - 1) if known else page
    touching = not known
    total: int | None = None
    while True:
        listed = read(page)
        if page > first and not touching and not walk.touches(listed):
            walk.back()
            page -= 1
            continue
        touching = True
        shrank = total is not None and listed.total is not None and listed.total < total
        total = listed.total
        if shrank and page > first:
            walk.back()
            page -= 1
            continue
        if walk.repeats(listed):
            raise walk.endless()
        fresh = walk.take(listed)
        if page > begin and (total is None or not newest_first):
            fresh = (*walk.take(read(page - 1)), *fresh)
        if fresh or not listed.items:
            yield Turned(fresh, _place("page", page + 1, walk), total)
        count = len(listed.items)
        read_until = (page - first) * walk.longest + count
        over = read_until >= total if total is not None else count < walk.longest
        if not count or over:
            return
        page += 1


def by_token(
    read: Callable[[str], Listed],
    *,
    identity: Identity,
    who: str,
    place: Mapping[str, Any] | None = None,
    most: int = 10_000,
) -> Iterator[Turned]:
    """Pages by the token that the page before names; an empty one ends the list. Tokens hold their place by themselves,
    so nothing is read twice; one that comes again ends in BadAnswer.
    """
    token, known = _from(place, "token", "")
    walk = _Walk(identity, who, most, set(known), list(known))
    used: set[str] = set()
    empty = 0
    while True:
        listed = read(token)
        used.add(token)
        fresh = walk.take(listed)
        empty = 0 if fresh else empty + 1
        token = listed.next
        if (token in used and token) or empty > _EMPTY_IN_A_ROW:
            raise walk.endless()
        yield Turned(fresh, _place("token", token, walk) if token else {}, listed.total)
        if not token:
            return


def with_an_end(pages: Iterator[Turned]) -> Iterator[Turned]:
    """The same pages, each held back until it is known whether another follows; the last one's place is empty, so that a
    reader that keeps no order begins anew.
    """
    before: Turned | None = None
    for turned in pages:
        if before is not None:
            yield before
        before = turned
    if before is not None:
        yield replace(before, place={})


def _from(place: Mapping[str, Any] | None, name: str, start: Any) -> tuple[Any, tuple[str, ...]]:
    """Where to go on, from a place that was kept; from the start where it is of another kind."""
    kept = place if isinstance(place, Mapping) else {}
    found, known = kept.get(name, start), kept.get("known", ())
    if type(found) is not type(start) or not isinstance(known, (list, tuple)):
        return start, ()
    return found, tuple(str(one) for one in known)


def _place(name: str, value: Any, walk: _Walk) -> Mapping[str, Any]:
    return {name: value, "known": list(walk.recent)}
