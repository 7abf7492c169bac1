"""What a sentence is about: a noun with its article and cases, ready to be put into a frame.

Dutch and English need one form with the article ("de fietstas", "the bag"); German needs the case that the frame asks
for (``{nom}``, ``{acc}``, ``{dat}``). A subject may also be a list ("the rooms and the breakfast"), or one thing of
another ("de levering van de fietstas").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from plugin.drafting.built_in.wording import joined, words_of
from plugin.drafting.facts_mentions import Mention, gender_of, head_of
from plugin.drafting.facts_nouns import more_nouns

_GERMAN = {
    "m": ("der", "den", "dem", "des"),
    "f": ("die", "die", "der", "der"),
    "n": ("das", "das", "dem", "des"),
    "p": ("die", "die", "den", "der"),
}
_MARKS = {"nl": "“”", "de": "„“", "en": "“”"}
_DUTCH = {"de": "de", "het": "het", "p": "de"}


@dataclass(frozen=True, slots=True)
class Subject:
    """``forms`` are the slots that a frame may ask for, by case or list; ``key`` tells two subjects apart."""

    key: str
    forms: dict[str, str]
    plural: bool
    adjective: str = ""
    praised: bool = True

    @property
    def slots(self) -> dict[str, str]:
        if not self.adjective:
            return self.forms
        return {**self.forms, "adj" if self.praised else "harsh": self.adjective}


def subject(mention: Mention, language: str) -> Subject:
    """The slots of one noun."""
    return Subject(mention.word, _forms(mention, language), mention.plural, mention.adjective, mention.praised)


def topic(word: str, language: str) -> Subject:
    """The slots of a noun of the word list ("levering"), for a point in which the customer named nothing else."""
    shown = "-".join(part[:1].upper() + part[1:] for part in word.split("-")) if language == "de" else word
    return subject(Mention(shown, gender_of(word, language) or "-", 0), language)


def quoted(words: Sequence[str], language: str) -> Subject:
    """The customer's own words, as the slot {said}, which stands between quotation marks; several are parted by more."""
    marks = _MARKS[language]
    between = f"{marks[1]} {words_of(language)['and']} {marks[0]}"
    shown = between.join(words)
    return Subject(shown, {"said": shown}, plural=len(words) > 1)


def listed(subjects: Sequence[Subject], language: str) -> Subject:
    """Several subjects in one list: {things}, and {noms}, {accs}, {dats} in German; also as the plain forms."""
    forms: dict[str, str] = {}
    for name in ("thing", "nom", "acc", "dat"):
        parts = [one.forms[name] for one in subjects if name in one.forms]
        if parts:
            forms[name] = forms[f"{name}s"] = joined(parts, language)
    only = subjects[0] if len(subjects) == 1 else None
    return Subject(
        "+".join(one.key for one in subjects),
        forms,
        plural=only.plural if only else True,
        adjective=only.adjective if only else "",
        praised=only.praised if only else True,
    )


def part_of(aspect: Subject, item: Mention, language: str) -> Subject:
    """One thing of another: "de levering van de fietstas", "die Lieferung der Fahrradtasche"."""
    if language == "de":
        tail = f"{_GERMAN[item.gender][3]} {_genitive(item)}"
        forms = {name: f"{form} {tail}" for name, form in aspect.forms.items()}
    else:
        link = "van" if language == "nl" else "for" if aspect.key == "refund" else "of"
        forms = {name: f"{form} {link} {_forms(item, language)['thing']}" for name, form in aspect.forms.items()}
    return Subject(f"{aspect.key}/{item.word}", forms, aspect.plural)


def _forms(mention: Mention, language: str) -> dict[str, str]:
    if language == "de":
        article = _GERMAN.get(mention.gender, _GERMAN["f"])
        forms = {name: f"{article[place]} {mention.word}" for place, name in enumerate(("nom", "acc", "dat"))}
        if mention.plural and not mention.word.endswith(("n", "s")):
            forms["dat"] += "n"
        return {**forms, **{f"{name}s": form for name, form in forms.items()}}
    article_word = _DUTCH.get(mention.gender, "de") if language == "nl" else "the"
    return {"thing": f"{article_word} {mention.word}", "things": f"{article_word} {mention.word}"}


def _genitive(mention: Mention) -> str:
    """The genitive of a noun of the list: "des Helms", "des Schlosses", "der Tasche"."""
    word = mention.word
    if mention.gender in {"f", "p"}:
        return word
    if word.endswith(("ss", "ß", "x", "z", "s")):
        return word + ("ses" if word.endswith("nis") else "es")
    return word + "s"


def article(one: Subject) -> Subject:
    """A thing as the slots for what is done with the article itself: {item}; {itemnom}, {itemacc}, {itemdat}."""
    names = {"thing": "item", "nom": "itemnom", "acc": "itemacc", "dat": "itemdat"}
    return Subject(one.key, {names[name]: form for name, form in one.forms.items() if name in names}, one.plural)


def is_article(mention: Mention, language: str) -> bool:
    """Whether the noun is a thing that can be held, so that it can break."""
    return head_of(mention.word, language) not in _listed("abstract", language)


def is_whole_article(mention: Mention, language: str) -> bool:
    """Whether the thing is what somebody orders, not a part of it, so that 'send in …', 'the delivery of …' make sense."""
    return is_article(mention, language) and head_of(mention.word, language) not in _listed("parts", language)


@cache
def _listed(name: str, language: str) -> frozenset[str]:
    more = more_nouns(language)
    return frozenset(str(words_of(language)[name]).split()) | (more.parts if name == "parts" else more.matters)
