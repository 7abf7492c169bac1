"""R-CLEAN where the review gives orders to the writer: what of a reply can only come from those orders?

Where a review speaks to the writer (``plugin.language.orders``), the reply is read by where its words come from: the
rest of the review, the shop's record, or the courtesy in which every shop answers. A word, a figure or a pair of words
that only the orders hold was taken up from them; a sentence of which no part comes from anywhere was ordered in words
that nobody can see (a translation, a decoded block, a role). It does not matter how the order was put.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from plugin.guidelines import courtesy
from plugin.guidelines.draft import Draft, Note, overlaps
from plugin.guidelines.patterns import fold
from plugin.kept import kept
from plugin.language import figures, orders
from plugin.language.reading import read
from plugin.language.sentences import split
from plugin.words import Severity

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_APOSTROPHE = re.compile(r"['’]")
_CODE = re.compile(r"(?<![\w-])(?:(?=\w*[A-ZÄÖÜ])(?=\w*\d)\w{3,}|[A-ZÄÖÜ]{4,})(?:-\w+)*(?![\w-])")
_SHORTEST = 3
_FEW = 20  # a figure up to here may count anything
_SUMS = frozenset({"percent", "amount"})
_ORDER = {None: 0, Severity.WARN: 1, Severity.INFO: 2, Severity.BLOCK: 0}
_PAIR_STEM = 4
_ENDING = 3  # letters in which two forms of a word may differ at their end
# What no shop says of itself or of another, whoever said it first.
_PIECE = re.compile(r"[^\n.!?;]+")
_REACH = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:example|com|nl|de|be|at|uk|net|org|shop|info|eu|io)(?!\w)\S*"
    r"|(?<!\w)[a-z]{2}\d\d[ ]?(?:\w{4}[ ]?){2,}"
)
_PROGRAM = re.compile(
    r"[=<>#~_|{}\[\]]{3,}|[{}]|<[/a-z]|(?<![\w@./-])[a-z]+(?:_[a-z]+)+(?!\w)|(?<![\w@./-])[a-z]{3,}\.[a-z]{4,}(?![\w@/])"
)
_LABEL = re.compile(r"[\w-]{4,}")
_LONG_LABEL = 5
_SLANDER = re.compile(
    r"(?:oplicht|bedrieg|bedrog|fraud|dief|dieven|crimine|krimine|boev|schurk|schoft|leugen|lieg|loog|betrug|betrüg|betrog|gauner|halunk|lügn|lüge|dieb|schwindl|"
    r"abzock|scam|crook|thief|thieves|liar|lying|swindl|steal|stole|cheat|rip-?off|con(?:man|men)$)"
)
# What no shop states on a stranger's word: ruin, crime, danger to life. A model has it from nowhere else.
_GRAVE = re.compile(
    r"(?:failli|bankrupt|insolven|pleite$|konkurs|receivership|curatele|zwangsverwalt|illega|smokkel|smuggl|schmugg|ontdui|tax-?evad|hinterzieh|"
    r"namaak|nagemaakt|counterfeit|gefälsch|fälschung|vervals|giftig|toxic|poison|vergift|asbest|salmonel|teruggeroep|terugroep|recall(?:s|ed|ing)?$|"
    r"rückruf|zurückgeruf|straftat|strafbar|felon|fahrlässig|negligen|aansprakelijk|haftbar|liab(?:le|ility)|raubbau|brandgef|brandgev|casino|lebensgefähr|"
    r"levensgevaar)"
)
_MANY_TAKEN = 2
_BRIEF = 8  # words of a sentence that may be an order carried out, word for word
_MANY, _SHORT = 2, 3  # unknown words in a sentence; telling words of a short one
_DOTS = re.compile(r"(?<!\S)[.\-·–]{1,5}(?: [.\-·–]{1,5}){3,}(?!\S)")
_CODE_WORD = re.compile(
    r"(?<!\w)(?:\w*(?:code|coupon|voucher|gutschein|kennwort|losungswort|wachtwoord|codewoord|rabattwort)\w*|actie|aktion|promo)(?!\w)"
)
_EVERYBODY = re.compile(
    r"(?<!\w)(?:every|each|all|any|iedere|elke|alle|jeder|jede|jedem|allen?)\s(?:\w+\s)?(?:buyers?|customers?|readers?|shoppers?|kopers?|klant(?:en)?|lezers?|käufern?|"
    r"kunden?|leser[n]?)\s[^.!?\n]{0,60}(?:\d|free|refund|discount|gratis|korting|terugkrijg|kostenlos|rabatt|erstatt)"
    r"|(?<!\w)(?:everyone|everybody|iedereen)\s[^.!?\n]{0,40}(?:[€$£]\s?\d|\d\s?(?:%|euro|procent)|discount|korting|gratis|refund)"
)
_QUOTE = re.compile(r"(?<!\w)[\"']([^\"'\n]{6,120})[\"'](?!\w)")
_LONG_PHRASE = 8
_BACKWARDS = re.compile(
    r"(?<!\w)(?:backwards?|from the back|in reverse|mirror\w*|achterstevoren|van achter\w*|andersom|spiegel\w*|ruckwarts|von hinten)"
)
_FULL_NAME = re.compile(r"(?<![.!?:\n]\s)(?<=\s)[A-ZÄÖÜ][a-zäöüéë]+\s[A-ZÄÖÜ][a-zäöüéë]+(?!\w)")
_APART = re.compile(
    r"(?<![\w'’-])(?:[^\W\d_][ .*_\-·]){3,}[^\W\d_](?![\w'’])|(?:[\U0001f1e6-\U0001f1ff]\s?){3,}|[\U0001f170\U0001f171\U0001f17e\U0001f17f]"
)


def taken_up(draft: Draft) -> Iterator[Note]:
    """The first thing in a reply that was ordered by the review, what leaves no doubt before the rest.

    A model's text is held against all that may be an order, a person's against what is heard as one.
    """
    machine, review = draft.context.machine_written, draft.context.review
    found = orders.suspected(review) if machine else orders.find(review)
    sources = _Sources(draft, found)
    for place in chain(_spelled(draft), _emojis(draft, sources), _codes(draft, sources), _to_everybody(draft)):
        yield Note("R-CLEAN", "obeyed", place)  # however doubtful the order is, no shop writes so
        return
    places: Iterable[tuple[int, int]] = ()
    if found.faint:
        for faint_way in (_several_words, _capitals, _pairs, _next_to_each_other, _ordered_sentences):
            places = chain(places, faint_way(draft, sources))
    elif found:
        for way in (_words, _capitals, _figures, _pairs, _next_to_each_other, _ordered_sentences):
            places = chain(places, way(draft, sources))
    if machine:
        places = chain(places, _slander(draft), _quoted(draft), _echoed(draft), _orders_passed_on(draft))
        places = chain(places, _bare_echoes(draft, sources), _addresses(draft, sources), _full_names(draft))
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


def _weight(draft: Draft, sources: _Sources, place: tuple[int, int]) -> Severity | None:
    """A fault beyond doubt where the review surely gives orders, or where a sentence about nothing else took up a crime, a code
    or two of their words. Where it only may give one, a warning for a person; a model's text is told more strictly.
    """
    if sources.found.sure:
        return Severity.BLOCK
    if draft.context.machine_written or not sources.found:
        return None
    words = [word.text for word in draft.reading.words_of(draft.reading.sentence_at(place[0]))]
    telling = [word for word in words if _tells(word) and word not in sources.stop]
    taken = {word for word in telling if courtesy.root(word) in sources.asked and not sources.names(word)}
    crime = any(_is_slander(word, draft.context.language) and word not in sources.rest_text for word in telling)
    about = any(_tells_of_the_case(word, sources) for word in telling)
    code = any(c.isdigit() for c in draft.reading.cased[slice(*place)]) and draft.reading.cased[slice(*place)].isalnum()
    return Severity.BLOCK if crime or code or (len(taken) >= _MANY_TAKEN and not about) else Severity.WARN


def _tells_of_the_case(word: str, sources: _Sources) -> bool:
    at = courtesy.root(word)
    return (at in sources.rest or at in sources.own) and at not in sources.courtesy and at not in sources.asked


def _spelled(draft: Draft) -> Iterator[tuple[int, int]]:
    """Letters taken apart, in flags, boxes or dots: no shop writes so."""
    for pattern in (_APART, _DOTS):
        for match in pattern.finditer(draft.reading.cased):
            yield match.span()


_EMOJIS = re.compile("(?:[\U0001f300-\U0001faff\u2600-\u27bf][\ufe0f\u200d]?\\s?){4,}")


def _emojis(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """Four pictures in a row, in a model's text or where the review gives orders."""
    if not (draft.context.machine_written or sources.found):
        return
    for match in _EMOJIS.finditer(draft.reading.cased):
        yield match.span()


