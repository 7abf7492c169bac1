"""The calls to Judge.me's API, as its own OpenAPI document says (https://judge.me/api/docs.yaml; contract §6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from connectors.contract import AskPerson, BadAnswer, Hook, Invitation, OutcomeUnknown
from connectors.http import Answer, HeaderAuth, Session, error_for, read_json
from connectors.judgeme.payloads import WireReview, WireReviewSchema
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute

WHO = "Judge.me"
BASE = "https://api.judge.me/api/v1"
REQUESTS = "https://judge.me/api/orders/send_manual_review_request"
PER_PAGE = 100
TOPICS = ("review/created", "review/updated")
_NOT_FOUND, _UNPROCESSABLE = 404, 422


class JudgeMeClient:
    """One shop's reviews."""

    def __init__(self, domain: str, token: str, *, calls: int) -> None:
        bucket = per_minute(f"judgeme:{domain}", calls)
        self._session = Session(
            WHO, auth=HeaderAuth("X-Api-Token", token, query={"shop_domain": domain}), bucket=bucket
        )

        self._requests = Session(WHO, bucket=bucket)  # its token goes in the body, and the other one not at all

    def close(self) -> None:
        self._session.close()
        self._requests.close()

    # Reference: https://judge.me/api/docs.yaml, GET /reviews/count
    def count(self) -> int:
        data = read_json(self._session.call("GET", f"{BASE}/reviews/count"), who=WHO, write=False)
        count = data.get("count") if isinstance(data, dict) else None
        if not isinstance(count, int):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return count

    # Reference: https://judge.me/api/docs.yaml, GET /reviews
    def reviews(self, page: int) -> Listed:
        """Reviews in an order that nobody promises, hidden and unpublished ones too."""
        query = {"page": str(page), "per_page": str(PER_PAGE)}
        data = read_json(self._session.call("GET", f"{BASE}/reviews", params=query), who=WHO, write=False)
        if not (isinstance(data, dict) and isinstance(data.get("reviews"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return Listed(data["reviews"])

    # Reference: https://judge.me/api/docs.yaml, GET /reviews/{id}
    def review(self, review_id: int) -> WireReview | None:
        """One review, or None where it is gone."""
        answer = self._session.call("GET", f"{BASE}/reviews/{review_id}")
        if answer.status == _NOT_FOUND:
            return None
        data = read_json(answer, who=WHO, write=False)
        return read_one(WireReviewSchema(), data.get("review") if isinstance(data, dict) else None, who=WHO)

    # Reference: https://judge.me/api/docs.yaml, POST /replies (``send_reply_email`` is true where it is left out)
    def reply(self, review_id: int, text: str, *, mail: bool) -> None:
        """One attempt."""
        body = {"review_id": review_id, "reply": {"content": text}, "send_reply_email": mail}
        self._written(self._session.call("POST", f"{BASE}/replies", json=body))

    # Reference: https://judge.me/api/docs.yaml, POST /private_replies
    def reply_privately(self, review_id: int, *, subject: str, text: str) -> None:
        """One attempt. Judge.me mails it."""
        told = {"email_subject": subject, "email_body": text}
        body = {"review_id": review_id, "private_reply": told, "send_private_email": True}
        self._written(self._session.call("POST", f"{BASE}/private_replies", json=body))

    # Reference: https://help.judge.me/en/articles/8409159-scheduling-review-requests-with-an-api-endpoint. It stands outside
    # the OpenAPI document, wants a token that Judge.me's support gives out, and takes one product; every key is to be there.
    def request_review(self, invitation: Invitation, *, token: str) -> None:
        """One attempt, for the first product of the order."""
        when = dt.datetime.now(dt.UTC)
        form = {
            "api_token": token,
            "reviewer_name": invitation.name or invitation.email.partition("@")[0],  # it wants one
            "reviewer_email": invitation.email,
            "shopify_product_id": invitation.products[0].id,
            "product_handle": "",
            "fulfilled_at": _day(invitation.delivered or when),
            "quantity": "1",
            "processed_at": _day(when + dt.timedelta(days=invitation.delay_days)),
        }
        self._written(self._requests.call("POST", REQUESTS, form=form))

    # Reference: https://judge.me/api/docs.yaml, POST /webhooks
    def subscribe(self, url: str) -> Hook:
        for topic in TOPICS:
            answer = self._session.call("POST", f"{BASE}/webhooks", json={"webhook": {"key": topic, "url": url}})
            if answer.status == _UNPROCESSABLE and "duplicated" in _said(answer).lower():
                continue  # we asked before
            self._written(answer)
        return Hook(topics=TOPICS, url=url)

    # Reference: https://judge.me/api/docs.yaml, DELETE /webhooks
    def unsubscribe(self, url: str) -> None:
        for topic in TOPICS:
            answer = self._session.call("DELETE", f"{BASE}/webhooks", json={"key": topic, "url": url})
            if not answer.ok and answer.status != _NOT_FOUND:  # gone already is what was asked for
                raise error_for(answer, who=WHO, write=True)

    @staticmethod
    def _written(answer: Answer) -> None:
        """No body is documented for a good write; a refusal says why in ``error``."""
        if answer.status == _UNPROCESSABLE:
            raise AskPerson(f"{WHO} refused this: {_said(answer)}")
        if answer.ok and not answer.body.strip():
            return
        if not isinstance(read_json(answer, who=WHO, write=True), dict):
            raise OutcomeUnknown(f"{WHO} answered in a form that we do not know.", hint="Look under the review.")


def _day(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%d/%m/%Y")


def _said(answer: Answer) -> str:
    try:
        data: Any = answer.json()
    except BadAnswer:
        return ""
    error = data.get("error") if isinstance(data, dict) else None
    return error[:200] if isinstance(error, str) else ""
