"""R-POLICY: never less than the law gives nor other than the shop's own policy: terms, who pays for the way back, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugin.guidelines.checks.charges import MOCKED
from plugin.guidelines.draft import Draft, Note, overlaps, stem
from plugin.guidelines.patterns import fold
from plugin.guidelines.policy_numbers import clause_stems
from plugin.language import figures
from plugin.language.figures import Figure
from plugin.language.patterns import sparing
from plugin.shop import LEGAL_WARRANTY_MONTHS, LEGAL_WITHDRAWAL_DAYS
from plugin.words import Play

_MONTH_DAYS = 30
_DAYS_ALIKE = 1.02  # 24 months counted as 720 days are the same as 2 years counted as 730
_TERM = re.compile(
    r"(?<!\w)(?:termijn|bedenktijd|garantie|term|period|window|frist|garantie|gewährleistung|warranty|guarantee)"
)
_RECEIPT = sparing(
    r"(?<!\w)(?:na|vanaf|after|from|of|nach|ab|seit|since) (?:de |the |dem |der |date of |datum van )*(?:besteldatum|bestelling|aankoop|"
    r"aankoopdatum|order|ordering|purchase|purchasing|placing|bestelldatum|bestellung|kauf|kaufdatum)(?!\w)"
)
BACK = re.compile(
    r"(?<!\w)(?:al|already|bereits|schon|seit|sinds|for|na|after|nach|had|waited|gewacht|gewartet)\s(?:\w+\s){0,2}$"
)


def policy(draft: Draft) -> Iterator[Note]:
    """Never less than the law gives nor other than the shop's own policy, in both directions."""
    for check in (_terms, _shipping, _denials, _from_receipt):
        if note := check(draft):
            yield note
            return


def _topic(draft: Draft, index: int) -> str:
    """Which term a sentence speaks of: its own topic, or the one before where it names none."""
    reading = draft.reading
    warranty = reading.in_sentence(index, "warranty_topic")
    back = reading.in_sentence(index, "return_topic")
    if warranty and not (back and not reading.in_sentence(index, "promise_strong")):
        return "warranty"
    return "warranty" if warranty else "return" if back else ""


def is_term(draft: Draft, figure: Figure, index: int) -> bool:
    """Whether this duration claims a term of the law's or the policy's: R-POLICY speaks of it."""
    return figure.kind == "duration" and bool(_claimed(draft, figure, index))


_WITHIN = re.compile(
    r"(?<!\w)(?:binnen|tot|gedurende|within|for|up to|innerhalb|innerhalb von|bis zu|bis|binnen|maximaal|heb je|heeft u|hebt u|you have|haben sie|hast du|have)"
    r"\s(?:de |the |der |den |die |in totaal |van |full |volle |first |eerste |ersten )*$"
)
_CUSTOMER_SENDS = re.compile(
    r"(?<!\w)(?:u|je|you|du|sie|klanten?|customers?|kunden|kunt|kun|can|may|können|kannst|mag|right|recht|termijn|frist|period|bedenktijd|policy|"
    r"garantie|warranty|guarantee|gewährleistung|retourneren|returns?|rückgabe|retour|retourzending|rücksendung|parcel)(?!\w)"
)
_SHOP_ACTS = re.compile(
    r"(?<!\w)(?:wij|we|ik|i|wir|ich|krijg|krijgt|ontvang|ontvangt|receive|get|erhalten|erhältst|bekommen|bekommst|gestort|teruggestort|"
    r"refunded|overgemaakt|on your account|op je rekening|op uw rekening|auf ihrem konto|auf deinem konto|contact|reply|answer|liggen|ligt|onderweg|verstuurd|then|dann|dan)(?!\w)"
)


