"""The command ``quoteminer``. The only package, with ``commands/``, that prints, inspects the
terminal or exits."""

from quoteminer.cli.app import main

__all__ = ["main"]
