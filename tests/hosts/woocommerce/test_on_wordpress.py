"""The whole way on a real WordPress: connect, launch, a review in, its reply out once, and gone without a trace."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from plugin.hosts.woocommerce.shop_site import site_of
from plugin.inbox import connecting
from plugin.store import channels, host_events, installs, people, reviews
from plugin.words import Role
from tests.hosts.woocommerce.conftest import Desk
from tests.hosts.woocommerce.wordpress_site import WordPressSite

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]


def until(condition: Callable[[], Any]) -> Any:
    give_up = time.monotonic() + 40
    while not (found := condition()):
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.05)
    return found


def press_connect(site: WordPressSite) -> requests.Response:
    browser = site.signed_in()
    page = browser.get(f"{site.address}/wp-admin/admin.php?page=wederwoord", timeout=30)
    nonce = re.search(r'name="_wpnonce" value="([0-9a-f]+)"', page.text)
    if nonce is None:
        return page
    form = {"action": "wederwoord_connect", "_wpnonce": nonce[1]}
    return browser.post(f"{site.address}/wp-admin/admin-post.php", data=form, timeout=60)


def frame_of(site: WordPressSite) -> str:
    page = site.signed_in().get(f"{site.address}/wp-admin/admin.php?page=wederwoord", timeout=30)
    found = re.search(r'<iframe id="wederwoord"[^>]* src="([^"]+)"', page.text)
    assert found, page.text[-3000:]
    return html.unescape(found[1]).replace("&#038;", "&")


@pytest.fixture
def connected(desk: Desk, wordpress: WordPressSite) -> Any:
    press_connect(wordpress)
    with desk.database.session() as session:
        install = installs.find(session, "woocommerce", site_of(wordpress.address))
        assert install is not None
        assert install.state == installs.InstallState.INSTALLED
        return install


def test_one_button_connects_the_shop_its_owner_and_its_reviews(
    desk: Desk, wordpress: WordPressSite, connected: Any
) -> None:
    with desk.database.session() as session:
        (owner,) = people.every(session, connected.shop_id)
        (channel,) = channels.every(session, connected.shop_id)
    assert (owner.role, owner.external_id) == (Role.OWNER, "1")
    assert channel.connector == "woocommerce"
    wordpress.add_review("De tas lekt bij de rits & de band is < 20 mm.", rating=2)
    wordpress.run_waiting()

    def came() -> bool:
        with desk.database.session() as session:
            return any(
                "lekt" in row.excerpt
                for row in reviews.page(session, connected.shop_id, reviews.Filters(), None, 9).rows
            )

    assert until(came)


def test_the_frame_shows_the_desk_once_to_its_shop_alone(desk: Desk, wordpress: WordPressSite, connected: Any) -> None:
    address = frame_of(wordpress)
    first = requests.get(address, timeout=30)
    assert first.status_code == 200
    assert f"frame-ancestors {wordpress.address}" in first.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in first.headers
    assert 'name="wederwoord-session"' in first.text
    assert requests.get(address, timeout=30).status_code == 403
    assert requests.get(frame_of(wordpress).replace("t=", "t=x"), timeout=30).status_code == 403


def test_a_token_of_one_shop_opens_no_other(desk: Desk, wordpress: WordPressSite, connected: Any) -> None:
    parts = urlsplit(frame_of(wordpress))
    token = parse_qs(parts.query)["t"][0]
    other = requests.get(
        f"{desk.address}{parts.path}", params={"shop": "https://elders.example", "t": token}, timeout=30
    )
    assert other.status_code == 403


def test_a_reply_is_made_once_by_its_key_also_when_asked_twice_at_once(
    desk: Desk, wordpress: WordPressSite, connected: Any
) -> None:
    review = wordpress.add_review("Kwam te laat.", rating=1)
    with desk.database.session() as session:
        (channel,) = channels.every(session, connected.shop_id)
        settings = channels.full_settings(session, connected.shop_id, channel.id)
    auth = (settings["user"], settings["app_password"])

    def route(comment: Any) -> str:
        return f"{wordpress.address}/wp-json/wc-wederwoord/v1/reviews/{comment}/reply"

    body = {"text": "Excuses voor het wachten & <b>dank</b>.", "key": "approval-0001"}

    def put(_: int) -> tuple[int, Any]:
        answer = requests.put(route(review), json=body, auth=auth, timeout=60)
        return answer.status_code, answer.json()

    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(put, range(4)))
    assert sorted(status for status, _ in answers) == [200, 200, 200, 201]
    assert len({told["id"] for _, told in answers}) == 1
    (reply,) = wordpress.replies(review)
    assert reply["comment_content"] == "Excuses voor het wachten &amp; &lt;b&gt;dank&lt;/b&gt;."
    assert requests.put(route(review), json=body, timeout=60).status_code == 401
    assert requests.put(route(reply["comment_ID"]), json=body, auth=auth, timeout=60).status_code == 404


def test_an_approved_reply_goes_by_the_plugin_and_stands_there_once(
    desk: Desk, wordpress: WordPressSite, connected: Any
) -> None:
    added = wordpress.add_review("De gesp brak & de band is < 20 mm.", rating=1)
    with desk.database.session() as session:
        (channel,) = channels.every(session, connected.shop_id)
        connector = connecting.connect(session, connected.shop_id, channel.id)
    review = next(r for page in connector.fetch({}) for r in page.reviews if r.external_id == str(added))
    text = "Excuses, Sabine: de gesp & de band waren fout.\n\nUiterlijk vrijdag heeft u een nieuwe. 😀"
    first = connector.publish(review, text=text, key="approval-0042")
    again = connector.publish(review, text=text, key="approval-0042")
    assert (first.external_id, first.text, first.status) == (again.external_id, text, "visible")
    assert len(wordpress.replies(added)) == 1
    found = connector.find_reply(review, key="approval-0042", text="")
    assert found is not None
    assert found.text == text
    connector.delete_reply(review, found)
    gone = connector.find_reply(review, key="approval-0042", text="")
    assert gone is not None
    assert gone.status == "removed"
    connector.close()


# What happens to a review in WordPress' own code (%d its number), and what the desk is told of it.
HAPPENS = {
    "edited in the admin": ("wp_update_comment(['comment_ID' => %d, 'comment_content' => 'Toch niet goed.']);", "review.changed"),
    "approved": ("wp_set_comment_status(%d, 'approve');", "review.changed"),
    "answered in the shop": (
        "wp_new_comment(['comment_post_ID' => get_comment(%d)->comment_post_ID, 'comment_parent' => %d, 'user_id' => 1, 'comment_content' => 'Dank', 'comment_author' => 'W', 'comment_author_email' => 'a@b.example', 'comment_author_url' => '']);",
        "review.changed",
    ),
    "thrown away": ("wp_trash_comment(%d);", "review.changed"),
    "deleted for good": ("wp_delete_comment(%d, true);", "review.removed"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "event"), HAPPENS.values(), ids=HAPPENS)
def test_what_happens_to_a_review_is_told_by_its_number_alone(
    wordpress: WordPressSite, connected: Any, code: str, event: str
) -> None:
    review = wordpress.add_review("Goed.", approved="approve" not in code)
    wordpress.run_waiting()
    assert wordpress.waiting() == []
    wordpress.php("wp_set_current_user(1);" + code.replace("%d", str(review)))
    told = wordpress.waiting()
    assert {(one["event"], one["review"]) for one in told if one["event"] == event} == {(event, review)}, told
    wordpress.run_waiting()
    assert wordpress.waiting() == []  # the desk took them


def test_a_held_review_that_is_approved_later_comes_in(desk: Desk, wordpress: WordPressSite, connected: Any) -> None:
    review = wordpress.add_review("Pas later vrijgegeven.", approved=False)
    wordpress.php(f"wp_set_comment_status({review}, 'approve');")
    wordpress.run_waiting()

    def shown() -> bool:
        with desk.database.session(shop_id=connected.shop_id) as session:
            (channel,) = channels.every(session, connected.shop_id)
            row = reviews.by_external_id(session, connected.shop_id, channel.id, str(review))
            return row is not None and row.channel_status == "visible"

    assert until(shown)


def test_what_happens_to_other_comments_is_nobodys_business(wordpress: WordPressSite, connected: Any) -> None:
    wordpress.run_waiting()
    wordpress.php(
        "$post = wp_insert_post(['post_title' => 'Nieuws', 'post_status' => 'publish']);"
        " $c = wp_insert_comment(['comment_post_ID' => $post, 'comment_content' => 'Leuk.', 'comment_approved' => 0]);"
        " do_action('comment_post', $c, 0, []); wp_set_comment_status($c, 'approve'); wp_delete_comment($c, true);"
    )
    assert wordpress.waiting() == []


def test_where_no_scheduler_is_a_desk_that_is_away_is_told_again_later_under_the_same_number(
    wordpress: WordPressSite, connected: Any
) -> None:
    wordpress.run_waiting()
    wordpress.add_review("Prima bel.", rating=5)
    (first,) = wordpress.waiting()
    away = "add_filter('pre_http_request', fn() => new WP_Error('away', 'away')); "
    wordpress.php(f"{away} Wederwoord_Signals::send('review.created', {first['review']}, {first['id']!r}, 0);")
    second = next(one for one in wordpress.waiting() if one["tries"] == 1)
    assert (second["review"], second["id"]) == (first["review"], first["id"])
    assert 0 < second["due"] <= 61
    wordpress.php(f"{away} Wederwoord_Signals::send('review.created', {first['review']}, {first['id']!r}, 5);")
    assert max(one["tries"] for one in wordpress.waiting()) == 1  # the sixth try was the last
    wordpress.run_waiting()


def test_a_stranger_cannot_register_somebody_elses_shop(desk: Desk, wordpress: WordPressSite, connected: Any) -> None:
    told = {
        "install": "5bfae0a5-9a4a-4fd5-8d34-2f2a3e8a3f5e", "secret": "ef" * 32, "shop_url": wordpress.address,
        "rest_url": f"{wordpress.address}/wp-json/", "admin_origin": "https://evil.example", "shop_name": "Mijn", "uid": "1",
        "name": "Eva", "user": "eva", "app_password": "x",
    }  # fmt: skip
    register = f"{desk.address}/hosts/woocommerce/register"
    assert requests.post(register, json=told, timeout=30).status_code == 403
    answer = requests.post(register, json=told, headers={"X-Wederwoord-Key": wordpress.key}, timeout=30)
    assert answer.status_code == 400
    with desk.database.session() as session:
        install = installs.find(session, "woocommerce", site_of(wordpress.address))
        assert install is not None
        assert install.data["admin_origin"] == wordpress.address


def test_what_nobody_signed_moves_nothing(desk: Desk, wordpress: WordPressSite, connected: Any) -> None:
    signal = f"{desk.address}/hosts/woocommerce/signal"
    headers = {"X-Wederwoord-Shop": wordpress.address, "X-Wederwoord-Timestamp": "1", "X-Wederwoord-Signature": "v1=00"}
    body = json.dumps({"event": "plugin.uninstalled", "id": "1"})
    assert requests.post(signal, data=body, headers=headers, timeout=30).status_code == 403
    assert requests.post(signal, data=b"x" * 40_000, headers=headers, timeout=30).status_code == 413
    with desk.database.session() as session:
        install = installs.find(session, "woocommerce", site_of(wordpress.address))
        assert install is not None
        assert install.state == installs.InstallState.INSTALLED


def test_removing_the_plugin_leaves_nothing_on_either_side(
    desk: Desk, wordpress: WordPressSite, connected: Any
) -> None:
    wordpress.php(
        "define('WP_UNINSTALL_PLUGIN', 'wederwoord/wederwoord.php'); require WP_PLUGIN_DIR . '/wederwoord/uninstall.php';"
    )
    left = wordpress.php(
        "global $wpdb; echo json_encode(["
        "$wpdb->get_var(\"SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name LIKE '%wederwoord%' AND option_name <> 'active_plugins'\"),"
        "$wpdb->get_var(\"SELECT COUNT(*) FROM {$wpdb->commentmeta} WHERE meta_key LIKE '%wederwoord%'\"),"
        "count(WP_Application_Passwords::get_user_application_passwords(1))]);"
    )
    assert [int(count) for count in left] == [0, 0, 0]
    with desk.database.session() as session:
        install = installs.find(session, "woocommerce", site_of(wordpress.address))
        assert install is not None
        assert install.state == installs.InstallState.UNINSTALLED
        assert installs.secrets(session, install) == {}
        (channel,) = channels.every(session, install.shop_id)
        assert channels.secrets(session, install.shop_id, channel.id) == {}
        assert host_events.latest(session, "woocommerce", install.external_id)[0].topic == "plugin.uninstalled"
    press_connect(wordpress)
    with desk.database.session() as session:
        back = installs.find(session, "woocommerce", site_of(wordpress.address))
        assert back is not None
        assert (back.state, back.shop_id) == (installs.InstallState.INSTALLED, connected.shop_id)
