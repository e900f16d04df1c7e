"""Attendance lists in the shapes in which committees write them."""

import pytest

from ingest.attendance_labels import label_status
from tests.ingest.minutes import names, quote, read_minutes, statuses

TITLE = "# Oak Trust board meeting, 5 March 2024\n\n"


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ("Present", "present"),
        ("**Attendees** (12)", "present"),
        ("Steering Committee Attendees", "present"),
        ("Experts present", "present"),
        ("Apologies for absence", "apologies"),
        ("Regrets", "apologies"),
        ("Board members absent", "absent"),
        ("Guests / Observers", "guest"),
    ],
)
def test_a_label_says_what_the_names_under_it_are(label: str, status: str) -> None:
    found = label_status(label)
    assert found is not None
    assert found[0] == status


@pytest.mark.parametrize("heading", ["Agenda", "Treasurer's report", "Present value of the fund", "Minutes"])
def test_other_headings_are_no_labels(heading: str) -> None:
    assert label_status(heading) is None


@pytest.mark.parametrize(
    "line",
    [
        "Ann Ash",
        "Ann Ash (Chair)",
        "Ann Ash (@annash)",
        "Ann Ash @annash (remote)",
        "Ann Ash, Oak University",
        "Ann Ash – Oak University",
        "[Ann Ash](https://example.org/ann)",
        "**Ann Ash** [Oak Ltd]",
        "Dr Ann Ash OBE",
        "AA: Ann Ash (@annash)",
    ],
)
def test_one_name_is_read_out_of_a_list_item(line: str) -> None:
    found = read_minutes(f"{TITLE}## Present\n\n* {line}\n* Bela Birch\n")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "present"}


def test_names_on_one_line_are_told_apart_from_their_offices() -> None:
    found = read_minutes(
        TITLE + "Present: Ann Ash (Chair), Cllr B Birch, Chika Cedar, Oak University and Dr D Dogwood\n"
    )
    assert names(found) == ["Ann Ash", "B Birch", "Chika Cedar", "D Dogwood"]


def test_a_list_goes_on_in_the_next_line_and_ends_before_the_next_label() -> None:
    found = read_minutes(TITLE + "Present: Ann Ash, Bela Birch,\nChika Cedar\nApologies: Dana Dogwood\n")
    assert statuses(found) == {
        "Ann Ash": "present",
        "Bela Birch": "present",
        "Chika Cedar": "present",
        "Dana Dogwood": "apologies",
    }


def test_people_nested_under_a_body_are_the_people_not_the_body() -> None:
    found = read_minutes(TITLE + "## Attendees\n\n* Oakworks\n  * Ann Ash\n  * Bela Birch\n")
    assert list(statuses(found)) == ["Ann Ash", "Bela Birch"]


def test_several_people_of_one_body_share_an_item() -> None:
    found = read_minutes(TITLE + "## Attendees\n\n* Ann Ash, Bela Birch [Oakworks]\n* Chika Cedar [Elm Ltd]\n")
    assert list(statuses(found)) == ["Ann Ash", "Bela Birch", "Chika Cedar"]


def test_names_follow_a_column_of_countries() -> None:
    found = read_minutes(
        TITLE + "Experts present\n  Finland        Ann Ash, Bela Birch\n  Japan          Kenji Cedar\n"
    )
    assert list(statuses(found)) == ["Ann Ash", "Bela Birch", "Kenji Cedar"]


def test_whoever_is_struck_out_was_absent() -> None:
    found = read_minutes(TITLE + "## Present\n\n* Ann Ash\n* ~~Bela Birch (@bela)~~\n")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "absent"}


def test_a_remark_on_one_person_outweighs_the_label() -> None:
    found = read_minutes(TITLE + "## Present\n\n* Ann Ash\n* Bela Birch (apologies)\n* Chika Cedar (observer)\n")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "apologies", "Chika Cedar": "guest"}


def test_ticks_say_who_came() -> None:
    found = read_minutes(TITLE + "## Attendees\n\n- [x] Ann Ash\n- [ ] Bela Birch\n")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "absent"}


def test_a_list_without_any_tick_is_a_template() -> None:
    found = read_minutes(TITLE + "## Attendees\n\n- [ ] Ann Ash\n- [ ] Bela Birch\n")
    assert statuses(found) == {}


@pytest.mark.parametrize("line", ["", "TBD", "None", "[Name]", "3 members of the public", "Add your name here", "…"])
def test_placeholders_are_nobody(line: str) -> None:
    found = read_minutes(f"{TITLE}## Present\n\n* Ann Ash\n* {line}\n\n## Agenda\n")
    assert names(found) == ["Ann Ash"]


def test_a_table_gives_status_and_initials() -> None:
    table = "| Name | Initials | Status |\n|---|---|---|\n| Ann Ash | AA | Present |\n| Bela Birch | BB | Apologies |\n"
    found = read_minutes(f"{TITLE}## Attendance\n\n{table}")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "apologies"}


