"""After an upgrade the owner is asked about another pack of guidelines; requirements hold at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from plugin.guidelines import pack_versions
from plugin.store import packs, shops, trials
from plugin.work import changes, pack_watch
from plugin.work.patience import patiently
from tests.work.conftest import Desk


def accepted(desk: Desk, *, without: str) -> None:
    """Let the shop have accepted an older pack, which had not this guideline."""
    content = {name: row for name, row in pack_versions.current().content.items() if name != without}
    with desk.session() as session:
        packs.know(session, "old", "2025", content)
        packs.accept(session, desk.shop_id, "old")


def look(desk: Desk) -> int:
    return pack_watch.look(desk.database, desk.work._queueing)


def test_the_first_pack_of_a_shop_needs_no_yes(desk: Desk) -> None:
    desk.take_in(1)
    assert look(desk) == 0
    with desk.session() as session:
        assert shops.get(session, desk.shop_id).pack == pack_versions.current().hash
        assert pack_watch.lags(session) == []


def test_a_new_recommendation_waits_for_the_yes_and_holds_after_it(desk: Desk) -> None:
    desk.take_in(1)
    accepted(desk, without="R-HUMAN")
    assert look(desk) == 1
    assert look(desk) == 1
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
        assert shops.profile(session, desk.shop_id).rules.waiting == ("R-HUMAN",)
        (lag,) = pack_watch.lags(session)
        assert (lag.accepted, lag.changed, lag.waiting) == ("2025", 1, ("R-HUMAN",))
        changes.accept(session, desk.shop_id, trial.id)
    with desk.session() as session:
        assert shops.profile(session, desk.shop_id).rules.waiting == ()
    assert look(desk) == 0


def test_a_pack_that_is_only_told_otherwise_asks_nobody(desk: Desk) -> None:
    """An older program did not tell where a guideline applies: the first start after the update asks nothing."""
    desk.take_in(1)
    older = {
        name: {field: value for field, value in row.items() if row["kind"] == "LAW" or field != "channels"}
        for name, row in pack_versions.current().content.items()
    }
    with desk.session() as session:
        packs.know(session, "old", "2025", older)
        packs.accept(session, desk.shop_id, "old")
    assert look(desk) == 0
    with desk.session() as session:
        assert trials.open_ones(session, desk.shop_id) == []
        assert shops.get(session, desk.shop_id).pack == pack_versions.current().hash


def test_a_new_requirement_holds_at_once_and_is_shown(desk: Desk) -> None:
    desk.take_in(1)
    accepted(desk, without="EU-7")
    assert look(desk) == 1
    with desk.session() as session:
        assert shops.profile(session, desk.shop_id).rules.waiting == ()
        assert trials.open_ones(session, desk.shop_id)[0].kind == trials.PACK


def test_other_data_of_the_checks_are_tried_and_asked_and_wait_with_nothing(desk: Desk) -> None:
    desk.take_in(1)
    content = dict(pack_versions.current().content)
    content["lexicons"] = {**content["lexicons"], "files": {**content["lexicons"]["files"], "nl.yaml": "0"}}
    with desk.session() as session:
        packs.know(session, "old", "2025", content)
        packs.accept(session, desk.shop_id, "old")
    assert look(desk) == 1
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
        assert (trial.kind, trial.proposal["data"]) == (trials.PACK, True)
        assert shops.profile(session, desk.shop_id).rules.waiting == ()
        (lag,) = pack_watch.lags(session)
        assert (lag.changed, lag.waiting) == (1, ())


def test_the_first_start_with_a_program_that_tells_the_data_asks_nothing(desk: Desk) -> None:
    desk.take_in(1)
    older = {name: row for name, row in pack_versions.current().content.items() if row["kind"] != pack_versions.DATA}
    with desk.session() as session:
        packs.know(session, "old", "2025", older)
        packs.accept(session, desk.shop_id, "old")
    assert look(desk) == 0
    with desk.session() as session:
        assert shops.get(session, desk.shop_id).pack == pack_versions.current().hash
        assert trials.latest(session, desk.shop_id) == []


def test_a_shop_with_nothing_to_try_it_on_takes_the_newer_pack_at_once(desk: Desk) -> None:
    accepted(desk, without="R-HUMAN")
    assert look(desk) == 0
    with desk.session() as session:
        assert shops.get(session, desk.shop_id).pack == pack_versions.current().hash


def test_what_waits_stays_waiting_when_the_profile_is_saved(desk: Desk) -> None:
    desk.take_in(1)
    accepted(desk, without="R-HUMAN")
    look(desk)
    with desk.session() as session:
        profile = shops.profile(session, desk.shop_id)
        shops.save_profile(session, desk.shop_id, profile)
    with desk.session() as session:
        assert shops.profile(session, desk.shop_id).rules.waiting == ("R-HUMAN",)
        assert shops.profile(session, desk.shop_id).rules.without == ()


def test_two_workers_that_start_at_once_ask_once(desk: Desk) -> None:
    desk.take_in(1)
    accepted(desk, without="R-HUMAN")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: patiently(lambda: look(desk)), range(4))) == [1] * 4
    with desk.session() as session:
        assert len(trials.open_ones(session, desk.shop_id)) == 1
        assert len(trials.latest(session, desk.shop_id)) == 1
