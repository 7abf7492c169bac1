"""The calls to eTrusted's API, each with where it was read (contract review-platforms §3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from connectors.contract import BadAnswer, Invitation
from connectors.http import Session, error_for, read_json
from connectors.inviting import first_and_last
from connectors.paging import Listed
from connectors.payloads import read_many, read_one
from connectors.rate_limit import per_minute
from connectors.token_answers import read_token
from connectors.tokens import Token, TokenAuth, TokenPolicy
from connectors.trusted_shops.payloads import WireReview, WireReviewSchema, WireVeto, WireVetoSchema

WHO = "Trusted Shops"
BASE = "https://api.etrusted.com"
LOGIN = "https://login.etrusted.com"
PER_PAGE = 100  # 1,000 are allowed; smaller answers are easier to repeat
_POLICY = TokenPolicy(early=30)  # a token lasts 300 seconds
_NOT_FOUND = 404


class TrustedShopsClient:
    """One account's reviews."""

    def __init__(self, client_id: str, secret: str, channel: str, *, calls: int) -> None:
        self._id, self._secret, self._channel = client_id, secret, channel
        bucket = per_minute(f"trusted_shops:{client_id}", calls)
        self._tokens = Session(WHO, bucket=bucket)
        auth = TokenAuth("trusted_shops", client_id, secret, fetch=lambda _: self._token(), policy=_POLICY)
        self._session = Session(WHO, auth=auth, bucket=bucket)

    def close(self) -> None:
        self._session.close()
        self._tokens.close()

    # Reference: https://veryfront.com/docs/cloud/integrations/trusted-shops; the form as in several public clients
    def _token(self) -> Token:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._id,
            "client_secret": self._secret,
            "audience": BASE,
        }
        answer = self._tokens.call("POST", f"{LOGIN}/oauth/token", form=form, safe=True)
        return read_token(read_json(answer, who=WHO, write=False), who=WHO, lasts=300.0)

    # Reference: https://developers.etrusted.com/reviews-api/reviews-api.html
    def reviews(self, after: str) -> Listed:
        """Reviews, the last changed first; ``after`` is the cursor that the page before named."""
        query = {"count": str(PER_PAGE), "orderBy": "updatedAt", "ignoreStatements": "true"}
        if self._channel:
            query["channels"] = self._channel
        if after:
            query["after"] = after
        data = read_json(self._session.call("GET", f"{BASE}/reviews", params=query), who=WHO, write=False)
        if not (isinstance(data, dict) and isinstance(data.get("items"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        total = data.get("totalElements")
        return Listed(data["items"], total if isinstance(total, int) else None, next=_next(data.get("paging")))

    # Reference: npm trustedshops-typescript-sdk, dist/services (one review)
    def review(self, review_id: str) -> WireReview | None:
        """One review, or None where it is gone."""
        answer = self._session.call("GET", f"{BASE}/reviews/{review_id}")
        if answer.status == _NOT_FOUND:
            return None
        return read_one(WireReviewSchema(), read_json(answer, who=WHO, write=False), who=WHO)

    # Reference: npm trustedshops-typescript-sdk; github.com/PipedreamHQ/pipedream components/etrusted
    def reply(self, review_id: str, text: str, *, mail: bool) -> Any:
        """One attempt. None where it was taken without a word: the SDK expects no answer at all."""
        body = {"comment": text, "sendNotification": mail}
        answer = self._session.call("POST", f"{BASE}/reviews/{review_id}/reply", json=body)
        if answer.ok and not answer.body.strip():
            return None
        return read_json(answer, who=WHO, write=True)

    # Reference: npm trustedshops-typescript-sdk; a second public client agrees
    def delete_reply(self, review_id: str) -> None:
        answer = self._session.call("DELETE", f"{BASE}/reviews/{review_id}/reply")
        if not answer.ok and answer.status != _NOT_FOUND:  # gone already is what was asked for
            raise error_for(answer, who=WHO, write=True)

    # Reference: npm trustedshops-typescript-sdk (create a veto); components/etrusted agrees
    def veto(self, review_id: str, *, reason: str, text: str) -> Any:
        """One attempt."""
        body = {"reason": reason, "comment": text}
        return read_json(
            self._session.call("POST", f"{BASE}/reviews/{review_id}/vetos", json=body), who=WHO, write=True
        )

    # Reference: npm trustedshops-typescript-sdk (vetos of a review)
    def vetos(self, review_id: str) -> tuple[WireVeto, ...]:
        answer = self._session.call("GET", f"{BASE}/reviews/{review_id}/vetos")
        if answer.status == _NOT_FOUND:
            return ()
        data = read_json(answer, who=WHO, write=False)
        found, _ = read_many(WireVetoSchema(), _all_of(data), who=WHO, what="Veto")
        return found

    # Reference: https://developers.etrusted.com/events-api/events-api.html (create a new event: 202 with EventRef). The
    # event's type is one of the account's own, whose rule there says which invitation goes and when; "checkout" is reserved.
    def event(self, invitation: Invitation, *, kind: str, locale: str) -> Any:
        """One attempt. What a second event for an order does is documented nowhere."""
        first, last = first_and_last(invitation.name)
        customer = {"email": invitation.email, "firstName": first, "lastName": last}
        moment = invitation.ordered or invitation.delivered
        order = {"reference": invitation.order_ref, **({"date": _moment(moment)} if moment else {})}
        body: dict[str, Any] = {
            "type": kind,
            "customer": {name: value for name, value in customer.items() if value},
            "channel": {"id": self._channel, "type": "etrusted"},
            "transaction": order,
            "system": "wederwoord",
        }
        if locale:
            body["defaultLocale"] = locale
        return read_json(self._session.call("POST", f"{BASE}/events", json=body), who=WHO, write=True)


def _all_of(data: Any) -> Any:
    """The vetos of an answer: the SDK's model is a single one, others read a list, with or without an envelope."""
    if not isinstance(data, dict):
        return data
    return [data] if "reason" in data else data.get("items")


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _next(paging: Any) -> str:
    cursor = paging.get("cursor") if isinstance(paging, Mapping) else None
    after = cursor.get("after") if isinstance(cursor, Mapping) else None
    return after if isinstance(after, str) else ""
