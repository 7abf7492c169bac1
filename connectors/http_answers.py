"""What came back over HTTP, and which of the contract's errors it means."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from connectors.contract import (
    AskPerson,
    BadAnswer,
    ConnectorError,
    GiveUp,
    OutcomeUnknown,
    Reconnect,
    RetryLater,
)

_WHAT_HTML_MEANS = (
    "It sent a web page where data was expected: a login page, a maintenance page or a firewall may stand in between."
)


@dataclass(frozen=True)
class Answer:
    """One complete HTTP answer, its body within the size limit and decompressed.

    ``url`` has no query. ``redirected_to`` is the other site that answered in the end, empty if none.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    redirected_to: str = ""

    @property
    def ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def looks_like_html(self) -> bool:
        return self.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"

    def json(self) -> Any:
        """The body as JSON. Raises BadAnswer with what to do about it."""
        if self.looks_like_html:
            raise BadAnswer("The channel's answer is not data.", hint=_WHAT_HTML_MEANS)
        try:
            # utf-8-sig: plugins of the shop that were saved with a byte order mark put it before every answer
            return json.loads(self.body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            pass  # raised below, outside, so that the half answer is not chained to the error
        raise BadAnswer(
            "The channel's answer is cut off or garbled.",
            hint="Try again; if it stays, look in the channel's own error log.",
        )

    def retry_after(self, now: dt.datetime | None = None) -> float | None:
        """Seconds that the channel asks us to wait: Retry-After as a number or a date (RFC 9110 §10.2.3)."""
        value = self.headers.get("Retry-After", "").strip()
        if value.isdecimal() and value.isascii():
            return float(value[:9])
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return max(0.0, (moment - (now or dt.datetime.now(dt.UTC))).total_seconds())


def error_for(answer: Answer, *, who: str, write: bool) -> ConnectorError:
    """The contract's error for an answer outside 2xx. ``who`` names the channel in the message.

    A write answered with 5xx may have been carried out before it failed, so its outcome is unknown.
    """
    status = answer.status
    if answer.redirected_to and status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return AskPerson(
            f"{who} sends us on to {answer.redirected_to}.", hint="Connect the channel again with that address."
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return _server_error(answer, who=who, write=write)
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.TOO_EARLY}:
        return RetryLater(f"{who} asks for fewer calls.", retry_after=answer.retry_after())
    return _refusal(answer, who=who)


def _server_error(answer: Answer, *, who: str, write: bool) -> ConnectorError:
    message = f"{who} has trouble of its own (status {answer.status})."
    if write:
        return OutcomeUnknown(message, hint="Look whether it was placed before trying again.")
    return RetryLater(message, retry_after=answer.retry_after())


def _refusal(answer: Answer, *, who: str) -> ConnectorError:
    status = answer.status
    if status == HTTPStatus.UNAUTHORIZED:
        return Reconnect(f"{who} refused the credential.", hint="Connect the channel again.")
    if status == HTTPStatus.FORBIDDEN:
        hint = _WHAT_HTML_MEANS if answer.looks_like_html else "The account may lack a right for this."
        return AskPerson(f"{who} does not allow this.", hint=hint)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return GiveUp(f"{who} says that this is not there (any more).")
    if status == HTTPStatus.CONFLICT:
        return AskPerson(f"{who} says that this collides with something already there.", hint="Look at the review.")
    return AskPerson(f"{who} refused this (status {status}).", hint="Look at the review and the text, then decide.")


def read_json(answer: Answer, *, who: str, write: bool) -> Any:
    """The data of a good answer; raises the contract's error for any other.

    A write whose acceptance cannot be read was probably carried out: OutcomeUnknown, never BadAnswer.
    """
    if not answer.ok:
        raise error_for(answer, who=who, write=write)
    if not write:
        return answer.json()
    try:
        return answer.json()
    except BadAnswer:
        pass
    raise OutcomeUnknown(f"{who} accepted it, but its answer cannot be read.", hint="Look whether it is there.")
