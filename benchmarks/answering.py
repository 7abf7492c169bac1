"""A model that answers well, in a process of its own: ``python -m benchmarks.answering answers.json --delay 1.0``.

It gives to each review the answers that were written for it, one after another, each after the delay. One thread serves
all calls, so that it takes little of the machine on which the worker is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from collections import deque
from pathlib import Path

_REVIEW = re.compile(r"<review-\w+>\n(.*)\n</review-")
_ASIDE = {
    "points": [{"label": "the review", "answer": "answered"}],
    "facts_used": ["policy:reply-within"],
    "needs_human": False,
    "reason": "none",
}


def key_of(text: str) -> str:
    """What names a review to both sides: the model sees it without its personal data."""
    return re.sub(r"[^a-z]", "", text.lower())[:30]


class Model:
    """``answers``: by the key of a review, the fields ``language``, ``reply`` and ``private_message`` of each."""

    def __init__(self, answers: dict[str, list[dict[str, str]]], delay: float) -> None:
        self._answers = {text: deque(rows) for text, rows in answers.items()}
        self._delay = delay

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = re.search(rb"(?i)content-length: *(\d+)", head)
                body = json.loads(await reader.readexactly(int(size[1]) if size else 0))
                answer = json.dumps(self._completion(body)).encode()
                await asyncio.sleep(self._delay)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(answer)
                )
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _completion(self, body: dict) -> dict:
        found = _REVIEW.search(body["messages"][1]["content"])
        rows = self._answers[key_of(json.loads(found[1])["text"])] if found else deque([{}])
        if len(body["messages"]) == 2:
            rows.rotate(-1)
        message = {"role": "assistant", "content": json.dumps({**_ASIDE, **rows[-1]})}
        return {
            "id": "1",
            "object": "chat.completion",
            "model": body["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 2000, "completion_tokens": 200, "total_tokens": 2200},
        }


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answering")
    parser.add_argument("answers", type=Path)
    parser.add_argument("--delay", type=float, required=True)
    chosen = parser.parse_args()
    model = Model(json.loads(chosen.answers.read_text(encoding="utf-8")), chosen.delay)
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
