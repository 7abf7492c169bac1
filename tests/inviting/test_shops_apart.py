"""Without the tenancy net, by the explicit shop id alone: no function reaches another shop's orders or invitations."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from plugin.inviting import opting_out
from plugin.store import Database, NotThere, invitations, orders, unsubscribed
from plugin.store.tables import Invited, KnownOrder
from plugin.words import InvitationState, Inviting
from tests.inviting.conftest import DAY, NOW, Shop, make_shop


def test_no_function_reaches_another_shop_s_rows(shop: Shop, database: Database) -> None:
    other = make_shop(database, "tassenhuis")
    other.delivered("A-1", email="x@y.example")
    with other.session() as session:
        opting_out.add(session, other.shop_id, ["z@y.example"], source="desk")
    other.switch_on()
    other.plan()
    with database.session() as session:
        order = session.scalars(select(KnownOrder)).one()
        invited = session.scalars(select(Invited)).one()
        theirs = unsubscribed.newest(session, other.shop_id)[0]
        mine, channel = shop.shop_id, other.channel_id
        with pytest.raises(NotThere):
            orders.get(session, mine, order.id)
        window = {"since": NOW - 90 * DAY, "until": NOW}
        nothing = [
            orders.unplanned(session, mine, channel, **window, limit=9),
            orders.unplanned_count(session, mine, channel, **window),
            orders.of_customer(session, mine, "x@y.example", ["A-1"]),
            orders.forget_customer(session, mine, "x@y.example", ["A-1"]),
            orders.forget_old(session, mine, NOW + 900 * DAY),
            orders.sources(session, mine),
            invitations.rule(session, mine, channel),
            invitations.rules(session, mine),
            invitations.asked_elsewhere(session, mine, [order.id], 0),
            invitations.to_send(session, mine, channel, NOW, 9),
            invitations.cut_off(session, mine, channel),
            invitations.begin(session, mine, invited.id, after=0, now=NOW),
            invitations.move(session, mine, invited.id, InvitationState.SENT, only_from=list(InvitationState)),
            invitations.counts(session, mine, channel),
            invitations.newest(session, mine, channel, states=list(InvitationState), limit=9),
            unsubscribed.among(session, mine, [theirs.email_hash]),
            unsubscribed.newest(session, mine),
            unsubscribed.number_of(session, mine),
            unsubscribed.remove(session, mine, theirs.id),
        ]
        assert not any(nothing), nothing
        invitations.stop_all(session, mine)
        orders.note_trouble(session, mine, channel, "x")
    with other.session() as session:
        rule = invitations.rule(session, other.shop_id, other.channel_id)
        assert rule is not None
        assert rule.state == Inviting.FIRST
    assert other.counts() == {"waiting": 1}


def test_an_invitation_joins_no_order_and_channel_of_two_shops(shop: Shop, database: Database) -> None:
    other = make_shop(database, "tassenhuis")
    other.delivered("A-1")
    with database.session() as session:
        order = session.scalars(select(KnownOrder)).one().id
    wanted = {"channel_id": shop.channel_id, "state": "waiting", "reason": "", "due_at": NOW, "order_id": order}
    with pytest.raises(IntegrityError), database.session() as session:
        invitations.plan(session, shop.shop_id, [wanted], NOW)
