"""Clauses that leave something with somebody, ask for it, or tell that it was done as agreed."""

import pytest

from tests.ingest.minutes import named, only, owed, read_minutes

PRESENT = (
    "# Oak Trust board meeting, 5 March 2024\n\nPresent: Ann Ash (Chair), Bela Birch (Clerk), Chika Cedar\n\n"
    "It was noted that the report had been received and was welcomed.\n\n## Roof\n\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "It was left with Bela to call the builder.",
        "Left to the Clerk to call the builder.",
        "The matter rests with Bela to call the builder.",
        "*Agreed:* that the Clerk call the builder.",
        "*Resolved:* that the roof be mended, and that the Clerk call the builder.",
        "This was still with the Clerk, who would call the builder.",
        "A letter had come from Bela, who undertook to call the builder.",
        "The roof leaks. *(Action: Bela to call the builder)*",
        "Bela spoke of the roof. She's planning to call the builder.",
    ],
)
def test_somebody_is_left_with_something_to_do(line: str) -> None:
    assert owed(read_minutes(f"{PRESENT}{line}\n")) == [(["Bela Birch"], "call the builder")]


@pytest.mark.parametrize(
    "line",
    [
        "Bela had, as agreed, called the builder on 1 March.",
        "The Clerk had, as requested at the last meeting, called the builder.",
    ],
)
def test_what_was_done_as_agreed_is_done(line: str) -> None:
    owing = only(found := read_minutes(f"{PRESENT}{line}\n"))
    assert (named(found, owing.owner), owing.status) == (["Bela Birch"], "done")


def test_an_action_in_brackets_ends_with_them() -> None:
    found = read_minutes(f"{PRESENT}It leaks [Action: Bela to call the builder]. Nobody spoke of money.\n")
    assert owed(found) == [(["Bela Birch"], "call the builder")]


def test_lines_of_a_register_that_go_side_by_side_are_actions_each() -> None:
    found = read_minutes(
        f"{PRESENT}| Item | Action | Who | When |\n|---|---|---|---|\n"
        "| Roof | Call the builder<br><br>Order tiles | AA and BB<br><br>CC | 14 Sept<br><br>1 May |\n"
    )
    assert [(named(found, each.owner), each.what, each.due and each.due.edtf) for each in found.commitments] == [
        (["Ann Ash", "Bela Birch"], "Call the builder", "2024-09-14"),
        (["Chika Cedar"], "Order tiles", "2024-05-01"),
    ]


def test_an_entry_that_begins_with_follow_up_is_no_label() -> None:
    found = read_minutes(
        PRESENT + "## Review of action items\n\n* Bela: follow up on the loose tiles\n\n  Status: done\n"
    )
    assert owed(found) == [(["Bela Birch"], "follow up on the loose tiles")]
