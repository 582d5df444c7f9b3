"""``python tests/benchmarks``: QuoteMiner and textacy on the same articles, in turn. What each figure means, and what
is needed, stands in README.md beside this file."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from parts import PARTS, Plan
from report import machine, markdown, write_table
from systems import SYSTEMS, missing

QUICK = Plan(rounds=1, most=2, short=5, lengths=(200, 800))
"""Enough to see that everything runs; its figures mean nothing."""


def main(arguments: list[str] | None = None) -> None:
    """Measure what was asked for; the table goes to standard output, progress to standard error."""
    options = _parser().parse_args(arguments)
    if options.results:
        results = json.loads(options.results.read_text(encoding="utf-8"))
    else:
        results = measure(_plan(options), options.parts)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if options.readme:
        write_table(results, options.readme)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(markdown(results), end="")


def measure(plan: Plan, parts: list[str]) -> dict[str, Any]:
    """The results of the parts, as the JSON has them."""
    done = {name: PARTS[name](plan) for name in parts}
    return {"machine": machine(), "rounds": plan.rounds, "systems": list(plan.systems), "parts": done}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python tests/benchmarks", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="default: all of them, in order")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, help="default: all that are installed")
    parser.add_argument("--rounds", type=int, help="runs of each system, in turn (default 5)")
    parser.add_argument("--quick", action="store_true", help="a few short texts, once: does it run at all?")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here as well")
    parser.add_argument("--results", type=Path, metavar="FILE", help="measure nothing, take what --json wrote before")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="put the table where two lines mark its place")
    return parser


def _plan(options: argparse.Namespace) -> Plan:
    """What was asked for. Systems that are not installed are told and left out, unless they were asked for."""
    plan = QUICK if options.quick else Plan()
    reasons = {system: missing(system) for system in options.systems or plan.systems}
    for system, reason in reasons.items():
        if reason:
            _tell(f"{system} is left out: {reason}")
    usable = tuple(system for system, reason in reasons.items() if not reason)
    if not usable or (options.systems and len(usable) < len(reasons)):
        raise SystemExit("There is nothing to measure, or not all that was asked for.")
    return replace(plan, systems=usable, rounds=options.rounds or plan.rounds, tell=_tell)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
