"""Whether a sentence denies what it speaks of: 'free wine for stars is not something we do', with the no far behind.

A no counts where it stands beside a word of giving, doing or being possible, in the same clause: 'we don't mind' and
'it costs you nothing' deny no offer. Dutch and German put the no at the end of the clause, English before the verb.
"""

from __future__ import annotations

import re

_NO = (
    r"(?:niet|geen|nooit|nimmer|niks|nicht|keine?[nrms]?|nie|niemals|nein|not|no|never|nothing|none|cannot|"
    r"(?:do|does|did|ca|wo|is|are|was|were|would|could|should)n't)"
)
# Giving, trading, being for sale, being possible, and the forms in which they are usual.
_GIVING = (
    r"(?:gibt'?s?|gibt es|geben?|geef|geeft|geven|gaf|gegeven|gegeben|vergeben|verschenken|schenken?|bieden|bied|biedt|bieten|biete|offer|offered|offers|give|gives|"
    r"giving|hand|hands|grant|trade|trading|swap|swaps|exchange|ruilen?|ruil|tauschen?|tausche|kaufen|kaufe|kopen|koop|buy|buying|sell|verkopen|verkaufen|"
    r"käuflich|zu haben|te koop|for sale|on offer|te krijgen|zu bekommen|erhältlich|betalen|betaal|zahlen?|bezahlen|pay|paid|belonen|belohnen|reward|rewards|"
    r"doen|doe|doet|machen?|mache|tun|tue|do|does|done|mogelijk|möglich|possible|gaat|geht|kan|kann|kunnen|können|mogen|mag|dürfen|darf|may|can|allowed|"
    r"sprake|in frage|aan de orde|drin|usual|üblich|gebruikelijk|unsere art|onze manier|how we|our way|we work|hangt|hängt|depends?|zijn er|is er|there is|"
    r"there are|there's|krijgt?|krijgen|bekommst?|bekommen|erhalten|erhältst|get|gets|staat|steht|hoort|gehört|binden|knüpfen|koppelen|tie|tied|nehmen|neem|nemen|take)"
)
_FAR = 120  # characters between the two
_DENIES = re.compile(
    rf"(?<!\w){_NO}(?!\w).{{0,{_FAR}}}(?<!\w){_GIVING}(?!\w)|(?<!\w){_GIVING}(?!\w).{{0,{_FAR}}}(?<!\w){_NO}(?!\w)"
)
# What looks like a no and grants: 'at no cost', 'we don't mind', 'not only', 'why not'.
_NO_DENIAL = re.compile(
    r"(?<!\w)(?:(?:no|geen|keine?[nr]?) (?:extra |additional |zusätzlichen? )?(?:costs?|charge|postage|strings?|trouble|problem|worries|obligation|reason|cent|euro|penny|"
    r"kosten|cent|moeite|probleem|punt|versandkosten|verzendkosten|porto|problem|mühe|sorge)|(?:not|niet|nicht) (?:only|just|alleen|enkel|slechts|nur|bloß)|"
    r"why not|waarom niet|warum nicht|(?:do not|don't|wouldn't|won't|would not) (?:mind|hesitate|forget|miss)|(?:vergeet|aarzel|mis)\w* (?:\w+ )?niet|"
    r"(?:vergiss|vergessen sie|zögere?|verpass)\w* (?:\w+ )?nicht|kost\w* (?:\w+ ){0,3}(?:niets|niks|nichts|nothing)|costs? (?:\w+ )?nothing|"
    r"(?:not|niet|nicht) (?:least|in the least|zuletzt|zu vergessen|te vergeten)|no matter)(?!\w)"
)
_TURN = (
    r", (?:but|though|although|yet|unless|maar|al|hoewel|tenzij|toch|aber|doch|obwohl|außer|es sei denn|wobei)(?!\w)"
)
_CLAUSE_ENDS = re.compile(rf"[;:.!?]|{_TURN}|, | - ")
_TURNS = re.compile(rf"[;:.!?]|{_TURN}")


def is_denied(text: str, place: tuple[int, int]) -> bool:
    """Whether what stands at ``place`` of a folded text is denied in its clause, or by a clause behind it that points back.

    'A gift for five stars, that is not possible here' points back; what goes on behind a 'but' denies nothing of what
    stands before it, and words that reach over one are not denied.
    """
    begins = max(0, place[0] - _AROUND)
    near, at, to = text[begins : place[1] + _AROUND], place[0] - begins, place[1] - begins
    start, end = _part(near, at, _CLAUSE_ENDS)
    last = _part(near, at, _TURNS)[1]
    if to > last:
        return False
    if to <= end and _denies(near[start:end]):
        return True
    behind = near[max(end, to) : last].lstrip(" ,-")
    return bool(_POINTS_BACK.match(behind)) and _denies(behind)


_POINTS_BACK = re.compile(
    r"(?:dat|daar|dit|zoiets|zulke|das|dies|so ?etwas|sowas|so was|solche|da|that|this|such|those|it|we|wij|wir|ik|ich|i)(?!\w)"
)


_AROUND = 300  # characters read before and behind


def _part(text: str, at: int, ends: re.Pattern[str]) -> tuple[int, int]:
    """The part of the text between two such ends in which a place lies."""
    start = max((match.end() for match in ends.finditer(text, 0, at)), default=0)
    found = ends.search(text, at)
    return start, found.start() if found else len(text)


def _denies(clause: str) -> bool:
    return bool(_DENIES.search(_NO_DENIAL.sub(" ", clause)))
