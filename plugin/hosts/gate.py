"""The gate before every view: who asks, may they do this, and did the request come from our own page?

``@requires(Role.APPROVER)`` answers 401 without a credential, 403 where the role is too small or the CSRF token
is missing; the view then reads ``principal()``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Request, current_app, g, request
from werkzeug.exceptions import Forbidden, Unauthorized

from plugin.hosts import registry
from plugin.hosts.principal import Principal
from plugin.hosts.standalone.signing_in import principal_of
from plugin.hosts.standalone.tokens import same
from plugin.settings import Settings
from plugin.store import Session
from plugin.words import Role

SESSION_COOKIE = "wederwoord_session"
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf_token"
_TOKENS_AT_ONCE = 2
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

P = ParamSpec("P")
R = TypeVar("R")


class SignInNeeded(Unauthorized):
    """No credential, or one that has ended."""

    description = "Sign in first."


class RoleTooSmall(Forbidden):
    """The person is known and may not do this; ``needed`` says which role may."""

    def __init__(self, needed: Role) -> None:
        self.needed = needed
        super().__init__(f"This needs the role {needed.value}.")


class NotFromOurPage(Forbidden):
    """A state change by cookie without the page's CSRF token."""

    description = "The page was too old or the request came from elsewhere. Load the page again and repeat."


def requires(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only people with at least ``role`` through. Raises SignInNeeded, RoleTooSmall or NotFromOurPage."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            who = resolve(request)
            if who is None:
                raise SignInNeeded
            if not who.may(role):
                raise RoleTooSmall(role)
            if who.by_cookie and request.method not in SAFE_METHODS:
                require_csrf(request, who)
            g.principal = who
            return view(*args, **kwargs)

        guarded.required_role = role  # type: ignore[attr-defined]  # tests list which view asks for which role
        return guarded

    return wrap


def principal() -> Principal:
    """Who asks. Only inside a view behind ``requires``."""
    who: Principal = g.principal
    return who


def resolve(incoming: Request) -> Principal | None:
    """Who carries the request's credential: a header wins over the cookie, and a bad header is never made good by one.

    A header may carry our own session token or one of a host's making; a browser that both the page and the host's
    script gave one to sends the two in one header, and then they must name the same person.
    """
    if "principal" in g:
        known: Principal = g.principal
        return known
    tokens, by_cookie = _credentials(incoming)
    if not tokens:
        return None
    services: Any = current_app.extensions["wederwoord"]
    now = dt.datetime.now(dt.UTC)
    with services.database.session() as session:
        found = [_who(session, token, incoming, services.settings, now, by_cookie=by_cookie) for token in tokens]
        first = found[0]
        if first is None or any(
            other is None or (other.shop_id, other.person_id) != (first.shop_id, first.person_id) for other in found
        ):
            return None
        if first.embedded and not registry.embed(session, first, services.settings):
            return None
        return first


def _who(
    session: Session, token: str, incoming: Request, settings: Settings, now: dt.datetime, *, by_cookie: bool
) -> Principal | None:
    if "." in token and not by_cookie:  # ours have none
        return registry.principal_from_bearer(session, token, incoming, settings, now)
    return principal_of(session, token, by_cookie=by_cookie, secret_key=settings.secret_key, now=now)


def _credentials(incoming: Request) -> tuple[list[str], bool]:
    header = incoming.headers.get("Authorization", "")
    if not header:
        cookie = incoming.cookies.get(SESSION_COOKIE, "")
        return ([cookie] if cookie else []), True
    given = [part.strip().partition(" ") for part in header.split(",")]
    if len(given) > _TOKENS_AT_ONCE or any(scheme.lower() != "bearer" for scheme, _, _ in given):
        return [], False
    return [token.strip() for _, _, token in given], False


def require_csrf(incoming: Request, who: Principal) -> None:
    """Raise NotFromOurPage unless the request brings the token that only our own page could read."""
    given = incoming.headers.get(CSRF_HEADER) or incoming.form.get(CSRF_FIELD, "")
    if not same(given, who.csrf_token) or not from_here(incoming):
        raise NotFromOurPage


def from_here(incoming: Request) -> bool:
    """Whether the browser says that the request began on this origin; old browsers that say nothing pass."""
    site = incoming.headers.get("Sec-Fetch-Site")
    return site in {None, "same-origin", "none"}
