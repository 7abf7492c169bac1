"""What the law of a shop's country gives a consumer at least, as numbers that a policy starts from.

The whole EU gives 14 days of withdrawal at a distance (Directive 2011/83/EU art. 9) and two years' legal guarantee
(Directive (EU) 2019/771 art. 10(1)); art. 10(3) lets a country give more. Only what is certain stands here.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from plugin.shop import LEGAL_WARRANTY_MONTHS, LEGAL_WITHDRAWAL_DAYS, Policy

EU = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
        "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
# Spain: TRLGDCU art. 120 (RDL 7/2021). Portugal: DL 84/2021 art. 12. Sweden: Konsumentköplag (2022:260) ch. 4 § 14.
_LONGER_MONTHS = {"ES": 36, "PT": 36, "SE": 36}
# No fixed end: a thing must last as long as may be expected of it (BW 7:17; Kuluttajansuojalaki ch. 5).
_AS_LONG_AS_EXPECTED = frozenset({"NL", "FI"})


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


def legal_minimum(country: str) -> LegalMinimum:
    """The minimum of a country (two letters)."""
    return LegalMinimum(
        country,
        warranty_months=_LONGER_MONTHS.get(country, LEGAL_WARRANTY_MONTHS),
        known=country in EU,
        may_be_longer=country in _AS_LONG_AS_EXPECTED,
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
