"""A genuine complaint beside what only looks like one: another trade, a tale, an advert, a figure of speech."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from plugin.drafting.triage import triage
from plugin.shop import ShopProfile, ShopProfileSchema
from plugin.words import Decision, Play, ReviewText

SETS = Path(__file__).parent / "triage_sets"
SHOP: ShopProfile = ShopProfileSchema().load(yaml.safe_load((SETS / "shop.yaml").read_text("utf-8")))
ANSWERED = {Decision.REPLY, Decision.REPLY_PRIVATE, Decision.THANK, Decision.EXPERT}
KEPT = {Decision.REPLY, Decision.REPLY_PRIVATE}


def decision(text: str, rating: int | None = 1) -> Decision:
    return triage(ReviewText("r", text, rating=rating), SHOP).decision


def play(text: str, rating: int | None = 2) -> Play | None:
    return triage(ReviewText("r", text, rating=rating), SHOP).play


@pytest.mark.parametrize(
    ("elsewhere", "ours"),
    [
        (
            "De ober vergat ons voorgerecht en de biefstuk was taai. Wij komen niet meer.",
            "De ober stoot zich aan de hanglamp die ik voor ons restaurant kocht; de kap is na een week gescheurd.",
        ),
        (
            "Nach der Inspektion sind die Winterreifen falsch montiert und die Stoßstange hat einen Kratzer.",
            "Der Teppich für die Werkstatt kam mit einem Riss, und die Stoßstange vom Lieferwagen hat unser Tor gestreift.",
        ),
        (
            "My root canal took three appointments and the hygienist never once looked at the x-ray.",
            "Ordered a lamp for my waiting room and the shade came cracked; the hygienist cut the box open carefully.",
        ),
        (
            "The airline lost our luggage and the cabin crew could not care less.",
            "Needed the cushions before our flight and they came a week late, when we were long back.",
        ),
    ],
)
def test_another_trade_is_disputed_and_a_complaint_that_merely_meets_it_is_answered(elsewhere: str, ours: str) -> None:
    assert decision(elsewhere) is Decision.DISPUTE
    assert decision(ours) in KEPT


@pytest.mark.parametrize(
    ("tale", "own"),
    [
        (
            "Zelf nooit iets gekocht, maar de zwager van mijn buurvrouw zegt dat alles daar stuk gaat.",
            "Nooit eerder iets gekocht bij jullie, en meteen kreeg ik een kapotte lamp in de doos.",
        ),
        (
            "Gekauft hab ich da nie was, aber mein Schwager kennt einen, der sein Geld nicht gesehen hat.",
            "Ich habe noch nie so etwas Schlechtes gekauft, der Stuhl wackelt und mein Schwager lacht mich aus.",
        ),
        (
            "Never set foot in the place, but my hairdresser knows someone who got a chair with a broken leg.",
            "I got a chair with a broken leg. My hairdresser says she never saw worse joints.",
        ),
    ],
)
def test_a_tale_is_disputed_and_what_happened_to_the_customer_is_answered(tale: str, own: str) -> None:
    assert decision(tale) is Decision.DISPUTE
    assert decision(own) in KEPT


@pytest.mark.parametrize(
    ("advert", "own"),
    [
        (
            "Koop liever bij Lichtpaleis, met code LICHT10 krijg je 10 procent korting en gratis verzending.",
            "De code LAMP10 van jullie nieuwsbrief werkt niet, ik heb de volle prijs betaald.",
        ),
        (
            "Schaut lieber bei Teppichwelt, mit Code WELT20 spart ihr 20 Prozent, nur diese Woche.",
            "Der Gutscheincode aus eurer Mail wird nicht angenommen, trotz 20 Prozent Versprechen.",
        ),
        (
            "Do yourselves a favour and shop with Sofa Kings instead: use code KING15, link in our profile.",
            "Your code for 15 percent off was refused at the checkout and nobody answers.",
        ),
    ],
)
def test_an_advert_is_disputed_and_a_code_that_fails_is_answered(advert: str, own: str) -> None:
    assert decision(advert) is Decision.DISPUTE
    assert decision(own) in KEPT


@pytest.mark.parametrize(
    ("harm", "figure"),
    [
        ("The stool gave way and I landed on my tailbone, two weeks off work.", "Dangerously comfy, I landed on it and stayed."),
        ("De stoel zakte door en ik viel op mijn stuit, ik loop met krukken.", "Gevaarlijk lekker, die bank. Ik kom er niet meer af."),
        ("Der Hocker krachte zusammen und ich fiel auf den Steiß, seitdem krankgeschrieben.", "Gefährlich bequem, dieser Sessel. Traumhaft."),
    ],
)  # fmt: skip
def test_bodily_harm_is_answered_in_person_and_a_figure_of_speech_thanked(harm: str, figure: str) -> None:
    assert decision(harm) is Decision.REPLY_PRIVATE
    assert decision(figure, 5) is Decision.THANK


@pytest.mark.parametrize(
    "text",
    [
        "In mijn pakket zat de pakbon van een wildvreemde, met adres en telefoonnummer.",
        "In der Sendung lag die Rechnung einer wildfremden Frau mit Adresse und Telefonnummer.",
        "The packing slip in my box was for another customer, with her address and phone number.",
    ],
)
def test_what_was_sent_to_the_wrong_customer_is_the_shops_to_mend_and_not_to_be_taken_down(text: str) -> None:
    assert decision(text) is Decision.REPLY_PRIVATE


@pytest.mark.parametrize(
    "text",
    [
        "De verkoper vroeg of mensen zoals wij dit wel kunnen betalen.",
        "Ich solle erst einmal Deutsch lernen, sagte der Verkäufer.",
        "He said they don't serve your sort and held the door open.",
    ],
)
def test_being_treated_worse_than_others_is_answered_in_person(text: str) -> None:
    assert decision(text) is Decision.REPLY_PRIVATE


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Verkeerde kant aangeklikt, prachtige lamp!", "Verkeerde kleur gestuurd, en dat voor de tweede keer."),
        ("Skala verkehrt gelesen, der Teppich ist ein Traum!", "Falsche Farbe geliefert, und keiner meldet sich."),
        ("Pressed the wrong end of the stars, the rug is gorgeous.", "Sent the wrong rug, and nobody answers."),
    ],
)
def test_praise_under_one_star_is_thanked_and_a_complaint_answered(slip: str, meant: str) -> None:
    assert decision(slip) is Decision.THANK
    assert decision(meant) in KEPT


@pytest.mark.parametrize(
    ("open_", "ours"),
    [
        ("Er zit een kras op. Geen idee of die er al zat of dat ik het was.", "Er zit een grote kras op, zo uit de doos."),
        ("Der Stuhl wackelt. Vielleicht liegt es an mir, vielleicht am Stuhl.", "Der Stuhl kam mit gebrochenem Bein an."),
        ("There is a dent in it. Could have been me, could have been the driver.", "It arrived with a huge dent in the top."),
    ],
)  # fmt: skip
def test_a_customer_who_cannot_tell_whose_fault_it_is_is_not_told_either(open_: str, ours: str) -> None:
    assert play(open_) is Play.UNCLEAR_FAULT
    assert play(ours) is Play.OUR_FAULT


@pytest.mark.parametrize(
    "text",
    [
        "Was in bed with a cold when the lamp came, and the shade was cracked.",
        "Het kussen was na vijf minuten vermoord door de pup. Onverwoestbaar, stond erop.",
        "Kaum aufgemacht, hatte ich Blasen an den Händen vom scharfen Griff.",
        "Nothing to grumble about, and believe me I looked.",
        "Winkelwagen blijft leeg, wat ik ook doe.",
    ],
)
def test_no_word_that_merely_sounds_hostile_or_empty_leaves_a_customer_without_an_answer(text: str) -> None:
    assert decision(text, 2) in ANSWERED
