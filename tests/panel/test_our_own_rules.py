"""Our own rules, examples, and changes that wait for the owner's yes."""

from __future__ import annotations

import datetime as dt
import re
import threading
from types import SimpleNamespace

import pytest

from plugin.guidelines import pack_versions
from plugin.publishing import editing
from plugin.store import drafts, golden, learning, packs, shops, trials, workers
from plugin.words import Role
from plugin.work import changes
from plugin.work.hands import Hands
from plugin.work.shadow import run_trial
from tests.panel import made_up
from tests.panel.conftest import Desk, SignIn
from tests.panel.made_up import REPLY, Shop


def rules_form(**more: object) -> dict[str, object]:
    return {
        "version": "1",
        "never_id": ["", ""],
        "never_words": ["vervelend", ""],
        "never_use": ["jammer", ""],
        "never_severity": ["warn", "block"],
        "never_language": ["nl", ""],
        "wanted_id": [""],
        "wanted_words": ["Tot gauw!"],
        "wanted_plays": ["P-POSITIVE"],
        "wanted_language": [""],
        "words_T-THANK": "40",
        "max_sentences": "",
        **more,
    }


def trial_of(shop: Shop) -> int:
    with shop.session() as session:
        return trials.open_ones(session, shop.id)[0].id


def try_it(shop: Shop, trial_id: int) -> None:
    run_trial(shop.database, shop.id, trial_id, hands=Hands(), concurrency=1, stopping=threading.Event())


def test_the_rules_are_kept_as_they_were_filled_in(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert desk.post("/rules", htmx=False, **rules_form(without=["R-HUMAN"])).status_code == 303
    with shop.session() as session:
        kept = shops.profile(session, shop.id).rules
    assert [(rule.id, rule.words, rule.use, str(rule.severity)) for rule in kept.never] == [
        ("SHOP-1", "vervelend", "jammer", "warn")
    ]
    assert kept.wanted[0].plays == ("P-POSITIVE",)
    assert kept.without == ("R-HUMAN",)
    page = desk.get("/rules").text
    assert 'value="vervelend"' in page
    assert 'value="SHOP-1"' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [({"without": ["R-FACTS"]}, "R-FACTS is a MUST"), ({"words_T-THANK": "2"}, "10"), ({"version": "7"}, "intussen")],
)
def test_what_cannot_be_kept_is_said_and_the_form_stays_filled(
    shop: Shop, sign_in: SignIn, change: dict[str, object], words: str
) -> None:
    answer = sign_in(shop).post("/rules", htmx=False, **rules_form(**change))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="vervelend"' in answer.text


def test_an_approver_reads_the_rules_and_cannot_change_them(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.APPROVER)
    assert desk.get("/rules").status_code == 200
    assert desk.post("/rules", htmx=False, **rules_form()).status_code == 403


def test_with_reviews_there_a_change_waits_and_is_shown_side_by_side(shop: Shop, sign_in: SignIn) -> None:
    shop.add("1", made_up.drafted())
    desk = sign_in(shop)
    answer = desk.post("/rules", htmx=False, **rules_form(never_words=["lamp*", ""], never_use=["", ""]))
    trial_id = trial_of(shop)
    assert f"/changes/{trial_id}" in answer.location
    with shop.session() as session:
        workers.sign(session, "w", dt.datetime.now(dt.UTC), starts=True)  # or the banner says that none runs
    assert "wacht op het ja" in desk.get("/inbox").text
    assert "hx-get" in desk.get(f"/changes/{trial_id}").text
    try_it(shop, trial_id)
    page = desk.get(f"/changes/{trial_id}").text
    assert "Zoals het is" in page
    assert "<del>" in page
    assert 'value="lamp*"' in desk.get("/rules").text, "the next edit starts from what waits"
    assert desk.post(f"/changes/{trial_id}", htmx=False, how="accept").status_code == 303
    with shop.session() as session:
        assert shops.profile(session, shop.id).rules.never[0].words == "lamp*"
    assert desk.post(f"/changes/{trial_id}", htmx=False, how="drop").status_code == 409


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (["judge"], "Een andere tweede lezer: m@judge-3"),
        (["adviser"], "Een andere adviseur over wat een review vraagt: m@triage-2"),
        (["adviser", "judge"], "Een andere tweede lezer: m@judge-3; Een andere adviseur"),
        (["judge", "writer"], "Een andere schrijver: m@reply-2"),
    ],
)
def test_the_desk_says_which_reader_would_be_another(
    shop: Shop, sign_in: SignIn, changed: list[str], words: str
) -> None:
    marks = {"writer": "m@reply-2 0a", "judge": "m@judge-3 0b", "adviser": "m@triage-2 0c"}
    proposal = {"writer": "m@reply-2", "hands": marks, "changed": changed}
    with shop.session() as session:
        trial_id = trials.add(session, shop.id, trials.WRITER, proposal, workflow_id="w1").id
    page = sign_in(shop).get(f"/changes/{trial_id}").text
    assert words in page
    assert "m@judge-3 0b" not in page


