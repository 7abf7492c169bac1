"""The harness for a connector whose platform is a ``FakePlatform``: little more than the settings is left to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.contract import Connector, Invitation, InvitedProduct
from connectors.http import use_policy
from connectors.testing.fake_platform import FakePlatform
from connectors.testing.fake_state import EMAIL, PHONE, FakeReview
from connectors.testing.faulty_server import FaultyServer
from connectors.testing.served_harness import ServedHarness
from connectors.tokens import forget_tokens


class PlatformHarness(ServedHarness):
    """Say ``connector_class``, ``platform_class``, ``hosts`` and ``settings()``; override the rest where it differs."""

    platform_class: ClassVar[type[FakePlatform]]
    # The connector's fixed addresses, each led to the fake; the value is a path to tell them apart by where needed.
    hosts: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        super().__init__()
        forget_tokens()  # the fake before this one gave them out
        self.fake: Any = self.platform_class()

    @property
    def server(self) -> FaultyServer:
        running: FaultyServer = self.fake.server
        return running

    @property
    def stand_ins(self) -> dict[str, str]:
        """For ``use_policy(stand_ins=…)``: the connector's fixed addresses and what takes their place."""
        return {host: f"{self.fake.address}{path}" for host, path in self.hosts.items()}

    def connector(self) -> Connector:
        with use_policy(stand_ins=self.stand_ins):
            return super().connector()

    def secrets(self) -> tuple[str, ...]:
        """The secret fields' values. Add what is made of them (tokens) where the fake gives some out."""
        given = self.settings()
        return tuple(str(given[name]) for name in self.connector_class.secret_fields if given.get(name))

    def private_data(self) -> tuple[str, ...]:
        return (EMAIL, PHONE)

    # --- ids: where the connector's differ from the platform's -------------------------------------------------

    def external_id(self, review: FakeReview) -> str:
        """The id under which the connector shows it."""
        return review.id

    def review(self, external_id: str) -> FakeReview:
        found: FakeReview = next(r for r in self.fake.reviews.values() if self.external_id(r) == external_id)
        return found

    # --- what customers, the shop's people and the platform do ------------------------------------------------------

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        return self.external_id(self.fake.add(text, rating=rating, author=author))

    def add_dated_review(self, text: str, created: dt.datetime) -> str:
        return self.external_id(self.fake.add(text, created=created))

    def edit_review(self, external_id: str, text: str) -> None:
        self.fake.edit(self.review(external_id), text)

    def remove_review(self, external_id: str) -> None:
        review = self.review(external_id)
        review.state, review.updated = "removed", self.fake.tick()

    def answer_elsewhere(self, external_id: str, text: str) -> None:
        self.fake.place_reply(self.review(external_id), text)
        self.review(external_id).updated = self.fake.tick()

    def replies(self, external_id: str) -> list[str]:
        return [reply.text for reply in self.review(external_id).replies if reply.state != "removed"]

    def private_replies(self, external_id: str) -> list[str]:
        return list(self.review(external_id).private_replies)

    def reports(self, external_id: str) -> list[tuple[str, str]]:
        return [(report.reason, report.text) for report in self.review(external_id).reports]

    def invited(self) -> list[str]:
        return [invitation.order_ref for invitation in self.fake.invitations]

    def invited_names(self) -> list[str]:
        return [invitation.more.get("name", "") for invitation in self.fake.invitations]

    def invitation(self) -> Invitation:
        return Invitation(
            order_ref="NL-2026-0042",
            email="koper.geheim@klant.example",
            key="invite-0001",
            name="Sabine de Vries",
            language="nl",
            delay_days=5,
            ordered=self.fake.now,
            delivered=self.fake.now,
            products=(InvitedProduct("4711", "Fietstas Hafen"),),
        )

    def hooks(self) -> list[str]:
        return [hook.url for hook in self.fake.hooks.values()]

    # --- how it misbehaves -----------------------------------------------------------------------------------------

    def stick(self) -> None:
        self.fake.stuck = True

    def double(self) -> None:
        self.fake.doubling = True

    def shuffle(self) -> None:
        self.fake.shuffled = True

    def lose_replies(self) -> None:
        self.fake.losing_replies = True

    def hold_replies(self) -> None:
        self.fake.holding_replies = True

    def reject_replies(self, violation: str) -> None:
        self.fake.rejecting_replies = violation
