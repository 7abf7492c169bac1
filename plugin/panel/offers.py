"""What a channel offers for one review besides a public reply of ours, as the page shows it. Nothing here asks which channel
it is: its capabilities say it all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g
from flask_babel import gettext

from plugin.inbox import clocks
from plugin.inbox.reading import ReviewView
from plugin.panel import speech
from plugin.panel.present import safe_link
from plugin.panel.shapes import Choice, Row
from plugin.panel.told import in_our_words
from plugin.publishing.by_hand import is_by_hand
from plugin.store.incoming import more_from_data
from plugin.store.ticking import Ends
from plugin.words import ErrandKind, ErrandState, ReviewState

_NOT_AGAIN = frozenset({ErrandState.QUEUED, ErrandState.SENDING, ErrandState.DONE, ErrandState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class ErrandShape:
    id: int
    kind: str
    state: str
    text: str
    message: str
    hint: str
    reference: str
    asked_by: str
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ClockShape:
    """A time limit that runs: what ends, when, and who says so."""

    title: str
    source: str
    ends_at: dt.datetime
    left: dt.timedelta
    by_hand: bool  # a person said that it runs


@dataclass(frozen=True, slots=True)
class Offers:
    """``open_url``: where a person can act on the platform itself. ``by_hand``: the reply is for a person to place there;
    ``waits_by_hand``: it was copied, and nobody has said yet that it stands there.
    """

    open_url: str
    by_hand: bool
    why_by_hand: str
    waits_by_hand: bool
    private: bool
    private_subject: bool
    private_max: int | None
    report_reasons: tuple[Choice, ...]
    reply_before_report: bool
    errands: tuple[ErrandShape, ...]
    facts: tuple[tuple[str, str], ...]
    clock: ClockShape | None
    clocks_to_start: tuple[tuple[Choice, int], ...]  # with their days


def offers_of(view: ReviewView, language: str, now: dt.datetime) -> Offers:
    able, review = view.capabilities, view.review
    asked = {errand.kind for errand in view.errands if ErrandState(errand.state) in _NOT_AGAIN}
    there = review.state != ReviewState.REMOVED
    publication = view.publication
    return Offers(
        open_url=safe_link(review.url) or safe_link(able.platform_url),
        by_hand=not able.can_reply,
        why_by_hand=in_our_words(view.no_reply),
        waits_by_hand=publication is not None and is_by_hand(publication),
        private=there and able.can_reply_privately and ErrandKind.PRIVATE not in asked,
        private_subject=able.private_reply_has_subject,
        private_max=able.max_private_chars,
        report_reasons=_reasons(view, language) if there and able.can_report and ErrandKind.REPORT not in asked else (),
        reply_before_report=able.asks_reply_before_report,
        errands=tuple(_errand(view, errand.id) for errand in view.errands),
        facts=_facts(view),
        clock=_clock(view, language, now),
        clocks_to_start=_to_start(view, language),
    )


def _reasons(view: ReviewView, language: str) -> tuple[Choice, ...]:
    def said(title: object) -> str:
        return title if isinstance(title, str) else str(title.get(language) or title.get("en", ""))  # type: ignore[attr-defined]  # a mapping (clocks.Words)

    return tuple(Choice(reason.id, said(reason.title)) for reason in view.capabilities.report_reasons)


def _errand(view: ReviewView, errand_id: int) -> ErrandShape:
    errand = next(one for one in view.errands if one.id == errand_id)
    who = view.people.get(errand.person_id)
    return ErrandShape(
        id=errand.id,
        kind=errand.kind,
        state=errand.state,
        text=errand.text,
        message=in_our_words(errand.message),
        hint=in_our_words(errand.hint),
        reference=errand.reference,
        asked_by=who.name if who else "",
        asked_at=errand.created_at,
    )


def _facts(view: ReviewView) -> tuple[tuple[str, str], ...]:
    """What only some channels tell of a review."""
    more = more_from_data(view.review.more)
    case = more.get("moderation")
    recommends = {True: gettext("yes"), False: gettext("no")}.get(more.get("recommend"), "")  # type: ignore[arg-type]  # None finds nothing
    given = (
        (gettext("order"), more.get("order_ref", "")),
        (gettext("rated"), _other_than(view.review.rating, str(more.get("raw_rating", "")))),
        (gettext("would recommend"), recommends),
        (gettext("branch"), more.get("location", "")),
        (gettext("with the platform"), _moderation(case.state.value, case.reason) if case else ""),
    )
    return tuple((label, str(value)) for label, value in given if value)


def _other_than(stars: int | None, raw: str) -> str:
    """What the channel's own scale says; nothing where that is the stars over again."""
    return "" if raw.removesuffix(".0") == str(stars) else raw


def _moderation(state: str, reason: str) -> str:
    said = {
        "held": gettext("held back by the channel"),
        "reported": gettext("reported, being looked at"),
        "disputed": gettext("in dispute"),
        "rejected": gettext("taken away"),
    }[state]
    return f"{said} ({reason})" if reason else said


def _clock(view: ReviewView, language: str, now: dt.datetime) -> ClockShape | None:
    review = view.review
    if review.clock_ends_at is None or review.clock_ends_at < now:
        return None
    title, source = clocks.words_of(view.channel.connector, review.clock, view.profile, language)
    if not title:
        return None
    return ClockShape(title, source, review.clock_ends_at, review.clock_ends_at - now, review.clock_by_hand)


def _to_start(view: ReviewView, language: str) -> tuple[tuple[Choice, int], ...]:
    """Limits of which the platform writes to the shop and no call tells; not where one was started."""
    if view.review.clock_by_hand or view.review.state == ReviewState.REMOVED:
        return ()
    settings = view.channel.settings
    return tuple(
        (
            Choice(clock.id, clocks.words_of(view.channel.connector, clock.id, view.profile, language)[0]),
            clock.lasts(settings),
        )
        for clock in clocks.to_start(view.channel.connector, settings)
    )


def limit_shape(ends: Ends, channel_names: Mapping[int, str], connector: str, now: dt.datetime) -> tuple[Row, str]:
    """A review whose time limit ends today, as a row with the time left, and what it is that ends."""
    language = str(speech.locale()).partition("_")[0]
    title, _ = clocks.words_of(connector, ends.clock, g.shop_profile, language)
    row = Row(
        id=ends.review_id,
        author=ends.author,
        rating=ends.rating,
        written=ends.written,
        said=" ".join(ends.text.split()),
        language="",
        channel=channel_names.get(ends.channel_id, ""),
        decision=ends.decision,
        play="",
        state="waiting" if ends.decision else "new",
        verdict=ends.verdict,
        left=ends.ends_at - now,
    )
    return row, title or gettext("A time limit of the channel ends")
