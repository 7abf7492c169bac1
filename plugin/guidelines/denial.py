"""Whether a sentence denies what it speaks of: 'free wine for stars is not something we do', with the no far behind.

A no counts where it stands beside a word of giving, doing or being possible, in the same clause: 'we don't mind' and
'it costs you nothing' deny no offer. Dutch and German put the no at the end of the clause, English before the verb.
"""

from __future__ import annotations

import re

from plugin.guidelines.draft import Draft
from plugin.guidelines.word_lists import Wording

_FAR = 120  # characters between the two
_DENIES = Wording(
    rf"(?<!\w){{no_of_any_kind}}(?!\w).{{0,{_FAR}}}(?<!\w){{giving}}(?!\w)|"
    rf"(?<!\w){{giving}}(?!\w).{{0,{_FAR}}}(?<!\w){{no_of_any_kind}}(?!\w)"
)
# What looks like a no and grants: 'at no cost', 'we don't mind', 'not only', 'why not'.
_NO_DENIAL = Wording(
    r"(?<!\w)(?:{without_any} (?:{extra} )?{burden}|{simple_not} {not_merely}|{grants_all_the_same}|"
    r"{neglect} (?:\w+ )?{simple_not}|{it_costs} (?:\w+ ){0,3}{nothing_at_all})(?!\w)"
)
_CLAUSE_ENDS = Wording(r"[;:.!?]|, {clause_turns}(?!\w)|, | - ")
_TURNS = Wording(r"[;:.!?]|, {clause_turns}(?!\w)")


def is_denied(draft: Draft, place: tuple[int, int]) -> bool:
    """Whether what stands at ``place`` of a draft is denied in its clause, or by a clause behind it that points back.

    'A gift for five stars, that is not possible here' points back; what goes on behind a 'but' denies nothing of what
    stands before it, and words that reach over one are not denied.
    """
    begins = max(0, place[0] - _AROUND)
    near = draft.reading.folded[begins : place[1] + _AROUND]
    at, to = place[0] - begins, place[1] - begins
    start, end = _part(near, at, _CLAUSE_ENDS.of(draft))
    last = _part(near, at, _TURNS.of(draft))[1]
    if to > last:
        return False
    if to <= end and _denies(draft, near[start:end]):
        return True
    behind = near[max(end, to) : last].lstrip(" ,-")
    return bool(_POINTS_BACK.of(draft).match(behind)) and _denies(draft, behind)


_POINTS_BACK = Wording(r"{points_back}(?!\w)")
_AROUND = 300  # characters read before and behind


def _part(text: str, at: int, ends: re.Pattern[str]) -> tuple[int, int]:
    """The part of the text between two such ends in which a place lies."""
    start = max((match.end() for match in ends.finditer(text, 0, at)), default=0)
    found = ends.search(text, at)
    return start, found.start() if found else len(text)


def _denies(draft: Draft, clause: str) -> bool:
    return bool(_DENIES.of(draft).search(_NO_DENIAL.of(draft).sub(" ", clause)))
