"""An owner takes everything along: whole, in plain words, without what would let somebody in."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from plugin.store import (
    Database,
    NotThere,
    channels,
    drafts,
    events,
    export,
    installs,
    publications,
    reviews,
    sign_ins,
)
from plugin.store.removing import tables_of_a_shop
from plugin.words import BUILT_IN, Decision, Drafted, Report, Triage, Verdict
from tests.store.conftest import NOW, Desk, customer_says

DRAFTED = Drafted(
    Triage("nl", 0.9, Decision.REPLY, None, (), "a complaint"), "Beste Jan", None, None, BUILT_IN, Report(Verdict.PASS)
)


@pytest.fixture
def full(database: Database, desk: Desk, other: Desk) -> Desk:
    for one in (desk, other):
        with database.session(one.shop) as session:
            said = [customer_says(number, f"Bestelling {number} van {one.shop}") for number in range(3)]
            ids = reviews.upsert(session, one.shop, one.channel, said, NOW).new_ids
            draft = drafts.save(session, one.shop, ids[0], DRAFTED, review_version=1)
            publications.approve(session, one.shop, draft, one.person, text="Beste Jan", report={"verdict": "pass"})
            events.add(session, one.shop, "x", details={"ä": "☕"})
            sign_ins.start(
                session, one.shop, one.person, f"hash-of-{one.shop}" * 3, expires_at=NOW + dt.timedelta(1), now=NOW
            )
            install = installs.add(session, one.shop, "shopify", f"{one.shop}.example", now=NOW)
            installs.set_secrets(session, install, {"token": "tokentoken"})
    return desk


def of_kind(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] == kind]


def test_everything_of_the_shop_is_in_it_and_nothing_of_another(database: Database, full: Desk, other: Desk) -> None:
    rows = list(export.rows(database, full.shop))
    assert rows[0]["kind"] == "shop"
    assert rows[0]["profile"]["agent"] == "Sanne"
    assert len(of_kind(rows, "reviews")) == 3
    assert [row["text"] for row in of_kind(rows, "approvals")] == ["Beste Jan"]
    assert of_kind(rows, "drafts")[0]["report"]["verdict"] == "pass"
    assert of_kind(rows, "reviews")[0]["created_at"].endswith("+00:00")
    written = json.dumps(rows, ensure_ascii=False)
    assert "☕" in written
    assert f"van {other.shop}" not in written
    assert json.loads(written) == rows


def test_no_credential_and_no_hash_of_one_is_in_it(database: Database, full: Desk) -> None:
    with database.session() as session:
        sealed = [channels.get(session, full.shop, full.channel).secrets, installs.every(session, full.shop)[0].secrets]
    written = json.dumps(list(export.rows(database, full.shop)))
    for secret in ("tokentoken", "hash-of-", '"secret"', *filter(None, sealed)):
        assert secret not in written
    assert "token_hash" not in written
    assert "gAAAA" not in written  # how every ciphertext begins


def test_every_table_of_a_shop_is_in_it_or_left_out_on_purpose() -> None:
    left_out = {table.__name__ for table in tables_of_a_shop() if table in export._NOT_DATA}
    assert left_out == {"CallCount", "ReviewFacet", "SignInLink", "SignedIn", "TypedSecret"}


def test_a_large_shop_comes_page_by_page_and_each_row_once(
    database: Database, full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_AT_ONCE", 2)
    ids = [row["id"] for row in export.rows(database, full.shop) if row["kind"] == "reviews"]
    assert len(ids) == len(set(ids)) == 3


def test_what_belongs_to_some_reviews_is_found_alone(database: Database, full: Desk) -> None:
    wanted = of_kind(list(export.rows(database, full.shop)), "reviews")[0]["id"]
    found = list(export.of_reviews(database, full.shop, {wanted}))
    assert {row["kind"] for row in found} == {"reviews", "decisions", "drafts", "approvals"}
    assert {row.get("review_id", wanted) for row in found} == {wanted}


def test_a_shop_that_is_not_there_is_said_not_to_be(database: Database) -> None:
    with pytest.raises(NotThere):
        list(export.rows(database, 999))
