"""What a channel takes, as the shop sets it: on top of what its connector says of the platform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import gettext

from connectors.contract import Connector
from plugin.guidelines import packs
from plugin.panel.shapes import Choice, SettingField
from plugin.publishing.limits import OWN_CAP

PREFIX = "l_"
_BRANDS = {
    "webwinkelkeur": "WebwinkelKeur",
    "valuedshops": "ValuedShops",
    "etrusted": "Trusted Shops",
    "trustedshops": "Trusted Shops",
    "play-store": "Google Play",
}
_LEAST, _MOST = 20, 100_000  # characters


def fields_of(kind: type[Connector], values: Mapping[str, Any], problems: Mapping[str, Any]) -> list[SettingField]:
    """The fields for the shop's own limits. Which platform's rules the checker goes by is asked where the connector is
    no platform of its own.
    """
    able = kind.capabilities.max_reply_chars
    fields = [
        SettingField(
            name=f"{PREFIX}max_chars",
            label=gettext("Longest reply, in characters"),
            kind="number",
            value=str(values.get("max_chars") or ""),
            hint=gettext("Empty: %(n)s.", n=min(able or OWN_CAP, OWN_CAP)),
            wrong=str(problems.get(f"{PREFIX}max_chars", "")),
        ),
    ]
    if kind.name not in _platforms():
        fields.insert(0, _platform(values))
    return fields


def _platform(values: Mapping[str, Any]) -> SettingField:
    none = Choice("", gettext("none of these"))
    return SettingField(
        name=f"{PREFIX}platform",
        label=gettext("These reviews are from"),
        kind="select",
        value=str(values.get("platform") or ""),
        hint=gettext("So that the checker holds replies to that platform's rules."),
        choices=(none, *(Choice(name, title) for name, title in _platforms().items())),
    )


@cache
def _platforms() -> Mapping[str, str]:
    """The platforms that the rule packs know, by their own names; one known by several names is shown once."""
    names = sorted({channel for rule in packs.all_rules() for channel in rule.channels})
    by_brand = {_BRANDS.get(name, re.sub("[-_]", " ", name).title()): name for name in reversed(names)}
    return {name: brand for brand, name in sorted(by_brand.items())}


def given(form: Mapping[str, str], before: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, str]]:
    """The limits as filled in, and what is wrong with them. Limits that the form does not ask for stay as they were."""
    asked = {name.removeprefix(PREFIX): value.strip() for name, value in form.items() if name.startswith(PREFIX)}
    limits = {name: value for name, value in (before or {}).items() if name not in asked}
    problems: dict[str, str] = {}
    for name, value in asked.items():
        if not value:
            continue
        if name == "platform":
            if value in _platforms():
                limits[name] = value
        elif name == "max_chars":
            if value.isascii() and value.isdecimal() and _LEAST <= int(value) <= _MOST:
                limits[name] = int(value)
            else:
                problems[PREFIX + name] = gettext("A whole number from %(n)s to %(m)s, or nothing.", n=_LEAST, m=_MOST)
    return limits, problems


def shown(form: Mapping[str, str], stored: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """What the fields hold: as typed, else as stored."""
    typed = {name.removeprefix(PREFIX): value for name, value in form.items() if name.startswith(PREFIX)}
    return typed or stored or {}
