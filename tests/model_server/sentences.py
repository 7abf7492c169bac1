"""The fake model's sentences, each put together from slots, so that a thousand replies are a thousand texts.

``{about}`` and the like are filled in by the composer, ``{je}`` and the like by the shop's form of address.
"""

from __future__ import annotations

# kind of letter -> its sentences, in order
ORDER: dict[str, tuple[str, ...]] = {
    "praise": ("thanks", "glad"),
    "fault": ("opening", "sorry", "understand", "own", "solution"),
    "complaint": ("opening", "sorry", "understand", "solution"),
    "private": ("sorry", "understand", "own", "solution"),
    "question": ("opening", "answer"),
}

GREETINGS = {
    "nl": ("Beste {name},", "Goedendag,", "Groet,"),
    "de": ("Guten Tag {name},", "Guten Tag,", "Viele Grüße"),
    "en": ("Hello {name},", "Hello,", "Kind regards,"),
}

FORMS: dict[str, dict[str, str]] = {
    "je": {"je": "je", "jouw": "jouw"},
    "u": {"je": "u", "jouw": "uw"},
    "du": {"Sie": "du", "Ihnen": "dir", "Ihre": "deine", "bei": "bei dir"},
    "Sie": {"Sie": "Sie", "Ihnen": "Ihnen", "Ihre": "Ihre", "bei": "bei Ihnen"},
    "": {},
}

