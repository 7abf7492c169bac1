<?php
/**
 * Where the desk is, and the key that says who built this plugin. `wederwoord host woocommerce build` writes this file.
 *
 * @package Wederwoord
 */

defined( 'ABSPATH' ) || exit;

if ( ! defined( 'WEDERWOORD_ADDRESS' ) ) {
	define( 'WEDERWOORD_ADDRESS', '' );
}
if ( ! defined( 'WEDERWOORD_KEY' ) ) {
	define( 'WEDERWOORD_KEY', '' );
}
