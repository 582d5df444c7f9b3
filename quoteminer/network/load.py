"""Check the format and checksums of a model, load it, and run its network."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quoteminer.errors import ConfigError, ModelError, check_argument, is_iterable, is_whole
from quoteminer.network.attributes import AttributeLayer
from quoteminer.network.cores import cores
from quoteminer.network.find_model import HOW, META, find_model
from quoteminer.network.reading import Floats, PairLayer
from quoteminer.network.turns import JOB, Job, TurnPool, check_job

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_LOG: Final = logging.getLogger("quoteminer.network")
PROCESSOR: Final = "CPUExecutionProvider"
FORMAT: Final = 4
FILES: Final = ("weights.onnx", "tokenizer.json", "config.json", "ranker.json")


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model's name, version and folder, and the SHA-256 of its weights (hex)."""

    name: str
    version: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded network, which ``pool`` runs. ``window`` and ``context`` are numbers of pieces (see
    encode.cut_windows). ``nowhere`` (links, width) and ``distance`` (links, layers, buckets) are
    the parts of the link scores that don't depend on the text. ``decoding`` has the settings of
    decode.py and the thresholds of attribution/confidence.py, ``confidence`` the weights of
    confidence. ``pairs``: see `PairLayer`. ``attributes``: see `AttributeLayer`; None if the model
    reads no roles."""

    info: ModelInfo
    pool: ThreadPool
    tokenizer: Tokenizer
    window: int
    context: int
    nowhere: Floats
    distance: Floats
    decoding: Mapping[str, float]
    ranker: Mapping[str, Mapping[str, float]]
    confidence: Mapping[str, Mapping[str, float]]
    pairs: PairLayer
    attributes: AttributeLayer | None


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 (hex) of each file from a model's meta.json. Raises ModelError if that
    can't be read."""
    sums = read_model_json(folder / META).get("sha256")
    return dict(sums) if isinstance(sums, dict) else {}


def read_info(folder: Path) -> ModelInfo:
    """Read meta.json and check every file against its SHA-256. Raises ModelError if the folder is
    no model, a file is missing or damaged, or this version of quoteminer reads another format."""
    meta = read_model_json(folder / META)
    name, version, sums = meta.get("name"), meta.get("version"), meta.get("sha256")
    if not (isinstance(name, str) and isinstance(version, str) and isinstance(sums, dict)):
        raise ModelError(f"{folder / META} is damaged: name, version or sha256 is missing. {HOW}")
    if meta.get("format") != FORMAT:
        raise ModelError(
            f"The model in {folder} has format {meta.get('format')!r}; this quoteminer reads format"
            f" {FORMAT}. Install the quoteminer version that the model was made for, or another"
            " model."
        )
    for file in FILES:
        path = folder / file
        try:
            checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            checksum = ""
        if checksum != sums.get(file):
            raise ModelError(
                f"{path} is missing or damaged: its SHA-256 is not the one in meta.json. {HOW}"
            )
    return ModelInfo(name, version, folder, sums["weights.onnx"])


