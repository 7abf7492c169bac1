"""A real WordPress for one test run: Debian's files copied to a folder, a MariaDB and PHP's own web server on loopback.

WooCommerce itself is in no Debian package; ``like_woocommerce.php`` stands in for the little that we need of it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import textwrap
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests

DEBIAN = Path("/usr/share/wordpress")
PLUGIN = Path("plugin/hosts/woocommerce/wordpress/wederwoord").resolve()
LOGIN, PASSWORD = "winkelier", "een-lang-wachtwoord-1"
_PATIENCE = 60.0  # seconds until MariaDB or PHP must have answered
# PHP keeps a file for two seconds without looking again: on a fast machine it served the settings from before `become_network`.
_READ_ANEW = ("-d", "opcache.revalidate_freq=0")

_ROUTER = """<?php
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( '/' !== $path && file_exists( __DIR__ . $path ) && ! is_dir( __DIR__ . $path ) ) { return false; }
if ( is_dir( __DIR__ . $path ) && file_exists( __DIR__ . $path . '/index.php' ) ) { require __DIR__ . rtrim( $path, '/' ) . '/index.php'; return; }
require __DIR__ . '/index.php';
"""


def missing() -> str:
    """What is not on this machine, empty where all is there."""
    programs = [name for name in ("php", "mariadbd", "mariadb-install-db") if shutil.which(name) is None]
    return ", ".join(programs + ([] if DEBIAN.is_dir() else ["wordpress"]))


class WordPressSite:
    """Runs until ``stop``. ``desk`` and ``key`` are what the plugin is built with; ``beside`` are folders of other plugins."""

    def __init__(self, folder: Path, *, desk: str, key: str, beside: Sequence[Path] = ()) -> None:
        self.folder, self.root, self.desk, self.key = folder, folder / "site", desk, key
        self._beside = tuple(beside)
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._socket = folder / "db.sock"
        self._running: list[subprocess.Popen[bytes]] = []
        self._start_database()
        self._lay_out()
        self._install()
        self._serve()

    def stop(self) -> None:
        for process in reversed(self._running):
            os.killpg(process.pid, signal.SIGTERM)  # PHP's workers are processes of their own, and outlive the first
            process.wait(30)

    def php(self, code: str, *, site: str = "/") -> Any:
        """Run PHP inside WordPress, in a network at the site with this path; gives what it echoes as JSON, or None."""
        script = (
            f"$_SERVER['HTTP_HOST'] = '127.0.0.1:{self.port}'; $_SERVER['REQUEST_URI'] = {site!r};"
            f" define('WP_USE_THEMES', false); require {str(self.root / 'wp-load.php')!r}; {code}"
        )
        done = subprocess.run(
            ["php", "-d", "display_errors=stderr", "-r", script],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        assert "Warning" not in done.stderr, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine", approved: bool = True) -> int:
        """As the storefront's form does: WooCommerce keeps the stars at priority 1 of ``comment_post``."""
        given = json.dumps({"text": text, "rating": rating, "author": author, "approved": approved})
        return int(
            self.php(
                f"""$g = json_decode({given!r}, true);
                $id = wp_insert_comment(wp_slash(['comment_post_ID' => {self.product}, 'comment_author' => $g['author'],
                  'comment_author_email' => 'klant@example.test', 'comment_content' => $g['text'], 'comment_type' => 'review',
                  'comment_approved' => $g['approved'] ? 1 : 0]));
                update_comment_meta($id, 'rating', $g['rating']);
                do_action('comment_post', $id, $g['approved'] ? 1 : 0, []);
                echo json_encode($id);"""
            )
        )

    def had_reviews(self, written: Sequence[tuple[str, int]], *, days: int) -> None:
        """Reviews of the last ``days`` from before anybody was told of them."""
        given = json.dumps([{"text": text, "rating": rating} for text, rating in written])
        self.php(
            f"""foreach (json_decode({given!r}, true) as $n => $g) {{
              $when = gmdate('Y-m-d H:i:s', time() - intdiv({days} * 86400 * $n, {len(written)}) - 3600);
              $id = wp_insert_comment(wp_slash(['comment_post_ID' => {self.product}, 'comment_author' => 'Klant ' . $n,
                'comment_author_email' => 'klant@example.test', 'comment_content' => $g['text'], 'comment_type' => 'review',
                'comment_approved' => 1, 'comment_date' => $when, 'comment_date_gmt' => $when]));
              update_comment_meta($id, 'rating', $g['rating']); }}"""
        )

    def replies(self, review_id: int) -> list[dict[str, Any]]:
        """What hangs under a review, in whatever state but the trash."""
        return self.php(f"echo json_encode(get_comments(['parent' => {review_id}, 'status' => 'all']));") or []

    def waiting(self) -> list[dict[str, Any]]:
        """The signals that wait in WordPress' own clock: event, review, id, tries and in how many seconds they are due."""
        return (
            self.php(
                "$found = []; foreach (_get_cron_array() as $t => $hooks) { foreach ($hooks['wederwoord_send_signal'] ?? [] as $e) {"
                " $found[] = array_combine(['event', 'review', 'id', 'tries'], $e['args']) + ['due' => $t - time()]; } }"
                " echo json_encode($found);"
            )
            or []
        )

    def run_waiting(self) -> None:
        """Let WordPress' own clock send what is due."""
        self.php(
            "foreach (_get_cron_array() as $t => $hooks) { foreach ($hooks as $hook => $events) { if ($hook !== 'wederwoord_send_signal') continue;"
            " foreach ($events as $e) { wp_unschedule_event($t, $hook, $e['args']); do_action_ref_array($hook, $e['args']); } } }"
        )

    def become_network(self, *paths: str) -> None:
        """Make it the first site of a network, with further ones at these paths, as Tools, Network Setup does."""
        at = f"127.0.0.1:{self.port}"
        self.php(
            "define('WP_INSTALLING_NETWORK', true); require_once ABSPATH . 'wp-admin/includes/upgrade.php';"
            " foreach ($wpdb->tables('ms_global') as $name => $table) { $wpdb->$name = $table; } install_network();"
            f" $made = populate_network(1, {at!r}, 'winkel@example.test', 'Netwerk', '/', false);"
            " if (is_wp_error($made)) { fwrite(STDERR, 'Warning: ' . $made->get_error_message()); }"
        )
        config = self.root / "wp-config.php"
        alone = f"define('WP_HOME', '{self.address}'); define('WP_SITEURL', '{self.address}');"
        together = (
            "define('MULTISITE', true); define('SUBDOMAIN_INSTALL', false); define('PATH_CURRENT_SITE', '/');"
            f" define('DOMAIN_CURRENT_SITE', {at!r}); define('SITE_ID_CURRENT_SITE', 1); define('BLOG_ID_CURRENT_SITE', 1);"
        )
        written = config.read_text()
        assert alone in written
        config.write_text(written.replace(alone, together))
        for path in paths:
            made = self.php(  # WordPress takes the colon before a port for a slip
                "add_filter('sanitize_user', fn($made, $given) => $given, 10, 2);"
                f" $made = wpmu_create_blog({at!r}, {path!r}, 'Winkel {path.strip('/')}', 1);"
                " echo json_encode(is_wp_error($made) ? $made->get_error_message() : get_blog_details($made)->siteurl);"
            )
            assert made == f"{self.address}{path.rstrip('/')}", made
        self.php(
            "require_once ABSPATH . 'wp-admin/includes/plugin.php'; activate_plugin('wederwoord/wederwoord.php', '', true);"
        )

    def signed_in(self) -> requests.Session:
        """A browser of the shop's administrator."""
        browser = requests.Session()
        browser.trust_env = False
        browser.cookies.set("wordpress_test_cookie", "WP Cookie check")
        form = {"log": LOGIN, "pwd": PASSWORD, "wp-submit": "Log In", "testcookie": "1"}
        answer = browser.post(f"{self.address}/wp-login.php", data=form, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.text[:500]
        return browser

    def _start_database(self) -> None:
        data, passing = self.folder / "db", self.folder / "passing"
        passing.mkdir()  # a MariaDB that starts clears its folder of passing tables, another's too: never two in one
        common = ["--no-defaults", f"--datadir={data}", f"--tmpdir={passing}", "--user=root"]
        laid_out = subprocess.run(
            ["mariadb-install-db", *common, "--auth-root-authentication-method=normal"],
            check=False,
            capture_output=True,
            text=True,
        )
        assert laid_out.returncode == 0, laid_out.stdout + laid_out.stderr
        self._running.append(
            subprocess.Popen(
                [
                    "mariadbd",
                    *common,
                    f"--socket={self._socket}",
                    "--skip-networking",
                    f"--pid-file={self.folder / 'db.pid'}",
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        _until(self._socket.exists, "MariaDB did not start")
        ask = ["mariadb", f"--socket={self._socket}", "-uroot", "-e", "CREATE DATABASE IF NOT EXISTS wp"]
        _until(lambda: subprocess.run(ask, capture_output=True, check=False).returncode == 0, "MariaDB did not answer")

    def _lay_out(self) -> None:
        with suppress(
            shutil.Error
        ):  # a link that leads nowhere is left out; "ignore dangling" leaves relative ones out too
            shutil.copytree(DEBIAN, self.root, symlinks=False)
        content = self.root / "wp-content"
        for name in ("plugins", "themes", "mu-plugins", "languages"):
            (content / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(__file__).with_name("like_woocommerce.php"), content / "mu-plugins")
        for plugin in (PLUGIN, *self._beside):
            shutil.copytree(plugin, content / "plugins" / plugin.name)
        theme = content / "themes" / "bare"
        theme.mkdir()
        (theme / "style.css").write_text("/* Theme Name: Bare */")
        (theme / "index.php").write_text("<?php wp_head(); the_title(); comments_template(); wp_footer();")
        (self.root / "router.php").write_text(_ROUTER)
        config = self.root / "wp-config.php"
        config.unlink(missing_ok=True)
        config.write_text(
            textwrap.dedent(f"""\
                <?php
                define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
                define('DB_HOST', 'localhost:{self._socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
                $table_prefix = 'wp_';
                define('WP_DEBUG', true); define('WP_DEBUG_DISPLAY', false); define('WP_DEBUG_LOG', {str(self.folder / "debug.log")!r});
                define('DISABLE_WP_CRON', true); define('WP_ENVIRONMENT_TYPE', 'local'); define('WP_DEFAULT_THEME', 'bare');
                define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
                define('AUTOMATIC_UPDATER_DISABLED', true);
                define('WP_HOME', '{self.address}'); define('WP_SITEURL', '{self.address}');
                define('WEDERWOORD_ADDRESS', '{self.desk}'); define('WEDERWOORD_KEY', '{self.key}');
                if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
                require_once ABSPATH . 'wp-settings.php';
                """)
        )

    def _install(self) -> None:
        installed = (
            f"define('WP_INSTALLING', true); $_SERVER['HTTP_HOST'] = '127.0.0.1:{self.port}'; require {str(self.root / 'wp-load.php')!r};"
            " require_once ABSPATH . 'wp-admin/includes/upgrade.php'; add_filter('pre_wp_mail', '__return_true');"
            f" wp_install('Fietsenhuis De Linde', {LOGIN!r}, 'winkel@example.test', true, '', {PASSWORD!r});"
        )
        done = subprocess.run(["php", "-r", installed], capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr + done.stdout
        others = "".join(f" activate_plugin('{plugin.name}/{plugin.name}.php');" for plugin in self._beside)
        self.product = int(
            self.php(
                "require_once ABSPATH . 'wp-admin/includes/plugin.php'; update_option('permalink_structure', '/%postname%/'); update_option('show_avatars', 0);"
                " flush_rewrite_rules();"
                f"{others} activate_plugin('wederwoord/wederwoord.php');"
                " echo json_encode(wp_insert_post(['post_type' => 'product', 'post_title' => 'Fietstas Hafen 20L', 'post_status' => 'publish', 'comment_status' => 'open']));"
            )
        )

    def _serve(self) -> None:
        self._running.append(
            subprocess.Popen(
                [
                    "php",
                    *_READ_ANEW,
                    "-S",
                    f"127.0.0.1:{self.port}",
                    "-t",
                    str(self.root),
                    str(self.root / "router.php"),
                ],
                env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4"},  # the desk calls back while it is being called
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        _until(self._answers, "PHP's web server did not answer")

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/wp-json/", timeout=10).ok
        except requests.RequestException:
            return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until(condition: Any, otherwise: str) -> None:
    give_up = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < give_up, otherwise
        time.sleep(0.05)
