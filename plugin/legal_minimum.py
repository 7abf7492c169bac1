"""What the law of a shop's country gives a consumer at least, as numbers that a policy starts from and may not go below.

The whole EU gives 14 days of withdrawal at a distance (Directive 2011/83/EU art. 9) and two years' legal guarantee
(Directive (EU) 2019/771 art. 10(1)); art. 10(3) lets a country give more. The countries' own periods, with their
sources, are data: ``prompts/rules/periods.yaml``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from plugin.data import read_yaml

if TYPE_CHECKING:  # plugin.shop itself starts from these numbers
    from plugin.shop import Policy

LEGAL_WITHDRAWAL_DAYS = 14
LEGAL_WARRANTY_MONTHS = 24
WITHDRAWAL, WARRANTY = "withdrawal_days", "warranty_months"


@dataclass(frozen=True, slots=True)
class Period:
    """One row of the data: ``least`` of ``term`` (a number of the policy) is what the law of these countries gives, from
    that day on. ``no_end``: what should last longer is covered for longer. ``rule``: the id of its rule of law.
    """

    rule: str
    version: int
    term: str
    least: int
    countries: tuple[str, ...]
    valid_from: dt.date
    source: tuple[str, ...]
    no_end: bool = False


@dataclass(frozen=True, slots=True)
class LegalMinimum:
    """``known``: the country's law is; else the numbers are the EU's. ``may_be_longer``: what should last longer is
    covered for longer, so that the months are a floor and no end.
    """

    country: str
    withdrawal_days: int = LEGAL_WITHDRAWAL_DAYS
    warranty_months: int = LEGAL_WARRANTY_MONTHS
    known: bool = True
    may_be_longer: bool = False


@cache
def periods() -> tuple[Period, ...]:
    """Every row of the data, in the file's order."""
    return tuple(
        Period(**{**row, "countries": tuple(row["countries"]), "source": tuple(row["source"])})
        for row in read_yaml("rules", "periods.yaml")
    )


def member_states() -> frozenset[str]:
    """The countries of the EU: those that the first row of the data is about."""
    return frozenset(periods()[0].countries)


@lru_cache(maxsize=512)
def legal_minimum(country: str, day: dt.date | None = None) -> LegalMinimum:
    """The minimum of a country (two letters), as it is on that day; without one, by all that is known."""
    found = [row for row in periods() if country in row.countries and (day is None or row.valid_from <= day)]
    return LegalMinimum(
        country,
        max([row.least for row in found if row.term == WITHDRAWAL], default=LEGAL_WITHDRAWAL_DAYS),
        max([row.least for row in found if row.term == WARRANTY], default=LEGAL_WARRANTY_MONTHS),
        known=country in member_states(),
        may_be_longer=any(row.no_end for row in found),
    )


def at_least(policy: Policy, country: str, *, was: str | None = None) -> Policy:
    """The policy, raised to the country's minimum where it is below. Numbers that are the minimum of ``was``, the
    country before, follow the new one: nobody chose them.
    """
    floor = legal_minimum(country)
    days, months = policy.withdrawal_days, policy.warranty_months
    if was is not None and was != country:
        before = legal_minimum(was)
        days = floor.withdrawal_days if days == before.withdrawal_days else days
        months = floor.warranty_months if months == before.warranty_months else months
    return dataclasses.replace(
        policy,
        withdrawal_days=max(days, floor.withdrawal_days),
        warranty_months=max(months, floor.warranty_months),
    )


def below_the_law(policy: Policy, country: str) -> dict[str, list[str]]:
    """By its name what is wrong with each number of the policy that the law of this country forbids; {} where none is."""
    floor = legal_minimum(country)
    wrong = {}
    if policy.withdrawal_days < floor.withdrawal_days:
        wrong[WITHDRAWAL] = [f"at least {floor.withdrawal_days}: the law of {country} gives that many days"]
    if policy.warranty_months < floor.warranty_months:
        wrong[WARRANTY] = [f"at least {floor.warranty_months}: the law of {country} gives that many months"]
    return wrong
