"""Tables of plain text are read by where words stand under the names of columns."""

import pytest

from ingest.blocks import Block, Structure
from ingest.structure import read_structure

RULED = """AI     Owner      Description                                  Due
-----  ---------  -------------------------------------------  ----------
187    TR         Send the liaison statement to the Container  22 Jan
                  Bureau
191    Ada        Collect comments on the glossary             5 April

On 187: Tom has heard.
"""
NAMED = """Name                      Company                        Present
Ada Byrne (chair)         Quayside Ltd                   Y
Tom Reid                                                 N
"""


def rows(text: str) -> tuple[Structure, list[Block]]:
    structure = read_structure(text)
    return structure, [block for block in structure.blocks if block.kind == "row"]


def words(structure: Structure, block: Block) -> list[str]:
    return [" ".join(structure.text[piece.start : piece.end] for piece in cell.pieces) for cell in block.cells]


def test_a_cell_goes_on_in_the_line_below() -> None:
    structure, found = rows(RULED)
    assert words(structure, found[1]) == ["187", "TR", "Send the liaison statement to the Container Bureau", "22 Jan"]
    assert structure.content(found[1]).endswith("Bureau")


def test_dashes_part_the_columns_whatever_their_names() -> None:
    _, found = rows(RULED)
    assert [cell.header for cell in found[2].cells] == ["AI", "Owner", "Description", "Due"]
    assert found[0].marker == "header"


def test_words_that_head_columns_need_no_dashes() -> None:
    structure, found = rows(NAMED)
    assert [words(structure, row) for row in found[1:]] == [
        ["Ada Byrne (chair)", "Quayside Ltd", "Y"],
        ["Tom Reid", "", "N"],
    ]


def test_the_table_ends_with_its_paragraph() -> None:
    structure, _ = rows(RULED)
    assert structure.content(structure.blocks[-1]) == "On 187: Tom has heard."


@pytest.mark.parametrize(
    "text",
    [
        "Quay    Pier\nThe quay is  closed for the winter and the pier too.\n",
        "Name      Date\n\nAda Byrne signed this.\n",
        "Item      Action\nThe Board looked at all the papers of the year and agreed them.\n",
        "We met.  The Chair spoke.\nThen we left.  It rained.\n",
    ],
)
def test_words_in_sentences_are_no_columns(text: str) -> None:
    _, found = rows(text)
    assert found == []
