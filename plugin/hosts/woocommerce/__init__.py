"""WooCommerce: the desk in WordPress' admin, by a small plugin of ours or one click without it."""
