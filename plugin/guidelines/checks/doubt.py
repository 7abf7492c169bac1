"""A sentence that does none of a reply's work: neither sympathy, apology, step, answer nor thanks.

Nobody can list every excuse, reproach and brush-off. But a reply to a complaint has little room for anything besides its
work, so what is left over is worth a second look by the person who approves: a hint that leaves the verdict alone, under the
guideline that its shape points to. Where a reply shows sympathy in no known words, the left-over sentence is taken
for it (``duties.empathy``) and not doubted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.guidelines.checks.duties import is_left_over
from plugin.guidelines.draft import Draft, Note, stem
from plugin.words import Severity

_REVIEW = re.compile(
    r"(?<!\w)(?:hier|here|stukje|sterren|stars?|sterne?|line|lines|wrote|schreef|geschrieben|woorden|words|worte|review|post|bericht|text|tekst|"
    r"freundlicher\w*|kinder|nicer|positiever|positiv\w*|online|google)(?!\w)"
)
_GIVES = re.compile(
    r"%|€|(?<!\w)(?:procent|prozent|percent|euro\w*|cadeau|uitzoeken|uitkiezen|krijg\w*|cheaper|goedkoper|günstiger|billiger|gratis|free|kostenlos|"
    r"geschenk\w*|schenk\w*|gibt es|von uns|van ons|on me|on us|our shout|pick|choose|aussuchen|bekomm\w*|erhält\w*|spendier\w*|trakt\w*|extra)(?!\w)"
)
_COMES = re.compile(
    r"(?<!\w)(?:we'll|i'll|will|shall|coming|komen|komt|kommt|kommen|bekommst|bekommen sie|bekomm\w*|folgt|volgt|follow\w*|werden|werde|zullen|zal|gaan|ga|"
    r"get|gehen|gehe|verneemt|hoort|on to it|way)(?!\w)"
)
_OTHERS = re.compile(
    r"(?<!\w)(?:who|whoever|nobody|someone|somebody|iemand|niemand|degene|jemand|niemand|wer|jongen\w*|meisje|jungs?|crew|team|ploeg|kraft|"
    r"\w*centrum|\w*zentrum|\w*centre|\w*center|depot|list|lijst|liste|van|truck|busje|vrachtwagen|machine\w*|band|shift|ploegendienst|schicht|"
    r"lad|boy|girl|guy|man|men|staff|people|mensen|leute|ververij|producer|hersteller|firma|bedrijf|betrieb|company|partij|partner)(?!\w)"
)
_DUTY = re.compile(
    r"(?<!\w)(?:you|je|u|jij|du|sie|man)(?!\w)[^.!?]{0,40}(?<!\w)(?:have to|must|need|should|could|can|do|kon|kun\w*|moet\w*|dient|had|kann\w*|konnt\w*|"
    r"muss\w*|müss\w*|sollt\w*)(?!\w)|(?<!\w)(?:kon|kunt|kun|moet|konntest|konnten|kann|muss|musst|müssen|sollten|could|should|must)\s(?:you|je|u|du|sie|man)(?!\w)"
)
_BETWEEN_US = re.compile(
    r"(?<!\w)(?:we|us|our|i|me|my|wij|ons|onze|ik|mij|mijn|wir|uns\w*|ich|mir|mich|mein\w*|you|your|je|jou|jouw|uw|u|sie|ihn\w*|ihr\w*|du|dir|dich|dein\w*)(?!\w)"
)
_HOLDS = re.compile(
    r"(?<!\w)(?:fasst|wiegt|misst|hält|ist|sind|is|are|has|have|holds|weighs|bevat|heeft|meet|weegt|trinken|gebruiken|use|used|drink|verwenden|"
    r"made|gemaakt|hergestellt)(?!\w)"
)
_ALL = re.compile(
    r"(?<!\w)(?:natuurlijk|of course|natürlich|elke|every|jeder|jede|iedereen|everyone|immerhin|tip|wir sind|we are|wij zijn|scham|schaamte|shame|"
    r"devastated|crushed|kniend|gnade|genade|mercy)(?!\w)"
)


DOUBT = "doubt"  # the message's key


def doubt(draft: Draft) -> Iterator[Note]:
    """Left-over sentences of a reply to a complaint, at most two of them."""
    if not draft.complaint or draft.context.private:
        return
    empathetic = any(draft.reading.sentence_at(start) in draft.body for start, _ in draft.reading.find("empathy"))
    left = [i for i in draft.body if is_left_over(draft, i) and not _plain(draft, i)]
    if not empathetic:
        left = left[1:]  # the first is how this writer feels with the customer
    for index in left[:2]:
        for guideline in _pointed_at(draft.sentence_text(index)):
            yield Note(guideline, DOUBT, draft.reading.spans[index], Severity.INFO)


_KEEP = re.compile(r"(?<!\w)(?:behalten|behouden|houden|keep|weggooien|wegwerfen|entsorgen|throw|yours)(?!\w)")


def _plain(draft: Draft, index: int) -> bool:
    """Known sympathy, the shop's contact, a step with its day, what the customer may keep, what the shop has on record."""
    reading, span = draft.reading, draft.reading.spans[index]
    if reading.in_sentence(index, "empathy") or any(span.start <= c.start < span.end for c in draft.contacts):
        return True
    text = draft.sentence_text(index)
    if _KEEP.search(text) or (reading.in_sentence(index, "moment") and _I_CAN.search(text)):
        return True
    said = [w.text for w in draft.content_of(index)]
    return bool(said) and 2 * sum(stem(word) in draft.shop_text for word in said) > len(said)


_I_CAN = re.compile(r"(?<!\w)(?:i|we|ik|wij|we|ich|wir)(?!\w)")


def _pointed_at(text: str) -> tuple[str, ...]:  # noqa: PLR0911 -- a list of shapes, the first that fits
    """The guideline that the shape of a sentence points to; a bare statement may be a defence or a brush-off."""
    if _GIVES.search(text):
        return ("R-NO-REWARD",) if _REVIEW.search(text) else ("R-GOODWILL",)
    if "?" in text:
        return ("R-NO-ARGUE", "R-NO-DIVERT")
    if _OTHERS.search(text):
        return ("R-NO-BLAME",)
    if _ALL.search(text):
        return ("R-POLITE", "R-NO-DIVERT")
    if _COMES.search(text):
        return ("R-WHEN",)
    if _DUTY.search(text):
        return ("R-NO-ARGUE",)
    if _BETWEEN_US.search(text):
        return ()  # what is said between the two of them is most often warmth
    if _HOLDS.search(text):
        return ("R-FACTS", "R-NO-DIVERT")
    return ("R-NO-DIVERT",)
