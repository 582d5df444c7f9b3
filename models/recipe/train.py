"""Train the network:
``python models/recipe train --config models/recipe/small.json --data DIR --out DIR``."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from batching import collate, plan_batches
from corpus import epoch_windows, read_corpus
from losses import total_loss, weights_of
from network import Network
from pretrained import find_encoder
from starting_weights import load_exported, load_pretrained
from teacher import Teacher
from tokenizers import Tokenizer

_SAVE_SECONDS = 1800


def load_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def train(config: dict[str, Any], *, data: Path, out: Path) -> Path:
    """Train by ``config`` and return the checkpoint, which is written every half hour and after
    each epoch. A stopped run resumes from it. The averaged weights of each epoch are kept as
    ``epoch-1.pt``, ``epoch-2.pt`` …
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config["seed"])
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = start_network(config).to(device)
    network.round_weights(config.get("weight_bits", 0))
    teacher = Teacher(Path(config["teacher"])) if "teacher" in config else None
    tokenizer = load_tokenizer(find_encoder(config["tokenizer"]))
    corpus = read_corpus(config, data)
    optimizer = make_optimizer(network, config)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    checkpoint = out / "checkpoint.pt"
    done, step, skipped = _resume(checkpoint, network, optimizer, average)
    random_state = torch.get_rng_state()
    log = (out / "log.jsonl").open("a", encoding="utf-8")
    for epoch in range(done, config.get("stop_after", math.ceil(config["epochs"]))):
        windows = epoch_windows(corpus, tokenizer, config, epoch, teacher)
        plan = plan_batches(
            windows, config["batch_pieces"], random.Random(f"{config['seed']}/{epoch}")
        )
        rest = len(plan) * (config["epochs"] - epoch)  # the last epoch may be a part of one
        plan, steps = plan[: round(rest)], step - skipped + round(rest)
        torch.manual_seed(config["seed"] + epoch)
        if skipped:
            torch.set_rng_state(random_state)
        began, sums, pieces = time.time(), {}, 0
        saved = began
        for place, batch in enumerate(map(collate, plan[skipped:]), skipped + 1):
            set_rates(optimizer, config, step / steps)
            parts = take_step(network, optimizer, batch.to(device), config)
            update_average(average, network, min(config["average"], (step + 1) / (step + 10)))
            step, pieces = step + 1, pieces + int(batch.mask.sum())
            sums = {
                name: sums.get(name, value) * 0.98 + value * 0.02 for name, value in parts.items()
            }
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step}/{steps} {pieces / (time.time() - began):.0f}"
                    " pieces/s",
                    {name: round(value, 4) for name, value in sums.items()},
                    flush=True,
                )
            if time.time() - saved > _SAVE_SECONDS:
                _save(checkpoint, network, optimizer, average, (epoch, step, place), config)
                saved = time.time()
        skipped = 0
        _save(checkpoint, network, optimizer, average, (epoch + 1, step, 0), config)
        torch.save({"average": average, "shape": network.shape}, out / f"epoch-{epoch + 1}.pt")
        log.write(
            json.dumps({"epoch": epoch + 1, "step": step, "seconds": time.time() - began, **sums})
            + "\n"
        )
        log.flush()
    return checkpoint


def start_network(config: dict[str, Any]) -> Network:
    """Return the network before training: random, pretrained, or (``init``) from another run or
    model, of which ``keep_layers`` says which layers stay (numbers from 0; default: all)."""
    if "shape" in config:
        return Network(config["shape"], config["dropout"])
    if "init" in config:
        network = load_trained(Path(config["init"]), config["dropout"])
        if "keep_layers" in config:
            network.keep_layers(config["keep_layers"])
        return network
    return load_pretrained(find_encoder(config["encoder"]), config["dropout"])


