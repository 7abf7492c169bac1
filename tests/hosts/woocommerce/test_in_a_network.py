"""A WordPress network: each site is a shop of its own, and all of them leave with the plugin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugin.hosts.woocommerce.building import key_of
from plugin.hosts.woocommerce.shop_site import site_of
from plugin.store import installs, tables
from tests.hosts.woocommerce.conftest import SECRET_KEY, Desk
from tests.hosts.woocommerce.test_on_wordpress import until
from tests.hosts.woocommerce.wordpress_site import LOGIN, WordPressSite, missing

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

SITES = ("/", "/tweede/")
CONNECT = f"$done = Wederwoord_Connection::connect(get_user_by('login', {LOGIN!r})); echo json_encode(true === $done ? '' : $done->get_error_message());"
ADMIN = "require_once ABSPATH . 'wp-admin/includes/plugin.php'; "
LEFT = """global $wpdb; echo json_encode([
  (int) $wpdb->get_var("SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name LIKE '%wederwoord%' AND option_name NOT IN ('active_plugins', 'uninstall_plugins')"),
  (int) $wpdb->get_var("SELECT COUNT(*) FROM {$wpdb->commentmeta} WHERE meta_key LIKE '%wederwoord%'"),
  (int) $wpdb->get_var("SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name = 'cron' AND option_value LIKE '%wederwoord%'"),
  count(WP_Application_Passwords::get_user_application_passwords(1))]);"""


@pytest.fixture(scope="module")
def network(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPressSite]:
    if lacking := missing():
        pytest.skip(f"a real WordPress needs: {lacking}")
    site = WordPressSite(tmp_path_factory.mktemp("network"), desk=desk.address, key=key_of(SECRET_KEY))
    try:
        site.become_network("/tweede/")
        yield site
    finally:
        site.stop()


def found(desk: Desk, network: WordPressSite) -> list[tables.Install]:
    with desk.database.session() as session:
        known = [installs.find(session, "woocommerce", site_of(f"{network.address}{path}")) for path in SITES]
    return [install for install in known if install is not None]


def test_each_site_is_a_shop_of_its_own_and_all_leave_with_the_plugin(desk: Desk, network: WordPressSite) -> None:
    for path in SITES:
        assert network.php(CONNECT, site=path) == ""
    first, second = found(desk, network)
    assert first.shop_id != second.shop_id
    assert second.shop_url == f"{network.address}/tweede"
    with desk.database.session() as session:
        assert installs.secrets(session, first) != installs.secrets(session, second)
    network.php(
        "$p = wp_insert_post(['post_type' => 'product', 'post_title' => 'Bel', 'post_status' => 'publish']);"
        " $r = wp_insert_comment(['comment_post_ID' => $p, 'comment_type' => 'review', 'comment_content' => 'Goed.', 'comment_approved' => 1]);"
        " do_action('comment_post', $r, 1, []); wp_set_current_user(1);"
        " Wederwoord_Replies::once(get_comment($r), 'Dank u.', 'approval-0001');",
        site="/tweede/",
    )
    assert network.php(LEFT, site="/tweede/") == [1, 1, 1, 2]  # the bond, the mark, the waiting signal, both passwords

    network.php(f"{ADMIN} deactivate_plugins('wederwoord/wederwoord.php', false, true);")
    until(lambda: [one.state for one in found(desk, network)] == [installs.InstallState.SUSPENDED] * 2)
    network.php(
        f"{ADMIN} deactivate_plugins('wederwoord/wederwoord.php'); uninstall_plugin('wederwoord/wederwoord.php');"
    )
    assert [one.state for one in found(desk, network)] == [installs.InstallState.UNINSTALLED] * 2
    assert [one.secrets for one in found(desk, network)] == [None, None]
    for path in SITES:
        assert network.php(LEFT, site=path) == [0, 0, 0, 0], path
