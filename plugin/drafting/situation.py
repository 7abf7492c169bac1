"""Everything about a review that a decision rests on, gathered once: points, signals, tone, personal data, durations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from plugin.drafting import ills
from plugin.drafting import signals as signal_patterns
from plugin.drafting.heard_points import complete
from plugin.drafting.marked import places_of_clauses
from plugin.drafting.points import HIGH_STARS, LOW_STARS, find_points
from plugin.drafting.reader import UNREAD, ReadReview, read_review
from plugin.drafting.said import GENERAL_PRAISE
from plugin.drafting.signals import Signals
from plugin.drafting.timing import Timing
from plugin.kept import kept
from plugin.language import figures, lexicons, personal_data, trades
from plugin.language.personal_data import PersonalData
from plugin.language.reading import Reading, read
from plugin.shop import ShopProfile
from plugin.words import Point, ReviewText, Sentiment

# Labels that say what went wrong with an order, as against a mere verdict on the shop.
MERE_VERDICTS = frozenset({"other", "trust", "service", "service-rude", "price", "colour"})
_SARCASTIC_MARKS = re.compile("[👏🙄🤡🙃]")
_QUOTED = re.compile(r"[\"'„“”‚‘’«»]\s*(\w+(?:\s\w+)?)\s*[\"'“”‘’»«]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_LETTERS = 12
_MOSTLY = 0.5
_HEATED_WORDS = 2
_A_WORD_OR_TWO = 3  # "Thank you!", "Note 1"
_LEAST_LEFT = 8  # characters of praise that still say something
_A_FACT = 4  # words of the shortest sentence that tells what happened
_HURT = frozenset({"injury"})
_HEALERS = frozenset({"medical"})  # trades that an injury leads to: their words are no sign of another business
Told = TypeVar("Told")
_KINDS_OF_A_PERSON = frozenset({"email", "phone", "iban", "bsn", "card", "address", "postcode", "birth-date"})


@dataclass(frozen=True)
class Situation:
    """``points`` lie in ``review.text``; ``title_points`` only help to decide."""

    review: ReviewText
    shop: ShopProfile
    language: str
    points: tuple[Point, ...]
    title_points: tuple[Point, ...]
    signals: Signals
    reading: Reading
    about_author: Signals
    personal: tuple[PersonalData, ...]
    heard: ReadReview

    def once(self, told: Callable[[Situation], Told]) -> Told:
        """What this function tells of the review, computed when first asked for and kept."""
        if told not in self._told:
            self._told[told] = told(self)
        answer: Told = self._told[told]
        return answer

    @kept
    def _told(self) -> dict[object, Any]:
        return {}

    @property
    def rating(self) -> int | None:
        return self.review.rating

    @property
    def is_low(self) -> bool:
        return self.rating is not None and self.rating <= LOW_STARS

    @property
    def is_high(self) -> bool:
        return self.rating is not None and self.rating >= HIGH_STARS

    @kept
    def words(self) -> int:
        """Words of the title and the text together."""
        return len(_WORD.findall(self.review.whole))

    @kept
    def complaints(self) -> frozenset[str]:
        """The labels of what the customer complains of, the title's included."""
        return _labels((*self.points, *self.title_points), Sentiment.NEGATIVE)

    def words_beside(self, *signals: str) -> int:
        """How many words stand outside the words of these signals."""
        spans = [span for name in signals for span in self.signals.places.get(name, ())]
        words = [match.span() for match in _WORD.finditer(self.reading.text)]
        return sum(not any(start < b and a < end for a, b in spans) for start, end in words)

    def complaints_beside(self, *signals: str) -> frozenset[str]:
        """The labels of the complaints whose words are not those of one of these signals."""
        shift = len(self.review.whole) - len(self.review.text)
        spans = [self.reading.place(*span) for name in signals for span in self.signals.places.get(name, ())]
        beside = [
            p for p in self.points if not any(p.start + shift < end and start < p.end + shift for start, end in spans)
        ]
        return _labels((*beside, *self.title_points), Sentiment.NEGATIVE)

    @kept
    def praises(self) -> frozenset[str]:
        return _labels((*self.points, *self.title_points), Sentiment.POSITIVE)

    @kept
    def questions(self) -> tuple[Point, ...]:
        return tuple(p for p in self.points if p.sentiment is Sentiment.QUESTION)

    @property
    def tells_of_own_order(self) -> bool:
        """Whether they speak of an order of their own; "I never ordered here" is not one."""
        denied = self.signals.places.get("hearsay", ())
        told = self.signals.places.get("own-order", ())
        return self.has_order_number or any(not any(a < last and first < b for a, b in denied) for first, last in told)

    @kept
    def is_too_late(self) -> bool:
        """Past the return term and beyond the shop's leniency, as far as the text tells."""
        over = self.days_over
        return over is not None and over > self.shop.policy.leniency_days

    @kept
    def is_slightly_late(self) -> bool:
        """Past the return term, but within the shop's leniency."""
        over = self.days_over
        return over is not None and 0 < over <= self.shop.policy.leniency_days

    @property
    def days_over(self) -> float | None:
        """Days past the return term, negative inside it; None where the text does not tell."""
        if self.timing.past_term is not None:
            return self.timing.past_term
        if self.timing.since is None:
            return None
        return self.timing.since - self.shop.policy.withdrawal_days

    @kept
    def is_genuine(self) -> bool:
        """A real complaint: something went wrong with an order, or the customer tells of their own order."""
        if self.complaints - MERE_VERDICTS:
            return True
        return bool(self.complaints) and self.signals.has("own-order", "order-story")

    @kept
    def is_their_doing(self) -> bool:
        """They say that it was their own mistake; not that the shop says so."""
        return self.signals.has("own-fault") and not self.signals.has("accused")

    @kept
    def states_what_happened(self) -> bool:
        """Under one or two stars a plain fact ("keyboard layout is German"), as against a verdict ("what a mess")."""
        if not self.is_low or self.language not in lexicons.LANGUAGES or self.signals.has("own-view"):
            return False
        verdicts = lexicons.load(self.language).negative_words
        said = [read(self.review.text[p.start : p.end]).text for p in self.points if p.label == "other"]
        return any(len(_WORD.findall(text)) >= _A_FACT and not verdicts.found_in(text) for text in said)

    @kept
    def is_sarcastic(self) -> bool:
        """Praise that means its opposite; of many stars only where nothing particular is praised and something went
        wrong ("Oh brilliant, a tent with one pole missing").
        """
        if self.is_high:
            wrong = self.complaints - MERE_VERDICTS
            return bool(wrong) and self.praises <= GENERAL_PRAISE and self.signals.has("sarcasm")
        text = self.review.whole
        if not (self.praises or self.complaints):
            return False
        marks = bool(_SARCASTIC_MARKS.search(text)) or self._quotes_praise(text)
        if self.is_low:
            return marks or self.signals.has("sarcasm")
        return self.signals.has("sarcasm") and bool(self.complaints)

    def _quotes_praise(self, text: str) -> bool:
        if self.language not in lexicons.LANGUAGES:
            return False
        good = lexicons.load(self.language).positive_words
        quoted = [read(match.group(1)).text for match in _QUOTED.finditer(text)]
        return any(good.found_in(word) for word in quoted)

    @kept
    def is_shouting(self) -> bool:
        letters = _LETTER.findall(self.review.text)
        return len(letters) >= _ENOUGH_LETTERS and sum(c.isupper() for c in letters) > _MOSTLY * len(letters)

    @kept
    def is_angry(self) -> bool:
        """Anger that shows: strong words twice over, or once with capitals or exclamation marks."""
        if self.is_high:
            return False
        words = self.signals.count("anger") + self.signals.count("abuse") + self.signals.count("threat")
        loud = self.is_shouting or self.review.whole.count("!") > 1
        return words >= _HEATED_WORDS or (words >= 1 and loud) or (self.is_shouting and self.is_low)

    @property
    def is_lukewarm(self) -> bool:
        """Three stars and no more than a word of general approval ("ok")."""
        return not self.is_low and not self.is_high and self.rating is not None and self.praises == {"praise"}

    @property
    def praises_throughout(self) -> bool:
        """Praise in every part or of several things, and no span of time in it: one star under this is a slip."""
        outside = self.review.text
        for point in sorted(self.points, key=lambda p: p.start, reverse=True):
            if point.sentiment is Sentiment.POSITIVE:
                outside = outside[: point.start] + outside[point.end :]
        spans_time = any(figure.kind == "duration" for figure in figures.find(self.review.whole, self.language))
        late = spans_time and "praise-delivery" not in self.praises
        whole = len(_WORD.findall(outside)) <= _A_WORD_OR_TWO or len(self.praises) > 1
        return bool(self.praises) and whole and not late

    @kept
    def data_of_a_person(self) -> bool:
        """Details that tell who or where someone is."""
        return any(item.kind in _KINDS_OF_A_PERSON for item in self.personal)

    @kept
    def has_order_number(self) -> bool:
        return any(item.kind == "order-number" for item in self.personal)

    @kept
    def links(self) -> tuple[str, ...]:
        return tuple(item.text.lower() for item in self.personal if item.kind == "url")

    @kept
    def is_ill(self) -> bool:
        """Whether something is plainly wrong with what came: vermin, stench, out of date."""
        return bool(ills.places(self.reading, self.language, "ills"))

    @kept
    def tells_of_goods(self) -> bool:
        """Whether a fault of goods or their coming is told, and no other place is named where it may have been."""
        told = any(ills.places(self.reading, self.language, kind) for kind in ("ills", "faults", "came"))
        return told and not ills.places(self.reading, self.language, "places")

    @kept
    def is_faulty_alone(self) -> bool:
        """Whether a fault is told, and no word of praise stands anywhere."""
        if not ills.places(self.reading, self.language, "faults"):
            return False
        return not lexicons.load(self.language).positive_words.found_in(self.reading.text)

    @kept
    def came_ill(self) -> bool:
        """Whether what came is what is wrong: snails in the parcel."""
        there = [bool(ills.places(self.reading, self.language, kind)) for kind in ("ills", "faults", "came")]
        return there[2] and (there[0] or there[1])

    @kept
    def waits_for_money(self) -> bool:
        """Whether money is told to be waited for."""
        return bool(ills.places(self.reading, self.language, "waiting"))

    @kept
    def trade(self) -> trades.Told:
        """Whose trade the words belong to: this shop's, or another's."""
        hurt = self.complaints & _HURT or self.signals.has("health")
        return trades.told(self.reading.text, self.language, self.shop.sells, _HEALERS if hurt else frozenset())

    @kept
    def timing(self) -> Timing:
        """How long after receipt, how far past the term."""
        return Timing.read(self.review.whole, self.language)


