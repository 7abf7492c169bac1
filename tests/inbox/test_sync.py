"""Reviews coming in: nothing is lost, nothing doubled, and what went wrong is told."""

from __future__ import annotations

import pytest

from connectors.contract import Page, Reconnect, RetryLater
from plugin.inbox.sync import LONGEST_REVIEW
from plugin.language import order_guard
from plugin.store import channels, drafts, events, reviews
from plugin.words import BUILT_IN, Decision, Drafted, Report, ReviewState, Triage, Verdict
from tests.inbox.conftest import Inbox, review


def test_new_reviews_stand_in_the_inbox(inbox: Inbox) -> None:
    result = inbox.sync(Page((review(1), review(2))), Page((review(3),)))
    assert (result.new, result.complete) == (3, True)
    assert len(inbox.rows()) == 3
    assert inbox.channel().synced_at is not None


def test_reading_it_all_again_changes_nothing(inbox: Inbox) -> None:
    inbox.sync(Page((review(1), review(2))))
    result = inbox.again(Page((review(1), review(2))))
    assert (result.new, result.changed, result.unchanged) == (0, 0, 2)


def test_a_fetch_that_breaks_off_keeps_its_pages_and_goes_on_where_it_stood(inbox: Inbox) -> None:
    broken = inbox.sync(Page((review(1),)), RetryLater("De winkel antwoordt niet.", retry_after=30), Page((review(2),)))
    assert (broken.new, broken.complete, broken.retry_after) == (1, False, 30)
    assert (inbox.channel().state, inbox.channel().message) == ("failing", "De winkel antwoordt niet.")
    rest = inbox.sync(Page((review(1, "anders"),)), Page((review(2),)))
    assert rest.new == 1
    assert rest.changed == 0  # the first page was not read again
    assert (inbox.channel().state, inbox.channel().message) == ("ok", "")


def test_a_page_that_cannot_be_saved_is_read_again(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(channels, "save_cursor", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            inbox.sync(Page((review(1),)))
    assert inbox.rows() == () or list(inbox.rows()) == []
    assert inbox.sync(Page((review(1),))).new == 1


def test_a_refused_credential_asks_to_connect_again(inbox: Inbox) -> None:
    inbox.sync(Reconnect("Het wachtwoord klopt niet.", hint="Maak een nieuw."))
    assert (inbox.channel().state, inbox.channel().message) == (
        "reconnect",
        "Het wachtwoord klopt niet. Maak een nieuw.",
    )


def test_rows_that_cannot_be_read_are_told_and_the_rest_comes_in(inbox: Inbox) -> None:
    result = inbox.sync(Page((review(1),), problems=("regel 3: geen tekst",)))
    assert (result.new, result.problems) == (1, ["regel 3: geen tekst"])
    assert "regel 3" in inbox.channel().message
    with inbox.session() as session:
        kept = events.page(session, inbox.shop_id)[0]
    assert kept.details["problems"] == ["regel 3: geen tekst"]


def test_hidden_characters_do_not_come_in(inbox: Inbox) -> None:
    inbox.sync(Page((review(1, "De\u200b tas\u202e is\U000e0041 stuk\nen \U0001f622"),)))
    with inbox.session() as session:
        stored = reviews.get(session, inbox.shop_id, inbox.rows()[0].id)
    assert stored.text == "De tas is stuk\nen \U0001f622"


def test_that_letters_were_hidden_between_is_remembered_by_the_review_that_is_drafted(inbox: Inbox) -> None:
    inbox.sync(Page((review(1, "\u200b".join("De kap is scheef")), review(2, "De kap is scheef"))))
    with inbox.session() as session:
        given = [reviews.text_of(reviews.get(session, inbox.shop_id, row.id)) for row in inbox.rows()]
    assert {each.text: 0 for each in given} == {"De kap is scheef": 0}
    assert sorted(map(order_guard.keeps_from_models, given)) == [False, True]
    again = inbox.again(Page((review(1, "\u200b".join("De kap is scheef")), review(2, "De kap is scheef"))))
    assert (again.changed, again.unchanged) == (0, 2)


def test_a_review_of_twenty_thousand_characters_is_kept_whole(inbox: Inbox) -> None:
    inbox.sync(Page((review(1, "a" * LONGEST_REVIEW), review(2, "b" * (LONGEST_REVIEW + 1)))))
    with inbox.session() as session:
        texts = [reviews.get(session, inbox.shop_id, row.id).text for row in inbox.rows()]
    assert sorted(map(len, texts)) == [LONGEST_REVIEW, LONGEST_REVIEW]
    assert "longer than" in inbox.channel().message


def test_an_empty_text_and_a_rating_out_of_range_come_in(inbox: Inbox) -> None:
    assert inbox.sync(Page((review(1, "", rating=9),))).new == 1


def test_of_the_same_id_twice_the_last_one_counts(inbox: Inbox) -> None:
    assert inbox.sync(Page((review(1, "eerst"), review(1, "dan")))).new == 1
    assert [row.excerpt for row in inbox.rows()] == ["dan"]


def test_a_review_that_was_edited_is_new_again_and_its_draft_outdated(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),)))
    row = inbox.rows()[0]
    triage = Triage("nl", 0.9, Decision.REPLY, None, (), "een klacht")
    with inbox.session() as session:
        drafts.save(
            session,
            inbox.shop_id,
            row.id,
            Drafted(triage, "Sorry.", None, None, BUILT_IN, Report(Verdict.PASS)),
            review_version=1,
        )
    assert inbox.again(Page((review(1, "Opgelost, top!", rating=5),))).changed == 1
    with inbox.session() as session:
        stored, draft = reviews.get(session, inbox.shop_id, row.id), drafts.current(session, inbox.shop_id, row.id)
        before = reviews.versions(session, inbox.shop_id, row.id)
    assert (stored.state, stored.version) == (ReviewState.NEW, 2)
    assert draft is not None
    assert draft.outdated
    assert before[0].text == "De tas is stuk."


