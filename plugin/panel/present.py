"""From the services' answers to what the templates show."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from flask_babel import gettext

from plugin.guidelines import RefusedText, packs, refused
from plugin.inbox.reading import ReviewView
from plugin.insights.due import Owed
from plugin.panel import wording
from plugin.panel.advice import advice_shape
from plugin.panel.letter import lay_out
from plugin.panel.said import mark_points
from plugin.panel.shapes import (
    DraftShape,
    FindingShape,
    Happened,
    PointShape,
    PromiseShape,
    ProofShape,
    PublicationShape,
    ReviewShape,
    Row,
)
from plugin.panel.told import in_our_words
from plugin.publishing.approving import law_blocks
from plugin.publishing.limits import limits_of
from plugin.store import tables
from plugin.store.listing import InboxRow
from plugin.words import Finding, Point, Report, Severity

_OPEN = ("new", "waiting")
_NEAR = dt.timedelta(hours=12)
_SHOWN = 140  # characters of a customer's words in a list
_ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


def row_shape(row: InboxRow, channel_names: Mapping[int, str], left: dt.timedelta | None = None) -> Row:
    """A row of the list. ``left``: until the shop's own target, shown where it is near or past."""
    said = f"{row.title}. {row.excerpt}" if row.title and not row.excerpt.startswith(row.title) else row.excerpt
    return Row(
        id=row.id,
        author=row.author,
        rating=row.rating,
        written=row.created_at,
        said=" ".join(said[: 2 * _SHOWN].split()),
        language=row.language,
        channel=channel_names.get(row.channel_id, ""),
        decision=row.decision,
        play=row.play,
        state=row.state,
        verdict=row.verdict,
        urgency=row.urgency,
        outdated=row.state == "new" and bool(row.verdict),
        left=left if left is not None and row.state in _OPEN and left < _NEAR else None,
    )


def row_of(view: ReviewView) -> Row:
    """The row of a review that was just acted upon, as the list has to show it now."""
    review, draft = view.review, view.draft
    row = InboxRow(
        id=review.id, rank=review.rank, channel_id=review.channel_id, title=review.title, rating=review.rating,
        author=review.author, product=review.product, created_at=review.created_at, language=review.language,
        state=review.state, decision=review.decision, play=review.play,
        verdict=draft.verdict if draft is not None else "", urgency=review.urgency, excerpt=review.text[: 2 * _SHOWN],
    )  # fmt: skip
    return row_shape(row, {view.channel.id: view.channel.name}, dt.timedelta(days=view.days_left))


def due_shape(owed: Owed, channel_names: Mapping[int, str], now: dt.datetime) -> Row:
    """A review that must be answered today, as a row with the time that is left."""
    due = owed.review
    return Row(
        id=due.review_id,
        author=due.author,
        rating=due.rating,
        written=due.written,
        said=" ".join(due.text.split()),
        language="",
        channel=channel_names.get(due.channel_id, ""),
        decision=due.decision,
        play="",
        state="waiting" if due.decision else "new",
        verdict=due.verdict,
        left=owed.answer_by - now,
    )


def proof_shape(report: Report, points: Sequence[Point], language: str) -> ProofShape:
    """The report as lines, the gravest first. ``language`` is the one that guidelines are worded in."""
    law = {id(finding) for finding in law_blocks(report)}
    answered = {index for sentence in report.sentences for index in sentence.answers if index < len(points)}
    found = sorted(report.findings, key=lambda finding: _ORDER[finding.severity])
    return ProofShape(
        verdict=str(report.verdict),
        findings=tuple(_finding(finding, id(finding) in law, language) for finding in found),
        promises=tuple(PromiseShape(promise.text, promise.due) for promise in report.promises),
        points=len(points),
        unanswered=tuple(number for number in range(1, len(points) + 1) if number - 1 not in answered),
    )


