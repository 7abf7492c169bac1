"""The ids of the house in the words of the person at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString, gettext, lazy_gettext

from plugin.panel import speech
from plugin.panel.shapes import Note
from plugin.shop import Policy

_ = lazy_gettext
Names = Mapping[str, LazyString]

FOLDERS: Names = {
    "todo": _("To answer"),
    "due": _("Due today"),
    "check": _("Check these"),
    "publishing": _("On its way"),
    "published": _("Published"),
    "closed": _("Silent or closed"),
    "removed": _("Gone from their channel"),
    "promises": _("Promises"),
}
DECISIONS: Names = {
    "T-REPLY": _("Reply in public"),
    "T-REPLY-PRIVATE": _("Short public reply, rest in private"),
    "T-THANK": _("Thank"),
    "T-EXPERT": _("Ask an expert first"),
    "T-SILENT": _("Keep silent"),
    "T-REMOVE": _("Report for removal"),
    "T-DISPUTE": _("Dispute at the platform"),
}
PLAYS: Names = {
    "P-OUR-FAULT": _("Our fault"),
    "P-UNCLEAR-FAULT": _("Unclear whose fault"),
    "P-THEIR-MISTAKE": _("Their own mistake"),
    "P-SLIGHTLY-LATE": _("A little too late"),
    "P-SAY-NO": _("A clear no"),
    "P-WARRANTY": _("Warranty"),
    "P-WITHDRAWAL": _("Return within the term"),
    "P-ANGRY": _("Angry"),
    "P-ESCALATE": _("Asks for the manager"),
    "P-UNAVAILABLE": _("Not available"),
    "P-QUESTION": _("Question"),
    "P-MIXED": _("Praise and complaint"),
    "P-POSITIVE": _("Praise"),
    "P-RESOLVED": _("Solved before"),
}
STATES: Names = {
    "new": _("no draft yet"),
    "waiting": _("waits for you"),
    "publishing": _("on its way"),
    "published": _("published"),
    "check": _("check this"),
    "closed": _("closed"),
    "removed": _("gone from its channel"),
}
PUBLICATIONS: Names = {
    "queued": _("On its way"),
    "posting": _("On its way"),
    "placed": _("Placed, not seen there yet"),
    "visible": _("Published"),
    "unknown": _("Did it arrive?"),
    "refused": _("The channel did not take it"),
    "withdrawn": _("Taken back"),
}
# The same states where the publication is another text in the place of a reply, or its removal.
CHANGES: Names = {
    "queued": _("The change is on its way"),
    "posting": _("The change is on its way"),
    "placed": _("Changed, not seen there yet"),
    "visible": _("Published"),
    "unknown": _("Did the change arrive?"),
    "refused": _("The channel did not take the change"),
}
REMOVALS: Names = {
    "queued": _("Is being taken back"),
    "posting": _("Is being taken back"),
    "placed": _("Taken back, still to be seen there"),
    "visible": _("Taken back"),
    "unknown": _("Is it gone?"),
    "refused": _("The channel did not take it back"),
}
ROLES: Names = {
    "viewer": _("Viewer: may read"),
    "drafter": _("Drafter: may also write and decide"),
    "approver": _("Approver: may also publish"),
    "owner": _("Owner: may do everything"),
}
LANGUAGES: Names = {
    "nl": _("Dutch"),
    "de": _("German"),
    "en": _("English"),
    "fr": _("French"),
    "da": _("Danish"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "sv": _("Swedish"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
}
SOURCES: Names = {
    "policy": _("policy"),
    "measure": _("measure"),
    "contact": _("contact"),
    "product": _("product"),
    "shop": _("shop"),
    "law": _("law"),
    "strength": _("strength"),
}
PAYERS: Names = {
    "shop": _("the shop"),
    "customer": _("the customer"),
    "shop_if_our_fault": _("the shop where it was its fault"),
}
EVENTS: Names = {
    "review.overruled": _("Decided otherwise"),
    "review.clock.started": _("Noted that a time limit runs"),
    "review.clock.stopped": _("Noted that a time limit is over"),
    "draft.edited": _("Edited"),
    "reply.approved": _("Approved"),
    "reply.published": _("Seen on the channel"),
    "reply.placed": _("Placed on the channel"),
    "reply.visible": _("Seen on the channel"),
    "reply.unknown": _("Sent, but nobody knows whether it arrived"),
    "reply.refused": _("The channel did not take it"),
    "reply.withdrawn": _("Taken back before it left"),
    "reply.settled.there": _("Found on the channel by a person"),
    "reply.settled.placed-by-hand": _("Placed by hand"),
    "reply.settled.send-again": _("Sent again"),
    "reply.settled.drop": _("Left, back to the draft"),
    "change.approved": _("Approved another text"),
    "change.visible": _("The new text was seen on the channel"),
    "change.placed": _("The new text was placed on the channel"),
    "change.unknown": _("The new text was sent, but nobody knows whether it arrived"),
    "change.refused": _("The channel did not take the new text"),
    "change.withdrawn": _("The change was taken back before it left"),
    "change.settled.there": _("The new text was found on the channel by a person"),
    "change.settled.placed-by-hand": _("Changed by hand"),
    "change.settled.send-again": _("The new text was sent again"),
    "change.settled.drop": _("The change was left"),
    "removal.approved": _("Wanted the reply taken back"),
    "removal.visible": _("The reply is gone from the channel"),
    "removal.placed": _("The reply was taken back"),
    "removal.unknown": _("Nobody knows whether the reply is gone"),
    "removal.refused": _("The channel did not take the reply back"),
    "removal.withdrawn": _("The reply stays: it was not taken back yet"),
    "removal.settled.there": _("A person saw that the reply is gone"),
    "removal.settled.placed-by-hand": _("The reply was removed by hand"),
    "removal.settled.send-again": _("Asked again to take the reply back"),
    "removal.settled.drop": _("The reply stays"),
    "reply.copied": _("Approved, and taken along to place it by hand"),
    "private.asked": _("Wanted a private message sent"),
    "private.done": _("The private message was sent"),
    "private.unknown": _("The private message was sent, but nobody knows whether it arrived"),
    "private.refused": _("The channel did not take the private message"),
    "private.settled.there": _("A person saw that the private message is there"),
    "private.settled.not-there": _("A person saw that the private message is not there"),
    "report.asked": _("Wanted it reported to the platform"),
    "report.done": _("Reported to the platform"),
    "report.unknown": _("The report was sent, but nobody knows whether it arrived"),
    "report.refused": _("The platform did not take the report"),
    "report.settled.there": _("A person saw that the report is there"),
    "report.settled.not-there": _("A person saw that the report is not there"),
    "review.closed.silent": _("Kept silent"),
    "review.closed.reported": _("Reported"),
    "review.closed.private": _("Dealt with in private"),
    "review.closed.skipped": _("Closed without a reply"),
    "review.reopened": _("Opened again"),
}
# Refusals by their code: what the desk says when a wish is not carried out.
REFUSALS: Names = {
    "not_allowed": _("Your role does not reach that far. Ask the shop's owner."),
    "text_changed": _("The draft was changed while you were reading it. Read the new text first."),
    "outdated": _("The customer changed the review after this draft was written. Ask for another draft."),
    "already_under_way": _("A reply was approved already."),
    "reason_needed": _("The checker holds this text back. Change it, or write in a sentence why it is right."),
    "blocked_by_law": _("A rule of law or of the platform stands in the way. Change the text."),
    "nothing_to_publish": _("There is nothing to publish here, or the channel takes no replies from a program."),
    "not_now": _("That is not possible any more: someone was quicker, or the review is closed."),
}
# What was done, by its code: said at once, or on the page that a plain form leads to.
SAID: Names = {
    "approved": _("Approved. It is on its way to its channel."),
    "silent": _("Silence kept."),
    "reported": _("Noted as reported."),
    "copied": _("Copied. Place it on the channel, then say so here."),
    "private-asked": _("The private message is on its way."),
    "report-asked": _("The report is on its way to the platform."),
    "reopened": _("Open again."),
    "decided": _("Decided."),
    "saved": _("Saved."),
    "noted": _("Noted."),
    "withdrawn": _("Taken back. It was not placed."),
    "change-approved": _("Approved. The new text is on its way to its channel."),
    "removal-approved": _("The reply is being taken back."),
    "kept": _("The reply stays as it is."),
}
DESK_LANGUAGES = (("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English"))


_named: dict[
    tuple[str, int, str], str
] = {}  # by language, table and id: looking a phrase up costs more than a page may


def name(names: Names, value: str) -> str:
    """The name of an id; an id of a newer program is shown as it is rather than hidden."""
    if value not in names:
        return value
    key = (speech.spoken(), id(names), value)
    if key not in _named:
        _named[key] = str(names[value])
    return _named[key]


def said_words(code: str) -> str:
    """What was done, in words; "" for a code that nobody gave."""
    return str(SAID[code]) if code in SAID else ""


def policy_words(which: str, policy: Policy) -> str:
    """One of the policy's numbers in plain words (ids as in drafting/facts.py); "" for any other id."""
    if which == "withdrawal":
        return str(gettext("your return term: %(days)s days", days=policy.withdrawal_days))
    if which == "warranty":
        return str(gettext("your warranty: %(months)s months", months=policy.warranty_months))
    if which == "leniency":
        return str(gettext("your leniency: up to %(days)s days late", days=policy.leniency_days))
    if which == "reply-within":
        return str(gettext("your answer within %(days)s days", days=policy.reply_within_days))
    if which == "return-shipping":
        payer = str(PAYERS.get(policy.return_shipping, policy.return_shipping))
        return str(gettext("the return is paid by %(payer)s", payer=payer))
    return ""


def source_words(note: Note) -> str:
    """A margin note in words: what kind of source, and which."""
    if note.kind == "number":
        return note.text
    kind = name(SOURCES, note.kind)
    return f"{kind}: {note.text}" if note.text else kind


def writer_words(writer: str, person: str = "") -> str:
    """Who wrote a draft."""
    if writer == "built-in":
        return str(gettext("by the built-in writer"))
    if writer == "person":
        return str(gettext("by %(name)s", name=person) if person else gettext("by a person"))
    model, _at, prompt = writer.partition("@")
    return str(gettext("by %(model)s, prompt %(prompt)s", model=model, prompt=prompt)) if prompt else model


def form_words(form: str) -> str:
    """How the customer is addressed, e.g. "je"."""
    return str(gettext("addressed as %(form)s", form=form)) if form else ""


def event_words(action: str) -> str:
    return name(EVENTS, action)
