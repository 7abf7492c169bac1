"""What a reply has to answer, worked out once per review: the complaints by family, the praise, the question."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from plugin.drafting import signals
from plugin.drafting.built_in.answers import Answer, find_answer
from plugin.drafting.built_in.phrases import shared
from plugin.drafting.built_in.subjects import Subject, article, is_article, is_whole_article, part_of, subject, topic
from plugin.drafting.built_in.wording import joined, words_of
from plugin.drafting.facts import Facts, PointFacts
from plugin.drafting.facts_mentions import Mention, word_list
from plugin.drafting.facts_said import tells_of_trouble
from plugin.guidelines.checks.specific import matters
from plugin.language.detection import detect
from plugin.language.reading import read
from plugin.shop import ShopProfile
from plugin.words import Play, Point, ReviewText, Sentiment, Triage

_GENERIC, _PLAIN = "generic", "plain"
_MOST_PRAISED = 3


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint to answer. ``subjects`` are what it may be called, best first."""

    family: str
    subjects: tuple[Subject, ...]
    duration: str = ""  # how long the customer waited
    lasted: str = ""  # how long it worked
    times: str = ""  # how often they asked
    harsh: tuple[str, ...] = ()  # how the customer judged it
    said: str = ""  # the customer's own words for it, to be quoted
    beside: bool = False  # told around a complaint rather than complained of ("there are two of us")


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a reply may take up."""

    review: ReviewText
    shop: ShopProfile
    triage: Triage
    facts: Facts
    complaints: tuple[Complaint, ...]
    praised: tuple[Subject, ...]
    praise_said: tuple[str, ...]  # the customer's own words of praise in which no thing is named
    item: Subject  # the article itself: what is sent in, repaired, exchanged; "the item" where none is named
    question: Subject | None
    question_said: str  # the question in the customer's own words
    answer: Answer  # what is known to answer the question; empty where nothing is
    measure: str  # what the shop did against this very complaint, "" where nothing is recorded
    no_reason: str  # term, damage or reward: why P-SAY-NO says no
    wants_quote: bool

    @property
    def language(self) -> str:
        return self.facts.language

    @property
    def main(self) -> Complaint:
        return self.complaints[0] if self.complaints else Complaint(_PLAIN, ())

    @property
    def is_praised(self) -> bool:
        """Whether the customer praises anything."""
        return any(point.sentiment is Sentiment.POSITIVE for point in self.triage.points)

    @property
    def ours(self) -> bool:
        """Whether the reply says plainly that the shop erred (R-OWN-UP)."""
        return self.triage.play in {Play.OUR_FAULT, Play.ANGRY} or (
            self.triage.play in {Play.MIXED, Play.ESCALATE, Play.WARRANTY}
            and self.main.family in shared("families")["ours"]
        )


def assess(review: ReviewText, shop: ShopProfile, triage: Triage, facts: Facts) -> Situation:
    """Sort what the customer says into what is to be answered."""
    complaints = _complaints(triage, facts)
    praised = _praised(triage, facts, complaints)
    question = _question(triage, facts)
    return Situation(
        review=review,
        shop=shop,
        triage=triage,
        facts=facts,
        complaints=complaints,
        praised=praised,
        praise_said=_praise_said(triage, facts, complaints),
        item=_item(triage, facts),
        question=question,
        question_said=_question_said(review, triage, facts),
        answer=find_answer(review, shop, triage, facts, _plain_words()),
        measure=_measure(review, shop, triage, facts, complaints),
        no_reason=_no_reason(review, facts.language),
        wants_quote=_mentions_any(review.whole, str(words_of(facts.language)["quote_words"]).split()),
    )


def _family(label: str) -> str:
    return str(shared("families")["labels"].get(label, _GENERIC))


def _complaints(triage: Triage, facts: Facts) -> tuple[Complaint, ...]:
    """The negative points, the gravest family first as triage found them, each family and thing once."""
    found: list[Complaint] = []
    negative = [(i, point) for i, point in enumerate(triage.points) if point.sentiment is Sentiment.NEGATIVE]
    telling = [(i, point) for i, point in negative if not _is_bare(point, facts.of_point(i))]
    for index, point in telling or negative:
        complaint = _complaint(point, index, facts)
        same = next((number for number, one in enumerate(found) if _same_matter(one, complaint)), None)
        if same is None:
            found.append(complaint)
        elif triage.points and (harsh := tuple(dict.fromkeys((*found[same].harsh, *complaint.harsh)))[:_MOST_HARSH]):
            found[same] = dataclasses.replace(found[same], harsh=harsh)
    if triage.play in {Play.THEIR_MISTAKE, Play.SAY_NO}:
        found = [dataclasses.replace(one, family=_SLIP) if one.family in _SLIPS else one for one in found]
    found = [_judged(one, facts.language) for one in found]
    if triage.play in {Play.WITHDRAWAL, Play.SLIGHTLY_LATE}:
        found = [dataclasses.replace(one, family=_WITHDRAW) if one.family == "return" else one for one in found]
        found.sort(key=lambda one: one.family != _WITHDRAW)
    found.sort(key=lambda one: one.family != "injury")  # nothing is graver
    if triage.play is Play.WARRANTY:  # it failed in use, and did not arrive damaged
        found = [dataclasses.replace(one, family="broken") if one.family == "damaged" else one for one in found]
    if triage.play is Play.WARRANTY:  # what broke comes before what else was wrong
        found.sort(key=lambda one: one.family not in {"broken", "damaged", "quality"})
    if not found and triage.play not in _NO_COMPLAINT:
        return _unplaced(triage, facts)
    return tuple(
        sorted(found, key=lambda one: (one.family in {_GENERIC, "trust", _PLAIN}, one.beside, not _is_told(one)))
    )


def _is_told(complaint: Complaint) -> bool:
    """Whether there is something to take up: a thing named, or words to quote."""
    return bool(complaint.subjects or complaint.said)


def _is_bare(point: Point, named: PointFacts) -> bool:
    """A mere cry ("Schandalig", "Frechheit"): what it is about stands in another point, and sympathy answers it."""
    if named.said or (named.own and named.mentions):
        return False
    return point.label == "other" or (point.label in _CRIES and point.end - point.start < _SHORT_CRY)


def _same_matter(one: Complaint, other: Complaint) -> bool:
    """Whether two points are one complaint: of one family about one thing."""
    keys = [each.subjects[0].key if each.subjects else each.said for each in (one, other)]
    return one.family == other.family and keys[0] == keys[1]


def _judged(complaint: Complaint, language: str) -> Complaint:
    """With the customer's own harsh words, of the point itself, on the thing that they are about."""
    if not complaint.harsh or not complaint.subjects or complaint.family not in _JUDGED:
        return complaint
    first, *others = complaint.subjects
    named = dataclasses.replace(first, adjective=joined(complaint.harsh, language), praised=False)
    return dataclasses.replace(complaint, subjects=(named, *others))


