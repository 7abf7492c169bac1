"""R-FACTS and R-POLICY: every figure and claim comes from the review, the shop's policy or the product's data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugin.guidelines.checks.charges import MOCKED
from plugin.guidelines.checks.invented import unsourced_claims
from plugin.guidelines.checks.no_claim import claims_nothing, does_its_work, is_appointment
from plugin.guidelines.draft import Draft, Note, overlaps, stem
from plugin.guidelines.patterns import fold
from plugin.guidelines.policy_numbers import clause_stems
from plugin.guidelines.promises import sentences_with_promise
from plugin.language import figures
from plugin.language.figures import Figure
from plugin.shop import LANGUAGES, LEGAL_WARRANTY_MONTHS, LEGAL_WITHDRAWAL_DAYS
from plugin.words import Play

_MONTH_DAYS = 30
_DAYS_ALIKE = 1.02  # 24 months counted as 720 days are the same as 2 years counted as 730
_SMALL = 3
_TERM = re.compile(
    r"(?<!\w)(?:termijn|bedenktijd|garantie|term|period|window|frist|garantie|gewährleistung|warranty|guarantee)"
)
_RECEIPT = re.compile(
    r"(?<!\w)(?:na|vanaf|after|from|of|nach|ab|seit|since) (?:de |the |dem |der |date of |datum van )*(?:besteldatum|bestelling|aankoop|"
    r"aankoopdatum|order|ordering|purchase|purchasing|placing|bestelldatum|bestellung|kauf|kaufdatum)(?!\w)"
)
_PROMISED = re.compile(
    r"(?:binnen|over|uiterlijk|maximaal|in|within|after|up to|no later than|innerhalb|innerhalb von|binnen|spätestens|nach|gemiddeld|"
    r"at most|hooguit|von|nächsten|next|komende)\s(?:\w+\s)?$"
)
_BACK = re.compile(
    r"(?<!\w)(?:al|already|bereits|schon|seit|sinds|for|na|after|nach|had|waited|gewacht|gewartet)\s(?:\w+\s){0,2}$"
)


def facts(draft: Draft) -> Iterator[Note]:
    """Figures without a source; what only an order's record could show; properties nobody recorded."""
    yield from _figures(draft)
    if draft.context.private:
        return
    yield from _seen_order(draft)
    yield from _properties(draft)
    yield from _names(draft)
    yield from unsourced_claims(draft)


def _figures(draft: Draft) -> Iterator[Note]:
    promised = set(sentences_with_promise(draft.reading))
    spoken = {p for kind in ("compensation", "bargain") for p in draft.reading.find(kind)}
    known = _known(draft) if draft.figures else ()
    for figure in draft.figures:
        place = (figure.start, figure.end)
        index = draft.reading.sentence_at(figure.start)
        if index not in draft.body or _grounded(draft, figure, known):
            continue
        near_offer = any(draft.reading.sentence_at(p[0]) == index for p in spoken)
        if figure.kind in {"percent", "amount"} and (near_offer or overlaps(place, spoken)):
            continue  # an offer: R-GOODWILL and P-SAY-NO speak of it
        if _is_term(draft, figure, index):
            continue  # R-POLICY speaks of it
        if _is_moment(draft, figure, index, index in promised):
            continue
        if figure.kind in {"percent", "amount"} and draft.reading.in_sentence(index, "policy_denial"):
            continue  # a fee or a deduction: R-POLICY speaks of it
        if figure.kind == "number" and figure.value <= _SMALL:
            continue
        if is_appointment(draft, figure, index) or does_its_work(draft, index):
            continue
        yield Note("R-FACTS", "unsourced-figure", place)
        return


def _is_moment(draft: Draft, figure: Figure, index: int, promised: bool) -> bool:
    """A promised day or term is a promise, not a fact."""
    if figure.kind not in {"duration", "date", "time"}:
        return (
            figure.kind == "number" and promised and overlaps((figure.start, figure.end), draft.reading.find("moment"))
        )
    before = draft.reading.folded[max(0, figure.start - 30) : figure.start]
    if _BACK.search(before):
        return False
    near = promised or any(i in set(sentences_with_promise(draft.reading)) for i in (index - 1, index + 1))
    step = draft.reading.in_sentence(index, "solution") or draft.reading.in_sentence(index, "offline")
    return near or (step and (bool(_PROMISED.search(before)) or figure.kind != "duration"))


