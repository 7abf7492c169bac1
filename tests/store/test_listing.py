import contextlib
import dataclasses
import itertools
import random
from collections.abc import Callable

import pytest
from sqlalchemy import event, func, select

from connectors.contract import Review as ChannelReview
from plugin.store import Database, bulk, channels, facets, found, ordered, reviews
from plugin.store.listing import BadCursor, Filters, Folder
from plugin.store.ranking import rank
from plugin.store.tables import Review, ReviewFacet
from plugin.words import Decision, ReviewState
from tests.store.conftest import NOW, Desk, customer_says

STATES = [state.value for state in ReviewState]
DECISIONS = ["", *(decision.value for decision in Decision)]
LANGUAGES = ["", "nl", "de", "fr"]
WORDS = ["fiets", "tas", "kapot", "laat", "snel", "mooi", "geldzaak", "terug"]


def fill(database: Database, desk: Desk, many: int, rng: random.Random, start: int = 0) -> list[int]:
    """Reviews in every corner: two channels, all states, decisions and languages."""
    with database.session(desk.shop) as session:
        known = channels.every(session, desk.shop)
        if len(known) == 1:
            channels.add(session, desk.shop, "file", "second", {})
        on = [channel.id for channel in channels.every(session, desk.shop)]
        made = []
        for number in range(start, start + many):
            given = customer_says(number)
            made.append(
                {
                    "shop_id": desk.shop, "channel_id": rng.choice(on), "external_id": f"x{number}", "created_at": given.created,
                    "fetched_at": NOW, "text": " ".join(rng.choices(WORDS, k=3)), "title": "", "author": "Zoë",
                    "rating": rng.choice([None, 1, 2, 3, 4, 5]), "state": rng.choice(STATES), "decision": rng.choice(DECISIONS),
                    "language": rng.choice(LANGUAGES), "rank": rank(NOW) - rng.randint(0, many),
                }
            )  # fmt: skip
        bulk.insert_new(session.connection(), Review, made)
        return on


def whole_list(database: Database, desk: Desk, filters: Filters, limit: int) -> list[int]:
    seen, cursor = [], None
    with database.session(desk.shop) as session:
        while True:
            page = reviews.page(session, desk.shop, filters, cursor, limit)
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                return seen


def truth(database: Database, desk: Desk, filters: Filters) -> list[int]:
    wanted = select(Review).where(Review.shop_id == desk.shop).order_by(Review.rank.desc(), Review.id.desc())
    with database.session(desk.shop) as session:
        found = session.scalars(wanted).all()
    states = [state.value for state in (filters.folder or Folder.ALL).states]
    last = filters.search.split()[-1:]
    return [
        review.id
        for review in found
        if review.state in states
        and filters.state in {None, review.state}
        and filters.channel_id in {None, review.channel_id}
        and filters.rating in {None, review.rating or 0}
        and filters.decision in {None, review.decision}
        and filters.language in {None, review.language}
        and all(word in review.text.split() for word in filters.search.split()[:-1])
        and all(any(said.startswith(word) for said in review.text.split()) for word in last)
    ]


def some_filters(on: list[int], rng: random.Random, many: int) -> list[Filters]:
    return [
        Filters(
            folder=rng.choice([None, *Folder]),
            state=rng.choice([None, None, None, *ReviewState]),
            channel_id=rng.choice([None, *on]),
            rating=rng.choice([None, None, 0, 1, 5]),
            decision=rng.choice([None, None, "", Decision.REPLY]),
            language=rng.choice([None, None, *LANGUAGES]),
            search=rng.choice(["", "", "fiets", "kapot geld", "nergens"]),
        )
        for _ in range(many)
    ]


@pytest.mark.parametrize(("walk", "few"), [(ordered.WALK, ordered.FEW), (0, ordered.FEW), (0, 0), (20, 3)])
def test_the_pages_together_are_the_whole_list_whichever_way_they_are_found(
    database: Database, desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch, walk: int, few: int
) -> None:
    monkeypatch.setattr(ordered, "WALK", walk)
    monkeypatch.setattr(ordered, "FEW", few)
    rng = random.Random(walk + few)
    on = fill(database, desk, 300, rng)
    fill(database, other, 50, rng)
    for filters in [Filters(), *some_filters(on, rng, 20)]:
        assert whole_list(database, desk, filters, 23) == truth(database, desk, filters), filters


WAYS = {"by texts": (0.0, 64), "by the index": (1e9, 64), "by the index and texts": (1e9, 1), "a few texts": (5.0, 64)}


