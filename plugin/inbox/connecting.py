"""From a stored channel to a working connector, and from a filled-in form to a stored channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from connectors import rate_limit, registry
from connectors.call_ledger import counted_in
from connectors.contract import Connector, ConnectorError, Health, Reconnect
from plugin.inbox import quotas
from plugin.store import Database, SecretUnreadable, Session, channels, database_of, events, tables


class SettingsWrong(ValueError):
    """The channel's settings cannot be used; ``problems`` maps each field to sentences."""

    def __init__(self, problems: Mapping[str, Any]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{name}: {_sentence(what)}" for name, what in self.problems.items()))


class CannotConnect(ConnectorError):
    """The channel cannot be opened with what is stored."""


@dataclass(frozen=True, slots=True)
class _Form:
    settings: dict[str, Any]
    secrets: dict[str, str]


def connect(session: Session, shop_id: int, channel_id: int) -> Connector:
    """The connector of a stored channel. Raises NotThere, CannotConnect, Reconnect (its credential cannot be read)."""
    channel = channels.get(session, shop_id, channel_id)
    try:
        settings = channels.full_settings(session, shop_id, channel_id)
    except SecretUnreadable as error:
        # Its owner has to act, as with a credential that the channel refuses: every caller knows what to do with that.
        raise Reconnect(str(error)) from error
    ledger = quotas.ledger_of(database_of(session), shop_id, channel_id)
    with rate_limit.at_most(f"channel:{channel_id}", channel.limits.get("per_minute")), counted_in(ledger):
        return _make(channel.connector, settings)


def add_channel(
    session: Session,
    shop_id: int,
    connector: str,
    name: str,
    given: Mapping[str, Any],
    *,
    limits: Mapping[str, Any] | None = None,
    person_id: int | None = None,
) -> tables.Channel:
    """Store a new channel from its form. Raises registry.UnknownConnector, SettingsWrong, store.errors.Conflict."""
    form = _read_form(connector, given)
    channel = channels.add(session, shop_id, connector, name, form.settings, form.secrets, limits=limits)
    events.add(session, shop_id, "channel.added", person_id=person_id, details={"channel": name})
    return channel


def change_channel(
    session: Session,
    shop_id: int,
    channel_id: int,
    given: Mapping[str, Any],
    *,
    name: str | None = None,
    limits: Mapping[str, Any] | None = None,
    person_id: int | None = None,
) -> tables.Channel:
    """Change a channel; secret fields that are left empty stay as they are. A changed channel counts as connected.

    Call ``Work.channel_is_back`` afterwards: replies may wait for it. Raises as ``add_channel``, and NotThere.
    """
    channel = channels.get(session, shop_id, channel_id)
    kept = _kept(session, shop_id, channel)
    secret = registry.get(channel.connector).secret_fields
    said = {field: value for field, value in given.items() if value or field not in secret}
    form = _read_form(channel.connector, {**kept, **said})
    channels.save_settings(
        session, shop_id, channel_id, name=name, settings=form.settings, secrets=form.secrets, limits=limits
    )
    channels.set_state(session, shop_id, channel_id, "ok")
    channels.read_soon(session, shop_id, channel_id)
    events.add(session, shop_id, "channel.changed", person_id=person_id, details={"channel": name or channel.name})
    return channels.get(session, shop_id, channel_id)


def test_channel(database: Database, shop_id: int, channel_id: int) -> Health:
    """Ask the channel whether the connection works, and note the answer. Raises NotThere.

    Call ``Work.channel_is_back`` where it does: replies may wait for it.
    """
    state = "failing"
    try:
        with database.session(shop_id=shop_id) as session:
            connector = connect(session, shop_id, channel_id)
        health = connector.check()
    except ConnectorError as error:
        if isinstance(error, Reconnect):  # its credential cannot be read: only its owner can mend that
            state = "reconnect"
        health = Health(ok=False, messages=(error.message, *([error.hint] if error.hint else [])))
    with database.session(shop_id=shop_id) as session:
        channels.set_state(
            session,
            shop_id,
            channel_id,
            "ok" if health.ok else state,
            "" if health.ok else " ".join(health.messages),
        )
    return health


def _read_form(connector: str, given: Mapping[str, Any]) -> _Form:
    kind = registry.get(connector)
    schema = kind.Settings()
    try:
        loaded = schema.load(dict(given))
    except ValidationError as error:
        raise SettingsWrong(error.normalized_messages()) from error  # type: ignore[no-untyped-call]  # marshmallow left it untyped
    plain: dict[str, Any] = schema.dump(loaded)
    secrets = {name: str(plain.pop(name)) for name in kind.secret_fields if plain.get(name)}
    return _Form(plain, secrets)


def _kept(session: Session, shop_id: int, channel: tables.Channel) -> dict[str, Any]:
    """What is stored, less a credential that no key can read any more: that one is asked for again."""
    try:
        return channels.full_settings(session, shop_id, channel.id)
    except SecretUnreadable:
        return dict(channel.settings)


def _make(name: str, settings: Mapping[str, Any]) -> Connector:
    try:
        kind = registry.get(name)
        return kind(kind.Settings().load(dict(settings)))
    except LookupError as error:
        raise CannotConnect(str(error), hint="Install the connector again, or switch the channel off.") from error
    except ValidationError as error:
        raise CannotConnect(
            "The channel's settings are no longer complete.", hint="Open the channel and fill in its form again."
        ) from error


def _sentence(what: Any) -> str:
    if isinstance(what, Mapping):
        return "; ".join(f"{key}: {_sentence(value)}" for key, value in what.items())
    return " ".join(map(str, what)) if isinstance(what, (list, tuple)) else str(what)
