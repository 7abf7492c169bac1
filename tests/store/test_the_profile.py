"""A shop's profile: held while it is worked under, and made out of its words once."""

from __future__ import annotations

import dataclasses

from plugin.store import Database, shops
from tests.store.conftest import Desk


def test_the_version_that_is_held_is_the_one_that_stands_also_where_it_changed_in_the_same_session(
    database: Database, desk: Desk
) -> None:
    with database.session(desk.shop) as session:
        before = shops.hold_version(session, desk.shop)
        changed = dataclasses.replace(shops.profile(session, desk.shop), agent="Roos")
        assert shops.save_profile(session, desk.shop, changed, seen_version=before) == before + 1
        assert shops.hold_version(session, desk.shop) == before + 1


def test_a_profile_is_made_out_of_its_words_once(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        assert shops.profile(session, desk.shop) is shops.profile(session, desk.shop)
