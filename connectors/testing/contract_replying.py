"""The standard tests for replies: placed once, read back as written, and whatever happens to them seen."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

from contextlib import suppress

import pytest

from connectors.contract import AskPerson, ConnectorError
from connectors.testing.contract_base import KEY, TEXT, ContractBase, all_pages, all_reviews
from connectors.testing.harness import Harness


class ReplyingContract(ContractBase):
    def test_a_published_reply_reads_back_as_it_was_written(self, platform: Harness) -> None:
        self.needs("can_reply")
        review, reply = self.published(platform)
        assert reply.status in {"visible", "held"}
        assert platform.replies(review.external_id) == [TEXT]

    def test_a_reply_is_found_by_its_key_or_by_its_text(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, reply = self.published(platform)
        by_key = platform.connector().find_reply(review, key=KEY, text="iets anders")
        by_text = platform.connector().find_reply(review, key="approval-9999", text=TEXT)
        assert by_text is not None
        assert by_text.text == TEXT
        assert by_text.external_id == reply.external_id
        if reply.key or by_key is not None:  # only where the channel gives our key back
            assert by_key is not None
            assert (by_key.key, by_key.text, by_key.external_id) == (KEY, TEXT, reply.external_id)

    def test_what_was_never_placed_is_not_found(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        assert platform.connector().find_reply(review, key=KEY, text=TEXT) is None

    def test_another_reply_is_not_taken_for_ours(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        platform.answer_elsewhere(review.external_id, "Iemand anders antwoordde.")
        assert platform.connector().find_reply(review, key=KEY, text=TEXT) is None

    def test_a_published_reply_stands_at_the_review_when_it_is_read_again(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, _ = self.published(platform)
        again = platform.connector().reread(review)
        assert again is not None
        assert again.reply is not None
        assert (again.reply.text, again.reply.by_shop) == (TEXT, True)

    def test_a_review_that_is_gone_reads_as_gone(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        platform.remove_review(review.external_id)
        assert platform.connector().reread(review) is None

    def test_the_same_approval_published_twice_stands_there_once(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, first = self.published(platform)
        connector = platform.connector()
        found = connector.find_reply(review, key=KEY, text=TEXT)  # as every second attempt begins (contract.py)
        second = found or connector.publish(review, text=TEXT, key=KEY)
        assert second.external_id == first.external_id
        assert platform.replies(review.external_id) == [TEXT]

    def test_a_reply_made_on_the_platform_itself_is_seen(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        platform.answer_elsewhere(review.external_id, "Op het platform zelf geschreven.")
        again = platform.connector().reread(review)
        assert again is not None
        assert again.reply is not None
        assert (again.reply.text, again.reply.by_shop) == ("Op het platform zelf geschreven.", True)
        read = all_reviews(all_pages(platform.connector()))[review.external_id]
        assert read.reply is not None
        assert read.reply.text == "Op het platform zelf geschreven."

    def test_a_reply_that_somebody_made_meanwhile_is_neither_covered_nor_doubled(self, platform: Harness) -> None:
        self.needs("can_reply", "can_read_replies")
        able = self.able(platform)
        if able.idempotent_reply or not able.reply_once:
            pytest.skip("here it takes the other's place or stands beside it, so the desk looks before it sends")
        review = self.one_review(platform)  # as it was when a person said yes
        platform.answer_elsewhere(review.external_id, "Wij hebben u gebeld.")
        with suppress(AskPerson):
            platform.connector().publish(review, text=TEXT, key=KEY)
        assert platform.replies(review.external_id) == ["Wij hebben u gebeld."]

    def test_a_reply_changed_on_the_platform_is_seen_as_it_is_now(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, _ = self.published(platform)
        platform.answer_elsewhere(review.external_id, "Daar veranderd.")
        again = platform.connector().reread(review)
        assert again is not None
        assert again.reply is not None
        assert again.reply.text == "Daar veranderd."

    def test_a_reply_that_the_platform_lost_is_not_said_to_stand_there(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        platform.lose_replies()
        with suppress(ConnectorError):  # seeing it at once is even better
            platform.connector().publish(review, text=TEXT, key=KEY)
        assert platform.connector().find_reply(review, key=KEY, text=TEXT) is None

    def test_a_held_reply_is_not_said_to_be_visible(self, platform: Harness) -> None:
        self.needs("can_read_replies", "moderated")
        review = self.one_review(platform)
        platform.hold_replies()
        reply = platform.connector().publish(review, text=TEXT, key=KEY)
        assert reply.status == "held"
        found = platform.connector().find_reply(review, key=KEY, text=TEXT)
        assert found is not None
        assert found.status == "held"

    def test_a_rejected_reply_says_so_with_the_platform_s_reason(self, platform: Harness) -> None:
        self.needs("can_read_replies", "moderated")
        review = self.one_review(platform)
        platform.reject_replies("Bevat reclame")
        platform.connector().publish(review, text=TEXT, key=KEY)
        found = platform.connector().find_reply(review, key=KEY, text=TEXT)
        assert found is not None
        assert found.status == "rejected"
        assert "Bevat reclame" in found.violation

    def test_a_reply_can_be_replaced(self, platform: Harness) -> None:
        self.needs("can_replace_reply")
        review, reply = self.published(platform)
        platform.connector().replace_reply(review, reply, text="Nieuwe tekst & meer", key="approval-0002")
        assert platform.replies(review.external_id) == ["Nieuwe tekst & meer"]
        if self.able(platform).can_read_replies:
            found = platform.connector().find_reply(review, key="approval-0002", text="Nieuwe tekst & meer")
            assert found is not None

    def test_a_reply_can_be_taken_back_and_twice_does_no_harm(self, platform: Harness) -> None:
        self.needs("can_delete_reply")
        review, reply = self.published(platform)
        platform.connector().delete_reply(review, reply)
        platform.connector().delete_reply(review, reply)
        assert platform.replies(review.external_id) == []

    def test_a_reply_without_text_is_refused_before_anything_is_sent(self, platform: Harness) -> None:
        self.needs("can_reply")
        review = self.one_review(platform)
        with pytest.raises(AskPerson):
            platform.connector().publish(review, text=" \n", key=KEY)
        assert platform.replies(review.external_id) == []

    def test_a_reply_that_is_too_long_is_refused_before_anything_is_sent(self, platform: Harness) -> None:
        able = self.able(platform)
        if not able.can_reply or not (able.max_reply_chars or able.max_reply_bytes):
            pytest.skip("this channel has no limit of its own")
        review = self.one_review(platform)
        text = (
            "a" * (able.max_reply_chars + 1) if able.max_reply_chars else "é" * ((able.max_reply_bytes or 0) // 2 + 1)
        )
        with pytest.raises(AskPerson):
            platform.connector().publish(review, text=text, key=KEY)
        assert platform.replies(review.external_id) == []
