"""The whole way from a review to a checked draft: triage, points, facts, writer, check, repair, built-in writer.

Whoever wrote it, a text leaves this room only with the checker's report. A model gets one round to mend what the
checker found; after that, and whenever it is down, slow, out of credit or talking rubbish, the built-in writer
writes, and ``Drafted.note`` says so.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from plugin.drafting import built_in, model_data
from plugin.drafting.adviser import Adviser
from plugin.drafting.built_in.choosing import ROUNDS
from plugin.drafting.checking import reports
from plugin.drafting.facts import Facts, gather
from plugin.drafting.intake import cleaned
from plugin.drafting.judge import Judge
from plugin.drafting.model import ModelWritten, ReplyModel, Task
from plugin.drafting.model_errors import ModelError
from plugin.drafting.notes import note
from plugin.drafting.style import StyleExample, alike
from plugin.drafting.triage import triage as decide
from plugin.guidelines import ChannelLimits, CheckContext, RefusedText, check, refused
from plugin.language import order_guard, orders
from plugin.shop import ShopProfile
from plugin.words import (
    BUILT_IN,
    Decision,
    Drafted,
    Finding,
    Play,
    Report,
    ReviewText,
    Sentiment,
    Severity,
    Triage,
    Verdict,
)

log = logging.getLogger(__name__)
_MORE_THROWS = 5  # where every plainer draft names nothing
_FIRST_ROUNDS = 2  # of the built-in writer, before it tries without what may have been in its way
_UNHAPPY_STARS = 3


@dataclass(frozen=True, slots=True)
class _Case:
    """One review on its way through the room, with all that its writers and the checker need."""

    whole: ReviewText  # as it came: what the checker holds a text against
    review: ReviewText  # without what it orders the writer to do: what a writer reads
    shop: ShopProfile
    triage: Triage
    facts: Facts
    recent_replies: tuple[str, ...]
    channel: ChannelLimits | None
    today: dt.date
    style: tuple[StyleExample, ...] = ()
    refused: tuple[RefusedText, ...] = ()  # what the channel did not take, the newest last

    @property
    def desk_language(self) -> str:
        return self.shop.languages[0]

    def context(self, *, private: bool = False, machine_written: bool = False) -> CheckContext:
        return CheckContext(
            review=self.whole,
            shop=self.shop,
            decision=self.triage.decision,
            play=self.triage.play,
            points=self.triage.points,
            language=self.facts.language,
            recent_replies=() if private else self.recent_replies,
            channel=None if private else self.channel,
            private=private,
            today=self.today,
            wording=self.desk_language,
            machine_written=machine_written,
            refused=self.refused,
        )

    def report(self, text: str) -> Report:
        return check(text, self.context())


def draft(
    review: ReviewText,
    shop: ShopProfile,
    recent_replies: Sequence[str] = (),
    *,
    writer: ReplyModel | None = None,
    channel: ChannelLimits | None = None,
    today: dt.date | None = None,
    decision: Decision | None = None,
    play: Play | None = None,
    approved: Sequence[StyleExample] = (),
    judge: Judge | None = None,
    adviser: Adviser | None = None,
    refusals: Sequence[RefusedText] = (),
) -> Drafted:
    """Draft what this review needs. ``decision`` and ``play`` are a person's, and overrule triage.

    ``approved`` are replies that this shop approved, newest first; a model is shown a few of the same kind.
    ``judge`` reads what was written once more; its findings stand beside the check's and never in place of them.
    ``adviser`` may make triage more particular, where no person has decided; it leads to no silence.
    ``refusals`` are replies to this review that its channel refused, the newest last: that one is mended, not begun anew.

    Never raises for what a customer wrote or a model did. ``recent_replies`` are the shop's latest, oldest first:
    a draft repeats none of them. Safe to call from many threads.
    """
    review = cleaned(review)
    found = decide(review, shop)
    told = orders.find(review).rest
    if adviser is not None and decision is None and play is None:
        found = adviser.triage(review, shop, found)
    chosen = _overruled(found, told, decision, play, shop)
    facts = gather(told, shop, chosen, review)
    day = today or shop.today()
    style = alike(approved, chosen, facts.language)
    before = {one.text for one in refusals}  # what is mended may be like what it was
    recent = tuple(reply for reply in recent_replies if reply not in before)
    case = _Case(review, told, shop, chosen, facts, recent, channel, day, style, tuple(refusals))
    drafted = _drafted(case, writer)
    # Where the model gave no text, it is not waited for once more; and a review that gives orders is read by none.
    if judge is None or drafted.failed or _is_kept_from_models(review):
        return drafted
    return _second_read(case, drafted, judge)


def _drafted(case: _Case, writer: ReplyModel | None) -> Drafted:
    """The model's draft, or the built-in writer's: where there is no model, where it fails, and where the review gives orders
    to whoever writes. A model may be talked round, whatever the check makes of its text; the built-in writer reads no orders.
    """
    if not case.triage.decision.has_public_reply or writer is None:
        return _by_built_in(case)
    if _is_kept_from_models(case.whole):
        return _by_built_in(case, why=_why_kept(case))
    try:
        return _by_model(case, writer)
    except ModelError as error:
        return _by_built_in(case, why=note(error.trouble.value, case.desk_language), failed=True)
    except Exception as error:  # noqa: BLE001 -- a fault on the way to a model, whatever it is, costs no review its draft
        # Only its type is logged: its message may hold the review's text.
        log.error("model writer failed: %s", type(error).__name__)  # noqa: TRY400 -- a traceback would hold the text
        return _by_built_in(case, why=note("failed", case.desk_language), failed=True)


def _is_kept_from_models(review: ReviewText) -> bool:
    return order_guard.keeps_from_models(review)


def _why_kept(case: _Case) -> str:
    if case.whole.disguised:
        return note("disguised", case.desk_language)
    heard = "may-be-orders" if order_guard.only_may_give_orders(case.whole) else "orders"
    return note(heard, case.desk_language)


def _second_read(case: _Case, drafted: Drafted, judge: Judge) -> Drafted:
    """The draft with the judge's findings, whoever wrote it."""
    if drafted.reply is None or drafted.report is None:
        return drafted
    judged = judge.judge(drafted.reply, case.context(machine_written=drafted.writer != BUILT_IN), drafted.report)
    usage = model_data.add(drafted.usage, judged.usage)
    return dataclasses.replace(
        drafted,
        report=judged.report,
        usage=dataclasses.replace(usage, cost_estimate=drafted.usage.cost_estimate),
        note="\n".join(part for part in (drafted.note, judged.note) if part),
        details={
            **drafted.details,
            "judge": judged.judge,
            "judge_discarded": judged.discarded,
            "judge_kept": [*judged.kept],
        },
    )


