"""What Shopify tells us: signed over the raw body, taken in once, answered at once; the work is the queue's."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from plugin.hosts.bodies import read_body
from plugin.hosts.shopify.domains import shop_domain
from plugin.hosts.shopify.id_tokens import package
from plugin.store import Session, host_events, installs
from plugin.work.host_wishes import Wish
from plugin.work.services import Services

log = structlog.get_logger(__name__)

NAME = "shopify"
PATH = "/shopify/webhooks"
LARGEST_BODY = 1024 * 1024  # bytes; the compliance topics are some hundred
GRACE = dt.timedelta(days=30)  # shop/redact comes 48 hours after an uninstall; this is for the one that never came
_FAMILIES = ("X-Shopify-", "Shopify-")  # the classic spelling and the one of the newer events
_WISHES = {
    "app/uninstalled": Wish.UNINSTALL,
    "customers/data_request": Wish.TELL_CUSTOMER,
    "customers/redact": Wish.FORGET_CUSTOMER,
    "shop/redact": Wish.PURGE,
}
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A webhook whose signature is right."""

    domain: str
    topic: str
    event_id: str
    triggered_at: dt.datetime | None
    raw: bytes
    body: Mapping[str, Any]


def receive() -> Response:
    """POST: 200 taken in (or known already), 400 not to be read, 401 not signed by Shopify, 413 too large."""
    try:
        raw = read_body(LARGEST_BODY)
    except RequestEntityTooLarge:
        return Response("too large", 413)
    told = _verified(raw)
    if isinstance(told, Response):
        return told
    services: Services = current_app.extensions["wederwoord"]
    with services.database.session() as session:
        known = _take_in(services, session, told, dt.datetime.now(dt.UTC))
    log.info("a webhook of Shopify", topic=told.topic, shop=told.domain, known=known)
    return Response("", 200)


def _verified(raw: bytes) -> Told | Response:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return Response("not UTF-8", 400)
    settings = current_app.extensions["wederwoord"].settings.shopify
    given: Any = {"method": request.method, "headers": dict(request.headers), "url": request.url, "body": text}
    try:
        result = package(settings).verify_webhook_req(given)
    except TypeError:  # the package compares text that is not ASCII, and breaks on it
        return Response("Unauthorized", 401)
    if not result.ok:
        return Response(result.response.body, result.response.status)
    domain = shop_domain(_header("Shop-Domain"))
    topic = _header("Topic")
    body = _object(text)
    if domain is None or not topic or len(topic) > 100 or body is None or _of_another_shop(body, domain):  # noqa: PLR2004 -- the column's length
        return Response("Bad Request", 400)
    return Told(domain, topic, _event_id(raw), _triggered_at(), raw, body)


def _header(name: str) -> str:
    return next((value for family in _FAMILIES if (value := request.headers.get(f"{family}{name}"))), "")


def _object(text: str) -> Mapping[str, Any] | None:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _of_another_shop(body: Mapping[str, Any], domain: str) -> bool:
    """The signature is over the body alone: where that names its shop, the header may name no other."""
    named = [body[key] for key in ("shop_domain", "myshopify_domain") if body.get(key)]
    return any(shop_domain(name) != domain for name in named)


def _event_id(raw: bytes) -> str:
    """The same for every delivery of one event: its own id, else the delivery's, else the body's."""
    given = _header("Event-Id") or _header("Webhook-Id")
    return given[:_LONGEST_ID] if given else f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _triggered_at() -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(_header("Triggered-At"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _take_in(services: Services, session: Session, told: Told, now: dt.datetime) -> bool:
    """Note the event and queue its work; whether it was known. An uninstall takes the credentials away here and now."""
    wish = _WISHES.get(told.topic, Wish.NOTE)
    event = services.work.receive(
        session, NAME, told.domain, told.topic, told.event_id, wish=wish, body=told.raw,
        details=_needed(wish, told.body), now=now,
    )  # fmt: skip
    if event is None:
        return True
    if wish is Wish.UNINSTALL:
        install = installs.find(session, NAME, told.domain)
        older = (
            install is not None
            and install.installed_at is not None
            and told.triggered_at is not None
            and told.triggered_at < install.installed_at
        )
        if install is None:
            outcome = "nothing is kept of this shop"
        elif older:
            outcome = "older than the install"
        else:
            services.work.uninstall(session, install, now=now, grace=GRACE)
            outcome = "uninstalled"
        host_events.handled(session, event, outcome, now)
    return False


def _needed(wish: Wish, body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Of a customer's request: what finds them in our data. Nothing else of a body is kept."""
    if wish not in {Wish.TELL_CUSTOMER, Wish.FORGET_CUSTOMER}:
        return None
    customer = body.get("customer")
    customer = customer if isinstance(customer, dict) else {}
    orders = body.get("orders_to_redact") or body.get("orders_requested") or []
    request_of = body.get("data_request")
    return {
        "customer": str(customer.get("id") or ""),
        "email": str(customer.get("email") or ""),
        "phone": str(customer.get("phone") or ""),
        "orders": [str(order) for order in orders][:1000] if isinstance(orders, list) else [],
        "request": str(request_of.get("id") or "") if isinstance(request_of, dict) else "",
    }
