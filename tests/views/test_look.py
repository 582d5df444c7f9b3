"""The colours of speakers, and what a console says of itself."""

from __future__ import annotations

import io

import pytest
from rich.color import Color
from rich.console import Console

from quoteminer.views.look import COLOURS, FEW_COLOURS, Look

TERMINALS = {"black": "#000000", "white": "#ffffff", "dark": "#1e1e1e", "solarized dark": "#002b36"}
TERMINALS |= {"solarized light": "#fdf6e3", "ubuntu": "#300a24"}


def luminance(name: str) -> float:
    """WCAG 2: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = [value / 255 for value in Color.parse(name).get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("colour", COLOURS)
def test_colours_can_be_read_on_light_and_dark(colour: str, terminal: str) -> None:
    assert contrast(colour, TERMINALS[terminal]) >= (3.5 if terminal in ("black", "white") else 3)


def test_colours_differ() -> None:
    assert len(set(COLOURS)) == len(COLOURS) >= 12
    for first, second in zip(COLOURS, (*COLOURS[1:], COLOURS[0]), strict=True):
        one, other = Color.parse(first).get_truecolor(), Color.parse(second).get_truecolor()
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 150


@pytest.mark.parametrize(
    ("system", "no_color", "colours"),
    [
        ("truecolor", False, COLOURS),
        ("256", False, COLOURS),
        ("standard", False, FEW_COLOURS),
        ("windows", False, FEW_COLOURS),
        ("256", True, ()),
        (None, False, ()),
    ],
)
def test_what_a_console_has(system: str | None, no_color: bool, colours: tuple[str, ...]) -> None:
    console = Console(file=io.StringIO(), color_system=system, no_color=no_color, width=70, legacy_windows=False)  # type: ignore[arg-type]
    look = Look.of(console, console.options)
    assert (look.colours, look.width, look.marks) == (colours, 70, ("⟦", "⟧"))
    assert look.colour(None) == ""
    assert look.colour(len(colours)) == look.colour(0) == (colours[0] if colours else "")
