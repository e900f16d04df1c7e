"""Actions as bots, scribes and hasty minute-takers write them: who, what, and in what state."""

import pytest

from tests.ingest.minutes import only, owed, read_minutes

ATTENDEES = "Present: Ann Ash (Chair), Bela Birch (Treasurer), Chika Cedar (@chika), Jan van der Waal (JvdW), Joe Larch"
PRESENT = f"# Oak Trust board meeting, 5 March 2024\n\n{ATTENDEES}\n\n## Roof\n\n"
EARLIER = f"{PRESENT}## Actions from last meeting\n\n"


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("* Action to call the builder", []),
        ("* [ACTION ITEM] call the builder", []),
        ("* [NEW] ACTION: Bela to call the builder", ["Bela Birch"]),
        ("* AI: for Bela to call the builder", ["Bela Birch"]),
        ("* AI Bela/Joe call the builder", ["Bela Birch", "Joe Larch"]),
        ("* Action 201, on Bela, call the builder", ["Bela Birch"]),
        ("* ACTION-288, Bela, call the builder", ["Bela Birch"]),
        ("* ACTION-12 - call the builder [on Bela Birch - due 2024-03-11]", ["Bela Birch"]),
        ("* Action: Bela as warden to call the builder", ["Bela Birch"]),
        ("* AI:\n    * Bela: call the builder", ["Bela Birch"]),
    ],
)
def test_labels_of_bots_and_scribes(line: str, owners: list[str]) -> None:
    commitment = only(read_minutes(f"{PRESENT}{line}\n"))
    assert commitment.what.lower() == "call the builder"
    assert owed(read_minutes(f"{PRESENT}{line}\n"))[0][0] == owners


@pytest.mark.parametrize(
    ("line", "owners", "what"),
    [
        ("* Bela can take a look at the gutter.", ["Bela Birch"], "take a look at the gutter"),
        ("* Bela should be able to finish it this week.", ["Bela Birch"], "finish it this week"),
        ("* Bela follow up with the builder", ["Bela Birch"], "follow up with the builder"),
        ("* Bela handing out leaflets on Saturday.", ["Bela Birch"], "handing out leaflets on Saturday"),
        ("* Joe L to call the builder", ["Joe Larch"], "call the builder"),
        ("* JvdW to call the builder", ["Jan van der Waal"], "call the builder"),
        ("* 8 March - treasurer to call the builder", ["Bela Birch"], "call the builder"),
        ("* Call the builder (Joe to call)", ["Joe Larch"], "Call the builder"),
        ("* Volunteers to read the draft: Ann, Joe", ["Ann Ash", "Joe Larch"], "read the draft"),
        ("* Bela has the numbers, will send them on.", ["Bela Birch"], "send them on"),
        ("* will try to have the chapter by May (Joe)", ["Joe Larch"], "try to have the chapter by May (Joe)"),
        ("* Bela **undertook** to call the builder.", ["Bela Birch"], "call the builder"),
        ("* The Treasurer reported a loss. She will call the bank.", ["Bela Birch"], "call the bank"),
        ("* All: read the draft before Friday", ["Oak Trust"], "read the draft before Friday"),
    ],
)
def test_undertakings_in_short_notes(line: str, owners: list[str], what: str) -> None:
    assert owed(read_minutes(f"{PRESENT}{line}\n")) == [(owners, what)]


def test_a_label_may_hold_a_task_for_each_of_two() -> None:
    found = read_minutes(f"{PRESENT}ACTION: Bela to draft the letter and Joe to post it.\n")
    assert owed(found) == [(["Bela Birch"], "draft the letter"), (["Joe Larch"], "post it")]


def test_whom_somebody_is_to_ask_has_no_task_of_the_label() -> None:
    found = read_minutes(f"{PRESENT}ACTION: Bela to ask Ann and Joe to read it.\n")
    assert owed(found) == [(["Bela Birch"], "ask Ann and Joe to read it")]


@pytest.mark.parametrize(
    ("line", "kind", "what"),
    [
        ("Plan is to move the office.", "plan", "move the office"),
        ("Aim to finish next week, and then to rest.", "goal", "finish next week, and then to rest"),
        ("The goal is to have the roof done by 1 August.", "goal", "have the roof done by 1 August"),
        ("Joe: Planning to add some pages.", "plan", "add some pages"),
    ],
)
def test_what_is_aimed_at_needs_no_subject(line: str, kind: str, what: str) -> None:
    commitment = only(read_minutes(f"{PRESENT}* {line}\n"))
    assert (commitment.kind, commitment.what) == (kind, what)


