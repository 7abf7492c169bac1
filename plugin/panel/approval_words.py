"""What became of connecting a channel by a yes elsewhere, and how the form says so to who comes back."""

from __future__ import annotations

from flask_babel import gettext

ADDED, REFUSED, FOREIGN, OTHER_SITE = "added", "refused", "foreign", "other-site"
OFF, UNFIT, AWAY = "off", "unfit", "away"
OUTCOMES = frozenset({ADDED, REFUSED, FOREIGN, OTHER_SITE, OFF, UNFIT, AWAY})


def told(outcome: str) -> str:
    """Empty for what needs no words."""
    words: dict[str, str] = {
        REFUSED: gettext("You did not approve, so nothing was connected."),
        FOREIGN: gettext("The answer did not belong to what you asked here, or came too late. Connect once more."),
        OTHER_SITE: gettext("Another site answered than the one you asked. Nothing was connected."),
        OFF: gettext("The shop gives your account no application passwords. Ask whoever runs the site to allow them."),
        UNFIT: gettext(
            "You approved, but this account may not read and answer reviews. "
            "Sign in to the shop as a shop manager or an administrator."
        ),
        AWAY: gettext("You approved, but the shop did not answer us just now. Connect once more."),
    }
    return words.get(outcome, "")
