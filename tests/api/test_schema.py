"""The description and the API agree, whatever is sent (schemathesis)."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from plugin.words import Role

from .conftest import Desk


@pytest.fixture
def schema(desk: Desk) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", desk.app)


described = schemathesis.pytest.from_fixture("schema")


@described.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_call_breaks_the_description(case: schemathesis.Case, desk: Desk) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {desk.tokens[Role.OWNER]}"})


def test_it_is_openapi_3_1_and_every_operation_is_described(desk: Desk) -> None:
    document = desk.client(Role.VIEWER).get("/api/v1/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    operations = [
        op
        for path in document["paths"].values()
        for name, op in path.items()
        if name in {"get", "put", "post", "delete"}
    ]
    assert len(operations) > 25
    assert [op for op in operations if not op.get("summary") or "401" not in op["responses"]] == []
