"""The same requests to us and to Shopware's own app server SDK: the verdicts agree, except where the contract says that the
SDK errs or is lenient (§2.2, §2.3), and there it is said which and why. And the SDK's client against our fake shop.
"""

import json
import time

import pytest

from connectors.shopware import criteria
from plugin.hosts.shopware import hooks, queries
from plugin.hosts.shopware.signatures import signed_part, verify, verify_query
from tests.hosts.shopware import vectors as v
from tests.hosts.shopware.peers import Peer, installed
from tests.hosts.shopware.shop_side import APP_NAME, APP_SECRET, as_php, hmac_of
from tests.hosts.shopware.test_vectors import MODULE_URL, re_encoded

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("peers"))


@pytest.fixture
def peer(packages):
    made = Peer(packages)
    made("start", appName=v.APP_NAME, appSecret=v.APP_SECRET)
    yield made
    made.close()


# --- signatures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "message", "key", "signature"), v.TABLE, ids=[row[0] for row in v.TABLE])
def test_the_sdk_signs_every_vector_as_we_do(peer, name, message, key, signature):
    assert peer("sign", message=message.decode(), secret=key)["signature"] == signature


def test_the_sdk_signs_a_response_as_we_do(peer):
    assert peer("signResponse", body=v.RESPONSE.decode(), secret=v.NEW)["signature"] == v.RESPONSE_BY_NEW


SAME, SDK_ERRS = True, False
ADDRESSES = (
    ("plain", MODULE_URL, SAME),
    ("re-encoded", re_encoded(v.MODULE) + MODULE_URL[len(v.MODULE) :], SAME),
    ("tampered timestamp", MODULE_URL.replace(b"1763791203", b"1763791204"), SAME),
    ("no signature", v.MODULE, SAME),
    ("wrong signature", MODULE_URL[:-1] + b"0", SAME),
    ("something before", b"x=1&" + MODULE_URL, SAME),
    # the admin puts these behind the signature; the SDK takes them for signed and refuses the genuine address (§2.4)
    ("a tab behind", MODULE_URL + b"&tab=open", SDK_ERRS),
    ("a colour scheme behind", MODULE_URL + b"&color-scheme=dark", SDK_ERRS),
)


