"""How sure a finding is: what rests on one everyday word, or on a phrase nobody used, warns and does not block.

A MUST about something missing blocks only where no sign of it stands in the reply in any other form; a MUST about
something said blocks on two cues, or on one long enough to be no accident. The person who approves sees the rest as a
warning. Labels and ids stay as the checks gave them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from plugin.guidelines.checks.repetition import MOST_OVERLAP, Trace, trace
from plugin.guidelines.draft import Draft, Note, overlaps, stem
from plugin.language import figures
from plugin.words import Decision, Severity

_CUES = ("argue", "divert", "impolite", "blame_verb", "excuse", "non_apology", "actor_guilt", "policy_denial")
_WORK = (
    "empathy", "apology", "ownership", "solution", "promise_strong", "thanks", "responsibility", "say_no", "moment",
)  # fmt: skip
_FEW = 3
_LONG = 5  # words: a phrase of so many is no accident
_VERY_LONG = 6


def weigh(draft: Draft, notes: Iterable[Note]) -> list[Note]:
    """The notes, those on thin evidence as warnings."""
    return [
        replace(note, severity=Severity.WARN) if note.severity is None and _is_thin(draft, note) else note
        for note in notes
    ]


def _is_thin(draft: Draft, note: Note) -> bool:
    thin = _THIN.get((note.guideline, note.key)) or _THIN.get((note.guideline, ""))
    return bool(thin and thin(draft, note))


# -- what was said


def _one_cue(draft: Draft, note: Note) -> bool:
    """One short hit in a sentence that does a reply's work, or one or two words anywhere, with nothing beside it."""
    if note.place is None:
        return False
    if overlaps(note.place, [(c.start, c.end) for c in draft.contacts]):
        return True
    reading, index = draft.reading, draft.reading.sentence_at(note.place[0])
    words = len(reading.folded[note.place[0] : note.place[1]].split())
    others = _other_cues(draft, index, note.place)
    if words < _LONG and any(reading.in_sentence(index, kind) for kind in ("responsibility", "ownership")):
        return True
    works = any(reading.in_sentence(index, kind) for kind in _WORK)
    if works:
        return (words <= _LONG and not others) or (
            words < _VERY_LONG and not _AT_YOU.search(draft.sentence_text(index))
        )
    return words <= _LONG and not others and not _bare(draft)


def _other_cues(draft: Draft, index: int, place: tuple[int, int]) -> bool:
    span = draft.reading.spans[index]
    return any(
        span.start <= start < span.end and not overlaps((start, end), [place])
        for kind in _CUES
        for start, end in draft.reading.find(kind)
    )


def _bare(draft: Draft) -> bool:
    """A reply without apology or without a step is in no friendly mood."""
    steps = ("solution", "promise_strong", "moment")
    return draft.complaint and not (draft.reading.has("apology") and any(draft.reading.has(kind) for kind in steps))


_AT_YOU = re.compile(r"(?<!\w)(?:u|je|jij|uw|jouw|you|your|sie|du|ihre?\w*|dein\w*)(?!\w)")


def _carried(draft: Draft, note: Note) -> bool:
    """Another's part is named, and the shop takes it upon itself somewhere in the reply."""
    if note.place is None:
        return False
    if any(_OURS.search(draft.sentence_text(index)) for index in draft.body):
        return True
    words = draft.reading.folded[note.place[0] : note.place[1]].split()
    return len(words) == 1 and not _other_cues(draft, draft.reading.sentence_at(note.place[0]), note.place)


_OURS = re.compile(
    r"(?<!\w)(?:on us|ours|our (?:job|error|mistake|fault|duty|responsibility|failing|slip)|bought (?:it )?from us|ordered (?:it )?from us|we failed|"
    r"we (?:got|let|dropped)|bei uns (?:bestellt|gekauft)|unsere? (?:sache|aufgabe|fehler|verantwortung|versäumnis)|auf unsere kappe|gerade|"
    r"dafür (?:stehen|haften)|bij ons (?:gekocht|besteld)|onze (?:zaak|fout|taak|verantwoordelijkheid|zorg)|aan ons|ligt bij ons|op ons|wij staan)(?!\w)"
)


def _no_name(draft: Draft, note: Note) -> bool:
    """A capital alone is no person: a role, a title or 'called' before it is what makes it one."""
    if note.place is None:
        return False
    before = draft.reading.folded[max(0, note.place[0] - 32) : note.place[0]]
    return not _ROLE.search(before)


