"""Webhooks: fast, once, and only from the shop itself."""

import time

import pytest

from plugin.hosts.shopware import hooks as reading
from plugin.store import channels, host_events, installs
from plugin.store.installs import InstallState
from plugin.work.host_wishes import grant


def events(database, side):
    with database.session() as session:
        return list(host_events.latest(session, "shopware", side.shop_id))


def do_what_was_asked(work, database, side):
    """As the worker would."""
    for event in reversed(events(database, side)):
        grant(database, work._queueing, event.id)


@pytest.mark.parametrize(
    ("event", "wish"),
    [
        ("app.installed", "note"),
        ("app.updated", "note"),
        ("app.activated", "resume"),
        ("app.deactivated", "suspend"),
        ("review_form.send", "sync"),
        ("product.written", "note"),
    ],
)
def test_each_event_is_answered_at_once_and_its_work_is_queued(installed, shopware, database, event, wish):
    asked = len(shopware.server.requests)
    began = time.process_time()  # whoever else works on this machine does not count
    answer = installed.hook(event, payload={"product": {"id": "x"}})
    assert time.process_time() - began < 1
    assert len(shopware.server.requests) == asked  # nothing outside is waited for
    assert (answer.status_code, answer.data) == (204, b"")
    (kept,) = events(database, installed)
    assert (kept.topic, kept.wish, kept.handled_at) == (event, wish, None)


def test_the_same_event_twice_is_one(installed, database):
    body = installed.hook_body("review_form.send")
    for _ in range(3):
        assert installed.hook("", body=body).status_code == 204
    assert len(events(database, installed)) == 1


def test_a_customers_review_makes_us_read_the_shops_channel(installed, database, work):
    installed.hook("review_form.send")
    do_what_was_asked(work, database, installed)
    assert events(database, installed)[0].outcome == "fetching from 1 channels"


@pytest.mark.parametrize("at", [-reading.LATE.total_seconds() - 60, reading.EARLY.total_seconds() + 60])
def test_a_webhook_replayed_long_afterwards_or_dated_ahead_is_refused(installed, database, at):
    assert installed.hook("app.deleted", at=time.time() + at).status_code == 401
    assert events(database, installed) == []


def test_a_body_changed_by_one_byte_is_refused(installed, database):
    body = installed.hook_body("app.deleted")
    from tests.hosts.shopware.shop_side import hmac_of

    signature = hmac_of(body, installed.secret)
    for changed in (body + b" ", body.replace(b"app.deleted", b"app.Deleted"), body[:-1]):
        assert installed.hook("", body=changed, signature=signature).status_code in {400, 401}
    assert installed.hook("", body=body.replace(b"\\/", b"/"), signature=signature).status_code == 401
    assert events(database, installed) == []


def test_a_webhook_without_a_signature_or_of_an_unknown_shop_is_refused(installed):
    body = installed.hook_body("app.deleted")
    assert installed.client.post("/shopware/hook", data=body).status_code == 401
    unknown = installed.hook_body("app.deleted").replace(installed.shop_id.encode(), b"UNKNOWN")
    assert installed.hook("", body=unknown).status_code == 401
    assert installed.hook("", body=b"[]").status_code == 400


def test_another_shops_id_in_a_signed_body_finds_the_other_shops_secret(hosted, installed, database, install_of):
    from tests.hosts.shopware.shop_side import ShopSide

    other = ShopSide(hosted.test_client(), shop_id="OTHER", url="https://other.example").install()
    assert other.hook("", body=installed.hook_body("app.deleted")).status_code == 401
    assert install_of(installed).state == InstallState.INSTALLED


def test_switching_the_app_off_and_on_in_the_shop_stops_and_resumes(installed, database, work, install_of):
    installed.hook("app.deactivated")
    do_what_was_asked(work, database, installed)
    assert install_of(installed).state == InstallState.SUSPENDED
    page = installed.open()
    assert page.status_code == 403
    assert "ausgeschaltet" in page.text
    assert installed.url in page.headers["Content-Security-Policy"]
    installed.hook("app.activated")
    do_what_was_asked(work, database, installed)
    assert installed.open().status_code == 200


def test_removing_the_app_takes_every_credential_away_before_the_answer(installed, database, install_of):
    before = install_of(installed)
    assert installed.hook("app_deleted").status_code == 204  # as the documentation's example spells it
    install = install_of(installed)
    assert (install.state, install.secrets) == (InstallState.UNINSTALLED, None)
    assert install.purge_at is not None
    with database.session() as session:
        (channel,) = channels.every(session, before.shop_id)
        assert channels.secrets(session, before.shop_id, channel.id) == {}
        assert channel.state == "off"


@pytest.mark.parametrize("keeps", [True, False])
def test_an_owner_who_wants_no_data_kept_has_none_kept(installed, database, work, install_of, keeps):
    shop_id = install_of(installed).shop_id
    installed.hook("app.deleted", payload={"keepUserData": keeps})
    do_what_was_asked(work, database, installed)
    with database.session() as session:
        assert bool(installs.every(session, shop_id)) is keeps


def test_a_signed_body_that_is_no_webhook_is_refused(installed):
    from tests.hosts.shopware.shop_side import as_php

    body = as_php({"source": {"shopId": installed.shop_id}, "data": {}, "timestamp": "soon"})
    assert installed.hook("", body=body).status_code == 400
