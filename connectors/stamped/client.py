"""The calls to Stamped's dashboard API, as others make them (contract review-platforms §9): it is documented in part only."""

from __future__ import annotations

from connectors.contract import BadAnswer, OutcomeUnknown
from connectors.http import BasicAuth, Session, read_json
from connectors.paging import Listed
from connectors.rate_limit import per_minute

WHO = "Stamped"
BASE = "https://stamped.io/api/v2"
PER_PAGE = 100


class StampedClient:
    """One shop's reviews."""

    def __init__(self, store: str, public: str, private: str, *, calls: int) -> None:
        self._reviews = f"{BASE}/{store}/dashboard/reviews"
        self._session = Session(WHO, auth=BasicAuth(public, private), bucket=per_minute(f"stamped:{store}", calls))

    def close(self) -> None:
        self._session.close()

    # Reference: none of the vendor's; several integrations in use call it so (contract review-platforms §9)
    def reviews(self, page: int) -> Listed:
        """Reviews in an order that nobody promises."""
        query = {"page": str(page), "take": str(PER_PAGE)}
        data = read_json(self._session.call("GET", self._reviews, params=query), who=WHO, write=False)
        if not (isinstance(data, dict) and isinstance(data.get("results"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return Listed(data["results"])

    # Reference: none of the vendor's; one integrator's note on it (contract review-platforms §9)
    def reply(self, review_id: int, text: str, *, mail: bool) -> None:
        """One attempt. The good answer is the text, as a bare JSON string."""
        query = {"isPrivate": "false", "isEmail": "true" if mail else "false"}
        answer = self._session.call("POST", f"{self._reviews}/{review_id}/reply", params=query, json={"reply": text})
        if not isinstance(read_json(answer, who=WHO, write=True), str):
            raise OutcomeUnknown(f"{WHO} answered in a form that we do not know.", hint="Look under the review.")
