"""What the plugin tells when it connects, and the call back that proves it: only the site at that address has the secret."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from connectors.contract import BadAnswer
from connectors.http import Session, read_json
from plugin.hosts.woocommerce.signing import proof_of, same

PROOF_ROUTE = "/wc-wederwoord/v1/proof"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?\Z|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?\Z")


class NotProved(Exception):
    """The site at the shop's address did not show that it holds the secret."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A shop that wants to connect. ``secret`` and ``app_password`` are credentials."""

    install: str
    secret: str = field(repr=False)
    shop_url: str
    rest_url: str
    admin_origin: str
    shop_name: str
    country: str
    locale: str
    version: str
    uid: str
    name: str
    user: str
    app_password: str = field(repr=False)


class _RegistrationSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    install = fields.UUID(required=True)
    secret = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    shop_url = fields.String(required=True, validate=validate.Length(1, 300))
    rest_url = fields.String(required=True, validate=validate.Length(1, 400))
    admin_origin = fields.String(required=True, validate=validate.Length(1, 300))
    shop_name = fields.String(required=True, validate=validate.Length(0, 200))
    country = fields.String(load_default="", validate=validate.Length(0, 2))
    locale = fields.String(load_default="", validate=validate.Length(0, 20))
    version = fields.String(load_default="", validate=validate.Length(0, 20))
    uid = fields.String(required=True, validate=validate.Regexp(r"[1-9][0-9]{0,18}\Z"))
    name = fields.String(required=True, validate=validate.Length(0, 250))
    user = fields.String(required=True, validate=validate.Length(1, 200))
    app_password = fields.String(required=True, validate=validate.Length(1, 200))

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Registration:
        data |= {
            "install": str(data["install"]),
            "shop_url": data["shop_url"].rstrip("/"),
            "country": data["country"].upper(),
        }
        shop = site_of(data["shop_url"])
        if site_of(data["rest_url"]).partition("/")[0] != shop.partition("/")[0]:
            raise ValidationError("The REST address is on another site than the shop.", "rest_url")
        if not is_origin(data["admin_origin"]):
            raise ValidationError("This is no origin.", "admin_origin")
        return Registration(**data)


_REGISTRATION = _RegistrationSchema()


def read_registration(given: Any) -> Registration:
    """Raises marshmallow.ValidationError."""
    registration: Registration = _REGISTRATION.load(given)
    return registration


def site_of(address: str) -> str:
    """How we tell shops apart: host, port if it is an unusual one, and folder. ``https://Shop.nl/`` → ``shop.nl``.

    Raises ValidationError.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise ValidationError("This is no address of a web site.", "shop_url") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username or parts.password:
        raise ValidationError("This is no address of a web site.", "shop_url")
    unusual = f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.hostname}{unusual}{parts.path.rstrip('/')}"


def is_origin(text: str) -> bool:
    """Whether this may stand in a content security policy as one origin."""
    return _ORIGIN.match(text) is not None


def require_proof(rest_url: str, install: str, secret: str) -> None:
    """Ask the site itself. Raises NotProved, and what a Session raises where nobody answers."""
    challenge = secrets.token_hex(32)
    session = Session("The shop")
    try:
        target, query = _route(rest_url, PROOF_ROUTE)
        answer = read_json(
            session.call("GET", target, params={**query, "challenge": challenge}), who="The shop", write=False
        )
    finally:
        session.close()
    if not isinstance(answer, Mapping):
        raise BadAnswer("The shop's answer is not the one that our plugin gives.")
    told = str(answer.get("install", "")), str(answer.get("proof", ""))
    if told[0] != install or not same(told[1], proof_of(secret, challenge)):
        raise NotProved


def _route(rest_url: str, route: str) -> tuple[str, dict[str, str]]:
    """Where a route is: under ``/wp-json/``, or in ``rest_route`` on a site with plain permalinks."""
    parts = urlsplit(rest_url)
    base = f"{parts.scheme}://{parts.netloc}{parts.path}"
    query = dict(parse_qsl(parts.query))
    if "rest_route" in query:
        return base, {**query, "rest_route": route}
    return f"{base.rstrip('/')}{route}", query
