"""What a reply may state, and nothing else: the shop's policy, contact and measures, the product, the customer's words.

Every writer is given these facts and no other source (guidelines R-FACTS, R-POLICY); each has an id that the checker
and the desk show as the source of a sentence: ``policy:<id>``, ``measure:<n>``, ``product:<n>``, ``contact:<way>``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from plugin.drafting.clauses import side_of
from plugin.drafting.facts_loose import find_by_article
from plugin.drafting.facts_mentions import (
    Mention,
    find_duration,
    find_harsh,
    find_mentions,
    find_times,
    kind_word,
    word_list,
)
from plugin.drafting.facts_names import greeting_name
from plugin.drafting.facts_praise import find_cheer
from plugin.drafting.facts_said import (
    find_clause,
    find_judgement,
    find_part,
    find_plain,
    find_said,
    may_be_quoted,
    tells,
    tells_of_trouble,
)
from plugin.drafting.unquoted import namable, quotable
from plugin.guidelines import own_clauses
from plugin.language import sentences
from plugin.language.cleaning import clean
from plugin.language.detection import reply_language
from plugin.language.orders import is_no_name
from plugin.shop import Contact, Policy, Product, ShopProfile
from plugin.words import Decision, Point, ReviewText, Sentiment, Triage

_UNQUOTED = frozenset({"injection", "link", "extortion", "threat", "harassment"})  # flags of what is never quoted


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be stated, with the id of its source."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What the customer named within one point: the words a reply may take up."""

    mentions: tuple[Mention, ...] = ()
    duration: str = ""
    duration_after: bool = False  # the customer wrote 'after nine days', so the time ran before it happened
    times: str = ""
    said: str = ""  # a complaint in the customer's own words, a whole sentence to be quoted; "" for nearly all
    loose: Mention | None = None  # a noun that no list knows, where it is the only one
    clause: str = ""  # a whole judgement, or question, that may be quoted where nothing in it has a name
    tells: bool = False  # whether it tells of something at all, as a mere cry does not
    harsh: tuple[str, ...] = ()  # the adjectives by which the customer judged, as base forms
    own: bool = True  # whether the mentions stand in the point itself, not only in its sentence


@dataclass(frozen=True, slots=True)
class Facts:
    """The only things a reply may state. ``points`` runs beside ``Triage.points``."""

    language: str  # of the reply
    form: str  # je, u, du, Sie, or ""
    greeting_name: str  # "" where a greeting stays without a name
    agent: str
    shop_name: str
    items: tuple[Fact, ...]
    mentions: tuple[Mention, ...] = ()
    points: tuple[PointFacts, ...] = ()
    kind_word: str = ""  # a kind adjective of a review that names no thing
    cheer: str = ""  # praise in the customer's own kind words ("einfach lecker")
    quotable: str = ""  # plain words, where nothing else of the review can be taken up
    said: str = ""  # a review that no point places, to be quoted; "" where it cannot be
    tells: bool = False  # whether such a review tells of something
    reply_within_days: int = 2

    def unquoted(self) -> Facts:
        """Without what stands in the customer's own words alone: no quotation, no noun that no list knows."""
        points = tuple(replace(point, said="", clause="", loose=None) for point in self.points)
        return replace(self, points=points, cheer="", quotable="", said="")

    def bare(self) -> Facts:
        """Without any word of the customer's but their name: what the shop has on record, and that something was told."""
        points = tuple(PointFacts(tells=point.tells) for point in self.points)
        items = tuple(fact for fact in self.items if not fact.id.startswith("measure:"))
        return replace(self.unquoted(), points=points, items=items, mentions=(), kind_word="")

    def of_point(self, index: int) -> PointFacts:
        return self.points[index] if index < len(self.points) else PointFacts()

    @property
    def nouns(self) -> tuple[str, ...]:
        """The things the customer wrote about, in reading order."""
        return tuple(mention.word for mention in self.mentions)


