"""A platform that offers all that the contract knows, and a connector to it: the measure for what the kit must catch."""

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Capabilities,
    Changed,
    Clock,
    Forged,
    Hook,
    Invited,
    OutcomeUnknown,
    PrivateReply,
    Quota,
    Reply,
    Reported,
    ReportReason,
    Starts,
    Webhooks,
)
from connectors.form_words import clock_days, experimental_switch
from connectors.http import error_for, read_json
from connectors.inviting import ready
from connectors.scaffolding.mysite.client import BASE, WHO
from connectors.scaffolding.mysite.connector import MySiteConnector
from connectors.scaffolding.mysite.fake import FakeMySite, MySiteHarness
from connectors.scaffolding.mysite.settings import MySiteSettings
from connectors.testing.fake_platform import Refused, route
from connectors.testing.fake_state import FakeHook, FakeInvitation

REASONS = (ReportReason("UNTRUTHFUL", {"en": "Untruthful"}), ReportReason("ABUSIVE", "Abusive"))


class FakeEverything(FakeMySite):
    @route("GET", "/v1/reviews/{review_id}/state")
    def state(self, _: Any, review_id: str) -> Any:
        reply = self.review(review_id).reply
        return {"state": reply and reply.state, "violation": reply and reply.violation}

    @route("POST", "/v1/reviews/{review_id}/message")
    def message(self, call: Any, review_id: str) -> Any:
        self.review(review_id).private_replies.append(call.json["text"])
        return {"sent": True}

    @route("POST", "/v1/reviews/{review_id}/vetos")
    def veto(self, call: Any, review_id: str) -> Any:
        if call.json["reason"] not in {reason.id for reason in REASONS}:
            raise Refused(422)
        self.review(review_id)
        return {"ticket": self.report(self.reviews[review_id], call.json["reason"], call.json["text"]).id}

    @route("GET", "/v1/reviews/{review_id}/vetos")
    def vetos(self, _: Any, review_id: str) -> Any:
        return [{"ticket": report.id, "reason": report.reason} for report in self.review(review_id).reports]

    @route("POST", "/v1/invitations")
    def invite(self, call: Any) -> Any:
        if any(known.order_ref == call.json["order"] for known in self.invitations):
            raise Refused(409, {"error": "known"})
        given = call.json
        self.invitations.append(FakeInvitation(given["order"], given["email"], given["days"], {"name": given["name"]}))
        return {"id": self.next_id()}

    @route("POST", "/v1/hooks")
    def hook(self, call: Any) -> Any:
        known = next((hook for hook in self.hooks.values() if hook.url == call.json["url"]), None)
        if known is None:
            number = self.next_id()
            known = self.hooks[number] = FakeHook(number, call.json["url"], "review", f"haakgeheim-{number}")
        return {"id": known.id, "secret": known.secret}

    @route("DELETE", "/v1/hooks/{hook_id}")
    def unhook(self, _: Any, hook_id: str) -> Any:
        if self.hooks.pop(hook_id, None) is None:
            raise Refused(404)
        return {}


class EverythingSettings(MySiteSettings):
    experimental = experimental_switch()
    hold_days = clock_days(14, {"en": "Days that a review is held"}, "https://docs.mysite.example/holding")


class EverythingConnector(MySiteConnector):
    """All of it, done right."""

    capabilities: ClassVar[Capabilities] = replace(
        MySiteConnector.capabilities,
        moderated=True,
        can_reply_privately=True,
        can_report=True,
        report_reasons=REASONS,
        can_read_reports=True,
        can_invite=True,
        idempotent_invite=True,
        webhooks=Webhooks.SIGNED,
        can_subscribe=True,
        clocks=(
            Clock(
                "mysite-hold", "The hold ends", 14, "https://docs.mysite.example/holding", Starts.WRITTEN, "hold_days"
            ),
        ),
        unverified=frozenset({"can_invite"}),
        quotas=(Quota(1_000, 3_600),),
    )
    Settings = EverythingSettings

    def _call(self, method: str, path: str, **more: Any) -> Any:
        return self._client._session.call(method, f"{BASE}/v1/{path}", **more)

    def find_reply(self, review, *, key, text):
        found = super().find_reply(review, key=key, text=text)
        return found and self._with_state(review, found)

    def publish(self, review, *, text, key):
        reply = super().publish(review, text=text, key=key)
        return self._with_state(review, reply)

    def _with_state(self, review, reply: Reply) -> Reply:
        said = read_json(self._call("GET", f"reviews/{review.external_id}/state"), who=WHO, write=False)
        if not isinstance(said, dict):
            raise BadAnswer("Not understood.", hint="Later.")
        return replace(reply, status=said["state"] or "visible", violation=said["violation"] or "")

    def reply_privately(self, review, *, text, key, subject=""):
        if not text.strip():
            raise AskPerson("There is no text.")
        answer = self._call("POST", f"reviews/{review.external_id}/message", json={"text": text})
        read_json(answer, who=WHO, write=True)
        return PrivateReply(text, key=key)

    def report(self, review, *, reason, text, key):
        if reason not in {known.id for known in REASONS}:
            raise AskPerson("The platform has no such ground.")
        body = {"reason": reason, "text": text}
        said = read_json(self._call("POST", f"reviews/{review.external_id}/vetos", json=body), who=WHO, write=True)
        if not isinstance(said, dict):
            raise OutcomeUnknown("Not understood.")
        return Reported(reason, text, said.get("ticket", ""))

    def find_report(self, review):
        said = read_json(self._call("GET", f"reviews/{review.external_id}/vetos"), who=WHO, write=False)
        return Reported(said[-1]["reason"], reference=said[-1]["ticket"]) if said else None

    def invite(self, invitation):
        asked = ready(invitation, self.abilities)
        body = {"order": asked.order_ref, "email": asked.email, "days": asked.delay_days, "name": asked.name}
        answer = self._call("POST", "invitations", json=body)
        if answer.status == 409:
            return Invited(status="already")
        return Invited(read_json(answer, who=WHO, write=True)["id"])

    def webhook(self, headers, body, hook):
        wanted = hmac.new(hook.secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(headers.get("x-mysite-signature", ""), wanted):
            raise Forged("The signature is wrong.")
        return Changed((json.loads(body)["review"]["id"],))

    def subscribe(self, url):
        said = read_json(self._call("POST", "hooks", json={"url": url}), who=WHO, write=True)
        return Hook(said["id"], said["secret"], url=url)

    def unsubscribe(self, hook):
        answer = self._call("DELETE", f"hooks/{hook.id}")
        if not answer.ok and answer.status != 404:
            raise error_for(answer, who=WHO, write=True)


class EverythingHarness(MySiteHarness):
    connector_class = EverythingConnector
    platform_class = FakeEverything

    def settings(self) -> dict[str, Any]:
        return {**super().settings(), "experimental": True}

    def webhook_call(self, external_id: str, hook: Hook) -> tuple[dict[str, str], bytes]:
        body = json.dumps({"review": self.fake.shape(self.review(external_id))}).encode()
        secret = self.fake.hooks[hook.id].secret
        return {"x-mysite-signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}, body
