"""The app as the file that a shop uploads: a zip whose folder bears the app's name."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files

from plugin.hosts.shopware.manifest import App, manifest, written

__all__ = ["App", "ManifestWrong", "build"]
from plugin.hosts.shopware.manifest_rules import problems

_MADE = (2026, 1, 1, 0, 0, 0)  # the same app gives the same bytes, whenever it is built


class ManifestWrong(ValueError):
    """A shop would refuse the manifest; the message says why."""


def build(app: App) -> bytes:
    """The zip. Raises ManifestWrong."""
    root = manifest(app)
    if wrong := problems(root):
        raise ManifestWrong(" ".join(wrong))
    content = {
        f"{app.name}/manifest.xml": written(root),
        f"{app.name}/Resources/config/plugin.png": (files(__package__) / "icon.png").read_bytes(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return packed.getvalue()
