"""What our connectors ask and read, held against what others' machine-readable contracts say (``contract_facts.yaml``).

A connector for which no such contract was found says so there (``read: []``, ``weak``), and is held to what others' code agrees on.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from marshmallow import Schema, fields

from connectors import registry
from connectors.contract import ConnectorError
from connectors.stamped.payloads import NAMES as STAMPED_NAMES
from connectors.testing.app_store_harness import AppStoreHarness
from connectors.testing.contract_base import KEY, TEXT, all_pages, all_reviews
from connectors.testing.faulty_server import FakeRequest
from connectors.testing.google_business_harness import GoogleBusinessHarness
from connectors.testing.google_play_harness import GooglePlayHarness
from connectors.testing.harness import impatient
from connectors.testing.instagram_harness import InstagramHarness
from connectors.testing.judgeme_harness import JudgeMeHarness
from connectors.testing.kiyoh_harness import KiyohHarness
from connectors.testing.okendo_harness import OkendoHarness
from connectors.testing.platform_harness import PlatformHarness
from connectors.testing.stamped_harness import StampedHarness
from connectors.testing.trusted_shops_harness import TrustedShopsHarness
from connectors.testing.trustpilot_harness import TrustpilotHarness
from connectors.testing.webwinkelkeur_harness import WebwinkelKeurHarness
from connectors.testing.yotpo_harness import YotpoHarness

FACTS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "contract_facts.yaml").read_text(encoding="utf-8"))
HARNESSES: dict[str, type[PlatformHarness]] = {
    harness.connector_class.name: harness
    for harness in (
        GoogleBusinessHarness, GooglePlayHarness, AppStoreHarness, TrustpilotHarness, JudgeMeHarness, TrustedShopsHarness,
        YotpoHarness, OkendoHarness, StampedHarness, KiyohHarness, WebwinkelKeurHarness, InstagramHarness,
    )
}  # fmt: skip
ELSEWHERE = {
    "file",
    "shopware",
    "woocommerce",
}  # no platform; and two that are held to their own source and test servers
SCHEMAS = {"webwinkelkeur": "WireRatingSchema", "instagram": "WireCommentSchema"}  # the others: WireReviewSchema


@pytest.fixture(params=sorted(HARNESSES))
def platform(request: pytest.FixtureRequest) -> Iterator[PlatformHarness]:
    with impatient():
        harness = HARNESSES[request.param]()
        yield harness
        harness.close()


def facts_of(platform: PlatformHarness) -> dict[str, Any]:
    return FACTS[platform.connector_class.name]


def use_it(platform: PlatformHarness) -> None:
    """Everything that this connector can do."""
    external_id = platform.add_review("De rits haakt.")
    connector = platform.connector()
    able = connector.abilities
    connector.check()
    review = all_reviews(all_pages(connector))[external_id]
    all_pages(connector, all_pages(connector)[-1].cursor)
    with suppress(ConnectorError):
        connector.reread(review)
    connector.fetch_some((external_id,))
    if able.can_reply:
        reply = connector.publish(review, text=TEXT, key=KEY)
        if able.can_replace_reply:
            reply = connector.replace_reply(review, reply, text=f"{TEXT} Dank.", key="approval-0002")
        if able.can_delete_reply:
            connector.delete_reply(review, reply)
    if able.can_reply_privately:
        connector.reply_privately(review, text="Wij bellen je.", key=KEY, subject="Je tas")
    if able.can_report:
        connector.report(review, reason=able.report_reasons[0].id, text="Dit was een andere winkel.", key=KEY)
        connector.find_report(review)
    if able.can_invite:
        connector.invite(platform.invitation())
    if able.can_subscribe:
        connector.unsubscribe(connector.subscribe("https://wederwoord.example/hooks/a-token-that-nobody-guesses"))


def fact_for(request: FakeRequest, facts: dict[str, Any]) -> dict[str, Any]:
    asked = f"{request.method} {urlsplit(request.target).path}"
    for call in facts["calls"]:
        ((shape, said),) = call.items()
        if re.fullmatch(re.escape(shape).replace(r"\{\}", r"[^/]+?"), asked):
            return {"shape": shape, **said}
    pytest.fail(f"{asked} stands in no contract")


def test_every_call_is_one_that_the_contract_knows(platform: PlatformHarness) -> None:
    use_it(platform)
    facts = facts_of(platform)
    made = set()
    for request in platform.server.requests:
        fact = fact_for(request, facts)
        made.add(fact["shape"])
        given = told_in(request, fact)
        for name, most in fact.get("most", {}).items():
            assert int(given.get(name, 0)) <= most
        for name, least in fact.get("least", {}).items():
            assert int(given[name]) >= least
        for name, longest in fact.get("longest", {}).items():
            assert len(given[name]) <= longest
        for name, allowed in fact.get("among", {}).items():
            with suppress(KeyError):  # not every call names it
                assert within(given, name) in allowed, name
        for name in (*fact.get("needs", ()), *fact.get("needs_query", ())):
            assert within(given, name) is not None, name
    # A fact that nothing is held to would only look like one.
    assert made == {shape for call in facts["calls"] for shape in call}


def told_in(request: FakeRequest, fact: dict[str, Any]) -> dict[str, Any]:
    """What a request says in its address and its body, which may hold nothing that the contract does not name."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.target).query).items()}
    assert set(query) <= set(fact.get("query", ())), request.target
    if "form" in fact:
        body: dict[str, Any] = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        assert set(body) <= set(fact["form"]), sorted(body)
    else:
        body = request.json() if request.body else {}
        assert set(body) <= set(fact.get("body", ())), sorted(body)
    return {**query, **body}


