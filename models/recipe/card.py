"""The model card, generated from meta.json so that it never differs from it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_SHOWN = {
    "roles.source": "F1", "roles.cue": "F1", "roles.content": "F1", "content.direct": "e2e",
    "content.mixed": "e2e", "content.indirect": "e2e", "content.all": "e2e", "regions": "e2e",
    "letters.quoted": "attributed", "names.quoted": "F1", "names.all": "F1",
}  # fmt: skip


_TOLD = {
    "the quote and its source are right": ("content.all", "e2e"),
    "the same, for words in quotation marks": ("regions", "e2e"),
    "the quote and its speaker's name are right": ("names.all", "F1"),
}
_SETS = {
    "PolNeAR": ("polnear_dev", "news_speakers_dev"),
    "BBC and Wikinews": ("wild_dev",),
    "wider news": ("wild2_dev",),
    "news sites": ("web_dev",),
    "news outlets": ("press_dev",),
    "our own": ("written_dev",),
}
_PEERS = {
    "textacy": "textacy's direct_quotations on en_core_web_sm as it comes, by paragraphs",
    "textacy-lean": "the same without the component ner, which it does not need",
    "textacy-documents": (
        "textacy's direct_quotations on en_core_web_sm as it comes, by whole documents"
    ),
}
_BEGIN, _END = (
    "<!-- figures: python models/recipe card --readme README.md -->",
    "<!-- end of figures -->",
)


_WIDTH = 120
_COLUMNS = 4
"""Sets in one table of the card."""


def write_table(models: Sequence[Path], readme: Path) -> None:
    """Put the table of figures between the two lines that mark its place."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(_BEGIN)
    _, found, after = rest.partition(_END)
    if not found:
        raise SystemExit(f"{readme} has no place for the table: add the lines {_BEGIN} and {_END}")
    readme.write_text(f"{before}{_BEGIN}\n{readme_table(models)}\n{_END}{after}", encoding="utf-8")


def readme_table(models: Sequence[Path]) -> str:
    """Return README's table: three figures with a row for each model, and below them sizes and
    speeds. Intervals and all other figures are in the cards. Sets without figures of any model have
    no column. PolNeAR's names are measured on its part with resolved speakers."""
    metas = [json.loads((model / "meta.json").read_text(encoding="utf-8")) for model in models]
    sets = {
        told: names
        for told, names in _SETS.items()
        if any(name in meta["figures"] for meta in metas for name in names)
    }
    lines = ["| F1 | model | " + " | ".join(sets) + " |", "| --- | --- |" + " --- |" * len(sets)]
    for told, (row, key) in _TOLD.items():
        for meta in metas:
            figures = [_cells(meta["figures"], names, row) for names in sets.values()]
            cells = [f"{cell[key]:.2f}" if cell else "" for cell in figures]
            lines.append(f"| {told} | {meta['name']} | " + " | ".join(cells) + " |")
    sizes = [
        f"`{meta['name']}`: {_size_and_speed(model, meta)}"
        for model, meta in zip(models, metas, strict=True)
    ]
    return "\n".join([*lines, "", "; ".join(sizes) + "."])


def _cells(figures: dict[str, Any], names: Iterable[str], row: str) -> dict[str, Any] | None:
    return next((figures[name][row] for name in names if row in figures.get(name, {})), None)


def _size_and_speed(model: Path, meta: dict[str, Any]) -> str:
    size = f"{_megabytes(model)} MB"
    return (
        f"{size}, {meta['speed']['words_per_second']:,} words a second on one core"
        if "speed" in meta
        else size
    )


