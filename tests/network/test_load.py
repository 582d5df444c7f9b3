from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from quoteminer.errors import ModelError
from quoteminer.network.load import FORMAT, find_model, load_model, read_info


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_model(), tmp_path / "model"))


def test_the_model_that_ships_is_whole() -> None:
    info = read_info(find_model())
    assert info.name == "en_news"
    assert len(info.sha256) == 64
    assert (info.path / "weights.onnx").stat().st_size < 30_000_000


def test_the_argument_wins_over_the_variable(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEMINER_MODEL", "/nowhere")
    assert find_model(copy) == copy.resolve()
    with pytest.raises(ModelError, match="no model directory at .*nowhere.*Reinstall"):
        find_model()


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="has no meta.json"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", ["weights.onnx", "tokenizer.json", "config.json", "ranker.json"])
def test_one_changed_byte_is_noticed(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match=f"{name} is missing or damaged"):
        load_model(copy)


def test_a_file_is_missing(copy: Path) -> None:
    (copy / "weights.onnx").unlink()
    with pytest.raises(ModelError, match="weights.onnx"):
        load_model(copy)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"format": FORMAT + 1}, rf"has format {FORMAT + 1}; this quoteminer reads format {FORMAT}"),
        *(({key: []}, r"meta.json is damaged: name, version or sha256 is missing\. Re") for key in ("name", "sha256")),
        (None, "meta.json can't be read"),
    ],
)
def test_meta_that_is_not_right(copy: Path, changed: dict[str, Any] | None, message: str) -> None:
    meta = json.loads((copy / "meta.json").read_text(encoding="utf-8"))
    text = "{" if changed is None else json.dumps({**meta, **changed})
    (copy / "meta.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        load_model(copy)
