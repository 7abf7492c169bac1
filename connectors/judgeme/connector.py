"""A shop's reviews at Judge.me as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Changed,
    Connector,
    ConnectorError,
    Health,
    Hook,
    Invitation,
    Invited,
    Nudge,
    Pace,
    Page,
    PrivateReply,
    Reply,
    Review,
    Webhooks,
)
from connectors.evidence import Evidence
from connectors.inviting import ready
from connectors.judgeme.client import WHO, JudgeMeClient
from connectors.judgeme.mapping import number_of, to_review
from connectors.judgeme.payloads import WireReviewSchema
from connectors.judgeme.settings import JudgeMeSettings
from connectors.judgeme.webhooks import changed_by
from connectors.paging import by_number, named_by, with_an_end
from connectors.payloads import read_many
from connectors.replying import require_placeable
from connectors.rereading import one_by_one, still_there
from connectors.travelling import ALWAYS

# No limit is stated. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000


class JudgeMeConnector(Connector):
    """Needs the shop's domain and private API token. No list or review shows a reply, so what we placed is known only by
    our own ledger: an attempt without an answer is for a person to settle.
    """

    name: ClassVar[str] = "judgeme"
    title: ClassVar[str] = "Judge.me"
    evidence: ClassVar[Evidence] = Evidence.SPECIFICATION
    evidence_of: ClassVar[Mapping[str, Evidence]] = {
        "webhooks": Evidence.CODE,
        "can_invite": Evidence.DOCUMENTATION,
    }
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=False,
        max_reply_chars=OUR_MAX_CHARS,
        can_reply_privately=True,
        private_reply_has_subject=True,
        max_private_chars=OUR_MAX_CHARS,
        incremental=False,  # no "since" and no order: every reading reads all
        sees_edits=True,
        finds_removals=True,
        can_invite=True,
        invite_needs_product=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://judge.me/reviews",
        webhooks=Webhooks.SIGNED,
        can_subscribe=True,
        pace=Pace(quick=1_800, usual=3_600, quiet=21_600),
        # A help page describes the endpoint, the OpenAPI document does not know it, and no answer of it was ever seen.
        unverified=frozenset({"can_invite"}),
    )
    Settings = JudgeMeSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"token", "app_secret", "request_token"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = JudgeMeClient(settings["shop_domain"], settings["token"], calls=settings["calls_per_minute"])

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            count = self._client.count()
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; the shop has {count} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        total = self._client.count()
        pages = by_number(self._client.reviews, identity=named_by("id"), who=WHO, place=cursor.get("place"))
        for turned in with_an_end(pages):
            wires, problems = read_many(WireReviewSchema(), list(turned.items), who=WHO, what="Review")
            going = {"place": dict(turned.place)} if turned.place else {}  # read to its end: the next begins anew
            whole = ALWAYS if not going and cursor.get("place") is None else None
            yield Page(tuple(to_review(wire) for wire in wires), going, problems, total, whole_since=whole)

    def fetch_some(self, external_ids: tuple[str, ...]) -> Page | None:
        return one_by_one((each for each in external_ids if each.isdecimal()), lambda each: self._now(int(each)))

    def reread(self, review: Review) -> Review | None:
        return self._now(number_of(review))

    def _now(self, number: int) -> Review | None:
        wire = self._client.review(number)
        return None if wire is None else to_review(wire)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        still_there(self.reread(review))
        self._client.reply(number_of(review), text, mail=self.settings["mail_customer"])
        return Reply(text=text)

    def reply_privately(self, review: Review, *, text: str, key: str, subject: str = "") -> PrivateReply:
        require_placeable(text, most=OUR_MAX_CHARS)
        if not subject.strip():
            raise AskPerson("The message needs a subject.", hint="Write one.")
        self._client.reply_privately(number_of(review), subject=subject, text=text)
        return PrivateReply(text=text, key=key)

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> Capabilities:
        """Invitations need the token that Judge.me's support gives out for them, besides."""
        able = super().able(settings)
        return replace(able, can_invite=bool(able.can_invite and settings.get("request_token")))

    def invite(self, invitation: Invitation) -> Invited:
        if not self.abilities.can_invite:
            raise AskPerson("There is no token for review requests.", hint="Open the channel and fill it in.")
        asked = ready(invitation, self.abilities)
        if not (asked.products and asked.products[0].id):
            raise AskPerson(f"{WHO} asks about a product, and this order names none.")
        self._client.request_review(asked, token=self.settings["request_token"])
        return Invited()

    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Changed | Nudge:  # noqa: ARG002 -- the keys are the account's
        return changed_by(headers, body, (self.settings["token"], self.settings["app_secret"]))

    def subscribe(self, url: str) -> Hook:
        return self._client.subscribe(url)

    def unsubscribe(self, hook: Hook) -> None:
        if hook.url:
            self._client.unsubscribe(hook.url)
