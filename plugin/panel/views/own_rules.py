"""Our own rules: words never used, phrases wanted, recommendations done without, limits; and rules that edits propose."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from plugin.guidelines import packs
from plugin.hosts.gate import principal, requires
from plugin.panel import speech
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.panel.views.policy import flat
from plugin.shop import LANGUAGES, ShopProfileError, dump_profile, load_profile
from plugin.shop_rules import switchable
from plugin.store import learning, tables
from plugin.store.errors import Conflict
from plugin.words import Decision, Role
from plugin.work import changes

UNPROCESSABLE = 422
SPARE_ROWS = 2  # empty lines to write one more rule in


@panel.get("/rules")
@requires(Role.VIEWER)
def own_rules() -> str:
    return _page(said=_said(request.args.get("said", "")))


@panel.post("/rules")
@requires(Role.OWNER)
def save_rules() -> AnyResponse | tuple[str, int]:
    """Keep the rules: in effect at once where there is nothing to try them on, else after the owner's yes."""
    shop_id = principal().shop_id
    rules = rules_data(request.form)
    with shop_session() as session:
        profile, _version, _trial = changes.profile_to_edit(session, shop_id)
        seen = request.form.get("version", 0, type=int)
        try:
            changed = load_profile({**dump_profile(profile), "rules": rules})
            trial = services().work.propose_profile(
                session, shop_id, changed, seen_version=seen, person_id=principal().person_id
            )
        except ShopProfileError as error:
            return _page(rules, flat(error.problems)), UNPROCESSABLE
        except Conflict:
            return _page(
                rules, {"": gettext("Someone else changed this meanwhile. Load the page again before you save.")}
            ), UNPROCESSABLE
    return after_change(trial, "panel.own_rules")


@panel.post("/rules/proposals/<key>")
@requires(Role.OWNER)
def answer_proposal(key: str) -> AnyResponse:
    """Make a proposed rule one of the shop's, or never propose it again."""
    shop_id, person_id = principal().shop_id, principal().person_id
    with shop_session() as session:
        try:
            if request.form.get("how") == "accept":
                return after_change(services().work.make_rule(session, shop_id, key, person_id), "panel.own_rules")
            if key in {proposal.key for proposal in changes.proposed_rules(session, shop_id)}:
                learning.answer(session, shop_id, key, "refused", person_id=person_id)
            return redirect(url_for("panel.own_rules", said="refused"), code=303)
        except (Conflict, ShopProfileError):
            return redirect(url_for("panel.own_rules", said="gone"), code=303)


def after_change(trial: tables.Trial | None, page: str) -> AnyResponse:
    """To the trial that the change waits in; back to the page where it is in effect already."""
    if trial is None:
        return redirect(url_for(page, said="saved"), code=303)
    return redirect(url_for("panel.change", trial_id=trial.id, said="held"), code=303)


def rules_data(form: MultiDict[str, str]) -> dict[str, Any]:
    """The form as the plain data that plugin.shop reads. Lines without words are left out."""
    never = [
        {"id": name, "words": words.strip(), "use": use.strip(), "severity": severity, "languages": _listed(languages)}
        for name, words, use, severity, languages in _rows(form, "never", "id", "words", "use", "severity", "language")
        if words.strip()
    ]
    wanted = [
        {"id": name, "words": words.strip(), "plays": _listed(plays), "languages": _listed(languages)}
        for name, words, plays, languages in _rows(form, "wanted", "id", "words", "plays", "language")
        if words.strip()
    ]
    limits = {
        decision.value: form.get(f"words_{decision.value}", "").strip()
        for decision in Decision
        if form.get(f"words_{decision.value}", "").strip()
    }
    return {
        "never": never,
        "wanted": wanted,
        "without": form.getlist("without"),
        "limits": {"max_words": limits, "max_sentences": form.get("max_sentences", "").strip() or None},
    }


def _rows(form: MultiDict[str, str], kind: str, *names: str) -> list[tuple[str, ...]]:
    return list(zip_longest(*(form.getlist(f"{kind}_{name}") for name in names), fillvalue=""))


def _listed(typed: str) -> list[str]:
    return [part for part in typed.split(",") if part]


def _said(what: str) -> str:
    words = {
        "saved": gettext("Saved."),
        "refused": gettext("It will not be proposed again."),
        "gone": gettext("That rule is not proposed any more, or contradicts one of yours."),
    }
    return str(words.get(what, ""))


def _page(rules: dict[str, Any] | None = None, problems: dict[str, str] | None = None, said: str = "") -> str:
    shop_id = principal().shop_id
    language = str(speech.locale()).partition("_")[0]
    with shop_session() as session:
        know_shop(session, shop_id)
        profile, version, trial = changes.profile_to_edit(session, shop_id)
        return render_template(
            "own_rules.html",
            frame=frame(session, shop_id, "rules"),
            rules=rules or dump_profile(profile)["rules"],
            version=request.form.get("version") or version,
            trial=trial,
            proposals=changes.proposed_rules(session, shop_id),
            recommendations=[
                (name, packs.guideline(name).name.get(language, name), packs.guideline(name).says(language))
                for name in switchable()
            ],
            answered=[decision.value for decision in Decision if decision.has_public_reply],
            shop_languages=LANGUAGES,
            problems=problems or {},
            spare=range(SPARE_ROWS),
            said=said,
        )
