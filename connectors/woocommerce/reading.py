"""Reading a shop's reviews so that nothing is missed, though WooCommerce tells neither edits nor late approvals.

There is no modified date and no change feed (contract §2), so each reading takes what is new and the newest few
hundred again, by ascending id; it also follows the held reviews until they are released. Pages can shift while
they are read (a review thrown away moves all later ones forward), so each page overlaps the one before by one item,
and the reading steps back where that item is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.contract import BadAnswer, Page, Review
from connectors.woocommerce.client import PER_PAGE, Listed, WooCommerceClient
from connectors.woocommerce.cursor import Cursor
from connectors.woocommerce.mapping import to_review
from connectors.woocommerce.payloads import WireReview
from connectors.woocommerce.replies import Replies

_MAX_HELD = 1_000


class Reading:
    """One run of ``fetch``; ``reread`` is how many of the newest reviews are read again."""

    def __init__(self, client: WooCommerceClient, replies: Replies, *, reread: int) -> None:
        self._client = client
        self._replies = replies
        self._reread = reread

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        total = self._client.reviews(per_page=1).total
        if cursor.at is None:
            start = max(0, (total if total is not None else cursor.count) - self._reread)
            cursor = Cursor(cursor.newest, cursor.count, cursor.window, cursor.held, offset=min(start, cursor.count))
        for listed, fresh, offset in self._walk(cursor):
            cursor = cursor.moved(tuple(wire.id for wire in fresh), offset=offset, keep=self._reread)
            yield Page(self._mapped(fresh), cursor.to_mapping(), listed.problems, total)
        yield from self._last_page(cursor, total)

    def _walk(self, cursor: Cursor) -> Iterator[tuple[Listed, list[WireReview], int]]:
        """Pages by ascending id from the cursor on, each with what of it was not handed over yet, and where the
        next one begins.
        """
        offset, done = cursor.offset, cursor.at or 0
        # What the item before the page must not be beyond; at the start of a reading: everything not read yet is new.
        anchor = cursor.at if cursor.at is not None else cursor.newest
        before: list[int] = []
        for _ in range(10_000 + cursor.count):
            listed = self._client.reviews(offset=offset)
            ids = [wire.id for wire in listed.reviews]
            if ids != sorted(ids):
                raise BadAnswer("The shop does not list its reviews in order.", hint="A plugin may change the lists.")
            if offset and (not ids or ids[0] > anchor):
                offset, before = max(0, offset - PER_PAGE), []
                continue
            if ids == before and len(ids) == PER_PAGE:
                raise _endless()
            before = ids
            fresh = list({wire.id: wire for wire in listed.reviews if wire.id > done}.values())
            offset += max(0, listed.count - 1)
            if fresh or listed.problems:
                yield listed, fresh, offset
            if listed.count < PER_PAGE:
                return
            done = anchor = max(done, ids[-1])
        raise _endless()

    def _mapped(self, wires: list[WireReview]) -> tuple[Review, ...]:
        """Without customers' answers to customers, which WooCommerce lists among the reviews (contract §0.6)."""
        if not wires:
            return ()
        answers = self._replies.of(wire.id for wire in wires)
        known = {wire.id for pairs in answers.values() for wire, _ in pairs}
        reviews = []
        for wire in wires:
            if wire.rating == 0 and (wire.id in known or self._client.parent_of(wire.id) != 0):
                continue
            ours = [reply for _, reply in answers.get(wire.id, ()) if reply.by_shop]
            reviews.append(to_review(wire, ours[-1] if ours else None))
        return tuple(reviews)

    def _last_page(self, cursor: Cursor, total: int | None) -> Iterator[Page]:
        """What became of held reviews and of those that were there last time; and the cursor of a whole reading."""
        read = set(cursor.read)
        held = {wire.id: wire for wire in self._held()}
        waited_for = [i for i in cursor.held if i not in read and i not in held]
        missing = [i for i in cursor.window if i >= cursor.first and i not in read]
        there = {wire.id: wire for wire in self._still_there([*waited_for, *missing])}
        changed = [there[i] for i in waited_for if i in there]
        changed += [wire for wire in held.values() if wire.id not in read]
        removed = tuple(str(i) for i in dict.fromkeys([*waited_for, *missing]) if i not in there)
        count = total if total is not None else cursor.count
        finished = cursor.finished(count=count, held=tuple(sorted(held))[-_MAX_HELD:])
        yield Page(self._mapped(changed), finished.to_mapping(), total=total, removed=removed)

    def _held(self) -> Iterator[WireReview]:
        for offset in range(0, _MAX_HELD, PER_PAGE):
            listed = self._client.reviews(offset=offset, status="hold")
            yield from listed.reviews
            if listed.count < PER_PAGE:
                return

    def _still_there(self, ids: list[int]) -> Iterator[WireReview]:
        for start in range(0, len(ids), PER_PAGE):
            yield from self._client.reviews(include=ids[start : start + PER_PAGE]).reviews


def _endless() -> BadAnswer:
    return BadAnswer("The shop's list of reviews has no end.", hint="A plugin may change the lists.")
