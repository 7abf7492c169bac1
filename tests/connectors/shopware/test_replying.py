from dataclasses import replace

import pytest

from connectors.contract import AskPerson, GiveUp, OutcomeUnknown, Reconnect
from connectors.testing.faults import Fault, Kind

KEY, OTHER = "approval-0001", "approval-0002"


def stands(desk, review):
    return desk.shop.state.reviews[review.external_id].comment


def test_one_call_writes_the_comment_and_our_mark_and_shows_what_stands_there(desk):
    review = desk.review()
    reply = desk.connector().publish(review, text="A & B <script>alert(1)</script>\n\nSanne", key=KEY)
    (call,) = desk.asked("/api/product-review/", "PATCH")
    assert call.target == f"/api/product-review/{review.external_id}?_response=1"
    assert call.json() == {
        "comment": "A & B <script>alert(1)</script>\n\nSanne",
        "customFields": {"wederwoord_reply": {"key": KEY}},
    }
    assert (reply.text, reply.key, reply.status) == (call.json()["comment"], KEY, "visible")


def test_other_programs_custom_fields_stay(desk):
    review = desk.review(custom_fields={"erp_number": {"value": 12}})
    desk.connector().publish(review, text="Dank u", key=KEY)
    assert desk.shop.state.reviews[review.external_id].custom_fields["erp_number"] == {"value": 12}


def test_without_the_mark_a_reply_is_known_by_its_words(desk):
    review = desk.review()
    desk.connector(mark_replies=False).publish(review, text="Dank u", key=KEY)
    assert desk.shop.state.reviews[review.external_id].custom_fields is None
    assert desk.connector().find_reply(review, key=KEY, text="Dank  u").text == "Dank u"
    assert desk.connector().find_reply(review, key=KEY, text="anders") is None


def test_a_reply_under_a_review_that_is_not_released_is_held_with_it(desk):
    review = desk.review(status=False)
    assert desk.connector().publish(review, text="Dank u", key=KEY).status == "held"


def test_a_comment_written_in_the_shop_since_the_draft_goes_to_a_person(desk):
    review = desk.review()
    desk.shop.state.reviews[review.external_id].comment = "Ik bel u even. Eva"
    with pytest.raises(AskPerson, match="answered in the shop"):
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert stands(desk, review) == "Ik bel u even. Eva"
    assert desk.asked("/api/product-review/", "PATCH") == []


def test_a_person_who_saw_the_comment_that_stands_there_may_put_ours_in_its_place(desk):
    review = desk.review(comment="Ik bel u even. Eva")
    desk.connector().publish(review, text="Dank u", key=KEY)
    assert stands(desk, review) == "Dank u"


@pytest.mark.parametrize("field", ["content", "title"])
def test_a_review_that_its_customer_changed_since_the_draft_goes_to_a_person(desk, field):
    review = desk.review()
    on_shop = desk.shop.state.reviews[review.external_id]
    setattr(on_shop, field, "Toch helemaal niet goed")
    on_shop.updated = desk.shop.state.now()
    with pytest.raises(AskPerson, match="changed the review"):
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert stands(desk, review) is None


def test_a_release_between_draft_and_approval_is_no_reason_to_stop(desk):
    review = desk.review(status=False)
    on_shop = desk.shop.state.reviews[review.external_id]
    on_shop.status, on_shop.updated = True, desk.shop.state.now()
    assert desk.connector().publish(review, text="Dank u", key=KEY).status == "visible"


def test_what_the_desk_cleaned_or_cut_is_no_change_of_the_review(desk):
    hidden = desk.review("Zeer\u200b goed\u202e!")
    desk.connector().publish(replace(hidden, text="Zeer goed!", title="Mijn mening"), text="Dank u", key=KEY)
    long = desk.review("heel " * 6_000)
    desk.connector().publish(replace(long, text=long.text[:19_999] + "…"), text="Dank u", key=KEY)
    assert stands(desk, long) == "Dank u"


