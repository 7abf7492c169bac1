"""A reply that its channel refused is mended: by the model in one round, or by leaving its sentence out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugin.drafting import pipeline
from plugin.drafting.model import ModelWriter
from plugin.drafting.structured import forget_rungs
from plugin.guidelines import RefusedText, contacts
from plugin.guidelines.refused import ID
from plugin.words import BUILT_IN
from tests.drafting.model_cases import BROKEN_BAG, SHOP, TODAY, settings_for
from tests.model_server import ModelServer

PHONE = "Je bereikt ons ook op 06 555 00 111."


@pytest.fixture
def server() -> Iterator[ModelServer]:
    forget_rungs()
    with ModelServer() as running:
        yield running


def first() -> str:
    return pipeline.draft(BROKEN_BAG, SHOP, today=TODAY).reply or ""


def refused(text: str, **more: str) -> tuple[RefusedText, ...]:
    return (RefusedText(text, "Google", **more),)


def test_without_a_model_the_named_sentence_is_left_out_and_the_rest_stays():
    sound = first()
    text = sound.replace("\n\nHartelijke", f" {PHONE}\n\nHartelijke")
    assert PHONE in text
    again = pipeline.draft(
        BROKEN_BAG, SHOP, (text,), today=TODAY, refusals=refused(text, said="personal info", quote="06 555 00 111")
    )
    assert PHONE not in again.reply
    assert again.reply.split() == sound.split()
    assert again.report.blocks == ()
    assert "Google" in again.note
    assert again.writer == BUILT_IN


def test_no_way_to_reach_anybody_is_left_where_personal_data_was_refused():
    text = f"{first()}\n\n{PHONE}"
    again = pipeline.draft(
        BROKEN_BAG, SHOP, (text,), today=TODAY, refusals=refused(text, said="personal info", kind="personal")
    )
    assert ID not in {finding.guideline for finding in again.report.findings}
    assert again.reply
    assert not {found.key for found in contacts.find(text)} & {found.key for found in contacts.find(again.reply)}


def test_where_no_sentence_is_named_the_built_in_writer_finds_other_words():
    text = first()
    again = pipeline.draft(BROKEN_BAG, SHOP, (text,), today=TODAY, refusals=refused(text))
    assert again.reply != text
    assert again.report.blocks == ()
    assert "andere woorden" in again.note


def test_a_model_is_given_the_refused_text_with_the_platform_s_reason(server):
    text = f"{first()}\n\n{PHONE}"
    again = pipeline.draft(
        BROKEN_BAG,
        SHOP,
        writer=ModelWriter(settings_for(server)),
        today=TODAY,
        refusals=refused(text, said="personal info", quote="06 555 00 111"),
    )
    assert again.writer.startswith("m-1@"), again.note
    assert server.calls == 1
    conversation = server.bodies[0]["messages"]
    assert [turn["role"] for turn in conversation] == ["system", "user", "assistant", "user"]
    assert ID in conversation[-1]["content"]
    assert "personal info" in conversation[-1]["content"]
    assert "taalmodel heeft het hersteld" in again.note


def test_a_model_that_says_the_same_again_is_not_listened_to(server):
    """The fake model writes the same text for the same task, whatever it is told."""
    once = pipeline.draft(BROKEN_BAG, SHOP, writer=ModelWriter(settings_for(server)), today=TODAY)
    again = pipeline.draft(
        BROKEN_BAG,
        SHOP,
        writer=ModelWriter(settings_for(server)),
        today=TODAY,
        refusals=refused(once.reply),
    )
    assert again.reply != once.reply
    assert again.report.blocks == ()
