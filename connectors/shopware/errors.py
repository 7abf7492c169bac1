"""Shopware's error codes as the contract's errors. The code decides, never the message, which comes in any language."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from connectors.contract import AskPerson, BadAnswer, ConnectorError, GiveUp, Reconnect
from connectors.http_answers import Answer, error_for


class _OneErrorSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    code = fields.String(load_default="")


class _ErrorsSchema(Schema):
    """``{"errors": [{"status", "code", "title", "detail"}]}``"""

    class Meta:
        unknown = EXCLUDE

    errors = fields.List(fields.Nested(_OneErrorSchema), required=True)


@dataclass(frozen=True)
class Meaning:
    error: type[ConnectorError]
    message: str
    hint: str = ""


# Reference: contract shopify-shopware §2.6 (ACL); the other codes: shopware/shopware, src/Core/Framework
_MEANINGS: dict[str, Meaning] = {
    "FRAMEWORK__MISSING_PRIVILEGE_ERROR": Meaning(
        Reconnect,
        "The shop does not let Wederwoord read or answer its reviews.",
        "Update the app in Shopware (Extensions) and accept its permissions; an integration of your own needs the rights "
        "that the connector's page lists.",
    ),
    "FRAMEWORK__RESOURCE_NOT_FOUND": Meaning(GiveUp, "The review is not there any more."),
    "FRAMEWORK__WRITE_CONSTRAINT_VIOLATION": Meaning(
        AskPerson,
        "The shop refused the reply as it is.",
        "Switch off the mark on replies in the channel, or shorten the text.",
    ),
}


def code_of(answer: Answer) -> str:
    """The first error's code; empty where the answer is not Shopware's own (a firewall, a proxy)."""
    try:
        errors = _ErrorsSchema().load(answer.json())["errors"]
    except (BadAnswer, ValidationError):
        return ""
    return str(errors[0]["code"]) if errors else ""


def meaning_of(answer: Answer, *, who: str, write: bool) -> ConnectorError:
    """The contract's error for an answer outside 2xx."""
    meaning = _MEANINGS.get(code_of(answer))
    if meaning is None or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return error_for(answer, who=who, write=write)
    return meaning.error(meaning.message, hint=meaning.hint)