def test_a_review_that_is_gone_gets_no_reply(desk):
    review = desk.review()
    del desk.shop.state.reviews[review.external_id]
    with pytest.raises(GiveUp):
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert desk.connector().find_reply(review, key=KEY, text="Dank u") is None


def test_a_review_that_goes_between_looking_and_writing_gets_none_either(desk):
    review = desk.review()
    desk.shop.inject(Fault(Kind.STATUS, 404, method="PATCH"))
    with pytest.raises(GiveUp):
        desk.connector().publish(review, text="Dank u", key=KEY)


def test_a_reply_removed_in_the_shop_is_still_known_by_its_key(desk):
    review = desk.review()
    desk.connector().publish(review, text="Dank u", key=KEY)
    desk.shop.state.reviews[review.external_id].comment = ""
    assert desk.connector().find_reply(review, key=KEY, text="Dank u").status == "removed"
    assert desk.connector().find_reply(review, key=OTHER, text="Dank u") is None


def test_a_reply_that_the_shop_reworded_is_found_and_neither_replaced_nor_taken_back_unseen(desk):
    review = desk.review()
    reply = desk.connector().publish(review, text="Dank u", key=KEY)
    desk.shop.state.reviews[review.external_id].comment = "Dank u wel, beste Sabine"
    assert desk.connector().find_reply(review, key=KEY, text="Dank u").text == "Dank u wel, beste Sabine"
    assert desk.connector().publish(review, text="Dank u", key=KEY).text == "Dank u wel, beste Sabine"
    with pytest.raises(AskPerson, match="changed the answer"):
        desk.connector().replace_reply(review, reply, text="Beter", key=OTHER)
    with pytest.raises(AskPerson, match="changed the answer"):
        desk.connector().delete_reply(review, reply)
    assert stands(desk, review) == "Dank u wel, beste Sabine"


def test_taking_back_leaves_nothing_and_other_custom_fields_alone(desk):
    review = desk.review(custom_fields={"erp_number": {"value": 12}})
    reply = desk.connector().publish(review, text="Dank u", key=KEY)
    desk.connector().delete_reply(review, reply)
    assert desk.asked("/api/product-review/", "PATCH")[-1].json() == {"comment": None}
    assert stands(desk, review) is None
    del desk.shop.state.reviews[review.external_id]
    desk.connector().delete_reply(review, reply)
    with pytest.raises(GiveUp):
        desk.connector().replace_reply(review, reply, text="Beter", key=OTHER)


def test_a_shop_that_shows_other_words_than_were_sent_leaves_the_outcome_open(desk, monkeypatch):
    review = desk.review()
    real = desk.shop.rest.shown
    monkeypatch.setattr(desk.shop.rest, "shown", lambda *a, **m: {**real(*a, **m), "comment": None})
    with pytest.raises(OutcomeUnknown, match="another text"):
        desk.connector().publish(review, text="Dank u", key=KEY)


def test_a_shop_that_refuses_the_mark_is_for_a_person_who_is_told_the_switch(desk, monkeypatch):
    review = desk.review()
    monkeypatch.setattr("connectors.shopware.replies.mark", lambda key: {"wederwoord_reply": key})
    with pytest.raises(AskPerson) as caught:
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert "Switch off the mark" in caught.value.hint
    desk.connector(mark_replies=False).publish(review, text="Dank u", key=KEY)


def test_a_right_that_is_missing_asks_to_accept_the_apps_permissions(desk):
    review = desk.review()
    desk.shop.rest.rights.discard("product_review:update")
    with pytest.raises(Reconnect) as caught:
        desk.connector().publish(review, text="Dank u", key=KEY)
    assert "permissions" in caught.value.hint
    assert "<b>" not in str(caught.value)


@pytest.mark.parametrize("key", ["short", "Has-Capitals", "has spaces in it", "x" * 65, "bad\nkey-of-ours"])
def test_a_key_that_would_not_survive_is_a_mistake_of_the_caller(desk, key):
    with pytest.raises(ValueError, match="key"):
        desk.connector().publish(desk.review(), text="Dank u", key=key)
