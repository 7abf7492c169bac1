"""Drafts: versions of a reply. The newest one stands; nothing is overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from plugin.store import decisions, rows
from plugin.store.tables import Approval, Draft, Review, Shop
from plugin.store.tenancy import NAMED_BY
from plugin.words import Drafted, Finding, Report, ReviewState, Severity, Verdict
from plugin.words_data import promises_to_data, report_from_data, report_to_data, usage_to_data

_STILL_OPEN = (ReviewState.NEW, ReviewState.WAITING)


_HISTORY = (  # built once: every page of the desk asks for it
    select(Draft)
    .where(Draft.shop_id == bindparam("of_shop"), Draft.review_id == bindparam("of_review"))
    .order_by(Draft.number.desc())
    .execution_options(populate_existing=True, **{NAMED_BY: "of_shop"})
)


@dataclass(frozen=True, slots=True)
class ToSave:
    """One result of a bulk run: the draft, and the version of the review that it answers."""

    review_id: int
    review_version: int
    drafted: Drafted


def find(session: Session, shop_id: int, draft_id: int) -> Draft | None:
    return rows.find(session, Draft, shop_id, draft_id)


def get(session: Session, shop_id: int, draft_id: int) -> Draft:
    """Raises NotThere."""
    return rows.get(session, Draft, shop_id, draft_id)


def current(session: Session, shop_id: int, review_id: int) -> Draft | None:
    """The draft that stands: the newest. It may be ``outdated``."""
    return session.scalars(
        select(Draft)
        .where(Draft.shop_id == shop_id, Draft.review_id == review_id)
        .order_by(Draft.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def history(session: Session, shop_id: int, review_id: int) -> Sequence[Draft]:
    """All versions, newest first."""
    return session.scalars(_HISTORY, {"of_shop": shop_id, "of_review": review_id}).all()


def report_of(draft: Draft) -> Report | None:
    """The checker's report that was saved with the draft."""
    return None if draft.report is None else report_from_data(draft.report)


