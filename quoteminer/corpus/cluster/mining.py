"""What an actor of the pool holds: a worker process with the model."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import Any

from quoteminer.corpus.cluster.rows import Placed, table_of, values_of
from quoteminer.corpus.pool import Pool, Serve
from quoteminer.corpus.settings import Settings
from quoteminer.errors import QuoteMinerError, RunError
from quoteminer.output.jsontext import dump


class Mining:
    """Turns packs of articles into outcomes. One core.

    It has its model in a worker of the local engine's pool, not in itself: an article that kills the process that reads
    it would kill the actor, and Ray would give it to one actor after the other for ever.

    What hinders it (RunError: this machine has another version of quoteminer, of the model or of the file of people
    than the one that began the run; ModelError, PeopleFileError, WorkerError) is given in place of outcomes: raised, it
    would come back as a text in Ray's words.

    Args:
        settings: of the run.
        told: what `Settings.told` says where the run was begun; it must be the same here.
        serve: what the worker runs.
    """

    def __init__(self, settings: Settings, told: Mapping[str, Any], serve: Serve) -> None:
        self._pool: Pool | None = None
        try:
            _check_same(told, settings.told())
            self._pool = Pool(1, settings.setup(), serve=serve).__enter__()  # its process ends when this one does
        except QuoteMinerError as error:
            self._hindered = error

    def __call__(self, packs: Any) -> Any:
        """The same packs with outcomes in place of items, or what hinders it."""
        return table_of(map(self._mined, values_of(packs)))

    def _mined(self, pack: list[Placed]) -> list[Placed] | QuoteMinerError:
        if self._pool is None:
            return self._hindered
        try:
            outcomes = self._pool.outcomes(one.value for one in pack)
            return [one._replace(value=outcome) for one, (_, outcome) in zip(pack, outcomes, strict=True)]
        except QuoteMinerError as error:
            return error


def _check_same(there: Mapping[str, Any], here: Mapping[str, Any]) -> None:
    differing = [name for name in there if there[name] != here[name]]
    if differing:
        told = "; ".join(f"{name} is {dump(here[name])}, not {dump(there[name])}" for name in differing)
        raise RunError(
            f"{platform.node()}: this machine has something else than the one that began the run ({told}). Install the "
            "same version of quoteminer on all, and keep the files that you name where all have them."
        )
