"""A smaller vocabulary: a tokenizer and networks without the word pieces that news hardly has."""

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


@torch.no_grad()
def cut_vocabulary(tokenizer: Tokenizer, files: Sequence[Path], networks: Sequence[Network | None]) -> Tokenizer:
    """Return the tokenizer without the pieces that are rare in the files, and cut the networks' tables accordingly.
    Single letters and signs stay, so that no word becomes unknown; so do the numbers of BERT's special pieces."""
    used = Counter(number for file in files for row in read_jsonl(file) for number in tokenizer.encode(row["text"]).ids)
    pieces = sorted(tokenizer.get_vocab().items(), key=itemgetter(1))
    kept = [
        (piece, number)
        for piece, number in pieces
        if used[number] >= _LEAST or number <= _LAST_SPECIAL or len(piece.removeprefix("##")) == 1
    ]
    for network in filter(None, networks):
        network.words = nn.Embedding.from_pretrained(network.words.weight[[number for _, number in kept]])
    settings = json.loads(tokenizer.to_str())
    settings["model"]["vocab"] = {piece: number for number, (piece, _) in enumerate(kept)}
    return Tokenizer.from_str(json.dumps(settings))
