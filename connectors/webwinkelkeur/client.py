"""The calls to WebwinkelKeur's dashboard API, each with its place in the documentation.

The credential stands in every address (contract review-platforms §1), so addresses are never logged or kept whole. Answers
to reading say "error" in their body whatever the HTTP status, so both are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.contract import (
    AskPerson,
    BadAnswer,
    ConnectorError,
    GiveUp,
    Hook,
    Invitation,
    OutcomeUnknown,
    Reconnect,
)
from connectors.http import Answer, QueryAuth, Session, error_for, read_json
from connectors.paging import Listed
from connectors.payloads import read_one
from connectors.rate_limit import per_minute
from connectors.webwinkelkeur.payloads import WireHook, WireHookSchema

WHO = "WebwinkelKeur"
BASE = "https://dashboard.webwinkelkeur.nl/api/1.0"
PER_PAGE = 100
TOPIC = "reviews.created"
_NOT_FOUND = 404
_ALREADY = "already sent"  # "Invitation already sent for this order." is one of the documented successes


class WebwinkelKeurClient:
    """One shop's API."""

    def __init__(self, shop_id: str, code: str, *, calls: int) -> None:
        bucket = per_minute(f"webwinkelkeur:{shop_id}", calls)
        self._session = Session(WHO, auth=QueryAuth({"id": shop_id}, code=code), bucket=bucket)

    def close(self) -> None:
        self._session.close()

    # Reference: https://docs.webwinkelkeur.nl/api/ratings/retrieve
    def ratings(self, offset: int) -> Listed:
        """Reviews of the shop, the newest first."""
        query = {"offset": str(offset), "limit": str(PER_PAGE)}
        data = self._read(self._session.call("GET", f"{BASE}/ratings.json", params=query), write=False)
        ratings, total = data.get("ratings"), data.get("total")
        if not isinstance(ratings, list):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return Listed(ratings, total if isinstance(total, int) else None)

    # Reference: https://docs.webwinkelkeur.nl/api/replies/add
    def reply(self, review_id: int, text: str, *, notify: bool) -> None:
        """One attempt. No id comes back."""
        body = {"review_id": review_id, "reply": text, "notify": notify}
        answer = self._session.call("POST", f"{BASE}/review_replies.json", json=body)
        if answer.status == _NOT_FOUND:
            raise GiveUp(f"{WHO} says that this review is not there (any more).")
        self._read(answer, write=True)

    # Reference: https://docs.webwinkelkeur.nl/api/invitations/add (as a form, as github.com/webwinkelkeur/client sends it)
    def invite(self, invitation: Invitation) -> bool:
        """One attempt; False where the platform asked for this order before. Nothing is told that it can do without."""
        form = {
            "email": invitation.email,
            "order": invitation.order_ref,
            "delay": str(max(1, invitation.delay_days)),  # the platform's own client never sends less
            "customer_name": invitation.name,
            "language": invitation.language,
            "client": "wederwoord",
        }
        answer = self._session.call(
            "POST", f"{BASE}/invitations.json", form={name: value for name, value in form.items() if value}
        )
        return _ALREADY not in str(self._read(answer, write=True).get("message", "")).casefold()

    # Reference: https://docs.webwinkelkeur.nl/api/webhooks
    def subscribe(self, url: str) -> Hook:
        body = {"url": url, "topic": TOPIC, "is_active": True}
        data = self._read(self._session.call("POST", f"{BASE}/webhook", json=body), write=True)
        wire: WireHook = read_one(WireHookSchema(), data.get("data"), who=WHO)
        return Hook(id=wire.webhook_id, secret=wire.secret, topics=(wire.topic,), url=url)

    # Reference: the same page. It documents the field and no call that removes; that this switches off is unverified,
    # and harmless where it does not: the address that would be called is ours and closed by then.
    def unsubscribe(self, url: str) -> None:
        body = {"url": url, "topic": TOPIC, "is_active": False}
        self._read(self._session.call("POST", f"{BASE}/webhook", json=body), write=True)

    def _read(self, answer: Answer, *, write: bool) -> Mapping[str, Any]:
        if not answer.ok:
            raise error_for(answer, who=WHO, write=write)
        data = read_json(answer, who=WHO, write=write)
        if not isinstance(data, dict):
            if write:
                raise OutcomeUnknown(f"{WHO} answered and did not say what came of it.", hint="Look under the review.")
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        if data.get("status") == "error":
            raise _said(data.get("message"))
        if write and data.get("status") != "success":
            raise OutcomeUnknown(f"{WHO} answered and did not say what came of it.", hint="Look under the review.")
        return data


def _said(message: Any) -> ConnectorError:
    """What a refusal with status 200 means: its words are the only thing that tells."""
    words = message if isinstance(message, str) else ""
    if any(part in words.casefold() for part in ("auth", "code", "access", "toegang")):
        return Reconnect(f"{WHO} refused the shop id or the code.", hint="Copy both again from the dashboard.")
    return AskPerson(f"{WHO} refused this: {words[:200]}" if words else f"{WHO} refused this.")
