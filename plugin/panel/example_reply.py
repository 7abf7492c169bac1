"""A reply to an invented complaint under a policy that is being filled in: what the policy does, seen before it holds.

Drafted here and now by the built-in writer, whose work is a matter of milliseconds once it is loaded; nothing is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from plugin.panel.letter import lay_out
from plugin.panel.shapes import Paragraph
from plugin.shop import ShopProfile
from plugin.words import Decision, Play, ReviewText, Verdict

AUTHOR = "Noor"
BROKEN, RETURN = "broken", "return"
_PLAYS = {BROKEN: Play.WARRANTY, RETURN: Play.WITHDRAWAL}
# The customer's words stay in the language of the reply, whatever language the desk speaks.
_SAID: Mapping[str, Mapping[str, str]] = {
    BROKEN: {
        "nl": "Na vijf maanden is de waterkoker kapot. Hij wordt niet meer warm. Erg jammer, ik was er eerst zo blij mee.",
        "de": "Nach fünf Monaten ist der Wasserkocher kaputt. Sehr schade, am Anfang war ich so froh damit.",
        "en": "After five months the kettle is broken. It no longer heats. A pity, I was so happy with it at first.",
    },
    RETURN: {
        "nl": "De waterkoker bevalt me niet en ik wil hem terugsturen. Hoe lang heb ik daarvoor?",
        "de": "Der Wasserkocher gefällt mir nicht und ich möchte ihn zurückschicken. Wie lange habe ich dafür Zeit?",
        "en": "I do not like the kettle and want to send it back. How long do I have for that?",
    },
}


@dataclass(frozen=True, slots=True)
class ExampleReply:
    """``holds``: the checker found nothing that stands in the way."""

    which: str
    language: str
    said: str
    stars: int
    paragraphs: tuple[Paragraph, ...]
    holds: bool
    remarks: tuple[str, ...] = ()


def example_reply(profile: ShopProfile, which: str = BROKEN, language: str = "") -> ExampleReply:
    """The reply to one of the examples in ``language``, by default the shop's first."""
    from plugin.drafting import pipeline  # heavy, and no other page of the desk drafts

    which = which if which in _SAID else BROKEN
    language = language if language in profile.languages else profile.languages[0]
    # Only the language asked for: the example is no test of the reader.
    spoken = dataclasses.replace(profile, languages=(language,))
    said = _SAID[which][language]
    review = ReviewText(id=f"example-{which}", text=said, rating=2, author=AUTHOR, language=language)
    drafted = pipeline.draft(review, spoken, decision=Decision.REPLY, play=_PLAYS[which])
    report = drafted.report
    return ExampleReply(
        which,
        language,
        said,
        2,
        lay_out(drafted.reply or "", report, profile),
        holds=report is not None and report.verdict is not Verdict.BLOCK,
        remarks=tuple(found.message for found in report.findings) if report is not None else (),
    )
