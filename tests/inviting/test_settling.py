"""An invitation of which nobody knows whether it was sent: a person says so, and it goes once more or never again."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import OutcomeUnknown, RetryLater
from plugin.inviting import looking, opting_out
from plugin.inviting.settling import Said, Settled, settle
from plugin.store import NotThere, Session, events, invitations, orders
from plugin.words import InvitationState
from tests.inviting.conftest import DAY, Asking, Shop, make_shop

LOST = "Niets gehoord."


@pytest.fixture
def lost(shop: Shop) -> Shop:
    """A shop whose one invitation had no answer."""
    shop.delivered("A-1")
    Asking.trouble.append(OutcomeUnknown(LOST))
    shop.going()
    assert shop.counts() == {"unknown": 1}
    return shop


def unclear(shop: Shop) -> list[looking.Unclear]:
    with shop.session() as session:
        return list(looking.look(session, shop.shop_id, shop.channel_id, shop.now).unclear)


def say(shop: Shop, said: Said, invitation_id: int = 0) -> tuple[str, list[int]]:
    """Settle the one that is unclear; its state, and the channels that are to be looked at."""
    looked_at: list[int] = []

    def enqueue(_session: Session, _shop_id: int, channel_id: int) -> None:
        looked_at.append(channel_id)

    wanted = invitation_id or unclear(shop)[0].id
    with shop.session() as session:
        settled = settle(
            session, shop.shop_id, wanted, said, person_id=shop.person_id, enqueue=enqueue, now=shop.now
        )  # fmt: skip
        return settled.state, looked_at


def test_it_is_shown_with_its_order_and_a_masked_address(lost: Shop) -> None:
    (one,) = unclear(lost)
    assert (one.order, one.again) == ("A-1", True)
    assert "@" in one.address
    assert "klant-a-1" not in one.address


def test_one_that_was_sent_stays_so(lost: Shop, asked: list[str]) -> None:
    assert say(lost, Said.SENT) == (InvitationState.SENT, [])
    lost.now += DAY
    lost.send()
    assert asked == []
    assert lost.counts() == {"sent": 1}
    with lost.session() as session:
        (row, _), *_ = invitations.newest(
            session, lost.shop_id, lost.channel_id, states=(InvitationState.SENT,), limit=1
        )
        assert row.settled_by == lost.person_id
        kept = [event for event in events.page(session, lost.shop_id) if event.action == "invitation.settled.sent"]
        assert [event.person_id for event in kept] == [lost.person_id]


def test_one_that_was_not_sent_goes_once_more(lost: Shop, asked: list[str]) -> None:
    lost.now += 5 * DAY
    assert say(lost, Said.NOT_SENT) == (InvitationState.WAITING, [lost.channel_id])
    lost.send()
    lost.send()
    assert asked == ["A-1"]
    assert lost.counts() == {"sent": 1}


def test_it_never_goes_a_third_time(lost: Shop, asked: list[str]) -> None:
    say(lost, Said.NOT_SENT)
    Asking.trouble.append(OutcomeUnknown(LOST))
    lost.send()
    assert [one.again for one in unclear(lost)] == [False]
    assert say(lost, Said.NOT_SENT) == (InvitationState.REFUSED, [])
    lost.now += DAY
    lost.send()
    assert asked == []


def test_passing_trouble_at_the_second_time_is_waited_out_however_old_the_invitation_is(
    lost: Shop, asked: list[str]
) -> None:
    lost.now += 10 * DAY
    say(lost, Said.NOT_SENT)
    Asking.trouble.append(RetryLater("Straks."))
    lost.send()
    assert lost.counts() == {"waiting": 1}
    lost.now += dt.timedelta(hours=7)
    lost.send()
    assert asked == ["A-1"]


def test_who_wants_none_meanwhile_is_not_asked(lost: Shop, asked: list[str]) -> None:
    with lost.session() as session:
        opting_out.add(session, lost.shop_id, ["klant-a-1@voorbeeld.example"], source="desk", now=lost.now)
    say(lost, Said.NOT_SENT)
    lost.send()
    assert asked == []
    assert lost.counts() == {"unsubscribed": 1}


def test_where_the_address_is_gone_it_cannot_go_again(lost: Shop, asked: list[str]) -> None:
    lost.now += 100 * DAY
    with lost.session() as session:
        orders.forget_old(session, lost.shop_id, lost.now)
    assert [(one.address, one.again) for one in unclear(lost)] == [("…", False)]
    assert say(lost, Said.NOT_SENT) == (InvitationState.LEFT_OUT, [])
    lost.send()
    assert asked == []


def test_what_is_known_is_not_settled_again_and_another_shop_s_not_at_all(lost: Shop) -> None:
    (one,) = unclear(lost)
    say(lost, Said.SENT)
    with pytest.raises(Settled):
        say(lost, Said.NOT_SENT, one.id)
    with pytest.raises(NotThere):
        say(make_shop(lost.database, "anders"), Said.SENT, one.id)
