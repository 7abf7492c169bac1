"""What a customer says of time, as days: gone by since the purchase, and beyond the return term."""

import pytest

from plugin.drafting.timing import Timing


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("nl", "Vier maanden op dit matras gelegen en nu een kuil.", 120),
        ("nl", "De mixer deed het anderhalf jaar goed, toen rook.", 547.5),
        ("nl", "Ik heb de stoel nu acht dagen in huis.", 8),
        ("nl", "Het zijn er 37 dagen in plaats van 30 geworden.", 37),
        ("de", "Zehn Monate sind doch nichts für einen Rucksack.", 300),
        ("de", "Das Gerät lief dreizehn Monate gut.", 390),
        ("de", "Seit dreiundvierzig Tagen bei mir.", 43),
        ("en", "Nine months in, the hinge gave up.", 270),
        ("en", "Twenty-two days instead of your twenty-one.", 22),
        ("en", "A year and a half old and it hums.", 547.5),
    ],
)
def test_how_long_a_customer_has_had_it(language: str, text: str, days: float) -> None:
    assert Timing.read(text, language).since == days


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("nl", "Mag de jas nog terug? Ik ben er drie dagen overheen.", 3),
        ("nl", "Ik was twee dagen te laat met terugsturen.", 2),
        ("de", "Laut Frist bin ich fünf Tage drüber, geht noch ein Umtausch?", 5),
        ("en", "I'm a day outside of the four weeks, will you have it back?", 1),
        ("en", "Six days past your return window, sorry.", 6),
    ],
)
def test_how_far_past_the_term_they_are(language: str, text: str, days: float) -> None:
    assert Timing.read(text, language).past_term == days


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Drie weken wachten op een kussen."),
        ("nl", "Twee jaar garantie, mooi zo."),
        ("nl", "Vijf jaar klant en altijd tevreden."),
        ("de", "Vier Wochen Lieferzeit für ein Päckchen Nadeln."),
        ("de", "Zwei Wochen nichts gehört."),
        ("en", "Five weeks without a word."),
        ("en", "Thirty days to return it, which is fair."),
    ],
)
def test_a_term_or_a_wait_is_no_time_of_use(language: str, text: str) -> None:
    read = Timing.read(text, language)
    assert (read.since, read.past_term) == (None, None)
