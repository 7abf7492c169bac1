"""What the frame around every page of the desk shows, in one statement: what is promised, what runs, what waits,
what is still to be set up, what is due.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, func, select
from sqlalchemy.orm import Session

from plugin.store import batches, trials
from plugin.store.looking_back import asked_due, how_many_due
from plugin.store.setting_up import Setup, read
from plugin.store.tables import Batch, PromiseMade, Review, Shop, Trial
from plugin.store.tenancy import NAMED_BY
from plugin.store.ticking import how_many_end

_SHOP = bindparam("of_shop", type_=BigInteger)
_OPEN_PROMISES = (
    select(func.count())
    .select_from(PromiseMade)
    .where(PromiseMade.shop_id == _SHOP, PromiseMade.kept_at.is_(None), PromiseMade.dropped_at.is_(None))
    .scalar_subquery()
)
_RUNNING = select(func.max(Batch.id)).where(Batch.shop_id == _SHOP, Batch.state.in_(batches.OPEN)).scalar_subquery()
_WAITING = select(func.max(Trial.id)).where(Trial.shop_id == _SHOP, Trial.state.in_(trials.OPEN)).scalar_subquery()
_SETUP = select(Shop.setup).where(Shop.id == _SHOP).scalar_subquery()
_LEAVES = select(Shop.leaves_at).where(Shop.id == _SHOP).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Window:
    """From one moment up to another, the latter not within it."""

    since: dt.datetime
    before: dt.datetime


@dataclass(frozen=True, slots=True)
class Glance:
    """Promises still to be kept; the newest bulk run under way and the newest change that waits, by their ids.
    ``setup``: how far setting the shop up is; None where there is nothing left of it; ``leaves_at``: when the
    shop is removed, where its owner wants that. ``unanswered``: reviews of that window that still want an answer;
    ``ending``: open reviews with a time limit that ends in its window.
    """

    open_promises: int
    batch_id: int | None
    trial_id: int | None
    setup: Setup | None
    leaves_at: dt.datetime | None
    unanswered: int
    ending: int


def glance(session: Session, shop_id: int, unanswered: Window, ending: Window) -> Glance:
    """How it stands with the shop at this moment."""
    asked = asked_due(shop_id, unanswered.since, unanswered.before)
    asked |= {"of_shop": shop_id, "ends_after": ending.since, "ends_before": ending.before}
    promises, batch_id, trial_id, setup, leaves_at, due, ends = session.execute(_glance(), asked).one()
    return Glance(promises, batch_id, trial_id, read(setup), leaves_at, int(due), int(ends))


@cache
def _glance() -> Select[Any]:
    """Built once: every page of the desk asks."""
    moment = Review.clock_ends_at.type
    ends = how_many_end(_SHOP, bindparam("ends_after", type_=moment), bindparam("ends_before", type_=moment))
    told = select(_OPEN_PROMISES, _RUNNING, _WAITING, _SETUP, _LEAVES, how_many_due(), ends)
    return told.execution_options(**{NAMED_BY: "of_shop"})
