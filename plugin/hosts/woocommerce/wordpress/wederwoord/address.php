<?php
/**
 * Where the desk is. `wederwoord host woocommerce build` writes this file; wp-config.php may define it first.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

if ( ! defined( 'WEDERWOORD_ADDRESS' ) ) {
	define( 'WEDERWOORD_ADDRESS', '' );
}
