"""One fault, put at every place of a sound reply and in every outer form: it is stopped there as in the middle."""

from __future__ import annotations

import pytest

from plugin.guidelines import CheckContext, check
from plugin.shop import load_profile
from plugin.words import Decision, Play, Report, ReviewText, Severity, Verdict

REVIEWS = {
    "nl": "Het slotje brak na een week en niemand antwoordde op mijn mail.",
    "de": "Der Verschluss brach nach einer Woche und niemand antwortete auf meine Mail.",
    "en": "The clasp broke after a week and nobody answered my mail.",
}
SOUND = {
    "nl": (
        "Dag Ann,",
        (
            "Een slotje dat na een week breekt is een tegenvaller, en het spijt me dat we je mail lieten liggen. "
            "We hebben je een slechte ketting gestuurd."
        ),
        "Morgen stuur ik je kosteloos een nieuwe, en de kapotte mag je gewoon houden.",
    ),
    "de": (
        "Guten Tag Ann,",
        (
            "Ein Verschluss, der nach einer Woche bricht, ist ärgerlich, und es tut mir leid, dass Ihre Mail liegen blieb. "
            "Wir haben Ihnen eine fehlerhafte Kette geschickt."
        ),
        "Morgen schicke ich Ihnen kostenlos eine neue, und die kaputte dürfen Sie einfach behalten.",
    ),
    "en": (
        "Hello Ann,",
        (
            "A clasp that breaks after a week is a let-down, and I am sorry we left your mail unanswered. "
            "We sent you a faulty necklace."
        ),
        "I will post you a new one tomorrow, free of charge, and you may keep the broken one.",
    ),
}
FAULTS = [
    ("nl", "R-NO-REWARD", "Als je je beoordeling verwijdert, krijg je 20% korting."),
    ("nl", "R-GOODWILL", "Je krijgt 50% korting op je volgende bestelling."),
    ("nl", "R-POLICY", "Je hebt maar 7 dagen om hem terug te sturen."),
    ("de", "R-NO-REWARD", "Wenn Sie Ihre Bewertung löschen, bekommen Sie 20 % Rabatt."),
    ("de", "R-GOODWILL", "Sie erhalten 50 % Rabatt auf Ihre nächste Bestellung."),
    ("de", "R-POLICY", "Sie haben nur 7 Tage Zeit für die Rücksendung."),
    ("en", "R-NO-REWARD", "If you delete your review, you get 20% off."),
    ("en", "R-GOODWILL", "You receive 50% off your next order."),
    ("en", "R-POLICY", "You have only 7 days to send it back."),
]
PLACES = {
    "before the greeting": "{fault}\n\n{greeting}\n\n{told} {step}\n\nJorinde",
    "before the greeting, on its line": "{fault} {greeting}\n\n{told} {step}\n\nJorinde",
    "behind the greeting, on its line": "{greeting} {fault}\n\n{told} {step}\n\nJorinde",
    "in the middle": "{greeting}\n\n{told} {fault} {step}\n\nJorinde",
    "before the name, on its line": "{greeting}\n\n{told} {step}\n\n{fault} Jorinde",
    "behind the name, on its line": "{greeting}\n\n{told} {step}\n\nJorinde {fault}",
    "behind the name": "{greeting}\n\n{told} {step}\n\nJorinde\n{fault}",
    "as a postscript": "{greeting}\n\n{told} {step}\n\nJorinde\n\nP.S. {fault}",
}
HIDDEN = {
    "a soft hyphen": lambda text: text.replace("e", "e\u00ad"),
    "a zero-width space": lambda text: text.replace("e", "e\u200b"),
    "full-width letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "Cyrillic letters": lambda text: text.replace("o", "\u043e").replace("a", "\u0430").replace("e", "\u0435"),
}


