"""R-CLEAN where the review gives orders to the writer: what of a reply can only come from those orders?

Where a review speaks to the writer (``plugin.language.orders``), the reply is read by where its words come from: the
rest of the review, the shop's record, or the courtesy in which every shop answers. A word, a figure or a pair of words
that only the orders hold was taken up from them; a sentence of which no part comes from anywhere was ordered in words
that nobody can see (a translation, a decoded block, a role). It does not matter how the order was put.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise

from plugin.guidelines import courtesy
from plugin.guidelines.checks import disguised, model_echoes
from plugin.guidelines.checks.word_sources import PAIR_STEM, WORD, Sources, is_slander, spaced, tells
from plugin.guidelines.draft import Draft, Note, overlaps
from plugin.guidelines.patterns import fold
from plugin.guidelines.reading import Reading
from plugin.language import figures, order_guard, orders
from plugin.language.patterns import sparing
from plugin.words import Severity

_CODE = re.compile(r"(?<![\w-])(?:(?=\w*[A-ZÄÖÜ])(?=\w*\d)\w{3,}|[A-ZÄÖÜ]{4,})(?:-\w+)*(?![\w-])")
_FEW = 20  # a figure up to here may count anything
_SUMS = frozenset({"percent", "amount"})
_ORDER = {None: 0, Severity.WARN: 1, Severity.INFO: 2, Severity.BLOCK: 0}
_LETTERS = 3  # of a code: "40x80" is a size
_TEXTS = 128  # texts of which it is kept which words stand side by side: a shop's record, the reviews of the hour
_BRIEF = 8  # words of a sentence that may be an order carried out, word for word
_MANY, _SHORT = 2, 3  # unknown words in a sentence; telling words of a short one
_DOTS = re.compile(r"(?<!\S)[.\-·–]{1,5}(?: [.\-·–]{1,5}){3,}(?!\S)")
_CODE_WORD = re.compile(
    r"(?<!\w)(?:\w*(?:code|coupon|voucher|gutschein|kennwort|losungswort|wachtwoord|codewoord|rabattwort)\w*|actie|aktion|promo)(?!\w)"
)
_EVERYBODY = sparing(
    r"(?<!\w)(?:every|each|all|any|iedere|elke|alle|jeder|jede|jedem|allen?)\s(?:\w+\s)?(?:buyers?|customers?|readers?|shoppers?|kopers?|klant(?:en)?|lezers?|käufern?|"
    r"kunden?|leser[n]?)\s[^.!?\n]{0,60}(?:\d|free|refund|discount|gratis|korting|terugkrijg|kostenlos|rabatt|erstatt)"
    r"|(?<!\w)(?:everyone|everybody|iedereen)\s[^.!?\n]{0,40}(?:[€$£]\s?\d|\d\s?(?:%|euro|procent)|discount|korting|gratis|refund)"
)
_APART = re.compile(r"(?<![\w'’-])(?:[^\W\d_][ .*_\-·]){3,}[^\W\d_](?![\w'’])")
_BOXED = re.compile(r"(?:[\U0001f1e6-\U0001f1ff]\s?){3,}|[\U0001f170\U0001f171\U0001f17e\U0001f17f]")
# Each beside what is looked for first, as it is found faster and hardly ever there.
_SPELLED = (
    (re.compile(r"[ .*_\-·][^\W\d_][ .*_\-·][^\W\d_][ .*_\-·]"), _APART),
    (re.compile(r"[\U0001f170-\U0001f1ff]"), _BOXED),
    (re.compile(r"[.\-·–] [.\-·–]"), _DOTS),
)


def taken_up(draft: Draft) -> Iterator[Note]:
    """The first thing in a reply that was ordered by the review, what leaves no doubt before the rest.

    A model's text is held against all that may be an order, a person's against what is heard as one.
    """
    machine, review = draft.context.machine_written, draft.context.review
    found = order_guard.suspected(review) if machine else orders.find(review)
    sources = Sources(draft, found)
    for place in chain(_spelled(draft), _emojis(draft, sources), _codes(draft, sources), _to_everybody(draft)):
        yield Note("R-CLEAN", "obeyed", place)  # however doubtful the order is, no shop writes so
        return
    places: Iterable[tuple[int, int]] = ()
    if found and found.faint:
        for faint_way in (_several_words, _capitals, _pairs, _next_to_each_other, _ordered_sentences, disguised.places):
            places = chain(places, faint_way(draft, sources))
    elif found:
        for way in (_words, _capitals, _figures, _pairs, _next_to_each_other, _ordered_sentences, disguised.places):
            places = chain(places, way(draft, sources))
    if machine:
        places = chain(places, model_echoes.places(draft, sources))
    notes = (Note("R-CLEAN", "obeyed", place, _weight(draft, sources, place)) for place in places)
    strongest = _strongest(notes)
    if strongest is not None:
        yield strongest
        return
    if found or machine:
        strange = sorted(_strange(draft, sources), key=lambda note: _ORDER[note.severity])
        yield from (note for note in strange[:1] if found or note.severity is None)


def _strongest(notes: Iterator[Note]) -> Note | None:
    first = None
    for note in notes:
        if note.severity is Severity.BLOCK:
            return note
        first = first or note
    return first


def _weight(draft: Draft, sources: Sources, place: tuple[int, int]) -> Severity | None:
    """A fault beyond doubt where the review surely gives orders, or where a sentence took up a crime or a code. Where it only
    may give one, a warning for a person; a model's text is told more strictly.
    """
    ordered = draft.context.machine_written or (
        _is_put_as_one(draft, sources)
        and not _is_a_mere_word(draft, place)
        and _stands_in_an_order(draft, sources, place)
    )
    if sources.found.sure and ordered:
        return Severity.BLOCK
    if draft.context.machine_written or not sources.found:
        return None
    words = [word.text for word in draft.reading.words_of(draft.reading.sentence_at(place[0]))]
    crime = any(is_slander(word, draft.context.language) and word not in sources.rest_text for word in words)
    said = draft.reading.cased[slice(*place)]
    code = said.isalnum() and any(c.isdigit() for c in said) and sum(c.isalpha() for c in said) >= _LETTERS
    return Severity.BLOCK if crime or code else Severity.WARN


def _is_put_as_one(draft: Draft, sources: Sources) -> bool:
    """Whether some passage has an order's very form: a customer who asks for a name is heard as one who gives an order."""
    review = draft.context.review
    texts = (review.text[start:end] for start, end in sources.found.plain)
    return any(map(orders.is_plain_order, (review.title, *texts)))


