"""One model with one prompt: what the writer, the second reader and the adviser have in common."""

from __future__ import annotations

from plugin.drafting import model_data
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.prompt import PromptSet, load_prompt


class Prompted:
    """Asks one model with one prompt; ``prompt`` is the name of its folder."""

    def __init__(self, settings: ModelSettings, prompt: str) -> None:
        self.settings = settings
        self._prompt: PromptSet = load_prompt(prompt)

    @property
    def name(self) -> str:
        """As drafts and findings name it: ``<model>@<prompt version>``."""
        return f"{self.settings.model}@{self._prompt.version}"

    @property
    def mark(self) -> str:
        """The same exactly: another text of the prompt or another server is another one."""
        return model_data.mark(self.settings, self.name, self._prompt.hash)
