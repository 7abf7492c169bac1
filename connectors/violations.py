"""Why a platform refuses a reply: its own words, and what they are about, in one vocabulary for all platforms.

A platform refuses at once (``errors.TextRefused``) or after its moderation has looked (``travelling.Reply`` with the status
"rejected"). ``connectors.contract`` gives these out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Violation(StrEnum):
    """What a platform found wrong. A connector says the nearest; OTHER where the platform says something else, or nothing."""

    PERSONAL = "personal"  # personal or confidential data, the shop's own included
    ADVERTISING = "advertising"  # promotion, links, something in exchange
    RUDE = "rude"  # offends, harasses, swears, hates
    REPETITIVE = "repetitive"  # the same as elsewhere
    UNCLEAR = "unclear"
    OFF_TOPIC = "off-topic"
    UNTRUE = "untrue"  # misleads, or claims to be another
    FORBIDDEN = "forbidden"  # illegal, regulated, dangerous, adult
    OTHER = "other"
    ACCOUNT = "account"  # not the text: the account or the profile, so that no other words would help


@dataclass(frozen=True, slots=True)
class Refusal:
    """``words`` are the platform's, plain, "" where it gave none; ``quote`` what it pointed at in the reply, if anything."""

    words: str = ""
    kind: Violation = Violation.OTHER
    quote: str = ""

    @property
    def about_the_text(self) -> bool:
        """Whether other words could help."""
        return self.kind is not Violation.ACCOUNT
