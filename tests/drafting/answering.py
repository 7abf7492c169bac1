"""Whether a draft answers a complaint: by its words or its matter, by the shop's terms, or by a next step with a moment.

Nothing softer counts: that a remark was read, or that the team hears of it, is courtesy and no answer.
"""

import re

from plugin.drafting import signals
from plugin.drafting.built_in.phrases import shared
from plugin.drafting.facts_mentions import word_list
from plugin.language.detection import reply_language
from plugin.language.lexicons import LANGUAGES
from plugin.language.reading import read
from plugin.words import Drafted, Play, Point, ReviewText, Sentiment

_MOMENT = r"(?:werkdag|Werktag|working day)"
_REST = r"(?:rest van wat|[Ww]at (?:je|u) verder|andere opmerkingen|[Üü]brige|sonst noch|rest of what|[Ww]hat else you|other remarks)"
_NEXT_STEP_FOR_THE_REST = re.compile(rf"{_REST}[^.!?]*{_MOMENT}|{_MOMENT}[^.!?]*{_REST}")
_MANAGER = re.compile(r"leidinggevende|Leitung|manager")
# Plays whose answer is the shop's own term, whatever the customer says of their own slip.
_BY_THE_TERMS = frozenset({Play.THEIR_MISTAKE, Play.SAY_NO, Play.WITHDRAWAL, Play.SLIGHTLY_LATE})


def complaints(drafted: Drafted) -> list[int]:
    return [n for n, point in enumerate(drafted.triage.points) if point.sentiment is Sentiment.NEGATIVE]


def answered(review: ReviewText, drafted: Drafted) -> list[int]:
    """The complaints of a review that its draft answers."""
    sentences = drafted.report.sentences if drafted.report else ()
    by_words = {index for sentence in sentences for index in sentence.answers}
    return [
        index
        for index in complaints(drafted)
        if index in by_words or _is_answered(review, drafted, drafted.triage.points[index])
    ]


def _is_answered(review: ReviewText, drafted: Drafted, point: Point) -> bool:
    reply, language = drafted.reply or "", reply_language(drafted.triage.language, LANGUAGES)
    words = review.text[point.start : point.end]
    topics = word_list(language).topics
    family = shared("families")["labels"].get(point.label, "")
    matter = (*topics.get(point.label, ()), *topics.get(family, ())) if point.label != "other" else ()
    if any(re.search(rf"(?i)\b{word}\b", reply) for word in matter):
        return True
    if signals.find(read(words), language).has("manager") and _MANAGER.search(reply):
        return True
    return drafted.triage.play in _BY_THE_TERMS or bool(_NEXT_STEP_FOR_THE_REST.search(reply))
