"""The version of the package, which is set only here."""

__version__ = "0.4.0"
