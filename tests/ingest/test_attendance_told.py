"""Attendance told in sentences, at roll calls and in the manners of many committees."""

import pytest

from tests.ingest.minutes import names, quote, read_minutes, statuses

TITLE = "# Oak Trust board meeting, 5 March 2024\n\n"


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


def test_those_in_the_room_and_on_the_line_were_present() -> None:
    found = read_minutes(TITLE + "In the room were Ann Ash and Bela Birch. Carla Rossi dialled in.\n")
    assert list(statuses(found).values()) == ["present"] * 3


def test_nicknames_inside_a_name_are_names_of_the_person() -> None:
    found = read_minutes(
        TITLE + 'Present: Davide "Dado" Ash [Elm Ltd], Juan Birch (Nacho) Cedar - Elm Ltd, Jo Dogwood (Oakland)\n\n'
        "Dado thanked Nacho.\n"
    )
    assert names(found) == ["Davide Ash", "Juan Birch Cedar", "Jo Dogwood"]
    assert [len(person.mentions) for person in found.people] == [2, 2, 1]


def test_a_roll_call_vote_is_no_list_of_those_present() -> None:
    found = read_minutes(
        TITLE + "PRESENT: Council President Ann Ash; Council Members Bela Birch, Chika Mbeki and Dana Dogwood.\n"
        "STAFF: City Attorney Eve Elm, Public Works Director Finn Fir.\n\nRoll call: Ash-yes, Birch-yes, Mbeki-no.\n"
    )
    assert set(statuses(found).values()) == {"present"}
    assert names(found) == ["Ann Ash", "Bela Birch", "Chika Mbeki", "Dana Dogwood", "Eve Elm", "Finn Fir"]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "**Present for all or part of the meeting were the following Trustees:**\n\nAnn Ash, Bela Birch\n\n"
                "**Present at the invitation of the Board:** Chika Cedar (Clerk)\n"
            ),
            ["present", "present", "guest"],
        ),
        ("There: Ann Ash (chair), Bela Birch\nDialled in: Chika Cedar\n", ["present"] * 3),
        (
            (
                "Roll Call: Ann Ash (President), Bela Birch (Treasurer), Chika Cedar (Secretary), Lorna\n"
                "Dogwood (Director). Not present: Tim Oakes. Also in attendance: Heather\nElm, of Oak Management.\n"
            ),
            ["present", "present", "present", "present", "absent", "guest"],
        ),
        (
            (
                "The Panel held its ninth session on 4 and 5 March, with Ms. Ann Ash as Chair and Mr. Tim Oakes "
                "(Chile) as Vice-Chair.\n"
            ),
            ["present", "present"],
        ),
        ("The meeting was held under the chairmanship of Ann Ash.\n", ["present"]),
        (
            (
                "**Present:** The Provost (Professor Sir Tim Oakes) (in the Chair), the Dean (Education) (Dr Ann "
                "Ash), Professors Birch, Di Elmo and Okafor, the Librarian (Ms B Hark)\n"
            ),
            ["present"] * 6,
        ),
        (
            (
                "The following were on the top table: Ann Ash, Bela Birch. Tim Oakes sent his regrets, as did "
                "Chika Cedar.\n"
            ),
            ["present", "present", "apologies", "apologies"],
        ),
        ("Present: Ann Ash, Bela Birch\n\nCarried.\n\nAsh - yes    Birch - no\n", ["present", "present"]),
        (
            "Present: Ann Ash\nApologies: Bela Birch\nMinute taken by: Chika Cedar\n",
            ["present", "apologies", "present"],
        ),
    ],
)
def test_attendance_as_many_bodies_word_it(text: str, expected: list[str]) -> None:
    assert list(statuses(read_minutes(TITLE + text)).values()) == expected


def test_regrets_are_told_in_passing_in_a_chat() -> None:
    log = "15:00:03 <ann> hello\n15:00:19 <tim> I have regrets from anjali, she's on a plane\n"
    assert statuses(read_minutes(log, "2024-03-05.log.txt"))["anjali"] == "apologies"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Ann Ash was in the chair, with Tim Oakes taking the minutes. Also there were Bev Hark and Jo Elm. Mr "
                "Cedar couldn't come because of his hip. Cllr Vera Elm looked in for an hour.\n"
            ),
            ["present", "present", "present", "present", "apologies", "present"],
        ),
        ("The meeting was attended by Ann Ash, Tim Oakes and Bev Hark.\n", ["present"] * 3),
        (
            "Staff present: County Counsel Ann Ash; Clerk of the Board Tim Oakes\nApols: Bev Hark\n",
            ["present", "present", "apologies"],
        ),
        ("Members answering roll call: Ash, Birch, Okafor.\n", ["present"] * 3),
        ("PRESENT\n\nAnn Ash - Parish Clerk, Overton\nTim Oakes - Elm Council (Chair)\n", ["present"] * 2),
        ("Attending:\n- Steering: @alice-k, @bobm\n- Community: Ann Ash\n", ["present"] * 3),
    ],
)
def test_attendance_told_as_a_story_or_by_other_labels(text: str, expected: list[str]) -> None:
    assert list(statuses(read_minutes(TITLE + text)).values()) == expected
