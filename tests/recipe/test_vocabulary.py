"""A cut vocabulary, and networks that take it over."""

import json
import sys
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.extra("train")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "models" / "recipe"))
with suppress(ImportError):  # then all of them are skipped
    import torch
    from network import Network
    from tokenizers import Tokenizer
    from vocabulary import cut_vocabulary, renumber

SHAPE = {
    "width": 8, "layers": 1, "heads": 2, "head_size": 4, "inner": 8, "positions": 40,
    "epsilon": 1e-5,
}  # fmt: skip
SAID = "The harbourmaster said nothing.\n"


def test_rare_pieces_go_and_each_piece_keeps_its_vector(tmp_path: Path) -> None:
    whole = Tokenizer.from_file(str(ROOT / "models" / "en_news" / "tokenizer.json"))
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        "".join(json.dumps({"id": str(i), "text": SAID}) + "\n" for i in range(3)), encoding="utf-8"
    )
    cut = cut_vocabulary(whole, [articles])
    assert 200 < cut.get_vocab_size() < 5000 < whole.get_vocab_size()
    assert cut.encode(SAID).tokens == whole.encode(SAID).tokens
    assert "[UNK]" not in cut.encode("Zebras whinnied at Oxford.").tokens
    assert (cut.token_to_id("[SEP]"), cut.token_to_id("[MASK]")) == (102, 103)

    network = Network({**SHAPE, "vocabulary": whole.get_vocab_size()})
    before = network.words.weight.detach().clone()
    renumber(network, whole, cut)
    assert torch.equal(network.words.weight[cut.encode(SAID).ids], before[whole.encode(SAID).ids])
    assert len(network.words.weight) == cut.get_vocab_size()
