"""The module in the admin: which shop it is, who sits before it, and who may frame it."""

import dataclasses
import datetime as dt
import re
import time

import pytest

from plugin.hosts.shopware import people_here, pin_words, surroundings, tickets
from plugin.hosts.standalone import signing_in
from plugin.store import events, installs, people, pins, shops, sign_ins
from plugin.words import Role
from tests.hosts.shopware.conftest import sign_in, ticket_in, token_in
from tests.hosts.shopware.shop_side import ShopSide

PIN = "zomer-2026"


def frame_ancestors(page):
    return re.search(r"frame-ancestors ([^;]+)", page.headers["Content-Security-Policy"])[1]


def bearer(page, **more):
    return {"Authorization": f"Bearer {token_in(page)}", "HX-Request": "true", **more}


# --- the proof of the shop -------------------------------------------------------------------------------------------


def test_a_genuine_address_opens_the_sign_in_which_the_shop_alone_may_frame(installed):
    page = installed.open()
    assert page.status_code == 200
    assert "Sie sind hier die erste Person" in page.text
    assert frame_ancestors(page) == installed.url
    assert token_in(page) is None
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-store"


def test_the_page_speaks_the_admins_language(installed):
    assert "U bent" not in installed.open(locale="de-DE").text
    assert "U bent hier de eerste" in installed.open(locale="nl-NL").text
    assert "You are the first here" in installed.open(locale="fr-FR").text


@pytest.mark.parametrize(
    "behind", ["&tab=open", "&color-scheme=dark", "&shop-id=EVIL", "&location-id=wederwoord-review"]
)
def test_what_the_admin_puts_behind_the_signature_changes_nothing(installed, behind):
    assert installed.open(behind=behind).status_code == 200


def test_an_address_that_is_not_the_shops_shows_nothing_and_nothing_may_frame_it(installed):
    unsigned = installed.client.get(f"/shopware/panel?shop-id={installed.shop_id}")
    tampered = installed.client.get(installed.address().replace("de-DE", "nl-NL"))
    for page in (unsigned, tampered, installed.open(key="wrong"), installed.client.get("/shopware/panel")):
        assert page.status_code == 401
        assert frame_ancestors(page) == "'none'"
        assert "ticket" not in page.text


def test_an_address_of_another_shop_url_is_refused_though_it_is_signed(installed):
    assert installed.open(url="https://elsewhere.example").status_code == 401


@pytest.mark.parametrize("seconds", [-330, 330])
def test_an_old_address_opens_nothing_and_says_so_inside_the_admin(installed, seconds):
    page = installed.open(at=time.time() + seconds)
    assert page.status_code == 403
    assert "zu lange offen" in page.text
    assert frame_ancestors(page) == installed.url


def test_a_modules_address_is_none_for_the_card_and_the_other_way_round(installed):
    assert installed.open("/shopware/panel", location="wederwoord-review").status_code == 401
    assert installed.open("/shopware/sdk").status_code == 401
    assert installed.open("/shopware/sdk", location="wederwoord-review").status_code == 200


def test_an_admin_on_a_domain_of_its_own_may_frame_once_its_owner_named_it(installed, database):
    with database.session() as session:
        install = installs.find(session, "shopware", installed.shop_id)
        assert surroundings.add_origin(session, install, "https://Admin.example/admin#/x") == "https://admin.example"
        surroundings.add_origin(session, install, "https://admin.example")
    assert frame_ancestors(installed.open()) == f"{installed.url} https://admin.example"
    with database.session() as session:
        install = installs.find(session, "shopware", installed.shop_id)
        with pytest.raises(ValueError):
            surroundings.add_origin(session, install, "https://a.example; script-src *")
        surroundings.drop_origin(session, install, "https://admin.example")
    assert frame_ancestors(installed.open()) == installed.url


# --- the first owner -------------------------------------------------------------------------------------------------


def test_the_first_one_becomes_owner_and_sees_the_desk(owner, database, install_of, installed):
    assert owner.status_code == 200
    assert token_in(owner)
    inbox = installed.client.get("/inbox", headers=bearer(owner, **{"HX-Boosted": "true"}))
    assert "Sanne de Wit" in inbox.text
    assert frame_ancestors(owner) == installed.url
    shop_id = install_of(installed).shop_id
    with database.session() as session:
        (person,) = people.every(session, shop_id)
        assert (person.name, person.role) == ("Sanne de Wit", Role.OWNER)
        assert any(event.action == "person.claimed" for event in events.page(session, shop_id))


