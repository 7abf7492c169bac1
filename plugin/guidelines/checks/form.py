"""R-PERSONAL, R-LENGTH, R-CLEAN: the outer form of a reply."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, islice

from plugin.guidelines import packs
from plugin.guidelines.draft import Draft, Note, stands_in
from plugin.guidelines.patterns import fold
from plugin.guidelines.word_lists import Wording, words_of
from plugin.language.orders import is_no_name
from plugin.language.patterns import Pattern, sparing
from plugin.words import Decision, Severity

_NO_NAME = Wording(r"(?i)^(?:{no_person}|{no_person_begins}.*|a .*user|n/?a|-+|\W*)$")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Signs that nobody sees. A joiner or a style sign belongs to an emoji, tags to a flag.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|"
    "(?<=\\w)[\u200d\ufe00-\ufe0f]+(?=\\w)|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
# Letters that look like ours and are none: full-width and mathematical ones, Cyrillic or Greek ones in a Latin word
# (not those of units: "4 kΩ", "μm").
_LETTERS = re.compile(r"[^\W\d_]+")
_ALIKE = re.compile("[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
_NOT_LATIN = re.compile("[\u0400-\u04ffΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SELF_AS_MACHINE = Wording(
    r"(?<!\w)(?:{as_a_machine}(?!\w)|{self_as_machine}|{here_is_a} {draft_of_a_text}|{my_orders} {orders_say}|"
    r"{would_you_like_it} (?:any |a )?{another_version})"
)
_LIST_LINE = re.compile(r"(?m)^\s{0,3}(?:[-*+•]|\d+[.)])\s+\S")


def personal(draft: Draft) -> Iterator[Note]:
    """Greets by the name shown in public, signed with the agent's own name."""
    yield from _greeting(draft)
    agent = fold(draft.context.shop.agent).split()
    tail = _tail(draft)
    named = agent and any(stands_in(agent[0], line) for line in tail)
    if agent and (not named or _by_a_department(draft, agent[0], tail)):
        yield Note("R-PERSONAL", "unsigned", None, None, {"agent": draft.context.shop.agent})


def _by_a_department(draft: Draft, agent: str, tail: list[str]) -> bool:
    """Signed 'Customer Care', although a sentence before it says who is writing."""
    lines = [line.strip() for line in tail[-2:] if len(line.split()) <= _SIGNATURE]
    return not any(agent in line for line in lines) and any(_DEPARTMENT.of(draft).search(line) for line in lines)


_SIGNATURE = 6  # words
_DEPARTMENT = Wording(r"(?<!\w)(?:{department}|{team_before} (?:\w+[ -]?)?team|{department_before} \w+)(?!\w)[^.!?]*$")


def _tail(draft: Draft) -> list[str]:
    """The last lines or sentences, where a signature stands."""
    return [draft.sentence_text(i) for i in range(max(0, len(draft.reading.spans) - 3), len(draft.reading.spans))]


@lru_cache(maxsize=256)
def public_names(author: str) -> tuple[str, ...]:
    """The words of a shown name by which a reply may greet; empty where no name of a person is shown.

    Kept for a while: many candidates are checked against one review.
    """
    name = unicodedata.normalize("NFC", author).strip()
    if _NO_NAME.in_any().match(name) or "@" in name:
        return ()
    no_names = words_of("title_or_particle")
    return tuple(word for word in map(fold, _NAME_WORD.findall(name)) if word not in no_names)


def _greeting(draft: Draft) -> Iterator[Note]:
    author = draft.context.review.author
    names = public_names(author)
    if draft.greeting is None:
        first = draft.sentence_text(0) if draft.reading.spans else ""
        shown = fold(author.strip())
        # 'Kati1988, es tut mir leid', 'Entschuldigung, Kati1988.'
        by_name = len(shown) > 1 and not is_no_name(author) and stands_in(shown, first)
        if not by_name and not any(stands_in(name, first) for name in names):
            yield Note("R-PERSONAL", "no-greeting", None, None, {"name": author})
        return
    span = draft.reading.spans[draft.greeting]
    said = draft.reading.cased[span.start : span.end]
    folded = fold(said)
    greeted = any(stands_in(name, folded) for name in names)
    if names and not greeted and not _is_handle(author) and not is_no_name(author) and not _initials(names):
        yield Note("R-PERSONAL", "wrong-name", span, None, {"name": author})
    elif names and not greeted and _to_anybody(said) and not is_no_name(author):
        yield Note("R-PERSONAL", "wrong-name", span, Severity.WARN, {"name": author})
    elif not greeted and (stranger := _stranger(draft, span.start, said)) and not _is_handle(author):
        yield Note("R-PERSONAL", "wrong-name", stranger, None, {"name": author or "-"})


def _to_anybody(said: str) -> bool:
    """'Dear customer' to somebody who shows a name, be it a handle."""
    match = _ADDRESSED.in_any().match(said)
    return bool(match and fold(match["name"]) in words_of("anybody"))


def _is_handle(author: str) -> bool:
    """'fietsfan82' is no name to greet a person by; a reply may leave it out."""
    return any(c.isdigit() for c in author) or "_" in author or (author.islower() and " " not in author.strip())


def _initials(names: tuple[str, ...]) -> bool:
    return all(len(name) == 1 for name in names)


_ADDRESSED = Wording(r"(?i)^{greeted}\s+{greeted_title}?\s*(?P<name>[A-ZÄÖÜ][\w'’-]+)")


