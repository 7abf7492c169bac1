from __future__ import annotations

import datetime as dt
from importlib.resources import files

import pytest
import yaml

from plugin.drafting import model_data
from plugin.drafting.model_settings import ModelSettings
from plugin.words import Usage

USAGE = Usage(prompt_tokens=2300, cached_tokens=2000, completion_tokens=250)


def test_a_cost_counts_cached_tokens_at_their_own_price():
    settings = ModelSettings(model="gpt-6-luna", api_key="k")
    expected = (300 * 0.10 + 2000 * 0.01 + 250 * 0.50) / 1_000_000
    assert model_data.cost_estimate(settings, USAGE) == pytest.approx(expected)


@pytest.mark.parametrize("model", ["gpt-6-luna-2026-09-22", "openai/gpt-6-luna", "GPT-6-Luna"])
def test_a_dated_or_routed_name_finds_its_price(model):
    assert model_data.cost_estimate(ModelSettings(model=model, api_key="k"), USAGE) is not None


def test_an_unknown_price_is_no_price():
    assert model_data.cost_estimate(ModelSettings(model="somebody-else", api_key="k"), USAGE) is None
    assert model_data.cost_estimate(ModelSettings(model="gpt-6-lunatic", api_key="k"), USAGE) is None
    assert model_data.cost_estimate(ModelSettings(model="gpt-6-luna", api_key="k"), Usage()) is None


def test_a_server_on_this_machine_costs_nothing():
    assert model_data.cost_estimate(ModelSettings(model="x", base_url="http://127.0.0.1:8080/v1"), Usage()) == 0


def test_extra_fields_go_only_where_they_are_understood():
    local = model_data.extra_fields(ModelSettings(model="llama", base_url="http://127.0.0.1:1/v1"), "shop")
    assert set(local) == {"max_tokens"}
    hosted = model_data.extra_fields(ModelSettings(model="gpt-6-luna", api_key="k"), "shop")
    assert set(hosted) == {"max_completion_tokens", "prompt_cache_key", "reasoning_effort"}
    plain = model_data.extra_fields(ModelSettings(model="gpt-4o", api_key="k"), "shop")
    assert "reasoning_effort" not in plain


def test_two_calls_cost_their_sum_and_what_nobody_counted_stays_unknown():
    assert model_data.add(Usage(10, 5, 2), Usage(20, None, 3)) == Usage(30, 5, 5)
    assert model_data.add(Usage(), Usage()) == Usage()


def test_every_price_carries_its_date():
    prices = yaml.safe_load((files("prompts") / "models" / "prices.yaml").read_text(encoding="utf-8"))
    assert isinstance(prices["as_of"], dt.date)
    for name, entry in prices["models"].items():
        assert isinstance(entry["since"], dt.date), name
        assert len(entry["price"]) == 3, name