def _grounded(draft: Draft, figure: Figure, known: tuple[Figure, ...]) -> bool:
    if any(_same(figure, other) for other in known):
        return True
    return figure.kind == "number" and bool(
        re.search(rf"(?<!\d){re.escape(draft.reading.cased[figure.start : figure.end])}(?!\d)", draft.known_text)
    )


def _known(draft: Draft) -> tuple[Figure, ...]:
    policy = draft.context.shop.policy
    goodwill = policy.goodwill_max
    found = [*_figures_of(draft.known_text, draft.context.language)]
    clauses = "\n".join(clause.text for clause in policy.clauses)  # which may be in another language than the reply
    found += [
        figure
        for name in LANGUAGES
        if clauses and name != draft.context.language
        for figure in _figures_of(clauses, name)
    ]
    own = (policy.withdrawal_days, policy.warranty_months, policy.leniency_days)
    found += [Figure("number", float(number), "", 0, 0) for number in own]  # 'four days over the 30'
    if draft.context.play is Play.SLIGHTLY_LATE:
        late = [
            f.days - policy.withdrawal_days for f in found if f.kind == "duration" and f.days > policy.withdrawal_days
        ]
        found += [Figure("duration", days, "day", 0, 0) for days in late]
    found += [Figure("duration", float(policy.reply_within_days), unit, 0, 0) for unit in ("day", "workday")]
    found += [Figure("duration", float(policy.withdrawal_days), "day", 0, 0)]
    found += [Figure("duration", float(policy.warranty_months), "month", 0, 0)]
    found += [Figure("duration", float(policy.leniency_days), "day", 0, 0)]
    found += [Figure("percent", goodwill.discount_percent, "", 0, 0), Figure("amount", goodwill.amount, "", 0, 0)]
    return tuple(found)


@lru_cache(maxsize=512)
def _figures_of(text: str, language: str) -> tuple[Figure, ...]:
    return figures.find(text, language)


def _same(one: Figure, other: Figure) -> bool:
    if one.kind == other.kind == "duration":
        if {one.unit, other.unit} == {"workday", "day"}:
            return one.value == other.value
        low, high = sorted((one.days, other.days))
        return high <= low * _DAYS_ALIKE
    if one.kind in {"number", "amount", "percent"} and other.kind in {"number", "amount"} and one.kind != "percent":
        return one.value == other.value
    return one.kind == other.kind and one.value == other.value


def _seen_order(draft: Draft) -> Iterator[Note]:
    """'I see that it was delivered' without an order at hand."""
    for place in draft.reading.find("seen_order"):
        words = draft.reading.folded[place[0] : place[1]]
        if draft.reading.sentence_at(place[0]) in draft.body and words not in draft.review.folded:
            if overlaps(place, draft.reading.find("argue")) or _is_retelling(draft, place):
                continue
            yield Note("R-FACTS", "unseen-order", place)
            return


_RETOLD = re.compile(
    r"(?<!\w)(?:jammer|vervelend|sorry|spijt|excuses|dat|that|hear|read|lees|dass|leid|schade|apolog\w*|entschuldig\w*|understand|begrijp\w*|"
    r"versteh\w*|schrijft|beschrijft|schreibst|schreiben|write|wrote|describe|hoe|how|wie|als|when|wenn|if|zodra|sobald|once|because|omdat)\s(?:\S+\s){0,6}$"
)


def _is_retelling(draft: Draft, place: tuple[int, int]) -> bool:
    """'Vervelend dat je pakket beschadigd is aangekomen' repeats what the customer says."""
    span = draft.reading.spans[draft.reading.sentence_at(place[0])]
    words = draft.reading.folded[place[0] : place[1]]
    claim = re.search(
        r"(?:systeem|system|administratie|records|tracking|unterlagen|daten|gegevens|volgens|laut|according|buren|nachbar|neighbour|signed|ondertekend|unterschrieben)",
        words,
    )
    return not claim and bool(_RETOLD.search(draft.reading.folded[span.start : place[0]]))


