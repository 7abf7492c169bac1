"""Connectors that are wrong in one way each. What they have in common with a good one they take from ``everything``."""

import datetime as dt
import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import requests
from marshmallow import fields

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Changed,
    ConnectorError,
    GiveUp,
    Health,
    Invited,
    Nudge,
    OutcomeUnknown,
    Page,
    PrivateReply,
    Reconnect,
    Reply,
    Reported,
    RetryLater,
    Review,
    Webhooks,
)
from connectors.http import current_policy, read_json
from connectors.http_troubles import Trouble
from connectors.paging import Turned
from connectors.rate_limit import shared_bucket
from connectors.scaffolding.mysite.client import BASE, PER_PAGE, WHO
from connectors.scaffolding.mysite.fake import TOKEN
from connectors.scaffolding.mysite.mapping import to_review
from connectors.scaffolding.mysite.payloads import WireReviewSchema
from connectors.travelling import ALWAYS
from tests.contract.everything import EverythingConnector as Good


class TurnsOneListForEver(Good):
    def fetch(self, cursor):
        while True:
            yield from super().fetch(cursor)


class _Naive(Good):
    """Pages by number until the total is reached, and nothing more."""

    def _pages(self, place) -> Iterator[Turned]:
        page = (place or {}).get("page", 1)
        while True:
            listed = self._client.reviews(page)
            page += 1
            yield Turned(tuple(listed.items), {"page": page}, listed.total)
            if (page - 1) * PER_PAGE >= (listed.total or 0):
                return


class TakesThePartForTheWhole(_Naive):
    pass


class LosesWhatShifts(_Naive):
    pass


class GivesDoubles(_Naive):
    pass


class CountsInsteadOfIds(Good):
    def fetch(self, cursor):
        number = 1000
        for page in super().fetch(cursor):
            reviews = tuple(replace(r, external_id=str(number + n)) for n, r in enumerate(page.reviews, 1))
            number += len(reviews)
            yield replace(page, reviews=reviews)


class BelievesInOrder(Good):
    """Takes the first review that is newer than the one before for the end of the list."""

    def fetch(self, cursor):
        last = None
        for page in super().fetch(cursor):
            kept = []
            for review in page.reviews:
                if last is not None and review.updated > last:
                    yield replace(page, reviews=tuple(kept))
                    return
                last = review.updated
                kept.append(review)
            yield replace(page, reviews=tuple(kept))


class LooksOnlyAfterTheNewest(Good):
    """The newest date of the last reading is where the next one begins."""

    def fetch(self, cursor):
        newest = cursor.get("newest", "")
        for page in super().fetch({}):
            fresh = tuple(r for r in page.reviews if r.created.isoformat() > cursor.get("newest", ""))
            newest = max([newest, *(r.created.isoformat() for r in fresh)])
            yield replace(page, reviews=fresh, cursor={"newest": newest})


class KeepsNoPlace(Good):
    """Every page's cursor says that all was read."""

    def fetch(self, cursor):
        pages = list(super().fetch(cursor))
        for page in pages:
            yield replace(page, cursor=pages[-1].cursor)


class SeesNoEdits(Good):
    def fetch(self, cursor):
        seen = set(cursor.get("seen", ()))
        for page in super().fetch({}):
            fresh = tuple(r for r in page.reviews if r.external_id not in seen)
            seen |= {r.external_id for r in fresh}
            yield replace(page, reviews=fresh, cursor={"seen": sorted(seen)})


class PromisesRemovals(Good):
    capabilities = replace(Good.capabilities, sees_removals=True)


class CallsThePartWhole(Good):
    """A reading that was taken up in the middle says that it listed everything."""

    def fetch(self, cursor):
        pages = list(super().fetch(cursor))
        yield from pages[:-1]
        yield replace(pages[-1], whole_since=ALWAYS)


class FindsEverythingStillThere(Good):
    def reread(self, review):
        return super().reread(review) or review


class CoversWhatOthersWrote(Good):
    """Sends without a look, where a second reply takes the first one's place and the channel says nothing of that."""

    capabilities = replace(Good.capabilities, idempotent_reply=False)


class KeepsAFatCursor(Good):
    def fetch(self, cursor):
        for page in super().fetch(cursor):
            yield replace(page, cursor={**page.cursor, "all": "x" * 60_000})


class FailsOnAStrangeCursor(Good):
    def fetch(self, cursor):
        if cursor:
            _ = cursor["read_until"]
        yield from super().fetch(cursor)


