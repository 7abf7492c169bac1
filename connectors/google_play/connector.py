"""An app's reviews at Google Play as a channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Capabilities,
    Connector,
    ConnectorError,
    GiveUp,
    Health,
    OutcomeUnknown,
    Pace,
    Page,
    Reply,
    Review,
)
from connectors.google_play.client import QUOTAS, WHO, GooglePlayClient
from connectors.google_play.mapping import placed, to_review
from connectors.google_play.payloads import WireRepliedSchema, WireReviewSchema
from connectors.google_play.settings import GooglePlaySettings, service_account
from connectors.paging import by_token, named_by
from connectors.payloads import read_many, read_one
from connectors.redaction import remember

MAX_CHARS = 350  # "more than approximately 350 characters will be rejected"
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")


class GooglePlayConnector(Connector):
    """Needs a service account that may reply to reviews, and the app's package name."""

    name: ClassVar[str] = "google_play"
    title: ClassVar[str] = "Google Play"
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        idempotent_reply=True,  # the same call changes the reply that is there
        max_reply_chars=MAX_CHARS,
        incremental=False,  # no "since" and no order: every reading reads all that is listed
        sees_edits=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://play.google.com/console",
        quotas=QUOTAS,
        pace=Pace(quick=900, usual=1_800, quiet=3_600),
    )
    Settings = GooglePlaySettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"key_file"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        account = service_account(settings["key_file"])
        remember(account.key)
        self._client = GooglePlayClient(account, settings["package_name"], calls=settings["calls_per_minute"])

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews("")
        except ConnectorError as error:
            return Health(False, tuple(part for part in (error.message, error.hint) if part))
        return Health(True, (f"{WHO} answers and lists {found.total or len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        pages = by_token(self._client.reviews, identity=named_by("reviewId"), who=WHO, place=cursor.get("place"))
        for turned in pages:
            wires, problems = read_many(WireReviewSchema(), list(turned.items), who=WHO, what="Review")
            going = {"place": dict(turned.place)} if turned.place else {}  # read to its end: the next begins anew
            yield Page(tuple(to_review(wire) for wire in wires), going, problems, turned.total)

    def fetch_some(self, external_ids: tuple[str, ...]) -> Page | None:
        found = {each: self._client.review(each) for each in external_ids}
        there = tuple(to_review(wire) for wire in found.values() if wire is not None)
        return Page(there, removed=tuple(each for each, wire in found.items() if wire is None))

    def reread(self, review: Review) -> Review | None:
        wire = self._client.review(review.external_id)
        return None if wire is None else to_review(wire)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        now = self.reread(review)
        if now is None:
            raise GiveUp("The review is not there any more.")
        same = now.reply is not None and _plain(now.reply.text) == _plain(text)
        return now.reply if same else None

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        if not text.strip():
            raise AskPerson("There is no text to place.", hint="Write a reply.")
        if len(text) > MAX_CHARS:
            raise AskPerson(f"{WHO} takes about {MAX_CHARS} characters.", hint="Shorten the text.")
        if _TAG.search(text):
            raise AskPerson(f"{WHO} strips what looks like HTML.", hint="Write it without angle brackets.")
        data = self._client.reply(review.external_id, text)
        try:
            reply = placed(read_one(WireRepliedSchema(), data, who=WHO), review.external_id)
        except BadAnswer:
            reply = None  # it was accepted, so what became of it is the open question
        if reply is None:
            raise OutcomeUnknown(f"{WHO} accepted it, but its answer cannot be read.", hint="Look under the review.")
        return reply

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        return self.publish(review, text=text, key=key)


def _plain(text: str) -> str:
    return " ".join(text.split())
