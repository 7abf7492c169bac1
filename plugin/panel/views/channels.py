"""Channels: which there are, how they do, adding and changing one, testing it on the spot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from connectors import registry
from connectors.contract import Connector, ConnectorError, Health, Webhooks
from plugin.hosts import approvals
from plugin.hosts.gate import principal, requires
from plugin.inbox import calls, connecting, quotas
from plugin.panel import approval_words, channel_forms, channel_limits, file_channel, quota_shapes, speech, typed
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.panel.channel_forms import title_of
from plugin.panel.told import in_our_words
from plugin.store import channels as rows
from plugin.store import facets
from plugin.store.errors import Conflict
from plugin.words import Role

UNPROCESSABLE = 422
LONGEST_NAME = 120


@panel.get("/channels")
@requires(Role.VIEWER)
def channels() -> str:
    shop_id = principal().shop_id
    said = {
        "added": gettext("Connected. Its reviews are being read now."),
        "saved": gettext("Saved."),
        "sync": gettext("It is being read now."),
    }.get(request.args.get("said", "")) or approval_words.told(request.args.get("said", ""))
    with shop_session() as session:
        know_shop(session, shop_id)
        return render_template(
            "channels.html",
            frame=frame(session, shop_id, "channels"),
            channels=rows.every(session, shop_id),
            reviews=facets.totals(session, shop_id, "channel_id"),
            kinds=[(name, title_of(kind, _language())) for name, kind in registry.all_connectors().items()],
            said=said,
        )


@panel.get("/channels/new/<connector>")
@requires(Role.OWNER)
def new_channel(connector: str) -> str:
    kind = _kind(connector)
    with shop_session() as session:
        typed.forget(session, kind)
    return form_page(kind, _at_first(kind), {}, approval_problem=approval_words.told(request.args.get("said", "")))


@panel.post("/channels/new/<connector>")
@requires(Role.OWNER)
def add_channel(connector: str) -> AnyResponse | tuple[str, int]:
    """Test or keep a new channel: ``do`` says which."""
    kind = _kind(connector)
    name = request.form.get("name", "").strip()[:LONGEST_NAME] or title_of(kind, _language())
    given, problems = _given(kind, None)
    given = typed.with_kept(kind, given)
    limits, wrong = channel_limits.given(request.form)
    problems = {**problems, **wrong}
    if problems:
        return form_page(kind, given, problems, name=name), UNPROCESSABLE
    shown = _tried_or_previewed(kind, given, name) or _refused_while_setting_up(kind, given, name)
    if shown is not None:
        return shown
    with shop_session() as session:
        try:
            channel = connecting.add_channel(
                session, principal().shop_id, connector, name, given, limits=limits, person_id=principal().person_id
            )
        except connecting.SettingsWrong as error:
            return form_page(kind, given, error.problems, name=name), UNPROCESSABLE
        except Conflict:
            return form_page(kind, given, {"": _name_taken()}, name=name), UNPROCESSABLE
        typed.forget(session, kind)
        services().work.sync_now(session, principal().shop_id, channel.id)
    if _setting_up():
        return redirect(url_for("panel.setup_step", step="channel"), code=303)
    return redirect(url_for("panel.channels", said="added"), code=303)


@panel.get("/channels/<int:channel_id>")
@requires(Role.OWNER)
def channel(channel_id: int) -> str:
    with shop_session() as session:
        stored = rows.get(session, principal().shop_id, channel_id)
        kind = _kind(stored.connector)
        return form_page(
            kind,
            stored.settings,
            {},
            name=stored.name,
            channel_id=channel_id,
            limits=stored.limits,
            message=stored.message,
        )


@panel.post("/channels/<int:channel_id>")
@requires(Role.OWNER)
def change_channel(channel_id: int) -> AnyResponse | tuple[str, int] | str:
    """Keep changed settings; secrets that are left empty stay."""
    shop_id = principal().shop_id
    with shop_session() as session:
        stored = rows.get(session, shop_id, channel_id)
        before, limits_before = dict(stored.settings), dict(stored.limits)
        name = request.form.get("name", "").strip()[:LONGEST_NAME] or stored.name
    kind = _kind(stored.connector)
    given, problems = _given(kind, before)
    given = typed.with_kept(kind, given, channel_id)
    limits, wrong = channel_limits.given(request.form, limits_before)
    problems = {**problems, **wrong}
    if problems:
        return form_page(kind, given, problems, name=name, channel_id=channel_id), UNPROCESSABLE
    if request.form.get("do") == "preview":
        return form_page(kind, given, {}, name=name, channel_id=channel_id)
    with shop_session() as session:
        try:
            connecting.change_channel(
                session, shop_id, channel_id, given, name=name, limits=limits, person_id=principal().person_id
            )
        except connecting.SettingsWrong as error:
            return form_page(kind, given, error.problems, name=name, channel_id=channel_id), UNPROCESSABLE
        except Conflict:
            return form_page(kind, given, {"": _name_taken()}, name=name, channel_id=channel_id), UNPROCESSABLE
        typed.forget(session, kind, channel_id)
        services().work.channel_is_back(session, shop_id, channel_id)
    if request.form.get("do") == "test":
        health = connecting.test_channel(services().database, shop_id, channel_id)
        return form_page(kind, given, {}, name=name, channel_id=channel_id, health=health)
    return redirect(url_for("panel.channels", said="saved"), code=303)


@panel.post("/channels/<int:channel_id>/sync")
@requires(Role.DRAFTER)
def sync_channel(channel_id: int) -> AnyResponse:
    with shop_session() as session:
        services().work.sync_now(session, principal().shop_id, channel_id)
    return redirect(url_for("panel.channels", said="sync"), code=303)


@panel.post("/channels/<int:channel_id>/calls")
@requires(Role.OWNER)
def channel_calls(channel_id: int) -> AnyResponse | tuple[str, int]:
    """Let the platform call us, or no more: ``do`` says which."""
    shop_id, who = principal().shop_id, principal().person_id
    try:
        with shop_session() as session:
            if request.form.get("do") == "off":
                calls.switch_off(session, shop_id, channel_id, person_id=who)
            else:
                calls.switch_on(session, shop_id, channel_id, services().settings.address, person_id=who)
    except ConnectorError as error:
        with shop_session() as session:
            stored = rows.get(session, shop_id, channel_id)
            kind, values, name = _kind(stored.connector), dict(stored.settings), stored.name
        problem = in_our_words(f"{error.message} {error.hint}".strip())
        return form_page(kind, values, {"": problem}, name=name, channel_id=channel_id), UNPROCESSABLE
    return redirect(url_for("panel.channel", channel_id=channel_id), code=303)


def _kind(name: str) -> type[Connector]:
    try:
        return registry.get(name)
    except LookupError as error:
        raise NotFound from error


def _at_first(kind: type[Connector]) -> dict[str, Any]:
    """What a new channel's form is filled in with: times without a zone are meant by the shop's own clock."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
    zone = {"timezone": g.shop_profile.zone.key}
    return {name: value for name, value in zone.items() if name in kind.Settings().fields}


