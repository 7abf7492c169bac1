"""What Shopware tells us by webhook: the body, read after its signature was found good (contract shopify-shopware §2.5)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from plugin.work.host_wishes import Wish

# Shopware repeats a webhook for as long as its queue wants; what is older than a day is nobody's news any more.
LATE = dt.timedelta(days=1)
EARLY = dt.timedelta(minutes=5)


class BadHook(ValueError):
    """The body is no webhook of Shopware's. The message holds nothing of it."""


class _Source(Schema):
    class Meta:
        unknown = EXCLUDE

    shop_id = fields.String(data_key="shopId", required=True, validate=validate.Length(1, 120))
    event_id = fields.String(data_key="eventId", load_default="", validate=validate.Length(max=200))
    app_version = fields.String(data_key="appVersion", load_default="", validate=validate.Length(max=40))


class _Data(Schema):
    class Meta:
        unknown = EXCLUDE

    event = fields.String(required=True, validate=validate.Length(1, 100))
    payload = fields.Raw(load_default=list)


class _Body(Schema):
    class Meta:
        unknown = EXCLUDE

    data = fields.Nested(_Data, required=True)
    source = fields.Nested(_Source, required=True)
    timestamp = fields.Integer(strict=True, required=True, validate=validate.Range(0, 9_999_999_999))


@dataclass(frozen=True, slots=True)
class Hook:
    """``event_id`` is the same at every repeat; ``keeps_data`` is what the shop's owner chose on removing the app."""

    shop_id: str
    event: str
    event_id: str
    timestamp: dt.datetime
    app_version: str = ""
    keeps_data: bool | None = None

    @property
    def wish(self) -> Wish:
        return _WISHES.get(self.event, Wish.NOTE)

    def is_fresh(self, now: dt.datetime) -> bool:
        return now - LATE <= self.timestamp <= now + EARLY


_WISHES = {
    "app.deleted": Wish.UNINSTALL,
    "app.deactivated": Wish.SUSPEND,
    "app.activated": Wish.RESUME,
    # The customer's form in the storefront; Shopware tells of no other way in which a review comes or changes.
    "review_form.send": Wish.SYNC,
}
_OTHER_NAMES = {"app_deleted": "app.deleted"}  # the documentation's example writes it so


def shop_named_in(body: bytes) -> str:
    """Whose webhook it claims to be, so that the secret can be found; believed only after the signature. Raises BadHook."""
    source = _json(body).get("source")
    shop_id = source.get("shopId") if isinstance(source, dict) else None
    if not isinstance(shop_id, str) or not shop_id:
        raise BadHook("The body names no shop.")
    return shop_id


def read(body: bytes) -> Hook:
    """Raises BadHook."""
    try:
        found = _Body().load(_json(body))
    except ValidationError as error:
        raise BadHook("The body is no webhook of Shopware's.") from error
    source, data = found["source"], found["data"]
    payload: Any = data["payload"]
    keeps = payload.get("keepUserData") if isinstance(payload, dict) else None
    event = _OTHER_NAMES.get(data["event"], data["event"])
    return Hook(
        shop_id=source["shop_id"],
        event=event,
        # Shops before 6.4.11 send none; then the second and the event tell one from another.
        event_id=source["event_id"] or f"{found['timestamp']}",
        timestamp=dt.datetime.fromtimestamp(found["timestamp"], dt.UTC),
        app_version=source["app_version"],
        keeps_data=keeps if isinstance(keeps, bool) else None,
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadHook("The body is no JSON.") from error
    if not isinstance(found, dict):
        raise BadHook("The body is no JSON object.")
    return found
