"""The calls to Kiyoh's publication API.

No vendor's page could be read; each call stands in several independent clients that agree (contract review-platforms §4).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from connectors.contract import BadAnswer, Invitation, OutcomeUnknown
from connectors.http import Answer, HeaderAuth, Session, read_json
from connectors.inviting import first_and_last
from connectors.kiyoh.settings import SITES
from connectors.paging import Listed
from connectors.rate_limit import per_minute

WHO = "Kiyoh"
FOLDER = "/v1/publication/review"
INVITE = "/v1/invite/external"
PUBLIC, PRIVATE = "PUBLIC", "PRIVATE"
_ALREADY = b"INVITATION_ALREADY_PLACED"


class KiyohClient:
    """One location's reviews."""

    def __init__(self, site: str, location_id: str, token: str, *, calls: int) -> None:
        self._base, self._tenant = SITES[site]
        self._location = location_id
        bucket = per_minute(f"kiyoh:{site}:{location_id}", calls)
        self._session = Session(WHO, auth=HeaderAuth("X-Publication-Api-Token", token), bucket=bucket)

    def close(self) -> None:
        self._session.close()

    # Reference: github.com/PipedreamHQ/pipedream components/kiyoh/kiyoh.app.mjs; marshmallow-packages/reviews-kiyoh config
    def reviews(self, since: dt.datetime | None, limit: int) -> Listed:
        """Reviews changed at or after ``since``, the longest unchanged first."""
        query = {
            "locationId": self._location,
            "tenantId": self._tenant,
            "orderBy": "UPDATE_DATE",
            "sortOrder": "ASC",
            "limit": str(limit),
        }
        if since is not None:
            query["updatedSince"] = since.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        data = self._read(self._session.call("GET", f"{self._base}{FOLDER}/external", params=query), write=False)
        if not (isinstance(data, dict) and isinstance(data.get("reviews"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        total = data.get("numberReviews")
        return Listed(data["reviews"], total if isinstance(total, int) else None)

    # Reference: github.com/PipedreamHQ/pipedream components/kiyoh/actions/review-response (four clients agree)
    def respond(self, review_id: str, text: str, *, kind: str, mail: bool) -> None:
        """One attempt. What comes back is documented nowhere, so it is not read beyond being data."""
        body = {
            "locationId": self._location,
            "tenantId": self._tenant,
            "reviewId": review_id,
            "response": text,
            "reviewResponseType": kind,
            "responseEmail": "true" if mail else "false",  # two clients send words, one a boolean
        }
        answer = self._session.call("PUT", f"{self._base}{FOLDER}/response", json=body)
        if not isinstance(self._read(answer, write=True), dict):
            raise OutcomeUnknown(f"{WHO} answered in a form that we do not know.", hint="Look under the review.")

    # Reference: POST /v1/invite/external, in six independent shop plugins that agree (among them interactivated's for
    # Magento, which speaks of "POST invite"); the refusal INVITATION_ALREADY_PLACED stands in two of them
    def invite(self, invitation: Invitation) -> bool:
        """One attempt; False where the platform says that it asked before."""
        first, last = first_and_last(invitation.name)
        body = {
            "location_id": self._location,
            "invite_email": invitation.email,
            "delay": invitation.delay_days,
            "first_name": first,
            "last_name": last,
            "ref_code": invitation.order_ref,
            "language": invitation.language or "nl",
        }
        answer = self._session.call("POST", f"{self._base}{INVITE}", json=body)
        if not answer.ok and _ALREADY in answer.body:
            return False
        if not isinstance(self._read(answer, write=True), dict):
            raise OutcomeUnknown(f"{WHO} answered in a form that we do not know.", hint="Look under Invite there.")
        return True

    @staticmethod
    def _read(answer: Answer, *, write: bool) -> Any:
        return read_json(answer, who=WHO, write=write)
