"""Passages that say next to nothing stand behind those that say something; titles stand where they stood."""

from pathlib import Path

from search.documents import IndexedPassage
from search.engine import Change, SearchRequest
from search.whoosh_engine import WhooshEngine
from tests.search.indexes import document

FILLER = [
    IndexedPassage(1000 + n * 50, f"The moorings of berth {n} were inspected by the warden in spring.")
    for n in range(20)
]
SHORT = [IndexedPassage(0, "Travel:"), IndexedPassage(20, "4. Travel"), IndexedPassage(40, "Travel, see below")]
SAID = IndexedPassage(100, "The committee agreed that travel to the regional meeting is paid for two people.")


def test_headings_and_numbers_alone_come_behind_sentences(folder: Path) -> None:
    engine = WhooshEngine(folder)
    minutes = document("2023-05-02", [*SHORT, SAID, *FILLER])
    titled = document("2023-05-03", FILLER, title="Travel report")
    engine.change(Change([(minutes, "1"), (titled, "1")], fingerprint="1"))
    spans = [hit.span for hit in engine.search(SearchRequest("travel")).hits]
    assert [span.start if span else None for span in spans][:2] in ([None, 100], [100, None])
    assert {span.start for span in spans if span} == {0, 20, 40, 100}
    engine.close()
