"""What is asked for in one turn and taken on in the next, and whom a note behind a passage names."""

import pytest

from tests.ingest.minutes import named, only, owed, quote, read_minutes

HEAD = (
    "# Oak Trust board meeting, 5 March 2024\n\nPresent: Ann Ash (Chair), Bela Birch (Clerk), Chika Cedar\n\n"
    "It was noted that the report had been received and was welcomed.\n\n## Roof\n\n"
)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("could you circulate the drawings?", "Sure, by Friday."),
        ("Somebody to circulate the drawings?", "I'll do it, by Friday."),
        ("The drawings are late. Can anyone circulate the drawings?", "Yes, will do by Friday."),
        ("Bela, would you please circulate the drawings?", "Happy to, by Friday."),
    ],
)
def test_what_is_asked_for_is_owed_by_who_takes_it_on(asked: str, answered: str) -> None:
    found = read_minutes(f"{HEAD}Ann: {asked}\n\nBela: {answered}\n")
    owing = only(found)
    assert (named(found, owing.owner), owing.what) == (["Bela Birch"], "circulate the drawings")
    assert owing.due is not None
    assert owing.due.edtf == "2024-03-08"
    assert [quote(found, span)[-8:] for span in owing.evidence] == [asked[-8:], answered[-8:]]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("could you repeat that?", "Sure, the roof leaks."),
        ("could you circulate the drawings?", "Sorry, I have none."),
        ("could you circulate the drawings?", "Sure, but I can't before the summer."),
        ("do the drawings circulate?", "Yes."),
    ],
)
def test_what_is_answered_or_declined_there_and_then_is_not_owed(asked: str, answered: str) -> None:
    assert owed(read_minutes(f"{HEAD}Ann: {asked}\n\nBela: {answered}\n")) == []


@pytest.mark.parametrize("note", [" **(BB)**", " [BB]", "          BB", " (*Bela Birch*)"])
def test_a_note_behind_a_passage_names_who_sees_to_it(note: str) -> None:
    found = read_minutes(f"{HEAD}The wall was inspected. A fence should be put up before Easter.{note}\n")
    assert [owners for owners, _ in owed(found)] == [["Bela Birch"]]


def test_a_note_behind_what_is_not_to_be_done_owes_nothing() -> None:
    assert owed(read_minutes(f"{HEAD}The wall was inspected and looked sound. (BB)\n")) == []