class HalvesTheStars(Good):
    def fetch(self, cursor):
        for page in super().fetch(cursor):
            yield replace(page, reviews=tuple(replace(r, rating=(r.rating + 1) // 2) for r in page.reviews))


class TellsTimeWithoutAZone(Good):
    def fetch(self, cursor):
        for page in super().fetch(cursor):
            yield replace(page, reviews=tuple(replace(r, updated=r.updated.replace(tzinfo=None)) for r in page.reviews))


class ShowsMarkup(Good):
    def fetch(self, cursor):
        for page in super().fetch(cursor):
            reviews = tuple(replace(r, text=r.text.replace("&", "&amp;")) for r in page.reviews)
            yield replace(page, reviews=reviews)


# --- trouble ------------------------------------------------------------------------------------------------


class _Reads(Good):
    """Makes something of an error while reading."""

    def instead(self, error: ConnectorError) -> ConnectorError | None:
        raise NotImplementedError

    def fetch(self, cursor):
        said = None
        try:
            yield from super().fetch(cursor)
        except ConnectorError as error:
            said = self.instead(error)
        if said is not None:
            raise said


class GivesUpOnEverything(_Reads):
    def instead(self, error):
        return GiveUp("It went wrong.")


class ForgetsWhenToComeBack(_Reads):
    def instead(self, error):
        return RetryLater(error.message)


class SwallowsEverything(_Reads):
    def instead(self, error):
        return None


class CallsARefusalATemporaryMatter(_Reads):
    def instead(self, error):
        return RetryLater(error.message) if isinstance(error, Reconnect) else error


class WritesTheKeyIntoTheError(_Reads):
    def instead(self, error):
        made = RetryLater(error.message)
        made.__context__ = ValueError(f"GET {BASE}?token={TOKEN}")
        return made


class KnocksAtAClosedDoor(Good):
    def fetch(self, cursor):
        for _ in range(10):
            with suppress(Reconnect):
                yield from super().fetch(cursor)
                return
        raise Reconnect("The credential was refused.")


class NeverTriesAgain(Good):
    def __init__(self, settings):
        super().__init__(settings)
        session = self._client._session
        session.policy = replace(session.policy, attempts=1)


class TakesWhateverComes(Good):
    """Reads what stands there without looking what it is."""

    def fetch(self, cursor):
        data = self._call("GET", "reviews").json()
        found = data.get("reviews", ()) if isinstance(data, dict) else ()
        reviews = []
        for item in found:
            plain = {"title": "", "language": "nl", **item, "created_at": "2026-01-01T00:00:00Z", "reply": None}
            plain |= {"updated_at": plain["created_at"], "stars": 3, "author": "?"}
            plain |= {name: json.dumps(plain[name]) for name in ("id", "body", "order_number", "title")}
            reviews.append(to_review(WireReviewSchema().load({**plain, "language": "nl"})))
        yield Page(tuple(reviews), {})


class TakesAnyAmount(Good):
    """Has a limit, of two hundred megabytes."""

    def __init__(self, settings):
        super().__init__(settings)
        session = self._client._session
        session.policy = replace(session.policy, max_bytes=200_000_000)


class WaitsForEver(Good):
    def __init__(self, settings):
        super().__init__(settings)
        session = self._client._session
        session.policy = replace(session.policy, deadline=600, read_timeout=600)


class FollowsAnywhere(Good):
    """Speaks HTTP by itself, and takes its key along wherever it is sent."""

    def fetch(self, cursor):
        fake = (
            current_policy().stand_ins[BASE]
            if current_policy().stand_ins
            else self._client._session.policy.stand_ins[BASE]
        )
        address = f"{fake}/v1/reviews"
        for _ in range(3):
            answer = requests.get(address, headers={"X-Api-Key": TOKEN}, allow_redirects=False, timeout=2)
            if answer.status_code != 302:
                break
            address = answer.headers["Location"]
        raise AskPerson(f"{urlsplit(address).hostname} answered {answer.status_code}.")
        yield


class ExplainsByRaising(Good):
    def check(self) -> Health:
        self._client.reviews(1)
        return Health(True, ("Fine.",))


class IsFineWhateverHappens(Good):
    def check(self) -> Health:
        return Health(True, ("Fine.",))


class LogsItsKey(Good):
    def fetch(self, cursor):
        logging.getLogger("broken").warning("reading with %s", TOKEN)
        yield from super().fetch(cursor)


class ShowsItsKey(Good):
    def __repr__(self):
        return f"<Connector {TOKEN}>"


class KeepsItsKeyInTheCursor(Good):
    def fetch(self, cursor):
        for page in super().fetch(cursor):
            yield replace(page, cursor={**page.cursor, "next": f"{BASE}?key={TOKEN}"})


class KeepsTheAddressOfTheCustomer(Good):
    def fetch(self, cursor):
        raw = {item["id"]: item["email"] for item in self._client.reviews(1).items}
        for page in super().fetch(cursor):
            reviews = tuple(replace(r, author=f"{r.author} ({raw[r.external_id]})") for r in page.reviews)
            yield replace(page, reviews=reviews)


class NamesQuotasOnly(Good):
    def __init__(self, settings):
        super().__init__(settings)
        shared_bucket(f"mysite:{hash(settings['token'])}", per_second=100, burst=100)


class SaysWhatItDoesNotKnow(Good):
    capabilities = replace(Good.capabilities, unverified=frozenset({"can_fly"}))


class HasClocksWithoutASource(Good):
    capabilities = replace(Good.capabilities, clocks=(replace(Good.capabilities.clocks[0], source=""),))


class ReportsWithoutGrounds(Good):
    capabilities = replace(Good.capabilities, report_reasons=())


# --- replies ------------------------------------------------------------------------------------------------


class WritesTwice(Good):
    """Sends again after a timeout, without looking."""

    replies_with = "PUT"

    def publish(self, review, *, text, key):
        try:
            return super().publish(review, text=text, key=key)
        except OutcomeUnknown:
            self._client.write_reply(review.external_id, f"{text}\n")
            return Reply(text, review.external_id, key=key)


class HopesForTheBest(Good):
    def publish(self, review, *, text, key):
        with suppress(OutcomeUnknown):
            return super().publish(review, text=text, key=key)
        return Reply(text, review.external_id, key=key)


class CallsTheUnknownAFailure(Good):
    def publish(self, review, *, text, key):
        said = None
        try:
            return super().publish(review, text=text, key=key)
        except OutcomeUnknown as error:
            said = error.message
        raise RetryLater(said)


class CallsARefusalPlaced(Good):
    def publish(self, review, *, text, key):
        with suppress(AskPerson, GiveUp, Reconnect):
            return super().publish(review, text=text, key=key)
        return Reply(text, review.external_id, key=key)


class KnowsNobodysKey(Good):
    """Gives its key out, and finds nothing by it."""

    def publish(self, review, *, text, key):
        return replace(super().publish(review, text=text, key=key), key=key)


class FindsWhatNeverWas(Good):
    def find_reply(self, review, *, key, text):
        return super().find_reply(review, key=key, text=text) or Reply(text, review.external_id, key=key)


class IsAlwaysNew(Good):
    """Makes another review of it at every reading."""

    def fetch(self, cursor):
        for page in super().fetch(cursor):
            yield replace(page, reviews=tuple(replace(r, title=f"{r.title}{id(page)}") for r in page.reviews))


class ReadsFromTheStartOnly(Good):
    def fetch(self, cursor):
        if not cursor or "place" in cursor:
            yield from super().fetch(cursor)


class FillsTheEmpty(Good):
    def fetch(self, cursor):
        for page in super().fetch(cursor):
            sample = Review("sample-1", "An example.", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
            yield replace(page, reviews=page.reviews or (sample,))


class TrustsItself(Good):
    """Does unverified things without being switched on."""

    @classmethod
    def able(cls, settings):
        return cls.capabilities


class HasASpacedName(Good):
    name = "My Site"


class SaysNothingAtTheForm(Good):
    class Settings(Good.Settings):
        code = fields.String(load_default="")


class IsNeverWell(Good):
    def check(self) -> Health:
        return Health(False, ("Who knows.",))


class WhispersNothing(Good):
    def reply_privately(self, review, *, text, key, subject=""):
        self._call("POST", f"reviews/{review.external_id}/message", json={"text": text})
        return PrivateReply(text)


class ReportsTwice(Good):
    def report(self, review, *, reason, text, key):
        with suppress(OutcomeUnknown):
            return super().report(review, reason=reason, text=text, key=key)
        return super().report(review, reason=reason, text=text, key=key)


class ForgetsTheCustomer(Good):
    def invite(self, invitation):
        return Invited()


class SendsEmptyReplies(Good):
    def publish(self, review, *, text, key):
        self._client.write_reply(review.external_id, text)
        return Reply(text, review.external_id)


class CutsItOff(Good):
    def publish(self, review, *, text, key):
        return super().publish(review, text=text[:40], key=key)


_placed: dict[str, Reply] = {}


class RemembersInsteadOfLooking(Good):
    def publish(self, review, *, text, key):
        reply = super().publish(review, text=text, key=key)
        _placed[review.external_id] = reply
        return reply

    def find_reply(self, review, *, key, text):
        return _placed.get(review.external_id)


class TakesAnyReplyForOurs(Good):
    def find_reply(self, review, *, key, text):
        now = self.reread(review)
        return now and now.reply


class ShowsWhatItWasGiven(Good):
    def reread(self, review: Review) -> Review | None:
        return review


class OverlooksModeration(Good):
    def _with_state(self, review, reply):
        return reply


class ForgetsTheReason(Good):
    def _with_state(self, review, reply):
        return replace(super()._with_state(review, reply), violation="")


class AddsInsteadOfReplacing(Good):
    def replace_reply(self, review, reply, *, text, key):
        return super().publish(review, text=f"{reply.text}\n{text}", key=key)


class MindsWhatIsGoneAlready(Good):
    def delete_reply(self, review, reply):
        answer = self._call("DELETE", f"reviews/{review.external_id}/reply")
        if not answer.ok:
            raise GiveUp("It is not there.")


# --- what only some offer --------------------------------------------------------------------------------------


class SaysItInPublic(Good):
    def reply_privately(self, review, *, text, key, subject=""):
        super().publish(review, text=text, key=key)
        return PrivateReply(text)


class WhispersTwice(Good):
    def reply_privately(self, review, *, text, key, subject=""):
        with suppress(OutcomeUnknown):
            return super().reply_privately(review, text=text, key=key, subject=subject)
        super().reply_privately(review, text=text, key=key, subject=subject)
        raise OutcomeUnknown("No answer came.")


class ReportsOnAnyGround(Good):
    def report(self, review, *, reason, text, key):
        return Reported(reason, text)


class ReportsNothing(Good):
    def report(self, review, *, reason, text, key):
        if reason == "HAD_A_BAD_DAY":
            raise AskPerson("No.")
        return Reported(reason, text)


class SeesNoReports(Good):
    def find_report(self, review):
        return None


class CallsAKnownOrderAFault(Good):
    def invite(self, invitation):
        made = super().invite(invitation)
        if made.status == "already":
            raise BadAnswer("It is known.", hint="")
        return made


class InvitesAnybody(Good):
    def invite(self, invitation):
        body = {"order": invitation.order_ref, "email": invitation.email, "days": 0, "name": invitation.name}
        return Invited(read_json(self._call("POST", "invitations", json=body), who=WHO, write=True)["id"])


class InvitesTwice(Good):
    def invite(self, invitation):
        try:
            return super().invite(invitation)
        except OutcomeUnknown:
            return super().invite(invitation)


class HopesThatTheyWereAsked(Good):
    def invite(self, invitation):
        try:
            return super().invite(invitation)
        except (OutcomeUnknown, RetryLater):
            return Invited()


class NamesTheCustomerInTheError(Good):
    def invite(self, invitation):
        said = None
        try:
            return super().invite(invitation)
        except AskPerson:
            said = AskPerson(f"{invitation.email} cannot be invited.")
        raise said


class BelievesEveryCall(Good):
    def webhook(self, headers, body, hook):
        return Changed((json.loads(body)["review"]["id"],)) if body else Changed(())


class ComparesOnlyTheLength(Good):
    def webhook(self, headers, body, hook):
        if len(headers.get("x-mysite-signature", "")) == 64:
            return Changed((json.loads(body)["review"]["id"],))
        return super().webhook(headers, body, hook)


class ReadsAgainInsideTheCall(Good):
    def webhook(self, headers, body, hook):
        self._client.reviews(1)
        return super().webhook(headers, body, hook)


class MindsLeavingTwice(Good):
    def unsubscribe(self, hook):
        if not self._call("DELETE", f"hooks/{hook.id}").ok:
            raise GiveUp("No such subscription.")


class TakesTooLargeForNothing(_Reads):
    def instead(self, error):
        return None if Trouble.TOO_LARGE.value in error.message else error


class OnlyNudges(Good):
    capabilities = replace(Good.capabilities, webhooks=Webhooks.NUDGE)

    def webhook(self, headers, body, hook):
        return Nudge()


class BelievesTheUnsigned(OnlyNudges):
    def webhook(self, headers, body, hook):
        return Changed((json.loads(body)["review"]["id"],))


class AppendsAtEveryTry(Good):
    """Finds nothing when asked, so that every try writes anew."""

    def find_reply(self, review, *, key, text):
        return None

    def publish(self, review, *, text, key):
        before = self.reread(review)
        if before is not None and before.reply is not None:
            text = f"{before.reply.text}\n{text}"
        return super().publish(review, text=text, key=key)