def _claimed(draft: Draft, figure: Figure, index: int) -> str:
    """The topic of a term that this duration claims, or ''. A refund 'within 5 days' is a promise, no term."""
    topic, sentence = _topic(draft, index), draft.sentence_text(index)
    clause = _clause(draft, figure, index)
    own = topic == "return" and bool(_GOBACK.search(clause))
    if own and _FROM_RECEIPT.search(clause) and not _AT_THE_SHOP.search(clause):
        return topic  # 'dan stuur je hem tot 14 dagen na ontvangst terug'
    if own:
        sentence = clause  # '…, and I will refund you within a week' is another matter
    if topic == "warranty":
        return topic if _may_be_warranty(figure, sentence) else ""
    # Nobody counts a customer's days by those on which a shop works.
    promised = _MONEY_COMES.search(clause) or (figure.unit == "workday" and not own)
    if topic == "return" and not promised and figure.unit in {"day", "week", "month", "workday"}:
        if BACK.search(draft.reading.folded[max(0, figure.start - 30) : figure.start]):
            return ""
        shop_acts = _SHOP_ACTS.search(sentence) or (not own and draft.reading.in_sentence(index, "promise_strong"))
        return topic if _CUSTOMER_SENDS.search(sentence) and not (shop_acts and not _TERM.search(sentence)) else ""
    return ""


def _may_be_warranty(figure: Figure, sentence: str) -> bool:
    if figure.unit in {"hour", "minute", "workday"}:
        return False
    return figure.unit not in {"day", "week"} or not _SHOP_ACTS.search(sentence)


_FROM_RECEIPT = re.compile(
    r"(?<!\w)(?:na|vanaf|ab|nach|after|from|of) (?:de |the |dem |your |uw |je |deinem |ihrem )?(?:ontvangst|levering|bezorging|aankomst|erhalt|lieferung|zustellung|"
    r"receipt|receiving|delivery|arrival)(?!\w)"
)
_AT_THE_SHOP = re.compile(
    r"(?<!\w)(?:bij ons|bei uns|with us|geld|bedrag|refund\w*|money|erstatt\w*|überweis\w*|betrag|terugbetal\w*|stort\w*)(?!\w)"
)
# 'The price is repaid within …': what the shop promises, unless the customer has to do something in that time
_MONEY_COMES = re.compile(
    r"^(?!.*(?<!\w)(?:sturen|stuur|stuurt|zenden|zend|retourneren|retourneert|send|(?<!its )(?<!the )(?<!your )return|zurücksenden|zurückschicken|schicken|senden|widerrufen|herroepen|cancel)(?!\w))"
    r".*(?<!\w)(?:geld|bedrag|aankoopbedrag|aankoopprijs|koopsom|kaufpreis|kaufbetrag|betrag|preis|prijs|price|money|sum|repaid|refunded|teruggestort|terugbetaald|"
    r"erstattet|erstatten|überwiesen|überweisen)(?!\w)"
)
_GOBACK = re.compile(
    r"(?<!\w)(?:terug\w*|retour\w*|ruil\w*|zurück\w*|rückgab\w*|umtausch\w*|widerruf\w*|return\w*|send\w* \w+ back|exchange\w*)"
)


def _clause(draft: Draft, figure: Figure, index: int) -> str:
    """The part of the sentence between commas in which a figure stands."""
    span = draft.reading.spans[index]
    text, at = draft.reading.folded, figure.start
    start = max((text.rfind(mark, span.start, at) for mark in ",;:"), default=-1)
    ends = [found for mark in ",;:" if (found := text.find(mark, figure.end, span.end)) >= 0]
    return text[max(start, span.start) : min(ends, default=span.end)]


