"""How the text treats the customer and others: R-NO-ARGUE, R-NO-BLAME, R-NO-DIVERT, R-POLITE, R-HUMAN, R-STRENGTH."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.guidelines.checks.advised import advised
from plugin.guidelines.draft import Draft, Note, overlaps
from plugin.words import Decision, Play, Severity

_SHOUTED = re.compile(r"[A-ZÄÖÜ](?<![\w-].)[A-ZÄÖÜ]{3,}(?![\w-])(?:\s+[A-ZÄÖÜ]{2,}(?![\w-]))+")
_MANY_MARKS = re.compile(r"[!?](?:(?<=!)!+|(?<=\?)\?+|\s?(?:[!?]\s?){3,})")
_HEDGED = re.compile(r"(?<!\w)(?:no|not|kein|keine|geen|niet|nicht|never|nooit|nie|without|zonder|ohne)\s+(?:\w+\s+)?$")
_MAX_STRENGTHS = 1


def argue(draft: Draft) -> Iterator[Note]:
    """Reproach, doubt, defence, yes-but (guidelines.md §5)."""
    reading = draft.reading
    for place in reading.find("argue"):
        if overlaps(place, reading.find("non_apology")) or _about_ourselves(draft, place):
            continue
        yield Note("R-NO-ARGUE", "argue", place)
        return


def _about_ourselves(draft: Draft, place: tuple[int, int]) -> bool:
    """'Dat had niet mogen, dat hadden wij moeten controleren': the shop's own failing is no reproach."""
    return overlaps(place, draft.reading.find("ownership")) and not _YOU.search(
        draft.reading.folded[place[0] : place[1]]
    )


_YOU = re.compile(r"(?<!\w)(?:u|je|jij|uw|jouw|you|your|sie|du|ihre?\w*|dein\w*|klanten|customers|kunden)(?!\w)")


def blame(draft: Draft) -> Iterator[Note]:
    """Fault laid on staff, supplier, carrier, software, or an excuse; not where the shop takes it upon itself."""
    reading = draft.reading
    if taken_back := reading.find("taken_back"):
        yield Note("R-NO-BLAME", "blame", taken_back[0], Severity.WARN)
        return
    if not any(reading.find(kind) for kind in _BLAMING):
        return
    for index in range(len(reading.spans)):
        if any(reading.in_sentence(near, "responsibility") for near in (index, index + 1)):
            continue
        place = _blamed(draft, index)
        if place:
            yield Note("R-NO-BLAME", "blame", place)
            return


_BLAMING = ("excuse", "actor", "blame_who")  # without any of these nothing below finds anything


def _blamed(draft: Draft, index: int) -> tuple[int, int] | None:
    span = draft.reading.spans[index]
    within = [p for p in draft.reading.find("excuse") if span.start <= p[0] < span.end]
    if within:
        return within[0]
    if place := _acted(draft, index):
        return place
    who = [p for p in draft.reading.find("blame_who") if span.start <= p[0] < span.end]
    what = [p for p in draft.reading.find("blame_verb") if span.start <= p[0] < span.end and not overlaps(p, who)]
    if not who or not what:
        return None
    start, end = min(who[0][0], what[0][0]), max(who[0][1], what[0][1])
    if _praised(draft) or _only_helper(draft.reading.folded[span.start : span.end]):
        return None
    return (start, end)


