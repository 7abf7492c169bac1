"""How much time has passed, as a customer tells it: since the purchase, and past the return term."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugin.language import figures
from plugin.language.lexicons import LANGUAGES
from plugin.language.reading import read

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_REACH = 40  # characters around a duration that say what it is the duration of

# The words before or after a duration that make it time since the purchase ("na drie weken", "vor 10 Monaten gekauft").
_BEFORE = re.compile(
    r"\b(?:na|nach|after|al|vor|seit|sinds|pas|schon|already|over|ruim|bijna|fast|nearly|almost|knapp|about|"
    r"ongeveer|etwa|only|just|nu|meer dan|more than|mehr als|net|gerade|erst|binnen|innerhalb|within|in)\W+"
    r"(?:\w+\W+){0,2}$"
)
_AFTER = re.compile(
    r"^\W*(?:geleden|ago|oud|alt|old|later|spater|in gebruik|in use|gebruik|gebrauch|na ontvangst|nach erhalt|nach dem kauf|na aankoop|"
    r"na levering|after|since|nach|on\b(?! the)|rum\b|down the line|verder|in huis\b|im haus\b|in the house\b|bij mij\b|bei mir\b|in (?:and|en|und)\b|"
    r"in\s*[,.]|in plaats van\W+(?:de |die )?\d|statt (?:der |den )?\d|instead of (?:the |your )?\d|goed\b|gut\b|fine\b)"
)
# At the head of a sentence a time that nothing follows which was waited for: "Elf maanden op geslapen", "Eight months is nothing"
_HEADS = re.compile(
    r"(?:^|[.!?;:]\s*|\n\s*)(?:ja |well |so |also |nou |ook |genau |exactly |precies |immerhin |only |nur |pas )?$"
)
_WAITED = re.compile(
    r"wacht|wart(?:e|en|et|ete|ezeit)\b|wait|lieferzeit|levertijd|delivery|onderweg|unterwegs|\bgeen\b|\bkein|\bno\b|zonder|ohne|without|(?:niets|nichts|nothing) (?:gehoor|gehor|vernomen|heard|from|van|von)|"
    r"niemand|nobody|^\W*(?:to (?:return|send|decide|change)|de tijd|tijd|zeit|time|om (?:te|het|hem|ze)|um )\b|gestuurd werd|bezorg|geliefert|geleverd|delivered|arrive|ankunft|contact|service|klant|kund"
)
# A term of the shop or the law, not time that passed
_A_TERM = re.compile(
    r"^\W*(?:bedenktijd|bedenk|termijn|retourtermijn|garantie\w*|gewahrleistung|warranty|guarantee|ruckgabe\w*|widerrufs\w*|frist|"
    r"retourrecht|zichttermijn|return (?:policy|period|window)|cooling|money back|niet goed|herroep\w*|levertijd|lieferzeit|"
    r"recht|right|openingstijd\w*|abgelaufen|uber dem|over (?:de )?datum|past its|out of date|te laat|zu spat|too late|klant|kund\w+|customer|"
    r"bestel\w* (?:ik|wij|we|ich|wir)|kauf\w* (?:ich|wir)|koop|shopping|been (?:buying|ordering))"
)
_WITHIN = re.compile(
    r"\b(?:binnen|innerhalb(?: von)?|within|inside(?: of)?|in under)\W+(?:de |der |the |die |your |jullie |uw )?$"
)
_PAST_TERM = re.compile(
    r"^\W*(?:te laat (?:met|om|terug|voor|ingestuurd|ingeleverd|gestuurd|verstuurd|retour)|over de (?:termijn|retourtermijn|bedenktijd)|"
    r"na (?:de|het verstrijken|afloop|mijn|het einde|het verlopen)\W+(?:\w+\W+){0,3}?(?:termijn|bedenktijd|retourtermijn|periode)|"
    r"te laat\b|zu spat\b|nach (?:ablauf|ende|der frist)|uber (?:der|die) \w*frist|uberschritten|uberzogen|verspatet|"
    r"past the|past your|(?:outside|beyond)(?: of)? (?:the|your)\b|(?:eroverheen|overheen|druber|daruber|over it)\b|after the (?:deadline|return|end|term)|outside the|over the (?:deadline|limit|return|\w+ days?)|too late|late\b)"
)
# Says by itself that a term is over, where the review speaks of a return at all
_BY_ITSELF = re.compile(
    r"^\W*(?:(?:outside|beyond)(?: of)? (?:the|your)\b|past your|(?:eroverheen|overheen|druber|daruber)\b)"
)
_SPOKEN_OF = re.compile(
    r"terug|retour|ruil|zuruck|umtausch|widerruf|frist|kulanz|return|\bback\b|exchange|weeks|wochen|weken"
)
_OVER_BY = re.compile(r"\b(?:um|by|met)\W+(?:nur |just |only |slechts )?$")  # "missed by a day"
_NTH_MONTH = re.compile(r"\b(?:at|in|by|after|in de|im) (?:month|maand|monat) (\d{1,2})\b")
_NTH_DAY = re.compile(
    r"\b(?:(?:dag|day|tag)|(?:ik zit|i'm|i am|bin|ben|sitz\w*) (?:op|on|at|bei|nu op|jetzt bei)) (\d{1,3})\b(?! (?:euro|pro))"
)
_DAYS_A_MONTH = 30.5
_TERM_NEARBY = re.compile(
    r"termijn|bedenktijd|retour|ruil|terugstur|terugbreng|frist|ruckgabe|zuruck|widerruf|umtausch|return|deadline|send it back|exchange|window"
)


@dataclass(frozen=True, slots=True)
class Timing:
    """All in days; None where the text does not tell. ``past_term`` is days beyond the return term."""

    since: float | None = None
    past_term: float | None = None
    within_term: bool = False

    @classmethod
    def read(cls, text: str, language: str) -> Timing:
        """The longest time that the text speaks of as gone by."""
        if language not in LANGUAGES:
            return cls()
        since: float | None = None
        past: float | None = None
        within = False
        whole = read(text).text
        month = _NTH_MONTH.search(whole)
        if month:
            since = int(month.group(1)) * _DAYS_A_MONTH
        day = _NTH_DAY.search(whole)
        if day:
            since = max(since or 0, int(day.group(1)))
        for figure in figures.find(text, language):
            if figure.kind != "duration":
                continue
            before = read(text[max(0, figure.start - _REACH) : figure.start]).text
            after = _SENTENCE_END.split(read(text[figure.end : figure.end + _REACH]).text)[0]
            days = figure.days
            if _is_past_term(before, after, whole):
                past = max(past or 0, days)
            elif _WITHIN.search(before):
                within = True
            elif not _A_TERM.search(after) and _is_gone_by(before, after):
                since = max(since or 0, days)
        return cls(since, past, within)


def _is_past_term(before: str, after: str, whole: str) -> bool:
    """By how much the term is over: with a word for the term beside it, or "four days over" where a return is spoken of."""
    if _PAST_TERM.search(after) or _OVER_BY.search(before):
        return bool(_TERM_NEARBY.search(before + after)) or bool(_BY_ITSELF.search(after) and _SPOKEN_OF.search(whole))
    return False


def _is_gone_by(before: str, after: str) -> bool:
    """Whether the customer has had it, or been at it, for this long."""
    return bool(_BEFORE.search(before) or _AFTER.search(after) or (_HEADS.search(before) and not _WAITED.search(after)))


def is_waited_for(text: str, start: int, end: int) -> bool:
    """Whether the time that stands there was spent waiting for the shop, or is a term and no time that passed."""
    before = _SENTENCE_END.split(read(text[max(0, start - _REACH) : start]).text)[-1]
    after = _SENTENCE_END.split(read(text[end : end + _REACH]).text)[0]
    if _A_TERM.search(after) or _WITHIN.search(before):
        return True
    return bool(_WAITED.search(after) or _WAITED.search(before))
