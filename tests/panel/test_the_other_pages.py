"""Policy, channels, people, night run, promises, bulk runs."""

from __future__ import annotations

import io
import re

import pytest

from connectors.contract import Health
from plugin.inbox import connecting
from plugin.shop import load_profile
from plugin.store import batches, channels, people, promises, publications, schedules, shops
from plugin.words import Promise, Role
from tests.panel import made_up
from tests.panel.conftest import Desk, SignIn
from tests.panel.made_up import Shop

CSV = "id,text,rating,author\n1,De lamp flikkert.,2,Bas\n2,Mooie lamp!,5,Noor\n"


def policy_form(**more: object) -> dict[str, object]:
    return {
        "version": "1",
        "name": "De Gloed",
        "agent": "Marit",
        "country": "nl",
        "languages": ["nl", "de"],
        "first_language": "de",
        "formality_nl": "u",
        "formality_de": "Sie",
        "contact_email": "hallo@gloed.example",
        "withdrawal_days": "30",
        "warranty_months": "24",
        "leniency_days": "3",
        "reply_within_days": "2",
        "return_shipping": "shop",
        "discount_percent": "10",
        "amount": "",
        "clause_id": ["gar-1", ""],
        "clause_text": ["Kapot is nieuw.", ""],
        "measure": ["elke lamp getest", ""],
        **more,
    }


def test_the_policy_form_keeps_what_was_filled_in(shop: Shop, sign_in: SignIn) -> None:
    assert sign_in(shop).post("/policy", htmx=False, **policy_form()).status_code == 303
    with shop.session() as session:
        kept = shops.profile(session, shop.id)
    assert kept.languages == ("de", "nl")
    assert kept.formality["nl"] == "u"
    assert kept.policy.withdrawal_days == 30
    assert [clause.id for clause in kept.policy.clauses] == ["gar-1"]
    assert kept.measures == ("elke lamp getest",)


def test_less_than_the_law_gives_is_refused_beside_its_field(shop: Shop, sign_in: SignIn) -> None:
    answer = sign_in(shop).post("/policy", htmx=False, **policy_form(withdrawal_days="7"))
    assert answer.status_code == 422
    assert re.search(r'id="withdrawal_days-wrong">[^<]*14', answer.text)
    assert 'value="7"' in answer.text


