"""After an upgrade: which shops have another pack of guidelines now, and what of it waits for their owners.

New requirements, rules of law and the data of the checks hold at once; recommendations that are new or ask something
else wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugin.store import Database, Session, packs, shops
from plugin.work import changes
from plugin.work.queueing import Queueing

if TYPE_CHECKING:  # a web process checks little and loads the guidelines when it does
    from plugin.guidelines.pack_versions import Pack


@dataclass(frozen=True, slots=True)
class Lag:
    """A shop whose owner has not accepted the program's pack. ``changed``: how many ids; ``waiting``: which wait."""

    slug: str
    accepted: str
    current: str
    changed: int
    waiting: tuple[str, ...]


def look(database: Database, queueing: Queueing) -> int:
    """Let every shop's owner be asked about a pack that is not the one they accepted; gives how many are.

    The first pack of a shop needs no yes, nor does one that changes nothing for them. Raises the store's errors.
    """
    from plugin.guidelines import pack_versions

    pack, asked = pack_versions.current(), 0
    with database.session() as session:
        packs.know(session, pack.hash, pack.version, pack.content)
        found = [(shop.id, shop.pack) for shop in shops.every(session)]
    for shop_id, accepted in found:
        if accepted != pack.hash:
            with database.session(shop_id=shop_id) as session:
                asked += _one(session, queueing, shop_id, accepted, pack)
    return asked


def _one(session: Session, queueing: Queueing, shop_id: int, accepted: str, pack: Pack) -> int:
    from plugin.guidelines import pack_versions

    known = packs.known(session, accepted) if accepted else None
    if known is None or changes.nothing_to_try_on(session, shop_id):
        packs.accept(session, shop_id, pack.hash)
        return 0
    found = pack_versions.difference(known.content, pack.content)
    if not found:
        packs.accept(session, shop_id, pack.hash)
        return 0
    packs.wait(session, shop_id, pack_versions.waiting(found))
    data = any(one.kind == pack_versions.DATA for one in found)
    proposal = {"hash": pack.hash, "version": pack.version, "before": known.hash, "data": data}
    changes.propose_pack(queueing, session, shop_id, proposal)
    return 1


def lags(session: Session) -> list[Lag]:
    """The shops whose owners have not accepted the program's pack yet, for the doctor."""
    from plugin.guidelines import pack_versions

    pack, found = pack_versions.current(), []
    for shop in shops.every(session):
        known = packs.known(session, shop.pack) if shop.pack and shop.pack != pack.hash else None
        if known is not None:
            changed = pack_versions.difference(known.content, pack.content)
            found.append(Lag(shop.slug, known.version, pack.version, len(changed), pack_versions.waiting(changed)))
    return found