@pytest.mark.parametrize(("name", "url", "agree"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_a_modules_address_has_the_same_verdict_or_the_sdk_errs(peer, name, url, agree):
    peer("know", shopId=v.SHOP_ID, url=v.SHOP_URL, secret=v.NEW)
    found = signed_part(url)
    ours = found is not None and verify_query(found[0], found[1], v.NEW)
    theirs = peer("open", address=f"/shopware/panel?{url.decode()}")["status"] == 200
    assert (ours == theirs) is agree
    if not agree:
        assert ours
        assert queries.launch(found[0]).shop_id == v.SHOP_ID


REGISTRATIONS = (
    ("plain", v.REGISTER, v.REGISTER_BY_APP, SAME),
    ("re-encoded", re_encoded(v.REGISTER), v.REGISTER_BY_APP, SAME),
    ("tampered timestamp", v.REGISTER.replace(b"1763791200", b"1763791201"), v.REGISTER_BY_APP, SAME),
    ("wrong signature", v.REGISTER, v.REGISTER_BY_OLD, SAME),
    # a registration address with a query of its own, a shop address with an umlaut: the SDK rebuilds the text (§2.3)
    ("odd", v.ODD, v.ODD_BY_APP, SDK_ERRS),
)


@pytest.mark.parametrize(("name", "query", "signature", "agree"), REGISTRATIONS, ids=[row[0] for row in REGISTRATIONS])
def test_a_registration_has_the_same_verdict_or_the_sdk_errs(peer, name, query, signature, agree):
    ours = verify_query(query, signature, v.APP_SECRET)
    answer = peer("register", query=query.decode(), headers={"shopware-app-signature": signature})
    assert (ours == (answer["status"] == 200)) is agree
    if answer["status"] == 200:
        assert json.loads(answer["body"])["proof"] == v.PROOF
    if not agree:
        assert ours


@pytest.mark.parametrize("change", [b"", b" ", b"app.Deleted"])
def test_a_webhook_has_the_same_verdict(peer, change):
    peer("know", shopId=v.SHOP_ID, url=v.SHOP_URL, secret=v.NEW)
    body = v.HOOK.replace(b"app.deleted", change) if b"." in change else v.HOOK + change
    ours = verify(body, v.HOOK_BY_NEW, v.NEW)
    theirs = peer("hook", body=body.decode(), headers={"shopware-shop-signature": v.HOOK_BY_NEW})["status"] == 200
    assert ours == theirs == (body == v.HOOK)


# --- the handshake, step by step, as the contract's state machine has it ----------------------------------------------


class BothServers:
    """One shop that talks to us and to the SDK; each has its own secrets with it."""

    def __init__(self, side, peer):
        self.side, self.peer = side, peer
        self.theirs = {"secret": "", "pending": ""}

    def register(self, *, shop_key=None, tamper=False):
        """Status here and there. ``shop_key``: "current", "wrong" or None for no second signature."""
        side = self.side
        now = int(time.time())
        good, other = (f"shop-id={side.shop_id}&shop-url={side.url}&timestamp={now - n}" for n in (0, 1))
        sent = other if tamper else good

        def headers(secret):
            signed = {"shopware-app-signature": hmac_of(good, APP_SECRET)}
            if shop_key:
                signed["shopware-shop-signature"] = hmac_of(good, secret if shop_key == "current" else "wrong")
            return signed

        ours = side.client.get(f"/shopware/register?{sent}", headers=headers(side.secret))
        theirs = self.peer("register", query=sent, headers=headers(self.theirs["secret"]))
        if ours.status_code == 200:
            side.pending = ours.json["secret"]
        if theirs["status"] == 200:
            self.theirs["pending"] = json.loads(theirs["body"])["secret"]
        if ours.status_code == theirs["status"] == 200:
            assert ours.json["proof"] == json.loads(theirs["body"])["proof"]
        return ours.status_code, theirs["status"]

    def confirm(self, *, previous=False):
        body = self.side.confirm_body()

        def headers(pending, secret):
            signed = {"shopware-shop-signature": hmac_of(body, pending)}
            return {**signed, "shopware-shop-signature-previous": hmac_of(body, secret)} if previous else signed

        ours = self.side.client.post(
            "/shopware/confirm", data=body, headers=headers(self.side.pending, self.side.secret)
        )
        theirs = self.peer(
            "confirm", body=body.decode(), headers=headers(self.theirs["pending"], self.theirs["secret"])
        )
        if ours.status_code == 204:
            self.side.secret = self.side.pending
        if theirs["status"] == 204:
            self.theirs["secret"] = self.theirs["pending"]
        return ours.status_code, theirs["status"]

    def open(self, secrets=None):
        ours, theirs = secrets or (self.side.secret, self.theirs["secret"])
        here = self.side.open(key=ours).status_code
        return here, self.peer("open", address=self.side.address(key=theirs))["status"]

    def hook(self, secrets=None, **more):
        ours, theirs = secrets or (self.side.secret, self.theirs["secret"])
        body = self.side.hook_body("app.updated", **more)
        here = self.side.hook("", body=body, key=ours).status_code
        signed = {"shopware-shop-signature": hmac_of(body, theirs)}
        return here // 100, self.peer("hook", body=body.decode(), headers=signed)["status"] // 100


@pytest.fixture(params=[False, True], ids=["the SDK as it comes", "the SDK told to enforce double signatures"])
def both(request, packages, side):
    made = Peer(packages)
    made("start", appName=APP_NAME, appSecret=APP_SECRET, enforce=request.param)
    servers = BothServers(side, made)
    servers.enforced = request.param
    yield servers
    made.close()


def test_the_whole_handshake_has_the_same_verdicts_at_every_step(both):
    assert both.register(tamper=True) == (401, 401)
    assert both.register() == (200, 200)
    assert both.confirm() == (204, 204)
    assert both.open() == (200, 200)
    assert both.hook() == (2, 2)
    old = (both.side.secret, both.theirs["secret"])
    assert both.register(shop_key="wrong") == (401, 401)
    # never signed twice before: the SDK lets it pass unless it is told not to; we never do (contract §2.2)
    assert both.register() == ((401, 401) if both.enforced else (401, 200))
    assert both.register(shop_key="current") == (200, 200)
    assert both.register() == (401, 401)  # once it has signed twice it always must
    assert both.open(old) == (200, 200)  # the old secret works until the new one is confirmed
    assert both.confirm() == (401, 401)  # without the current secret's signature
    assert both.confirm(previous=True) == (204, 204)
    assert both.open() == (200, 200)
    assert both.open(old) == (200, 200)  # for a minute
    assert both.hook(old) == (2, 2)
    assert both.open(("wrong", "wrong")) == (401, 401)
    assert both.hook(("wrong", "wrong")) == (4, 4)


def test_replays_are_refused_by_us_where_the_sdk_looks_at_no_time(both):
    both.register()
    both.confirm()
    late = time.time() - hooks.LATE.total_seconds() - 60
    assert both.hook(at=late) == (4, 2)
    side = both.side
    assert side.open(at=time.time() - 400).status_code == 403
    there = both.peer("open", address=side.address(key=both.theirs["secret"], at=time.time() - 400))
    assert there["status"] == 200


# --- the SDK as a client of our fake shop -----------------------------------------------------------------------------


@pytest.fixture
def credential(shopware):
    return {"url": shopware.url, "key": shopware.api_key, "secret": shopware.secret_key}


def test_the_sdks_search_is_ours_to_the_letter_and_finds_the_same(peer, shopware, credential):
    import datetime as dt

    review = shopware.add_review("De tas lekt.", author="Joris")
    since = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    found = peer("search", since=criteria.written(since), **credential)
    assert [one["id"] for one in found["data"]] == [review.id]
    assert found["total"] == 1
    assert found["data"][0]["customer"]["firstName"] == "Joris"
    assert found["data"][0]["product"]["translated"]["name"] == "Fietstas Hafen 20L"
    assert found["data"][0]["language"]["locale"]["code"] == "nl-NL"
    asked = next(r for r in shopware.server.requests if "search" in r.target)
    ours = criteria.by_time("createdAt", since, page=1)
    assert asked.json() == json.loads(json.dumps(ours))
    assert asked.headers["sw-inheritance"] == "1"
    assert asked.headers["accept"] == "application/json"


def test_the_sdk_signs_in_and_writes_as_we_do(peer, shopware, credential):
    review = shopware.add_review("De tas lekt.")
    assert peer("write", id=review.id, body={"comment": "Dank u"}, **credential) == {"status": 204}
    assert review.comment == "Dank u"
    seen = peer("writeAndSee", id=review.id, body={"comment": "Beter"}, **credential)
    assert seen["status"] == 200
    assert seen["body"]["data"]["comment"] == "Beter"
    token = next(r for r in shopware.server.requests if "oauth" in r.target)
    assert token.json() == {
        "grant_type": "client_credentials",
        "client_id": shopware.api_key,
        "client_secret": shopware.secret_key,
    }
    assert "failed" in peer("write", id="0" * 32, body={"comment": "x"}, **credential)
    assert "failed" in peer("write", id=review.id, body={"comment": "x"}, **{**credential, "secret": "wrong"})


def test_the_sdks_notification_is_taken(peer, shopware, credential):
    notification = {"status": "info", "message": "Drie concepten", "adminOnly": False, "requiredPrivileges": []}
    assert peer("notify", notification=notification, **credential) == {}
    assert shopware.state.notifications == [notification]


def test_a_shop_that_redirects_is_refused_by_both(peer, shopware, credential):
    from connectors.contract import AskPerson
    from connectors.shopware.client import AdminApi
    from connectors.testing.faults import Fault, Kind

    redirect = Fault(Kind.REDIRECT, 302, location="http://127.0.0.1:9/", times=2)
    shopware.inject(redirect)
    assert "failed" in peer("write", id="0" * 32, body={"comment": "x"}, **credential)
    shopware.heal()
    shopware.inject(redirect)
    api = AdminApi(shopware.url, shopware.api_key, shopware.secret_key)
    with pytest.raises(AskPerson):
        api.search(criteria.newest("updatedAt"))
    api.close()


def test_php_writes_json_as_our_shop_side_does():
    assert as_php({"shopUrl": "https://shop.example.test"}) == rb'{"shopUrl":"https:\/\/shop.example.test"}'
