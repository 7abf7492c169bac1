"""What a reply has to answer, worked out once per review: the complaints by family, the praise, the question."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from plugin.drafting import grounds, signals
from plugin.drafting.built_in.answers import Answer, find_answer
from plugin.drafting.built_in.phrases import shared
from plugin.drafting.built_in.subjects import Subject, article, is_article, is_whole_article, part_of, subject, topic
from plugin.drafting.built_in.wording import words_of
from plugin.drafting.clauses import side_of
from plugin.drafting.facts import Facts, PointFacts
from plugin.drafting.facts_aside import is_ill
from plugin.drafting.facts_mentions import Mention, word_list
from plugin.drafting.facts_said import tells_of_trouble
from plugin.guidelines.checks.specific import matters
from plugin.language import lexicons
from plugin.language.detection import detect
from plugin.language.reading import read
from plugin.shop import ShopProfile
from plugin.words import Decision, Play, Point, ReviewText, Sentiment, Triage

_GENERIC, _PLAIN = "generic", "plain"
_MOST_PRAISED = 3
_MOST_UNJUDGED = 2  # things that are named in praise without a word on how they were
_OF_ITS_WHOLE = 20  # characters from a part to the thing that it is a part of
_OF_NOTHING = "praise-product"  # praise of what was bought, which has no name but the customer's own
_HAPPY = 4  # stars from which praise is taken at its word


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint to answer. ``subjects`` are what it may be called, best first."""

    family: str
    subjects: tuple[Subject, ...]
    duration: str = ""  # how long the customer waited
    lasted: str = ""  # how long it worked
    times: str = ""  # how often they asked
    harsh: tuple[str, ...] = ()  # how the customer judged it
    said: str = ""  # the customer's own sentence for it, to be quoted where nothing names it
    clause: str = ""  # a few of the customer's words for it, which may stand in a list of what was read
    told: bool = False  # no name fits what happened: "what you describe", or "what you write about" a thing in it
    beside: bool = False  # told around a complaint rather than complained of ("there are two of us")


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a reply may take up."""

    review: ReviewText
    whole: ReviewText  # with the orders to the writer that ``review`` is without
    shop: ShopProfile
    triage: Triage
    facts: Facts
    complaints: tuple[Complaint, ...]
    praised: tuple[Subject, ...]
    written_about: tuple[Subject, ...]  # for praise of nothing named: what the review speaks of, whatever it says of it
    item: Subject  # the article itself: what is sent in, repaired, exchanged; without forms where none is named
    around: tuple[Subject, ...]  # what the review names somewhere, for a complaint without a name
    spoken: tuple[
        Subject, ...
    ]  # the first thing that praise may name at all, where the checker misses a word of the review
    anything: tuple[Subject, ...]  # the first thing that the review names, for where nothing else can be said
    question: Subject | None
    asked: str  # the question in the customer's own words, where nothing in it has a name
    answer: Answer  # what is known to answer the question; empty where nothing is
    measure: str  # what the shop did against this very complaint, "" where nothing is recorded
    no_reason: str  # term, damage, reward or, where the review tells none of these, plain: why P-SAY-NO says no
    wants_quote: bool

    @property
    def language(self) -> str:
        return self.facts.language

    def taken_up(self, index: int) -> Complaint:
        """A point as something told: by a thing in it, or in its own words."""
        named = self.facts.of_point(index)
        things = _told_of(named, self.facts) or _things(named.mentions, self.facts)[:1]
        return Complaint(_GENERIC, things, clause=named.clause, told=True, beside=True)

    @property
    def main(self) -> Complaint:
        return self.complaints[0] if self.complaints else Complaint(_PLAIN, ())

    @property
    def is_mild(self) -> bool:
        """Whether praise goes before complaint: remarks beside it are taken up, not mourned."""
        few = self.review.rating is not None and self.review.rating < _HAPPY - 1
        return not few and self.triage.play in {Play.MIXED, Play.POSITIVE, Play.RESOLVED, Play.QUESTION}

    @property
    def is_praised(self) -> bool:
        """Whether the customer praises anything."""
        return any(point.sentiment is Sentiment.POSITIVE for point in self.triage.points)

    @property
    def praises_plainly(self) -> bool:
        """Whether a kind word stands in the praise, so that it may be thanked for though nothing in it has a name."""
        praise = [p for p in self.triage.points if p.sentiment is Sentiment.POSITIVE]
        fair = [p for p in praise if not _is_doubtful(self.review, p, self.triage, self.language)]
        kind = lexicons.load(self.language).positive_words if self.language in lexicons.LANGUAGES else None
        return any(kind is not None and bool(kind.found_in(read(self.review.text[p.start : p.end]).text)) for p in fair)

    @property
    def kindly(self) -> bool:
        """Whether the kind word of the review stands in its praise, not in its complaint."""
        praise = [p for p in self.triage.points if p.sentiment is Sentiment.POSITIVE]
        spots = [self.review.text[point.start : point.end].casefold() for point in praise]
        return bool(self.facts.kind_word) and any(self.facts.kind_word in spot for spot in spots)

    @property
    def ours(self) -> bool:
        """Whether the reply says plainly that the shop erred (R-OWN-UP)."""
        return self.triage.play in {Play.OUR_FAULT, Play.ANGRY} or (
            self.triage.play in {Play.MIXED, Play.ESCALATE, Play.WARRANTY}
            and self.main.family in shared("families")["ours"]
        )


def assess(
    review: ReviewText, shop: ShopProfile, triage: Triage, facts: Facts, whole: ReviewText | None = None
) -> Situation:
    """Sort what the customer says into what is to be answered."""
    complaints = _complaints(review, triage, facts)
    praised = _praised(review, triage, facts, complaints)
    question = _question(triage, facts)
    return Situation(
        review=review,
        whole=whole or review,
        shop=shop,
        triage=triage,
        facts=facts,
        complaints=complaints,
        praised=praised,
        written_about=() if praised else _written_about(review, triage, facts),
        item=_item(triage, facts),
        around=_around(review, triage, facts),
        spoken=_written_about(review, triage, facts, aside=True),
        anything=_things(_first(facts.mentions), facts)[:1] or _touched(review.whole, facts.language),
        question=question,
        asked="" if question else _asked(triage, facts),
        answer=find_answer(review, shop, triage, facts, _plain_words()),
        measure=_measure(review, shop, triage, facts, complaints),
        no_reason=_no_reason(review, shop, triage, facts.language),
        wants_quote=_mentions_any(review.whole, str(words_of(facts.language)["quote_words"]).split()),
    )


def _family(label: str) -> str:
    return str(shared("families")["labels"].get(label, _GENERIC))


def _complaints(review: ReviewText, triage: Triage, facts: Facts) -> tuple[Complaint, ...]:
    """The negative points, the gravest family first as triage found them, each family and thing once."""
    found: list[Complaint] = []
    negative = [(i, point) for i, point in enumerate(triage.points) if point.sentiment is Sentiment.NEGATIVE]
    telling = [(i, point) for i, point in negative if not _is_bare(point, facts.of_point(i))]
    for index, point in telling or negative:
        complaint = _complaint(review.text[point.start : point.end], point, index, facts)
        same = next((number for number, one in enumerate(found) if _same_matter(one, complaint)), None)
        if same is None:
            found.append(complaint)
        elif triage.points and (harsh := tuple(dict.fromkeys((*found[same].harsh, *complaint.harsh)))[:_MOST_HARSH]):
            found[same] = dataclasses.replace(found[same], harsh=harsh)
    found = _as_the_play_has_it([_judged(one, facts.language) for one in found], triage.play)
    if not found and triage.play not in _NO_COMPLAINT:
        return _unplaced(triage, facts)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.family not in {"injury", *_MONEY},  # money is named first, after what is graver
                one.family != _WITHDRAW,
                one.family in {_GENERIC, "trust", _PLAIN},
                one.beside,
                not _is_told(one),
            ),
        )
    )


def _as_the_play_has_it(found: list[Complaint], play: Play | None) -> list[Complaint]:
    """The families as the play reads them: what the customer did themselves is no fault, and what they return is none."""
    if play in {Play.THEIR_MISTAKE, Play.SAY_NO}:
        theirs = _REFUSED if play is Play.SAY_NO else _SLIPS
        found = _as(_SLIP, theirs, found)
    if play in {Play.WITHDRAWAL, Play.SLIGHTLY_LATE}:
        found = _as(_WITHDRAW, _SENT_BACK | ({_GENERIC} if play is Play.SLIGHTLY_LATE else set()), found)
        if all(one.family != _WITHDRAW for one in found):
            found = [Complaint(_WITHDRAW, ()), *found]
    found.sort(key=lambda one: one.family != "injury")  # nothing is graver
    if (
        play is Play.WARRANTY
    ):  # it failed in use, and did not arrive damaged; what broke comes before what else was wrong
        found = _as("broken", {"damaged"}, found)
        found.sort(key=lambda one: one.family not in {"broken", "damaged", "quality"})
    return found


def _as(family: str, others: Collection[str], found: Sequence[Complaint]) -> list[Complaint]:
    return [dataclasses.replace(one, family=family) if one.family in others else one for one in found]


def _is_told(complaint: Complaint) -> bool:
    """Whether there is something to take up."""
    return bool(complaint.subjects or complaint.told)


def _is_bare(point: Point, named: PointFacts) -> bool:
    """A mere cry ("Schandalig", "Frechheit"): what it is about stands in another point, and sympathy answers it."""
    if named.tells or (named.own and named.mentions):
        return False
    return point.label == "other" or (point.label in _CRIES and point.end - point.start < _SHORT_CRY)


def _same_matter(one: Complaint, other: Complaint) -> bool:
    """Whether two points are one complaint: of one family about one thing."""
    keys = [each.subjects[0].key if each.subjects else each.clause for each in (one, other)]
    return one.family == other.family and keys[0] == keys[1] and one.beside == other.beside


def _judged(complaint: Complaint, language: str) -> Complaint:
    """With the customer's own harsh word on the thing beside which it stands; what is a fact ("broken") is no opinion."""
    facts = str(words_of(language)["no_opinions"]).split()
    if complaint.family not in _JUDGED or any(word in facts for word in complaint.harsh):
        plain = tuple(one if one.praised else dataclasses.replace(one, adjective="") for one in complaint.subjects)
        return dataclasses.replace(complaint, subjects=plain)
    return complaint