@pytest.mark.parametrize(
    "line",
    [
        "Action to curb floods was discussed.",
        "The goal is to balance the rights of everybody.",
        "Need someone to call the builder.",
        "Will set a precedent for other trusts.",
        "The Board hopes that Bela will consider it.",
        "Things I forgot to file [chika]",
        "Bela can explain the details.",
        "Bela send apologies.",
    ],
)
def test_purposes_needs_and_hopes_are_not_owed(line: str) -> None:
    assert owed(read_minutes(f"{PRESENT}* {line}\n")) == []


def test_a_nested_done_tells_the_state_of_the_action_above() -> None:
    lines = "* Website\n    * AI: Bela to draft a page\n        * Done: see the folder\n    * AI: Joe to read it\n"
    assert [each.status for each in read_minutes(PRESENT + lines).commitments] == ["done", "open"]


def test_a_number_that_is_closed_closes_its_action() -> None:
    lines = "ACTION-291 on Joe, call the bank\n\nJoe: I rang.\n\nclose ACTION-291\n\nACTION-300 on Bela, pay the bill\n"
    assert [each.status for each in read_minutes(PRESENT + lines).commitments] == ["done", "open"]


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("* Joe to write to the builder: sent.", "done"),
        ("* Joe to write to the builder → emailed him on Monday", "done"),
        ("* Joe to write to the builder: no answer yet", "open"),
        ("* Joe to write to the builder    - done, he rang", "done"),
        ("* Joe to write to the builder\n  Status: Joe has written to him", "done"),
        ("* Joe to write to the builder\n  Status: waiting for a stamp", "open"),
        ("Completed:\n\n* Joe to write to the builder", "done"),
        ("In progress:\n\n* Joe to write to the builder", "open"),
    ],
)
def test_a_review_tells_how_its_actions_stand(entry: str, status: str) -> None:
    assert only(read_minutes(f"{EARLIER}{entry}\n")).status == status


def test_the_same_vague_words_under_two_topics_are_two_actions() -> None:
    lines = (
        "* Gutter\n  * Joe will try to get this done this week\n* Door\n  * Joe will try to get this done this week\n"
    )
    assert len(read_minutes(PRESENT + lines).commitments) == 2


def test_a_register_set_under_one_line_of_dashes() -> None:
    table = (
        "## Action items\n\n  No.    What                       Who      When\n  " + "-" * 50 + "\n"
        "  10-03  Call the builder           Joe      8 March\n  10-04  Pay the bill               Bela     overdue\n"
    )
    assert owed(read_minutes(PRESENT + table)) == [
        (["Joe Larch"], "Call the builder"),
        (["Bela Birch"], "Pay the bill"),
    ]


def test_what_a_bot_says_again_is_the_action_before_it_with_its_date() -> None:
    lines = "ACTION: Joe to call the bank\n\n<bot> Created ACTION-9 - Call the bank [on Joe Larch - due 2024-03-12].\n"
    commitment = only(read_minutes(PRESENT + lines))
    assert commitment.due is not None
    assert (commitment.due.edtf, len(commitment.evidence)) == ("2024-03-12", 2)


def test_a_line_that_goes_on_is_said_by_who_spoke_before() -> None:
    found = read_minutes(f"{PRESENT}Joe: I rang the bank.\n\n... I'll write to them too\n")
    assert owed(found) == [(["Joe Larch"], "write to them too")]


def test_an_officer_owes_what_the_report_says() -> None:
    report = "A. Treasurer [Bela]\n\n   Still counting, should be done by 12 March.\n\n"
    lines = f"{report}B. Warden [Joe]\n\n   I will call the bank.\n"
    assert [owners for owners, _ in owed(read_minutes(PRESENT + lines))] == [["Bela Birch"], ["Joe Larch"]]


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("Joe to drive the choir to the station June 14.", "2024-06-14"),
        ("Joe to book the hall for the 2025 retreat", None),
        ("The survey is to be done over the summer of 2024.", "2024-22"),
    ],
)
def test_a_day_that_ends_a_task_is_its_day(line: str, due: str | None) -> None:
    commitment = only(read_minutes(f"{PRESENT}* {line}\n"))
    assert (commitment.due.edtf if commitment.due else None) == due
