"""The list's rows as HTML, put together by hand: a page shows dozens of them, and through a template they alone cost more
than everything else on it (benchmarks/inbox.py). What comes from a review is escaped here, piece by piece, and every
function that begins with an underscore gives HTML as plain text: markup objects cost more than the text in them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext
from markupsafe import Markup

from plugin.panel import speech, wording
from plugin.panel.shapes import Row, Wanted

_ = lazy_gettext

_WORDS: wording.Names = {
    "stars": _("%(n)s of 5 stars", n="\x00"),
    "anonymous": _("Anonymous"),
    "late": _("late"),
    "left": _("%(time)s left", time="\x00"),
    "check": _("check this"),
    "published": _("published"),
    "publishing": _("on its way"),
    "closed": _("closed"),
    "removed": _("gone from its channel"),
    "outdated": _("changed: draft again"),
    "new": _("no draft yet"),
    "T-SILENT": _("keep silent"),
    "T-REMOVE": _("report"),
    "T-DISPUTE": _("report"),
    "block": _("must be mended"),
    "warn": _("read closely"),
    "pass": _("ready"),
}
_SIGNS = {
    "check": "stop",
    "outdated": "warn",
    "T-REMOVE": "stop",
    "T-DISPUTE": "stop",
    "block": "stop",
    "warn": "warn",
    "pass": "ok",
}
_STANDINGS = frozenset(_WORDS) - {"stars", "anonymous", "late", "left"}
_escaped = lru_cache(maxsize=4096)(escape)  # of what many rows share: a channel's name, a language, a day
_known: dict[tuple[str, str], str] = {}  # by language and word: our own words, escaped


@dataclass(frozen=True, slots=True)
class _Around:
    """What all rows of a page share; looked up once."""

    language: str
    now: dt.datetime
    before: str  # the address of a review, up to its number
    after: str

    def said(self, word: str, put_in: str = "") -> str:
        """One of our own words in the language of the page; ``put_in`` is HTML already."""
        known = _known.get((self.language, word))
        if known is None:
            known = _known[(self.language, word)] = escape(str(_WORDS[word]))
        return known.replace("\x00", put_in) if put_in else known

    def play(self, play: str) -> str:
        key = (self.language, f"play {play}")
        if key not in _known and play in wording.PLAYS:
            _known[key] = escape(wording.name(wording.PLAYS, play))
        return _known.get(key) or escape(play)


def _around(wanted: Wanted | None = None) -> _Around:
    before = after = ""
    if wanted is not None:
        query: dict[str, Any] = {**wanted.query()}
        before, after = escape(url_for("panel.review", review_id=0, **query)).split("/0", 1)
    return _Around(speech.spoken(), dt.datetime.now(dt.UTC), before, after)


def rows_html(rows: Sequence[Row], wanted: Wanted, current_id: int | None = None) -> Markup:
    """The list's rows, one below the other."""
    around = _around(wanted)
    return Markup("".join([_row(row, around, current_id == row.id) for row in rows]))  # noqa: S704 -- escaped there


def row_html(row: Row, wanted: Wanted, current_id: int | None = None, out_of_band: bool = False) -> Markup:
    """One review in the list; ``out_of_band``: to replace the row that stands there."""
    swap = ' hx-swap-oob="true"' if out_of_band else ""
    return Markup(_row(row, _around(wanted), current_id == row.id, swap))  # noqa: S704 -- escaped there


def _row(row: Row, around: _Around, is_current: bool, swap: str = "") -> str:
    url = f"{around.before}/{row.id}{around.after}"
    current = ' aria-current="true"' if is_current else ""
    language = f' lang="{_escaped(row.language)}"' if row.language else ""
    play = f" · {around.play(row.play)}" if row.play else ""
    return (
        f'<li class="row" id="row-{row.id}"{swap}>'
        f'<a href="{url}" hx-get="{url}" hx-target="#reading" hx-push-url="true"{current}>\n'
        f'  <span class="who"><b>{escape(row.author) or around.said("anonymous")}</b> {_stars(row.rating, around)}{_moment(row.written, around)}</span>\n'
        f'  <span class="said"{language}>{escape(row.said) or "—"}</span>\n'
        f'  <span class="facts"><span>{_escaped(row.channel)}{play}{_clock(row, around)}</span>{_standing(row, around)}</span>\n</a></li>\n'
    )


def stars(rating: int | None) -> Markup:
    return Markup(_stars(rating, _around()))  # noqa: S704 -- a number and our own words


def _stars(rating: int | None, around: _Around) -> str:
    if not rating:
        return ""
    return f'<span class="stars n{rating}" role="img" aria-label="{around.said("stars", str(rating))}"></span>'


def moment(when: dt.datetime) -> Markup:
    """How long ago, or how long to go, with the full time for who points at it."""
    around = _around()
    return Markup(_time(when, around, speech.near_time(when, around.now, around.language)))  # noqa: S704 -- escaped there


def _moment(when: dt.datetime, around: _Around) -> str:
    return _time(when, around, speech.short_time(when, around.now, around.language))


def _time(when: dt.datetime, around: _Around, told: str) -> str:
    full = speech.full_time(when, around.language)
    return f'<time datetime="{when.isoformat()}" title="{_escaped(full)}">{_escaped(told)}</time>'


def _clock(row: Row, around: _Around) -> str:
    """What is left of the shop's own time to answer, where that is near or over."""
    if row.left is None:
        return ""
    if row.left.days < 0:
        return f' · <span class="late">{around.said("late")}</span>'
    return f' · <span class="soon">{around.said("left", escape(speech.time_left(row.left)))}</span>'


def standing(row: Row) -> Markup:
    """How far a review is, in a word."""
    return Markup(_standing(row, _around()))  # noqa: S704 -- our own words


def _standing(row: Row, around: _Around) -> str:
    found = _stands(row)
    if found not in _STANDINGS:
        return ""
    return f'<span class="mark {_SIGNS.get(found, "plain")}">{around.said(found)}</span>'


def _stands(row: Row) -> str:
    if row.state in {"check", "published", "publishing", "closed", "removed"}:
        return row.state
    if row.outdated:
        return "outdated"
    if row.state == "new" or row.decision in {"T-SILENT", "T-REMOVE", "T-DISPUTE"}:
        return "new" if row.state == "new" else row.decision
    return row.verdict
