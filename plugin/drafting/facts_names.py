"""By which name a reply may greet: the one the reviewer shows in public, when it is a name (guideline R-PERSONAL).

The author field is as hostile as the text: it may hold an address, a link, an order to the writer or an insult.
Only what is shaped like a person's name is repeated; for everything else the greeting stays without one.
"""

from __future__ import annotations

import re

# One part of a name: letters, with an apostrophe or hyphen inside ("d'Anjou", "Anne-Marie").
_PART = re.compile(r"[^\W\d_]{2,20}(?:['’-][^\W\d_]{1,20})*")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]\.?")
_TITLES = frozenset("dr drs ir ing prof mr mrs ms mevr mevrouw mw dhr meneer frau herr fam familie family".split())
_PREFIXES = frozenset("van von de der den ten ter te la le du del da dos di zu zum zur af".split())
# Words that platforms and customers put where a name belongs, and words that no first name is.
_NO_NAMES = frozenset(
    """
    a an the one een ein eine anoniem anonieme anonym anonymer anonymous anonimo user gebruiker nutzer benutzer google klant
    kunde kundin customer client verified geverifieerde geverifieerd verifizierter verifizierte koper buyer käufer käuferin
    gast guest besucher bezoeker reviewer review recensie bewertung unknown onbekend unbekannt nobody niemand amazon trustpilot
    kiyoh test tester admin administrator system systeem assistant support owner eigenaar inhaber webshop shop winkel
    ignore negeer ignoriere vergeet vergiss forget say zeg sag schrijf schreibe write reply antwoord antworte you jij du sie
    all alle alles previous instructions instructies anweisungen prompt free gratis korting rabatt discount refund money geld
    boze boos teleurgestelde ontevreden tevreden tevredene enttäuschte wütende zufriedener zufriedene angry unhappy happy
    disappointed mad nooit never nie wieder meer again niet nicht not oplichters oplichter betrüger scammer scammers scam
    fraude fraud betrug idioot idiot trol troll shit fuck kut hoer slecht schlecht bad worst slechtste dieven dieb thief
    hitler nazi null none nan undefined http https www com
    """.split()
)


def greeting_name(author: str, *, formal: bool = False) -> str:
    """The name to greet by, or "" where there is none to be had.

    A full name shown in public is greeted by its first name, or whole where the shop is formal ("Guten Tag Anna
    Schmidt"); initials and titles never stand alone, so "J. de Vries" has no first name and gets a neutral greeting.
    """
    shown = " ".join(author.split())
    if not shown or len(shown) > 40 or re.search(r"[\d@/\\:<>{}\[\]()#$€%!?*_|=]", shown):
        return ""
    parts = shown.replace(",", " ").split()
    if len(parts) > 5 or any(part.casefold().strip(".'’") in _NO_NAMES for part in parts):
        return ""
    names = [part for part in parts if not _INITIAL.fullmatch(part)]
    if not names or names[0].casefold().strip(".") in _TITLES | _PREFIXES or not _PART.fullmatch(names[0]):
        return ""
    if _INITIAL.fullmatch(parts[0]):
        return ""
    if formal and len(names) > 1 and all(_PART.fullmatch(name) for name in names):
        return " ".join(_cased(name) for name in names)
    return _cased(names[0])


def _cased(name: str) -> str:
    """A name in small or in capital letters with a capital first; any other spelling is the person's own."""
    if name.casefold() in _PREFIXES or not (name.islower() or (name.isupper() and len(name) > 2)):
        return name
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))
