"""Setting a new shop up, in three steps: who signs and how we speak, the policy, the first channel.

What is saved here is in effect at once, and drafts that nobody touched yet are made anew under it: a shop that is
being set up has nothing to compare with. Later changes are tried first (views.policy).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.hosts.sources import SOURCES
from plugin.legal_minimum import legal_minimum
from plugin.panel import setup_forms, speech
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import know_shop
from plugin.panel.blueprint import panel
from plugin.panel.example_reply import BROKEN, example_reply
from plugin.panel.first_reviews import first_reviews, kinds_for
from plugin.panel.views.policy import flat
from plugin.shop import LANGUAGES, ShopProfileError, dump_profile, load_profile, stored_profile
from plugin.store import Session, channels, setting_up, shops
from plugin.store.errors import Conflict
from plugin.store.setting_up import CHANNEL, POLICY, STEPS, VOICE
from plugin.words import Role

UNPROCESSABLE = 422
MOST_LOOKS = 120  # for the first reviews; after that a person is told to come back


@panel.get("/setup")
@requires(Role.OWNER)
def setup() -> str:
    """The first step that is still to do."""
    with shop_session() as session:
        known = setting_up.of(session, principal().shop_id)
    return _page(known.next_step if known is not None else VOICE)


@panel.get("/setup/<step>")
@requires(Role.OWNER)
def setup_step(step: str) -> str:
    if step not in STEPS:
        raise NotFound
    return _page(step)


@panel.post("/setup/voice")
@requires(Role.OWNER)
def save_voice() -> AnyResponse | tuple[str, int]:
    return _save(VOICE, POLICY)


@panel.post("/setup/policy")
@requires(Role.OWNER)
def save_setup_policy() -> AnyResponse | tuple[str, int]:
    return _save(POLICY, CHANNEL)


@panel.post("/setup/preview")
@requires(Role.OWNER)
def preview_policy() -> str:
    """The example reply under what stands in the form at this moment."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
    profile = setup_forms.readable(setup_forms.policy_data(request.form, g.shop_profile), g.shop_profile)
    example = example_reply(profile, request.form.get("example", BROKEN), request.form.get("example_language", ""))
    return render_template("_setup_preview.html", example=example)


@panel.get("/setup/reviews")
@requires(Role.OWNER)
def setup_reviews() -> str:
    """The channels and their first reviews and drafts, for as long as they come in."""
    look = request.args.get("look", 0, type=int) + 1
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        return render_template("_setup_reviews.html", **_coming(session), look=look, most_looks=MOST_LOOKS)


@panel.post("/setup/end")
@requires(Role.OWNER)
def end_setup() -> AnyResponse:
    """To the inbox: with a channel it is set up, without one it waits to be finished."""
    shop_id, who = principal().shop_id, principal().person_id
    with shop_session() as session:
        if request.form.get("how") == "done" and channels.listed(session, shop_id):
            setting_up.step_done(session, shop_id, CHANNEL, who, now=_now())
            setting_up.end(session, shop_id, who, now=_now())
        else:
            setting_up.put_off(session, shop_id)
    return redirect(url_for("panel.inbox"), code=303)


def _save(step: str, following: str) -> AnyResponse | tuple[str, int]:
    shop_id, who = principal().shop_id, principal().person_id
    with shop_session() as session:
        before = stored_profile(shops.get(session, shop_id).profile)
        read = setup_forms.voice_data if step == VOICE else setup_forms.policy_data
        data = read(request.form, before)
        try:
            services().work.put_in_force(
                session, shop_id, load_profile(data), seen_version=request.form.get("version", 0, type=int),
                person_id=who,
            )  # fmt: skip
        except ShopProfileError as error:
            return _page(step, data, flat(error.problems)), UNPROCESSABLE
        except Conflict:
            told = gettext("Someone else changed this meanwhile. Load the page again before you save.")
            return _page(step, data, {"": told}), UNPROCESSABLE
        setting_up.step_done(session, shop_id, step, who, now=_now())
    return redirect(url_for("panel.setup_step", step=following), code=303)


def _page(step: str, data: dict[str, Any] | None = None, problems: dict[str, str] | None = None) -> str:
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        shop = shops.get(session, shop_id)
        known = setting_up.read(shop.setup)
        profile = data or dump_profile(stored_profile(shop.profile))
        return render_template(
            f"setup_{step}.html",
            step=step,
            steps=STEPS,
            done=known.done if known is not None else frozenset(STEPS),
            shop=g.shop_profile.name,
            profile=profile,
            version=request.form.get("version") or shop.profile_version,
            problems=problems or {},
            **(_of_step(session, step, profile)),
        )


def _of_step(session: Session, step: str, profile: dict[str, Any]) -> dict[str, Any]:
    """What only this step shows."""
    language = speech.spoken().partition("_")[0]
    if step == VOICE:
        chosen = setup_forms.countries(language, profile["country"])
        return {"shop_languages": LANGUAGES, "country_choices": chosen}
    if step == POLICY:
        country = profile["country"]
        return {"minimum": legal_minimum(country), "country": setup_forms.country_name(country, language)}
    return {**_coming(session), "look": 0, "most_looks": MOST_LOOKS}


def _coming(session: Session) -> dict[str, Any]:
    shop_id = principal().shop_id
    source = SOURCES.get(shops.get(session, shop_id).host)
    first = first_reviews(session, shop_id)
    stand = {channel.connector for channel in first.channels}
    return {"source": source, "kinds": kinds_for(source, speech.spoken().partition("_")[0], stand), "first": first}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
