import datetime as dt

from connectors.scaffolding.mysite.fake import MySiteHarness
from connectors.testing.costs import cost_of


def test_a_first_reading_costs_a_call_a_page_and_a_quiet_one_hardly_any():
    cost = cost_of(MySiteHarness, 500)
    assert cost.first == 10
    assert cost.again == cost.first, "all five hundred are of the last thirty days, which are read again"
    assert cost.quiet_hour == cost.again


def test_what_is_older_than_the_window_is_not_read_again(monkeypatch):
    def older(self, text, **_more):
        return self.add_dated_review(text, self.fake.tick() - dt.timedelta(days=400))

    monkeypatch.setattr(MySiteHarness, "add_review", older)
    cost = cost_of(MySiteHarness, 500)
    assert (cost.first, cost.again) == (10, 1)
