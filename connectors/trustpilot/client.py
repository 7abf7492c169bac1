"""The calls to Trustpilot's API, each with its place in the documentation (contract review-platforms §2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from connectors.contract import BadAnswer, Invitation, OutcomeUnknown, Quota
from connectors.http import Answer, BasicAuth, Session, error_for, read_json
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute
from connectors.token_answers import read_token
from connectors.tokens import Token, TokenAuth, TokenPolicy
from connectors.trustpilot.payloads import WireReview, WireReviewSchema

WHO = "Trustpilot"
BASE = "https://api.trustpilot.com/v1"
INVITATIONS = "https://invitations-api.trustpilot.com/v1"
PER_PAGE = 100
# Reference: https://developers.trustpilot.com/rate-limiting (failed calls count)
QUOTAS = (Quota(833, 300), Quota(10_000, 3_600))
_YEAR = 365 * 86_400
# A token lasts 100 hours, and asking for new ones often is itself refused with 429.
_POLICY = TokenPolicy(early=3_600, least_age=600)
_NOT_FOUND = 404


# Reference: https://developers.trustpilot.com/api-module-best-practices (the plan's calls a year; failed calls count). From
# when a year is counted is documented nowhere; any 365 days hold against every beginning.
def quotas_of(calls_per_year: int) -> tuple[Quota, ...]:
    """The platform's quotas, with the plan's own for a year; 0 = the plan sets none."""
    return (*QUOTAS, Quota(calls_per_year, _YEAR)) if calls_per_year else QUOTAS


class TrustpilotClient:
    """One business unit's service reviews."""

    def __init__(self, unit: str, key: str, secret: str, *, calls: int, calls_per_year: int = 0) -> None:
        self._unit = unit
        self._bucket = per_minute(f"trustpilot:{unit}", calls, quotas=quotas_of(calls_per_year))
        self._tokens = Session(WHO, auth=BasicAuth(key, secret), bucket=self._bucket)
        auth = TokenAuth("trustpilot", key, secret, fetch=lambda _: self._token(), policy=_POLICY)
        self._session = Session(WHO, auth=auth, bucket=self._bucket)

    def close(self) -> None:
        self._session.close()
        self._tokens.close()

    # Reference: https://developers.trustpilot.com/authentication (client credentials: no refresh token)
    def _token(self) -> Token:
        address = f"{BASE}/oauth/oauth-business-users-for-applications/accesstoken"
        answer = self._tokens.call("POST", address, form={"grant_type": "client_credentials"}, safe=True)
        return read_token(read_json(answer, who=WHO, write=False), who=WHO)

    # Reference: https://documentation-apidocumentation.trustpilot.com/business-units-api (private reviews)
    def reviews(self, page: int) -> Listed:
        """Reviews, the newest first. No total is told."""
        query = {"page": str(page), "perPage": str(PER_PAGE), "orderBy": "createdat.desc"}
        address = f"{BASE}/private/business-units/{self._unit}/reviews"
        data = read_json(self._session.call("GET", address, params=query), who=WHO, write=False)
        if not (isinstance(data, dict) and isinstance(data.get("reviews"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return Listed(data["reviews"])

    # Reference: https://documentation-apidocumentation.trustpilot.com/service-reviews-api (one private review)
    def review(self, review_id: str) -> WireReview | None:
        """One review, or None where it is gone."""
        answer = self._session.call("GET", f"{BASE}/private/reviews/{review_id}")
        if answer.status == _NOT_FOUND:
            return None
        return read_one(WireReviewSchema(), read_json(answer, who=WHO, write=False), who=WHO)

    # Reference: https://documentation-apidocumentation.trustpilot.com/service-reviews-api (reply to a review)
    def reply(self, review_id: str, text: str, *, user: str) -> None:
        """One attempt. The good answer is 201 with or without a body."""
        body = {"message": text, "authorBusinessUserId": user}
        self._written(self._session.call("POST", f"{BASE}/private/reviews/{review_id}/reply", json=body))

    # Reference: the same page (delete a reply)
    def delete_reply(self, review_id: str) -> None:
        answer = self._session.call("DELETE", f"{BASE}/private/reviews/{review_id}/reply")
        if not answer.ok and answer.status != _NOT_FOUND:  # gone already is what was asked for
            raise error_for(answer, who=WHO, write=True)

    # Reference: https://developers.trustpilot.com/invitation-api (create invitations); the small form of the body as in
    # support.trustpilot.com community post 10091177348754. Times are in UTC.
    def invite(self, invitation: Invitation, *, user: str, template: str, locale: str) -> None:
        """One attempt. What the platform does with an order that it was told of before is documented nowhere."""
        when = dt.datetime.now(dt.UTC) + dt.timedelta(days=invitation.delay_days)
        asked = {"preferredSendTime": when.strftime("%Y-%m-%dT%H:%M:%S")}
        body: dict[str, Any] = {
            "referenceNumber": invitation.order_ref,
            "consumerName": invitation.name or invitation.email.partition("@")[0],  # it wants one
            "consumerEmail": invitation.email,
            "serviceReviewInvitation": {**asked, "templateId": template} if template else asked,
        }
        if locale:
            body["locale"] = locale
        address = f"{INVITATIONS}/private/business-units/{self._unit}/email-invitations"
        self._written(self._session.call("POST", address, json=body, headers={"x-business-user-id": user}))

    @staticmethod
    def _written(answer: Answer) -> None:
        if answer.ok and not answer.body.strip():
            return
        if not isinstance(read_json(answer, who=WHO, write=True), dict):
            raise OutcomeUnknown(f"{WHO} answered in a form that we do not know.", hint="Look under the review.")
