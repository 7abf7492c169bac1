"""What our pages in Shopware's admin say before a person has signed in, in the desk's languages."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]

_WORDS: Mapping[str, Texts] = {
    "en": {
        "title": "Who are you?",
        "why": "The shop's admin tells us which shop this is, not who you are. A reply is published in your name.",
        "first_title": "You are the first here",
        "first_why": "Choose a PIN of your own. You become the owner of this shop's desk and invite the others.",
        "name": "Your name",
        "who": "Name",
        "pin": "Your PIN",
        "new_pin": "Choose a PIN",
        "pin_hint": "At least six characters; no row like 123456.",
        "remember": "Remember me in this browser for a week",
        "go": "Sign in",
        "code_title": "I have an invitation, or forgot my PIN",
        "code": "Invitation link or code",
        "code_hint": "From the shop's owner. It works once.",
        "code_go": "Use it",
        "wrong": "That is not right. After five wrong tries you have to wait.",
        "locked": "Too many wrong tries. Wait a quarter of an hour, or longer if it happened before; an invitation of the owner ends the wait.",
        "weak": "That PIN is too easy to guess. Take at least six characters, three different ones, and no row.",
        "code_wrong": "This invitation does not work (any more): it was used, it is too old, or it is not whole.",
        "taken": "Somebody was quicker and owns this desk now. Ask them for an invitation.",
        "name_missing": "Say who you are.",
        "over": "This page was open for too long. Open it again from the menu.",
        "off": "Wederwoord is switched off in this shop. Switch the app on under Extensions.",
        "owner_came": "{name} now owns Wederwoord in this shop and decides who may publish replies. Nobody you know? Remove the app.",
        "card_title": "Reply with Wederwoord",
        "coming": "This review is being fetched …",
        "not_there": "This review has not come yet. It is fetched every quarter of an hour; look here again later.",
        "waiting": "Save the review first, then a draft stands here.",
        "reload": "Load this page again to see the reply in the field above.",
    },
    "nl": {
        "title": "Wie bent u?",
        "why": "De admin van de winkel vertelt ons welke winkel dit is, niet wie u bent. Een reactie verschijnt op uw naam.",
        "first_title": "U bent hier de eerste",
        "first_why": "Kies een eigen pincode. U wordt de eigenaar van de balie van deze winkel en nodigt de anderen uit.",
        "name": "Uw naam",
        "who": "Naam",
        "pin": "Uw pincode",
        "new_pin": "Kies een pincode",
        "pin_hint": "Ten minste zes tekens; geen reeks zoals 123456.",
        "remember": "Onthoud mij een week in deze browser",
        "go": "Inloggen",
        "code_title": "Ik heb een uitnodiging, of ben mijn pincode vergeten",
        "code": "Link of code van de uitnodiging",
        "code_hint": "Van de eigenaar van de winkel. Werkt één keer.",
        "code_go": "Gebruiken",
        "wrong": "Dat klopt niet. Na vijf foute pogingen moet u wachten.",
        "locked": "Te veel foute pogingen. Wacht een kwartier, of langer als het eerder gebeurde; een uitnodiging van de eigenaar beëindigt het wachten.",
        "weak": "Die pincode is te makkelijk te raden. Neem ten minste zes tekens, drie verschillende, en geen reeks.",
        "code_wrong": "Deze uitnodiging werkt niet (meer): ze is gebruikt, te oud of niet volledig.",
        "taken": "Iemand was u voor en is nu eigenaar van deze balie. Vraag diegene om een uitnodiging.",
        "name_missing": "Zeg wie u bent.",
        "over": "Deze pagina stond te lang open. Open haar opnieuw vanuit het menu.",
        "off": "Wederwoord is in deze winkel uitgeschakeld. Zet de app aan onder Extensies.",
        "owner_came": "{name} is nu eigenaar van Wederwoord in deze winkel en bepaalt wie reacties mag plaatsen. Onbekend? Verwijder de app.",
        "card_title": "Reageren met Wederwoord",
        "coming": "Deze beoordeling wordt opgehaald …",
        "not_there": "Deze beoordeling is er nog niet. Elk kwartier wordt opgehaald wat nieuw is; kijk hier later weer.",
        "waiting": "Sla de beoordeling eerst op; dan staat hier een concept.",
        "reload": "Laad deze pagina opnieuw om de reactie in het veld hierboven te zien.",
    },
    "de": {
        "title": "Wer sind Sie?",
        "why": "Die Administration sagt uns, welcher Shop das ist, nicht wer Sie sind. Eine Antwort erscheint in Ihrem Namen.",
        "first_title": "Sie sind hier die erste Person",
        "first_why": "Wählen Sie eine eigene PIN. Ihnen gehört dann der Schreibtisch dieses Shops, und Sie laden die anderen ein.",
        "name": "Ihr Name",
        "who": "Name",
        "pin": "Ihre PIN",
        "new_pin": "Wählen Sie eine PIN",
        "pin_hint": "Mindestens sechs Zeichen; keine Reihe wie 123456.",
        "remember": "Eine Woche lang in diesem Browser angemeldet bleiben",
        "go": "Anmelden",
        "code_title": "Ich habe eine Einladung oder meine PIN vergessen",
        "code": "Link oder Code der Einladung",
        "code_hint": "Von der Person, der der Schreibtisch gehört. Gilt einmal.",
        "code_go": "Einlösen",
        "wrong": "Das stimmt nicht. Nach fünf falschen Versuchen müssen Sie warten.",
        "locked": "Zu viele falsche Versuche. Warten Sie eine Viertelstunde, oder länger, wenn es schon vorkam; eine neue Einladung beendet das Warten.",
        "weak": "Diese PIN ist zu leicht zu erraten. Nehmen Sie mindestens sechs Zeichen, drei verschiedene, und keine Reihe.",
        "code_wrong": "Diese Einladung gilt nicht (mehr): Sie wurde eingelöst, ist zu alt oder unvollständig.",
        "taken": "Jemand war schneller, dem gehört der Schreibtisch nun. Bitten Sie um eine Einladung.",
        "name_missing": "Sagen Sie, wer Sie sind.",
        "over": "Diese Seite war zu lange offen. Öffnen Sie sie noch einmal über das Menü.",
        "off": "Wederwoord ist in diesem Shop ausgeschaltet. Schalten Sie die App unter Erweiterungen ein.",
        "owner_came": "{name} gehört nun Wederwoord in diesem Shop und bestimmt, wer Antworten veröffentlicht. Unbekannt? Entfernen Sie die App.",
        "card_title": "Mit Wederwoord antworten",
        "coming": "Diese Bewertung wird geholt …",
        "not_there": "Diese Bewertung ist noch nicht da. Jede Viertelstunde wird geholt, was neu ist; sehen Sie später wieder nach.",
        "waiting": "Speichern Sie zuerst die Bewertung; dann steht hier ein Entwurf.",
        "reload": "Laden Sie diese Seite neu, um die Antwort im Feld oben zu sehen.",
    },
}
LANGUAGES = tuple(_WORDS)


def words(language: str) -> Texts:
    """The texts in this language; English where we have no other."""
    return _WORDS.get(language, _WORDS["en"])


def spoken(language: str) -> str:
    """The language that these texts come in."""
    return language if language in _WORDS else "en"
