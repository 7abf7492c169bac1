"""R-PRIVACY and the contact side of R-OFFLINE and R-FACTS: whose data and whose contact ways stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plugin.guidelines import contacts
from plugin.guidelines.contacts import Contact
from plugin.guidelines.draft import Draft, Note, overlaps, places_of, stem
from plugin.guidelines.patterns import fold
from plugin.guidelines.word_lists import Wording, words_of
from plugin.words import Decision, Severity

_PERSONAL = frozenset({"iban", "address", "postcode", "order"})
_THEIRS = Wording(r"(?<!\w)(?:{their}|{them})\s(?:\S+\s){0,3}(?:{their_way}\S*|{toward})?\s*\(?$")


def privacy(draft: Draft) -> Iterator[Note]:
    """Contacts that are not the shop's; order numbers, addresses, health, a name beyond the one shown."""
    theirs = {c.key for c in contacts.find(draft.context.review.whole)} if draft.contacts else frozenset()
    for contact in draft.contacts:
        if draft.is_shops(contact) or contact.key in _squeezed(draft.shop_text):
            continue
        note = _contact(draft, contact, contact.key in theirs)
        if note:
            yield note
            break
    if draft.context.private:
        return
    yield from _asked_in_public(draft)
    yield from _health(draft)
    yield from _known_to_the_shop(draft)
    yield from _fuller_name(draft)
    yield from _unshown_name(draft)
    yield from _unshown_place(draft)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _contact(draft: Draft, contact: Contact, shown: bool) -> Note | None:  # noqa: PLR0911 -- one line a case
    place = (contact.start, contact.end)
    if contact.kind == "url":
        return None if shown else Note("R-OFFLINE" if _hand_off(draft, place) else "R-FACTS", "foreign-contact", place)
    if contact.kind in _PERSONAL:
        if draft.context.private or (shown and contact.kind in {"order", "postcode"}):
            return None
        return Note("R-PRIVACY", "personal-data", place)
    if draft.context.private and shown:
        return None
    before = draft.reading.folded[max(0, contact.start - 60) : contact.start]
    handed_over = draft.context.decision is Decision.REPLY_PRIVATE
    if not shown and handed_over and (_REACH_US.of(draft).search(before) or not _REACH_YOU.of(draft).search(before)):
        return Note("R-OFFLINE", "foreign-contact", place)
    index = draft.reading.sentence_at(contact.start)
    around = draft.sentence_text(index) + before
    reached = bool(_REACH_US.of(draft).search(around)) or handed_over
    if shown or _THEIRS.of(draft).search(before) or not _hand_off(draft, place) or not reached:
        return Note("R-PRIVACY", "personal-data", place)
    return Note("R-OFFLINE", "foreign-contact", place)


_REACH_US = Wording(
    r"(?<!\w)(?:{get_through}\s(?:\S+\s){0,3}{to_us}|{get_through_to}\s{to_us}|{to_us}\s(?:\S+\s){0,3}{reached}|{called_before})(?!\w)"
)
# A hand-off names a way to the shop; the customer's own address or number is named as theirs, or as where we reach them.
_REACH_YOU = Wording(r"(?<!\w)(?:{their} (?:\S+ ){0,2}{their_way}\S*|{them} (?:\S+ ){0,3}{toward})\W+(?:\S+ )?\(?$")


def _hand_off(draft: Draft, place: tuple[int, int]) -> bool:
    index = draft.reading.sentence_at(place[0])
    return draft.context.decision is Decision.REPLY_PRIVATE or draft.reading.in_sentence(index, "offline")


def _asked_in_public(draft: Draft) -> Iterator[Note]:
    """'Reply here with your order number'; 'no need to put your details on here' asks for none."""
    for place in draft.reading.find("ask_public"):
        start = draft.reading.spans[draft.reading.sentence_at(place[0])].start
        if not _ASKS_NOT.of(draft).search(draft.reading.folded[start : place[1]]):
            yield Note("R-PRIVACY", "asked-in-public", place)
            return


_ASKS_NOT = Wording(r"(?<!\w){asks_not}(?!\w)")


def _health(draft: Draft) -> Iterator[Note]:
    """Health and other special data may be spoken of only where the reviewer did (GDPR art. 9)."""
    for kind in ("health", "special_data", "told_private"):
        for start, end in draft.reading.find(kind):
            words = draft.reading.folded[start:end]
            if kind != "told_private" and (words[:5] in draft.review.folded or words[:5] in draft.shop_text):
                continue
            if _WISH.of(draft).fullmatch(words) and _HARM.of(draft).search(draft.review.folded):
                continue  # who tells that they were hurt is wished well
            if kind == "told_private" and (
                words in draft.review.folded
                or draft.reading.in_sentence(draft.reading.sentence_at(start), "promise_strong")
            ):
                continue
            if overlaps((start, end), draft.reading.find("excuse")) or overlaps(
                (start, end), draft.reading.find("blame_verb")
            ):
                continue  # a colleague's illness as an excuse is reported as blame
            yield Note("R-PRIVACY", "health", (start, end))
            return


# A wish of German letters; the other languages' ("beterschap", "get well") are told by no word of the list.
_WISH = Wording(r"{get_well}")
_HARM = Wording(r"(?<!\w){harmed}")


