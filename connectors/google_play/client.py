"""The calls to Google Play's API, as its own discovery document says (androidpublisher v3; contract review-platforms §12)."""

from __future__ import annotations

import time
from typing import Any

from connectors.contract import BadAnswer, Quota, Reconnect
from connectors.google_play.payloads import WireReview, WireReviewSchema
from connectors.google_play.settings import ALGORITHM, ServiceAccount
from connectors.http import Session, read_json
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute
from connectors.signing import sign
from connectors.token_answers import read_token
from connectors.tokens import Token, TokenAuth

WHO = "Google Play"
BASE = "https://androidpublisher.googleapis.com/androidpublisher/v3"
TOKENS = "https://oauth2.googleapis.com"
SCOPE = "https://www.googleapis.com/auth/androidpublisher"
PER_PAGE = 100
# Reference: https://support.google.com/googleplay/android-developer/contact/review_apiqr (each app, for reading)
QUOTAS = (Quota(200, 3_600),)
REPLY_QUOTAS = (Quota(2_000, 86_400, of="replies"),)  # the same page: each app, for replying
_LIFE = 3_600  # seconds of an assertion: the most that Google takes
_REFUSED, _NOT_FOUND = 400, 404


class GooglePlayClient:
    """One app's reviews."""

    def __init__(self, account: ServiceAccount, package: str, *, calls: int) -> None:
        self._account = account
        self._reviews = f"{BASE}/applications/{package}/reviews"
        bucket = per_minute(f"google_play:{package}", calls, quotas=QUOTAS)
        self._tokens = Session(WHO)
        auth = TokenAuth("google_play", account.email, account.key, fetch=lambda _: self._token())
        self._session = Session(WHO, auth=auth, bucket=bucket)
        replies = per_minute(f"google_play:{package}:replies", calls, quotas=REPLY_QUOTAS)
        self._replying = Session(WHO, auth=auth, bucket=replies)

    def close(self) -> None:
        self._session.close()
        self._replying.close()
        self._tokens.close()

    # Reference: https://developers.google.com/identity/protocols/oauth2/service-account#httprest
    def _token(self) -> Token:
        now = int(time.time())
        claims = {
            "iss": self._account.email,
            "scope": SCOPE,
            "aud": f"{TOKENS}/token",
            "iat": now,
            "exp": now + _LIFE,
        }
        named = {"kid": self._account.key_id} if self._account.key_id else {}
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": sign(claims, self._account.key, algorithm=ALGORITHM, headers=named),
        }
        answer = self._tokens.call("POST", f"{TOKENS}/token", form=form, safe=True)
        if answer.status == _REFUSED:  # invalid_grant: the account or its key is gone, or the clock is wrong
            raise Reconnect(f"{WHO} refused the key file.", hint="Make a new key for the service account.")
        return read_token(read_json(answer, who=WHO, write=False), who=WHO, lasts=3_600.0)

    # Reference: https://developers.google.com/android-publisher/api-ref/rest/v3/reviews/list
    def reviews(self, token: str) -> Listed:
        """Reviews in an order that nobody promises."""
        query = {"maxResults": str(PER_PAGE), **({"token": token} if token else {})}
        data = read_json(self._session.call("GET", self._reviews, params=query), who=WHO, write=False)
        listed = data.get("reviews", []) if isinstance(data, dict) else None
        if not isinstance(listed, list) or (data and not _KNOWN & set(data)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        total, after = _within(data, "pageInfo", "totalResults"), _within(data, "tokenPagination", "nextPageToken")
        return Listed(
            listed, total if isinstance(total, int) and total else None, next=after if isinstance(after, str) else ""
        )

    # Reference: https://developers.google.com/android-publisher/api-ref/rest/v3/reviews/get
    def review(self, review_id: str) -> WireReview | None:
        """One review, or None where it is gone."""
        answer = self._session.call("GET", f"{self._reviews}/{review_id}")
        if answer.status == _NOT_FOUND:
            return None
        return read_one(WireReviewSchema(), read_json(answer, who=WHO, write=False), who=WHO)

    # Reference: https://developers.google.com/android-publisher/api-ref/rest/v3/reviews/reply
    def reply(self, review_id: str, text: str) -> Any:
        """Creates the reply, or changes the one there. One attempt. What was applied."""
        answer = self._replying.call("POST", f"{self._reviews}/{review_id}:reply", json={"replyText": text})
        data = read_json(answer, who=WHO, write=True)
        return data.get("result") if isinstance(data, dict) else None


_KNOWN = {"reviews", "pageInfo", "tokenPagination"}  # an app without reviews sends nothing of them


def _within(data: dict[str, Any], outer: str, inner: str) -> Any:
    found = data.get(outer)
    return found.get(inner) if isinstance(found, dict) else None
