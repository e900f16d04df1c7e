"""Word, OpenDocument, Rich Text and e-mail."""

from email.message import EmailMessage
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import style, table, text
from odf.opendocument import OpenDocumentText

from ingest.readers import read_source
from tests.ingest.readers.made import docx, saved


def in_word(document: Any) -> str:
    return read_source(saved(document), "minutes.docx").text


def test_word_headings_lists_and_tables_stand_in_order() -> None:
    document = Document()
    document.add_heading("Minutes", 0)
    document.add_heading("Present", 2)
    document.add_paragraph("Ann Ash", "List Bullet")
    document.add_paragraph("of the Trust", "List Bullet 2")
    cells = document.add_table(2, 2)
    for cell, words in zip(cells._cells, ["Action", "Owner", "Mend the gate", "Ann"], strict=True):
        cell.text = words
    document.add_paragraph("First", "List Number")
    document.add_paragraph("Second", "List Number")
    document.add_paragraph("The end.")
    assert in_word(document) == (
        "# Minutes\n\n## Present\n\n* Ann Ash\n    * of the Trust\n\n| Action | Owner |\n| Mend the gate | Ann |\n\n"
        "1. First\n2. Second\n\nThe end.\n"
    )


def test_word_struck_bold_broken_hidden_and_deleted_words() -> None:
    document = Document()
    document.add_paragraph().add_run("Actions").bold = True
    paragraph = document.add_paragraph("Ann ")
    paragraph.add_run("Ash").font.strike = True
    paragraph.add_run("\nand Bob")
    paragraph.add_run("hidden").font.hidden = True
    for tag, inner in (("ins", "t> Birch</w:t"), ("del", "delText> Beech</w:delText")):
        paragraph._p.append(
            parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r><w:{inner}></w:r></w:{tag}>')
        )
    assert in_word(document) == "**Actions**\n\nAnn ~~Ash~~\nand Bob Birch\n"


def test_a_word_table_with_a_bold_first_row_has_a_header() -> None:
    document = Document()
    cells = document.add_table(2, 2)._cells
    for cell, words in zip(cells, ["Tree", "Keeper", "Oak", "Ann"], strict=True):
        cell.paragraphs[0].add_run(words).bold = words in ("Tree", "Keeper")
    assert in_word(document) == "| Tree | Keeper |\n| --- | --- |\n| Oak | Ann |\n"


@pytest.mark.parametrize(("style", "headed"), [("Light Grid Accent 1", True), ("Table Grid", False)])
def test_a_word_table_whose_style_sets_its_first_row_apart_has_a_header(style: str, headed: bool) -> None:
    document = Document()
    table = document.add_table(2, 2, style)
    for cell, words in zip(table._cells, ["Tree", "Keeper", "Oak", "Ann"], strict=True):
        cell.paragraphs[0].add_run(words)
    assert ("| --- |" in in_word(document)) is headed


def test_word_properties() -> None:
    document = Document()
    document.add_paragraph("Words.")
    document.core_properties.title, document.core_properties.author = "A year", "Ann Ash"
    properties = read_source(saved(document), "a.docx").properties
    assert (properties["title"], properties["author"]) == ("A year", "Ann Ash")
    assert "published" not in properties


def test_open_document_headings_lists_tables_and_struck_words() -> None:
    document = OpenDocumentText()
    struck = style.Style(name="S", family="text")
    struck.addElement(style.TextProperties(textlinethroughstyle="solid"))
    document.automaticstyles.addElement(struck)
    document.text.addElement(text.H(outlinelevel=2, text="Present"))
    listed = text.List()
    for words in ("Ann Ash", "Bob"):
        item = text.ListItem()
        item.addElement(text.P(text=words))
        listed.addElement(item)
    nested = text.List()
    inner = text.ListItem()
    inner.addElement(text.P(text="of the Trust"))
    nested.addElement(inner)
    listed.childNodes[0].addElement(nested)
    document.text.addElement(listed)
    paragraph = text.P(text="Not here: ")
    paragraph.addElement(text.Span(stylename=struck, text="Cy"))
    document.text.addElement(paragraph)
    grid = table.Table()
    for cells in (("Action", "Owner"), ("Mend", "Ann")):
        row = table.TableRow()
        for words in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        grid.addElement(row)
    document.text.addElement(grid)
    assert read_source(saved(document), "minutes.odt").text == (
        "## Present\n\n* Ann Ash\n    * of the Trust\n* Bob\n\nNot here: ~~Cy~~\n\n| Action | Owner |\n| Mend | Ann |\n"
    )


def test_rich_text() -> None:
    written = rb"{\rtf1\ansi{\info{\title A year}}\b Present\b0\par Zo\'eb M\u252?ller\par}"
    source = read_source(written, "minutes.rtf")
    assert source.text == "Present\nZoë Müller\n"
    assert source.properties == {"title": "A year"}


@pytest.mark.parametrize(
    "written",
    [
        rb"Present: Ann, \strike Bob Birch\strike0 , Cy\par",
        rb"Present: Ann, {\fs24\strike\insrsid1 Bob Birch}{\insrsid1 , Cy}\par",
        rb"Present: Ann, {\strike Bob }{\strike Birch}, Cy\par",
    ],
)
def test_struck_rich_text(written: bytes) -> None:
    source = read_source(rb"{\rtf1\ansi{\stylesheet{\s1\strike Gone;}}" + written + b"}", "a.rtf")
    assert source.text == "Present: Ann, ~~Bob Birch~~, Cy\n"


def mail(**fields: str) -> EmailMessage:
    message = EmailMessage()
    for field, value in {"From": "Ann Ash <ann@example.org>", "To": "all@example.org", **fields}.items():
        message[field] = value
    message["Message-ID"] = "<1@example.org>"
    return message


def test_a_mail_says_who_wrote_when_and_about_what() -> None:
    message = mail(Subject="The gate", Date="Wed, 03 May 2023 10:00:00 +0100")
    message.set_content("Dear all,\n\nBob will mend it.\n")
    source = read_source(message.as_bytes(), "gate.eml")
    assert source.text.startswith("# The gate\n\nFrom: Ann Ash")
    assert source.text.endswith("\n\nDear all,\n\nBob will mend it.\n")
    assert source.properties == {"kind": "email", "title": "The gate", "author": "Ann Ash", "published": "2023-05-03"}


def test_attachments_are_read_by_their_own_readers() -> None:
    message = mail(Subject="Papers")
    message.set_content("See below.")
    message.add_attachment(
        docx("The gate was mended."), maintype="application", subtype="octet-stream", filename="../a.docx"
    )
    message.add_attachment(b"no Word file", maintype="application", subtype="octet-stream", filename="b.docx")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="c.png")
    text = read_source(message.as_bytes(), "papers.eml").text
    assert "# Attachment a.docx\n\nThe gate was mended." in text
    assert "b.docx: is named .docx but its content is no Word document" in text
    assert "c.png" not in text


def test_a_mail_of_html_alone() -> None:
    message = mail(Subject="News")
    message.set_content("<p>The <b>gate</b> is mended.</p>", subtype="html")
    assert read_source(message.as_bytes(), "news.eml").text.endswith("\n\nThe gate is mended.\n")