_ROLE = re.compile(
    r"(?<!\w)(?:collega\w*|kollege\w*|kollegin|colleague\w*|herr\w*|frau|meneer|mevrouw|dhr|mw|mr|mrs|ms|miss|manager\w*|chef\w*|leid\w*|leiter\w*|"
    r"monteur\w*|techniker\w*|technician|mechanic|eigenaar|eigenaresse|owner|inhaber\w*|medewerk\w*|mitarbeiter\w*|assistant|director|"
    r"directeur|geschäftsführer\w*|head of \w+|bezorger\w*|driver|fahrer\w*|magazijn\w*|warehouse|lager\w*|called|named|namens|heißt|heet|genaamd)"
    r"\W+(?:\w+\W+)?$"
)


def _no_claim(draft: Draft, note: Note) -> bool:
    """A word that may name a property, in a sentence that claims none of our goods."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    if any(draft.reading.in_sentence(index, kind) for kind in ("say_no", "promise_strong", "apology", "improve")):
        return True
    words = draft.reading.folded[note.place[0] : note.place[1]].split()
    return len(words) == 1 and not _CLAIMS.search(draft.sentence_text(index))


_CLAIMS = re.compile(
    r"(?<!\w)(?:is|are|was|were|made|zijn|gemaakt|van|uit|ist|sind|aus|besteht|bestaat|has|have|heeft|hebben|hat|haben|can|kan|kunt|kann|kannst|"
    r"können|bevat|contains?|enthält|mag|mogen|darf|dürfen)(?!\w)"
)


def _own_term(draft: Draft, note: Note) -> bool:
    """A term of days or weeks for what the shop or the customer will do is as good as a promise."""
    if note.place is None:
        return False
    words = draft.reading.folded[note.place[0] : note.place[1]]
    index = draft.reading.sentence_at(note.place[0])
    if not re.search(r"(?:tag|woche|dag|week|day|weken|uur|hour|stunde|month|maand|monat|\d)", words):
        return False
    return bool(_ACTS.search(draft.sentence_text(index))) and not re.search(r"jaar|jahr|year|%|€|euro", words)


_ACTS = re.compile(
    r"(?<!\w)(?:ik|wij|we|i|ich|wir|i'll|we'll|you'll|je|u|you|du|sie|uns|ons|us|uw|jouw|your|ihre?\w*|dein\w*|geld|money|refund|betrag|bedrag)(?!\w)"
)


def _permitted(draft: Draft, note: Note) -> bool:
    """A clause of the shop's own, in the reply's words, or a right that is granted in the same breath."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    if not any(draft.reading.in_sentence(index, kind) for kind in _TERMS):
        return True  # 'having to report it twice' speaks of no right
    said = {stem(w.text) for w in draft.content_of(index)}
    clauses = " ".join(clause.text.lower() for clause in draft.context.shop.policy.clauses)
    known = sum(word in clauses for word in said)
    return len(said) > 2 and known * 2 >= len(said)  # noqa: PLR2004 -- two words say too little


_TERMS = ("return_topic", "warranty_topic", "refund_topic", "buyer_pays")


