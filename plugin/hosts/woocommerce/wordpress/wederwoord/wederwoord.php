<?php
/**
 * Plugin Name:       Wederwoord
 * Description:       The reply desk for your shop's reviews: drafts that are checked, published when you approve.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Requires Plugins:  woocommerce
 * Author:            Wederwoord
 * License:           MIT
 * Text Domain:       wederwoord
 * Domain Path:       /languages
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

define( 'WEDERWOORD_VERSION', '0.1.0' );
define( 'WEDERWOORD_FILE', __FILE__ );

require_once __DIR__ . '/address.php';
require_once __DIR__ . '/includes/class-wederwoord-connection.php';
require_once __DIR__ . '/includes/class-wederwoord-launch.php';
require_once __DIR__ . '/includes/class-wederwoord-admin-page.php';
require_once __DIR__ . '/includes/class-wederwoord-replies.php';
require_once __DIR__ . '/includes/class-wederwoord-rest.php';
require_once __DIR__ . '/includes/class-wederwoord-signals.php';

add_action(
	'init',
	static function () {
		load_plugin_textdomain( 'wederwoord', false, dirname( plugin_basename( WEDERWOORD_FILE ) ) . '/languages' );
	}
);

Wederwoord_Admin_Page::hook();
Wederwoord_Rest::hook();
Wederwoord_Signals::hook();

register_deactivation_hook( WEDERWOORD_FILE, array( 'Wederwoord_Signals', 'say_deactivated' ) );
