<?php
/**
 * What our plugin and connector need of WooCommerce, which no Debian package brings: the post type "product", the right to
 * run a shop, and reading reviews at wc/v3 in the shape of contract woocommerce §2. WordPress does everything else itself.
 */

add_action(
	'init',
	function () {
		register_post_type( 'product', array( 'public' => true, 'show_in_rest' => true, 'supports' => array( 'title', 'comments' ) ) );
		$role = get_role( 'administrator' ); // None while WordPress is being installed.
		if ( $role ) {
			$role->add_cap( 'manage_woocommerce' );
		}
	}
);

// The desk of a test is on loopback, and the site on plain http.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', fn( $ports ) => range( 1024, 65535 ) );
add_filter( 'wp_is_application_passwords_available', '__return_true' );

function like_woocommerce_review( WP_Comment $comment ) {
	return array(
		'id'                => (int) $comment->comment_ID,
		'date_created_gmt'  => mysql_to_rfc3339( $comment->comment_date_gmt ),
		'product_id'        => (int) $comment->comment_post_ID,
		'product_name'      => get_the_title( $comment->comment_post_ID ),
		'product_permalink' => get_permalink( $comment->comment_post_ID ),
		'status'            => wp_get_comment_status( $comment ),
		'reviewer'          => $comment->comment_author,
		'review'            => wpautop( $comment->comment_content ),
		'rating'            => (int) get_comment_meta( $comment->comment_ID, 'rating', true ),
		'verified'          => false,
	);
}

add_action(
	'rest_api_init',
	function () {
		$may = fn() => current_user_can( 'moderate_comments' ) ? true : new WP_Error( 'woocommerce_rest_cannot_view', 'Nee.', array( 'status' => 401 ) );
		register_rest_route(
			'wc/v3',
			'/products/reviews',
			array(
				'methods'             => 'GET',
				'permission_callback' => $may,
				'callback'            => function ( $request ) {
					$wanted = array( 'type' => 'review', 'status' => $request['status'] ? $request['status'] : 'approve', 'orderby' => 'comment_ID', 'order' => 'ASC' );
					if ( $request['include'] ) {
						$wanted['comment__in'] = wp_parse_id_list( $request['include'] );
					}
					$all    = get_comments( $wanted );
					$answer = new WP_REST_Response( array_map( 'like_woocommerce_review', array_slice( $all, (int) $request['offset'], (int) ( $request['per_page'] ? $request['per_page'] : 10 ) ) ) );
					$answer->header( 'X-WP-Total', count( $all ) );
					return $answer;
				},
			)
		);
		register_rest_route(
			'wc/v3',
			'/products/reviews/(?P<id>\d+)',
			array(
				'methods'             => 'GET',
				'permission_callback' => $may,
				'callback'            => function ( $request ) {
					$comment = get_comment( (int) $request['id'] );
					return $comment && 'review' === $comment->comment_type ? like_woocommerce_review( $comment ) : new WP_Error( 'woocommerce_rest_review_invalid_id', 'Nee.', array( 'status' => 404 ) );
				},
			)
		);
	}
);
