"""The standard tests for what only some channels offer: private replies, reports, invitations, webhooks."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Changed,
    Connector,
    ConnectorError,
    Forged,
    Hook,
    Nudge,
    OutcomeUnknown,
    Reconnect,
    RetryLater,
    Review,
    Webhooks,
)
from connectors.testing.contract_base import KEY, TEXT, ContractBase, assert_private
from connectors.testing.contract_faults import assert_raises
from connectors.testing.faults import TOOK_EFFECT, Fault, Kind
from connectors.testing.harness import Harness

_OUR_ADDRESS = "https://wederwoord.example/hooks/a-token-that-nobody-guesses"
_WRITES = ("POST", "PUT", "PATCH")
_LONGEST_NAME = 100
# A server's own trouble leaves it open whether the customer is asked, except where a token could not even be had.
_INVITE_REFUSALS: dict[int, tuple[type[ConnectorError], ...]] = {
    401: (Reconnect,),
    403: (AskPerson, Reconnect),
    422: (AskPerson,),
    429: (RetryLater,),
    500: (OutcomeUnknown, RetryLater),
    503: (OutcomeUnknown, RetryLater),
}


class PrivateContract(ContractBase):
    def test_a_private_reply_reaches_the_customer_and_nobody_else(self, platform: Harness) -> None:
        self.needs("can_reply_privately")
        review = self.one_review(platform)
        sent = platform.connector().reply_privately(review, text=TEXT, key=KEY, subject="Uw beoordeling")
        assert sent.text == TEXT
        assert platform.private_replies(review.external_id) == [TEXT]
        assert platform.replies(review.external_id) == []

    def test_a_private_reply_without_text_is_refused_before_anything_is_sent(self, platform: Harness) -> None:
        self.needs("can_reply_privately")
        review = self.one_review(platform)
        with pytest.raises(AskPerson):
            platform.connector().reply_privately(review, text="  ", key=KEY, subject="Uw beoordeling")
        assert platform.private_replies(review.external_id) == []

    def test_a_private_reply_whose_answer_is_lost_is_unknown_and_went_once(self, platform: Harness) -> None:
        self.needs("can_reply_privately")

        def send(connector: Connector, review: Review) -> object:
            return connector.reply_privately(review, text=TEXT, key=KEY, subject="Uw beoordeling")

        review = _lost(platform, self.one_review(platform), send)
        assert platform.private_replies(review.external_id) == [TEXT]


class ReportContract(ContractBase):
    def test_every_ground_that_it_names_is_one_that_the_platform_takes(self, platform: Harness) -> None:
        self.needs("can_report")
        able = self.able(platform)
        for reason in able.report_reasons:
            review = self._reportable(platform)
            done = platform.connector().report(review, reason=reason.id, text="Dit is nooit bij ons besteld.", key=KEY)
            assert done.reason == reason.id
            assert platform.reports(review.external_id) == [(reason.id, "Dit is nooit bij ons besteld.")]

    def test_a_ground_that_it_does_not_name_is_refused_before_anything_is_sent(self, platform: Harness) -> None:
        self.needs("can_report")
        review = self._reportable(platform)
        with pytest.raises(AskPerson):
            platform.connector().report(review, reason="HAD_A_BAD_DAY", text="Daarom.", key=KEY)
        assert platform.reports(review.external_id) == []

    def test_a_report_can_be_read_back(self, platform: Harness) -> None:
        self.needs("can_report", "can_read_reports")
        review = self._reportable(platform)
        assert platform.connector().find_report(review) is None
        reason = self.able(platform).report_reasons[0].id
        platform.connector().report(review, reason=reason, text="Nooit bij ons besteld.", key=KEY)
        found = platform.connector().find_report(review)
        assert found is not None
        assert found.reason == reason

    def test_a_report_whose_answer_is_lost_is_unknown_and_went_once(self, platform: Harness) -> None:
        self.needs("can_report")
        reason = self.able(platform).report_reasons[0].id

        def send(connector: Connector, review: Review) -> object:
            return connector.report(review, reason=reason, text="Nooit bij ons besteld.", key=KEY)

        review = _lost(platform, self._reportable(platform), send)
        assert len(platform.reports(review.external_id)) == 1

    def _reportable(self, platform: Harness) -> Review:
        review = self.one_review(platform)
        if self.able(platform).asks_reply_before_report:
            platform.connector().publish(review, text=TEXT, key=KEY)
        return review


class InvitingContract(ContractBase):
    def test_a_customer_is_invited_once_for_an_order(self, platform: Harness) -> None:
        self.needs("can_invite")
        invitation = platform.invitation()
        first = platform.connector().invite(invitation)
        assert first.status in {"scheduled", "sent"}
        assert platform.invited() == [invitation.order_ref]

    def test_an_order_that_the_platform_knows_is_no_error(self, platform: Harness) -> None:
        self.needs("can_invite", "idempotent_invite")
        invitation = platform.invitation()
        platform.connector().invite(invitation)
        again = platform.connector().invite(invitation)
        assert again.status in {"already", "scheduled", "sent"}
        assert platform.invited() == [invitation.order_ref]

    def test_the_customer_s_address_stands_in_no_log_and_no_error(
        self, platform: Harness, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.needs("can_invite")
        invitation = platform.invitation()
        platform.inject(Fault(Kind.STATUS, 422, times=99))
        error = assert_raises(platform, (AskPerson,), lambda: platform.connector().invite(invitation))
        for text in (caplog.text, str(error), repr(invitation)):
            assert invitation.email not in text
            assert not invitation.name or invitation.name not in text

    @pytest.mark.parametrize("address", ["", "geen adres", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example"])
    def test_an_order_without_a_plain_address_is_refused_before_anything_is_sent(
        self, platform: Harness, address: str
    ) -> None:
        self.needs("can_invite")
        with pytest.raises(AskPerson):
            platform.connector().invite(replace(platform.invitation(), email=address))
        assert platform.invited() == []

    @pytest.mark.parametrize(
        "name", ["", "Jan\r\nBcc: x@y.example", "<img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "J\0\u202e" * 90]
    )
    def test_a_name_stays_a_name(self, platform: Harness, name: str) -> None:
        self.needs("can_invite")
        platform.connector().invite(replace(platform.invitation(), name=name))
        assert len(platform.invited()) == 1
        for there in platform.invited_names():
            assert there.isprintable()
            assert not set(there) & set("<>{}")
            assert len(there) <= _LONGEST_NAME

    @pytest.mark.parametrize("kind", [Kind.SILENT_BEFORE, Kind.SILENT_AFTER, Kind.DROP_BEFORE, Kind.DROP_AFTER])
    def test_an_invitation_without_an_answer_is_unknown_and_sent_once(self, platform: Harness, kind: Kind) -> None:
        self.needs("can_invite")
        connector = platform.connector()
        connector.check()  # a token is fetched before, or its answer would be the one that is lost
        before = _writes(platform)
        platform.inject(Fault(kind, method="POST"))
        error = assert_raises(platform, (OutcomeUnknown,), lambda: connector.invite(platform.invitation()))
        assert platform.invitation().email not in str(error)
        platform.heal()
        assert len(platform.invited()) == (1 if kind in TOOK_EFFECT else 0)
        assert _writes(platform) == before + 1, "it was sent again without looking"

    @pytest.mark.parametrize(("status", "means"), _INVITE_REFUSALS.items())
    def test_a_refused_invitation_says_what_to_do(
        self, platform: Harness, status: int, means: tuple[type[ConnectorError], ...]
    ) -> None:
        self.needs("can_invite")
        platform.inject(Fault(Kind.STATUS, status, times=99))
        assert_raises(platform, means, lambda: platform.connector().invite(platform.invitation()))
        platform.heal()
        assert platform.invited() == []


class WebhookContract(ContractBase):
    def test_a_genuine_call_says_which_review_it_is_about_without_a_call_of_our_own(self, platform: Harness) -> None:
        hook = self._hook(platform, Webhooks.SIGNED)
        external_id = platform.add_review("De tas lekt.")
        headers, body = platform.webhook_call(external_id, hook)
        before = len(platform.requests())
        said = platform.connector().webhook(headers, body, hook)
        assert isinstance(said, Changed)
        assert said.ids == (external_id,)
        assert_private(platform, repr(said))
        assert len(platform.requests()) == before

    @pytest.mark.parametrize("what", ["changed", "emptied", "unsigned", "another's secret"])
    def test_a_forged_call_is_refused(self, platform: Harness, what: str) -> None:
        hook = self._hook(platform, Webhooks.SIGNED)
        headers, body = platform.webhook_call(platform.add_review("De tas lekt."), hook)
        given = {
            "changed": (headers, body.replace(b"e", b"a")),
            "emptied": (headers, b""),
            "unsigned": ({"content-type": "application/json"}, body),
            "another's secret": ({name: value[::-1] for name, value in headers.items()}, body),
        }
        with pytest.raises(Forged):
            platform.connector().webhook(*given[what], hook)

    def test_an_unsigned_call_is_never_more_than_a_nudge(self, platform: Harness) -> None:
        hook = self._hook(platform, Webhooks.NUDGE)
        headers, body = platform.webhook_call(platform.add_review("De tas lekt."), hook)
        for given in (body, b"", b"{", b"[1, 2]", b'{"events": "alles"}'):
            try:
                assert isinstance(platform.connector().webhook(headers, given, hook), Nudge)
            except BadAnswer:
                assert given != body

    def test_subscribing_twice_and_leaving_twice_does_no_harm(self, platform: Harness) -> None:
        self.needs("can_subscribe")
        hook = platform.connector().subscribe(_OUR_ADDRESS)
        again = platform.connector().subscribe(_OUR_ADDRESS)
        assert platform.hooks() == [_OUR_ADDRESS]
        for given in (hook, again, replace(hook, url=_OUR_ADDRESS)):
            platform.connector().unsubscribe(given)
        assert platform.hooks() == []

    def _hook(self, platform: Harness, wanted: Webhooks) -> Hook:
        able = self.harness_class.connector_class.capabilities
        if able.webhooks is not wanted:
            pytest.skip(f"this channel's calls are not {wanted}")
        return platform.connector().subscribe(_OUR_ADDRESS) if able.can_subscribe else Hook(url=_OUR_ADDRESS)


def _lost(platform: Harness, review: Review, send: Callable[[Connector, Review], object]) -> Review:
    """Send while no answer comes back: it is unknown what became of it, and nothing is sent again."""
    connector = platform.connector()
    connector.check()  # a token is fetched before, or its answer would be the one that is lost
    platform.inject(Fault(Kind.SILENT_AFTER, method="POST"))
    platform.inject(Fault(Kind.SILENT_AFTER, method="PUT"))
    before = _writes(platform)
    assert_raises(platform, (OutcomeUnknown,), lambda: send(connector, review))
    platform.heal()
    assert _writes(platform) == before + 1, "it was sent again without looking"
    return review


def _writes(platform: Harness) -> int:
    return sum(method in _WRITES for method, _ in platform.requests())
