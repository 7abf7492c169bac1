"""A pack has a version, and shows what it changes; recommendations wait, requirements and law do not."""

import copy

from plugin.data import PROMPTS, read_yaml
from plugin.guidelines import packs
from plugin.guidelines.pack_versions import ADDED, CHANGED, DATA, REMOVED, current, data_of, difference, waiting
from tests.guidelines.conftest import ids, make_shop, run, with_sentence


def changed(**by_id):
    content = copy.deepcopy(dict(current().content))
    for name, fields in by_id.items():
        content[name.replace("_", "-")] = {**content.get(name.replace("_", "-"), {}), **fields}
    return content


def without(*names):
    return {name: row for name, row in current().content.items() if name not in names}


def test_changed_data_get_a_new_version():
    """Changed guidelines, rules or data are a new pack: record its hash with a new version in prompts/packs.yaml."""
    recorded = read_yaml("packs.yaml")
    assert current().version in recorded, f"add to prompts/packs.yaml: a new version with {current().hash[:16]}"


def test_the_pack_holds_every_guideline_and_every_rule_and_the_data_beside_them():
    rows = {row.id for row in (*packs.all_guidelines(), *packs.all_rules())}
    assert set(current().content) == rows | {row["id"] for row in read_yaml("parts.yaml")}


def test_every_file_that_decides_a_draft_or_a_check_is_in_the_pack():
    """But for the templates and models, which are tried by themselves (plugin.work.hands), and what people read."""
    told = {f"{part}/{name}" for part, row in current().content.items() for name in row.get("files", ())}
    files = {path.relative_to(PROMPTS).as_posix() for path in PROMPTS.rglob("*.*") if "__" not in str(path)}
    beside = {name for name in files if name.endswith(".md") or "/" not in name}
    left = {name for name in files - told - beside if name.split("/")[0] not in {"templates", "models"}}
    assert {name.split("/")[0] for name in left} == {"guidelines", "rules"}


def test_any_byte_of_the_data_makes_another_pack(tmp_path):
    for name, changed in (
        ("lexicons/nl.yaml", b"b"),
        ("classifiers/replies.npz", b"\1\0"),
        ("checks/rights/de.yaml", b""),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"a")
        before = data_of(tmp_path)
        file.write_bytes(changed)
        (one,) = difference(before, data_of(tmp_path))
        folder, _, inside = name.partition("/")
        assert (one.id, one.how, one.fields, one.waits) == (folder, CHANGED, ("files",), False)
        assert set(one.after["files"]) == {inside}


def test_a_pack_of_before_its_data_were_told_is_no_other_for_that():
    before = {name: row for name, row in current().content.items() if row["kind"] != DATA}
    assert difference(before, current().content) == ()


def test_what_was_added_removed_and_changed_is_told_law_and_musts_first():
    before = changed(
        R_HUMAN={"wording": {"nl": "x", "de": "x", "en": "x"}}, R_LENGTH={"parameters": {"praise_words": [1, 2]}}
    )
    before["OLD-1"] = before.pop("EU-7")
    found = difference(before, current().content)
    assert [(one.id, one.how, one.fields) for one in found] == [
        ("EU-7", ADDED, ()),
        ("OLD-1", REMOVED, ()),
        ("R-LENGTH", CHANGED, ("parameters",)),
        ("R-HUMAN", CHANGED, ("wording",)),
    ]
    assert difference(current().content, current().content) == ()


def test_a_pack_of_before_guidelines_told_where_they_apply_is_no_other_for_that():
    places = ("channels", "countries")
    before = {
        name: {field: value for field, value in row.items() if row["kind"] == "LAW" or field not in places}
        for name, row in current().content.items()
        if row["kind"] != DATA
    }
    assert difference(before, current().content) == ()
    (one,) = difference(before, changed(R_HUMAN={"channels": ["google"]}))
    assert (one.id, one.fields, one.waits) == ("R-HUMAN", ("channels",), True)


def test_only_recommendations_that_are_new_or_ask_something_else_wait():
    before = {
        **without("R-STRENGTH", "R-FACTS", "EU-3"),
        "R-IMPROVE": {**current().content["R-IMPROVE"], "checks": ["other"]},
        "R-HUMAN": {**current().content["R-HUMAN"], "wording": {"nl": "x", "de": "x", "en": "x"}},
        "R-EVERY-POINT": {**current().content["R-EVERY-POINT"], "kind": "MUST"},
    }
    assert waiting(difference(before, current().content)) == ("R-IMPROVE", "R-STRENGTH")


def test_a_recommendation_that_waits_is_not_reported():
    from plugin.store.shops import with_waiting

    text = with_sentence("nl", "Ons unieke assortiment biedt een ongeëvenaarde beleving voor elke fietsliefhebber.")
    assert "R-HUMAN" in ids(run(text))
    assert "R-HUMAN" not in ids(run(text, shop=with_waiting(make_shop(), ("R-HUMAN",))))
    assert "R-EMPATHY" in ids(run("Noor, Sanne.", shop=with_waiting(make_shop(), ("R-EMPATHY",))))