def test_apologies_are_read_from_a_sentence() -> None:
    found = read_minutes(
        TITLE + "Present: Ann Ash\n\n1. Apologies\n\nApologies were received from B Birch (work) and Chika Cedar.\n"
    )
    assert statuses(found) == {"Ann Ash": "present", "B Birch": "apologies", "Chika Cedar": "apologies"}


def test_in_attendance_beside_members_present_means_guests() -> None:
    found = read_minutes(TITLE + "Present: Ann Ash\n\nIn attendance: Bela Birch (Clerk)\n")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "guest"}


def test_a_person_named_twice_attends_once() -> None:
    found = read_minutes(TITLE + "Chair: Ann Ash\n\nPresent: Ann Ash, Bela Birch\n")
    assert list(statuses(found)) == ["Ann Ash", "Bela Birch"]
    assert len(found.attendance) == 2


def test_evidence_is_the_line_that_names_the_person() -> None:
    found = read_minutes(TITLE + "## Present\n\n* Ann Ash (@annash)\n")
    assert quote(found, found.attendance[0].evidence[0]) == "Ann Ash (@annash)"


def test_names_in_other_scripts_are_names() -> None:
    found = read_minutes(TITLE + "Present: Олена Шевченко, 山田太郎, José Núñez\n")
    assert list(statuses(found)) == ["Олена Шевченко", "山田太郎", "José Núñez"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ann Ash, Bela Birch and Dr Carla Rossi attended.", ["present"] * 3),
        ("Members attending: Ann Ash, Bela Birch. Carla Rossi sent her regrets.", ["present", "present", "apologies"]),
        ("Ann Ash and Bela Birch were present; Carla Rossi was absent.", ["present", "present", "absent"]),
        ("Ann Ash was present. Bela Birch was on vacation, and Carla Rossi was away.", ["present", "absent", "absent"]),
        ("Ann Ash attended the meeting. Bela Birch was unable to attend.", ["present", "apologies"]),
    ],
)
def test_attendance_is_told_in_sentences(words: str, expected: list[str]) -> None:
    assert list(statuses(read_minutes(f"{TITLE}{words}\n")).values()) == expected


def test_each_meeting_of_a_document_has_its_own_attendance() -> None:
    found = read_minutes(
        "# Oak Trust board\n\n## 12 January 2024\n\nAnn Ash and Bela Birch attended.\n\nThe roof leaks.\n\n"
        "## 9 February 2024\n\nMembers attending: Ann Ash. Bela sent her regrets.\n\nThey agreed to wait.\n"
    )
    assert [(each.meeting, each.status) for each in found.attendance] == [
        (0, "present"),
        (0, "present"),
        (1, "present"),
        (1, "apologies"),
    ]


def test_members_of_the_public_hide_nobody_beside_them() -> None:
    found = read_minutes(
        TITLE
        + "Present: Cllr A Ash\nIn attendance: Mrs B Birch (Clerk), County Cllr M Cedar and 6 members of the public\n"
    )
    assert statuses(found) == {"A Ash": "present", "B Birch": "guest", "M Cedar": "guest"}


def test_bots_are_nobody() -> None:
    assert names(read_minutes(TITLE + "People present: Ann Ash, Bela Birch, meetbot, logbot2\n")) == [
        "Ann Ash",
        "Bela Birch",
    ]


def test_lines_under_bold_headings_are_people_one_each() -> None:
    found = read_minutes(
        TITLE
        + "**Present:**\nAnn Ash (AA), Chair\nTamsin Orchard (TO)\n\n**In attendance:**\nBela Birch (BB), Elm Ltd\n"
    )
    assert statuses(found) == {"Ann Ash": "present", "Tamsin Orchard": "present", "Bela Birch": "guest"}


def test_labels_in_one_line_or_cell_begin_lists_of_their_own() -> None:
    line = "Present: Ann Ash (Chair), Bela Birch. Apologies: Carla Rossi."
    expected = {"Ann Ash": "present", "Bela Birch": "present", "Carla Rossi": "apologies"}
    assert statuses(read_minutes(f"{TITLE}{line}\n")) == expected
    assert statuses(read_minutes(f"{TITLE}| Item | Notes |\n|---|---|\n| Attendance | {line} |\n")) == expected


def test_those_in_the_room_and_on_the_line_were_present() -> None:
    found = read_minutes(TITLE + "In the room were Ann Ash and Bela Birch. Carla Rossi dialled in.\n")
    assert list(statuses(found).values()) == ["present"] * 3


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


