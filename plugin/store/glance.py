"""What the frame around every page of the desk shows, in one statement: what is promised, what runs, what waits,
what is still to be set up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.orm import Session

from plugin.store import batches, trials
from plugin.store.setting_up import Setup, read
from plugin.store.tables import Batch, PromiseMade, Shop, Trial
from plugin.store.tenancy import NAMED_BY

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
_GLANCE = select(_OPEN_PROMISES, _RUNNING, _WAITING, _SETUP, _LEAVES).execution_options(**{NAMED_BY: "of_shop"})


@dataclass(frozen=True, slots=True)
class Glance:
    """Promises still to be kept; the newest bulk run under way and the newest change that waits, by their ids.
    ``setup``: how far setting the shop up is; None where there is nothing left of it; ``leaves_at``: when the
    shop is removed, where its owner wants that.
    """

    open_promises: int
    batch_id: int | None
    trial_id: int | None
    setup: Setup | None
    leaves_at: dt.datetime | None


def glance(session: Session, shop_id: int) -> Glance:
    """How it stands with the shop at this moment."""
    promises, batch_id, trial_id, setup, leaves_at = session.execute(_GLANCE, {"of_shop": shop_id}).one()
    return Glance(promises, batch_id, trial_id, read(setup), leaves_at)
