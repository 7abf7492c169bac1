"""A shop installs the app: the handshake's effects, each in one commit of its caller."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugin.hosts import installing
from plugin.hosts.shopware import confirmations, kept, queries, rotation
from plugin.hosts.shopware.kept import CONNECTOR, HOST, Credential
from plugin.inbox import connecting
from plugin.shop import ShopProfile
from plugin.store import Session, channels, installs, tables
from plugin.store.installs import InstallState

_COUNTRIES = {"nl": "NL", "be": "BE", "de": "DE", "at": "AT"}


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures that came in the headers; None where one did not."""

    app: str | None = None
    shop: str | None = None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """``first`` tells a new installation from one that was registered again. ``channel_id`` reads the shop's reviews."""

    install: tables.Install
    channel_id: int
    first: bool


def register(
    session: Session, query: bytes, signatures: Signatures, *, app_secret: str, language: str, now: dt.datetime
) -> tuple[queries.Registration, str]:
    """Note what a shop that registers will confirm. Gives what it said, and the secret to answer with.

    Nothing is written for a request that is not the platform's. Raises rotation.Refused, queries.BadQuery.
    """
    said = queries.registration(query)
    if not queries.is_fresh(said.timestamp, now):
        raise rotation.Refused("The registration is too old, or the shop's clock is wrong.")
    install = installs.find(session, HOST, said.shop_id)
    rotated = _registered(session, install, said, query, signatures, app_secret)
    if install is None:
        profile = first_profile(said.address, language)
        install = installing.shop_and_install(
            session, HOST, said.shop_id, shop_url=said.address, profile=profile, now=now
        )
    install = installs.held(session, install.shop_id, install.id)
    # Once more, now that nobody else can register this shop: two at once must not each keep half.
    rotated = _registered(session, install, said, query, signatures, app_secret)
    kept.save_keys(session, install, rotated)
    return said, rotated.pending


def _registered(
    session: Session,
    install: tables.Install | None,
    said: queries.Registration,
    query: bytes,
    signatures: Signatures,
    app_secret: str,
) -> rotation.Keys:
    return rotation.register(
        kept.keys_of(session, install),
        query,
        said.address,
        app_secret=app_secret,
        app_signature=signatures.app,
        shop_signature=signatures.shop,
    )


def confirm(session: Session, body: bytes, signatures: Signatures, *, now: dt.datetime) -> Confirmed:
    """The shop confirms: its new secret takes force, and its reviews become a channel.

    The same confirmation again changes nothing. Raises rotation.Refused, confirmations.BadConfirmation.
    """
    said = confirmations.read(body)
    install = installs.find(session, HOST, said.shop_id)
    if install is None:
        raise rotation.Refused("This shop did not register.")
    install = installs.held(session, install.shop_id, install.id)
    before = kept.keys_of(session, install)
    after = rotation.confirm(before, body, signature=signatures.shop, previous_signature=signatures.previous, now=now)
    known = install.data.get("channel_id")
    if after == before and known is not None:
        return Confirmed(install, known, first=False)
    credential = Credential(said.api_key, said.secret_key)
    kept.save_keys(session, install, after, credential)
    install.shop_url = before.pending_url or install.shop_url
    if install.state != InstallState.SUSPENDED:
        installs.set_state(session, install, InstallState.INSTALLED, now=now)
    return Confirmed(install, _channel(session, install, credential), first=not before.confirmed)


def _channel(session: Session, install: tables.Install, credential: Credential) -> int:
    """The channel of the shop's own reviews, made or brought up to date."""
    given = {"url": install.shop_url, "api_key": credential.api_key, "secret_key": credential.secret_key}
    known = [channel for channel in channels.every(session, install.shop_id) if channel.connector == CONNECTOR]
    ours = install.data.get("channel_id")
    channel = next((one for one in known if one.id == ours), None)
    if channel is not None:
        connecting.change_channel(session, install.shop_id, channel.id, given)
        return channel.id
    made = connecting.add_channel(session, install.shop_id, CONNECTOR, _free_name(session, install.shop_id), given)
    installs.set_data(session, install, channel_id=made.id)
    return made.id


def _free_name(session: Session, shop_id: int) -> str:
    taken = {channel.name for channel in channels.every(session, shop_id)}
    return next(name for name in ("Shopware", *(f"Shopware {n}" for n in range(2, 1_000))) if name not in taken)


def first_profile(address: str, language: str) -> ShopProfile:
    """A profile to begin with: named after the shop's address, with the country that its ending speaks of."""
    host = urlsplit(address).hostname or ""
    ending = host.rpartition(".")[2]
    name = host.removeprefix("www.")
    country = _COUNTRIES.get(ending, "DE" if language == "de" else "NL")
    return installing.first_profile(name, country=country, language=language)
