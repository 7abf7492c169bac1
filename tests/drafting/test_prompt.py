from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from plugin.drafting.prompt import PARTS, PromptError, load_prompt, parse_template

HEAD = "---\nname: x\npart: task\nversion: '1'\ndescription: d\nvariables: [a]\n---\n"


def test_a_template_renders_what_it_declares():
    assert parse_template(HEAD + "Hello {{ a }}", "x").render({"a": "you"}) == "Hello you\n"


def test_the_half_of_a_prompt_that_shops_share_is_filled_once_for_each_shop():
    filled = []
    system = parse_template(HEAD.replace("part: task", "part: system") + "For {{ a() }}", "x")

    def shop(name):
        return lambda: filled.append(name) or name

    one, other = {"a": shop("one")}, {"a": shop("other")}
    told = [system.render(values) for values in (one, other, one, dict(other))]
    assert told == ["For one\n", "For other\n"] * 2
    assert filled == ["one", "other"]


@pytest.mark.parametrize("values", [{}, {"a": 1, "b": 2}, {"b": 2}])
def test_missing_and_unknown_variables_are_errors(values):
    with pytest.raises(PromptError, match=r"missing|unknown"):
        parse_template(HEAD + "Hello {{ a }}", "x").render(values)


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        HEAD + "uses {{ a }} and {{ b }}",
        HEAD + "uses nothing",
        HEAD + "{% if a %} never closed",
        HEAD.replace("version: '1'\n", "") + "{{ a }}",
        HEAD.replace("name: x", "name: x\nextra: y") + "{{ a }}",
        "---\n: : :\n---\n{{ a }}",
    ],
)
def test_a_template_that_does_not_fit_its_declaration_is_refused(text):
    with pytest.raises(PromptError):
        parse_template(text, "x")


def test_a_template_cannot_reach_into_python():
    template = parse_template(HEAD + "{{ a.__class__.__mro__ }}", "x")
    with pytest.raises(PromptError):
        template.render({"a": "text"})


def test_an_attribute_that_is_not_there_is_an_error_and_not_empty_text():
    with pytest.raises(PromptError):
        parse_template(HEAD + "{{ a.missing }}", "x").render({"a": {}})


def test_what_a_customer_wrote_is_never_read_as_a_template():
    rendered = parse_template(HEAD + "{{ a }}", "x").render({"a": "{{ 7 * 7 }} {% raw %}"})
    assert rendered == "{{ 7 * 7 }} {% raw %}\n"


def test_the_reply_prompt_names_its_version_and_hash():
    prompt = load_prompt("reply")
    assert prompt.version.startswith("reply-")
    assert len(prompt.hash) == 16
    assert set(prompt.parts) == set(PARTS)


def test_a_changed_prompt_gets_a_new_version():
    """The recorded hash stands beside the version: change the text, raise the version, record the new hash."""
    recorded = yaml.safe_load((files("prompts") / "templates" / "versions.yaml").read_text(encoding="utf-8"))
    prompt = load_prompt("reply")
    assert recorded[prompt.version] == prompt.hash


def test_instructions_repeated_in_a_text_are_noticed():
    prompt = load_prompt("reply")
    assert prompt.is_quoted_in("As told: no excuse, no argument, no blame on a colleague, a supplier, a carrier")
    assert not prompt.is_quoted_in("Beste Anna, dank voor je bericht over de fietstas. Groet, Sanne")


def test_an_unknown_prompt_is_an_error_that_names_the_file():
    with pytest.raises(PromptError, match=r"nothing\.system\.j2"):
        load_prompt("nothing")
