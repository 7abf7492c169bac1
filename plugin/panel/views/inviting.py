"""Asking for reviews: which channels do, what waits to be seen, where orders come from, who wants none."""

from __future__ import annotations

import datetime as dt

from flask import redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.hosts.orders import may_ask
from plugin.hosts.sources import SOURCES
from plugin.inviting import looking, opting_out, order_files, reading_orders, settling, switching, taking
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.store import NotThere, Session, orders, shops, unsubscribed
from plugin.store import invitations as invitations_kept
from plugin.words import InvitationState, Inviting, LeftOut, Role

UNPROCESSABLE = 422
LARGEST_FILE = 10_000_000  # bytes; larger ones go by the command line
SHOWN_PROBLEMS = 10
READ_BACK = dt.timedelta(days=30)  # how far back orders are read when a shop system is first read from


@panel.get("/invitations")
@requires(Role.VIEWER)
def invitations() -> str:
    said = {
        "saved": gettext("Saved."),
        "on": gettext("Switched on. The first invitations wait here until you have seen them."),
        "off": gettext("Switched off. Nobody is asked on this channel any more."),
        "released": gettext("Released. The first invitations go now, the others by themselves."),
        "removed": gettext("Taken off the list."),
        "noted": gettext("Noted."),
        "again": gettext("Noted. The invitation goes once more."),
    }.get(request.args.get("said", ""), "")
    return _page(said=said)


@panel.post("/invitations/channels/<int:channel_id>")
@requires(Role.OWNER)
def save_inviting(channel_id: int) -> AnyResponse | tuple[str, int]:
    """Switch a channel's invitations on, change them, or switch them off: ``do`` says which."""
    shop_id, who = principal().shop_id, principal().person_id
    try:
        with shop_session() as session:
            if request.form.get("do") == "off":
                switching.switch_off(session, shop_id, channel_id, person_id=who)
                return _back("off")
            before = looking.look(session, shop_id, channel_id, dt.datetime.now(dt.UTC)).state
            switching.switch_on(
                session, shop_id, channel_id, person_id=who,
                delay_days=_number("delay_days"), share=_number("share", 1),
                look_back_days=_number("look_back_days", 0), consent_only=request.form.get("consent_only") == "1",
            )  # fmt: skip
            services().work.invite_now(session, shop_id, channel_id)
    except switching.CannotInvite:
        return _wrong(gettext("This channel cannot ask with its present settings: open it and complete them."))
    except switching.OutOfRange:
        return _wrong(gettext("One of the numbers is too large or too small."))
    return _back("on" if before is Inviting.OFF else "saved")


@panel.post("/invitations/channels/<int:channel_id>/release")
@requires(Role.OWNER)
def release_inviting(channel_id: int) -> AnyResponse | tuple[str, int]:
    """The person has seen the first invitations: they go."""
    shop_id = principal().shop_id
    try:
        with shop_session() as session:
            switching.release(
                session, shop_id, channel_id, seen_up_to=_number("seen_up_to", 0), person_id=principal().person_id
            )
            services().work.invite_now(session, shop_id, channel_id)
    except switching.NotSeen:
        return _wrong(gettext("Others have come since: look at these first."))
    return _back("released")


@panel.post("/invitations/<int:invitation_id>/settle")
@requires(Role.APPROVER)
def settle_invitation(invitation_id: int) -> AnyResponse | tuple[str, int]:
    """A person says what came of an invitation that had no answer."""
    try:
        with shop_session() as session:
            invitations_kept.with_order(
                session, principal().shop_id, invitation_id
            )  # before what was said is looked at
            settled = settling.settle(
                session, principal().shop_id, invitation_id, _outcome(), person_id=principal().person_id,
                enqueue=services().work.invite_now,
            )  # fmt: skip
    except settling.Settled:
        return _wrong(gettext("What came of this invitation is known already."))
    return _back("again" if settled.state == InvitationState.WAITING else "noted")


@panel.post("/invitations/policy")
@requires(Role.OWNER)
def save_inviting_policy() -> AnyResponse | tuple[str, int]:
    """What holds for all channels."""
    try:
        with shop_session() as session:
            switching.set_policy(
                session, principal().shop_id, divide=request.form.get("divide") == "1", keep_days=_number("keep_days"),
                person_id=principal().person_id,
            )  # fmt: skip
    except switching.OutOfRange:
        return _wrong(gettext("One of the numbers is too large or too small."))
    return _back("saved")


@panel.post("/invitations/sources/<int:channel_id>")
@requires(Role.OWNER)
def save_order_source(channel_id: int) -> AnyResponse | tuple[str, int]:
    """Read delivered orders from this shop system, or no more."""
    since = None if request.form.get("do") == "off" else dt.datetime.now(dt.UTC) - READ_BACK
    with shop_session() as session:
        host = shops.get(session, principal().shop_id).host
    if channel_id == orders.HOST and not may_ask(services().settings, host):
        raise NotThere("This host tells of no orders.")
    try:
        with shop_session() as session:
            reading_orders.read_from(
                session, principal().shop_id, channel_id, since=since, person_id=principal().person_id
            )
    except reading_orders.NoOrders:
        return _wrong(gettext("This channel tells of no orders."))
    return _back("saved")


