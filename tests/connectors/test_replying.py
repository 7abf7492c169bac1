"""What connectors ask of a text before it leaves, and how they know our reply again."""

import datetime as dt

import pytest

from connectors.contract import AskPerson, BadAnswer, GiveUp, OutcomeUnknown, Reply, Review
from connectors.payloads import once_accepted
from connectors.replying import placed_before, reply_in, require_key, require_placeable, same_words
from connectors.rereading import one_by_one, still_there

OURS = "Beste Anna,\n\nDank je wel."


def review(external_id="1", reply=""):
    return Review(
        external_id=external_id,
        text="Mooie tas.",
        created=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        reply=Reply(reply) if reply else None,
    )


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_never_leaves(text):
    with pytest.raises(AskPerson, match="no text"):
        require_placeable(text, most=10)


def test_a_text_leaves_up_to_the_last_character_that_is_allowed():
    require_placeable("a" * 10, most=10)
    with pytest.raises(AskPerson, match="longer than 10 characters"):
        require_placeable("a" * 11, most=10)


@pytest.mark.parametrize("key", ["", "short", "UPPER-CASE-1", "a" * 65, "with space 1"])
def test_a_key_that_no_platform_could_carry_is_the_callers_mistake(key):
    with pytest.raises(ValueError, match="8 to 64"):
        require_key(key)


def test_a_reply_is_known_again_however_the_platform_broke_its_lines():
    standing = review(reply=" Beste Anna,\r\n\r\n\r\nDank je  wel.\n")
    assert reply_in(standing, OURS) == standing.reply
    assert placed_before(standing, OURS, otherwise="") == standing.reply
    assert not same_words(OURS, OURS.lower())
    assert not same_words(OURS, OURS.replace(" ", ""))


def test_where_no_reply_stands_ours_is_to_be_placed():
    assert reply_in(review(), OURS) is None
    assert placed_before(review(), OURS, otherwise="") is None


def test_where_another_reply_stands_a_person_is_asked():
    assert reply_in(review(reply="Iets anders."), OURS) is None
    with pytest.raises(AskPerson) as asked:
        placed_before(review(reply="Iets anders."), OURS, otherwise="Look there.")
    assert asked.value.hint == "Look there."


def test_a_review_that_is_gone_takes_no_reply():
    with pytest.raises(GiveUp, match="not there any more"):
        still_there(None)


def test_reviews_read_one_by_one_tell_those_that_are_gone():
    page = one_by_one(("1", "2", "3"), lambda each: None if each == "2" else review(each))
    assert [one.external_id for one in page.reviews] == ["1", "3"]
    assert page.removed == ("2",)


def unreadable():
    raise BadAnswer("Garbled.")


@pytest.mark.parametrize("read", [unreadable, lambda: None])
def test_a_write_that_was_accepted_in_words_nobody_can_read_is_an_open_question(read):
    with pytest.raises(OutcomeUnknown, match="accepted it") as unknown:
        once_accepted(read, who="Het platform")
    assert unknown.value.__context__ is None, "the half answer may hold what nobody should see"