def test_replies_are_signed_by_the_first_one_from_then_on(owner, database, install_of, installed):
    with database.session() as session:
        profile = shops.profile(session, install_of(installed).shop_id)
    assert (profile.agent, profile.name) == ("Sanne de Wit", "127.0.0.1")


def test_a_signature_that_somebody_chose_stays(database, install_of, installed):
    shop_id = install_of(installed).shop_id
    with database.session() as session:
        kept = shops.profile(session, shop_id)
        shops.save_profile(session, shop_id, dataclasses.replace(kept, agent="Marit"))
    sign_in(installed.client, installed.open(), how="first", name="Sanne", pin=PIN)
    with database.session() as session:
        assert shops.profile(session, shop_id).agent == "Marit"


def test_everybody_in_the_shops_admin_learns_who_owns_the_desk(owner, shopware):
    (notice,) = shopware.state.notifications
    assert notice["status"] == "warning"
    assert "Sanne de Wit gehört nun Wederwoord" in notice["message"]
    assert notice["adminOnly"] is False


def test_a_shop_that_cannot_be_told_keeps_nobody_out(installed, shopware):
    from connectors.testing.faults import Fault, Kind

    shopware.inject(Fault(Kind.DROP_BEFORE, times=9))
    assert sign_in(installed.client, installed.open(), how="first", name="Sanne", pin=PIN).status_code == 200


def test_only_the_first_one_is_first(installed):
    page, late = installed.open(), installed.open()
    sign_in(installed.client, page, how="first", name="Sanne", pin=PIN)
    answer = sign_in(installed.client, late, how="first", name="Mallory", pin="mallorys-pin")
    assert answer.status_code == 422
    assert "war schneller" in answer.text
    assert token_in(answer) is None
    assert "erste Person" not in installed.open().text


@pytest.mark.parametrize("pin", ["", "12345", "123456", "654321", "111111", "121212", "abcdefg", "x" * 65])
def test_a_pin_that_is_guessed_at_once_is_refused(installed, pin):
    answer = sign_in(installed.client, installed.open(), how="first", name="Sanne", pin=pin)
    assert answer.status_code == 422
    assert token_in(answer) is None
    assert "erste Person" in installed.open().text


@pytest.mark.parametrize("name", ["", "   ", "San\0ne", "San\u202ene"])
def test_a_name_is_needed_and_holds_nothing_hidden(installed, name):
    assert sign_in(installed.client, installed.open(), how="first", name=name, pin=PIN).status_code == 422


# --- by PIN ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sanne(owner, database, install_of, installed):
    with database.session() as session:
        return people.every(session, install_of(installed).shop_id)[0].id


def test_the_proof_of_the_shop_alone_lets_nobody_in(installed, sanne):
    page = installed.open()
    assert token_in(page) is None
    assert "Sanne de Wit" in page.text
    for path in ("/inbox", "/shopware/card", "/policy"):
        assert installed.client.get(path).status_code in {302, 303, 401}


def test_the_right_pin_opens_the_desk_and_a_wrong_one_the_form_again(installed, sanne):
    wrong = sign_in(installed.client, installed.open(), how="pin", person=sanne, pin="winter-2026")
    assert (wrong.status_code, token_in(wrong)) == (422, None)
    assert "stimmt nicht" in wrong.text
    right = sign_in(installed.client, wrong, how="pin", person=sanne, pin=PIN)
    assert right.status_code == 200
    assert token_in(right)
    assert installed.client.get("/inbox", headers=bearer(right, **{"HX-Boosted": "true"})).status_code == 200


def test_five_wrong_tries_lock_even_the_right_pin_out(installed, sanne):
    page = installed.open()
    for _ in range(5):
        page = sign_in(installed.client, page, how="pin", person=sanne, pin="wrong-wrong")
    assert "Zu viele" in page.text
    assert sign_in(installed.client, page, how="pin", person=sanne, pin=PIN).status_code == 422
    assert sign_in(installed.client, installed.open(), how="pin", person=sanne, pin=PIN).status_code == 422


