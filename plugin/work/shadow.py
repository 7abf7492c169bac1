"""A trial in the shadow: the golden suite and the last real reviews, as things stand and as they would be.

Nothing of it is stored as a draft, shown to a customer or remembered as said. Run again after a crash it begins anew.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from plugin.guidelines.context import ChannelLimits
from plugin.publishing.limits import limits_of
from plugin.shop import ShopProfile, stored_profile
from plugin.store import Database, Session, channels, decisions, drafts, golden, reviews, shops, tables, trials
from plugin.words import Decision, Drafted, Play, ReviewText
from plugin.work.drafting_one import overruled
from plugin.work.hands import WRITER, Hands

if TYPE_CHECKING:  # a web process drafts nothing and stays small without it
    from plugin.drafting.golden import Expect
    from plugin.drafting.judge import Judge
    from plugin.drafting.model import ReplyModel

log = logging.getLogger(__name__)
LAST_REVIEWS = 50
SAVED_AT_ONCE = 10
LONGEST_NAME = 200
_OF_ITS_DAY = "R-NO-CANNED"


@dataclass(frozen=True, slots=True)
class Case:
    """A review to be tried. ``kept`` is the draft that stands, as plain data."""

    name: str
    text: ReviewText
    expect: Expect | None = None
    limits: ChannelLimits | None = None
    decision: Decision | None = None
    play: Play | None = None
    golden_id: int | None = None
    review_id: int | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    same_profile: bool = False  # whether what is kept was made under the profile as it is


@dataclass(frozen=True, slots=True)
class Sides:
    """Who the shop is and who has a hand in its drafts, before the change and after it."""

    before: ShopProfile
    after: ShopProfile
    hands_before: Hands
    hands_after: Hands
    kind: str
    data: bool = False  # other data of the checks: what they said before they can say no more

    @property
    def anew(self) -> bool:
        """Whether the text itself may come out differently: a new pack or another second reader reads what stands."""
        if self.kind == trials.PACK:
            return False
        after = self.hands_after
        return self.kind == trials.POLICY or after.judge is None or after.adviser is not None or self._other_writer

    @property
    def _other_writer(self) -> bool:
        return self.hands_after.writer is not self.hands_before.writer


def run_trial(
    database: Database,
    shop_id: int,
    trial_id: int,
    *,
    hands: Hands,
    concurrency: int,
    stopping: threading.Event,
) -> str | None:
    """Try it out. Gives the trial's state at the end; None where a person had decided already. Raises NotThere.

    Where the change could be tried on no review at all, the trial has failed and says why.
    """
    with database.session(shop_id=shop_id) as session:
        trial = trials.get(session, shop_id, trial_id)
        if trial.state not in trials.UNDER_WAY:
            return None
        sides = _sides(session, shop_id, trial, hands)
        cases = read_cases(session, shop_id)
    with database.session(shop_id=shop_id) as session:
        if not trials.start(session, shop_id, trial_id, total=len(cases)):
            return None
    models = Hands() not in (sides.hands_before, sides.hands_after)
    went, why = 0, Counter[str]()
    pool = ThreadPoolExecutor(concurrency if models else 1, thread_name_prefix="shadow")
    try:
        rows = _tried(pool, cases, lambda case: _row(case, sides, shop_id, trial_id), concurrency)
        while some := list(islice(rows, SAVED_AT_ONCE)):
            if stopping.is_set():
                raise InterruptedError("the worker stops; the trial begins again at its next start")
            failed = [row.after["failed"] for row in some if row.after.get("failed")]
            why.update(failed)
            went += sum(_went(row.after, sides.hands_after) for row in some)
            with database.session(shop_id=shop_id) as session:
                if not trials.keep(session, shop_id, trial_id, some):
                    return None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    ended, message = ("failed", why.most_common(1)[0][0]) if why and not went else ("ready", "")
    with database.session(shop_id=shop_id) as session:
        return ended if trials.finish(session, shop_id, trial_id, ended, message) else None


def _went(after: dict[str, Any], hands: Hands) -> bool:
    """Whether this one shows what the change does. Where nothing is written, another writer shows nothing."""
    return not after.get("failed") and (hands.writer is None or after["reply"] is not None)


def run_suite(database: Database, shop_id: int, writer: ReplyModel | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """The golden suite alone, as things stand: each name with what came out. The database is not held meanwhile."""
    with database.session(shop_id=shop_id) as session:
        profile = shops.profile(session, shop_id)
        cases = read_cases(session, shop_id, last=0)
    for case in cases:
        yield case.name, tried(case, profile, Hands(writer))


def _tried(
    pool: ThreadPoolExecutor, cases: Sequence[Case], work: Callable[[Case], tables.TrialCase], ahead: int
) -> Iterator[tables.TrialCase]:
    """The rows in the order of the cases, a few worked on ahead."""
    waiting = iter(cases)
    under_way: list[Future[tables.TrialCase]] = [pool.submit(work, case) for case in islice(waiting, max(2, ahead))]
    while under_way:
        yield under_way.pop(0).result()
        under_way += [pool.submit(work, case) for case in islice(waiting, 1)]


def _sides(session: Session, shop_id: int, trial: tables.Trial, hands: Hands) -> Sides:
    shop, now = shops.get(session, shop_id), shops.profile(session, shop_id)
    waiting, changed = shop.waiting or (), hands.changed(shop.writer, shop.hands)
    standing = Hands(hands.without(changed).writer)
    if trial.kind == trials.POLICY:
        proposed = shops.with_waiting(stored_profile(trial.proposal["profile"]), waiting)
        return Sides(now, proposed, standing, standing, trial.kind)
    if trial.kind == trials.PACK:
        data = bool(trial.proposal.get("data"))
        return Sides(now, shops.with_waiting(now, ()), standing, standing, trial.kind, data)
    return Sides(now, now, standing, _tried_hands(hands, changed), trial.kind)


def _tried_hands(hands: Hands, changed: frozenset[str]) -> Hands:
    """Those that are tried: the writer, who writes as it stands or anew, and beside it what is not as it was."""
    return hands.only({WRITER, *changed})


def read_cases(session: Session, shop_id: int, last: int = LAST_REVIEWS) -> list[Case]:
    """The golden suite, then the last real reviews with the draft that stands."""
    from plugin.drafting.golden import read_row

    found = []
    for example in golden.every(session, shop_id):
        read = read_row({"id": example.name, **example.review, "expect": example.expect})
        found.append(Case(example.name, read.review, read.expect, golden_id=example.id))
    of_channel = {channel.id: channel for channel in channels.every(session, shop_id)}
    for review in trials.latest_reviews(session, shop_id, last) if last else ():
        channel = of_channel[review.channel_id]
        decision, play = overruled(session, shop_id, review)
        name = (review.author or review.external_id)[:LONGEST_NAME]
        found.append(
            Case(
                name, reviews.text_of(review, channel.connector), None, limits_of(channel), decision, play,
                review_id=review.id, **_kept(session, shop_id, review),
            )
        )  # fmt: skip
    return found


def _kept(session: Session, shop_id: int, review: tables.Review) -> dict[str, Any]:
    """Of a case the draft that stands, as ``shown`` shows one; empty where there is none for what the review says now."""
    draft, made = drafts.current(session, shop_id, review.id), decisions.current(session, shop_id, review.id)
    if draft is None or made is None or draft.outdated or draft.review_version != review.version:
        return {}
    drafted = Drafted(
        decisions.triage_of(made), draft.reply, draft.private_message, None, draft.writer, drafts.report_of(draft)
    )
    same = draft.profile_version == shops.get(session, shop_id).profile_version
    return {"kept": shown(drafted, None), "same_profile": same}


_NOTHING: dict[str, Any] = {
    "decision": "", "play": "", "reply": None, "private_message": None, "writer": "", "verdict": "", "findings": [],
    "unmet": [],
}  # fmt: skip


def _row(case: Case, sides: Sides, shop_id: int, trial_id: int) -> tables.TrialCase:
    try:
        before = _before(case, sides)
        after = _after(case, sides, before)
    except Exception as error:  # noqa: BLE001 -- a fault over one review costs the trial that review only
        log.error("a trial failed over one review: %s", type(error).__name__)  # noqa: TRY400 -- it may hold the text
        before = after = {**_NOTHING, "failed": f"Stopped by a fault: {type(error).__name__}."}
    return tables.TrialCase(
        shop_id=shop_id,
        trial_id=trial_id,
        name=case.name,
        said=case.text.whole,
        golden_id=case.golden_id,
        review_id=case.review_id,
        before=before,
        after=after,
        differs=_compared(before) != _compared(after),
        unmet=len(after["unmet"]),
    )


def _before(case: Case, sides: Sides) -> dict[str, Any]:
    """As things stand. A policy is judged by drafting anew under both; another writer or another pack by the draft that is
    there, because what came before them is gone. It is checked anew all the same: what became of the shop's policy and rules
    since it was stored is no difference that this change makes. What a second reader said of it then is kept beside that; and
    where the data of the checks are others, all that was said, if the profile is the same.
    """
    if sides.kind == trials.POLICY or not case.kept:
        return tried(case, sides.before, sides.hands_before)
    if sides.data and case.same_profile:
        return {**case.kept, "findings": _comparable(case.kept)}
    again = _checked_again(case, case.kept, sides.before)
    told = _told_by_judge(case.kept) if sides.hands_after.judge is not None else []
    return {**again, "findings": [*again["findings"], *told]}


def _after(case: Case, sides: Sides, before: dict[str, Any]) -> dict[str, Any]:
    if sides.anew or (sides.kind == trials.PACK and not case.kept):
        return tried(case, sides.after, sides.hands_after)
    again = _checked_again(case, case.kept or before, sides.after, sides.hands_after.judge)
    if not (sides.data and case.same_profile and case.kept):
        return again
    return {**again, "findings": [*_comparable(again), *_told_by_judge(case.kept)]}


def _comparable(side: dict[str, Any]) -> list[dict[str, str]]:
    """What was said of a draft, but for what hung on the shop's replies of that day."""
    return [finding for finding in side["findings"] if finding["guideline"] != _OF_ITS_DAY]


