"""What goes into the prompt templates: the shop's half, which stays the same, and the review's half.

The shop's half holds nothing of a review, no date and no id, so that its bytes are the same for all reviews of a shop
and a server can keep its reading of them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from plugin.drafting.facts import Facts, shop_facts
from plugin.drafting.masking import CUSTOMER, Masked, without_details
from plugin.drafting.style import StyleExample, shown
from plugin.drafting.verdict import VERDICT_FIELDS
from plugin.guidelines import ChannelLimits, packs
from plugin.shop import Goodwill, ShopProfile
from plugin.words import Decision, Play, Triage

LANGUAGE_NAMES = {"nl": "Dutch", "de": "German", "en": "English"}
OPENINGS = 5
_NO_NAMES = frozenset({"tag", "dag", "day", "morgen", "abend", "morning", "klant", "kunde", "kundin", "customer"})
_READS = "en"  # the language that the guidelines are given to a model in, whatever it writes
FIELDS = (
    {"name": "language", "meaning": 'the language of your reply: "nl", "de" or "en"'},
    {
        "name": "points",
        "meaning": "a list with one object per thing the customer says: label (a few words), answer (yours)",
    },
    {"name": "facts_used", "meaning": 'a list of the ids of the facts that you state, such as "policy:withdrawal"'},
    {"name": "needs_human", "meaning": "true where a person must decide something that you cannot"},
    {
        "name": "reason",
        "meaning": "why: unclear, facts_missing, legal, safety, angry, personal_data, attack, or none",
    },
    {"name": "reply", "meaning": "the public reply, whole, from greeting to signature"},
    {
        "name": "private_message",
        "meaning": "the private message where the task asks for one, otherwise an empty string",
    },
)


@cache
def _rules() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The guidelines in the wording the model reads, sorted, so that the prompt's bytes never vary."""
    guidelines = sorted(packs.all_guidelines(), key=lambda guideline: guideline.id)
    return {
        "guidelines": tuple(
            {"id": g.id, "kind": g.kind, "wording": _asked(g)} for g in guidelines if g.id.startswith("R-")
        ),
        "decisions": tuple({"id": d.value, "wording": packs.decision(d).says(_READS)} for d in Decision),
        "plays": tuple(_play(p) for p in Play),
        "laws": tuple(
            {"id": r.id, "wording": r.says(_READS), "countries": r.countries}
            for r in sorted(packs.all_rules(), key=lambda rule: rule.id)
            if r.check and not r.channels
        ),
    }


def _asked(guideline: packs.Guideline) -> str:
    """What it asks, and where only: the half of a prompt that holds it is the same for every channel of a shop."""
    where = [", ".join(names) for names in (guideline.channels, guideline.countries) if packs.ALL not in names]
    return " ".join((guideline.says(_READS), *(f"(Only: {names}.)" for names in where)))


def _play(play: Play) -> Mapping[str, str]:
    said = packs.play(play)
    parts = (said.says(_READS), f"Holds: {said.holds.get(_READS, '')}", f"Never: {said.never.get(_READS, '')}")
    return {"id": play.value, "wording": " ".join(part for part in parts if not part.endswith(": "))}


def system_values(shop: ShopProfile, facts: Facts, canary: str) -> dict[str, Any]:
    """The shop's half."""
    return {
        "shop": shop,
        "address": [(language, shop.form(language)) for language in shop.languages if shop.form(language)],
        "contact": shop.contact.ways,
        "goodwill": _goodwill(shop.policy.goodwill_max),
        "facts": [fact for fact in facts.items if not fact.id.startswith("contact:")],
        "own_rules": _own_rules(shop),
        "fields": FIELDS,
        "canary": canary,
        **{name: rows for name, rows in _rules().items() if name != "laws"},
    }


def judge_system_values(shop: ShopProfile) -> dict[str, Any]:
    """The shop's half of what a judge reads: the guidelines and what may be stated, without a word on how to write."""
    rules = _rules()
    return {
        "shop": shop,
        "contact": shop.contact.ways,
        "goodwill": _goodwill(shop.policy.goodwill_max),
        "facts": [fact for fact in shop_facts(shop) if not fact.id.startswith("contact:")],
        "guidelines": rules["guidelines"],
        "plays": rules["plays"],
        "laws": [law for law in rules["laws"] if not law["countries"] or shop.country in law["countries"]],
        "fields": VERDICT_FIELDS,
    }