def test_the_law_of_the_shops_own_country_is_told_and_held(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert re.search(r'id="warranty_months-hint">[^<]*24', desk.get("/policy").text)
    answer = desk.post("/policy", htmx=False, **policy_form(country="PT"))
    assert answer.status_code == 422
    assert re.search(r'id="warranty_months-hint">[^<]*36', answer.text)
    assert re.search(r'id="warranty_months-wrong">minstens 36: zoveel maanden geeft de wet van PT', answer.text)
    assert desk.post("/policy", htmx=False, **policy_form(country="PT", warranty_months="36")).status_code == 303


def test_a_shop_that_had_less_before_its_countrys_law_was_known_is_not_kept_out(shop: Shop, sign_in: SignIn) -> None:
    with shop.session() as session:
        less = load_profile({"name": "Loja", "agent": "Ana", "country": "PT", "policy": {"warranty_months": 24}})
        shops.save_profile(session, shop.id, less)
    desk = sign_in(shop)
    assert re.search(r'id="warranty_months"[^>]*value="36"', desk.get("/policy").text)
    saved = desk.post("/rules", htmx=False, version="2", never_words="helaas", never_severity="warn")
    assert saved.status_code == 303
    with shop.session() as session:
        assert shops.profile(session, shop.id).policy.warranty_months == 36


def test_a_clause_that_says_another_term_than_the_policy_is_marked(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    clause = {"clause_id": ["ret-1"], "clause_text": ["Retourneren kan tot 14 dagen na ontvangst."]}
    desk.post("/policy", htmx=False, **{**policy_form(), **clause})
    page = desk.get("/policy").get_data(as_text=True)
    assert re.search(r'aria-describedby="clause-odd-1"', page)
    assert "14 dagen" in re.search(r'id="clause-odd-1">([^<]*)<', page)[1]


def test_two_people_do_not_overwrite_each_others_policy(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    desk.post("/policy", htmx=False, **policy_form())
    assert desk.post("/policy", htmx=False, **policy_form(agent="Bas")).status_code == 422
    with shop.session() as session:
        assert shops.profile(session, shop.id).agent == "Marit"


def test_an_invited_person_comes_in_by_their_own_link_with_their_role(shop: Shop, sign_in: SignIn, app) -> None:
    page = sign_in(shop).post("/people", htmx=False, name="Noor", role="drafter").text
    link = re.search(r'id="new-link">([^<]+)<', page)
    assert link
    newcomer = Desk(app.test_client())
    assert newcomer.client.post("/sign-in", data={"code": link[1]}).status_code == 303
    assert "Noor" in newcomer.get("/inbox").text
    assert "new-link" not in sign_in(shop).get("/people").text  # shown once


def test_a_person_who_may_no_longer_come_in_is_out_at_once(shop: Shop, sign_in: SignIn) -> None:
    drafter = sign_in(shop, Role.DRAFTER)
    sign_in(shop).post(f"/people/{shop.people[Role.DRAFTER]}", htmx=False, how="deactivate")
    assert drafter.get("/inbox").status_code == 303


def test_the_last_owner_stays_owner(shop: Shop, sign_in: SignIn) -> None:
    owner = shop.people[Role.OWNER]
    answer = sign_in(shop).post(f"/people/{owner}", htmx=False, how="role", role="viewer")
    assert "said=last-owner" in answer.headers["Location"]
    with shop.session() as session:
        assert people.get(session, shop.id, owner).role == "owner"


def test_only_an_owner_lets_people_in(shop: Shop, sign_in: SignIn) -> None:
    assert sign_in(shop, Role.APPROVER).post("/people", htmx=False, name="X", role="owner").status_code == 403


def test_a_brought_file_is_shown_before_it_is_read(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    upload = {"upload": (io.BytesIO(CSV.encode()), "reviews.csv")}
    page = desk.post("/channels/new/file", htmx=False, name="Mijn export", do="preview", **upload).text
    assert "De lamp flikkert." in page
    path = re.search(r'name="s_path"[^>]*value="([^"]+)"', page)
    assert path
    kept = {"s_path": path[1], "s_columns.text": "text", "s_columns.rating": "rating", "s_columns.id": "id"}
    assert desk.post("/channels/new/file", htmx=False, name="Mijn export", do="save", **kept).status_code == 303
    with shop.session() as session:
        stored = channels.by_name(session, shop.id, "Mijn export")
    assert stored is not None
    assert stored.settings["columns"]["text"] == "text"


def test_a_file_whose_text_column_is_not_found_is_not_offered_for_reading(shop: Shop, sign_in: SignIn) -> None:
    upload = {"upload": (io.BytesIO(b"nr;wat men schreef\n1;De lamp flikkert.\n"), "odd.csv")}
    page = sign_in(shop).post("/channels/new/file", htmx=False, name="X", do="preview", **upload).text
    assert "wat men schreef" in page
    assert 'value="preview"' in page
    assert 'value="save"' not in page


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../etc/passwd"])
def test_the_desk_reads_no_file_outside_the_shops_own_folder(shop: Shop, sign_in: SignIn, path: str) -> None:
    answer = sign_in(shop).post("/channels/new/file", htmx=False, name="X", do="preview", s_path=path)
    assert answer.status_code == 422
    assert "root:" not in answer.text


def test_a_stored_secret_is_never_rendered_back_and_an_empty_field_keeps_it(shop: Shop, sign_in: SignIn) -> None:
    given = {"url": "https://winkel.example", "user": "marit", "app_password": "geheim-geheim-1234"}
    with shop.session() as session:
        channel_id = connecting.add_channel(session, shop.id, "woocommerce", "Winkel", given).id
    desk = sign_in(shop)
    page = desk.get(f"/channels/{channel_id}").text
    assert 'type="password"' in page
    assert "geheim-geheim" not in page
    form = {"name": "Winkel", "s_url": "https://winkel.example", "s_user": "bas", "s_app_password": ""}
    assert desk.post(f"/channels/{channel_id}", htmx=False, do="save", **form).status_code == 303
    with shop.session() as session:
        assert channels.full_settings(session, shop.id, channel_id)["app_password"] == "geheim-geheim-1234"
        assert channels.get(session, shop.id, channel_id).settings["user"] == "bas"


def test_a_connection_is_tested_before_it_is_kept(shop: Shop, sign_in: SignIn, monkeypatch) -> None:
    answers = Health(ok=False, messages=("De winkel antwoordt niet.",))
    monkeypatch.setattr("connectors.woocommerce.WooCommerceConnector.check", lambda _self: answers)
    form = {"s_url": "https://winkel.example", "s_user": "marit", "s_app_password": "geheim-geheim-1234"}
    answer = sign_in(shop).post("/channels/new/woocommerce", htmx=False, name="Winkel", do="test", **form)
    assert "De winkel antwoordt niet." in answer.text
    assert "geheim-geheim" not in answer.text
    with shop.session() as session:
        assert channels.by_name(session, shop.id, "Winkel") is None


def test_a_channel_that_lost_its_connection_raises_one_calm_banner(shop: Shop, sign_in: SignIn, monkeypatch) -> None:
    monkeypatch.setattr("plugin.work.Work.worker_is_alive", lambda _self, _session: True)
    desk = sign_in(shop)
    assert 'class="notice"' not in desk.get("/inbox").text
    with shop.session() as session:
        channels.set_state(session, shop.id, shop.channel_id, "reconnect", "Het wachtwoord is ingetrokken.")
    page = desk.get("/inbox").text
    assert page.count('class="notice"') == 1
    assert f"/channels/{shop.channel_id}" in page


def test_a_missing_worker_is_said_before_anything_else(shop: Shop, sign_in: SignIn) -> None:
    assert "wederwoord worker" in sign_in(shop).get("/inbox").text


def test_the_night_run_is_set_by_time_and_zone(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert desk.post("/night-run", htmx=False, at="02:30", timezone="Europe/Berlin", on="1").status_code == 303
    with shop.session() as session:
        saved = schedules.find(session, shop.id)
    assert saved is not None
    assert (saved.at, saved.timezone, saved.on) == ("02:30", "Europe/Berlin", True)


@pytest.mark.parametrize(
    ("at", "zone", "field"), [("25:00", "Europe/Berlin", "at"), ("02:30", "Mars/Base", "timezone")]
)
def test_nonsense_for_the_night_run_is_refused_at_its_field(shop: Shop, sign_in: SignIn, at, zone, field) -> None:
    answer = sign_in(shop).post("/night-run", htmx=False, at=at, timezone=zone)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text


def test_promises_are_tasks_that_can_be_done(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    with shop.session() as session:
        draft = made_up.drafts.current(session, shop.id, review_id)
        owner = shop.people[Role.OWNER]
        yes = publications.approve(session, shop.id, draft.id, owner, text=made_up.REPLY, report={})
        placed = publications.add(session, shop.id, yes.id, "ww-1234567890")
        made = promises.add_all(session, shop.id, placed.id, [Promise("een nieuwe lamp", None)])[0].id
    desk = sign_in(shop)
    assert "een nieuwe lamp" in desk.get("/promises").text
    assert desk.post(f"/promises/{made}", htmx=False, how="keep").status_code == 303
    assert "een nieuwe lamp" not in desk.get("/promises").text


def test_a_bulk_run_shows_its_progress_and_can_be_stopped(shop: Shop, sign_in: SignIn) -> None:
    shop.add("r1")
    desk = sign_in(shop)
    started = desk.post("/runs")
    assert "<progress" in started.text
    with shop.session() as session:
        batch_id = batches.running(session, shop.id).id
    assert "<progress" in desk.fragment(f"/runs/{batch_id}").text
    assert "<progress" not in desk.post(f"/runs/{batch_id}/cancel").text
    with shop.session() as session:
        assert batches.get(session, shop.id, batch_id).state == "cancelled"


def test_an_unknown_outcome_has_its_own_panel_with_the_ways_out(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop)
    desk.post(f"/reviews/{review_id}/approve", text_sha256=publications.text_sha256(made_up.REPLY))
    with shop.session() as session:
        placed_id = publications.current(session, shop.id, review_id).id
        publications.move(
            session, shop.id, placed_id, made_up.PublicationState.UNKNOWN, only_from=(made_up.PublicationState.QUEUED,)
        )
        made_up.reviews.set_state(session, shop.id, review_id, made_up.ReviewState.CHECK)
    page = desk.get(f"/reviews/{review_id}?folder=check").text
    for outcome in ("there", "placed-by-hand", "send-again", "drop"):
        assert f'name="outcome" value="{outcome}"' in page
    answer = desk.post(f"/publications/{placed_id}/settle", outcome="there", review_id=review_id, folder="check")
    assert answer.status_code == 200
    assert shop.state(review_id) == "published"


def test_what_was_published_shows_the_text_and_who_said_yes(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop, Role.APPROVER)
    desk.post(f"/reviews/{review_id}/approve", text_sha256=publications.text_sha256(made_up.REPLY))
    page = desk.get(f"/reviews/{review_id}?folder=publishing").text
    assert "Approver van gloed" in page
    assert "Een kapotte lamp uitpakken is vervelend" in page