def load_model(
    model: str | Path | None = None,
    *,
    threads: int | None = None,
    providers: Sequence[str] | None = None,
) -> Model:
    """Load a model (see `find_model`) to run on ``threads`` threads, 1 or more (None: one for each
    core), and on the first usable one of the given execution providers of onnxruntime (None: the
    processor). Raises ModelError if it can't be loaded, ConfigError if an argument is not allowed
    or a provider is not available."""
    expected = "a whole number, 1 or more, or None for every core"
    check_argument("threads", threads, expected, allowed=is_whole(threads, least=1))
    asked = _providers(providers)
    folder = find_model(model)
    info = read_info(folder)
    config = read_model_json(folder / "config.json")
    _LOG.debug("loads the model %s %s from %s", info.name, info.version, folder)
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # each thread of the pool runs a window
    options.log_severity_level = 3
    try:
        # onnxruntime 1.32 vectorises only the separate norm; fused with the sum before it, it is
        # several times slower.
        session = onnxruntime.InferenceSession(
            str(folder / "weights.onnx"),
            options,
            providers=asked,
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        loaded = Model(
            info=info,
            pool=ThreadPool(session, threads),
            tokenizer=Tokenizer.from_file(str(folder / "tokenizer.json")),
            window=config["window"],
            context=config["context"],
            nowhere=np.array(config["nowhere"], dtype=np.float32),
            distance=np.array(config["distance"], dtype=np.float32),
            decoding=config.get("decoding", {}),
            ranker=read_model_json(folder / "ranker.json"),
            confidence=config.get("confidence", {}),
            pairs=PairLayer(**_tables(config["pairs"])),
            attributes=(
                AttributeLayer(**_tables(config["attributes"])) if "attributes" in config else None
            ),
        )
    except Exception as error:
        # onnxruntime and tokenizers raise their own error classes, which differ by version
        raise ModelError(f"The model in {folder} can't be loaded ({error}). {HOW}") from error
    started = session.get_providers()
    for name in asked:
        if name not in started:  # onnxruntime skipped it
            raise ConfigError(
                f"providers has {name!r}, which onnxruntime can't start here (its own message is"
                " above). Install the driver and the libraries that it needs. Started:"
                f" {', '.join(map(repr, started))}."
            )
    return loaded


def _tables(tables: Mapping[str, Any]) -> dict[str, Floats]:
    return {key: np.array(table, dtype=np.float32) for key, table in tables.items()}


def _providers(names: Sequence[str] | None) -> list[str]:
    """Return the names of execution providers. Raises ConfigError for one that the installed
    onnxruntime lacks."""
    if names is None:
        return [PROCESSOR]
    asked = list(names) if is_iterable(names) else []
    expected = "a list of names of onnxruntime's execution providers, or None for the processor"
    allowed = bool(asked) and all(isinstance(name, str) for name in asked)
    check_argument("providers", names, expected, allowed=allowed)
    import onnxruntime

    available = onnxruntime.get_available_providers()
    for name in asked:
        if name not in available:
            raise ConfigError(
                f"providers has {name!r}, which the installed onnxruntime does not have; give any"
                f" of {', '.join(map(repr, available))}, or install a build of onnxruntime that"
                " has it."
            )
    return asked


def read_model_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file of a model. Raises ModelError."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(
            f"{path.parent} is not a model directory: it has no {path.name}. {HOW}"
        ) from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} can't be read ({error}). {HOW}") from error
    if not isinstance(value, dict):
        raise ModelError(f"{path} is damaged: it is not a JSON object. {HOW}")
    return value


class ThreadPool:
    """Runs the network on up to ``threads`` threads, at least 1 (None: one for each core), one
    window on each. (On two cores, two windows had 2.0 times the speed of one; two threads on one
    window, 1.55 times.) Any number of threads may start windows; no lock is held while they run."""

    def __init__(self, session: InferenceSession, threads: int | None = None) -> None:
        self.threads = threads or cores()
        self._session = session
        self._pools: dict[int, TurnPool] = {}  # by process: a fork has no threads

    def start(self, inputs: Mapping[str, Any]) -> Callable[[], list[Any]]:
        """Start the network on some inputs, and return a function that waits for the output arrays
        (in the order of the graph). The function raises StoppedError if the job (see `TurnPool`)
        was stopped before. With a single thread, the function itself runs the network, in the
        thread that calls it."""
        run = partial(self._run, JOB.get(), inputs)
        return run if self.threads == 1 else self._threads().submit(run).result

    def _run(self, job: Job | None, inputs: Mapping[str, Any]) -> list[Any]:
        check_job(job)
        outputs: list[Any] = self._session.run(None, inputs)
        return outputs

    def _threads(self) -> TurnPool:
        process = os.getpid()
        # two threads may each make one, still without threads; the first stays
        if process not in self._pools:
            self._pools.setdefault(process, TurnPool(self.threads))
        return self._pools[process]
