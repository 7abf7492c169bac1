"""Why a request gave no answer, and which of the contract's errors that means."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import requests
from urllib3.exceptions import LocationValueError

from connectors.contract import AskPerson, BadAnswer, ConnectorError, OutcomeUnknown, RetryLater
from connectors.guarded_transport import Attempt


class Trouble(Enum):
    """Why a request gave no answer."""

    NO_CONNECTION = "cannot be reached"
    TOO_SLOW = "did not answer in time"
    CUT_OFF = "broke off the connection"
    GARBLED = "sent something that is not HTTP"
    TOO_LARGE = "sent far more than it should"
    CERTIFICATE = "has no valid certificate"
    PRIVATE_ADDRESS = "leads into a private network"
    BAD_ADDRESS = "has no usable address"
    NOT_HTTPS = "has an address that does not begin with https://"
    REDIRECT = "sends us on to another address"


# Not one of these can be mended by asking again; a person has to change something first.
_FOR_A_PERSON: Mapping[Trouble, str] = {
    Trouble.CERTIFICATE: "Renew the certificate of the site.",
    Trouble.PRIVATE_ADDRESS: "Enter the public address. On a development machine, allow private addresses first.",
    Trouble.BAD_ADDRESS: "Check the address for typing errors.",
    Trouble.NOT_HTTPS: "Enter the https address, so that the password is not sent in the open.",
    Trouble.REDIRECT: "Enter the address at which the site answers itself.",
}


@dataclass(frozen=True)
class Failure:
    trouble: Trouble
    sent: bool
    detail: str = ""


def trouble_of(error: Exception, attempt: Attempt) -> Trouble:
    if isinstance(error, requests.exceptions.SSLError) and _has_cause(error, ssl.SSLCertVerificationError):
        return Trouble.CERTIFICATE
    if isinstance(error, (LocationValueError, UnicodeError, ValueError)) and not attempt.sent:
        return Trouble.BAD_ADDRESS  # requests' InvalidURL and friends are ValueErrors
    if not attempt.sent:
        return Trouble.NO_CONNECTION
    if attempt.expired or isinstance(error, (requests.Timeout, TimeoutError)) or "timed out" in str(error):
        return Trouble.TOO_SLOW
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return Trouble.GARBLED
    return Trouble.CUT_OFF


def _has_cause(error: BaseException, wanted: type[BaseException]) -> bool:
    """Whether ``wanted`` stands anywhere in the chain, where urllib3 and requests wrap each other's errors."""
    seen: BaseException | None = error
    while seen is not None:
        inner = [arg for arg in seen.args if isinstance(arg, BaseException)]
        reasons = [getattr(arg, "reason", None) for arg in (*inner, seen)]
        if any(isinstance(found, wanted) for found in (seen, *inner, *reasons)):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def error_of(failure: Failure, *, who: str, repeatable: bool) -> ConnectorError:
    said = f"{who} {failure.trouble.value}."
    if failure.trouble in _FOR_A_PERSON:
        where = f" ({failure.detail})" if failure.trouble is Trouble.REDIRECT else ""
        return AskPerson(said, hint=_FOR_A_PERSON[failure.trouble] + where)
    if failure.sent and not repeatable:
        return OutcomeUnknown(said, hint="It may have been placed all the same: look before trying again.")
    if failure.trouble in {Trouble.TOO_LARGE, Trouble.GARBLED}:
        return BadAnswer(said, hint="Look whether the address is the right one, or try again later.")
    if failure.trouble is Trouble.NO_CONNECTION:
        return RetryLater(said, hint="Check the address; if it is right, it is tried again later.")
    return RetryLater(said, hint="It is tried again later.")
