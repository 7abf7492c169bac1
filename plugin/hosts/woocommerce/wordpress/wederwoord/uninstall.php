<?php
/**
 * Gone without a trace: the desk is told, its password revoked, our options, marks and waiting signals removed.
 * Replies that were published stay: they are the shop's own words.
 *
 * @package Wederwoord
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/address.php';
require_once __DIR__ . '/includes/class-wederwoord-connection.php';
require_once __DIR__ . '/includes/class-wederwoord-signals.php';
require_once __DIR__ . '/includes/class-wederwoord-replies.php';

/**
 * Leave one site: in a network each has a bond, marks and waiting signals of its own.
 */
function wederwoord_leave_site() {
	$known = (bool) Wederwoord_Connection::kept();
	if ( Wederwoord_Connection::is_connected() && WEDERWOORD_ADDRESS ) {
		Wederwoord_Signals::deliver( 'plugin.uninstalled', wp_generate_uuid4(), array(), 5 );
	}
	Wederwoord_Connection::forget();
	delete_metadata( 'comment', 0, Wederwoord_Replies::KEY, '', true );
	wp_unschedule_hook( Wederwoord_Signals::SEND );
	if ( $known && function_exists( 'as_unschedule_all_actions' ) ) {
		as_unschedule_all_actions( Wederwoord_Signals::SEND );
	}
}

Wederwoord_Connection::on_each_site( 'wederwoord_leave_site' );
