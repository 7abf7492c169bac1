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


def test_an_abbreviation_that_is_a_word_elsewhere_may_end_a_sentence():
    text = "You will read from me what I can do. Our shop is small. The answer is no. We are sorry. Zie art. 6 of kom do. 12 mei."
    assert len(split(text)) == 5
