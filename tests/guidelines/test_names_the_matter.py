"""R-SPECIFIC: words of feeling, days, numbers and the shop's own name name nothing; an article, an event, a detail does."""

import pytest

from plugin.words import Verdict
from tests.guidelines.conftest import ids, make_shop, run

REVIEWS = {
    "nl": "De hele familie had zin in fietsen, maar na een dag brak de trapper van mijn bakfiets af. Zonde van de dag, geen lol aan.",
    "de": "Die ganze Familie wollte los, aber nach einem Tag ist das Pedal am Lastenrad abgebrochen. Schade um den Tag, kein Spaß.",
    "en": "The whole family was set to ride, but after a day the pedal of the cargo bike snapped off. A day lost and no fun at all.",
}
SAYS = {
    "nl": "Hallo Noor,\n\n{}. Onze excuses. Dat is onze fout. Morgen brengen we dit in orde.\n\nHartelijke groet,\nSanne",
    "de": "Hallo Noor,\n\n{}. Bitte entschuldigen Sie. Das war unser Fehler. Morgen bringen wir das in Ordnung.\n\nHerzliche Grüße\nSanne",
    "en": "Dear Noor,\n\n{}. We are sorry. This is our mistake. Tomorrow we will put it right.\n\nKind regards,\nSanne",
}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Een hele dag geen lol, dat snappen we goed"),
        ("nl", "Dat is niet hoe het bij Fietsenhuis Waalkade hoort te gaan, zonde"),
        ("de", "Ein ganzer Tag ohne Spaß, das verstehen wir gut"),
        ("de", "So soll das beim Fietsenhuis Waalkade nicht sein, schade"),
        ("en", "A whole day and no fun, we do understand"),
        ("en", "This is not how Fietsenhuis Waalkade wants a day to go"),
    ],
)
def test_what_stands_in_any_case_names_nothing(lang, sentence):
    shop = make_shop(name="Fietsenhuis Waalkade")
    assert "R-SPECIFIC" in ids(run(SAYS[lang].format(sentence), lang, review=REVIEWS[lang], shop=shop))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Een trapper die na een dag afbreekt, dat snappen we goed"),
        ("nl", "Bel ons gerust over de bakfiets"),
        ("de", "Ein Pedal, das nach einem Tag abbricht, das verstehen wir gut"),
        ("de", "Ein Radpedal darf nicht brechen"),
        ("en", "A pedal that snaps after a day, we do understand"),
        ("en", "Call us about the cargo bike whenever you like"),
    ],
)
def test_a_word_of_the_case_names_it(lang, sentence):
    assert "R-SPECIFIC" not in ids(run(SAYS[lang].format(sentence), lang, review=REVIEWS[lang]))


def test_two_compounds_of_one_thing_name_it():
    review = (
        "Der Unterfaden reißt dauernd, ich habe stundenlang probiert und nichts hilft gegen dieses Gewirr im Gehäuse."
    )
    text = SAYS["de"].format("Fadensalat statt einer Naht, das macht mürbe")
    assert all(finding.guideline != "R-SPECIFIC" for finding in run(text, "de", review=review).blocks)


@pytest.mark.parametrize(
    ("lang", "review", "sentence"),
    [
        ("nl", "Twee weken te laat en de doos had een deuk. Spel zelf is wel leuk hoor.", "Fijn dat het spel zelf wel bevalt"),
        (
            "de", "Das Pedal brach ab. Ich verlange ein Gespräch mit der Geschäftsführung, sonst gehe ich zum Anwalt.",
            "Das Pedal hätte halten müssen, und das Gespräch mit der Geschäftsführung bekommen Sie morgen",
        ),
        (
            "en", "The pedal broke. I demand a conversation with your manager or I will go to the ombudsman.",
            "The pedal should have held, and the conversation with the manager is yours tomorrow",
        ),
    ],
)  # fmt: skip
def test_what_a_customer_asks_of_the_shop_may_be_named(lang, review, sentence):
    report = run(SAYS[lang].format(sentence), lang, review=review, play="P-ESCALATE")
    assert "R-CLEAN" not in ids(report)
    assert report.verdict is not Verdict.BLOCK


SENT_BACK = {
    "nl": "De lampenkap past niet op mijn voet, ik wil hem retour sturen en betalen voor de juiste. Belachelijk gedoe met die fitting.",
    "de": "Der Lampenschirm passt nicht auf meinen Fuß, ich will ihn zurückschicken und den richtigen bezahlen. Lächerlich, diese Fassung.",
    "en": "The lampshade does not fit my stand, I want to return it and pay for the right one. Ridiculous, that socket.",
}
LONG = {
    "nl": "Hallo Noor,\n\nWij begrijpen je ergernis en hadden dit beter moeten regelen. Onze excuses, de fout is van ons. {}. Morgenochtend krijg je "
    "van Sanne een berichtje met alle stappen, en vrijdag bel ik zelf om te horen hoe alles verloopt.\n\nHartelijke groet,\nSanne",
    "de": "Hallo Noor,\n\nwir verstehen Ihren Unmut und hätten das besser regeln müssen. Bitte entschuldigen Sie, der Fehler liegt bei uns. {}. Morgen "
    "Vormittag bekommen Sie von Sanne eine Nachricht mit allen Schritten, und am Freitag rufe ich selbst an und frage nach dem Stand.\n\nHerzliche Grüße\nSanne",
    "en": "Dear Noor,\n\nWe understand your frustration and ought to have handled things better. We are sorry, the fault is ours. {}. Tomorrow morning "
    "Sanne will write with every step laid out, and on Friday I will ring in person to hear how everything has gone.\n\nKind regards,\nSanne",
}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Terugsturen mag, en betalen doe je pas als alles klopt"),
        ("nl", "Belachelijk, dat vinden wij ook"),
        ("de", "Sie dürfen zurückschicken und bezahlen erst, wenn alles stimmt"),
        ("de", "Lächerlich, das finden wir auch"),
        ("en", "You may return it and pay only when all is well"),
        ("en", "Ridiculous, and we agree"),
    ],
)
def test_sending_paying_and_blame_by_themselves_name_no_matter(lang, sentence):
    assert "R-SPECIFIC" in ids(run(LONG[lang].format(sentence), lang, review=SENT_BACK[lang]))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "De lampenkap mag je terugsturen"),
        ("de", "Den Lampenschirm dürfen Sie zurückschicken"),
        ("en", "You may return the lampshade"),
    ],
)
def test_beside_a_thing_they_may_stand(lang, sentence):
    assert "R-SPECIFIC" not in {
        finding.guideline for finding in run(LONG[lang].format(sentence), lang, review=SENT_BACK[lang]).blocks
    }
