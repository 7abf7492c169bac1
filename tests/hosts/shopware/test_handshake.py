"""Installing the app over real requests: what is written, what is answered, and what is refused."""

import time

import pytest

from plugin.store import channels, host_events, installs, shops
from plugin.store.installs import InstallState
from tests.hosts.shopware.shop_side import APP_NAME, APP_SECRET, ShopSide, hmac_of


def test_a_first_registration_is_answered_with_our_proof_and_a_secret(side, hosted):
    answer = side.register()
    assert answer.status_code == 200
    assert set(answer.json) == {"proof", "secret", "confirmation_url"}
    assert answer.json["proof"] == hmac_of(f"{side.shop_id}{side.url}{APP_NAME}", APP_SECRET)
    assert 64 <= len(answer.json["secret"]) <= 255
    assert answer.json["confirmation_url"] == "https://desk.example/shopware/confirm"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_nobody_comes_in_before_the_shop_has_confirmed(side, install_of):
    side.register()
    assert install_of(side).state == InstallState.PENDING
    assert side.open(key=side.pending).status_code == 401
    assert side.hook("app.activated", key=side.pending).status_code == 401


def test_a_confirmed_shop_has_a_shop_a_channel_and_a_sync_under_way(side, install_of, database):
    side.install()
    install = install_of(side)
    assert (install.state, install.shop_url) == (InstallState.INSTALLED, side.url)
    with database.session() as session:
        shop = shops.get(session, install.shop_id)
        assert shop.host == "shopware"
        assert shops.profile(session, shop.id).languages[0] == "de"
        (channel,) = channels.every(session, shop.id)
        assert (channel.connector, channel.name, channel.state) == ("shopware", "Shopware", "ok")
        settings = channels.full_settings(session, shop.id, channel.id)
    assert settings["url"] == side.url
    assert (settings["api_key"], settings["secret_key"]) == (side.api["apiKey"], side.api["secretKey"])


def test_no_secret_is_kept_in_the_open(side, database, tmp_path):
    side.install()
    database.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("wederwoord.sqlite3*"))
    for secret in (side.secret, side.api["secretKey"], APP_SECRET):
        assert secret.encode() not in kept


def test_a_confirmation_whose_answer_was_lost_makes_no_second_channel(side, database, install_of):
    side.install()
    body = side.confirm_body()
    assert side.confirm(body=body, key=side.secret).status_code == 204
    with database.session() as session:
        assert len(channels.every(session, install_of(side).shop_id)) == 1


@pytest.mark.parametrize("change", ["query", "key", "missing", "old", "early", "twice"])
def test_a_registration_that_is_not_the_platforms_writes_nothing(side, database, change):
    now = int(time.time())
    good = f"shop-id={side.shop_id}&shop-url={side.url}&timestamp={now}"
    answer = {
        "query": lambda: side.client.get(
            f"/shopware/register?{good}1", headers={"shopware-app-signature": hmac_of(good, APP_SECRET)}
        ),
        "key": lambda: side.register(key="another-apps-secret"),
        "missing": lambda: side.client.get(f"/shopware/register?{good}"),
        "old": lambda: side.register(at=now - 301),
        "early": lambda: side.register(at=now + 310),
        "twice": lambda: side.register(query=f"{good}&shop-id=EVIL"),
    }[change]()
    assert answer.status_code in {400, 401}
    assert "error" in answer.json
    assert side.shop_id not in answer.text
    with database.session() as session:
        assert shops.every(session) == []


def test_registering_again_needs_both_signatures_and_changes_nothing_until_confirmed(installed, install_of):
    old = installed.secret
    assert installed.register().status_code == 401
    assert installed.register(again=True, shop_key="wrong").status_code == 401
    assert installed.register(again=True).status_code == 200
    assert installed.pending != old
    assert installed.open().status_code == 200  # the old secret still opens
    assert installed.confirm().status_code == 401  # without the signature of the old one
    assert installed.confirm(again=True, previous="wrong").status_code == 401
    assert installed.open().status_code == 200
    assert installed.confirm(again=True).status_code == 204
    assert installed.secret != old
    assert installed.open().status_code == 200


def test_after_the_rotation_the_old_secret_is_good_for_a_minute_and_then_never(installed, install_of, database):
    old = installed.secret
    installed.register(again=True)
    installed.confirm(again=True)
    assert installed.open(key=old).status_code == 200
    assert installed.hook("app.updated", key=old).status_code == 204
    with database.session() as session:
        install = installs.find(session, "shopware", installed.shop_id)
        earlier = time.time() - 61
        rotated = install.data["rotated_at"]
        from datetime import UTC, datetime

        installs.set_data(session, install, rotated_at=datetime.fromtimestamp(earlier, UTC).isoformat())
        assert rotated
    assert installed.open(key=old).status_code == 401
    assert installed.hook("app.updated", key=old).status_code == 401
    assert installed.open().status_code == 200


