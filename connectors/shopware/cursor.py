"""Where a reading of the reviews stands: small enough to keep as JSON, complete enough to go on after a stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

FIRST: Final = "first"  # everything, by its creation
CREATED: Final = "created"
UPDATED: Final = "updated"
EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Cursor:
    """``newest`` is the latest creation that was ever read (None: no review yet), ``changed`` the latest change; neither is
    ever later than the moment of reading. ``count`` is how many reviews there were up to ``counted`` (None: not counted).

    ``watched`` are the newest reviews as the last complete reading saw them: what is missing next time was removed.
    While a reading is under way: ``phase`` is what is read by, ``at`` the time from which on, ``page`` the page of those,
    ``done`` the ids of exactly that time which were handed over, ``read`` the ids of this reading so far, oldest first.
    """

    newest: dt.datetime | None = None
    changed: dt.datetime = EPOCH
    count: int | None = None
    counted: dt.datetime | None = None
    watched: tuple[str, ...] = ()
    phase: str = ""
    at: dt.datetime | None = None
    page: int = 1
    done: tuple[str, ...] = ()
    read: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Cursor:
        """Anything that is no cursor of ours reads as "from the start": that costs time and loses nothing."""
        try:
            cursor = cls(
                newest=_time(data["newest"]),
                changed=_time(data["changed"]) or EPOCH,
                count=None if data.get("count") is None else int(data["count"]),
                counted=_time(data.get("counted")),
                watched=tuple(str(i) for i in data["watched"]),
                phase=str(data["phase"]),
                at=_time(data["at"]),
                page=int(data["page"]),
                done=tuple(str(i) for i in data["done"]),
                read=tuple(str(i) for i in data["read"]),
            )
        except (KeyError, TypeError, ValueError):
            return cls()
        return cursor if cursor.phase in {"", FIRST, CREATED, UPDATED} and cursor.page >= 1 else cls()

    def to_mapping(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in asdict(self).items()}

    def begin(self, phase: str, at: dt.datetime | None) -> Cursor:
        return replace(self, phase=phase, at=at, page=1, done=())

    def finished(self, watched: tuple[str, ...], count: int | None) -> Cursor:
        return Cursor(newest=self.newest, changed=self.changed, count=count, counted=self.newest, watched=watched)


def _time(value: Any) -> dt.datetime | None:
    if value is None:
        return None
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
