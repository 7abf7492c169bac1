"""Promises whose verb stands in front and whose moment stands in the middle, with the nouns that shops promise: written in
pairs, the first of each pair to build with, the second put aside while the phrases were made.
"""

from __future__ import annotations

import datetime as dt

import pytest

from plugin.guidelines.promises import find
from tests.guidelines.conftest import TODAY

LANGUAGES = ("nl", "de", "en")

# language, to build with, put aside
PROMISES = [
    ("nl", "Graag maak ik je binnen drie werkdagen een offerte.", "Met plezier stel ik u binnen twee werkdagen een offerte op."),
    ("nl", "Dan reken ik vandaag de kosten voor je uit.", "Daarom reken ik morgen de prijs nog eens voor u na."),
    ("nl", "Daarvoor plannen we deze week een afspraak met u.", "Hiervoor plan ik volgende week een afspraak met je in."),
    ("nl", "Uiterlijk vrijdag heb je van mij een prijsopgave.", "Uiterlijk dinsdag hebt u van ons een voorstel in huis."),
    ("nl", "Binnen vijf werkdagen schrijf ik een advies voor u.", "Binnen twee weken tekenen wij een nieuw ontwerp voor je."),
    ("nl", "Ik zet morgen de creditfactuur voor je klaar.", "Wij zetten vandaag het retourlabel voor u klaar."),
    ("nl", "Natuurlijk zoek ik vandaag nog uit waar hij ligt.", "Vanzelfsprekend ga ik morgen na wat er misging."),
    ("nl", "Donderdag haalt onze monteur de kast bij je op.", "Maandag brengt onze chauffeur de juiste stoel bij u langs."),
    ("nl", "Over een week leggen wij u een nieuw voorstel voor.", "Over drie dagen leg ik je een begroting voor."),
    ("nl", "Een offerte ligt binnen twee dagen in je mailbox.", "Een prijsopgave staat morgen in uw mailbox."),
    ("de", "Gerne mache ich Ihnen innerhalb von drei Werktagen ein Angebot.", "Gerne erstelle ich dir binnen zwei Tagen ein Angebot."),
    ("de", "Dafür rechnen wir heute noch die Kosten für Sie aus.", "Dazu rechne ich morgen den Preis noch einmal nach."),
    ("de", "Dann vereinbaren wir diese Woche einen Termin mit Ihnen.", "Deshalb vereinbare ich nächste Woche einen Termin mit dir."),
    ("de", "Bis Freitag haben Sie von mir einen Kostenvoranschlag.", "Bis Dienstag hast du von uns einen Vorschlag."),
    ("de", "Innerhalb von fünf Tagen schreibe ich Ihnen eine Empfehlung.", "Binnen zwei Wochen zeichnen wir dir einen neuen Entwurf."),
    ("de", "Ich stelle morgen die Gutschrift für Sie aus.", "Wir stellen heute das Rücksendeetikett für dich bereit."),
    ("de", "Natürlich finde ich heute noch heraus, wo es liegt.", "Selbstverständlich prüfe ich morgen, was schiefging."),
    ("de", "Am Donnerstag holt unser Monteur den Schrank bei Ihnen ab.", "Am Montag bringt unser Fahrer den richtigen Stuhl vorbei."),
    ("de", "In einer Woche legen wir Ihnen einen neuen Vorschlag vor.", "In drei Tagen lege ich dir eine Kalkulation vor."),
    ("de", "Ein Angebot liegt in zwei Tagen in Ihrem Postfach.", "Ein Kostenvoranschlag ist morgen in deinem Postfach."),
    ("en", "Within three working days I will prepare a quote for you.", "Within two days I will draw up an estimate for you."),
    ("en", "Today I will work out the costs for you.", "Tomorrow I'll work the price out for you again."),
    ("en", "This week we are arranging an appointment with you.", "Next week I am booking an appointment for you."),
    ("en", "By Friday you will have a quotation from me.", "By Tuesday you'll have a proposal from us."),
    ("en", "Within five days I shall write you a recommendation.", "Within two weeks we shall draw a new design for you."),
    ("en", "I am getting the credit note ready for you tomorrow.", "We are getting the return label ready for you today."),
    ("en", "Of course I will find out today where it is.", "Naturally I'll check tomorrow what went wrong."),
    ("en", "On Thursday our fitter will collect the cupboard from you.", "On Monday our driver will bring the right chair round."),
    ("en", "In a week we will put a new proposal to you.", "In three days I'll put a costing to you."),
    ("en", "A quote will be in your inbox within two days.", "An estimate is in your inbox tomorrow."),
]  # fmt: skip

