"""The WordPress plugin as a zip: our PHP, the desk's address, a key of this desk, and the translations compiled."""

from __future__ import annotations

import hashlib
import hmac
import io
import zipfile
from pathlib import Path

from babel.messages import mofile, pofile

SOURCE = Path(__file__).parent / "wordpress" / "wederwoord"
NAME = "wederwoord"
_ADDRESS = "address.php"
# WordPress looks for the very locale of the site and falls back on English, not on the language.
_ALSO_FOR = {"nl_NL": ("nl_NL_formal", "nl_BE"), "de_DE": ("de_DE_formal", "de_AT", "de_CH", "de_CH_informal")}
_MOMENT = (2026, 1, 1, 0, 0, 0)  # the same files give the same bytes


def key_of(secret_key: str) -> str:
    """What a plugin built by this desk shows when it connects: nobody else's shop becomes a shop of ours."""
    return hmac.new(secret_key.encode(), b"woocommerce-plugin", hashlib.sha256).hexdigest()


def build(address: str, secret_key: str) -> bytes:
    """The zip for WordPress' 'Upload Plugin'. ``address`` is how browsers and shops reach the desk."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_files(address.rstrip("/"), key_of(secret_key)).items()):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", _MOMENT)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def _files(address: str, key: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in sorted(SOURCE.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(SOURCE).as_posix()
        files[name] = path.read_bytes()
        if path.suffix == ".po":
            language, compiled = path.stem.rpartition("-")[2], _compiled(path)
            for locale in (language, *_ALSO_FOR[language]):
                files[f"{Path(name).parent.as_posix()}/{NAME}-{locale}.mo"] = compiled
    files[_ADDRESS] = _with_address(files[_ADDRESS].decode(), address, key).encode()
    return files


def _with_address(source: str, address: str, key: str) -> str:
    for name, value in (("WEDERWOORD_ADDRESS", address), ("WEDERWOORD_KEY", key)):
        quoted = value.replace("\\", "\\\\").replace("'", "\\'")
        source = source.replace(f"define( '{name}', '' );", f"define( '{name}', '{quoted}' );")
    return source


def _compiled(path: Path) -> bytes:
    with path.open("rb") as given:
        catalog = pofile.read_po(given)
    made = io.BytesIO()
    mofile.write_mo(made, catalog)
    return made.getvalue()