def _properties(draft: Draft) -> Iterator[Note]:
    for place in draft.reading.find("property"):
        words = draft.reading.folded[place[0] : place[1]]
        index = draft.reading.sentence_at(place[0])
        if index in draft.body and words[:5] not in draft.known_text and not claims_nothing(draft, index):
            yield Note("R-FACTS", "unsourced-property", place)
            return


_PERSON = re.compile(r"^\s+(?P<name>[A-ZÄÖÜ][a-zäöüéëï]+(?:\s[A-ZÄÖÜ][a-zäöüéëï]+)?)")


def _names(draft: Draft) -> Iterator[Note]:
    """A colleague's or a carrier's name that stands nowhere."""
    text = draft.reading.cased
    for place in draft.reading.find("unknown_name"):
        if (match := _PERSON.match(text[place[1] :])) and fold(match["name"].split()[0]) not in draft.known_text:
            start = place[1] + match.start("name")
            if draft.greeting is None or draft.reading.sentence_at(start) != draft.greeting:
                yield Note("R-FACTS", "unsourced-name", (start, place[1] + match.end("name")))
                return
    for place in draft.reading.find("carrier"):
        index = draft.reading.sentence_at(place[0])
        named = draft.reading.folded[place[0] : place[1]]
        blamed = draft.reading.in_sentence(index, "blame_verb") or draft.reading.in_sentence(index, "divert")
        if not re.search(rf"(?<!\w){re.escape(named)}(?!\w)", draft.known_text) and not blamed:
            yield Note("R-FACTS", "unsourced-name", place)
            return


# -- policy


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


def _is_term(draft: Draft, figure: Figure, index: int) -> bool:
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
    own = topic == "return" and bool(_GO_BACK.search(clause))
    if own and _FROM_RECEIPT.search(clause) and not _AT_THE_SHOP.search(clause):
        return topic  # 'dan stuur je hem tot 14 dagen na ontvangst terug'
    if own:
        sentence = clause  # '…, and I will refund you within a week' is another matter
    if topic == "warranty":
        if figure.unit in {"hour", "minute", "workday"}:
            return ""
        return "" if figure.unit in {"day", "week"} and _SHOP_ACTS.search(sentence) else topic
    if topic == "return" and figure.unit in {"day", "week", "month", "workday"}:
        if _BACK.search(draft.reading.folded[max(0, figure.start - 30) : figure.start]):
            return ""
        shop_acts = _SHOP_ACTS.search(sentence) or (not own and draft.reading.in_sentence(index, "promise_strong"))
        return topic if _CUSTOMER_SENDS.search(sentence) and not (shop_acts and not _TERM.search(sentence)) else ""
    return ""


_FROM_RECEIPT = re.compile(
    r"(?<!\w)(?:na|vanaf|ab|nach|after|from|of) (?:de |the |dem |your |uw |je |deinem |ihrem )?(?:ontvangst|levering|bezorging|aankomst|erhalt|lieferung|zustellung|"
    r"receipt|receiving|delivery|arrival)(?!\w)"
)
_AT_THE_SHOP = re.compile(
    r"(?<!\w)(?:bij ons|bei uns|with us|geld|bedrag|refund\w*|money|erstatt\w*|überweis\w*|betrag|terugbetal\w*|stort\w*)(?!\w)"
)
_GO_BACK = re.compile(
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
        if _same(figure, wanted) or _in_clauses(draft, figure) or _customers_own(draft, figure):
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
    named = any(_same(other, wanted) for other in draft.figures_of(index))
    return named and figure.days == draft.context.shop.policy.leniency_days


def _in_clauses(draft: Draft, figure: Figure) -> bool:
    clauses = fold("\n".join(clause.text for clause in draft.context.shop.policy.clauses))
    return any(_same(figure, other) for other in _figures_of(clauses, draft.context.language))


def _customers_own(draft: Draft, figure: Figure) -> bool:
    """'Drie weken na ontvangst' repeats the customer, unless it is put as a term of ours."""
    before = draft.reading.folded[max(0, figure.start - 24) : figure.start]
    known = any(_same(figure, other) for other in _figures_of(draft.review.folded, draft.context.language))
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
    for match in _RECEIPT.finditer(draft.reading.folded):
        index = draft.reading.sentence_at(match.start())
        if _topic(draft, index) == "return" and any(draft.reading.sentence_at(f.start) == index for f in draft.figures):
            return Note("R-POLICY", "term-from-order", match.span())
    return None
