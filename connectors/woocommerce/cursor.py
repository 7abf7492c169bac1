"""Where a reading of the reviews stands: small enough to keep as JSON, complete enough to go on after a stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Cursor:
    """``newest`` is the highest review id ever read, ``count`` how many items the shop had then.

    ``window`` are the ids of the newest reviews as the last complete reading saw them (what is missing next time was
    removed), ``held`` the ids not yet approved. While a reading is under way: ``at`` is the last id handed over,
    ``first`` the first, ``read`` the newest ids so far.
    """

    newest: int = 0
    count: int = 0
    window: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    at: int | None = None
    first: int = 0
    offset: int = 0
    read: tuple[int, ...] = ()

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Cursor:
        """Anything that is no cursor of ours reads as "from the start": that costs time and loses nothing."""
        try:
            return cls(
                newest=int(data["newest"]),
                count=int(data["count"]),
                window=tuple(int(i) for i in data["window"]),
                held=tuple(int(i) for i in data["held"]),
                at=None if data["at"] is None else int(data["at"]),
                first=int(data["first"]),
                offset=int(data["offset"]),
                read=tuple(int(i) for i in data["read"]),
            )
        except (KeyError, TypeError, ValueError):
            return cls()

    def to_mapping(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def moved(self, ids: tuple[int, ...], *, offset: int, keep: int) -> Cursor:
        """After handing over the items with these ids; the newest ``keep`` of them are remembered."""
        if not ids:
            return replace(self, offset=offset)
        return replace(
            self,
            newest=max(self.newest, ids[-1]),
            at=ids[-1],
            first=self.first or ids[0],
            offset=offset,
            read=(*self.read, *ids)[-keep:],
        )

    def finished(self, *, count: int, held: tuple[int, ...]) -> Cursor:
        return Cursor(newest=self.newest, count=count, window=self.read, held=held)
