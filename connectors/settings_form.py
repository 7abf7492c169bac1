"""The form from which a channel's settings come: what people paste is tidied before it is checked."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, pre_load


class SettingsForm(Schema):
    """The schema of a connector's ``Settings``. Spaces around what was pasted go, and so do fields that it does not have."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def _trim(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return self.tidied({name: value.strip() if isinstance(value, str) else value for name, value in data.items()})

    def tidied(self, given: dict[str, Any]) -> dict[str, Any]:
        """For what people write in more ways than one: gives it in the form that the fields check."""
        return given
