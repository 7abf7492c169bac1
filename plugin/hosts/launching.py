"""From a host's proof of a person to the desk in an iframe, without cookies.

A host's view verifies the launch, finds install and person, and answers ``open_desk(...)``. That document is the only
one of the frame: it carries a short session token in its head, which the page keeps in memory and sends as
``Authorization: Bearer`` with every request (static/embedded.js); browsers that block third-party cookies and storage
change nothing about that. Before it ends the page renews it here, until LAUNCH_LASTS after the launch; after that, or
on a reload, the host launches anew.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, jsonify, make_response

from plugin.hosts import framing, registry
from plugin.hosts.gate import SignInNeeded, principal, requires
from plugin.hosts.principal import STANDALONE, Principal
from plugin.hosts.standalone.signing_in import NewSession
from plugin.hosts.standalone.tokens import new_token, token_hash
from plugin.store import Session, setting_up, sign_ins, tables
from plugin.words import Role

SESSION_LASTS = dt.timedelta(minutes=20)
LAUNCH_LASTS = dt.timedelta(hours=12)
RENEW_PATH = "/embedded/session"
EMBEDDED = "embedded"
_INBOX, _SETUP = "panel.inbox", "panel.setup"

blueprint = Blueprint("hosts", __name__)


def register(app: Flask) -> None:
    """Serve the hosts that are switched on."""
    settings = app.extensions["wederwoord"].settings
    app.register_blueprint(blueprint)
    for made in registry.blueprints(settings):
        app.register_blueprint(made)


def begin(
    session: Session,
    install: tables.Install,
    person: tables.Person,
    *,
    language: str = "",
    now: dt.datetime,
    launched_at: dt.datetime | None = None,
) -> NewSession:
    """A session for a page inside the host's admin. ``launched_at``: of the launch that it renews."""
    return _begin(session, install.shop_id, person.id, install.host, language, now, launched_at or now)


def _begin(
    session: Session, shop_id: int, person_id: int, host: str, language: str, now: dt.datetime, launched_at: dt.datetime
) -> NewSession:
    token, ends = new_token(), min(now + SESSION_LASTS, launched_at + LAUNCH_LASTS)
    sign_ins.start(
        session, shop_id, person_id, token_hash(token), kind=EMBEDDED, host=host, language=language,
        launched_at=launched_at, expires_at=ends, now=now,
    )  # fmt: skip
    return NewSession(token, shop_id, person_id, ends)


def open_desk(
    install: tables.Install,
    person: tables.Person,
    begun: NewSession,
    *,
    language: str = "",
    endpoint: str = "panel.inbox",
    **values: Any,
) -> Response:
    """The document of the frame: the desk's page ``endpoint`` for this person, with their session in it.

    Call it outside a store session, after ``begin`` was committed: the page reads for itself.
    """
    host = registry.HOSTS[install.host]
    settings = current_app.extensions["wederwoord"].settings
    if endpoint == _INBOX and person.role == Role.OWNER and _is_new(install.shop_id):
        endpoint = _SETUP
    framing.embed(host.embedding(install, settings))
    g.launched = begun
    g.principal = Principal(
        shop_id=install.shop_id, host=install.host, person_id=person.id, role=Role(person.role), name=person.name,
        language=language,
    )  # fmt: skip
    return make_response(current_app.view_functions[endpoint](**values))


def _is_new(shop_id: int) -> bool:
    """Whether nobody has begun to set the shop up: its owner is led through that before the inbox."""
    with current_app.extensions["wederwoord"].database.session(shop_id=shop_id) as session:
        setup = setting_up.of(session, shop_id)
    return setup is not None and setup.untouched


def launched() -> dict[str, Any] | None:
    """What the first document tells its script; None in every other answer."""
    begun: NewSession | None = g.get("launched")
    around = framing.embedding()
    if begun is None or around is None:
        return None
    return {"token": begun.token, "lasts": _left(begun), "renew": RENEW_PATH, "launch": around.launch}


def _left(begun: NewSession) -> int:
    return max(0, int((begun.expires_at - dt.datetime.now(dt.UTC)).total_seconds()))


@blueprint.post(RENEW_PATH)
@requires(Role.VIEWER)
def renew() -> Response:
    """A new session for a page that is still open: against the old one, or a fresh proof of the host's.

    The old one ends by itself, so that requests under way still arrive.
    """
    who = principal()
    if who.host == STANDALONE or who.by_cookie:
        raise SignInNeeded
    now = dt.datetime.now(dt.UTC)
    launched_at = who.launched_at or now
    if launched_at + LAUNCH_LASTS <= now:
        raise SignInNeeded
    with current_app.extensions["wederwoord"].database.session(shop_id=who.shop_id) as session:
        begun = _begin(session, who.shop_id, who.person_id, who.host, who.language, now, launched_at)
    answer = jsonify(token=begun.token, lasts=_left(begun))
    answer.headers["Cache-Control"] = "no-store"
    return answer
