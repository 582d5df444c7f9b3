"""The names of the files of a run, in its folder."""

from __future__ import annotations

from typing import Final

from quoteminer.inputs.find_files import RUN_FILE

RUN: Final = RUN_FILE
ERRORS: Final = "errors.jsonl"
# written last: without it, the result is incomplete. Hadoop and Spark use the same name.
DONE: Final = "_SUCCESS"
# the folder of the parts; the order of their names is the order of the records
PARTS: Final = "quotes.parquet"
