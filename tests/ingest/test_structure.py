"""Reading the structure of minutes: Markdown, plain text, tables, turns, many meetings in one file."""

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, Structure
from ingest.lines import visible
from ingest.structure import read_structure


def read(text: str) -> Structure:
    return read_structure(dedent(text).lstrip("\n"))


def shown(structure: Structure) -> list[tuple[str, str]]:
    return [(block.kind, structure.content(block)) for block in structure.blocks]


def named(structure: Structure, words: str) -> Block:
    return next(block for block in structure.blocks if words in structure.content(block))


def assert_is_sound(structure: Structure) -> None:
    at = 0
    text = visible(structure.text)
    for number, block in enumerate(structure.blocks):
        assert at <= block.span.start <= block.content.start <= block.content.end <= block.span.end <= len(text)
        assert not any(character.isalnum() for character in text[at : block.span.start])
        assert block.parent is None or block.parent < number
        assert all(block.span.start <= cell.span.start <= cell.span.end <= block.span.end for cell in block.cells)
        at = block.span.end
    assert not any(character.isalnum() for character in text[at:])
    for sitting in structure.sittings:
        assert 0 <= sitting.first < sitting.last <= len(structure.blocks)


PIECES = st.sampled_from(
    """
    # Title¦## Present¦* Ann Ash (@ash)¦    * nested¦1. Apologies¦1.1 None.¦a) one¦(i) two¦- [x] done¦- [ ] open
    | a | b |¦|---|---|¦Ann: hello¦AB: hi¦<ann> hi¦10:03 bob: yes¦~~Cy Day~~¦**Actions**¦ACTION: Ann to go¦Present:
    ```¦<!-- x -->¦<!--¦-->¦---¦===¦> quoted¦MINUTES¦Topic: Drains¦Held on 3 May 2023¦## 4 May 2023¦+++¦* ¦x¦a\tb¦\r
    """.replace("\n    ", "¦").split("¦")
)


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=25).map("\n".join))
def test_every_line_is_in_one_block_and_spans_are_in_order(text: str) -> None:
    assert_is_sound(read_structure(text))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_structure(text: str) -> None:
    assert_is_sound(read_structure(text))


def test_headings_give_the_path_of_what_stands_under_them() -> None:
    structure = read("""
        # Council

        ## Agenda

        ### Roads
        The road is open.

        ## Actions
        """)
    assert named(structure, "The road").section == ("Council", "Agenda", "Roads")
    assert named(structure, "Actions").section == ("Council",)


@pytest.mark.parametrize(
    "heading",
    [
        "**Attendees:**",
        "**Attendees**:",
        "__Attendees__",
        "Attendees:",
        "ATTENDEES",
        "Attendees\n---------",
        "## Attendees",
    ],
)
def test_a_lone_label_is_a_heading(heading: str) -> None:
    structure = read_structure(f"Some words.\n\n{heading}\n\n* Ann Ash\n")
    assert named(structure, "Ann").section[-1].casefold() == "attendees"


def test_numbered_headings_of_plain_minutes() -> None:
    structure = read("""
        Present: Ann Ash, Bob Birch

        1. Welcome
        The Chair opened the meeting.

        2. Finance
        2.1 The accounts were approved.
        2.2 The budget was noted.
        """)
    assert [block.kind for block in structure.blocks] == [
        "paragraph",
        "heading",
        "paragraph",
        "heading",
        "item",
        "item",
    ]
    assert named(structure, "budget").section == ("Finance",)
    assert named(structure, "budget").marker == "2.2"


def test_a_numbered_list_in_prose_is_a_list() -> None:
    structure = read("""
        We agreed to look at three areas:

          1. Roads

        Better roads.

          2. Water

        Cleaner water.
        """)
    assert [block.marker for block in structure.blocks if block.kind == "item"] == ["1.", "2."]


def test_numbers_of_a_parish_council_head_their_minutes() -> None:
    structure = read("""
        MINUTES OF THE MEETING HELD ON 14 MARCH 2023

        Present: Cllr Ann Ash

        23/045 APOLOGIES FOR ABSENCE
        None.

        23/046 FINANCE
        a) The accounts were approved.
        b) The precept was set.
        """)
    assert named(structure, "precept").section[-1] == "FINANCE"
    assert named(structure, "precept").marker == "b)"