def _unplaced(triage: Triage, facts: Facts) -> tuple[Complaint, ...]:
    """A complaint that no point places: about the first thing named that was not praised, if there is one."""
    kind = {m.word for index, p in enumerate(triage.points) if p.sentiment is Sentiment.POSITIVE
            for m in facts.of_point(index).mentions}  # fmt: skip
    left = [m for m in facts.mentions if m.word not in kind and not (m.adjective and m.praised)]
    left.sort(key=lambda mention: not mention.adjective)
    if facts.said:
        return (Complaint(_GENERIC, (), said=facts.said),)
    return (Complaint(_GENERIC, (subject(left[0], facts.language),)),) if left else ()


def _complaint(point: Point, index: int, facts: Facts) -> Complaint:
    family, named = _family(point.label), facts.of_point(index)
    said = "" if family in _NEVER_QUOTED else named.said
    untold = not (named.own and named.mentions) and not matters(said, facts.language)
    if said and (untold or _is_vague(point.label, family, named.mentions, facts)):
        return Complaint(
            family,
            (),
            duration=named.duration if family in _WAITING else "",
            said=said,
            beside=point.label == "other"
            and (not tells_of_trouble(said, facts.language) or _asks_for_manager(said, facts)),
        )
    if family == _GENERIC and not named.mentions and point.label in {"other", "trust"} and not facts.mentions:
        return Complaint(_PLAIN, ())
    return Complaint(
        family,
        _subjects(point.label, family, named.mentions, facts),
        duration=named.duration if family in _WAITING else "",
        lasted=named.duration if family == "broken" and named.duration_after else "",
        times=named.times if family == "unreachable" else "",
        harsh=named.harsh,
        said=said,
    )


