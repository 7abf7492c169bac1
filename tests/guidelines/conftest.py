import datetime as dt

import pytest

from plugin.guidelines import CheckContext, check
from plugin.shop import load_profile
from plugin.words import Decision, Play, ReviewText, Severity

TODAY = dt.date(2026, 11, 23)  # a Monday
REVIEWS = {
    "nl": "De fietstas is na een week al gescheurd bij de rits en de levering duurde drie weken. Heel teleurgesteld.",
    "de": "Die Fahrradtasche ist nach einer Woche am Reißverschluss gerissen und die Lieferung hat drei Wochen gedauert. "
    "Sehr enttäuscht.",
    "en": "The bike bag tore at the zip after a week and the delivery took three weeks. Very disappointed.",
}
CLEAN = {
    "nl": "Beste Noor,\n\nWat vervelend dat je fietstas na een week al bij de rits scheurde, en dat je er ook nog drie weken op "
    "moest wachten. Onze excuses. Dat had niet mogen gebeuren en dat is onze fout. We sturen je morgen kosteloos een nieuwe "
    "tas, de kapotte hoef je niet terug te sturen. Heb je nog een vraag, mail dan naar service@waalkade.example.\n\n"
    "Hartelijke groet,\nSanne",
    "de": "Hallo Noor,\n\nes ist ärgerlich, dass Ihre Fahrradtasche nach einer Woche am Reißverschluss gerissen ist und Sie drei "
    "Wochen darauf warten mussten. Bitte entschuldigen Sie. Das hätte nicht passieren dürfen, das war unser Fehler. Wir "
    "schicken Ihnen morgen kostenlos eine neue Tasche zu. Bei Fragen erreichen Sie uns unter service@waalkade.example.\n\n"
    "Herzliche Grüße\nSanne",
    "en": "Dear Noor,\n\nA bag that tears at the zip after a week, after three weeks of waiting: I understand how frustrating that "
    "is. We are sorry. This should not have happened and it is our mistake. We will send you a new bag tomorrow, free of "
    "charge. If you have any other question, write to service@waalkade.example.\n\nKind regards,\nSanne",
}


def make_shop(**changes):
    return load_profile(
        {
            "name": "Fietsenhuis Waalkade",
            "agent": "Sanne",
            "country": "NL",
            "ships_to": ["NL", "BE", "DE"],
            "sells": ["fietsen", "fietstassen"],
            "contact": {
                "email": "service@waalkade.example",
                "phone": "024 123 45 67",
                "url": "https://waalkade.example/contact",
            },
            "policy": {
                "withdrawal_days": 30,
                "leniency_days": 3,
                "goodwill_max": {"discount_percent": 10, "gift": True},
                "clauses": [{"id": "ret-1", "text": "Retourneren kan binnen 30 dagen na ontvangst."}],
            },
            "measures": ["elke fiets krijgt een tweede remcontrole voor vertrek"],
            **changes,
        }
    )


def with_sentence(language, sentence):
    """The clean reply with one more sentence at the end of its body."""
    greeting, body, signoff = CLEAN[language].split("\n\n")
    return "\n\n".join((greeting, f"{body} {sentence}", signoff))


def run(
    reply,
    language="nl",
    *,
    review=None,
    play="P-OUR-FAULT",
    decision="T-REPLY",
    rating=2,
    author="Noor",
    shop=None,
    **more,
):
    context = CheckContext(
        ReviewText("1", REVIEWS[language] if review is None else review, rating=rating, author=author),
        shop or make_shop(),
        Decision(decision),
        Play(play) if play else None,
        more.pop("points", ()),
        language,
        today=TODAY,
        **more,
    )
    return check(reply, context)


def ids(report, *, but=()):
    """The guidelines that a report blocks or warns about."""
    return {f.guideline for f in report.findings if f.severity is not Severity.INFO} - set(but)


@pytest.fixture(params=["nl", "de", "en"])
def language(request):
    return request.param
