<?php
/**
 * The bond between this shop and its desk: an id, a secret, and an application password that the desk reads with.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

/**
 * Connecting, staying connected and letting go.
 */
class Wederwoord_Connection {

	const OPTION = 'wederwoord_connection';

	/**
	 * Under this name and the user's number stands for a minute what went wrong when they pressed the button.
	 */
	const PROBLEM = 'wederwoord_problem_';

	/**
	 * How the desk names our application password, so that it can be found again.
	 */
	const APP_ID = '7c0b3c86-6d2e-4b52-9c58-5d1c1f0a9e41';

	/**
	 * What is kept: install, secret, user, password (its uuid), connected (a time).
	 *
	 * @return array
	 */
	public static function kept() {
		$kept = get_option( self::OPTION, array() );
		return is_array( $kept ) ? $kept : array();
	}

	/**
	 * Whether the desk has proved and accepted this shop.
	 *
	 * @return bool
	 */
	public static function is_connected() {
		$kept = self::kept();
		return ! empty( $kept['connected'] );
	}

	/**
	 * This installation's id, the same as long as the plugin stays.
	 *
	 * @return string
	 */
	public static function install() {
		$kept = self::kept();
		return isset( $kept['install'] ) ? $kept['install'] : '';
	}

	/**
	 * The signature of a text under the shared secret: lower-case hex of HMAC-SHA256.
	 *
	 * @param string $text What is signed.
	 * @return string Empty while there is no secret.
	 */
	public static function sign( $text ) {
		$kept = self::kept();
		return empty( $kept['secret'] ) ? '' : hash_hmac( 'sha256', $text, $kept['secret'] );
	}

	/**
	 * Make a secret and a password, and hand them to the desk, which calls back before it believes them.
	 *
	 * @param WP_User $user Who clicked; replies will be in this person's name.
	 * @return true|WP_Error
	 */
	public static function connect( WP_User $user ) {
		if ( ! wp_is_application_passwords_available_for_user( $user ) ) {
			return new WP_Error( 'wederwoord_no_passwords', __( 'Application passwords are switched off on this site. A security plugin may do that, or the site is not on https. Switch them on and try again.', 'wederwoord' ) );
		}
		self::revoke_password();
		$made = WP_Application_Passwords::create_new_application_password(
			$user->ID,
			array(
				// The names of one person's passwords are unique over all sites of a network.
				'name'   => 'Wederwoord ' . preg_replace( '#^https?://#', '', home_url() ) . ' ' . gmdate( 'Y-m-d H:i:s' ),
				'app_id' => self::APP_ID,
			)
		);
		if ( is_wp_error( $made ) ) {
			return $made;
		}
		$kept = array(
			'install'   => self::install() ? self::install() : wp_generate_uuid4(),
			'secret'    => bin2hex( random_bytes( 32 ) ),
			'user'      => $user->ID,
			'password'  => $made[1]['uuid'],
			'connected' => 0,
		);
		update_option( self::OPTION, $kept, false );
		$accepted = self::register( $user, $made[0], $kept );
		if ( is_wp_error( $accepted ) ) {
			self::revoke_password();
			return $accepted;
		}
		$kept['connected'] = time();
		update_option( self::OPTION, $kept, false );
		return true;
	}

	/**
	 * Tell the desk. It answers 201 after it has called the proof route of this very site.
	 *
	 * @param WP_User $user     Whose password it is.
	 * @param string  $password The application password, shown once.
	 * @param array   $kept     The bond.
	 * @return true|WP_Error
	 */
	private static function register( WP_User $user, $password, array $kept ) {
		$answer = wp_remote_post(
			self::desk( 'register' ),
			array(
				'timeout'     => 30,
				'redirection' => 0,
				'headers'     => array(
					'Content-Type'     => 'application/json',
					'X-Wederwoord-Key' => WEDERWOORD_KEY,
				),
				'body'        => wp_json_encode(
					array(
						'install'      => $kept['install'],
						'secret'       => $kept['secret'],
						'shop_url'     => home_url(),
						'rest_url'     => rest_url(),
						'admin_origin' => self::origin( admin_url() ),
						'shop_name'    => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
						'country'      => substr( (string) get_option( 'woocommerce_default_country', '' ), 0, 2 ),
						'locale'       => get_user_locale( $user ),
						'version'      => WEDERWOORD_VERSION,
						'uid'          => (string) $user->ID,
						'name'         => $user->display_name,
						'user'         => $user->user_login,
						'app_password' => $password,
					)
				),
			)
		);
		if ( is_wp_error( $answer ) ) {
			return new WP_Error( 'wederwoord_unreachable', __( 'The desk cannot be reached. Try again in a few minutes.', 'wederwoord' ) );
		}
		if ( 201 === wp_remote_retrieve_response_code( $answer ) ) {
			return true;
		}
		$said = json_decode( wp_remote_retrieve_body( $answer ), true );
		$why  = is_array( $said ) && isset( $said['problem'] ) && is_string( $said['problem'] ) ? $said['problem'] : '';
		return new WP_Error( 'wederwoord_refused', $why ? $why : __( 'The desk did not accept this shop.', 'wederwoord' ) );
	}

	/**
	 * An address of the desk.
	 *
	 * @param string $path What is asked for.
	 * @return string
	 */
	public static function desk( $path ) {
		return untrailingslashit( WEDERWOORD_ADDRESS ) . '/hosts/woocommerce/' . $path;
	}

	/**
	 * Scheme, host and port of an address.
	 *
	 * @param string $address A whole address.
	 * @return string
	 */
	public static function origin( $address ) {
		$parts = wp_parse_url( $address );
		return $parts['scheme'] . '://' . $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
	}

	/**
	 * Take the desk's password away.
	 */
	public static function revoke_password() {
		$kept = self::kept();
		if ( ! empty( $kept['user'] ) && ! empty( $kept['password'] ) ) {
			WP_Application_Passwords::delete_application_password( $kept['user'], $kept['password'] );
		}
	}

	/**
	 * Leave nothing behind.
	 */
	public static function forget() {
		$kept = self::kept();
		if ( ! empty( $kept['user'] ) ) {
			delete_transient( self::PROBLEM . $kept['user'] );
		}
		self::revoke_password();
		delete_option( self::OPTION );
	}

	/**
	 * Do something on every site of a network, one after the other; on this one where there is no network.
	 *
	 * @param callable $work What to do; it finds the site's own options and address.
	 */
	public static function on_each_site( callable $work ) {
		if ( ! is_multisite() ) {
			call_user_func( $work );
			return;
		}
		$sites = get_sites(
			array(
				'fields'     => 'ids',
				'network_id' => get_current_network_id(),
				'number'     => 0,
			)
		);
		foreach ( $sites as $site ) {
			switch_to_blog( $site );
			call_user_func( $work );
			restore_current_blog();
		}
	}
}
