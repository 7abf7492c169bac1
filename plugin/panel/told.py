"""Sentences of connectors, in the desk's language.

A connector speaks English and knows no desk. The sentences that owners meet most are known here, with a place for each
particular: one that fits is said again in the desk's language with the same particulars; any other is shown as it came.
"""

from __future__ import annotations

import re
from functools import cache

from flask_babel import gettext


def _(sentence: str) -> str:
    """Marks a sentence for translation; it is translated when a page shows it."""
    return sentence


SENTENCES = (
    # reading a file
    _("To look at after reading: %(n)s."),
    _("Line %(line)s was left out: %(why)s."),
    _("Line %(line)s: the date %(what)s is unreadable; imported with the file's own date."),
    _("Line %(line)s: it has no date; imported with the file's own date."),
    _("Line %(line)s: the rating %(what)s is out of range or unreadable; imported without it."),
    _("No column holds dates: every review is imported with the file's own date."),
    _("And %(n)s lines more."),
    _("it has %(n)s columns where the header has %(m)s"),
    _("a quotation mark is never closed"),
    _("it is no JSON object"),
    _("the id %(id)s stands on line %(line)s already"),
    _("the same review stands on line %(line)s already"),
    _("No column was recognised as the review's text. Choose one of: %(columns)s."),
    _("There is no column %(column)s. There are: %(columns)s."),
    _("Choose the columns in the channel's settings."),
    _("The file can be read (%(encoding)s). Columns: %(columns)s."),
    _("This is one JSON list."),
    _("Save it as JSON Lines: one object on each line, no brackets."),
    _("There is no such file."),
    _("Check the path, or upload the file again."),
    _("Review %(id)s: longer than %(n)s characters; the rest was left out."),
    _("Row %(n)s: wrong or missing: %(fields)s."),
    _("Row %(n)s: delivered lies in the future."),
    # forms
    _("Missing data for required field."),
    _("Not a valid integer."),
    _("Not a valid number."),
    _("Length must be between %(n)s and %(m)s."),
    _("Must be greater than or equal to %(n)s and less than or equal to %(m)s."),
    _("Must be one of: %(choices)s."),
    _("There is no such time zone; an example is Europe/Amsterdam."),
    _("There is no such encoding; an example is cp1252."),
    _("This is no address of a web site."),
    _("Leave user name and password out of the address."),
    _("The address must begin with https://."),
    _("WordPress answers, but WooCommerce does not."),
    _("Switch WooCommerce on in the shop."),
    _("This WordPress takes no application passwords."),
    _("It does so only over https; security plugins such as Wordfence can switch them off too."),
    _("This shop signs people in at another address than its own."),
    _("Connect it with an application password."),
    _("There is no WordPress at this address that programs can talk to."),
    _(
        "Check the address, with its sub-folder if it has one. "
        "A maintenance page or a security plugin may also stand before it."
    ),
    # speaking to a channel
    _("%(who)s refused the credential."),
    _("Connect the channel again."),
    _("%(who)s does not allow this."),
    _("The account may lack a right for this."),
    _("%(who)s says that this is not there (any more)."),
    _("%(who)s asks for fewer calls."),
    _("It is tried again later."),
    _("The calls that are left there are kept for replies."),
    _("The calls that this channel allows are used up for now."),
    _("Check the address; if it is right, it is tried again later."),
    _("It may have been placed all the same: look before trying again."),
    # placing a reply
    _("The customer changed the review after this reply was approved."),
    _("Nothing was placed. Read the review again and approve an answer to what it says now."),
    _("The review is gone from its channel."),
    _("Nothing was placed. Close it."),
    _("There is a reply already, made on the channel itself."),
    _("Nothing was placed. Read that reply first; remove it there if ours must take its place."),
    _("The reply was sent and the answer never came; this channel does not show whether it is there."),
    _("Open the review on its channel and tell the desk what you see."),
    _("The reply was placed and has been removed on the channel since."),
    _("Find out who removed it, and why, before it is sent again."),
    _("The channel holds the reply for its moderation."),
    _("Not to be seen there yet."),
    _("Look on the channel yourself: it has taken a month."),
    _("Connect the channel again; the reply waits."),
    _("The channel has put us off for three days. Try again yourself."),
    _("The review is not there any more, so nobody would see the reply."),
    _("The platform's moderation rejected the reply; the customer does not see it."),
    _("Its reason: %(reason)s. Change the text and approve it again."),
    _("Its reason: %(reason)s. That is about the account there and not about the text: look into it on the platform."),
    _("It was sent and the answer never came."),
    _("Look on the channel."),
    _("That was asked for already."),
    _("There is no text."),
    _("Write it first."),
    _("The text is too long for this channel."),
    _("Shorten it."),
    _("This platform takes a report only after you have replied."),
    _("Reply first."),
    _("at least %(least)s: the law of %(country)s gives that many days"),
    _("at least %(least)s: the law of %(country)s gives that many months"),
    _("This review has a reply in the file already."),
    _("Replace that one, or keep it."),
)
_WITHIN = frozenset({"why"})  # particulars that are sentences of this list themselves
_NEXT = re.compile(r"[.!?] ")


def in_our_words(told: str) -> str:
    """The sentences (one a line) in the desk's language, as far as they are known."""
    return "\n".join(_known(line) or _pair(line) or line for line in told.split("\n"))


def _known(line: str) -> str:
    for pattern, english in _patterns():
        if found := pattern.fullmatch(line):
            parts = {
                name: _known(part) or part if name in _WITHIN else part for name, part in found.groupdict().items()
            }
            said = str(gettext(english))
            return said % parts if parts else said
    return ""


def _pair(line: str) -> str:
    """Two sentences behind one another (what happened, and what to do), where both are known."""
    for cut in (place.end() for place in _NEXT.finditer(line)):
        first, second = _known(line[:cut].rstrip()), _known(line[cut:])
        if first and second:
            return f"{first} {second}"
    return ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(english), english) for english in SENTENCES)


def _pattern(english: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", english)  # text, name, text, name, …
    return re.compile("".join(f"(?P<{piece}>.+?)" if n % 2 else re.escape(piece) for n, piece in enumerate(pieces)))
