"""The API reference says what the docstrings say."""

import api_reference
import pytest


@pytest.mark.skipif(not api_reference.HOME.exists(), reason="the source tree is not here")
def test_it_is_up_to_date() -> None:
    written = api_reference.HOME.read_text("utf-8")
    assert written.split() == api_reference.reference().split(), (
        "python tests/support/api_reference.py > quoteminer/API.md"
    )
