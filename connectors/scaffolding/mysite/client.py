"""The calls to My Site, each with its place in the documentation."""

from __future__ import annotations

from typing import Any

from connectors.contract import BadAnswer, Quota
from connectors.http import Answer, HeaderAuth, Session, error_for, read_json
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute

from .payloads import WireReview, WireReviewSchema

WHO = "My Site"
BASE = "https://api.mysite.example"
PER_PAGE = 50
QUOTAS = (Quota(1_000, 3_600),)
_NOT_FOUND = 404


class MySiteClient:
    """One account's API."""

    def __init__(self, token: str, *, calls_per_minute: int) -> None:
        bucket = per_minute(f"mysite:{hash(token)}", calls_per_minute, quotas=QUOTAS)
        self._session = Session(WHO, auth=HeaderAuth("X-Api-Key", token), bucket=bucket)

    def close(self) -> None:
        self._session.close()

    # Reference: https://docs.mysite.example/reviews#list
    def reviews(self, page: int) -> Listed:
        """Reviews, the last changed first."""
        query = {"page": str(page), "per_page": str(PER_PAGE), "order": "updated"}
        data = self._data(self._session.call("GET", f"{BASE}/v1/reviews", params=query))
        if not (isinstance(data, dict) and isinstance(data.get("reviews"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        total = data.get("total")
        return Listed(data["reviews"], total if isinstance(total, int) else None)

    # Reference: https://docs.mysite.example/reviews#one
    def review(self, review_id: str) -> WireReview | None:
        """One review, or None where it is gone."""
        answer = self._session.call("GET", f"{BASE}/v1/reviews/{review_id}")
        if answer.status == _NOT_FOUND:
            return None
        return read_one(WireReviewSchema(), self._data(answer), who=WHO)

    # Reference: https://docs.mysite.example/replies#write
    def write_reply(self, review_id: str, text: str) -> Any:
        """Creates the reply, or takes the place of the one there. One attempt."""
        answer = self._session.call("PUT", f"{BASE}/v1/reviews/{review_id}/reply", json={"text": text})
        return read_json(answer, who=WHO, write=True)

    # Reference: https://docs.mysite.example/replies#delete
    def delete_reply(self, review_id: str) -> None:
        answer = self._session.call("DELETE", f"{BASE}/v1/reviews/{review_id}/reply")
        if not answer.ok and answer.status != _NOT_FOUND:  # gone already is what was asked for
            raise error_for(answer, who=WHO, write=True)

    @staticmethod
    def _data(answer: Answer) -> Any:
        return read_json(answer, who=WHO, write=False)
