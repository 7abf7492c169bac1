<?php
/**
 * Replies under reviews, each made exactly once by its key.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

/**
 * Makes, finds and takes back replies.
 */
class Wederwoord_Replies {

	const KEY  = '_wederwoord_key';
	const WAIT = 10; // Seconds that a second call with the same review waits for the first.

	/**
	 * Make a reply, or give the one that this key made before.
	 *
	 * @param WP_Comment $review The review.
	 * @param string     $text   Plain text.
	 * @param string     $key    The approval's key.
	 * @return array|WP_Error array( WP_Comment, bool created ).
	 */
	public static function once( WP_Comment $review, $text, $key ) {
		global $wpdb;
		$lock = 'wederwoord_' . substr( md5( $wpdb->prefix . $review->comment_ID ), 0, 20 );
		if ( '1' !== $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, %d)', $lock, self::WAIT ) ) ) { // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a lock is no data.
			return new WP_Error( 'wederwoord_busy', 'Another reply to this review is being made.', array( 'status' => 409 ) );
		}
		try {
			$made = self::made_with( $review, $key );
			return $made ? array( $made, false ) : self::make( $review, $text, $key );
		} finally {
			$wpdb->query( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', $lock ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- as above.
		}
	}

	/**
	 * The reply that a key made, in whatever state.
	 *
	 * @param WP_Comment $review The review.
	 * @param string     $key    The approval's key.
	 * @return WP_Comment|null
	 */
	public static function made_with( WP_Comment $review, $key ) {
		foreach ( array( 'all', 'spam', 'trash' ) as $status ) {
			$found = get_comments(
				array(
					'parent'     => $review->comment_ID,
					'status'     => $status,
					'meta_key'   => self::KEY, // phpcs:ignore WordPress.DB.SlowDBQuery -- among the few replies of one review.
					'meta_value' => $key, // phpcs:ignore WordPress.DB.SlowDBQuery -- as above.
					'number'     => 1,
				)
			);
			if ( $found ) {
				return $found[0];
			}
		}
		return null;
	}

	/**
	 * Write it. The text is escaped here, whatever its sender may write elsewhere.
	 *
	 * @param WP_Comment $review The review.
	 * @param string     $text   Plain text.
	 * @param string     $key    The approval's key.
	 * @return array|WP_Error
	 */
	private static function make( WP_Comment $review, $text, $key ) {
		$user = wp_get_current_user();
		$id   = wp_insert_comment(
			wp_slash(
				array(
					'comment_post_ID'      => (int) $review->comment_post_ID,
					'comment_parent'       => (int) $review->comment_ID,
					'comment_content'      => esc_html( $text ),
					'comment_type'         => 'comment',
					'comment_approved'     => 1,
					'user_id'              => $user->ID,
					'comment_author'       => $user->display_name,
					'comment_author_email' => $user->user_email,
					'comment_agent'        => 'Wederwoord/1 reply=' . $key,
					'comment_meta'         => array( self::KEY => $key ),
				)
			)
		);
		if ( ! $id ) {
			return new WP_Error( 'wederwoord_not_saved', 'The reply could not be saved.', array( 'status' => 500 ) );
		}
		return array( get_comment( $id ), true );
	}
}
