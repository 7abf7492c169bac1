import datetime as dt
import json

import pytest

from connectors.contract import BadAnswer, GiveUp
from connectors.shopware import criteria
from connectors.testing.faults import Fault, Kind
from connectors.testing.shopware_state import GERMAN


def test_what_a_review_says_comes_along(desk):
    review = desk.review(
        "Schöne Tasche & <b>groß</b>", title="Gut", points=4.5, author="Sabine", last_name="Köhler", language=GERMAN
    )
    assert (review.text, review.title, review.author) == ("Schöne Tasche & <b>groß</b>", "Gut", "Sabine Köhler")
    assert (review.rating, review.raw_rating, review.language) == (5, "4.5/5", "de")
    assert (review.product, review.status, review.reply) == ("Fietstas Hafen 20L", "visible", None)
    assert review.url == f"{desk.shop.url}/admin#/sw/review/detail/{review.external_id}"
    assert review.created.utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("points", "stars"), [(1, 1), (1.5, 2), (2.4, 2), (3.5, 4), (5, 5), (0, None), (5.5, None), (None, None)]
)
def test_points_become_stars_with_halves_rounded_up(desk, points, stars):
    assert desk.review(points=points).rating == stars


def test_a_variants_name_comes_from_its_parent(desk):
    variant = next(p.id for p in desk.shop.state.products.values() if p.name is None)
    added = desk.shop.add_review("Mooi")
    added.product = variant
    assert desk.read()[0][added.id].product == "Fietstas Hafen 20L"


def test_a_review_that_came_from_elsewhere_has_the_name_given_there(desk):
    assert desk.review(author="", external_user="Jan V.").author == "Jan V."


def test_the_body_of_a_search_is_what_shopwares_own_sdk_sends(desk):
    desk.shop.add_review("Mooi")
    cursor = desk.read()[3]
    desk.shop.server.requests.clear()
    desk.read(cursor)
    first = desk.asked("/api/search/product-review")[0]
    since = dt.datetime(2026, 11, 1, 7, 50, tzinfo=dt.UTC)
    assert first.json() == {
        "page": 1,
        "limit": 100,
        "total-count-mode": 1,
        "filter": [{"type": "range", "field": "createdAt", "parameters": {"gte": "2026-11-01T07:50:00.000+00:00"}}],
        "sort": [
            {"field": "createdAt", "order": "ASC", "naturalSorting": False},
            {"field": "id", "order": "ASC", "naturalSorting": False},
        ],
        "associations": {"product": {}, "customer": {}, "language": {"associations": {"locale": {}}}},
    }
    assert criteria.written(since) == "2026-11-01T07:50:00.000+00:00"
    assert first.headers["accept"] == "application/json"
    assert first.headers["sw-inheritance"] == "1"


def test_a_review_that_is_held_comes_as_held_and_again_when_it_is_released_late(desk):
    held = desk.shop.add_review("Wacht", status=False)
    for n in range(5):
        desk.shop.add_review(f"Bericht {n}")
    reviews, _, _, cursor = desk.read()
    assert reviews[held.id].status == "held"
    held.created -= dt.timedelta(days=400)  # long outside every overlap
    held.status, held.updated = True, desk.shop.state.now()
    assert desk.read(cursor)[0][held.id].status == "visible"


