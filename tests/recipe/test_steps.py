"""The recipe from gold files to a model that the package loads, with a tiny network on articles of
our own."""

import io
import json
import math
import runpy
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest

with suppress(ImportError):  # then all of them are skipped
    import torch

pytestmark = pytest.mark.extra("train")

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "models" / "recipe"


def step(*arguments: str | Path) -> str:
    """Run the command in this process, which has imported torch, and return what it prints."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as printed:
        patch.chdir(ROOT)
        patch.setattr(sys, "argv", ["recipe", *map(str, arguments)])
        runpy.run_path(str(RECIPE), run_name="__main__")
    return printed.getvalue()


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny configuration, with the tokenizer of the model that ships."""
    path = tmp_path_factory.mktemp("recipe") / "tiny.json"
    settings = json.loads((RECIPE / "tiny.json").read_text(encoding="utf-8"))
    path.write_text(
        json.dumps({**settings, "tokenizer": str(ROOT / "models" / "en_news")}), encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def run(config: Path) -> Path:
    out = config.parent / "run"
    step("train", "--config", config, "--data", RECIPE / "tiny", "--out", out)
    return out


def test_training_lowers_the_loss(run: Path) -> None:
    epochs = [
        json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [epoch["epoch"] for epoch in epochs] == list(range(1, len(epochs) + 1))
    assert epochs[-1]["roles"] < 0.9 * epochs[0]["roles"]


def test_a_run_that_stopped_goes_on_as_if_it_had_not(run: Path, config: Path) -> None:
    settings = json.loads(config.read_text(encoding="utf-8"))
    short, again = config.with_name("short.json"), config.parent / "again"
    whole = torch.load(run / "checkpoint.pt", weights_only=True)
    # Stop after the first epoch by asking for the steps of all epochs but doing one.
    short.write_text(json.dumps({**settings, "stop_after": 1}), encoding="utf-8")
    step("train", "--config", short, "--data", RECIPE / "tiny", "--out", again)
    assert torch.load(again / "checkpoint.pt", weights_only=True)["epoch"] == 1
    step("train", "--config", config, "--data", RECIPE / "tiny", "--out", again)
    resumed = torch.load(again / "checkpoint.pt", weights_only=True)
    for name, value in whole["network"].items():
        assert torch.allclose(value, resumed["network"][name], atol=1e-4), name


@pytest.fixture(scope="module")
def bare(config: Path) -> Path:
    """The tiny articles without their annotations."""
    part, *_ = json.loads(config.read_text(encoding="utf-8"))["corpus"]
    rows = map(
        json.loads, (RECIPE / "tiny" / part["gold"]).read_text(encoding="utf-8").splitlines()
    )
    path = config.with_name("bare.jsonl")
    path.write_text(
        "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
    )
    return path


def answers(bare: Path, out: Path, *options: str | int) -> dict[str, int]:
    model = ROOT / "models" / "en_news"
    told = step(
        "teach", "--model", model, "--data", bare.parent, "--sets", "bare", "--out", out, *options
    )
    counts: dict[str, int] = json.loads(told)
    return counts


def test_a_model_teaches_on_articles_without_annotations(
    config: Path, bare: Path, tmp_path: Path
) -> None:
    answers(bare, tmp_path / "answers")
    settings = json.loads(config.read_text(encoding="utf-8"))
    corpus = [{"gold": str(bare), "taught": 1}]
    taught = {**settings, "corpus": corpus, "teacher": str(tmp_path / "answers"), "seed": 1}
    path = tmp_path / "taught.json"
    path.write_text(json.dumps(taught), encoding="utf-8")
    step("train", "--config", path, "--data", RECIPE / "tiny", "--out", tmp_path / "out")
    epochs = [
        json.loads(line)
        for line in (tmp_path / "out" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert epochs[0]["roles"] == 0
    assert epochs[-1]["taught_roles"] < 0.95 * epochs[0]["taught_roles"]


def test_the_answers_of_a_stopped_step_are_kept(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(RECIPE)
    import teacher

    monkeypatch.setattr(teacher, "SHARD", 4)
    some = answers(bare, tmp_path, "--pieces", 1)
    assert some["articles"] == 4
    first = (tmp_path / "00000.npz").read_bytes()
    everything = answers(bare, tmp_path)
    assert everything["articles"] == len(bare.read_text(encoding="utf-8").splitlines())
    assert (tmp_path / "00000.npz").read_bytes() == first
    for name in sorted(path.name for path in tmp_path.glob("*.npz"))[1:]:
        (tmp_path / name).unlink()
    (tmp_path / "00000.npz").write_bytes(first)
    assert answers(bare, tmp_path) == everything


def test_answers_of_another_model_are_refused(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"name": "other", "sha256": "0"}')
    with pytest.raises(SystemExit, match="another model"):
        answers(bare, tmp_path)


def test_a_network_starts_with_some_layers_of_another(run: Path, config: Path) -> None:
    sys.path.insert(0, str(RECIPE))
    from train import start_network

    settings = {
        **json.loads(config.read_text(encoding="utf-8")),
        "init": str(run / "checkpoint.pt"),
    }
    del settings["shape"]
    whole, half = start_network(settings), start_network({**settings, "keep_layers": [1]})
    assert half.shape["layers"] == 1
    assert torch.equal(half.layers[0].up.weight, whole.layers[1].up.weight)


def test_the_mean_of_runs_is_between_them(run: Path, tmp_path: Path) -> None:
    whole, other = torch.load(run / "checkpoint.pt", weights_only=True), tmp_path / "other.pt"
    torch.save(
        {**whole, "average": {name: value + 3 for name, value in whole["average"].items()}}, other
    )
    step(
        "average", "--checkpoints", run / "checkpoint.pt", run / "checkpoint.pt", other, "--out",
        tmp_path / "mean.pt",
    )  # fmt: skip
    mean = torch.load(tmp_path / "mean.pt", weights_only=True)
    for name, value in whole["average"].items():
        assert torch.allclose(mean["average"][name], value + 1, atol=1e-5), name


def test_relative_positions_are_those_of_mpnet() -> None:
    """Beside the formula of the paper's code, pair by pair (bidirectional, 32 buckets, 128
    pieces)."""
    sys.path.insert(0, str(RECIPE))
    from network import Network

    shape = {
        "vocabulary": 9, "width": 8, "layers": 1, "heads": 2, "head_size": 4, "inner": 8,
        "positions": 400,
    }  # fmt: skip
    network = Network({**shape, "epsilon": 1e-5, "buckets": 32})
    found, table = network._nearness(300), network.relative.weight
    for a, b in (
        (0, 0),
        (0, 1),
        (1, 0),
        (5, 12),
        (20, 3),
        (0, 9),
        (40, 10),
        (0, 127),
        (200, 20),
        (3, 299),
    ):
        distance = abs(b - a)
        far = 8 + int(math.log(max(distance, 1) / 8) / math.log(128 / 8) * 8)
        bucket = 16 * (b > a) + (distance if distance < 8 else min(15, far))
        assert torch.equal(found[:, a, b], table[bucket].detach()), (a, b)


def test_the_pruned_and_exported_model_loads_and_reads(
    run: Path, config: Path, tmp_path: Path
) -> None:
    from quoteminer import QuoteMiner

    pruned = tmp_path / "pruned.pt"
    step(
        "prune", "--config", config, "--checkpoint", run / "checkpoint.pt", "--data",
        RECIPE / "tiny", "--out", pruned,
    )  # fmt: skip
    whole, smaller = (
        torch.load(path, weights_only=True) for path in (run / "checkpoint.pt", pruned)
    )
    assert (smaller["shape"]["heads"], smaller["shape"]["inner"]) == (1, 48)
    assert smaller["average"]["layers.0.up.weight"].shape == (48, whole["shape"]["width"])
    step("export", "--config", config, "--checkpoint", pruned, "--out", tmp_path)
    miner = QuoteMiner(tmp_path, threads=1)
    assert miner.info.name == "tiny"
    record = miner.mine("“We will see,” said Ana Silva.\n")
    assert record.to_dict()["model"]["name"] == "tiny"
    card = Path(step("card", "--model", tmp_path).strip())
    assert card.read_text(encoding="utf-8").startswith("# tiny")


@pytest.fixture(scope="module")
def described(config: Path) -> Path:
    """The tiny articles, one of which says which role its person has."""
    rows = [
        json.loads(line)
        for line in (RECIPE / "tiny" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    crane = next(row for row in rows if row["id"].endswith("harbour-crane"))
    crane["speakers"][0] |= {"role": ["harbour master"], "affiliation": []}
    path = config.with_name("roles.jsonl")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_roles_are_trained_with_the_network_and_exported(
    run: Path, config: Path, described: Path, tmp_path: Path
) -> None:
    settings = json.loads(config.read_text(encoding="utf-8"))
    del settings["shape"]
    rows = described.read_text(encoding="utf-8").splitlines()
    crane = tmp_path / "crane.jsonl"
    crane.write_text(
        next(row for row in rows if json.loads(row)["id"].endswith("harbour-crane")),
        encoding="utf-8",
    )
    corpus = [{"gold": str(crane), "repeat": 16}]
    settings |= {
        "init": str(run / "checkpoint.pt"),
        "corpus": corpus,
        "weights": {"attributes": 1.0},
        "epochs": 4,
    }
    own = tmp_path / "roles.json"
    own.write_text(json.dumps(settings), encoding="utf-8")
    step("train", "--config", own, "--data", RECIPE / "tiny", "--out", tmp_path / "run")
    checkpoint = tmp_path / "run" / "checkpoint.pt"
    step("export", "--config", own, "--checkpoint", checkpoint, "--out", tmp_path / "model")
    sys.path.insert(0, str(RECIPE))
    from batching import collate, make_windows
    from gold import read_examples
    from labels import label
    from losses import attribute_loss
    from starting_weights import load_exported
    from train import load_tokenizer, load_trained

    labelled = label(read_examples(crane)[0], load_tokenizer(Path(settings["tokenizer"])))
    batch = collate(make_windows(labelled, size=320))

    def loss(path: Path) -> float:
        network = load_trained(path, dropout=0.0).eval()
        with torch.no_grad():
            x = network.encode(*batch.inputs, mask=batch.mask, convention=batch.convention)
            return float(attribute_loss(network, x, batch))

    assert len(batch.people)
    assert loss(checkpoint) < 0.7 * loss(run / "checkpoint.pt")
    trained, exported = (
        torch.load(checkpoint, weights_only=True)["average"],
        load_exported(tmp_path / "model"),
    )
    for name, value in exported.attributes.state_dict().items():
        assert torch.allclose(value, trained[f"attributes.{name}"], atol=1e-3), name


def test_layers_are_fitted_on_the_exported_model(
    run: Path, config: Path, described: Path, tmp_path: Path
) -> None:
    from quoteminer import QuoteMiner
    from quoteminer.network.load import load_model

    model, rows = (
        tmp_path / "model",
        map(json.loads, described.read_text(encoding="utf-8").splitlines()),
    )
    crane = next(row for row in rows if row["id"].endswith("harbour-crane"))
    step("export", "--config", config, "--checkpoint", run / "checkpoint.pt", "--out", model)
    without = QuoteMiner(model, threads=1, acts="all").mine(crane["text"])
    shares = json.loads(
        step("rank", "--model", model, "--data", RECIPE / "tiny", "--sets", "train:silver")
    )
    assert 0.5 < shares["person"] <= 1
    for _ in range(2):  # a second fit replaces the first
        told = json.loads(
            step("attributes", "--model", model, "--data", described.parent, "--sets", "roles")
        )
    assert told["mentions"] == 4  # "She" is one
    # that of a guess: three tags for 128 pieces, of two kinds
    assert 0 < told["loss"] < 2 * 128 * math.log(3)
    loaded = load_model(model)
    assert loaded.attributes is not None
    assert loaded.pairs is not None
    assert json.loads((model / "ranker.json").read_text(encoding="utf-8"))["person"]
    after = QuoteMiner(model, threads=1, acts="all").mine(crane["text"])
    spans = [[quote.spans for quote in record.quotes] for record in (without, after)]
    assert spans[0] == spans[1]  # the rest of the network is as it was