def _overruled(
    found: Triage, review: ReviewText, decision: Decision | None, play: Play | None, shop: ShopProfile
) -> Triage:
    """Triage with a person's choice in place of its own."""
    if decision is None and play is None:
        return found
    decision = decision or found.decision
    play = play or found.play
    if decision.has_public_reply and play is None:
        play = _likely_play(found, review)
    if (decision, play) == (found.decision, found.play):
        return found
    was = found.decision.value + (f", {found.play.value}" if found.play else "")
    reason = note("overruled", shop.languages[0], was)
    return dataclasses.replace(
        found, decision=decision, play=play if decision.has_public_reply else None, reason=reason
    )


def _likely_play(found: Triage, review: ReviewText) -> Play:
    """A situation for a review that triage would not have answered."""
    unhappy = any(point.sentiment is Sentiment.NEGATIVE for point in found.points)
    if unhappy or (review.rating is not None and review.rating <= _UNHAPPY_STARS):
        return Play.UNCLEAR_FAULT
    return Play.POSITIVE


def _by_built_in(case: _Case, why: str = "", *, failed: bool = False) -> Drafted:
    written, report = _built_in(case)
    if written.reply and case.refused:
        mended = refused.without(case.refused[-1])
        left = case.report(mended) if mended else None
        cut = left is not None and not left.blocks
        if cut:
            written, report = dataclasses.replace(written, reply=mended), left
        why = "\n".join(filter(None, (why, _why_again(case, "refused-cut" if cut else "refused-anew"))))
    return Drafted(
        triage=case.triage,
        reply=written.reply,
        private_message=written.private_message,
        internal_note=written.internal_note,
        writer=BUILT_IN,
        report=report,
        note=why,
        failed=failed,
    )


