"""A new shop's owner is led through three steps; what they say holds at once; everybody else is left in peace."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest

from connectors import registry
from connectors.contract import Health
from plugin.hosts.installing import first_profile
from plugin.hosts.sources import SOURCES
from plugin.legal_minimum import at_least, legal_minimum
from plugin.panel.example_reply import BROKEN, RETURN, example_reply
from plugin.shop import LANGUAGES, Policy, load_profile
from plugin.store import Database, batches, channels, people, setting_up, shops
from plugin.words import Role
from tests.panel import made_up
from tests.panel.conftest import Desk, SignIn
from tests.panel.made_up import Shop

CSV = "id,text,rating,author\n1,De lamp flikkert.,2,Bas\n2,Mooie lamp!,5,Noor\n"


@pytest.fixture
def new_shop(database: Database, tmp_path: Path) -> Shop:
    """A shop that has just begun: nobody set it up, and its only channel is switched off and gone."""
    made = Shop(database, "nieuw", tmp_path)
    with made.session() as session:
        setting_up.begin(session, made.id)
        session.delete(channels.get(session, made.id, made.channel_id))
    return made


def voice(**more: object) -> dict[str, object]:
    return {
        "version": "1", "agent": "Marit", "name": "De Gloed", "country": "NL", "languages": ["nl", "de"],
        "first_language": "de", "formality_nl": "u", "formality_de": "du", **more,
    }  # fmt: skip


def policy(**more: object) -> dict[str, object]:
    return {
        "version": "1", "withdrawal_days": "30", "warranty_months": "24", "reply_within_days": "2",
        "return_shipping": "shop", "contact_email": "hallo@gloed.example", **more,
    }  # fmt: skip


def setup_of(shop: Shop) -> setting_up.Setup | None:
    with shop.session() as session:
        return setting_up.of(session, shop.id)


def test_the_owner_of_a_new_shop_begins_with_setting_it_up(new_shop: Shop, app, database: Database) -> None:
    from plugin.hosts.standalone import signing_in

    def begins(role: Role) -> str:
        with database.session() as session:
            token = signing_in.create_link(session, new_shop.id, new_shop.people[role], now=dt.datetime.now(dt.UTC))
        return app.test_client().post("/sign-in", data={"code": token}).headers["Location"]

    assert begins(Role.OWNER) == "/setup"
    assert begins(Role.APPROVER) == "/inbox"


def test_a_shop_that_was_there_before_never_hears_of_it(shop: Shop, sign_in: SignIn) -> None:
    assert "/setup" not in sign_in(shop).get("/inbox").text


def test_the_inbox_says_what_is_left_until_it_is_done(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    assert 'href="/setup"' in desk.get("/inbox").text
    assert 'href="/setup"' not in sign_in(new_shop, Role.APPROVER).get("/inbox").text
    desk.post("/setup/end", htmx=False, how="later")
    assert 'href="/setup"' in desk.get("/inbox").text
    connect_a_file(desk)
    assert desk.post("/setup/end", htmx=False, how="done").headers["Location"] == "/inbox"
    assert setup_of(new_shop) is None
    assert 'href="/setup"' not in desk.get("/inbox").text


def test_it_is_not_done_without_a_channel(new_shop: Shop, sign_in: SignIn) -> None:
    sign_in(new_shop).post("/setup/end", htmx=False, how="done")
    assert setup_of(new_shop) == setting_up.Setup(later=True)


def test_it_goes_on_where_it_was_left(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    assert 'action="/setup/voice"' in desk.get("/setup").text
    answer = desk.post("/setup/voice", htmx=False, **voice())
    assert answer.headers["Location"] == "/setup/policy"
    assert 'action="/setup/policy"' in desk.get("/setup").text
    desk.post("/setup/policy", htmx=False, **policy(version="2"))
    assert "/channels/new/file?setup=1" in desk.get("/setup").text
    with new_shop.session() as session:
        kept = shops.profile(session, new_shop.id)
    assert (kept.agent, kept.languages, kept.formality) == ("Marit", ("de", "nl"), {"nl": "u", "de": "du"})
    assert (kept.policy.withdrawal_days, kept.policy.return_shipping) == (30, "shop")
    assert kept.contact.email == "hallo@gloed.example"


def test_only_the_owner_sets_a_shop_up(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop, Role.APPROVER)
    assert desk.get("/setup").status_code == 403
    assert desk.post("/setup/voice", **voice()).status_code == 403


@pytest.mark.parametrize(("step", "form"), [("voice", voice(agent="")), ("policy", policy(withdrawal_days="7"))])
def test_what_cannot_be_kept_is_said_beside_its_field(
    new_shop: Shop, sign_in: SignIn, step: str, form: dict[str, object]
) -> None:
    answer = sign_in(new_shop).post(f"/setup/{step}", htmx=False, **form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert setup_of(new_shop) == setting_up.Setup()


def test_two_windows_do_not_overwrite_each_other(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    desk.post("/setup/voice", htmx=False, **voice())
    assert desk.post("/setup/voice", htmx=False, **voice(agent="Bas")).status_code == 422


def test_another_country_brings_its_law_and_leaves_what_was_chosen(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    desk.post("/setup/voice", htmx=False, **voice(country="ES"))
    page = desk.get("/setup/policy").text
    assert re.search(r'id="warranty_months"[^>]*value="36"', page)
    assert at_least(Policy(withdrawal_days=30), "ES", was="NL").withdrawal_days == 30
    assert at_least(Policy(warranty_months=36), "NL", was="ES").warranty_months == 24
    assert at_least(Policy(warranty_months=60), "NL", was="ES").warranty_months == 60


def test_a_first_profile_has_the_minimum_and_the_language_of_its_country() -> None:
    assert first_profile("Tienda", country="ES").policy.warranty_months == 36
    assert first_profile("Laden", country="AT").languages[0] == "de"
    assert not legal_minimum("US").known


def test_the_example_follows_the_form_before_it_is_saved(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    said = desk.post("/setup/preview", **policy(withdrawal_days="45", example="return", example_language="nl")).text
    assert "45 dagen" in said
    assert (
        "45" not in desk.post("/setup/preview", **policy(withdrawal_days="4", example="return")).text
    )  # no law allows it
    with new_shop.session() as session:
        assert shops.profile(session, new_shop.id).policy.withdrawal_days == made_up.profile().policy.withdrawal_days


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", [BROKEN, RETURN])
@pytest.mark.parametrize("payer", ["shop", "customer", "shop_if_our_fault"])
def test_every_example_passes_the_checker_and_rests_on_the_policy(language: str, which: str, payer: str) -> None:
    profile = load_profile({"name": "De Gloed", "agent": "Marit", "policy": {"return_shipping": payer}})
    example = example_reply(profile, which, language)
    assert example.holds
    assert example.remarks == ()
    assert any(note.kind == "number" for paragraph in example.paragraphs for note in paragraph.notes)


def connect_a_file(desk: Desk) -> object:
    brought = {"csrf_token": desk.csrf, "name": "Bestand", "do": "save", "upload": (io.BytesIO(CSV.encode()), "r.csv")}
    return desk.client.post("/channels/new/file?setup=1", data=brought, content_type="multipart/form-data")


def test_a_channel_that_works_leads_back_and_is_read_at_once(new_shop: Shop, sign_in: SignIn, work) -> None:
    desk = sign_in(new_shop)
    assert connect_a_file(desk).headers["Location"] == "/setup/channel"
    assert work._queueing.waiting("sync") == 1
    page = desk.get("/setup/channel").text
    assert 'hx-get="/setup/reviews?look=0"' in page
    assert 'hx-get="/setup/reviews?look=1"' in desk.fragment("/setup/reviews?look=0").text
    assert "hx-get" not in desk.fragment("/setup/reviews?look=500").text  # nobody looks for ever


def test_a_channel_that_does_not_work_is_not_kept(
    new_shop: Shop, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugin.panel import channel_forms

    monkeypatch.setattr(channel_forms, "try_settings", lambda *_: Health(ok=False, messages=("Nobody is there.",)))
    answer = connect_a_file(sign_in(new_shop))
    assert answer.status_code == 422
    assert "Nobody is there." in answer.text
    with new_shop.session() as session:
        assert channels.listed(session, new_shop.id) == ()


def test_the_first_reviews_show_and_nobody_looks_on_when_all_is_drafted(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    connect_a_file(desk)
    with new_shop.session() as session:
        new_shop.channel_id = channels.listed(session, new_shop.id)[0].id
        channels.save_cursor(session, new_shop.id, new_shop.channel_id, {}, synced_at=made_up.NOW)
    new_shop.add("1", made_up.drafted(), author="Joris")
    page = desk.get("/setup/channel").text
    assert "Joris" in page
    assert "hx-get" not in page


def test_each_host_says_where_its_reviews_are(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    with new_shop.session() as session:
        shops.get(session, new_shop.id).host = "shopify"
    page = desk.get("/setup/channel").text
    assert "Shopify zelf bewaart geen beoordelingen" in page
    assert page.index("/channels/new/judgeme") < page.index("/channels/new/file")
    known = registry.all_connectors()
    assert {name for source in SOURCES.values() for name in (*source.apps, *filter(None, [source.own]))} <= set(known)


def test_a_hosts_own_reviews_are_offered_first_and_last_once_they_are_connected(
    new_shop: Shop, sign_in: SignIn
) -> None:
    desk = sign_in(new_shop)
    with new_shop.session() as session:
        shops.get(session, new_shop.id).host = "shopware"
    offered = re.findall(r"/channels/new/(\w+)", desk.get("/setup/channel").text)
    assert offered[0] == "shopware"
    with new_shop.session() as session:
        channels.add(session, new_shop.id, "shopware", "Shopware", {"url": "https://a.example"})
    assert re.findall(r"/channels/new/(\w+)", desk.get("/setup/channel").text)[-1] == "shopware"


def test_saying_how_we_speak_drafts_anew_without_asking(new_shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(new_shop)
    connect_a_file(desk)
    with new_shop.session() as session:
        new_shop.channel_id = channels.listed(session, new_shop.id)[0].id
    untouched = new_shop.add("1", made_up.drafted())
    desk.post("/setup/voice", htmx=False, **voice())
    assert new_shop.state(untouched) == "new"
    with new_shop.session() as session:
        assert batches.running(session, new_shop.id) is not None


# --- leaving -------------------------------------------------------------------------------------------------------


def test_a_shop_is_removed_only_when_its_name_was_typed_and_can_be_kept(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert desk.post("/leaving", htmx=False, name="iets anders").status_code == 422
    with shop.session() as session:
        name = shops.profile(session, shop.id).name
    assert desk.post("/leaving", htmx=False, name=f" {name.upper()} ").status_code == 303
    assert "/leaving/keep" in desk.get("/leaving").text
    assert 'class="notice"' in desk.get("/inbox").text
    desk.post("/leaving/keep", htmx=False)
    with shop.session() as session:
        assert shops.get(session, shop.id).leaves_at is None
        assert people.every(session, shop.id)


def test_a_shop_of_a_host_is_not_removed_from_the_desk(shop: Shop, sign_in: SignIn) -> None:
    with shop.session() as session:
        shops.get(session, shop.id).host = "shopware"
        name = shops.profile(session, shop.id).name
    desk = sign_in(shop)
    page = desk.get("/leaving").text
    assert "Shopware" in page
    assert 'action="/leaving"' not in page
    assert desk.post("/leaving", htmx=False, name=name).status_code == 422


def test_only_the_owner_leaves(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.APPROVER)
    assert desk.get("/leaving").status_code == 403
    assert desk.post("/leaving", name="x").status_code == 403
