"""Why a person's wish is not carried out, in words for that person. ``code`` is stable, for the API and the tests."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """Nothing was changed. ``message`` says why, ``hint`` what to do."""

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}".strip())


class NotAllowed(Refused):
    """The person's role is too small."""

    code = "not_allowed"


class TextChanged(Refused):
    """The text that the person saw is no longer the current draft."""

    code = "text_changed"


class Outdated(Refused):
    """The customer changed the review after this draft was written."""

    code = "outdated"


class AlreadyUnderWay(Refused):
    """A reply was approved already: on its way, published, or of unknown outcome."""

    code = "already_under_way"


class ReasonNeeded(Refused):
    """The report blocks; a written reason is needed."""

    code = "reason_needed"


class BlockedByLaw(Refused):
    """The report blocks for a rule of law; no reason overrides that."""

    code = "blocked_by_law"


class NothingToPublish(Refused):
    """There is no draft, or the decision has no public reply."""

    code = "nothing_to_publish"


class NotNow(Refused):
    """The thing is not in the state that the wish supposes."""

    code = "not_now"