def test_a_list_goes_on_behind_the_groups_within_it() -> None:
    text = (
        "**Attendees:** (please add yourself)\n\n* *Board*\n  * Ann Ash\n* *Staff*\n  * Bela Birch\n* *Community*\n"
        "  * Chika Cedar, Oakworks maintainer\n* *Regrets:* Dana Dogwood\n\n**Agenda**\n\n* Eve Elm's draft\n"
    )
    assert statuses(read_minutes(TITLE + text)) == {
        "Ann Ash": "present",
        "Bela Birch": "present",
        "Chika Cedar": "present",
        "Dana Dogwood": "apologies",
    }


def test_nicknames_inside_a_name_are_names_of_the_person() -> None:
    found = read_minutes(
        TITLE + 'Present: Davide "Dado" Ash [Elm Ltd], Juan Birch (Nacho) Cedar - Elm Ltd, Jo Dogwood (Oakland)\n\n'
        "Dado thanked Nacho.\n"
    )
    assert names(found) == ["Davide Ash", "Juan Birch Cedar", "Jo Dogwood"]
    assert [len(person.mentions) for person in found.people] == [2, 2, 1]


LOG = """16:00:03 <ann> #startmeeting Elm SIG (2024-03-05)
16:00:19 <ann> #topic Roll call
16:00:24 <bel> .hello bela
16:00:25 <elmbot> bel: bela 'Bela Birch' <bela@example.org>
16:00:40 * cedar waves
16:01:20 <ann> #info regrets: dogwood
16:02:44 <ann> #action bel to write to the list
"""


def test_whoever_writes_in_the_log_of_a_chat_was_there() -> None:
    found = read_minutes(LOG, "elm.log.txt")
    assert statuses(found) == {"ann": "present", "Bela Birch": "present", "cedar": "present", "dogwood": "apologies"}
    assert (found.document.title, found.document.date) == ("Elm SIG (2024-03-05)", "2024-03-05")


def test_a_list_in_a_log_outweighs_who_writes_in_it() -> None:
    found = read_minutes("Present: Ann Ash, Bela Birch\n\n" + LOG.replace("<ann>", "<Ann>"), "2024-03-05.txt")
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "present", "dogwood": "apologies"}


def test_a_roll_call_vote_is_no_list_of_those_present() -> None:
    found = read_minutes(
        TITLE + "PRESENT: Council President Ann Ash; Council Members Bela Birch, Chika Mbeki and Dana Dogwood.\n"
        "STAFF: City Attorney Eve Elm, Public Works Director Finn Fir.\n\nRoll call: Ash-yes, Birch-yes, Mbeki-no.\n"
    )
    assert set(statuses(found).values()) == {"present"}
    assert names(found) == ["Ann Ash", "Bela Birch", "Chika Mbeki", "Dana Dogwood", "Eve Elm", "Finn Fir"]


def test_a_line_that_ends_as_a_label_heads_a_group_of_a_list() -> None:
    found = read_minutes(
        TITLE + "ROLL CALL\n\nVoting Members\n  Ann Ash        Larkfield\n\nAbsent\n  Bela Birch     Elm Ltd\n\n"
        "OPENSTD staff\n  Chika Cedar\n\nQuorum achieved.\n"
    )
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "absent", "Chika Cedar": "present"}


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


def test_guests_who_left_early_were_guests_and_labelled_apologies_are_a_list() -> None:
    text = (
        "Guests:\n\nAnn Ash\nBela Birch - left at 21:40\n\nApologies for absence: Cllr C Cedar (holiday), Cllr Okonjo\n"
    )
    found = statuses(read_minutes(TITLE + text))
    assert list(found.values()) == ["guest", "guest", "apologies", "apologies"]


@pytest.mark.parametrize(
    "words", ["All members present.", "**Attendance:** All board members were present", "Full attendance."]
)
def test_all_members_are_those_whom_the_other_meetings_of_the_text_list(words: str) -> None:
    found = read_minutes(
        "# Elm Council update, March 2024\n\n## March 5\n\nAnn Ash and Bela Birch attended. Dana Dogwood sent her "
        f"regrets.\n\n## March 12\n\n{words}\n\n- The roof leaks.\n"
    )
    assert [(each.meeting, each.status) for each in found.attendance] == [
        (0, "present"),
        (0, "present"),
        (0, "apologies"),
        (1, "present"),
        (1, "present"),
        (1, "present"),
    ]
    assert "ll" in quote(found, found.attendance[-1].evidence[0])


