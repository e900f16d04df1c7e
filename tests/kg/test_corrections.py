"""Corrections in the graph: facts told by hand, statements changed and confirmed, all undone without a trace."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kg import Library
from kg.errors import JudgementError
from kg.judgements import Fact
from kg.questions import load_question
from kg.records import record
from kg.tables import Table, run
from tests.kg.extractions import BASE, minutes

NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
ADA, TOM, AGENCY = "person/ada-byrne", "person/tom-reid", "org/forestry-agency"
TRUST = "org/elm-trust"
MET = Fact(kind="engagement", by=(ADA,), engaged=(AGENCY,), when="2024-01-15", channel="talk", status="done")


def judge(library: Library, action: Any, **about: Any) -> int:
    return library.judge(action, who="Zoë Lee", at=NOON, **about).number


def dump(library: Library) -> bytes:
    return b"\n".join(sorted(library.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "ntriples").split(b"\n")))


def ask(library: Library, name: str, **values: Any) -> Table:
    return run(library.snapshot(), load_question(name), values)


def commitment(library: Library) -> str:
    return str(library.select('SELECT ?fact WHERE { ?fact a mb:Commitment ; mb:what "Order stakes" }')[0][0])


def test_a_fact_told_by_hand_is_answered_with_the_words_of_whoever_says_so(trees: Library) -> None:
    judge(trees, "add", text="I saw Ada talk to the agency.", fact=MET)
    rows = ask(trees, "engagements", **{"from": date(2024, 1, 1)}).rows
    assert [row.cells[:4] for row in rows] == [("Ada Byrne", "Forestry Agency", "2024-01-15", "talk")]
    proof = rows[0].evidence[0]
    assert (proof.quote, proof.basis, proof.title) == ("I saw Ada talk to the agency.", "human", "Said by Zoë Lee")
    assert trees.verify() == []


def test_a_fact_told_by_hand_may_name_somebody_new(trees: Library) -> None:
    judge(
        trees,
        "add",
        text="Tom chairs the Elm Trust.",
        fact=Fact(kind="role", by=(TOM,), what="Chair", organisation=TRUST, new=((TRUST, "Elm Trust"),)),
    )
    assert ("Tom Reid", "Chair", "Elm Trust") in [row.cells[:3] for row in ask(trees, "roles").rows]


def test_what_was_told_is_read_like_a_document(trees: Library) -> None:
    number = judge(trees, "add", text="Ada owes us a map.", fact=Fact(kind="commitment", by=(ADA,), what="a map"))
    assert trees.document(f"judgement~{number}").text == "Ada owes us a map."


def test_what_was_told_of_somebody_merged_is_of_whom_they_were_merged_into(trees: Library) -> None:
    judge(trees, "add", text="Ada talked to them.", fact=MET)
    judge(trees, "same", target=TOM, other=ADA)
    assert ask(trees, "engagements", **{"from": date(2024, 1, 1)}).rows[0].cells[0] == "Tom Reid"


@pytest.mark.parametrize(
    ("fact", "problem"),
    [
        (Fact(kind="engagement", by=(ADA,)), "lacks"),
        (Fact(kind="engagement", by=(ADA,), engaged=("org/nobody",)), "there is no"),
        (Fact(kind="commitment", by=(ADA,), when="someday"), "not a date"),
        (Fact(kind="commitment", by=("focus/saplings",)), "neither"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(trees: Library, fact: Fact, problem: str) -> None:
    with pytest.raises(JudgementError, match=problem):
        judge(trees, "add", text="So it is.", fact=fact)
    assert trees.judgements.read() == ()


def test_status_due_date_and_owner_are_set_by_hand_and_survive_reading_again(trees: Library) -> None:
    judge(trees, "set", target=commitment(trees), status="done", due="2023-05", owners=(ADA,))
    for _ in range(2):
        row = next(
            row for row in ask(trees, "commitments", as_of=date(2024, 1, 1)).rows if row.cells[1] == "Order stakes"
        )
        assert row.cells[:4] == ("Ada Byrne", "Order stakes", "2023-05", "done")
        again = minutes("2023-04-14", ("Tom Reid", "Ada Byrne", "Ada Lowe"), action="Order stakes")
        trees.store({"2023-04-14": record(again, "2023-04-14", BASE, "hash-3")})


@pytest.mark.parametrize("about", [{"status": "planned"}, {"due": "someday"}, {"owners": ("person/nobody",)}, {}])
def test_what_a_statement_cannot_be_set_to_is_refused(trees: Library, about: dict[str, Any]) -> None:
    with pytest.raises(JudgementError):
        judge(trees, "set", target=commitment(trees), **about)


def test_a_doubted_entry_that_is_confirmed_is_sure(trees: Library) -> None:
    doubted = "person/lowe~2023-03-14"
    judge(trees, "confirm", target=doubted)
    entity = next(one for one in trees.document("2023-03-14").entities if one.iri == BASE + doubted)
    assert entity.confidence == 1.0
    with pytest.raises(JudgementError, match="opposite"):
        judge(trees, "reject", target=doubted)


def test_every_correction_undone_leaves_the_graph_byte_for_byte_as_it_was(trees: Library) -> None:
    before = dump(trees)
    owed = commitment(trees)
    for action, about in (
        ("same", {"target": ADA, "other": TOM}),
        ("confirm", {"target": owed}),
        ("set", {"target": owed, "status": "dropped", "due": "2030"}),
        ("add", {"text": "They met.", "fact": MET}),
        ("unsure", {"target": ADA, "other": AGENCY}),
        ("rename", {"target": ADA, "text": "Ada B."}),
    ):
        number = judge(trees, action, **about)
        assert action == "unsure" or dump(trees) != before
        judge(trees, "undo", undoes=number)
        assert dump(trees) == before
