"""Changes of policy, writer or guidelines that are tried first, and wait for the owner's yes."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from plugin.api.calling import ID, Input, at_work, operation, services
from plugin.api.problems import area
from plugin.api.shop import ShopSchema
from plugin.store import learning, tables, trials
from plugin.words import Role
from plugin.work import changes as trying

blueprint = area("changes", "/changes", "Changes that are tried in the shadow and take effect after the owner's yes.")

STATES = ("queued", "running", "ready", "failed", "accepted", "dropped")


class ChangeSchema(Schema):
    id = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"enum": [trials.POLICY, trials.WRITER, trials.PACK]})
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    total = fields.Integer(required=True, metadata={"description": "Reviews to try it on."})
    done = fields.Integer(required=True)
    message = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)


class SideSchema(Schema):
    """A draft that nobody kept."""

    decision = fields.String(required=True)
    play = fields.String(required=True)
    reply = fields.String(required=True, allow_none=True)
    private_message = fields.String(required=True, allow_none=True)
    writer = fields.String(required=True)
    verdict = fields.String(required=True)
    findings = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), required=True)
    unmet = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Expectations of the example that do not hold: what, wanted, got."},
    )


class CaseSchema(Schema):
    name = fields.String(required=True)
    review_id = fields.Integer(required=True, allow_none=True)
    golden_id = fields.Integer(required=True, allow_none=True)
    differs = fields.Boolean(required=True)
    before = fields.Nested(SideSchema, required=True)
    after = fields.Nested(SideSchema, required=True)


class TriedSchema(ChangeSchema):
    cases = fields.List(fields.Nested(CaseSchema), required=True, metadata={"description": "What differs first."})


class ProposedSchema(Schema):
    change = fields.Nested(
        ChangeSchema, required=True, allow_none=True, metadata={"description": "null: it is in effect already."}
    )


class RuleSchema(Schema):
    """A rule that people's edits ask for."""

    key = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": ["replaced", "removed", "added"]})
    language = fields.String(required=True)
    removed = fields.String(required=True)
    added = fields.String(required=True)
    where = fields.String(required=True, metadata={"enum": ["", "greeting", "closing"]})
    times = fields.Integer(required=True)
    of = fields.Integer(required=True)


class AnswerBody(Input):
    key = fields.String(required=True, validate=validate.Length(1, 64))
    answer = fields.String(required=True, validate=validate.OneOf(("accept", "refuse")))


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, ChangeSchema(many=True))
def latest() -> Any:
    """The latest changes, newest first."""
    with at_work() as (session, who):
        return trials.latest(session, who.shop_id)


@blueprint.route("/", methods=["POST"])
@operation(blueprint, Role.OWNER, 409)
@blueprint.arguments(ShopSchema)
@blueprint.response(202, ProposedSchema)
def propose(body: dict[str, Any]) -> Any:
    """Try a profile before it takes effect; without a review or an example to try it on it is in effect at once."""
    with at_work() as (session, who):
        trial = services().work.propose_profile(
            session, who.shop_id, body["profile"], seen_version=body["version"], person_id=who.person_id
        )
        return {"change": trial}


@blueprint.route(f"/<{ID}:trial_id>")
@operation(blueprint, Role.VIEWER, 404)
@blueprint.response(200, TriedSchema)
def one(trial_id: int) -> Any:
    """A change with what its trial shows."""
    with at_work() as (session, who):
        trial = trials.get(session, who.shop_id, trial_id)
        cases = trials.cases(session, who.shop_id, trial_id)
        return {**_columns(trial), "cases": cases}


@blueprint.route(f"/<{ID}:trial_id>/acceptance", methods=["POST"])
@operation(blueprint, Role.OWNER, 404, 409)
@blueprint.response(200, ChangeSchema)
def accept(trial_id: int) -> Any:
    """The owner's yes."""
    with at_work() as (session, who):
        return trying.accept(session, who.shop_id, trial_id, who.person_id)


@blueprint.route(f"/<{ID}:trial_id>/attempts", methods=["POST"])
@operation(blueprint, Role.OWNER, 404, 409)
@blueprint.response(202, ChangeSchema)
def try_again(trial_id: int) -> Any:
    """Try a change again whose trial failed; until it has been tried it cannot be accepted."""
    with at_work() as (session, who):
        return services().work.try_again(session, who.shop_id, trial_id, who.person_id)


@blueprint.route(f"/<{ID}:trial_id>", methods=["DELETE"])
@operation(blueprint, Role.OWNER, 404, 409)
@blueprint.response(200, ChangeSchema)
def drop(trial_id: int) -> Any:
    """The owner's no."""
    with at_work() as (session, who):
        return trying.drop(session, who.shop_id, trial_id, who.person_id)


@blueprint.route("/proposed-rules/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, RuleSchema(many=True))
def proposed_rules() -> Any:
    """Rules that people's edits ask for: what recurs in three edits or more, and was not answered yet."""
    with at_work() as (session, who):
        return trying.proposed_rules(session, who.shop_id)


@blueprint.route("/proposed-rules/", methods=["POST"])
@operation(blueprint, Role.OWNER, 409)
@blueprint.arguments(AnswerBody)
@blueprint.response(200, ProposedSchema)
def answer_rule(body: dict[str, Any]) -> Any:
    """Make a proposed rule one of the shop's (a change like any other), or never propose it again."""
    with at_work() as (session, who):
        if body["answer"] == "accept":
            return {"change": services().work.make_rule(session, who.shop_id, body["key"], who.person_id)}
        if body["key"] in {proposal.key for proposal in trying.proposed_rules(session, who.shop_id)}:
            learning.answer(session, who.shop_id, body["key"], "refused", person_id=who.person_id)
        return {"change": None}


def _columns(trial: tables.Trial) -> dict[str, Any]:
    return {name: getattr(trial, name) for name in ChangeSchema().fields}
