"""The standard tests for what a connector says about itself."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

import re

import pytest
from marshmallow import Schema

from connectors.contract import EXPERIMENTAL, Capabilities, Webhooks
from connectors.rate_limit import quotas_kept
from connectors.testing.contract_base import ContractBase, all_pages, assert_silent
from connectors.testing.harness import Harness


class DeclarationContract(ContractBase):
    def test_it_declares_itself(self, platform: Harness) -> None:
        connector = platform.connector()
        assert re.fullmatch(r"[a-z][a-z0-9_-]*", connector.name)
        assert connector.title
        assert issubclass(connector.Settings, Schema)
        assert set(connector.secret_fields) <= set(connector.Settings().fields)

    def test_every_field_of_its_form_has_words_for_the_person_who_fills_it_in(self, platform: Harness) -> None:
        for name, field in platform.connector().Settings().fields.items():
            assert field.metadata.get("title"), f"the settings field {name} has no title"

    def test_what_it_says_it_can_do_fits_together(self, platform: Harness) -> None:
        able = platform.connector().capabilities
        settings = set(platform.connector().Settings().fields)
        assert able.can_reply or not able.can_replace_reply
        assert able.can_reply or not able.can_delete_reply
        assert not (able.sees_removals and able.finds_removals), "what fetch() names need not be looked for"
        assert bool(able.report_reasons) == able.can_report, "reports need reasons, and reasons reports"
        assert able.can_report or not able.can_read_reports
        assert able.webhooks is not Webhooks.NONE or not able.can_subscribe
        assert able.pace.quick <= able.pace.usual <= able.pace.quiet
        assert able.unverified <= set(Capabilities.__dataclass_fields__)
        assert set(type(platform.connector()).evidence_of) <= set(Capabilities.__dataclass_fields__)
        if able.unverified or able.experimental:
            assert EXPERIMENTAL in settings, "what nobody could verify is switched on by a settings field"

    def test_its_clocks_name_their_source_and_their_setting(self, platform: Harness) -> None:
        connector = platform.connector()
        clocks = connector.capabilities.clocks
        assert len({clock.id for clock in clocks}) == len(clocks)
        for clock in clocks:
            assert clock.id.startswith(f"{connector.name.replace('_', '-')}-")
            assert clock.title
            assert clock.source
            assert clock.days >= 0
            assert not clock.setting or clock.setting in connector.Settings().fields

    def test_what_nobody_could_verify_is_off_until_the_owner_switches_it_on(self, platform: Harness) -> None:
        kind = type(platform.connector())
        able = kind.able({})
        if kind.capabilities.experimental:
            assert not any((able.can_reply, able.can_reply_privately, able.can_report, able.can_invite))
        for name in kind.capabilities.unverified:
            if getattr(kind.capabilities, name) is True:
                assert getattr(able, name) is False

    def test_it_keeps_to_the_quotas_that_it_names(self, platform: Harness) -> None:
        quotas = platform.connector().capabilities.quotas
        if not quotas:
            pytest.skip("this channel names no quotas")
        all_pages(platform.connector())
        assert set(quotas) <= quotas_kept(), "hand the quotas to the session's bucket (connectors/rate_limit.py)"

    def test_its_representation_shows_no_secret(self, platform: Harness) -> None:
        connector = platform.connector()
        assert_silent(platform, repr(connector) + repr(vars(connector).get("_client")))

    def test_the_connection_test_says_that_all_is_well(self, platform: Harness) -> None:
        platform.add_review("Mooi.")
        health = platform.connector().check()
        assert health.ok, health.messages
        assert all(health.messages)
