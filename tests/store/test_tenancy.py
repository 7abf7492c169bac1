"""What keeps shops apart: explicit shop ids, the net under them, and the composite keys of the database."""

import ast
import datetime as dt
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

import plugin
from plugin.store import (
    Database,
    NotThere,
    WrongShop,
    batches,
    channels,
    decisions,
    drafts,
    events,
    glance,
    installs,
    people,
    promises,
    publications,
    reviews,
    schedules,
    shops,
    sign_ins,
)
from plugin.store.tables import Batch, Channel, Event, Person, Review
from plugin.words import (
    BUILT_IN,
    Decision,
    Drafted,
    Promise,
    PublicationState,
    Report,
    ReviewState,
    Role,
    Triage,
    Verdict,
)
from tests.store.conftest import NOW, Desk, customer_says

TRIAGE = Triage("nl", 0.9, Decision.REPLY, None, (), "a complaint")
ALWAYS = glance.Window(NOW - dt.timedelta(days=3650), NOW + dt.timedelta(days=3650))
DRAFTED = Drafted(TRIAGE, "Beste Jan", None, None, BUILT_IN, Report(Verdict.PASS))


@pytest.fixture
def theirs(database: Database, other: Desk) -> dict[str, int]:
    """One of everything, in the other shop."""
    shop = other.shop
    with database.session(shop) as session:
        (review,) = reviews.upsert(session, shop, other.channel, [customer_says(1)], NOW).new_ids
        reviews.upsert(session, shop, other.channel, [customer_says(1, "nu anders")], NOW)
        draft = drafts.save(session, shop, review, DRAFTED, review_version=2, batch_id=1)
        approval = publications.approve(session, shop, draft, other.person, text="Beste Jan", report={}).id
        publication = publications.add(session, shop, approval, "key-of-theirs").id
        (promise,) = promises.add_all(session, shop, publication, [Promise("we bellen", None)])
        batch = batches.add(session, shop, kind="desk", workflow_id="their-workflow").id
        schedules.save(session, shop, at="03:00", timezone="Europe/Amsterdam", on=True)
        events.add(session, shop, "their.secret", review_id=review)
        install = installs.add(session, shop, "shopify", "theirs.example", now=NOW).id
        people.add(session, shop, "Tim", Role.OWNER, external_id="42")
        signed_in = sign_ins.start(session, shop, other.person, "h" * 64, expires_at=NOW + dt.timedelta(1), now=NOW).id
        sign_ins.add_link(session, shop, other.person, "l" * 64, expires_at=NOW + dt.timedelta(1), now=NOW)
    return {
        "review": review, "draft": draft, "approval": approval, "publication": publication, "promise": promise.id,
        "batch": batch, "signed_in": signed_in, "person": other.person, "channel": other.channel, "shop": shop,
        "install": install,
    }  # fmt: skip


