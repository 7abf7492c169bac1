"""The contract's errors, named for what the caller must do. ``connectors.contract`` gives them out."""

from __future__ import annotations

from connectors.redaction import scrub
from connectors.violations import Refusal


class ConnectorError(Exception):
    """Something went wrong at a channel. Messages are for a shop owner and hold no secret: known ones are masked."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = scrub(message)
        self.hint = scrub(hint)
        super().__init__(f"{self.message} {self.hint}".strip())


class RetryLater(ConnectorError):
    """Nothing was changed; the same call may succeed after ``retry_after`` seconds (None: the caller's own pace)."""

    def __init__(self, message: str, *, retry_after: float | None = None, hint: str = "") -> None:
        self.retry_after = retry_after
        super().__init__(message, hint=hint)


class Reconnect(ConnectorError):
    """The credential was refused: ask the owner to connect the channel again."""


class AskPerson(ConnectorError):
    """The channel will not do this as asked; a person must decide (closed for replies, already answered, …)."""


class TextRefused(AskPerson):
    """The platform read this very text and will not have it: nothing was placed. ``refusal`` says why, in its words, so that
    the text can be mended; a person approves it again.
    """

    def __init__(self, message: str, *, refusal: Refusal, hint: str = "") -> None:
        self.refusal = refusal
        super().__init__(message, hint=hint)


class GiveUp(ConnectorError):
    """It can never work: the thing is gone, or the request is impossible."""


class OutcomeUnknown(ConnectorError):
    """The request was sent and no answer came: it may or may not have happened. Never retry blindly."""


class BadAnswer(ConnectorError):
    """The channel answered something this connector does not understand; nothing of it was used."""


class Forged(ConnectorError):
    """A webhook's signature is missing or wrong: nothing of it was read, and nobody is told why."""
