"""What runs out today, and what the replies teach."""

from __future__ import annotations

import datetime as dt

from connectors.contract import Review
from plugin.store import channels, drafts, promises, publications, reviews
from plugin.words import Promise, PublicationState, Role
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop


def written(shop: Shop, hours_ago: float, author: str) -> int:
    """A review of so long ago by the clock that the desk goes by, with its draft."""
    now = dt.datetime.now(dt.UTC)
    review = Review(
        author, made_up.SAID, now - dt.timedelta(hours=hours_ago), rating=1, author=author, product="Lamp 3"
    )
    with shop.session() as session:
        number = reviews.upsert(session, shop.id, shop.channel_id, [review], now).new_ids[0]
        drafts.save(session, shop.id, number, made_up.drafted(), review_version=1)
    return number


def placed(shop: Shop, review_id: int) -> int:
    with shop.session() as session:
        draft = drafts.current(session, shop.id, review_id)
        yes = publications.approve(session, shop.id, draft.id, shop.people[Role.OWNER], text=draft.reply, report={})
        out = publications.add(session, shop.id, yes.id, f"ww-{review_id:08}")
        publications.move(
            session, shop.id, out.id, PublicationState.VISIBLE, only_from=[PublicationState.QUEUED],
            seen_at=dt.datetime.now(dt.UTC), url="https://reviews.example/1",
        )  # fmt: skip
        reviews.set_state(session, shop.id, review_id, made_up.ReviewState.PUBLISHED)
        return out.id


def test_what_runs_out_today_stands_in_one_list_the_most_pressing_first(shop: Shop, sign_in: SignIn) -> None:
    written(shop, 40, "Nunog")  # the shop answers within 48 hours
    written(shop, 60, "Telaat")
    written(shop, 3, "Morgen")
    page = sign_in(shop, Role.VIEWER).get("/due").text
    assert page.index("Telaat") < page.index("Nunog")
    assert "Morgen" not in page
    assert "nog 8 uur" in page
    assert "12 uur te laat" in page
    assert '<span>Vandaag doen</span> <span class="count asks">2</span>' in page


def test_a_review_near_its_time_says_so_in_the_list(shop: Shop, sign_in: SignIn) -> None:
    near, far = written(shop, 40, "Vandaag"), written(shop, 3, "Morgen")
    page = sign_in(shop).get("/inbox").text
    rows = {number: page.split(f'id="row-{number}"')[1].split("</li>")[0] for number in (near, far)}
    assert "nog 8 uur" in rows[near]
    assert "soon" not in rows[far]


def test_insights_say_how_fast_and_what_keeps_coming_back(shop: Shop, sign_in: SignIn) -> None:
    for author, hours in (("A", 10), ("B", 20), ("C", 30)):
        placed(shop, written(shop, hours, author))
    page = sign_in(shop, Role.VIEWER).get("/insights").text
    assert "<b>20 uur</b>" in page  # half of them
    assert "<b>30 uur</b>" in page  # nine in ten
    assert "<b>100 %</b>" in page
    assert "Een beschadigd of kapot artikel" in page
    assert "Lamp 3 (3)" in page
    assert "<dt>zoals ze geschreven waren</dt><dd>3</dd>" in page


def test_a_late_promise_is_counted_among_the_insights(shop: Shop, sign_in: SignIn) -> None:
    out = placed(shop, written(shop, 10, "A"))
    with shop.session() as session:
        promises.add_all(session, shop.id, out, [Promise("Morgen een nieuwe.", dt.date(2020, 1, 1))])
    assert '<dt>waarvan te laat</dt><dd class="stop">1</dd>' in sign_in(shop).get("/insights").text


def test_nonsense_for_a_period_is_read_as_not_asked_for(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    for asked in ("0", "-5", "x", "99999999999"):
        assert desk.get(f"/insights?days={asked}").status_code == 200


def test_a_published_reply_can_be_copied_and_opened_where_it_stands(shop: Shop, sign_in: SignIn) -> None:
    number = written(shop, 10, "A")
    placed(shop, number)
    with shop.session() as session:  # a channel on which no program may change a reply
        channels.get(session, shop.id, shop.channel_id).connector = "judgeme"
    page = sign_in(shop).get(f"/reviews/{number}?folder=published").text
    changing = page.split("Veranderen of weghalen")[1].split("</details>")[0]
    assert 'data-copy="published-words"' in changing
    assert 'href="https://reviews.example/1"' in changing


def test_a_yes_can_be_taken_back_until_the_reply_has_left(shop: Shop, sign_in: SignIn) -> None:
    number = written(shop, 10, "A")
    desk = sign_in(shop, Role.APPROVER)
    desk.post(f"/reviews/{number}/approve", text_sha256=publications.text_sha256(made_up.REPLY))
    with shop.session() as session:
        out = publications.current(session, shop.id, number)
    assert f"/publications/{out.id}/withdraw" in desk.get(f"/reviews/{number}").text
    assert desk.post(f"/publications/{out.id}/withdraw").status_code == 200
    assert shop.state(number) == "waiting"
    assert desk.post(f"/publications/{out.id}/withdraw").status_code == 409
