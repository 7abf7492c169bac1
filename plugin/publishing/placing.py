"""The step that takes a publication to its channel: read what is known, attempt, note the outcome.

The database is never held while the channel is called.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from connectors.contract import Connector, ConnectorError, Reply, Review
from plugin.publishing import violations
from plugin.publishing.attempt import attempt
from plugin.publishing.change_attempt import attempt_change
from plugin.publishing.outgoing import LOGGED_AS, Outcome, Task, could_not_look
from plugin.store import Database, Session, channels, events, incoming, promises, publications, reviews, shops, tables
from plugin.words import PublicationKind, PublicationState, ReviewState

log = structlog.get_logger(__name__)

Connect = Callable[[Session, int, int], Connector]  # session, shop id, channel id
Again = Callable[[Session, tables.Publication, float], None]  # ask for another attempt after so many seconds
Redraft = Callable[[Session, int, int], object]  # ask for a new draft: session, shop id, review id

UNDER_WAY = (PublicationState.QUEUED, PublicationState.POSTING, PublicationState.PLACED)
_REVIEW_AFTER = {
    PublicationState.VISIBLE: ReviewState.PUBLISHED,
    PublicationState.UNKNOWN: ReviewState.CHECK,
    PublicationState.REFUSED: ReviewState.CHECK,
}

_CHANGED_SINCE = Outcome(
    PublicationState.REFUSED,
    "The customer changed the review after this reply was approved.",
    "Nothing was placed. Read the review again and approve an answer to what it says now.",
)


@dataclass(frozen=True, slots=True)
class _Known:
    task: Task
    channel_id: int
    attempts: int
    changed_since: bool  # the customer wrote something else after the yes

    @property
    def out_of_date(self) -> bool:
        """The yes was to an answer to other words, and nothing has left yet. A person who insists knows the new ones."""
        waits = self.task.state is PublicationState.QUEUED and self.task.kind is not PublicationKind.DELETE
        return self.changed_since and waits and not self.task.person_insists


def place(
    database: Database,
    shop_id: int,
    publication_id: int,
    *,
    connect: Connect,
    again: Again,
    redraft: Redraft | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> PublicationState | None:
    """Take one publication a step further. Returns its state, or None where there was nothing to do. ``redraft`` is called
    where the platform refused the words.

    Safe to run again after it was cut off anywhere, and by two workers at once. Raises the store's errors.
    """
    known = _read(database, shop_id, publication_id, now())
    if known is None:
        return None
    can_read = False

    def begin_posting() -> bool:
        with database.session(shop_id=shop_id) as session:
            return publications.begin_attempt(session, shop_id, publication_id, after=known.attempts, now=now())

    outcome: Outcome | None
    if known.out_of_date:
        outcome = _CHANGED_SINCE
    else:
        try:
            with database.session(shop_id=shop_id) as session:
                connector = connect(session, shop_id, known.channel_id)
        except ConnectorError as error:  # nothing was sent: the channel is mended, or a person hears of it
            outcome = could_not_look(known.task, error)
        else:
            can_read = connector.abilities.can_read_replies
            try:
                how = attempt if known.task.kind is PublicationKind.POST else attempt_change
                outcome = how(known.task, connector, begin_posting)
            finally:
                close(connector)
    if outcome is None:
        return None
    with database.session(shop_id=shop_id) as session:
        note(session, shop_id, publication_id, outcome, can_read=can_read,
             again=again, redraft=redraft, now=now())  # fmt: skip
    log.info("placed", shop_id=shop_id, publication_id=publication_id, state=str(outcome.state))
    return outcome.state


def close(connector: Connector) -> None:
    """Let go of the connector's HTTP session, where it keeps one."""
    shut = getattr(connector, "close", None)
    if callable(shut):
        shut()


def _read(database: Database, shop_id: int, publication_id: int, now: dt.datetime) -> _Known | None:
    with database.session(shop_id=shop_id) as session:
        publication = publications.find(session, shop_id, publication_id)
        if publication is None or publication.state not in UNDER_WAY:
            return None
        approval = publications.approval(session, shop_id, publication.approval_id)
        review = reviews.get(session, shop_id, publication.review_id)
        task = Task(
            key=publication.key,
            text=approval.text,
            review=review_on_channel(review),
            state=PublicationState(publication.state),
            age=now - publication.created_at,
            since_posted=None if publication.posted_at is None else now - publication.posted_at,
            person_insists=publication.resolved_by is not None,
            kind=PublicationKind(publication.kind),
            stands=_stands(session, shop_id, publication),
        )
        changed = review.version != approval.review_version
        return _Known(task, publication.channel_id, publication.attempts, changed_since=changed)