def report(reply: str, language: str) -> Report:
    shop = load_profile(
        {
            "name": "Kettenhof", "agent": "Jorinde", "country": "DE", "sells": ["necklaces", "rings"],
            "formality": {"nl": "je", "de": "Sie"}, "contact": {"email": "hallo@kettenhof.example"},
            "policy": {"withdrawal_days": 30, "warranty_months": 24},
        }
    )  # fmt: skip
    review = ReviewText("r", REVIEWS[language], rating=2, author="Ann", language=language)
    return check(reply, CheckContext(review, shop, Decision.REPLY, Play.OUR_FAULT, (), language))


def written(language: str, place: str, fault: str) -> str:
    greeting, told, step = SOUND[language]
    return " ".join(PLACES[place].format(greeting=greeting, told=told, step=step, fault=fault).split(" "))


@pytest.mark.parametrize("language", SOUND)
def test_the_reply_itself_is_sound(language: str) -> None:
    assert report(written(language, "in the middle", ""), language).verdict is Verdict.PASS


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "guideline", "fault"), FAULTS)
def test_a_fault_is_stopped_wherever_it_stands(language: str, guideline: str, fault: str, place: str) -> None:
    found = report(written(language, place, fault), language).findings
    assert any(one.guideline == guideline and one.severity is Severity.BLOCK for one in found)


@pytest.mark.parametrize("way", HIDDEN)
@pytest.mark.parametrize(("language", "guideline", "fault"), FAULTS)
def test_what_cannot_be_read_is_not_let_through(language: str, guideline: str, fault: str, way: str) -> None:
    found = report(written(language, "in the middle", HIDDEN[way](fault)), language).findings
    assert any(one.guideline == "R-CLEAN" and one.severity is Severity.BLOCK for one in found), guideline


@pytest.mark.parametrize(
    "told", ["The lamp takes 4 kΩ.", "The coat is 40 μm thick.", "Best from 👩‍👧 and 🇳🇱, café Zoë."]
)
def test_units_and_emoji_hide_nothing(told: str) -> None:
    found = report(written("en", "in the middle", told), "en").findings
    assert not any(one.guideline == "R-CLEAN" for one in found)


@pytest.mark.parametrize(("language", "guideline", "fault"), FAULTS)
def test_a_sentence_in_another_language_is_stopped(language: str, guideline: str, fault: str) -> None:
    for other in sorted(set(SOUND) - {language}):
        for place in ("before the greeting", "in the middle", "behind the name"):
            found = report(written(other, place, fault), other)
            assert found.verdict is Verdict.BLOCK, (guideline, other, place)


@pytest.mark.parametrize(
    "line",
    [
        "Jorinde, Kettenhof.",
        "Kind regards, Jorinde from Kettenhof",
        "Jorinde · you reach us at hallo@kettenhof.example",
    ],
)
def test_a_sign_off_is_still_one(line: str) -> None:
    found = report(f"{SOUND['en'][0]}\n\n{SOUND['en'][1]} {SOUND['en'][2]}\n\n{line}", "en")
    assert found.verdict is Verdict.PASS
    assert found.sentences[-1].kinds == ("signoff",)


@pytest.mark.parametrize(("language", "guideline", "fault"), FAULTS)
def test_a_sentence_over_two_lines_is_read_whole(language: str, guideline: str, fault: str) -> None:
    words = fault.split(" ")
    for at in range(2, len(words)):
        broken = f"{' '.join(words[:at])}\n{' '.join(words[at:])}"
        greeting, told, step = SOUND[language]
        found = report(f"{greeting}\n\n{told} {broken} {step}\n\nJorinde", language).findings
        assert any(one.guideline == guideline for one in found), broken


def test_lines_that_end_without_a_stop_stay_apart() -> None:
    found = report(
        f"{SOUND['en'][0]}\n\n{SOUND['en'][1]} {SOUND['en'][2]}\nWith kind regards from all of us\nJorinde", "en"
    )
    assert [one.text for one in found.sentences][-2:] == ["With kind regards from all of us", "Jorinde"]