@panel.post("/invitations/orders")
@requires(Role.OWNER)
def bring_orders() -> str | tuple[str, int]:
    """Take delivered orders from a file."""
    upload = request.files.get("file")
    content = upload.stream.read(LARGEST_FILE + 1) if upload else b""
    if not content or len(content) > LARGEST_FILE:
        return _wrong(gettext("Choose a file of at most 10 MB."))
    try:
        rows = list(order_files.rows_in(content))
    except order_files.FileWrong:
        return _wrong(gettext("This is no file of orders: it needs a line of names with number, email and delivered."))
    with shop_session() as session:
        taken = taking.take_rows(session, principal().shop_id, rows, source="import")
    told = ngettext("%(num)s new order.", "%(num)s new orders.", taken.new)
    told += " " + gettext("%(known)s were known before.", known=taken.known) if taken.known else ""
    return _page(said=told, rows_refused=len(taken.problems), problems=taken.problems[:SHOWN_PROBLEMS])


@panel.post("/invitations/unsubscribed")
@requires(Role.DRAFTER)
def unsubscribe() -> str | tuple[str, int]:
    """These addresses want no invitations."""
    with shop_session() as session:
        added = opting_out.add(
            session, principal().shop_id, request.form.get("addresses", "").replace(",", "\n").splitlines(),
            source="desk", person_id=principal().person_id,
        )  # fmt: skip
    if added.wrong:
        wrong = ngettext("%(num)s line is no address.", "%(num)s lines are no addresses.", added.wrong)
        return _page(problem=wrong), UNPROCESSABLE
    return _page(said=ngettext("%(num)s address added.", "%(num)s addresses added.", added.new))


@panel.post("/invitations/unsubscribed/<int:unsubscribed_id>/remove")
@requires(Role.OWNER)
def take_off_list(unsubscribed_id: int) -> AnyResponse:
    """A mistake, or the customer asked for it."""
    with shop_session() as session:
        if not opting_out.take_off(session, principal().shop_id, unsubscribed_id, person_id=principal().person_id):
            raise NotThere("This address is not on the list.")
    return _back("removed")


def _page(
    *, said: str = "", problem: str = "", rows_refused: int = 0, problems: tuple[str, ...] = ()
) -> str:  # fmt: skip
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        policy = orders.find_policy(session, shop_id)
        return render_template(
            "invitations.html",
            frame=frame(session, shop_id, "invitations"),
            looks=looking.every(session, shop_id, dt.datetime.now(dt.UTC)),
            inviting=Inviting,
            reasons=_reasons(),
            sources=_sources(session, shop_id),
            divide=policy.divide if policy else True,
            keep_days=policy.keep_days if policy else 7,
            look_back=switching.LOOK_BACK,
            longest_kept=switching.LONGEST_KEPT,
            unsubscribed=unsubscribed.newest(session, shop_id, 100),
            unsubscribed_number=unsubscribed.number_of(session, shop_id),
            said=said,
            problem=problem,
            rows_refused=rows_refused,
            row_problems=problems,
        )


def _sources(session: Session, shop_id: int) -> list[dict[str, object]]:
    """From where orders can be read: the host, and channels whose systems tell of them."""
    read = orders.sources(session, shop_id)
    host = shops.get(session, shop_id).host
    named = [(orders.HOST, SOURCES[host].title)] if may_ask(services().settings, host) else []
    named += [(channel.id, channel.name) for channel in looking.order_channels(session, shop_id)]
    return [
        {"id": number, "name": name, "on": number in read, "message": read[number].message if number in read else ""}
        for number, name in named
    ]


def _reasons() -> dict[str, str]:
    """Why orders are left out, for whoever looks."""
    return {
        LeftOut.UNSUBSCRIBED: gettext("want no invitations"),
        LeftOut.SAID_NO: gettext("did not agree when ordering"),
        LeftOut.NOT_ASKED: gettext("were not asked whether they agree"),
        LeftOut.OTHER_CHANNEL: gettext("are asked by another channel"),
        LeftOut.NO_ADDRESS: gettext("have no usable address"),
        LeftOut.NO_PRODUCT: gettext("name no product"),
        LeftOut.TOO_OLD: gettext("were delivered too long ago"),
    }


def _outcome() -> settling.Said:
    try:
        return settling.Said(request.form.get("outcome", ""))
    except ValueError:
        raise BadRequest from None


def _number(name: str, default: int = -1) -> int:
    return request.form.get(name, default, type=int)


def _wrong(problem: str) -> tuple[str, int]:
    return _page(problem=problem), UNPROCESSABLE


def _back(said: str) -> AnyResponse:
    return redirect(url_for("panel.invitations", said=said), code=303)
