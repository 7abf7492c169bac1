"""What people paste into the form of a channel."""

import pytest
from marshmallow import ValidationError, fields

from connectors import registry
from connectors.settings_form import SettingsForm


class Form(SettingsForm):
    token = fields.String(required=True)
    number = fields.Integer(load_default=1)

    def tidied(self, given):
        return {name: value.removeprefix("Bearer ") if name == "token" else value for name, value in given.items()}


def test_spaces_around_what_was_pasted_are_not_part_of_it():
    assert Form().load({"token": " \tBearer abc \n", "number": 2, "csrf": "x"}) == {"token": "abc", "number": 2}


@pytest.mark.parametrize("sent", [None, "token=abc", ["token"], 3])
def test_what_is_no_form_is_refused_as_such(sent):
    with pytest.raises(ValidationError):
        Form().load(sent)


@pytest.mark.parametrize("name", sorted(set(registry.all_connectors()) - {"file"}))
def test_a_form_says_what_is_missing_whatever_else_was_sent(name):
    with pytest.raises(ValidationError) as refused:
        registry.get(name).Settings().load({"nothing of ours": " "})
    assert "nothing of ours" not in refused.value.messages
