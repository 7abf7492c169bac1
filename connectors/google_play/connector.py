"""An app's reviews at Google Play as a channel."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Connector,
    ConnectorError,
    Health,
    Pace,
    Page,
    Reply,
    Review,
)
from connectors.evidence import Evidence
from connectors.google_play.client import QUOTAS, REPLY_QUOTAS, WHO, GooglePlayClient
from connectors.google_play.mapping import placed, to_review
from connectors.google_play.payloads import WireRepliedSchema, WireReviewSchema
from connectors.google_play.settings import GooglePlaySettings, service_account
from connectors.paging import by_token, named_by
from connectors.payloads import once_accepted, read_many, read_one
from connectors.redaction import remember
from connectors.replying import reply_in, require_text
from connectors.rereading import one_by_one, still_there

# The list is said to hold what was written or changed within a week; a day less is sure.
LISTED = dt.timedelta(days=6)
MAX_CHARS = 350  # "more than approximately 350 characters will be rejected"
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")


class GooglePlayConnector(Connector):
    """Needs a service account that may reply to reviews, and the app's package name."""

    name: ClassVar[str] = "google_play"
    title: ClassVar[str] = "Google Play"
    evidence: ClassVar[Evidence] = Evidence.SPECIFICATION
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        idempotent_reply=True,  # the same call changes the reply that is there
        max_reply_chars=MAX_CHARS,
        incremental=False,  # no "since" and no order: every reading reads all that is listed
        sees_edits=True,
        finds_removals=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://play.google.com/console",
        quotas=(*QUOTAS, *REPLY_QUOTAS),
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
            return Health.failed(error)
        return Health(True, (f"{WHO} answers and lists {found.total or len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        started = dt.datetime.now(dt.UTC)
        pages = by_token(self._client.reviews, identity=named_by("reviewId"), who=WHO, place=cursor.get("place"))
        for turned in pages:
            wires, problems = read_many(WireReviewSchema(), list(turned.items), who=WHO, what="Review")
            going = {"place": dict(turned.place)} if turned.place else {}  # read to its end: the next begins anew
            whole = started - LISTED if not going and cursor.get("place") is None else None
            yield Page(tuple(to_review(wire) for wire in wires), going, problems, turned.total, whole_since=whole)

    def fetch_some(self, external_ids: tuple[str, ...]) -> Page | None:
        return one_by_one(external_ids, self._now)

    def reread(self, review: Review) -> Review | None:
        return self._now(review.external_id)

    def _now(self, external_id: str) -> Review | None:
        wire = self._client.review(external_id)
        return None if wire is None else to_review(wire)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return reply_in(still_there(self.reread(review)), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_text(text)
        if len(text) > MAX_CHARS:
            raise AskPerson(f"{WHO} takes about {MAX_CHARS} characters.", hint="Shorten the text.")
        if _TAG.search(text):
            raise AskPerson(f"{WHO} strips what looks like HTML.", hint="Write it without angle brackets.")
        data = self._client.reply(review.external_id, text)
        return once_accepted(lambda: placed(read_one(WireRepliedSchema(), data, who=WHO), review.external_id), who=WHO)

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        return self.publish(review, text=text, key=key)
