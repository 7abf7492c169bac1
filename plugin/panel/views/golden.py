"""Examples: reviews kept with what must hold of their drafts, whatever changes."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from plugin.drafting.golden import Expect, GoldenError, read_expect
from plugin.hosts.gate import principal, requires
from plugin.inbox import pinning
from plugin.inbox.reading import review_view
from plugin.panel import wording
from plugin.panel.app_services import shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.store import Session, golden
from plugin.store.errors import Conflict
from plugin.words import Role

UNPROCESSABLE = 422
_LISTS = ("contains", "never", "offers")


@panel.get("/examples")
@requires(Role.VIEWER)
def examples() -> str:
    with shop_session() as session:
        shop_id = principal().shop_id
        know_shop(session, shop_id)
        said = {"saved": gettext("Saved."), "removed": gettext("Taken out.")}
        return render_template(
            "examples.html",
            frame=frame(session, shop_id, "examples"),
            examples=[
                (example, pinning.golden_of(example), expectations(pinning.golden_of(example).expect))
                for example in golden.every(session, shop_id)
            ],
            said=said.get(request.args.get("said", ""), ""),
        )


@panel.get("/examples/<int:golden_id>")
@requires(Role.VIEWER)
def example(golden_id: int) -> str:
    with shop_session() as session:
        kept = golden.get(session, principal().shop_id, golden_id)
        return _form(session, kept.name, pinning.golden_of(kept).expect, golden_id=golden_id, text=kept.review["text"])


@panel.post("/examples/<int:golden_id>")
@requires(Role.DRAFTER)
def change_example(golden_id: int) -> AnyResponse | tuple[str, int]:
    """Other expectations, or out of the suite."""
    shop_id = principal().shop_id
    with shop_session() as session:
        kept = golden.get(session, shop_id, golden_id)
        if request.form.get("how") == "remove":
            golden.remove(session, shop_id, golden_id)
            return redirect(url_for("panel.examples", said="removed"), code=303)
        name, expect = request.form.get("name", "").strip()[: pinning.LONGEST_NAME] or kept.name, Expect()
        try:
            expect = read_expect(expect_data(request.form))
            golden.change(session, shop_id, golden_id, name, expect.to_data())
        except (GoldenError, Conflict) as error:
            page = _form(session, name, expect, golden_id=golden_id, text=kept.review["text"], problem=str(error))
            return page, UNPROCESSABLE
    return redirect(url_for("panel.examples", said="saved"), code=303)


@panel.get("/reviews/<int:review_id>/example")
@requires(Role.DRAFTER)
def keep_example(review_id: int) -> str | AnyResponse:
    """What must hold of this review's draft; what was decided is filled in."""
    with shop_session() as session:
        kept = golden.of_review(session, principal().shop_id, review_id)
        if kept is not None:
            return redirect(url_for("panel.example", golden_id=kept.id), code=303)
        view = review_view(session, principal().shop_id, review_id)
        triage = view.triage
        expect = Expect(decision=(triage.decision,) if triage else ())
        name = f"{view.review.author or view.channel.name} {view.review.external_id}"
        return _form(session, name, expect, review_id=review_id, text=view.review.text)


@panel.post("/reviews/<int:review_id>/example")
@requires(Role.DRAFTER)
def save_example(review_id: int) -> AnyResponse | tuple[str, int]:
    """Pin the review as it stands now."""
    who = principal()
    name, expect = request.form.get("name", "").strip()[: pinning.LONGEST_NAME], Expect()
    with shop_session() as session:
        view = review_view(session, who.shop_id, review_id)
        try:
            expect = read_expect(expect_data(request.form))
            pinning.pin(session, who.shop_id, review_id, expect, name=name, person_id=who.person_id)
        except (GoldenError, Conflict) as error:
            page = _form(session, name, expect, review_id=review_id, text=view.review.text, problem=str(error))
            return page, UNPROCESSABLE
    return redirect(url_for("panel.examples", said="saved"), code=303)


def expect_data(form: MultiDict[str, str]) -> dict[str, Any]:
    """The form as plain data: one phrase a line."""
    lines = {name: [line.strip() for line in form.get(name, "").splitlines() if line.strip()] for name in _LISTS}
    return {
        **lines,
        **{name: form.getlist(name) for name in ("decision", "not_decision", "play") if any(form.getlist(name))},
        "silent": form.get("silent") == "1",
        "no_block": form.get("no_block") == "1",
    }


def expectations(expect: Expect) -> list[str]:
    """What is expected, a sentence each."""
    said = []
    if expect.decision:
        said.append(gettext("Decision: %(names)s", names=_names(wording.DECISIONS, expect.decision)))
    if expect.not_decision:
        said.append(gettext("Not decided: %(names)s", names=_names(wording.DECISIONS, expect.not_decision)))
    if expect.play:
        said.append(gettext("Situation: %(names)s", names=_names(wording.PLAYS, expect.play)))
    for values, words in (
        (expect.contains, gettext("Says")),
        (expect.never, gettext("Never says")),
        (expect.offers, gettext("Offers")),
    ):
        said += [f"{words}: {value}" for value in values]
    if expect.silent:
        said.append(gettext("Stays silent"))
    if expect.no_block:
        said.append(gettext("Nothing blocks it"))
    return said


def unmet_words(one: dict[str, str]) -> str:
    """An expectation that does not hold, as a sentence."""
    wanted, got = one["wanted"], one["got"]
    if one["what"] in {"decision", "play", "not_decision"}:
        names = wording.PLAYS if one["what"] == "play" else wording.DECISIONS
        wanted, got = " / ".join(wording.name(names, name) for name in wanted.split(" | ")), wording.name(names, got)
    words = {
        "decision": gettext("Expected: %(wanted)s, decided: %(got)s", wanted=wanted, got=got),
        "not_decision": gettext("Not to be decided: %(wanted)s", wanted=wanted),
        "play": gettext("Expected: %(wanted)s, decided: %(got)s", wanted=wanted, got=got or "–"),
        "contains": gettext("Does not say: %(wanted)s", wanted=wanted),
        "never": gettext("Says what it should not: %(wanted)s", wanted=wanted),
        "offers": gettext("Does not offer: %(wanted)s", wanted=wanted),
        "silent": gettext("Does not stay silent"),
        "no_block": gettext("Blocked: %(got)s", got=got),
    }
    return str(words.get(one["what"], one["what"]))


def _names(names: wording.Names, values: tuple[Any, ...]) -> str:
    return ", ".join(wording.name(names, value.value) for value in values)


def _form(
    session: Session,
    name: str,
    expect: Expect,
    *,
    text: str,
    golden_id: int | None = None,
    review_id: int | None = None,
    problem: str = "",
) -> str:
    shop_id = principal().shop_id
    know_shop(session, shop_id)
    typed = {key: request.form.get(key, "\n".join(getattr(expect, key))) for key in _LISTS}
    return render_template(
        "example.html",
        frame=frame(session, shop_id, "examples"),
        name=name,
        expect=expect,
        typed=typed,
        text=text,
        golden_id=golden_id,
        review_id=review_id,
        problem=problem,
        said="",
    )
