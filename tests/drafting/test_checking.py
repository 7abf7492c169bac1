"""Texts that are checked together get what each would get alone."""

import threading

import pytest

from plugin.drafting import checking
from plugin.guidelines import CheckContext, check
from plugin.words import Decision, Play, Report, ReviewText
from tests.drafting.model_cases import SHOP, TODAY

TEXTS = [
    "Dank je wel, Anna! Fijn dat de tas je bevalt.\n\nGroet,\nMila",
    "Sorry, maar dit is echt je eigen schuld. Je krijgt 100% korting als je je review aanpast.",
    "",
    "Wat vervelend dat de tas stuk aankwam, Anna. Dat hoort niet. Mail ons, dan sturen we een nieuwe.\n\nMila",
]


def asked(text: str, *, private: bool = False, language: str = "nl") -> tuple[str, CheckContext]:
    review = ReviewText(id="7", text="De tas was na een week stuk.", rating=1, author="Anna")
    context = CheckContext(
        review, SHOP, Decision.REPLY, Play.UNCLEAR_FAULT, (), language, private=private, today=TODAY, wording="en"
    )
    return text, context


def test_each_text_gets_the_report_that_it_gets_alone() -> None:
    all_ = [asked(text) for text in TEXTS]
    all_ += [asked(TEXTS[1], private=True), asked(TEXTS[3], language="da")]
    assert checking.reports(all_) == [check(*one) for one in all_]


def test_a_text_that_cannot_be_checked_is_nobody_else_s_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_at_once(asked_: object) -> list[Report]:
        raise RuntimeError("one of them")

    def alone(text: str, context: CheckContext) -> Report:
        if "schuld" in text:
            raise KeyError("this one")
        return check(text, context)

    monkeypatch.setattr(checking, "check_all", all_at_once)
    monkeypatch.setattr(checking, "check", alone)
    found: dict[str, object] = {}

    def ask(text: str) -> None:
        try:
            found[text] = checking.reports([asked(text)])[0]
        except KeyError as error:
            found[text] = error

    threads = [threading.Thread(target=ask, args=(text,)) for text in TEXTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert isinstance(found[TEXTS[1]], KeyError)
    assert [found[text] for text in TEXTS if text != TEXTS[1]] == [
        check(*asked(text)) for text in TEXTS if text != TEXTS[1]
    ]