def test_items_nest_by_indent_and_by_kind_of_marker() -> None:
    structure = read("""
        * Attendees
            * Ann Ash
            * Bob Birch
        * Topics
        1. First
        - point of the first
        2. Second
        """)
    attendees = structure.blocks.index(named(structure, "Attendees"))
    assert named(structure, "Ann").parent == named(structure, "Bob").parent == attendees
    assert named(structure, "Bob").level == 2
    assert named(structure, "point of").parent == structure.blocks.index(named(structure, "First"))
    assert named(structure, "Second").level == named(structure, "First").level


def test_ticks_are_states() -> None:
    structure = read("- [x] paid\n- [ ] unpaid\n☐ open\n☑ closed\n")
    assert [(structure.content(block), block.tick) for block in structure.blocks] == [
        ("paid", "done"),
        ("unpaid", "open"),
        ("open", "open"),
        ("closed", "done"),
    ]


def test_a_struck_name_is_struck() -> None:
    structure = read("* ~~Ann Ash (@ash)~~\n* Bob Birch\n* ~~Cy~~ and Dee\n")
    assert [block.struck for block in structure.blocks] == [True, False, False]


def test_cells_know_their_column() -> None:
    structure = read("""
        | Action | Owner | Due |
        |--------|-------|-----|
        | Mend the gate | Ann | 3 May |
        """)
    header, row = structure.blocks
    assert header.marker == "header"
    assert [(cell.header, structure.text[cell.span.start : cell.span.end]) for cell in row.cells] == [
        ("Action", "Mend the gate"),
        ("Owner", "Ann"),
        ("Due", "3 May"),
    ]


@pytest.mark.parametrize(
    "table", ["| Name | Role |\n| Ann | Clerk |\n", "Name\tRole\nAnn\tClerk\n", "Name | Role\n---|---\nAnn | Clerk\n"]
)
def test_a_table_without_a_rule_or_outer_bars_is_a_table(table: str) -> None:
    row = read_structure(table).blocks[1]
    assert [cell.header for cell in row.cells] == ["Name", "Role"]


def test_turns_name_who_speaks() -> None:
    structure = read("""
        ## Present
        * Ann Ash (@ash)
        * Bob Birch

        ## Notes
        AA: I shall ask.
        ash: nobody knows
        **Bob**: Please do.
        * Ann: And you?
        Option: none of these
        """)
    text = structure.text
    turns = [
        (block.kind, text[block.speaker.start : block.speaker.end], structure.content(block))
        for block in structure.blocks
        if block.speaker
    ]
    assert turns == [
        ("turn", "AA", "I shall ask."),
        ("turn", "ash", "nobody knows"),
        ("turn", "Bob", "Please do."),
        ("item", "Ann", "And you?"),
    ]


def test_a_chat_log_names_who_speaks() -> None:
    structure = read("""
        <ann> scribe: bob
        10:03 <bob> hello
        [10:04] <ann> good day
        10:05 bob: and bye
        """)
    assert [structure.text[block.speaker.start : block.speaker.end] for block in structure.blocks if block.speaker] == [
        "ann",
        "bob",
        "ann",
        "bob",
    ]


def test_fields_and_topics_are_no_speakers() -> None:
    structure = read(
        "Date: 3 May 2023\nNote taker: Ann\nAction: Bob to go\nAI: Bob to go\nAI: Ann to go\nAI: Cy to go\nTotals: 3\n"
    )
    assert not any(block.speaker for block in structure.blocks)


def test_wrapped_lines_are_one_paragraph_and_lines_of_their_own_are_not() -> None:
    structure = read("""
        The committee met for the third time this year and spoke about the state of the
        quay, which has not been mended since the winter, and about the cost of the stone
        that it needs.

        Ann Ash
        Bob Birch
        """)
    assert [structure.content(block) for block in structure.blocks[1:]] == ["Ann Ash", "Bob Birch"]
    assert structure.content(structure.blocks[0]).endswith("that it needs.")


def test_comments_code_and_front_matter_hold_no_blocks() -> None:
    structure = read("""
        ---
        title: Minutes
        ---
        <!-- Present:
        * Nobody -->
        ```
        Present: Code
        ```
        Words <!-- hidden --> here.
        """)
    assert shown(structure) == [("paragraph", "Words <!-- hidden --> here.")]


def test_an_open_comment_or_fence_hides_nothing() -> None:
    assert len(read("<!-- Present:\n\nAnn\n\n```\n\nBob\n").blocks) == 3


