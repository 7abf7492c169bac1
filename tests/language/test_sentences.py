import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.language.sentences import split


def pieces(text):
    return [text[span.start : span.end] for span in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Beste Jan,\n\nDank, o.a. voor de foto. Tot ziens!\n\nGroet,\nSanne",
            ["Beste Jan,", "Dank, o.a. voor de foto.", "Tot ziens!", "Groet,", "Sanne"],
        ),
        ("Das kostet z.B. 3.50 Euro. Am 3. Mai kommt es.", ["Das kostet z.B. 3.50 Euro.", "Am 3. Mai kommt es."]),
        ("Dr. Smith uses e.g. boxes. Great!! 😀 Next.", ["Dr. Smith uses e.g. boxes.", "Great!! 😀", "Next."]),
        (
            "Zie www.winkel.example/help. Mail info@winkel.example. Klaar?",
            ["Zie www.winkel.example/help.", "Mail info@winkel.example.", "Klaar?"],
        ),
        ("J. R. kwam. Nr. 5 ook.", ["J. R. kwam.", "Nr. 5 ook."]),
        ('Hij zei: "Kapot." Jammer.', ['Hij zei: "Kapot."', "Jammer."]),
        ("", []),
        ("   \n ", []),
    ],
)
def test_sentences_end_where_a_reader_says(text, sentences):
    assert pieces(text) == sentences


@given(st.text(max_size=200))
def test_nothing_but_white_space_is_lost(text):
    spans = split(text)
    kept = "".join(text[s.start : s.end] for s in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "You will hear from me by Fri. 27 Nov. 2026 at the latest.",
        "We call you on Sat. Nov. 28 or Sun. 29 Nov. at home.",
        "Sie hören bis Mi. 25. Nov. 2026 von mir.",
        "Am Sa. 28. und So. 29. Nov. sind wir da.",
        "U hoort het op vr. 27 nov. 2026 van mij.",
    ],
)
def test_a_short_name_of_a_day_ends_no_sentence(text):
    assert pieces(text) == [text]


@pytest.mark.parametrize(
    "text", ["We sat in the sun. It was fine.", "Das ist so. Wir bedauern das.", "Dat is zo. Wij bellen u."]
)
def test_a_word_that_is_also_the_short_name_of_a_day_ends_one(text):
    assert len(split(text)) == 2


def test_an_abbreviation_that_is_a_word_elsewhere_may_end_a_sentence():
    text = "You will read from me what I can do. Our shop is small. The answer is no. We are sorry. Zie art. 6 of kom do. 12 mei."
    assert len(split(text)) == 5
