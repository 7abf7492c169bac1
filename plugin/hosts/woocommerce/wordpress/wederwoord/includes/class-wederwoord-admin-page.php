<?php
/**
 * The desk in the admin's own menu.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

/**
 * One page: the desk in a frame, or the button that connects it.
 */
class Wederwoord_Admin_Page {

	const SLUG       = 'wederwoord';
	const CAPABILITY = 'moderate_comments';
	const CONNECTS   = 'wederwoord_connect';

	/**
	 * Tell WordPress.
	 */
	public static function hook() {
		add_action( 'admin_menu', array( __CLASS__, 'add_to_menu' ) );
		add_action( 'admin_post_' . self::CONNECTS, array( __CLASS__, 'connect' ) );
		add_action( 'admin_enqueue_scripts', array( __CLASS__, 'make_room' ) );
	}

	/**
	 * Give the frame the whole page, from the admin's bar to the bottom. The admin's footer would lie over the desk's buttons.
	 *
	 * @param string $page Which page of the admin this is.
	 */
	public static function make_room( $page ) {
		if ( 'toplevel_page_' . self::SLUG === $page && Wederwoord_Connection::is_connected() ) {
			wp_add_inline_style(
				'common',
				'#wpcontent,.auto-fold #wpcontent{padding-left:0}#wpbody-content{padding-bottom:0}#wpfooter{display:none}'
				. '#wederwoord{display:block;border:0;width:100%;height:calc(100vh - var(--wp-admin--admin-bar--height,32px))}'
			);
		}
	}

	/**
	 * The menu item.
	 */
	public static function add_to_menu() {
		add_menu_page( 'Wederwoord', 'Wederwoord', self::CAPABILITY, self::SLUG, array( __CLASS__, 'show' ), 'dashicons-format-chat', 56 );
	}

	/**
	 * Connect after a click. Only who runs the site may, and only from our own page.
	 */
	public static function connect() {
		check_admin_referer( self::CONNECTS );
		if ( ! self::may_connect() ) {
			wp_die( esc_html__( 'You may not connect this shop.', 'wederwoord' ), 403 );
		}
		$done = Wederwoord_Connection::connect( wp_get_current_user() );
		if ( is_wp_error( $done ) ) {
			set_transient( Wederwoord_Connection::PROBLEM . get_current_user_id(), $done->get_error_message(), MINUTE_IN_SECONDS );
		}
		wp_safe_redirect( admin_url( 'admin.php?page=' . self::SLUG ) );
		exit;
	}

	/**
	 * Whether this person may connect the shop.
	 *
	 * @return bool
	 */
	private static function may_connect() {
		return current_user_can( 'manage_woocommerce' ) || current_user_can( 'manage_options' );
	}

	/**
	 * The page.
	 */
	public static function show() {
		if ( ! WEDERWOORD_ADDRESS ) {
			self::say( __( 'This plugin was built without the address of a desk. Build it again with: wederwoord host woocommerce build', 'wederwoord' ) );
		} elseif ( Wederwoord_Connection::is_connected() ) {
			self::show_desk();
		} else {
			self::show_button();
		}
	}

	/**
	 * The desk in its frame. The address is good once, so a reload of this page makes a new one.
	 */
	private static function show_desk() {
		printf(
			'<iframe id="wederwoord" title="Wederwoord" src="%s" referrerpolicy="no-referrer" allow="clipboard-write"></iframe>',
			esc_url( Wederwoord_Launch::address( wp_get_current_user() ) )
		);
	}

	/**
	 * The way in.
	 */
	private static function show_button() {
		$problem = get_transient( Wederwoord_Connection::PROBLEM . get_current_user_id() );
		if ( $problem ) {
			delete_transient( Wederwoord_Connection::PROBLEM . get_current_user_id() );
			self::say( $problem );
		}
		echo '<div class="wrap"><h1>Wederwoord</h1><div class="card">';
		if ( ! self::may_connect() ) {
			echo '<p>' . esc_html__( 'Ask whoever runs this shop to connect it.', 'wederwoord' ) . '</p></div></div>';
			return;
		}
		echo '<p>' . esc_html__( 'Your reviews get a checked draft of a reply. Nothing is published until you approve it.', 'wederwoord' ) . '</p>';
		/* translators: %s: the host name of the desk. */
		echo '<p>' . esc_html( sprintf( __( 'Connecting lets %s read the shop\'s reviews and place the replies you approve, in your name. You can take that back here or under Users, Profile.', 'wederwoord' ), wp_parse_url( WEDERWOORD_ADDRESS, PHP_URL_HOST ) ) ) . '</p>';
		echo '<form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '">';
		echo '<input type="hidden" name="action" value="' . esc_attr( self::CONNECTS ) . '">';
		wp_nonce_field( self::CONNECTS );
		submit_button( __( 'Connect this shop', 'wederwoord' ) );
		echo '</form></div></div>';
	}

	/**
	 * A notice.
	 *
	 * @param string $text What to say.
	 */
	private static function say( $text ) {
		echo '<div class="notice notice-error"><p>' . esc_html( $text ) . '</p></div>';
	}
}
