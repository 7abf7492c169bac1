"""What only some channels give is kept, comes back as it was, and makes no change where nothing changed."""

import datetime as dt
from dataclasses import replace

from cryptography.fernet import Fernet

from connectors.contract import Moderation, ModerationState, Private, Reply, Review
from plugin.shop import load_profile
from plugin.store import Database, channel_calls, channels, incoming, shops

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
REVIEW = Review(
    "r1", "De tas lekt.", NOW, rating=4, raw_rating="8/10", order_ref="NL-1", ordered=NOW, experienced=NOW, updated=NOW,
    recommend=False, location="Utrecht", no_reply="It has no number.",
    moderation=Moderation(ModerationState.HELD, "quarantine", since=NOW, reference="T-9"),
    private=Private("Sabine de Vries", "sabine@klant.example", "0612345678"),
)  # fmt: skip


def test_it_comes_back_as_it_was_and_nothing_private_is_kept():
    kept = incoming.columns(REVIEW)
    again = replace(REVIEW, **incoming.more_from_data(kept["more"]))
    assert again == REVIEW
    assert "sabine@klant.example" not in repr(kept)
    assert "de Vries" not in repr(kept)


def test_what_is_told_additionally_is_a_change_and_a_mere_touch_is_none():
    plain = Review("r1", "De tas lekt.", NOW, rating=4)
    one = incoming.columns(plain)["fingerprint"]
    assert incoming.columns(replace(plain, updated=NOW + dt.timedelta(days=1)))["fingerprint"] == one
    assert incoming.columns(replace(plain, order_ref="NL-1"))["fingerprint"] != one
    assert incoming.columns(plain, incoming.Ticking("site-hold", NOW))["fingerprint"] != one


def test_what_broke_the_platform_s_rules_stays_with_the_reply():
    reply = Reply("Beste", status="rejected", violation="Bevat reclame")
    assert incoming.reply_from_data(incoming.reply_to_data(reply)) == reply
    assert "violation" not in (incoming.reply_to_data(Reply("Beste")) or {})


def test_the_address_for_calls_is_sealed_anew_with_the_other_secrets(tmp_path):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    url = f"sqlite:///{tmp_path / 'one.sqlite3'}"
    database = Database(url, [old])
    database.upgrade()
    with database.session() as session:
        shop_id = shops.add(session, "s", load_profile({"name": "De Tas", "agent": "Sanne"})).id
        channel_id = channels.add(session, shop_id, "file", "Winkel", {}).id
        channel_calls.keep_hook(session, shop_id, channel_id, "het-adres", {"secret": "haakgeheim"})
    database.dispose()
    both = Database(url, [new, old])
    with both.session() as session:
        assert channels.rotate_keys(session).resealed == 1
        assert channels.rotate_keys(session).resealed == 0
    both.dispose()
    after = Database(url, [new])
    with after.session(shop_id=shop_id) as session:
        channels.check_keys(session)
        assert channel_calls.hook_of(session, shop_id, channel_id) == ("het-adres", {"secret": "haakgeheim"})
        channels.disconnect(session, shop_id, channel_id)
        assert channel_calls.hook_of(session, shop_id, channel_id) is None
    after.dispose()