def _asks_for_manager(said: str, facts: Facts) -> bool:
    """A wish that the reply answers by itself (P-ESCALATE), so that it is no complaint to feel sorry about."""
    return signals.find(read(said), facts.language).has("manager")


def _is_vague(label: str, family: str, named: Sequence[Mention], facts: Facts) -> bool:
    """Whether a name for this would be the writer's and not the customer's, so that their own words say it better."""
    if label == "other":
        return True
    if family not in _NAMED_BY_THE_CUSTOMER:
        return False
    topics = word_list(facts.language).topics
    words = topics.get(label) or topics.get(family) or topics[_GENERIC]
    spoken = {mention.word.casefold() for mention in named}
    held = any(is_article(mention, facts.language) for mention in named)
    return not held and not spoken.intersection(words)


def _item(triage: Triage, facts: Facts) -> Subject:
    """The article that can be sent in or exchanged: one complained about, else one named."""
    blamed = [m for index, p in enumerate(triage.points) if p.sentiment is Sentiment.NEGATIVE
              for m in facts.of_point(index).mentions]  # fmt: skip
    return article(_plain_item(facts, blamed))


def _subjects(label: str, family: str, named: Sequence[Mention], facts: Facts) -> tuple[Subject, ...]:
    """What this complaint may be called: the aspect with the article that it is about, or the customer's own nouns."""
    language = facts.language
    topics = word_list(language).topics
    words = topics.get(label) or topics.get(family) or topics[_GENERIC]
    aspects = [topic(word, language) for word in _aspects(words, family, facts)]
    # A complaint about a person is answered without pointing at that person (R-NO-BLAME).
    people = str(words_of(language)["people"]).split()
    things = [subject(mention, language) for mention in named if mention.word.casefold() not in people]
    if family in {"trust", "service", "rude"}:
        return (*[thing for thing in things if thing.key.casefold() in words][:1], *aspects[:1])
    if family == _GENERIC and label not in topics:
        return tuple(things[:1]) or _unpraised(facts) or tuple(aspects)
    if family in _PHYSICAL:
        held = [subject(mention, language) for mention in named if is_article(mention, language)]
        item = _plain_item(facts, named)
        return (*held[:1], item) if not held or held[0].key != item.key else (item,)
    if family not in _ASPECT_FIRST:
        return (*things[:1], *aspects[:1])
    fitting = [thing for thing in things if thing.key.casefold() in words]
    whole = next((m for m in (*named, *facts.mentions) if is_whole_article(m, language)), None)
    belongs = aspects[0].key.casefold() in str(words_of(language)["of_items"]).split()
    of_item = [part_of(aspects[0], whole, language)] if whole and belongs else []
    return tuple(of_item + fitting + [one for one in aspects if one.key not in {f.key for f in fitting}])


