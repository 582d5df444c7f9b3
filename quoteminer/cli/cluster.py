"""``quoteminer corpus --engine ray``: many articles on many machines."""

from __future__ import annotations

import signal
from functools import partial

from quoteminer.cli.corpus import Ended
from quoteminer.cli.extract import Given
from quoteminer.cli.run_bar import RunBar
from quoteminer.cli.streams import complain
from quoteminer.corpus.cluster.engine import run
from quoteminer.corpus.cluster.files import Storage
from quoteminer.corpus.cluster.result import Result
from quoteminer.corpus.journal import Totals
from quoteminer.corpus.run import Done
from quoteminer.corpus.worker import Settings
from quoteminer.inputs import STDIN, Columns, Meter, read_found


def run_on_cluster(
    given: Given, out: str, settings: Settings, *, workers: int | None, address: str | None, quiet: bool
) -> Ended:
    """Run, with a progress bar. Raises what `corpus.cluster.engine.run` raises."""
    result = Result(Storage.of(out))
    names = result.records.shown, result.errors.shown
    read = partial(read_found, columns=Columns(given.text_column, given.id_column), max_chars=given.max_chars)
    tell = complain if not quiet else lambda message: None
    try:
        with RunBar(None if quiet else Meter([STDIN])) as bar:
            done = run(
                given.paths, out, settings, workers=workers, address=address, read=read, tell=tell, on_progress=bar.show
            )
    except KeyboardInterrupt:
        return Ended(Done(Totals(), stopped=True), *names, signal.SIGINT, kept=False)
    return Ended(done, *names)
