"""What connectors share around a reply: what a text must be before it leaves, and how ours is known again.

``reply_in`` and ``placed_before`` are for platforms that keep one reply a review, show it in the review and know no key of
ours. What a platform does in another way stays in its folder.
"""

from __future__ import annotations

import re

from connectors.errors import AskPerson
from connectors.travelling import Reply, Review

_KEY = re.compile(r"[a-z0-9-]{8,64}")


def require_text(text: str) -> None:
    if not text.strip():
        raise AskPerson("There is no text to place.", hint="Write a reply.")


def require_placeable(text: str, *, most: int) -> None:
    """Raise AskPerson for a text that is empty, or of more than ``most`` characters where the limit is ours."""
    require_text(text)
    if len(text) > most:
        raise AskPerson(f"The text is longer than {most} characters.", hint="Shorten it.")


def require_key(key: str) -> None:
    """``Connector.publish`` says what a key is; another one is a caller's mistake."""
    if not _KEY.fullmatch(key):
        raise ValueError("a reply's key is 8 to 64 characters of a-z, 0-9 and -")


def same_words(one: str, other: str) -> bool:
    """Platforms trim texts and change their line ends; that makes no other text of them."""
    return one.split() == other.split()


def reply_in(review: Review, text: str) -> Reply | None:
    """The reply that stands in ``review``, if these are its words."""
    standing = review.reply
    return standing if standing is not None and same_words(standing.text, text) else None


def placed_before(review: Review, text: str, *, otherwise: str) -> Reply | None:
    """Our reply where it stands in ``review`` already, None where there is none. Raises AskPerson with the hint
    ``otherwise`` where another one stands: what a second one would do there is documented nowhere.
    """
    if review.reply is None:
        return None
    if (ours := reply_in(review, text)) is None:
        raise AskPerson("The review has another reply already.", hint=otherwise)
    return ours