def load_trained(path: Path, dropout: float) -> Network:
    """Return the network of a model directory, or that of a run's checkpoint with its averaged
    weights."""
    if path.is_dir():
        return load_exported(path, dropout)
    saved = torch.load(path, weights_only=True, map_location="cpu")
    network = Network(saved["shape"], dropout)
    # layers that an older checkpoint lacks are new
    network.load_state_dict(saved["average"], strict=False)
    return network


def average_runs(checkpoints: Sequence[Path], out: Path) -> Path:
    """Write a checkpoint with the mean of the weights of several runs (Wortsman et al., ICML 2022),
    for export or further training. A path given twice counts twice."""
    runs = [torch.load(path, weights_only=True, map_location="cpu") for path in checkpoints]
    mean = {
        name: sum(run["average"][name] for run in runs) / len(runs) for name in runs[0]["average"]
    }
    torch.save({"average": mean, "shape": runs[0]["shape"]}, out)
    return out


def make_optimizer(network: Network, config: dict[str, Any]) -> torch.optim.AdamW:
    """Make the optimizer: a slow rate for the encoder, a fast one for new parts, no decay of
    biases, norms and tables. The modules named in ``config["frozen"]`` keep their weights."""
    for name in config.get("frozen", ()):
        network.get_submodule(name).requires_grad_(False)
    new = (
        "roles names act query key nowhere distance case first quote convention pairs attributes"
    ).split()
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, value in network.named_parameters():
        groups.setdefault(
            (name.split(".")[0] in new, value.dim() >= 2 and "norm" not in name), []
        ).append(value)
    return torch.optim.AdamW(
        [
            {
                "params": values,
                "base": config["rate_new"] if is_new else config["rate"],
                "weight_decay": 0.01 if decays else 0.0,
            }
            for (is_new, decays), values in groups.items()
        ],
        fused=True,
    )


def set_rates(optimizer: torch.optim.Optimizer, config: dict[str, Any], progress: float) -> None:
    """Set the rates: linear warm-up over the first part (``warmup``, 0..1, default 0.1), then
    linear decay to zero."""
    warm = config.get("warmup", 0.1)
    factor = progress / warm if progress < warm else max(0.0, (1 - progress) / (1 - warm))
    for group in optimizer.param_groups:
        group["lr"] = group["base"] * max(factor, 1e-3)


def take_step(
    network: Network, optimizer: torch.optim.Optimizer, batch: Any, config: dict[str, Any]
) -> dict[str, float]:
    network.train()
    loss, parts = total_loss(network, batch, weights_of(config))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return parts


@torch.no_grad()
def update_average(average: dict[str, torch.Tensor], network: Network, decay: float) -> None:
    """Update the exponential moving average of all weights (Polyak and Juditsky 1992)."""
    state = network.state_dict()
    torch._foreach_lerp_([average[n] for n in average], [state[n] for n in average], 1 - decay)


def _save(
    path: Path,
    network: Network,
    optimizer: Any,
    average: Any,
    progress: tuple[int, int, int],
    config: Any,
) -> None:
    """Write a checkpoint. ``progress``: whole epochs, steps, and batches of the current epoch."""
    epoch, step, batches = progress
    part = path.with_suffix(".part")
    torch.save(
        {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": average,
            "epoch": epoch,
            "step": step,
            "batches": batches,
            "random": torch.get_rng_state(),
            "config": json.dumps(config),
            "shape": network.shape,
        },
        part,
    )
    part.replace(path)


def _resume(
    path: Path, network: Network, optimizer: Any, average: dict[str, torch.Tensor]
) -> tuple[int, int, int]:
    """Load a checkpoint, and return its progress (see `_save`)."""
    if not path.exists():
        return 0, 0, 0
    saved = torch.load(path, weights_only=True, map_location="cpu")
    network.load_state_dict(saved["network"])
    optimizer.load_state_dict(saved["optimizer"])
    for name, value in saved["average"].items():
        average[name].copy_(value)
    torch.set_rng_state(saved["random"])
    return saved["epoch"], saved["step"], saved["batches"]
