"""The plugin's zip: for one desk, the same every time, with its languages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from click.testing import CliRunner

from plugin.cli import main
from plugin.hosts.woocommerce import building


def opened(packed: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(packed))


def test_the_zip_knows_its_desk_and_holds_one_folder() -> None:
    archive = opened(building.build("https://desk.example/", "k" * 40))
    assert {name.partition("/")[0] for name in archive.namelist()} == {"wederwoord"}
    address = archive.read("wederwoord/address.php").decode()
    assert "define( 'WEDERWOORD_ADDRESS', 'https://desk.example' );" in address
    assert building.key_of("k" * 40) in address
    assert "k" * 40 not in address


def test_the_same_desk_gives_the_same_bytes_and_another_desk_another_key() -> None:
    assert building.build("https://desk.example", "a" * 40) == building.build("https://desk.example", "a" * 40)
    assert building.key_of("a" * 40) != building.key_of("b" * 40)


def test_every_sentence_of_the_plugin_is_there_in_dutch_and_german() -> None:
    archive = opened(building.build("https://desk.example", "k" * 40))
    for language in ("nl_NL", "nl_NL_formal", "nl_BE", "de_DE", "de_DE_formal", "de_AT", "de_CH", "de_CH_informal"):
        compiled = archive.read(f"wederwoord/languages/wederwoord-{language}.mo")
        for path in building.SOURCE.rglob("*.php"):
            for sentence in sentences_in(path):
                assert sentence.encode() in compiled, (language, sentence)


def sentences_in(path: Path) -> list[str]:
    """What stands in ``__( '…', 'wederwoord' )`` and its kin."""
    found = []
    for piece in path.read_text(encoding="utf-8").split("__( '")[1:]:
        text = piece.replace("\\'", "\0").partition("'")[0].replace("\0", "'")
        found.append(text)
    return found


def test_the_command_writes_it_only_where_it_knows_how_shops_reach_the_desk(tmp_path: Path) -> None:
    there = {"WEDERWOORD_DATA_DIR": str(tmp_path), "WEDERWOORD_PUBLIC_URL": ""}
    into = str(tmp_path / "wederwoord.zip")
    refused = CliRunner().invoke(main, ["host", "woocommerce", "build", "--into", into], env=there)
    assert refused.exit_code == 1
    assert "WEDERWOORD_PUBLIC_URL" in refused.output
    there["WEDERWOORD_PUBLIC_URL"] = "https://desk.example"
    done = CliRunner().invoke(main, ["host", "woocommerce", "build", "--into", into], env=there)
    assert done.exit_code == 0, done.output
    assert "wederwoord/wederwoord.php" in zipfile.ZipFile(into).namelist()
