<?php
/**
 * What the desk may call here. The namespace begins with "wc-", so WooCommerce's own keys open it too.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

/**
 * Two routes: the proof that this site holds the secret, and the reply.
 */
class Wederwoord_Rest {

	const SPACE = 'wc-wederwoord/v1';

	/**
	 * Tell WordPress.
	 */
	public static function hook() {
		add_action( 'rest_api_init', array( __CLASS__, 'add_routes' ) );
	}

	/**
	 * The routes.
	 */
	public static function add_routes() {
		register_rest_route(
			self::SPACE,
			'/proof',
			array(
				'methods'             => 'GET',
				'callback'            => array( __CLASS__, 'prove' ),
				'permission_callback' => '__return_true', // It tells nothing that helps anybody: a signature under a purpose of its own.
				'args'                => array(
					'challenge' => array(
						'type'     => 'string',
						'required' => true,
						'pattern'  => '^[0-9a-f]{32,128}$',
					),
				),
			)
		);
		register_rest_route(
			self::SPACE,
			'/reviews/(?P<id>\d+)/reply',
			array(
				'methods'             => 'PUT',
				'callback'            => array( __CLASS__, 'reply' ),
				'permission_callback' => static function () {
					return current_user_can( 'moderate_comments' );
				},
				'args'                => array(
					'text' => array(
						'type'      => 'string',
						'required'  => true,
						'minLength' => 1,
						'maxLength' => 65525,
					),
					'key'  => array(
						'type'     => 'string',
						'required' => true,
						'pattern'  => '^[a-z0-9-]{8,64}$',
					),
				),
			)
		);
	}

	/**
	 * Show that this site holds the secret.
	 *
	 * @param WP_REST_Request $request With a challenge.
	 * @return WP_REST_Response
	 */
	public static function prove( WP_REST_Request $request ) {
		$answer = new WP_REST_Response(
			array(
				'install' => Wederwoord_Connection::install(),
				'proof'   => Wederwoord_Connection::sign( 'proof:' . $request['challenge'] ),
			)
		);
		$answer->header( 'Cache-Control', 'no-store' );
		return $answer;
	}

	/**
	 * Place a reply, exactly once by its key: 201 the first time, 200 with created false from then on. The answer has the
	 * shape of WordPress' own comments.
	 *
	 * @param WP_REST_Request $request With id, text and key.
	 * @return WP_REST_Response|WP_Error
	 */
	public static function reply( WP_REST_Request $request ) {
		$review = get_comment( (int) $request['id'] );
		if ( ! $review || 'review' !== $review->comment_type || 0 !== (int) $review->comment_parent || 'product' !== get_post_type( (int) $review->comment_post_ID ) ) {
			return new WP_Error( 'wederwoord_no_review', 'There is no such review.', array( 'status' => 404 ) );
		}
		if ( in_array( $review->comment_approved, array( 'trash', 'spam' ), true ) ) {
			return new WP_Error( 'wederwoord_review_gone', 'The review was taken away.', array( 'status' => 410 ) );
		}
		if ( '' === trim( $request['text'] ) ) {
			return new WP_Error( 'wederwoord_no_text', 'There is no text to place.', array( 'status' => 400 ) );
		}
		$done = Wederwoord_Replies::once( $review, $request['text'], $request['key'] );
		if ( is_wp_error( $done ) ) {
			return $done;
		}
		list( $reply, $created ) = $done;
		return new WP_REST_Response(
			array(
				'id'                => (int) $reply->comment_ID,
				'post'              => (int) $reply->comment_post_ID,
				'parent'            => (int) $reply->comment_parent,
				'author'            => (int) $reply->user_id,
				'author_name'       => $reply->comment_author,
				'author_user_agent' => $reply->comment_agent,
				'status'            => wp_get_comment_status( $reply ),
				'date_gmt'          => mysql_to_rfc3339( $reply->comment_date_gmt ),
				'content'           => array( 'raw' => $reply->comment_content ),
				'link'              => get_comment_link( $reply ),
				'type'              => 'comment',
				'created'           => $created,
			),
			$created ? 201 : 200
		);
	}
}
