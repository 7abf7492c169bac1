"""Changes that wait for the owner's yes, with what their trial showed, side by side."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.panel import speech, wording
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.panel.rendering import is_fragment
from plugin.panel.views.golden import unmet_words
from plugin.store import Session, tables, trials
from plugin.store.errors import Conflict
from plugin.words import Role
from plugin.work import changes as trying
from plugin.work.hands import ADVISER, JUDGE, PARTS, WRITER

CONFLICT = 409
_WORD = re.compile(r"\s+|[^\s]+")


@panel.get("/changes")
@requires(Role.VIEWER)
def changes() -> str:
    with shop_session() as session:
        shop_id = principal().shop_id
        know_shop(session, shop_id)
        return render_template(
            "changes.html",
            frame=frame(session, shop_id, "changes"),
            trials=[(trial, what(trial), state_words(trial)) for trial in trials.latest(session, shop_id)],
            said="",
        )


@panel.get("/changes/<int:trial_id>")
@requires(Role.VIEWER)
def change(trial_id: int) -> str:
    said = gettext("Kept. It takes effect after your yes.") if request.args.get("said") == "held" else ""
    with shop_session() as session:
        return _page(session, trial_id, said)


@panel.post("/changes/<int:trial_id>")
@requires(Role.OWNER)
def decide_change(trial_id: int) -> AnyResponse | tuple[str, int]:
    """The owner's yes or no, or another go at what could not be tried."""
    how, who = request.form.get("how", ""), principal()
    with shop_session() as session:
        trials.get(session, who.shop_id, trial_id)  # what is not this shop's is not there, whatever else was sent
        act: Mapping[str, Callable[..., Any]] = {
            "accept": trying.accept, "drop": trying.drop, "again": services().work.try_again
        }  # fmt: skip
        if how not in act:
            raise UnprocessableEntity
        try:
            act[how](session, who.shop_id, trial_id, who.person_id)
        except Conflict as error:
            said = gettext("That is not possible any more: it was decided, or the policy changed meanwhile.")
            return _page(session, trial_id, f"{said} ({error})"), CONFLICT
    return redirect(url_for("panel.change", trial_id=trial_id), code=303)


def what(trial: tables.Trial) -> str:
    """What the change is about."""
    if trial.kind == trials.WRITER:
        return _hands_words(trial.proposal)
    if trial.kind == trials.PACK:
        return str(gettext("A newer pack of guidelines: %(version)s", version=trial.proposal.get("version", "")))
    return str(gettext("Policy, voice or own rules"))


def _hands_words(proposal: Mapping[str, Any]) -> str:
    """Who else would write, or only read a second time or advise: a writer that changes says it all."""
    changed, marks = proposal.get("changed", [WRITER]), proposal.get("hands", {})
    name = {part: str(marks.get(part, "")).partition(" ")[0] for part in PARTS}
    said = []
    if WRITER in changed:
        said.append(gettext("Another writer: %(name)s", name=proposal.get("writer", "")))
    elif JUDGE in changed:
        said.append(gettext("Another second reader: %(name)s", name=name[JUDGE]))
    if ADVISER in changed and WRITER not in changed:
        said.append(gettext("Another adviser on what a review needs: %(name)s", name=name[ADVISER]))
    return "; ".join(said)


def state_words(trial: tables.Trial) -> str:
    words = {
        "queued": gettext("waits for the worker"),
        "running": gettext("%(done)s of %(total)s tried", done=trial.done, total=trial.total),
        "ready": gettext("waits for your yes"),
        "failed": gettext("could not be tried to the end"),
        "accepted": gettext("in effect"),
        "dropped": gettext("dropped"),
    }
    return str(words.get(trial.state, trial.state))


def _page(session: Session, trial_id: int, said: str = "") -> str:
    shop_id = principal().shop_id
    know_shop(session, shop_id)
    trial = trials.get(session, shop_id, trial_id)
    cases = trials.cases(session, shop_id, trial_id)
    language = str(speech.locale()).partition("_")[0]
    return render_template(
        "_change.html" if is_fragment() else "change.html",
        frame=frame(session, shop_id, "changes"),
        trial=trial,
        what=what(trial),
        state=state_words(trial),
        open=trial.state in trials.OPEN,
        under_way=trial.state in trials.UNDER_WAY,
        cases=[_shape(case) for case in cases if case.differs or case.unmet],
        same=sum(not case.differs and not case.unmet for case in cases),
        unmet=sum(case.unmet for case in cases),
        pack=_pack_lines(trial, language),
        said=said,
    )


def _pack_lines(trial: tables.Trial, language: str) -> Sequence[Any]:
    if trial.kind != trials.PACK:
        return ()
    from plugin.panel.pack_difference import lines_of

    return lines_of(trial.proposal, language)


def _shape(case: tables.TrialCase) -> dict[str, Any]:
    before, after = case.before, case.after
    old, new = before["reply"] or "", after["reply"] or ""
    return {
        "name": case.name,
        "said": case.said,
        "golden": case.golden_id is not None,
        "review_id": case.review_id,
        "before": _side(before, _pieces(old, new, "removed")),
        "after": _side(after, _pieces(old, new, "added")),
        "unmet": [unmet_words(one) for one in after["unmet"]],
    }


def _side(side: dict[str, Any], pieces: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "decision": wording.name(wording.DECISIONS, side["decision"]),
        "play": wording.name(wording.PLAYS, side["play"]) if side["play"] else "",
        "silent": side["reply"] is None,
        "pieces": pieces,
        "findings": side["findings"],
        "writer": wording.writer_words(side["writer"]),
    }


def _pieces(old: str, new: str, wanted: str) -> list[tuple[str, str]]:
    """One side's text in stretches; those that the other side has not are marked ``removed`` or ``added``."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        words = "".join(before[a:b] if wanted == "removed" else after[c:d])
        if words:
            found.append((words, "" if kind == "equal" else wanted))
    return found
