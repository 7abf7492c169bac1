import datetime as dt

import pytest

from connectors.contract import BadAnswer, GiveUp
from connectors.testing.faults import Fault, Kind


def test_a_customers_answer_to_a_customer_is_no_review(desk):
    review = desk.shop.add_review("Past hij op een racefiets?")
    for _ in range(2):
        desk.shop.site.add(parent=review, content="Ja hoor!", author_name="Bob", type="review")
    assert list(desk.read()[0]) == [review]


def test_a_customers_answer_is_none_even_when_its_review_was_read_long_ago(desk):
    reviews = [desk.shop.add_review(f"Bericht {n}") for n in range(205)]
    cursor = desk.read()[3]
    desk.shop.site.add(parent=reviews[0], content="Ja hoor!", author_name="Bob", type="review")
    assert set(desk.read(cursor)[0]) <= set(reviews)


def test_a_question_without_stars_is_a_review_without_a_rating(desk):
    review = desk.review("Past hij op een racefiets?", rating=0)
    assert (review.rating, review.raw_rating) == (None, "0")


def test_times_are_read_as_utc_though_the_shop_writes_its_own_zone(desk):
    review = desk.review()
    stored = desk.shop.site.comments[int(review.external_id)]
    assert review.created == stored.date
    assert review.created.tzinfo is dt.UTC


def test_product_and_link_come_along_and_markup_does_not(desk):
    review = desk.review("<b>Mooie</b> tas &amp; riem<br />maar <onhandig> & 5 < 6", product=12)
    assert review.text == "Mooie tas & riem\nmaar <onhandig> & 5 < 6"
    assert review.product == "Bel & Co fietsbel"
    assert review.product_id == "12"
    assert review.url.endswith(f"/product/12/#comment-{review.external_id}")


def test_personal_data_that_nobody_needs_is_not_even_asked_for(desk):
    desk.review()
    asked = [r.target for r in desk.shop.server.requests if "products/reviews" in r.target]
    assert all("_fields=" in target and "reviewer_email" not in target for target in asked)


@pytest.mark.parametrize("kind", ["comment", "review"])
def test_the_shops_own_reply_is_seen_however_it_was_typed(desk, kind):
    review = desk.shop.add_review("De tas lekt.")
    desk.shop.site.add(parent=review, content="Wat vervelend!", author=4, author_name="Eva", type=kind)
    reply = desk.read()[0][review].reply
    assert (reply.text, reply.author, reply.by_shop) == ("Wat vervelend!", "Eva", True)


@pytest.mark.parametrize("author", [0, 3])
def test_a_customers_reply_does_not_make_a_review_answered(desk, author):
    review = desk.shop.add_review("De tas lekt.")
    desk.shop.site.add(parent=review, content="Bij mij ook", author=author, author_name="Bob", type="comment")
    assert desk.read()[0][review].reply is None


def test_a_user_that_is_gone_counts_as_a_customer(desk):
    review = desk.shop.add_review("De tas lekt.")
    desk.shop.site.add(parent=review, content="Hallo", author=99, author_name="Oud", type="comment")
    assert desk.read()[0][review].reply is None


def test_a_held_review_comes_as_held_and_again_when_it_is_released_late(desk):
    held = desk.shop.add_review("Wacht op goedkeuring", status="hold")
    for n in range(150):
        desk.shop.add_review(f"Bericht {n}")
    reviews, _, _, cursor = desk.read()
    assert reviews[held].status == "held"
    desk.shop.site.comments[held].status = "approved"
    reviews, removed, _, cursor = desk.read(cursor)
    assert (reviews[held].status, removed) == ("visible", [])
    assert held not in desk.read(cursor)[0]


def test_a_held_review_that_is_thrown_away_is_removed(desk):
    held = desk.shop.add_review("Spam?", status="hold")
    for n in range(150):
        desk.shop.add_review(f"Bericht {n}")
    cursor = desk.read()[3]
    desk.shop.site.comments[held].status = "spam"
    assert desk.read(cursor)[1] == [held]


def test_a_review_deleted_for_good_is_removed(desk):
    kept, gone = desk.shop.add_review("Blijft"), desk.shop.add_review("Weg")
    cursor = desk.read()[3]
    del desk.shop.site.comments[gone]
    reviews, removed, _, _ = desk.read(cursor)
    assert (list(reviews), removed) == ([kept], [gone])


def test_old_reviews_outside_the_window_are_not_taken_for_removed(desk):
    for n in range(250):
        desk.shop.add_review(f"Bericht {n}")
    cursor = desk.read()[3]
    for n in range(250):
        desk.shop.add_review(f"Later bericht {n}")
    reviews, removed, _, cursor = desk.read(cursor)
    assert removed == []
    assert len(reviews) >= 250
    assert desk.read(cursor)[1] == []


