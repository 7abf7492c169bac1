"""Which passages of a review speak to the writer of a reply instead of about an order, and what is left without them.

A reading by many weak marks (``prompts/lexicons/orders.yaml``): commands to speak, talk of replies and instructions,
roles, forms, markup, encoded blocks, letters taken apart; and by meaning (``plugin.language.order_reader``). It decides
nothing by itself: the passages are left out of what a writer reads, and a reply that takes something up out of them is a
reply that obeyed (guideline R-CLEAN).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from plugin.data import read_yaml
from plugin.language import order_reader, sentences
from plugin.language.cleaning import clean
from plugin.language.needles import needles_of
from plugin.language.patterns import Matcher, Pattern
from plugin.language.reading import read
from plugin.words import ReviewText

_BLOB = re.compile(r"(?<![\w/+.@-])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{16,}={0,2}(?![\w@])")
_HEX = re.compile(r"(?<!\w)(?:(?:0x)?[0-9a-fA-F]{2}[\s,]){5,}|(?<!\w)[01]{7,8}(?:\s[01]{7,8}){2,}")
_LEET = re.compile(r"(?<!\w)(?=(?:\d*[^\W\d_]){4})[^\W\d_]*\d[^\W\d_]+\d[^\W\d_]+(?!\w)")
_MORSE = re.compile(r"(?<!\S)[.\-·–]{1,5}(?: [.\-·–]{1,5}){3,}(?!\S)")
_APART = re.compile(
    r"(?<![\w'’-])(?:[^\W\d_][ .*_\-·]){4,}[^\W\d_](?![\w'’])|(?<![\w'’-])(?:[^\W\d_]-){3,}[^\W\d_](?!\w)"
    r"|(?<!\S)[^\W\d_] (?:[^\W_] ){3,}[^\W_](?!\S)"
)
_FLAGS = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]\\s?){3,}|[\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\u24b6-\u24e9]"
)
_MIXED = re.compile(r"(?<!\w)(?=\w*[a-zA-Z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])\w{3,}")
_MOST_NAME_WORDS = 5
_NAME_COMMAND = re.compile(
    r"(?i)https?:|www\.|\w\.(?:[a-z]{2,7})\b(?=\W*$)|\b(?:dot|punt|punkt) (?:com|nl|de|net)\b|@|[<>{}\[\]|;=]|\b(?:ignore|ignoreer|negeer|ignorier\w*|system|admin|scam\w*|oplicht\w*|betrüg\w*|fraud|dief|dieven|"
    r"thief|thieves|nazi|fuck\w*|kut\w*|hoer|arsch\w*|scheiß\w*|sucks|boycot\w*|boykott\w*|avoid|refund|korting|discount|rabatt|free|gratis|"
    r"kills?|nooit|never|nie|kauft|koop|buy)\b"
)
_NAME_ORDER = re.compile(
    r"(?i)https?:|www\.|\w\.(?:[a-z]{2,7})\b(?=\W*$)|\b(?:dot|punt|punkt) (?:com|nl|de|net)\b|[<>{}\[\]|;=]|\b(?:ignore|ignoreer|negeer|ignorier\w*|"
    r"system|admin|korting|discount|rabatt|gratis)\b"
)
_CAPITALS_INSIDE = 3  # in a run of letters: more than any name of a product has
_Spans = tuple[tuple[int, int], ...]
_LONGEST = 8000  # code points read: a command further down is cut off with the rest of the review


@dataclass(frozen=True, slots=True)
class Orders:
    """``passages``: places in ``ReviewText.text``. ``asked``: all that was read as an order, title and names included.

    ``rest`` is the review without it: blanks of the same length in the text, so that every place stays where it was.
    """

    passages: tuple[tuple[int, int], ...]
    asked: str
    rest: ReviewText
    product_is_one: bool = False
    hides_its_words: bool = False  # a role, a form, a translation, an encoding: what is ordered cannot be read in it
    doubtful: tuple[tuple[int, int], ...] = ()  # sentences that may be orders: nothing is quoted out of them
    sure: bool = False  # one of them is an order beyond doubt, by its meaning or by its form
    faint: bool = False  # no more than a trace of one anywhere
    firm: bool = False  # sure, nearly so by its meaning, or heard by it and by a mark that is too weak by itself
    plain: tuple[tuple[int, int], ...] = ()  # of the passages, what is one by both readings or beyond doubt
    plainly: str = ""  # their text and the title's, without the reasons given for it
    told: ReviewText | None = (
        None  # the review without what is plainly an order, for who only decides; None without orders
    )

    def __bool__(self) -> bool:
        return bool(self.asked)


@lru_cache(maxsize=512)
def find(review: ReviewText) -> Orders:
    """Read a review for orders. Pure; one to three milliseconds for a long review, remembered for the last ones."""
    read_through = _read_through(review.text[:_LONGEST])
    title = bool(review.title) and _is_heard(_surely((review.title,)))[0]
    product = bool(review.product) and is_plain_order(review.product)
    author = bool(_NAME_ORDER.search(review.author)) or is_plain_order(review.author)
    sure = order_reader.sure()
    beyond_doubt = (
        read_through.structure is not None
        or any(score >= sure for score in read_through.surely)
        or (title and _surely((review.title,))[0] >= sure)
    )
    named = (title, author, product)
    found = _without(review, read_through.passages(), read_through.doubtful(), named, beyond_doubt)
    if not found:
        return found
    plain = _plain(read_through, found.passages)
    parts = [*([review.title] if title else []), *(review.text[start:end] for start, end in plain)]
    plainly = "\n".join(_REASON.sub(" ", part) for part in parts)
    firm = beyond_doubt or any(
        score >= sure * _NEARLY or (score >= order_reader.likely() and n in read_through.hinted)
        for n, score in enumerate(read_through.surely)
    )
    told = replace(found.rest, text=_blanked(review.text, plain))
    return replace(found, plain=plain, plainly=plainly, told=told, firm=firm)


@lru_cache(maxsize=512)
def suspected(review: ReviewText, doubted_too: _Spans = (), *, title_too: bool = False) -> Orders:
    """The same, with all that may be an order and all that may belong to one: what it points back at ("confirm exactly
    that"), what goes on behind it, a shown name that says something. One ordinary review in five holds such a sentence.

    A person's text is not held against it. A model's is: it has no need of any word out of such a place. ``doubted_too`` are
    places that another reader doubts (``order_guard.suspected``), and ``title_too`` tells whether it doubts the title.
    """
    plain = find(review)
    read_through = _read_through(review.text[:_LONGEST])
    doubted = order_reader.likely() * _DOUBTED
    title = bool(review.title) and (review.title in plain.asked or _surely((review.title,))[0] >= doubted)
    author = (
        is_no_name(review.author) or is_plain_order(review.author) or bool(_CODED_NAME.fullmatch(review.author.strip()))
    )
    title = title or title_too or (bool(review.title) and _is_hinted(review.title))
    hostile = (
        bool(plain) or title or author or bool(read_through.hinted) or any(s >= doubted for s in read_through.surely)
    )
    named = (title, author, plain.product_is_one)
    suspects = read_through.suspects(hostile=hostile)
    passages = tuple(sorted({*suspects, *doubted_too})) if doubted_too else suspects
    taken = _without(review, passages, read_through.doubtful(), named, plain.sure)
    return replace(taken, faint=not (hostile or doubted_too))


def _plain(read_through: _ReadThrough, passages: _Spans) -> _Spans:
    """What of the orders is beyond doubt: both readings agree on it, its meaning alone leaves none, or its form gives it away."""
    start = len(read_through.text) if read_through.structure is None else read_through.structure
    found: list[tuple[int, int]] = []
    for begins, ends in passages:
        text = read_through.text[begins:ends]
        goes_on = bool(found) and _goes_on(read_through.text[slice(*found[-1])], text)
        if begins >= start or goes_on or _is_certain(text):
            found.append((begins, ends))
    return tuple(found)


def _is_certain(text: str) -> bool:
    told = _without_requests(text)
    if _is_markup_or_disguise(told):
        return True
    meaning = order_reader.scores([_calm(told[:_MOST_CHARS])])[0] if _WORDS.search(told) else 0.0
    return meaning >= order_reader.sure() or (meaning >= order_reader.likely() * _AGREES and _orders_plainly(told))


_NEARLY = 0.98  # of the mark beyond which there is no doubt
_AGREES = 0.5  # of the mark: beside a pattern, its meaning need not tell of an order by itself


# Why it is ordered: 'so that I know you read this'. What stands in it was not ordered.
_REASON = re.compile(
    r"(?i)[,;] (?:dan (?:weet|zie|geloof)|zodat|want|omdat|dann (?:weiß|weiss|seh|glaub)\w*|damit|sodass|weil|denn|so that|so (?:i|we)(?!\w)|"
    r"then (?:i|we)(?!\w)|because|since)[^.!?\n]*"
)


def _without(
    review: ReviewText, passages: _Spans, doubtful: _Spans, named: tuple[bool, bool, bool], sure: bool
) -> Orders:
    """The review taken apart. ``named`` tells of its title, author and product whether they are orders too."""
    title, author, product = (
        words if is_one else ""
        for words, is_one in zip((review.title, review.author, review.product), named, strict=True)
    )
    asked = "\n".join(part for part in (title, *(review.text[a:b] for a, b in passages), author, product) if part)
    if not asked:
        return Orders((), "", review, doubtful=doubtful)
    rest = replace(
        review,
        text=_blanked(review.text, passages),
        title="" if title else review.title,
        author="" if author else review.author,
        product="" if product else review.product,
    )
    return Orders(passages, asked, rest, bool(product), _hides_its_words(asked), doubtful, sure)


def _blanked(text: str, passages: _Spans) -> str:
    """The text with blanks in place of these passages, so that every place stays where it was."""
    for start, end in passages:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class _ReadThrough:
    """A text's sentences with how surely each is an order; ``structure`` is where markup or a made-up conversation begins."""

    text: str
    spans: _Spans
    surely: tuple[float, ...]
    structure: int | None

    def passages(self) -> _Spans:
        """Sentences with an order in them; behind markup and the headers of a made-up conversation, all that follows."""
        found: list[tuple[int, int]] = []
        for (start, end), ordered in zip(self.spans, _is_heard(self.surely), strict=True):
            if ordered or (found and _goes_on(self.text[slice(*found[-1])], self.text[start:end])):
                found.append((start, end))
        return (*found, *self._behind_structure())

    def _behind_structure(self) -> _Spans:
        at = self.structure
        return () if at is None else tuple((s.start + at, s.end + at) for s in sentences.split(self.text[at:]))

    def doubtful(self) -> _Spans:
        """The sentences that may be orders."""
        doubted = order_reader.likely() * _DOUBTED
        return tuple(span for span, score in zip(self.spans, self.surely, strict=True) if score >= doubted)

    def suspects(self, *, hostile: bool) -> _Spans:
        """The sentences that may be orders or belong to one; in a hostile review a trace of one is enough."""
        mark = order_reader.possible() * (_TRACE if hostile else 1)
        held = {n for n, score in enumerate(self.surely) if score >= mark}
        heard = set(self.passages())
        held |= {n for n, span in enumerate(self.spans) if span in heard} | self.hinted
        if hostile:
            held |= {n - 1 for n in held if n and self._points_back(n)}
        return (*(self.spans[n] for n in sorted(held)), *self._behind_structure())

    @property
    def hinted(self) -> frozenset[int]:
        """The sentences that bear a mark of being meant for the writer, however little they mean one."""
        return _hinted(self)

    def _points_back(self, n: int) -> bool:
        """Whether a sentence orders what stands before it: "so kindly say it", "zet dat er zwart op wit bij"."""
        words = _WORDS.findall(self.text[slice(*self.spans[n])].lower())
        return len(words) <= _BRIEF_ORDER and (len(words) <= _A_FEW or not _BACK.isdisjoint(words))


@lru_cache(maxsize=512)
def _hinted(read_through: _ReadThrough) -> frozenset[int]:
    texts = (read_through.text[start:end] for start, end in read_through.spans)
    return frozenset(n for n, text in enumerate(texts) if _is_hinted(text))


def _is_hinted(text: str) -> bool:
    return _hints().found_in(read(clean(_without_requests(text))).text)


@cache
def _hints() -> Matcher:
    lines = _lines(read_yaml("lexicons", "orders.yaml")["hints"])
    return Matcher(Pattern(regex, needles_of(regex)) for regex in map(_compiled, lines))


@lru_cache(maxsize=512)
def _read_through(text: str) -> _ReadThrough:
    structure = _first_structure(text)
    spans = _sentences(text if structure is None else text[:structure])
    return _ReadThrough(text, spans, _surely(tuple(text[start:end] for start, end in spans)), structure)


def _sentences(text: str) -> _Spans:
    """The sentences of a text; where it is written without capitals, a small letter may begin one too."""
    spans = tuple((span.start, span.end) for span in sentences.split(text))
    if _BEGINS_LARGE.search(text):
        return spans
    found: list[tuple[int, int]] = []
    for start, end in spans:
        begins = start
        for match in _ENDS_SMALL.finditer(text, start, end):
            found.append((begins, match.end()))
            begins = match.end() + 1
        found.append((begins, end))
    return tuple(found)


_BEGINS_LARGE = re.compile(r"^\W*[A-ZÄÖÜ][a-zäöüß]|[.!?]\s+[A-ZÄÖÜ][a-zäöüß]")
# A word of some length and its full stop: 'ca. 5', 'z.b. der' and 'bzw. die' end no sentence.
_ENDS_SMALL = re.compile(
    r"(?<![\w.])(?!(?:bzw|ca|etc|usw|evtl?|inkl|incl|nr|no|dr|st|vgl|resp|excl|exkl|max|min|tel|art|o\.a|z\.b)\.)[\w%]+[)\"“”«»'’]?[.!?]+(?=\s[a-zäöüß])"
)


@lru_cache(maxsize=512)
def _surely(texts: tuple[str, ...]) -> tuple[float, ...]:
    """How surely each sentence is an order, 0 to 1, by either reading: 1 where the patterns hear one and its meaning does not
    speak against it ("they insisted on typing the password themselves" is as far from an order as words can be).
    """
    told = [_without_requests(text) for text in texts]
    plain = [_orders_plainly(text) for text in told]
    hidden = [found and _is_markup_or_disguise(text) for found, text in zip(plain, told, strict=True)]
    read_on = [n for n, text in enumerate(told) if not hidden[n] and _WORDS.search(text)][:_MOST_READ]
    heard = dict(zip(read_on, order_reader.scores([_calm(told[n][:_MOST_CHARS]) for n in read_on]), strict=True))
    return tuple(_both(heard.get(n, 1.0)) if found else heard.get(n, 0.0) for n, found in enumerate(plain))


def places_to_hear(text: str) -> list[tuple[tuple[int, int], str]]:
    """The sentences of a text as a reader of meaning is given them, each with its place; a very long one in pieces that overlap."""
    text = text[:_LONGEST]
    pieces = (piece for span in _sentences(text) for piece in _pieces(*span))
    return [(piece, _calm(text[slice(*piece)])) for piece in pieces if _WORDS.search(text, *piece)]


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > _MOST_CHARS:
        while end - start > _PIECE:
            yield start, start + _PIECE
            start += _PIECE // 2
    yield start, end


def _calm(text: str) -> str:
    """Capitals throughout are no order by themselves, nor do they hide one: the encoder met few of them."""
    return text.capitalize() if text.isupper() and len(text) >= _A_SHOUT else text


_A_SHOUT = 12  # characters: shorter ones are codes and names


def _both(meaning: float) -> float:
    """What a sentence scores in which the patterns hear an order, by what it means."""
    possible = order_reader.possible()
    if meaning >= possible:
        return 1.0
    return max(meaning, order_reader.likely() if meaning >= _FAR_FROM_ONE else possible)


def _is_heard(surely: Sequence[float]) -> list[bool]:
    """Which sentences are orders; beside one that is, half as much is enough."""
    mark = order_reader.likely()
    if any(score >= mark for score in surely):
        mark *= _BESIDE
    return [score >= mark for score in surely]


def _without_requests(text: str) -> str:
    """A sentence without what it asks of any shop: to put a label in, to send a part, to state the sizes."""
    folded = read(text)
    for match in reversed([*_requests().finditer(folded.text)]):
        start, end = folded.place(*match.span())
        text = f"{text[:start]} {text[end:]}".strip()
    return text


@cache
def _requests() -> re.Pattern[str]:
    """At the beginning of a clause a verb of giving, then nothing but words, then a thing that comes with an order."""
    raw = read_yaml("lexicons", "orders.yaml")["requests"]
    verbs, things, fillers = ("|".join(_lines(raw[name])) for name in ("verbs", "things", "fillers"))
    return re.compile(
        rf"(?:(?<=[.,;!?])\s|^\W*)(?:{fillers})*(?:{verbs})\s(?:(?!(?:{raw['never']})(?!\w))\w+\s){{0,5}}?(?:{things})"
        rf"(?!\w)(?:\s(?:{raw['ends']})(?!\w))*(?=\s*(?:[.,!;]|$|\s(?:because|omdat|want|weil)))"
    )


_WORDS = re.compile(r"[^\W\d_]{2,}")
_MOST_READ = 24  # sentences of one review that the reader of meaning is asked about
_MOST_CHARS = 400  # of one sentence
_PIECE = 160  # of a longer one: among many words a few are not heard
# Below this no pattern makes a sentence an order: of 369 orders that patterns know, nine score so little.
_FAR_FROM_ONE = 0.01
_BESIDE = 0.5  # of the mark, where the review gives an order elsewhere
_DOUBTED = 0.35  # of the mark: two genuine sentences in a hundred, and most of the orders that pass for none
_TRACE = 0.06  # of the lowest mark, in a review that is hostile elsewhere
_BRIEF_ORDER, _A_FEW = 12, 4  # words
_BACK = frozenset(
    ["that", "it", "this", "so", "dat", "dit", "het", "zo", "das", "es", "dies", "dieses", "genauso", "them", "ze"]
)
_OFFERED = re.compile(r"(?<!\w)bot(?!\w)")  # "was das Holz bot, war wenig"; in Dutch, blunt
_CODED_NAME = re.compile(r"(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z0-9+/]{16,}={0,2}")
_OPEN = re.compile(r"[:,\-–(\[]\s*$")
_QUOTES = re.compile(r"[\"“”„«»]")


def _goes_on(before: str, here: str) -> bool:
    """Whether an order runs on: it ends on a colon, or opens a quotation that ends in the next sentence."""
    return bool(_OPEN.search(before.rstrip())) or (len(_QUOTES.findall(before)) % 2 == 1 and bool(_QUOTES.search(here)))


def _first_structure(text: str) -> int | None:
    folded = read(text)
    places = [folded.place(*m.span())[0] for pattern in _markup() if (m := pattern.search(folded.text))]
    return min(places) if places else None


def is_plain_order(text: str) -> bool:
    """Whether the patterns alone read this as an order to the writer."""
    if not text.strip():
        return False
    folded = read(clean(text)).text
    return _strong().found_in(folded) or _is_markup_or_disguise(text)


def _orders_plainly(text: str) -> bool:
    """The same, but for what customers tell of themselves: "I asked for the small one, wrote it in the comment field"."""
    return is_plain_order(text) and not _is_told(text)


def _is_told(text: str) -> bool:
    """Whether a sentence tells what the customer did, and neither quotes anything nor speaks of the reply."""
    return bool(_TOLD.match(text)) and not _OF_THE_REPLY.search(text) and not is_addressed_to_the_writer(text)


# First person, past tense, as the first thing said; whoever then commands something does so in a clause of its own.
_TOLD = re.compile(
    r"(?i)^\W*(?:and |but |also |en |maar |und |aber )?(?:(?:i|we)(?: had| have|'d|'ve)?(?: also| already| even| clearly| specifically| explicitly| then)* "
    r"(?:asked|wrote|told|said|mentioned|requested|ordered|put|named|noted|typed|stated|explained|sent|reported|written|called|chose|picked|entered)|"
    r"(?:ik|wij|we) (?:vroeg(?:en)?|schreef|schreven|zei(?:den)?|vermeldde[n]?|noemde[n]?|meldde[n]?|bestelde[n]?|gaf|gaven|zette[n]?|typte[n]?|stuurde[n]?|koos|kozen|"
    r"(?:heb|hebben|had|hadden) [^.!?:]{0,120}?(?:gevraagd|geschreven|gezegd|vermeld|genoemd|gemeld|besteld|gegeven|gezet|gestuurd|doorgegeven|ingevuld|gekozen))|"
    r"(?:ich|wir) (?:schrieb(?:en)?|bat(?:en)?|sagte[n]?|fragte[n]?|nannte[n]?|bestellte[n]?|gab(?:en)?|meldete[n]?|schickte[n]?|wählte[n]?|erwähnte[n]?|"
    r"(?:habe?|haben|hatten?) [^.!?:]{0,120}?(?:gebeten|geschrieben|gesagt|gefragt|genannt|bestellt|angegeben|gemeldet|geschickt|gewählt|erwähnt|eingetragen|verlangt)))"
    r"(?!\w)"
)
_OF_THE_REPLY = re.compile(
    r"(?i)[:;\"„“”«»]|(?<!\w)(?:your|this|the|je|jullie|uw|jouw|dit|het|deine[rm]?|eure[rm]?|ihre[rm]?|dieser?|die|der) "
    r"(?:repl(?:y|ies)|response|answers?|antwoord|reactie|weerwoord|antwort|reaktion|replik)(?!\w)"
)


def is_addressed_to_the_writer(text: str) -> bool:
    """Whether a text names instructions, a writing machine or markup: the kinds that no reply has a reason for."""
    folded = _OFFERED.sub(" ", read(clean(text)).text)
    return any(pattern.search(folded) for pattern in (*_kind("machine"), *_markup()))


def _is_markup_or_disguise(text: str) -> bool:
    """What has no meaning that could be read: tags, headers of a made-up conversation, encoded or broken letters."""
    folded = read(clean(text)).text
    return _is_disguised(text) or any(pattern.search(folded) for pattern in _markup())


def is_message(author: str) -> bool:
    """A shown name that is a message: a link, a command, an insult, a sentence."""
    words = author.split()
    says = len(words) > 1 and bool(_no_name("says").search(author)) and not _tells_what_they_do(words)
    return says or bool(_NAME_COMMAND.search(author)) or len(words) > _MOST_NAME_WORDS


def _tells_what_they_do(words: list[str]) -> bool:
    first, *rest = words
    return len(rest) == 1 and bool(_no_name("tells").fullmatch(rest[0])) and not _no_name("says").search(first)


def is_no_name(author: str) -> bool:
    """A shown name that nobody has to be called by: a message, a rank with something behind it ("Duke of Refunds"), a code, or
    a slogan, be it in one word ("LampsForNothing").
    """
    if is_message(author) or (len(author.split()) > 1 and bool(_no_name("ranks").search(author))):
        return True
    named = _ADORNMENT.sub("", author)
    if (
        any(map(_is_code, named.split()))
        or _NO_LETTERS_OF_A_NAME.search(named)
        or (author.strip() and not named.strip())
    ):
        return True
    if len(author.split()) >= _MANY_WORDS and _no_name("speaks").search(author):
        return True
    apart = spread_name(author)
    if len(apart.split()) < _SEVERAL:
        return False
    says = apart != author and (_no_name("says").search(apart) or _NAME_COMMAND.search(apart))
    return bool(says or _no_name("slogans").search(apart))


def spread_name(author: str) -> str:
    """A shown name with the words apart that it writes as one: "BuyElsewhere", "buy_elsewhere", "gratis50"."""
    return " ".join(_SEAMS.sub(" ", author).split())


_SEVERAL = 2
_SHORTEST_CODE = 5  # characters: "K2" and "JB07" are what people call themselves
_MANY_WORDS = 3
_MANY_CHANGES = 3  # from letters to figures and back, in one word


def _is_code(word: str) -> bool:
    """Capitals and figures ("LICHT4", "T7-QX-88"), or letters and figures by turns ("x9F-QT2")."""
    if len(word) < _SHORTEST_CODE or _BORN_THEN.fullmatch(word):
        return False
    kinds = [char.isdigit() for char in word if char.isalnum()]
    if sum(one != other for one, other in pairwise(kinds)) >= _MANY_CHANGES:
        return True
    return True in kinds and word.upper() == word and any(char.isalpha() for char in word)


# "MARIA1985", "ANNA87": a year of birth. Codes of a discount have round figures.
_BORN_THEN = re.compile(r"[^\W\d_]{3,}(?:19[3-9]\d|20[01]\d|[4-9][1-46-9]|0[1-46-9])")
_NO_LETTERS_OF_A_NAME = re.compile(r"[#%€$£=\\|]")
# "Lisa 🌸", "Tom 🇳🇱", and "M***" where a platform hides the rest: a name all the same. Of pictures alone nobody is called.
_ADORNMENT = re.compile(r"[*\u200d\ufe0f\u2190-\u21ff\u2600-\u27bf\U0001f000-\U0001faff]")
_SEAMS = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ\d])|(?<=\d)(?=[^\W\d_])|[-_#]+")


@cache
def _no_name(kind: str) -> re.Pattern[str]:
    """``ranks``: what a shown name begins with that is none; the others: what it holds where it says something."""
    words = "|".join(_lines(read_yaml("lexicons", "orders.yaml")["no_names"][kind]))
    return re.compile(
        rf"(?i)\b(?:{words})\b" if kind != "ranks" else rf"(?i)^\W*(?:[^\W\d_]{{6,}}ste\s)?(?:{words})(?!\w)(?=\W+\w)"
    )


def _hides_its_words(asked: str) -> bool:
    folded = read(clean(asked)).text
    return _is_disguised(asked) or any(pattern.search(folded) for pattern in _kind("role", "form"))


def _is_disguised(text: str) -> bool:
    """Encoded, taken apart, or spelled with letters of two alphabets."""
    if any(pattern.search(text) for pattern in (_HEX, _APART, _FLAGS, _MIXED, _LEET, _MORSE)):
        return True
    return any(sum(c.isupper() for c in m.group()[1:]) >= _CAPITALS_INSIDE for m in _BLOB.finditer(text))


@cache
def _strong() -> Matcher:
    return Matcher(
        Pattern(regex, needles_of(regex)) for regex in _kind(*read_yaml("lexicons", "orders.yaml")["strong"])
    )


@cache
def _kind(*names: str) -> tuple[re.Pattern[str], ...]:
    raw = read_yaml("lexicons", "orders.yaml")
    say = "|".join(word.strip() for word in raw["say"].split("|"))
    lines = [line for name in names for line in _lines(raw["strong"][name])]
    return tuple(_compiled(line.replace("{say}", say).replace("{text}", raw["text"])) for line in lines)


@cache
def _markup() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in _lines(read_yaml("lexicons", "orders.yaml")["markup"]))


def _lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip() and not line.startswith("# ")]


def _compiled(line: str) -> re.Pattern[str]:
    """Whole words; what ends on a sign ends there."""
    return re.compile(rf"(?<!\w)(?:{line})(?:(?<=\W)|(?!\w))")
