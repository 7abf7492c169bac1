"""The calls to a shop's Admin API, each with its place in the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from connectors.contract import AskPerson, ConnectorError, GiveUp, Reconnect
from connectors.http import Answer, HttpPolicy, Session, read_json
from connectors.payloads import Payload, once_accepted, read_many, read_one
from connectors.rate_limit import shared_bucket
from connectors.redaction import remember
from connectors.shopware.criteria import Criteria
from connectors.shopware.errors import code_of, meaning_of
from connectors.shopware.payloads import (
    FoundSchema,
    WireReview,
    WireReviewSchema,
    WrittenSchema,
)
from connectors.token_answers import read_token
from connectors.tokens import Token, TokenAuth, TokenPolicy

T = TypeVar("T")

WHO = "The shop"
_REVIEW = "/product-review"
# Ten minutes long (contract §2.6). Somebody may save the integration anew and end a token early: one more is asked for then.
_TOKENS = TokenPolicy(early=30.0, least_age=0.0)


@dataclass(frozen=True)
class Listed:
    """A page of a search: what could be read, what could not, how many there are in all (None: not said)."""

    reviews: tuple[WireReview, ...]
    problems: tuple[str, ...]
    total: int | None
    count: int  # items that the page held, readable or not


class AdminApi:
    """One shop's Admin API for one credential. Follows no redirect with a credential: the address must be the shop's own."""

    def __init__(
        self,
        url: str,
        api_key: str,
        secret_key: str,
        *,
        language_id: str = "",
        calls_per_second: int = 10,
        policy: HttpPolicy | None = None,
    ) -> None:
        """``policy``: another patience than the process has."""
        remember(secret_key)
        self._url, self._api_key, self._secret_key = url, api_key, secret_key
        bucket = shared_bucket(
            f"shopware:{urlsplit(url).netloc}", per_second=calls_per_second, burst=2 * calls_per_second
        )
        # Without sw-inheritance a variant comes without the name that it takes from its parent (contract §2.6).
        headers = {"sw-inheritance": "1", **({"sw-language-id": language_id} if language_id else {})}
        auth = TokenAuth(url, api_key, secret_key, fetch=self._new_token, policy=_TOKENS)
        self._session = Session(WHO, auth=auth, bucket=bucket, headers=headers, policy=policy)
        self._token_session = Session(WHO, bucket=bucket, policy=policy)

    def close(self) -> None:
        self._session.close()
        self._token_session.close()

    # Reference: contract shopify-shopware §2.6; shopware.stoplight.io, Admin API, search "product-review"
    def search(self, criteria: Criteria) -> Listed:
        """Reviews that match. Raises what a refusal means, BadAnswer, RetryLater, Reconnect, AskPerson."""
        answer = self._call("POST", f"/search{_REVIEW}", criteria, safe=True)
        found = read_one(FoundSchema(), self._read(answer, write=False), who=WHO)
        good, problems = read_many(WireReviewSchema(), found.data, who=WHO, what="Review")
        return Listed(good, problems, found.total, len(found.data))

    # Reference: shopware.stoplight.io, Admin API, search "order-delivery"; the fields as in Shopware's own source
    # (Checkout/Order/Aggregate/OrderDelivery/OrderDeliveryDefinition.php and its neighbours)
    def deliveries(self, schema: Payload[T], criteria: Criteria) -> tuple[tuple[T, ...], tuple[str, ...], int]:
        """Deliveries that match: what could be read, what could not, how many came. Raises as ``search``."""
        answer = self._call("POST", "/search/order-delivery", criteria, safe=True)
        found = read_one(FoundSchema(), self._read(answer, write=False), who=WHO)
        good, problems = read_many(schema, found.data, who=WHO, what="Delivery")
        return good, problems, len(found.data)

    # Reference: contract shopify-shopware §2.6; shopware.stoplight.io, Admin API, update "product-review"
    def change(self, review_id: str, body: Mapping[str, Any]) -> WireReview:
        """Write into one review; one attempt. Gives it as it stands afterwards (without customer and product).

        With ``_response`` the shop answers with the review instead of 204, so that one call writes and reads back.
        Raises OutcomeUnknown where the shop accepted it in words that cannot be read.
        """
        answer = self._call("PATCH", f"{_REVIEW}/{review_id}", body, safe=False, query={"_response": "1"})
        data = self._read(answer, write=True)
        return once_accepted(lambda: read_one(WrittenSchema(), data, who=WHO).data, who=WHO, look="Look at the review.")

    # Reference: contract shopify-shopware §2.6, notification (the shop throttles: 10 → 10 s, 15 → 30 s, 20 → 60 s)
    def notify(self, message: str, *, status: str = "info") -> None:
        """A notification in the shop's admin, for those who may see reviews. Raises as ``search``."""
        body = {
            "status": status,
            "message": message,
            "adminOnly": False,
            "requiredPrivileges": ["product_review:read"],
        }
        answer = self._call("POST", "/notification", body, safe=False)
        if not answer.ok:
            raise meaning_of(answer, who=WHO, write=True)

    def _read(self, answer: Answer, *, write: bool) -> Any:
        if not answer.ok:
            raise meaning_of(answer, who=WHO, write=write)
        return read_json(answer, who=WHO, write=write)

    def _call(
        self, method: str, path: str, body: Mapping[str, Any], *, safe: bool, query: Mapping[str, str] | None = None
    ) -> Answer:
        return self._session.call(method, f"{self._url}/api{path}", params=query, json=body, safe=safe)

    # Reference: contract shopify-shopware §2.6; shopware.stoplight.io, Admin API, authentication (client credentials)
    def _new_token(self, _before: Token | None) -> Token:
        """There is no refresh token for this grant: each one is asked for anew."""
        body = {"grant_type": "client_credentials", "client_id": self._api_key, "client_secret": self._secret_key}
        # Asking twice gives two tokens and changes nothing, so it may be repeated.
        answer = self._token_session.call("POST", f"{self._url}/api/oauth/token", json=body, safe=True)
        if not answer.ok:
            raise _refused(answer)
        return read_token(read_json(answer, who=WHO, write=False), who=WHO)


# OAuth's own words: RFC 6749 §5.2, for a client that is unknown, removed, or has another secret
_NO_CLIENT = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED})


def _refused(answer: Answer) -> ConnectorError:
    if answer.status in _NO_CLIENT:
        return Reconnect(
            "The shop refused the credential.",
            hint="Install the app in the shop again, or make a new access key of the integration.",
        )
    if answer.status == HTTPStatus.NOT_FOUND and not code_of(answer):
        return AskPerson("There is no Shopware at this address.", hint="Check the address of the shop.")
    return meaning_of(answer, who=WHO, write=False)


def review_id_of(external_id: str) -> str:
    """A Shopware id (32 hex digits) from our string. Raises GiveUp for one that never came from Shopware."""
    if len(external_id) == 32 and set(external_id) <= set("0123456789abcdef"):  # noqa: PLR2004 -- a UUID without dashes
        return external_id
    raise GiveUp("This is no review of a Shopware shop.")