INNOCENT = [
    ("nl", "Vorige week maakte ik een offerte voor je.", "Gisteren stelde ik een offerte voor u op."),
    ("nl", "Je vroeg ons vandaag om een offerte.", "U wilde morgen een prijsopgave van ons."),
    ("nl", "Een offerte maken kost ons werk.", "Een prijsopgave schrijven is een vak."),
    ("nl", "Fijn dat je binnen drie dagen een offerte had.", "Mooi dat u binnen een week het voorstel kreeg."),
    ("nl", "Vandaag lees ik je verhaal met een rood hoofd.", "Morgen bestaat onze winkel tien jaar."),
    ("nl", "We maken al twintig jaar tassen met de hand.", "Ik maak elke dag hetzelfde rondje door de winkel."),
    ("de", "Letzte Woche machte ich Ihnen ein Angebot.", "Gestern erstellte ich dir ein Angebot."),
    ("de", "Sie baten uns heute um ein Angebot.", "Du wolltest morgen einen Kostenvoranschlag von uns."),
    ("de", "Ein Angebot zu schreiben kostet Arbeit.", "Einen Entwurf zu zeichnen ist ein Handwerk."),
    ("de", "Schön, dass Sie binnen drei Tagen ein Angebot hatten.", "Gut, dass du in einer Woche den Vorschlag hattest."),
    ("de", "Heute lese ich Ihre Worte mit rotem Kopf.", "Morgen wird unser Laden zehn Jahre alt."),
    ("de", "Wir machen seit zwanzig Jahren Taschen von Hand.", "Ich mache jeden Tag dieselbe Runde durch den Laden."),
    ("en", "Last week I prepared a quote for you.", "Yesterday I drew up an estimate for you."),
    ("en", "You asked us for a quote today.", "You wanted an estimate from us tomorrow."),
    ("en", "Preparing a quote is work.", "Drawing a design is a craft."),
    ("en", "Good that you had a quote within three days.", "Lovely that you got the proposal in a week."),
    ("en", "Today I am reading your words with red cheeks.", "Tomorrow our shop turns ten."),
    ("en", "We have made bags by hand for twenty years.", "I walk the same round through the shop every day."),
]  # fmt: skip

DUE = [
    ("nl", "Graag maak ik je binnen drie werkdagen een offerte.", dt.date(2026, 11, 26)),
    ("de", "Bis Freitag haben Sie von mir einen Kostenvoranschlag.", dt.date(2026, 11, 27)),
    ("en", "Within five days I shall write you a recommendation.", dt.date(2026, 11, 28)),
]


@pytest.mark.parametrize(("language", "text"), [(language, built) for language, built, _ in PROMISES])
def test_a_promise_with_its_verb_in_front_is_heard(language: str, text: str) -> None:
    assert [promise.text for promise in find(text, language, TODAY)] == [text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_nobody_built_with_are_heard_too(language: str) -> None:
    aside = [text for spoken, _, text in PROMISES if spoken == language]
    heard = [text for text in aside if find(text, language, TODAY)]
    assert len(heard) >= 0.7 * len(aside), sorted(set(aside) - set(heard))


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, *both in INNOCENT for text in both])
def test_what_is_no_promise_is_not_heard_as_one(language: str, text: str) -> None:
    assert find(text, language, TODAY) == ()


@pytest.mark.parametrize(("language", "text", "due"), DUE)
def test_it_falls_due_on_the_day_that_it_names(language: str, text: str, due: dt.date) -> None:
    assert [promise.due for promise in find(text, language, TODAY)] == [due]
