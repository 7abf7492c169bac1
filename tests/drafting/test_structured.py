from __future__ import annotations

import json

import pytest

from plugin.drafting.model_errors import ModelRubbish
from plugin.drafting.structured import REPLY, REPLY_SCHEMA, Rung, forget_rungs, read_fields, rung_of, step_down

GOOD = {
    "language": "nl",
    "points": [{"label": "bezorging", "answer": "excuses"}],
    "facts_used": ["policy:ret-1"],
    "needs_human": False,
    "reason": "none",
    "reply": "Beste Anna, dank voor je bericht.",
    "private_message": "",
}


@pytest.fixture(autouse=True)
def _no_memory():
    forget_rungs()
    yield
    forget_rungs()


def test_a_plain_object_is_read():
    read = read_fields(json.dumps(GOOD))
    assert read.reply == GOOD["reply"]
    assert read.points == (("bezorging", "excuses"),)
    assert read.facts_used == ("policy:ret-1",)


@pytest.mark.parametrize(
    "wrapped",
    [
        "```json\n%s\n```",
        "Here you are:\n```\n%s\n```\nAnything else?",
        "Sure. %s",
        "A set {like this} first, then %s and more prose",
        "\ufeff %s",
        "```json\n%s",
    ],
)
def test_the_object_is_found_inside_a_fence_or_prose(wrapped):
    assert read_fields(wrapped.replace("%s", json.dumps(GOOD))).reply == GOOD["reply"]


def test_real_line_breaks_inside_a_string_are_read():
    text = json.dumps({**GOOD, "reply": "a<>b"}).replace("<>", "\n\n")
    assert read_fields(text).reply == "a\n\nb"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON object"),
        ("Beste klant, dank je wel.", "no JSON object"),
        (json.dumps(GOOD)[:60], "no JSON object"),
        (json.dumps({**GOOD, "language": "Dutch"}), "language"),
        (json.dumps({k: v for k, v in GOOD.items() if k != "reply"}), "reply"),
        (json.dumps({**GOOD, "reply": "   "}), "reply"),
        (json.dumps({**GOOD, "reply": "x" * 7000}), "reply"),
        (json.dumps({**GOOD, "reply": None}), "reply"),
        (json.dumps([GOOD, GOOD])[:-1] + ", 5", ""),
        ("{" * 5000, "no JSON object"),
        ('{"a":' * 5000, "no JSON object"),
    ],
)
def test_anything_else_is_rubbish_with_a_reason(text, told):
    if told == "":
        assert read_fields(text).reply == GOOD["reply"]
        return
    with pytest.raises(ModelRubbish, match=told):
        read_fields(text)


def test_an_answer_that_was_cut_off_is_told_so():
    with pytest.raises(ModelRubbish, match="cut off"):
        read_fields(json.dumps(GOOD)[:80], finish="length")


def test_a_server_is_asked_for_the_strictest_structure_it_takes():
    assert rung_of("http://a", "m") is Rung.SCHEMA
    assert step_down("http://a", "m", Rung.SCHEMA) is Rung.JSON
    assert rung_of("http://a", "m") is Rung.JSON
    assert rung_of("http://b", "m") is Rung.SCHEMA
    assert step_down("http://a", "m", Rung.JSON) is Rung.TEXT
    assert step_down("http://a", "m", Rung.TEXT) is None
    assert rung_of("http://a", "m") is Rung.TEXT


def test_a_late_refusal_of_a_higher_rung_does_not_climb_back():
    step_down("http://a", "m", Rung.JSON)
    step_down("http://a", "m", Rung.SCHEMA)
    assert rung_of("http://a", "m") is Rung.TEXT


def test_the_schema_stays_in_the_portable_subset():
    def nodes(node):
        yield node
        for child in [*node.get("properties", {}).values(), *([node["items"]] if "items" in node else [])]:
            yield from nodes(child)

    for node in nodes(REPLY_SCHEMA):
        assert isinstance(node["type"], str), "one type each: a union is not understood everywhere"
        assert not {"minLength", "maxLength", "pattern", "minItems", "maxItems", "format"} & set(node)
        if node["type"] == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


def test_the_model_thinks_before_it_writes():
    names = list(REPLY_SCHEMA["properties"])
    assert names.index("points") < names.index("reply")
    assert names.index("facts_used") < names.index("reply")


def test_only_the_plain_text_rung_asks_for_no_format():
    assert Rung.SCHEMA.response_format(REPLY)["json_schema"]["strict"] is True
    assert Rung.JSON.response_format(REPLY) == {"type": "json_object"}
    assert Rung.TEXT.response_format(REPLY) is None