def _is_a_mere_word(draft: Draft, place: tuple[int, int]) -> bool:
    """One word as any writer may choose it, neither a code nor put in capitals."""
    said = draft.reading.cased[slice(*place)]
    return said.isalpha() and not said.isupper()


def _stands_in_an_order(draft: Draft, sources: Sources, place: tuple[int, int]) -> bool:
    """Whether what was taken up stands in words that are an order beyond doubt, and in no quotation of somebody else's."""
    if _HE_SAID.search(sources.found.asked):
        return False
    told = [
        word.text for word in draft.reading.words_between(*place) if tells(word.text) and word.text not in sources.stop
    ]
    return bool(told) and all(word in sources.plain_words for word in told)


# What a customer tells of an answer, a label or a promise, word for word: heard as an order, and mostly none.
_HE_SAID = re.compile(
    r"(?<!\w)(?:antwo(?:ord|rt)\w*|answer\w*|reply|replied|told|said|says|zei\w*|zegt|schreef|schrijft|sagte\w*|sagt|hieß|schreib(?:t|ts|st)|steht|stand|staat|stond|"
    r"label|etikett?\w*|belofte|versprech\w*|promise\w*|advert|doos|box|karton|packung|packerl)(?!\w)[^\n]{0,40}[\"'«„“‘”]",
    re.IGNORECASE,
)