def _why_again(case: _Case, name: str) -> str:
    """What became of the reply that the channel refused, in the desk's language."""
    return note(name, case.desk_language, case.refused[-1].by)


def _built_in(case: _Case) -> tuple[built_in.Written, Report | None]:
    """The built-in writer's draft with its report: the first that the checker passes, of ever plainer ones.

    The choice of words follows the review's id, so another id is another throw of the dice. From the second throw on
    without the shop's measures, which told in every reply make replies alike; then without quoting the customer, and
    then without any word of theirs. Where even that is blocked, it may be for naming nothing: then their plainest words
    alone, and more throws with all. If none passes, the sentences that block are left out.
    """
    items = tuple(fact for fact in case.facts.items if not fact.id.startswith("measure:"))
    without = dataclasses.replace(case.facts, items=items)
    tried: list[tuple[built_in.Written, Report | None]] = []
    bare = without.bare()
    quoting = dataclasses.replace(bare, quotable=case.facts.quotable)
    plainer = (without, without.unquoted(), bare, quoting)
    for throw, facts in enumerate((case.facts, *plainer, *[case.facts] * _MORE_THROWS), start=1):
        written = _by_hand(case, facts, throw)
        tried.append((written, written.report))
        if not _faults(written.report):
            break
    best = min(tried, key=lambda one: _faults(one[1]))
    return _without_what_blocks(case, *best) if _faults(best[1]) else best


def _by_hand(case: _Case, facts: Facts, throw: int) -> built_in.Written:
    first = throw == 1
    review = case.review if first else dataclasses.replace(case.review, id=f"{case.review.id}#{throw}")
    shop = case.shop if first else dataclasses.replace(case.shop, measures=())
    whole = dataclasses.replace(case.whole, id=review.id)
    written = built_in.write(
        review,
        shop,
        case.triage,
        facts,
        (*case.recent_replies, *(one.text for one in case.refused)),  # what was refused is written in other words
        case.today,
        limits=case.channel,
        rounds=_FIRST_ROUNDS if first else ROUNDS,
        whole=whole,
    )
    if case.refused and written.reply:
        return dataclasses.replace(written, report=case.report(written.reply))  # the writer does not know of refusals
    return written


def _without_what_blocks(
    case: _Case, written: built_in.Written, report: Report | None
) -> tuple[built_in.Written, Report | None]:
    """The draft without the sentences that the checker blocks, where that makes it better."""
    if written.reply is None or report is None:
        return written, report
    bad = {finding.sentence for finding in report.blocks if finding.sentence is not None}
    text = written.reply
    for number in sorted(bad, reverse=True):
        text = text[: report.sentences[number].start] + text[report.sentences[number].end :]
    text = re.sub(r"[ \t]{2,}", " ", re.sub(r" *\n[ \n]*\n *", "\n\n", text)).strip()
    left = case.report(text)
    if not text or _faults(left) >= _faults(report):
        return written, report
    return dataclasses.replace(written, reply=text, report=left), left


def _faults(report: Report | None) -> int:
    return len(report.blocks) if report else 0


