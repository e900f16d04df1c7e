"""Plain text and Markdown: decoded, and otherwise unchanged."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.readers import read_source
from ingest.readers.text import decoded
from kg.errors import DocumentError

WORDS = "Apologies: Zoë Müller – “absent”\r\n\r\n* Łukasz\u200b\t…\n"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_utf_8_is_kept_to_the_code_point(text: str) -> None:
    assume(not text.startswith("\ufeff"))
    assert decoded(text.encode(), "x.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_are_no_text(encoding: str) -> None:
    assert read_source(WORDS.encode(encoding), "x.md").text == WORDS


def test_windows_text_is_recognised() -> None:
    text = "The café’s owner – Zoë – sent her “regrets”. The committee met for an hour.\n"
    assert decoded(text.encode("cp1252"), "x.txt") == text


def test_other_encodings_are_guessed() -> None:
    text = "Протокол собрания комитета. Присутствовали: Иван Петров, Анна Смирнова. Решили починить крышу школы.\n" * 3
    assert decoded(text.encode("cp1251"), "x.txt") == text


def test_broken_utf_16_is_refused() -> None:
    lone_surrogate = b"\xff\xfe" + b"\x00\xd8" + "Minutes".encode("utf-16-le")
    with pytest.raises(DocumentError, match="UTF-16"):
        read_source(lone_surrogate, "x.txt")
