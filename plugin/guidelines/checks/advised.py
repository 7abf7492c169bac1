"""What is advised of single sentences, learned: praise of oneself, an improvement that the shop has not recorded."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.guidelines import advice
from plugin.guidelines.checks.suspected import sentence_names, sentence_rows
from plugin.guidelines.draft import Draft


def advised(draft: Draft, guideline: str) -> list[int]:
    """The sentences of the body worth a look under this guideline, the likeliest first; none of a private message."""
    scored = {} if draft.context.private else draft.once(_scores)
    mark = advice.networks()[0].marks[guideline]
    likely = {index: scores[guideline] for index, scores in scored.items() if scores[guideline] >= mark}
    return sorted(likely, key=likely.__getitem__, reverse=True)


def _scores(draft: Draft) -> Mapping[int, Mapping[str, float]]:
    if not draft.body:
        return {}
    rows, names = draft.once(sentence_rows), sentence_names(draft.context.language)
    return dict(zip(draft.body, advice.networks()[0].scores(rows, names), strict=True))
