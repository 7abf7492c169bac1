"""What of a review may leave the house: its words, without the personal data in them.

Details are replaced by tokens before a model sees them, the customer's name too. Only the name that the reviewer
shows in public comes back; any other token in an answer is a fault, and so is one that was never given out.
Source: guideline R-PRIVACY; GDPR art. 5(1)(c).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.language import personal_data
from plugin.language.cleaning import clean
from plugin.language.personal_data import PersonalData
from plugin.words import ReviewText

CUSTOMER = "[CUSTOMER_1]"
LONGEST_REVIEW = 6000  # code points; more tells a model nothing, and costs
_SEAM = "\n\x1f\n"  # cannot stand in cleaned text
_PARTICLES = frozenset({"van", "de", "der", "den", "het", "von", "zu", "ter", "ten", "la", "le", "da", "di", "el"})
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Masked:
    """A review without personal data, and what each token stands for. Never logged, never stored."""

    review: ReviewText
    tokens: Mapping[str, PersonalData]
    first_name: str  # as the reviewer shows it; "" where no name is to be used
    names: tuple[str, ...] = ()  # the author's name in the ways it may be written, the longest first

    def hide(self, text: str) -> str:
        """The same details out of another text that goes to the model (an earlier draft, a finding's quote)."""
        hidden = text
        for token, item in sorted(self.tokens.items(), key=lambda pair: -len(pair[1].text)):
            hidden = re.sub(rf"(?<!\w){re.escape(item.text)}(?!\w)", token, hidden, flags=re.IGNORECASE)
        return _without_names(hidden, self.names)

    def show(self, text: str) -> str:
        """Put the public name back. Tokens that may not be public, or were never given out, stay (``left_over``)."""
        return text.replace(CUSTOMER, self.first_name) if self.first_name else text

    @staticmethod
    def left_over(text: str) -> tuple[str, ...]:
        return personal_data.leftover_tokens(text)


def mask(review: ReviewText, first_name: str, country: str) -> Masked:
    """Replace the personal data of a review. ``first_name`` is the name to greet by, "" for none."""
    return _masked(review, "", first_name, country, ())[0]


def mask_both(review: ReviewText, reply: str, country: str, own: Sequence[str]) -> tuple[Masked, str]:
    """A review and a reply to it, with one token for the same thing in both. ``own`` are the shop's contact ways."""
    return _masked(review, reply, "", country, own)


def _masked(review: ReviewText, reply: str, first_name: str, country: str, own: Sequence[str]) -> tuple[Masked, str]:
    title, text = clean(review.title), _cut(clean(review.text))
    whole = f"{title}{_SEAM}{text}{_SEAM}{reply}"
    ours = _bare(" ".join(own))
    found = [item for item in personal_data.find(whole, country) if not ours or _bare(item.text) not in ours]
    hidden, mapping = personal_data.replace(whole, found)
    names = _names(clean(review.author), first_name)
    hidden = _without_names(hidden, names)
    if first_name:
        mapping[CUSTOMER] = PersonalData("name", 0, 0, first_name)
    masked_title, masked_text, masked_reply = hidden.split(_SEAM)
    bare = dataclasses.replace(review, id="", title=masked_title, text=masked_text, author="", created=None)
    return Masked(bare, mapping, first_name, names), masked_reply


def _bare(text: str) -> str:
    """Letters and figures only: a telephone number is written in many ways."""
    return re.sub(r"\W", "", text).casefold()


def without_details(text: str, country: str) -> str:
    """A text of ours about somebody else (an earlier reply) with any personal data struck out."""
    return personal_data.replace(text, personal_data.find(text, country))[0]


def names_of(author: str) -> tuple[str, ...]:
    """An author's name in the ways it may stand in a text, the longest first."""
    return _names(clean(author), "")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_REVIEW else text[:LONGEST_REVIEW] + " […]"


def _without_names(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        if name in text:  # an expression of its own for every customer costs more than this look
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", CUSTOMER, text)
    return text


def _names(author: str, first_name: str) -> tuple[str, ...]:
    """The author's name in the ways it may stand in the text, the longest first. Small words are left alone."""
    parts = [part for part in re.split(r"[\s.,]+", author) if len(part) >= _SHORTEST_NAME and part not in _PARTICLES]
    found = {name for name in (author, first_name, *parts) if len(name) >= _SHORTEST_NAME}
    return tuple(sorted(found, key=len, reverse=True))