def _conditional(draft: Draft, note: Note) -> bool:
    """'If you send it, then': the moment is the customer's; or the reply names a day elsewhere."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    text = draft.sentence_text(index)
    if _IF.search(text) or _UNDER_WAY.search(text):
        return True
    if note.key == "vague-promise" and len(draft.reading.folded[note.place[0] : note.place[1]].split()) < _FEW:
        return True  # 'we did not act on it'
    return note.key != "vague-promise" and any(draft.reading.in_sentence(i, "moment") for i in draft.body)


_IF = re.compile(
    r"(?<!\w)(?:als|zodra|wanneer|indien|mocht|wenn|sobald|falls|if|once|when|whenever|whether|as soon as (?:it|you|your|we have))(?!\w)"
)
_UNDER_WAY = re.compile(
    r"(?<!\w)(?:(?:is|are) (?:already )?on (?:its|their|the) way|is onderweg|zijn onderweg|ist unterwegs|sind unterwegs|the same (?:day|hour)|as i type|in the morning|(?:first thing|the day (?:it|they)|by return|o'clock)[^.!?]*)(?!\w)"
)


def _no_exchange(draft: Draft, note: Note) -> bool:
    """Nobody speaks of stars or reviews: 'zur Post', 'schreiben Sie an post@…' ask for none."""
    if note.place is None:
        return False
    if overlaps(note.place, [(c.start, c.end) for c in draft.contacts]):
        return True
    index = draft.reading.sentence_at(note.place[0])
    near = " ".join(draft.sentence_text(i) for i in (index - 1, index, index + 1) if i in draft.body)
    return not _REVIEW.search(near)


_REVIEW = re.compile(
    r"(?<!\w)(?:review\w*|rezension\w*|bewertung\w*|beoordeling\w*|recensie\w*|stern\w*|sterren|ster|stars?|rating\w*|google|trustpilot|kiyoh|"
    r"feedback|score|cijfer|note|online|facebook|profil\w*|kommentar\w*|reactie|bericht|stukje|lines|wrote|worte|woorden|words|beitrag\w*|text|tekst|"
    r"(?:dein\w*|ihr\w*|je|uw|your) post|löschen|delete|remove|verwijder\w*|ändern|aanpas\w*|hochsetzen|five|fünf|vijf)(?!\w)"
)


def _clear_no(draft: Draft, note: Note) -> bool:
    """One doubtful word beside a no that was said; an offer that is no part of the money asked for."""
    if note.place is None or not (
        draft.reading.has("say_no") or any(_NO.search(draft.sentence_text(index)) for index in draft.body)
    ):
        return False
    words = draft.reading.folded[note.place[0] : note.place[1]].split()
    index = draft.reading.sentence_at(note.place[0])
    return len(words) < _LONG and not draft.reading.in_sentence(index, "refund_topic")


_NO = re.compile(r"(?<!\w)(?:niet|geen|nee|nicht|kein\w*|nein|not|no|cannot|can't|won't)(?!\w)")


def _other_reply(draft: Draft, _: Note) -> bool:
    """A line or an opening used before, in a reply that is another one for the rest."""
    mine = trace(draft.reading.cased)
    return all(_shared(mine, trace(twin)) < MOST_OVERLAP for twin in draft.context.recent_replies)


def _shared(mine: Trace, other: Trace) -> float:
    united = len(mine.trigrams | other.trigrams)
    return len(mine.trigrams & other.trigrams) / united if united else 0.0


def _same_matter(draft: Draft, _: Note) -> bool:
    """A figure of the review, or words that begin alike, in a reply of some length."""
    body = " ".join(draft.sentence_text(index) for index in draft.body)
    theirs = {(f.kind, f.value) for f in figures.find(draft.review.cased, draft.context.language)}
    if theirs & {(f.kind, f.value) for f in draft.figures}:
        return True
    starts = {w.text[:_START] for w in draft.content_words(draft.review) if len(w.text) > _START}
    return draft.body_word_count > _SOME_LENGTH and any(word[:_START] in starts for word in body.split())


_START = 4
_SOME_LENGTH = 20


# -- what is missing


def _dwells(draft: Draft, note: Note) -> bool:
    """A sentence that stays with what happened, whatever its words: no step, no hand-off, no thanks, no refusal."""
    if note.place is not None:
        return False
    if draft.context.decision is Decision.THANK:
        return True  # the person who decided that it is praise has read it
    return any(_stays(draft, index) for index in draft.body)


_ELSEWHERE = (
    "solution", "promise_strong", "promise_vague", "offline", "thanks", "argue", "divert", "impolite", "stock", "actor_guilt",
    "closing", "marketing", "policy_denial", "non_apology",
)  # fmt: skip


def _stays(draft: Draft, index: int) -> bool:
    reading = draft.reading
    if any(reading.in_sentence(index, kind) for kind in _ELSEWHERE) and not (
        reading.in_sentence(index, "thanks") and _BUT.search(draft.sentence_text(index))
    ):
        return False
    count = len(reading.words_of(index))
    return count >= _LONG and not (reading.in_sentence(index, "apology") and count <= _VERY_LONG)


# 'Fijn dat alles bevalt, maar aan de telefoon …': thanks in the first half, the complaint in the second.
_BUT = re.compile(
    r"(?<!\w)(?:maar|alleen|daarentegen|wel|but|though|although|however|aber|allerdings|nur|jedoch|doch|trotzdem|toch)(?!\w)"
)


def _either(*thin: Callable[[Draft, Note], bool]) -> Callable[[Draft, Note], bool]:
    return lambda draft, note: any(one(draft, note) for one in thin)


def _praised(draft: Draft, note: Note) -> bool:
    return note.place is None and draft.context.decision is Decision.THANK


def _signs_of(signs: Mapping[str, re.Pattern[str]]) -> Callable[[Draft, Note], bool]:
    """Whether a sentence of the body has a sign, in the reply's language, of what no known phrase says."""

    def seen(draft: Draft, note: Note) -> bool:
        pattern = signs[draft.context.language]
        return note.place is None and any(pattern.search(draft.sentence_text(index)) for index in draft.body)

    return seen


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


