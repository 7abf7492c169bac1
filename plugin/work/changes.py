"""Changes of policy, models with their prompts, or guidelines: tried first, in effect after the owner's yes.

Where there is nothing to try them on (no golden example and no review) they take effect at once.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from plugin.shop import ShopProfile, dump_profile, load_profile, refuse_less_than_the_law, stored_profile
from plugin.shop_rules import NeverUse
from plugin.store import (
    Conflict,
    Database,
    Session,
    batches,
    events,
    golden,
    learning,
    packs,
    redrafting,
    shops,
    tables,
    trials,
)
from plugin.work import asking, names
from plugin.work.hands import WRITER, Hands
from plugin.work.queueing import Queueing

if TYPE_CHECKING:  # a web process drafts nothing and stays small without it
    from plugin.drafting.edits import Proposal


def _writes_the_same(one: ShopProfile, other: ShopProfile) -> bool:
    """Whether no draft comes out differently: the clock only says when."""
    return dump_profile(dataclasses.replace(one, time_zone=other.time_zone)) == dump_profile(other)


def nothing_to_try_on(session: Session, shop_id: int) -> bool:
    return not golden.count(session, shop_id) and not trials.latest_reviews(session, shop_id, 1)


def propose_profile(
    queueing: Queueing,
    session: Session,
    shop_id: int,
    profile: ShopProfile,
    *,
    seen_version: int,
    person_id: int | None = None,
) -> tables.Trial | None:
    """Hold a new profile until the owner's yes and try it; an earlier one that still waits is dropped.

    None: it is in effect already. Raises Conflict where someone saved in between, ShopProfileError where the law of its
    country gives more, NotThere.
    """
    refuse_less_than_the_law(profile)
    shop = shops.get(session, shop_id)
    if shop.profile_version != seen_version:
        raise Conflict("The profile was changed meanwhile by someone else. Look at it again before saving.")
    if _writes_the_same(stored_profile(shop.profile), profile) or nothing_to_try_on(session, shop_id):
        shops.save_profile(session, shop_id, profile, seen_version=seen_version)
        return None
    for other in trials.open_ones(session, shop_id):
        if other.kind == trials.POLICY:
            trials.decide(session, shop_id, other.id, "dropped", person_id)
    return _ask(queueing, session, shop_id, trials.POLICY, {"profile": dump_profile(profile)}, seen_version, person_id)


def put_in_force(
    queueing: Queueing,
    session: Session,
    shop_id: int,
    profile: ShopProfile,
    *,
    seen_version: int,
    person_id: int | None = None,
) -> int:
    """The profile of a shop that is being set up: in effect at once, with nothing held for a yes. Waiting drafts that no
    person touched are made anew under it, without asking; how many. Raises Conflict, ShopProfileError where the law of its country gives more, NotThere.
    """
    refuse_less_than_the_law(profile)
    shop = shops.get(session, shop_id)
    if shop.profile_version == seen_version and dump_profile(stored_profile(shop.profile)) == dump_profile(profile):
        return 0
    # A run that read the old profile ends here, and keeps nothing more (drafting_run): its reviews are the next run's.
    # It is ended before the drafts are looked at, so that what it is saving at this moment is among them.
    running = batches.running(session, shop_id)
    if running is not None:
        batches.finish(session, shop_id, running.id, "cancelled", message="The shop's profile was changed.")
    shops.save_profile(session, shop_id, profile, seen_version=seen_version)
    again = redrafting.ask_again(session, shop_id)
    if again or running is not None:
        asking.draft_all(queueing, session, shop_id, kind="setup", person_id=person_id)
    return again


def profile_to_edit(session: Session, shop_id: int) -> tuple[ShopProfile, int, tables.Trial | None]:
    """The profile that the next edit starts from: the one that waits for the yes, if one does, else the one in force;
    with the version it is based on. Raises NotThere.
    """
    shop = shops.get(session, shop_id)
    waiting = next((t for t in trials.open_ones(session, shop_id) if t.kind == trials.POLICY), None)
    if waiting is not None and waiting.seen_version == shop.profile_version:
        return stored_profile(waiting.proposal["profile"]), shop.profile_version, waiting
    return stored_profile(shop.profile), shop.profile_version, None


def proposed_rules(session: Session, shop_id: int) -> list[Proposal]:
    """What the shop's people keep changing in drafts, and have not answered yet. Raises NotThere."""
    from plugin.drafting.edits import proposals

    profile, _, _ = profile_to_edit(session, shop_id)
    return proposals(learning.edits(session, shop_id), profile.rules, learning.answered(session, shop_id))


