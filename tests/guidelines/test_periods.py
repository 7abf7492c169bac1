"""The periods of the law are data, by country: a policy starts from them, and a reply is held against them."""

import dataclasses
import datetime as dt

import pytest

from plugin.guidelines import packs
from plugin.legal_minimum import LEGAL_WARRANTY_MONTHS, LEGAL_WITHDRAWAL_DAYS, legal_minimum, member_states, periods
from plugin.shop import Policy, ShopProfileError, load_profile, refuse_less_than_the_law, stored_profile
from tests.guidelines.conftest import TODAY, make_shop, run, with_sentence

SAID = {
    "nl": "Op deze tas zit twee jaar garantie.",
    "de": "Auf diese Tasche haben Sie zwei Jahre Gewährleistung.",
    "en": "This bag comes with a two-year warranty.",
}
LESS = {"nl": "Minder dan de wet", "de": "Weniger, als das Gesetz", "en": "Less than the law"}


def test_every_period_belongs_to_a_rule_has_a_day_and_a_source_and_is_a_number_of_the_policy():
    numbers = {field.name for field in dataclasses.fields(Policy)}
    for row in periods():
        assert row.term in numbers
        assert set(row.countries) <= set(packs.rule(row.rule).countries), row
        assert row.valid_from <= TODAY
        assert row.source
        assert row.version >= 1


def test_no_country_of_the_eu_has_less_than_the_directives_and_portugal_has_three_years():
    assert len(member_states()) == 27
    for country in member_states():
        found = legal_minimum(country)
        assert found.withdrawal_days >= LEGAL_WITHDRAWAL_DAYS
        assert found.warranty_months >= LEGAL_WARRANTY_MONTHS
    assert legal_minimum("PT").warranty_months == 36
    assert legal_minimum("PT", dt.date(2021, 12, 31)).warranty_months == LEGAL_WARRANTY_MONTHS
    assert [legal_minimum(country).may_be_longer for country in ("NL", "DE")] == [True, False]


def policy_findings(language, **shop):
    report = run(with_sentence(language, SAID[language]), language, shop=make_shop(**shop), wording=language)
    return [finding.message for finding in report.findings if finding.guideline == "R-POLICY"]


@pytest.mark.parametrize("given", [{}, {"policy": {"warranty_months": 24}}, {"policy": {"warranty_months": 36}}])
def test_two_years_are_less_than_the_law_in_portugal_whatever_the_policy_says(language, given):
    (message,) = policy_findings(language, country="PT", **given)
    assert message.startswith(LESS[language])
    assert "36" in message


def test_two_years_are_the_law_elsewhere_and_at_most_less_than_the_policy(language):
    assert policy_findings(language, country="DE", policy={}) == []
    (message,) = policy_findings(language, country="DE", policy={"warranty_months": 36})
    assert not message.startswith(LESS[language])


def profile(**policy):
    return {"name": "Loja", "agent": "Ana", "country": "PT", "policy": policy}


def test_a_period_that_is_left_out_is_that_of_the_country():
    assert load_profile({"name": "Loja", "agent": "Ana", "country": "PT"}).policy.warranty_months == 36
    assert load_profile(profile(withdrawal_days=30)).policy == Policy(withdrawal_days=30, warranty_months=36)


def test_less_than_the_country_gives_cannot_be_kept_and_what_was_kept_is_raised():
    with pytest.raises(ShopProfileError) as error:
        refuse_less_than_the_law(load_profile(profile(warranty_months=24)))
    assert error.value.problems == {
        "policy": {"warranty_months": ["at least 36: the law of PT gives that many months"]}
    }
    refuse_less_than_the_law(load_profile(profile(warranty_months=36)))
    assert stored_profile(profile(warranty_months=24)).policy.warranty_months == 36
    assert stored_profile(profile(warranty_months=60)).policy.warranty_months == 60
