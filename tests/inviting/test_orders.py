"""Delivered orders: what is kept of them, how safely, and for how long."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text

from connectors.contract import OrderPage, RetryLater
from plugin.inbox.connecting import connect
from plugin.inviting import opting_out, reading_orders, switching, taking
from plugin.inviting.order_files import FileWrong, rows_of
from plugin.store import Database, channels, customers, export, orders, removing
from plugin.store.tables import KnownOrder
from tests.inviting.conftest import DAY, KEY, NOW, Asking, Shop, order

ROW = {"number": "NL-1", "email": "sabine@klant.example", "delivered": "2026-11-12", "name": "Sabine de Vries"}


def kept(shop: Shop) -> list[KnownOrder]:
    with shop.session() as session:
        return list(session.scalars(select(KnownOrder).where(KnownOrder.shop_id == shop.shop_id)))


def take(shop: Shop, *rows: object) -> taking.Taken:
    with shop.session() as session:
        return taking.take_rows(session, shop.shop_id, rows, source="import", now=NOW)  # type: ignore[arg-type]  # also what is no row


def test_an_order_that_comes_twice_is_kept_once(shop: Shop) -> None:
    assert take(shop, ROW, {**ROW, "number": "NL-2"}) == taking.Taken(new=2)
    again = take(shop, ROW, ROW, {**ROW, "number": " NL-2 "})
    assert (again.new, again.known) == (0, 3)
    assert len(kept(shop)) == 2


def test_a_no_counts_for_ever_and_a_yes_where_nobody_had_asked(shop: Shop) -> None:
    take(
        shop, {**ROW, "number": "1"}, {**ROW, "number": "2", "consent": False}, {**ROW, "number": "2", "consent": True}
    )
    assert [found.consent for found in kept(shop)] == [None, False]
    take(shop, {**ROW, "number": "1", "consent": True}, {**ROW, "number": "2", "consent": True})
    assert [found.consent for found in kept(shop)] == [True, False]
    take(shop, {**ROW, "number": "1", "consent": False}, {**ROW, "number": "1"})
    assert [found.consent for found in kept(shop)] == [False, False]


def test_who_the_customer_is_stands_nowhere_in_the_clear(shop: Shop, database: Database) -> None:
    take(shop, {**ROW, "products": [{"id": "4711", "name": "Zwangerschapstest"}], "phone": "0612345678"})
    with database.engine.connect() as connection:
        row = str(connection.execute(text("SELECT * FROM orders")).mappings().all())
    for private in ("sabine", "Sabine", "Vries", "NL-1", "Zwangerschapstest", "4711", "0612345678"):
        assert private not in row
    with shop.session() as session:
        contact = orders.contact_of(session, kept(shop)[0])
    assert contact is not None
    assert (contact.number, contact.email, contact.name) == ("NL-1", "sabine@klant.example", "Sabine de Vries")
    assert "sabine" not in repr(contact)


def test_a_row_copied_to_another_shop_or_order_cannot_be_read_there(shop: Shop) -> None:
    take(shop, ROW, {**ROW, "number": "NL-2", "email": "ander@klant.example"})
    first, second = kept(shop)
    second.contact = first.contact
    with shop.session() as session, pytest.raises(Exception, match="made for another"):
        orders.contact_of(session, second)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"email": "geen adres"}, "email"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email"),
        ({"number": ""}, "number"),
        ({"number": "9" * 101}, "number"),
        ({"delivered": "gisteren"}, "delivered"),
        ({"delivered": "2027-01-01"}, "future"),
        ({"language": "nl'; DROP TABLE orders"}, "language"),
        ({"products": [{}]}, "products"),
        ({"consent": "misschien"}, "consent"),
    ],
)
def test_a_wrong_row_is_named_by_its_place_and_repeats_nothing(
    shop: Shop, changed: dict[str, object], says: str
) -> None:
    taken = take(shop, {**ROW, "number": "GOED"}, {**ROW, **changed})
    assert taken.new == 1
    assert len(taken.problems) == 1
    assert taken.problems[0].startswith("Row 2: ")
    assert says in taken.problems[0]
    for value in map(str, changed.values()):
        assert not value or value not in taken.problems[0]


def test_hostile_names_stay_names(shop: Shop) -> None:
    take(shop, {**ROW, "name": "Jan\r\nBcc: x@y.example <script>alert(1)</script>\u202e\x00{{7*7}}"})
    with shop.session() as session:
        contact = orders.contact_of(session, kept(shop)[0])
    assert contact is not None
    assert contact.name.isprintable()
    assert not set(contact.name) & set("<>{}")


def test_a_file_of_either_kind_tells_the_same_orders(shop: Shop, tmp_path: Path) -> None:
    lines, table = tmp_path / "orders.jsonl", tmp_path / "orders.csv"
    lines.write_text(json.dumps({**ROW, "consent": True, "language": "nl_NL"}) + "\n\n", encoding="utf-8")
    table.write_text(
        "Bestelnummer;E-mail;Bezorgd;Naam;Taal;Toestemming\nNL-1;sabine@klant.example;2026-11-12;Sabine;nl-NL;ja\n"
        "NL-2;jan@klant.example;2026-11-12;;;nee\nNL-3;piet@klant.example;2026-11-12;;;\n",
        encoding="utf-8-sig",
    )
    assert take(shop, *rows_of(lines)).new == 1
    taken = take(shop, *rows_of(table))
    assert (taken.new, taken.known, taken.problems) == (2, 1, ())
    assert [found.consent for found in kept(shop)] == [True, False, None]
    assert kept(shop)[0].delivered_at == dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)
    assert kept(shop)[0].language == "nl"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n1,2\n", "number, email, delivered"),
        (b"{nee", "Line 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"a": 1}\n[]', "Line 2"),
    ],
)
def test_a_file_that_is_none_says_so(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(FileWrong, match=says):
        list(rows_of(file))


# --- going -----------------------------------------------------------------------------------------------------------


def forget(shop: Shop) -> None:
    with shop.session() as session:
        orders.forget_old(session, shop.shop_id, shop.now)


def test_an_address_goes_when_all_channels_have_asked_and_the_order_stays_known(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", days_ago=8)
    shop.going(delay_days=7)
    forget(shop)
    assert kept(shop)[0].contact is not None  # some days more, in case someone asks what was sent
    shop.now += 7 * DAY
    forget(shop)
    assert (kept(shop)[0].contact, kept(shop)[0].email_hash) == (None, None)
    shop.delivered("A-1", days_ago=15)
    shop.plan()
    shop.send()
    assert asked == ["A-1"]
    shop.now += 400 * DAY
    forget(shop)
    assert kept(shop) == []


def test_an_address_that_still_waits_to_be_seen_stays_but_not_for_ever(shop: Shop) -> None:
    shop.delivered("A-1")
    shop.switch_on()
    shop.plan()
    shop.now += 30 * DAY
    forget(shop)
    assert kept(shop)[0].contact is not None
    shop.now += 60 * DAY
    forget(shop)
    assert kept(shop)[0].contact is None
    shop.release()
    assert shop.send().sent == 0


def test_a_shop_without_a_channel_that_asks_keeps_no_address_for_long(shop: Shop) -> None:
    shop.delivered("A-1")
    shop.now += 81 * DAY
    forget(shop)
    assert kept(shop)[0].contact is None


def test_a_customer_whom_the_host_wants_forgotten_is_asked_no_more(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2", "A-3")
    shop.switch_on()
    shop.plan()
    shop.release()
    with shop.session() as session:
        customers.forget(session, shop.shop_id, customers.Customer("Klant-A-1@voorbeeld.example", "", ("A-2",)))
    shop.send()
    assert asked == ["A-3"]


def test_a_customer_who_asks_what_is_kept_of_them_is_told_of_their_orders_and_no_one_else_s(
    shop: Shop, database: Database
) -> None:
    shop.delivered("A-1", "A-2")
    shop.going()
    with shop.session() as session:
        theirs = orders.of_customer(session, shop.shop_id, " KLANT-a-1@voorbeeld.example", ())
        assert orders.of_customer(session, shop.shop_id, "", ("A-1",)) == theirs
        assert orders.of_customer(session, shop.shop_id, "", ()) == []
    told = list(export.of_reviews(database, shop.shop_id, set(), theirs))
    assert [row["kind"] for row in told] == ["orders", "invitations"]
    assert "klant-a-1@" in json.dumps(told)
    assert "klant-a-2@" not in json.dumps(told)


def test_a_removed_shop_leaves_nothing(shop: Shop, database: Database) -> None:
    shop.delivered("A-1")
    shop.going()
    with shop.session() as session:
        opting_out.add(session, shop.shop_id, ["x@y.example"], source="desk")
    removing.remove_shop(database, shop.shop_id)
    with database.engine.connect() as connection:
        for table in ("orders", "invitations", "invite_rules", "invite_policies", "unsubscribed"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_the_owner_takes_along_what_is_kept(shop: Shop, database: Database) -> None:
    shop.delivered("A-1")
    shop.going()
    with shop.session() as session:
        opting_out.add(session, shop.shop_id, ["x@y.example"], source="desk")
    rows = list(export.rows(database, shop.shop_id))
    written = json.dumps(rows)
    of_kind = {row["kind"]: row for row in rows}
    assert of_kind["orders"]["contact"]["email"] == "klant-a-1@voorbeeld.example"
    assert of_kind["invitations"]["state"] == "sent"
    assert of_kind["invite_rules"]["delay_days"] == 7
    assert of_kind["unsubscribed"]["masked"] == "x…@y….example"
    assert "gAAAA" not in written
    assert "hash" not in written


def test_a_new_key_reads_and_recognises_what_the_old_one_kept(shop: Shop, database: Database) -> None:
    shop.delivered("A-1")
    with shop.session() as session:
        opting_out.add(session, shop.shop_id, ["x@y.example"], source="desk")
    new = Fernet.generate_key().decode()
    address = database.engine.url.render_as_string(hide_password=False)
    both = Database(address, [new, KEY])
    with both.session() as session:
        assert orders.reseal_all(session) == 2
    both.dispose()
    alone = Database(address, [new])
    with alone.session(shop_id=shop.shop_id) as session:
        orders.check_keys(session)
        assert orders.take(session, shop.shop_id, [order("A-1", NOW)], source="api").known == 1
        assert opting_out.add(session, shop.shop_id, ["X@y.example"], source="desk").known == 1
        assert orders.contact_of(session, session.scalars(select(KnownOrder)).one()) is not None
    alone.dispose()


# --- read from a shop system ---------------------------------------------------------------------------------------------


def read(shop: Shop) -> int:
    return reading_orders.read_orders(shop.database, shop.shop_id, connect=connect, now=shop.now)


def test_a_shop_system_s_orders_are_read_where_the_owner_said_so_and_go_on_from_there(shop: Shop) -> None:
    Asking.pages[:] = [OrderPage((order("A-1", NOW - DAY),), NOW - DAY), OrderPage((order("A-2", NOW),), NOW)]
    assert read(shop) == 0
    with shop.session() as session:
        reading_orders.read_from(
            session, shop.shop_id, shop.channel_id, since=NOW - 9 * DAY, person_id=shop.person_id
        )  # fmt: skip
    assert read(shop) == 2
    with shop.session() as session:
        assert orders.sources(session, shop.shop_id) == {shop.channel_id: orders.Source(NOW)}
    assert read(shop) == 0
    with shop.session() as session:
        reading_orders.read_from(session, shop.shop_id, shop.channel_id, since=None, person_id=shop.person_id)
        assert orders.sources(session, shop.shop_id) == {}


def test_a_reading_that_breaks_off_keeps_what_came_and_goes_on_there(shop: Shop) -> None:
    Asking.pages[:] = [OrderPage((order("A-1", NOW - DAY),), NOW - DAY), RetryLater("Te druk.")]
    with shop.session() as session:
        reading_orders.read_from(session, shop.shop_id, shop.channel_id, since=NOW - 9 * DAY, person_id=None)
    read(shop)
    with shop.session() as session:
        found = orders.sources(session, shop.shop_id)[shop.channel_id]
    assert (found.until, found.message) == (NOW - DAY, "Te druk.")
    assert len(kept(shop)) == 1
    Asking.pages[:] = [OrderPage((order("A-2", NOW),), NOW)]
    read(shop)
    with shop.session() as session:
        assert orders.sources(session, shop.shop_id)[shop.channel_id] == orders.Source(NOW)


def test_a_channel_without_orders_cannot_be_read_from_and_one_that_is_off_is_not(shop: Shop) -> None:
    silent = shop.channel("Stil", "silent")
    with shop.session() as session, pytest.raises(reading_orders.NoOrders):
        reading_orders.read_from(session, shop.shop_id, silent, since=NOW, person_id=None)
    Asking.pages[:] = [OrderPage((order("A-1", NOW - DAY),), NOW)]
    with shop.session() as session:
        reading_orders.read_from(session, shop.shop_id, shop.channel_id, since=NOW, person_id=None)
        channels.set_state(session, shop.shop_id, shop.channel_id, "off")
    assert read(shop) == 0


def test_how_long_addresses_stay_has_a_limit(shop: Shop) -> None:
    with shop.session() as session, pytest.raises(switching.OutOfRange):
        switching.set_policy(session, shop.shop_id, divide=True, keep_days=61, person_id=None)
