"""What a terminal of few letters is given."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteminer.views.letters import PLAINER, one_line

ENCODINGS = ["ascii", "latin-1", "cp1252", "cp437", "koi8-r", "shift_jis", "utf-8", "utf-16"]


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        ("utf-8", "“No — é, 我们 [x]”", "“No — é, 我们 [x]”"),
        ("utf-8", "a\n\t b\xa0\u2003c\u2028d", "a b c d"),
        ("utf-8", "a\x1b[31m\x07b\u202ec\u061cd\ud800", "a\ufffd[31m\ufffdb\ufffdc\ufffdd\ufffd"),
        ("utf-8", "soft\xadly \ufeffhere\u200b", "softly here"),
        ("ascii", "“No,” ‘he’ said — or wrote – it … « oui »", "\"No,\" 'he' said -- or wrote - it ... << oui >>"),
        ("ascii", "Zoë Ångström, Łódź, Þór, Strauß, ﬁne", "Zoe Angstrom, Lodz, Thor, Strauss, fine"),
        ("ascii", "e\u0301te\u0301", "ete"),
        ("ascii", "£5, €6½", "GBP 5, EUR 61/2"),
        ("ascii", "王 小明, ليلى \ufffd", "? ??, ???? ?"),
        ("latin-1", "“Zoë” – Łódź", '"Zoë" - Lódz'),
        ("cp1252", "“Zoë” – Łódź …", "“Zoë” – Lódz …"),
        ("cp437", "“Zoë” ─ ñ", '"Zoë" ─ ñ'),
        ("shift_jis", "小明 é", "小明 e"),
    ],
)
def test_letters(encoding: str, text: str, shown: str) -> None:
    assert one_line(text, encoding) == shown


@given(st.text(st.characters(codec=None)), st.sampled_from(ENCODINGS))
def test_any_text_can_be_written_on_one_line(text: str, encoding: str) -> None:
    line = one_line(text, encoding)
    line.encode(encoding)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", line)
    assert one_line(line, encoding) == line


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(ENCODINGS[:-2]))
@example("é", "koi8-r")
@example("§", "cp437")
def test_a_stream_writes_whatever_comes(text: str, encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors=PLAINER, newline="")
    stream.write(text)
    stream.flush()
    kept = "".join(letter for letter in text if letter.encode(encoding, "ignore"))
    written = iter(raw.getvalue().decode(encoding))
    assert all(letter in written for letter in kept)  # in that order