ADVICE_FIELDS = (
    {"name": "why", "meaning": "one short sentence"},
    {"name": "decision", "meaning": "the id of one decision, T-…"},
    {"name": "play", "meaning": 'the id of one situation, P-…, or "none"'},
)


def advice_system_values(shop: ShopProfile) -> dict[str, Any]:
    """The shop's half of what an adviser reads."""
    rules = _rules()
    return {"shop": shop, "decisions": rules["decisions"], "plays": rules["plays"], "fields": ADVICE_FIELDS}


def task_values(
    masked: Masked,
    *,
    shop: ShopProfile,
    triage: Triage,
    facts: Facts,
    recent_replies: Sequence[str],
    today: dt.date,
    limits: ChannelLimits | None,
    mark: str,
    examples: Sequence[StyleExample] = (),
) -> dict[str, Any]:
    """The review's half. Everything of the customer's in it comes out of ``masked``.

    ``examples`` are replies of this kind that the shop approved.
    """
    review = {"rating": masked.review.rating, "title": masked.review.title, "text": masked.review.text}
    return {
        "language": LANGUAGE_NAMES[facts.language],
        "form": facts.form,
        "today": today.isoformat(),
        "decision": triage.decision.value,
        "play": triage.play.value if triage.play else "none",
        "private": triage.decision is Decision.REPLY_PRIVATE,
        "greeting": f"by name; write the name as {CUSTOMER}" if masked.first_name else "a friendly one, without a name",
        "limits": _limits(limits),
        "points": [{"sentiment": point.sentiment.value, "label": point.label} for point in triage.points],
        "named": list(dict.fromkeys(facts.nouns)),
        "product": masked.hide(without_details(masked.review.product, shop.country)),
        "openings": [_opening(reply, shop) for reply in recent_replies[-OPENINGS:]],
        "examples": shown(examples, shop.country),
        "mark": mark,
        "review": json.dumps(review, ensure_ascii=False),
    }


def _own_rules(shop: ShopProfile) -> list[str]:
    """The shop's own rules as sentences; all of them, whatever the review, so that the bytes stay the same."""
    rules, said = shop.rules, []
    for never in rules.never:
        instead = f'; write "{never.use}" instead' if never.use else ""
        said.append(f'Never write "{never.words}"{_in_languages(never.languages)}{instead}.')
    for wanted in rules.wanted:
        under = f" under {', '.join(wanted.plays)}" if wanted.plays else ""
        said.append(f'Use the words "{wanted.words}"{under}{_in_languages(wanted.languages)}.')
    for decision, most in sorted(rules.limits.max_words.items()):
        said.append(f"Under {decision.value} at most {most} words, greeting and signature not counted.")
    if rules.limits.max_sentences:
        said.append(f"At most {rules.limits.max_sentences} sentences, greeting and signature not counted.")
    said += [f"Guideline {name} does not hold for this shop." for name in rules.without]
    return said


def _in_languages(languages: Sequence[str]) -> str:
    return f" in {' and '.join(LANGUAGE_NAMES[language] for language in languages)}" if languages else ""


def _goodwill(most: Goodwill) -> str:
    offers = [
        f"{most.discount_percent:g} % discount" if most.discount_percent else "",
        f"{most.amount:g} in money" if most.amount else "",
        "a small gift" if most.gift else "",
    ]
    return ", ".join(offer for offer in offers if offer) or "nothing"


def _limits(limits: ChannelLimits | None) -> str:
    if limits is None:
        return ""
    parts = [
        f"{limits.max_chars} characters" if limits.max_chars else "",
        f"{limits.max_bytes} bytes" if limits.max_bytes else "",
    ]
    return " and ".join(part for part in parts if part)


def _body(reply: str) -> str:
    """An earlier reply without its greeting line, and without the name in it, which belongs to somebody else."""
    lines = [line for line in reply.splitlines() if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 -- a greeting and what follows it
        return ""
    body = " ".join(lines[1:])
    for name in re.findall(r"(?<=\s)[^\W\d_]{3,}", lines[0]):
        if name[0].isupper() and name.casefold() not in _NO_NAMES:
            body = re.sub(rf"(?<!\w){name}(?!\w)", "…", body)
    return body


def _opening(reply: str, shop: ShopProfile) -> str:
    return without_details(_body(reply)[:80], shop.country)