def _unplaced(triage: Triage, facts: Facts) -> tuple[Complaint, ...]:
    """A complaint that no point places: about the first thing named that was not praised, if there is one."""
    kind = {m.word for index, p in enumerate(triage.points) if p.sentiment is Sentiment.POSITIVE
            for m in facts.of_point(index).mentions}  # fmt: skip
    left = [m for m in facts.mentions if m.word not in kind and not (m.adjective and m.praised) and not m.aside]
    left.sort(key=lambda mention: not mention.adjective)
    if left and not facts.said:
        return (Complaint(_GENERIC, (subject(left[0], facts.language),)),)
    return (Complaint(_GENERIC, (), clause=facts.said, told=True),) if facts.tells else ()


def _complaint(spot: str, point: Point, index: int, facts: Facts) -> Complaint:
    named = facts.of_point(index)
    family = _money(spot, facts.language) or _fitting(_family(point.label), spot, named, facts)
    label = point.label if family == _family(point.label) else "other" if family == _GENERIC else family
    # A noun in what no label fits is seldom what it is about ("the button" of a slip of the thumb), unless judged.
    judged = any(m.adjective and not m.praised and not m.aside for m in named.mentions)
    nameless = (
        family == _GENERIC and not judged and (label in _UNNAMED or label not in word_list(facts.language).topics)
    )
    if nameless and named.tells:
        beside = not tells_of_trouble(spot, facts.language) or _asks_for_manager(spot, facts)
        return Complaint(family, _told_of(named, facts), said=named.said, clause=named.clause, told=True, beside=beside)
    if family == _GENERIC and not named.mentions and label in {"other", "trust"} and not facts.mentions:
        return Complaint(_PLAIN, (), clause=named.clause, told=bool(named.clause))
    return Complaint(
        family,
        _subjects(label, family, _first(named.mentions), facts),
        duration=named.duration if family in _WAITING else "",
        lasted=named.duration if family == "broken" and named.duration_after else "",
        times=named.times if family == "unreachable" else "",
        harsh=tuple(m.adjective for m in named.mentions if judged and m.adjective and not m.praised)[:_MOST_HARSH],
    )


