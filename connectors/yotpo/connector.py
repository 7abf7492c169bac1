"""A shop's reviews at Yotpo as a channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Connector,
    ConnectorError,
    Health,
    Hook,
    Nudge,
    Page,
    Reply,
    Review,
    Webhooks,
)
from connectors.evidence import Evidence
from connectors.paging import by_number, named_by
from connectors.payloads import read_many
from connectors.replying import require_placeable
from connectors.yotpo.client import WHO, YotpoClient
from connectors.yotpo.mapping import number_of, to_review
from connectors.yotpo.payloads import WireReviewSchema
from connectors.yotpo.settings import YotpoSettings

# No limit is stated. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000
# What Yotpo lists may be an hour old, and reviews are released late with the date they were written.
_OVERLAP = dt.timedelta(days=30)


class YotpoConnector(Connector):
    """Needs the shop's keys to read and a developer app's token to comment. A comment is most likely added to those that are
    there, and cannot be read back: an attempt without an answer is for a person to settle.
    """

    name: ClassVar[str] = "yotpo"
    title: ClassVar[str] = "Yotpo"
    evidence: ClassVar[Evidence] = Evidence.CODE
    evidence_of: ClassVar[Mapping[str, Evidence]] = {
        "webhooks": Evidence.DOCUMENTATION,
    }
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=False,
        max_reply_chars=OUR_MAX_CHARS,
        incremental=True,
        sees_edits=True,
        sees_removals=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://reviews.yotpo.com/",
        webhooks=Webhooks.NUDGE,  # no signature was seen
        experimental=True,
    )
    Settings = YotpoSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"secret_key", "developer_token"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = YotpoClient(
            settings["app_key"],
            settings["secret_key"],
            token=settings["developer_token"],
            account=settings["account_id"],
            calls=settings["calls_per_minute"],
        )

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> Capabilities:
        """Without a developer app's token there is nothing to comment with."""
        able = super().able(settings)
        return able if settings.get("developer_token") else replace(able, can_reply=False)

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews(1, since=None)
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; its first page has {len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        newest, place = _time(cursor.get("newest")), cursor.get("place")
        going_on = isinstance(place, Mapping)
        since = _time(cursor.get("since")) if going_on else _before(newest)
        asked = {"since": since.isoformat()} if since is not None else {}
        pages = by_number(
            partial(self._client.reviews, since=since),
            identity=named_by("id"),
            who=WHO,
            place=place if going_on else None,
        )
        for turned in pages:
            wires, problems = read_many(WireReviewSchema(), list(turned.items), who=WHO, what="Review")
            newest = max((at for at in (newest, *(wire.updated for wire in wires)) if at is not None), default=None)
            yield Page(
                tuple(to_review(wire) for wire in wires if not wire.deleted),
                {**asked, **_newest(newest), "place": dict(turned.place)},
                problems,
                removed=tuple(str(wire.id) for wire in wires if wire.deleted),
            )
        yield Page((), _newest(newest))

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        if not self.settings["developer_token"]:
            raise AskPerson(
                f"{WHO} takes comments with an app developer token only.", hint="Fill it in, or copy the reply."
            )
        self._client.comment(number_of(review), text)
        return Reply(text=text)

    # Reference: https://develop.yotpo.com/reference/create-webhook
    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Nudge:  # noqa: ARG002 -- the contract's signature
        """Nothing in the call is believed."""
        return Nudge()


def _before(newest: dt.datetime | None) -> dt.datetime | None:
    """From when to ask next; a date in the future pushes nothing out: the clock is ours."""
    return min(newest, dt.datetime.now(dt.UTC)) - _OVERLAP if newest is not None else None


def _newest(moment: dt.datetime | None) -> dict[str, str]:
    return {"newest": moment.astimezone(dt.UTC).isoformat()} if moment is not None else {}


def _time(value: Any) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None