def _codes(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """A code that the review names as one and the shop does not."""
    if not _CODE_WORD.search(draft.review.folded):
        return
    named = {m.group() for span in draft.review.spans for m in _coded(draft.review.cased[span.start : span.end])}
    known = {m.group() for text in sources.shop_parts for m in _CODE.finditer(text)}
    for match in _CODE.finditer(draft.reading.cased):
        if match.group() in named - known:
            yield match.span()


def _coded(sentence: str) -> Iterator[re.Match[str]]:
    return _CODE.finditer(sentence) if _CODE_WORD.search(fold(sentence)) else iter(())


def _to_everybody(draft: Draft) -> Iterator[tuple[int, int]]:
    """Money or goods for every buyer: a reply speaks to one customer, and such words are somebody else's."""
    for match in _EVERYBODY.finditer(draft.reading.folded):
        if match.group() not in draft.shop_text:
            yield match.span()


def _quoted(draft: Draft) -> Iterator[tuple[int, int]]:
    """A phrase that the review puts between quotation marks, in a model's text."""
    for match in _QUOTE.finditer(draft.review.folded):
        phrase = match.group(1).strip(" .!?,")
        at = draft.reading.folded.find(phrase) if len(phrase) >= _LONG_PHRASE else -1
        if at >= 0 and phrase not in draft.shop_text:
            yield at, at + len(phrase)


def _bare_echoes(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """A sentence of nothing but the customer's words, in none of the ways in which a shop speaks."""
    for index in range(0 if draft.greeting is None else draft.greeting + 1, len(draft.reading.spans)):
        words = [w.text for w in draft.reading.words_of(index) if _tells(w.text) and w.text not in sources.stop]
        if words and len(words) <= _SHORT and all(_only_theirs(word, sources) for word in words):
            yield draft.reading.spans[index].start, draft.reading.spans[index].end


def _only_theirs(word: str, sources: _Sources) -> bool:
    at = courtesy.root(word)
    theirs = at in sources.rest and word not in sources.author
    return theirs and at not in sources.own and at not in sources.courtesy and word not in sources.skip


def _full_names(draft: Draft) -> Iterator[tuple[int, int]]:
    """Somebody's first and last name out of the review, who is neither its author nor the shop's own."""
    known = f"{draft.shop_text} {fold(draft.context.review.author)}"
    if draft.context.language == "de":
        return  # every noun has a capital
    for match in _FULL_NAME.finditer(draft.reading.cased):
        if match.group() in draft.review.cased and not any(fold(part) in known for part in match.group().split()):
            yield match.span()


def _echoed(draft: Draft) -> Iterator[tuple[int, int]]:
    """A line or sentence that is a piece of the review word for word: a reply speaks of it in words of its own."""
    review = f" {_spaced(f'{draft.review.folded} {fold(draft.context.review.author)}')} "
    usual = courtesy.pairs(draft.context.language)
    body = draft.reading.cased[: draft.reading.spans[-1].end] if draft.reading.spans else ""
    for match in _PIECE.finditer(body):
        if draft.greeting is not None and match.start() < draft.reading.spans[draft.greeting].end:
            continue
        words = [m.group() for m in _WORD.finditer(fold(match.group()))]
        same = len(words) > 1 and f" {' '.join(words)} " in review
        if same and not usual.issuperset(pairwise(words)) and " ".join(words) not in draft.shop_text:
            yield match.span()


def _orders_passed_on(draft: Draft) -> Iterator[tuple[int, int]]:
    """A sentence of a model's that itself speaks to the writer of replies, or holds the marks of a program."""
    for span in draft.reading.spans:
        said = draft.reading.cased[span.start : span.end]
        if orders.is_addressed_to_the_writer(said):
            yield span.start, span.end
    author = draft.context.review.author.casefold()
    for match in _PROGRAM.finditer(draft.reading.cased):
        if match.group().casefold() not in author and not any(
            c.start < match.end() and match.start() < c.end for c in draft.contacts
        ):
            yield match.span()


def _addresses(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """A piece of a link, of an address or of an account out of the review, that is not the shop's."""
    pieces = {
        piece
        for m in _REACH.finditer(fold(draft.context.review.whole))
        for piece in _LABEL.findall(m.group())
        if piece not in sources.shop_text and len(piece) >= _LONG_LABEL
    }
    plain = frozenset(m.group() for m in _WORD.finditer(fold(_REACH.sub(" ", fold(draft.context.review.whole)))))
    for match in _LABEL.finditer(draft.reading.folded):
        if match.group() in pieces - plain:
            yield match.span()


def _slander(draft: Draft) -> Iterator[tuple[int, int]]:
    """A word of crime, fraud or ruin, which no shop writes of anybody unless it deals in the matter."""
    words = draft.reading.words
    for place, word in enumerate(words):
        if _GRAVE.match(word.text) and word.text not in draft.shop_text:
            yield word.start, word.end
        if _is_slander(word.text, draft.context.language) and word.text not in draft.shop_text:
            beside = {near.text for near in words[max(0, place - 1) : place + 2]}
            if not (word.text == "lying" and beside & _LYING_SOMEWHERE):
                yield word.start, word.end


# "Left lying", "lying on the shelf".
_LYING_SOMEWHERE = frozenset(
    {
        "left",
        "leave",
        "on",
        "in",
        "at",
        "around",
        "about",
        "here",
        "there",
        "next",
        "with",
        "ready",
        "under",
        "between",
        "by",
        "unused",
        "idle",
    }
)


def _is_slander(word: str, language: str) -> bool:
    """German "liegen" is where a thing lies; only in Dutch is it a lie."""
    return bool(_SLANDER.match(word)) and not (language == "de" and word.startswith("lieg"))


class _Sources:
    """Where the words of a reply may come from, as stems."""

    def __init__(self, draft: Draft, found: orders.Orders) -> None:
        self._draft = draft
        self.found = found
        self.stop = draft.book.words.get("stop", frozenset())

    @kept
    def asked_text(self) -> str:
        asked = self.found.asked
        return _plain(f"{asked} {asked[::-1]}" if _BACKWARDS.search(fold(asked)) else asked)

    @kept
    def rest_text(self) -> str:
        return _plain(f"{self.found.rest.whole} {self.found.rest.author}")

    @kept
    def beside_text(self) -> str:
        """The sentences right before and after an order."""
        text, ordered = self._draft.context.review.text, self.found.passages
        spans = [(span.start, span.end) for span in split(text)]
        held = [any(a < end and start < b for a, b in ordered) for start, end in spans]
        beside = (n for n in range(len(spans)) if not held[n] and any(held[max(0, n - 1) : n + 2]))
        return _plain(" ".join(text[slice(*spans[n])] for n in beside))

    @kept
    def shop_parts(self) -> tuple[str, ...]:
        shop, found = self._draft.context.shop, self.found
        parts = (shop.name, shop.agent, *shop.sells, *shop.measures, *shop.contact.ways)
        clauses = (clause.text for clause in shop.policy.clauses)
        product = () if found.product_is_one or shop.product is None else (shop.product.name, *shop.product.facts)
        return (*parts, *clauses, *product, found.rest.product)

    @kept
    def shop_text(self) -> str:
        return fold(" ".join(self.shop_parts))

    @kept
    def skip(self) -> frozenset[str]:
        book = self._draft.book.words
        return self.stop | book.get("genre", frozenset()) | book.get("marks", frozenset())

    @kept
    def author(self) -> frozenset[str]:
        """The words of the name that is shown beside the review."""
        return frozenset(m.group() for m in _WORD.finditer(fold(self._draft.context.review.author)))

    @kept
    def asked(self) -> frozenset[str]:
        return _stems(self.asked_text)

    @kept
    def asked_words(self) -> frozenset[str]:
        """The words of the orders as they stand there."""
        return frozenset(m.group() for m in _WORD.finditer(self.asked_text))

    def asks_for(self, word: str) -> bool:
        """Whether the orders hold the word in some form: "sensitive" is no "sensible", though both begin alike."""
        at = courtesy.root(word)
        return at in self.asked and any(courtesy.root(w) == at and _alike(w, word) for w in self.asked_words)

    @kept
    def rest(self) -> frozenset[str]:
        return _stems(self.rest_text)

    @kept
    def own(self) -> frozenset[str]:
        return _stems(self.shop_text)

    @kept
    def courtesy(self) -> frozenset[str]:
        return courtesy.stems(self._draft.context.language)

    @kept
    def _whole_words(self) -> tuple[str, ...]:
        return tuple(
            m.group() for m in _WORD.finditer(f"{self.rest_text} {self.shop_text}") if len(m.group()) >= _PAIR_STEM
        )

    def names(self, word: str) -> bool:
        """Whether the customer, the shop or any shop uses this word, in whatever form."""
        word = _APOSTROPHE.split(word)[0]
        at = courtesy.root(word)
        return word in self.skip or at in self.rest or at in self.own or at in self.courtesy

    def uses(self, word: str) -> bool:
        """The same, and more than its first letters: "light" does not make "Lightmart" a known word."""
        word = _APOSTROPHE.split(word)[0]
        if word in self.skip:
            return True
        if any(c.isdigit() for c in word):
            return word in self._whole_words
        language, at = self._draft.context.language, courtesy.root(word)
        known = (w for w in (*self._whole_words, *courtesy.words(language)) if courtesy.root(w) == at)
        return any(_alike(w, word) for w in known) or (len(word) < _PAIR_STEM and self.names(word))

    def uses_exactly(self, word: str) -> bool:
        """Whether the customer, the shop or any shop uses the word as it stands."""
        word, language = _APOSTROPHE.split(word)[0], self._draft.context.language
        return word in self.skip or word in self._whole_words or word in courtesy.words(language) or not word.isalpha()

    def knows(self, word: str) -> bool:
        """Whether the word is one of the customer's, the shop's or anybody's."""
        if _is_slander(word, self._draft.context.language):
            return False
        if self.names(word):
            return True
        # "ledlamp" for the customer's "lamp": compounds are made anew in every reply
        return any(known in word for known in self._whole_words)


def _alike(one: str, other: str) -> bool:
    """Two forms of a word: the same but for their ends."""
    return one[: max(len(one), len(other)) - _ENDING] == other[: max(len(one), len(other)) - _ENDING]


def _plain(text: str) -> str:
    """Folded twice: as the checker folds, and with look-alike letters as the Latin ones they stand for."""
    return f"{fold(text)} {read(text).text}"


def _stems(text: str) -> frozenset[str]:
    return frozenset(courtesy.root(m.group()) for m in _WORD.finditer(text))


def _tells(word: str) -> bool:
    return len(_APOSTROPHE.split(word)[0]) >= _SHORTEST or any(c.isdigit() for c in word)


def _words(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """A telling word that stands in the orders and nowhere else. A model that was surely ordered about gets no other form of
    a known word out of them either.
    """
    strictly = draft.context.machine_written and sources.found.sure
    for word in draft.reading.words:
        told = word.text if _tells(word.text) else ""
        if not told or not sources.asks_for(told) or _is_small_figure(told):
            continue
        # "Lampkoning" holds the customer's "lamp", and is a name out of the order all the same
        used = sources.uses_exactly if strictly else sources.uses
        if not sources.knows(told) or (told in sources.asked_words and not used(told)):
            yield word.start, word.end


def _several_words(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """Two such words in one sentence, where the review only may give an order."""
    seen: dict[int, str] = {}
    for start, end in _words(draft, sources):
        index, word = draft.reading.sentence_at(start), draft.reading.folded[start:end]
        if seen.setdefault(index, word) != word:
            yield start, end


def _capitals(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
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


def _figures(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
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


def _pairs(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """Two telling words side by side in the orders, side by side in the reply, and in nothing else."""
    asked = _pairs_of(sources.asked_text, sources.stop) - _pairs_of(sources.rest_text, sources.stop)
    asked -= _pairs_of(sources.shop_text, sources.stop)
    reached = [(c.start, c.end) for c in draft.contacts]
    told = [w for w in draft.reading.words if _tells(w.text) and w.text not in sources.stop]
    for first, second in pairwise(w for w in told if not overlaps((w.start, w.end), reached)):
        pair = frozenset((first.text[:_PAIR_STEM], second.text[:_PAIR_STEM]))
        near = draft.reading.sentence_at(first.start) == draft.reading.sentence_at(second.start)
        if near and pair in asked:
            yield first.start, second.end


def _next_to_each_other(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """Two words side by side in the orders and in the reply, small ones included, that no shop and no customer puts so."""
    asked = _side_by_side(sources.asked_text) - _side_by_side(sources.rest_text) - _side_by_side(sources.shop_text)
    asked -= courtesy.pairs(draft.context.language)
    for first, second in pairwise(draft.reading.words):
        if (first.text, second.text) in asked and any(_is_news(w.text, sources) for w in (first, second)):
            yield first.start, second.end


def _side_by_side(text: str) -> set[tuple[str, str]]:
    return set(pairwise(m.group() for m in _WORD.finditer(text)))


def _is_news(word: str, sources: _Sources) -> bool:
    """A telling word that neither the customer nor the shop has used."""
    at = courtesy.root(word)
    return _tells(word) and word not in sources.stop and at not in sources.rest and at not in sources.own


def _ordered_sentences(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """A short sentence that is an order carried out word for word, or all of whose words stand in the orders."""
    usual, asked = courtesy.pairs(draft.context.language), f" {_spaced(sources.asked_text)} "
    for index in range(
        0 if draft.greeting is None else draft.greeting + 1, min(len(draft.reading.spans), draft.signoff_start)
    ):
        words = [w.text for w in draft.reading.words_of(index)]
        if not words or len(words) > _BRIEF:
            continue
        dictated = len(words) > 1 and f" {' '.join(words)} " in asked and not usual.issuperset(pairwise(words))
        all_asked = all(word in sources.asked_words or word in sources.stop for word in words)
        if dictated or (all_asked and any(_is_news(word, sources) for word in words)):
            yield draft.reading.spans[index].start, draft.reading.spans[index].end


def _spaced(text: str) -> str:
    return " ".join(m.group() for m in _WORD.finditer(text))


def _pairs_of(text: str, skip: frozenset[str]) -> set[frozenset[str]]:
    told = [m.group()[:_PAIR_STEM] for m in _WORD.finditer(text) if _tells(m.group()) and m.group() not in skip]
    return {frozenset(pair) for pair in pairwise(told)}


_AIMS = (
    "thanks", "empathy", "apology", "ownership", "responsibility", "solution", "promise_strong", "promise_vague", "offline", "improve",
    "strength", "compensation", "closing", "question", "say_no", "refund_topic", "return_topic", "warranty_topic",
)  # fmt: skip


def _aimless(draft: Draft, sources: _Sources) -> Iterator[tuple[int, int]]:
    """A brief sentence that does nothing that a reply does, and speaks of nothing that the customer told."""
    for index in range(
        0 if draft.greeting is None else draft.greeting + 1, min(len(draft.reading.spans), draft.signoff_start)
    ):
        words = [w.text for w in draft.reading.words_of(index)]
        told = any(_tells(w) and w not in sources.stop and courtesy.root(w) in sources.rest for w in words)
        if 0 < len(words) <= _SHORT and not told and not any(draft.reading.in_sentence(index, aim) for aim in _AIMS):
            yield draft.reading.spans[index].start, draft.reading.spans[index].end


def _strange(draft: Draft, sources: _Sources) -> Iterator[Note]:
    """A sentence about neither the customer's matter nor the shop's, in words of which too many come from nowhere.

    It blocks where next to nothing in it is known, and where the order was put in words that cannot be read here; less
    than that warns or is only mentioned, for a person may well have found words of their own.
    """
    hidden = sources.found.hides_its_words
    surely = None if draft.context.machine_written or sources.found.sure else Severity.WARN
    if hidden:
        yield from (Note("R-CLEAN", "obeyed", place) for place in _aimless(draft, sources))
    for index, span in enumerate(draft.reading.spans):
        words = [w.text for w in draft.reading.words_of(index) if _tells(w.text) and w.text not in sources.skip]
        unknown = [word for word in words if not sources.knows(word)]
        about = any(courtesy.root(word) in sources.rest for word in words)
        if not sources.found and any(draft.reading.in_sentence(index, aim) for aim in _AIMS):
            continue
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
