"""Questions of no known kind, answered by a sentence that accounts for each of their words, or by none."""

import re
from datetime import date

import pytest

from kg import Library
from kg.extraction import DocumentInfo, Extraction, Organisation, Passage, Person, Role, Span
from kg.records import record
from search.answers import Answer
from search.ask import ask

BASE = "https://example.org/allotments/"
TEXT = """\
Allotment Association, 4 May 2021
Present: Ruth Lim (Chair), Owen Hart, Zofia Nowak
Finance
The balance stands at £2,310. Membership has grown from 41 to 58.
Water
Planning permission for the borehole was granted by Fenwick District Council on 12 April 2021.
Owen Hart presented three quotations for the pump. They were rejected because none of them covers the winter.
Zofia Nowak will write to the drainage board in June.
Motions
A motion to raise the rent to £30 was lost.
Ruth Lim had hoped to see the surveyor, but no reply has come.
The Chair signed the lease of the top field on 1 May 2021.
Note taker: Zofia Nowak
Owen Hart to mend the gate by 20 May 2021.
Owen painted the sign. It cost £45.
Has anybody weighed the pumpkins?
The Pruning Evening was cancelled.
Next meeting: 8 June 2021
"""
OWN = "org/allotment-association"
PEOPLE = ("Ruth Lim", "Owen Hart", "Zofia Nowak")


@pytest.fixture(scope="module")
def allotments(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """One meeting of which nothing was read but who is named; for reading only."""
    library = Library.create(tmp_path_factory.mktemp("told") / "allotments", name="Allotments", base=BASE)
    library.store({"2021-05-04": record(_meeting(), "2021-05-04", BASE, "hash")})
    return library


def _meeting() -> Extraction:
    chair = Role(evidence=_places("Ruth Lim (Chair"), title="Chair", organisation=OWN, rule="test/rule", confidence=0.9)
    return Extraction(
        DocumentInfo("minutes", "Allotment Association, 4 May 2021", TEXT, "2021-05-04.md", "2021-05-04", OWN),
        passages=tuple(_passages()),
        people=tuple(
            Person(
                f"person/{name.lower().replace(' ', '-')}",
                name,
                roles=(chair,) if name == "Ruth Lim" else (),
                mentions=_places(name),
            )
            for name in PEOPLE
        ),
        organisations=(
            Organisation(OWN, "Allotment Association", mentions=_places("Allotment Association")),
            Organisation("org/fenwick", "Fenwick District Council", mentions=_places("Fenwick District Council")),
        ),
    )


def _places(words: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in re.finditer(re.escape(words), TEXT))


def _passages() -> list[Passage]:
    """Each line as a paragraph under the line of one word above it."""
    found, heading = [], ""
    for match in re.finditer(r".+", TEXT):
        if " " not in match[0]:
            heading = match[0]
            found.append(Passage(Span(*match.span()), "heading", level=1))
        else:
            found.append(Passage(Span(*match.span()), "paragraph", heading))
    return found


def asked(library: Library, question: str) -> Answer:
    return ask(library, question, as_of=date(2021, 6, 1))


@pytest.mark.parametrize(
    ("question", "cell", "said"),
    [
        ("When was planning permission granted?", "2021-04-12", "Planning permission"),
        ("Who gave permission for the borehole?", "Fenwick District Council", "Planning permission"),
        ("Who presented the quotations?", "Owen Hart", "three quotations"),
        ("How many quotations were there for the pump?", "three", "three quotations"),
        ("Why were the quotations turned down?", "", "none of them covers the winter"),
        ("How many members does the association have?", "58", "from 41 to 58"),
        ("Was the motion to raise the rent carried?", "", "was lost"),
        ("Who signed the lease of the top field, and when?", "Ruth Lim", "signed the lease"),
        ("When is the next meeting?", "2021-06-08", "Next meeting"),
        ("By when should the gate be mended?", "2021-05-20", "mend the gate"),
        ("When did Owen Hart present the quotations?", "2021-05-04", "three quotations"),
        ("Who took the notes?", "Zofia Nowak", "Note taker"),
        ("Who painted the sign?", "Owen Hart", "painted the sign"),
        ("How much did the sign cost?", "£45", "painted the sign. It cost £45"),
        ("Which course was cancelled?", "", "Pruning Evening"),
        ("Which degree course was called off?", "", "Pruning Evening"),
    ],
)
def test_a_sentence_that_accounts_for_every_word_answers(
    allotments: Library, question: str, cell: str, said: str
) -> None:
    found = asked(allotments, question)
    assert (found.status, len(found.rows)) == ("answered", 1), found.answer
    assert cell in found.rows[0].cells or not cell
    assert said in found.answer
    assert said in found.rows[0].evidence[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "When was the borehole sold?",
        "Who met the surveyor?",
        "When did Zofia Nowak write to the drainage board?",
        "Who granted planning permission for the greenhouse?",
        "How many hens does the association have?",
        "Who signed the lease of the Lower Meadow?",
        "Who weighed the pumpkins?",
        "Which course was painted?",
    ],
)
def test_a_sentence_that_lacks_a_word_or_tells_what_was_not_done_is_no_answer(
    allotments: Library, question: str
) -> None:
    found = asked(allotments, question)
    assert found.status != "answered"
    assert found.rows == ()
    assert found.passages


def test_the_evidence_is_what_the_document_says_there(allotments: Library) -> None:
    (row,) = asked(allotments, "When was planning permission granted?").rows
    (piece,) = row.evidence
    assert TEXT[piece.start : piece.end] == piece.quote
    assert piece.basis == "inferred"
