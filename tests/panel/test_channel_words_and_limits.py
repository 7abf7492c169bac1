"""The channel's form speaks the desk's language, folds away what few need, and keeps the shop's own limits."""

from __future__ import annotations

import datetime as dt

import pytest
from marshmallow import validate

from connectors import registry
from plugin.panel.channel_forms import spoken
from plugin.panel.told import SENTENCES
from plugin.store import call_counts, channels
from plugin.store.call_counts import Window
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop

LANGUAGES = ("nl", "de", "en")


@pytest.mark.parametrize("name", list(registry._BUILT_IN))
def test_every_field_of_a_built_in_connector_speaks_the_desks_languages(name: str) -> None:
    for field, declared in registry.get(name).Settings().fields.items():
        for said in (declared.metadata.get("title"), declared.metadata.get("help")):
            assert said is None or {language for language in LANGUAGES if spoken(said, language)} == set(LANGUAGES)
            assert not isinstance(said, str), f"{name}.{field} speaks English only: {said!r}"
        one_of = next((rule for rule in declared.validators if isinstance(rule, validate.OneOf)), None)
        if one_of is not None:
            assert set(one_of.choices) <= set(declared.metadata.get("choices", {})), f"{name}.{field}"


def test_a_dutch_desk_shows_a_dutch_form_with_the_technical_fields_folded(shop: Shop, sign_in: SignIn) -> None:
    page = sign_in(shop).get(f"/channels/{shop.channel_id}").text
    plain, folded = page.split("Meer instellingen")[0], page.split("Meer instellingen")[1].split("</details>")[0]
    assert "Deze beoordelingen komen van" in plain
    assert "Tekencodering" in folded
    assert "puntkomma" in folded
    assert "Encoding" not in page
    assert "Scale of" not in page


def test_the_kinds_of_channel_have_names_in_the_desks_language(shop: Shop, sign_in: SignIn) -> None:
    page = sign_in(shop).get("/channels").text
    assert ">Bestand</a>" in page
    assert ">WooCommerce</a>" in page


def form(shop: Shop, **more: str) -> dict[str, str]:
    return {"name": "Keurmerk", "s_path": str(shop.file), "do": "save", **more}


def test_the_longest_reply_of_a_channel_is_kept_and_other_limits_stay(shop: Shop, sign_in: SignIn) -> None:
    with shop.session() as session:
        channels.save_settings(session, shop.id, shop.channel_id, limits={"max_bytes": 900, "platform": "google"})
    desk = sign_in(shop)
    path = f"/channels/{shop.channel_id}"
    saved = desk.post(path, htmx=False, **form(shop, l_max_chars="500", l_platform="webwinkelkeur"))
    assert saved.status_code == 303
    with shop.session() as session:
        kept = channels.get(session, shop.id, shop.channel_id).limits
    assert kept == {"max_bytes": 900, "max_chars": 500, "platform": "webwinkelkeur"}
    assert 'value="500"' in desk.get(path).text
    desk.post(path, htmx=False, **form(shop, l_max_chars="", l_platform=""))
    with shop.session() as session:
        assert channels.get(session, shop.id, shop.channel_id).limits == {"max_bytes": 900}


@pytest.mark.parametrize("typed", ["3", "veel", "-5", "1000000"])
def test_a_limit_that_is_none_is_refused_beside_its_field(shop: Shop, sign_in: SignIn, typed: str) -> None:
    answer = sign_in(shop).post(f"/channels/{shop.channel_id}", htmx=False, **form(shop, l_max_chars=typed))
    assert answer.status_code == 422
    assert "Een heel getal van 20 tot 100000, of niets." in answer.text
    assert f'value="{typed}"' in answer.text


def test_lines_that_could_not_be_read_are_told_in_the_desks_language(shop: Shop, sign_in: SignIn) -> None:
    shop.file.write_text("id,text,rating,date\n1,Goed,5,2026-11-01\n2,Slecht,1,ooit\n3,Mooi\n", encoding="utf-8")
    page = sign_in(shop).get(f"/channels/{shop.channel_id}").text
    assert "Regel 3: de datum &#39;ooit&#39; is onleesbaar; ingelezen met de datum van het bestand." in page
    assert "Regel 4 is overgeslagen: hij heeft 2 kolommen, de kopregel 4." in page


def test_a_channels_trouble_is_shown_line_by_line(shop: Shop, sign_in: SignIn) -> None:
    told = "To look at after reading: 2.\nLine 3: it has no date; imported with the file's own date.\nEen eigen woord."
    with shop.session() as session:
        channels.set_state(session, shop.id, shop.channel_id, "ok", told)
    for path in ("/channels", f"/channels/{shop.channel_id}"):
        page = sign_in(shop).get(path).text
        assert "Na te kijken na het lezen: 2." in page
        assert "<li>Regel 3: er staat geen datum; ingelezen met de datum van het bestand.</li>" in page
        assert "<li>Een eigen woord.</li>" in page


def test_no_known_sentence_hides_another() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)


def trustpilot(shop: Shop, calls_per_year: int) -> int:
    settings = {"business_unit_id": "5f3a" * 6, "user_id": "6b2c" * 6, "calls_per_year": calls_per_year}
    with shop.session() as session:
        secrets = {"api_key": "sleutel-0123456789", "api_secret": "geheim-0123456789"}
        return channels.add(session, shop.id, "trustpilot", "Trustpilot", settings, secrets).id


def use(shop: Shop, channel_id: int, calls: int) -> None:
    now = dt.datetime.now(dt.UTC)
    with shop.session() as session:
        window = Window("", 365 * 86_400)
        call_counts.add(session, shop.id, channel_id, window, (now - dt.timedelta(days=100)).timestamp(), calls)


def test_a_channel_s_page_shows_what_is_used_of_its_quotas_and_when_reading_goes_on(
    shop: Shop, sign_in: SignIn
) -> None:
    channel_id = trustpilot(shop, 1_000)
    desk = sign_in(shop)
    page = desk.get(f"/channels/{channel_id}").text
    assert "In 1 jaar" in page
    assert "0 van 1.000 gebruikt" in page
    assert "0 van 10.000 gebruikt" in page
    use(shop, channel_id, 600)
    assert "er wordt langzamer gelezen" in desk.get(f"/channels/{channel_id}").text
    use(shop, channel_id, 320)
    page = desk.get(f"/channels/{channel_id}").text
    assert "920 van 1.000 gebruikt" in page
    assert "lezen wacht" in page
    assert "lezen gaat verder:" in page
    use(shop, channel_id, 80)
    assert 'pill stop">op<' in desk.get(f"/channels/{channel_id}").text


def test_where_no_quota_is_known_nothing_is_said_of_one(shop: Shop, sign_in: SignIn) -> None:
    assert "Wat het platform toestaat" not in sign_in(shop).get(f"/channels/{shop.channel_id}").text
