"""Keeping reviews as golden examples: pinned from the inbox, read from a file, written to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugin.drafting.golden import Expect, Golden, GoldenError, read_line, read_row
from plugin.store import Conflict, Session, channels, events, golden, reviews, tables

LONGEST_NAME = 200
MOST_EXAMPLES = 500  # of one shop: every change is tried on all of them


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's lines. ``wrong``: the number of the line and what is the matter with it."""

    added: int = 0
    changed: int = 0
    wrong: tuple[tuple[int, str], ...] = ()


def pin(
    session: Session, shop_id: int, review_id: int, expect: Expect, *, name: str = "", person_id: int | None = None
) -> tables.GoldenExample:
    """Keep a review as it stands now as an example; its name is the author's and the channel's where none is given.

    Raises NotThere, and Conflict where an example has that name or the suite is full.
    """
    review = reviews.get(session, shop_id, review_id)
    channel = channels.get(session, shop_id, review.channel_id)
    name = (name.strip() or f"{review.author or channel.name} {review.external_id}")[:LONGEST_NAME]
    _room(session, shop_id)
    text = reviews.text_of(review, channel.connector)
    example = golden.add(
        session, shop_id, name, Golden(name, text, expect).review_data(), expect.to_data(),
        review_id=review_id, person_id=person_id,
    )  # fmt: skip
    events.add(session, shop_id, "golden.added", person_id=person_id, review_id=review_id, details={"name": name})
    return example


def take_in(session: Session, shop_id: int, lines: Iterable[bytes | str], *, person_id: int | None = None) -> Imported:
    """Read an exported suite; an example of a name that is there gets the new expectations. Raises Conflict if full."""
    added = changed = 0
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            read = read_line(line)
        except GoldenError as error:
            wrong.append((number, str(error)))
            continue
        known = golden.by_name(session, shop_id, read.name)
        if known is not None:
            golden.change(session, shop_id, known.id, read.name, read.expect.to_data())
            changed += 1
            continue
        _room(session, shop_id)
        golden.add(session, shop_id, read.name, read.review_data(), read.expect.to_data(), person_id=person_id)
        added += 1
    return Imported(added, changed, tuple(wrong))


def lines_of(session: Session, shop_id: int) -> Iterator[str]:
    """The suite as JSON Lines that ``take_in`` reads."""
    for example in golden.every(session, shop_id):
        yield golden_of(example).line()


def golden_of(example: tables.GoldenExample) -> Golden:
    """A stored example as the word it was made from."""
    return read_row({"id": example.name, **example.review, "expect": example.expect})


def _room(session: Session, shop_id: int) -> None:
    if golden.count(session, shop_id) >= MOST_EXAMPLES:
        raise Conflict(f"The suite holds {MOST_EXAMPLES} examples already; take some out first.")
