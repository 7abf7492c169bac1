"""Delivered orders and invitations by the API: told of by programs, released by a person, opt-outs by anybody."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.testing.webwinkelkeur_harness import CODE, SHOP_ID
from plugin.inviting import switching
from plugin.inviting.planning import plan
from plugin.store import channels, invitations
from plugin.words import InvitationState, Role
from tests.api.conftest import Desk

ORDER = {"number": "NL-1", "email": "sabine@klant.example", "delivered": "2026-11-12", "name": "Sabine"}


@pytest.fixture
def channel_id(desk: Desk) -> int:
    with desk.database.session(shop_id=desk.shop_id) as session:
        return channels.add(
            session, desk.shop_id, "webwinkelkeur", "WebwinkelKeur", {"shop_id": SHOP_ID}, {"code": CODE}
        ).id  # fmt: skip


def days_ago(days: int) -> str:
    return (dt.datetime.now(dt.UTC) - dt.timedelta(days=days)).isoformat()


def test_delivered_orders_are_told_and_the_first_invitations_released_by_who_saw_them(
    desk: Desk, channel_id: int
) -> None:
    owner, path = desk.client(Role.OWNER), f"/api/v1/invitations/channels/{channel_id}"
    told = owner.post(
        "/api/v1/orders/", json={"orders": [{**ORDER, "delivered": days_ago(9)}, {**ORDER, "email": "nee"}]}
    )
    assert told.json == {"new": 1, "known": 0, "problems": ["Row 2: wrong or missing: email."]}
    on = owner.put(path, json={"on": True, "delay_days": 7, "look_back_days": 14})
    assert (on.status_code, on.json["state"], on.json["not_yet"]) == (200, "first", 1)
    plan(desk.database, desk.shop_id, channel_id, now=dt.datetime.now(dt.UTC))
    seen = next(c for c in owner.get("/api/v1/invitations/channels").json if c["channel_id"] == channel_id)
    assert [(one["order"], one["address"]) for one in seen["first"]] == [("NL-1", "s…@k….example")]
    assert owner.post(f"{path}/release", json={"seen_up_to": seen["first"][0]["id"] + 7}).json["code"] == "not_seen"
    released = owner.post(f"{path}/release", json={"seen_up_to": seen["first"][0]["id"]})
    assert (released.status_code, released.json["state"], released.json["waiting"]) == (200, "on", 1)
    assert owner.put(path, json={"on": False}).json["state"] == "off"


def test_only_owners_tell_of_orders_and_switch_and_drafters_note_who_wants_none(desk: Desk, channel_id: int) -> None:
    drafter = desk.client(Role.DRAFTER)
    assert drafter.post("/api/v1/orders/", json={"orders": [ORDER]}).status_code == 403
    assert drafter.put(f"/api/v1/invitations/channels/{channel_id}", json={"on": True}).status_code == 403
    added = drafter.post("/api/v1/invitations/unsubscribed", json={"addresses": ["Jan@klant.example", "geen"]})
    assert added.json == {"new": 1, "known": 0, "wrong": 1}
    listed = drafter.get("/api/v1/invitations/unsubscribed").json
    assert [(one["masked"], one["source"]) for one in listed] == [("J…@k….example", "api")]
    assert drafter.delete(f"/api/v1/invitations/unsubscribed/{listed[0]['id']}").status_code == 403
    owner = desk.client(Role.OWNER)
    assert owner.delete(f"/api/v1/invitations/unsubscribed/{listed[0]['id']}").status_code == 204
    assert owner.delete(f"/api/v1/invitations/unsubscribed/{listed[0]['id']}").status_code == 404


def test_what_holds_for_all_channels_is_the_owner_s_to_say(desk: Desk) -> None:
    owner, path = desk.client(Role.OWNER), "/api/v1/invitations/policy"
    assert owner.get(path).json == {"divide": True, "keep_days": 7}
    assert owner.put(path, json={"divide": False, "keep_days": 3}).json == {"divide": False, "keep_days": 3}
    assert desk.client(Role.VIEWER).get(path).json == {"divide": False, "keep_days": 3}
    assert desk.client(Role.APPROVER).put(path, json={"divide": True, "keep_days": 3}).status_code == 403
    assert owner.put(path, json={"divide": True, "keep_days": 999}).status_code == 422


def test_what_cannot_be_is_said(desk: Desk, channel_id: int) -> None:
    owner = desk.client(Role.OWNER)
    with desk.database.session(shop_id=desk.shop_id) as session:
        silent = channels.every(session, desk.shop_id)[0].id
    assert owner.put(f"/api/v1/invitations/channels/{silent}", json={"on": True}).json["code"] == "cannot_invite"
    assert (
        owner.put(f"/api/v1/invitations/channels/{channel_id}", json={"on": True, "delay_days": 99}).status_code == 422
    )
    assert owner.put("/api/v1/invitations/channels/99999", json={"on": True}).status_code == 404
    assert owner.post("/api/v1/orders/", json={"orders": [{**ORDER, "rating": 5}]}).status_code == 422


def test_another_shop_s_channel_is_not_there(desk: Desk, channel_id: int, other_shop: str) -> None:
    stranger = desk.app.test_client()
    stranger.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {other_shop}"
    assert stranger.put(f"/api/v1/invitations/channels/{channel_id}", json={"on": True}).status_code == 404
    assert stranger.get("/api/v1/invitations/channels").json == []
    assert stranger.get("/api/v1/invitations/unsubscribed").json == []


def lost(desk: Desk, channel_id: int) -> int:
    """An invitation that left and had no answer."""
    owner, path = desk.client(Role.OWNER), f"/api/v1/invitations/channels/{channel_id}"
    owner.post("/api/v1/orders/", json={"orders": [{**ORDER, "delivered": days_ago(9)}]})
    owner.put(path, json={"on": True, "delay_days": 7, "look_back_days": 14})
    plan(desk.database, desk.shop_id, channel_id, now=dt.datetime.now(dt.UTC))
    with desk.database.session(shop_id=desk.shop_id) as session:
        ((row, _),) = switching.first_ones(session, desk.shop_id, channel_id)
        now = dt.datetime.now(dt.UTC)
        invitations.begin(session, desk.shop_id, row.id, after=0, now=now)
        invitations.move(
            session, desk.shop_id, row.id, InvitationState.UNKNOWN, only_from=(InvitationState.SENDING,), done_at=now
        )
        return row.id


def test_an_invitation_without_an_answer_is_settled_by_an_approver(desk: Desk, channel_id: int) -> None:
    invitation_id = lost(desk, channel_id)
    approver = desk.client(Role.APPROVER)
    looks = approver.get("/api/v1/invitations/channels").json
    (one,) = next(look for look in looks if look["channel_id"] == channel_id)["unclear"]
    assert (one["id"], one["order"], one["again"]) == (invitation_id, "NL-1", True)
    path = f"/api/v1/invitations/{invitation_id}/settlement"
    assert desk.client(Role.DRAFTER).post(path, json={"outcome": "sent"}).status_code == 403
    assert approver.post(path, json={"outcome": "perhaps"}).status_code == 422
    answer = approver.post(path, json={"outcome": "not-sent"})
    assert (answer.status_code, answer.json["waiting"], answer.json["unclear"]) == (200, 1, [])
    assert approver.post(path, json={"outcome": "sent"}).json["code"] == "settled"
    assert approver.post("/api/v1/invitations/999999/settlement", json={"outcome": "sent"}).status_code == 404
