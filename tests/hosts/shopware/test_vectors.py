"""Every vector of the contract, and every change to one of them that must be refused."""

import datetime as dt
from urllib.parse import quote

import pytest

from plugin.hosts.shopware import confirmations, hooks, queries, signatures
from plugin.hosts.shopware.signatures import sign, signed_part, verify, verify_query
from tests.hosts.shopware import vectors as v


@pytest.mark.parametrize(("name", "message", "key", "signature"), v.TABLE, ids=[row[0] for row in v.TABLE])
def test_every_vector_is_made_and_accepted(name, message, key, signature):
    assert sign(message, key) == signature
    assert verify(message, signature, key)


@pytest.mark.parametrize(("name", "message", "key", "signature"), v.TABLE, ids=[row[0] for row in v.TABLE])
def test_one_byte_more_less_or_other_is_refused_everywhere(name, message, key, signature):
    for changed in (message + b" ", message[:-1], b"x" + message[1:], message[:-1] + b"\0", b""):
        assert not verify(changed, signature, key)
        assert not verify_query(changed, signature, key)
    assert not verify(message, signature, key + "x")
    for other in ("", None, signature[:-1], signature.upper(), signature + "0", f" {signature}", "ü" * 64):
        assert not verify(message, other, key)
    assert not verify(message, signature, "")
    assert not verify(message, sign(message, ""), "")
    assert not verify(message, sign(message, ""), None)


def test_the_proof_is_over_the_shops_address_as_it_came():
    assert signatures.proof(v.SHOP_ID, v.SHOP_URL, v.APP_NAME, v.APP_SECRET) == v.PROOF
    assert signatures.proof(v.SHOP_ID, f"{v.SHOP_URL}/", v.APP_NAME, v.APP_SECRET) != v.PROOF


def re_encoded(query):
    return b"&".join(
        part.partition(b"=")[0] + b"=" + quote(part.partition(b"=")[2].decode(), safe="").encode()
        for part in query.split(b"&")
    )


@pytest.mark.parametrize("encoded", [False, True], ids=["as it came", "re-encoded"])
def test_a_registration_is_accepted_as_signed_and_re_encoded(encoded):
    query = re_encoded(v.REGISTER) if encoded else v.REGISTER
    assert (b"%3A%2F%2F" in query) == encoded
    assert verify_query(query, v.REGISTER_BY_APP, v.APP_SECRET)
    said = queries.registration(query)
    assert (said.shop_id, said.shop_url, said.address) == (v.SHOP_ID, v.SHOP_URL, v.SHOP_URL)
    assert said.timestamp == dt.datetime(2025, 11, 22, 6, 0, tzinfo=dt.UTC)


def test_the_odd_registration_is_accepted_which_both_sdks_refuse():
    assert verify_query(v.ODD, v.ODD_BY_APP, v.APP_SECRET)
    said = queries.registration(v.ODD)
    assert said.shop_url == "https://shop.example.test/sub path/ü?x=1"
    assert said.address == "https://shop.example.test/sub%20path/%C3%BC"


def test_keys_in_another_order_are_another_query():
    sorted_keys = b"&".join(sorted(v.MODULE.split(b"&")))
    assert sorted_keys != v.MODULE
    assert not verify_query(sorted_keys, v.MODULE_BY_NEW, v.NEW)


MODULE_URL = v.MODULE + b"&shopware-shop-signature=" + v.MODULE_BY_NEW.encode()


@pytest.mark.parametrize("behind", [b"", b"&tab=open", b"&color-scheme=dark", b"&shop-id=EVIL", b"&location-id=x"])
@pytest.mark.parametrize("encoded", [False, True], ids=["plain", "re-encoded"])
def test_a_modules_address_is_accepted_and_what_stands_behind_the_signature_is_worth_nothing(encoded, behind):
    url = (re_encoded(v.MODULE) if encoded else v.MODULE) + MODULE_URL[len(v.MODULE) :] + behind
    part, signature = signed_part(url)
    assert verify_query(part, signature, v.NEW)
    launch = queries.launch(part)
    assert (launch.shop_id, launch.locale, launch.language, launch.location) == (v.SHOP_ID, "de-DE", "de", "")
    assert (launch.version, launch.color_scheme) == ("6.7.13.0", "")


def test_a_locations_address_has_its_id_first_and_signed():
    signed = b"location-id=sw-main-hidden&" + v.MODULE
    url = signed + b"&shopware-shop-signature=" + sign(signed, v.NEW).encode()
    part, signature = signed_part(url)
    assert verify_query(part, signature, v.NEW)
    assert queries.launch(part).location == "sw-main-hidden"


@pytest.mark.parametrize(
    "url",
    [
        MODULE_URL.replace(b"1763791203", b"1763791204"),
        MODULE_URL.replace(b"shop.example.test", b"evil.example.test"),
        b"shop-id=EVIL&" + MODULE_URL,
        MODULE_URL.replace(v.MODULE_BY_NEW.encode(), v.MODULE_BY_NEW[:-1].encode() + b"0"),
        # a second signature at the end makes everything before it the signed part
        MODULE_URL + b"&shop-id=EVIL&shopware-shop-signature=" + v.MODULE_BY_NEW.encode(),
        MODULE_URL.replace(b"&shopware-shop-signature=", b"&Shopware-Shop-Signature="),
        MODULE_URL.replace(b"&timestamp=1763791203", b""),
    ],
)
def test_a_changed_address_is_refused(url):
    found = signed_part(url)
    assert found is None or not verify_query(found[0], found[1], v.NEW)


