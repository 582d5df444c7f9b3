"""The command ``quoteminer``. The only package that prints, inspects the terminal or exits."""

from quoteminer.cli.app import main

__all__ = ["main"]