def _fitting(family: str, spot: str, named: PointFacts, facts: Facts) -> str:
    """The family of a label where the customer's words bear it out; else no particular one."""
    language, spoken_of = facts.language, [m for m in named.mentions if named.own and not m.aside]
    if family == "website" and any(mention.word.casefold() == "app" for mention in spoken_of):
        return "app"
    pattern = words_of(language)["family_words"].get(family)
    if pattern and not re.search(pattern, spot.casefold()):
        return _GENERIC
    if family == "size" and spoken_of and not any(is_article(mention, language) for mention in spoken_of):
        aspects = word_list(language).topics["size"]  # "the rooms were too small" is no wrong size
        return family if any(mention.word.casefold() in aspects for mention in spoken_of) else _GENERIC
    return family


def _money(spot: str, language: str) -> str:
    """The family of a complaint about the customer's money, whatever its label: "payment", "refund", else ""."""
    patterns = words_of(language)["money"].items()
    return next((family for family, pattern in patterns if re.search(pattern, spot.casefold())), "")


def _asks_for_manager(spot: str, facts: Facts) -> bool:
    """A wish that the reply answers by itself (P-ESCALATE), so that it is no complaint to feel sorry about."""
    return signals.find(read(spot), facts.language).has("manager")


def _item(triage: Triage, facts: Facts) -> Subject:
    """The article that can be sent in or exchanged: one complained about, else one named."""
    blamed = [m for index, p in enumerate(triage.points) if p.sentiment is Sentiment.NEGATIVE
              for m in facts.of_point(index).mentions]  # fmt: skip
    found = _plain_item(facts, [m for m in blamed if not m.aside])
    return article(found) if found else Subject("", {}, plural=False)


