"""A location at Kiyoh or Klantenvertellen as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    Capabilities,
    Connector,
    ConnectorError,
    Health,
    Invitation,
    Invited,
    Page,
    PrivateReply,
    Reply,
    Review,
)
from connectors.evidence import Evidence
from connectors.inviting import ready
from connectors.kiyoh.client import PRIVATE, PUBLIC, WHO, KiyohClient
from connectors.kiyoh.reading import pages
from connectors.kiyoh.settings import KiyohSettings
from connectors.replying import placed_before, reply_in, require_placeable
from connectors.rereading import still_there

# The platform names no limit. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000


class KiyohConnector(Connector):
    """Needs the location's id and its publication token."""

    name: ClassVar[str] = "kiyoh"
    title: ClassVar[str] = "Kiyoh / Klantenvertellen"
    evidence: ClassVar[Evidence] = Evidence.CODE
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_reply_privately=True,
        max_reply_chars=OUR_MAX_CHARS,
        max_private_chars=OUR_MAX_CHARS,
        incremental=True,
        sees_edits=True,
        finds_removals=True,
        can_invite=True,  # by what it knows an order again is documented nowhere, so nothing is sent a second time
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://www.kiyoh.com/",
        # A PUT suggests both: that it takes the place of the reply before, and that a private one leaves it alone.
        unverified=frozenset({"can_replace_reply", "can_reply_privately"}),
    )
    Settings = KiyohSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"token"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = KiyohClient(
            settings["site"], settings["location_id"], settings["token"], calls=settings["calls_per_minute"]
        )

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews(None, 1)
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; the location has {found.total or len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        yield from pages(self._client.reviews, cursor)

    def reread(self, review: Review) -> Review | None:
        """There is no call for one review: the list is read from the time at which it was changed last."""
        since = {"since": (review.updated or review.created).isoformat()}
        for page in pages(self._client.reviews, since):
            found = next((one for one in page.reviews if one.external_id == review.external_id), None)
            if found is not None:
                return found
        return None

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return reply_in(still_there(self.reread(review)), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        now = still_there(self.reread(review))
        return placed_before(now, text, otherwise="Look at it on the platform.") or self._placed(review, text)

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        still_there(self.reread(review))
        return self._placed(review, text)

    def reply_privately(self, review: Review, *, text: str, key: str, subject: str = "") -> PrivateReply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        self._client.respond(review.external_id, text, kind=PRIVATE, mail=True)
        return PrivateReply(text=text, key=key)

    def invite(self, invitation: Invitation) -> Invited:
        asked = self._client.invite(ready(invitation, self.abilities))
        return Invited(status="scheduled" if asked else "already")

    def _placed(self, review: Review, text: str) -> Reply:
        self._client.respond(review.external_id, text, kind=PUBLIC, mail=self.settings["mail_customer"])
        return Reply(text=text, external_id=review.external_id)
