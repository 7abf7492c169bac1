"""The last step of setting a shop up: which channels stand, what came in from them, and what is drafted already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from connectors import registry
from plugin.hosts.sources import Sources
from plugin.inbox import listing
from plugin.panel.channel_forms import title_of
from plugin.panel.present import row_shape
from plugin.panel.shapes import Row
from plugin.store import Session, batches, channels, facets, tables
from plugin.words import ReviewState

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to connect. ``fits``: made for shops of this host."""

    name: str
    title: str
    fits: bool = False


@dataclass(frozen=True, slots=True)
class FirstReviews:
    """``rows``: the first of them, with their drafts' state; ``waits``: more is on its way, so that one looks again."""

    channels: tuple[tables.Channel, ...]
    total: int
    of: int  # how many the channels that are being read say they have; 0 where none says so
    drafted: int
    rows: tuple[Row, ...]
    waits: bool

    @property
    def trouble(self) -> bool:
        return any(channel.state in {"reconnect", "failing"} for channel in self.channels)


def first_reviews(session: Session, shop_id: int) -> FirstReviews:
    """How far the first reading and drafting is."""
    connected = tuple(channel for channel in channels.every(session, shop_id) if channel.state != "off")
    names = {channel.id: channel.name for channel in connected}
    page = listing.page(session, shop_id, listing.Filters(listing.Folder.TODO), None, listing.PAGE)
    shown = sorted(page.rows, key=lambda row: row.state != ReviewState.WAITING)[:SHOWN]  # what is drafted, first
    by_state = facets.by_state(session, shop_id)
    being_read = [channel for channel in connected if channel.synced_at is None and channel.state == "ok"]
    return FirstReviews(
        connected,
        sum(by_state.values()) - by_state.get(ReviewState.REMOVED, 0),
        sum(channel.total or 0 for channel in being_read),
        by_state.get(ReviewState.WAITING, 0),
        tuple(row_shape(row, names) for row in shown),
        waits=bool(connected) and (bool(being_read) or batches.running(session, shop_id) is not None),
    )


def kinds_for(source: Sources | None, language: str, stand: Collection[str] = ()) -> list[Kind]:
    """Every connector, those for shops of this host first; the host's own one last where it stands already."""
    fitting = (source.own, *source.apps) if source is not None else ()
    found = [Kind(name, title_of(kind, language), name in fitting) for name, kind in registry.all_connectors().items()]
    own = source.own if source is not None and source.own in stand else ""
    return sorted(found, key=lambda kind: (kind.name == own, not kind.fits))
