import re

import pytest

from plugin.guidelines import packs
from plugin.guidelines.packs import GuidelineSchema, PackError, RuleSchema
from plugin.words import Decision, Play, Severity

TEXT_IDS = [
    "LANGUAGE",
    "SPECIFIC",
    "EVERY-POINT",
    "NO-CANNED",
    "NO-ARGUE",
    "NO-BLAME",
    "NO-DIVERT",
    "EMPATHY",
    "APOLOGY",
    "OWN-UP",
    "SOLUTION",
    "WHEN",
    "IMPROVE",
    "OFFLINE",
    "PERSONAL",
    "HUMAN",
    "POLITE",
    "STRENGTH",
    "GOODWILL",
    "NO-REWARD",
    "FACTS",
    "POLICY",
    "PRIVACY",
    "LENGTH",
    "CLEAN",
]
PROGRAM_IDS = [
    "SPEED",
    "APPROVE",
    "PROMISE",
    "FOLLOW-UP",
    "NEVER-DELETE",
    "LEARN",
    "SHARE",
    "WATCH",
    "INVITE",
    "POLICY",
    "PACE",
]
RULE_IDS = [
    "US-1",
    "US-2",
    "US-3",
    "US-4",
    "EU-1",
    "EU-2",
    "EU-3",
    "EU-4",
    "EU-5",
    "EU-6",
    "EU-7",
    "UK-1",
    "UK-2",
    "GDPR-1",
    "GDPR-2",
    "GDPR-3",
    "AI-1",
    "AI-2",
    "AI-3",
    "AI-4",
    "G-1",
    "G-2",
    "G-3",
    "G-4",
    "TP-1",
    "TP-2",
    "TP-3",
    "TS-1",
    "SH-1",
    "WK-1",
    "YP-1",
    "APPST",
]


def test_every_guideline_of_the_list_is_there_and_no_other():
    wanted = {d.value for d in Decision} | {p.value for p in Play}
    wanted |= {f"R-{name}" for name in TEXT_IDS} | {f"F-{name}" for name in PROGRAM_IDS}
    assert {guideline.id for guideline in packs.all_guidelines()} == wanted


def test_every_rule_of_law_and_of_platforms_is_there():
    assert [rule.id for rule in packs.all_rules()] == RULE_IDS


def test_each_speaks_three_languages_and_names_its_source():
    for row in (*packs.all_guidelines(), *packs.all_rules()):
        assert set(row.wording) == {"nl", "de", "en"}, row.id
        assert row.source, row.id


def test_every_text_guideline_has_a_check_and_examples_that_obey_and_break_it():
    for guideline in packs.all_guidelines():
        if guideline.id.startswith("R-"):
            assert guideline.checks, guideline.id
            assert set(guideline.obeys) == set(guideline.breaks) == {"nl", "de", "en"}, guideline.id


def test_must_blocks_and_should_warns():
    assert packs.guideline("R-FACTS").severity is Severity.BLOCK
    assert packs.guideline("R-HUMAN").severity is Severity.WARN
    assert packs.severity_of("P-SAY-NO") is Severity.BLOCK
    assert packs.severity_of("EU-7") is Severity.WARN


def test_one_can_be_asked_for_by_id():
    assert packs.play("P-SAY-NO").never["en"]
    assert packs.decision("T-THANK").says("de")
    assert packs.rule("G-2").max_bytes == 4096
    assert packs.limits_of("google") == (None, 4096)
    for ask in (packs.play, packs.decision, packs.guideline, packs.rule):
        with pytest.raises(KeyError):
            ask("R-NONE")


@pytest.mark.parametrize(
    ("schema", "row", "complaint"),
    [
        (GuidelineSchema(), {"id": "R-X", "surprise": 1}, "surprise"),
        (GuidelineSchema(), {"id": "R-LONE", "kind": "PERHAPS"}, "kind"),
        (GuidelineSchema(), {"id": "R-LONE", "wording": {"nl": "ja"}}, "no wording in de, en"),
        (GuidelineSchema(), {"id": "R-LONE", "channels": []}, "write [all]"),
        (GuidelineSchema(), {"id": "R-LONE", "countries": ["all", "NL"]}, "write [all]"),
        (GuidelineSchema(), {"id": "R-LONE", "countries": ["Nederland"]}, "countries"),
        (RuleSchema(), {"id": "EU-9", "level": "LOUD"}, "level"),
        (RuleSchema(), "just a word", "entry 1"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_the_id_and_the_field(schema, row, complaint):
    with pytest.raises(PackError, match=re.escape("somewhere.yaml")) as error:
        packs.load(schema, [row], "somewhere.yaml")
    assert complaint in str(error.value)


def test_a_file_that_is_no_list_is_refused():
    with pytest.raises(PackError, match="a list of entries"):
        packs.load(RuleSchema(), {"id": "EU-1"}, "somewhere.yaml")