def _finding(finding: Finding, by_law: bool, language: str) -> FindingShape:
    name, wording_text, source = _guideline(finding.guideline, language)
    return FindingShape(
        name=name,
        guideline=finding.guideline,
        severity=str(finding.severity),
        wording=wording_text,
        source=source,
        quote=finding.quote,
        message=_without_hole(finding.message),
        mend=_mend(finding),
        by_law=by_law,
    )


_HOLE = re.compile(r"\s*\(\s*-?\s*\)|:\s*(?=\.)")  # what a reviewer without a name leaves in a message


def _without_hole(sentence: str) -> str:
    return _HOLE.sub("", sentence)


def _mend(finding: Finding) -> str:
    """What would mend it. A greeting by a name that nobody shows is no advice."""
    if finding.guideline == "R-PERSONAL" and _HOLE.search(finding.mend):
        return str(gettext("Begin with a greeting; this customer shows no name."))
    return _without_hole(finding.mend)


def _guideline(guideline_id: str, language: str) -> tuple[str, str, str]:
    """Name, wording and source of a guideline, of a rule of law or of a platform, or of the shop's own."""
    if guideline_id.startswith("SHOP-"):
        return str(gettext("Our own rule")), "", ""
    if guideline_id.startswith("CHANNEL-"):
        return str(gettext("Refused by the channel")), "", ""
    try:
        if guideline_id.startswith(("R-", "P-", "T-", "F-")):
            found = packs.guideline(guideline_id)
            name = found.name.get(language) or found.name.get("en", "")
            return name, found.says(language), " ".join(found.source)
        rule = packs.rule(guideline_id)
        return guideline_id, rule.says(language), " ".join(rule.source)
    except LookupError:  # an id of an older or newer pack: its message still says enough
        return guideline_id, "", ""


def draft_shape(view: ReviewView, language: str) -> DraftShape | None:
    draft = view.draft
    if draft is None:
        return None
    points = view.triage.points if view.triage else ()
    person = view.people.get(draft.person_id or 0)
    return DraftShape(
        number=draft.number,
        text=draft.reply or "",
        sha256=view.text_sha256,
        language=draft.language or view.review.language,
        writer=draft.writer,
        person=person.name if person else "",
        writer_note=draft.note,
        outdated=draft.outdated,
        written=draft.created_at,
        paragraphs=lay_out(draft.reply, view.report, view.profile) if draft.reply else (),
        proof=proof_shape(view.report, points, language) if view.report and draft.reply else None,
        max_chars=limits_of(view.channel).max_chars,
    )


def publication_shape(view: ReviewView) -> PublicationShape | None:
    placed = view.publication
    if placed is not None and (placed.state == "withdrawn" or _is_over(placed)):
        placed = view.stands  # a change that was left, or a reply that is gone: what stands there counts
    if placed is None:
        return None
    approval = next((yes for yes in view.approvals if yes.id == placed.approval_id), None)
    asked_by = placed.asked_by or (approval.person_id if approval else 0)
    who = view.people.get(asked_by)
    return PublicationShape(
        id=placed.id,
        state=placed.state,
        text=approval.text if approval else "",
        approved_by=who.name if who else "",
        approved_at=placed.created_at,
        seen_at=placed.seen_at,
        url=safe_link(placed.url),
        message=in_our_words(placed.message),
        hint=in_our_words(placed.hint),
        override_reason=approval.override_reason if approval and placed.kind != "delete" else "",
        kind=placed.kind,
        text_now=_text_of(view, view.stands) if placed.kind == "replace" and placed is not view.stands else "",
        refused=_refused_pieces(placed, approval.text) if approval and placed.state == "refused" else (),
    )


