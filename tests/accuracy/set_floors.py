"""Set the floors of the gate to what is measured now, less a margin:
``python tests/accuracy/set_floors.py``.

A floor goes up by itself. One that would go down stays, and the command says so and ends with 1,
unless
``--lower "REASON"`` is given: then it goes down, and the gate asks for that reason in CHANGELOG.md,
word for word. It needs the development gold and an installed quoteminer (an editable install will
do). Each installed model has floors of its own; ``--model NAME`` sets those of one, and two models
may be measured side by side.
"""

import argparse
import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "annotated"))

from measured import (
    OWN,
    PART,
    SETS,
    gold_sum,
    measured,
    model_sums,
)  # noqa: E402  found on the path above

from quoteminer.network.find_model import ORDER, installed_models  # noqa: E402

PATH = Path(__file__).with_name("floors.json")

Floors = dict[str, dict[str, float]]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lower", metavar="REASON", help="let floors go down, for this reason")
    there = [name for name in ORDER if name in installed_models()]
    parser.add_argument(
        "--model",
        choices=there,
        nargs="+",
        default=there,
        help="names; default: all installed ones",
    )
    options = parser.parse_args()
    reason: str | None = options.lower
    if reason is not None and not reason.strip():
        parser.error("--lower needs a reason.")
    found = {model: {name: measured(model, name) for name in SETS} for model in options.model}
    # now: another model's floors may have been set meanwhile
    kept = json.loads(PATH.read_text(encoding="utf-8"))
    fallen: list[str] = []
    for model, figures in found.items():
        floors = kept["floors"].setdefault(model, {})
        for name in SETS:
            old, margin = (
                floors.get(name, {}),
                kept["margins"]["part" if model in PART and name != OWN else name],
            )
            floors[name], lower = moved(old, figures[name], margin, down=bool(reason))
            fallen += [f"{model}, {name} {line}" for line in lower]
        kept["model"][model] = model_sums(model)
    kept["gold"] = {name: gold_sum(name) for name in SETS}
    for line in fallen:
        print(line)
    if fallen and not reason:
        print(
            'These floors stay. To let them go down: --lower "REASON", with that line in'
            " CHANGELOG.md."
        )
    if fallen and reason:
        kept["lowered"].append({"why": reason, "floors": fallen})
    PATH.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return int(bool(fallen) and not reason)


def moved(old: Floors, figures: Floors, margin: float, *, down: bool) -> tuple[Floors, list[str]]:
    """Return the new floors, and in words those that would go down or away; they do so only if
    ``down``. They are less than the figures by the margin, or by two of the row's gold items if
    that is more."""
    new = {}
    for row, cells in figures.items():
        less = max(margin, 2 / max(1, cells.get("gold", math.inf)))
        new[row] = {
            key: round(max(0.0, value - less), 3) for key, value in cells.items() if key != "gold"
        }
    fallen = []
    for row, cells in old.items():
        for key, floor in cells.items():
            now = new.get(row, {}).get(key)
            if now is None or now < floor:
                fallen.append(f"{row} {key}: {floor} to {now}")
                if not down:
                    new.setdefault(row, {})[key] = floor
    return new, fallen


if __name__ == "__main__":
    sys.exit(main())
