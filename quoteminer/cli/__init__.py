"""The command ``quoteminer``. The only room that prints, asks what a terminal is, or exits."""

from quoteminer.cli.app import main

__all__ = ["main"]
