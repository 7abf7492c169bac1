<?php
/**
 * Telling the desk that a review is new or has changed: ids only, signed, sent outside the customer's request.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

/**
 * Hears what happens to reviews and passes it on.
 */
class Wederwoord_Signals {

	const SEND  = 'wederwoord_send_signal';
	const GROUP = 'wederwoord';
	const TRIES = 6; // After 1, 2, 4, 8 and 16 minutes; then the desk finds out by itself, at its next look.

	/**
	 * Tell WordPress.
	 */
	public static function hook() {
		// WooCommerce stores the stars at priority 1 of comment_post.
		add_action( 'comment_post', array( __CLASS__, 'written' ), 20 );
		add_action( 'edit_comment', array( __CLASS__, 'changed' ), 20 );
		add_action( 'deleted_comment', array( __CLASS__, 'deleted' ), 20, 2 );
		add_action(
			'transition_comment_status',
			static function ( $to, $from, $comment ) {
				if ( $to !== $from ) {
					self::note( $comment, 'review.changed' );
				}
			},
			20,
			3
		);
		add_action(
			'woocommerce_rest_insert_product_review',
			static function ( $review ) {
				self::note( $review, 'review.changed' );
			},
			20
		);
		add_action(
			'rest_after_insert_comment',
			static function ( $comment ) {
				self::note( $comment, 'review.changed' );
			},
			20
		);
		add_action( self::SEND, array( __CLASS__, 'send' ), 10, 4 );
	}

	/**
	 * A comment was written.
	 *
	 * @param int $id Its id.
	 */
	public static function written( $id ) {
		self::note( get_comment( $id ), 'review.created' );
	}

	/**
	 * A comment was edited.
	 *
	 * @param int $id Its id.
	 */
	public static function changed( $id ) {
		self::note( get_comment( $id ), 'review.changed' );
	}

	/**
	 * A comment was deleted for good.
	 *
	 * @param int        $id      Its id.
	 * @param WP_Comment $comment What it was.
	 */
	public static function deleted( $id, $comment = null ) {
		self::note( $comment, 'review.removed' );
	}

	/**
	 * Queue a signal where it is about a review or an answer to one.
	 *
	 * @param WP_Comment|null $comment The comment.
	 * @param string          $event   What happened.
	 */
	private static function note( $comment, $event ) {
		if ( ! $comment instanceof WP_Comment || ! Wederwoord_Connection::is_connected() || 'product' !== get_post_type( (int) $comment->comment_post_ID ) ) {
			return;
		}
		$parent = (int) $comment->comment_parent;
		if ( $parent ) {
			self::queue( 'review.changed', $parent );
		} elseif ( 'review' === $comment->comment_type ) {
			self::queue( $event, (int) $comment->comment_ID );
		}
	}

	/**
	 * Queue: Action Scheduler where WooCommerce brings it, else WordPress' own clock.
	 *
	 * @param string $event  What happened.
	 * @param int    $review The review's id.
	 * @param string $id     The signal's own id, the same at every try.
	 * @param int    $tries  How many tries there were.
	 */
	private static function queue( $event, $review, $id = '', $tries = 0 ) {
		$given = array( $event, $review, $id ? $id : wp_generate_uuid4(), $tries );
		$when  = $tries ? time() + MINUTE_IN_SECONDS * ( 2 ** ( $tries - 1 ) ) : time();
		if ( ! function_exists( 'as_enqueue_async_action' ) ) {
			wp_schedule_single_event( $when, self::SEND, $given );
		} elseif ( $tries ) {
			as_schedule_single_action( $when, self::SEND, $given, self::GROUP );
		} else {
			as_enqueue_async_action( self::SEND, $given, self::GROUP );
		}
	}

	/**
	 * Send one; queue it again where the desk did not take it.
	 *
	 * @param string $event  What happened.
	 * @param int    $review The review's id.
	 * @param string $id     The signal's own id.
	 * @param int    $tries  How many tries there were.
	 */
	public static function send( $event, $review, $id, $tries ) {
		if ( Wederwoord_Connection::is_connected() && ! self::deliver( $event, $id, array( 'review_id' => (int) $review ) ) && $tries + 1 < self::TRIES ) {
			self::queue( $event, $review, $id, $tries + 1 );
		}
	}

	/**
	 * The plugin is switched off: the desk stops by itself, and keeps everything for when it is switched on again.
	 *
	 * @param bool $network_wide Whether it is switched off on every site of a network at once.
	 */
	public static function say_deactivated( $network_wide = false ) {
		if ( $network_wide ) {
			Wederwoord_Connection::on_each_site( array( __CLASS__, 'say_deactivated' ) );
		} elseif ( Wederwoord_Connection::is_connected() ) {
			self::deliver( 'plugin.deactivated', wp_generate_uuid4(), array(), 5 );
		}
	}

	/**
	 * One signed call.
	 *
	 * @param string $event   What happened.
	 * @param string $id      The signal's own id.
	 * @param array  $details Ids.
	 * @param int    $timeout Seconds.
	 * @return bool Whether the desk took it.
	 */
	public static function deliver( $event, $id, array $details, $timeout = 15 ) {
		$now    = (string) time();
		$body   = wp_json_encode(
			array_merge(
				array(
					'id'    => $id,
					'event' => $event,
				),
				$details
			)
		);
		$answer = wp_remote_post(
			Wederwoord_Connection::desk( 'signal' ),
			array(
				'timeout'     => $timeout,
				'redirection' => 0,
				'headers'     => array(
					'Content-Type'           => 'application/json',
					'X-Wederwoord-Shop'      => home_url(),
					'X-Wederwoord-Timestamp' => $now,
					'X-Wederwoord-Signature' => 'v1=' . Wederwoord_Connection::sign( $now . '.' . $body ),
				),
				'body'        => $body,
			)
		);
		$code   = is_wp_error( $answer ) ? 0 : wp_remote_retrieve_response_code( $answer );
		return $code >= 200 && $code < 300;
	}
}
