"""Nowhere in the clear: a channel's secret and a sign-in token, after connecting, fetching, publishing and failing."""

from __future__ import annotations

import base64
import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from connectors import http
from connectors.testing import fake_woocommerce
from connectors.woocommerce.connector import WooCommerceConnector
from plugin.hosts.standalone import signing_in
from plugin.inbox.connecting import add_channel, connect
from plugin.inbox.connecting import test_channel as try_channel
from plugin.inbox.sync import sync_channel
from plugin.publishing.approving import approve
from plugin.store import Database, channels, drafts, publications, reviews
from plugin.words import PublicationState, Role
from tests.work.conftest import Desk, quick_draft, until


@pytest.fixture
def woo() -> Iterator[fake_woocommerce.FakeShop]:
    before = http.current_policy()
    http.set_policy(http.HttpPolicy(allow_private=True))
    running = fake_woocommerce.start()
    yield running
    running.stop()
    http.set_policy(before)


def all_that_is_kept(database: Database, folder: Path) -> str:
    """Every table, the engine's too, as text; on SQLite every file as it lies on the disk as well."""
    kept = []
    with database.engine.connect() as connection:
        for schema in (None,) if connection.dialect.name == "sqlite" else ("public", "dbos"):
            for table in inspect(connection).get_table_names(schema):
                name = f'"{schema}"."{table}"' if schema else f'"{table}"'
                kept += [repr(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
    kept += [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    return "\n".join(kept)


@pytest.mark.usefixtures("whole_log")
def test_no_secret_is_kept_or_told_in_the_clear(
    desk: Desk, woo: fake_woocommerce.FakeShop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    password = woo.settings["app_password"]
    shop_id = desk.shop_id
    now = dt.datetime.now(dt.UTC)
    with desk.database.session() as session:
        person_id, link = signing_in.invite(session, shop_id, name="Bob", role=Role.OWNER, now=now)
        began = signing_in.sign_in(session, link, now=now)
        program = signing_in.create_api_token(session, shop_id, person_id, name="export", now=now).token
        assert began is not None
    for number in range(2):
        woo.add_review(f"De tas {number} is stuk.", rating=1)
    with desk.session() as session:
        channel_id = add_channel(session, shop_id, "woocommerce", "Woo", woo.settings).id
    assert try_channel(desk.database, shop_id, channel_id).ok
    assert sync_channel(desk.database, shop_id, channel_id, connect=connect).new == 2
    desk.work.start()
    with desk.session() as session:
        first, second = reviews.open_ids(session, shop_id)
        desk.work.sync_now(session, shop_id, channel_id)

    def say_yes(review_id: int) -> None:
        with desk.session() as session:
            review = reviews.get(session, shop_id, review_id)
            drafts.save(session, shop_id, review_id, quick_draft(review, None), review_version=1)
            text = drafts.current(session, shop_id, review_id).reply
            approve(
                session, shop_id, review_id, text_sha256=publications.text_sha256(text), person=desk,
                enqueue=desk.work.enqueue_publish,
            )  # fmt: skip

    def state(review_id: int) -> str:
        return desk.publication(review_id).state

    say_yes(first)
    until(lambda: state(first) == PublicationState.VISIBLE)

    def breaks(self: WooCommerceConnector, *_: object, **__: object) -> None:
        credential = self.settings["app_password"]  # a local, as a crash report with locals would show it
        error = RuntimeError(f"refused for {credential}")
        logging.getLogger("theirs").error("broken", exc_info=error)
        raise error

    monkeypatch.setattr(WooCommerceConnector, "find_reply", breaks)
    say_yes(second)
    until(lambda: desk.publication(second).message)
    monkeypatch.undo()
    woo.user.app_password = "another one"
    assert not sync_channel(desk.database, shop_id, channel_id, connect=connect).complete
    desk.work.stop()
    with desk.session() as session:
        assert channels.secrets(session, shop_id, channel_id)["app_password"] == password
    basic = base64.b64encode(f"{woo.settings['user']}:{password}".encode()).decode()
    told = "".join(capsys.readouterr())
    assert "broken" in told
    kept = all_that_is_kept(desk.database, desk.settings.data_dir)
    assert "De tas 0 is stuk." in kept
    for secret in (password, basic, began.token, program, desk.settings.secret_key):
        assert secret not in kept
        assert secret not in told
    assert link not in kept + told