def test_dated_headings_are_meetings() -> None:
    structure = read("""
        # Steering

        ## December 7, 2017
        * **Attendees**
            * Ann

        ## November 8, 2017
        * **Attendees**
            * Bob
        """)
    assert [(sitting.title, sitting.date) for sitting in structure.sittings] == [
        ("December 7, 2017", "2017-12-07"),
        ("November 8, 2017", "2017-11-08"),
    ]
    assert structure.content(structure.blocks[structure.sittings[1].last - 1]) == "Bob"


def test_a_heading_about_another_meeting_begins_none() -> None:
    structure = read("# Minutes of 3 May 2023\n\nPresent: Ann\n\n## Next meeting: 7 June 2023\n\nBy train.\n")
    assert len(structure.sittings) == 1


def test_what_names_nobody_present_is_no_meeting() -> None:
    assert read("# A year on the water\n\nIt was a good year.\n").sittings == ()


@pytest.mark.corpus
def test_real_minutes_are_sound(shared: Path) -> None:
    paths = sorted(path for suffix in ("md", "txt") for path in (shared / "corpora").rglob(f"*.{suffix}"))
    assert len(paths) > 200
    for path in paths:
        assert_is_sound(read_structure(path.read_bytes().decode()))


def test_narrow_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "The committee met the surveyor on\nMonday and asked that Hampton\nCounty Council repair the wall before\n"
        "Easter. Nobody spoke against it and\nRobin agreed to write to the\nCouncil.\n\nShort one\nAnother one\n"
    )
    found = read_structure(text)
    assert [" ".join(found.content(block).split())[-8:] for block in found.blocks] == [
        "Council.",
        "hort one",
        "ther one",
    ]


def test_a_line_whose_last_word_leaves_it_open_goes_on() -> None:
    text = "The clerk met the surveyor and asked that\nHampton County Council repair the wall.\nThe chair agreed.\n"
    assert len(read_structure(text).blocks) == 2


def test_strokes_that_shield_signs_are_read_over_and_kept() -> None:
    written = "**Attendees**\n\n* Ann Ash \\- Larkfield\n\n1\\. Notes\n\n* \\[Ann\\] will write to a\\_b\n"
    structure = read_structure(written)
    assert structure.written == written
    assert len(structure.text) == len(written)
    assert "[Ann ] will write to a\\_b" in structure.text


def test_headings_of_wikis_stand_between_signs_of_equality() -> None:
    found = read_structure(
        "= Oak board, 5 March 2024 =\n\n== Roof ==\n * Tiles are loose.\n\n== Pending actions\n * Ring Ann\n"
    )
    assert [(found.content(b), b.level) for b in found.blocks if b.kind == "heading"] == [
        ("Oak board, 5 March 2024", 1),
        ("Roof", 2),
        ("Pending actions", 2),
    ]


def test_a_numbered_paragraph_that_goes_on_below_is_no_heading() -> None:
    text = (
        "Minutes of the Oak Trust, 5 March 2024\n\n"
        "1. Mr Ash said that a letter from the quarry had\nbeen received. He would reply.\n\n"
        "2. Ms Birch replied to the question of the\nTreasurer. There was a debate.\n"
    )
    assert [block.kind for block in read_structure(text).blocks if block.marker] == ["item", "item"]


def test_lines_in_capitals_behind_roman_numbers_are_headings() -> None:
    text = read(
        """
        ASHBY SCHOOL DISTRICT MINUTES, May 3, 2023

        I.   CALL TO ORDER
        Ann called the meeting to order.

        IV.  ROOF (agenda item 3)
        It leaks.
        """
    )
    assert named(text, "It leaks").section[-1].endswith("ROOF (agenda item 3)")
    assert named(text, "Ann called").section[-1] == "CALL TO ORDER"


def test_numbers_may_begin_again_in_a_second_part() -> None:
    text = read(
        """
        Ashby Branch minutes, 3 May 2023

        Present: Ann Ash, Bob Birch

        1. Money
        There is some.

        2. Roof
        It leaks.

        1. Minutes of the last general meeting
        They were read.

        2. Chair's report
        Ann looked back.
        """
    )
    assert named(text, "It leaks").section[-1] == "Roof"
    assert named(text, "Ann looked").section[-1] == "Chair's report"


def test_titles_right_above_their_text_are_headings() -> None:
    text = read(
        """
        Ashby Homes meeting minutes, May 3, 2023

        Approval of Minutes
        Dev moved and Lorna seconded to waive the reading and accept the minutes of April.

        Treasurer's Report
        Dev reported operating funds of ten dollars, reserves of twenty, and nobody owing anything.
        """
    )
    assert named(text, "ten dollars").section[-1] == "Treasurer's Report"