def _subjects(label: str, family: str, named: Sequence[Mention], facts: Facts) -> tuple[Subject, ...]:
    """What this complaint may be called: the aspect with the article that it is about, or the customer's own nouns."""
    language = facts.language
    topics = word_list(language).topics
    words = topics.get(label) or topics.get(family) or topics[_GENERIC]
    aspects = [topic(word, language) for word in _aspects(words, family, facts)]
    things = _things(named, facts)
    if family in {"trust", "service", "rude"}:
        return (*[thing for thing in things if thing.key.casefold() in words][:1], *aspects[:1])
    if family == _GENERIC and label not in topics:
        return tuple(things[:1]) or _unpraised(facts) or tuple(aspects)
    if family in _PHYSICAL:
        held = [subject(mention, language) for mention in named if is_article(mention, language)]
        item = _plain_item(facts, named)
        return tuple({one.key: one for one in (*held[:1], *([item] if item else []))}.values())
    if family not in _ASPECT_FIRST:
        whole_thing = _plain_item(facts, named) if family in _OF_THE_THING and not things else None
        return (*things[:1], whole_thing) if whole_thing else (*things[:1], *aspects[:1])
    fitting = [thing for thing in things if thing.key.casefold() in words]
    whole = next((m for m in (*named, *facts.mentions) if is_whole_article(m, language)), None)
    belongs = aspects[0].key.casefold() in str(words_of(language)["of_items"]).split()
    of_item = [part_of(aspects[0], whole, language)] if whole and belongs else []
    return tuple(of_item + fitting + [one for one in aspects if one.key not in {f.key for f in fitting}])


def _things(named: Sequence[Mention], facts: Facts) -> tuple[Subject, ...]:
    """The nouns as subjects, but for people: a complaint is answered without pointing at anybody (R-NO-BLAME)."""
    people = word_list(facts.language).people
    return tuple(subject(mention, facts.language) for mention in named if mention.word.casefold() not in people)


def _told_of(named: PointFacts, facts: Facts) -> tuple[Subject, ...]:
    """The thing in what was told: one that is known, else one that its article shows."""
    known = _things([m for m in named.mentions if not m.aside], facts)[:1] if named.own else ()
    return known or ((subject(named.loose, facts.language),) if named.loose else ())


_WITHDRAW = "withdraw"  # a return that the customer asks for, not one that went badly
_SLIP, _SLIPS = "slip", frozenset({"wrong", "broken", "damaged", "size", "generic"})  # what the customer did themselves
_UNNAMED = frozenset({"other", "privacy"})  # labels that name no thing
_SENT_BACK = frozenset({"return", "late"})  # it is the customer who returns, and who is late with it
_REFUSED = (_SLIPS - {"generic"}) | {"refund", "return", "quality"}  # and what a no is said to
_MONEY = frozenset({"payment", "refund"})
_CRIES, _SHORT_CRY = frozenset({"service-rude", "service", "quality", "trust"}), 16  # labels, and letters
_JUDGED = frozenset({_GENERIC, "quality", "content"})
_MOST_HARSH = 2
_NO_COMPLAINT = frozenset({Play.POSITIVE, Play.QUESTION, Play.RESOLVED, None})
_WAITING = frozenset({"late", "lost", "refund", "unreachable"})
# Families that are about the article itself, never about an aspect of it: "the quality let you down" is no answer to
# a thing that broke. And families that are about the aspect ("de levering") more than about the thing.
_PHYSICAL = frozenset({"broken", "damaged", "description", "injury"})
_OF_THE_THING = frozenset({"quality", "size"})  # said of the thing rather than of its quality, where it is known
# Matters whose words leave no doubt; "long" or "other" stand in any complaint.
_TELLING_MATTERS = frozenset({"delivery", "packaging", "price", "refund", "return", "stock", "website"})
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
    kind = [m for m in facts.mentions if m.word.casefold() not in people and not m.aside]
    left = [mention for mention in kind if not (mention.adjective and mention.praised)]
    return tuple(subject(mention, facts.language) for mention in left[:1])