def test_a_shop_that_moved_keeps_its_people_and_channel_at_its_new_address(installed, install_of, database):
    before = install_of(installed)
    installed.url = f"{installed.url}/winkel"
    installed.api = {"apiKey": "NEWKEY", "secretKey": "new-secret-key"}
    assert installed.register(again=True).status_code == 200
    assert install_of(installed).shop_url == before.shop_url
    assert installed.confirm(again=True).status_code == 204
    after = install_of(installed)
    assert (after.id, after.shop_id, after.shop_url) == (before.id, before.shop_id, installed.url)
    with database.session() as session:
        (channel,) = channels.every(session, after.shop_id)
        settings = channels.full_settings(session, after.shop_id, channel.id)
    assert (settings["url"], settings["api_key"]) == (installed.url, "NEWKEY")


def test_a_shop_that_was_not_registered_cannot_confirm(side):
    side.pending = "x" * 120
    assert side.confirm().status_code == 401


def test_another_shops_confirmation_does_not_count_for_this_one(hosted, installed):
    other = ShopSide(hosted.test_client(), shop_id="OTHER", url="https://other.example")
    other.register()
    body = other.confirm_body().replace(b"OTHER", installed.shop_id.encode())
    assert other.confirm(body=body).status_code == 401
    installed.register(again=True)
    assert other.confirm(body=body, key=other.pending).status_code == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff\xfe", b'{"shopId":"x"}'])
def test_a_confirmation_that_is_none_is_refused_in_words(side, body):
    side.register()
    answer = side.confirm(body=body)
    assert answer.status_code == 400
    assert answer.json == {"error": "The body is no confirmation."}


def test_bodies_beyond_all_measure_are_not_read(installed):
    assert installed.confirm(body=b" " * 20_000).status_code == 413
    assert installed.hook("app.updated", body=b" " * 1_100_000).status_code == 413
    in_pieces = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    for path, size in (("/shopware/confirm", 20_000), ("/shopware/hook", 1_100_000)):
        answer = installed.client.post(path, data=b" " * size, environ_overrides=in_pieces)
        assert answer.status_code == 413
    assert installed.register(query=f"shop-id={'A' * 5_000}&shop-url={installed.url}&timestamp=1").status_code == 400
    form = {"ticket": "x" * 20_000, "how": "pin"}
    assert installed.client.post("/shopware/sign-in", data=form).status_code == 413


def test_without_the_apps_secret_there_is_no_shopware_at_all(app):
    side = ShopSide(app.test_client())
    assert side.register().status_code == 404
    assert app.test_client().post("/shopware/hook", data=b"{}").status_code == 404


def test_two_shops_live_side_by_side_and_their_secrets_open_only_their_own(hosted, installed, install_of):
    other = ShopSide(hosted.test_client(), shop_id="OTHER", url="https://other.example").install()
    assert install_of(other).shop_id != install_of(installed).shop_id
    assert installed.open(key=other.secret).status_code == 401
    assert installed.hook("app.updated", key=other.secret).status_code == 401
    assert other.open(url=installed.url).status_code == 401


def test_a_shop_that_removed_the_app_may_come_back_with_the_apps_signature_alone(installed, install_of, database):
    old = installed.secret
    assert installed.hook("app.deleted").status_code == 204
    assert install_of(installed).state == InstallState.UNINSTALLED
    assert installed.open(key=old).status_code == 401
    installed.api = {"apiKey": "ANOTHERKEY", "secretKey": "another-secret"}
    installed.install()
    install = install_of(installed)
    assert (install.state, install.purge_at) == (InstallState.INSTALLED, None)
    assert installed.open().status_code == 200
    with database.session() as session:
        (channel,) = channels.every(session, install.shop_id)
        assert channel.state == "ok"
        assert channels.full_settings(session, install.shop_id, channel.id)["api_key"] == "ANOTHERKEY"


def test_nothing_of_the_handshake_is_logged_that_opens_anything(installed, capsys, caplog):
    installed.register(again=True)
    installed.confirm(again=True)
    installed.register()
    out = capsys.readouterr()
    written = out.out + out.err + caplog.text
    for secret in (installed.secret, installed.api["secretKey"], APP_SECRET):
        assert secret not in written


def test_the_log_of_what_the_shop_told_us_is_kept(installed, database):
    installed.hook("app.activated")
    with database.session() as session:
        (event,) = host_events.latest(session, "shopware", installed.shop_id)
    assert (event.topic, event.wish) == ("app.activated", "resume")
