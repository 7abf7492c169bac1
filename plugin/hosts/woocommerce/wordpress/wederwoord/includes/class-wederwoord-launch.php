<?php
/**
 * The launch token: who opens the desk, signed, good for one minute and one use.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

/**
 * Makes launch tokens.
 */
class Wederwoord_Launch {

	const SECONDS = 60;

	/**
	 * The address that the frame opens.
	 *
	 * @param WP_User $user Who opens it.
	 * @return string
	 */
	public static function address( WP_User $user ) {
		return add_query_arg(
			array(
				'shop' => rawurlencode( home_url() ),
				't'    => self::token( $user ),
			),
			Wederwoord_Connection::desk( 'launch' )
		);
	}

	/**
	 * Payload and signature: base64url(JSON) "." hex(HMAC-SHA256 of the encoded payload).
	 *
	 * @param WP_User $user Who opens it.
	 * @return string
	 */
	public static function token( WP_User $user ) {
		$now     = time();
		$payload = self::encode(
			wp_json_encode(
				array(
					'install' => Wederwoord_Connection::install(),
					'shop'    => home_url(),
					'uid'     => (string) $user->ID,
					'name'    => $user->display_name,
					'locale'  => get_user_locale( $user ),
					'origin'  => Wederwoord_Connection::origin( admin_url() ),
					'iat'     => $now,
					'exp'     => $now + self::SECONDS,
					'jti'     => wp_generate_uuid4(),
				)
			)
		);
		return $payload . '.' . Wederwoord_Connection::sign( $payload );
	}

	/**
	 * Base64 for addresses (RFC 4648 §5), without padding.
	 *
	 * @param string $text What to encode.
	 * @return string
	 */
	private static function encode( $text ) {
		return rtrim( strtr( base64_encode( $text ), '+/', '-_' ), '=' ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- the token's form, nothing is hidden.
	}
}
