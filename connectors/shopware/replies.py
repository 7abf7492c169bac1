"""Placing, finding, changing and taking back the shop's comment under a review.

There is one comment for each review, and no If-Match: what stands there is read again right before it is written, and
whatever somebody else wrote meanwhile is a person's business (contract shopify-shopware §2.6).
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

from connectors.contract import AskPerson, GiveUp, OutcomeUnknown, Reply, Review
from connectors.replying import require_key, require_text, same_words
from connectors.shopware import criteria
from connectors.shopware.client import AdminApi, review_id_of
from connectors.shopware.mapping import comment_of, key_of, mark, to_reply
from connectors.shopware.payloads import WireReview


class Replies:
    """``marked`` puts our key into the review's custom fields, so that a reply is known again however it was changed."""

    def __init__(self, api: AdminApi, url: str, *, marked: bool) -> None:
        self._api = api
        self._url = url
        self._marked = marked

    def current(self, external_id: str) -> WireReview | None:
        """The review as it stands now; None where it is gone."""
        review_id = review_id_of(external_id)
        listed = self._api.search(criteria.one(review_id))
        if listed.problems:
            raise AskPerson("The shop shows this review in a form that cannot be read.", hint="Answer it in the shop.")
        return next((wire for wire in listed.reviews if wire.id == review_id), None)

    def find(self, review: Review, *, key: str, text: str) -> Reply | None:
        wire = self.current(review.external_id)
        if wire is None:
            return None
        reply = to_reply(wire, self._url)
        if key_of(wire) == key:
            return reply or Reply("", external_id=wire.id, status="removed", key=key)
        return reply if reply is not None and same_words(reply.text, text) else None

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        body = self._body(text, key)
        now = self._there(review)
        there = to_reply(now, self._url)
        if there is not None and (there.key == key or same_words(there.text, text)):
            return there  # a call before this one placed it
        known = review.reply.text if review.reply is not None else ""
        if there is not None and not same_words(there.text, known):
            raise AskPerson(
                "The review was answered in the shop meanwhile.", hint="Nothing was placed. Read that answer first."
            )
        _same_review(review, now)
        return self._write(now, body, text=text)

    def replace(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:
        body = self._body(text, key)
        now = self._there(review)
        there = to_reply(now, self._url)
        if there is not None and there.key != key and not same_words(there.text, text):
            self._ours(there, reply)
        return self._write(now, body, text=text)

    def delete(self, review: Review, reply: Reply) -> None:
        now = self.current(review.external_id)
        there = to_reply(now, self._url) if now is not None else None
        if now is None or there is None:
            return  # gone already
        self._ours(there, reply)
        after = self._api.change(now.id, {"comment": None})
        if comment_of(after):
            raise OutcomeUnknown("The shop still shows the reply.", hint="Look at the review in the shop.")

    def _there(self, review: Review) -> WireReview:
        now = self.current(review.external_id)
        if now is None:
            raise GiveUp("The review is not there any more, so nobody would see the reply.")
        return now

    @staticmethod
    def _ours(there: Reply, reply: Reply) -> None:
        if not same_words(there.text, reply.text):
            raise AskPerson(
                "Somebody changed the answer in the shop meanwhile.", hint="Nothing was done. Read that answer first."
            )

    def _body(self, text: str, key: str) -> dict[str, Any]:
        require_key(key)
        require_text(text)
        return {"comment": text, **({"customFields": mark(key)} if self._marked else {})}

    def _write(self, now: WireReview, body: dict[str, Any], *, text: str) -> Reply:
        after = self._api.change(now.id, body)
        reply = to_reply(replace(after, product=now.product), self._url)
        if after.id != now.id or reply is None or not same_words(reply.text, text):
            raise OutcomeUnknown("The shop shows another text than was sent.", hint="Look at the review in the shop.")
        return reply


def _same_review(drafted: Review, now: WireReview) -> None:
    """Raise AskPerson where the customer changed the review since the draft: the reply may not fit any more."""
    unchanged_since = drafted.updated is not None and drafted.updated == now.updated_at
    if unchanged_since or (_unchanged(drafted.text, now.content) and _unchanged(drafted.title, now.title or "")):
        return
    raise AskPerson(
        "The customer changed the review meanwhile.", hint="Nothing was placed. Read the channel again, then the draft."
    )


def _unchanged(taken_in: str, now: str) -> bool:
    """Whether a text says what it said when it was taken in. The desk drops hidden characters and cuts the longest texts."""
    one, other = _letters(taken_in), _letters(now)
    return other.startswith(one) if taken_in.endswith("…") else one == other


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())
