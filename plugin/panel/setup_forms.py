"""The three steps' forms: what a person filled in, on top of the profile as it stands."""

from __future__ import annotations

import dataclasses
from typing import Any

from babel import Locale
from werkzeug.datastructures import MultiDict

from plugin.legal_minimum import at_least, member_states
from plugin.panel.shapes import Choice
from plugin.shop import LANGUAGES, Policy, ShopProfile, dump_profile, load_profile, refuse_less_than_the_law

_BESIDES = ("GB", "CH", "NO")  # neighbours of the EU whose shops sell into it
_NUMBERS = ("withdrawal_days", "warranty_months", "leniency_days", "reply_within_days")


def voice_data(form: MultiDict[str, str], before: ShopProfile) -> dict[str, Any]:
    """Who signs and how the shop speaks, as the data that plugin.shop reads. A new country brings its legal minimum."""
    country = form.get("country", "").strip().upper() or before.country
    first = form.get("first_language", "")
    chosen = [code for code in LANGUAGES if code in form.getlist("languages")]
    spoken = sorted(chosen, key=lambda code: code != first)  # stable: the first one, then the house's order
    policy = at_least(before.policy, country, was=before.country)
    return {
        **dump_profile(dataclasses.replace(before, policy=policy)),
        "name": form.get("name", "").strip() or before.name,
        "agent": form.get("agent", "").strip(),
        "country": country,
        "languages": spoken,
        "formality": {
            **before.formality,
            **{code: form[f"formality_{code}"] for code in ("nl", "de") if form.get(f"formality_{code}")},
        },
    }


def policy_data(form: MultiDict[str, str], before: ShopProfile) -> dict[str, Any]:
    """The policy's numbers and where customers reach the shop; a number that is left empty stays the law's."""
    data = dump_profile(before)
    data["contact"] = {name: form.get(f"contact_{name}", "").strip() for name in ("email", "phone", "url")}
    minimum = at_least(Policy(), before.country)
    for name in _NUMBERS:
        data["policy"][name] = form.get(name, "").strip() or getattr(minimum, name)
    data["policy"]["return_shipping"] = form.get("return_shipping", "") or before.policy.return_shipping
    return data


def readable(data: dict[str, Any], before: ShopProfile) -> ShopProfile:
    """The profile of a form that is still being filled in: fields that cannot be read yet stay as they were."""
    kept = dump_profile(before)
    policy = {**kept["policy"]}
    for name, value in data["policy"].items():
        tried = {**policy, name: value}
        if _loads({**kept, "policy": tried}):
            policy = tried
    whole = {**kept, "policy": policy, "contact": data["contact"]}
    return load_profile(whole if _loads(whole) else {**kept, "policy": policy})


def countries(language: str, now: str) -> list[Choice]:
    """The countries to choose from, by their names in the desk's language."""
    names = Locale(language).territories
    known = sorted({*member_states(), *_BESIDES, now}, key=lambda code: str(names.get(code, code)))
    return [Choice(code, str(names.get(code, code))) for code in known]


def country_name(code: str, language: str) -> str:
    return str(Locale(language).territories.get(code, code))


def _loads(data: dict[str, Any]) -> bool:
    try:
        refuse_less_than_the_law(load_profile(data))
    except ValueError:
        return False
    return True
