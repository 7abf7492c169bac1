"""A credential that is a whole file has room for its lines, and comes back to no page."""

from __future__ import annotations

import re

import pytest

from plugin.panel.channel_forms import given_settings
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop

KEY = "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEG\nCCqGSM49AwEHBHkwdwIBAQQg\n-----END PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("connector", "field", "ending"), [("app_store", "private_key", ".p8"), ("google_play", "key_file", ".json")]
)
def test_a_key_file_has_a_field_of_several_lines_and_a_picker_for_the_file(
    shop: Shop, sign_in: SignIn, connector: str, field: str, ending: str
) -> None:
    page = sign_in(shop).get(f"/channels/new/{connector}").text
    assert re.search(rf'<textarea[^>]*name="s_{field}"[^>]*></textarea>', page)
    assert re.search(rf'<input type="file" data-into="s_{field}" accept="{re.escape(ending)}"', page)
    assert not re.search(rf'<input[^>]*name="s_{field}"', page)


def test_its_line_ends_stay(shop: Shop) -> None:
    from connectors.app_store.connector import AppStoreConnector

    assert (
        given_settings(AppStoreConnector, {"s_private_key": KEY.replace("\n", "\r\n")})["private_key"].count("\n") == 3
    )


def test_what_was_pasted_is_not_put_back_into_the_page(shop: Shop, sign_in: SignIn) -> None:
    answer = sign_in(shop).post(
        "/channels/new/app_store", htmx=False, name="App", do="save", s_app_id="1", s_private_key=KEY
    )
    assert answer.status_code == 422
    assert "MIGTAgEAMBMGByqGSM49AgEG" not in answer.text