def _by_model(case: _Case, writer: ReplyModel) -> Drafted:
    """The model's draft if it passes, at once or after one repair. Raises ModelError."""
    written = _ask(case, writer, _refused_faults(case))
    report, private = _reports(case, written)
    faults = (*_unfit(case, report), *(_unfit(case, private) if private else ()))
    if faults:
        written = _ask(case, writer, faults, written)
        report, private = _reports(case, written)
    if unfit := _unfit(case, report):
        ids = ", ".join(sorted({finding.guideline for finding in unfit}))
        return _by_built_in(case, why=note("blocked", case.desk_language, ids))
    return _finished(case, written, report, private)


def _refused_faults(case: _Case) -> tuple[Finding, ...]:
    """What the channel found wrong with the last text: the findings of the model's first round, if there was one."""
    last = case.refused[-1:]
    return tuple(finding for one in last for finding in refused.findings(one.text, last, case.desk_language))


def _unfit(case: _Case, report: Report) -> tuple[Finding, ...]:
    """What a model's text may not hold. Where the review gives orders, a mere sign that they steered it is enough: a
    person's text has reasons of its own for an odd word, and a model's is easily had again.
    """
    ordered = bool(order_guard.suspected(case.whole))
    return tuple(
        finding
        for finding in report.findings
        if finding.severity is Severity.BLOCK or (ordered and finding.guideline == "R-CLEAN")
    )


def _ask(
    case: _Case, writer: ReplyModel, faults: Sequence[Finding] = (), previous: ModelWritten | None = None
) -> ModelWritten:
    task = Task(
        case.review,
        case.shop,
        case.triage,
        case.facts,
        case.recent_replies,
        case.today,
        limits=case.channel,
        examples=case.style,
        standing=case.refused[-1].text if case.refused else "",
    )
    return writer.write(task, faults, previous=previous)


def _reports(case: _Case, written: ModelWritten) -> tuple[Report, Report | None]:
    """The checker's reports on the public and the private text, with the faults that only the writer could see."""
    asked = [(written.reply, case.context(machine_written=True))]
    if written.private_message:
        asked.append((written.private_message, case.context(private=True, machine_written=True)))
    public, *private = reports(asked)
    return _with(public, written.problems), _with(private[0], written.private_problems) if private else None


def _with(report: Report, problems: Sequence[Finding]) -> Report:
    known = {(finding.guideline, finding.quote) for finding in report.findings}
    added = [_placed(problem, report) for problem in problems if (problem.guideline, problem.quote) not in known]
    if not added:
        return report
    return dataclasses.replace(report, verdict=Verdict.BLOCK, findings=(*report.findings, *added))


def _placed(problem: Finding, report: Report) -> Finding:
    """The finding with the index of the sentence that it stands in."""
    start = problem.start or 0
    index = next((n for n, sentence in enumerate(report.sentences) if sentence.start <= start < sentence.end), None)
    return dataclasses.replace(problem, sentence=index)


def _finished(case: _Case, written: ModelWritten, report: Report, private: Report | None) -> Drafted:
    """The model's reply; its private message only where one is due and it passed, else the built-in writer's."""
    message, why, hint = None, _why_again(case, "refused-mended") if case.refused else "", None
    known = {fact.id for fact in case.facts.items}
    due = case.triage.decision is Decision.REPLY_PRIVATE
    if due or case.triage.decision is Decision.EXPERT or written.needs_human:
        sound = bool(written.private_message and private is not None and not _unfit(case, private))
        spare = built_in.write_aside(
            case.review, case.shop, case.triage, case.facts, case.today, message=due and not sound, whole=case.whole
        )
        hint = spare.internal_note
        if due and sound:
            message = written.private_message
        elif due:
            message = spare.private_message
            why = "\n".join(filter(None, (why, note("private", case.desk_language))))
    return Drafted(
        triage=case.triage,
        reply=written.reply,
        private_message=message,
        internal_note=hint,
        writer=written.writer,
        report=report,
        usage=written.usage,
        note=why,
        prompt_hash=written.prompt_hash,
        details={
            "needs_human": written.needs_human,
            "facts_used": [fact for fact in written.facts_used if fact in known],
        },
    )