def test_the_desk_names_the_data_that_another_pack_changes(shop: Shop, sign_in: SignIn) -> None:
    pack = pack_versions.current()
    files = {**pack.content["lexicons"]["files"], "nl.yaml": "0", "gone.yaml": "1"}
    with shop.session() as session:
        packs.know(session, "old", "1", {**pack.content, "lexicons": {**pack.content["lexicons"], "files": files}})
        packs.know(session, pack.hash, pack.version, pack.content)
        proposal = {"hash": pack.hash, "version": pack.version, "before": "old", "data": True}
        trial_id = trials.add(session, shop.id, trials.PACK, proposal, workflow_id="w1").id
    page = sign_in(shop).get(f"/changes/{trial_id}").text
    line = re.search(r"<li><div class=\"grow\"><b>lexicons</b>(.*?)</li>", page)
    assert line is not None
    assert "De woorden waarover klanten schrijven" in line[1]
    assert "ook gewijzigd: gone.yaml, nl.yaml" in line[1]
    assert "geldt al" in line[1]
    assert page.count('<div class="grow">') == 1


def test_what_could_not_be_tried_cannot_be_accepted_and_is_tried_again(shop: Shop, sign_in: SignIn) -> None:
    shop.add("1", made_up.drafted())
    desk = sign_in(shop)
    desk.post("/rules", htmx=False, **rules_form())
    trial_id = trial_of(shop)
    with shop.session() as session:
        trials.finish(session, shop.id, trial_id, "failed", "Het model antwoordde niet.")
    page = desk.get(f"/changes/{trial_id}").text
    assert "Het model antwoordde niet." in page
    assert 'value="accept"' not in page
    assert 'value="again"' in page
    assert desk.post(f"/changes/{trial_id}", htmx=False, how="accept").status_code == 409
    assert desk.post(f"/changes/{trial_id}", htmx=False, how="again").status_code == 303
    assert 'value="accept"' in desk.get(f"/changes/{trial_id}").text


def test_the_policy_waits_too_and_keeps_the_rules_that_wait(shop: Shop, sign_in: SignIn) -> None:
    shop.add("1", made_up.drafted())
    desk = sign_in(shop)
    desk.post("/rules", htmx=False, **rules_form())
    form = {
        "version": "1", "name": "De Gloed", "agent": "Roos", "country": "nl", "languages": ["nl"],
        "first_language": "nl", "withdrawal_days": "30", "warranty_months": "24", "return_shipping": "shop",
    }  # fmt: skip
    assert "/changes/" in desk.post("/policy", htmx=False, **form).location
    trial_id = trial_of(shop)
    with shop.session() as session:
        assert shops.profile(session, shop.id).agent == "Marit"
        changes.accept(session, shop.id, trial_id)
    with shop.session() as session:
        profile = shops.profile(session, shop.id)
    assert profile.agent == "Roos"
    assert profile.rules.never[0].words == "vervelend"


def test_a_dropped_change_leaves_all_as_it_was(shop: Shop, sign_in: SignIn) -> None:
    shop.add("1", made_up.drafted())
    desk = sign_in(shop)
    desk.post("/rules", htmx=False, **rules_form())
    desk.post(f"/changes/{trial_of(shop)}", htmx=False, how="drop")
    with shop.session() as session:
        assert shops.profile(session, shop.id).rules.never == ()
    assert "vervallen" in desk.get("/changes").text


def edited(shop: Shop, number: int) -> None:
    review_id = shop.add(f"e{number}", made_up.drafted())
    person = SimpleNamespace(person_id=shop.people[Role.OWNER], role=Role.OWNER)
    with shop.session() as session:
        editing.save_edit(session, shop.id, review_id, REPLY.replace("vervelend", "jammer"), person)


