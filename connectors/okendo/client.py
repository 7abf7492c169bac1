"""The calls to Okendo's merchant API that are documented for reviews and webhooks (contract review-platforms §9)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.contract import BadAnswer
from connectors.http import BasicAuth, Session, error_for, read_json
from connectors.okendo.payloads import WireHook, WireHookSchema
from connectors.paging import Listed
from connectors.payloads import once_accepted, read_many, read_one
from connectors.rate_limit import per_minute

WHO = "Okendo"
BASE = "https://api.okendo.io/enterprise"
PER_PAGE = 100
_HOOKS = f"{BASE}/webhook_subscriptions"
TOPICS = ("create", "update")
_NOT_FOUND = 404
VERSION = "2025-02-01"  # the API has dates for versions and refuses calls without one


class OkendoClient:
    """One shop's reviews."""

    def __init__(self, user: str, key: str, *, calls: int) -> None:
        bucket = per_minute(f"okendo:{user}", calls)
        self._session = Session(WHO, auth=BasicAuth(user, key), bucket=bucket, headers={"okendo-api-version": VERSION})

    def close(self) -> None:
        self._session.close()

    # Reference: https://docs.okendo.io/merchant-rest-api/endpoints/reviews
    def reviews(self, after: str) -> Listed:
        """Published reviews, the newest first. ``after`` is the ``lastEvaluated`` of the page before."""
        query = {"limit": str(PER_PAGE), "orderBy": "date desc", **({"lastEvaluated": after} if after else {})}
        data = read_json(self._session.call("GET", f"{BASE}/reviews", params=query), who=WHO, write=False)
        if not (isinstance(data, dict) and isinstance(data.get("reviews"), list)):
            raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
        return Listed(data["reviews"], next=_cursor(data.get("nextUrl")))

    # Reference: https://docs.okendo.io/merchant-rest-api/endpoints/webhooks (list)
    def hooks(self) -> tuple[WireHook, ...]:
        data = read_json(self._session.call("GET", _HOOKS, params={"limit": str(PER_PAGE)}), who=WHO, write=False)
        listed = data.get("webhookSubscriptions") if isinstance(data, dict) else None
        return read_many(WireHookSchema(), listed, who=WHO, what="Webhook")[0]

    # Reference: the same page (create). The secret is told in this answer alone.
    def subscribe(self, url: str) -> WireHook:
        wanted = [{"resourceType": "review", "topic": topic} for topic in TOPICS]
        body = {"endpointUrl": url, "isEnabled": True, "subscriptions": wanted, "version": VERSION}
        data = read_json(self._session.call("POST", _HOOKS, json=body), who=WHO, write=True)
        return once_accepted(
            lambda: read_one(WireHookSchema(), data, who=WHO), who=WHO, look="Look at the webhooks there."
        )

    # Reference: the same page (delete)
    def unsubscribe(self, hook_id: str) -> None:
        answer = self._session.call("DELETE", f"{_HOOKS}/{hook_id}")
        if not answer.ok and answer.status != _NOT_FOUND:  # gone already is what was asked for
            raise error_for(answer, who=WHO, write=True)


def _cursor(link: Any) -> str:
    """What ``nextUrl`` goes on with. What that link is relative to is not documented, so it is not followed."""
    found = parse_qs(urlsplit(link).query).get("lastEvaluated", []) if isinstance(link, str) else []
    return found[0] if found else ""
