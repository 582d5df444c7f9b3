"""Tables of cases in files beside the tests."""

import json
from pathlib import Path
from typing import Any


def cases(test_file: str, table: str) -> list[Any]:
    """The rows of a table in the .json file beside a test file."""
    tables: dict[str, list[Any]] = json.loads(Path(test_file).with_suffix(".json").read_text("utf-8"))
    return tables[table]
