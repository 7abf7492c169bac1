"""From a recipe to a text: for each step a frame that can be filled, and no step said twice."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

from plugin.drafting.built_in.answers import HOW_TO_RETURN
from plugin.drafting.built_in.phrases import Frame, load
from plugin.drafting.built_in.rendering import render
from plugin.drafting.built_in.situation import Complaint, Situation
from plugin.drafting.built_in.subjects import Subject, listed, quoted
from plugin.drafting.built_in.variety import Recent
from plugin.drafting.built_in.wording import term, within
from plugin.guidelines import own_words
from plugin.words import Decision, Play

_CONTACT_SLOTS = frozenset({"email", "phone", "url"})
_NOTHING = Subject("", {}, plural=False)
_MOST_MENTIONS_OF_ONE = 2
_TRIES = 8
# Better left out than said again.
_DISPENSABLE = frozenset({"heard", "lenient", "closing", "wish", "thanks", "step", "more", "goodwill"})
_GENERIC_SHARE = 0.25
_NAMED_SHARE = 0.4
_MOST_BY_FAMILY = 2  # points beside the first that are answered in a sentence of their own family
_MOST_TOGETHER = 3  # complaints named in one sentence
_MOST_QUOTED = 2  # sentences of the customer's in one reply
_ABOUT_SHARE = 0.6  # what has no name is answered by the thing in it, most of the time
_JUDGED_SHARE = 0.8  # the customer's own words, most of the time
_UNMENDABLE = frozenset(
    {"late", "lost", "wrong", "missing", "refund", "payment", "injury", "place", "unreachable", "withdraw", "slip"}
)
_GOODWILL_SHARE = 0.25
_BESIDE_A_NO = frozenset({"unreachable", "rude", "late"})
# Plays whose solution is their own, wherever an order of sentences asks for one.
_ANSWERED_BY = {
    Play.SLIGHTLY_LATE: "leniency",
    Play.SAY_NO: "no",
    Play.WITHDRAWAL: "withdrawal",
    Play.WARRANTY: "warranty",
    Play.THEIR_MISTAKE: "returns",
}
# Where the shop sent or showed something other than was bought, it pays for the return (policy: shop_if_our_fault).
_NOT_OUR_DOING = frozenset({Play.THEIR_MISTAKE, Play.SAY_NO, Play.SLIGHTLY_LATE})
_OUR_DOING = frozenset({"wrong", "damaged", "broken", "missing", "description"})

_FEWEST_QUOTED = 3  # words: "Top" is a scrap


class Composer:
    """Writes one candidate. Everything random comes from ``rng``, so the same seed gives the same text."""

    def __init__(
        self,
        situation: Situation,
        rng: random.Random,
        recent: Recent,
        *,
        quoting: bool = True,
        missed: Sequence[int] = (),
    ) -> None:
        self._situation = situation
        self._rng = rng
        self._recent = recent
        self._opened = False  # whether the first sentence after the greeting stands
        self._phrases = load(situation.language)
        self._common = _common_slots(situation)
        self._used_frames: set[str] = set()
        self._named: dict[str, int] = {}
        self._known = frozenset(self._common) | {"within"}
        self._contact_given = False
        self._may_quote = quoting
        self._missed = [situation.taken_up(index) for index in missed]  # points that the texts so far did not answer
        self._around = situation.around
        self._described = False  # whether "what you describe" stands, which covers all complaints without a name
        self._quoted: list[str] = []
        self._rest_noted = False  # and whether "what else you describe" does
        self._never = situation.shop.rules.never_in(situation.language)
        self._kind_said = situation.triage.play is Play.MIXED  # praise beside a complaint goes by things, not by moods
        self._promises = rng.randrange(3)
        self._praise_left = list(situation.praised)
        self._steps: Mapping[str, Callable[[], str]] = {
            "heard": lambda: "" if situation.main.told and not situation.main.subjects else self._about_main("heard"),
            "sorry": self._sorry,
            "own": lambda: self._about_main("own", plain="any") if situation.ours else "",
            "lenient": lambda: self._about_main("lenient"),
            "empathy": self._empathy,
            "fix": self._fix,
            "also": self._also,
            "contact": self._contact,
            "step": lambda: self._by_contact("step"),
            "improve": lambda: self._say("improve", ("any",)),
            "goodwill": self._goodwill,
            "praise": self._praise,
            "closing": lambda: self._say("closing", ("any",)),
            "wish": lambda: self._say("wish", ("any",)),
            "thanks": lambda: self._say("thanks", ("any",) if situation.review.whole.strip() else ("stars",)),
            "leniency": self._leniency,
            "askthanks": lambda: self._asked("askthanks", ("any",), ("plain",)),
            "answer": self._answer,
            "more": lambda: self._say("more", ("email",)),
            "payer": self._payer,
            "noted": self._noted,
            "private": self._private,
            "no": lambda: self._say("no", (situation.no_reason,), self._all_subjects()),
            **{name: self._any_step(name) for name in _ANY_STEPS},
            **{name: self._contact_step(name) for name in _CONTACT_STEPS},
        }

    def text(self, recipe: str, wanted: Sequence[str] = ()) -> str:
        """Greeting, the recipe's paragraphs, the sentences that the shop wants, signature."""
        facts = self._situation.facts
        greeting = self._say("greeting", ("named",)) if facts.greeting_name else self._say("greeting", ("neutral",))
        paragraphs = [self._paragraph(part) for part in recipe.split("/")]
        asked = " ".join(words for words in wanted if not own_words.has(words, "\n".join(paragraphs)))
        # A shop that forbids every greeting still calls its customer by name, and still signs.
        greeting = greeting or (f"{facts.greeting_name}," if facts.greeting_name else "")
        signature = _signed(self._say("signoff", ("any",)) or facts.agent, facts.agent, facts.shop_name)
        return "\n\n".join(part for part in (greeting, *paragraphs, asked, signature) if part)

    def _paragraph(self, steps: str) -> str:
        said = []
        for step in steps.split():
            name = step.removesuffix("?")
            if step.endswith("?") and self._rng.random() < 0.5:  # noqa: PLR2004 -- half of the candidates
                continue
            said.append(self._steps[name]())
        return " ".join(sentence for sentence in said if sentence)

    # -- steps ---------------------------------------------------------------------------------------------------

    def _about_main(self, function: str, plain: str = "plain") -> str:
        main = self._situation.main
        if main.subjects and (function == "heard" or not main.told):
            return self._say(function, ("any",), main.subjects)
        return self._say(function, (plain,)) or self._say(function, ("any",))

    def _sorry(self) -> str:
        """An apology; for what the customer did themselves it is one for the trouble."""
        main = self._situation.main
        slip = self._situation.triage.play in _NOT_OUR_DOING or main.family == "withdraw"
        kind = "slip" if slip else ("mild" if self._is_mild(main) else "told") if main.told else ""
        return (self._say("sorry", (kind,)) if kind else "") or self._about_main("sorry")

    def _empathy(self) -> str:
        return self._of_family("empathy")

    def _fix(self) -> str:
        play = self._situation.triage.play
        if not self._situation.complaints and play is Play.QUESTION:
            return ""
        if play in _ANSWERED_BY and (said := self._steps[_ANSWERED_BY[play]]()):
            return said
        return self._of_family("fix")

    def _of_family(self, function: str) -> str:
        complaint = self._situation.main
        if (
            function == "empathy"
            and not self._may_quote
            and (said := self._say("empathy", ("about",), self._around or self._situation.anything))
        ):
            return said  # the checker missed a word of the review in every text so far
        if complaint.told:
            return self._of_what_was_told(function, complaint)
        if not complaint.subjects:
            known = self._phrases.frames(function, complaint.family) and self._say(function, (complaint.family,))
            unnamed = ("plain", "stars") if function == "empathy" and self._is_rated else ("plain",)
            return known or self._say(function, unnamed)
        first = complaint.subjects[0]
        judged = first.adjective and not first.praised and self._rng.random() < _JUDGED_SHARE
        if judged and (said := self._say(function, ("harsh",), complaint.subjects, again=False)):
            return said
        kinds = (complaint.family,)
        general = complaint.family not in _UNMENDABLE and self._rng.random() < _GENERIC_SHARE
        if general or not self._phrases.frames(function, complaint.family):
            kinds = ("generic",)
        return (
            self._say(function, kinds, complaint.subjects, again=False)
            or self._say(function, (complaint.family, "generic"), complaint.subjects, again=False)
            or self._say(function, (complaint.family, "generic"), complaint.subjects)
        )

    def _of_what_was_told(self, function: str, complaint: Complaint) -> str:
        """A complaint that has no name: by a thing in it or beside it, in its own words, or as "what you describe"."""
        about = complaint.subjects or self._around
        if function != "empathy":
            again = self._rng.random() < _ABOUT_SHARE and self._say(function, ("about",), about, again=False)
            return again or self._say(function, ("that",)) or self._say(function, ("plain",))
        self._described = not complaint.subjects
        own = self._own_words([complaint.said])
        if own and (said := self._say("empathy", ("said",), (own,))):
            return said
        mild = self._is_mild(complaint)
        if about and (said := self._say("empathy", ("mild" if mild else "about",), about)):
            return said
        clause = None if mild else self._own_words([complaint.clause])
        if clause and (said := self._say("empathy", ("clause",), (clause,))):
            return said
        if not self._may_quote and not about and (said := self._say("empathy", ("about",), self._situation.anything)):
            return said
        return (self._say("empathy", ("mildly",)) if mild else "") or self._say("empathy", ("told",))

    def _is_mild(self, complaint: Complaint) -> bool:
        return complaint.beside and self._situation.is_mild

    def _own_words(self, stretches: Sequence[str]) -> Subject | None:
        """The first of them that may be quoted, as a slot; a reply hands back a sentence of the customer's or two."""
        fit = [words for words in stretches if words and words not in self._quoted]
        few = self._may_quote and len(self._quoted) < _MOST_QUOTED
        return quoted(fit[:1], self._situation.language) if fit and few else None

    def _also(self) -> str:
        """The other complaints: by their own families where those have a sentence, the rest together."""
        rest = list(self._situation.complaints[1:])
        if self._situation.triage.play is Play.SAY_NO:  # a no that is softened point by point is a vague maybe
            rest = [one for one in rest if one.family in _BESIDE_A_NO]
        said: list[str] = []
        families = {self._situation.main.family}
        for complaint in [one for one in rest if not one.told]:
            if complaint.family in families or not self._phrases.frames("also", complaint.family):
                continue
            if sentence := self._say("also", (complaint.family,), complaint.subjects):
                families.add(complaint.family)
                said.append(sentence)
                rest.remove(complaint)
            if len(said) >= _MOST_BY_FAMILY:
                break
        others = _first_subjects([one for one in rest if not one.told], set(self._named))
        if others:
            said.append(self._say("also", ("any",), (listed(others[:3], self._situation.language),)))
        said.append(self._noted())
        return " ".join(sentence for sentence in said if sentence)

    def _noted(self) -> str:
        """What was told beside the first complaint: read and answered, or where that is not the place, noted."""
        told = [one for one in self._missed if one.subjects or one.clause]
        told += [one for one in self._situation.complaints[1:] if one.told and one not in told]
        play, decision = self._situation.triage.play, self._situation.triage.decision
        elsewhere = play is Play.SAY_NO or decision in {Decision.REPLY_PRIVATE, Decision.THANK}
        if not told or self._rest_noted:
            return ""
        self._rest_noted = True
        function = "noted" if elsewhere or all(one.beside for one in told) else "also"
        said = self._things_told(function, told)
        if not said and not (function == "also" and self._described):
            said = [self._say(function, ("told",))]
        return " ".join(sentence for sentence in said if sentence)

    def _things_told(self, function: str, told: Sequence[Complaint]) -> list[str]:
        """One sentence for the things in what was told, and one for what has no name but the customer's words."""
        language = self._situation.language
        said: list[str] = []
        named = any(one.subjects for one in told)
        if things := _first_subjects(told, set(self._named))[:_MOST_TOGETHER]:
            said.append(self._say(function, ("about",), (listed(things, language),)))
        clauses = dict.fromkeys(one.clause for one in told if one.clause and not one.subjects)
        own = self._own_words(list(clauses))
        if own and (sentence := self._say("noted" if said else function, ("clause",), (own,))):
            said.append(sentence)
        return said or ([""] if named else [])

    def _contact(self) -> str:
        """How to reach the shop; who asked for the manager gets the manager's contact instead (P-ESCALATE)."""
        taken = self._contact_given or self._situation.triage.play is Play.ESCALATE
        return "" if taken else self._by_contact("contact")

    def _any_step(self, name: str) -> Callable[[], str]:
        return lambda: self._say(name, ("any",), self._all_subjects())

    def _contact_step(self, name: str) -> Callable[[], str]:
        return lambda: self._by_contact(name)

    def _by_contact(self, function: str) -> str:
        """By the shop's e-mail if it has one, else its telephone or address on the web, else without."""
        ways = [way for way in ("email", "phone", "url") if way in self._common]
        kinds = (*ways[:1], "any") if self._phrases.frames(function, "any") else tuple(ways[:1])
        subjects = self._all_subjects()
        return self._say(function, kinds, subjects) or self._say(function, (*ways[1:], "none"), subjects)

    def _goodwill(self) -> str:
        """A small gesture now and then, where the shop allows one; never tied to anything (R-GOODWILL)."""
        if self._rng.random() > _GOODWILL_SHARE or "injection" in self._situation.triage.flags:
            return ""
        limits = self._situation.shop.policy.goodwill_max
        return self._say("goodwill", ("gift",)) if limits.gift else ""

    def _praise(self) -> str:
        """What was praised: by the customer's own word or words, else the things, else the stars."""
        if self._situation.triage.play is Play.QUESTION and not self._situation.is_praised:
            return ""
        if not self._kind_said:  # the kind word of a review that names nothing
            self._kind_said = True
            if said := self._say("praise", ("kind",)):
                return said
        left = self._praise_left
        first = [one for one in self._situation.spoken if one.key not in self._named]
        if not self._may_quote and first and self._situation.triage.decision is Decision.THANK:
            for one in first:  # the checker missed a word of the review in every text so far
                self._named[one.key] = 1
            return self._say("praise", ("about",), (listed(first, self._situation.language),))
        with_adjective = [one for one in left if one.adjective]
        if with_adjective and self._rng.random() < 0.6:  # noqa: PLR2004 -- the customer's own word, most of the time
            chosen = with_adjective[0]
            left.remove(chosen)
            return self._say("praise", ("adj",), (chosen,))
        if left:
            count = self._rng.randint(1, len(left))
            chosen_ones, self._praise_left = left[:count], left[count:]
            return self._say("praise", ("any",), (listed(chosen_ones, self._situation.language),))
        return "" if self._situation.praised else self._praise_of_nothing_named()

    def _praise_of_nothing_named(self) -> str:
        """Praise by the customer's own kind words, by what they wrote about, else by the stars."""
        situation = self._situation
        kind = situation.facts.cheer if len(situation.facts.cheer.split()) >= _FEWEST_QUOTED else ""
        cheer = self._own_words([kind or situation.facts.quotable])
        if cheer and cheer.key not in self._named and (said := self._say("praise", ("said",), (cheer,))):
            return said
        mixed = situation.triage.play is Play.MIXED
        if mixed and not situation.praises_plainly:
            return ""  # who praises nothing is thanked for nothing
        if mixed and situation.kindly and (said := self._say("praise", ("kind",))):
            return said
        about = situation.written_about or (() if self._may_quote else situation.spoken)
        left = [] if mixed else [one for one in about if one.key not in self._named]
        if left and (said := self._say("praise", ("about",), (listed(left[:2], situation.language),))):
            for one in left:
                self._named[one.key] = 1
            return said
        if mixed:
            return self._say("praise", ("beside",))
        return "" if self._named else self._say("praise", ("plain", "stars") if self._is_rated else ("plain",))

    @property
    def _is_rated(self) -> bool:
        """Whether there are stars to speak of."""
        return self._situation.review.rating is not None

    def _asked(self, function: str, kinds: Sequence[str], without: Sequence[str]) -> str:
        question = self._situation.question
        if question:
            return self._say(function, kinds, (question,))
        own = self._own_words([self._situation.asked]) if function == "askthanks" else None
        return (self._say(function, ("clause",), (own,)) if own else "") or self._say(function, without)

    def _answer(self) -> str:
        if self._situation.answer:
            kinds = self._situation.answer.kinds
            known = [
                self._by_contact(kind) if kind == HOW_TO_RETURN else self._say("answer", (kind,)) for kind in kinds
            ]
            return " ".join(sentence for sentence in known if sentence)
        if self._situation.wants_quote and (said := self._asked("answer", ("quote",), ())):
            return said
        named = self._rng.random() < _NAMED_SHARE
        return self._asked("answer", ("later",) if named else ("later_plain",), ("later_plain",))

    def _private(self) -> str:
        """What happens out of the public eye; who asked for the manager reads here that it may be (P-ESCALATE)."""
        if self._situation.triage.play is Play.ESCALATE and (said := self._by_contact("escalate")):
            return said
        things = [one.subjects[0] for one in self._situation.complaints[:_MOST_TOGETHER] if one.subjects]
        unique = list({one.key: one for one in things}.values())
        together = (listed(unique, self._situation.language),) if unique else ()
        return self._say("private", ("any",), together or self._all_subjects())

    def _leniency(self) -> str:
        """As far as the shop's own leniency reaches; a shop that grants none says no, in plain words."""
        if self._situation.shop.policy.leniency_days:
            return self._say("leniency", ("any",))
        return self._say("no", (self._situation.no_reason,))

    def _payer(self) -> str:
        """Who pays the way back. A customer who simply sends a thing back, broken or other than hoped, may have broken it:
        then the policy is told as it is, and neither side's cost is promised.
        """
        policy, play = self._situation.shop.policy.return_shipping, self._situation.triage.play
        ours = play not in _NOT_OUR_DOING and any(one.family in _OUR_DOING for one in self._situation.complaints)
        if policy == "shop_if_our_fault" and ours and play is Play.WITHDRAWAL:
            return self._say("answer", ("payer-fault",))
        free = policy == "shop" or (policy == "shop_if_our_fault" and ours)
        return self._say("payer", ("shop" if free else "customer",))

    # -- frames --------------------------------------------------------------------------------------------------

    def _all_subjects(self) -> tuple[Subject, ...]:
        """What plays about an article may name: the customer's things before the aspects."""
        situation = self._situation
        named = [one for complaint in situation.complaints for one in complaint.subjects]
        question = [situation.question] if situation.question else []
        return tuple(named) or tuple(question)

    def _say(self, function: str, kinds: Sequence[str], subjects: Sequence[Subject] = (), *, again: bool = True) -> str:
        """A sentence of that function, "" where no frame can be filled. A thing already named twice is avoided.

        ``again`` allows words of a recent reply where there are no others.
        """
        fitting = [
            (frame, chosen)
            for kind in kinds
            for frame in self._phrases.frames(function, kind)
            if frame.id not in self._used_frames
            and not (self._contact_given and frame.slots & _CONTACT_SLOTS)
            and (chosen := self._subject_for(frame, subjects)) is not None
        ]
        if not fitting:
            return ""
        fresh = [one for one in fitting if self._named.get(one[1].key, 0) < _MOST_MENTIONS_OF_ONE] or fitting
        self._rng.shuffle(fresh)
        for frame, chosen in fresh:
            sentence = self._new_wording(frame, chosen)
            if sentence:
                return self._taken(frame, chosen, sentence)
        if not again or function in _DISPENSABLE:
            return ""
        for frame, chosen in fresh:
            sentence = self._mended(self._filled(frame, chosen))
            if sentence:
                return self._taken(frame, chosen, sentence)
        return ""

    def _new_wording(self, frame: Frame, chosen: Subject) -> str:
        """The frame in words that no recent reply has, "" where a few tries give none."""
        edge = frame.function in {"greeting", "signoff"}
        for _ in range(_TRIES):
            sentence = self._filled(frame, chosen)
            if own_words.forbidden(sentence, self._never):
                continue
            if edge or not self._recent.said(sentence, first=not self._opened):
                return sentence
        return ""

    def _mended(self, sentence: str) -> str:
        """The sentence with the shop's own words in place of those it never uses; "" where it has none for them."""
        if not own_words.forbidden(sentence, self._never):
            return sentence
        mended = own_words.replaced(sentence, self._never)
        return "" if own_words.forbidden(mended, self._never) else mended

    def _taken(self, frame: Frame, chosen: Subject, sentence: str) -> str:
        """Note what was used, so that the text says it once."""
        self._used_frames.add(frame.id)
        self._opened = self._opened or frame.function != "greeting"
        if chosen.key:
            self._named[chosen.key] = self._named.get(chosen.key, 0) + 1
        if frame.slots & _CONTACT_SLOTS:
            self._contact_given = True
        if "said" in frame.slots:
            self._quoted.append(chosen.key)
        if "within" in frame.slots:
            self._promises += 1
        return sentence

    def _subject_for(self, frame: Frame, subjects: Sequence[Subject]) -> Subject | None:
        """The first subject that gives the frame all it asks for, those not yet named first.

        What a frame says of the article itself (send it in, repair it) is only ever said of the article.
        """
        wanted = frame.slots - self._known
        if not wanted:
            return _NOTHING
        item = self._situation.item
        if wanted <= item.forms.keys():
            return item
        fitting = [one for one in subjects if wanted <= self._given_by(one)]
        return min(fitting, key=lambda one: self._named.get(one.key, 0), default=None)

    def _given_by(self, one: Subject) -> frozenset[str]:
        """The names of a subject's slots."""
        names = frozenset(one.forms)
        return names | {"adj" if one.praised else "harsh"} if one.adjective else names

    def _filled(self, frame: Frame, chosen: Subject) -> str:
        return render(
            frame.text,
            self._slots(chosen),
            form=self._situation.facts.form,
            plural=chosen.plural,
            rng=self._rng,
            language=self._situation.language,
        )

    def _slots(self, chosen: Subject) -> dict[str, str]:
        facts = self._situation.facts
        moment = within(facts.reply_within_days, self._situation.language, self._promises)
        return {**self._common, "within": moment, **chosen.slots}