# Every public function that takes a row's id: as our shop, with their id. It says "not there", or finds nothing.
Attempt = Callable[[Session, int, dict[str, int], Desk], Any]
REFUSED: dict[str, Attempt] = {
    "reviews.get": lambda s, shop, t, _: reviews.get(s, shop, t["review"]),
    "reviews.lock": lambda s, shop, t, _: reviews.lock(s, shop, t["review"]),
    "reviews.set_state": lambda s, shop, t, _: reviews.set_state(s, shop, t["review"], ReviewState.CLOSED),
    "reviews.set_existing_reply": lambda s, shop, t, _: reviews.set_existing_reply(s, shop, t["review"], None),
    "reviews.upsert": lambda s, shop, t, _: reviews.upsert(s, shop, t["channel"], [customer_says(9)], NOW),
    "drafts.get": lambda s, shop, t, _: drafts.get(s, shop, t["draft"]),
    "drafts.save": lambda s, shop, t, _: drafts.save(s, shop, t["review"], DRAFTED, review_version=1),
    "drafts.save_edit": lambda s, shop, t, d: drafts.save_edit(
        s, shop, t["review"], "x", Report(Verdict.PASS), person_id=d.person
    ),
    "drafts.add_findings": lambda s, shop, t, _: drafts.add_findings(s, shop, t["draft"], "Beste Jan", []),
    "decisions.save": lambda s, shop, t, _: decisions.save(s, shop, t["review"], TRIAGE),
    "decisions.overrule": lambda s, shop, t, d: decisions.overrule(
        s, shop, t["review"], Decision.SILENT, None, "x", d.person
    ),
    "channels.get": lambda s, shop, t, _: channels.get(s, shop, t["channel"]),
    "channels.secrets": lambda s, shop, t, _: channels.secrets(s, shop, t["channel"]),
    "channels.full_settings": lambda s, shop, t, _: channels.full_settings(s, shop, t["channel"]),
    "channels.save_settings": lambda s, shop, t, _: channels.save_settings(s, shop, t["channel"], name="mine"),
    "channels.save_settings, nothing": lambda s, shop, t, _: channels.save_settings(s, shop, t["channel"]),
    "channels.set_state": lambda s, shop, t, _: channels.set_state(s, shop, t["channel"], "off"),
    "channels.save_cursor": lambda s, shop, t, _: channels.save_cursor(s, shop, t["channel"], {}),
    "channels.plan_reading": lambda s, shop, t, _: channels.plan_reading(s, shop, t["channel"], NOW, failures=9),
    "channels.read_soon": lambda s, shop, t, _: channels.read_soon(s, shop, t["channel"]),
    "channels.disconnect": lambda s, shop, t, _: channels.disconnect(s, shop, t["channel"]),
    "installs.get": lambda s, shop, t, _: installs.get(s, shop, t["install"]),
    "installs.held": lambda s, shop, t, _: installs.held(s, shop, t["install"]),
    "sign_ins.set_language": lambda s, shop, t, _: sign_ins.set_language(s, shop, t["signed_in"], "de"),
    "people.get": lambda s, shop, t, _: people.get(s, shop, t["person"]),
    "people.set_role": lambda s, shop, t, _: people.set_role(s, shop, t["person"], Role.VIEWER),
    "people.set_active": lambda s, shop, t, _: people.set_active(s, shop, t["person"], active=False),
    "sign_ins.add_link": lambda s, shop, t, _: sign_ins.add_link(s, shop, t["person"], "x", expires_at=NOW, now=NOW),
    "sign_ins.start": lambda s, shop, t, _: sign_ins.start(s, shop, t["person"], "x", expires_at=NOW, now=NOW),
    "sign_ins.end": lambda s, shop, t, _: sign_ins.end(s, shop, t["signed_in"], NOW),
    "publications.approve": lambda s, shop, t, d: publications.approve(
        s, shop, t["draft"], d.person, text="x", report={}
    ),
    "publications.approval": lambda s, shop, t, _: publications.approval(s, shop, t["approval"]),
    "publications.add": lambda s, shop, t, _: publications.add(s, shop, t["approval"], "another-key"),
    "publications.get": lambda s, shop, t, _: publications.get(s, shop, t["publication"]),
    "publications.note_violation": lambda s, shop, t, _: publications.note_violation(s, shop, t["publication"], {}),
    "promises.add_all": lambda s, shop, t, _: promises.add_all(s, shop, t["publication"], []),
    "promises.keep": lambda s, shop, t, _: promises.keep(s, shop, t["promise"]),
    "promises.drop": lambda s, shop, t, _: promises.drop(s, shop, t["promise"]),
    "promises.assign": lambda s, shop, t, d: promises.assign(s, shop, t["promise"], d.person),
    "batches.get": lambda s, shop, t, _: batches.get(s, shop, t["batch"]),
}
EMPTY: dict[str, Attempt] = {
    "installs.of_shop": lambda s, shop, t, _: installs.of_shop(s, shop, "shopify"),
    "installs.every": lambda s, shop, t, _: installs.every(s, shop),
    "people.by_external_id": lambda s, shop, t, _: people.by_external_id(s, shop, "42"),
    "sign_ins.end_embedded": lambda s, shop, t, _: sign_ins.end_embedded(s, shop, "shopify", NOW),
    "reviews.find": lambda s, shop, t, _: reviews.find(s, shop, t["review"]),
    "reviews.by_external_id": lambda s, shop, t, _: reviews.by_external_id(s, shop, t["channel"], "r-1"),
    "reviews.versions": lambda s, shop, t, _: reviews.versions(s, shop, t["review"]),
    "reviews.unseen": lambda s, shop, t, _: reviews.unseen(s, shop, t["channel"], NOW - dt.timedelta(999), set()),
    "reviews.mark_removed": lambda s, shop, t, _: reviews.mark_removed(s, shop, t["channel"], ["r-1"]),
    "reviews.open_ids": lambda s, shop, t, _: reviews.open_ids(s, shop),
    "reviews.open_since": lambda s, shop, t, _: reviews.open_since(s, shop, NOW - dt.timedelta(999)),
    "reviews.page": lambda s, shop, t, _: reviews.page(s, shop).rows,
    "reviews.page, search": lambda s, shop, t, _: reviews.page(s, shop, reviews.Filters(search="anders")).rows,
    "reviews.counts": lambda s, shop, t, _: reviews.counts(s, shop)["all"],
    "drafts.find": lambda s, shop, t, _: drafts.find(s, shop, t["draft"]),
    "drafts.current": lambda s, shop, t, _: drafts.current(s, shop, t["review"]),
    "drafts.history": lambda s, shop, t, _: drafts.history(s, shop, t["review"]),
    "drafts.save_many": lambda s, shop, t, _: drafts.save_many(s, shop, [drafts.ToSave(t["review"], 1, DRAFTED)]),
    "drafts.drafted_in": lambda s, shop, t, _: drafts.drafted_in(s, shop, 1, [t["review"]]),
    "drafts.recent_replies": lambda s, shop, t, _: drafts.recent_replies(s, shop, "nl"),
    "drafts.blocked_share": lambda s, shop, t, _: drafts.blocked_share(s, shop, 1)[1],
    "drafts.mark_outdated": lambda s, shop, t, _: drafts.mark_outdated(s, shop, [t["review"]]),
    "decisions.current": lambda s, shop, t, _: decisions.current(s, shop, t["review"]),
    "decisions.current_of": lambda s, shop, t, _: decisions.current_of(s, shop, [t["review"]]),
    "decisions.history": lambda s, shop, t, _: decisions.history(s, shop, t["review"]),
    "channels.find": lambda s, shop, t, _: channels.find(s, shop, t["channel"]),
    "channels.liveliness": lambda s, shop, t, _: any(channels.liveliness(s, shop, t["channel"])),
    "people.find": lambda s, shop, t, _: people.find(s, shop, t["person"]),
    "sign_ins.every": lambda s, shop, t, _: sign_ins.every(s, shop, NOW, kind="desk"),
    "sign_ins.unused_links": lambda s, shop, t, _: sign_ins.unused_links(s, shop, NOW),
    "sign_ins.withdraw_links": lambda s, shop, t, _: sign_ins.withdraw_links(s, shop, t["person"], NOW),
    "sign_ins.end_all": lambda s, shop, t, _: sign_ins.end_all(s, shop, t["person"], NOW),
    "publications.find": lambda s, shop, t, _: publications.find(s, shop, t["publication"]),
    "publications.approvals_of": lambda s, shop, t, _: publications.approvals_of(s, shop, t["review"]),
    "publications.current": lambda s, shop, t, _: publications.current(s, shop, t["review"]),
    "publications.of_review": lambda s, shop, t, _: publications.of_review(s, shop, t["review"]),
    "publications.with_violation": lambda s, shop, t, _: publications.with_violation(s, shop, t["review"]),
    "publications.standing": lambda s, shop, t, _: publications.standing(s, shop, t["review"]),
    "publications.take_down": lambda s, shop, t, _: publications.take_down(s, shop, t["review"]),
    "promises.replaced": lambda s, shop, t, _: promises.replaced(s, shop, t["publication"], now=NOW),
    "publications.in_state": lambda s, shop, t, _: publications.in_state(s, shop, list(PublicationState)),
    "publications.move": lambda s, shop, t, _: publications.move(
        s, shop, t["publication"], PublicationState.VISIBLE, only_from=list(PublicationState)
    ),
    "publications.begin_attempt": lambda s, shop, t, _: publications.begin_attempt(s, shop, t["publication"], after=0),
    "promises.of_publication": lambda s, shop, t, _: promises.of_publication(s, shop, t["publication"]),
    "promises.of_review": lambda s, shop, t, _: promises.of_review(s, shop, t["review"]),
    "promises.open_ones": lambda s, shop, t, _: promises.open_ones(s, shop),
    "promises.open_count": lambda s, shop, t, _: promises.open_count(s, shop),
    "glance.glance": lambda s, shop, t, _: any(astuple(glance.glance(s, shop, ALWAYS, ALWAYS))),
    "schedules.find": lambda s, shop, t, _: schedules.find(s, shop),
    "batches.find": lambda s, shop, t, _: batches.find(s, shop, t["batch"]),
    "batches.latest": lambda s, shop, t, _: batches.latest(s, shop),
    "batches.running": lambda s, shop, t, _: batches.running(s, shop),
    "batches.start": lambda s, shop, t, _: batches.start(s, shop, t["batch"], total=9),
    "batches.progress": lambda s, shop, t, _: batches.progress(s, shop, t["batch"], done=9),
    "batches.set_progress": lambda s, shop, t, _: batches.set_progress(s, shop, t["batch"], done=9, failed=9),
    "batches.finish": lambda s, shop, t, _: batches.finish(s, shop, t["batch"], "done"),
    "events.of_review": lambda s, shop, t, _: events.of_review(s, shop, t["review"]),
    "events.page": lambda s, shop, t, _: events.page(s, shop),
}


