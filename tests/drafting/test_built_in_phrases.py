import random
import re

import pytest

from plugin.drafting.built_in.phrases import load, shared
from plugin.drafting.built_in.rendering import render
from plugin.words import Play

LANGUAGES = ("nl", "de", "en")
FORMS = {"nl": ("je", "u"), "de": ("Sie", "du"), "en": ("",)}
SLOTS = {
    "nl": {"thing": "de tas", "things": "de tas en de rits", "item": "de tas"},
    "de": {
        f"{kind}{case}{s}": "die Tasche" for kind in ("", "item") for case in ("nom", "acc", "dat") for s in ("", "s")
    },
    "en": {"thing": "the bag", "things": "the bag and the zip", "item": "the bag"},
}
COMMON = {
    name: name.upper()
    for name in [
        "name",
        "agent",
        "shop",
        "within",
        "withdrawal",
        "warranty",
        "leniency",
        "email",
        "phone",
        "url",
        "duration",
        "lasted",
        "times",
        "measure",
        "fact",
        "product",
        "kind",
        "adj",
        "harsh",
        "percent",
        "said",
    ]
}
# Words of the one form of address that have no place in the other.
ODD = {
    ("nl", "je"): r"\b(u|uw|uzelf)\b",
    ("nl", "u"): r"\b(je|jij|jou|jouw|jezelf)\b",
    ("de", "Sie"): r"\b(du|dir|dich|dein\w*)\b",
    ("de", "du"): r"\b(Ihnen|Ihr|Ihre[nmrs]?)\b",
}
IMPERSONAL = ("note",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_frame_renders_in_every_form_and_number(language):
    for frame in load(language):
        if frame.function in IMPERSONAL:
            continue
        for form in FORMS[language]:
            for seed in range(12):
                text = render(
                    frame.text,
                    COMMON | SLOTS[language],
                    form=form,
                    plural=seed % 2 == 1,
                    rng=random.Random(seed),
                    language=language,
                )
                assert text, frame.id
                assert not re.search(r"[<>|()\[\]{}]|  | [.,;:!?]|[.!?]{2}", text), f"{frame.id}: {text}"
                odd = ODD.get((language, form))
                assert not (odd and re.search(odd, text)), f"{frame.id} in {form}: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_is_its_own_and_names_its_version(language):
    ids = [frame.id for frame in load(language)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(rf"{language}\.[\w-]+\.[\w-]+\.\d+@\d+", name) for name in ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_frame_asks_for_a_slot_that_nothing_fills(language):
    known = COMMON.keys() | SLOTS[language].keys()
    for frame in load(language):
        if frame.function != "note":
            assert frame.slots <= known, frame.id


def variants(text: str) -> int:
    """How many different sentences a frame gives in one form."""
    bare = re.sub(r"<[^<>]*>", "x", text)
    count = 1
    for choice in re.findall(r"\(([^()]*)\)", bare):
        count *= choice.count("|") + 1
    return count


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", sorted({*shared("families")["labels"].values(), "generic", "plain"}))
def test_every_family_has_enough_ways_to_answer_it(language, family):
    phrases = load(language)
    for function in ("empathy", "fix"):
        frames = phrases.frames(function, family)
        assert len(frames) >= 1, f"{function} {family}"
        assert sum(variants(frame.text) for frame in frames) >= 4, f"{function} {family}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_every_recipe_has_frames(language):
    phrases = load(language)
    recipes = shared("recipes")
    lists = [recipes[name] for name in recipes if name not in {"version", "complaint", "tight"}]
    lists += [*recipes["complaint"].values(), *recipes["tight"].values()]
    for steps in {step.strip("?") for recipe in lists for line in recipe for step in line.replace("/", " ").split()}:
        assert phrases.by_function.get(steps), steps


def test_every_play_has_an_order_of_its_own():
    named = set(shared("recipes")["complaint"]) | {"P-POSITIVE", "P-RESOLVED"}
    assert named >= {play.value for play in Play}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_promises_to_look_into_it_without_a_moment(language):
    vague = r"komen erop terug|kom erop terug|melden uns wieder|get back to you|look into it|gaan het onderzoeken"
    for frame in load(language):
        assert not re.search(vague, frame.text), frame.id
        if frame.function in {"fix", "also", "private", "escalate", "alternative"}:
            assert "{within}" in frame.text, frame.id