def gather(review: ReviewText, shop: ShopProfile, triage: Triage, whole: ReviewText | None = None) -> Facts:
    """Collect what a reply to this review may state. Never raises for what a customer wrote.

    ``whole`` is the review with the orders to the writer that ``review`` has blanks for, where there are any: nothing
    beside them is quoted either.
    """
    language = reply_language(triage.language, shop.languages)
    form = shop.form(language)
    readable = language == triage.language  # words in another language than the reply's cannot be taken up
    named = namable(review, language) if readable else review
    nameless = readable and not find_mentions(named.whole, language)
    quoting = readable and _UNQUOTED.isdisjoint(triage.flags) and may_be_quoted(whole or review, language)
    open_words = quotable(whole or review, language)
    ordered = whole is not None and whole != review
    mentions = _mentions(named, open_words, language) if readable else ()
    facts = Facts(
        language=language,
        form=form,
        greeting_name="" if is_no_name(review.author) else greeting_name(clean(review.author), formal=form == "Sie"),
        agent=shop.agent,
        shop_name=shop.name,
        items=shop_facts(shop),
        mentions=mentions,
        points=tuple(
            _of_point(named.text, open_words.text, point, triage.points, language, shop.country if quoting else "")
            if readable
            else PointFacts()
            for point in triage.points
        ),
        kind_word=kind_word(review.whole, language) if nameless else "",
        cheer=_cheer(open_words, triage, language) if quoting else "",
        quotable=_quotable(open_words, triage, language, shop.country)
        if quoting and (nameless or not triage.points)
        else "",
        said=_said_by_nobody_heard(open_words.text, language, shop.country) if quoting and not triage.points else "",
        tells=readable and tells(review.text, language),
        reply_within_days=shop.policy.reply_within_days,
    )
    # Thanks need no word of a review that orders about, and what stands beside the order may be part of it.
    return facts.bare() if ordered and triage.decision is Decision.THANK else facts


def _cheer(review: ReviewText, triage: Triage, language: str) -> str:
    """The customer's own kind words: of the points that praise, else of a review without points."""
    praise = [review.text[p.start : p.end] for p in triage.points if p.sentiment is Sentiment.POSITIVE]
    texts = praise or ([] if triage.points else [review.text])
    return next((said for text in texts if (said := find_cheer(text, language))), "")


def _quotable(review: ReviewText, triage: Triage, language: str, country: str) -> str:
    """A sentence of praise that names nothing ("kaufte schon meine Oma"), whole and with no complaint in it."""
    if any(point.sentiment is Sentiment.NEGATIVE for point in triage.points):
        return ""
    told = (part.strip() for part in re.split(r"[.!?\n]+", review.text))
    kind = [part for part in told if not tells_of_trouble(part, language)]
    found = (find_clause(part, language, country) for part in kind)
    begun = (find_plain(part, language, country) for part in kind)  # "the sheep was waiting for us, ribbon and all"
    part = (find_part(part, language, country) for part in kind)
    return next((said for said in (*found, *begun, *part) if said), "")


def _said_by_nobody_heard(text: str, language: str, country: str) -> str:
    """The first sentence, of a review that no point places, which may be quoted."""
    spans = ((span.start, span.end) for span in sentences.split(text))
    return next((said for start, end in spans if (said := find_judgement(text, language, country, start, end))), "")


def _mentions(review: ReviewText, open_words: ReviewText, language: str) -> tuple[Mention, ...]:
    """The nouns of the whole review, then those of the product's name as the channel gives it."""
    named = find_mentions(review.whole, language) or find_mentions(open_words.text, language, loose=True)
    words = {mention.word for mention in named}
    return named + tuple(m for m in find_mentions(review.product, language) if m.word not in words)


