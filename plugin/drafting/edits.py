"""From what people change in drafts to rules that are worth proposing: what recurs, not what happens once."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from plugin.guidelines import own_words
from plugin.guidelines.patterns import fold
from plugin.shop_rules import NeverUse, OwnRules, WantedPhrase
from plugin.words import Severity

TIMES = 3  # edits of different reviews in which a change must recur
SHARE = 0.6  # of the edits whose draft held the words: less is no 'always'
_LONGEST = 6  # words replaced or removed
_LONGEST_ADDED = 14  # words: a sentence
_WORTH_IT = 4  # letters of the longest word: shorter changes are grammar
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")

REPLACED, REMOVED, ADDED = "replaced", "removed", "added"


class Pair(Protocol):
    """A draft and what a person made of it (plugin.store.learning.Edit)."""

    @property
    def review_id(self) -> int: ...
    @property
    def language(self) -> str: ...
    @property
    def draft(self) -> str: ...
    @property
    def edited(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that edits ask for. ``kind``: replaced, removed or added; ``where``: greeting, closing or "".

    ``times`` of ``of`` edits: those that made the change, of those that could have.
    """

    kind: str
    language: str
    removed: str
    added: str
    where: str
    times: int
    of: int

    @property
    def key(self) -> str:
        """Names the same proposal for good, so that a refused one is not made again."""
        said = "\x1f".join((self.kind, self.language, fold(self.removed), fold(self.added)))
        return hashlib.sha256(said.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class _Change:
    kind: str
    removed: str
    added: str
    where: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    line: int


def proposals(pairs: Iterable[Pair], rules: OwnRules | None = None, answered: Collection[str] = ()) -> list[Proposal]:
    """What recurs in the edits, the most frequent first; without what is a rule or was answered already."""
    kept = [pair for pair in pairs if pair.draft.strip() and pair.edited.strip()]
    seen: dict[tuple[str, str, str, str], set[int]] = defaultdict(set)
    first: dict[tuple[str, str, str, str], _Change] = {}
    for pair in kept:
        for change in changes(pair.draft, pair.edited):
            key = (change.kind, pair.language, fold(change.removed), fold(change.added))
            seen[key].add(pair.review_id)
            first.setdefault(key, change)
    found = []
    for key, reviews in seen.items():
        if len(reviews) < TIMES:
            continue
        change_made, language = first[key], key[1]
        could = _could(change_made, [pair for pair in kept if pair.language == language])
        proposal = Proposal(
            key[0], language, change_made.removed, change_made.added, change_made.where, len(reviews),
            max(could, len(reviews)),
        )  # fmt: skip
        if proposal.times / proposal.of >= SHARE and proposal.key not in answered and not _ruled(proposal, rules):
            found.append(proposal)
    return sorted(_widest(found), key=lambda one: (-one.times, one.language, one.removed, one.added))


def rule_of(proposal: Proposal) -> NeverUse | WantedPhrase:
    """The shop's rule that the proposal asks for; its number comes with the profile."""
    languages = (proposal.language,) if proposal.language in {"nl", "de", "en"} else ()
    if proposal.kind == ADDED:
        return WantedPhrase("", proposal.added, (), languages)
    return NeverUse("", proposal.removed, Severity.WARN, proposal.added, languages)


def changes(draft: str, edited: str) -> list[_Change]:
    """The short changes between two versions; rewriting a passage is no change of words."""
    old, new = _tokens(draft), _tokens(edited)
    matcher = difflib.SequenceMatcher(None, [fold(t.text) for t in old], [fold(t.text) for t in new], autojunk=False)
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = old[a:b], new[c:d]
        change = _Change(
            {"replace": REPLACED, "delete": REMOVED, "insert": ADDED}[kind],
            _said(draft, gone),
            _said(edited, come),
            _where(gone or come, (old or new) if gone else new),
        )
        if _worth_it(change, len(gone), len(come)):
            found.append(change)
    return found


def _tokens(text: str) -> list[_Token]:
    found = []
    for number, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
        found += [
            _Token(m.group(), line.start() + m.start(), line.start() + m.end(), number)
            for m in _TOKEN.finditer(line.group())
        ]
    return found


def _said(text: str, tokens: Sequence[_Token]) -> str:
    """The words between two tokens as they stand, without a mark at the edge that belongs to the sentence around."""
    if not tokens:
        return ""
    return " ".join(text[tokens[0].start : tokens[-1].end].split()).strip(" ,;:")


def _where(tokens: Sequence[_Token], of: Sequence[_Token]) -> str:
    lines = {token.line for token in tokens}
    last = of[-1].line
    if last < 2:  # noqa: PLR2004 -- a greeting and a closing need a text between them
        return ""
    if lines == {0}:
        return "greeting"
    return "closing" if lines <= {last, last - 1} else ""


def _worth_it(change: _Change, gone: int, come: int) -> bool:
    said = change.removed or change.added
    if any(letter.isdigit() for letter in change.removed + change.added):
        return False  # amounts, dates and numbers are this customer's
    if change.kind == ADDED:
        return come <= _LONGEST_ADDED and come > 1 and _long_word(said)
    if gone > _LONGEST or come > _LONGEST_ADDED:
        return False
    return _long_word(said) or (bool(change.where) and bool(re.search(r"\w{2}", said)))


def _long_word(text: str) -> bool:
    return any(len(word) >= _WORTH_IT for word in re.findall(r"[^\W\d_]+", text))


def _could(change: _Change, pairs: Sequence[Pair]) -> int:
    """How many of the edits could have made this change: those whose draft holds the words; for what is added, all."""
    if change.kind == ADDED:
        return len({pair.review_id for pair in pairs if not own_words.has(change.added, pair.draft)})
    return len({pair.review_id for pair in pairs if own_words.has(change.removed, pair.draft)})


def _ruled(proposal: Proposal, rules: OwnRules | None) -> bool:
    if rules is None:
        return False
    if proposal.kind == ADDED:
        return any(fold(rule.words) == fold(proposal.added) for rule in rules.wanted)
    return any(fold(rule.words) == fold(proposal.removed) for rule in rules.never)


def _widest(found: list[Proposal]) -> list[Proposal]:
    """One proposal for the same words: of several replacements the one made most often."""
    best: dict[Any, Proposal] = {}
    for one in found:
        key = (one.language, fold(one.removed) or f"+{fold(one.added)}")
        if key not in best or one.times > best[key].times:
            best[key] = one
    return list(best.values())
