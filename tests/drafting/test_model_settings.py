from __future__ import annotations

import pytest

from plugin.drafting.model_settings import DEFAULT_BASE_URL, NO_KEY, ModelSettings, ModelSettingsError


def test_nothing_set_means_no_model():
    assert ModelSettings.from_env({}) is None
    assert ModelSettings.from_env({"OPENAI_API_KEY": " ", "WEDERWOORD_MODEL": ""}) is None


def test_a_hosted_model_needs_its_key_and_name():
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "sk-secret", "WEDERWOORD_MODEL": "gpt-6-luna"})
    assert settings is not None
    assert (settings.base_url, settings.api_key, settings.model) == (DEFAULT_BASE_URL, "sk-secret", "gpt-6-luna")


def test_a_local_server_needs_no_key():
    settings = ModelSettings.from_env({"OPENAI_BASE_URL": "http://127.0.0.1:11434/v1", "WEDERWOORD_MODEL": "llama"})
    assert settings is not None
    assert settings.api_key == NO_KEY


@pytest.mark.parametrize(
    "env",
    [
        {"OPENAI_API_KEY": "sk-secret"},
        {"WEDERWOORD_MODEL": "gpt-6-luna"},
        {"OPENAI_BASE_URL": "ftp://x", "WEDERWOORD_MODEL": "m"},
    ],
)
def test_a_half_configured_model_is_told_without_the_key(env):
    with pytest.raises(ModelSettingsError) as caught:
        ModelSettings.from_env(env)
    assert "sk-secret" not in str(caught.value)


def test_the_key_does_not_show():
    settings = ModelSettings(model="m", api_key="sk-secret", base_url="https://user:pass@example.org/v1")
    assert "sk-secret" not in repr(settings)
    assert settings.host == "example.org"
