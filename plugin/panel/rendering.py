"""Rendering: the words and values that every template may use, so that no template looks anything up itself."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from plugin.hosts import framing, launching, orders
from plugin.language.lexicons import aspects
from plugin.panel import list_rows, speech, wording
from plugin.panel.app_services import services
from plugin.panel.parts import part
from plugin.panel.shapes import Choice, DraftShape, Frame, PublicationShape, ReviewShape
from plugin.panel.told import in_our_words
from plugin.words import Role

_ = lazy_gettext
STATIC = Path(__file__).parent / "static"
# What a person may answer where nobody knows what came of a publication, or the channel refused it.
WAYS_OUT = {
    ("post", "unknown"): (
        ("there", _("It is there")),
        ("placed-by-hand", _("I placed it myself")),
        ("send-again", _("It is not there: send it again")),
        ("drop", _("Leave it, back to the draft")),
    ),
    ("post", "refused"): (
        ("send-again", _("Try again")),
        ("placed-by-hand", _("I placed it myself")),
        ("drop", _("Leave it, back to the draft")),
    ),
    ("replace", "unknown"): (
        ("there", _("The new text is there")),
        ("placed-by-hand", _("I changed it myself")),
        ("send-again", _("The old text is there: send it again")),
        ("drop", _("Leave the old text")),
    ),
    ("replace", "refused"): (
        ("send-again", _("Try again")),
        ("placed-by-hand", _("I changed it myself")),
        ("drop", _("Leave the old text")),
    ),
    ("delete", "unknown"): (
        ("there", _("It is gone")),
        ("placed-by-hand", _("I removed it myself")),
        ("send-again", _("It still stands there: try again")),
        ("drop", _("Leave it there")),
    ),
    ("delete", "refused"): (
        ("send-again", _("Try again")),
        ("placed-by-hand", _("I removed it myself")),
        ("drop", _("Leave it there")),
    ),
}


def init_rendering(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        part=part,
        side_html=side_html,
        folder_name=lambda folder: wording.name(wording.FOLDERS, folder),
        folder_url=folder_url,
        decision_name=lambda decision: wording.name(wording.DECISIONS, decision),
        play_name=lambda play: wording.name(wording.PLAYS, play),
        role_name=lambda role: wording.name(wording.ROLES, str(role)),
        role_short=lambda role: wording.name(wording.ROLES, str(role)).partition(":")[0],
        publication_name=publication_name,
        language_name=lambda code: wording.name(wording.LANGUAGES, code),
        writer_words=lambda draft: wording.writer_words(draft.writer, draft.person),
        form_words=form_words,
        source_words=wording.source_words,
        in_our_words=in_our_words,
        label_words=label_words,
        row_html=list_rows.row_html,
        rows_html=list_rows.rows_html,
        stars_html=list_rows.stars,
        moment_html=list_rows.moment,
        standing_html=list_rows.standing,
        reason_words=reason_words,
        held_words=held_words,
        roles=Role,
        desk_languages=wording.DESK_LANGUAGES,
        ways_out=lambda publication: WAYS_OUT[publication.kind, publication.state],
        decision_choices=_choices(wording.DECISIONS),
        play_choices=_choices(wording.PLAYS),
        language_choices=_choices(wording.LANGUAGES),
        state_choices=_choices(wording.STATES),
        rating_choices=_RatingChoices(),
    )
    app.context_processor(_page_values)


def _page_values() -> dict[str, Any]:
    who = g.get("principal")
    return {
        "who": who,
        "locale": str(speech.locale()).partition("_")[0],
        "csrf_token": who.csrf_token if who is not None else "",
        "is_fragment": is_fragment(),
        "embedding": framing.embedding(),
        "tells_orders": who is not None and orders.may_ask(services().settings, who.host),
        "launched": launching.launched(),
    }


def side_html(frame: Frame, out_of_band: bool = False) -> Markup:
    """The left column; ``out_of_band``: to replace the one that stands there."""
    who = g.get("principal")
    is_owner = who is not None and who.may(Role.OWNER)
    return part("_side.html", folders=frame.folders, here=frame.here, is_owner=is_owner, swap_side=out_of_band)


def is_fragment() -> bool:
    """Whether htmx asks for a part of the page: not for a whole one, in an iframe or to rebuild one from its history."""
    whole = request.headers.get("HX-History-Restore-Request") == "true" or request.headers.get("HX-Boosted") == "true"
    return request.headers.get("HX-Request") == "true" and not whole


class _Choices:
    """Choices whose labels are looked up when a page is rendered, in that page's language."""

    def __init__(self, names: wording.Names) -> None:
        self._names = names

    def __iter__(self) -> Any:
        return iter([Choice(value, str(label)) for value, label in self._names.items()])


def _choices(names: wording.Names) -> _Choices:
    return _Choices(names)


class _RatingChoices:
    def __iter__(self) -> Any:
        stars = [Choice(str(n), "★" * n + "☆" * (5 - n)) for n in range(1, 6)]
        return iter([*stars, Choice("none", gettext("without stars"))])


_PAGES_OF_THEIR_OWN = frozenset({"due", "promises"})


_NAMES_BY_KIND = {"post": wording.PUBLICATIONS, "replace": wording.CHANGES, "delete": wording.REMOVALS}


def publication_name(publication: PublicationShape) -> str:
    return wording.name(_NAMES_BY_KIND[publication.kind], publication.state)


def folder_url(folder: str) -> str:
    if folder in _PAGES_OF_THEIR_OWN:
        return url_for(f"panel.{folder}")
    return url_for("panel.inbox") if folder == "todo" else url_for("panel.inbox", folder=folder)


def form_words(language: str) -> str:
    shop = g.get("shop_profile")
    return wording.form_words(shop.form(language)) if shop is not None else ""


def label_words(label: str) -> str:
    """A kind of complaint as a person of the shop would name it; an unknown one as it is."""
    known = aspects().get(label)
    return known.named(str(speech.locale()).partition("_")[0]) if known is not None else label


def reason_words(review: ReviewShape) -> str:
    if review.decision:
        return (
            review.reason if review.reason.endswith((".", "!", "?", "…")) or not review.reason else f"{review.reason}."
        )
    return str(gettext("No decision yet: it is made with the draft."))


def held_words(review: ReviewShape) -> str:
    """Why the green button is held back, in the words with which the service would refuse."""
    draft = review.draft
    if draft is not None and draft.outdated:
        return str(wording.REFUSALS["outdated"])
    if draft is not None and draft.proof is not None and draft.proof.blocked:
        return str(wording.REFUSALS["blocked_by_law" if draft.proof.law_blocked else "reason_needed"])
    return str(wording.REFUSALS["nothing_to_publish"])


def asset(filename: str, *, versioned: bool = True) -> str:
    """The address of a static file; its hash in the address lets browsers keep it for good."""
    if not versioned:
        return url_for("panel.static", filename=filename)
    return url_for("panel.static", filename=filename, v=_fingerprint(filename))


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:12]


def draft_language(draft: DraftShape | None, fallback: str) -> str:
    return draft.language if draft is not None and draft.language else fallback
