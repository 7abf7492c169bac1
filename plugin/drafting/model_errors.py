"""What can go wrong with a language model, named for what the caller must do."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """Why there is no usable text from the model; the desk has a plain sentence for each (``notes``)."""

    DOWN = "down"  # nobody answers at the address
    SLOW = "slow"  # no whole answer within the time allowed
    BUSY = "busy"  # 429 or 5xx: try again later
    QUOTA = "quota"  # the account has no credit or budget left
    AUTH = "auth"  # the key is missing, wrong or not allowed
    MODEL = "model"  # the server knows no such model
    FILTERED = "filtered"  # the server's content filter refused
    REQUEST = "request"  # the server refuses the request as such
    RUBBISH = "rubbish"  # an answer that is no draft
    LEAK = "leak"  # the answer shows the prompt's own marks: somebody talked the model into it


class ModelError(Exception):
    """The model gave no draft. The message holds no key, no address and no text of a review."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        self.trouble = trouble
        self.detail = detail
        super().__init__(f"{trouble.value}: {detail}" if detail else trouble.value)


class ModelUnavailable(ModelError):
    """Try later: no connection, a timeout, 429, 5xx. ``retry_after`` is in seconds where the server named it."""

    def __init__(self, trouble: Trouble, detail: str = "", *, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(trouble, detail)


class ModelRefused(ModelError):
    """Trying again changes nothing until a person acts: key, credit, model name, content filter."""


class ModelRubbish(ModelError):
    """The model answered, but not with a draft that can be used."""


class FormatUnsupported(ModelRefused):
    """The server refuses this way of asking for structure: take the next rung of the ladder."""
