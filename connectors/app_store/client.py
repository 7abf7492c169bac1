"""The calls to App Store Connect's API, each with its place in the documentation (contract review-platforms §12)."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.app_store.payloads import (
    WireResponse,
    WireResponseSchema,
    WireReview,
    WireReviewSchema,
    with_responses,
)
from connectors.app_store.settings import ALGORITHM
from connectors.contract import BadAnswer
from connectors.http import Session, error_for, read_json
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute
from connectors.signing import pem, sign
from connectors.tokens import Token, TokenAuth

WHO = "The App Store"
BASE = "https://api.appstoreconnect.apple.com"
PER_PAGE = 200
_LIFE = 1_200  # seconds of a token: the most that Apple takes
_NOT_FOUND = 404


class AppStoreClient:
    """One app's reviews."""

    def __init__(self, app_id: str, issuer: str, key_id: str, key: str, *, calls: int) -> None:
        self._app, self._issuer, self._key_id, self._key = app_id, issuer, key_id, pem(key)
        auth = TokenAuth("app_store", issuer, key_id, key, fetch=lambda _: self._token())
        self._session = Session(WHO, auth=auth, bucket=per_minute(f"app_store:{app_id}", calls))

    def close(self) -> None:
        self._session.close()

    # Reference: https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests
    def _token(self) -> Token:
        """Signed here; no call is made for it."""
        now = int(time.time())
        claims = {"iss": self._issuer, "iat": now, "exp": now + _LIFE, "aud": "appstoreconnect-v1"}
        return Token(sign(claims, self._key, algorithm=ALGORITHM, headers={"kid": self._key_id}), _LIFE)

    # Reference: https://developer.apple.com/documentation/appstoreconnectapi/get-v1-apps-_id_-customerreviews
    def reviews(self, after: str) -> Listed:
        """Reviews, the newest first. ``after`` is the query of the link to the next page."""
        first = {"limit": str(PER_PAGE), "sort": "-createdDate", "include": "response"}
        query = dict(parse_qsl(after)) if after else first
        address = f"{BASE}/v1/apps/{self._app}/customerReviews"
        data = read_json(self._session.call("GET", address, params=query), who=WHO, write=False)
        if not (isinstance(data, dict) and isinstance(data.get("data"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return Listed(with_responses(data["data"], data.get("included")), next=_next(data.get("links")))

    # Reference: https://developer.apple.com/documentation/appstoreconnectapi/get-v1-customerreviews-_id_
    def review(self, review_id: str) -> WireReview | None:
        """One review with its response, or None where it is gone."""
        answer = self._session.call("GET", f"{BASE}/v1/customerReviews/{review_id}", params={"include": "response"})
        if answer.status == _NOT_FOUND:
            return None
        data = read_json(answer, who=WHO, write=False)
        told = data if isinstance(data, dict) else {}
        return read_one(WireReviewSchema(), with_responses([told.get("data")], told.get("included"))[0], who=WHO)

    # Reference: https://developer.apple.com/documentation/appstoreconnectapi/post-v1-customerreviewresponses
    def respond(self, review_id: str, text: str) -> WireResponse:
        """Creates the response, or takes the place of the one there. One attempt. Raises BadAnswer for a good answer
        that cannot be read.
        """
        about = {"review": {"data": {"type": "customerReviews", "id": review_id}}}
        body = {
            "data": {
                "type": "customerReviewResponses",
                "attributes": {"responseBody": text},
                "relationships": about,
            }
        }
        answer = self._session.call("POST", f"{BASE}/v1/customerReviewResponses", json=body)
        data = read_json(answer, who=WHO, write=True)
        return read_one(WireResponseSchema(), data.get("data") if isinstance(data, dict) else None, who=WHO)

    # Reference: https://developer.apple.com/documentation/appstoreconnectapi/delete-v1-customerreviewresponses-_id_
    def delete_response(self, response_id: str) -> None:
        answer = self._session.call("DELETE", f"{BASE}/v1/customerReviewResponses/{response_id}")
        if not answer.ok and answer.status != _NOT_FOUND:  # gone already is what was asked for
            raise error_for(answer, who=WHO, write=True)


def _next(links: Any) -> str:
    """The query of the link to the next page. The link's own address is not called: only ours is."""
    link = links.get("next") if isinstance(links, dict) else None
    return urlsplit(link).query if isinstance(link, str) else ""
