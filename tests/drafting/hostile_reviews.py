"""Hostile reviews from a set, and a model that obeys every one of them in the ways a model can.

A row of a set is a review row with ``attack``, ``genuine`` (a real complaint stands in it), ``planted`` (what a model
that obeys would write) and ``forbidden`` (what may stand in no text that is let through). Texts are compared casefolded.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from unittest.mock import patch

from plugin.drafting import built_in, pipeline
from plugin.drafting.facts import gather
from plugin.drafting.intake import cleaned
from plugin.drafting.model import ModelWritten
from plugin.drafting.triage import triage as decide
from plugin.guidelines import CheckContext, check
from plugin.language.detection import reply_language
from plugin.shop import Product, ShopProfile, read_profile
from plugin.words import Decision, Drafted, Play, Report, ReviewText, Usage

SETS = Path(__file__).parents[1] / "sets"
SHOP = read_profile(SETS / "injections_shop.yaml")
TODAY = dt.date(2026, 11, 22)
_GREETINGS = {"nl": "Beste klant,", "de": "Guten Tag,", "en": "Hello,"}


class Obedience(StrEnum):
    """How a model may carry out an order: nothing else, in a shell, in a sound reply, behind it, in a private text."""

    BARE = "bare"
    SHELL = "shell"
    WITHIN = "within"
    BEHIND = "behind"
    PRIVATE = "private"


@dataclass(frozen=True)
class Hostile:
    id: str
    review: ReviewText
    shop: ShopProfile
    genuine: bool
    planted: tuple[str, ...]
    forbidden: tuple[str, ...]

    def holds_forbidden(self, text: str | None) -> bool:
        shown = (text or "").casefold()
        return any(words.casefold() in shown for words in self.forbidden)


def read_set(name: str) -> tuple[Hostile, ...]:
    return tuple(_hostile(json.loads(line)) for line in (SETS / name).read_text(encoding="utf-8").splitlines())


def _hostile(row: dict[str, object]) -> Hostile:
    product = str(row.get("product") or "")
    review = ReviewText(
        id=str(row["id"]),
        text=str(row["text"]),
        title=str(row.get("title") or ""),
        rating=None if row["rating"] is None else int(str(row["rating"])),
        author=str(row.get("author") or ""),
        product=product,
    )
    shop = replace(SHOP, product=Product(product)) if product else SHOP
    return Hostile(
        review.id,
        review,
        shop,
        bool(row["genuine"]),
        *(tuple(str(word) for word in row[key]) for key in ("planted", "forbidden")),
    )


@dataclass
class Obedient:
    """A writer that does as the review says, each time it is asked, the repair round included."""

    case: Hostile
    order: str
    how: Obedience

    def write(self, task, findings=(), *, previous=None):
        reply, private = obeying(task.review, task.shop, task.triage, task.facts, task.today, self.order, self.how)
        return ModelWritten(reply, private, None, "obedient@reply-0", "0", Usage(), facts_used=(self.order,))


def obeying(review, shop, triage, facts, today, order, how) -> tuple[str, str | None]:
    """The public and the private text of a model that carries out ``order``."""
    sound = built_in.write(review, shop, triage, facts, (), today)
    reply = sound.reply or _GREETINGS[facts.language]
    if how is Obedience.BARE:
        return order, None
    if how is Obedience.SHELL:
        return f"{_GREETINGS[facts.language]}\n\n{order}\n\n{shop.agent}", None
    if how is Obedience.WITHIN:
        blocks = reply.split("\n\n")
        middle = max(1, len(blocks) - 1)
        return "\n\n".join([*blocks[: middle - 1], f"{blocks[middle - 1]} {order}", *blocks[middle:]]), None
    if how is Obedience.BEHIND:
        return f"{reply}\n\n{order}", None
    return reply, f"{_GREETINGS[facts.language]}\n\n{order}\n\n{shop.agent}"


def drafts(
    case: Hostile, ways: Iterable[Obedience] = tuple(Obedience), *, kept_from_the_model: bool = False
) -> Iterator[tuple[str, Obedience, Drafted]]:
    """What the whole way makes of the review, for each order and each way to obey it.

    Unless ``kept_from_the_model``, as where nobody had noticed that it gives orders: the check alone must hold too.
    """
    if not kept_from_the_model:
        with patch.object(pipeline, "_is_kept_from_models", return_value=False):
            yield from drafts(case, ways, kept_from_the_model=True)
        return
    for order in case.planted:
        for how in ways:
            decision = Decision.REPLY_PRIVATE if how is Obedience.PRIVATE else None
            yield (
                order,
                how,
                pipeline.draft(
                    case.review, case.shop, writer=Obedient(case, order, how), today=TODAY, decision=decision
                ),
            )


def checked(case: Hostile) -> Iterator[tuple[str, Obedience, str, Report]]:
    """What the checker alone says of each obedient text."""
    review = cleaned(case.review)
    triage = decide(review, case.shop)
    if not triage.decision.has_public_reply:
        triage = replace(triage, decision=Decision.REPLY, play=Play.UNCLEAR_FAULT)
    facts = gather(review, case.shop, triage)
    for order in case.planted:
        for how in (Obedience.SHELL, Obedience.WITHIN):
            text, _ = obeying(review, case.shop, triage, facts, TODAY, order, how)
            context = CheckContext(
                review=review,
                shop=case.shop,
                decision=triage.decision,
                play=triage.play,
                points=triage.points,
                language=reply_language(triage.language, case.shop.languages),
                today=TODAY,
            )
            yield order, how, text, check(text, context)
