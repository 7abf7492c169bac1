"""What every invitation goes through before it leaves, whatever the platform: an address, a name that is only a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from connectors.abilities import Capabilities
from connectors.contract import AskPerson, Invitation
from connectors.storable import storable

# No platform names a limit. Ours: nobody's name is longer, and a text that is one is no name.
LONGEST_NAME = 100
LONGEST_ORDER = 100
# No document names the longest delay either. Ours: WebwinkelKeur takes reviews for 90 days after an invitation, and who is
# asked months later does not remember the order.
LONGEST_DELAY = 60
_ADDRESS = re.compile(r"[^@\s\"<>,;:()\[\]\\]{1,64}@[^@\s\"<>,;:()\[\]\\]{1,190}\.[^@\s.\"<>,;:()\[\]\\]{2,63}\Z")
_MARKUP = str.maketrans("", "", "<>{}")


def is_address(text: str) -> bool:
    """Whether a mail could go to it: one plain address, no name around it, no list."""
    return text.isprintable() and _ADDRESS.match(text) is not None


def ready(invitation: Invitation, able: Capabilities) -> Invitation:
    """The invitation as it may leave, its name cleaned of what is no name. Raises AskPerson before anything is sent."""
    if not is_address(invitation.email):
        raise AskPerson("The order has no usable e-mail address.")
    if not invitation.order_ref.strip() or len(invitation.order_ref) > LONGEST_ORDER:
        raise AskPerson("The order has no usable number.")
    if not 0 <= invitation.delay_days <= (able.max_invite_delay_days or LONGEST_DELAY):
        raise AskPerson("The delay is longer than the platform takes.")
    return replace(invitation, name=plain_name(invitation.name), order_ref=_plain(invitation.order_ref))


def plain_name(name: str) -> str:
    """A customer's name as one line of plain words: a platform puts it into a mail."""
    return _plain(name.translate(_MARKUP))[:LONGEST_NAME].strip()


def first_and_last(name: str) -> tuple[str, str]:
    """For platforms that ask for both: the first word, and all others."""
    first, _, last = name.partition(" ")
    return first, last.strip()


def _plain(text: str) -> str:
    """One line without control, bidi or zero-width characters."""
    kept = "".join(
        " " if c.isspace() else c for c in storable(text) if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(kept.split())
