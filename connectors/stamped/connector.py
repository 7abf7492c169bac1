"""A shop's reviews at Stamped as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Connector,
    ConnectorError,
    Health,
    Hook,
    Nudge,
    Pace,
    Page,
    Reply,
    Review,
    Webhooks,
)
from connectors.evidence import Evidence
from connectors.paging import by_number, with_an_end
from connectors.payloads import read_many
from connectors.replying import require_placeable
from connectors.stamped.client import WHO, StampedClient
from connectors.stamped.mapping import number_of, to_review
from connectors.stamped.payloads import WireReviewSchema, inner
from connectors.stamped.settings import StampedSettings

# No limit is stated. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000


class StampedConnector(Connector):
    """Needs the shop's number and both API keys. No single review can be asked for, so an attempt without an answer is for
    a person to settle.
    """

    name: ClassVar[str] = "stamped"
    title: ClassVar[str] = "Stamped"
    evidence: ClassVar[Evidence] = Evidence.CODE
    evidence_of: ClassVar[Mapping[str, Evidence]] = {
        "webhooks": Evidence.DOCUMENTATION,
    }
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=False,
        max_reply_chars=OUR_MAX_CHARS,
        incremental=False,  # no "since" and no order: every reading reads all
        sees_edits=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://stamped.io/",
        webhooks=Webhooks.NUDGE,  # a secret that every call repeats signs nothing
        pace=Pace(quick=1_800, usual=3_600, quiet=21_600),
        experimental=True,
    )
    Settings = StampedSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"private_key"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = StampedClient(
            settings["store_hash"],
            settings["public_key"],
            settings["private_key"],
            calls=settings["calls_per_minute"],
        )

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews(1)
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; its first page has {len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        pages = by_number(self._client.reviews, identity=_id, who=WHO, place=cursor.get("place"))
        for turned in with_an_end(pages):
            wires, problems = read_many(WireReviewSchema(), list(turned.items), who=WHO, what="Review")
            going = {"place": dict(turned.place)} if turned.place else {}  # read to its end: the next begins anew
            yield Page(tuple(to_review(wire) for wire in wires), going, problems)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        if review.reply is not None:
            # What a second reply does is documented nowhere, so none is sent.
            raise AskPerson("The review has a reply already.", hint="Change that one in Stamped.")
        self._client.reply(number_of(review), text, mail=self.settings["mail_customer"])
        return Reply(text=text, external_id=review.external_id)

    # Reference: https://help.stamped.io/article/273-webhooks
    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Nudge:  # noqa: ARG002 -- the contract's signature
        """Nothing in the call is believed."""
        return Nudge()


def _id(item: Any) -> str:
    told = inner(item)
    return str(told.get("id")) if isinstance(told, Mapping) else repr(item)
