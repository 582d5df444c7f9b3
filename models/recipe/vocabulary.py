"""Make the vocabulary smaller: drop word pieces that are rare in news from the tokenizer, and adapt
networks to it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

import torch
from gold import read_jsonl
from network import Network
from tokenizers import Tokenizer
from torch import nn

_LEAST = 3  # times that a piece of the vocabulary is seen
_LAST_SPECIAL = 103  # BERT's number of [MASK]


def cut_vocabulary(tokenizer: Tokenizer, files: Sequence[Path]) -> Tokenizer:
    """Return the tokenizer without the pieces that are rare in the files. Single letters and signs
    are kept, so that no word becomes unknown; BERT's special pieces keep their numbers."""
    used = Counter(
        number
        for file in files
        for row in read_jsonl(file)
        for number in tokenizer.encode(row["text"]).ids
    )
    kept = [
        piece
        for piece, number in sorted(tokenizer.get_vocab().items(), key=itemgetter(1))
        if used[number] >= _LEAST or number <= _LAST_SPECIAL or len(piece.removeprefix("##")) == 1
    ]
    settings = json.loads(tokenizer.to_str())
    settings["model"]["vocab"] = {piece: number for number, piece in enumerate(kept)}
    return Tokenizer.from_str(json.dumps(settings))


@torch.no_grad()
def renumber(network: Network, own: Tokenizer, wanted: Tokenizer) -> None:
    """Renumber the pieces of a network that was trained with the tokenizer ``own`` to those of
    ``wanted``; ``own`` must have all pieces of ``wanted``."""
    numbers = own.get_vocab()
    order = [numbers[piece] for piece, _ in sorted(wanted.get_vocab().items(), key=itemgetter(1))]
    network.words = nn.Embedding.from_pretrained(network.words.weight[order])
