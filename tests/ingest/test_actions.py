"""What minutes say is owed: the signs, the owners, the dates and the states."""

import pytest

from tests.ingest.minutes import named, only, owed, quote, read_minutes

ATTENDEES = "Present: Ann Ash (Chair), Bela Birch (Clerk), Chika Cedar (@chika)"
PRESENT = f"# Oak Trust board meeting, 5 March 2024\n\n{ATTENDEES}\n\n## Roof\n\n"
ACTIONS = PRESENT + "## Actions\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "ACTION: Bela to call the builder",
        "**Action:** Bela Birch to call the builder",
        "AI: Bela will call the builder",
        "AI Bela: call the builder",
        "AI: Bela call the builder",
        "Action item for Bela: call the builder",
        "Action 3.2: Bela to call the builder",
        "[AI: Bela] call the builder",
        "TODO(Bela): call the builder",
        "* Bela to call the builder",
        "* [Bela] to call the builder",
        "Bela agreed to call the builder.",
        "Bela volunteered to call the builder.",
        "Bela took an action to call the builder.",
        "Bela will call the builder.",
        "Mr Birch was asked to call the builder.",
        "It was agreed that Bela would call the builder.",
        "The Clerk to call the builder.",
        "It was noted that the Clerk undertook to call the builder.",
        "The roof was discussed, Bela to call the builder.",
    ],
)
def test_somebody_is_to_do_something(line: str) -> None:
    found = read_minutes(f"{PRESENT}{line}\n")
    assert owed(found) == [(["Bela Birch"], "call the builder")]


@pytest.mark.parametrize(
    "line",
    [
        "- Bela: call the builder",
        "- Bela – call the builder",
        "- Bela to call the builder",
        "- call the builder (Bela)",
        "- [ ] @chika call the builder",
        "- BB to call the builder",
        "- Bela call the builder",
    ],
)
def test_an_entry_of_an_action_list_has_its_owner_before_or_behind(line: str) -> None:
    found = read_minutes(f"{ACTIONS}{line}\n")
    assert [what for _, what in owed(found)] == ["call the builder"]
    assert owed(found)[0][0] in (["Bela Birch"], ["Chika Cedar"])


@pytest.mark.parametrize(
    "line",
    [
        "AI: No action",
        "Action: none.",
        "Bela will be out next week.",
        "Bela will not attend in April.",
        "If Bela will call the builder, we save money.",
        "Will Bela call the builder?",
        "Bela said that the roof leaks.",
        "Thanks to Bela for the report.",
        "Everyone agreed to repair the roof.",
    ],
)
def test_talk_is_no_commitment(line: str) -> None:
    assert owed(read_minutes(f"{PRESENT}{line}\n")) == []


def test_several_owners_share_a_task() -> None:
    found = read_minutes(PRESENT + "Ann, Bela and Chika to call the builder.\n")
    assert owed(found) == [(["Ann Ash", "Bela Birch", "Chika Cedar"], "call the builder")]


def test_two_tasks_in_a_sentence_have_an_owner_each() -> None:
    found = read_minutes(PRESENT + "Ann will call the builder, and Bela will write to the bank.\n")
    assert owed(found) == [(["Ann Ash"], "call the builder"), (["Bela Birch"], "write to the bank")]


def test_an_owner_alone_on_a_line_owns_what_stands_below() -> None:
    found = read_minutes(ACTIONS + "* Bela\n  * call the builder\n  * write to the bank\n")
    assert owed(found) == [(["Bela Birch"], "call the builder"), (["Bela Birch"], "write to the bank")]


def test_initials_behind_a_sentence_own_the_task_in_it() -> None:
    found = read_minutes(PRESENT + "It was agreed that the builder be called. **Action: BB**\n")
    assert [owners for owners, _ in owed(found)] == [["Bela Birch"]]


