"""The vectors of the contract's §3.3: made by the platform's own code, accepted by its SDKs. Copied to the byte."""

APP_SECRET, APP_NAME = "app-secret-0123456789", "ReplyAssistant"
SHOP_ID, SHOP_URL = "KIPf0Fz6BUkN", "https://shop.example.test"
OLD, NEW = "OLD-shop-secret-" + "a" * 56, "NEW-shop-secret-" + "b" * 56

REGISTER = b"shop-id=KIPf0Fz6BUkN&shop-url=https://shop.example.test&timestamp=1763791200"
REGISTER_BY_APP = "fbd3da332aaa7252b2b46a177dc0cc096dae0e7449d602eef5100b0fc4306b56"
REGISTER_BY_OLD = "b12f1c69f396b26261cf08c8dd68c2632b590dfab8cd67e21c728bc5a28a5a33"
REGISTER_BY_NEW = "de6cda617a56a0e611536426ef90a621150bb0571ad4b70dc19e0d459f3a4dd3"
PROOF = "d48cb7001896132f53e0d3541df6c968aa63b8c3c3bbbf1d9f06efba8aa578c6"
ODD = b"region=eu&shop-id=KIPf0Fz6BUkN&shop-url=https://shop.example.test/sub%20path/%C3%BC?x%3D1&timestamp=1763791200"
ODD_BY_APP = "0071cbd4d1acef8f62d102d3f722300659dc10cdb7d7f51d3e515744433906b5"

CONFIRM = (
    rb'{"apiKey":"SWIARXBSDJRWEMJONFK2OHBNWA","secretKey":"Q1QyaUg3ZHpn","timestamp":"1763791201",'
    rb'"shopUrl":"https:\/\/shop.example.test","shopId":"KIPf0Fz6BUkN"}'
)
CONFIRM_BY_NEW = "bd705f27fdac1acea39ab826f396c55c5c885d8220a6fe65f49753e494b8a5c3"
CONFIRM_BY_OLD = "48d9d751cd46cc936a66eb01854e900be3bdc953850be3f03964e1d05ecbadf1"

HOOK = (
    rb'{"data":{"payload":[],"event":"app.deleted"},"source":{"url":"https:\/\/shop.example.test",'
    rb'"eventId":"7b04ebe416db4ebc93de4d791325e1d9","appVersion":"1.0.0","shopId":"KIPf0Fz6BUkN"},'
    rb'"timestamp":1763791202}'
)
HOOK_BY_NEW = "993aa89c2c15ac45e31f1bb3b04f4f07541fb16fa14224e1a2450d4d8a066264"

MODULE = (
    b"shop-id=KIPf0Fz6BUkN&shop-url=https://shop.example.test&timestamp=1763791203&sw-version=6.7.13.0"
    b"&sw-context-language=2fbb5fe2e29a4d70aa5854ce7ce3e20b&sw-user-language=de-DE"
)
MODULE_BY_NEW = "549ad8be961799adbb9dcd3512af831072d16351ba818e81938b2d0f7f83dc4e"

RESPONSE = b'{"actionType":"notification","payload":{"status":"success","message":"ok"}}'
RESPONSE_BY_NEW = "8a760011518e3a1e5404c8f45b2c2f910d670dcfb08bec60d0bbd60a2bd949c7"

# name, message, key, signature: each signed by the platform, each to be made and accepted by us
TABLE = (
    ("register, app secret", REGISTER, APP_SECRET, REGISTER_BY_APP),
    ("register again, shop secret OLD", REGISTER, OLD, REGISTER_BY_OLD),
    ("register again, shop secret NEW", REGISTER, NEW, REGISTER_BY_NEW),
    ("proof, app secret", f"{SHOP_ID}{SHOP_URL}{APP_NAME}".encode(), APP_SECRET, PROOF),
    ("odd register query, app secret", ODD, APP_SECRET, ODD_BY_APP),
    ("confirm, NEW", CONFIRM, NEW, CONFIRM_BY_NEW),
    ("confirm, previous, OLD", CONFIRM, OLD, CONFIRM_BY_OLD),
    ("webhook app.deleted, NEW", HOOK, NEW, HOOK_BY_NEW),
    ("module query, NEW", MODULE, NEW, MODULE_BY_NEW),
    ("our response, NEW", RESPONSE, NEW, RESPONSE_BY_NEW),
)
