"""Delivered orders from outside: checked, cut to what an invitation needs, and kept. Nothing of a wrong one is repeated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate

from connectors.contract import DeliveredOrder, InvitedProduct
from connectors.inviting import LONGEST_ORDER, is_address, plain_name
from plugin.store import Session, orders

AT_ONCE = 500
MOST_PRODUCTS = 20  # of an order; a platform asks about the first, or the shop
_FUTURE = dt.timedelta(days=1)  # a clock that is a little ahead


@dataclass(slots=True)
class Taken:
    """``problems``: which rows could not be read, and why; without what stood in them."""

    new: int = 0
    known: int = 0
    problems: tuple[str, ...] = ()


class ProductSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    id = fields.String(required=True, validate=validate.Length(1, 100))
    name = fields.String(load_default="", validate=validate.Length(0, 300))

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> InvitedProduct:
        return InvitedProduct(data["id"], data["name"])


def _an_address(given: str) -> None:
    if not is_address(given):
        raise ValidationError("no address")


class OrderSchema(Schema):
    """A delivered order as a file or a program tells it. Anything else about it is dropped unread."""

    class Meta:
        unknown = EXCLUDE

    number = fields.String(required=True, validate=validate.Length(1, LONGEST_ORDER))
    email = fields.String(required=True, validate=_an_address)
    delivered = fields.AwareDateTime(required=True, default_timezone=dt.UTC)
    ordered = fields.AwareDateTime(load_default=None, default_timezone=dt.UTC, allow_none=True)
    name = fields.String(load_default="", validate=validate.Length(0, 300))
    language = fields.String(load_default="", validate=validate.Regexp(r"([a-z]{2})?\Z"))
    consent = fields.Boolean(load_default=None, allow_none=True)
    products = fields.List(
        fields.Nested(ProductSchema), load_default=list, validate=validate.Length(0, MOST_PRODUCTS)
    )  # fmt: skip

    @pre_load
    def _trimmed(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given = {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}
        for name in ("delivered", "ordered"):  # a day stands for its noon
            if isinstance(given.get(name), str) and len(given[name]) == len("2026-11-22"):
                given[name] = f"{given[name]}T12:00:00+00:00"
        if isinstance(given.get("language"), str):
            given["language"] = given["language"].replace("_", "-").partition("-")[0].lower()
        empty = [name for name in ("ordered", "consent", "products") if given.get(name) == ""]
        return {name: value for name, value in given.items() if name not in empty}

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> DeliveredOrder:
        return DeliveredOrder(
            number=data["number"], email=data["email"], delivered=data["delivered"], ordered=data["ordered"],
            name=plain_name(data["name"]), language=data["language"], consent=data["consent"],
            products=tuple(data["products"]),
        )  # fmt: skip


def take_rows(
    session: Session,
    shop_id: int,
    rows: Iterable[Mapping[str, Any]],
    *,
    source: str,
    now: dt.datetime | None = None,
    first: int = 1,
) -> Taken:
    """Keep the orders that these rows tell of; ``first`` is the number of the first row. Raises SecretUnreadable."""
    moment = now or dt.datetime.now(dt.UTC)
    good, problems = [], []
    for number, row in enumerate(rows, first):
        read = _read(row, moment)
        if isinstance(read, DeliveredOrder):
            good.append(read)
        else:
            problems.append(f"Row {number}: {read}.")
    taken = Taken(problems=tuple(problems))
    for start in range(0, len(good), AT_ONCE):
        kept = orders.take(session, shop_id, good[start : start + AT_ONCE], source=source, now=moment)
        taken.new, taken.known = taken.new + kept.new, taken.known + kept.known
    return taken


def _read(row: Mapping[str, Any], now: dt.datetime) -> DeliveredOrder | str:
    """The order, or which of its fields are wrong: their names, and nothing that stood in them."""
    try:
        order: DeliveredOrder = OrderSchema().load(row)
    except ValidationError as error:
        messages = error.normalized_messages()  # type: ignore[no-untyped-call]  # marshmallow left it untyped
        return f"wrong or missing: {', '.join(sorted(map(str, messages)))}"
    if order.delivered > now + _FUTURE:
        return "delivered lies in the future"
    return order
