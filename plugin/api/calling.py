"""What every operation of the API shares: who calls, the session it works in, and the errors it documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields, validate

from plugin.api.problems import ProblemSchema
from plugin.hosts.gate import principal, requires
from plugin.hosts.principal import Principal
from plugin.store import Session
from plugin.words import Role

LARGEST_ID = 2**63 - 1
ID = f"int(max={LARGEST_ID})"  # the path converter of every id: what no column can hold is simply not there

V = TypeVar("V", bound=Callable[..., Any])

_ALWAYS = {
    401: "No credential, or one that has ended.",
    403: "The person's role is too small, or a cookie came without its CSRF token.",
    415: "A body of another type than the operation takes.",
    422: "Input was refused; `errors` says where.",
    503: "The database is busy; nothing was written. Ask again.",
}


class Input(Schema):
    """A body or query: unknown keys are refused."""

    class Meta:
        unknown = RAISE


class Nothing(Input):
    """A query with no parameters: misspelt ones are refused instead of ignored."""


class Text(fields.String):
    """Text from outside: no NUL, which no database keeps."""

    def __init__(self, *, most: int, least: int = 0, **kwargs: Any) -> None:
        super().__init__(
            validate=[
                validate.Length(least, most),
                validate.ContainsNoneOf("\x00", error="must not hold a NUL character"),
            ],
            **kwargs,
        )


class PageQuery(Input):
    cursor = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[0-9]{0,19}$"),
        metadata={"description": "`next` of the page before."},
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


def operation(blueprint: Blueprint, role: Role, *also: int) -> Callable[[V], V]:
    """Let people with ``role`` call it, and document how it says no. Goes directly under the route."""

    def wrap(view: V) -> V:
        documented: Any = requires(role)(view)
        for status in dict.fromkeys((*_ALWAYS, *also)):
            documented = blueprint.alt_response(
                status, schema=ProblemSchema, description=_WORDS.get(status) or _ALWAYS[status]
            )(documented)
        done: V = blueprint.doc(description=f"{(view.__doc__ or '').strip()}\n\nNeeds the role {role.value}.")(
            documented
        )
        return done

    return wrap


_WORDS = {
    404: "This shop has no such thing.",
    409: "Not possible as things stand; `code` and `hint` say why and what to do.",
}


@contextmanager
def at_work() -> Iterator[tuple[Session, Principal]]:
    """A session of the caller's shop; what the operation did is committed when it ends well."""
    who = principal()
    with services().database.session(shop_id=who.shop_id) as session:
        yield session, who


def services() -> Any:
    """The app's services (plugin.app.Services; its type lives above this room)."""
    return current_app.extensions["wederwoord"]