def test_nobody_learns_who_exists_by_trying(installed, sanne):
    for person in ("999999", "", "-1", "9" * 30, "x"):
        answer = sign_in(installed.client, installed.open(), how="pin", person=person, pin=PIN)
        assert answer.status_code == 422
        assert "stimmt nicht" in answer.text


def test_someone_whom_the_owner_shut_out_cannot_come_in_and_is_not_listed(installed, sanne, database, install_of):
    with database.session() as session:
        people.set_active(session, install_of(installed).shop_id, sanne, active=False)
    page = installed.open()
    assert "Sanne de Wit" not in page.text
    assert sign_in(installed.client, page, how="pin", person=sanne, pin=PIN).status_code == 422


def test_a_person_of_another_shop_cannot_come_in_here(hosted, installed, sanne):
    other = ShopSide(hosted.test_client(), shop_id="OTHER", url="https://other.example").install()
    sign_in(other.client, other.open(), how="first", name="Eva", pin="herfst-2026")
    answer = sign_in(other.client, other.open(), how="pin", person=sanne, pin=PIN)
    assert answer.status_code == 422


def test_a_pin_is_kept_stretched_only(sanne, database, tmp_path, installed, install_of):
    with database.session() as session:
        kept = pins.begin_try(session, install_of(installed).shop_id, sanne, dt.datetime.now(dt.UTC)).stretched
    assert kept.startswith("scrypt$")
    assert PIN not in kept
    assert pin_words.fits(PIN, kept)
    assert not pin_words.fits("winter-2026", kept)
    assert pin_words.stretch(PIN) != kept


# --- the ticket ------------------------------------------------------------------------------------------------------


def test_a_ticket_lets_in_once(installed, sanne):
    page = installed.open()
    assert sign_in(installed.client, page, how="pin", person=sanne, pin=PIN).status_code == 200
    again = sign_in(installed.client, page, how="pin", person=sanne, pin=PIN)
    assert (again.status_code, token_in(again)) == (422, None)


def test_a_ticket_ends_after_a_quarter_of_an_hour(installed, sanne, install_of):
    install = install_of(installed)
    old = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=16)
    ticket = tickets.issue("s" * 40, install.shop_id, install.id, language="nl", location="", now=old)
    answer = installed.client.post(
        "/shopware/sign-in", data={"ticket": ticket, "how": "pin", "person": sanne, "pin": PIN}
    )
    assert answer.status_code == 403
    assert "te lang open" in answer.text


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t[:-1] + ("1" if t[-1] == "0" else "0"),
        lambda t: "x" + t,
        lambda t: "",
        lambda t: "a.b",
        lambda t: ".",
    ],
)
def test_a_ticket_that_is_not_ours_is_none(installed, sanne, change):
    ticket = change(ticket_in(installed.open()))
    answer = installed.client.post(
        "/shopware/sign-in", data={"ticket": ticket, "how": "pin", "person": sanne, "pin": PIN}
    )
    assert answer.status_code == 401
    assert frame_ancestors(answer) == "'none'"


def test_a_ticket_of_before_the_app_was_removed_opens_nothing(installed, sanne):
    page = installed.open()
    installed.hook("app.deleted")
    assert sign_in(installed.client, page, how="pin", person=sanne, pin=PIN).status_code == 401


