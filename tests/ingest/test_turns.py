"""Speakers' names in front of what they say."""

import pytest

from ingest.structure import read_structure
from ingest.turns import speakers
from tests.ingest.minutes import owed, read_minutes

PRESENT = "# Board meeting, 5 March 2024\n\nPresent: Ann Ash, Bela Birch\n\n"


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("* AA: the roof leaks", ["AA"]),
        ("* AA/BB: the roof leaks", ["AA", "BB"]),
        ("* Ann & Bela: the roof leaks", ["Ann", "Bela"]),
        ("* [Ann] the roof leaks", ["Ann"]),
        ("* [a link](https://example.org)", []),
        ("* the roof leaks", []),
    ],
)
def test_names_before_a_colon_or_in_brackets_may_speak(line: str, who: list[str]) -> None:
    structure = read_structure(PRESENT + line)
    spans = speakers(structure, structure.blocks[-1])
    assert [structure.text[span.start : span.end] for span in spans] == who


def test_what_a_speaker_undertakes_is_the_speaker_s() -> None:
    found = read_minutes(PRESENT + "Ann: I'll call the builder.\n\nBela: thanks\n\nAnn: will ask about tiles too\n")
    assert owed(found) == [(["Ann Ash"], "call the builder"), (["Ann Ash"], "ask about tiles too")]
