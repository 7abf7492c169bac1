"""Shopware's official packages, fetched into a folder of their own: another opinion on the same requests."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

SDK, METEOR = "@shopware-ag/app-server-sdk@2.0.3", "@shopware-ag/meteor-admin-sdk@6.14.1"
DRIVER = Path(__file__).with_name("peer.mjs")


def installed(folder: Path) -> Path:
    """The packages in ``folder``; skips with the reason where they cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js is not installed: Shopware's own packages cannot be asked")
    (folder / "package.json").write_text('{"name": "peers", "private": true, "type": "module"}', encoding="utf-8")
    done = subprocess.run(
        [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", SDK, METEOR],
        cwd=folder, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"Shopware's own packages cannot be fetched: {done.stderr.strip().splitlines()[-1:]}")
    shutil.copy(DRIVER, folder / "peer.mjs")
    return folder


class Peer:
    """The SDK in a process of its own, asked one thing after the other."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            ["node", "peer.mjs"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, what: str, **given: object) -> dict:
        self._process.stdin.write(json.dumps({"do": what, **given}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()