def test_a_meeting_that_was_not_held_is_none() -> None:
    found = read_minutes("# 5 March 2024\n\nPresent: Ann Ash\n\nNotes.\n\n# 27 February 2024 - cancelled\n", "notes.md")
    assert [meeting.when and meeting.when.edtf for meeting in found.meetings] == ["2024-03-05"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "| | Name | Present |\n|---|---|---|\n| 1 | Ann Ash | ✔ (Zoom) |\n| 2 | Bela Birch | ✘ |\n",
            ["present", "absent"],
        ),
        (
            "Roll call of delegates\n\nExperts:\nMr Jan de Boer (NEN)\nMs Laura Pinto (UNI) proxy for Mr Conti\n",
            ["present"] * 2,
        ),
        (
            "Present: Ann Ash\nDid not attend: B. Flood\n\n1. The roof leaks.\n2. Agreed.\n\nNext panel: 13 June\n",
            ["present", "absent"],
        ),
        (
            "Present: Ann Ash, Bela B.\nRegrets: none\n\n- Bela and Ann met the release managers in the hall\n",
            ["present"] * 2,
        ),
        ("The Convenor, Ms Ann Ash (SN), opened the meeting at 09:10.\n", ["present"]),
        ("People Present (lines said)\n\n* ann (62)\n* elmbot (9)\n* siddharth1 (4)\n", ["present"] * 2),
    ],
)
def test_attendance_in_the_manner_of_many_committees(text: str, expected: list[str]) -> None:
    assert list(statuses(read_minutes(TITLE + text)).values()) == expected


def test_surnames_alone_proxies_and_late_arrivals_are_listed() -> None:
    text = (
        "Call to Order: President Ann Ash called the regular meeting to order at 7:00 p.m.\n"
        "Members Present: Ash, Okafor, Lindholm\nMembers Absent: Pell\nLate arrival: Bass (7:20 p.m.)\n"
        "Also Present: Superintendent Dr. Ellen Fitch\n"
    )
    assert statuses(read_minutes(TITLE + text)) == {
        "Ann Ash": "present",
        "Okafor": "present",
        "Lindholm": "present",
        "Pell": "absent",
        "Bass": "present",
        "Ellen Fitch": "guest",
    }
    proxy = (
        "Voting members present:\n- Priya Raman (Elm Ltd), proxy: Hans Vogel\n- Ann Ash (Oak) — alternate for Lin Wei\n"
    )
    assert list(statuses(read_minutes(TITLE + proxy))) == ["Priya Raman", "Ann Ash"]


def test_signs_mean_what_the_text_says_they_mean() -> None:
    starred = (
        "Members:   *Professor Ann Ash (Chair)\n           *Dr Bela Birch     Dr Chika Cedar\n"
        "           *Dr Tim Oak  *Mr Jake Elm\n           (* denotes present)\n\nApologies:   Dr Cedar\n"
    )
    assert statuses(read_minutes(TITLE + starred)) == {
        "Ann Ash": "present",
        "Bela Birch": "present",
        "Chika Cedar": "apologies",
        "Tim Oak": "present",
        "Jake Elm": "present",
    }
    table = "| Governor | Attendance |\n|---|---|\n| Ann Ash | ✔ |\n| Bela Birch | A |\n| Dana Dogwood | N/A |\n"
    key = "\nKey: ✔ present, A apologies accepted, N/A not present no apologies received\n"
    assert list(statuses(read_minutes(TITLE + table + key)).values()) == ["present", "apologies", "absent"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Apologies: Cllr J Hole, Cllr D Oak (unwell). Cllr Tim Elm was not present and had\n   sent no apology.\n",
            ["apologies", "apologies", "absent"],
        ),
        (
            "Roll call: Members Ann Ash and Bela Birch were present; Tom Brill was absent.\n",
            ["present", "present", "absent"],
        ),
        (
            "PRESENT\nMiss L. Adusei    Passengers with low mobility\nMr Tim Oak     Pilots\n\nSecretary: P. Noble\n",
            ["present"] * 3,
        ),
        ("Also present: Ann Ash\n\n2. Declarations:  Cllr Chubb - not pecuniary, item 3, neighbour.\n", ["present"]),
        (
            "Roll call\n\nMrs. Ann Ash, President ....... Present\nMr. Tim Oak .... Absent (excused)\n",
            ["present", "absent"],
        ),
        ("Present: ann, soap_dish, bela\nAlso spoke: ulf (infra)\n", ["present", "present", "present", "guest"]),
        ("Chair:    Ms. Ash (Oakland)\nlater:    Mr. Tsvetkov (Vice-Chair)\n", ["present", "present"]),
        ("Minutes: Olof Ek, Rajiv M (thanks!)\nParticipants: Rajiv Menon, Olof Ek\n", ["present", "present"]),
    ],
)
def test_attendance_in_further_manners(text: str, expected: list[str]) -> None:
    assert list(statuses(read_minutes(TITLE + text)).values()) == expected


def test_a_numbered_item_ends_the_list_under_a_roll_call() -> None:
    text = (
        "Roll call\n=========\nPresent: ann, bela\nMissing: cedric\n\n1. Vote\n=======\nIt was put.\n\nYes: ann, bela\n"
    )
    assert statuses(read_minutes(TITLE + text)) == {"ann": "present", "bela": "present", "cedric": "absent"}
