"""The addresses that the WordPress plugin calls: register, launch, signal."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import structlog
from flask import Blueprint, Response, current_app, jsonify, request
from marshmallow import ValidationError
from werkzeug.exceptions import Forbidden

from connectors.contract import ConnectorError
from connectors.redaction import remember
from plugin.hosts import installing, launching
from plugin.hosts.bodies import read_body
from plugin.hosts.woocommerce import signing
from plugin.hosts.woocommerce.building import key_of
from plugin.hosts.woocommerce.connecting import CONNECTOR, HOST, language_of, take_in
from plugin.hosts.woocommerce.shop_site import (
    NotProved,
    Registration,
    is_origin,
    read_registration,
    require_proof,
    site_of,
)
from plugin.hosts.woocommerce.wording import problem
from plugin.inbox.connecting import SettingsWrong
from plugin.store import Session, installs, tables, used_tokens
from plugin.work import Services
from plugin.work.host_wishes import Wish

log = structlog.get_logger(__name__)

_LARGEST_BODY = 32 * 1024  # bytes of a registration or a signal
_CREATED, _BAD_REQUEST, _GONE_WRONG = 201, 400, 502
_MARGIN = dt.timedelta(minutes=5)  # a used launch token is remembered so long beyond its end
_EVENTS: dict[str, Wish] = {
    "review.created": Wish.SYNC,
    "review.changed": Wish.SYNC,
    "review.removed": Wish.SYNC,
    "plugin.deactivated": Wish.SUSPEND,
}
_UNINSTALLED = "plugin.uninstalled"

blueprint = Blueprint("woocommerce", __name__, url_prefix="/hosts/woocommerce")


class LaunchRefused(Forbidden):
    """One answer for every reason: a caller learns nothing from it."""

    description = "Open Wederwoord from the shop's admin again."


@blueprint.post("/register")
def register() -> tuple[Response, int]:
    """Connect a shop whose site answers our challenge with the secret that it sent."""
    services, told = _services(), _told(read_body(_LARGEST_BODY))
    locale = _named(told, "locale")
    if not signing.same(request.headers.get("X-Wederwoord-Key", ""), key_of(services.settings.secret_key)):
        return jsonify(problem=problem("key", locale)), Forbidden.code or 0
    try:
        registration = read_registration(told)
    except ValidationError as error:
        log.warning("a shop could not register", fields=sorted(error.normalized_messages()))  # type: ignore[no-untyped-call]  # marshmallow left it untyped
        return jsonify(problem=problem("unreadable", locale)), _BAD_REQUEST
    remember(registration.secret, registration.app_password)
    return _register(services, registration)


def _register(services: Services, registration: Registration) -> tuple[Response, int]:
    try:
        require_proof(registration.rest_url, registration.install, registration.secret)
    except NotProved:
        return jsonify(problem=problem("proof", registration.locale)), _BAD_REQUEST
    except ConnectorError as error:
        log.warning("a shop that registers could not be asked", why=error.message)
        return jsonify(problem=problem("unreachable", registration.locale)), _GONE_WRONG
    try:
        with services.database.session() as session:
            install, channel = take_in(session, registration, dt.datetime.now(dt.UTC))
            services.work.sync_now(session, install.shop_id, channel.id)
    except SettingsWrong:
        return jsonify(problem=problem("unreadable", registration.locale)), _BAD_REQUEST
    log.info("a shop was connected", host=HOST, shop=install.shop_id)
    return jsonify(connected=True), _CREATED


@blueprint.get("/launch")
def launch() -> Response:
    """The desk for whom the shop's WordPress vouched in the last minute."""
    services, now = _services(), dt.datetime.now(dt.UTC)
    with services.database.session() as session:
        install = _install(session, request.args.get("shop", ""))
        claims = _claims(session, install, request.args.get("t", ""), now)
        _note_admin(session, install, claims["origin"], now)
        person = installing.person_for(session, install, claims["uid"], name=claims["name"], now=now)
        if person is None:
            raise LaunchRefused
        language = language_of(claims["locale"])
        begun = launching.begin(session, install, person, language=language, now=now)
    answer = launching.open_desk(install, person, begun, language=language)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address holds a token, used as it is
    return answer


