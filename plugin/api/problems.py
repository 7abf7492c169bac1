"""How the API says no: one shape for every error, with a code for programs and words for people."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from connectors.registry import UnknownConnector
from plugin.hosts.standalone.signing_in import LastOwner
from plugin.inbox.connecting import SettingsWrong
from plugin.inbox.deciding import NotDecidable
from plugin.inviting.settling import Settled
from plugin.inviting.switching import CannotInvite, NotSeen, OutOfRange
from plugin.publishing.refusals import NotAllowed, Refused
from plugin.shop import ShopProfileError
from plugin.store.errors import Conflict, NotThere, RetryLater
from plugin.store.listing import BadCursor


class ProblemSchema(Schema):
    """Any answer that is not a success."""

    code = fields.String(required=True, metadata={"description": "For programs; stable."})
    message = fields.String(required=True, metadata={"description": "For people."})
    hint = fields.String(metadata={"description": "What to do about it."})
    errors = fields.Dict(metadata={"description": "Where input was refused: each place with what is wrong with it."})


class ReplyDeskApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest, with our shape of errors, and leaving the app's other pages to the app."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Errors of the API's own views are answered by its blueprints; the rest is the app's business."""


def area(name: str, prefix: str, description: str) -> Blueprint:
    """A part of the API whose errors all have the shape of ProblemSchema."""
    blueprint = Blueprint(name, __name__, url_prefix=prefix, description=description)
    blueprint.register_error_handler(HTTPException, problem)
    # Flask asks by status before it asks by class: without this line the desk's 401 page would win.
    blueprint.register_error_handler(Unauthorized, problem)
    for kind, answer in _ANSWERS.items():
        blueprint.register_error_handler(kind, answer)
    return blueprint


def problem(error: HTTPException) -> Response:
    """The answer to an HTTP error. Keeps the headers that belong to it (``Allow`` on 405, ``Retry-After`` …)."""
    status = HTTPStatus(error.code or 500)
    data: dict[str, Any] = getattr(error, "data", None) or {}
    found = data.get("errors") or data.get("messages")
    message = data.get("message") or error.description or status.description or status.phrase
    if isinstance(error, InternalServerError):
        message = "Something went wrong here. Nothing of the request was kept."  # no detail of the cause leaves
    answer = _answer(status, _code(status), message, errors=found)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers.set(name, value)
    for name, value in (data.get("headers") or {}).items():
        answer.headers.set(name, value)
    return answer


def _code(status: HTTPStatus) -> str:
    return status.phrase.lower().replace(" ", "_").replace("-", "_")


def _answer(
    status: HTTPStatus, code: str, message: str, *, hint: str = "", errors: dict[str, Any] | None = None
) -> Response:
    body: dict[str, Any] = {"code": code, "message": message}
    if hint:
        body["hint"] = hint
    if errors:
        body["errors"] = errors
    answer = jsonify(body)
    answer.status_code = status
    return answer


def _refused(error: Refused) -> Response:
    status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT
    return _answer(status, error.code, error.message, hint=error.hint)


def _busy(error: RetryLater) -> Response:
    answer = _answer(HTTPStatus.SERVICE_UNAVAILABLE, "retry_later", str(error), hint="Ask again in a moment.")
    answer.headers["Retry-After"] = "2"
    return answer


def _invalid(error: ShopProfileError | SettingsWrong) -> Response:
    return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, "unprocessable_entity", str(error), errors=error.problems)


_ANSWERS: dict[type[Exception], Callable[[Any], Response]] = {
    NotThere: lambda error: _answer(HTTPStatus.NOT_FOUND, "not_found", str(error)),
    Conflict: lambda error: _answer(HTTPStatus.CONFLICT, "conflict", str(error)),
    LastOwner: lambda error: _answer(HTTPStatus.CONFLICT, "last_owner", str(error)),
    CannotInvite: lambda error: _answer(HTTPStatus.CONFLICT, "cannot_invite", str(error)),
    Settled: lambda error: _answer(HTTPStatus.CONFLICT, "settled", str(error)),
    NotSeen: lambda error: _answer(HTTPStatus.CONFLICT, "not_seen", str(error)),
    OutOfRange: lambda error: _answer(HTTPStatus.UNPROCESSABLE_ENTITY, "unprocessable_entity", str(error)),
    NotDecidable: lambda error: _answer(HTTPStatus.CONFLICT, "not_decidable", str(error)),
    BadCursor: lambda error: _answer(
        HTTPStatus.UNPROCESSABLE_ENTITY, "unprocessable_entity", str(error), errors={"query": {"cursor": [str(error)]}}
    ),
    UnknownConnector: lambda error: _answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "unprocessable_entity",
        str(error),
        errors={"json": {"connector": [str(error)]}},
    ),
    RetryLater: _busy,
    Refused: _refused,
    ShopProfileError: _invalid,
    SettingsWrong: _invalid,
}
