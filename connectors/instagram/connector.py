"""The comments under a shop's posts on Instagram as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Changed,
    Connector,
    ConnectorError,
    GiveUp,
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
from connectors.instagram.client import WHO, InstagramClient
from connectors.instagram.mapping import last_of_ours, to_reply, to_review
from connectors.instagram.payloads import WireCommentSchema, WirePlacedSchema, WireReply
from connectors.instagram.settings import InstagramSettings
from connectors.instagram.webhooks import answer_to, changed_by
from connectors.paging import by_token, named_by
from connectors.payloads import once_accepted, read_many, read_one
from connectors.replying import require_placeable, same_words
from connectors.rereading import one_by_one
from connectors.travelling import ALWAYS

# The page that was read names no limit, an older one 300. Ours; told to the person as ours.
OUR_MAX_CHARS = 300


class InstagramConnector(Connector):
    """Needs an app that Meta approved, and the posts to look at. Comments have no rating."""

    name: ClassVar[str] = "instagram"
    title: ClassVar[str] = "Instagram"
    evidence: ClassVar[Evidence] = Evidence.DOCUMENTATION
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_delete_reply=True,
        max_reply_chars=OUR_MAX_CHARS,
        incremental=False,  # no "since": every reading reads the posts that were named
        sees_edits=True,
        finds_removals=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://www.instagram.com/",
        webhooks=Webhooks.SIGNED,
        pace=Pace(quick=900, usual=1_800, quiet=7_200),
        experimental=True,
    )
    Settings = InstagramSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"access_token", "app_secret", "verify_token"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._own: str = settings["username"]
        self._media = tuple(settings["media"].split(","))
        self._client = InstagramClient(
            settings["login"], settings["access_token"], account=self._own, calls=settings["calls_per_minute"]
        )

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> Capabilities:
        """Without the app's secret nobody's call can be told from Meta's."""
        able = super().able(settings)
        return (
            able
            if settings.get("app_secret") and settings.get("verify_token")
            else replace(able, webhooks=Webhooks.NONE)
        )

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.comments(self._media[0], "")
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; the first post's first page has {len(found.items)} comments.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """Post by post. A post that is gone is named and keeps nobody else's comments from being read."""
        stopped, place = cursor.get("media"), cursor.get("place")
        start = self._media.index(stopped) if stopped in self._media else 0
        for at, media in enumerate(self._media[start:], start):
            after = self._media[at + 1] if at + 1 < len(self._media) else ""
            try:
                yield from self._comments(media, place if at == start else None, after, whole=stopped is None)
            except GiveUp:
                if len(self._media) == 1:
                    raise
                yield Page((), {"media": after} if after else {}, (f"Post {media} is not there any more.",))

    def _comments(self, media: str, place: Mapping[str, Any] | None, after: str, *, whole: bool) -> Iterator[Page]:
        for turned in by_token(partial(self._client.comments, media), identity=named_by("id"), who=WHO, place=place):
            wires, problems = read_many(WireCommentSchema(), list(turned.items), who=WHO, what="Comment")
            others = tuple(wire for wire in wires if (wire.username or "").lower() != self._own)
            over = {"media": after} if after else {}  # the last post's end: the next reading begins anew
            going = {"media": media, "place": dict(turned.place)} if turned.place else over
            reviews = tuple(to_review(wire, self._own) for wire in others)
            yield Page(reviews, going, problems, whole_since=ALWAYS if whole and not going else None)

    def reread(self, review: Review) -> Review | None:
        """The comment with the reply that stands now: its own words cannot be changed on Instagram."""
        replies = self._client.replies(review.external_id)
        return None if replies is None else replace(review, reply=last_of_ours(replies, self._own))

    def fetch_some(self, external_ids: tuple[str, ...]) -> Page | None:
        return one_by_one((each for each in external_ids if each.isdecimal()), self._now)

    def _now(self, comment: str) -> Review | None:
        wire = self._client.comment(comment)
        return None if wire is None else to_review(wire, self._own)

    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Changed | Nudge:  # noqa: ARG002 -- the secret is the app's
        return changed_by(headers, body, self.settings["app_secret"])

    def challenge(self, query: Mapping[str, str], hook: Hook) -> str:  # noqa: ARG002 -- the token is the owner's
        return answer_to(query, self.settings["verify_token"])

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return self._same(self._ours(review), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        if review.no_reply:
            raise AskPerson(review.no_reply)
        ours = self._ours(review)
        if (same := self._same(ours, text)) is not None:
            return same
        if ours:
            # A second one would stand beside it.
            raise AskPerson("The shop has replied already.", hint="Take that reply back first, or leave it.")
        data = self._client.reply(review.external_id, text)
        placed = once_accepted(
            lambda: read_one(WirePlacedSchema(), data, who=WHO).id or None, who=WHO, look="Look under the comment."
        )
        return Reply(text=text, external_id=placed, author=self._own)

    def delete_reply(self, review: Review, reply: Reply) -> None:  # noqa: ARG002 -- the contract's signature
        self._client.delete(reply.external_id)

    def _ours(self, review: Review) -> tuple[WireReply, ...]:
        replies = self._client.replies(review.external_id)
        if replies is None:
            raise GiveUp("The comment is not there any more.")
        return tuple(one for one in replies if (one.username or "").lower() == self._own)

    @staticmethod
    def _same(ours: tuple[WireReply, ...], text: str) -> Reply | None:
        return next((to_reply(one) for one in ours if same_words(one.text, text)), None)
