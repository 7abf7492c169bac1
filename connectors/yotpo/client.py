"""The calls to Yotpo's two APIs: one to read with the shop's keys, one to comment with a developer app's token
(contract review-platforms §7).
"""

from __future__ import annotations

import datetime as dt

from connectors.contract import BadAnswer, OutcomeUnknown, Reconnect
from connectors.http import QueryAuth, Session, read_json
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute
from connectors.tokens import Token, TokenAuth
from connectors.yotpo.payloads import WireTokenSchema

WHO = "Yotpo"
BASE = "https://api.yotpo.com"
DEVELOPERS = "https://developers.yotpo.com/v2"
PER_PAGE = 100
_LIFE = 86_400.0  # seconds; older documents say fourteen days, and a day is on the safe side
_REFUSED = 400


class YotpoClient:
    """One shop's reviews."""

    def __init__(self, app_key: str, secret: str, *, token: str, account: str, calls: int) -> None:
        self._app_key, self._secret, self._account = app_key, secret, account or app_key
        bucket = per_minute(f"yotpo:{app_key}", calls)
        self._tokens = Session(WHO, bucket=bucket)
        auth = TokenAuth("yotpo", app_key, secret, fetch=lambda _: self._token(), in_query="utoken")
        self._session = Session(WHO, auth=auth, bucket=bucket)
        self._developers = Session(WHO, auth=QueryAuth(access_token=token), bucket=bucket)

    def close(self) -> None:
        for session in (self._session, self._developers, self._tokens):
            session.close()

    # Reference: https://apidocs.yotpo.com/reference (UGC API, generating a token)
    def _token(self) -> Token:
        form = {"client_id": self._app_key, "client_secret": self._secret, "grant_type": "client_credentials"}
        answer = self._tokens.call("POST", f"{BASE}/oauth/token", form=form, safe=True)
        if answer.status == _REFUSED:
            raise Reconnect(f"{WHO} refused the keys.", hint="Copy the app key and the secret key again.")
        wire = read_one(WireTokenSchema(), read_json(answer, who=WHO, write=False), who=WHO)
        return Token(wire.access_token, _LIFE)

    # Reference: https://apidocs.yotpo.com/reference (UGC API, retrieve all reviews), as tap-yotpo 2.0.6 calls it
    def reviews(self, page: int, *, since: dt.datetime | None) -> Listed:
        """Reviews changed since then, deleted ones too, in an order that nobody promises."""
        query = {"page": str(page), "count": str(PER_PAGE), "deleted": "true"}
        if since is not None:
            query["since_updated_at"] = since.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        address = f"{BASE}/v1/apps/{self._app_key}/reviews"
        data = read_json(self._session.call("GET", address, params=query), who=WHO, write=False)
        if not (isinstance(data, dict) and isinstance(data.get("reviews"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return Listed(data["reviews"])

    # Reference: https://develop.yotpo.com/reference/comment-on-a-review
    def comment(self, review_id: int, text: str) -> None:
        """One attempt. What a good one answers is not known."""
        address = f"{DEVELOPERS}/{self._account}/reviews/{review_id}/comment"
        answer = self._developers.call("POST", address, json={"content": text, "public": True})
        if answer.ok and not answer.body.strip():
            return
        if not isinstance(read_json(answer, who=WHO, write=True), dict):
            raise OutcomeUnknown(f"{WHO} answered in a form that we do not know.", hint="Look under the review.")