def _acted(draft: Draft, index: int) -> tuple[int, int] | None:
    """Somebody else as the one who did it: a carrier, a colleague, a supplier, a machine, in whatever verb.

    Free are those who help, are asked, are thanked or carry the parcel; not free is anyone said to have failed.
    """
    reading, span = draft.reading, draft.reading.spans[index]
    if index not in draft.body or _praised(draft):
        return None
    known = draft.shop_text
    actors = [p for p in reading.find("actor") if span.start <= p[0] < span.end]
    actors = [p for p in actors if reading.folded[p[0] : p[1]] not in known and not _possessed(reading.folded, p)]
    if not actors:
        return None
    guilty = [p for p in reading.find("actor_guilt") if span.start <= p[0] < span.end and not overlaps(p, actors)]
    guilty = [p for p in guilty if not _owns_up_apart(reading.folded, p, actors[0], span)]
    divert_ = reading.in_sentence(index, "divert") or reading.in_sentence(index, "policy_denial")
    if guilty and not divert_ and not _only_helper(reading.folded[span.start : span.end]):
        return min(actors[0][0], guilty[0][0]), max(actors[0][1], guilty[0][1])
    clause = _clause(reading.folded, actors[0], span)
    if any(overlaps(clause, reading.find(kind)) for kind in _ABSOLVES):
        return None
    return actors[0]


def _owns_up_apart(text: str, guilt: tuple[int, int], actor: tuple[int, int], span: tuple[int, int]) -> bool:
    """'You should not have been sent to the bank; we did that wrong': the fault stands in a part of its own, and is ours."""
    part = _clause(text, guilt, span)
    return not overlaps(part, [actor]) and bool(_WE.search(text, *part))


_WE = re.compile(
    r"(?<!\w)(?:(?:hebben|heb|haben|habe|have|were|was|deden|did|zijn|waren|sind) (?:wij|we|ik|wir|ich|i)|(?:wij|we|ik|wir|ich|i) (?:hebben|heb|haben|habe|have|"
    r"did|deden|waren|were|handled|got|made|maakten)|onze fout|unser fehler|our (?:fault|mistake|error)|our own)(?!\w)"
)


# A colleague who is thanked, asked or sent blames nobody; what stands in another part of the sentence absolves nobody.
_ABSOLVES = (
    "actor_free", "promise_strong", "divert", "policy_denial", "promise_vague", "offline", "ownership", "improve", "thanks",
)  # fmt: skip
_PART = re.compile(
    r"[;:]|, (?:but|maar|aber|though|al|want|denn|because|weil|omdat|or rather|of beter|oder besser|while)(?!\w)|, "
)