def test_another_sites_page_cannot_send_the_form(installed, sanne):
    answer = installed.client.post(
        "/shopware/sign-in",
        data={"ticket": ticket_in(installed.open()), "how": "pin", "person": sanne, "pin": PIN},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403


# --- by invitation ---------------------------------------------------------------------------------------------------


@pytest.fixture
def invitation(database, install_of, installed, sanne):
    with database.session() as session:
        now = dt.datetime.now(dt.UTC)
        _, code = signing_in.invite(session, install_of(installed).shop_id, name="Tom", role=Role.APPROVER, now=now)
    return code


def test_an_invitation_is_exchanged_for_a_pin_of_ones_own_once(installed, invitation):
    link = f"https://desk.example/sign-in#{invitation}"
    answer = sign_in(installed.client, installed.open(), how="code", code=link, pin="lente-2026")
    assert answer.status_code == 200
    assert "Tom" in answer.text
    page = installed.open()
    assert re.search(r"<option[^>]*>Tom</option>", page.text)
    assert sign_in(installed.client, page, how="code", code=link, pin="other-2026").status_code == 422
    tom = re.search(r'<option value="(\d+)"[^>]*>Tom', page.text)[1]
    assert sign_in(installed.client, installed.open(), how="pin", person=tom, pin="lente-2026").status_code == 200


def test_an_invitation_with_a_weak_pin_stays_good(installed, invitation):
    assert sign_in(installed.client, installed.open(), how="code", code=invitation, pin="123456").status_code == 422
    assert sign_in(installed.client, installed.open(), how="code", code=invitation, pin="lente-2026").status_code == 200


def test_another_shops_invitation_is_refused_and_stays_good_there(hosted, installed, invitation):
    other = ShopSide(hosted.test_client(), shop_id="OTHER", url="https://other.example").install()
    sign_in(other.client, other.open(), how="first", name="Eva", pin="herfst-2026")
    assert sign_in(other.client, other.open(), how="code", code=invitation, pin="lente-2026").status_code == 422
    assert sign_in(installed.client, installed.open(), how="code", code=invitation, pin="lente-2026").status_code == 200


# --- remembered ------------------------------------------------------------------------------------------------------


def remembered(installed, person):
    answer = sign_in(installed.client, installed.open(), how="pin", person=person, pin=PIN, remember="1")
    return re.search(r"wederwoord_shopware=([^;]+)", answer.headers["Set-Cookie"])[1], answer.headers["Set-Cookie"]


def test_a_browser_that_may_remembers_the_person_in_a_jar_of_this_admin_alone(installed, sanne):
    token, cookie = remembered(installed, sanne)
    for word in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/shopware"):
        assert word in cookie
    page = installed.client.get(installed.address(), headers={"Cookie": f"wederwoord_shopware={token}"})
    assert token_in(page)


def test_nothing_is_remembered_unasked(installed, sanne):
    answer = sign_in(installed.client, installed.open(), how="pin", person=sanne, pin=PIN)
    assert "Set-Cookie" not in answer.headers


def test_what_a_browser_remembers_opens_nothing_else(hosted, installed, sanne):
    token, _ = remembered(installed, sanne)
    other = ShopSide(hosted.test_client(), shop_id="OTHER", url="https://other.example").install()
    page = other.client.get(other.address(), headers={"Cookie": f"wederwoord_shopware={token}"})
    assert token_in(page) is None
    client = hosted.test_client()
    assert client.get("/inbox", headers={"Authorization": f"Bearer {token}"}).status_code in {303, 401}
    assert client.get("/inbox", headers={"Cookie": f"wederwoord_session={token}"}).status_code in {302, 303, 401}
    assert (
        installed.client.get("/shopware/panel", headers={"Cookie": f"wederwoord_shopware={token}"}).status_code == 401
    )


def test_somebody_else_before_the_screen_ends_the_session_and_what_the_browser_remembers(installed, sanne):
    token, _ = remembered(installed, sanne)
    cookie = {"Cookie": f"wederwoord_shopware={token}"}
    desk = installed.client.get(installed.address(), headers=cookie)
    inbox = installed.client.get("/inbox", headers=bearer(desk, **{"HX-Boosted": "true"}))
    assert "/shopware/leave" in inbox.text
    page = installed.client.post("/shopware/leave", headers=bearer(desk, **cookie))
    assert page.status_code == 200
    assert page.headers["HX-Push-Url"] == "false"
    assert frame_ancestors(page) == installed.url
    assert token_in(page) is None
    assert "Partitioned" in page.headers["Set-Cookie"]
    assert installed.client.get("/inbox", headers=bearer(desk)).status_code in {303, 401}
    assert token_in(installed.client.get(installed.address(), headers=cookie)) is None
    again = sign_in(installed.client, page, how="pin", person=sanne, pin=PIN)
    assert token_in(again)


def test_nobody_leaves_for_another(installed):
    assert installed.client.post("/shopware/leave").status_code == 401


def test_a_new_pin_a_removal_and_a_week_end_what_was_remembered(installed, sanne, database, install_of):
    shop_id = install_of(installed).shop_id

    def opens(token):
        page = installed.client.get(installed.address(), headers={"Cookie": f"wederwoord_shopware={token}"})
        return token_in(page) is not None

    token, _ = remembered(installed, sanne)
    with database.session() as session:
        install = installs.find(session, "shopware", installed.shop_id)
        later = dt.datetime.now(dt.UTC) + people_here.REMEMBERED_FOR + dt.timedelta(minutes=1)
        assert people_here.remembered(session, install, token, now=later) is None
        code = signing_in.create_link(session, shop_id, sanne, now=dt.datetime.now(dt.UTC))
    assert opens(token)
    sign_in(installed.client, installed.open(), how="code", code=code, pin="nieuw-2026")
    assert not opens(token)
    installed.hook("app.deleted")
    with database.session() as session:
        assert sign_ins.every(session, shop_id, dt.datetime.now(dt.UTC), kind="device") == []


# --- the card --------------------------------------------------------------------------------------------------------


def test_the_hidden_frame_tells_the_admin_where_our_card_goes_and_needs_no_person(installed):
    page = installed.open("/shopware/sdk", location="sw-main-hidden")
    assert page.status_code == 200
    assert 'data-position="sw-review-detail-comment"' in page.text
    assert 'data-location="wederwoord-review"' in page.text
    assert 'content="Mit Wederwoord antworten"' in page.text
    assert frame_ancestors(page) == installed.url
    assert installed.open("/shopware/sdk", location="sw-main-hidden", key="wrong").status_code == 401
    assert installed.open("/shopware/sdk", location="elsewhere").status_code == 401


@pytest.fixture
def carded(installed, sanne):
    """Signed in inside the card."""
    page = installed.open("/shopware/sdk", location="wederwoord-review")
    assert "?location-id=wederwoord-review" in page.text
    return sign_in(installed.client, page, location="wederwoord-review", how="pin", person=sanne, pin=PIN)


def test_the_card_is_one_document_that_asks_for_the_review_on_the_page(carded):
    assert carded.status_code == 200
    assert token_in(carded)
    assert 'data-about="sw-review-detail__review"' in carded.text
    assert 'data-reviews="/shopware/card/"' in carded.text


def test_the_card_shows_our_review_of_that_id_and_fetches_one_that_has_not_come(
    carded, installed, shopware, database, install_of, work
):
    from plugin.inbox import connecting, sync
    from plugin.store import channels

    review = shopware.add_review("De tas lekt na een week.", author="Joris")
    asked = installed.client.get(f"/shopware/card/{review.id}", headers=bearer(carded))
    assert "wird geholt" in asked.text
    assert f"/shopware/card/{review.id}?looked=1" in asked.text
    shop_id = install_of(installed).shop_id
    with database.session() as session:
        channel_id = channels.every(session, shop_id)[0].id
    sync.sync_channel(database, shop_id, channel_id, connect=connecting.connect)
    shown = installed.client.get(f"/shopware/card/{review.id}?looked=1", headers=bearer(carded))
    assert "De tas lekt na een week." in shown.text
    assert "<html" not in shown.text
    given_up = installed.client.get(f"/shopware/card/{'0' * 32}?looked=15", headers=bearer(carded))
    assert "hx-get" not in given_up.text
    other = ShopSide(installed.client, shop_id="OTHER", url="https://other.example").install()
    theirs = sign_in(other.client, other.open(), how="first", name="Eva", pin="herfst-2026")
    elsewhere = other.client.get(f"/shopware/card/{review.id}?looked=1", headers=bearer(theirs))
    assert elsewhere.status_code == 200
    assert "De tas lekt" not in elsewhere.text  # another shop's number finds nothing here


def test_the_card_shows_nothing_without_a_person_or_of_another_shop(hosted, installed, carded):
    assert installed.client.get("/shopware/card/" + "0" * 32).status_code in {302, 303, 401}
    other = ShopSide(hosted.test_client(), shop_id="OTHER", url="https://other.example").install()
    desk = sign_in(other.client, other.open(), how="first", name="Eva", pin="herfst-2026")
    assert other.client.get("/shopware/card/" + "0" * 32, headers=bearer(desk)).status_code == 200
    assert installed.client.get("/shopware/card/nonsense", headers=bearer(carded)).status_code == 200
