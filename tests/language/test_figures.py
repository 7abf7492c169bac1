import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.language import number_words
from plugin.language.figures import find, parse_date


@pytest.mark.parametrize(
    ("lang", "text", "figures"),
    [
        ("nl", "binnen 14 dagen", [("duration", 14, "day")]),
        ("nl", "twee jaar garantie", [("duration", 2, "year")]),
        ("nl", "€ 49,95 of 1.250,00 euro", [("amount", 49.95, ""), ("amount", 1250, "")]),
        ("nl", "10% korting, 10 procent", [("percent", 10, ""), ("percent", 10, "")]),
        ("nl", "om 14:30 uur", [("time", 1430, "")]),
        ("nl", "binnen 24 u", [("duration", 24, "hour")]),
        ("de", "innerhalb von zwei Werktagen", [("duration", 2, "workday")]),
        ("de", "14-tägige Frist", [("duration", 14, "day")]),
        ("de", "20 Uhr", [("time", 2000, "")]),
        ("en", "a 2-year warranty", [("duration", 2, "year")]),
        ("en", "within two working days", [("duration", 2, "workday")]),
        ("en", "$20 and 5pm", [("amount", 20, ""), ("time", 500, "")]),
        ("en", "May 12th", [("date", 512, "")]),
        ("nl", "de een na de ander", []),
        ("nl", "na vierendertig dagen", [("duration", 34, "day")]),
        ("nl", "anderhalf jaar oud", [("duration", 1.5, "year")]),
        ("nl", "al drie en een halve maand", [("duration", 3.5, "month")]),
        ("nl", "tweeënhalve week", [("duration", 2.5, "week")]),
        ("de", "seit dreiundvierzig Tagen", [("duration", 43, "day")]),
        ("de", "eineinhalb Jahre", [("duration", 1.5, "year")]),
        ("de", "ein Jahr und ein halbes", [("duration", 1.5, "year")]),
        ("en", "thirty-four days since it came", [("duration", 34, "day")]),
        ("en", "seventy two days", [("duration", 72, "day")]),
        ("en", "two and a half years", [("duration", 2.5, "year")]),
        ("en", "a month and a half", [("duration", 1.5, "month")]),
        ("en", "half an hour", [("duration", 0.5, "hour")]),
        ("en", "for a fortnight", [("duration", 2, "week")]),
        ("en", "fifteen percent", [("percent", 15, "")]),
    ],
)
def test_a_figure_is_read_with_what_it_counts(lang, text, figures):
    assert [(f.kind, f.value, f.unit) for f in find(text, lang)] == figures


@pytest.mark.parametrize(
    "text", ["12-05-2024", "12.05.2024", "2024-05-12", "12 mei 2024", "12. Mai 2024", "May 12, 2024"]
)
def test_a_date_is_a_date_however_written(text):
    assert parse_date(text, None) == dt.date(2024, 5, 12)


def test_a_date_without_a_year_is_the_next_one():
    assert parse_date("3 december", dt.date(2026, 12, 4)) == dt.date(2027, 12, 3)
    assert parse_date("31 februari", dt.date(2026, 1, 1)) is None


@given(st.text(max_size=120), st.sampled_from(["nl", "de", "en", "fr"]))
def test_places_lie_inside_the_text(text, lang):
    for figure in find(text, lang):
        assert 0 <= figure.start < figure.end <= len(text)


@pytest.mark.parametrize(("language", "unit"), [("nl", "dagen"), ("de", "Tage"), ("en", "days")])
def test_every_number_that_is_written_out_is_found_before_its_unit(language, unit):
    for word, number in number_words.values(language).items():
        found = find(f"Over {word} {unit}.", language)
        assert [(f.kind, f.value) for f in found] == [("duration", number)], word


@pytest.mark.parametrize(
    "month",
    [
        "januari",
        "Februar",
        "March",
        "apr",
        "mei",
        "Juni",
        "july",
        "aug",
        "September",
        "okt",
        "november",
        "dec",
        "mrt",
        "märz",
    ],
)
def test_every_month_is_found_before_and_behind_its_day(month):
    assert [f.kind for f in find(f"Op 5 {month} of {month} 5.", "nl")] == ["date", "date"]
