"""Policy and voice: the shop's profile as a form, with the words of plugin.shop where something is wrong."""

from __future__ import annotations

import zoneinfo
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from plugin.guidelines import own_clauses
from plugin.hosts.gate import principal, requires
from plugin.legal_minimum import legal_minimum
from plugin.panel import speech
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.panel.channel_forms import sentence
from plugin.panel.setup_forms import countries
from plugin.shop import LANGUAGES, ShopProfile, ShopProfileError, dump_profile, load_profile
from plugin.store.errors import Conflict
from plugin.time_zones import zone_of_country
from plugin.words import Role
from plugin.work import changes

UNPROCESSABLE = 422
SPARE_ROWS = 2  # empty lines to write one more clause or measure in


@panel.get("/policy")
@requires(Role.VIEWER)
def policy() -> str:
    return _page(said=gettext("Saved.") if request.args.get("said") else "")


@panel.post("/policy")
@requires(Role.OWNER)
def save_policy() -> AnyResponse | tuple[str, int]:
    """Keep the profile; drafts follow it once its trial is accepted, or at once where there is nothing to try it on."""
    shop_id = principal().shop_id
    with shop_session() as session:
        before, _version, _trial = changes.profile_to_edit(session, shop_id)
        data = profile_data(request.form, dump_profile(before))
        try:
            profile = load_profile(data)
            seen = request.form.get("version", 0, type=int)
            trial = services().work.propose_profile(
                session, shop_id, profile, seen_version=seen, person_id=principal().person_id
            )
        except ShopProfileError as error:
            return _page(data, flat(error.problems)), UNPROCESSABLE
        except Conflict:
            return _page(
                data, {"": gettext("Someone else changed this meanwhile. Load the page again before you save.")}
            ), UNPROCESSABLE
    if trial is not None:  # it waits for the owner's yes, beside what it would change
        return redirect(url_for("panel.change", trial_id=trial.id, said="held"), code=303)
    return redirect(url_for("panel.policy", said="saved"), code=303)


def profile_data(form: MultiDict[str, str], before: dict[str, Any]) -> dict[str, Any]:
    """The form as the plain data that plugin.shop reads; what the form does not show stays as it is."""
    policy_numbers = {
        name: form.get(name, "").strip()
        for name in ("withdrawal_days", "warranty_months", "leniency_days", "reply_within_days")
    }
    goodwill = {name: form.get(name, "").strip() or "0" for name in ("discount_percent", "amount")}
    clauses = [
        {"id": clause_id.strip(), "text": text.strip()}
        for clause_id, text in zip(form.getlist("clause_id"), form.getlist("clause_text"), strict=False)
        if clause_id.strip() or text.strip()
    ]
    return {
        **before,
        "name": form.get("name", "").strip(),
        "agent": form.get("agent", "").strip(),
        "country": form.get("country", "").strip().upper(),
        "time_zone": form.get("time_zone", before["time_zone"]).strip(),
        "ships_to": _words(form.get("ships_to", "").upper()),
        "physical_store": form.get("physical_store") == "1",
        "sells": _words(form.get("sells", "")),
        "languages": _ordered(form.get("first_language", ""), form.getlist("languages")),
        "formality": {code: form[f"formality_{code}"] for code in ("nl", "de") if form.get(f"formality_{code}")},
        "contact": {name: form.get(f"contact_{name}", "").strip() for name in ("email", "phone", "url")},
        "policy": {
            **{name: value for name, value in policy_numbers.items() if value},
            "return_shipping": form.get("return_shipping", ""),
            "goodwill_max": {**goodwill, "gift": form.get("gift") == "1"},
            "clauses": clauses,
        },
        "measures": [measure.strip() for measure in form.getlist("measure") if measure.strip()],
    }


def zones_of(profile: ShopProfile) -> list[str]:
    """The zones to choose from: Europe's, and the shop's own wherever it is."""
    known = {zone for zone in zoneinfo.available_timezones() if zone.startswith("Europe/")}
    return sorted(known | ({profile.time_zone} if profile.time_zone else set()))


def flat(problems: Any, path: str = "") -> dict[str, str]:
    """Nested problems by the path of their field, e.g. ``policy.withdrawal_days``."""
    if not isinstance(problems, dict):
        return {path: sentence(problems)}
    found: dict[str, str] = {}
    for name, what in problems.items():
        found |= flat(what, f"{path}.{name}" if path else str(name))
    return found


def _words(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _ordered(first: str, chosen: list[str]) -> list[str]:
    """The languages, the first one being the fallback for texts too short to tell."""
    return sorted(set(chosen) | ({first} if first else set()), key=lambda code: (code != first, code))


def _odd_clauses(profile: ShopProfile) -> dict[str, str]:
    """By its id what is wrong with a clause that says another term than the policy."""
    days = gettext("This says %(said)s, the policy above %(n)s days to return. No reply rests on it until they agree.")
    months = gettext(
        "This says %(said)s, the policy above %(n)s months of warranty. No reply rests on it until they agree."
    )
    return {
        one.clause: (days if one.about == "withdrawal" else months) % {"said": one.said, "n": one.policy}
        for one in own_clauses.contradictions(profile.policy)
    }


def _page(data: dict[str, Any] | None = None, problems: dict[str, str] | None = None, said: str = "") -> str:
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        profile, version, trial = changes.profile_to_edit(session, shop_id)
        return render_template(
            "policy.html",
            frame=frame(session, shop_id, "policy"),
            profile=data or dump_profile(profile),
            trial=trial,
            version=request.form.get("version") or version,
            problems=problems or {},
            shop_languages=LANGUAGES,
            country_choices=countries(
                speech.spoken().partition("_")[0], (data or {}).get("country") or profile.country
            ),
            minimum=legal_minimum((data or {}).get("country") or profile.country),
            zones=zones_of(profile),
            zone_of_country=zone_of_country(profile.country),
            spare=range(SPARE_ROWS),
            odd_clauses=_odd_clauses(profile) if data is None else {},
            said=said,
        )