def gather(review: ReviewText, shop: ShopProfile, language: str) -> Situation:
    """Read a review once, for all who decide on it."""
    reading = read(review.whole)
    is_known = language in lexicons.LANGUAGES
    heard = read_review(review.title or "", review.text, review.rating, language) if is_known else UNREAD
    points = complete(find_points(review, language), heard, review.text, review.rating, language)
    points = _sobered(points, review, language)
    title = review.title if review.title and review.title not in review.text else ""
    title_points = find_points(replace(review, text=title, rating=None), language) if title else ()
    situation = Situation(
        review=review,
        shop=shop,
        language=language,
        points=points,
        title_points=title_points,
        signals=signal_patterns.find(reading, language),
        reading=reading,
        about_author=signal_patterns.find(read(f"{review.author}\n{review.product}"), "any"),
        personal=_personal(review.whole, shop),
        heard=heard,
    )
    if situation.is_sarcastic and not situation.complaints:
        return replace(situation, points=tuple(_meant_otherwise(p) for p in points))
    return situation


def _labels(points: Iterable[Point], sentiment: Sentiment) -> frozenset[str]:
    return frozenset(p.label for p in points if p.sentiment is sentiment)


def _sobered(points: Sequence[Point], review: ReviewText, language: str) -> tuple[Point, ...]:
    """The points, praise in which something is plainly wrong turned into a complaint of it; where there is none, it becomes one."""
    reading = read(review.text)
    wrong = [reading.place(*span) for span in ills.places(reading, language, "ills")]
    found = list(points)
    for first, last in wrong:
        touched = [n for n, p in enumerate(found) if p.start < last and first < p.end]
        if any(found[n].sentiment is not Sentiment.POSITIVE for n in touched):
            continue
        clause = next(((a, b) for a, b in places_of_clauses(review.text, language) if a < last and first < b), None)
        if clause is None:
            continue
        found = [p for n, p in enumerate(found) if n not in touched] + [
            rest for n in touched if (rest := _beside(found[n], clause)) is not None
        ]
        found.append(Point("other", Sentiment.NEGATIVE, *clause))
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def _beside(praise: Point, clause: tuple[int, int]) -> Point | None:
    """What is left of praise in front of the clause that complains, if enough is."""
    end = min(praise.end, clause[0])
    return replace(praise, end=end) if end - praise.start >= _LEAST_LEFT else None


def _personal(text: str, shop: ShopProfile) -> tuple[PersonalData, ...]:
    """The shop's own address, telephone number and site are nobody's private data."""
    own = re.sub(r"\W", "", " ".join(shop.contact.ways)).casefold()
    found = personal_data.find(text, shop.country)
    return tuple(f for f in found if not own or re.sub(r"\W", "", f.text).casefold() not in own)


def _meant_otherwise(point: Point) -> Point:
    """Sarcastic praise of the service is a complaint about the service."""
    if point.sentiment is not Sentiment.POSITIVE:
        return point
    group = lexicons.groups().get(lexicons.aspects()[point.label].group)
    return replace(point, label=group.complaint if group else "other", sentiment=Sentiment.NEGATIVE)
