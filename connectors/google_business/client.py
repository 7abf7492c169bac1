"""The calls to Google's review API, each with its place in the documentation (contract review-platforms §5).

Reviews never left version 4 of the API; the newer ones only name accounts and locations.
"""

from __future__ import annotations

from typing import Any

from connectors.contract import BadAnswer, Quota, Reconnect
from connectors.google_business.payloads import WireReview, WireReviewSchema
from connectors.http import Session, error_for, read_json
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute
from connectors.token_answers import read_token
from connectors.tokens import Token, TokenAuth

WHO = "Google"
BASE = "https://mybusiness.googleapis.com/v4"
TOKENS = "https://oauth2.googleapis.com"
PER_PAGE = 50
QUOTAS = (Quota(300, 60),)
_REFUSED, _NOT_FOUND = 400, 404


class GoogleBusinessClient:
    """One location's reviews."""

    def __init__(self, client_id: str, secret: str, refresh: str, account: str, location: str, *, calls: int) -> None:
        self._id, self._secret, self._refresh = client_id, secret, refresh
        self._reviews = f"{BASE}/accounts/{account}/locations/{location}/reviews"
        bucket = per_minute(f"google_business:{location}", calls, quotas=QUOTAS)
        self._tokens = Session(WHO, bucket=bucket)
        auth = TokenAuth("google_business", client_id, secret, refresh, fetch=lambda _: self._token())
        self._session = Session(WHO, auth=auth, bucket=bucket)

    def close(self) -> None:
        self._session.close()
        self._tokens.close()

    # Reference: https://developers.google.com/identity/protocols/oauth2/web-server#offline
    def _token(self) -> Token:
        form = {
            "grant_type": "refresh_token",
            "client_id": self._id,
            "client_secret": self._secret,
            "refresh_token": self._refresh,
        }
        answer = self._tokens.call("POST", f"{TOKENS}/token", form=form, safe=True)
        if answer.status == _REFUSED:  # invalid_grant: taken back, or six months unused
            raise Reconnect(
                f"{WHO} refused the refresh token.", hint="Let someone who manages the profile allow it again."
            )
        return read_token(read_json(answer, who=WHO, write=False), who=WHO, lasts=3_600.0)

    # Reference: https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/list
    def reviews(self, page_token: str) -> Listed:
        """Reviews, the last changed first as far as anybody has seen."""
        query = {"pageSize": str(PER_PAGE), **({"pageToken": page_token} if page_token else {})}
        data = read_json(self._session.call("GET", self._reviews, params=query), who=WHO, write=False)
        listed = data.get("reviews", []) if isinstance(data, dict) else None
        if not isinstance(listed, list):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        total, token = data.get("totalReviewCount"), data.get("nextPageToken", "")
        return Listed(listed, total if isinstance(total, int) else None, next=token if isinstance(token, str) else "")

    # Reference: https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/get
    def review(self, review_id: str) -> WireReview | None:
        """One review, or None where it is gone."""
        answer = self._session.call("GET", f"{self._reviews}/{review_id}")
        if answer.status == _NOT_FOUND:
            return None
        return read_one(WireReviewSchema(), read_json(answer, who=WHO, write=False), who=WHO)

    # Reference: https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/updateReply
    def reply(self, review_id: str, text: str) -> Any:
        """Creates the reply, or takes the place of the one there. One attempt."""
        answer = self._session.call("PUT", f"{self._reviews}/{review_id}/reply", json={"comment": text})
        return read_json(answer, who=WHO, write=True)

    # Reference: https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/deleteReply
    def delete_reply(self, review_id: str) -> None:
        answer = self._session.call("DELETE", f"{self._reviews}/{review_id}/reply")
        if not answer.ok and answer.status != _NOT_FOUND:  # gone already is what was asked for
            raise error_for(answer, who=WHO, write=True)
