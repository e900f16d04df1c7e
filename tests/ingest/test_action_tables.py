"""What tables of minutes say is owed."""

from tests.ingest.minutes import named, only, owed, quote, read_minutes

ATTENDEES = "Present: Ann Ash (Chair), Bela Birch (Clerk), Chika Cedar (@chika)"
PRESENT = f"# Oak Trust board meeting, 5 March 2024\n\n{ATTENDEES}\n\n## Roof\n\n"
ACTIONS = PRESENT + "## Actions\n\n"
WIDE = "| Item | Discussion | Action |\n|---|---|---|\n"


def test_a_table_gives_owner_date_and_state() -> None:
    table = (
        "| Action | Owner | Due | Status |\n|---|---|---|---|\n| Call the builder | AA, BB | 8 March 2024 | Done |\n"
    )
    commitment = only(found := read_minutes(ACTIONS + table))
    assert named(found, commitment.owner) == ["Ann Ash", "Bela Birch"]
    assert (commitment.what, commitment.due and commitment.due.edtf, commitment.status) == (
        "Call the builder",
        "2024-03-08",
        "done",
    )


def test_a_column_of_actions_is_read_sentence_by_sentence() -> None:
    row = "| 1. Roof | The roof leaks. | BB to call the builder by 8 March 2024. AA to thank the choir. |\n"
    found = read_minutes(PRESENT + WIDE + row)
    assert owed(found) == [(["Bela Birch"], "call the builder by 8 March 2024"), (["Ann Ash"], "thank the choir")]
    assert quote(found, found.commitments[1].evidence[0]) == "AA to thank the choir."


def test_lines_of_a_cell_are_tasks_of_their_own_and_share_its_date() -> None:
    table = "| Item | Discussion | Action | By when |\n|---|---|---|---|\n"
    row = "| Roof | The roof leaks near the door. | BB to call the builder<br>AA to thank the choir | 8 March 2024 |\n"
    found = read_minutes(PRESENT + table + row)
    assert [owners for owners, _ in owed(found)] == [["Bela Birch"], ["Ann Ash"]]
    assert [each.due and each.due.edtf for each in found.commitments] == ["2024-03-08", "2024-03-08"]


def test_initials_alone_in_the_column_of_actions_own_what_is_to_be_done() -> None:
    row = "| 1. Roof | The roof leaks. It was agreed that the builder be called. It rained. | BB |\n"
    commitment = only(found := read_minutes(PRESENT + WIDE + row))
    assert named(found, commitment.owner) == ["Bela Birch"]
    assert [quote(found, span) for span in commitment.evidence] == [
        "It was agreed that the builder be called.",
        "BB",
    ]


def test_promises_in_the_discussion_column_are_read() -> None:
    found = read_minutes(PRESENT + WIDE + "| 1. Roof | The roof leaks. Bela will call the builder. | |\n")
    assert owed(found) == [(["Bela Birch"], "call the builder")]


def test_names_in_a_column_of_who_acts_own_what_is_owed_beside_them() -> None:
    table = "| Item | Notes | Action by |\n|---|---|---|\n| Roof | Quotes to be obtained. | BB |\n"
    assert owed(read_minutes(PRESENT + table)) == [(["Bela Birch"], "Quotes to be obtained")]


def test_the_column_named_for_the_state_wins_over_one_that_tells_of_it() -> None:
    found = read_minutes(
        PRESENT + "| Action | Lead | Update | RAG |\n|---|---|---|---|\n"
        "| Call the builder | BB | Added to the list | Closed |\n| Buy paint | BB | Completed in May | Green |\n"
    )
    assert [each.status for each in found.commitments] == ["done", "done"]