def _around(review: ReviewText, triage: Triage, facts: Facts) -> tuple[Subject, ...]:
    """What a complaint without a name stands beside: a thing of the review, else the matter that its words touch."""
    own = [
        mention
        for index, point in enumerate(triage.points)
        if point.sentiment is Sentiment.NEGATIVE
        for mention in facts.of_point(index).mentions
        if mention.word.casefold() not in str(words_of(facts.language)["people"]).split() and not mention.aside
    ]
    if own:
        return (subject(own[0], facts.language),)
    spots = [review.text[p.start : p.end] for p in triage.points if p.sentiment is Sentiment.NEGATIVE]
    return _unpraised(facts) or _touched(" ".join(spots) or review.text, facts.language)


def _touched(text: str, language: str) -> tuple[Subject, ...]:
    """The matter that the words touch, where they name no thing."""
    touched, topics = matters(text, language) & _TELLING_MATTERS, word_list(language).topics
    named = [topics["late" if matter == "delivery" else matter][0] for matter in sorted(touched)]
    return tuple(topic(word, language) for word in named[:1])


def _plain_item(facts: Facts, named: Sequence[Mention]) -> Subject | None:
    """The article that the customer named; a reply that knows none does without ("the item" is nobody's word)."""
    language = facts.language
    others = [mention for mention in facts.mentions if not (mention.adjective and mention.praised)]
    # Of a part that is complained of, what stands right behind it is the whole ("the zip of the coat"), and nothing else
    # ("the port died, always kept in its sleeve").
    near = [m for m in named if m.start - named[0].start <= _OF_ITS_WHOLE]
    spoken_of = [m for m in near if not m.aside] or ([m for m in others if not m.aside] if not near else [])
    found = next((m for m in (*spoken_of, *near) if is_whole_article(m, language)), None)
    return subject(found, language) if found else None


def _praised(review: ReviewText, triage: Triage, facts: Facts, complaints: Sequence[Complaint]) -> tuple[Subject, ...]:
    """The things praised, the plainest first; nothing that a complaint covers is praised, nor what only stands beside it."""
    language = facts.language
    blamed = _blamed(triage, facts) | {one.key.casefold() for each in complaints for one in each.subjects}
    named: list[Mention] = []
    topics: list[Subject] = []
    for index, point in enumerate(triage.points):
        if point.sentiment is not Sentiment.POSITIVE or _is_doubtful(review, point, triage, language):
            continue
        mentions = _praiseworthy(facts.of_point(index).mentions, facts) if facts.of_point(index).own else ()
        named += mentions
        if not mentions and point.label != _OF_NOTHING and (words := word_list(language).topics.get(point.label)):
            topics.append(topic(words[0], language))
    praising = any(point.sentiment is Sentiment.POSITIVE for point in triage.points)
    if not named and not praising and triage.play is not Play.MIXED:
        # Nothing placed: what has a kind word beside it, else the one thing that the review opens with.
        worthy = _praiseworthy(facts.mentions, facts)
        named = [mention for mention in worthy if mention.adjective and mention.praised] or [
            dataclasses.replace(mention, adjective="", praised=True) for mention in worthy[:1]
        ]
    fair = [mention for mention in named if mention.praised]
    fair.sort(key=lambda mention: (not mention.adjective, not is_whole_article(mention, language)))
    unique: dict[str, Subject] = {}
    for one in (*(subject(mention, language) for mention in fair), *topics):
        if one.key.casefold() not in blamed and not _is_told_already(one.key, unique):
            unique.setdefault(one.key, one)
    found = tuple(unique.values())
    return found[:_MOST_PRAISED] if all(one.adjective for one in found[:_MOST_PRAISED]) else found[:_MOST_UNJUDGED]


