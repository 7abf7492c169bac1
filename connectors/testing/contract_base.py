"""What the standard tests share: a fresh platform for each, and the look for secrets afterwards."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest

from connectors.contract import (
    Capabilities,
    Connector,
    Page,
    Reply,
    Review,
)
from connectors.rate_limit import forget_buckets
from connectors.testing.harness import Harness, impatient
from connectors.tokens import forget_tokens

TEXT = "Beste Sabine, excuses: de gesp & de riem < 20 mm waren fout.\n\nU krijgt vóór vrijdag een nieuwe. 😀\nSanne"
KEY = "approval-0001"


def all_pages(connector: Connector, cursor: Mapping[str, Any] | None = None, *, limit: int = 200) -> list[Page]:
    """Every page of one reading; fails where it does not end by itself."""
    pages = []
    for page in connector.fetch(cursor or {}):
        pages.append(page)
        assert len(pages) < limit, "fetch() does not end"
    return pages


def all_reviews(pages: list[Page]) -> dict[str, Review]:
    return {review.external_id: review for page in pages for review in page.reviews}


def all_ids(pages: list[Page]) -> list[str]:
    """In the order given, with those that come twice."""
    return [review.external_id for page in pages for review in page.reviews]


class ContractBase:
    """Gives each test a fresh platform, and looks afterwards for secrets in what was logged."""

    harness_class: ClassVar[type[Harness]]

    @pytest.fixture
    def platform(self, caplog: pytest.LogCaptureFixture) -> Iterator[Harness]:
        caplog.set_level(logging.DEBUG)
        forget_buckets()  # what one test used up of a quota is not the next one's trouble
        forget_tokens()
        with impatient():
            harness = self.harness_class()
            try:
                yield harness
                assert_silent(harness, caplog.text)
                assert_private(harness, caplog.text)
            finally:
                harness.close()

    def published(self, platform: Harness, *, key: str = KEY, text: str = TEXT) -> tuple[Review, Reply]:
        review = self.one_review(platform)
        return review, platform.connector().publish(review, text=text, key=key)

    @staticmethod
    def one_review(platform: Harness) -> Review:
        external_id = platform.add_review("De tas lekt.")
        return all_reviews(all_pages(platform.connector()))[external_id]

    @staticmethod
    def able(platform: Harness) -> Capabilities:
        """What the channel of this harness can do, with its settings."""
        return platform.connector().abilities

    def needs(self, *capabilities: str) -> None:
        """Skip the test where the kind of channel does not have all of these."""
        for capability in capabilities:
            if not getattr(self.harness_class.connector_class.capabilities, capability):
                pytest.skip(f"this channel does not have {capability}")


def assert_silent(platform: Harness, text: str) -> None:
    for secret in platform.secrets():
        for form in {secret, secret.replace(" ", "")}:
            assert form not in text, "a secret was written down"


def assert_private(platform: Harness, text: str) -> None:
    for datum in platform.private_data():
        assert datum not in text, "what is the customer's own was written down"
