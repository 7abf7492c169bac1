"""The WooCommerce host: its plugin runs on a real WordPress where PHP, MariaDB and WordPress are installed."""
