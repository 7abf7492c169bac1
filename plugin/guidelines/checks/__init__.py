"""The checks by name; ``prompts/guidelines`` and ``prompts/rules`` refer to them by these names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from plugin.guidelines.checks import (
    charges,
    claims,
    conduct,
    duties,
    every_point,
    form,
    given,
    injection,
    language,
    law,
    learned,
    offers,
    policy_claims,
    privacy,
    repetition,
    specific,
    taken_up,
    terms,
    when,
)
from plugin.guidelines.draft import Draft, Note

Check = Callable[[Draft], Iterator[Note]]

CHECKS: Mapping[str, Check] = {
    "language": language.language,
    "register": language.register,
    "specific": specific.specific,
    "every-point": every_point.every_point,
    "canned": repetition.canned,
    "argue": conduct.argue,
    "blame": conduct.blame,
    "divert": conduct.divert,
    "empathy": duties.empathy,
    "apology": duties.apology,
    "own-up": duties.own_up,
    "solution": duties.solution,
    "when": when.moment,
    "improve": duties.improve,
    "offline": duties.offline,
    "personal": form.personal,
    "human": conduct.human,
    "polite": conduct.polite,
    "strength": conduct.strength,
    "goodwill": offers.goodwill,
    "reward": offers.reward,
    "facts": claims.facts,
    "policy": policy_claims.policy,
    "conditions": terms.conditions,
    "charges": charges.charges,
    "privacy": privacy.privacy,
    "length": form.length,
    "clean": form.clean,
    "obeyed": injection.obeyed,
    "taken-up": taken_up.taken_up,
    "given-away": given.given,
    "say-no": duties.say_no,
    "law": law.rules,
    "learned": learned.learned,
}
"""A check reads a draft and says what is wrong with it."""
