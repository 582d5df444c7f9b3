"""``python models/recipe STEP …``: from the gold files to the model directory, one command per step
(see README.md)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python models/recipe", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    check = steps.add_parser(
        "check-data", help="check the gold files: file, line, what is wrong, what to do"
    )
    check.add_argument("--data", type=Path, required=True, help="folder of the gold files")
    check.add_argument("--config", type=Path, help="a configuration whose files must exist")
    train = steps.add_parser("train", help="gold files to a checkpoint; resumes a stopped run")
    train.add_argument("--config", type=Path, required=True)
    train.add_argument("--data", type=Path, required=True, help="folder of the gold files")
    train.add_argument("--out", type=Path, required=True)
    lessons = steps.add_parser(
        "teach", help="the answers of a model on disk, for other networks; resumes"
    )
    lessons.add_argument("--model", type=Path, required=True)
    lessons.add_argument("--data", type=Path, required=True, help="folder of the articles")
    lessons.add_argument(
        "--sets", nargs="+", required=True, help="names of files of --data, annotated or not"
    )
    lessons.add_argument(
        "--pieces", type=int, help="stop after so many word pieces (default: read all)"
    )
    lessons.add_argument("--out", type=Path, required=True, help="folder of the answers")
    average = steps.add_parser("average", help="the mean of several checkpoints")
    average.add_argument("--checkpoints", type=Path, nargs="+", required=True)
    average.add_argument("--out", type=Path, required=True)
    prune = steps.add_parser("prune", help="a checkpoint to a smaller one, for further training")
    prune.add_argument("--config", type=Path, required=True)
    prune.add_argument("--checkpoint", type=Path, required=True)
    prune.add_argument("--data", type=Path, required=True)
    prune.add_argument("--out", type=Path, required=True)
    export = steps.add_parser(
        "export", help="a checkpoint, or the network of a model directory, to a model directory"
    )
    export.add_argument("--config", type=Path, required=True)
    export.add_argument("--checkpoint", type=Path, required=True)
    export.add_argument(
        "--data", type=Path, help="folder of the gold files, where the vocabulary is cut"
    )
    export.add_argument("--out", type=Path, required=True)
    steps.add_parser("given-names", help="Faker's given names into the package")
    link = steps.add_parser(
        "link", help="common words and weights of linking, from our own articles and pairs"
    )
    link.add_argument(
        "--articles", type=Path, default=Path("models/recipe/written/written_train.jsonl.gz")
    )
    link.add_argument(
        "--records",
        type=Path,
        help="records of a collection of news, to write natural_pairs.csv again",
    )
    link.add_argument(
        "--labels",
        type=Path,
        help="table of the persons in the collection: text_id, speaker_id, person",
    )
    acts = steps.add_parser("acts", help="fit the speech acts, into quoteminer/attribution")
    acts.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder of the gold files and of the tables of acts",
    )
    acts.add_argument(
        "--train", default="acts_train.tsv", help="table: set, article, quote, act (acts_train.tsv)"
    )
    acts.add_argument(
        "--dev", default="acts_dev.tsv", help="the table to measure on (acts_dev.tsv)"
    )
    sets = "names of files of --data, with or without .jsonl or .jsonl.gz"
    resolved = {
        "wild_train": "wild_names", "wild2_train": "wild_names", "wild3_train": "web_names",
        "web_train": "web_names", "press_train": "press_names", "written_train": "written_names",
        "written2_train": "written2_names", "news_speakers_train": "polnear_train_silver",
    }  # fmt: skip
    pairs_of_sets = f"{sets}: GOLD:NAMES, the second with the names of the articles"
    with_names = {name: f"{name}:{names}" for name, names in resolved.items()}
    rank = steps.add_parser(
        "rank", help="fit the comparison of mentions and the ranker of antecedents"
    )
    rank.add_argument("--model", type=Path, required=True)
    rank.add_argument("--data", type=Path, required=True)
    rank.add_argument("--sets", nargs="+", default=[*with_names.values()], help=pairs_of_sets)
    rank.add_argument("--sample", type=int, default=300, help="articles of each set, at most (300)")
    rank.add_argument(
        "--folds", type=int, help="write nothing, but measure the ranker on held-out folds"
    )
    roles = steps.add_parser(
        "attributes", help="fit the reading of roles, into weights.onnx and config.json"
    )
    roles.add_argument("--model", type=Path, required=True)
    roles.add_argument("--data", type=Path, required=True)
    described = [
        with_names[name] for name in ("web_train", "press_train", "wild3_train", "written2_train")
    ]
    roles.add_argument("--sets", nargs="+", default=described, help=pairs_of_sets)
    dev = (
        "polnear_dev",
        "news_speakers_dev",
        "wild_dev",
        "wild2_dev",
        "web_dev",
        "press_dev",
        "written_dev",
    )
    fit = steps.add_parser(
        "calibrate", help="fit the confidence on gold with resolved speakers, into config.json"
    )
    fit.add_argument("--model", type=Path, required=True)
    fit.add_argument("--data", type=Path, required=True)
    fit.add_argument(
        "--span-sets", nargs="+", default=[dev[0], *dev[2:]], help="for the attributions"
    )
    fit.add_argument("--sets", nargs="+", default=dev[1:], help="with resolved speakers")
    evaluate = steps.add_parser("evaluate", help="figures on the dev gold, into meta.json")
    evaluate.add_argument("--model", type=Path, required=True)
    evaluate.add_argument("--data", type=Path, required=True)
    evaluate.add_argument("--sets", nargs="+", default=dev, help=sets)
    card = steps.add_parser(
        "card", help="meta.json to each model's README.md, and the table of figures into another"
    )
    card.add_argument(
        "--model", type=Path, nargs="+", required=True, help="one or more; the table compares them"
    )
    card.add_argument(
        "--benchmark", type=Path, help="a file from tests/benchmarks/speed.py --json, for the speed"
    )
    card.add_argument(
        "--readme", type=Path, help="a file with the two lines that mark the place of the table"
    )
    pack = steps.add_parser("pack", help="the wheel of a model that is a separate package")
    pack.add_argument("--model", type=Path, required=True)
    pack.add_argument("--out", type=Path, default=Path("dist"), help="folder of the wheel (dist)")
    pipeline = steps.add_parser("pipeline", help="the spaCy pipeline en_quoteminer, as a wheel")
    pipeline.add_argument(
        "--out", type=Path, default=Path("dist"), help="folder of the wheel (dist)"
    )
    pipeline.add_argument(
        "--no-isolation", action="store_true", help="build with the installed setuptools"
    )
    _run(parser.parse_args())


def _run(arguments: argparse.Namespace) -> None:
    """Steps import what they need only when they run: the card needs no torch."""
    if arguments.step == "check-data":
        from check_data import check_data

        told, problems = check_data(
            arguments.data, _config(arguments) if arguments.config else None
        )
        print("\n".join([*told, *problems, f"{len(problems)} problems"]))
        raise SystemExit(1 if problems else 0)
    if arguments.step == "train":
        from train import train

        print(train(_config(arguments), data=arguments.data, out=arguments.out))
    elif arguments.step == "teach":
        from teacher import teach

        where = {"data": arguments.data, "sets": arguments.sets, "out": arguments.out}
        print(json.dumps(teach(arguments.model, **where, pieces=arguments.pieces)))
    elif arguments.step == "average":
        from train import average_runs

        print(average_runs(arguments.checkpoints, arguments.out))
    elif arguments.step == "prune":
        from prune import prune

        print(prune(_config(arguments), arguments.checkpoint, arguments.out, data=arguments.data))
    elif arguments.step == "export":
        from export import export

        export(_config(arguments), arguments.checkpoint, arguments.out, arguments.data)
    elif arguments.step == "given-names":
        from given_names import write_given_names

        print(write_given_names(Path("quoteminer/names/rare_given_names.txt")))
    elif arguments.step == "link":
        from linking import write_linking

        print(json.dumps(write_linking(arguments.articles, arguments.records, arguments.labels)))
    elif arguments.step == "acts":
        from acts import fit_acts

        print(json.dumps(fit_acts(arguments.data, train=arguments.train, dev=arguments.dev)))
    elif arguments.step == "rank":
        from folds import cross_validate
        from rank import rank

        sets = {"data": arguments.data, "sets": arguments.sets, "sample": arguments.sample}
        folds = arguments.folds
        shares = (
            cross_validate(arguments.model, **sets, folds=folds)
            if folds
            else rank(arguments.model, **sets)
        )
        print(json.dumps(shares))
    elif arguments.step == "attributes":
        from attributes import fit_attributes

        print(json.dumps(fit_attributes(arguments.model, data=arguments.data, sets=arguments.sets)))
    elif arguments.step == "calibrate":
        from calibrate import calibrate

        chosen = {"span_sets": arguments.span_sets, "sets": arguments.sets}
        print(json.dumps(calibrate(arguments.model, data=arguments.data, **chosen)))
    elif arguments.step == "evaluate":
        from evaluate import evaluate

        print(json.dumps(evaluate(arguments.model, data=arguments.data, sets=arguments.sets)))
    elif arguments.step == "pack":
        from pack import pack

        print(pack(arguments.model, arguments.out))
    elif arguments.step == "pipeline":
        from pipeline import build_pipeline

        print(build_pipeline(arguments.out, isolated=not arguments.no_isolation))
    else:
        from card import write_card, write_table

        for model in arguments.model:
            print(write_card(model, arguments.benchmark))
        if arguments.readme:
            write_table(arguments.model, arguments.readme)


def _config(arguments: argparse.Namespace) -> dict[str, object]:
    config: dict[str, object] = json.loads(arguments.config.read_text(encoding="utf-8"))
    return config


if __name__ == "__main__":
    main()