def test_reviews_thrown_away_while_reading_do_not_hide_later_ones(desk):
    ids = [desk.shop.add_review(f"Bericht {n}") for n in range(450)]
    seen = set()
    for number, page in enumerate(desk.connector().fetch({})):
        seen |= {int(r.external_id) for r in page.reviews}
        if number < 3:  # what was read already disappears, so that all that follow move forward
            for gone in ids[number * 90 : number * 90 + 90]:
                desk.shop.site.comments[gone].status = "trash"
    assert seen == set(ids)


def test_a_stop_and_a_long_time_with_removals_between_two_pages_miss_nothing(desk):
    ids = [desk.shop.add_review(f"Bericht {n}") for n in range(350)]
    first = next(desk.connector().fetch({}))
    for gone in ids[:95]:
        desk.shop.site.comments[gone].status = "trash"
    ids += [desk.shop.add_review(f"Later {n}") for n in range(120)]
    rest, *_ = desk.read(first.cursor)
    assert {int(r.external_id) for r in first.reviews} | set(rest) == set(ids)


def test_one_unreadable_review_is_named_and_the_rest_is_read(desk, monkeypatch):
    bad, good = desk.shop.add_review("Kapot"), desk.shop.add_review("Heel")
    real = desk.shop._rest._review_data
    monkeypatch.setattr(
        desk.shop._rest, "_review_data", lambda c: {**real(c), "rating": "veel"} if c.id == bad else real(c)
    )
    reviews, _, problems, cursor = desk.read()
    assert list(reviews) == [good]
    assert str(bad) in problems[0]
    assert "rating" in problems[0]
    assert good in desk.read(cursor)[0]


def test_a_shop_that_lists_in_another_order_is_refused_and_not_half_read(desk, monkeypatch):
    for n in range(3):
        desk.shop.add_review(f"Bericht {n}")
    real = desk.shop._rest._reviews
    monkeypatch.setattr(
        desk.shop._rest,
        "_routes",
        [
            (m, p, (lambda call: _backwards(real(call))) if p.pattern.endswith("reviews") else h)
            for m, p, h in desk.shop._rest._routes
        ],
    )
    with pytest.raises(BadAnswer, match="order"):
        desk.read()


def _backwards(answer):
    answer.data.reverse()
    return answer


def test_a_cursor_of_another_making_reads_from_the_start(desk):
    review = desk.shop.add_review("Goed")
    assert review in desk.read({"page": "7"})[0]


@pytest.mark.parametrize("options", [{"folder": "/winkel"}, {"plain": True}, {"folder": "/winkel", "plain": True}])
def test_sub_folders_and_plain_permalinks_work_throughout(desks, options):
    desk = desks(**options)
    review = desk.review()
    desk.connector().publish(review, text="Dank u", key="approval-0001")
    assert desk.connector().find_reply(review, key="approval-0001", text="").text == "Dank u"
    assert desk.connector().check().ok


def test_a_single_review_is_read_again_or_known_to_be_gone(desk):
    review = desk.review()
    desk.shop.site.comments[int(review.external_id)].content = "Toch goed"
    assert desk.connector().reread(review).text == "Toch goed"
    for status in ("trash", "spam"):
        desk.shop.site.comments[int(review.external_id)].status = status
        assert desk.connector().reread(review) is None
    del desk.shop.site.comments[int(review.external_id)]
    assert desk.connector().reread(review) is None


def test_an_error_page_in_the_middle_loses_only_time(desk):
    for n in range(150):
        desk.shop.add_review(f"Bericht {n}")
    pages = desk.connector().fetch({})
    first = next(pages)
    desk.shop.inject(Fault(Kind.HTML, path="products/reviews", times=99))
    with pytest.raises(BadAnswer):
        list(pages)
    desk.shop.heal()
    rest, *_ = desk.read(first.cursor)
    assert len(first.reviews) + len(rest) == 150


def test_a_shop_that_changes_its_permalinks_is_understood_after_one_failure(desk):
    review = desk.shop.add_review("Goed")
    desk.read()
    desk.shop._rest.plain = True
    with pytest.raises((BadAnswer, GiveUp)):
        desk.read()
    assert review in desk.read()[0]


def test_halves_of_characters_in_a_shops_answer_cannot_spoil_a_database(desk):
    assert desk.review("half \ud83d en \0 heel", author="Zo\ud83d").text == "half \ufffd en  heel"
