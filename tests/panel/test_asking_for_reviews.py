"""The page on which a shop asks for reviews: nothing goes before it was seen, and nobody's address stands on it."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest

from connectors.testing.webwinkelkeur_harness import CODE, SHOP_ID
from plugin.inviting import switching
from plugin.inviting.planning import plan
from plugin.store import channels, invitations
from plugin.words import InvitationState, Inviting, Role
from tests.panel.conftest import Desk, SignIn
from tests.panel.made_up import Shop

FILE = "order;email;delivered;name\n{rows}"


@pytest.fixture
def channel_id(shop: Shop) -> int:
    with shop.session() as session:
        return channels.add(
            session, shop.id, "webwinkelkeur", "WebwinkelKeur", {"shop_id": SHOP_ID}, {"code": CODE}
        ).id  # fmt: skip


def bring(desk: Desk, *rows: str) -> str:
    content = FILE.format(rows="\n".join(rows)).encode()
    return desk.post("/invitations/orders", htmx=False, file=(io.BytesIO(content), "orders.csv")).text


def days_ago(days: int) -> str:
    return (dt.datetime.now(dt.UTC) - dt.timedelta(days=days)).date().isoformat()


def state_of(shop: Shop, channel_id: int) -> str | None:
    with shop.session() as session:
        rule = invitations.rule(session, shop.id, channel_id)
        return rule.state if rule else None


def plan_all(shop: Shop, channel_id: int) -> None:
    plan(shop.database, shop.id, channel_id, now=dt.datetime.now(dt.UTC))


def test_an_owner_brings_orders_switches_on_looks_and_releases(shop: Shop, sign_in: SignIn, channel_id: int) -> None:
    desk = sign_in(shop)
    page = bring(desk, f"NL-1;sabine@klant.example;{days_ago(10)};Sabine", "NL-2;geheim;gisteren;")
    assert "1 nieuwe bestelling." in page
    assert "Regel 2: verkeerd of ontbreekt: delivered, email." in page
    assert "geheim" not in page
    assert state_of(shop, channel_id) is None  # off, until a person switches it on
    on = desk.post(
        f"/invitations/channels/{channel_id}", htmx=False, do="save", delay_days=7, share=1, look_back_days=14
    )
    assert on.status_code == 303
    assert state_of(shop, channel_id) == Inviting.FIRST
    assert "Er is nog geen bestelling aan de beurt" in desk.get("/invitations").text
    plan_all(shop, channel_id)
    page = desk.get("/invitations").text
    assert "NL-1" in page
    assert "s…@k….example" in page
    assert "sabine" not in page.lower()
    seen = re.search(r'name="seen_up_to" value="(\d+)"', page)
    assert seen
    stale = desk.post(f"/invitations/channels/{channel_id}/release", htmx=False, seen_up_to=int(seen[1]) + 1)
    assert stale.status_code == 422
    assert state_of(shop, channel_id) == Inviting.FIRST
    desk.post(f"/invitations/channels/{channel_id}/release", htmx=False, seen_up_to=seen[1])
    assert state_of(shop, channel_id) == Inviting.ON
    desk.post(f"/invitations/channels/{channel_id}", htmx=False, do="off")
    assert state_of(shop, channel_id) == Inviting.OFF


def test_whoever_wants_none_is_put_on_the_list_and_shown_masked(shop: Shop, sign_in: SignIn, channel_id: int) -> None:
    drafter = sign_in(shop, Role.DRAFTER)
    page = drafter.post(
        "/invitations/unsubscribed", htmx=False, addresses="sabine@klant.example, jan@klant.example\n"
    ).text
    assert "2 adressen toegevoegd." in page
    assert "s…@k….example" in page
    assert "sabine@" not in page
    assert drafter.post("/invitations/unsubscribed", htmx=False, addresses="geen adres").status_code == 422
    owner = sign_in(shop)
    number = re.search(r"/invitations/unsubscribed/(\d+)/remove", owner.get("/invitations").text)
    assert number
    owner.post(f"/invitations/unsubscribed/{number[1]}/remove", htmx=False)
    assert (
        owner.get("/invitations").text.count("@k….example") == 1 * 2
    )  # seen once, and once by who cannot see the page


def test_why_orders_were_left_out_is_said(shop: Shop, sign_in: SignIn, channel_id: int) -> None:
    desk = sign_in(shop)
    desk.post("/invitations/unsubscribed", htmx=False, addresses="sabine@klant.example")
    bring(desk, f"NL-1;sabine@klant.example;{days_ago(10)};", f"NL-2;jan@klant.example;{days_ago(1)};")
    desk.post(f"/invitations/channels/{channel_id}", htmx=False, do="save", delay_days=7, share=1, look_back_days=14)
    plan_all(shop, channel_id)
    page = desk.get("/invitations").text
    assert re.search(r"Overgeslagen:\s+1 willen geen uitnodigingen", page)
    assert "nog niet aan de beurt: 1" in page


@pytest.mark.parametrize(
    ("role", "path", "given"),
    [
        (Role.APPROVER, "channels/{channel}", {"do": "save", "delay_days": 7}),
        (Role.APPROVER, "channels/{channel}/release", {"seen_up_to": 1}),
        (Role.APPROVER, "policy", {"keep_days": 7}),
        (Role.APPROVER, "orders", {}),
        (Role.APPROVER, "sources/{channel}", {"do": "on"}),
        (Role.VIEWER, "unsubscribed", {"addresses": "x@y.example"}),
        (Role.APPROVER, "unsubscribed/1/remove", {}),
    ],
)
def test_nobody_does_what_their_role_does_not_reach(
    shop: Shop, sign_in: SignIn, channel_id: int, role: Role, path: str, given: dict[str, object]
) -> None:
    answer = sign_in(shop, role).post(f"/invitations/{path.format(channel=channel_id)}", htmx=False, **given)
    assert answer.status_code == 403
    assert state_of(shop, channel_id) is None


def test_numbers_that_cannot_be_and_files_that_are_none_are_said(shop: Shop, sign_in: SignIn, channel_id: int) -> None:
    desk = sign_in(shop)
    for given in ({"delay_days": 999}, {"delay_days": "veel"}):
        answer = desk.post(
            f"/invitations/channels/{channel_id}", htmx=False, do="save", share=1, look_back_days=0, **given
        )
        assert answer.status_code == 422
    assert desk.post("/invitations/policy", htmx=False, keep_days=99).status_code == 422
    file = (io.BytesIO(b"a,b\n1,2"), "x.csv")
    assert desk.post("/invitations/orders", htmx=False, file=file).status_code == 422
    assert desk.post(f"/invitations/sources/{channel_id}", htmx=False, do="on").status_code == 422
    assert desk.post("/invitations/channels/99999", htmx=False, do="save", delay_days=7).status_code == 404


def test_a_hostile_order_number_is_shown_as_text(shop: Shop, sign_in: SignIn, channel_id: int) -> None:
    desk = sign_in(shop)
    bring(desk, f"<script>alert(1)</script>;sabine@klant.example;{days_ago(10)};<b>Jan</b>")
    desk.post(f"/invitations/channels/{channel_id}", htmx=False, do="save", delay_days=7, share=1, look_back_days=14)
    plan_all(shop, channel_id)
    page = desk.get("/invitations").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def lost(shop: Shop, desk: Desk, channel_id: int) -> int:
    """An invitation that left and had no answer."""
    bring(desk, f"NL-1;sabine@klant.example;{days_ago(10)};Sabine")
    desk.post(f"/invitations/channels/{channel_id}", htmx=False, do="save", delay_days=7, share=1, look_back_days=14)
    plan_all(shop, channel_id)
    now = dt.datetime.now(dt.UTC)
    with shop.session() as session:
        ((row, _),) = switching.first_ones(session, shop.id, channel_id)
        invitations.begin(session, shop.id, row.id, after=0, now=now)
        invitations.move(
            session, shop.id, row.id, InvitationState.UNKNOWN, only_from=(InvitationState.SENDING,), done_at=now
        )
        return row.id


def test_an_invitation_without_an_answer_is_settled_with_one_click(
    shop: Shop, sign_in: SignIn, channel_id: int
) -> None:
    invitation_id = lost(shop, sign_in(shop), channel_id)
    assert "Hij is verzonden" not in sign_in(shop, Role.DRAFTER).get("/invitations").text
    desk = sign_in(shop, Role.APPROVER)
    page = desk.get("/invitations").text
    assert "Niemand weet of deze verzonden zijn" in page
    assert "NL-1" in page
    assert "sabine@" not in page
    path = f"/invitations/{invitation_id}/settle"
    assert sign_in(shop, Role.DRAFTER).post(path, htmx=False, outcome="sent").status_code == 403
    assert desk.post(path, htmx=False, outcome="perhaps").status_code == 400
    done = desk.post(path, htmx=False, outcome="not-sent")
    assert done.status_code == 303
    assert "De uitnodiging gaat nog één keer." in desk.get(done.location).text
    assert "bekend" in desk.post(path, htmx=False, outcome="sent").text
