"""What is loaded once is loaded by one thread, whoever else comes meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from plugin.guidelines.classifier import Classifier
from plugin.once import loaded_once

THREADS = 8
COLD = """
import json, sys, threading
from concurrent.futures import ThreadPoolExecutor
from plugin.drafting.triage import triage
from plugin.guidelines.classifier import reply_classifier
from plugin.language.encoder import encoder
from plugin.shop import ShopProfile
from plugin.words import ReviewText

shop = ShopProfile(name="De Fietsschuur", agent="Noor")
texts = [f"Het zadel {n} kwam te laat en was stuk. Wanneer krijg ik mijn geld terug?" for n in range(16)]
together = threading.Barrier(16)

def read(text):
    together.wait(60)
    try:
        triage(ReviewText(id="r", text=text, rating=1), shop)
    except Exception as error:
        return f"{type(error).__name__}: {error}", id(encoder()), id(reply_classifier())
    return "", id(encoder()), id(reply_classifier())

sys.setswitchinterval(1e-5)
with ThreadPoolExecutor(16) as pool:
    print(json.dumps(sorted({str(found) for found in pool.map(read, texts)})))
"""


def test_who_comes_meanwhile_waits_and_gets_the_same() -> None:
    loading, may_go_on, loads = threading.Event(), threading.Event(), []

    @loaded_once
    def load(name: str) -> object:
        loads.append(name)
        loading.set()
        assert may_go_on.wait(30)
        return object()

    with ThreadPoolExecutor(THREADS) as pool:
        first = pool.submit(load, "one")
        assert loading.wait(30)
        others = [pool.submit(load, "one") for _ in range(THREADS - 1)]
        may_go_on.set()
        assert {id(first.result(30))} == {id(other.result(30)) for other in others}
    assert loads == ["one"]
    assert load("two") is not load("one")


def test_what_failed_is_tried_again_by_whoever_comes_next() -> None:
    tries: list[int] = []

    @loaded_once
    def load() -> str:
        tries.append(len(tries))
        if len(tries) == 1:
            raise OSError("not there yet")
        return "there"

    with pytest.raises(OSError, match="not there yet"):
        load()
    assert (load(), load(), tries) == ("there", "there", [0, 1])


def test_a_cold_process_reads_its_first_reviews_in_many_threads() -> None:
    """Two encoders in one process do not know each other's rows: reviews were lost to that in their first second."""
    done = subprocess.run([sys.executable, "-c", COLD], check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("('',") == 1, done.stdout  # nobody failed, and all have the same objects


def test_the_memory_of_sentences_is_emptied_under_nobodys_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin.guidelines.classifier._REMEMBERED", 3)
    classifier = Classifier("replies")
    heard, emptied, others = classifier._heard, threading.Event(), threading.local()

    def slowly(sentences):  # type: ignore[no-untyped-def]
        if getattr(others, "first", False):
            others.first = False
            # Another thread reads so much meanwhile that what was known is let go of.
            with ThreadPoolExecutor(1) as pool:
                pool.submit(classifier.read, ["Het spijt ons.", "De tas komt morgen.", "Dank u wel."]).result(60)
            emptied.set()
        return heard(sentences)

    classifier.read(["Wij sturen een nieuwe band."])
    monkeypatch.setattr(classifier, "_heard", slowly)
    others.first = True
    read = classifier.read(["Wij sturen een nieuwe band.", "U hoort het vrijdag."])
    assert emptied.is_set()
    assert len(read) == 2
