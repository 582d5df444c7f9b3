"""``quoteminer serve`` with a miner that needs no network: ``python fake_server.py OPTION…``.

A text that holds "slow" takes a second.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from fake_miner import FakeModel, record_of

from quoteminer.records import ArticleRecord
from quoteminer.text.article import make_article
from quoteminer.types import Warning


class FakeServerMiner:
    """Looks like QuoteMiner to the server."""

    info = FakeModel()

    def mine(
        self,
        text: str,
        *,
        id: str = "",
        source: str | None = None,
        meta: Mapping[str, Any] | None = None,
        warnings: Iterable[Warning] = (),
        with_text: bool = False,
    ) -> ArticleRecord:
        if "slow" in text:
            time.sleep(1)
        return record_of(
            make_article(text, id=id, source=source, meta=meta, warnings=tuple(warnings), with_text=with_text)
        )


if __name__ == "__main__":
    import quoteminer.cli.serve as command
    from quoteminer.cli import main

    command.load_miner = lambda tools: FakeServerMiner()  # type: ignore[assignment,return-value]
    main()
