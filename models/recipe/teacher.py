"""The tag probabilities of a model, kept on disk for other networks to learn from."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from gold import read_jsonl, set_path

from quoteminer.network.encode import Pieces, cut_windows, gather, make_pieces, send
from quoteminer.network.load import Model, load_model
from quoteminer.text.article import make_article
from quoteminer.text.marks import read_marks

Floats = npt.NDArray[np.floating]
# starts (n,), roles (n, layers, tags), names (n, tags)
Answer = tuple[npt.NDArray[np.int32], Floats, Floats]
SHARD = 64  # articles
_MODEL = "model.json"


@dataclass(frozen=True)
class Taught:
    """Log-probabilities of the tags of n pieces: roles (n, layers, tags) and names (n, tags).
    ``known`` (n,): whether the teacher has a piece there; its vocabulary may be another."""

    roles: Floats
    names: Floats
    known: npt.NDArray[np.bool_]

    def cut(self, start: int, end: int) -> Taught:
        """Return the predictions for the pieces ``start`` to ``end``."""
        return Taught(*(getattr(self, field.name)[start:end] for field in fields(self)))


def teach(
    model: Path, *, data: Path, sets: Sequence[str], out: Path, pieces: int | None = None
) -> dict[str, int]:
    """Read articles with a model, and keep its answers in shards of 64 articles (`Teacher` reads
    them), 46 bytes a piece. The articles come in a random but fixed order, so that whatever is
    there is a fair sample; a stopped run resumes after its last shard. ``pieces``: stop when the
    folder has answers for so many. Returns the numbers of articles and pieces in the folder. Raises
    SystemExit if the folder has the answers of another model.
    """
    out.mkdir(parents=True, exist_ok=True)
    teacher = load_model(model, threads=1)
    _claim(out / _MODEL, {"name": teacher.info.name, "sha256": teacher.info.sha256})
    texts = [row["text"] for name in sets for row in read_jsonl(set_path(data, name))]
    random.Random(0).shuffle(texts)
    articles = read = 0
    for at in range(0, len(texts), SHARD):
        if pieces is not None and read >= pieces:
            break
        shard = out / f"{at // SHARD:05}.npz"
        if not shard.exists():
            _write_shard(shard, teacher, texts[at : at + SHARD])
        with np.load(shard) as stored:
            articles, read = articles + len(stored["lengths"]), read + int(stored["lengths"].sum())
    return {"articles": articles, "pieces": read}


class Teacher:
    """The answers that the step ``teach`` left in a folder, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        shards = sorted(folder.glob("*.npz"))
        if not shards:
            raise SystemExit(
                f"{folder} has no answers of a teacher. Run the step teach with --out {folder}"
                " first."
            )
        self._places: dict[str, tuple[Path, int]] = {}
        for shard in shards:
            with np.load(shard) as stored:
                self._places |= {
                    key: (shard, index) for index, key in enumerate(stored["keys"].tolist())
                }
        self._last: tuple[Path | None, list[Answer]] = (None, [])

    def knows(self, text: str) -> bool:
        """True if the teacher has read an article."""
        return _key(text) in self._places

    def tags(self, text: str, pieces: Pieces) -> Taught:
        """Return the tags of the pieces of an article that the teacher has read."""
        shard, index = self._places[_key(text)]
        if self._last[0] != shard:
            self._last = shard, list(_read_shard(shard))
        starts, roles, names = self._last[1][index]
        at = np.searchsorted(starts, pieces.starts).clip(max=len(starts) - 1)
        return Taught(roles[at], names[at], starts[at] == pieces.starts)


def _claim(path: Path, model: dict[str, str]) -> None:
    """Write the model's name into a new folder; refuse a folder of another model."""
    if not path.exists():
        path.write_text(json.dumps(model) + "\n", encoding="utf-8")
    elif json.loads(path.read_text(encoding="utf-8")) != model:
        raise SystemExit(
            f"{path.parent} has the answers of another model. Choose a new folder for --out."
        )


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _write_shard(path: Path, model: Model, texts: Sequence[str]) -> None:
    keys, answers = [], []
    for text in texts:
        answer = _ask(model, text)
        if len(answer[0]):
            keys.append(_key(text))
            answers.append(answer)
    starts, roles, names = (np.concatenate(parts) for parts in zip(*answers, strict=True))
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        lengths = [len(answer[0]) for answer in answers]
        np.savez(file, keys=keys, lengths=lengths, starts=starts, roles=roles, names=names)
    part.replace(path)


def _read_shard(path: Path) -> Iterator[Answer]:
    try:
        with np.load(path) as stored:
            ends = np.cumsum(stored["lengths"])[:-1]
            columns = [np.split(stored[name], ends) for name in ("starts", "roles", "names")]
    except (zipfile.BadZipFile, ValueError, KeyError) as error:
        raise SystemExit(
            f"{path} is damaged ({error}). Delete it, and run the step teach again."
        ) from error
    yield from zip(*columns, strict=True)


def _ask(model: Model, text: str) -> Answer:
    article = make_article(text)
    pieces = make_pieces(article, read_marks(text, article.paragraphs), model.tokenizer)
    windows = cut_windows(pieces, size=model.window, context=model.context)
    if not windows:
        return np.zeros(0, np.int32), np.zeros(0), np.zeros(0)
    scores = gather(send(model, pieces, windows))
    half = (scores.roles.astype(np.float16), scores.names.astype(np.float16))
    return pieces.starts.astype(np.int32), *half
