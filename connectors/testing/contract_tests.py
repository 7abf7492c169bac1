"""The contract as tests. ``class TestMine(contract_tests(MyHarness)): ...`` gives a connector all of them."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

import pytest
from marshmallow import Schema

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Connector,
    ConnectorError,
    GiveUp,
    Health,
    OutcomeUnknown,
    Page,
    Reconnect,
    Reply,
    RetryLater,
    Review,
)
from connectors.testing.faults import Fault, Kind
from connectors.testing.harness import Harness, impatient

TEXT = "Beste Sabine, excuses: de gesp & de riem < 20 mm waren fout.\n\nU krijgt vóór vrijdag een nieuwe. 😀\nSanne"
KEY = "approval-0001"

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


def all_pages(connector: Connector, cursor: Mapping[str, Any] | None = None, *, limit: int = 200) -> list[Page]:
    """Every page of one reading; fails where it does not end by itself."""
    pages = []
    for page in connector.fetch(cursor or {}):
        pages.append(page)
        assert len(pages) < limit, "fetch() does not end"
    return pages


def all_reviews(pages: list[Page]) -> dict[str, Review]:
    return {review.external_id: review for page in pages for review in page.reviews}


class ContractBase:
    """Gives each test a fresh platform, and looks afterwards for secrets in what was logged."""

    harness_class: ClassVar[type[Harness]]

    @pytest.fixture
    def platform(self, caplog: pytest.LogCaptureFixture) -> Iterator[Harness]:
        caplog.set_level(logging.DEBUG)
        with impatient():
            harness = self.harness_class()
            try:
                yield harness
                assert_silent(harness, caplog.text)
            finally:
                harness.close()

    def published(self, platform: Harness, *, key: str = KEY, text: str = TEXT) -> tuple[Review, Reply]:
        review = self.one_review(platform)
        return review, platform.connector().publish(review, text=text, key=key)

    @staticmethod
    def one_review(platform: Harness) -> Review:
        external_id = platform.add_review("De tas lekt.")
        return all_reviews(all_pages(platform.connector()))[external_id]

    def needs(self, capability: str) -> None:
        if not getattr(self.harness_class.connector_class.capabilities, capability):
            pytest.skip(f"this channel does not have {capability}")


def assert_silent(platform: Harness, text: str) -> None:
    for secret in platform.secrets():
        for form in {secret, secret.replace(" ", "")}:
            assert form not in text, "a secret was written down"


class DeclarationContract(ContractBase):
    def test_it_declares_itself(self, platform: Harness) -> None:
        connector = platform.connector()
        assert re.fullmatch(r"[a-z][a-z0-9_-]*", connector.name)
        assert connector.title
        assert issubclass(connector.Settings, Schema)
        assert set(connector.secret_fields) <= set(connector.Settings().fields)

    def test_its_representation_shows_no_secret(self, platform: Harness) -> None:
        connector = platform.connector()
        assert_silent(platform, repr(connector) + repr(vars(connector).get("_client")))

    def test_the_connection_test_says_that_all_is_well(self, platform: Harness) -> None:
        platform.add_review("Mooi.")
        health = platform.connector().check()
        assert health.ok, health.messages
        assert all(health.messages)


class ReadingContract(ContractBase):
    def test_an_empty_channel_has_no_reviews(self, platform: Harness) -> None:
        assert all_reviews(all_pages(platform.connector())) == {}

    def test_paging_ends_and_gives_every_review_once(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)}
        pages = all_pages(platform.connector())
        given = [review.external_id for page in pages for review in page.reviews]
        assert set(given) == added
        assert len(given) == len(added)

    def test_ids_and_contents_are_the_same_at_every_reading(self, platform: Harness) -> None:
        for n in range(5):
            platform.add_review(f"Bericht {n}", rating=n + 1)
        assert all_reviews(all_pages(platform.connector())) == all_reviews(all_pages(platform.connector()))

    def test_a_review_comes_as_plain_text_with_an_aware_time_and_a_sane_rating(self, platform: Harness) -> None:
        external_id = platform.add_review("Tas & riem:\n'top' 😀", rating=5, author="Zoë")
        review = all_reviews(all_pages(platform.connector()))[external_id]
        assert review.text.replace("’", "'") == "Tas & riem:\n'top' 😀"
        assert review.author == "Zoë"
        assert review.rating == 5  # noqa: PLR2004 -- as given
        assert review.created.utcoffset() == dt.timedelta(0)

    def test_the_cursor_survives_being_stored_as_json(self, platform: Harness) -> None:
        platform.add_review("Een")
        cursor = all_pages(platform.connector())[-1].cursor
        assert json.loads(json.dumps(cursor)) == dict(cursor)

    def test_a_reader_that_stops_after_any_page_misses_nothing(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)}
        seen: set[str] = set()
        cursor: Mapping[str, Any] = {}
        for _ in range(20):
            page = next(platform.connector().fetch(json.loads(json.dumps(cursor))), None)
            if page is None or seen == added:
                break
            seen |= {review.external_id for review in page.reviews}
            cursor = page.cursor
        assert seen == added

    def test_a_later_reading_brings_what_is_new(self, platform: Harness) -> None:
        self.needs("incremental")
        platform.add_review("Oud")
        cursor = all_pages(platform.connector())[-1].cursor
        new = platform.add_review("Nieuw")
        assert new in all_reviews(all_pages(platform.connector(), cursor))

    def test_an_edited_review_comes_again_under_its_old_id(self, platform: Harness) -> None:
        self.needs("sees_edits")
        external_id = platform.add_review("Eerst goed")
        cursor = all_pages(platform.connector())[-1].cursor
        platform.edit_review(external_id, "Toch niet goed")
        assert all_reviews(all_pages(platform.connector(), cursor))[external_id].text == "Toch niet goed"

    def test_a_removed_review_is_reported(self, platform: Harness) -> None:
        self.needs("sees_removals")
        kept, gone = platform.add_review("Blijft"), platform.add_review("Gaat weg")
        cursor = all_pages(platform.connector())[-1].cursor
        platform.remove_review(gone)
        pages = all_pages(platform.connector(), cursor)
        assert [i for page in pages for i in page.removed] == [gone]
        assert set(all_reviews(pages)) == {kept}


class ReplyingContract(ContractBase):
    def test_a_published_reply_reads_back_as_it_was_written(self, platform: Harness) -> None:
        self.needs("can_reply")
        review, reply = self.published(platform)
        assert reply.status in {"visible", "held"}
        assert platform.replies(review.external_id) == [TEXT]

    def test_a_reply_is_found_by_its_key_and_by_its_text(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, reply = self.published(platform)
        by_key = platform.connector().find_reply(review, key=KEY, text="iets anders")
        by_text = platform.connector().find_reply(review, key="approval-9999", text=TEXT)
        assert by_key is not None
        assert by_text is not None
        assert (by_key.key, by_key.text) == (KEY, TEXT)
        assert by_key.external_id == by_text.external_id == reply.external_id

    def test_what_was_never_placed_is_not_found(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        assert platform.connector().find_reply(review, key=KEY, text=TEXT) is None

    def test_a_published_reply_stands_at_the_review_when_it_is_read_again(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, _ = self.published(platform)
        again = platform.connector().reread(review)
        assert again is not None
        assert again.reply is not None
        assert (again.reply.text, again.reply.by_shop) == (TEXT, True)

    def test_the_same_approval_published_twice_stands_there_once(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, first = self.published(platform)
        second = platform.connector().publish(review, text=TEXT, key=KEY)
        assert second.external_id == first.external_id
        assert platform.replies(review.external_id) == [TEXT]

    def test_a_reply_can_be_replaced(self, platform: Harness) -> None:
        self.needs("can_replace_reply")
        review, reply = self.published(platform)
        platform.connector().replace_reply(review, reply, text="Nieuwe tekst & meer", key="approval-0002")
        assert platform.replies(review.external_id) == ["Nieuwe tekst & meer"]
        found = platform.connector().find_reply(review, key="approval-0002", text="")
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


class FaultContract(ContractBase):
    """Only for connectors that speak HTTP: every failure means one of the contract's errors, and no reply doubles."""

    @pytest.fixture(autouse=True)
    def _http_only(self) -> None:
        if not self.harness_class.speaks_http:
            pytest.skip("this connector does not speak HTTP")

    @pytest.mark.parametrize("status", READ_REFUSALS)
    def test_a_refused_reading_says_what_to_do(self, platform: Harness, status: int) -> None:
        platform.inject(Fault(Kind.STATUS, status, times=99))
        assert_raises(platform, READ_REFUSALS[status], lambda: all_pages(platform.connector()))

    @pytest.mark.parametrize("status", WRITE_REFUSALS)
    def test_a_refused_reply_says_what_to_do_and_places_nothing(self, platform: Harness, status: int) -> None:
        self.needs("can_reply")
        review = self.one_review(platform)
        platform.inject(Fault(Kind.STATUS, status, method="POST", times=99))
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

    @pytest.mark.parametrize("kind", [Kind.HTML, Kind.CUT_JSON, Kind.WRONG_TYPES, Kind.HUGE, Kind.GZIP_BOMB])
    def test_an_answer_that_makes_no_sense_is_refused_whole(self, platform: Harness, kind: Kind) -> None:
        platform.add_review("De tas lekt.")
        platform.inject(Fault(kind, times=99))
        error = assert_raises(platform, (BadAnswer,), lambda: all_pages(platform.connector()))
        assert error.hint

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
        review = self.one_review(platform)
        platform.inject(Fault(kind, method="POST"))
        publish = partial(platform.connector().publish, review, text=TEXT, key=KEY)
        assert_raises(platform, (OutcomeUnknown,), publish)
        found = platform.connector().find_reply(review, key=KEY, text=TEXT)
        assert found is not None
        assert publish().external_id == found.external_id
        assert platform.replies(review.external_id) == [TEXT]

    @pytest.mark.parametrize("kind", [Kind.SILENT_BEFORE, Kind.DROP_BEFORE])
    def test_a_reply_that_may_have_arrived_is_not_sent_again_by_itself(self, platform: Harness, kind: Kind) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        platform.inject(Fault(kind, method="POST"))
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


def contract_tests(harness: type[Harness]) -> type:
    """A base class for pytest with every standard test, run against ``harness``."""
    bases = (DeclarationContract, ReadingContract, ReplyingContract, FaultContract)
    return type(f"{harness.__name__}Contract", bases, {"harness_class": harness})
