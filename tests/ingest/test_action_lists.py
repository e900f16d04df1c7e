"""What the entries of lists of actions say."""

import pytest

from tests.ingest.minutes import only, owed, read_minutes

ATTENDEES = "Present: Ann Ash (Chair), Bela Birch (Clerk), Chika Cedar (@chika)"
PRESENT = f"# Oak Trust board meeting, 5 March 2024\n\n{ATTENDEES}\n\n## Roof\n\n"
ACTIONS = PRESENT + "## Actions\n\n"


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


def test_an_owner_alone_on_a_line_owns_what_stands_below() -> None:
    found = read_minutes(ACTIONS + "* Bela\n  * call the builder\n  * write to the bank\n")
    assert owed(found) == [(["Bela Birch"], "call the builder"), (["Bela Birch"], "write to the bank")]


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


def test_a_list_under_a_line_that_says_actions_ends_with_its_entries() -> None:
    lines = "Action Items:\nAnn & Bela can take on the action of calling the builder\nChika write to the bank\n\n"
    found = read_minutes(
        f"{PRESENT}It leaks.\n\n{lines}* Next topic\n  - what is it?\n\nBela: It is a matter of taste.\n"
    )
    assert [owners for owners, _ in owed(found)] == [["Ann Ash", "Bela Birch"], ["Chika Cedar"]]


@pytest.mark.parametrize(
    ("entry", "what", "status"),
    [
        ("- Bela to call the builder – done", "call the builder", "done"),
        ("- Bela to call the builder – carried forward", "call the builder", "open"),
        ("- Bela to call the builder. Done 3 Feb.", "call the builder", "done"),
        ("- Bela to call the builder (complete)", "call the builder", "done"),
        ("- Bela to call the builder. Not started; now due end April.", "call the builder", "open"),
        ("- Bela to call the builder. Submitted on 28 February, thank you.", "call the builder", "done"),
        (
            "- Bela to call the builder once the survey is complete",
            "call the builder once the survey is complete",
            "unknown",
        ),
        ("#112  Bela   - call the builder.      CLOSED", "call the builder", "done"),
        ("#115  Bela   - call the builder.   Due: 2024-05-05   OPEN (no update)", None, "open"),
    ],
)
def test_the_state_at_the_end_of_an_entry_is_no_part_of_the_task(entry: str, what: str | None, status: str) -> None:
    commitment = only(read_minutes(f"{PRESENT}## Review of action items\n\n{entry}\n"))
    assert commitment.status == status
    assert commitment.owner == ("person/bela-birch",)
    assert what is None or commitment.what == what


def test_a_report_below_a_numbered_action_is_no_action() -> None:
    text = "#112  Bela   - call the builder.   OPEN\nBela: sent two mails, nobody replies.\n"
    assert owed(read_minutes(f"{PRESENT}## Review of action items\n\n{text}")) == [(["Bela Birch"], "call the builder")]


def test_a_sentence_behind_an_entry_may_hold_another_action() -> None:
    text = "- Bela to call the builder. No answer. Bela will write to her after Easter.\n"
    found = read_minutes(f"{PRESENT}## Review of actions\n\n{text}")
    assert [what for _, what in owed(found)] == ["call the builder. No answer", "write to her after Easter"]


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("AD (Bela Birch) — call the builder", "call the builder"),
        ("Call the builder (Bela), by EOM", "Call the builder"),
        ("Call the builder [on Bela - due 2024-04-01]", "Call the builder"),
        ("[ ] Bela and Ann: call the builder (due 2024-04-01)", "call the builder"),
    ],
)
def test_owners_stand_in_brackets_and_before_colons(entry: str, what: str) -> None:
    commitment = only(read_minutes(f"{ACTIONS}- {entry}\n"))
    assert "person/bela-birch" in commitment.owner
    assert commitment.what == what


@pytest.mark.parametrize(
    "entry",
    [
        "The list has been created, thanks Ann",
        "Can this be a group discussion",
        "Resolution No. 2024-07, moved by the chair. The report was given. It was adopted.",
        "Roof",
    ],
)
def test_an_entry_that_reports_asks_or_decides_is_no_action(entry: str) -> None:
    assert owed(read_minutes(f"{ACTIONS}- {entry}\n")) == []


def test_under_next_steps_only_what_tells_a_task_is_owed() -> None:
    text = f"{PRESENT}## Next steps\n\n- Webpack (maybe)\n- Check with the builder\n- Bela to call her\n"
    assert [what for _, what in owed(read_minutes(text))] == ["Check with the builder", "call her"]


def test_sections_tell_the_state_of_their_actions() -> None:
    found = read_minutes(
        PRESENT + "## Completed actions\n\n* Bela - call the builder\n\n## Pending actions\n\n* Chika - order tiles\n\n"
        "## Dropped\n\n* Ann - hold a fair\n"
    )
    assert [each.status for each in found.commitments] == ["done", "open", "dropped"]


@pytest.mark.parametrize("title", ["Follow up on AIs from last meeting", "Follow up on actions"])
def test_a_heading_may_ask_what_became_of_actions(title: str) -> None:
    found = read_minutes(f"{PRESENT}## {title}\n\n* Bela - call the builder\n")
    assert [each.status for each in found.commitments] == ["unknown"]
