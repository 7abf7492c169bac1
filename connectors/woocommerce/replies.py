"""Placing, finding, changing and taking back our reply under a review."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.contract import AskPerson, GiveUp, OutcomeUnknown, Reply, Review
from connectors.replying import require_key, require_text, same_words
from connectors.woocommerce.authorship import Authorship
from connectors.woocommerce.client import WHO, WooCommerceClient, numeric_id
from connectors.woocommerce.errors import code_of, meaning_of
from connectors.woocommerce.html_text import escape
from connectors.woocommerce.mapping import gone, marker, to_reply
from connectors.woocommerce.payloads import WireComment

MAX_CHARS = 65_525  # WordPress' comment column (contract §3), counted after escaping


class Replies:
    def __init__(self, client: WooCommerceClient, authorship: Authorship) -> None:
        self._client = client
        self._authorship = authorship

    def of(self, review_ids: Iterable[int]) -> dict[int, list[tuple[WireComment, Reply]]]:
        """The answers under each of these reviews, oldest first; trash left out."""
        found: dict[int, list[tuple[WireComment, Reply]]] = {}
        for wire in self._client.replies(review_ids):
            found.setdefault(wire.parent, []).append((wire, self._read(wire)))
        return {parent: sorted(replies, key=lambda pair: pair[0].id) for parent, replies in found.items()}

    def _read(self, wire: WireComment) -> Reply:
        return to_reply(wire, by_shop=self._authorship.is_shop(wire.author))

    def find(self, review: Review, *, key: str, text: str) -> Reply | None:
        """Ours by its marker, in whatever state; else the shop's own with the same words, unless thrown away."""
        wires = self._client.replies([numeric_id(review.external_id)], status="any")
        ours = [reply for wire in wires if (reply := self._read(wire)).by_shop]
        marked = [reply for reply in ours if reply.key == key]
        if marked:
            return min(marked, key=lambda reply: reply.status == "removed")
        alike = (reply for reply in ours if reply.status != "removed" and same_words(reply.text, text))
        return next(alike, None)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        review_id = numeric_id(review.external_id)
        content = self._content(text, key)
        once = self._client.place_once(review_id, text=text, key=key)
        if once is not None:
            return to_reply(self._client.comment_in(once), by_shop=True)
        body = {
            "post": self._product_of(review_id),
            "parent": review_id,
            "content": content,
            "author_user_agent": marker(key),
        }
        answer = self._client.create_comment(body)
        if code_of(answer) == "comment_duplicate":
            found = self.find(review, key=key, text=text)
            if found is None:
                raise meaning_of(answer, who=WHO, write=True)
            return found
        wire = self._client.comment_in(answer)
        if (wire.post, wire.parent) != (body["post"], body["parent"]):
            raise OutcomeUnknown("The shop put the reply somewhere else.", hint="Look under the review in the shop.")
        return to_reply(wire, by_shop=True)

    def _content(self, text: str, key: str) -> str:
        require_key(key)
        require_text(text)
        content = escape(text)
        if len(content) > MAX_CHARS:
            raise AskPerson("The text is too long for WordPress.", hint="Shorten it.")
        return content

    def _product_of(self, review_id: int) -> int:
        """The product that the review stands under now. WordPress accepts a reply on another product, or under a
        review that is gone, with 201 and shows it nowhere (contract §0.5, §3).
        """
        now = self._client.review(review_id)
        if now is None or gone(now):
            raise GiveUp("The review is not there any more, so nobody would see the reply.")
        return now.product_id

    def replace(self, reply: Reply, *, text: str, key: str) -> Reply:
        body = {"content": self._content(text, key), "author_user_agent": marker(key)}
        return to_reply(self._client.update_comment(numeric_id(reply.external_id), body), by_shop=True)

    def delete(self, reply: Reply) -> None:
        self._client.trash_comment(numeric_id(reply.external_id))
