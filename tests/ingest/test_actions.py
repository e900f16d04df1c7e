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


def test_initials_behind_a_sentence_own_the_task_in_it() -> None:
    found = read_minutes(PRESENT + "It was agreed that the builder be called. **Action: BB**\n")
    assert [owners for owners, _ in owed(found)] == [["Bela Birch"]]


def test_whoever_nobody_knows_is_no_owner_but_the_task_stays() -> None:
    found = read_minutes(PRESENT + "ACTION: All members to call the builder\n")
    assert [owners for owners, _ in owed(found)] == [[]]


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


def test_they_are_all_with_whom_the_sentence_before_opens() -> None:
    found = read_minutes(PRESENT + "Ann and Bela undertook to call the builder. They will also write to the bank.\n")
    assert [owners for owners, _ in owed(found)] == [["Ann Ash", "Bela Birch"]] * 2


def test_blocks_without_words_owe_nothing() -> None:
    assert owed(read_minutes(PRESENT + "* **\n\n| Item | Action |\n|---|---|\n| | |\n| * | - |\n")) == []


@pytest.mark.parametrize("line", ["(AI: Zed) Write to the bank", "[AI: Write to the bank]"])
def test_a_bracketed_label_may_name_somebody_unknown_or_nobody(line: str) -> None:
    assert [owners for owners, _ in owed(read_minutes(f"{PRESENT}* {line}\n"))] == [[]]


def test_sentences_behind_no_action_are_read() -> None:
    found = read_minutes(PRESENT + "ACTION: none. It stays open. Bela to call the builder.\n")
    assert owed(found) == [(["Bela Birch"], "call the builder")]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Bela spoke to the builder in May and will send a report.", "send a report"),
        ("Bela warned that the wall does not hold and promised to call the builder.", "call the builder"),
        (
            "Ann asked about it. Bela explained that it leaks, and that she intended to call the builder.",
            "call the builder",
        ),
        ("Bela said she would call the builder.", "call the builder"),
        ("Bela gave notice that he intends to step back in June.", "step back in June"),
        ("Roof: Mr Birch to call the builder.", "call the builder"),
        ("* Bela, will follow up with the builder.", "follow up with the builder"),
        ("The roof leaks, Bela organising the repair.", "organising the repair"),
        ("Bela is drafting the letter.", "drafting the letter"),
        ("Bela presents the plan on 20 March.", "presents the plan on 20 March"),
        ("Ann asks Bela to call the builder. Bela agrees.", "call the builder"),
        ("Next step is for Bela to call the builder.", "call the builder"),
        ("TODO Bela \\- call the builder", "call the builder"),
        ("AI: \\[Bela\\] call the builder", "call the builder"),
    ],
)
def test_prose_says_in_many_ways_what_somebody_is_to_do(text: str, task: str) -> None:
    assert owed(read_minutes(f"{PRESENT}{text}\n")) == [(["Bela Birch"], task)]


@pytest.mark.parametrize(
    "text",
    [
        "Motion Ash/Birch to appoint Chika to the panel.",
        "The report, which will be published in August, was noted.",
        "The signs will be replaced by the County Highways in the autumn.",
        "The Board approved the budget to be submitted to the bank by 1 May.",
        "Bela reported she'd tried to call the builder.",
        "“Will projects be able to say how?”",
    ],
)
def test_motions_reports_and_other_bodies_plans_owe_nothing(text: str) -> None:
    assert owed(read_minutes(f"{PRESENT}{text}\n")) == []


def test_a_label_with_owners_and_a_date_takes_the_sentence_before_it() -> None:
    text = "The Board asked for benchmarks. **Action: Ms Ash / Mr Birch by 30 November 2024**\n"
    commitment = only(read_minutes(f"{PRESENT}{text}"))
    assert commitment.owner == ("person/ann-ash", "person/bela-birch")
    assert commitment.due is not None and commitment.due.edtf == "2024-11-30"


def test_a_label_that_names_an_unknown_office_takes_the_sentence_before_it() -> None:
    commitment = only(read_minutes(f"{PRESENT}The forms need a new cover. Action: Academic Registrar\n"))
    assert (commitment.owner, commitment.what) == ((), "The forms need a new cover")


def test_a_date_of_another_clause_is_not_when_an_action_is_due() -> None:
    text = "Actions: lease – Ann saw the landlord, who answers by 4 April; website – Bela still to brief the printer."
    assert only(read_minutes(f"{PRESENT}{text}\n")).due is None


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("A second session is fixed for 26 November.", [], "2024-11-26"),
        ("The report is due on 30 June.", [], "2024-06-30"),
        ("Region will lend a van in April.", [], "2024-04"),
        ("The Alliance is to send the form by 3 May.", [], "2024-05-03"),
        ("The Chair directed staff to propose dates by 3 May.", [], "2024-05-03"),
        ("The Clerk of Works, Bela Birch, undertook to check the gutter by 3 May.", ["Bela Birch"], "2024-05-03"),
        ("Bela was there. She and Chika will visit the quarry on 3 May.", ["Bela Birch", "Chika Cedar"], "2024-05-03"),
        ("Risk with the wall. → Bela to get a plan by 3 May", ["Bela Birch"], "2024-05-03"),
        ("#action Bela to send the notice by 3 May", ["Bela Birch"], "2024-05-03"),
        ("#action zed_q to send the notice in the week of 2024-05-06", [], "2024-05-06/2024-05-12"),
    ],
)
def test_plans_and_tasks_whose_owner_is_no_name(text: str, owner: list[str], due: str) -> None:
    found = read_minutes(f"{PRESENT}{text}\n")
    commitment = only(found)
    assert sorted(named(found, commitment.owner)) == owner
    assert commitment.due is not None and commitment.due.edtf == due


def test_chairs_named_at_the_top_own_what_the_chairs_are_to_do() -> None:
    text = "# Rook WG meeting, 5 March 2024\n\nChairs: Ann Ash, Bela Birch\n\n## List\n\nThe chairs to run a poll.\n"
    found = read_minutes(text)
    assert owed(found) == [(["Ann Ash", "Bela Birch"], "run a poll")]


def test_the_day_of_the_next_meeting_is_read_where_it_is_announced() -> None:
    text = "Bela to share the plan by 26/3. Ann to write it up for the next meeting.\n\nNext meeting: 12 April 2024\n"
    assert [c.due.edtf for c in read_minutes(f"{PRESENT}{text}").commitments if c.due] == ["2024-03-26", "2024-04-12"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Bela indicated his intention to retire in May.", ["Bela Birch"]),
        ("Bela said that he would be happy to find volunteers.", ["Bela Birch"]),
        ("Bela drafts the post.", ["Bela Birch"]),
        ("Bela Birch: I can write to the builder.", ["Bela Birch"]),
        ("Somebody could write to the builder. Bela offered; has to check.", ["Bela Birch"]),
        ("It was agreed that the incoming committee would obtain quotes.", []),
        ("We will announce it in the spring.", ["Oak Trust"]),
        ("RESOLVED\n\n1. That the rules be kept;\n2. That the Head of Planning write to the county.", []),
    ],
)
def test_wishes_offers_and_clauses_of_resolutions_are_owed(text: str, owner: list[str]) -> None:
    found = read_minutes(f"{PRESENT}{text}\n")
    assert named(found, only(found).owner) == owner


def test_a_day_without_a_year_is_due_in_the_year_to_come() -> None:
    commitment = only(read_minutes(f"{PRESENT}Bela indicated her intention to retire at the AGM on 12 September.\n"))
    assert commitment.due is not None and commitment.due.edtf == "2024-09-12"
