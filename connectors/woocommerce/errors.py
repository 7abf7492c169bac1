"""WordPress' error codes as the contract's errors. The code decides, never the message (contract §1)."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import ValidationError

from connectors.contract import AskPerson, BadAnswer, ConnectorError, GiveUp, Reconnect, RetryLater
from connectors.http_answers import Answer, error_for
from connectors.woocommerce.payloads import ErrorBodySchema

_NEW_PASSWORD = "Make a new application password in WordPress and connect the shop again."  # noqa: S105 -- advice
_OTHER_USER = "Use an application password of a shop manager or an administrator."


@dataclass(frozen=True)
class Meaning:
    error: type[ConnectorError]
    message: str
    hint: str = ""


# Reference: contract woocommerce §1 (table of situations) and §3 (table of what was tried)
_MEANINGS: dict[str, Meaning] = {
    "incorrect_password": Meaning(Reconnect, "The shop refused the application password.", _NEW_PASSWORD),
    "invalid_username": Meaning(Reconnect, "The shop does not know this user name.", _NEW_PASSWORD),
    "invalid_email": Meaning(Reconnect, "The shop does not know this user name.", _NEW_PASSWORD),
    "rest_not_logged_in": Meaning(
        Reconnect,
        "The shop did not accept the sign-in.",
        "Application passwords work over https only; a security plugin or the web server may also drop them.",
    ),
    "rest_comment_login_required": Meaning(Reconnect, "The shop did not accept the sign-in.", _NEW_PASSWORD),
    "woocommerce_rest_cannot_view": Meaning(Reconnect, "This user may not see the reviews.", _OTHER_USER),
    "woocommerce_rest_authentication_error": Meaning(Reconnect, "The shop refused the credential.", _NEW_PASSWORD),
    "rest_forbidden_param": Meaning(Reconnect, "This user may not moderate reviews.", _OTHER_USER),
    "rest_forbidden_context": Meaning(Reconnect, "This user may not moderate reviews.", _OTHER_USER),
    "rest_cannot_edit": Meaning(AskPerson, "This user may not change that reply.", _OTHER_USER),
    "rest_cannot_delete": Meaning(AskPerson, "This user may not take that reply back.", _OTHER_USER),
    "rest_comment_closed": Meaning(
        AskPerson,
        "Reviews are closed for this product, so the shop takes no reply.",
        "Open the reviews of the product in WooCommerce, or leave it unanswered.",
    ),
    "rest_comment_draft_post": Meaning(
        AskPerson, "The product is a draft, so the shop takes no reply.", "Publish the product first."
    ),
    "rest_comment_trash_post": Meaning(GiveUp, "The product was thrown away."),
    "rest_comment_invalid_post_id": Meaning(GiveUp, "The product is not there any more."),
    "rest_comment_invalid_id": Meaning(GiveUp, "That comment is not there any more."),
    "rest_already_trashed": Meaning(GiveUp, "That reply was taken away already."),
    "woocommerce_rest_review_invalid_id": Meaning(GiveUp, "The review is not there any more."),
    "wederwoord_no_review": Meaning(GiveUp, "The review is not there any more."),
    "wederwoord_review_gone": Meaning(GiveUp, "The review was taken away, so nobody would see the reply."),
    "wederwoord_busy": Meaning(RetryLater, "Another reply to this review is just being made."),
    "rest_comment_content_invalid": Meaning(AskPerson, "The shop refused the text as empty.", "Write a reply."),
    "comment_content_column_length": Meaning(AskPerson, "The text is too long for WordPress.", "Shorten it."),
    "comment_duplicate": Meaning(
        AskPerson, "The shop says that this very reply is there already.", "Look under the review in the shop."
    ),
    "rest_invalid_param": Meaning(AskPerson, "The shop refused a part of the request.", "An update may be needed."),
    "rest_no_route": Meaning(
        AskPerson, "WooCommerce does not answer at this address.", "Is WooCommerce active, and is the address complete?"
    ),
}
# WordPress lets one account write every 15 seconds where it is no moderator (contract §3: status 400, not 429).
_FLOOD_PAUSE = 20.0


def code_of(answer: Answer) -> str:
    """The error's code; empty where the answer is not WordPress' own (a firewall, a proxy)."""
    try:
        code: str = ErrorBodySchema().load(answer.json())["code"]
    except (BadAnswer, ValidationError):
        return ""
    return code


def meaning_of(answer: Answer, *, who: str, write: bool) -> ConnectorError:
    """The contract's error for an answer outside 2xx."""
    code = code_of(answer)
    if code == "comment_flood":
        return RetryLater("The shop takes no more replies for a moment.", retry_after=_FLOOD_PAUSE)
    meaning = _MEANINGS.get(code)
    moved_or_broken = answer.redirected_to or answer.status >= 500  # noqa: PLR2004 -- the HTTP class of server errors
    if meaning is None or moved_or_broken:
        return error_for(answer, who=who, write=write)
    return meaning.error(meaning.message, hint=meaning.hint)