def _known_to_the_shop(draft: Draft) -> Iterator[Note]:
    """What only the shop's record can hold: how was paid, what was bought before, a street, an illness, a loss.

    Every telling word of it must be new: what the customer wrote, and what the shop publishes of itself, is no secret.
    """
    for kind in ("private", "private_place"):
        for start, end in draft.reading.find(kind):
            index = draft.reading.sentence_at(start)
            if index not in draft.body or draft.reading.in_sentence(index, "told_private"):
                continue
            if not _is_known(draft, start, end) and not _is_ours(draft, start):
                yield Note("R-PRIVACY", "personal-data", (start, end), Severity.WARN)
                return


def _is_known(draft: Draft, start: int, end: int) -> bool:
    """Whether one of the telling words stands in the review or on the shop's record, in any form."""
    telling = [w.text for w in draft.reading.words_between(start, end) if len(w.text) >= _TELLING]
    telling = [w for w in telling if w not in draft.everyday_words]
    return any(stem(word) in draft.known_text for word in telling) or not telling


_TELLING = 3  # letters
_OURS = Wording(r"(?<!\w){ours}\W+(?:\w+\W+){0,2}$")


def _is_ours(draft: Draft, start: int) -> bool:
    """'Our heart', 'we pay by PayPal': the shop speaks of itself."""
    return bool(_OURS.of(draft).search(draft.reading.folded[max(0, start - 24) : start]))


_SURNAME = Wording(r"(?:\s+{name_particle}){0,3}\s+[A-ZÄÖÜ][\w'’-]+")


def _fuller_name(draft: Draft) -> Iterator[Note]:
    """'Jan' is shown, the text says 'Jan Jansen'."""
    author = draft.context.review.author
    first = author.split()[0].strip(".,") if author.split() else ""
    if len(first) < 2 or not first[0].isupper():  # noqa: PLR2004 -- an initial is no first name
        return
    text = draft.reading.cased
    for start in places_of(first, text):
        surname = _SURNAME.in_any().match(text, start + len(first))
        name = text[start : surname.end()] if surname else ""
        if name and "\n" not in name and not _shown(fold(name), fold(author)):
            yield Note("R-PRIVACY", "fuller-name", (start, start + len(name)))
            return


_CAPITAL = r"[A-ZÄÖÜ][\w'’-]+"
_BETWEEN = r"(?:\s+(?i:{name_particle}))*"
_FULL_NAME = Wording(rf"(?<!\w)(?:(?i:{{name_title}}){_BETWEEN}\s+{_CAPITAL}|{_CAPITAL}{_BETWEEN}\s+{_CAPITAL})")
_HOUSEHOLD = Wording(rf"(?<!\w)(?:(?i:familie){_BETWEEN}\s+{_CAPITAL}|(?i:the)\s+{_CAPITAL}\s+family)(?!\w)")


def _unshown_name(draft: Draft) -> Iterator[Note]:
    """'Dear Mrs Brennan' to somebody who shows another name, 'the whole Brennan family': the shop knows it from the order."""
    found = [*_greeted_by(draft), *(m.span() for m in _HOUSEHOLD.in_any().finditer(draft.reading.cased))]
    for start, end in found:
        words = [w.text for w in draft.reading.words_between(start, end) if w.text not in words_of("no_last_name")]
        if words and stem(words[-1]) not in draft.known_text and words[-1] not in fold(draft.context.review.author):
            yield Note("R-PRIVACY", "fuller-name", (start, end), Severity.WARN)
            return


def _greeted_by(draft: Draft) -> Iterator[tuple[int, int]]:
    """A first and a last name, or a title and a name, behind the word of greeting."""
    if draft.greeting is None:
        return
    span = draft.reading.spans[draft.greeting]
    begins = max((end for start, end in draft.reading.find("greeting") if start == span.start), default=span.start)
    for match in _FULL_NAME.in_any().finditer(draft.reading.cased, begins, span.end):
        yield match.span()


# A road or a town behind a preposition; in German every noun has a capital, so only roads with a number.
_PLACE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?<!\w)(?:in|on|at|near|from|to)\s+(?:the\s+)?(?P<place>[A-Z]\d{1,4}|(?<=the\s)[A-Z][a-zé-]+(?:weg|laan|straat|straße))(?!\w)"),
    "nl": re.compile(r"(?<!\w)(?:in|op|aan|bij|langs)\s+(?:de\s+|het\s+)?(?P<place>[A-Z]\d{1,4})(?!\w)"),
    "de": re.compile(r"(?<!\w)(?:auf|an)\s+der\s+(?P<place>[AB]\d{1,4})(?!\w)"),
}  # fmt: skip


def _unshown_place(draft: Draft) -> Iterator[Note]:
    pattern = _PLACE.get(draft.context.language)
    for match in pattern.finditer(draft.reading.cased) if pattern else ():
        if fold(match["place"]) not in draft.known_words:
            yield Note("R-PRIVACY", "personal-data", match.span("place"), Severity.WARN)
            return


def _shown(said: str, author: str) -> bool:
    return set(said.split()) <= set(author.replace(",", " ").split()) or said in author