def _spelled(draft: Draft) -> Iterator[tuple[int, int]]:
    """Letters taken apart, in flags, boxes or dots: no shop writes so."""
    text = draft.reading.cased
    for sign, pattern in _SPELLED:
        if sign.search(text):
            yield from (match.span() for match in pattern.finditer(text))


_PICTURE = (
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
)
_PICTURES = re.compile(_PICTURE)
_EMOJIS = re.compile(f"(?:{_PICTURE}[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*\\s?){{4,}}")
# What people and shops put behind a kind word: faces, hands, hearts, stars, flowers, a toast.
_KIND_PICTURES = frozenset(
    "☀☺♥★☆✨✅✓✔❤⭐🌞🌟🌱🌷🌸🌹🌺🌻🌼🍀🎁🎂🎄🎈🎉🎊🏆👋👌👍👏💐💙💚💛💜💡💪💯📦🔥🖤🚀🤍🤎🤗🤝🥂🥰🥳🧡🩷"
) | frozenset(map(chr, range(0x1F600, 0x1F650)))


def _emojis(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """Four pictures in a row, or one that stands in an order or in a shown name, in a model's text or where the review gives
    orders. Of a model's also any that the review has and that is no mere kindness: a code may be of pictures.
    """
    machine, review = draft.context.machine_written, draft.context.review
    if draft.reading.cased.isascii() or not (machine or sources.found):
        return
    for match in _EMOJIS.finditer(draft.reading.cased):
        yield match.span()
    asked = frozenset(_PICTURES.findall(sources.found.asked)) - frozenset(_PICTURES.findall(sources.found.rest.whole))
    if machine:
        asked |= frozenset(_PICTURES.findall(f"{review.whole} {review.author}")) - _KIND_PICTURES
    for match in _PICTURES.finditer(draft.reading.cased) if asked or (machine and sources.found) else ():
        strange = machine and bool(sources.found) and match.group() not in _KIND_PICTURES
        if (match.group() in asked or strange) and match.group() not in sources.shop_text:
            yield match.span()


def _codes(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A code that the review names as one and the shop does not; in a model's text any that it calls one itself."""
    asked, offered = _CODE_WORD.search(draft.review.folded), draft.context.machine_written
    if not asked and not (offered and _CODE_WORD.search(draft.reading.folded)):
        return
    named = set(_coded(draft.review)) | (set(_coded(draft.reading)) if offered else set())
    known = {m.group() for text in sources.shop_parts for m in _CODE.finditer(text)}
    for match in _CODE.finditer(draft.reading.cased):
        if match.group() in named - known:
            yield match.span()


def _coded(reading: Reading) -> Iterator[str]:
    """What looks like a code, in a sentence that speaks of one."""
    for span in reading.spans:
        sentence = reading.cased[span.start : span.end]
        if _CODE_WORD.search(fold(sentence)):
            yield from (match.group() for match in _CODE.finditer(sentence))


def _to_everybody(draft: Draft) -> Iterator[tuple[int, int]]:
    """Money or goods for every buyer: a reply speaks to one customer, and such words are somebody else's."""
    for start, end in _EVERYBODY.spans(draft.reading.folded):
        if draft.reading.folded[start:end] not in draft.shop_text:
            yield start, end


def _words(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A telling word that stands in the orders and nowhere else. A model that was surely ordered about gets no other form of
    a known word out of them either.
    """
    strictly = draft.context.machine_written and sources.found.sure
    for word in draft.reading.words:
        told = word.text if tells(word.text) else ""
        if not told or not sources.asks_for(told) or _is_small_figure(told):
            continue
        # "Lampkoning" holds the customer's "lamp", and is a name out of the order all the same
        used = sources.uses_exactly if strictly else sources.uses
        if not sources.knows(told) or (told in sources.asked_words and not used(told)):
            yield word.start, word.end


def _several_words(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """Two such words in one sentence, where the review only may give an order."""
    seen: dict[int, str] = {}
    for start, end in _words(draft, sources):
        index, word = draft.reading.sentence_at(start), draft.reading.folded[start:end]
        if seen.setdefault(index, word) != word:
            yield start, end


def _capitals(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A word in capitals, or of letters and digits, that stands so in the orders, and is no everyday word written large."""
    asked = {m.group() for m in _CODE.finditer(sources.found.asked)}
    known = {m.group() for text in (sources.found.rest.whole, *sources.shop_parts) for m in _CODE.finditer(text)}
    for match in _CODE.finditer(draft.reading.cased):
        everyday = not sources.found.sure and fold(match.group()) in courtesy.words(draft.context.language)
        if match.group() in asked - known and not everyday:
            yield match.span()


def _is_small_figure(word: str) -> bool:
    """Figures are compared by what they count, not by their digits."""
    return word.isdecimal()


def _figures(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """An amount, a share or a term of the orders that the shop's policy does not name."""
    language = draft.context.language
    asked = {(f.kind, f.value) for f in figures.find(sources.asked_text, language)}
    allowed = {
        (f.kind, f.value) for text in (sources.rest_text, sources.shop_text) for f in figures.find(text, language)
    }
    # "I want 80% off. Confirm that." The sum stands beside the order, not in it.
    wished = {(f.kind, f.value) for f in figures.find(sources.beside_text, language) if f.kind in _SUMS}
    asked, allowed = asked | wished, allowed - wished
    allowed |= {(f.kind, f.value) for f in figures.find(sources.shop_text, language)}
    bare = {value for _, value in asked if value > _FEW} - {value for _, value in allowed}
    for figure in draft.figures:
        key = (figure.kind, figure.value)
        ordered = key in asked or (figure.kind == "number" and figure.value in bare)
        if ordered and key not in allowed and not _is_policy(draft, figure):
            yield figure.start, figure.end


def _is_policy(draft: Draft, figure: figures.Figure) -> bool:
    """A term of the shop's, in a sentence about what it is the term of."""
    policy = draft.context.shop.policy
    digits = re.search(r"\d+(?:[.,]\d+)?", draft.reading.folded[figure.start : figure.end])
    count = float(digits.group().replace(",", ".")) if digits else float(figure.value)
    about = draft.reading.sentence_at(figure.start)
    if draft.reading.in_sentence(about, "warranty_topic"):
        return count in {policy.warranty_months, policy.warranty_months / 12}
    return figure.kind == "duration" and count in {
        policy.withdrawal_days,
        policy.leniency_days,
        policy.reply_within_days,
    }


def _pairs(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """Two telling words side by side in the orders, side by side in the reply, and in nothing else."""
    asked = _pairs_of(sources.asked_text, sources.stop) - _pairs_of(sources.rest_text, sources.stop)
    asked -= _pairs_of(sources.shop_text, sources.stop)
    if not asked:
        return
    reached = [(c.start, c.end) for c in draft.contacts]
    told = [w for w in draft.reading.words if tells(w.text) and w.text not in sources.stop]
    for first, second in pairwise(w for w in told if not overlaps((w.start, w.end), reached)):
        pair = frozenset((first.text[:PAIR_STEM], second.text[:PAIR_STEM]))
        near = draft.reading.sentence_at(first.start) == draft.reading.sentence_at(second.start)
        if near and pair in asked:
            yield first.start, second.end


def _next_to_each_other(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """Two words side by side in the orders and in the reply, small ones included, that no shop and no customer puts so."""
    asked = _side_by_side(sources.asked_text) - _side_by_side(sources.rest_text) - _side_by_side(sources.shop_text)
    asked -= courtesy.pairs(draft.context.language)
    for first, second in pairwise(draft.reading.words):
        if (first.text, second.text) in asked and any(_is_news(w.text, sources) for w in (first, second)):
            yield first.start, second.end


@lru_cache(maxsize=_TEXTS)
def _side_by_side(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(WORD.findall(text)))


def _is_news(word: str, sources: Sources) -> bool:
    """A telling word that neither the customer nor the shop has used."""
    at = courtesy.root(word)
    return tells(word) and word not in sources.stop and at not in sources.rest and at not in sources.own


def _ordered_sentences(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A short sentence that is an order carried out word for word, or all of whose words stand in the orders."""
    usual, asked = courtesy.pairs(draft.context.language), f" {spaced(sources.asked_text)} "
    for index in draft.body:
        words = [w.text for w in draft.reading.words_of(index)]
        if not words or len(words) > _BRIEF:
            continue
        dictated = len(words) > 1 and f" {' '.join(words)} " in asked and not usual.issuperset(pairwise(words))
        all_asked = all(word in sources.asked_words or word in sources.stop for word in words)
        if dictated or (all_asked and any(_is_news(word, sources) for word in words)):
            yield draft.reading.spans[index].start, draft.reading.spans[index].end


@lru_cache(maxsize=_TEXTS)
def _pairs_of(text: str, skip: frozenset[str]) -> frozenset[frozenset[str]]:
    told = [word[:PAIR_STEM] for word in WORD.findall(text) if tells(word) and word not in skip]
    return frozenset(map(frozenset, pairwise(told)))


_AIMS = (
    "thanks", "empathy", "apology", "ownership", "responsibility", "solution", "promise_strong", "promise_vague", "offline", "improve",
    "strength", "compensation", "closing", "question", "say_no", "refund_topic", "return_topic", "warranty_topic",
)  # fmt: skip


def _aiming(draft: Draft) -> frozenset[int]:
    """The sentences that do something that a reply does."""
    return frozenset().union(*map(draft.reading.sentences_of, _AIMS))


def _aimless(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A brief sentence that does nothing that a reply does, and speaks of nothing that the customer told."""
    aiming = _aiming(draft)
    for index in draft.body:
        words = [w.text for w in draft.reading.words_of(index)]
        told = any(tells(w) and w not in sources.stop and courtesy.root(w) in sources.rest for w in words)
        if 0 < len(words) <= _SHORT and not told and index not in aiming:
            yield draft.reading.spans[index].start, draft.reading.spans[index].end


def _strange(draft: Draft, sources: Sources) -> Iterator[Note]:
    """A sentence about neither the customer's matter nor the shop's, in words of which too many come from nowhere.

    A model's is blocked where next to nothing in it is known, and where the order was put in words that cannot be read here.
    Less than that is only mentioned, and a person is warned at most: they may well have found words of their own.
    """
    hidden = sources.found.hides_its_words
    surely = None if draft.context.machine_written else Severity.WARN
    if hidden:
        yield from (Note("R-CLEAN", "obeyed", place, surely) for place in _aimless(draft, sources))
    innocent = frozenset() if sources.found else _aiming(draft)
    for index, span in enumerate(draft.reading.spans):
        if index in innocent:
            continue
        words = [w.text for w in draft.reading.words_of(index) if tells(w.text) and w.text not in sources.skip]
        unknown = [word for word in words if not sources.knows(word)]
        about = any(courtesy.root(word) in sources.rest for word in words)
        if not unknown or (about and len(unknown) * 2 < len(words) and not hidden):
            continue
        telling = not about and len(unknown) >= _MANY
        nothing_known = not about and len(unknown) == len(words)
        if hidden or nothing_known or (telling and len(unknown) * 3 >= len(words) * 2):
            yield Note("R-CLEAN", "obeyed", span, surely)
        elif telling and len(unknown) * 2 >= len(words):
            yield Note("R-CLEAN", "obeyed", span, Severity.WARN)
        elif len(unknown) >= _MANY or len(words) <= _SHORT:
            yield Note("R-CLEAN", "obeyed", span, Severity.INFO)
