"""Launch tokens that were used: each lets in once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store.rows import rows_changed
from plugin.store.tables import UsedToken


def use_once(session: Session, host: str, jti: str, *, expires_at: dt.datetime) -> bool:
    """Whether this token of a host is used for the first time. Keep ``expires_at`` beyond its end and the leeway.

    ``jti`` must name the token among all shops of the host: put the shop before one that is only unique in it.
    """
    try:
        with session.begin_nested():
            session.add(UsedToken(host=host, jti=jti, expires_at=expires_at))
    except IntegrityError:
        return False
    return True


def forget_expired(session: Session, now: dt.datetime) -> int:
    """Drop what could no longer be used anyway; how many."""
    return rows_changed(session.execute(delete(UsedToken).where(UsedToken.expires_at < now)))
