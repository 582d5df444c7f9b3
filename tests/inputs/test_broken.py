"""Every broken input ends in an article or in an error that names the file and the cause, and nothing beside it is
lost."""

from __future__ import annotations

import pickle
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from broken_inputs import Broken, broken_files, broken_inputs, written
from input_files import GOOD

from quoteminer.errors import InputError
from quoteminer.inputs import Input, read_inputs


def read(tmp_path: Path, path: Path) -> Sequence[Input | InputError]:
    """What comes of a path between two good articles, which must come out as well."""
    good = tmp_path / "good.txt"
    good.write_text(GOOD, "utf-8")
    first, *between, last = read_inputs([good, path, good])
    assert first == last == Input(GOOD, "good", str(good))
    return between


@pytest.mark.parametrize("case", list(broken_files()), ids=lambda case: case.name)
def test_a_broken_file(tmp_path: Path, case: Broken) -> None:
    path = written(tmp_path, 0, case)
    found = read(tmp_path, path)
    errors = [item for item in found if isinstance(item, InputError)]
    ids = [item.id for item in found if isinstance(item, Input)]
    for error in errors:
        check(error, path)
    if case.reason is None:
        assert errors == []
        assert ids == [id or ids[0] for id in case.ids]
    else:
        assert any(re.search(case.reason, str(error)) for error in errors), list(map(str, errors))
        assert [id for id in ids if id in case.ids] == list(case.ids)
        assert case.ids or not ids or (case.name.startswith("cut-") and ids == [f"n{at}" for at in range(len(ids))])


def check(error: InputError, path: Path) -> None:
    message = str(error)
    assert message.startswith(str(path))
    assert len(message) < len(str(path)) + 700
    assert message.isprintable()
    assert message.endswith((".", ")", "quoteminer[html]'"))
    assert (error.source, str(pickle.loads(pickle.dumps(error)))) == (str(path), message)


def test_folders_without_articles_and_two_hundred_files(tmp_path: Path) -> None:
    paths = broken_inputs(tmp_path / "all")
    assert len(paths) >= 200
    for path in paths:
        if path.is_dir():
            (error,) = read(tmp_path, path)
            assert isinstance(error, InputError)
            assert str(path) in str(error)
