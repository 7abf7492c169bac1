"""What our connectors ask and read, held against what others' machine-readable contracts say (``contract_facts.yaml``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from connectors.contract import ConnectorError
from connectors.testing.app_store_harness import AppStoreHarness
from connectors.testing.contract_base import KEY, TEXT, all_pages, all_reviews
from connectors.testing.faulty_server import FakeRequest
from connectors.testing.google_business_harness import GoogleBusinessHarness
from connectors.testing.google_play_harness import GooglePlayHarness
from connectors.testing.harness import impatient
from connectors.testing.judgeme_harness import JudgeMeHarness
from connectors.testing.platform_harness import PlatformHarness
from connectors.testing.trusted_shops_harness import TrustedShopsHarness
from connectors.testing.trustpilot_harness import TrustpilotHarness

FACTS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "contract_facts.yaml").read_text(encoding="utf-8"))
HARNESSES: dict[str, type[PlatformHarness]] = {
    "google_business": GoogleBusinessHarness,
    "google_play": GooglePlayHarness,
    "app_store": AppStoreHarness,
    "trustpilot": TrustpilotHarness,
    "judgeme": JudgeMeHarness,
    "trusted_shops": TrustedShopsHarness,
}


@pytest.fixture(params=sorted(HARNESSES))
def platform(request: pytest.FixtureRequest) -> Iterator[PlatformHarness]:
    with impatient():
        harness = HARNESSES[request.param]()
        yield harness
        harness.close()


def facts_of(platform: PlatformHarness) -> dict[str, Any]:
    return FACTS[platform.connector_class.name]


def use_it(platform: PlatformHarness) -> None:
    """Everything about reviews that this connector can do."""
    external_id = platform.add_review("De rits haakt.")
    connector = platform.connector()
    able = connector.abilities
    connector.check()
    review = all_reviews(all_pages(connector))[external_id]
    connector.reread(review)
    if able.can_reply:
        reply = connector.publish(review, text=TEXT, key=KEY)
        if able.can_replace_reply:
            reply = connector.replace_reply(review, reply, text=f"{TEXT} Dank.", key="approval-0002")
        if able.can_delete_reply:
            connector.delete_reply(review, reply)
    if able.can_reply_privately:
        with suppress(ConnectorError):
            connector.reply_privately(review, text="Wij bellen je.", key=KEY, subject="Je tas")
    if able.can_report:
        connector.report(review, reason=able.report_reasons[0].id, text="Dit was een andere winkel.", key=KEY)


def fact_for(request: FakeRequest, facts: dict[str, Any]) -> dict[str, Any]:
    asked = f"{request.method} {urlsplit(request.target).path}"
    for call in facts["calls"]:
        ((shape, said),) = call.items()
        if re.fullmatch(re.escape(shape).replace(r"\{\}", r"[^/]+?"), asked):
            return dict(said)
    pytest.fail(f"{asked} stands in no contract ({facts['read']})")


def test_every_call_is_one_that_the_contract_knows(platform: PlatformHarness) -> None:
    use_it(platform)
    facts = facts_of(platform)
    assert platform.server.requests
    for request in platform.server.requests:
        fact = fact_for(request, facts)
        query = parse_qs(urlsplit(request.target).query)
        assert set(query) <= set(fact.get("query", ())), request.target
        for name, most in fact.get("most", {}).items():
            assert all(int(value) <= most for value in query.get(name, ()))
        if "form" in fact:
            assert set(parse_qs(request.body.decode())) <= set(fact["form"])
        elif request.body:
            body = request.json()
            assert set(body) <= set(fact.get("body", ())), sorted(body)
            for path in fact.get("needs", ()):
                assert within(body, path), path


def within(body: Any, path: str) -> Any:
    for name in path.split("."):
        body = body[name]
    return body


@pytest.mark.parametrize("name", sorted(HARNESSES))
def test_every_field_that_is_read_is_one_that_the_contract_names(name: str) -> None:
    schema = import_module(f"connectors.{name}.payloads").WireReviewSchema()
    read = {field.data_key or own for own, field in schema.fields.items()}
    assert read <= set(FACTS[name]["review"])


def test_the_facts_are_data_and_say_where_they_were_read() -> None:
    assert set(FACTS) == set(HARNESSES)
    assert all(facts["read"] for facts in FACTS.values())
    assert json.dumps(FACTS)