def test_a_review_that_is_gone_from_its_channel_is_marked_and_not_deleted(inbox: Inbox) -> None:
    inbox.sync(Page((review(1), review(2))))
    assert inbox.again(Page((), removed=("1",))).removed == 1
    assert {row.state for row in inbox.rows()} == {"removed", "new"}


def test_a_review_that_was_gone_and_is_shown_again_is_back(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),)))
    inbox.again(Page((), removed=("1",)))
    inbox.again(Page((review(1),)))
    assert {row.state for row in inbox.rows()} == {"new"}


def test_how_many_reviews_the_channel_has_is_known_while_they_are_read(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),), total=3), RetryLater("De winkel antwoordt niet."))
    assert (inbox.channel().total, inbox.channel().synced_at) == (3, None)
    inbox.sync(Page((review(1),), total=3), Page((review(2),), total=4), Page((review(3),)))
    assert inbox.channel().total == 4


def test_a_channel_that_is_switched_off_is_left_alone(inbox: Inbox) -> None:
    with inbox.session() as session:
        channels.set_state(session, inbox.shop_id, inbox.channel_id, "off")
    assert inbox.sync(Page((review(1),))).new == 0


def test_a_large_page_is_saved_in_batches(inbox: Inbox) -> None:
    assert inbox.sync(Page(tuple(review(number) for number in range(2_500)))).new == 2_500


def test_every_line_that_could_not_be_read_stands_with_the_channel(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),), problems=("regel 3: geen tekst", "regel 9: geen datum")))
    assert inbox.channel().message.splitlines()[1:] == ["regel 3: geen tekst", "regel 9: geen datum"]


def test_the_same_trouble_at_every_look_is_logged_once(inbox: Inbox) -> None:
    for _ in range(3):
        inbox.again(Page((), problems=("regel 3: geen tekst",)))
    with inbox.session() as session:
        logged = [event for event in events.page(session, inbox.shop_id) if event.action == "channel.problems"]
    assert len(logged) == 1
    inbox.again(Page((review(2),)))
    assert inbox.channel().message == ""