def _common_slots(situation: Situation) -> dict[str, str]:
    """What every sentence of this reply may be filled with, whatever it is about; only what is known."""
    facts, shop, language = situation.facts, situation.shop, situation.language
    policy = shop.policy
    slots = {
        "name": facts.greeting_name,
        "agent": facts.agent,
        "shop": facts.shop_name,
        "withdrawal": term(policy.withdrawal_days, "day", language),
        "warranty": term(policy.warranty_months, "month", language),
        "leniency": term(policy.leniency_days, "day", language) if policy.leniency_days else "",
        "email": shop.contact.email,
        "phone": shop.contact.phone,
        "url": shop.contact.url,
        "duration": situation.main.duration,
        "lasted": situation.main.lasted,
        "times": situation.main.times,
        "measure": situation.measure,
        "fact": situation.answer.fact,
        "product": shop.product.name if shop.product else "",
        "kind": facts.kind_word,
    }
    return {name: value for name, value in slots.items() if value}


# Steps that take their frames from "any", with whatever the review is about.
_ANY_STEPS = ("mistake", "returns", "withdrawal", "warranty", "unavailable", "resolved", "why")
# Steps whose frames depend on how the shop can be reached.
_CONTACT_STEPS = ("escalate", "sendin", "howreturn", "possible", "alternative", "need")


def _first_subjects(complaints: Sequence[Complaint], named: set[str]) -> list[Subject]:
    """One subject for each complaint that names something new; the others were answered with what was named."""
    found: dict[str, Subject] = {}
    for complaint in complaints:
        fresh = [one for one in complaint.subjects if not _same(one.key, {*named, *found})]
        for one in fresh[:1]:
            found.setdefault(one.key, one)
    return list(found.values())


def _same(key: str, others: set[str]) -> bool:
    """Whether a thing was named before, also as one of several or as a part ("boek", "boeken", "levering/boek")."""
    stem = key.casefold()[:4]
    return any(part.startswith(stem) for other in others for part in re.split(r"[/+]", other.casefold()))


def _signed(signature: str, agent: str, shop: str) -> str:
    """A shop that signs by its own name is named once: nobody has said yet who writes for it."""
    if agent.casefold() != shop.casefold():
        return signature
    first = signature.partition("\n")[0]
    return agent if shop in first else f"{first}\n{agent}"
