import pytest

from plugin.drafting.built_in.subjects import is_whole_article
from plugin.drafting.facts_mentions import Mention, find_mentions


@pytest.mark.parametrize(
    ("word", "language", "whole"),
    [
        ("fietstas", "nl", True),
        ("kwaliteit", "nl", False),
        ("klantenservice", "nl", False),
        ("naad", "nl", False),
        ("Zelt", "de", True),
        ("Lieferzeit", "de", False),
        ("jacket", "en", True),
        ("price", "en", False),
    ],
)
def test_only_what_can_be_ordered_is_sent_in_or_exchanged(word, language, whole):
    assert is_whole_article(Mention(word, "-", 0), language) is whole


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nobody answers the phone.", "en"),
        ("De telefoon wordt niet opgenomen.", "nl"),
        ("Am Telefon war keiner.", "de"),
    ],
)
def test_a_telephone_to_be_called_is_no_article(text, language):
    assert not find_mentions(text, language)
