"""Which reader reads a file."""

from pathlib import Path

import pytest

from ingest.readers import FORMATS, read_source
from kg.errors import DocumentError
from tests.ingest.readers.made import column, docx, pdf


def test_an_ending_belongs_to_one_format() -> None:
    suffixes = [suffix for each in FORMATS for suffix in each.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix == suffix.casefold() and suffix.startswith(".") for suffix in suffixes)


@pytest.mark.parametrize("name", ["minutes", "minutes.bin", "Minutes.DOCX"])
def test_the_content_says_what_a_file_is(name: str) -> None:
    assert read_source(docx("Words."), name).text == "Words.\n"


@pytest.mark.parametrize(
    ("content", "name"), [(docx(), "a.pdf"), (pdf([column(["Words."])]), "a.docx"), (docx(), "a.md")]
)
def test_a_wrong_ending_is_an_error(content: bytes, name: str) -> None:
    with pytest.raises(DocumentError, match=f"is named {Path(name).suffix} but holds a"):
        read_source(content, name)


def test_minutes_with_mail_like_headers_are_text() -> None:
    text = "From: the Clerk\nDate: 3 May 2023\nSubject: Minutes\n\nPresent: Ann Ash\n"
    assert read_source(text.encode(), "minutes.txt").text == text


def test_markdown_may_begin_with_tags() -> None:
    text = '<h1 align="center">Minutes</h1>\n\n* Ann\n'
    assert read_source(text.encode(), "minutes.md").text == text
