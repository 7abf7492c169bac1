"""What Shopify tells us: signed, once each, answered at once; and what it does to our data."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from connectors.contract import Review
from plugin.hosts.shopify import webhooks
from plugin.store import (
    Database,
    channels,
    customer_requests,
    customers,
    events,
    host_events,
    installs,
    reviews,
    shops,
    tables,
)
from plugin.work import Work, names
from plugin.work.host_wishes import grant
from tests.hosts.shopify.conftest import Launch, id_token, install_in, of_shop, secrets_in
from tests.hosts.shopify.fake import DOMAIN, OLD_SECRET, SECRET, FakeShopify

# contract §3.2, agreed on by shopifyapp and the node package
VECTORS = (
    ('{"shop_id":954889,"shop_domain":"reply-test.myshopify.com"}', "xqmhN5KQ24hdWxgVI1PNYWvmy/wY20Xx4XSHHyacDpA="),
    ('{"name":"Käse ☕","n":1}', "BZDQQk96KGoKA5AyVF1yLyH5CD9FPDF1iyUD9JTujNw="),
)
CLASSIC = {
    "hmac": "X-Shopify-Hmac-Sha256", "topic": "X-Shopify-Topic", "shop": "X-Shopify-Shop-Domain",
    "event": "X-Shopify-Event-Id", "webhook": "X-Shopify-Webhook-Id", "triggered": "X-Shopify-Triggered-At",
}  # fmt: skip
NEWER = {
    "hmac": "shopify-hmac-sha256", "topic": "shopify-topic", "shop": "shopify-shop-domain", "event": "shopify-event-id",
    "webhook": "shopify-webhook-id", "triggered": "shopify-triggered-at",
}  # fmt: skip


def sign(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def post(
    app: Flask,
    topic: str,
    body: Any = None,
    *,
    spelling: dict[str, str] = CLASSIC,
    path: str = webhooks.PATH,
    **given: str | None,
) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
    values = {"hmac": sign(raw), "topic": topic, "shop": DOMAIN, "event": str(uuid.uuid4()), **given}
    headers = {spelling[name]: value for name, value in values.items() if value is not None}
    return app.test_client().post(path, data=raw, headers=headers, content_type="application/json")


def log_of(database: Database, domain: str = DOMAIN) -> list[tables.HostEvent]:
    with database.session() as session:
        return list(host_events.latest(session, "shopify", domain))


def work_off(database: Database, work: Work) -> list[str]:
    """What a worker does with the events that wait, oldest first."""
    with database.session() as session:
        waiting = [event.id for event in host_events.waiting(session, dt.datetime.max.replace(tzinfo=dt.UTC))]
    return [grant(database, work._queueing, event_id) for event_id in waiting]


@pytest.mark.parametrize("spelling", [CLASSIC, NEWER], ids=["classic", "newer"])
@pytest.mark.parametrize(("body", "signature"), VECTORS, ids=["shop", "utf-8"])
def test_the_vectors_of_the_contract_are_taken_in(
    app: Flask, body: str, signature: str, spelling: dict[str, str]
) -> None:
    assert sign(body.encode()) == signature
    assert post(app, "products/update", body.encode(), spelling=spelling, hmac=signature).status_code == 200


def test_another_first_letter_or_one_space_more_is_refused(app: Flask, database: Database) -> None:
    body, signature = VECTORS[0]
    for changed in (
        ("a" + body[1:], signature),
        (body, "y" + signature[1:]),
        (body + " ", signature),
        (body, signature[:-1]),
    ):
        assert post(app, "shop/redact", changed[0].encode(), hmac=changed[1]).status_code == 401
    assert log_of(database) == []


@pytest.mark.parametrize("signature", ["é" * 44, "xÃ©", "", "not base64 at all"])
def test_a_signature_that_is_none_is_refused_and_breaks_nothing(app: Flask, signature: str) -> None:
    answer = post(app, "shop/redact", b"{}", hmac=signature.encode().decode("latin-1"))
    assert answer.status_code in {400, 401}
    assert answer.status_code == (400 if not signature else 401)


def test_no_signature_at_all_is_refused(app: Flask) -> None:
    assert post(app, "shop/redact", b"{}", hmac=None).status_code == 400


def test_the_secret_before_is_accepted_while_it_is_rotated(app: Flask) -> None:
    assert post(app, "products/update", b"{}", hmac=sign(b"{}", OLD_SECRET)).status_code == 200
    assert post(app, "products/update", b"{}", hmac=sign(b"{}", "another secret")).status_code == 401


@pytest.mark.parametrize(
    ("body", "given"),
    [
        (b"\xff\xfe{}", {}),
        (b"[]", {}),
        (b"{", {}),
        (b"{}", {"shop": None}),
        (b"{}", {"shop": "evil.example"}),
        (b"{}", {"topic": ""}),
        (b'{"shop_domain":"other-shop.myshopify.com"}', {}),
        (b'{"myshopify_domain":"other-shop.myshopify.com"}', {}),
    ],
    ids=[
        "not utf-8",
        "a list",
        "not json",
        "no shop",
        "no shop of shopify's",
        "no topic",
        "another shop",
        "another, in full",
    ],
)
def test_what_is_signed_and_makes_no_sense_is_refused(
    app: Flask, database: Database, body: bytes, given: dict[str, str | None]
) -> None:
    topic = given.pop("topic", "shop/redact")
    assert post(app, topic, body, **given).status_code == 400
    assert log_of(database) == []


def test_a_body_that_is_too_large_is_refused_however_it_is_announced(app: Flask) -> None:
    large = b'{"x":"' + b"a" * webhooks.LARGEST_BODY + b'"}'
    assert post(app, "products/update", large).status_code == 413
    announced = app.test_client().post(
        webhooks.PATH,
        data=b"{}",
        headers={CLASSIC["hmac"]: sign(b"{}")},
        environ_overrides={"CONTENT_LENGTH": str(webhooks.LARGEST_BODY + 1)},
    )
    assert announced.status_code == 413
    in_pieces = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    unannounced = app.test_client().post(
        webhooks.PATH, data=large, headers={CLASSIC["hmac"]: sign(large)}, environ_overrides=in_pieces
    )
    assert unannounced.status_code == 413


def test_only_post_is_taken(app: Flask) -> None:
    assert app.test_client().get(webhooks.PATH).status_code == 405


def test_the_same_event_is_taken_in_once_however_often_it_comes(app: Flask, database: Database) -> None:
    for delivery in ("a", "b", "c"):
        assert post(app, "products/update", event="e-1", webhook=delivery).status_code == 200
    assert len(log_of(database)) == 1
    post(app, "products/update", event="e-2", webhook="a")
    assert len(log_of(database)) == 2


def test_without_an_event_id_the_deliverys_id_counts_and_without_that_the_body(app: Flask, database: Database) -> None:
    for _ in range(2):
        post(app, "products/update", event=None, webhook="w-1")
        post(app, "products/update", {"n": 1}, event=None)
        post(app, "products/update", {"n": 2}, event=None)
    assert len(log_of(database)) == 3


def test_both_spellings_of_one_event_are_the_same_event(app: Flask, database: Database) -> None:
    post(app, "products/update", event="e-1")
    post(app, "products/update", event="e-1", spelling=NEWER)
    assert len(log_of(database)) == 1


TOPICS = {
    "app/uninstalled": "uninstall",
    "customers/data_request": "tell-customer",
    "customers/redact": "forget-customer",
    "shop/redact": "purge",
}


@pytest.mark.parametrize(("topic", "wish"), TOPICS.items(), ids=TOPICS)
def test_an_answer_comes_within_a_second_and_its_work_waits_in_the_queue(
    app: Flask, launch: Launch, database: Database, work: Work, shopify: FakeShopify, topic: str, wish: str
) -> None:
    launch()
    asked = len(shopify.questions) + len(shopify.token_calls)
    began = time.process_time()  # whoever else works on this machine does not count
    assert post(app, topic, ASKED, event="e-1").status_code == 200
    assert time.process_time() - began < 1
    assert len(shopify.questions) + len(shopify.token_calls) == asked  # nothing outside is waited for
    (event,) = log_of(database)
    assert event.wish == wish
    # An uninstall is done before the answer; nothing else is begun before it.
    assert (event.handled_at is None) == (wish != "uninstall")
    assert work._queueing.waiting(names.HOST) == 1


# --- leaving --------------------------------------------------------------------------------------------------------------


def test_uninstalling_deletes_the_tokens_at_once_and_closes_every_open_page(
    app: Flask, launch: Launch, database: Database
) -> None:
    launch()
    assert secrets_in(database)
    token = id_token()
    assert post(app, "app/uninstalled", {"myshopify_domain": DOMAIN}).status_code == 200
    install = install_in(database)
    assert (install.state, install.secrets) == ("uninstalled", None)
    assert install.purge_at is not None
    answer = app.test_client().get("/inbox", headers={"Authorization": f"Bearer {token}", "HX-Request": "true"})
    assert answer.status_code == 401
    (event,) = log_of(database)
    assert event.outcome == "uninstalled"


def test_an_uninstall_of_long_ago_does_not_end_the_install_of_today(
    app: Flask, launch: Launch, database: Database
) -> None:
    launch()
    post(app, "app/uninstalled", event="late", triggered="2026-01-01T10:00:00.123456789Z")
    assert install_in(database).state == "installed"
    assert log_of(database)[0].outcome == "older than the install"


def test_an_uninstall_of_a_shop_we_never_knew_is_answered_and_noted(app: Flask, database: Database) -> None:
    assert post(app, "app/uninstalled").status_code == 200
    assert log_of(database)[0].outcome == "nothing is kept of this shop"


def test_the_shops_data_goes_when_shopify_says_so_and_the_log_of_it_stays(
    app: Flask, launch: Launch, database: Database, work: Work
) -> None:
    launch()
    shop_id = install_in(database).shop_id
    post(app, "app/uninstalled")
    assert post(app, "shop/redact", {"shop_id": 954889, "shop_domain": DOMAIN}).status_code == 200
    outcomes = work_off(database, work)
    assert outcomes[0].startswith("removed: ")
    with database.session() as session:
        assert shops.find(session, shop_id) is None
    assert install_in(database) is None
    assert [event.topic for event in log_of(database)] == ["shop/redact", "app/uninstalled"]


def test_the_removal_of_a_shop_that_came_back_is_not_carried_out(
    app: Flask, launch: Launch, database: Database, work: Work
) -> None:
    launch()
    post(app, "shop/redact", {"shop_domain": DOMAIN})
    assert work_off(database, work) == ["kept: the shop is installed again"]
    assert install_in(database) is not None


# --- customers --------------------------------------------------------------------------------------------------------------

ASKED = {
    "shop_domain": DOMAIN,
    "customer": {"id": 191167, "email": "Joris@Voorbeeld.example", "phone": "+31 6 1234 5678"},
}


@pytest.fixture
def told_us(launch: Launch, database: Database) -> dict[str, int]:
    """Four reviews: three of the customer, by address, telephone and order; one of another."""
    launch()
    shop_id = install_in(database).shop_id
    texts = {
        "mail": "Mail me op joris@voorbeeld.example of laat maar.",
        "phone": "Bel 06-12 34 56 78 als u durft.",
        "order": "Bestelling #450789 kwam nooit aan.",
        "other": "Mijn nummer is 0612345679 en joris@voorbeeld.example.org is een ander.",
    }
    now = dt.datetime.now(dt.UTC)
    with database.session() as session:
        channel = channels.add(session, shop_id, "file", "Bestand", {"path": "x"}).id
        came = [
            Review(external_id=name, text=text, author="Joris de Wit", rating=1, created=now)
            for name, text in texts.items()
        ]
        ids = reviews.upsert(session, shop_id, channel, came, now).new_ids
    return dict(zip(texts, ids, strict=True))


def test_what_is_kept_of_a_customer_is_found_and_noted_for_the_owner(
    app: Flask, database: Database, work: Work, told_us: dict[str, int]
) -> None:
    asked = ASKED | {"orders_requested": [450789], "data_request": {"id": 9999}}
    assert post(app, "customers/data_request", asked).status_code == 200
    with database.session() as session:
        (waiting,) = host_events.waiting(session, dt.datetime.max.replace(tzinfo=dt.UTC))
        assert "voorbeeld" not in (waiting.details or "")
    assert work_off(database, work) == ["found in 3 reviews"]
    shop_id = install_in(database).shop_id
    with database.session() as session:
        noted = session.scalars(select(tables.Event).where(tables.Event.action == "customer.asked")).one()
        assert noted.details == {
            "request": "9999",
            "reviews": sorted(told_us[name] for name in ("mail", "phone", "order")),
        }
        assert (
            session.scalar(
                select(func.count()).select_from(tables.HostEvent).where(tables.HostEvent.details.is_not(None))
            )
            == 0
        )
    assert shop_id


def test_the_owner_sees_a_customers_request_in_the_desk_and_takes_the_answer_along(
    app: Flask, launch: Launch, database: Database, work: Work, told_us: dict[str, int]
) -> None:
    asked = ASKED | {"orders_requested": [450789], "data_request": {"id": 9999}}
    post(app, "customers/data_request", asked)
    work_off(database, work)
    owner = {"Authorization": f"Bearer {id_token()}"}
    launch(id_token(sub="43"))
    drafter = {"Authorization": f"Bearer {id_token(sub='43')}"}
    client = app.test_client()
    assert "/leaving#asked" in client.get("/inbox", headers=owner).text
    assert "/leaving#asked" not in client.get("/inbox", headers=drafter).text
    page = client.get("/leaving", headers=owner).text
    assert "9999" in page
    assert "voorbeeld.example" not in page
    where = re.search(r"/customer-requests/\d+", page)[0]
    assert client.get(where, headers=drafter | {"HX-Request": "true"}).status_code == 403
    answer = client.get(where, headers=owner)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="customer-9999.jsonl"'
    rows = [json.loads(line) for line in answer.text.splitlines()]
    kept = {row["id"] for row in rows if row["kind"] == "reviews"}
    assert kept == {told_us[name] for name in ("mail", "phone", "order")}
    assert "/leaving#asked" not in client.get("/inbox", headers=owner).text
    assert where in client.get("/leaving", headers=owner).text  # it can be taken once more
    with database.session() as session:
        noted = session.scalars(select(tables.Event).where(tables.Event.action == "customer.answered")).one()
        assert noted.person_id is not None


def test_another_shops_request_is_not_there(
    app: Flask, launch: Launch, database: Database, work: Work, told_us: dict[str, int]
) -> None:
    post(app, "customers/data_request", ASKED)
    work_off(database, work)
    with database.session() as session:
        (mine,) = customer_requests.every(session, install_in(database).shop_id, dt.datetime.now(dt.UTC))
    other = "other-shop.myshopify.com"
    launch(id_token(**of_shop(other)), shop=other)
    theirs = {"Authorization": f"Bearer {id_token(**of_shop(other))}", "HX-Request": "true"}
    assert app.test_client().get(f"/customer-requests/{mine.id}", headers=theirs).status_code == 404


def test_a_customer_is_taken_out_of_everything_kept(
    app: Flask, database: Database, work: Work, told_us: dict[str, int]
) -> None:
    shop_id = install_in(database).shop_id
    with database.session() as session:
        events.add(session, shop_id, "note", details={"said": ["bel joris@voorbeeld.example"]})
    assert post(app, "customers/redact", ASKED | {"orders_to_redact": [450789]}).status_code == 200
    assert work_off(database, work)[0].startswith("removed from ")
    with database.session() as session:
        kept = {name: reviews.get(session, shop_id, review_id) for name, review_id in told_us.items()}
        assert kept["mail"].text == f"Mail me op {customers.GONE} of laat maar."
        assert kept["phone"].text == f"Bel {customers.GONE} als u durft."
        assert kept["order"].text == f"Bestelling #{customers.GONE} kwam nooit aan."
        assert [kept[name].author for name in told_us] == ["", "", "", "Joris de Wit"]
        assert kept["other"].text == "Mijn nummer is 0612345679 en joris@voorbeeld.example.org is een ander."
        note = session.scalars(select(tables.Event).where(tables.Event.action == "note")).one()
        assert note.details == {"said": [f"bel {customers.GONE}"]}
    # the log of what was asked holds no address either
    assert b"Voorbeeld.example" not in Path(database.url.database).read_bytes()


def test_a_customer_whom_nothing_names_costs_nobody_anything(
    app: Flask, database: Database, work: Work, told_us: dict[str, int]
) -> None:
    post(
        app,
        "customers/redact",
        {"shop_domain": DOMAIN, "customer": {"id": 1, "email": None, "phone": "12"}, "orders_to_redact": [7]},
    )
    assert work_off(database, work) == ["removed from 0 rows"]


def test_a_customers_request_to_a_shop_that_is_gone_is_answered_from_nothing(
    app: Flask, database: Database, work: Work
) -> None:
    assert post(app, "customers/data_request", ASKED).status_code == 200
    assert work_off(database, work) == ["nothing is kept of this shop"]


def test_another_shops_reviews_are_not_looked_at(
    app: Flask, database: Database, work: Work, told_us: dict[str, int]
) -> None:
    assert (
        post(
            app,
            "customers/redact",
            ASKED | {"shop_domain": "other-shop.myshopify.com"},
            shop="other-shop.myshopify.com",
        ).status_code
        == 200
    )
    assert work_off(database, work) == ["nothing is kept of this shop"]
    with database.session() as session:
        assert installs.find(session, "shopify", "other-shop.myshopify.com") is None
        assert "joris" in reviews.get(session, install_in(database).shop_id, told_us["mail"]).text
