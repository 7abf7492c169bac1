"""Reviews that their platform took away without a word: a whole reading lacks them, and the platform is asked for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from connectors.contract import Connector, ConnectorError, Review
from plugin.store import Database, reviews

ASKED_AT_ONCE = 10  # each costs a call; what is left over is asked for at the next reading
_TURN = 3_600  # seconds after which others stand first in the row


def look_for(
    database: Database,
    shop_id: int,
    channel_id: int,
    connector: Connector,
    *,
    seen: Collection[str],
    since: dt.datetime,
    now: dt.datetime,
) -> int:
    """How many open reviews written since ``since``, and not among those ``seen``, the platform says are gone: they are marked so.

    A platform that does not answer is asked again at the next reading.
    """
    if not connector.abilities.finds_removals:
        return 0
    with database.session(shop_id=shop_id) as session:
        lacking = reviews.unseen(session, shop_id, channel_id, since, seen)
    gone = []
    for external_id, written in _in_turn(lacking, now):
        try:
            if connector.reread(Review(external_id, "", written)) is None:
                gone.append(external_id)
        except ConnectorError:
            break
    if not gone:
        return 0
    with database.session(shop_id=shop_id) as session:
        return len(reviews.mark_removed(session, shop_id, channel_id, gone))


def _in_turn(lacking: list[tuple[str, dt.datetime]], now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """Some of them; others each hour, so that those which are still there keep nobody from being asked for."""
    if len(lacking) <= ASKED_AT_ONCE:
        return lacking
    first = int(now.timestamp() // _TURN) * ASKED_AT_ONCE % len(lacking)
    return (lacking[first:] + lacking[:first])[:ASKED_AT_ONCE]