def test_an_old_review_that_was_edited_or_answered_in_the_shop_comes_again(desk):
    old = desk.shop.add_review("Oud", created=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    desk.shop.add_review("Nieuw")
    cursor = desk.read()[3]
    old.comment, old.updated = "Dank u!", desk.shop.state.now()
    reply = desk.read(cursor)[0][old.id].reply
    assert (reply.text, reply.by_shop, reply.key) == ("Dank u!", True, "")


def test_what_changes_while_everything_is_read_for_the_first_time_is_read_again_next_time(desk):
    reviews = [desk.shop.add_review(f"Bericht {n}") for n in range(250)]
    pages = desk.connector().fetch({})
    next(pages)
    reviews[0].content, reviews[0].updated = "Veranderd", desk.shop.state.now()
    late = reviews[249]
    late.updated = desk.shop.state.now() + dt.timedelta(hours=2)  # a later change than the one that is behind us
    cursor = [page.cursor for page in pages][-1]
    assert desk.read(cursor)[0][reviews[0].id].text == "Veranderd"


def test_removals_while_reading_hide_nothing(desk):
    reviews = [desk.shop.add_review(f"Bericht {n}") for n in range(450)]
    seen = set()
    for number, page in enumerate(desk.connector().fetch({})):
        seen |= {r.external_id for r in page.reviews}
        if number < 3:
            for gone in reviews[number * 90 : number * 90 + 90]:
                del desk.shop.state.reviews[gone.id]
    assert seen == {review.id for review in reviews}


def test_an_import_of_hundreds_in_one_millisecond_is_read_to_its_end_even_while_it_shrinks(desk):
    moment = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    same = sorted((desk.shop.add_review(f"Bericht {n}", created=moment) for n in range(350)), key=lambda r: r.id)
    after = desk.shop.add_review("Daarna")
    seen = set()
    for number, page in enumerate(desk.connector().fetch({})):
        seen |= {r.external_id for r in page.reviews}
        if number == 1:
            for gone in same[:50]:
                del desk.shop.state.reviews[gone.id]
    assert seen == {*(r.id for r in same), after.id}


@pytest.mark.parametrize("stop_after", [1, 2, 3, 4])
def test_a_stop_after_any_page_and_removals_meanwhile_miss_nothing(desk, stop_after):
    reviews = [desk.shop.add_review(f"Bericht {n}") for n in range(350)]
    seen, cursor = set(), {}
    for number, page in enumerate(desk.connector().fetch({}), 1):
        seen |= {r.external_id for r in page.reviews}
        cursor = json.loads(json.dumps(page.cursor))
        if number == stop_after:
            break
    for gone in reviews[:95]:
        del desk.shop.state.reviews[gone.id]
    reviews += [desk.shop.add_review(f"Later {n}") for n in range(120)]
    seen |= set(desk.read(cursor)[0])
    assert seen == {review.id for review in reviews}


def test_a_slow_transaction_behind_our_back_is_caught_by_the_overlap(desk):
    desk.shop.add_review("Eerst")
    cursor = desk.read()[3]
    late = desk.shop.add_review("Laat vastgelegd", created=dt.datetime(2026, 11, 1, 7, 52, tzinfo=dt.UTC))
    assert late.id in desk.read(cursor)[0]


def test_a_review_imported_with_an_old_date_is_found_among_thousands(desk):
    for n in range(130):
        desk.shop.add_review(f"Oud {n}", created=dt.datetime(2026, 1, 1, 12, n % 60, n // 60, tzinfo=dt.UTC))
    cursor = desk.read()[3]
    imported = desk.shop.add_review("Van de oude winkel", created=dt.datetime(2024, 5, 5, tzinfo=dt.UTC))
    reviews, removed, _, cursor = desk.read(cursor)
    assert imported.id in reviews
    assert removed == []
    desk.shop.server.requests.clear()
    assert imported.id not in desk.read(cursor)[0]
    assert len(desk.shop.server.requests) == 4


def test_a_review_with_a_date_in_the_future_stops_no_other_and_costs_no_reading_of_everything(desk):
    for n in range(250):
        desk.shop.add_review(f"Oud {n}", created=dt.datetime(2026, 1, 1, 12, n % 60, n // 60, tzinfo=dt.UTC))
    ahead = desk.shop.add_review("Uit de toekomst", created=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    cursor = desk.read()[3]
    new = desk.shop.add_review("Nieuw")
    desk.shop.server.requests.clear()
    assert {new.id, ahead.id} <= set(desk.read(cursor)[0])
    assert len(desk.shop.server.requests) <= 5


def test_a_quiet_sync_costs_four_calls_and_repeats_only_the_overlap(desk):
    for n in range(30):
        desk.shop.add_review(f"Oud {n}", created=dt.datetime(2026, 1, 1, 12, n, tzinfo=dt.UTC))
    cursor = desk.read()[3]
    desk.shop.server.requests.clear()
    reviews, _, _, _ = desk.read(cursor)
    assert len(desk.shop.server.requests) == 4
    assert len(reviews) == 11


def test_only_removed_reviews_count_as_removed(desk):
    reviews = [desk.shop.add_review(f"Oud {n}", created=dt.datetime(2026, 1, 1, n, tzinfo=dt.UTC)) for n in range(20)]
    cursor = desk.read()[3]
    del desk.shop.state.reviews[reviews[3].id]
    _, removed, _, cursor = desk.read(cursor)
    assert removed == [reviews[3].id]
    _, removed, _, cursor = desk.read(cursor)
    assert removed == []
    del desk.shop.state.reviews[reviews[7].id]
    assert desk.read(cursor)[1] == [reviews[7].id]


def test_reviews_older_than_those_that_are_watched_are_not_taken_for_removed(desk):
    for n in range(30):
        desk.shop.add_review(f"Oud {n}", created=dt.datetime(2026, 1, 1, n % 24, n, tzinfo=dt.UTC))
    cursor = desk.read(watch_newest=5)[3]
    assert len(cursor["watched"]) == 5
    assert desk.read(cursor, watch_newest=5)[1] == []


def test_one_unreadable_review_is_named_and_the_rest_is_read(desk):
    bad, good = desk.shop.add_review("Kapot"), desk.shop.add_review("Heel")
    bad.content = None
    reviews, removed, problems, cursor = desk.read()
    assert list(reviews) == [good.id]
    assert bad.id in problems[0]
    assert "content" in problems[0]
    assert desk.read(cursor)[1] == removed == []


def test_a_shop_that_lists_in_another_order_is_refused_and_not_half_read(desk, monkeypatch):
    for n in range(3):
        desk.shop.add_review(f"Bericht {n}")
    real = desk.shop.rest.shown
    moments = iter([f"2026-11-0{day}T00:00:00.000+00:00" for day in (3, 1, 2)])
    monkeypatch.setattr(
        desk.shop.rest, "shown", lambda *args, **more: {**real(*args, **more), "createdAt": next(moments)}
    )
    with pytest.raises(BadAnswer, match="order"):
        list(desk.connector().fetch({"phase": "first", "newest": None, "changed": None, "watched": [], "at": None,
                                     "page": 1, "done": [], "read": []}))  # fmt: skip


def test_a_list_without_an_end_is_given_up(desk, monkeypatch):
    monkeypatch.setattr("connectors.shopware.reading._MOST_PAGES", 5)
    monkeypatch.setattr("connectors.testing.shopware_rest.find", lambda found, _criteria: (list(found)[:100], 10**6))
    moment = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    for n in range(100):
        desk.shop.add_review(f"Bericht {n}", created=moment)
    with pytest.raises(BadAnswer, match="no end"):
        desk.read()


@pytest.mark.parametrize(
    "cursor", [{"page": "7"}, {"phase": "evil"}, {"newest": "gisteren"}, {"newest": "2026-11-01T00:00:00"}]
)
def test_a_cursor_of_another_making_reads_from_the_start(desk, cursor):
    whole = {**desk.read()[3], **cursor}
    review = desk.shop.add_review("Goed")
    assert review.id in desk.read(whole)[0]
    assert review.id in desk.read(cursor)[0]


def test_a_single_review_is_read_again_or_known_to_be_gone(desk):
    review = desk.review()
    desk.shop.state.reviews[review.external_id].content = "Toch goed"
    assert desk.connector().reread(review).text == "Toch goed"
    del desk.shop.state.reviews[review.external_id]
    assert desk.connector().reread(review) is None


@pytest.mark.parametrize("external_id", ["12", "g" * 32, "A" * 32, "a" * 31, "../" + "a" * 29])
def test_a_review_of_another_channel_is_no_review_here(desk, external_id):
    from dataclasses import replace

    review = replace(desk.review(), external_id=external_id)
    with pytest.raises(GiveUp):
        desk.connector().reread(review)


def test_an_error_page_in_the_middle_loses_only_time(desk):
    for n in range(150):
        desk.shop.add_review(f"Bericht {n}")
    pages = desk.connector().fetch({})
    first = next(pages)
    desk.shop.inject(Fault(Kind.HTML, path="search", times=99))
    with pytest.raises(BadAnswer):
        list(pages)
    desk.shop.heal()
    assert len(first.reviews) + len(desk.read(first.cursor)[0]) == 150


def test_a_shop_in_a_sub_folder_works_throughout(desks):
    desk = desks(folder="/winkel")
    review = desk.review()
    desk.connector().publish(review, text="Dank u", key="approval-0001")
    assert desk.connector().find_reply(review, key="approval-0001", text="").text == "Dank u"
    assert desk.connector().check().ok


def test_halves_of_characters_in_a_shops_answer_cannot_spoil_a_database(desk):
    assert desk.review("half \ud83d en \0 heel", author="Zo\ud83d").text == "half � en  heel"
