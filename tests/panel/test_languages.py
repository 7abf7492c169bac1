"""The desk speaks nl, de and en: nothing is left untranslated, nothing compiled is old."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from plugin.panel import speech
from plugin.words import Role
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop

PANEL = Path(speech.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def used() -> set[str]:
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(PANEL, METHODS, keywords=KEYWORDS):
        found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


def catalogue(language: str) -> Catalog:
    with (speech.TRANSLATIONS / language / "LC_MESSAGES" / "desk.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", ["nl", "de"])
def test_every_word_of_the_desk_is_translated_and_none_is_left_over(language: str) -> None:
    known = {m.id[0] if isinstance(m.id, tuple) else m.id: m for m in catalogue(language) if m.id}
    assert used() - set(known) == set()
    assert set(known) - used() == set()
    for message in known.values():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", ["nl", "de"])
def test_translations_keep_the_places_that_are_filled_in(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        original = message.id[0] if isinstance(message.id, tuple) else message.id
        for string in message.string if isinstance(message.string, tuple) else (message.string,):
            assert sorted(re.findall(r"%\(\w+\)s", string)) == sorted(re.findall(r"%\(\w+\)s", original)), original


@pytest.mark.parametrize("language", ["nl", "de"])
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    with (speech.TRANSLATIONS / language / "LC_MESSAGES" / "desk.mo").open("rb") as file:
        compiled = {repr(_pair(m.id)): _pair(m.string) for m in read_mo(file) if m.id}
    assert compiled == {repr(_pair(m.id)): _pair(m.string) for m in catalogue(language) if m.id}


def _pair(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize(("first", "words"), [("nl", "Te beantwoorden"), ("de", "Zu beantworten"), ("en", "To answer")])
def test_the_desk_speaks_the_shops_first_language(database, tmp_path, sign_in: SignIn, first: str, words: str) -> None:
    shop = Shop(database, f"winkel-{first}", tmp_path, languages=[first])
    desk = sign_in(shop)
    for path in (
        "/inbox",
        "/people",
        "/channels",
        "/policy",
        "/night-run",
        "/promises",
        "/channels/new/file",
        "/invitations",
        "/rules",
        "/examples",
        "/changes",
    ):
        page = desk.get(path).text
        assert words in page, path
        assert f'<html lang="{first}">' in page, path


def test_a_person_may_choose_another_language_while_the_draft_keeps_its_own(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop, Role.VIEWER)
    assert desk.post("/language", htmx=False, language="de").status_code == 303
    page = desk.get(f"/reviews/{review_id}").text
    assert '<html lang="de">' in page
    assert '<p class="words" lang="nl">' in page
    assert "Beste Joris" in page
