"""Signing in where no shop platform vouches for people: one-time links, then sessions.

A link carries its token behind the ``#``, which browsers keep to themselves: it reaches no server log, no
proxy and no Referer. Opening the link only shows a button; pressing it sends the token and uses it up, so that
a mail program that previews links burns nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugin.hosts.principal import Principal
from plugin.hosts.standalone.tokens import csrf_token, new_token, token_hash
from plugin.store import NotThere, Session, people, sign_ins
from plugin.words import Role

LINK_LASTS = dt.timedelta(hours=24)
INVITATION_LASTS = dt.timedelta(days=7)
SESSION_LASTS = dt.timedelta(days=14)
API_TOKEN_LASTS = dt.timedelta(days=365)
SIGN_IN_PATH = "/sign-in"


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that has just begun; ``token`` exists nowhere else."""

    token: str
    shop_id: int
    person_id: int
    expires_at: dt.datetime


def link_for(base_url: str, token: str) -> str:
    """The one-time link to hand to a person, e.g. ``http://127.0.0.1:8787/sign-in#…``."""
    return f"{base_url.rstrip('/')}{SIGN_IN_PATH}#{token}"


def create_link(
    session: Session, shop_id: int, person_id: int, *, now: dt.datetime, lasts: dt.timedelta = LINK_LASTS
) -> str:
    """Make a one-time sign-in token for a person; older unused ones of that person end here. Returns the token."""
    token = new_token()
    sign_ins.withdraw_links(session, shop_id, person_id, now)
    sign_ins.add_link(session, shop_id, person_id, token_hash(token), now=now, expires_at=now + lasts)
    return token


def invite(
    session: Session, shop_id: int, *, name: str, email: str = "", role: Role, now: dt.datetime
) -> tuple[int, str]:
    """Add a person and make their one-time token. Returns (person id, token)."""
    person = people.add(session, shop_id, name, role, email=email, now=now)
    return person.id, create_link(session, shop_id, person.id, now=now, lasts=INVITATION_LASTS)


def first_owner(session: Session, shop_id: int, *, name: str, now: dt.datetime) -> str:
    """A one-time token for the shop's owner, who is made if the shop has none yet."""
    owner = next((p for p in people.every(session, shop_id, active_only=True) if p.role == Role.OWNER), None)
    if owner is None:
        owner = people.add(session, shop_id, name, Role.OWNER, now=now)
    return create_link(session, shop_id, owner.id, now=now)


def sign_in(session: Session, token: str, *, now: dt.datetime) -> NewSession | None:
    """Use up a one-time token and begin a session. None where the token is unknown, used, expired, or its
    person may no longer come in: which of these is nobody's business.
    """
    person = sign_ins.use_link(session, token_hash(token), now)
    if person is None:
        return None
    return _begin(session, person.shop_id, person.id, kind="desk", name="", now=now, lasts=SESSION_LASTS)


def create_api_token(session: Session, shop_id: int, person_id: int, *, name: str, now: dt.datetime) -> NewSession:
    """A token for ``Authorization: Bearer``; it may do what its person may do, and ends with them."""
    return _begin(session, shop_id, person_id, kind="token", name=name, now=now, lasts=API_TOKEN_LASTS)


def end_api_token(session: Session, shop_id: int, token_id: int, *, now: dt.datetime) -> None:
    """Take an API token back. Raises NotThere, also for what is no live API token of this shop."""
    if not any(token.id == token_id for token in sign_ins.every(session, shop_id, now)):
        raise NotThere("This shop has no such token.")
    sign_ins.end(session, shop_id, token_id, now)


def _begin(
    session: Session, shop_id: int, person_id: int, *, kind: str, name: str, now: dt.datetime, lasts: dt.timedelta
) -> NewSession:
    token = new_token()
    sign_ins.start(
        session, shop_id, person_id, token_hash(token), kind=kind, name=name, now=now, expires_at=now + lasts
    )
    return NewSession(token, shop_id, person_id, now + lasts)


def principal_of(
    session: Session, token: str, *, by_cookie: bool, secret_key: str, now: dt.datetime
) -> Principal | None:
    """Who carries this session token, or None. A desk session lives in the cookie; every kind may come by header."""
    found = sign_ins.find(session, token_hash(token), now)
    if found is None:
        return None
    signed_in, person = found
    if by_cookie and signed_in.kind != "desk":
        return None
    return Principal(
        shop_id=person.shop_id,
        host=signed_in.host,
        person_id=person.id,
        role=Role(person.role),
        name=person.name,
        by_cookie=by_cookie,
        session_id=signed_in.id,
        csrf_token=csrf_token(secret_key, token) if by_cookie else "",
        language=signed_in.language,
        launched_at=signed_in.launched_at,
    )


def sign_out(session: Session, principal: Principal, *, now: dt.datetime) -> None:
    """End this session, here and everywhere it was copied to."""
    if principal.session_id is not None:
        sign_ins.end(session, principal.shop_id, principal.session_id, now)


class LastOwner(Exception):
    """The shop needs one owner: nobody could let people in otherwise."""

    def __init__(self) -> None:
        super().__init__("The shop needs one owner. Make someone else owner first.")


def change_role(session: Session, shop_id: int, person_id: int, role: Role) -> None:
    """Raises LastOwner, NotThere."""
    if role is not Role.OWNER:
        _leave_an_owner(session, shop_id, person_id)
    people.set_role(session, shop_id, person_id, role)


def _leave_an_owner(session: Session, shop_id: int, person_id: int) -> None:
    owners = [one.id for one in people.every(session, shop_id, active_only=True) if one.role == Role.OWNER]
    if owners == [person_id]:
        raise LastOwner


def deactivate(session: Session, shop_id: int, person_id: int, *, now: dt.datetime) -> None:
    """This person may no longer come in: their sessions end, their links are void. Raises LastOwner, NotThere."""
    _leave_an_owner(session, shop_id, person_id)
    people.set_active(session, shop_id, person_id, active=False)
    sign_ins.end_all(session, shop_id, person_id, now)
    sign_ins.withdraw_links(session, shop_id, person_id, now)