def _clause(text: str, place: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
    """The part of the sentence between commas in which a place lies."""
    start = max((m.end() for m in _PART.finditer(text, span[0], place[0])), default=span[0])
    end = next((m.start() for m in _PART.finditer(text, place[1], span[1])), span[1])
    return start, end


_OF_US = re.compile(r"(?<!\w)(?:mijn|my|mein\w*)\s$")


def _possessed(text: str, place: tuple[int, int]) -> bool:
    """'My colleague' speaks of help at hand."""
    return bool(_OF_US.search(text[max(0, place[0] - 8) : place[0]]))


_HELPER = re.compile(
    r"(?<!\w)(?:sorry|excuses|spijt|apolog\w*|entschuldig\w*|leid|regret)\b[^.!?]{0,60}(?:onze|our|unser\w*)\s|"
    r"(?:bespreken|besproken|doorgeven|nagaan|navragen|uitzoeken|discuss\w*|look into|investigate|find out|trace|klären|nachforsch\w*|"
    r"besprechen|besprochen|onderzoek\w*|(?:frag|vraag)e?(?!\w)|nachfragen|prüfen|ask\w*|vragen|fragen)"
)


def _only_helper(sentence: str) -> bool:
    """A sentence that speaks of asking the carrier, or apologises for our own staff, blames nobody."""
    return bool(_HELPER.search(sentence)) and not _GUILT.search(sentence)


_GUILT = re.compile(
    r"schuld|verwijten|blame|fault of|verantwoordelijk|te wijten|lag aan|ligt aan|due to|because of|lag (?:am|beim)|liegt (?:am|beim)"
)


def _praised(draft: Draft) -> bool:
    """Under praise, a sentence that names a colleague thanks for them."""
    return draft.context.play is Play.POSITIVE or draft.context.decision is Decision.THANK


def divert(draft: Draft) -> Iterator[Note]:
    """A change of subject or a brush-off, where something was asked or complained of."""
    if not draft.complaint and draft.context.play is not Play.QUESTION:
        return
    for place in draft.reading.find("divert"):
        if overlaps(place, draft.reading.find("policy_denial")) or _negated(draft, place[0]):
            continue
        if draft.context.play is Play.SAY_NO and draft.reading.in_sentence(
            draft.reading.sentence_at(place[0]), "say_no"
        ):
            continue  # 'daar kunnen we niets meer aan doen' is the no that was due
        yield Note("R-NO-DIVERT", "divert", place)
        return


def _negated(draft: Draft, start: int) -> bool:
    return bool(_HEDGED.search(draft.reading.folded[max(0, start - 30) : start]))


def polite(draft: Draft) -> Iterator[Note]:
    """Sarcasm, scolding, grovelling, shouting."""
    reading = draft.reading
    for place in reading.find("impolite"):
        words = reading.folded[place[0] : place[1]]
        wider = [other for other in reading.find("argue") if other[1] - other[0] >= place[1] - place[0]]
        if overlaps(place, wider) or _quoted(draft, place):
            continue
        if _negated(draft, place[0]) and not _DISCLAIMED.search(words):
            continue
        if draft.complaint or not words.startswith(
            ("gefeliciteerd", "congratulations", "bravo", "glückwunsch", "wow", "oh")
        ):
            yield Note("R-POLITE", "polite", place)
            return
    for match in (*_SHOUTED.finditer(reading.cased), *_MANY_MARKS.finditer(reading.cased)):
        known = f"{draft.known_text}\n{draft.context.review.author.lower()}"
        if match.group().lower() in known and match.group()[0] not in "!?":
            continue
        if draft.complaint or len(match.group()) > 3:  # noqa: PLR2004 -- 'Top!!' under praise is warmth
            yield Note("R-POLITE", "shouting", match.span())
            return


# 'We are no mind readers' is sarcastic although, and because, it is a denial.
_DISCLAIMED = re.compile(
    r"gedachten|helderziend|glazen|hellseh|glaskugel|kristall|zauber|wunder|mind|psychic|crystal|magic|wizard|wonder"
)


def _quoted(draft: Draft, place: tuple[int, int]) -> bool:
    before, after = draft.reading.folded[: place[0]], draft.reading.folded[place[1] :]
    words = draft.reading.folded[place[0] : place[1]]
    return before.count('"') % 2 == 1 and '"' in after and words in draft.review.folded


def human(draft: Draft) -> Iterator[Note]:
    """Marketing and legalese."""
    for kind in ("marketing", "legalese"):
        for place in draft.reading.find(kind):
            words = draft.reading.folded[place[0] : place[1]]
            if words in draft.review.folded:
                continue  # the customer's own word
            diverts = draft.reading.in_sentence(draft.reading.sentence_at(place[0]), "divert")
            if kind == "marketing" and diverts and draft.complaint:
                continue  # reported as a change of subject
            if kind == "legalese" and overlaps(place, draft.reading.find("argue")):
                continue  # reported as a defence
            yield Note("R-HUMAN", kind, place)
            break


def strength(draft: Draft) -> Iterator[Note]:
    """A strength of the shop may be named once; praise of oneself that was learned to be too much is shown by itself."""
    indices = sorted({draft.reading.sentence_at(start) for start, _ in draft.reading.find("strength")})
    indices = [i for i in indices if i in draft.body]
    if len(indices) > _MAX_STRENGTHS:
        place = next(p for p in draft.reading.find("strength") if draft.reading.sentence_at(p[0]) == indices[1])
        yield Note("R-STRENGTH", "strength", place)
        return
    for index in advised(draft, "R-STRENGTH")[:1]:
        span = draft.reading.spans[index]
        yield Note("R-STRENGTH", "self-praise", (span.start, span.end), Severity.WARN)