def test_whoever_nobody_knows_is_no_owner_but_the_task_stays() -> None:
    found = read_minutes(PRESENT + "ACTION: All members to call the builder\n")
    assert [owners for owners, _ in owed(found)] == [[]]


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


@pytest.mark.parametrize(
    "words", ["by 8 March 2024", "before 8 March 2024", "(due 8 March 2024)", "no later than 8 March 2024"]
)
def test_the_date_after_by_or_before_is_when_it_is_due(words: str) -> None:
    commitment = only(read_minutes(f"{PRESENT}Bela to report on the storm of 2 January 2024 {words}.\n"))
    assert commitment.due is not None
    assert commitment.due.edtf == "2024-03-08"


def test_a_date_that_is_past_is_not_when_it_is_due() -> None:
    commitment = only(read_minutes(PRESENT + "Bela to report on the storm of 2 January 2024.\n"))
    assert commitment.due is None


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("- [x] Bela to call the builder", "done"),
        ("- [ ] Bela to call the builder", "open"),
        ("- ~~Bela to call the builder~~", "done"),
        ("- Bela to call the builder (done)", "done"),
        ("- Bela to call the builder – complete", "done"),
        ("- Bela to call the builder – ongoing", "open"),
        ("- Bela to call the builder (no longer needed)", "dropped"),
    ],
)
def test_state(line: str, status: str) -> None:
    assert only(read_minutes(f"{ACTIONS}{line}\n")).status == status


def test_an_action_listed_again_in_a_summary_is_one_with_two_proofs() -> None:
    task = "Bela to call the builder by Friday"
    commitment = only(read_minutes(f"{PRESENT}ACTION: {task}\n\n## Summary of action items\n\n1. {task}\n"))
    assert len(commitment.evidence) == 2


def test_every_commitment_says_its_rule_meeting_and_proof() -> None:
    commitment = only(found := read_minutes(PRESENT + "The roof leaks. Bela to call the builder. It rained.\n"))
    assert commitment.rule == "actions/name-to-verb"
    assert commitment.meeting == 0
    assert quote(found, commitment.evidence[0]) == "Bela to call the builder."


WIDE = "| Item | Discussion | Action |\n|---|---|---|\n"


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


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Status: Done, he came on Monday", "done"),
        ("Status: completed", "done"),
        ("**Status:** in progress", "open"),
        ("Status: no answer yet. Bela will call again.", "open"),
        ("Status:", "unknown"),
    ],
)
def test_a_line_below_an_earlier_action_gives_its_state(state: str, status: str) -> None:
    found = read_minutes(f"{PRESENT}## Review of outstanding actions\n\n* Bela: call the builder\n  {state}\n")
    assert only(found).status == status


def test_numbered_actions_with_a_line_below_them_are_actions() -> None:
    lines = "1. Bela to call the builder\n   Status: done\n2. **Ann**: thank the choir\n   Status: ongoing\n"
    found = read_minutes(f"{PRESENT}## Actions from last meeting\n\n{lines}")
    assert [owners for owners, _ in owed(found)] == [["Bela Birch"], ["Ann Ash"]]
    assert [each.status for each in found.commitments] == ["done", "open"]


def test_a_pronoun_means_the_one_person_of_the_sentence_before() -> None:
    found = read_minutes(PRESENT + "Bela showed the leak. She undertook to call the builder.\n")
    assert owed(found) == [(["Bela Birch"], "call the builder")]


def test_a_pronoun_after_two_people_is_nobody() -> None:
    found = read_minutes(PRESENT + "Bela and Chika saw the leak. She undertook to call the builder.\n")
    assert owed(found) == []


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("You will send the form to the builder.", []),
        ("Bela, you will send the form to the builder.", ["Bela Birch"]),
        ("The footpath wardens to send the form to the builder.", []),
        ("Class reps will each send the form to the builder.", []),
        ("All parents to send the form to the builder.", []),
        ("Someone needs to send the form to the builder.", []),
        ("- Send the form to the builder", []),
        ("The form should go to the builder by the end of April.", []),
    ],
)
def test_a_task_may_be_owed_by_nobody_named(line: str, owner: list[str]) -> None:
    assert [owners for owners, _ in owed(read_minutes(f"{PRESENT}{line}\n"))] == [owner]