def _of_point(
    text: str, open_words: str, point: Point, points: Sequence[Point], language: str, country: str
) -> PointFacts:
    """The words of the point itself; a duration or a count may stand elsewhere in its sentence.

    ``open_words`` is the text with blanks for what is not quoted. ``country`` is the shop's, by whose forms personal data is known; "" where nothing may be quoted.
    """
    spot = text[point.start : point.end]
    sentence = _sentence_around(text, point)
    duration = find_duration(spot, language) or find_duration(sentence, language)
    own = find_mentions(side_of(spot, point.sentiment, language), language)
    if point.sentiment is not Sentiment.POSITIVE:  # what stands behind the "but" of praise is not praised
        own = own or find_mentions(spot, language)
    elsewhere = {
        mention.word
        for other in points
        if other.sentiment is not point.sentiment
        for mention in find_mentions(text[other.start : other.end], language)
    }
    may_quote = country and point.sentiment is not Sentiment.POSITIVE  # praise is quoted by its kind words alone
    asks = point.sentiment is Sentiment.QUESTION
    around = () if own else find_mentions(sentence, language)
    nameless = not _names_a_thing(own, language)
    open_spot = open_words[point.start : point.end]
    loose = find_by_article(open_spot, language) if country and nameless else None
    return PointFacts(
        # What another point of the sentence praises is not what this one complains about.
        mentions=own or tuple(mention for mention in around if mention.word not in elsewhere),
        harsh=find_harsh(spot, language) if point.sentiment is Sentiment.NEGATIVE else (),
        said=find_said(open_words, language, country, point.start, point.end) if may_quote and not asks else "",
        clause=_quoted(open_words, point, language, country) if may_quote and nameless and not loose else "",
        loose=loose,
        tells=tells(spot, language),
        own=bool(own),
        duration=duration[0] if duration else "",
        duration_after=duration[1] if duration else False,
        times=find_times(spot, language) or find_times(sentence, language) or "",
    )


def _quoted(text: str, point: Point, language: str, country: str) -> str:
    """A question as it stands, or what of a complaint judges by itself."""
    if point.sentiment is Sentiment.QUESTION:
        return find_clause(text[point.start : point.end], language, country)
    return find_judgement(text, language, country, point.start, point.end)


def _names_a_thing(mentions: Sequence[Mention], language: str) -> bool:
    """Whether one is what the point speaks of, and none of the people whom no reply to a complaint points at (R-NO-BLAME)."""
    people = word_list(language).people
    return any(mention.word.casefold() not in people and not mention.aside for mention in mentions)


def _sentence_around(text: str, point: Point) -> str:
    """The text between the full stops (or line ends) around a point."""
    start = max(text.rfind(mark, 0, point.start) for mark in ".!?\n")
    ends = [place for place in (text.find(mark, point.end) for mark in ".!?\n") if place >= 0]
    return text[start + 1 : min(ends, default=len(text))]


def shop_facts(shop: ShopProfile) -> tuple[Fact, ...]:
    """What the shop has on record, whatever the review."""
    return _on_record(shop.policy, shop.measures, shop.contact, shop.product)


@lru_cache(maxsize=64)
def _on_record(
    policy: Policy, measures: tuple[str, ...], contact: Contact, product: Product | None
) -> tuple[Fact, ...]:
    payer = {
        "shop": "the shop",
        "customer": "the customer",
        "shop_if_our_fault": "the shop when it is at fault, else the customer",
    }
    facts = [
        Fact(
            "policy:withdrawal", f"Orders may be returned within {policy.withdrawal_days} days, counted from receipt."
        ),
        Fact("policy:warranty", f"Defects are covered for {policy.warranty_months} months from receipt."),
        Fact("policy:return-shipping", f"Return shipping is paid by {payer[policy.return_shipping]}."),
        Fact("policy:reply-within", f"The shop answers within {policy.reply_within_days} working days."),
    ]
    if policy.leniency_days:
        facts.append(Fact("policy:leniency", f"A return up to {policy.leniency_days} days late is still accepted."))
    facts += [Fact(f"policy:{clause.id}", clause.text) for clause in own_clauses.sound(policy)]
    facts += [Fact(f"measure:{number}", measure) for number, measure in enumerate(measures)]
    ways = (("email", contact.email), ("phone", contact.phone), ("url", contact.url))
    facts += [Fact(f"contact:{way}", value) for way, value in ways if value]
    if product:
        facts += [Fact("product:name", product.name)]
        facts += [Fact(f"product:{number}", fact) for number, fact in enumerate(product.facts)]
    return tuple(facts)


__all__ = ["Fact", "Facts", "PointFacts", "gather", "word_list"]