def _is_told_already(key: str, others: Iterable[str]) -> bool:
    """Whether one is the other in other words: "band" beside "binnenband", "Kaffee" beside "Spitzenkaffee"."""
    low = key.casefold()
    return any(
        low != one.casefold() and (low.endswith(one.casefold()) or one.casefold().endswith(low)) for one in others
    )


def _praiseworthy(mentions: Sequence[Mention], facts: Facts) -> tuple[Mention, ...]:
    """What may be thanked for: what the sentence speaks of, that was there, and that anybody praises."""
    return tuple(m for m in mentions if not (m.aside or m.denied or is_ill(m.word, facts.language)))


def _first(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """What the sentence speaks of before what only stands beside it."""
    return tuple(sorted(mentions, key=lambda mention: mention.aside))


def _written_about(review: ReviewText, triage: Triage, facts: Facts, *, aside: bool = False) -> tuple[Subject, ...]:
    """The first things that a praising review names anywhere, but for what a complaint is about."""
    blamed = _blamed(triage, facts)
    whole = side_of(review.whole, Sentiment.POSITIVE, facts.language).casefold()  # not what stands behind a "but"
    fair = [m for m in facts.mentions if aside and not (m.denied or is_ill(m.word, facts.language))]
    things = _things(_first(fair) if aside else _praiseworthy(facts.mentions, facts), facts)
    return tuple(one for one in things if one.key.casefold() not in blamed and one.key.casefold() in whole)[:1]


def _blamed(triage: Triage, facts: Facts) -> frozenset[str]:
    """The things that stand in a complaint, and the aspects that complaints are about."""
    topics = word_list(facts.language).topics
    found: set[str] = set()
    for index, point in enumerate(triage.points):
        if point.sentiment is Sentiment.NEGATIVE:
            named = facts.of_point(index).mentions
            of_a_part = named and not is_whole_article(named[0], facts.language)  # the zip is blamed, not the coat
            found.update(mention.word.casefold() for mention in (named[:1] if of_a_part else named))
            found.update(topics.get(point.label, ())[:1])
    return frozenset(found)


def _is_doubtful(review: ReviewText, point: Point, triage: Triage, language: str) -> bool:
    """Whether praise complains by its own words, or shares them with a complaint."""
    shared_words = any(
        other.sentiment is Sentiment.NEGATIVE and other.start < point.end and point.start < other.end
        for other in triage.points
    )
    # A "not" in what was read as praise: better thanked for in general than for the wrong thing.
    glad = triage.decision is Decision.THANK or (review.rating or 0) >= _HAPPY
    happy = glad and all(p.sentiment is not Sentiment.NEGATIVE for p in triage.points)
    return shared_words or (not happy and tells_of_trouble(review.text[point.start : point.end], language))


def _question(triage: Triage, facts: Facts) -> Subject | None:
    for index, point in enumerate(triage.points):
        if point.sentiment is Sentiment.QUESTION:
            loose = facts.of_point(index).loose
            mentions = facts.of_point(index).mentions or ((loose,) if loose else ()) or facts.mentions
            if mentions:
                return subject(mentions[0], facts.language)
            if words := word_list(facts.language).topics.get(point.label):
                return topic(words[0], facts.language)
    return subject(facts.mentions[0], facts.language) if facts.mentions else None


def _asked(triage: Triage, facts: Facts) -> str:
    asked = (facts.of_point(i).clause for i, p in enumerate(triage.points) if p.sentiment is Sentiment.QUESTION)
    return next((clause for clause in asked if clause), "")


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


def _no_reason(review: ReviewText, shop: ShopProfile, triage: Triage, language: str) -> str:
    """Why the answer is no, as the customer tells it: that a term is past is only said where a time told lies beyond it."""
    low = review.whole.casefold()
    if signals.find(read(review.whole), language).has("extortion"):
        return "reward"
    for pair in str(words_of(language)["reward_words"]).split("|"):
        if all(word in low for word in pair.split()):
            return "reward"
    if _mentions_any(low, str(words_of(language)["damage_words"]).split()):
        return "damage"
    labels = frozenset(p.label for p in triage.points if p.sentiment is Sentiment.NEGATIVE)
    told = grounds.to_refuse(review.whole, language, shop, labels)
    if grounds.tells_term_past(review.whole, language, shop, labels):
        return "term"
    return next((why for why in (grounds.REWARD, grounds.DAMAGE) if why in told), "plain")


def _mentions_any(text: str, wanted: Sequence[str]) -> bool:
    return bool(set(wanted) & {match.group() for match in _WORD.finditer(text.casefold())})