def save(
    session: Session,
    shop_id: int,
    review_id: int,
    drafted: Drafted,
    *,
    review_version: int,
    batch_id: int | None = None,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> int:
    """Keep a draft with its decision and let the review wait for a person; gives the draft's id.

    A draft of an older version of the review is kept, but as outdated. Raises NotThere.
    """
    rows.get(session, Review, shop_id, review_id)
    (draft,) = _keep(
        session, shop_id, [ToSave(review_id, review_version, drafted)], batch_id=batch_id, person_id=person_id, now=now
    )
    return draft.id


def save_many(
    session: Session,
    shop_id: int,
    items: Iterable[ToSave],
    *,
    batch_id: int | None = None,
    now: dt.datetime | None = None,
) -> list[int]:
    """Keep some results of a bulk run (20 at a time keeps the write short); gives the ids of what was new.

    Running the same batch again saves nothing twice: a review whose draft of the same version and batch is there
    is skipped, and so is one that is gone.
    """
    wanted = list({(item.review_id, item.review_version): item for item in items}.values())
    ids = [item.review_id for item in wanted]
    have = drafted_in(session, shop_id, batch_id, ids) if batch_id is not None else set()
    fresh = [item for item in wanted if (item.review_id, item.review_version) not in have]
    return [draft.id for draft in _keep(session, shop_id, fresh, batch_id=batch_id, person_id=None, now=now)]


def _keep(
    session: Session,
    shop_id: int,
    items: Sequence[ToSave],
    *,
    batch_id: int | None,
    person_id: int | None,
    now: dt.datetime | None,
) -> list[Draft]:
    """Reads all together and writes all together: the reviews are held from here to the end of the transaction."""
    ids = sorted(item.review_id for item in items)
    if not ids:
        return []
    rows.hold(session, Review, shop_id, ids[0])
    found = select(Review).where(Review.shop_id == shop_id, Review.id.in_(ids)).order_by(Review.id).with_for_update()
    reviews = {review.id: review for review in session.scalars(found.execution_options(populate_existing=True))}
    standing = decisions.current_of(session, shop_id, ids)
    numbers = _newest_numbers(session, shop_id, ids)
    profile_version = _profile_version(session, shop_id)
    kept = []
    with session.no_autoflush:
        for item in items:
            review = reviews.get(item.review_id)
            if review is None:
                continue
            made = decisions.decide(
                review, standing.get(review.id), item.drafted.triage, review_version=item.review_version, now=now
            )
            session.add(made)
            standing[review.id] = made
            numbers[review.id] = numbers.get(review.id, 0) + 1
            draft = _made(item, review, numbers[review.id], profile_version, now or rows.utc_now())
            draft.batch_id, draft.person_id = batch_id, person_id
            session.add(draft)
            kept.append(draft)
    session.flush()
    return kept


def _made(item: ToSave, review: Review, number: int, profile_version: int, now: dt.datetime) -> Draft:
    """The row of a draft; where it answers the review as it stands, the review waits with it."""
    drafted = item.drafted
    draft = Draft(
        shop_id=review.shop_id,
        review_id=review.id,
        review_version=item.review_version,
        number=number,
        reply=drafted.reply,
        private_message=drafted.private_message,
        internal_note=drafted.internal_note,
        language=str(drafted.details.get("reply_language") or drafted.triage.language),
        writer=drafted.writer,
        note=drafted.note,
        report=None if drafted.report is None else report_to_data(drafted.report),
        verdict=str(drafted.report.verdict) if drafted.report is not None else "",
        promises=promises_to_data(drafted.report.promises) if drafted.report is not None else [],
        usage=usage_to_data(drafted.usage),
        prompt_hash=drafted.prompt_hash,
        profile_version=profile_version,
        outdated=item.review_version != review.version,
        created_at=now,
    )
    if not draft.outdated:
        review.verdict = draft.verdict
        if review.state in _STILL_OPEN:
            review.state = ReviewState.WAITING.value
    return draft


def drafted_in(session: Session, shop_id: int, batch_id: int, review_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Which of these reviews this run drafted already, as (review id, review version)."""
    found = session.execute(
        select(Draft.review_id, Draft.review_version).where(
            Draft.shop_id == shop_id, Draft.batch_id == batch_id, Draft.review_id.in_(review_ids)
        )
    )
    return {(review_id, version) for review_id, version in found}


def save_edit(
    session: Session,
    shop_id: int,
    review_id: int,
    reply: str,
    report: Report,
    *,
    person_id: int,
    now: dt.datetime | None = None,
) -> int:
    """A person's own text as the newest version, with its report. The rest is taken from the version before.

    Raises NotThere where the review is not there or has no draft yet.
    """
    rows.hold(session, Review, shop_id, review_id)
    review = rows.get(session, Review, shop_id, review_id)
    before = current(session, shop_id, review_id)
    draft = Draft(
        shop_id=shop_id,
        review_id=review_id,
        review_version=review.version,
        number=_newest_numbers(session, shop_id, [review_id]).get(review_id, 0) + 1,
        reply=reply,
        private_message=before.private_message if before else None,
        internal_note=before.internal_note if before else None,
        language=before.language if before else review.language,
        writer="person",
        report=report_to_data(report),
        verdict=str(report.verdict),
        promises=promises_to_data(report.promises),
        usage={},
        profile_version=_profile_version(session, shop_id),
        person_id=person_id,
        created_at=now or rows.utc_now(),
    )
    session.add(draft)
    review.verdict = draft.verdict
    if review.state in _STILL_OPEN:
        review.state = ReviewState.WAITING.value
    session.flush()
    return draft.id


def add_findings(session: Session, shop_id: int, draft_id: int, text: str, findings: Sequence[Finding]) -> None:
    """What was found wrong with a draft after it was kept: its report says so from now on. Where the draft has another text
    by now, or no report, nothing is done. Raises NotThere.
    """
    draft = get(session, shop_id, draft_id)
    report = report_of(draft)
    if report is None or draft.reply != text or not findings:
        return
    verdict = Verdict.BLOCK if any(one.severity is Severity.BLOCK for one in findings) else report.verdict
    draft.report = report_to_data(replace(report, verdict=verdict, findings=(*findings, *report.findings)))
    draft.verdict = str(verdict)
    newest = current(session, shop_id, draft.review_id)
    if newest is not None and newest.id == draft_id:
        rows.must_change(session, Review, shop_id, draft.review_id, {"verdict": draft.verdict})
    session.flush()


def mark_outdated(session: Session, shop_id: int, review_ids: Sequence[int]) -> None:
    """The reviews changed: no draft of theirs answers what stands there now."""
    session.execute(
        update(Draft)
        .where(Draft.shop_id == shop_id, Draft.review_id.in_(review_ids), Draft.outdated.is_(False))
        .values(outdated=True)
        .execution_options(synchronize_session=False)
    )


def recent_replies(session: Session, shop_id: int, language: str, limit: int = 200) -> list[str]:
    """What this shop said lately in that language, approved texts first, so that a new draft repeats none of it."""
    approved = session.scalars(
        select(Approval.text)
        .join(Draft, (Draft.id == Approval.draft_id) & (Draft.shop_id == Approval.shop_id))
        .where(Approval.shop_id == shop_id, Draft.language == language)
        .order_by(Approval.id.desc())
        .limit(limit)
    ).all()
    waiting = session.scalars(
        select(Draft.reply)
        .where(
            Draft.shop_id == shop_id,
            Draft.language == language,
            Draft.reply.is_not(None),
            Draft.outdated.is_(False),
        )
        .order_by(Draft.id.desc())
        .limit(limit)
    ).all()
    return list(dict.fromkeys([*approved, *(reply for reply in waiting if reply)]))[:limit]


def blocked_share(session: Session, shop_id: int, batch_id: int) -> tuple[int, int]:
    """Of a bulk run's drafts: how many carry a block finding, and how many there are."""
    blocked, drafts = session.execute(
        select(
            func.count().filter(Draft.verdict == str(Verdict.BLOCK)),
            func.count(),
        ).where(Draft.shop_id == shop_id, Draft.batch_id == batch_id)
    ).one()
    return blocked, drafts


def _newest_numbers(session: Session, shop_id: int, review_ids: Sequence[int]) -> dict[int, int]:
    found = session.execute(
        select(Draft.review_id, func.max(Draft.number))
        .where(Draft.shop_id == shop_id, Draft.review_id.in_(review_ids))
        .group_by(Draft.review_id)
    )
    return {row[0]: row[1] for row in found}


def _profile_version(session: Session, shop_id: int) -> int:
    return session.scalars(select(Shop.profile_version).where(Shop.id == shop_id)).one()
