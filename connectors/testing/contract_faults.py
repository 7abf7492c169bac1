"""The standard tests for connectors that speak HTTP: every failure means one of the contract's errors."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from connectors.contract import (
    AskPerson,
    BadAnswer,
    ConnectorError,
    GiveUp,
    Health,
    OutcomeUnknown,
    Page,
    Reconnect,
    RetryLater,
)
from connectors.http import use_policy
from connectors.testing.contract_base import KEY, TEXT, ContractBase, all_pages, all_reviews, assert_silent
from connectors.testing.faults import Fault, Kind
from connectors.testing.faulty_server import FakeAnswer, FaultyServer
from connectors.testing.harness import Harness

_FAR_TOO_MUCH = 50_000_000  # bytes; the tests' limit is 2 MB, and the network holds some on the way
_CALLS_FOR_A_REFUSAL = 6  # a token, the call, a new token, the call again, and something to spare

Refusals = tuple[type[ConnectorError], ...]
READ_REFUSALS: Mapping[int, Refusals] = {
    401: (Reconnect,),
    403: (AskPerson, Reconnect),
    404: (GiveUp, AskPerson),
    409: (AskPerson,),
    410: (GiveUp,),
    422: (AskPerson,),
    429: (RetryLater,),
    500: (RetryLater,),
    502: (RetryLater,),
    503: (RetryLater,),
    504: (RetryLater,),
}
# A refused write says that nothing was placed; a server's own trouble leaves it open.
WRITE_REFUSALS: Mapping[int, Refusals] = {
    status: (OutcomeUnknown,) if status >= 500 else errors  # noqa: PLR2004 -- the HTTP class of server errors
    for status, errors in READ_REFUSALS.items()
}


class FaultContract(ContractBase):
    """Only for connectors that speak HTTP: every failure means one of the contract's errors, and no reply doubles."""

    @pytest.mark.parametrize("status", READ_REFUSALS)
    def test_a_refused_reading_says_what_to_do(self, platform: Harness, status: int) -> None:
        platform.inject(Fault(Kind.STATUS, status, times=99))
        assert_raises(platform, READ_REFUSALS[status], lambda: all_pages(platform.connector()))

    @pytest.mark.parametrize("status", WRITE_REFUSALS)
    def test_a_refused_reply_says_what_to_do_and_places_nothing(self, platform: Harness, status: int) -> None:
        self.needs("can_reply")
        review = self.one_review(platform)
        platform.inject(Fault(Kind.STATUS, status, method=platform.reply_method, path=platform.reply_path, times=99))
        publish = partial(platform.connector().publish, review, text=TEXT, key=KEY)
        assert_raises(platform, WRITE_REFUSALS[status], publish)
        platform.heal()
        assert platform.replies(review.external_id) == []

    @pytest.mark.parametrize(("asked", "seconds"), [("120", 120), ("Fri, 01 Jan 2100 00:00:00 GMT", None)])
    def test_a_long_retry_after_is_handed_on(self, platform: Harness, asked: str, seconds: int | None) -> None:
        platform.inject(Fault(Kind.STATUS, 429, retry_after=asked, times=99))
        error = assert_raises(platform, (RetryLater,), lambda: all_pages(platform.connector()))
        assert isinstance(error, RetryLater)
        assert error.retry_after is not None
        assert seconds - 10 < error.retry_after <= seconds if seconds else error.retry_after > 10**9

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_passing_trouble_while_reading_is_waited_out(self, platform: Harness, status: int) -> None:
        external_id = platform.add_review("De tas lekt.")
        platform.inject(Fault(Kind.STATUS, status, retry_after="1", times=2))
        assert external_id in all_reviews(all_pages(platform.connector()))

    @pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.SILENT_BEFORE, Kind.CUT_BODY])
    def test_a_broken_reading_is_tried_again(self, platform: Harness, kind: Kind) -> None:
        external_id = platform.add_review("De tas lekt.")
        platform.inject(Fault(kind))
        assert external_id in all_reviews(all_pages(platform.connector()))

    def test_a_refused_credential_is_tried_anew_at_most_once_and_then_said_clearly(self, platform: Harness) -> None:
        platform.add_review("De tas lekt.")
        connector = platform.connector()
        platform.inject(Fault(Kind.STATUS, 401, times=99))
        assert_raises(platform, (Reconnect,), lambda: all_pages(connector))
        platform.heal()
        assert len(platform.requests()) <= _CALLS_FOR_A_REFUSAL, "it knocks again and again at a closed door"

    def test_a_redirect_takes_no_credential_along_and_leads_into_no_private_network(self, platform: Harness) -> None:
        platform.add_review("De tas lekt.")
        own = platform.address.removeprefix("http://")
        elsewhere = FaultyServer(lambda _: FakeAnswer(200, {}), error_body=lambda _: {})
        try:
            with use_policy(allow_private=False, private_hosts=frozenset({own})):
                connector = platform.connector()
            platform.inject(Fault(Kind.REDIRECT, 302, location=f"{elsewhere.address}/inside", times=99))
            assert_raises(platform, (AskPerson,), lambda: all_pages(connector))
            assert elsewhere.requests == []
            platform.heal()
            platform.inject(Fault(Kind.REDIRECT, 302, location=f"{elsewhere.address}/inside", times=99))
            with suppress(ConnectorError):
                all_pages(platform.connector())  # here a private address is allowed, and still no credential goes there
            for request in elsewhere.requests:
                assert_silent(platform, f"{request.target} {dict(request.headers)} {request.body!r}")
        finally:
            elsewhere.stop()

    @pytest.mark.parametrize("kind", [Kind.NULLS, Kind.WRONG_VALUES])
    def test_values_that_make_no_sense_are_named_and_never_taken_in(self, platform: Harness, kind: Kind) -> None:
        platform.add_review("De tas lekt.")
        platform.inject(Fault(kind, times=999))
        pages: list[Page] = []
        try:
            pages = all_pages(platform.connector())
        except ConnectorError:
            return  # said
        assert all_reviews(pages) == {}
        assert any(page.problems for page in pages), "a review that could not be read is named"

    @pytest.mark.parametrize("kind", [Kind.HTML, Kind.CUT_JSON, Kind.WRONG_TYPES, Kind.NULL, Kind.HUGE, Kind.GZIP_BOMB])
    def test_an_answer_that_makes_no_sense_is_refused_whole(self, platform: Harness, kind: Kind) -> None:
        platform.add_review("De tas lekt.")
        platform.inject(Fault(kind, times=99))
        error = assert_raises(platform, (BadAnswer,), lambda: all_pages(platform.connector()))
        assert error.hint

    def test_an_answer_of_many_megabytes_is_not_even_taken(self, platform: Harness) -> None:
        platform.inject(Fault(Kind.HUGE, times=99))
        assert_raises(platform, (BadAnswer,), lambda: all_pages(platform.connector()))
        assert platform.flooded() < _FAR_TOO_MUCH

    @pytest.mark.parametrize("kind", [Kind.DRIP, Kind.DRIP_HEADERS, Kind.SILENT_BEFORE])
    def test_an_answer_that_never_ends_is_given_up(self, platform: Harness, kind: Kind) -> None:
        platform.inject(Fault(kind, times=99))
        assert_raises(platform, (RetryLater,), lambda: all_pages(platform.connector()))

    @pytest.mark.parametrize(
        "kind", [Kind.SILENT_AFTER, Kind.DROP_AFTER, Kind.CUT_JSON, Kind.CUT_BODY, Kind.WRONG_TYPES]
    )
    def test_a_reply_whose_answer_is_lost_is_unknown_then_found_and_never_doubled(
        self, platform: Harness, kind: Kind
    ) -> None:
        self.needs("can_read_replies")
        if kind is Kind.WRONG_TYPES and not platform.write_answers_known:
            pytest.skip("nobody knows what a good answer looks like")
        review = self.one_review(platform)
        platform.inject(Fault(kind, method=platform.reply_method, path=platform.reply_path))
        publish = partial(platform.connector().publish, review, text=TEXT, key=KEY)
        assert_raises(platform, (OutcomeUnknown,), publish)
        found = platform.connector().find_reply(review, key=KEY, text=TEXT)
        assert found is not None
        assert found.status in {"visible", "held"}
        assert platform.replies(review.external_id) == [TEXT]
        if platform.connector().abilities.idempotent_reply:
            assert publish().external_id == found.external_id
            assert platform.replies(review.external_id) == [TEXT]

    @pytest.mark.parametrize("kind", [Kind.SILENT_BEFORE, Kind.SILENT_AFTER, Kind.DROP_BEFORE, Kind.DROP_AFTER])
    def test_a_reply_without_an_answer_is_unknown_and_sent_once(self, platform: Harness, kind: Kind) -> None:
        self.needs("can_reply")
        review = self.one_review(platform)
        connector = platform.connector()
        platform.inject(Fault(kind, method=platform.reply_method, path=platform.reply_path))
        assert_raises(platform, (OutcomeUnknown,), partial(connector.publish, review, text=TEXT, key=KEY))
        arrived = 1 if kind in {Kind.SILENT_AFTER, Kind.DROP_AFTER} else 0
        assert platform.replies(review.external_id) == [TEXT] * arrived, "it was sent again without looking"

    @pytest.mark.parametrize("kind", [Kind.SILENT_BEFORE, Kind.DROP_BEFORE])
    def test_a_reply_that_may_have_arrived_is_not_sent_again_by_itself(self, platform: Harness, kind: Kind) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        platform.inject(Fault(kind, method=platform.reply_method, path=platform.reply_path))
        publish = partial(platform.connector().publish, review, text=TEXT, key=KEY)
        assert_raises(platform, (OutcomeUnknown,), publish)
        assert platform.replies(review.external_id) == []
        assert platform.connector().find_reply(review, key=KEY, text=TEXT) is None
        publish()
        assert platform.replies(review.external_id) == [TEXT]

    def test_a_failing_connection_test_explains_and_does_not_raise(self, platform: Harness) -> None:
        for kind, status in ((Kind.STATUS, 401), (Kind.STATUS, 500), (Kind.HTML, 200), (Kind.DROP_BEFORE, 0)):
            platform.inject(Fault(kind, status, times=99))
            health: Health = platform.connector().check()
            assert not health.ok
            assert all(health.messages)
            assert_silent(platform, " ".join(health.messages))
            platform.heal()


def assert_raises(platform: Harness, expected: Refusals, act: Any) -> ConnectorError:
    """That it raises one of these, in words without a secret, and with no library's error chained behind it."""
    with pytest.raises(ConnectorError) as caught:
        act()
    error = caught.value
    assert isinstance(error, expected), f"{type(error).__name__}: {error}"
    written = "".join(traceback.format_exception(error)) + repr(error) + error.hint
    assert_silent(platform, written)
    chained = error.__context__
    while chained is not None:
        assert_silent(platform, repr(vars(chained)) + str(chained))
        chained = chained.__context__
    return error