def _stranger(draft: Draft, start: int, said: str) -> tuple[int, int] | None:
    """A name in the greeting that the reviewer does not show."""
    match = _ADDRESSED.in_any().match(said)
    if (
        not match
        or fold(match["name"]).split("-")[0] in words_of("greeted_no_name")
        or fold(match["name"]) in fold(draft.context.review.author)
    ):
        return None
    return start + match.start("name"), start + match.end("name")


def _limits(draft: Draft) -> tuple[int | None, int | None]:
    """Characters and bytes: as the channel says, and where it says nothing as the platform's rules do (G-2)."""
    channel = draft.context.channel
    chars, size = packs.limits_of(draft.context.platform) if draft.context.platform else (None, None)
    if channel is None or draft.context.private:
        return (None, None) if draft.context.private else (chars, size)
    return channel.max_chars or chars, channel.max_bytes or size


def length(draft: Draft) -> Iterator[Note]:
    """The channel's limit blocks; the recommended number of words warns."""
    text = draft.reading.raw
    most_chars, most_bytes = _limits(draft)
    if most_chars is not None and len(text) > most_chars:
        yield Note(
            "R-LENGTH",
            "too-many-chars",
            None,
            Severity.BLOCK,
            {"count": str(len(text)), "limit": str(most_chars)},
        )
    size = len(text.encode("utf-8", "surrogatepass"))
    if most_bytes is not None and size > most_bytes:
        yield Note("R-LENGTH", "too-many-bytes", None, Severity.BLOCK, {"count": str(size), "limit": str(most_bytes)})
    if not text.strip():
        yield Note("R-LENGTH", "empty", None, Severity.BLOCK)
        return
    if draft.context.private:
        return
    praise = not draft.complaint and draft.context.decision is Decision.THANK
    if not draft.complaint and not praise:
        return
    asked = packs.guideline("R-LENGTH").parameters
    least, most = asked["complaint_words"] if draft.complaint else asked["praise_words"]
    if draft.context.decision is Decision.REPLY_PRIVATE:
        least = asked["praise_words"][0]  # the public part is short on purpose
    # Greeting and name count where there is little besides, and not where there is much: a close call is the writer's.
    whole, body = len(draft.reading.words), draft.body_word_count
    key, words = ("too-short", whole) if whole < least else ("too-long", body)
    if key == "too-short" or body > most:
        yield Note("R-LENGTH", key, None, Severity.WARN, {"count": str(words), "least": str(least), "most": str(most)})


# Lines of a letter's template, of a chat or of a source file: a head, a rule, a comment, another version.
_TEMPLATE_LINE = Wording(
    r"(?m)^[ \t]*{template_head}\s?:[^\n]*|^[ \t]*(?:-{3,}|={3,}|_{3,}|\*{3,})[ \t]*$|(?<!\S)-{3,}(?!\S)|<!--.*?(?:-->|$)"
)
_MAY_BE_TEMPLATE = (":", "---", "===", "___", "***", "<!--")  # one of these stands in every such line
_ONE_OF_SEVERAL = Wording(r"(?<!\w){one_of_several} (?:\d|[a-c](?!\w))[^\n]*")


_CODE = re.compile(r"```|`[^`\n]+`")


@cache
def _signs_of_a_machine() -> tuple[Pattern, ...]:
    """Lines of a template, one version of several, and words about itself: in any language, whatever the reply's is."""
    expressions = (_TEMPLATE_LINE, _ONE_OF_SEVERAL, _SELF_AS_MACHINE)
    template, *others = (expression.in_any().pattern for expression in expressions)
    return sparing(template, _MAY_BE_TEMPLATE), *map(sparing, others)


def clean(draft: Draft) -> Iterator[Note]:
    """No placeholder, no markup the channel does not take, no sign of a machine."""
    reading = draft.reading
    markup = draft.context.channel.markup if draft.context.channel else False
    for kind in ("placeholder", "machine", "markup"):
        if kind == "markup" and markup:
            continue
        for place in reading.find(kind):
            words = reading.folded[place[0] : place[1]]
            if kind == "placeholder" and set(words) <= {"."} and len(words) < 6:  # noqa: PLR2004 -- an ellipsis
                continue
            if kind != "machine" and words in draft.shop_text:
                continue
            yield Note("R-CLEAN", kind, place)
            return
    *lines, itself = _signs_of_a_machine()
    drafted = [at for line in lines if (at := line.first(reading.folded))]
    if machine := min(drafted, default=None) or itself.first(reading.folded):
        yield Note("R-CLEAN", "machine", machine)
        return
    if not markup and (match := _LIST_LINE.search(reading.cased) or _CODE.search(reading.cased)):
        yield Note("R-CLEAN", "markup", match.span())
        return
    if not reading.cased.isascii():
        yield from _not_as_seen(draft)


def _not_as_seen(draft: Draft) -> Iterator[Note]:
    """What a reader does not see, or takes for other letters: no check can read it, and no shop writes so."""
    text = draft.reading.cased
    for match in islice(chain(_HIDDEN.finditer(text), _looking_alike(draft)), 1):
        yield Note("R-CLEAN", "hidden", match.span(), Severity.BLOCK)


def _looking_alike(draft: Draft) -> Iterator[re.Match[str]]:
    """Words in letters that are none of ours; a name that the reviewer or the shop writes so is none of them."""
    for match in _LETTERS.finditer(draft.reading.cased):
        word = match.group()
        if word.isascii():
            continue
        alike = _ALIKE.search(word) or (_NOT_LATIN.search(word) and _LATIN.search(word))
        if alike and word not in draft.context.review.author and fold(word) not in draft.known_text:
            yield match
