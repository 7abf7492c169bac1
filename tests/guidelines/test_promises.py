import datetime as dt

import pytest

from plugin.guidelines.promises import find
from tests.guidelines.conftest import TODAY

CASES = [
    ("nl", "We sturen je vandaag een nieuwe tas.", dt.date(2026, 11, 23)),
    ("nl", "We bellen je morgen.", dt.date(2026, 11, 24)),
    ("nl", "We storten het geld binnen twee werkdagen terug.", dt.date(2026, 11, 25)),
    ("nl", "We sturen je uiterlijk vrijdag een nieuwe tas.", dt.date(2026, 11, 27)),
    ("nl", "We sturen je op maandag een nieuwe tas.", dt.date(2026, 11, 30)),
    ("nl", "We mailen je deze week.", dt.date(2026, 11, 27)),
    ("nl", "We mailen je volgende week.", dt.date(2026, 12, 4)),
    ("nl", "We sturen je op 3 december een nieuwe tas.", dt.date(2026, 12, 3)),
    ("nl", "We komen erop terug.", None),
    ("de", "Wir schicken Ihnen heute eine neue Tasche.", dt.date(2026, 11, 23)),
    ("de", "Wir erstatten den Betrag innerhalb von 48 Stunden.", dt.date(2026, 11, 25)),
    ("de", "Wir schicken Ihnen bis spätestens Freitag Ersatz.", dt.date(2026, 11, 27)),
    ("de", "Wir rufen Sie übermorgen an.", dt.date(2026, 11, 25)),
    ("de", "Wir melden uns.", None),
    ("en", "We will refund you by Friday.", dt.date(2026, 11, 27)),
    ("en", "We will send a new bag within two working days.", dt.date(2026, 11, 25)),
    ("en", "We will send a new bag this week.", dt.date(2026, 11, 27)),
    ("en", "I will call you on 1 December.", dt.date(2026, 12, 1)),
    ("en", "We will be in touch.", None),
]


@pytest.mark.parametrize(("lang", "text", "due"), CASES)
def test_a_promise_falls_due_on_the_day_it_names(lang, text, due):
    assert [(promise.text, promise.due) for promise in find(text, lang, TODAY)] == [(text, due)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nl", "We kunnen het bedrag niet terugbetalen."),
        ("de", "Wir können den Betrag nicht erstatten."),
        ("en", "We cannot send a replacement."),
        ("nl", "Wat een mooie fietstas."),
    ],
)
def test_a_refusal_or_a_remark_is_no_promise(lang, text):
    assert find(text, lang, TODAY) == ()


def test_without_a_day_to_count_from_there_is_no_date():
    assert [p.due for p in find("We bellen je morgen.", "nl", None)] == [None]
