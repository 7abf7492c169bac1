"""One fault, put at every place of a sound reply and in every outer form: it is stopped there as in the middle."""

from __future__ import annotations

import time

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
    "behind the name, without a stop": "{greeting}\n\n{told} {step}\n\nJorinde\n{bare}",
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
    return " ".join(
        PLACES[place].format(greeting=greeting, told=told, step=step, fault=fault, bare=fault.rstrip(".")).split(" ")
    )


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


@pytest.mark.parametrize("greeting", ["Hello Ann and dear family", "Good afternoon to you Ann"])
def test_a_greeting_without_a_comma_is_no_broken_line(greeting: str) -> None:
    found = report(f"{greeting}\nif you delete your review, you get 20% off.\n\n{SOUND['en'][1]}\n\nJorinde", "en")
    assert any(one.guideline == "R-NO-REWARD" and one.severity is Severity.BLOCK for one in found.findings)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", "Je hebt een week op antwoord over het retourlabel gewacht, en dat is te lang."),
        ("de", "Sie haben eine Woche auf die Erstattung Ihrer Rücksendung gewartet."),
        ("en", "You have waited a week for the refund of your return."),
        ("en", "If you write to us on Instagram, we send a new one free of charge tomorrow."),
        ("en", "If you tell us something similar happened, we will send a replacement free of charge."),
        ("de", "Wenn Sie uns auf Instagram schreiben, schicken wir Ihnen kostenlos eine neue."),
        pytest.param(
            *("nl", "Schrijf je ons via Facebook, dan sturen we morgen een nieuwe."),
            marks=pytest.mark.xfail(reason="to write beside Facebook is read as to write a review there", strict=True),
        ),
        ("nl", "Plaats je online een nieuwe bestelling, dan krijg je de verzendkosten terug."),
    ],
)
def test_what_only_looks_like_a_fault_is_stopped_by_neither_guideline(language: str, told: str) -> None:
    found = report(written(language, "in the middle", told), language).findings
    assert not [one for one in found if one.guideline in {"R-POLICY", "R-NO-REWARD"} and one.severity is Severity.BLOCK]


@pytest.mark.parametrize("way", ["\u200d", "\u034f", "\u2800", "\ufe0f"])
def test_no_sign_that_nobody_sees_parts_a_word(way: str) -> None:
    found = report(written("en", "in the middle", way.join("delete your review")), "en").findings
    assert any(one.guideline == "R-CLEAN" and one.severity is Severity.BLOCK for one in found)


def test_the_shops_own_letters_and_a_flag_hide_nothing() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    found = report(written("en", "in the middle", f"Greetings from Scotland {flag}."), "en").findings
    assert not any(one.guideline == "R-CLEAN" for one in found)


@pytest.mark.parametrize("shape", ["é", "a", "а", "é а", "#"])
def test_no_shape_of_letters_holds_the_check_up(shape: str) -> None:
    began = time.process_time()
    report((shape * 20_000)[:20_000], "en")
    assert time.process_time() - began < 4


def test_a_stock_sentence_hides_no_copy() -> None:
    stock = "Your opinion matters greatly to us, and we continually strive to exceed all expectations of our valued customers."
    text = written("en", "in the middle", stock)
    shop, review = (
        load_profile({"name": "Kettenhof", "agent": "Jorinde"}),
        ReviewText("r", REVIEWS["en"], rating=2, author="Ann"),
    )
    found = check(text, CheckContext(review, shop, Decision.REPLY, Play.OUR_FAULT, (), "en", recent_replies=(text,)))
    assert any(one.guideline == "R-NO-CANNED" and one.severity is Severity.BLOCK for one in found.findings)
    alone = check(text, CheckContext(review, shop, Decision.REPLY, Play.OUR_FAULT, (), "en"))
    assert any(one.guideline == "R-NO-CANNED" and one.severity is Severity.WARN for one in alone.findings)