@pytest.mark.parametrize(("read", "too_common"), WAYS.values(), ids=WAYS.keys())
def test_a_search_finds_the_same_whichever_way_it_looks(
    database: Database, desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch, read: float, too_common: int
) -> None:
    monkeypatch.setattr(found, "READ", read or 1e-9)
    monkeypatch.setattr(found, "_TOO_COMMON", too_common)
    monkeypatch.setattr(found, "_AT_ONCE", 30)  # several goes for one page
    rng = random.Random(5)
    on = fill(database, desk, 300, rng)
    fill(database, other, 50, rng)
    for filters in some_filters(on, rng, 25):
        searched = dataclasses.replace(
            filters, search=rng.choice(["fiets", "kapot geld", "tas mooi", "geld", "nergens"])
        )
        assert whole_list(database, desk, searched, 23) == truth(database, desk, searched), searched


def test_no_gaps_or_doubles_while_reviews_come_in(database: Database, desk: Desk) -> None:
    rng = random.Random(5)
    fill(database, desk, 300, rng)
    for filters in (Filters(), Filters(folder=Folder.TODO), Filters(language="fr"), Filters(search="fiets")):
        before = truth(database, desk, filters)
        seen: list[int] = []
        cursor = None
        for number in itertools.count(1):
            with database.session(desk.shop) as session:
                page = reviews.page(session, desk.shop, filters, cursor, 20)
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break
            fill(database, desk, 10, rng, start=number * 1000 + len(seen) * 100_000)
        assert len(seen) == len(set(seen))
        assert [review_id for review_id in seen if review_id in set(before)] == before


class Undo(Exception):
    """Something went wrong half-way."""


def counted(database: Database, desk: Desk) -> dict[tuple[object, ...], int]:
    columns = [getattr(Review, name) for name in facets.NAMES]
    with database.session(desk.shop) as session:
        found = session.execute(select(*columns, func.count()).where(Review.shop_id == desk.shop).group_by(*columns))
        return {tuple(row[:-1]): row[-1] for row in found}


def kept(database: Database, desk: Desk) -> dict[tuple[object, ...], int]:
    columns = [getattr(ReviewFacet, name) for name in facets.NAMES]
    with database.session(desk.shop) as session:
        found = session.execute(select(*columns, ReviewFacet.n).where(ReviewFacet.shop_id == desk.shop))
        return {tuple(row[:-1]): row[-1] for row in found if row[-1] != 0}


@pytest.mark.parametrize("seed", range(4))
def test_the_counts_are_the_truth_after_anything_that_happens(database: Database, desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    fill(database, desk, 60, rng)
    for step in range(40):
        with contextlib.suppress(Undo), database.session(desk.shop) as session:
            ids = session.scalars(select(Review.id).where(Review.shop_id == desk.shop)).all()
            some = rng.choice(ids)
            match rng.randrange(6):
                case 0:
                    given = [customer_says(rng.randrange(30), rating=rng.choice([None, 1, 5])) for _ in range(5)]
                    reviews.upsert(session, desk.shop, desk.channel, given, NOW)
                case 1:
                    reviews.set_state(session, desk.shop, some, rng.choice(list(ReviewState)))
                case 2:
                    reviews.mark_removed(session, desk.shop, desk.channel, {f"x{rng.randrange(60)}"})
                case 3:
                    review = reviews.get(session, desk.shop, some)
                    review.language, review.decision = rng.choice(LANGUAGES), rng.choice(DECISIONS)
                case 4:
                    session.delete(reviews.get(session, desk.shop, some))
                case _:
                    reviews.get(session, desk.shop, some).rating = rng.choice([None, 2, 3])
            session.flush()
            if step % 7 == 0:
                raise Undo
    assert kept(database, desk) == counted(database, desk)
    with database.session(desk.shop) as session:
        assert reviews.counts(session, desk.shop)["all"] == sum(counted(database, desk).values())


def test_the_counts_include_what_this_transaction_wrote(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, [customer_says(1)], NOW)
        assert reviews.counts(session, desk.shop)["todo"] == 1
        assert len(reviews.page(session, desk.shop, Filters(folder=Folder.TODO)).rows) == 1


@pytest.mark.parametrize(
    ("search", "finds"),
    [
        ("cafe", True), ("CAFÉ", True), ("schönes", True), ("schones wetter", True), ("wett", True), ("wet", False),
        ("Müller", True), ("strandstoel", True), ("titelwoord", True), ("schönes regen", False),
        ("strandstoel müller", True), ('"', False), ("*", False), ("a* OR b", False), ("NOT wetter", False),
        ("text:wetter", False), ("wetter'); DROP TABLE reviews; --", False), ("\x00", False), ("zq1shop wetter", False),
        ("wetter & | ! ( ) :*", True), ("w" * 5000, False), ("", True), ("  ", True), ("wetter\\", True), ("😭", False),
    ],
)  # fmt: skip
def test_a_search_finds_words_and_nothing_a_person_types_is_a_command(
    database: Database, desk: Desk, says: Callable[..., ChannelReview], search: str, finds: bool
) -> None:
    given = says(1, "Schönes Wetter im café", title="Titelwoord!", author="Müller", product="strandstoel/rood")
    with database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, [given], NOW)
        assert bool(reviews.page(session, desk.shop, Filters(search=search)).rows) is finds


