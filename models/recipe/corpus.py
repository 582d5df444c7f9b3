"""Read the training articles of a configuration, and make a new version of them for every epoch."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from augment import augment
from batching import Window, make_windows
from gold import Example, read_cue_acts, read_examples
from labels import label
from rewrite import rewrite_reports
from teacher import Teacher
from tokenizers import Tokenizer


def read_corpus(config: dict[str, Any], data: Path) -> list[tuple[Example, float]]:
    """Return every training article with the average number of times that an epoch uses it.

    A part of ``config["corpus"]`` names files of ``data`` (``gold``, ``names``, ``resolved``; see
    `read_examples`) and says how its articles are read (``convention``, ``nested``, ``trust``,
    ``taught``; see `Example`) and how often (``repeat``).
    """
    acts = read_cue_acts(data / config["cue_acts"]) if config.get("cue_acts") else {}
    corpus = []
    for part in config["corpus"]:
        find = lambda key, part=part: data / part[key] if part.get(key) else None  # noqa: E731
        examples = read_examples(
            data / part["gold"], names=find("names"), acts=acts, resolved=find("resolved")
        )
        how = {key: part[key] for key in ("convention", "nested", "trust", "taught") if key in part}
        corpus += [(replace(example, **how), part.get("repeat", 1)) for example in examples]
    return corpus


def epoch_windows(
    corpus: list[tuple[Example, float]],
    tokenizer: Tokenizer,
    config: dict[str, Any],
    epoch: int,
    teacher: Teacher | None = None,
) -> list[Window]:
    """Return the windows of one epoch, with each article augmented and cut into windows of a random
    size. They depend only on the seed and the epoch, so that a resumed run continues as if it had
    never stopped. Articles with the answers of a ``teacher`` (`Example.taught`) are not augmented;
    one without any annotation is left out if the teacher has not read it."""
    windows = []
    smallest, largest = config["window"]
    for index, (example, repeat) in enumerate(corpus):
        asked = teacher is not None and teacher.knows(example.text)
        if not (asked or example.annotated or example.names):
            continue
        extra = random.Random(f"{config['seed']}/{epoch}/{index}").random() < repeat % 1
        for again in range(int(repeat) + extra):
            rng = random.Random(f"{config['seed']}/{epoch}/{index}/{again}")
            version = rewrite_reports(example, rng) if rng.random() < config["rewrite"] else example
            if asked and rng.random() < example.taught:
                labelled = label(example, tokenizer)
                assert teacher is not None
                labelled = replace(labelled, taught=teacher.tags(example.text, labelled.pieces))
            else:
                labelled = label(augment(version, rng), tokenizer)
            windows += make_windows(
                labelled, size=rng.randint(smallest, largest), article=(index, again)
            )
    return windows