@pytest.mark.parametrize(
    "line",
    [
        "The group agreed to send the form to the builder.",
        "If you will send the form, the builder comes.",
        "- Send the form to the builder [#12](https://example.org/issues/12)",
        "The landlord wants to send the form.",
    ],
)
def test_decisions_topics_and_wishes_are_owed_by_nobody(line: str) -> None:
    assert owed(read_minutes(f"{PRESENT}{line}\n")) == []


def test_the_clause_of_a_labelled_line_that_names_somebody_gives_the_owner() -> None:
    found = read_minutes(PRESENT + "AI: continue the talk in #roof, BB to look into the builder\n")
    assert owed(found) == [(["Bela Birch"], "look into the builder")]


def test_a_due_date_without_a_year_is_the_next_after_the_meeting() -> None:
    commitment = only(read_minutes(PRESENT + "Bela to call the builder by 30 October.\n"))
    assert commitment.due is not None
    assert commitment.due.edtf == "2024-10-30"


def test_the_date_in_a_file_name_dates_the_meeting() -> None:
    text = f"# Oak Trust board meeting\n\n{ATTENDEES}\n\n## Roof\n\nBela to call the builder by 30 October.\n"
    commitment = only(read_minutes(text, "roof-log-2023-06-01.md"))
    assert commitment.due is not None
    assert commitment.due.edtf == "2023-10-30"


def test_a_sentence_that_only_gives_a_deadline_dates_the_task_before_it() -> None:
    commitment = only(read_minutes(PRESENT + "Bela to call the builder. Deadline: 30 November.\n"))
    assert commitment.due is not None
    assert commitment.due.edtf == "2024-11-30"


def test_names_in_a_column_of_who_acts_own_what_is_owed_beside_them() -> None:
    table = "| Item | Notes | Action by |\n|---|---|---|\n| Roof | Quotes to be obtained. | BB |\n"
    assert owed(read_minutes(PRESENT + table)) == [(["Bela Birch"], "Quotes to be obtained")]


def test_they_are_all_with_whom_the_sentence_before_opens() -> None:
    found = read_minutes(PRESENT + "Ann and Bela undertook to call the builder. They will also write to the bank.\n")
    assert [owners for owners, _ in owed(found)] == [["Ann Ash", "Bela Birch"]] * 2


def test_blocks_without_words_owe_nothing() -> None:
    assert owed(read_minutes(PRESENT + "* **\n\n| Item | Action |\n|---|---|\n| | |\n| * | - |\n")) == []


def test_a_list_under_a_line_that_says_actions_ends_with_its_entries() -> None:
    lines = "Action Items:\nAnn & Bela can take on the action of calling the builder\nChika write to the bank\n\n"
    found = read_minutes(
        f"{PRESENT}It leaks.\n\n{lines}* Next topic\n  - what is it?\n\nBela: It is a matter of taste.\n"
    )
    assert [owners for owners, _ in owed(found)] == [["Ann Ash", "Bela Birch"], ["Chika Cedar"]]


@pytest.mark.parametrize("line", ["(AI: Zed) Write to the bank", "[AI: Write to the bank]"])
def test_a_bracketed_label_may_name_somebody_unknown_or_nobody(line: str) -> None:
    assert [owners for owners, _ in owed(read_minutes(f"{PRESENT}* {line}\n"))] == [[]]


def test_sentences_behind_no_action_are_read() -> None:
    found = read_minutes(PRESENT + "ACTION: none. It stays open. Bela to call the builder.\n")
    assert owed(found) == [(["Bela Birch"], "call the builder")]
