"""The list's rows as HTML, put together by hand: a page shows fifty of them, and through a template they alone cost more
than everything else on it (benchmarks/inbox.py). What comes from a review is escaped here, piece by piece.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import g, url_for
from flask_babel import lazy_gettext
from markupsafe import Markup, escape

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
_known: dict[tuple[str, str], str] = {}  # by language and word: our own words, escaped


def _said(word: str, put_in: str = "") -> str:
    """One of our own words in the language of the page; ``put_in`` is HTML already."""
    key = (speech.spoken(), word)
    if key not in _known:
        _known[key] = str(escape(str(_WORDS[word])))
    return _known[key].replace("\x00", put_in)


def row_html(row: Row, wanted: Wanted, current_id: int | None = None, out_of_band: bool = False) -> Markup:
    """One review in the list; ``out_of_band``: to replace the row that stands there."""
    url = _address(row.id, wanted)
    swap = ' hx-swap-oob="true"' if out_of_band else ""
    current = ' aria-current="true"' if current_id == row.id else ""
    language = f' lang="{escape(row.language)}"' if row.language else ""
    play = f" · {_play(row.play)}" if row.play else ""
    return Markup(  # noqa: S704 -- every value in it is escaped where it is put in
        f'<li class="row" id="row-{row.id}"{swap}>'
        f'<a href="{url}" hx-get="{url}" hx-target="#reading" hx-push-url="true"{current}>\n'
        f'  <span class="who"><b>{escape(row.author) or _said("anonymous")}</b> {stars(row.rating)}{moment(row.written)}</span>\n'
        f'  <span class="said"{language}>{escape(row.said) or "—"}</span>\n'
        f'  <span class="facts"><span>{escape(row.channel)}{play}{clock(row)}</span>{standing(row)}</span>\n</a></li>\n'
    )


def _play(play: str) -> str:
    key = (speech.spoken(), f"play {play}")
    if key not in _known and play in wording.PLAYS:
        _known[key] = str(escape(wording.name(wording.PLAYS, play)))
    return _known.get(key) or str(escape(play))


def stars(rating: int | None) -> Markup:
    if not rating:
        return Markup()
    said = _said("stars", str(rating))
    return Markup(f'<span class="stars n{rating}" role="img" aria-label="{said}"></span>')  # noqa: S704 -- a number and our own words


def moment(when: dt.datetime) -> Markup:
    """How long ago, with the full time for who points at it."""
    full, short = escape(speech.full_time(when)), escape(speech.short_time(when))
    return Markup(f'<time datetime="{when.isoformat()}" title="{full}">{short}</time>')  # noqa: S704 -- escaped above


def clock(row: Row) -> Markup:
    """What is left of the shop's own time to answer, where that is near or over."""
    if row.left is None:
        return Markup()
    if row.left.days < 0:
        return Markup(f' · <span class="late">{_said("late")}</span>')  # noqa: S704 -- our own words
    left = _said("left", str(escape(speech.time_left(row.left))))
    return Markup(f' · <span class="soon">{left}</span>')  # noqa: S704 -- escaped above


def standing(row: Row) -> Markup:
    """How far a review is, in a word."""
    found = _stands(row)
    if found not in _STANDINGS:
        return Markup()
    return Markup(f'<span class="mark {_SIGNS.get(found, "plain")}">{_said(found)}</span>')  # noqa: S704 -- our own words


def _stands(row: Row) -> str:
    if row.state in {"check", "published", "publishing", "closed", "removed"}:
        return row.state
    if row.outdated:
        return "outdated"
    if row.state == "new" or row.decision in {"T-SILENT", "T-REMOVE", "T-DISPUTE"}:
        return "new" if row.state == "new" else row.decision
    return row.verdict


def _address(review_id: int, wanted: Wanted) -> str:
    """The address of a review in this list; made once a page."""
    if g.get("row_address_of") is not wanted:
        query: dict[str, Any] = {**wanted.query()}
        made = url_for("panel.review", review_id=0, **query)
        g.row_address_of, g.row_address = wanted, str(escape(made)).split("/0", 1)
    before, after = g.row_address
    return f"{before}/{review_id}{after}"
