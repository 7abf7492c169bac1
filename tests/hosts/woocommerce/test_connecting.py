"""What a shop begins with, from what its WordPress tells."""

from __future__ import annotations

import datetime as dt

import pytest

from plugin.hosts.woocommerce.connecting import take_in
from plugin.hosts.woocommerce.shop_site import Registration
from plugin.store import Database, shops

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "agent"),
    [("Marit  Jansen", "Marit Jansen"), ("Winkelier", "De Linde"), ("x" * 100, "x" * 80), (" ", "De Linde")],
)
def test_replies_are_signed_by_the_person_who_connects_and_never_by_a_login(
    database: Database, name: str, agent: str
) -> None:
    told = Registration(
        install="5bfae0a5-9a4a-4fd5-8d34-2f2a3e8a3f5e", secret="ef" * 32, shop_url="https://linde.example",
        rest_url="https://linde.example/wp-json/", admin_origin="https://linde.example", shop_name="De Linde",
        country="BE", locale="nl_BE", version="0.1.0", uid="1", name=name, user="winkelier", app_password="abcd EFGH",
    )  # fmt: skip
    with database.session() as session:
        install, _ = take_in(session, told, NOW)
        profile = shops.profile(session, install.shop_id)
    assert (profile.agent, profile.name, profile.country, profile.languages[0]) == (agent, "De Linde", "BE", "nl")