_WITHDRAW = "withdraw"  # a return that the customer asks for, not one that went badly
_SLIP, _SLIPS = "slip", frozenset({"wrong", "broken", "damaged", "size"})  # what the customer did themselves
# What is not quoted back: judgements on people and on honesty, and what happened to somebody's body.
_NEVER_QUOTED = frozenset({"trust", "rude", "injury"})
# Families whose usual name ("the quality") is no name for what the customer wrote, where they did not use it.
_NAMED_BY_THE_CUSTOMER = frozenset(
    {_GENERIC, "quality", "size", "description", "content", "manual", "broken", "damaged", "missing", "wrong", "place"}
)
_CRIES, _SHORT_CRY = frozenset({"service-rude", "service", "quality", "trust"}), 16  # labels, and letters
_JUDGED = frozenset({_GENERIC, "quality", "content"})
_MOST_HARSH = 2
_NO_COMPLAINT = frozenset({Play.POSITIVE, Play.QUESTION, Play.RESOLVED, None})
_WAITING = frozenset({"late", "lost", "refund", "unreachable"})
# Families that are about the article itself, never about an aspect of it: "the quality let you down" is no answer to
# a thing that broke. And families that are about the aspect ("de levering") more than about the thing.
_PHYSICAL = frozenset({"broken", "damaged", "description", "injury"})
_SYNONYMS = frozenset({"late", "refund"})  # whose topic words all say the same
_ASPECT_FIRST = frozenset(
    {
        "late",
        "lost",
        "wrong",
        "missing",
        "unreachable",
        "refund",
        "return",
        "payment",
        "service",
        "rude",
        "price",
        "website",
    }
)


def _aspects(words: Sequence[str], family: str, facts: Facts) -> list[str]:
    """The topic words that the customer used, else the first of them: the others are matters nobody wrote about."""
    used = [word for word in words if word in {mention.word.casefold() for mention in facts.mentions}]
    if family in _SYNONYMS:
        return used + [word for word in words if word not in used]
    return used or [words[0]]


def _unpraised(facts: Facts) -> tuple[Subject, ...]:
    """The first thing named that no kind word stands beside."""
    people = str(words_of(facts.language)["people"]).split()
    kind = [m for m in facts.mentions if m.word.casefold() not in people]
    left = [mention for mention in kind if not (mention.adjective and mention.praised)]
    return tuple(subject(mention, facts.language) for mention in left[:1])


def _plain_item(facts: Facts, named: Sequence[Mention]) -> Subject:
    language = facts.language
    found = next((m for m in (*named, *facts.mentions) if is_whole_article(m, language)), None)
    return subject(found, language) if found else topic(str(words_of(language)["item"]), language)


def _praised(triage: Triage, facts: Facts, complaints: Sequence[Complaint]) -> tuple[Subject, ...]:
    """The things praised, those with a kind adjective first; a thing complained about is not praised."""
    language = facts.language
    blamed = {one.key for complaint in complaints for one in complaint.subjects} if triage.play is Play.MIXED else set()
    named: list[Mention] = []
    topics: list[Subject] = []
    for index, point in enumerate(triage.points):
        if point.sentiment is not Sentiment.POSITIVE:
            continue
        mentions = facts.of_point(index).mentions
        named += mentions
        if not mentions and (words := word_list(language).topics.get(point.label)):
            topics.append(topic(words[0], language))
    if not named and triage.play is not Play.MIXED:
        # Nothing placed: what has a kind word beside it, else the one thing that the review opens with.
        named = [mention for mention in facts.mentions if mention.adjective and mention.praised] or [
            dataclasses.replace(mention, adjective="", praised=True) for mention in facts.mentions[:1]
        ]
    fair = [mention for mention in named if mention.praised]
    fair.sort(key=lambda mention: not mention.adjective)
    found = [subject(mention, language) for mention in fair] + topics
    # Praise beside a complaint about the same thing goes by the customer's own word for it, or not by the thing.
    unique = {one.key: one for one in reversed(found) if one.key not in blamed or one.adjective}
    return tuple(reversed(unique.values()))[:_MOST_PRAISED]