def test_a_search_follows_edits_and_never_leaves_the_shop(
    database: Database, desk: Desk, other: Desk, says: Callable[..., ChannelReview]
) -> None:
    for number, home in enumerate((desk, other)):
        with database.session(home.shop) as session:
            reviews.upsert(session, home.shop, home.channel, [says(number, "een parasol zq1shop zq2shop")], NOW)
    with database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, [says(0, "een tafel zq1statecheck")], NOW)
        assert not reviews.page(session, desk.shop, Filters(search="parasol")).rows
        assert len(reviews.page(session, desk.shop, Filters(search="tafel")).rows) == 1
        # A review that holds the made words shows up nowhere it does not belong.
        assert not reviews.page(session, desk.shop, Filters(search="tafel", folder=Folder.CHECK)).rows


@pytest.mark.parametrize("cursor", ["x", "-1", "1e9", "٣", "9" * 30, "1;2"])
def test_a_made_up_cursor_is_refused(database: Database, desk: Desk, cursor: str) -> None:
    with database.session(desk.shop) as session, pytest.raises(BadCursor):
        reviews.page(session, desk.shop, cursor=cursor)


def every_combination(on: list[int]) -> list[Filters]:
    return [
        Filters(folder, None, channel, rating, decision, language, search)
        for folder, channel, rating, decision, language, search in itertools.product(
            (None, Folder.TODO, Folder.CHECK), (None, on[0]), (None, 5), (None, Decision.REPLY), (None, "nl"), ("", "fiets", "kapot fiets")
        )
    ]  # fmt: skip


@pytest.mark.parametrize("has_statistics", [True, False])  # nobody's database has them unless someone made them
@pytest.mark.parametrize(("walk", "few"), [(ordered.WALK, ordered.FEW), (0, 0)])
def test_no_listing_scans_or_sorts_whatever_the_filter(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, walk: int, few: int, has_statistics: bool
) -> None:
    from tests.store.conftest import make_desk

    monkeypatch.setattr(ordered, "WALK", walk)
    monkeypatch.setattr(ordered, "FEW", few)
    monkeypatch.setattr(found, "READ", found.READ if walk else 1e9)  # texts are read, or the index is asked
    desk = make_desk(sqlite_database, "a")
    on = fill(sqlite_database, desk, 300, random.Random(1))
    for number in range(5):
        fill(sqlite_database, make_desk(sqlite_database, f"other-{number}"), 100, random.Random(number))
    with sqlite_database.engine.connect() as connection:
        if has_statistics:
            connection.exec_driver_sql("ANALYZE")
        connection.commit()
    asked: set[tuple[str, tuple[object, ...]]] = set()

    @event.listens_for(sqlite_database.engine, "before_cursor_execute")
    def _keep(_c: object, _cursor: object, sql: str, parameters: tuple[object, ...], *_: object) -> None:
        if sql.startswith("SELECT"):
            asked.add((sql, tuple(parameters)))

    with sqlite_database.session(desk.shop) as session:
        for filters in every_combination(on):
            for cursor in (None, str((rank(NOW) - 150) << 31)):
                reviews.page(session, desk.shop, filters, cursor, 20)
        reviews.counts(session, desk.shop)
        reviews.open_ids(session, desk.shop)
    event.remove(sqlite_database.engine, "before_cursor_execute", _keep)
    with sqlite_database.engine.connect() as connection:
        for sql in {sql for sql, _ in asked}:
            parameters = next(given for asked_sql, given in asked if asked_sql == sql)
            plan = [row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, parameters)]
            assert plan
            for step in plan:
                assert "TEMP B-TREE" not in step, (sql, plan)
                # What is walked whole: finds of the search index, the stretch of a walk, one parameter's values.
                walked_whole = step.startswith("SCAN") and not any(
                    small in step for small in ("VIRTUAL TABLE", "anon_", "json_each", "CONSTANT ROW")
                )
                assert not walked_whole, (sql, plan)
            if "AS excerpt" in sql:  # the page's rows: by their ids, never along an index of what was filtered by
                assert "rowid=?" in plan[0] or "AND id=?" in plan[0], (sql, plan)
