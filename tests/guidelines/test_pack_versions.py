"""A pack has a version, and shows what it changes; recommendations wait, requirements and law do not."""

import copy

from plugin.data import read_yaml
from plugin.guidelines import packs
from plugin.guidelines.pack_versions import ADDED, CHANGED, REMOVED, current, difference, waiting
from tests.guidelines.conftest import ids, make_shop, run, with_sentence


def changed(**by_id):
    content = copy.deepcopy(dict(current().content))
    for name, fields in by_id.items():
        content[name.replace("_", "-")] = {**content.get(name.replace("_", "-"), {}), **fields}
    return content


def without(*names):
    return {name: row for name, row in current().content.items() if name not in names}


def test_changed_data_get_a_new_version():
    """A changed guideline or rule is a new pack: record its hash with a new version in prompts/packs.yaml."""
    recorded = read_yaml("packs.yaml")
    assert current().version in recorded, f"add to prompts/packs.yaml: a new version with {current().hash[:16]}"


def test_the_pack_holds_every_guideline_and_every_rule():
    assert set(current().content) == {row.id for row in (*packs.all_guidelines(), *packs.all_rules())}


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