def snapshot(database: Database, shop: int) -> list[Any]:
    """All that the other shop has, to compare."""
    with database.session() as session:
        found = []
        for table in (Review, Channel, Person, Batch, Event):
            names = [column.key for column in table.__mapper__.column_attrs]
            rows = session.scalars(select(table).where(table.shop_id == shop)).all()
            found.append(sorted(repr([getattr(row, name) for name in names]) for row in rows))
        return found


@pytest.mark.parametrize("net", [True, False], ids=["in the net", "by explicit shop id alone"])
def test_no_public_function_reaches_another_shops_rows(
    database: Database, desk: Desk, theirs: dict[str, int], net: bool
) -> None:
    before = snapshot(database, theirs["shop"])
    for name, attempt in REFUSED.items():
        with database.session(desk.shop if net else None) as session:
            try:
                attempt(session, desk.shop, theirs, desk)
            except NotThere:
                session.rollback()
                continue
        pytest.fail(f"{name} reached a row of another shop")
    for name, attempt in EMPTY.items():
        with database.session(desk.shop if net else None) as session:
            assert not attempt(session, desk.shop, theirs, desk), name
    assert snapshot(database, theirs["shop"]) == before


def test_every_public_function_that_takes_a_row_is_tried_above() -> None:
    """A new function of the store joins the lists above, or says here why it need not."""
    needs_no_shop_row = {
        "events.add", "people.add", "people.every", "channels.add", "channels.every", "channels.listed", "channels.by_name", "batches.add",
        "schedules.save",
    }  # fmt: skip
    tried = {name.split(",")[0] for name in (*REFUSED, *EMPTY)} | needs_no_shop_row
    rooms = (
        reviews,
        drafts,
        decisions,
        channels,
        people,
        sign_ins,
        publications,
        promises,
        schedules,
        batches,
        events,
        glance,
    )
    missing = set()
    for room in rooms:
        tree = ast.parse(Path(room.__file__ or "").read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                takes = [each.arg for each in node.args.args]
                name = f"{room.__name__.rsplit('.', maxsplit=1)[-1]}.{node.name}"
                if takes[:2] == ["session", "shop_id"] and name not in tried:
                    missing.add(name)
    assert not missing


def test_the_net_scopes_a_statement_that_forgot_its_shop(
    database: Database, desk: Desk, theirs: dict[str, int]
) -> None:
    with database.session(desk.shop) as session:
        other_name = aliased(Review)
        assert session.scalars(select(Review)).all() == []
        assert session.scalar(select(func.count()).select_from(Review)) == 0
        assert session.scalars(select(other_name)).all() == []
        assert session.get(Review, theirs["review"]) is None
        assert [shop.id for shop in shops.every(session)] == [desk.shop]
        session.execute(update(Review).values(state="closed"))
        session.execute(delete(Event))
    with database.session() as session:
        assert session.scalars(select(Review.state)).all() == ["waiting"]
        assert session.scalar(select(func.count()).select_from(Event)) == 1


@pytest.mark.parametrize("way", ["add", "insert", "insert many", "move"])
def test_the_net_refuses_to_write_for_another_shop(
    database: Database, desk: Desk, theirs: dict[str, int], way: str
) -> None:
    row = {"shop_id": theirs["shop"], "name": "Indringer", "role": "owner", "created_at": NOW}
    with pytest.raises(WrongShop), database.session(desk.shop) as session:  # noqa: PT012 -- four ways to do one thing
        match way:
            case "add":
                session.add(Person(**row))
                session.flush()
            case "insert":
                session.execute(insert(Person).values(**row))
            case "insert many":
                session.execute(insert(Person), [row])
            case _:
                people.get(session, desk.shop, desk.person).shop_id = theirs["shop"]
                session.flush()


def test_the_database_itself_keeps_a_rows_parts_in_one_shop(
    database: Database, desk: Desk, theirs: dict[str, int]
) -> None:
    row = {"external_id": "x", "text": "", "created_at": NOW, "fetched_at": NOW}
    with database.session() as session:
        session.add(Review(shop_id=desk.shop, channel_id=theirs["channel"], **row))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


# Bare SQL and bare tables pass the net by; these modules may use them, and say so.
MAY_WRITE_SQL = {"bulk.py", "facets.py", "found.py", "streams.py", "tables.py"}


def test_bare_sql_and_bare_tables_stay_where_they_are_known() -> None:
    root = Path(plugin.__file__).parent
    found = []
    for path in root.rglob("*.py"):
        if "migrations" in path.parts or (path.parent.name == "store" and path.name in MAY_WRITE_SQL):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            bare_table = isinstance(node, ast.Attribute) and node.attr in {"__table__", "exec_driver_sql"}
            imported = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
            bare_text = imported and any(name.name == "text" for name in node.names)  # type: ignore[attr-defined]  # an ImportFrom has names
            if bare_table or bare_text:
                found.append(f"{path.relative_to(root)}:{node.lineno}")
    assert not found
