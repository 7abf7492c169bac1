"""The contract between Wederwoord and one kind of channel.

A connector is a class with a name, a settings schema and capabilities; everything a platform does in its own
way stays in its folder. This module knows no platform, no database and no web framework.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import Schema

from connectors.redaction import remember, scrub

# --- errors, named for what the caller must do -------------------------------------------------------------


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


class GiveUp(ConnectorError):
    """It can never work: the thing is gone, or the request is impossible."""


class OutcomeUnknown(ConnectorError):
    """The request was sent and no answer came: it may or may not have happened. Never retry blindly."""


class BadAnswer(ConnectorError):
    """The channel answered something this connector does not understand; nothing of it was used."""


# --- what a channel can do, as data -------------------------------------------------------------------------


class Markup(StrEnum):
    PLAIN = "plain"
    HTML = "html"  # the connector escapes; drafts are plain text everywhere


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one kind of channel can do. The desk offers what stands here and nothing else."""

    can_reply: bool = False
    can_read_replies: bool = False  # read-back: a reply can be found again by its key or its text
    can_replace_reply: bool = False
    can_delete_reply: bool = False
    reply_once: bool = True
    idempotent_reply: bool = False  # the same key twice gives one reply
    moderated: bool = False  # an accepted reply may be held before it shows
    max_reply_chars: int | None = None
    max_reply_bytes: int | None = None
    markup: Markup = Markup.PLAIN
    incremental: bool = False  # fetch() honours the cursor
    sees_edits: bool = False
    sees_removals: bool = False
    notifies_customer: bool = False


# --- what travels -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Review:
    """One review as a channel shows it. Text is plain; times are aware and in UTC; rating is 1 to 5 or None.

    ``status`` is "visible", "held" (the platform has not released it yet) or "removed".
    """

    external_id: str
    text: str
    created: dt.datetime
    title: str = ""
    rating: int | None = None
    author: str = ""
    language: str | None = None
    product: str = ""
    product_id: str = ""
    verified: bool | None = None
    url: str = ""
    status: str = "visible"
    reply: Reply | None = None  # a reply that is already there
    raw_rating: str = ""  # as the platform wrote it, where mapping loses something


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it stands on a channel."""

    text: str
    external_id: str = ""
    author: str = ""
    created: dt.datetime | None = None
    status: str = "visible"  # visible | held | removed
    url: str = ""
    key: str = ""  # our own key, where the channel gives it back
    by_shop: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """Some reviews and the cursor to hand in next time. ``problems`` are rows that could not be read, in plain
    words with their place; the rest of the page is good.
    """

    reviews: tuple[Review, ...]
    cursor: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    total: int | None = None
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What a connection test found: ``ok``, and sentences a shop owner understands."""

    ok: bool
    messages: tuple[str, ...] = ()


class Connector(ABC):
    """One connected channel. Made from validated settings; holds no state but its HTTP session.

    Class attributes declare it: the settings form, masking and encryption follow from ``Settings`` and
    ``secret_fields``. A field's metadata speaks to the person at the form: ``title`` and ``help`` are English, or a
    mapping from language to text; ``choices`` maps a value to such words; ``advanced`` folds the field away.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    titles: ClassVar[Mapping[str, str]] = {}  # in other languages, where ``title`` is no name that stays the same
    capabilities: ClassVar[Capabilities]
    Settings: ClassVar[type[Schema]]
    secret_fields: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """``settings`` is what ``Settings().load(...)`` returned."""
        self.settings = settings
        remember(*(value for name in self.secret_fields if isinstance(value := settings.get(name), str)))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # settings may hold a credential

    def close(self) -> None:  # noqa: B027 -- nothing to close is the rule for connectors without a session
        """Let go of connections; the object is not used after it."""

    @abstractmethod
    def check(self) -> Health:
        """Ask the channel whether the connection works. Never raises ConnectorError: it explains instead."""

    @abstractmethod
    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """Reviews that are new or may have changed since ``cursor`` ({} = from the start), page by page.

        Ends by itself. A reader that stops after any page and comes back with that page's cursor misses nothing.
        Raises RetryLater, Reconnect, AskPerson, BadAnswer.
        """

    def reread(self, review: Review) -> Review | None:
        """The review as it stands now, or None when it is gone. Default: not possible."""
        raise AskPerson(f"{self.title} cannot show a single review.")

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:
        """Look whether our reply is there (by ``key``, else by ``text``). Only where ``can_read_replies``.

        A reply that bears our key and was taken away on the channel since comes back with status "removed":
        it was placed, so it must not be placed again without a person's word.
        """
        raise AskPerson(f"{self.title} does not show replies.")

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        """Place ``text`` (plain) under ``review``. ``key`` is ours, unique to this approval, 8 to 64 characters of [a-z0-9-].

        Makes one attempt to write. Raises RetryLater only when nothing was placed for certain, OutcomeUnknown
        when it may have been, AskPerson, Reconnect or GiveUp when the channel refused.
        """
        raise AskPerson(f"{self.title} takes no replies from a program.", hint="Copy the reply and place it there.")

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:
        raise AskPerson(f"{self.title} cannot change a reply.")

    def delete_reply(self, review: Review, reply: Reply) -> None:
        raise AskPerson(f"{self.title} cannot take a reply back.")