def _terms(draft: Draft) -> Note | None:
    policy_ = draft.context.shop.policy
    for figure in draft.figures:
        if figure.kind != "duration":
            continue
        index = draft.reading.sentence_at(figure.start)
        topic = _claimed(draft, figure, index)
        if not topic or index not in draft.body:
            continue
        wanted = (
            Figure("duration", float(policy_.warranty_months), "month", 0, 0)
            if topic == "warranty"
            else Figure("duration", float(policy_.withdrawal_days), "day", 0, 0)
        )
        if same_figure(figure, wanted) or _in_clauses(draft, figure) or _customers_own(draft, figure):
            continue
        legal = LEGAL_WARRANTY_MONTHS * _MONTH_DAYS if topic == "warranty" else LEGAL_WITHDRAWAL_DAYS
        if _is_leniency(draft, figure, topic) or _beside_the_term(draft, figure, wanted, index):
            continue
        key = "less-than-law" if figure.days * _DAYS_ALIKE < legal else "other-term"
        have = f"{policy_.warranty_months} months" if topic == "warranty" else f"{policy_.withdrawal_days} days"
        return Note("R-POLICY", key, (figure.start, figure.end), None, {"policy": have})
    return None


def _is_leniency(draft: Draft, figure: Figure, topic: str) -> bool:
    """'Die twee dagen over de termijn vinden wij geen probleem'."""
    leniency = draft.context.shop.policy.leniency_days
    return topic == "return" and bool(leniency) and figure.days <= leniency and draft.context.play is Play.SLIGHTLY_LATE


def _beside_the_term(draft: Draft, figure: Figure, wanted: Figure, index: int) -> bool:
    """'60 Tage plus 10 Tage Kulanz': the shop's leniency, named with the term."""
    named = any(same_figure(other, wanted) for other in draft.figures_of(index))
    return named and figure.days == draft.context.shop.policy.leniency_days


def _in_clauses(draft: Draft, figure: Figure) -> bool:
    clauses = fold("\n".join(clause.text for clause in draft.context.shop.policy.clauses))
    return any(same_figure(figure, other) for other in figures_of(clauses, draft.context.language))


def _customers_own(draft: Draft, figure: Figure) -> bool:
    """'Drie weken na ontvangst' repeats the customer, unless it is put as a term of ours."""
    before = draft.reading.folded[max(0, figure.start - 24) : figure.start]
    known = any(same_figure(figure, other) for other in figures_of(draft.review.folded, draft.context.language))
    return known and not _WITHIN.search(before)


def _shipping(draft: Draft) -> Note | None:
    reading, rule = draft.reading, draft.context.shop.policy.return_shipping
    ours = draft.context.play in {Play.OUR_FAULT, Play.WARRANTY}
    for start, end in reading.find("buyer_pays"):
        owed = rule == "shop" or (rule == "shop_if_our_fault" and ours) or draft.context.play is Play.WARRANTY
        mocked = MOCKED.search(draft.sentence_text(reading.sentence_at(start)))
        if owed and not mocked and not _negation_before(reading.folded, start, end):
            return Note("R-POLICY", "return-costs", (start, end))
    for start, end in reading.find("shop_pays"):
        calm = draft.context.play in {Play.WITHDRAWAL, Play.THEIR_MISTAKE, Play.SLIGHTLY_LATE, Play.SAY_NO}
        if rule == "customer" and not ours and calm and not _in_known(draft, start, end):
            return Note("R-POLICY", "return-costs", (start, end))
    return None


def _in_known(draft: Draft, start: int, end: int) -> bool:
    return draft.reading.folded[start:end] in draft.shop_text


_NOT = re.compile(r"(?<!\w)(?:niet|geen|nicht|keine?|not|no|never|nooit|nie|zonder|ohne|without|n't)(?!\w)")


def _negation_before(text: str, start: int, end: int) -> bool:
    return bool(_NOT.search(text[max(0, start - 20) : end]))