_OWNING = {
    "nl": _words(
        r"(?:wij|we|ik) (?:\w+den|\w+ten|\w+de|\w+te|hebben|heb|hadden|had|zijn|ben|waren|was|gaven|lieten|lazen|zagen|namen|vergaten|keken|deden|zonden|staken)|"
        r"(?:hebben|heb|hadden|had|zijn|ben|waren|was|pakten|stuurden|lieten) (?:wij|we|ik)|(?:had|hadden|hoort|horen) [^.!?]{0,60}(?:moeten|mogen|horen|kunnen)|"
        r"(?:door|bij|aan|van|op) (?:ons|mij)|dat was (?:ik|ons)|onze (?:kant|kap|steek)|onder onze"
    ),
    "de": _words(
        r"(?:wir|ich) (?:haben|habe|hatten|hätten|hätte|\w+ten|\w+te|waren|war|ließen|gaben|lasen|sahen|nahmen|vergaßen)|(?:haben|habe|hätten|hätte) (?:wir|ich)|"
        r"(?:hätte|hätten|darf|dürfen|durfte) [^.!?]{0,70}(?:müssen|sollen|dürfen|nicht|nie)|(?:ist|sind|lag|liegt|passiert) [^.!?]{0,20}(?:uns|mir)|uns(?:er|ere|erem)? (?:\w+ )?"
        r"(?:fehler|sache|versäumnis|schuld|patzer|schnitzer|irrtum|unterlaufen|passiert)|gerade|auf unsere kappe|bei uns|das war ich|das waren wir"
    ),
    "en": _words(
        r"(?:we|i) (?:\w+ed|sent|got|let|made|took|left|read|put|chose|forgot|slipped|lost|fell|sat|were|was|had|have|did|didn't|should|gave|broke|mixed|kept|take|own)|"
        r"(?:should|ought|could) (?:never |not |always )?(?:to )?have|shouldn't have|on us|ours|(?:i've|we've) \w+|(?:it|that) was (?:me|us)|(?:not our )?finest hour|our (?:\w+ )?(?:error|mistake|job|fault|slip|doing|end|side|oversight)|on the chin"
    ),
}
_FEELING = {
    "nl": _words(
        r"(?:triest\w*|zuur|sneu|rot|naar|nare|vervelend\w*|jammer|balen|pech|domper|lastig\w*|zonde|spijtig\w*|onhandig\w*|wat een|hoe|geen (?:feest|pretje|lolletje|porem)|"
        r"niet (?:leuk|fijn|prettig|waar|wat|zoals|hoe)|daar (?:sta|zit|ga|lig|kijk|schrik)\w*|dan (?:sta|zit|lig|wil|voel|is|heb)\w*|midden in|snap\w*|begrijp\w*|gelijk|net als|punt|"
        r"moedeloos|(?:u|je|jij) (?:zat|zit|stond|staat|wilde|wil|rekende|hoopte|keek|schrok|had|wachtte|maakt|mist|opent)|niemand)"
    ),
    "de": _words(
        r"(?:schade|ärger\w*|jammer|blöd|doof|mies|bitter|enttäusch\w*|unangenehm|unschön|traurig|nerv\w*|mist|autsch|frust\w*|verständlich\w*|verstehe\w*|kein\w* (?:spaß|freude|vergnügen|wunder)|"
        r"niemand|man|da (?:freut|steht|sitzt|guckt|packt|will|hilft|wird|ist)|so (?:macht|soll|hatten|war)|sie (?:hatten|wollten|haben|freuten)|du (?:hattest|wolltest|hast|freust)|zu recht|recht|"
        r"nicht (?:schön|lustig|das|was|so|lange)|das (?:trifft|schmerzt|tut|nervt|kennen)|gern\w* anders|ein\w* \w+ (?:der|die|das) )"
    ),
    "en": _words(
        r"(?:ouch|miserable|misery|rotten|awful|dreadful|wretched|horrid|horrible|sad|annoying|maddening|frustrat\w*|disappoint\w*|pity|shame|upset\w*|unpleasant|worry|worr\w*|stings?|sore|"
        r"nobody|no one|no way|no fun|not (?:what|the|how|much|nice)|(?:won't|doesn't|isn't|didn't) [^.!?]{0,30}|how|what a|must (?:be|have)|you (?:were|had|wanted|hoped|expected|opened|waited|deserve)|"
        r"you and|right|hard|poorly|feel|felt|picture|imagine|bad enough|worse|anyone|ever|trouble|neither here)"
    ),
}
_STEP = {
    "nl": _words(
        r"(?:vandaag|morgen|overmorgen|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|deze week|volgende week|vanmiddag|vanavond|(?:dezelfde|diezelfde) \w+|binnen|uiterlijk|(?:werk)?dagen|uur)|"
        r"(?:mail|bel|stuur|breng|kom|laat)\w* (?:\w+ ){0,3}(?:ons|mij|me|langs|weten|terug|op)|met voorrang"
    ),
    "de": _words(
        r"(?:heute|morgen|übermorgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|diese woche|nächste woche|spätestens|innerhalb|binnen|bis|am selben tag|(?:werk)?tagen?|gleich|sofort)|"
        r"(?:mail|ruf|schick|schreib|meld|bring|komm|send)\w* (?:\w+ ){0,3}(?:uns|mir|mich|vorbei|zurück|an|ein|her)|(?:wir|ich) (?:tausche|ersetze|erstatte|überweise|sende|schicke|mache|gebe)\w*"
    ),
    "en": _words(
        r"(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|this week|next week|this (?:morning|afternoon|evening)|within|by|same day|(?:working )?days?|on (?:its|their) way)|"
        r"(?:mail|email|write|ring|call|send|post|bring|pop|drop|reach|tell) (?:\w+ ){0,3}(?:us|me|back|in|line|ring)|(?:i'll|we'll|you'll|i will|we will)"
    ),
}
_SORRY = {
    "nl": _words(
        r"sorry|excu\w+|spijt\w*|pardon|verontschuldig\w*|vergeef\w*|vergeving|kwalijk|betreur\w*|(?:onze|mijn) fout"
    ),
    "de": _words(r"sorry|leid|entschuldig\w*|verzeih\w*|bedau\w+|pardon|nachsicht|vergebung|unser fehler"),
    "en": _words(r"sorry|apolog\w+|forgive\w*|regret\w*|pardon|our fault|our mistake|excuse us"),
}

