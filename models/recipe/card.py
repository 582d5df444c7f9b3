"""The model card, generated from meta.json so that it can't tell anything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_SHOWN = {
    "roles.source": "F1", "roles.cue": "F1", "roles.content": "F1",
    "content.direct": "e2e", "content.mixed": "e2e", "content.indirect": "e2e", "content.all": "e2e",
    "regions": "e2e", "letters.quoted": "attributed", "names.quoted": "F1", "names.all": "F1",
}  # fmt: skip


_TOLD = {
    "direct quotes, e2e": ("content.direct", "e2e"),
    "mixed quotes, e2e": ("content.mixed", "e2e"),
    "indirect quotes, e2e": ("content.indirect", "e2e"),
    "all quotes, e2e": ("content.all", "e2e"),
    "passages between quotation marks, with the right source": ("regions", "e2e"),
    "quoted letters with the right source": ("letters.quoted", "attributed"),
    "names, direct and mixed quotes": ("names.quoted", "F1"),
    "names, all quotes": ("names.all", "F1"),
}
_SETS = {
    "PolNeAR": ("polnear_dev", "news_speakers_dev"),
    "BBC and Wikinews": ("wild_dev",),
    "wider news": ("wild2_dev",),
    "our own, many registers": ("written_dev",),
}
_PEERS = {
    "textacy": "textacy's direct_quotations on en_core_web_sm as it comes",
    "textacy-lean": "the same without the part ner, which it does not need",
}
_BEGIN, _END = "<!-- figures: python models/recipe card --readme README.md -->", "<!-- end of figures -->"


def write_table(model: Path, readme: Path) -> None:
    """Put the table of figures between the two lines that mark its place."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(_BEGIN)
    _, found, after = rest.partition(_END)
    if not found:
        raise SystemExit(f"{readme} has no place for the table: add the lines {_BEGIN} and {_END}")
    readme.write_text(f"{before}{_BEGIN}\n{readme_table(model)}\n{_END}{after}", encoding="utf-8")


def readme_table(model: Path) -> str:
    """The figures that tell most, for README: PolNeAR's names are those of its part with resolved speakers."""
    figures = json.loads((model / "meta.json").read_text(encoding="utf-8"))["figures"]
    lines = ["| figure | " + " | ".join(_SETS) + " |", "| --- |" + " --- |" * len(_SETS)]
    for told, (row, key) in _TOLD.items():
        known = [next(figures[name][row] for name in names if row in figures[name]) for names in _SETS.values()]
        lines.append(f"| {told} | " + " | ".join(_with_interval(cells, key) for cells in known) + " |")
    return "\n".join(lines)


def write_card(model: Path, benchmark: Path | None = None) -> Path:
    """Write the card. ``benchmark``: what ``tests/benchmarks/speed.py --json`` wrote; its ratios go into meta.json."""
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    if benchmark is not None:
        meta["speed"] = _ratios(json.loads(benchmark.read_text(encoding="utf-8")))
        (model / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    card = model / "README.md"
    card.write_text(
        _TEXT.format(
            figures=_table(meta.get("figures", {})),
            resolution=_resolution(meta.get("figures", {})),
            registers=_registers(meta.get("registers", {})),
            megabytes=_megabytes(model),
            speed=_speed(meta.get("speed", {})),
            **meta["card"],
            name=meta["name"],
            version=meta["version"],
        ),
        encoding="utf-8",
    )
    return card


def _ratios(results: dict[str, Any]) -> dict[str, Any]:
    """Return the speed on one core as a multiple of each peer's, by the peer's name."""
    return {name: figures["ratio"] for name, figures in results["articles"].items() if name != "quoteminer"}


def _speed(ratios: dict[str, Any]) -> str:
    told = [
        f"{one['median']:.2f} ({one['least']:.2f} to {one['most']:.2f}) times that of {_PEERS[name]}"
        for name, one in ratios.items()
    ]
    return f"words a second on one core {'; '.join(told)} (tests/benchmarks)" if told else "not measured"


def _megabytes(model: Path) -> str:
    return f"{(model / 'weights.onnx').stat().st_size / 1e6:.1f}"


def _table(figures: dict[str, Any]) -> str:
    sets = sorted(figures)
    lines = ["| figure | " + " | ".join(sets) + " |", "| --- |" + " --- |" * len(sets)]
    for row, key in _SHOWN.items():
        cells = [figures[name].get(row, {}).get(key) for name in sets]
        if any(cell is not None for cell in cells):
            shown = [_with_interval(figures[name].get(row), key) for name in sets]
            lines.append(f"| {row} {key} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _with_interval(cells: dict[str, Any] | None, key: str) -> str:
    """ "0.723 (0.672–0.769)"; the interval is that of 95 % by a bootstrap of articles."""
    if cells is None:
        return ""
    low, high = cells["intervals"][key]
    return f"{cells[key]:.3f} ({low:.3f}–{high:.3f})"


def _resolution(figures: dict[str, Any]) -> str:
    sets = [name for name in sorted(figures) if "resolution" in figures[name]]
    lines = ["| of right mentions, the right speaker | " + " | ".join(sets) + " |", "| --- |" + " --- |" * len(sets)]
    for kind in ("name", "pronoun", "description", "missing"):
        cells = [figures[name]["resolution"].get(kind) for name in sets]
        lines.append(f"| {kind} | " + " | ".join(f"{c['right']:.3f} of {c['gold']}" if c else "" for c in cells) + " |")
    for row in ("names.quoted", "names.all"):
        cells = [figures[name]["resolution"]["oracle"].get(row) for name in sets]
        lines.append(f"| {row} F1 if all were right | " + " | ".join(f"{c:.3f}" for c in cells) + " |")
    return "\n".join(lines) if sets else ""


def _registers(sets: dict[str, Any]) -> str:
    """One row a kind of register, of the sets that have them."""
    rows = [(name, kind, cells) for name, kinds in sets.items() for kind, cells in kinds.items()]
    if not rows:
        return ""
    columns = list(rows[0][2])
    lines = ["| register | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    for name, kind, cells in rows:
        shown = [f"{cells[key]:.3f}" if isinstance(cells[key], float) else str(cells[key]) for key in columns]
        lines.append(f"| {name}: {kind} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


_TEXT = """# {name} {version}

Generated by `python models/recipe card` from meta.json; don't edit it by hand.

One small encoder that reads an English news article and marks who said what: role tags (source, cue, content; two
layers, the second for an attribution inside another), links from contents to cues and from cues to sources, names
(person, organisation, place), and whether a cue reports speech.

- Network: {network}
- Size: {megabytes} MB (int8), run by onnxruntime.
- Speed: {speed}.
- Trained on: {data}
- Starting weights: {start}
- Licence: {licence}

## Intended use

Finding the attributions of English news for people who check what comes out. It reports what an article says that
somebody said; whether they said it is beyond it.

## Figures

Measured on development articles with the whole chain (what a user gets), by the definitions of the project's scorer:
F1 of exact role spans; `e2e` counts a quote whose content matches and whose source is right; `attributed` counts
letters; `names` counts spoken quotes whose speaker has the right name. The sets were used to choose settings, so expect
a little less on articles of your own. In brackets: 95 % of 1,000 bootstrap resamples of the articles.

{figures}

{resolution}

{registers}

A speaker who has a name is right by the canonical name alone, one without by any description that the annotators have.

## What it gets wrong

{weak}
"""
