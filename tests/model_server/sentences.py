"""The fake model's sentences. {je} and the like are filled in by the shop's form of address."""

from __future__ import annotations

from typing import Any

ORDER = {
    "praise": ["thanks", "glad"],
    "complaint": ["thanks_for_word", "sorry", "understand", "own", "solution"],
    "handover": ["thanks_for_word", "sorry", "understand", "solution"],
    "private": ["sorry", "understand", "solution"],
    "expert": ["thanks_for_word", "expert"],
    "question": ["thanks_for_word", "expert"],
    "no": ["thanks_for_word", "sorry", "understand", "solution"],
}

SENTENCES: dict[str, dict[str, Any]] = {
    "nl": {
        "order": ORDER,
        "greeting": "Beste {name},",
        "greeting_without_name": "Goedendag,",
        "closing": "Met vriendelijke groet,",
        "unnamed": ["wat {je} schrijft", "{jouw} ervaring", "{jouw} bestelling"],
        "forms": {
            "je": {"je": "je", "jouw": "jouw", "schrijf": "schrijf ons"},
            "u": {"je": "u", "jouw": "uw", "schrijf": "schrijft u ons"},
        },
        "thanks": [
            "Dank voor {jouw} mooie woorden over {about}.",
            "Wat fijn om te lezen hoe {je} over {about} denkt, dank daarvoor.",
            "Bedankt dat {je} de moeite nam om over {about} te schrijven.",
        ],
        "glad": [
            "Dat {second} zo goed beviel, doet ons plezier.",
            "We geven het door aan wie met {second} bezig was.",
            "Met {second} doen we ons best, dus dit lezen we graag.",
        ],
        "thanks_for_word": [
            "Dank voor {jouw} bericht over {about}.",
            "Goed dat {je} ons laat weten hoe het met {about} ging.",
            "Bedankt dat {je} zo open schrijft over {about}.",
        ],
        "sorry": [
            "Het spijt ons dat het met {second} misging.",
            "Onze excuses voor wat er met {second} gebeurde.",
            "Sorry dat {second} zo tegenviel.",
        ],
        "understand": [
            "We begrijpen goed dat dit heel vervelend is.",
            "We snappen dat {je} hier van baalt.",
            "Dat is frustrerend, dat begrijpen we helemaal.",
        ],
        "own": [
            "Dit hadden we beter moeten doen.",
            "Hier zijn we zelf tekortgeschoten.",
            "Dat is onze fout.",
        ],
        "solution": [
            "Mail ons via {contact}, dan hebben we binnen {days} dagen een oplossing voor {about} klaar.",
            "We lossen dit met {about} graag op: stuur een bericht naar {contact} en binnen {days} dagen ligt er een voorstel.",
            "Via {contact} regelen we het met {about}, en dat doen we binnen {days} dagen.",
        ],
        "expert": [
            "We zoeken het uit voor {about} en binnen {days} dagen staat het antwoord hier.",
            "Voor {about} vragen we het na bij onze specialist; binnen {days} dagen hoort {je} van ons via {contact}.",
        ],
    },
    "de": {
        "order": ORDER,
        "greeting": "Guten Tag {name},",
        "greeting_without_name": "Guten Tag,",
        "closing": "Freundliche Grüße",
        "unnamed": ["die Bestellung", "die Rückmeldung", "den Einkauf"],
        "forms": {
            "Sie": {
                "je": "Sie",
                "dir": "Ihnen",
                "jouw": "Ihre",
                "bist": "sind",
                "schreib": "Schreiben Sie uns",
                "nimmst": "nehmen",
            },
            "du": {
                "je": "du",
                "dir": "dir",
                "jouw": "deine",
                "bist": "bist",
                "schreib": "Schreib uns",
                "nimmst": "nimmst",
            },
        },
        "thanks": [
            "Vielen Dank für {jouw} freundlichen Worte zum Thema {about}.",
            "Danke für {jouw} nette Bewertung zum Thema {about}.",
            "Herzlichen Dank für {jouw} Zeilen zum Thema {about}.",
        ],
        "glad": [
            "Dass es mit {second} so gut geklappt hat, freut uns.",
            "Das geben wir gern im Team weiter.",
            "So etwas zum Thema {second} lesen wir gern.",
        ],
        "thanks_for_word": [
            "Vielen Dank für {jouw} Nachricht zum Thema {about}.",
            "Danke für {jouw} offenen Worte zum Thema {about}.",
            "Danke für {jouw} Rückmeldung zum Thema {about}.",
        ],
        "sorry": [
            "Es tut uns leid, dass es mit {second} nicht geklappt hat.",
            "Wir entschuldigen uns für das, was beim Thema {second} passiert ist.",
            "Entschuldigung für den Ärger mit {second}.",
        ],
        "understand": [
            "Wir verstehen gut, dass das ärgerlich ist.",
            "Dass das enttäuscht, können wir gut nachvollziehen.",
            "Wir verstehen, wie frustrierend das ist.",
        ],
        "own": [
            "Das hätten wir besser machen müssen.",
            "Hier haben wir einen Fehler gemacht.",
            "Das war unser Fehler.",
        ],
        "solution": [
            "{schreib} bitte an {contact}, dann haben wir innerhalb von {days} Tagen eine Lösung für {about}.",
            "Über {contact} klären wir die Sache mit {about}, und zwar innerhalb von {days} Tagen.",
            "Wir lösen das mit {about}: eine Nachricht an {contact} genügt, und innerhalb von {days} Tagen liegt ein Vorschlag vor.",
        ],
        "expert": [
            "Wir klären das zum Thema {about} und antworten hier innerhalb von {days} Tagen.",
            "Zum Thema {about} fragen wir nach und antworten über {contact} innerhalb von {days} Tagen.",
        ],
    },
    "en": {
        "order": ORDER,
        "greeting": "Hello {name},",
        "greeting_without_name": "Hello,",
        "closing": "Kind regards,",
        "unnamed": ["your order", "your experience", "what you wrote"],
        "forms": {},
        "thanks": [
            "Thank you for your kind words about the {about}.",
            "How nice to read what you think of the {about}, thank you.",
            "Thanks for taking the time to write about the {about}.",
        ],
        "glad": [
            "We are glad that the {second} suited you so well.",
            "We have passed it on to those who work on the {second}.",
            "Reading this about the {second} makes our day.",
        ],
        "thanks_for_word": [
            "Thank you for telling us about the {about}.",
            "Thanks for writing so openly about the {about}.",
            "It is good that you let us know how it went with the {about}.",
        ],
        "sorry": [
            "We are sorry that things went wrong with the {second}.",
            "We apologise for what happened with the {second}.",
            "Sorry that the {second} let you down.",
        ],
        "understand": [
            "We understand how annoying this is.",
            "We can see why that was frustrating.",
            "That is disappointing, and we understand it well.",
        ],
        "own": [
            "We should have done better.",
            "This was our mistake.",
            "We got this wrong.",
        ],
        "solution": [
            "Please write to {contact}, and within {days} days we will have a solution for the {about}.",
            "Send a message to {contact} and we will put the {about} right within {days} days.",
            "Through {contact} we will settle the matter of the {about} within {days} days.",
        ],
        "expert": [
            "We will find out about the {about} and answer here within {days} days.",
            "We will ask our specialist about the {about}, and you will hear from us via {contact} within {days} days.",
        ],
    },
}
