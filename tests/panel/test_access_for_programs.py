"""Tokens: made by the owner, shown once, useless once taken back."""

from __future__ import annotations

import re

from flask import Flask

from plugin.words import Role
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop


def made(shop: Shop, sign_in: SignIn, role: Role = Role.VIEWER) -> tuple[str, str]:
    """A token in the name of a person of this role, and the page that shows it."""
    page = sign_in(shop).post("/tokens", htmx=False, name="Kassa", person=shop.people[role]).text
    found = re.search(r'id="new-token">([^<]+)<', page)
    assert found
    return found[1], page


def test_a_token_opens_the_api_as_its_person_and_is_shown_once(shop: Shop, sign_in: SignIn, app: Flask) -> None:
    token, _page = made(shop, sign_in)
    header = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/v1/reviews/", headers=header).status_code == 200
    assert app.test_client().post("/api/v1/people/", headers=header, json={}).status_code == 403
    again = sign_in(shop).get("/tokens").text
    assert "Kassa" in again
    assert token not in again


def test_a_token_that_was_taken_back_opens_nothing(shop: Shop, sign_in: SignIn, app: Flask) -> None:
    token, page = made(shop, sign_in)
    ended = re.search(r"/tokens/(\d+)/end", page)
    assert ended
    assert sign_in(shop).post(f"/tokens/{ended[1]}/end", htmx=False).status_code == 303
    answer = app.test_client().get("/api/v1/reviews/", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert "Kassa" not in sign_in(shop).get("/tokens").text


def test_a_desks_own_session_is_no_token_to_take_back(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert desk.post("/tokens/1/end", htmx=False).status_code == 404
    assert desk.get("/inbox").status_code == 200


def test_only_the_owner_gives_programs_access(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.APPROVER)
    assert desk.get("/tokens").status_code == 403
    assert desk.post("/tokens", htmx=False, name="x", person=shop.people[Role.OWNER]).status_code == 403
    assert 'href="/tokens"' not in desk.get("/inbox").text


def test_a_token_needs_a_purpose_and_a_person_of_this_shop(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert desk.post("/tokens", htmx=False, name=" ", person=shop.people[Role.OWNER]).status_code == 422
    assert desk.post("/tokens", htmx=False, name="Kassa", person=999).status_code == 404
