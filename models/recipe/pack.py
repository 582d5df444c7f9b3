"""Pack a model that is a separate package as a wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

MOST: Final = 95_000_000
"""The most bytes of a wheel; package indexes refuse more than 100 MB."""


def pack(model: Path, out: Path) -> Path:
    """Write the wheel of a model directory with a ``pyproject.toml``. Ends the command if it is
    larger than `MOST`.

    Returns:
        The wheel.
    """
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder]
        subprocess.run([*pip, str(model.resolve())], check=True)
        (wheel,) = Path(folder).iterdir()
        return Path(shutil.move(checked_size(wheel), out / wheel.name))


def checked_size(wheel: Path) -> Path:
    size = wheel.stat().st_size
    if size > MOST:
        raise SystemExit(
            f"{wheel.name} has {size / 1e6:.1f} MB, and may have {MOST / 1e6:.0f}: cut the"
            " vocabulary, or prune heads and inner units (python models/recipe prune)."
        )
    return wheel