def _refused_pieces(placed: tables.Publication, text: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, with those marked that the platform's refusal is about; () where it named none."""
    kept = placed.violation or {}
    named = refused.about(RefusedText(text, "", "", kept.get("kind", "other"), kept.get("quote", "")))
    pieces: list[tuple[str, bool]] = []
    place = 0
    for span in named if kept else ():
        pieces += [(text[place : span.start], False), (text[span.start : span.end], True)]
        place = span.end
    return (*(piece for piece in pieces if piece[0]), (text[place:], False)) if pieces else ()


def _is_over(placed: tables.Publication) -> bool:
    """Our reply was taken back, and the review is open again."""
    return placed.kind == "delete" and placed.state in {"visible", "placed"}


def _is_refused_change(placed: tables.Publication | None) -> bool:
    """The channel took no other text: the reply before it stands, and may get another one."""
    return placed is not None and placed.kind == "replace" and placed.state == "refused"


def _text_of(view: ReviewView, placed: tables.Publication | None) -> str:
    """The approved text of a publication."""
    approval_id = placed.approval_id if placed is not None else 0
    return next((yes.text for yes in view.approvals if yes.id == approval_id), "")


def review_shape(view: ReviewView, language: str, *, drafting: bool = False) -> ReviewShape:
    """Everything that the reading page shows of a review. ``language`` is the desk's."""
    review, triage = view.review, view.triage
    points = triage.points if triage else ()
    draft = None if drafting else draft_shape(view, language)
    changeable = view.stands is not None and (review.state == "published" or _is_refused_change(view.publication))
    return ReviewShape(
        id=review.id,
        author=review.author,
        title=review.title,
        parts=mark_points(review.text, points),
        rating=review.rating,
        language=review.language or review.given_language or view.profile.languages[0],
        channel=view.channel.name,
        written=review.created_at,
        product=review.product,
        verified=review.verified,
        url=safe_link(review.url),
        order_named=bool((review.more or {}).get("order_ref")),
        state=review.state,
        channel_status=review.channel_status,
        changed=review.version > 1,
        decision=str(triage.decision) if triage else "",
        play=str(triage.play or "") if triage else "",
        reason=triage.reason if triage else "",
        decided_by=view.decided_by.name if view.decided_by else "",
        flags=triage.flags if triage else (),
        points=tuple(
            PointShape(number, point.label, str(point.sentiment), review.text[point.start : point.end])
            for number, point in enumerate(points, start=1)
        ),
        draft=draft,
        private_message=(view.draft.private_message or "") if view.draft and not drafting else "",
        told=advice_shape(view.draft.internal_note, triage.reason if triage else "")
        if view.draft and not drafting
        else None,
        existing_reply=_reply_there(review, view),
        publication=publication_shape(view),
        history=history(view),
        drafting=drafting,
        can_reply=view.capabilities.can_reply,
        agent=view.profile.agent,
        can_change=changeable and view.capabilities.can_replace_reply,
        can_take_back=changeable and view.capabilities.can_delete_reply,
        change_waits=changeable
        and view.capabilities.can_replace_reply
        and draft is not None
        and draft.text not in {"", _text_of(view, view.stands)},
    )


def _reply_there(review: tables.Review, view: ReviewView) -> str:
    """A reply that stands on the channel and is not the one that we placed."""
    if not review.existing_reply or view.publication is not None:
        return ""
    return str(review.existing_reply.get("text", ""))


def history(view: ReviewView) -> tuple[Happened, ...]:
    """What happened to a review, newest first: its versions, decisions, drafts and what people did."""
    names = {person_id: person.name for person_id, person in view.people.items()}
    steps = [
        Happened(old.seen_until, gettext("The customer changed the review; before, it said:"), text=old.text)
        for old in view.versions
    ]
    steps += [
        Happened(
            draft.created_at,
            gettext("Version %(n)s", n=draft.number),
            wording.writer_words(draft.writer, names.get(draft.person_id or 0, "")),
            draft.reply or "",
        )
        for draft in view.drafts
    ]
    steps += [
        Happened(
            event.at,
            wording.event_words(event.action),
            names.get(event.person_id or 0, ""),
            str(event.details.get("reason") or event.details.get("override_reason") or ""),
        )
        for event in view.events
        if event.action != "draft.edited"  # its version is a line of its own
    ]
    return tuple(sorted(steps, key=lambda step: step.at, reverse=True))


def safe_link(url: str) -> str:
    """A link that came from a channel, if it leads to a web page and nowhere else."""
    return url if url.startswith(("https://", "http://")) else ""
