"""What the address asks for: folder, filters, search, place in the list. Nonsense is read as 'not asked for'."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.inbox.listing import Filters, Folder
from plugin.panel.shapes import Wanted
from plugin.panel.speech import LANGUAGES
from plugin.panel.wording import DECISIONS
from plugin.words import Decision, ReviewState

LISTED = (Folder.TODO, Folder.CHECK, Folder.PUBLISHING, Folder.PUBLISHED, Folder.CLOSED, Folder.REMOVED, Folder.ALL)
LONGEST_SEARCH = 200  # characters
_LANGUAGE_CODE = 8
_HIGHEST_RATING = 5
_ID_DIGITS = 18


def wanted_from(values: Mapping[str, str]) -> Wanted:
    """Read folder and filters from a query or a form."""
    folder = values.get("folder", "")
    rating = values.get("rating", "")
    language = values.get("language", "")
    return Wanted(
        folder=folder if folder in {f.value for f in LISTED} else Folder.TODO.value,
        state=_known(values.get("state", ""), {state.value for state in ReviewState}),
        channel=_number(values.get("channel", "")),
        rating=rating if rating in {"none", *map(str, range(1, _HIGHEST_RATING + 1))} else "",
        decision=_known(values.get("decision", ""), set(DECISIONS)),
        language=language if language.isalpha() and len(language) <= _LANGUAGE_CODE else "",
        q=values.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
    )


def filters_of(wanted: Wanted) -> Filters:
    """The same as the store's filters. A state chosen outright is looked for in every folder."""
    rating = None
    if wanted.rating:
        rating = 0 if wanted.rating == "none" else int(wanted.rating)
    return Filters(
        folder=Folder.ALL if wanted.state else Folder(wanted.folder),
        state=ReviewState(wanted.state) if wanted.state else None,
        channel_id=int(wanted.channel) if wanted.channel else None,
        rating=rating,
        decision=Decision(wanted.decision) if wanted.decision else None,
        language=wanted.language or None,
        search=wanted.q,
    )


def desk_language(chosen: str) -> str:
    return _known(chosen, set(LANGUAGES))


def _number(value: str) -> str:
    """An id that a column can hold, or nothing."""
    return value if value.isascii() and value.isdecimal() and len(value) <= _ID_DIGITS else ""


def _known(value: str, allowed: set[str]) -> str:
    return value if value in allowed else ""
