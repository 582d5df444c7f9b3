"""The command reference says what ``--help`` says. Versions of typer wrap lines and write choices
in ways of their own, so that words are compared and not lines."""

import pytest
from command_reference import HOME, reference


@pytest.mark.skipif(not HOME.exists(), reason="the source tree is not here")
def test_it_is_up_to_date() -> None:
    written = HOME.read_text("utf-8")
    assert written.split() == reference().split(), (
        "python tests/support/command_reference.py > quoteminer/cli/COMMANDS.md"
    )
