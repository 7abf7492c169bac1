"""A reply that stands on a channel gets another text, or is taken back: each once, seen there, and by a person's yes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from connectors.contract import AskPerson, OutcomeUnknown, Reply, RetryLater
from plugin.publishing import refusals
from plugin.publishing.changing import approve_change, take_back
from plugin.publishing.editing import save_edit
from plugin.publishing.unknowns import Settlement, settle, withdraw
from plugin.store import drafts, events, promises, publications, reviews, tables
from plugin.words import PublicationKind, PublicationState, ReviewState, Role
from tests.publishing.conftest import REPLY, Shop, Who
from tests.publishing.scripted import BlindChangeable, Changeable

NEW = "Beste Jan,\n\nHet spijt me dat de tas stuk is. Je krijgt morgen een nieuwe.\n\nSanne"
MUCH_LATER = dt.timedelta(minutes=30)


@pytest.fixture
def shop(make_shop: Callable[..., Shop]) -> Shop:
    """A shop whose reply is out, on a channel where it can be changed."""
    made = make_shop(Changeable())
    made.approve()
    assert made.place() is PublicationState.VISIBLE
    return made


@pytest.fixture
def blind_shop(make_shop: Callable[..., Shop]) -> Shop:
    made = make_shop(BlindChangeable())
    made.approve()
    assert made.place() is PublicationState.PLACED
    return made


def edit(shop: Shop, text: str = NEW) -> tables.Draft:
    with shop.session() as session:
        return save_edit(session, shop.shop_id, shop.review_id, text, shop.approver)


def change(shop: Shop, text: str = NEW, *, person: Who | None = None) -> None:
    edit(shop, text)
    yes(shop, text, person=person)


def yes(shop: Shop, text: str = NEW, *, person: Who | None = None) -> None:
    with shop.session() as session:
        approve_change(
            session, shop.shop_id, shop.review_id, text_sha256=publications.text_sha256(text),
            person=person or shop.approver, enqueue=shop.enqueue, override_reason="de klant belde ons daarover",
        )  # fmt: skip


def back(shop: Shop, *, person: Who | None = None) -> None:
    with shop.session() as session:
        take_back(session, shop.shop_id, shop.review_id, person=person or shop.approver, enqueue=shop.enqueue)


def settle_as(shop: Shop, outcome: Settlement) -> None:
    with shop.session() as session:
        settle(session, shop.shop_id, shop.publication().id, outcome, shop.approver, enqueue=shop.enqueue)


def stands(shop: Shop) -> list[str]:
    """What the channel shows."""
    return [reply.text for reply in shop.channel.there.values() if reply.status != "removed"]


def logged(shop: Shop) -> list[str]:
    with shop.session() as session:
        return [event.action for event in events.of_review(session, shop.shop_id, shop.review_id)]


def open_promises(shop: Shop) -> list[str]:
    with shop.session() as session:
        return [promise.text for promise in promises.open_ones(session, shop.shop_id)]


def test_another_text_takes_the_place_of_the_one_that_stands_there(shop: Shop) -> None:
    change(shop)
    assert shop.state() == ReviewState.PUBLISHING
    assert shop.enqueued[-1] == shop.publication().id
    assert shop.place() is PublicationState.VISIBLE
    assert stands(shop) == [NEW]
    publication = shop.publication()
    assert (publication.kind, shop.state()) == (PublicationKind.REPLACE, ReviewState.PUBLISHED)
    assert publication.seen_at is not None
    assert {"change.approved", "change.visible"} <= set(logged(shop))


def test_a_changed_reply_can_be_changed_again(shop: Shop) -> None:
    for text in (NEW, NEW + " Groet!"):
        change(shop, text)
        assert shop.place() is PublicationState.VISIBLE
    assert stands(shop) == [NEW + " Groet!"]


def test_editing_alone_changes_nothing_that_stands_there(shop: Shop) -> None:
    edit(shop)
    assert shop.state() == ReviewState.PUBLISHED
    assert stands(shop) == [REPLY]
    assert len(shop.enqueued) == 1


def test_the_promises_of_the_old_text_make_way_for_those_of_the_new(shop: Shop) -> None:
    (before,) = open_promises(shop)
    change(shop, "Beste Jan,\n\nHet spijt me. We sturen je volgende week een nieuwe tas.\n\nSanne")
    shop.place()
    assert before not in open_promises(shop)


def test_a_reply_that_is_taken_back_is_gone_and_its_review_is_back_on_the_desk(shop: Shop) -> None:
    back(shop)
    assert shop.place() is PublicationState.VISIBLE
    assert stands(shop) == []
    assert shop.state() == ReviewState.WAITING
    publication = shop.publication()
    assert (publication.kind, publication.asked_by) == (PublicationKind.DELETE, shop.approver.person_id)
    assert {"removal.approved", "removal.visible"} <= set(logged(shop))
    with shop.session() as session:
        assert publications.standing(session, shop.shop_id, shop.review_id) is None


def test_after_taking_back_another_reply_can_be_placed(shop: Shop) -> None:
    back(shop)
    shop.place()
    edit(shop)
    shop.approve(NEW, reason="de klant belde ons daarover")
    assert shop.place() is PublicationState.VISIBLE
    assert stands(shop) == [NEW]


def test_a_reply_that_somebody_removed_already_counts_as_taken_back(shop: Shop) -> None:
    shop.channel.there.clear()
    back(shop)
    assert shop.place() is PublicationState.VISIBLE
    assert shop.channel.deleted == []


@pytest.mark.parametrize("kind", ["change", "back"])
def test_a_worker_that_dies_after_sending_finds_out_by_looking(shop: Shop, kind: str) -> None:
    change(shop) if kind == "change" else back(shop)
    shop.channel.after_post = [SystemExit()]  # type: ignore[list-item]  # as near to kill -9 as one process comes
    with pytest.raises(SystemExit):
        shop.place()
    assert shop.publication().state == PublicationState.POSTING
    assert shop.place() is PublicationState.VISIBLE
    assert stands(shop) == ([NEW] if kind == "change" else [])
    assert len(shop.channel.replaced) + len(shop.channel.deleted) == 1


@pytest.mark.parametrize("kind", ["change", "back"])
def test_a_request_that_never_arrived_is_sent_again_once_it_cannot_arrive_any_more(shop: Shop, kind: str) -> None:
    change(shop) if kind == "change" else back(shop)
    shop.channel.before_post = [OutcomeUnknown("geen antwoord")]
    assert shop.place() is PublicationState.POSTING
    assert shop.place() is PublicationState.POSTING  # it may still be under way
    assert shop.place(later=MUCH_LATER) is PublicationState.VISIBLE
    assert stands(shop) == ([NEW] if kind == "change" else [])


@pytest.mark.parametrize(
    ("said", "state", "review"),
    [
        (Settlement.THERE, PublicationState.VISIBLE, ReviewState.PUBLISHED),
        (Settlement.PLACED_BY_HAND, PublicationState.VISIBLE, ReviewState.PUBLISHED),
        (Settlement.DROP, PublicationState.WITHDRAWN, ReviewState.PUBLISHED),
    ],
)
def test_a_change_of_which_nobody_knows_is_settled_by_a_person(
    blind_shop: Shop, said: Settlement, state: PublicationState, review: ReviewState
) -> None:
    change(blind_shop)
    blind_shop.channel.after_post = [OutcomeUnknown("geen antwoord")]
    assert blind_shop.place() is PublicationState.UNKNOWN
    assert blind_shop.state() == ReviewState.CHECK
    settle_as(blind_shop, said)
    assert (blind_shop.publication().state, blind_shop.state()) == (state, review)


def test_a_removal_of_which_nobody_knows_is_settled_as_gone_or_as_left(blind_shop: Shop) -> None:
    back(blind_shop)
    blind_shop.channel.after_post = [OutcomeUnknown("geen antwoord")]
    assert blind_shop.place() is PublicationState.UNKNOWN
    settle_as(blind_shop, Settlement.DROP)
    assert blind_shop.state() == ReviewState.PUBLISHED  # the reply stands, as far as we know
    back(blind_shop)
    blind_shop.channel.after_post = [OutcomeUnknown("geen antwoord")]
    blind_shop.place()
    settle_as(blind_shop, Settlement.THERE)
    assert blind_shop.state() == ReviewState.WAITING
    with blind_shop.session() as session:
        assert publications.standing(session, blind_shop.shop_id, blind_shop.review_id) is None


def test_a_person_has_an_unknown_change_sent_again(blind_shop: Shop) -> None:
    change(blind_shop)
    blind_shop.channel.before_post = [OutcomeUnknown("geen antwoord")]
    blind_shop.place()
    settle_as(blind_shop, Settlement.SEND_AGAIN)
    assert blind_shop.place() is PublicationState.PLACED
    assert blind_shop.state() == ReviewState.PUBLISHED
    assert stands(blind_shop) == [NEW]


def test_what_someone_changed_on_the_channel_itself_is_not_written_over(shop: Shop) -> None:
    (key,) = shop.channel.there
    shop.channel.there[key] = Reply("Met de hand veranderd", external_id="r1", key=key)
    change(shop)
    assert shop.place() is PublicationState.REFUSED
    assert shop.state() == ReviewState.CHECK
    assert stands(shop) == ["Met de hand veranderd"]
    settle_as(shop, Settlement.SEND_AGAIN)
    assert shop.place() is PublicationState.VISIBLE
    assert stands(shop) == [NEW]


def test_a_refused_change_leaves_the_reply_as_it_was(shop: Shop) -> None:
    change(shop)
    shop.channel.before_post = [AskPerson("Te laat om te veranderen.")]
    assert shop.place() is PublicationState.REFUSED
    settle_as(shop, Settlement.DROP)
    assert (shop.state(), stands(shop)) == (ReviewState.PUBLISHED, [REPLY])
    with shop.session() as session:
        standing = publications.standing(session, shop.shop_id, shop.review_id)
    assert standing is not None
    assert standing.kind == PublicationKind.POST


def test_a_busy_channel_gets_the_change_later(shop: Shop) -> None:
    change(shop)
    shop.channel.before_post = [RetryLater("druk", retry_after=60)]
    assert shop.place() is PublicationState.QUEUED
    assert shop.again == [60]
    assert shop.place(later=dt.timedelta(minutes=2)) is PublicationState.VISIBLE


@pytest.mark.parametrize("kind", ["change", "back"])
def test_a_change_that_has_not_left_can_be_taken_back(shop: Shop, kind: str) -> None:
    change(shop) if kind == "change" else back(shop)
    with shop.session() as session:
        withdraw(session, shop.shop_id, shop.publication().id, shop.approver)
    assert shop.place() is None
    assert (shop.state(), stands(shop)) == (ReviewState.PUBLISHED, [REPLY])


def test_only_an_approver_changes_or_takes_back(shop: Shop) -> None:
    drafter = Who(shop.approver.person_id, Role.DRAFTER)
    edit(shop)
    with pytest.raises(refusals.NotAllowed):
        yes(shop, person=drafter)
    with pytest.raises(refusals.NotAllowed):
        back(shop, person=drafter)
    assert stands(shop) == [REPLY]


def test_a_text_that_the_person_did_not_see_or_that_stands_there_already_is_no_change(shop: Shop) -> None:
    edit(shop)
    with pytest.raises(refusals.TextChanged):
        yes(shop, "iets anders")
    edit(shop, REPLY)
    with pytest.raises(refusals.NothingToPublish):
        yes(shop, REPLY)


def test_a_second_yes_while_the_first_is_under_way_is_refused(shop: Shop) -> None:
    change(shop)
    for again in (lambda: yes(shop), lambda: back(shop), lambda: shop.approve(NEW)):
        with pytest.raises(refusals.AlreadyUnderWay):
            again()


def test_a_law_blocks_a_changed_text_as_it_blocks_a_first_one(shop: Shop) -> None:
    edit(shop, "Beste Jan,\n\nAls je de review verwijdert krijg je 10 euro korting.\n\nSanne")
    with shop.session() as session:
        draft = drafts.current(session, shop.shop_id, shop.review_id)
        assert draft is not None
        text = draft.reply or ""
    with pytest.raises((refusals.BlockedByLaw, refusals.ReasonNeeded)) as refused:
        yes(shop, text)
    assert refused.value.code == "blocked_by_law"


def test_a_channel_that_cannot_change_replies_is_left_alone(make_shop: Callable[..., Shop]) -> None:
    from tests.publishing.scripted import ScriptedConnector

    plain = make_shop(ScriptedConnector())
    plain.approve()
    plain.place()
    with pytest.raises(refusals.NotNow):
        edit(plain)
    with pytest.raises(refusals.NothingToPublish):
        back(plain)


def test_a_review_that_changed_after_the_yes_to_a_change_is_read_again_first(shop: Shop) -> None:
    change(shop)
    with shop.session() as session:
        reviews.get(session, shop.shop_id, shop.review_id).version += 1
    assert shop.place() is PublicationState.REFUSED
    assert stands(shop) == [REPLY]
