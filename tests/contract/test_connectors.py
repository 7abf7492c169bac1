"""Every built-in connector against the contract's own tests, and none forgotten."""

from connectors import registry
from connectors.testing.app_store_harness import AppStoreHarness
from connectors.testing.contract_tests import contract_tests
from connectors.testing.file_harness import FileHarness
from connectors.testing.google_business_harness import GoogleBusinessHarness
from connectors.testing.google_play_harness import GooglePlayHarness
from connectors.testing.instagram_harness import InstagramHarness
from connectors.testing.judgeme_harness import JudgeMeHarness
from connectors.testing.kiyoh_harness import KiyohHarness
from connectors.testing.okendo_harness import OkendoHarness
from connectors.testing.shopware_harness import ShopwareHarness
from connectors.testing.stamped_harness import StampedHarness
from connectors.testing.trusted_shops_harness import TrustedShopsHarness
from connectors.testing.trustpilot_harness import TrustpilotHarness
from connectors.testing.webwinkelkeur_harness import WebwinkelKeurHarness
from connectors.testing.woocommerce_harness import WooCommerceHarness
from connectors.testing.yotpo_harness import YotpoHarness

HARNESSES = (
    AppStoreHarness,
    FileHarness,
    GoogleBusinessHarness,
    GooglePlayHarness,
    InstagramHarness,
    JudgeMeHarness,
    KiyohHarness,
    OkendoHarness,
    ShopwareHarness,
    StampedHarness,
    TrustedShopsHarness,
    TrustpilotHarness,
    WebwinkelKeurHarness,
    WooCommerceHarness,
    YotpoHarness,
)


class TestFile(contract_tests(FileHarness)):
    pass


class TestKiyoh(contract_tests(KiyohHarness)):
    pass


class TestShopware(contract_tests(ShopwareHarness)):
    pass


class TestWebwinkelKeur(contract_tests(WebwinkelKeurHarness)):
    pass


class TestWooCommerce(contract_tests(WooCommerceHarness)):
    pass


class TestTrustpilot(contract_tests(TrustpilotHarness)):
    pass


class TestTrustedShops(contract_tests(TrustedShopsHarness)):
    pass


class TestGoogleBusiness(contract_tests(GoogleBusinessHarness)):
    pass


class TestJudgeMe(contract_tests(JudgeMeHarness)):
    pass


class TestGooglePlay(contract_tests(GooglePlayHarness)):
    pass


class TestAppStore(contract_tests(AppStoreHarness)):
    pass


class TestOkendo(contract_tests(OkendoHarness)):
    pass


class TestStamped(contract_tests(StampedHarness)):
    pass


class TestYotpo(contract_tests(YotpoHarness)):
    pass


class TestInstagram(contract_tests(InstagramHarness)):
    pass


def test_every_built_in_connector_is_held_to_the_contract():
    registry.use_third_party(False)
    try:
        assert set(registry.all_connectors().values()) == {harness.connector_class for harness in HARNESSES}
    finally:
        registry.use_third_party(True)
