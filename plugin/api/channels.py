"""The places where reviews appear."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from plugin.api.calling import ID, Input, Text, at_work, operation, services
from plugin.api.problems import area
from plugin.api.shapes import ChannelSchema, HealthSchema, QueuedSchema
from plugin.hosts.gate import principal
from plugin.inbox import connecting, shop_files
from plugin.store import channels
from plugin.words import Role

blueprint = area("channels", "/channels", "The places where reviews appear.")


class ChannelLimitsSchema(Input):
    max_chars = fields.Integer(validate=validate.Range(20, 100_000))
    max_bytes = fields.Integer(validate=validate.Range(20, 400_000))
    per_minute = fields.Integer(validate=validate.Range(1, 6_000))


class AddBody(Input):
    connector = fields.String(required=True)
    name = Text(least=1, most=120, required=True)
    settings = fields.Dict(keys=fields.String(), required=True)
    limits = fields.Nested(ChannelLimitsSchema, load_default=dict)


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, ChannelSchema(many=True))
def every() -> Any:
    """All channels of the shop; secret settings are never shown."""
    with at_work() as (session, who):
        return channels.every(session, who.shop_id)


@blueprint.route("/", methods=["POST"])
@operation(blueprint, Role.OWNER, 409)
@blueprint.arguments(AddBody)
@blueprint.response(201, ChannelSchema)
def add(body: dict[str, Any]) -> Any:
    """Connect a channel. `settings` follows the connector's own form; test it afterwards."""
    with at_work() as (session, who):
        own = shop_files.with_own_paths(
            body["connector"], body["settings"], services().settings.data_dir, who.shop_id
        )  # fmt: skip
        return connecting.add_channel(
            session, who.shop_id, body["connector"], body["name"], own,
            limits=body["limits"], person_id=who.person_id,
        )  # fmt: skip


@blueprint.route(f"/<{ID}:channel_id>")
@operation(blueprint, Role.VIEWER, 404)
@blueprint.response(200, ChannelSchema)
def channel(channel_id: int) -> Any:
    """One channel as it stands."""
    with at_work() as (session, who):
        return channels.get(session, who.shop_id, channel_id)


@blueprint.route(f"/<{ID}:channel_id>/test", methods=["POST"])
@operation(blueprint, Role.OWNER, 404)
@blueprint.response(200, HealthSchema)
def test(channel_id: int) -> Any:
    """Ask the channel whether the connection works."""
    health = connecting.test_channel(services().database, principal().shop_id, channel_id)
    if health.ok:
        with at_work() as (session, who):
            services().work.channel_is_back(session, who.shop_id, channel_id)
    return health


@blueprint.route(f"/<{ID}:channel_id>/sync", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 404)
@blueprint.response(202, QueuedSchema)
def sync(channel_id: int) -> Any:
    """Look for new reviews now."""
    with at_work() as (session, who):
        channels.get(session, who.shop_id, channel_id)
        return {"workflow_id": services().work.sync_now(session, who.shop_id, channel_id)}
