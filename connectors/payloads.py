"""Reading what a platform sent into frozen dataclasses, with marshmallow, at the edge and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, post_load

from connectors.contract import BadAnswer, OutcomeUnknown

T = TypeVar("T")

_ANOTHER_FORMAT = 5  # so many unreadable items, and not one readable, are no accident


class Payload(Schema, Generic[T]):
    """A schema whose ``load`` gives a value of ``makes``. Unknown keys are dropped: platforms add new ones.

    ``makes`` is a frozen dataclass with the schema's field names.
    """

    makes: type[T]

    class Meta:
        unknown = EXCLUDE

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> T:
        return self.makes(**data)


def read_one(schema: Payload[T], data: Any, *, who: str) -> T:
    """``data`` as the schema's dataclass. Raises BadAnswer that names the fields, never their values."""
    try:
        loaded: T = schema.load(data)
    except ValidationError as error:
        fields = _places(error.messages)
    else:
        return loaded
    raise BadAnswer(
        f"{who} answered in a form that this connector does not know ({fields}).",
        hint="An update of Wederwoord or of the channel may be needed.",
    )


def read_many(schema: Payload[T], data: Any, *, who: str, what: str) -> tuple[tuple[T, ...], tuple[str, ...]]:
    """The readable ones of a list, and one sentence for each that is not.

    Raises BadAnswer if ``data`` is no list, or if many items came and none can be read: then it is another format.
    """
    if not isinstance(data, list):
        raise BadAnswer(
            f"{who} answered in a form that this connector does not know.", hint="A list was expected. Try again later."
        )
    good: list[T] = []
    problems: list[str] = []
    for item in data:
        try:
            good.append(read_one(schema, item, who=who))
        except BadAnswer as error:
            problems.append(f"{what} {_name_of(item)}: {error.message}")
    if not good and len(problems) >= _ANOTHER_FORMAT:
        raise BadAnswer(problems[0], hint="Nothing in this answer could be read.")
    return tuple(good), tuple(problems)


def once_accepted(read: Callable[[], T | None], *, who: str, look: str = "Look under the review.") -> T:
    """What ``read`` makes of the answer to a write that the platform accepted.

    Where that cannot be read, or says nothing, the write was carried out all the same for all we know: OutcomeUnknown,
    never BadAnswer; ``look`` is its hint.
    """
    try:
        found = read()
    except BadAnswer:
        found = None  # raised below, outside, so that the half answer is not chained to the error
    if found is None:
        raise OutcomeUnknown(f"{who} accepted it, but its answer cannot be read.", hint=look)
    return found


def _name_of(item: Any) -> str:
    if isinstance(item, Mapping) and isinstance(item.get("id"), (int, str)):
        return str(item["id"])[:40]
    return "without an id"


def _places(messages: Any, path: str = "") -> str:
    if isinstance(messages, Mapping):
        return ", ".join(_places(inner, f"{path}.{key}".strip(".")) for key, inner in messages.items())
    if isinstance(messages, Iterable):
        return path or "the whole"
    return path
