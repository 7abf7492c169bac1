from connectors.scaffolding.mysite.fake import MySiteHarness
from connectors.testing.costs import cost_of


def test_a_first_reading_costs_a_call_a_page_and_a_quiet_one_hardly_any():
    cost = cost_of(MySiteHarness, 500)
    assert cost.first == 10
    assert cost.again == 2, "the window, and the page that shows its end"
    assert cost.quiet_hour == 2