# language -> sentence -> slots -> choices
SLOTS: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {
    "nl": {
        "thanks": (
            (
                "Dank voor",
                "Bedankt voor",
                "Wat fijn,",
                "Heel hartelijk bedankt voor",
                "Mooi om te horen,",
                "Merci voor",
            ),
            ("deze woorden", "{jouw} bericht", "deze paar regels", "{jouw} tijd", "dit compliment"),
            ("over {about}.", "bij {about}.", "rond {about}.", "als het om {about} gaat."),
        ),
        "glad": (
            (
                "Met {second} doen we ons best,",
                "Aan {second} wordt hier hard gewerkt,",
                "Over {second} horen we dit graag,",
                "{second} heeft bij ons alle aandacht,",
                "Zulke berichten rond {second} bewaren we,",
                "Iedereen die {second} verzorgde leest mee,",
            ),
            (
                "dus dit maakt onze dag.",
                "en dat geven we door.",
                "fijn dat het lukte.",
                "dit hangen we op.",
                "wat een mooi begin.",
                "daar doen we het voor.",
                "en dat geeft energie.",
            ),
        ),
        "opening": (
            ("Goed dat", "Dank dat", "Fijn dat", "Bedankt dat", "We stellen het op prijs dat", "Het helpt ons dat"),
            ("{je} laat weten", "{je} ons schrijft", "{je} zo open vertelt", "{je} hier neerzet", "{je} ons meegeeft"),
            ("hoe het met {about} ging.", "wat er speelde rond {about}.", "wat {about} heeft gebracht."),
        ),
        "sorry": (
            ("Het spijt ons dat", "Onze excuses dat", "Sorry dat", "We vinden het heel naar en het spijt ons dat"),
            ("{second} zo tegenviel.", "het met {second} misging.", "{second} zo uitpakte.", "{second} teleurstelde."),
        ),
        "understand": (
            (
                "We begrijpen dat dit vervelend is.",
                "Dat is echt balen, dat snappen we.",
                "We snappen hoe frustrerend dat is.",
                "Heel begrijpelijk dat dit teleurstelt.",
                "Dat moet vervelend zijn geweest.",
            ),
        ),
        "own": (
            (
                "Dit is onze fout.",
                "Dat was onze fout.",
                "Hier zijn wij tekortgeschoten.",
                "Dit hadden we beter moeten doen.",
            ),
        ),
        "solution": (
            ("Stuur een bericht naar {contact},", "Schrijf naar {contact},", "Mail naar {contact},"),
            ("dan nemen we binnen {days} dagen contact op", "dan herstellen we dit binnen {days} dagen"),
            ("over {about}.", "om {about} op te lossen.", "voor {about}."),
        ),
        "answer": (
            ("Over {about}", "Wat {about} betreft", "Voor {about}"),
            ("vragen we het na,", "kijken we het na,", "zoeken we het uit,"),
            ("en binnen {days} dagen nemen we contact op via {contact}.",),
        ),
    },
    "de": {
        "thanks": (
            (
                "Vielen Dank für",
                "Danke für",
                "Herzlichen Dank für",
                "Wie schön,",
                "Besten Dank für",
                "Tausend Dank für",
            ),
            ("diese Worte", "diese Zeilen", "das Lob", "die Rückmeldung"),
            ("zum Thema {about}.", "rund um {about}.", "in Sachen {about}.", "über {about}."),
        ),
        "glad": (
            (
                "Beim Thema {second} geben wir uns Mühe,",
                "An {second} arbeiten hier viele,",
                "Zu {second} hören wir das gern,",
                "{second} liegt uns am Herzen,",
                "Rund um {second} steckt hier viel Arbeit,",
                "Solche Zeilen zu {second} heben wir auf,",
            ),
            (
                "das freut uns sehr.",
                "und das geben wir weiter.",
                "schön, dass es passte.",
                "das hängt nun im Lager.",
                "dafür machen wir das.",
                "so beginnt der Tag gut.",
                "und das gibt uns Schwung.",
            ),
        ),
        "opening": (
            (
                "Gut, dass",
                "Danke, dass",
                "Schön, dass",
                "Vielen Dank, dass",
                "Es hilft uns, dass",
                "Wir schätzen es, dass",
            ),
            (
                "wir hier erfahren,",
                "hier offen steht,",
                "wir nachlesen können,",
                "uns gesagt wird,",
                "wir so genau hören,",
            ),
            ("wie es mit {about} lief.", "was rund um {about} war.", "woran es bei {about} fehlte."),
        ),
        "sorry": (
            (
                "Es tut uns leid, dass",
                "Wir entschuldigen uns dafür, dass",
                "Entschuldigung, dass",
                "Wir bitten um Verzeihung, dass",
            ),
            (
                "{second} so enttäuscht hat.",
                "es mit {second} schiefging.",
                "{second} nicht stimmte.",
                "{second} Ärger machte.",
            ),
        ),
        "understand": (
            (
                "Wir verstehen, dass das ärgerlich ist.",
                "Das ist frustrierend, das verstehen wir.",
                "Die Enttäuschung können wir nachvollziehen.",
                "Dass das ärgert, ist sehr verständlich.",
                "Das muss wirklich ärgerlich gewesen sein.",
            ),
        ),
        "own": (
            ("Das war unser Fehler.", "Hier haben wir einen Fehler gemacht.", "Das hätten wir besser machen müssen."),
        ),
        "solution": (
            ("Über {contact}", "Nach einer Nachricht an {contact}", "Mit einer Mail an {contact}"),
            ("klären wir das innerhalb von {days} Tagen", "melden wir uns innerhalb von {days} Tagen"),
            ("zu {about}.", "in Sachen {about}.", "wegen {about}."),
        ),
        "answer": (
            ("Zu {about}", "Beim Thema {about}", "In Sachen {about}"),
            ("fragen wir nach", "klären wir das", "prüfen wir das"),
            ("und melden uns innerhalb von {days} Tagen über {contact}.",),
        ),
    },
    "en": {
        "thanks": (
            ("Thank you for", "Thanks for", "Many thanks for", "How lovely,", "We are grateful for", "Warm thanks for"),
            ("these words", "your note", "taking the time", "this kind note", "sharing this"),
            ("about the {about}.", "on the {about}.", "when it comes to the {about}.", "around the {about}."),
        ),
        "glad": (
            (
                "We put care into the {second},",
                "Many hands work on the {second},",
                "On the {second} we love to hear this,",
                "The {second} matters to us,",
                "Everyone behind the {second} reads along,",
                "Notes on the {second} are kept,",
            ),
            (
                "so this makes our day.",
                "and we have passed it on.",
                "good that it worked out.",
                "it hangs in the office now.",
                "this is why we do it.",
                "what a way to start.",
                "and that gives us energy.",
            ),
        ),
        "opening": (
            ("Thank you for", "Thanks for", "We are glad of", "It helps us,", "We appreciate", "Many thanks for"),
            ("telling us openly", "letting us know", "writing down", "taking the time to explain", "sharing here"),
            ("how it went with the {about}.", "what happened around the {about}.", "where the {about} fell short."),
        ),
        "sorry": (
            ("We are sorry that", "We apologise that", "Our apologies that", "We are truly sorry that"),
            (
                "the {second} let you down.",
                "things went wrong with the {second}.",
                "the {second} was not right.",
                "the {second} failed.",
            ),
        ),
        "understand": (
            (
                "We understand how annoying this is.",
                "That is frustrating, and we see why.",
                "We can imagine the disappointment.",
                "It makes sense that this upset you.",
                "That must have been frustrating.",
            ),
        ),
        "own": (("This was our mistake.", "We got this wrong.", "We should have done better.", "The fault is ours."),),
        "solution": (
            ("Please write to {contact} and", "Send a message to {contact} and", "Email us at {contact} and"),
            ("we will arrange a repair or a refund", "we will contact you", "we will send a solution"),
            ("for the {about} within {days} days.", "on the {about} within {days} days."),
        ),
        "answer": (
            ("About the {about},", "On the {about},", "As for the {about},"),
            ("we will ask our specialist", "we will check this", "we will find out"),
            ("and contact you via {contact} within {days} days.",),
        ),
    },
}
