"""The command ``quoteminer``. The only package that prints, inspects the terminal or exits."""

from quoteminer.cli.commands import main

__all__ = ["main"]
