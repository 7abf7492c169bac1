import json
from importlib.resources import files

import pytest
from marshmallow import ValidationError

from connectors.contract import AskPerson, Reconnect
from connectors.http_answers import Answer
from connectors.payloads import read_many, read_one
from connectors.shopware import ShopwareConnector
from connectors.shopware.client import AdminApi
from connectors.shopware.errors import code_of
from connectors.shopware.mapping import to_review
from connectors.shopware.payloads import WireReviewSchema, WrittenSchema
from connectors.testing.faults import Fault, Kind
from connectors.token_answers import read_token

TOKEN = "/api/oauth/token"
EXAMPLES = files("connectors.shopware") / "examples"


def test_a_token_is_asked_for_in_the_documented_words_and_kept_for_its_ten_minutes(desk, clock):
    desk.review()
    desk.read()
    (asked,) = desk.asked(TOKEN)
    assert asked.json() == {
        "grant_type": "client_credentials",
        "client_id": desk.shop.api_key,
        "client_secret": desk.shop.secret_key,
    }
    assert "authorization" not in asked.headers
    clock[0] = 569.0
    desk.read()
    assert len(desk.asked(TOKEN)) == 1
    clock[0] = 571.0
    desk.read()
    assert len(desk.asked(TOKEN)) == 2


def test_a_token_that_is_refused_is_replaced_once_and_the_call_repeated(desk):
    review = desk.review()
    desk.shop.rest.end_tokens()
    desk.connector().publish(review, text="Dank u", key="approval-0001")
    assert len(desk.asked(TOKEN)) == 2
    desk.shop.server.requests.clear()
    desk.shop.inject(Fault(Kind.STATUS, 401, path="search", times=99))
    with pytest.raises(Reconnect):
        desk.read()
    assert (len(desk.asked(TOKEN)), len(desk.asked("search"))) == (1, 2)


def test_a_write_with_a_token_that_just_ended_is_made_once(desk):
    review = desk.review()
    desk.shop.inject(Fault(Kind.STATUS, 401, method="PATCH"))
    desk.connector().publish(review, text="Dank u", key="approval-0001")
    assert len(desk.asked("/api/product-review/", "PATCH")) == 2
    assert desk.shop.state.reviews[review.external_id].comment == "Dank u"


def test_another_credential_never_uses_this_ones_token(desk):
    desk.read()
    with pytest.raises(Reconnect):
        desk.read(secret_key="another-secret-altogether")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("path", [TOKEN, "search"])
def test_no_redirect_is_followed_with_a_credential(desks, status, path):
    desk, elsewhere = desks(), desks()
    if path != TOKEN:
        desk.read()
    desk.shop.inject(Fault(Kind.REDIRECT, status, location=f"{elsewhere.shop.url}{TOKEN}", path=path))
    with pytest.raises(AskPerson) as caught:
        desk.read()
    assert elsewhere.shop.server.requests == []
    assert "address" in caught.value.hint


def test_an_address_without_a_shopware_is_said_to_be_that(desk):
    desk.shop.inject(Fault(Kind.HTML, 404, path=TOKEN))
    health = desk.connector().check()
    assert not health.ok
    assert "no Shopware" in health.messages[0]


def test_a_missing_right_shows_at_the_connection_test(desk):
    desk.shop.rest.rights.discard("locale:read")
    health = desk.connector().check()
    assert not health.ok
    assert "permissions" in health.messages[1]


def test_the_shops_admin_can_be_told_something(desk):
    settings = desk.shop.settings
    api = AdminApi(settings["url"], settings["api_key"], settings["secret_key"])
    api.notify("3 concepten wachten op u")
    api.close()
    assert desk.shop.state.notifications == [
        {
            "status": "info",
            "message": "3 concepten wachten op u",
            "adminOnly": False,
            "requiredPrivileges": ["product_review:read"],
        }
    ]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("shop.example", "https://shop.example"),
        (" https://shop.example/admin#/sw/review/index ", "https://shop.example"),
        ("https://shop.example/winkel/admin/", "https://shop.example/winkel"),
        ("https://shop.example/api/oauth/token", "https://shop.example"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://shop.example/administratie?x=1", "https://shop.example/administratie"),
    ],
)
def test_the_address_may_be_what_stands_in_the_browser(typed, address):
    loaded = ShopwareConnector.Settings().load({"url": typed, "api_key": "a", "secret_key": "b"})
    assert loaded["url"] == address


@pytest.mark.parametrize(
    "url", ["", "ftp://shop.example", "https://", "https://u:p@shop.example", "https://shop.example:99999"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ValidationError):
        ShopwareConnector.Settings().load({"url": url, "api_key": "a", "secret_key": "b"})


def test_the_examples_are_read_as_the_documentation_says():
    def data(name):
        return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))

    wires, problems = read_many(WireReviewSchema(), data("search.json")["data"], who="The shop", what="Review")
    assert problems == ()
    first, second = (to_review(wire, "https://shop.example") for wire in wires)
    assert (first.rating, first.raw_rating, first.author, first.product, first.language, first.reply) == (
        4, "3.5/5", "Sabine Köhler", "Fietstas Hafen 20L", "de", None,
    )  # fmt: skip
    assert (second.rating, second.raw_rating, second.author, second.status) == (2, "", "Jan", "held")
    assert (second.reply.text, second.reply.key) == ("Wat vervelend! U krijgt een nieuwe bel.", "approval-0001")
    written = read_one(WrittenSchema(), data("written.json"), who="The shop").data
    assert written.comment.endswith("Sanne")
    token = read_token(data("token.json"), who="The shop")
    assert token.expires_in == 600
    assert token.value not in repr(token)
    refused = (EXAMPLES / "error_missing_privilege.json").read_bytes()
    assert code_of(Answer(403, {}, refused, "https://shop.example/")) == "FRAMEWORK__MISSING_PRIVILEGE_ERROR"