def write_card(model: Path, benchmark: Path | None = None) -> Path:
    """Write the card. ``benchmark``: a file written by ``tests/benchmarks/speed.py --json``; the
    model's speed goes into meta.json."""
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    if benchmark is not None:
        meta["speed"] = _measured(json.loads(benchmark.read_text(encoding="utf-8")), meta["name"])
        (model / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    card = model / "README.md"
    text = _TEXT.format(
        figures=_table(meta.get("figures", {})),
        resolution=_resolution(meta.get("figures", {})),
        registers=_registers(meta.get("registers", {})),
        megabytes=_megabytes(model),
        speed=_speed(meta.get("speed")),
        **meta["card"],
        name=meta["name"],
        version=meta["version"],
    )
    card.write_text("\n".join(map(_wrapped, text.split("\n"))), encoding="utf-8")
    return card


def _wrapped(line: str) -> str:
    """Wrap a line of prose; a row of a table stays whole."""
    if line.startswith("|"):
        return line
    indent = re.match(r"(- |  )?", line)
    assert indent
    following = " " * len(indent[0])
    return textwrap.fill(
        line, _WIDTH, subsequent_indent=following, break_long_words=False, break_on_hyphens=False
    )


def _measured(results: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the speed of a model on one core, as a number and as a multiple of each peer's, and
    its memory."""
    if name not in results["articles"]:
        raise SystemExit(
            f"The benchmark has no model {name}: install it, and run tests/benchmarks/speed.py"
            " again."
        )
    own = results["articles"][name]
    return {
        "words_per_second": round(own["words_per_second"]),
        "megabytes": round(own["memory"] / 1e6),
        "machine": results["machine"],
        "times": own["times"],
    }


def _speed(speed: dict[str, Any] | None) -> str:
    if speed is None:
        return "not measured"
    words = f"{speed['words_per_second']:,} words a second on one core of {speed['machine']}"
    times = [
        f"{one['median']:.2f} ({one['least']:.2f} to {one['most']:.2f}) times as fast as"
        f" {_PEERS[name]}"
        for name, one in speed["times"].items()
    ]
    return (
        "; ".join([words, *times]) + f" (tests/benchmarks). Memory: {speed['megabytes']} MB at most"
    )


def _megabytes(model: Path) -> str:
    return f"{(model / 'weights.onnx').stat().st_size / 1e6:.1f}"


def _table(figures: dict[str, Any]) -> str:
    """Return tables of at most `_COLUMNS` sets each, with a row for each figure."""
    names, tables = sorted(figures), []
    for start in range(0, len(names), _COLUMNS):
        sets = names[start : start + _COLUMNS]
        lines = ["| figure | " + " | ".join(sets) + " |", "| --- |" + " --- |" * len(sets)]
        for row, key in _SHOWN.items():
            cells = [figures[name].get(row, {}).get(key) for name in sets]
            if any(cell is not None for cell in cells):
                shown = [_with_interval(figures[name].get(row), key) for name in sets]
                lines.append(f"| {row} {key} | " + " | ".join(shown) + " |")
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def _with_interval(cells: dict[str, Any] | None, key: str) -> str:
    """Format a figure with its 95 % interval by a bootstrap of articles: "0.723 (0.672–0.769)"."""
    if cells is None:
        return ""
    low, high = cells["intervals"][key]
    return f"{cells[key]:.3f} ({low:.3f}–{high:.3f})"


def _resolution(figures: dict[str, Any]) -> str:
    sets = [name for name in sorted(figures) if "resolution" in figures[name]]
    lines = [
        "| of right mentions, the right speaker | " + " | ".join(sets) + " |",
        "| --- |" + " --- |" * len(sets),
    ]
    for kind in ("name", "pronoun", "description", "missing"):
        cells = [figures[name]["resolution"].get(kind) for name in sets]
        lines.append(
            f"| {kind} | "
            + " | ".join(f"{c['right']:.3f} of {c['gold']}" if c else "" for c in cells)
            + " |"
        )
    for row in ("names.quoted", "names.all"):
        cells = [figures[name]["resolution"]["oracle"].get(row) for name in sets]
        lines.append(
            f"| {row} F1 if all were right | " + " | ".join(f"{c:.3f}" for c in cells) + " |"
        )
    return "\n".join(lines) if sets else ""


def _registers(sets: dict[str, Any]) -> str:
    """One row a kind of register, of the sets that have them."""
    rows = [(name, kind, cells) for name, kinds in sets.items() for kind, cells in kinds.items()]
    if not rows:
        return ""
    columns = list(rows[0][2])
    lines = ["| register | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    for name, kind, cells in rows:
        shown = [
            f"{cells[key]:.3f}" if isinstance(cells[key], float) else str(cells[key])
            for key in columns
        ]
        lines.append(f"| {name}: {kind} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


_TEXT = """# {name} {version}

Generated by `python models/recipe card` from meta.json; don't edit it by hand.

A network that reads an English news article and marks who said what. It tags sources, cues and
contents (in two layers, the second for a quote inside another), links contents to cues and cues to
sources, tags names (person, organisation, place), and says whether a cue reports speech.

- Network: {network}
- Size: {megabytes} MB (int8), run by onnxruntime.
- Speed: {speed}.
- Trained on: {data}
- Starting weights: {start}
- Licence: {licence} The starting weights are under Apache-2.0: its text (LICENSE-APACHE) and a
  NOTICE of the changes are beside this file.

## Intended use

Finding attributions in English news, for people who check the results. The model reports what an
article says that somebody said; it can't know whether they said it.

## Figures

Measured on development articles, which were used to choose settings, so expect slightly lower
figures on your own articles. From 0 to 1; in brackets are 95 % intervals from 1,000 bootstrap
resamples of the articles.

- `roles … F1`: F1 of sources, cues and contents with exactly the right words.
- `content … e2e` (end to end): F1 of quotes whose words match and whose source is right, by type.
- `regions e2e`: the same for passages in quotation marks.
- `letters.quoted attributed`: the same, counted in letters between quotation marks.
- `names.all F1`: F1 of spoken quotes whose speaker has the right name; `names.quoted F1`: of those
  with quotation marks.

{figures}

{resolution}

{registers}

A named speaker is right only with the canonical name, an unnamed one with any description that the
annotators gave.

## What it gets wrong

{weak}
"""
