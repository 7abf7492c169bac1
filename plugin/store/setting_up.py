"""How far a new shop's owner is with setting it up. ``shops.setup`` is null where there is nothing to set up (any more)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from plugin.store import events, shops

VOICE, POLICY, CHANNEL = "voice", "policy", "channel"
STEPS = (VOICE, POLICY, CHANNEL)


@dataclass(frozen=True, slots=True)
class Setup:
    """``done``: the steps that were saved; ``later``: the owner put it off."""

    done: frozenset[str] = frozenset()
    later: bool = False

    @property
    def untouched(self) -> bool:
        return not self.done and not self.later

    @property
    def next_step(self) -> str:
        """The first step that is not done; the last one where all are."""
        return next((step for step in STEPS if step not in self.done), CHANNEL)


def read(kept: Mapping[str, Any] | None) -> Setup | None:
    """The column as a value."""
    return None if kept is None else Setup(frozenset(kept.get("done", ())), bool(kept.get("later")))


def of(session: Session, shop_id: int) -> Setup | None:
    """None: there is nothing to set up. Raises NotThere."""
    return read(shops.get(session, shop_id).setup)


def begin(session: Session, shop_id: int) -> None:
    """A new shop: its owner is led through it. Raises NotThere."""
    _keep(session, shop_id, Setup())


def step_done(session: Session, shop_id: int, step: str, person_id: int | None, *, now: dt.datetime) -> None:
    """A step was saved; where the shop is set up already, nothing. Raises NotThere."""
    known = of(session, shop_id)
    if known is None or step in known.done:
        return
    _keep(session, shop_id, Setup(known.done | {step}, known.later))
    events.add(session, shop_id, "setup.step", person_id=person_id, details={"step": step}, now=now)


def put_off(session: Session, shop_id: int) -> None:
    """The owner comes back to it later. Raises NotThere."""
    known = of(session, shop_id)
    if known is not None:
        _keep(session, shop_id, Setup(known.done, later=True))


def end(session: Session, shop_id: int, person_id: int | None, *, now: dt.datetime) -> None:
    """It is set up; what the owner left out stays as it was prefilled. Raises NotThere."""
    if of(session, shop_id) is None:
        return
    shops.get(session, shop_id).setup = None
    events.add(session, shop_id, "setup.done", person_id=person_id, now=now)


def _keep(session: Session, shop_id: int, setup: Setup) -> None:
    shops.get(session, shop_id).setup = {"done": sorted(setup.done), "later": setup.later}
    session.flush()
