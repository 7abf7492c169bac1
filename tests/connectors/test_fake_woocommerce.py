"""The fake shop behaves as the running one did (the contract's table of what was tried), or it proves nothing."""

import json
import subprocess
import sys

import pytest
import requests

from connectors.testing.fake_woocommerce import start
from connectors.testing.harness import impatient
from connectors.woocommerce import WooCommerceConnector


@pytest.fixture
def shop():
    running = start()
    yield running
    running.stop()


def post(shop, **body):
    answer = requests.post(
        f"{shop.url}/wp-json/wp/v2/comments",
        json={"post": 11, **body},
        auth=(shop.user.login, shop.user.app_password),
        timeout=5,
    )
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Dank u", 409),
        ("Dank u ", 409),
        ("It's fine 😀", 409),
        ("A &amp; B &lt; C", 409),
        ("A & B", 201),
        ("A < B", 201),
    ],
)
def test_the_same_reply_twice_is_a_duplicate_only_if_it_is_stored_as_it_was_sent(shop, text, second):
    review = shop.add_review("De tas lekt.")
    assert post(shop, parent=review, content=text)[0] == 201
    status, body = post(shop, parent=review, content=text)
    assert status == second
    assert body.get("code") == ("comment_duplicate" if second == 409 else None)


def test_after_the_trash_and_under_another_review_the_same_text_is_new(shop):
    one, two = shop.add_review("Een"), shop.add_review("Twee")
    _, reply = post(shop, parent=one, content="Dank u")
    assert post(shop, parent=two, content="Dank u")[0] == 201
    shop.site.comments[reply["id"]].status = "trash"
    assert post(shop, parent=one, content="Dank u")[0] == 201


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"content": "x", "type": "review"}, 400, "rest_invalid_comment_type"),
        ({"content": " "}, 400, "rest_comment_content_invalid"),
        ({"content": "x", "post": 0}, 403, "rest_comment_invalid_post_id"),
        ({"content": "x" * 65_526}, 400, "comment_content_column_length"),
        ({"content": "x", "parent": 9_999}, 201, None),
    ],
)
def test_it_refuses_and_accepts_what_wordpress_does(shop, body, status, code):
    got, answer = post(shop, **body)
    assert (got, answer.get("code")) == (status, code)


def test_scripts_are_taken_out_for_a_shop_manager_and_kept_for_an_administrator():
    for role, stored in (
        ("shop_manager", "alert(1) <b>x</b>"),
        ("administrator", "<script>alert(1)</script> <b>x</b>"),
    ):
        shop = start(role=role)
        _, reply = post(shop, parent=shop.add_review("x"), content="<script>alert(1)</script> <b>x</b>")
        shop.stop()
        assert reply["content"]["raw"] == stored


def test_a_reply_under_a_guests_name_waits_for_moderation(shop):
    _, reply = post(shop, parent=shop.add_review("x"), content="Dank u", author_name="Klantenservice")
    assert (reply["author"], reply["status"]) == (0, "hold")


def test_in_a_process_of_its_own_it_remembers_after_its_client_is_gone():
    process = subprocess.Popen(
        [sys.executable, "-m", "connectors.testing.fake_woocommerce", "--reviews", "3"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        told = json.loads(process.stdout.readline())
        control = told.pop("control")
        with impatient():
            connector = WooCommerceConnector(WooCommerceConnector.Settings().load(told))
            review = next(connector.fetch({})).reviews[0]
            connector.publish(review, text="A & B", key="approval-0001")
            connector.close()
        added = requests.post(f"{control}reviews", json={"text": "Nieuw", "rating": 1}, timeout=5).json()["id"]
        requests.post(f"{control}faults", json={"kind": "status", "status": 503}, timeout=5)
        assert requests.get(f"{told['url']}/wp-json/", timeout=5).status_code == 503
        comments = requests.get(f"{control}state", timeout=5).json()["comments"]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert [c["shown"] for c in comments if c["parent"] == int(review.external_id)] == ["A & B"]
    assert [c["content"] for c in comments if c["id"] == added] == ["Nieuw"]