def _denials(draft: Draft) -> Note | None:
    """Conditions and refusals that the law does not allow. Where a no is due (P-SAY-NO and its like), the no
    to this case is right; a general rule that is wrong is not.
    """
    reading = draft.reading
    refusing = draft.context.play in {Play.SAY_NO, Play.SLIGHTLY_LATE, Play.THEIR_MISTAKE}
    for start, end in reading.find("policy_denial"):
        words = reading.folded[start:end]
        if refusing and not _GENERAL.search(words):
            continue
        if (
            words in draft.shop_text
            or (refusing and _says_a_clause(draft, (start, end)))
            or _reassuring(reading.folded, start, end)
            or _TWO_MATTERS.match(words)
        ):
            continue
        if overlaps((start, end), reading.find("empathy")) and reading.in_sentence(
            reading.sentence_at(start), "apology"
        ):
            continue
        return Note("R-POLICY", "denied-right", (start, end))
    return None


def _says_a_clause(draft: Draft, place: tuple[int, int]) -> bool:
    """Whether the telling words of a refusal stand in one clause of the shop's, all or all but one of them."""
    words = draft.content_of(draft.reading.sentence_at(place[0]))
    said = {stem(word.text) for word in words if place[0] <= word.start < place[1]}
    return len(said) > 1 and any(
        len(said - clause_stems(c.text)) <= len(said) // 3 for c in draft.context.shop.policy.clauses
    )


# 'Not a cent to pay, ten years' guarantee': what is denied and the right stand in different parts.
_TWO_MATTERS = re.compile(r"(?:no|not|never|without|geen|niet|nooit|zonder|nicht|keine?n?|ohne)(?!\w)[^,;]*[,;]")
_GENERAL = re.compile(
    r"(?:sale|uitverkoop|afgeprijsd|aanbieding|reduziert|geopend|opened|geöffnet|uitgepakt|ausgepackt|verpakking|packaging|verpackung|"
    r"administrati|restocking|bearbeitung|tegoed|voucher|gutschein|credit|fabrikant|manufacturer|hersteller|fee|gebühr|kosten)"
)
_REASSURE = re.compile(
    r"(?:zonder meer|ohne weiteres)(?!\w)|"
    r"(?:geen|zonder|no|without|kein\w*|ohne) (?:opgave van |)(?:reden|reason|grund|begründung|vragen|questions|gedoe|hassle)|"
    r"(?:hoef\w*|need not|don't need|do not need|don't have|müssen|musst|brauch\w*) [^.!?]{0,40}(?:niet|geen|not|nicht|kein\w*|to)|"
    r"(?<!\w)needs? no(?!\w)|(?:no need|geen noodzaak|nicht nötig|keep (?:it|the)|mag (?:je|u) [^.!?]{0,20}houden|dürfen [^.!?]{0,20}behalten)|(?:niet|not|nicht|geen|no|keine?) (?:nodig|needed|necessary|nötig|erforderlich)|without having to|niet meer nodig|"
    r"(?:geen|no|keine?) (?:retour\w*|return\w*|rücksend\w*)\s*(?:nodig|needed|necessary|nötig|kosten|costs?)"
)


def _reassuring(text: str, start: int, end: int) -> bool:
    return bool(_REASSURE.search(text[max(0, start - 30) : end + 30]))


def _from_receipt(draft: Draft) -> Note | None:
    """The withdrawal term counts from receipt, not from the order (2011/83/EU art. 9)."""
    for place in _RECEIPT.spans(draft.reading.folded):
        index = draft.reading.sentence_at(place[0])
        if _topic(draft, index) == "return" and any(draft.reading.sentence_at(f.start) == index for f in draft.figures):
            return Note("R-POLICY", "term-from-order", place)
    return None


@lru_cache(maxsize=512)
def figures_of(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text, kept: a shop's clauses and a review are read for every reply."""
    return figures.find(text, language)


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: 24 months and two years, three days and three working days."""
    if one.kind == other.kind == "duration":
        if {one.unit, other.unit} == {"workday", "day"}:
            return one.value == other.value
        low, high = sorted((one.days, other.days))
        return high <= low * _DAYS_ALIKE
    if one.kind in {"number", "amount", "percent"} and other.kind in {"number", "amount"} and one.kind != "percent":
        return one.value == other.value
    return one.kind == other.kind and one.value == other.value