def within(body: Any, path: str) -> Any:
    for name in path.split("."):
        body = body[name]
    return body


def schema_of(name: str) -> Schema:
    found: Schema = getattr(import_module(f"connectors.{name}.payloads"), SCHEMAS.get(name, "WireReviewSchema"))()
    return found


def read_by(schema: Schema, before: str = "") -> Iterator[str]:
    """The fields that a schema reads, with a dot for each that lies within another."""
    for own, field in schema.fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        path = f"{before}{field.data_key or own}"
        if isinstance(inner, fields.Nested):
            yield from read_by(inner.schema, f"{path}.")
        else:
            yield path


@pytest.mark.parametrize("name", sorted(HARNESSES))
def test_every_field_that_is_read_is_one_that_the_contract_names(name: str) -> None:
    read = (
        {one for names in STAMPED_NAMES.values() for one in names}
        if name == "stamped"
        else set(read_by(schema_of(name)))
    )
    assert read <= set(FACTS[name]["review"]), sorted(read - set(FACTS[name]["review"]))


NULLS = [(name, path) for name in sorted(HARNESSES) for path in FACTS[name].get("null", ())]


@pytest.mark.parametrize(("name", "path"), NULLS)
def test_what_a_contract_lets_be_null_leaves_a_review_that_is_read(name: str, path: str) -> None:
    with impatient():
        platform = HARNESSES[name]()
        try:
            shown = copy.deepcopy(platform.fake.shape(platform.fake.add("De rits haakt.")))
        finally:
            platform.close()
    *outer, last = path.split(".")
    place = shown["review"] if name == "stamped" else shown
    for part in outer:
        if not isinstance(place.get(part), Mapping):
            place[part] = {}
        place = place[part]
    place[last] = None
    schema_of(name).load(shown)


def test_every_connector_to_a_platform_has_its_facts_and_they_say_where_they_were_read() -> None:
    registry.use_third_party(False)
    try:
        assert set(FACTS) == set(HARNESSES) == set(registry.all_connectors()) - ELSEWHERE
    finally:
        registry.use_third_party(True)
    for facts in FACTS.values():
        assert facts["read"] or "no contract by others found" in facts["weak"]