def make_rule(
    queueing: Queueing, session: Session, shop_id: int, key: str, person_id: int | None = None
) -> tables.Trial | None:
    """Make a proposal a rule of the shop; a change of policy like any other. Raises Conflict where it is gone."""
    from plugin.drafting.edits import rule_of

    proposal = next((one for one in proposed_rules(session, shop_id) if one.key == key), None)
    if proposal is None:
        raise Conflict("This rule is not proposed any more.")
    profile, version, _ = profile_to_edit(session, shop_id)
    rule = rule_of(proposal)
    never, wanted = profile.rules.never, profile.rules.wanted
    changed = (
        dataclasses.replace(profile.rules, never=(*never, rule))
        if isinstance(rule, NeverUse)
        else dataclasses.replace(profile.rules, wanted=(*wanted, rule))
    )
    # Read once more as a whole: it gets its number, and is refused where it contradicts another.
    checked = load_profile(dump_profile(dataclasses.replace(profile, rules=changed)))
    trial = propose_profile(queueing, session, shop_id, checked, seen_version=version, person_id=person_id)
    learning.answer(session, shop_id, key, "accepted", person_id=person_id)
    return trial


def propose_hands(
    queueing: Queueing, session: Session, shop_id: int, here: Hands, changed: Collection[str]
) -> tables.Trial:
    """Try others than those accepted; where the newest trial is of them, that one is given, whatever became of it."""
    packs.hold(session, shop_id)
    proposal = {"writer": here.name, "hands": here.marks, "changed": sorted(changed)}
    last = trials.last_of(session, shop_id, trials.WRITER)
    if last is not None and last.state != "accepted" and _proposes(last, here):
        return last
    for other in trials.open_ones(session, shop_id):
        if other.kind == trials.WRITER:
            trials.decide(session, shop_id, other.id, "dropped", None)
    return _ask(queueing, session, shop_id, trials.WRITER, proposal)


def _proposes(trial: tables.Trial, here: Hands) -> bool:
    """Whether this trial is of these; one of an older program names the writer alone."""
    marks = here.marks
    return trial.proposal.get("writer") == here.name and trial.proposal.get("hands", marks) == marks


def propose_pack(queueing: Queueing, session: Session, shop_id: int, proposal: dict[str, Any]) -> tables.Trial:
    """Try a newer pack; where the newest trial is of that pack, that one is given."""
    packs.hold(session, shop_id)
    last = trials.last_of(session, shop_id, trials.PACK)
    if last is not None and last.proposal.get("hash") == proposal["hash"] and last.state in trials.OPEN:
        return last
    for other in trials.open_ones(session, shop_id):
        if other.kind == trials.PACK:
            trials.decide(session, shop_id, other.id, "dropped", None)
    return _ask(queueing, session, shop_id, trials.PACK, proposal)


def _ask(
    queueing: Queueing,
    session: Session,
    shop_id: int,
    kind: str,
    proposal: dict[str, Any],
    seen_version: int = 0,
    person_id: int | None = None,
) -> tables.Trial:
    trial = trials.add(
        session, shop_id, kind, proposal, workflow_id=f"trial-{uuid.uuid4().hex}", seen_version=seen_version,
        asked_by=person_id,
    )  # fmt: skip
    queueing.enqueue(session, names.TRIAL, names.TRIAL, shop_id, trial.id, workflow_id=trial.workflow_id)
    events.add(session, shop_id, "change.proposed", person_id=person_id, details={"trial": trial.id, "kind": kind})
    return trial


def accept(session: Session, shop_id: int, trial_id: int, person_id: int | None = None) -> tables.Trial:
    """The owner's yes: it takes effect now, tried to the end or not. A refused writer may be accepted later.

    Raises Conflict where it was decided already, could not be tried, or the profile changed since; NotThere.
    """
    trial = trials.get(session, shop_id, trial_id)
    if trial.state == "failed":
        raise Conflict("This change could not be tried. Try it again first.")
    also = ("dropped",) if trial.kind == trials.WRITER else ()
    with session.begin_nested():  # all of it or nothing, also where the caller goes on after a Conflict
        if not trials.decide(session, shop_id, trial_id, "accepted", person_id, also):
            raise Conflict("This change was decided already.")
        _put_into_effect(session, shop_id, trials.get(session, shop_id, trial_id))
    events.add(
        session, shop_id, "change.accepted", person_id=person_id, details={"trial": trial_id, "kind": trial.kind}
    )
    return trials.get(session, shop_id, trial_id)


