"""Every built-in connector against the contract's own tests."""

from connectors.testing.contract_tests import contract_tests
from connectors.testing.woocommerce_harness import WooCommerceHarness


class TestWooCommerce(contract_tests(WooCommerceHarness)):
    pass