@pytest.mark.parametrize("url", [v.MODULE, b"", b"&shopware-shop-signature=" + v.MODULE_BY_NEW.encode()])
def test_an_address_without_a_signature_or_without_anything_signed_is_none(url):
    assert signed_part(url) is None


def test_the_old_secret_signs_nothing_of_the_new_one():
    assert not verify_query(v.MODULE, v.MODULE_BY_NEW, v.OLD)
    assert not verify(v.HOOK, v.HOOK_BY_NEW, v.OLD)
    assert not verify(v.CONFIRM, v.CONFIRM_BY_OLD, v.NEW)


@pytest.mark.parametrize(
    "query",
    [
        b"shop-id=A&shop-id=B&shop-url=https://a.example&timestamp=1",
        b"shop-url=https://a.example&timestamp=1",
        b"shop-id=A&timestamp=1",
        b"shop-id=A&shop-url=https://a.example",
        b"shop-id=A&shop-url=https://a.example&timestamp=abc",
        b"shop-id=A&shop-url=https://a.example&timestamp=99999999999999",
        b"shop-id=A&shop-url=https://a.example&timestamp=-5",
        b"shop-id=A&shop-url=javascript:alert(1)&timestamp=1",
        b"shop-id=A&shop-url=https://a.example;script-src *&timestamp=1",
        b"shop-id=A&shop-url=https://u:p@a.example&timestamp=1",
        b"shop-id=A&shop-url=https://a.example%0d%0aSet-Cookie:x&timestamp=1",
        b"shop-id=A%00&shop-url=https://a.example&timestamp=1",
        b"shop-id=%ff&shop-url=https://a.example&timestamp=1",
        b"shop-id=" + b"A" * 5_000 + b"&shop-url=https://a.example&timestamp=1",
    ],
)
def test_a_signed_query_that_says_nonsense_is_refused_all_the_same(query):
    with pytest.raises(queries.BadQuery):
        queries.registration(query)


def test_the_window_is_five_minutes_both_ways():
    said = queries.launch(v.MODULE).timestamp
    for seconds, fresh in ((0, True), (300, True), (301, False), (-300, True), (-301, False)):
        assert queries.is_fresh(said, said + dt.timedelta(seconds=seconds)) is fresh


def test_a_confirmation_is_read_and_shown_by_no_representation():
    said = confirmations.read(v.CONFIRM)
    assert (said.shop_id, said.api_key, said.secret_key) == (v.SHOP_ID, "SWIARXBSDJRWEMJONFK2OHBNWA", "Q1QyaUg3ZHpn")
    assert "Q1QyaUg3ZHpn" not in repr(said)
    assert "SWIARX" not in repr(said)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"null", b'{"apiKey":1,"secretKey":"s","shopId":"x"}', b"\xff", b"[" * 100_000]
)
def test_a_body_that_confirms_nothing_is_refused(body):
    with pytest.raises(confirmations.BadConfirmation):
        confirmations.read(body)


def test_a_webhook_is_read_in_both_spellings_of_its_event():
    hook = hooks.read(v.HOOK)
    assert (hook.event, hook.wish, hook.event_id) == ("app.deleted", "uninstall", "7b04ebe416db4ebc93de4d791325e1d9")
    assert (hook.shop_id, hook.app_version, hook.keeps_data) == (v.SHOP_ID, "1.0.0", None)
    assert hooks.read(v.HOOK.replace(b"app.deleted", b"app_deleted")) == hook
    kept = v.HOOK.replace(b'"payload":[]', b'"payload":{"keepUserData":false}')
    assert hooks.read(kept).keeps_data is False


@pytest.mark.parametrize("late", [hooks.LATE + dt.timedelta(seconds=1), -hooks.EARLY - dt.timedelta(seconds=1)])
def test_a_webhook_outside_its_window_is_not_fresh(late):
    hook = hooks.read(v.HOOK)
    assert hook.is_fresh(hook.timestamp)
    assert hook.is_fresh(hook.timestamp + dt.timedelta(hours=23))  # the shop's queue may repeat for long
    assert not hook.is_fresh(hook.timestamp + late)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"source":{"shopId":"x"}}',
        b'{"data":{"event":"a"},"source":{"shopId":"x"},"timestamp":"1763791202"}',
        b'{"data":{"event":"a"},"source":{"shopId":5},"timestamp":1}',
        b'{"data":{"event":"a"},"source":{"shopId":"x"},"timestamp":1e400}',
        b'{"data":[],"source":{"shopId":"x"},"timestamp":1}',
    ],
)
def test_a_body_that_is_no_webhook_is_refused(body):
    with pytest.raises(hooks.BadHook):
        hooks.read(body)
    if b'"x"' not in body:
        with pytest.raises(hooks.BadHook):
            hooks.shop_named_in(body)