def _put_into_effect(session: Session, shop_id: int, trial: tables.Trial) -> None:
    if trial.kind == trials.POLICY:
        profile = stored_profile(trial.proposal["profile"])
        shops.save_profile(session, shop_id, profile, seen_version=trial.seen_version)
    elif trial.kind == trials.WRITER:
        hands = trial.proposal.get("hands")
        accepted = None if hands is None else _with_those_off(shops.get(session, shop_id), hands)
        packs.accept_writer(session, shop_id, trial.proposal["writer"], accepted)
    else:
        packs.accept(session, shop_id, trial.proposal["hash"])


def drop(session: Session, shop_id: int, trial_id: int, person_id: int | None = None) -> tables.Trial:
    """The owner's no. A pack cannot be dropped: what of it waits goes on waiting.

    Raises Conflict where it was decided already, NotThere.
    """
    trial = trials.get(session, shop_id, trial_id)
    if trial.kind == trials.PACK:
        raise Conflict("A newer pack of guidelines stays; until it is accepted its recommendations wait.")
    if not trials.decide(session, shop_id, trial_id, "dropped", person_id):
        raise Conflict("This change was decided already.")
    events.add(session, shop_id, "change.dropped", person_id=person_id, details={"trial": trial_id, "kind": trial.kind})
    return trials.get(session, shop_id, trial_id)


def try_again(
    queueing: Queueing, session: Session, shop_id: int, trial_id: int, person_id: int | None = None
) -> tables.Trial:
    """Try anew what could not be tried. Raises Conflict where it did not fail, NotThere."""
    trials.get(session, shop_id, trial_id)
    workflow_id = f"trial-{uuid.uuid4().hex}"
    if not trials.begin_anew(session, shop_id, trial_id, workflow_id):
        raise Conflict("Only a trial that failed is tried again.")
    queueing.enqueue(session, names.TRIAL, names.TRIAL, shop_id, trial_id, workflow_id=workflow_id)
    events.add(session, shop_id, "change.tried_again", person_id=person_id, details={"trial": trial_id})
    return trials.get(session, shop_id, trial_id)


def hands_of(database: Database, queueing: Queueing, shop_id: int, here: Hands) -> tuple[Hands, bool]:
    """Who writes, reads again and advises for this shop: those that its owner accepted; without a writer the built-in one.

    The second is whether a model that writes is held back until the owner's yes. The first ones of a shop need none, nor
    do those of which an older program noted nothing, and without a model there is nothing to ask. Raises NotThere.
    """
    with database.session(shop_id=shop_id) as session:
        shop = shops.get(session, shop_id)
        changed = here.changed(shop.writer, shop.hands) if shop.writer else frozenset()
        if changed and not nothing_to_try_on(session, shop_id):
            propose_hands(queueing, session, shop_id, here, changed)
            return here.without(changed), WRITER in changed
        if not shop.writer or here.writer is not None:
            _note_hands(session, shop, here)
        return here, False


def _with_those_off(shop: tables.Shop, marks: Mapping[str, str]) -> dict[str, str]:
    """A part that is switched off keeps the yes it had, and needs no new one when it is switched on again."""
    return {**(shop.hands or {}), **{part: mark for part, mark in marks.items() if mark or not shop.hands}}


def _note_hands(session: Session, shop: tables.Shop, here: Hands) -> None:
    """Those that are there are accepted."""
    marks = _with_those_off(shop, here.marks)
    if (here.name, marks) != (shop.writer, shop.hands):
        packs.accept_writer(session, shop.id, here.name, marks)


def look_at_hands(database: Database, queueing: Queueing, here: Hands) -> None:
    """At a worker's start: every shop whose owner accepted others is asked, before a draft is."""
    with database.session() as session:
        ids = [shop.id for shop in shops.every(session)]
    for shop_id in ids:
        hands_of(database, queueing, shop_id, here)
