"""Google's reasons for refusing a reply (``PolicyViolation``), in the contract's vocabulary.

Reference: https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews#PolicyViolation
Google names a policy and never a sentence, and says that there will be more names: an unknown one is OTHER.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.violations import Violation

_NAMED: Mapping[Violation, tuple[str, ...]] = {
    Violation.PERSONAL: ("PERSONAL_INFO", "PRIVACY"),
    Violation.ADVERTISING: ("ADVERTISING_AND_SOLICITATION", "FAKE_ENGAGEMENT"),
    Violation.RUDE: ("OFFENSIVE", "HARASSMENT", "HATE_SPEECH", "OBSCENITY_AND_PROFANITY"),
    Violation.REPETITIVE: ("REPETITIVE", "GIBBERISH_AND_REPETITIVE"),
    Violation.UNCLEAR: ("UNCLEAR", "GENERIC_QUALITY"),
    Violation.OFF_TOPIC: ("OFF_TOPIC",),
    Violation.UNTRUE: ("MISINFORMATION", "MISREPRESENTATION", "IMPERSONATION", "GENERIC_FRAUD"),
    Violation.FORBIDDEN: (
        "ADULT_THEMED",
        "CHILD_SAFETY",
        "DANGEROUS",
        "ILLEGAL",
        "REGULATED_GOODS_AND_SERVICES",
        "SEXUALLY_EXPLICIT",
        "VIOLENCE_AND_GORE",
    ),
    Violation.ACCOUNT: (
        "ACCOUNT_RESTRICTED_AND_EDIT_REJECTED",
        "ACCOUNT_RESTRICTED_AND_SUSPENDED",
        "ASSOCIATED_ACCOUNT_SUSPENDED",
        "BUSINESS_INELIGIBLE",
        "EDITING_RESTRICTION",
        "GEOGRAPHIC_LOCATION_CHANGE",
        "GOOGLE_PAY_SUSPENSION",
        "IDENTITY_CHANGE",
        "ILLEGAL_BUSINESS_HOURS_EDIT",
        "LOCATION_DISABLED",
        "LOCATION_SUSPENDED",
        "LOCATION_VERIFICATION_REQUIRED",
        "MODERATION_ERROR",  # Google's own fault: no other words would have helped
        "OWNERSHIP_REVOKED",
        "PO_BOX",
    ),
}
_KINDS = {name: kind for kind, names in _NAMED.items() for name in names}
_SAYS_NOTHING = frozenset({"POLICY_VIOLATION_UNSPECIFIED", "GENERIC_VIOLATION"})


def kind_of(violation: str) -> Violation:
    return _KINDS.get(violation.strip(), Violation.OTHER)


def in_words(violation: str) -> str:
    """A name as words ("PERSONAL_INFO" is "personal info"); "" where it says no more than that there is one."""
    named = violation.strip()
    if named in _SAYS_NOTHING:
        return ""
    return named.replace("_", " ").lower() if named.isupper() else named