def _stands(session: Session, shop_id: int, change: tables.Publication) -> Reply:
    """Of a change: the reply that it changes, as we placed it."""
    if change.target_id is None:
        return Reply("")
    target = publications.get(session, shop_id, change.target_id)
    text = publications.approval(session, shop_id, target.approval_id).text
    return Reply(text, external_id=target.external_id, key=target.key, url=target.url)


def note(
    session: Session,
    shop_id: int,
    publication_id: int,
    outcome: Outcome,
    *,
    can_read: bool,
    again: Again,
    redraft: Redraft | None = None,
    now: dt.datetime,
) -> None:
    """Keep what came of an attempt, with all that follows from it, in one commit."""
    values = {"message": outcome.message, "hint": outcome.hint}
    if outcome.reply is not None:
        values |= {"external_id": outcome.reply.external_id, "url": outcome.reply.url}
    seen = {"seen_at": now} if outcome.state is PublicationState.VISIBLE else {}
    if not publications.move(session, shop_id, publication_id, outcome.state, only_from=UNDER_WAY, **values, **seen):
        return  # a person took it back or settled it meanwhile
    publication = publications.get(session, shop_id, publication_id)
    state = _REVIEW_AFTER.get(outcome.state)
    if outcome.state is PublicationState.PLACED and not can_read:
        state = ReviewState.PUBLISHED
    if state is not None:
        logged_as = LOGGED_AS[PublicationKind(publication.kind)]
        reviews.set_state(session, shop_id, publication.review_id, state)
        events.add(
            session, shop_id, f"{logged_as}.{outcome.state}", review_id=publication.review_id,
            details={"message": outcome.message}, now=now,
        )  # fmt: skip
    if outcome.state is PublicationState.VISIBLE or state is ReviewState.PUBLISHED:
        it_is_so(session, shop_id, publication, now)
    elif outcome.state is PublicationState.PLACED and publication.kind == PublicationKind.POST:
        keep_promises(session, shop_id, publication, now)
    if (
        outcome.refusal is not None
        and violations.take_note(session, shop_id, publication, outcome.refusal)
        and redraft is not None
    ):
        redraft(session, shop_id, publication.review_id)
    if outcome.reconnect:
        channels.set_state(session, shop_id, publication.channel_id, "reconnect", outcome.message)
    elif outcome.again_after is not None:
        again(session, publication, outcome.again_after)


def it_is_so(session: Session, shop_id: int, publication: tables.Publication, now: dt.datetime) -> None:
    """What follows when the channel, or a person who looked there, says that it is done."""
    if publication.kind == PublicationKind.DELETE:
        publications.take_down(session, shop_id, publication.review_id)
        reviews.set_existing_reply(session, shop_id, publication.review_id, None)
        reviews.set_state(session, shop_id, publication.review_id, ReviewState.WAITING)
        return
    if publication.target_id is not None:
        promises.replaced(session, shop_id, publication.target_id, now=now)
    keep_promises(session, shop_id, publication, now)


def keep_promises(session: Session, shop_id: int, publication: tables.Publication, now: dt.datetime) -> None:
    """What the reply undertook becomes tasks, with dates that count from today (guideline F-PROMISE)."""
    approval = publications.approval(session, shop_id, publication.approval_id)
    language = reviews.get(session, shop_id, publication.review_id).language
    try:
        from plugin.guidelines import promises as promises_in  # a web process that publishes nothing needs none of it

        found = promises_in.find(approval.text, language, shops.profile(session, shop_id).today(now))
    except Exception as error:  # noqa: BLE001 -- see below
        # The reply is out: a fault in reading it must not keep us from remembering that.
        log.error("promises not read", publication_id=publication.id, error=type(error).__name__)  # noqa: TRY400 -- a traceback would hold the text
        return
    promises.add_all(session, shop_id, publication.id, found, person_id=approval.person_id, now=now)


def review_on_channel(review: tables.Review) -> Review:
    """The stored review in the connectors' own words."""
    return Review(
        external_id=review.external_id,
        text=review.text,
        created=review.created_at,
        title=review.title,
        rating=review.rating,
        author=review.author,
        language=review.given_language,
        product=review.product,
        product_id=review.product_id,
        verified=review.verified,
        url=review.url,
        status=review.channel_status,
        reply=incoming.reply_from_data(review.existing_reply),
        **incoming.more_from_data(review.more),
    )