_THIN: Mapping[tuple[str, str], Callable[[Draft, Note], bool]] = {
    ("R-NO-ARGUE", ""): _one_cue,
    ("R-NO-DIVERT", ""): _one_cue,
    ("R-POLITE", "polite"): _one_cue,
    ("R-NO-BLAME", ""): _carried,
    ("R-FACTS", "unsourced-name"): _no_name,
    ("R-FACTS", "unsourced-property"): _no_claim,
    ("R-FACTS", "unsourced-figure"): _own_term,
    ("R-POLICY", "denied-right"): _permitted,
    ("R-WHEN", ""): _conditional,
    ("R-NO-REWARD", "reward"): _no_exchange,
    ("R-EMPATHY", ""): _either(_dwells, _signs_of(_FEELING)),
    ("R-OWN-UP", ""): _either(_dwells, _signs_of(_OWNING)),
    ("R-SOLUTION", ""): _either(_praised, _signs_of(_STEP)),
    ("R-APOLOGY", "apology"): _either(_praised, _signs_of(_SORRY)),
    ("P-SAY-NO", "maybe"): _clear_no,
    ("P-SAY-NO", "bargain"): _clear_no,
    ("R-NO-CANNED", "same-sentence"): _other_reply,
    ("R-NO-CANNED", "same-opening"): _other_reply,
    ("R-SPECIFIC", "not-specific"): _same_matter,
}