@blueprint.post("/signal")
def signal() -> tuple[Response, int]:
    """A review is new or changed, or the plugin goes: noted, queued, answered."""
    services, now = _services(), dt.datetime.now(dt.UTC)
    raw = read_body(_LARGEST_BODY)
    with services.database.session() as session:
        install = _install(session, request.headers.get("X-Wederwoord-Shop", ""))
        try:
            signing.require_signed(dict(request.headers), raw, _secret(session, install), now)
        except signing.Refused as error:
            log.warning("a signal was refused", host=HOST, shop=install.shop_id, why=str(error))
            raise LaunchRefused from None
        _take(services, session, install, _told(raw), raw, now)
    return jsonify(taken=True), 200


def _take(
    services: Services, session: Session, install: tables.Install, told: Any, body: bytes, now: dt.datetime
) -> None:
    event, event_id = _named(told, "event"), _named(told, "id")
    if event == _UNINSTALLED:
        services.work.receive(
            session, HOST, install.external_id, event, event_id, wish=Wish.UNINSTALL, body=body, now=now
        )
        services.work.uninstall(session, install, now=now)
        return
    services.work.receive(
        session, HOST, install.external_id, event, event_id, wish=_EVENTS.get(event, Wish.NOTE), body=body,
        details={"connector": CONNECTOR}, now=now,
    )  # fmt: skip


def _install(session: Session, address: str) -> tables.Install:
    """The install of the site at this address, in force or switched off. Raises LaunchRefused."""
    try:
        install = installs.find(session, HOST, site_of(address))
    except ValidationError:
        install = None
    if install is None or install.state not in {installs.InstallState.INSTALLED, installs.InstallState.SUSPENDED}:
        raise LaunchRefused
    return install


def _claims(session: Session, install: tables.Install, token: str, now: dt.datetime) -> dict[str, Any]:
    try:
        claims = signing.launch_in(token, _secret(session, install), now)
    except signing.Refused as error:
        log.warning("a launch was refused", host=HOST, shop=install.shop_id, why=str(error))
        raise LaunchRefused from None
    if not _is_of(claims, install) or not is_origin(claims["origin"]):
        raise LaunchRefused
    ends = dt.datetime.fromtimestamp(claims["exp"], dt.UTC) + _MARGIN
    if not used_tokens.use_once(session, HOST, f"{install.id}:{claims['jti']}", expires_at=ends):
        raise LaunchRefused
    return claims


def _is_of(claims: dict[str, Any], install: tables.Install) -> bool:
    """A copy of the shop (a staging site) has the same secret and another address; it has to connect by itself."""
    try:
        return site_of(claims["shop"]) == install.external_id and str(claims["install"]) == install.data["plugin"]
    except ValidationError:
        return False


def _note_admin(session: Session, install: tables.Install, origin: str, now: dt.datetime) -> None:
    """The admin moved, or the plugin was switched on again: its launch is the first that tells us."""
    if install.data["admin_origin"] != origin:
        installs.set_data(session, install, admin_origin=origin)
    if install.state != installs.InstallState.INSTALLED:
        installs.set_state(session, install, installs.InstallState.INSTALLED, now=now)


def _secret(session: Session, install: tables.Install) -> str:
    return installs.secrets(session, install).get("secret", "") or _no_secret()


def _no_secret() -> str:
    raise LaunchRefused


def _told(raw: bytes) -> Any:
    """What the body says as JSON; None where it says nothing that can be read."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _named(told: Any, field: str) -> str:
    value = told.get(field, "") if isinstance(told, dict) else ""
    return value[:80] if isinstance(value, str) else ""


def _services() -> Services:
    services: Services = current_app.extensions["wederwoord"]
    return services