def _told_by_judge(side: dict[str, Any]) -> list[dict[str, str]]:
    from plugin.drafting.judge import told_by_judge

    return [finding for finding in side["findings"] if told_by_judge(finding["message"])]


def tried(case: Case, profile: ShopProfile, hands: Hands) -> dict[str, Any]:
    """A draft of it that nobody keeps, with what of its expectations does not hold."""
    from plugin.drafting import pipeline

    drafted = pipeline.draft(
        case.text, profile, writer=hands.writer, channel=case.limits, decision=case.decision, play=case.play,
        judge=hands.judge, adviser=hands.adviser,
    )  # fmt: skip
    return shown(drafted, case.expect)


def _checked_again(
    case: Case, side: dict[str, Any], profile: ShopProfile, judge: Judge | None = None
) -> dict[str, Any]:
    """The text that stands under another pack or before another second reader: only what is said of it can differ."""
    from plugin.drafting.intake import cleaned
    from plugin.drafting.triage import triage
    from plugin.guidelines import CheckContext, check
    from plugin.language import order_guard
    from plugin.language.detection import reply_language

    if side["reply"] is None:
        return side
    review = cleaned(case.text)
    found = triage(review, profile)
    context = CheckContext(
        review, profile, Decision(side["decision"]), Play(side["play"]) if side["play"] else None,
        found.points, reply_language(found.language, profile.languages), channel=case.limits,
        wording=profile.languages[0], machine_written="@" in side["writer"],
    )  # fmt: skip
    report, failed = check(side["reply"], context), ""
    if judge is not None and not order_guard.keeps_from_models(review):
        judged = judge.judge(side["reply"], context, report)
        report, failed = judged.report, judged.note if judged.trouble else ""
    decided = dataclasses.replace(found, decision=context.decision, play=context.play)
    drafted = Drafted(decided, side["reply"], side["private_message"], None, side["writer"], report)
    return {**shown(drafted, case.expect), "failed": failed}


def shown(drafted: Drafted, expect: Expect | None) -> dict[str, Any]:
    """What a person compares: decision, play, reply, findings, and the expectations that do not hold."""
    from plugin.drafting.golden import unmet

    report = drafted.report
    return {
        "decision": drafted.triage.decision.value,
        "play": drafted.triage.play.value if drafted.triage.play else "",
        "reply": drafted.reply,
        "private_message": drafted.private_message,
        "writer": drafted.writer,
        "verdict": str(report.verdict) if report else "",
        "findings": _findings(report.findings if report else ()),
        "unmet": [dataclasses.asdict(one) for one in unmet(expect, drafted)] if expect is not None else [],
        "failed": drafted.note if drafted.failed else "",
    }


def _findings(found: Sequence[Any]) -> list[dict[str, str]]:
    return [
        {"guideline": one.guideline, "severity": str(one.severity), "quote": one.quote, "message": one.message}
        for one in found
        if str(one.severity) != "info"
    ]


def _compared(side: dict[str, Any]) -> tuple[Any, ...]:
    findings = sorted((one["guideline"], one["severity"], one["quote"]) for one in side["findings"])
    return side["decision"], side["play"], side["reply"], side["private_message"], findings, side["unmet"]
