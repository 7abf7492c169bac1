"""Credentials that somebody typed into a channel's form: kept sealed for that person's page while the form is tested or mended,
so that nobody types them twice. They never go back into a page.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from connectors.contract import Connector
from plugin.hosts.gate import principal
from plugin.panel.app_services import shop_session
from plugin.store import Session, typed_secrets


def with_kept(kind: type[Connector], given: dict[str, Any], channel_id: int | None = None) -> dict[str, Any]:
    """The form as it was sent, with what was typed into it before where a credential was left empty; kept from here on."""
    who, owner, form = principal(), _owner(), _form(kind, channel_id)
    if not owner or not kind.secret_fields:
        return given
    now = dt.datetime.now(dt.UTC)
    with shop_session() as session:
        before = typed_secrets.kept(session, who.shop_id, owner, form, now)
        fresh = {name: str(given[name]) for name in kind.secret_fields if given.get(name)}
        secrets = {name: value for name, value in before.items() if name in kind.secret_fields} | fresh
        if secrets:
            typed_secrets.keep(session, who.shop_id, owner, form, secrets, now)
    return {**given, **secrets}


def forget(session: Session, kind: type[Connector], channel_id: int | None = None) -> None:
    """The form is kept, or begun anew."""
    if owner := _owner():
        typed_secrets.forget(session, principal().shop_id, owner, _form(kind, channel_id))


def _owner() -> str:
    """Whose page it is; "" where nothing tells. The session of a desk in an admin is renewed every few minutes, so there it
    is the launch.
    """
    who = principal()
    if who.launched_at is not None:
        return f"person-{who.person_id}-{who.launched_at.timestamp()}"
    return "" if who.session_id is None else f"session-{who.session_id}"


def _form(kind: type[Connector], channel_id: int | None) -> str:
    return f"channel-{channel_id}" if channel_id is not None else f"new-{kind.name}"