def _praise_said(triage: Triage, facts: Facts, complaints: Sequence[Complaint]) -> tuple[str, ...]:
    """The quotable praise: of points that name nothing which the complaint does not name too."""
    blamed = {one.key for complaint in complaints for one in complaint.subjects}
    positive = [i for i, point in enumerate(triage.points) if point.sentiment is Sentiment.POSITIVE]
    told = [facts.of_point(i) for i in positive]
    found = [one.said for one in told if one.said and all(m.word in blamed for m in one.mentions)]
    return tuple(found or ([facts.said] if facts.said and not complaints else []))


def _question_said(review: ReviewText, triage: Triage, facts: Facts) -> str:
    """The first question that can be quoted: one that the customer ended with its mark."""
    for index, point in enumerate(triage.points):
        marked = review.text[point.end :].lstrip(" )\"'”“").startswith("?")
        if point.sentiment is Sentiment.QUESTION and marked and (said := facts.of_point(index).said):
            return said
    return ""


def _question(triage: Triage, facts: Facts) -> Subject | None:
    for index, point in enumerate(triage.points):
        if point.sentiment is Sentiment.QUESTION:
            mentions = facts.of_point(index).mentions or facts.mentions
            if mentions:
                return subject(mentions[0], facts.language)
            words = word_list(facts.language).topics.get(point.label)
            return topic(words[0], facts.language) if words else None
    return subject(facts.mentions[0], facts.language) if facts.mentions else None


_WORD = re.compile(r"[^\W\d_]{4,}")


_ENDING = 2  # letters by which two forms of one word may differ ("levering", "leveringen")


def _words(text: str) -> set[str]:
    """The words that carry meaning."""
    return {match.group() for match in _WORD.finditer(text.casefold())} - _plain_words()


def _plain_words() -> frozenset[str]:
    return frozenset(str(shared("families")["plain_words"]).split())


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one; "fiets" and "fietstas" are not."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= _ENDING


def _in_language(text: str, facts: Facts, shop: ShopProfile) -> bool:
    """Whether a text of the shop's own can stand in the reply as it is."""
    return detect(text, shop.languages, fallback=shop.languages[0]).language == facts.language


def _measure(
    review: ReviewText, shop: ShopProfile, triage: Triage, facts: Facts, complaints: Sequence[Complaint]
) -> str:
    """The recorded measure that is about the same thing as a complaint, in the language of the reply (R-IMPROVE)."""
    told = [p for p in triage.points if p.sentiment is Sentiment.NEGATIVE and p.label != "other"]
    said = " ".join(review.text[p.start : p.end] for p in told)
    named = " ".join(one.key for complaint in complaints for one in complaint.subjects)
    # What the shop sells stands in every measure and every complaint, so it does not make them the same matter.
    sold = _words(" ".join(shop.sells))
    words = _words(f"{said} {named}") - sold
    bought = _words(f"{review.whole} {review.product}")
    matter = matters(f"{said} {named}", facts.language)
    for measure in shop.measures:
        same = any(_alike(one, other) for one in words for other in _words(measure))
        about = {word for word in _words(measure) if any(_alike(word, one) for one in sold)}
        other_thing = about and not any(_alike(one, word) for one in about for word in bought)
        if (
            same
            and not other_thing
            and matter & matters(measure, facts.language)
            and _in_language(measure, facts, shop)
        ):
            return measure.rstrip(". ")
    return ""


def _no_reason(review: ReviewText, language: str) -> str:
    low = review.whole.casefold()
    if signals.find(read(review.whole), language).has("extortion"):
        return "reward"
    for pair in str(words_of(language)["reward_words"]).split("|"):
        if all(word in low for word in pair.split()):
            return "reward"
    return "damage" if _mentions_any(low, str(words_of(language)["damage_words"]).split()) else "term"


def _mentions_any(text: str, wanted: Sequence[str]) -> bool:
    return bool(set(wanted) & {match.group() for match in _WORD.finditer(text.casefold())})
