"""The mean of the weights of several runs from one start: a "model soup" (Wortsman et al., ICML 2022)."""

from __future__ import annotations

from pathlib import Path

import torch


def average(checkpoints: list[Path], out: Path) -> Path:
    """Write ``out``, a checkpoint whose weights are the mean of the averaged weights of ``checkpoints``."""
    saved = [torch.load(path, weights_only=True) for path in checkpoints]
    mean = {name: torch.stack([one["average"][name] for one in saved]).mean(0) for name in saved[0]["average"]}
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"average": mean, "shape": saved[0]["shape"], "config": saved[0]["config"]}, out)
    return out
