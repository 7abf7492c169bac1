"""One-time links and sessions. Only hashes of tokens are kept (SHA-256, hex)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Person, SignedIn, SignInLink

_LIVE = (  # built once: every request asks for it
    select(SignedIn, Person)
    .join(Person, (Person.id == SignedIn.person_id) & (Person.shop_id == SignedIn.shop_id))
    .where(
        SignedIn.token_hash == bindparam("hash"), SignedIn.ended_at.is_(None), SignedIn.expires_at > bindparam("now"),
        Person.active,
    )
)  # fmt: skip


def add_link(
    session: Session, shop_id: int, person_id: int, token_hash: str, *, expires_at: dt.datetime, now: dt.datetime
) -> SignInLink:
    """Raises NotThere where the person is not of this shop."""
    rows.get(session, Person, shop_id, person_id)
    link = SignInLink(
        shop_id=shop_id, person_id=person_id, token_hash=token_hash, created_at=now, expires_at=expires_at
    )
    session.add(link)
    session.flush()
    return link


def use_link(session: Session, token_hash: str, now: dt.datetime) -> Person | None:
    """The person whose unused, unexpired link this is, once; None for every other token.

    Takes no shop: the token is what says which shop.
    """
    used = session.execute(
        update(SignInLink)
        .where(SignInLink.token_hash == token_hash, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if rows.rows_changed(used) != 1:
        return None
    link = session.scalars(select(SignInLink).where(SignInLink.token_hash == token_hash)).one()
    person = rows.find(session, Person, link.shop_id, link.person_id)
    return person if person is not None and person.active else None


def unused_links(session: Session, shop_id: int, now: dt.datetime) -> Sequence[SignInLink]:
    """Links of this shop that would still let someone in."""
    return session.scalars(
        select(SignInLink)
        .where(SignInLink.shop_id == shop_id, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .order_by(SignInLink.id)
    ).all()


def withdraw_links(session: Session, shop_id: int, person_id: int, now: dt.datetime) -> None:
    """Make all unused links of this person useless."""
    session.execute(
        update(SignInLink)
        .where(SignInLink.shop_id == shop_id, SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def start(
    session: Session,
    shop_id: int,
    person_id: int,
    token_hash: str,
    *,
    expires_at: dt.datetime,
    now: dt.datetime,
    kind: str = "desk",
    name: str = "",
    host: str = "standalone",
    language: str = "",
    launched_at: dt.datetime | None = None,
) -> SignedIn:
    """A session: ``kind`` "desk" (cookie), "token" or "embedded" (header). Raises NotThere."""
    rows.get(session, Person, shop_id, person_id)
    signed_in = SignedIn(
        shop_id=shop_id, person_id=person_id, token_hash=token_hash, kind=kind, name=name, host=host, language=language,
        launched_at=launched_at, created_at=now, expires_at=expires_at,
    )  # fmt: skip
    session.add(signed_in)
    session.flush()
    return signed_in


def find(session: Session, token_hash: str, now: dt.datetime) -> tuple[SignedIn, Person] | None:
    """The live session of this token and its active person; None otherwise. The token says which shop."""
    found = session.execute(_LIVE, {"hash": token_hash, "now": now}).one_or_none()
    return None if found is None else (found[0], found[1])


def every(session: Session, shop_id: int, now: dt.datetime, *, kind: str = "token") -> Sequence[SignedIn]:
    """The shop's live sessions of a kind."""
    return session.scalars(
        select(SignedIn)
        .where(
            SignedIn.shop_id == shop_id, SignedIn.kind == kind, SignedIn.ended_at.is_(None), SignedIn.expires_at > now
        )
        .order_by(SignedIn.id)
    ).all()


def end(session: Session, shop_id: int, signed_in_id: int, now: dt.datetime) -> None:
    """Raises NotThere."""
    rows.must_change(session, SignedIn, shop_id, signed_in_id, {"ended_at": now})


def set_language(session: Session, shop_id: int, signed_in_id: int, language: str) -> None:
    """The desk's language in this session. Raises NotThere."""
    rows.must_change(session, SignedIn, shop_id, signed_in_id, {"language": language})


def end_embedded(session: Session, shop_id: int, host: str, now: dt.datetime) -> None:
    """Sign everybody out who looks at the desk inside this host's admin."""
    session.execute(
        update(SignedIn)
        .where(SignedIn.shop_id == shop_id, SignedIn.host == host, SignedIn.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def end_all(session: Session, shop_id: int, person_id: int | None, now: dt.datetime) -> None:
    """Sign this person out everywhere; None: everybody of the shop, and its programs."""
    of_person = () if person_id is None else (SignedIn.person_id == person_id,)
    session.execute(
        update(SignedIn)
        .where(SignedIn.shop_id == shop_id, SignedIn.ended_at.is_(None), *of_person)
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
