"""What only the App Store has: a key of the owner's own, responses told apart from reviews, writing that is off at first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from marshmallow import ValidationError

from connectors.app_store import AppStoreConnector, AppStoreSettings
from connectors.app_store.mapping import to_review
from connectors.app_store.payloads import WireReviewSchema, with_responses
from connectors.testing.app_store_harness import AppStoreHarness, key_file
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.google_play_harness import key_file as another_key_file
from connectors.testing.harness import impatient

EXAMPLE = json.loads(Path("connectors/app_store/examples/reviews.json").read_text())


@pytest.fixture
def platform() -> Iterator[AppStoreHarness]:
    with impatient():
        harness = AppStoreHarness()
        yield harness
        harness.close()


def test_each_review_gets_its_own_response_and_a_pending_one_is_held() -> None:
    told = with_responses(EXAMPLE["data"], EXAMPLE["included"])
    answered, bare = (to_review(WireReviewSchema().load(one)) for one in told)
    assert answered.reply is not None
    assert (answered.reply.status, answered.reply.external_id) == ("held", "resp-1")
    assert answered.created.isoformat() == "2026-11-02T16:14:33+00:00"
    assert (bare.reply, bare.title, bare.author) == (None, "", "kim")


def test_writing_is_off_until_the_owner_switches_it_on() -> None:
    careful, daring = AppStoreConnector.able({}), AppStoreConnector.able({"experimental": True})
    assert (careful.can_reply, careful.can_delete_reply, careful.can_read_replies) == (False, False, True)
    assert careful.opens_on_platform
    assert daring.can_reply


@pytest.mark.parametrize("instead", ["", " ", "\\n"])
def test_a_key_whose_line_ends_were_lost_or_written_out_still_signs(platform: AppStoreHarness, instead: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        given = {**platform.settings(), "private_key": key_file().replace("\n", instead)}
        patched.setattr(platform, "settings", lambda: given)
        assert platform.connector().check().ok


def test_a_key_of_another_kind_is_refused_at_the_form(platform: AppStoreHarness) -> None:
    rsa = json.loads(another_key_file())["private_key"]
    for wrong in (rsa, "-----BEGIN PRIVATE KEY-----\nMIGT\n-----END PRIVATE KEY-----" + " " * 40):
        with pytest.raises(ValidationError) as caught:
            AppStoreSettings().load({**platform.settings(), "private_key": wrong})
        assert set(caught.value.messages_dict) == {"private_key"}


def test_the_link_to_the_next_page_leads_nowhere_else(platform: AppStoreHarness) -> None:
    for n in range(201):
        platform.add_review(f"Bericht {n}")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("connectors.testing.app_store_harness.BASE", "https://elsewhere.example")
        assert len(all_reviews(all_pages(platform.connector()))) == 201
    assert all(path.startswith("/v1/apps/") for _, path in platform.requests())
