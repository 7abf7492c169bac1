"""The checker, asked by the threads of a bulk run: one checks for all who wait.

Fifty threads that each check a text of their own take turns every few milliseconds, and whoever has an answer of the
model to read waits for all of them. So one thread checks at a time, and what came meanwhile is checked together.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.guidelines import CheckContext, check
from plugin.guidelines.checker import check_all
from plugin.language.together import Together
from plugin.words import Report

Asked = tuple[str, CheckContext]
_AT_ONCE = 16  # texts: a tenth of a second


def reports(asked: Sequence[Asked]) -> list[Report]:
    """Of each text its report, as ``check`` gives it. Safe to use from many threads; raises what ``check`` raises."""
    found = _together.ask(asked)
    for one in found:
        if isinstance(one, Exception):
            raise one
    return [one for one in found if isinstance(one, Report)]


def _checked(asked: Sequence[Asked]) -> list[Report | Exception]:
    try:
        return [*check_all(asked)]
    except Exception:  # noqa: BLE001 -- whoever's text it is hears of it below, and nobody else
        return [_alone(*one) for one in asked]


def _alone(text: str, context: CheckContext) -> Report | Exception:
    try:
        return check(text, context)
    except Exception as error:  # noqa: BLE001 -- raised again for the one who asked
        return error


_together: Together[Asked, list[Report | Exception]] = Together(_checked, most=_AT_ONCE)