def _given(kind: type[Connector], before: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The form as settings, and what is wrong with it before its schema even looks."""
    given = channel_forms.given_settings(kind, request.form)
    if kind.name == file_channel.CONNECTOR:
        return file_channel.with_file(given, before)
    return given, {}


def _tried_or_previewed(kind: type[Connector], given: dict[str, Any], name: str) -> tuple[str, int] | None:
    """The answer where the person asked for a look only; None where the channel is to be kept."""
    if request.form.get("do") == "preview":
        return form_page(kind, given, {}, name=name), 200
    if request.form.get("do") != "test":
        return None
    try:
        health = channel_forms.try_settings(kind, given)
    except ValidationError as error:
        return form_page(kind, given, channel_forms.problems_of(error), name=name), UNPROCESSABLE
    return form_page(kind, given, {}, name=name, health=health), 200


def _setting_up() -> bool:
    """Whether the channel is the last step of setting a shop up: it is tried before it is kept, and leads back there."""
    return request.args.get("setup") == "1"


def _refused_while_setting_up(kind: type[Connector], given: dict[str, Any], name: str) -> tuple[str, int] | None:
    """The form again where the connection does not work; None where it does, or nobody asked to have it tried."""
    if not _setting_up():
        return None
    try:
        health = channel_forms.try_settings(kind, given)
    except ValidationError as error:
        return form_page(kind, given, channel_forms.problems_of(error), name=name), UNPROCESSABLE
    return None if health.ok else (form_page(kind, given, {}, name=name, health=health), UNPROCESSABLE)


def form_page(
    kind: type[Connector],
    values: Mapping[str, Any],
    problems: Mapping[str, Any],
    *,
    name: str = "",
    channel_id: int | None = None,
    health: Health | None = None,
    limits: Mapping[str, Any] | None = None,
    message: str = "",
    approval_problem: str = "",
) -> str:
    """A channel's page: its settings, and what else it can do. ``approval_problem``: why the way by a yes did not work."""
    is_file = kind.name == file_channel.CONNECTOR
    able = kind.able(values)
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        may_call = channel_id is not None and able.webhooks is not Webhooks.NONE
        address = services().settings.address
        now = dt.datetime.now(dt.UTC)
        allowed = (
            ()
            if channel_id is None
            else quotas.standing(session, principal().shop_id, rows.get(session, principal().shop_id, channel_id), now)
        )
        called_at = (
            calls.address_of(session, principal().shop_id, channel_id, address) if channel_id and may_call else None
        )
        return render_template(
            "channel_form.html",
            frame=frame(session, principal().shop_id, "channels"),
            kind=kind,
            fields=channel_forms.fields_of(
                kind,
                values,
                problems,
                language=_language(),
                stored=channel_id is not None,
                # Of a channel that was saved and tested they are stored by now, and said to be.
                typed=frozenset()
                if health and channel_id
                else {name for name in kind.secret_fields if values.get(name)},
            ),
            limit_fields=channel_limits.fields_of(kind, channel_limits.shown(request.form, limits), problems),
            problem=channel_forms.sentence(problems.get("")),
            name=name or title_of(kind, _language()),
            channel_id=channel_id,
            health=health,
            is_file=is_file,
            setting_up=_setting_up(),
            by_approval=kind.name in approvals.WAYS and principal().by_cookie,
            approval_problem=approval_problem,
            asked_url=str(values.get("url", "")),
            may_call=may_call,
            called_at=called_at,
            quotas=quota_shapes.shapes_of(allowed, now),
            subscribes=able.can_subscribe,
            signed=able.webhooks is Webhooks.SIGNED,
            file_name=Path(str(values.get("path", ""))).name if is_file else "",
            messages=in_our_words(message).split("\n") if message else [],
            # A path that was refused is never opened, not even to show what is in it.
            preview=file_channel.preview(values) if is_file and "path" not in problems else None,
        )


def _language() -> str:
    return str(speech.locale()).partition("_")[0]


def _name_taken() -> str:
    return str(gettext("There is a channel of that name already. Give this one another."))
