"""The description and the API agree, whatever is sent (schemathesis)."""

from __future__ import annotations

import os

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from plugin.words import Role

from .conftest import Desk

EXAMPLES = 200 if os.environ.get("WEDERWOORD_LONG") else 20  # for each operation

# What is valid here is ruled by more than a schema can say: the connector's own form, the law's minimum terms.
RULED_ELSEWHERE = {"POST /api/v1/channels/", "PUT /api/v1/shop/", "POST /api/v1/changes/", "POST /api/v1/examples/"}


def test_no_call_breaks_the_description(desk: Desk) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", desk.app)
    headers = {"Authorization": f"Bearer {desk.tokens[Role.OWNER]}"}
    called: set[str] = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        def call(case: schemathesis.Case) -> None:
            refused = [positive_data_acceptance] if case.operation.label in RULED_ELSEWHERE else []
            case.call_and_validate(headers=headers, excluded_checks=refused)

        call()
        called.add(operation.label)
    assert len(called) > 25
    # the last owner is still there: nothing that was sent locked the shop
    assert desk.client(Role.OWNER).get("/api/v1/people/").status_code == 200


def test_it_is_openapi_3_1_and_every_operation_is_described(desk: Desk) -> None:
    document = desk.client(Role.VIEWER).get("/api/v1/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    operations = [
        operation
        for path in document["paths"].values()
        for name, operation in path.items()
        if name in {"get", "put", "post", "delete"}
    ]
    assert len(operations) > 25
    assert [one for one in operations if not one.get("summary") or "401" not in one["responses"]] == []
