import json

import pytest

from connectors.contract import AskPerson, GiveUp, OutcomeUnknown, Reconnect, Reply, RetryLater
from connectors.testing.faults import Fault, Kind
from connectors.testing.wordpress_state import shown_text

KEY, OTHER = "approval-0001", "approval-0002"


def posted(desk):
    return [json.loads(r.body) for r in desk.shop.server.requests if r.method == "POST"]


def test_a_reply_is_escaped_marked_and_put_under_the_reviews_own_product(desk):
    review = desk.review(product=12)
    desk.connector().publish(review, text="A & B <script>alert(1)</script>", key=KEY)
    (body,) = posted(desk)
    assert body == {
        "post": 12,
        "parent": int(review.external_id),
        "content": "A &amp; B &lt;script&gt;alert(1)&lt;/script&gt;",
        "author_user_agent": f"Wederwoord/1 reply={KEY}",
    }


@pytest.mark.parametrize("role", ["shop_manager", "administrator"])
def test_markup_in_a_reply_is_shown_as_text_and_never_runs(desks, role):
    desk = desks(role=role)
    review = desk.review()
    desk.connector().publish(review, text="<script>x</script> & <b>5 < 6</b>", key=KEY)
    (stored,) = desk.shop.replies_to(int(review.external_id))
    assert "<" not in stored.content
    assert shown_text(stored.content) == "<script>x</script> & <b>5 < 6</b>"


def test_a_review_that_moved_to_another_product_is_answered_there(desk):
    review = desk.review(product=11)
    desk.shop.site.comments[int(review.external_id)].post = 12
    desk.connector().publish(review, text="Dank u", key=KEY)
    assert posted(desk)[0]["post"] == 12


def test_a_review_that_is_gone_gets_no_reply_that_nobody_sees(desk):
    review = desk.review()
    desk.shop.site.comments[int(review.external_id)].status = "trash"
    with pytest.raises(GiveUp):
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert posted(desk) == []


def test_a_reply_that_the_shop_holds_back_is_said_to_be_held(desk):
    desk.shop.site.hold_replies = True
    review = desk.review()
    assert desk.connector().publish(review, text="Dank u", key=KEY).status == "held"
    assert desk.connector().find_reply(review, key=KEY, text="").status == "held"


def test_a_reply_that_wordpress_calls_a_duplicate_is_found_also_by_its_text(desk):
    review = desk.review()
    first = desk.connector().publish(review, text="Dank u & tot ziens", key=KEY)
    again = desk.connector().publish(review, text="Dank u & tot ziens", key=OTHER)
    assert again.external_id == first.external_id
    assert len(desk.shop.replies_to(int(review.external_id))) == 1


def test_a_duplicate_that_cannot_be_found_is_for_a_person(desk):
    review = desk.review()
    desk.shop.inject(Fault(Kind.STATUS, 409, method="POST"))
    with pytest.raises(AskPerson, match="there already"):
        desk.connector().publish(review, text="Dank u", key=KEY)


def test_a_marker_in_a_customers_comment_is_not_believed(desk):
    review = desk.review()
    agent = f"Wederwoord/1 reply={KEY}"
    desk.shop.site.add(parent=int(review.external_id), content="Dank u", author_name="Bob", agent=agent)
    assert desk.connector().find_reply(review, key=KEY, text="Dank u") is None


def test_a_key_is_not_found_in_a_longer_one(desk):
    review = desk.review()
    desk.connector().publish(review, text="Dank u", key=f"{KEY}9")
    assert desk.connector().find_reply(review, key=KEY, text="anders") is None


def test_a_reply_thrown_away_in_the_shop_is_still_known_by_its_key(desk):
    review = desk.review()
    reply = desk.connector().publish(review, text="Dank u", key=KEY)
    desk.connector().delete_reply(review, reply)
    assert desk.connector().find_reply(review, key=KEY, text="Dank u").status == "removed"
    assert desk.connector().find_reply(review, key=OTHER, text="Dank u") is None


def test_a_reply_deleted_for_good_can_be_taken_back_all_the_same(desk):
    review = desk.review()
    reply = desk.connector().publish(review, text="Dank u", key=KEY)
    del desk.shop.site.comments[int(reply.external_id)]
    desk.connector().delete_reply(review, reply)
    with pytest.raises(GiveUp):
        desk.connector().replace_reply(review, reply, text="Beter", key=OTHER)


def test_closed_reviews_and_draft_products_are_for_a_person(desk):
    review = desk.review()
    desk.shop.site.products[11].closed = True
    with pytest.raises(AskPerson, match="closed"):
        desk.connector().publish(review, text="Dank u", key=KEY)
    desk.shop.site.products[11].draft = True
    with pytest.raises(AskPerson, match="draft"):
        desk.connector().publish(review, text="Dank u", key=KEY)


def test_an_account_that_may_not_moderate_is_told_so(desks):
    desk = desks(role="customer")
    with pytest.raises(Reconnect) as caught:
        desk.read()
    assert "shop manager" in caught.value.hint


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, "comment_flood", RetryLater),
        (400, "rest_comment_content_invalid", AskPerson),
        (400, "comment_content_column_length", AskPerson),
        (400, "rest_invalid_param", AskPerson),
        (401, "incorrect_password", Reconnect),
        (401, "invalid_username", Reconnect),
        (401, "rest_not_logged_in", Reconnect),
        (401, "rest_comment_login_required", Reconnect),
        (403, "rest_comment_invalid_post_id", GiveUp),
        (403, "rest_comment_closed", AskPerson),
        (403, "something_new", AskPerson),
        (500, "rest_comment_closed", OutcomeUnknown),
    ],
)
def test_the_code_decides_what_a_refusal_means(desk, status, code, error):
    review = desk.review()
    desk.shop.server.error_body = lambda status: {"code": code, "message": "<b>Fout</b>", "data": {"status": status}}
    desk.shop.inject(Fault(Kind.STATUS, status, method="POST"))
    with pytest.raises(error) as caught:
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert "<b>" not in str(caught.value)


def test_a_flood_says_when_to_come_back(desk):
    review = desk.review()
    desk.shop.server.error_body = lambda status: {"code": "comment_flood"}
    desk.shop.inject(Fault(Kind.STATUS, 400, method="POST"))
    with pytest.raises(RetryLater) as caught:
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert caught.value.retry_after >= 15


def test_a_text_too_long_for_wordpress_is_refused_before_it_is_sent(desk):
    review = desk.review()
    with pytest.raises(AskPerson, match="too long"):
        desk.connector().publish(review, text="&" * 20_000, key=KEY)
    assert posted(desk) == []


@pytest.mark.parametrize("key", ["short", "Has-Capitals", "has spaces in it", "x" * 65, "bad\nreply=approval"])
def test_a_key_that_would_not_survive_is_a_mistake_of_the_caller(desk, key):
    review = desk.review()
    with pytest.raises(ValueError, match="key"):
        desk.connector().publish(review, text="Dank u", key=key)


def test_a_review_of_another_channel_is_no_review_here(desk):
    review = desk.review()
    with pytest.raises(GiveUp):
        desk.connector().delete_reply(review, Reply("x", external_id="r1"))


def test_an_answer_about_another_place_is_not_taken_for_success(desk, monkeypatch):
    review = desk.review()
    real = desk.shop._rest._comment_data
    monkeypatch.setattr(desk.shop._rest, "_comment_data", lambda c, query: {**real(c, query), "parent": 0})
    with pytest.raises(OutcomeUnknown, match="somewhere else"):
        desk.connector().publish(review, text="Dank u", key=KEY)
