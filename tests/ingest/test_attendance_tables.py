"""Attendance told by tables and columns."""

import pytest

from tests.ingest.minutes import quote, read_minutes, statuses

TITLE = "# Oak Trust board meeting, 5 March 2024\n\n"


def test_names_follow_a_column_of_countries() -> None:
    found = read_minutes(
        TITLE + "Experts present\n  Finland        Ann Ash, Bela Birch\n  Japan          Kenji Cedar\n"
    )
    assert list(statuses(found)) == ["Ann Ash", "Bela Birch", "Kenji Cedar"]


def test_a_table_gives_status_and_initials() -> None:
    table = "| Name | Initials | Status |\n|---|---|---|\n| Ann Ash | AA | Present |\n| Bela Birch | BB | Apologies |\n"
    found = read_minutes(f"{TITLE}## Attendance\n\n{table}")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "apologies"}


BOARD_TABLE = """| **Present – voting members** | |
|---|---|
| Ann Ash | Trust Chair (AA) |
| Dr Bela Birch | Medical Director (BB) |
| **In attendance** | |
| Chika Cedar | Company Secretary (CC) |
| Two members of the public | |
| **Apologies** | |
| Dana Dogwood | Associate Director (DD) |
"""


def test_labels_between_the_rows_of_a_table_govern_the_rows_under_them() -> None:
    found = read_minutes(f"{TITLE}{BOARD_TABLE}\n**1. Reports**\n\nBB asked for more. CC will ask DD.\n")
    assert statuses(found) == {
        "Ann Ash": "present",
        "Bela Birch": "present",
        "Chika Cedar": "guest",
        "Dana Dogwood": "apologies",
    }
    assert [quote(found, span) for person in found.people for span in person.mentions].count("BB") == 2


@pytest.mark.parametrize(
    "table",
    [
        "| Present: | Ann Ash | Chair |\n| | Bela Birch | Treasurer |\n| Apologies: | Chika Cedar | |\n",
        (
            "| Name | Present | Apologies |\n|---|---|---|\n"
            "| Ann Ash | x | |\n| Bela Birch | ✓ | |\n| Chika Cedar | | ✓ |\n"
        ),
        (
            "| Member | 5 Feb | 5 March |\n|---|---|---|\n"
            "| Ann Ash | ✗ | ✓ |\n| Bela Birch | ✗ | ✓ |\n| Chika Cedar | ✓ | Apols |\n"
        ),
    ],
)
def test_tables_tell_attendance_by_labels_marks_and_days(table: str) -> None:
    found = read_minutes(f"{TITLE}## Attendance\n\n{table}\n## Reports\n\nNothing.\n")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "present", "Chika Cedar": "apologies"}


def test_a_table_of_other_meetings_tells_nothing_of_this_one() -> None:
    table = "| Member | 12 Jan | 9 Feb |\n|---|---|---|\n| Ann Ash | ✓ | ✓ |\n"
    assert statuses(read_minutes(f"{TITLE}## Attendance\n\n{table}")) == {}


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Governors present        Type          Term ends\nAnn Ash (AA) - Chair     Co-opted      31/08/2025\n"
            "Headteacher: Bela Birch\n"
        ),
        "## Attendance\n\n* Team members: Ann Ash\n* Larkfield: Bela Birch\n",
        "Cllrs present: Cllrs. A Ash, Mrs B Birch & Tim Oak-Elm\n",
        "Present:\n\nAnn Ash\nBela Birch - joined at 21:10\n",
    ],
)
def test_names_stand_behind_columns_labels_and_remarks(lines: str) -> None:
    assert set(statuses(read_minutes(TITLE + lines + "\n## Reports\n\nNothing.\n")).values()) == {"present"}
    assert len(statuses(read_minutes(TITLE + lines))) >= 2


def test_an_alternate_attends_where_the_row_says_so() -> None:
    table = (
        "| Company | Board Member | Alternate | Attended |\n|---|---|---|---|\n"
        "| Oakworks | Ann Ash | - | ✅ |\n| Elm Ltd | Bela Birch | Chika Cedar | ✅ (alternate) |\n"
        "| Fir & Sons | Dana Dogwood | | ❌ (sent regrets) |\n| Larch | Tim Oakes | | N (on leave) |\n"
    )
    assert statuses(read_minutes(f"{TITLE}## Attendance\n\n{table}")) == {
        "Ann Ash": "present",
        "Chika Cedar": "present",
        "Dana Dogwood": "apologies",
        "Tim Oakes": "apologies",
    }


def test_what_stands_in_the_column_behind_a_name_is_no_other_person() -> None:
    text = (
        "Directors:      Mr A. P. Ash             Chair (independent)\n"
        "                Mrs B. Birch             Employer-nominated\n\n"
        "In attendance:  Ms Chika Cedar           Investment Adviser, Holly & Thorn LLP (items 5 and 6)\n"
    )
    assert statuses(read_minutes(TITLE + text)) == {
        "A. P. Ash": "present",
        "B. Birch": "present",
        "Chika Cedar": "guest",
    }