def propose(shop: Shop) -> str:
    for number in range(3):
        edited(shop, number)
    with shop.session() as session:
        assert len(learning.edits(session, shop.id)) == 3
        return changes.proposed_rules(session, shop.id)[0].key


def test_what_is_changed_three_times_is_proposed_and_becomes_a_rule(shop: Shop, sign_in: SignIn) -> None:
    key = propose(shop)
    desk = sign_in(shop)
    page = desk.get("/rules").text
    assert "Je vervangt ‘vervelend’ door ‘jammer’" in page
    assert "In 3 van 3 bewerkingen" in page
    assert "/changes/" in desk.post(f"/rules/proposals/{key}", htmx=False, how="accept").location
    with shop.session() as session:
        changes.accept(session, shop.id, trial_of(shop))
    with shop.session() as session:
        (rule,) = shops.profile(session, shop.id).rules.never
    assert (rule.words, rule.use) == ("vervelend", "jammer")
    assert "Je vervangt" not in desk.get("/rules").text


def test_a_refused_rule_is_not_proposed_again(shop: Shop, sign_in: SignIn) -> None:
    key = propose(shop)
    desk = sign_in(shop)
    assert "said=refused" in desk.post(f"/rules/proposals/{key}", htmx=False, how="refuse").location
    edited(shop, 9)
    assert "Je vervangt" not in desk.get("/rules").text
    assert "said=gone" in desk.post(f"/rules/proposals/{key}", htmx=False, how="accept").location


def keep(desk: Desk, review_id: int, **more: object) -> object:
    form = {
        "name": "lamp",
        "decision": ["T-REPLY"],
        "contains": "lamp*\n",
        "never": "30 dagen",
        "no_block": "1",
        **more,
    }
    return desk.post(f"/reviews/{review_id}/example", htmx=False, **form)


def test_a_review_is_kept_as_an_example_changed_and_taken_out(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("1", made_up.drafted())
    desk = sign_in(shop, Role.DRAFTER)
    assert "Bewaar als voorbeeld" in desk.get(f"/reviews/{review_id}").text
    form = desk.get(f"/reviews/{review_id}/example").text
    assert re.search(r'name="decision" value="T-REPLY" checked', form)
    assert keep(desk, review_id).status_code == 303  # type: ignore[attr-defined]
    with shop.session() as session:
        (kept,) = golden.every(session, shop.id)
    assert kept.expect == {"decision": ["T-REPLY"], "contains": ["lamp*"], "never": ["30 dagen"], "no_block": True}
    assert "Zegt nooit: 30 dagen" in desk.get("/examples").text
    assert desk.get(f"/reviews/{review_id}/example").location.endswith(f"/examples/{kept.id}")
    assert desk.post(f"/examples/{kept.id}", htmx=False, how="save", name="lamp", silent="1").status_code == 303
    with shop.session() as session:
        assert golden.get(session, shop.id, kept.id).expect == {"silent": True, "no_block": False}
    desk.post(f"/examples/{kept.id}", htmx=False, how="remove")
    with shop.session() as session:
        assert golden.count(session, shop.id) == 0
        assert len(drafts.history(session, shop.id, review_id)) == 1


def test_an_example_that_contradicts_itself_is_refused_in_words(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("1", made_up.drafted())
    answer = keep(sign_in(shop), review_id, silent="1")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "silent" in answer.text  # type: ignore[attr-defined]


def test_an_unmet_expectation_is_told_beside_the_change(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("1", made_up.drafted())
    desk = sign_in(shop)
    keep(desk, review_id, offers="reis naar Parijs")
    desk.post("/rules", htmx=False, **rules_form())
    try_it(shop, trial_of(shop))
    page = desk.get(f"/changes/{trial_of(shop)}").text
    assert "Biedt niet: reis naar Parijs" in page
    assert "1 verwachting van je voorbeelden klopt niet" in page


def test_another_shops_changes_and_examples_are_not_there(shop: Shop, sign_in: SignIn, database, tmp_path) -> None:
    review_id = shop.add("1", made_up.drafted())
    desk = sign_in(shop)
    keep(desk, review_id)
    desk.post("/rules", htmx=False, **rules_form())
    stranger = sign_in(Shop(database, "ander", tmp_path))
    with shop.session() as session:
        kept_id = golden.every(session, shop.id)[0].id
    for path in (f"/changes/{trial_of(shop)}", f"/examples/{kept_id}", f"/reviews/{review_id}/example"):
        assert stranger.get(path).status_code == 404, path
