"""What is refused, and how it is said."""

import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest.readers import file_bytes, limits, read_source
from kg.errors import DocumentError
from tests.ingest.readers.made import docx, pdf, repacked

DOCX = "minutes.docx"


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(DocumentError) as refused:
        read_source(content, name)
    said = str(refused.value)
    assert said.startswith(f"{name}: ")
    return said


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.md", "empty"),
        (b" \r\n\t", "x.txt", "empty"),
        (b"---\n***\n", "x.md", "no words"),
        (b"Minutes\0of nothing", "x.txt", "NUL"),
        ("Minutes \u202e3202 yaM".encode(), "x.md", "U+202E"),
        (bytes(range(1, 9)) * 50 + b"a", "x.txt", "control characters"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 500, "old.doc", "save it as .docx"),
        (b"\x89PNG\r\n\x1a\n" + b"\1" * 100, "scan.txt", "picture"),
        (b"just some words", DOCX, "is no Word document"),
        (b"just some words", "x.pdf", "is no PDF"),
        (b"%PDF-1.4\nnothing", "x.pdf", "damaged"),
        (b"%PDF-1.4\nnothing", "x.md", "holds a PDF"),
        (b"PK\x03\x04" + b"word/document.xml" + b"\0" * 50, DOCX, "damaged"),
        (pdf([[]]), "scan.pdf", "no text"),
    ],
)
def test_what_is_wrong_is_said(content: bytes, name: str, words: str) -> None:
    assert words in refusal(content, name)


def test_a_text_longer_than_is_read() -> None:
    assert "1,000,001 characters" in refusal(b"a" * 1_000_001, "line.txt")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(DocumentError, match="200,000,000 bytes"):
        file_bytes(path, "line.txt")


def test_what_is_no_file_and_what_may_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is no file"):
        file_bytes(tmp_path, "folder")
    with pytest.raises(DocumentError, match="cannot be opened"):
        file_bytes(tmp_path / "absent.md", "absent.md")


def test_a_bomb_is_not_unpacked() -> None:
    bomb = repacked(docx(), {"word/media/bomb.bin": bytes(limits.LARGEST_UNPACKED)})
    assert len(bomb) < 1_000_000
    assert "unpacks to" in refusal(bomb, DOCX)


def test_a_hundred_thousand_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 50)
    parts = {f"word/media/{number}.txt": b"" for number in range(60)}
    assert "parts are more than the 50" in refusal(repacked(docx(), parts, zipfile.ZIP_STORED), DOCX)


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside", "word\\..\\..\\outside"])
def test_names_that_lead_outside(name: str) -> None:
    assert "leads outside" in refusal(repacked(docx(), {name: b"x"}), DOCX)


def test_entities_are_never_read() -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'
    assert "entities" in refusal(repacked(docx(), {"word/document.xml": body}), DOCX)


def test_a_damaged_part() -> None:
    content = bytearray(docx())
    at = content.index(b"word/document.xml") + 60
    content[at : at + 40] = b"\xff" * 40
    assert refusal(bytes(content), DOCX)


def test_links_to_outside_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise AssertionError("a reader went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/></Relationships>'
    )
    content = repacked(docx("Words."), {"word/_rels/settings.xml.rels": relations})
    assert read_source(content, DOCX).text == "Words.\n"
    page = (
        b"<html><link rel=stylesheet href=http://127.0.0.1:9/x.css><img src=http://127.0.0.1:9/x.png><p>Words.</html>"
    )
    assert read_source(page, "x.html").text == "Words.\n"


def test_a_page_nested_without_end() -> None:
    assert "nested" in refusal(b"<html>" + b"<div>" * 5000 + b"deep words", "x.html")


def test_a_script_in_a_page_is_no_text() -> None:
    page = b"<html><body><script>alert(1)</script><p onclick=x>Words<style>p{}</style></p></body></html>"
    assert read_source(page, "x.html").text == "Words\n"
