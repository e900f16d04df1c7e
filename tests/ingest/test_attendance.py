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
        ("Members of the public", "guest"),
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


def test_surnames_in_capitals_come_before_given_names() -> None:
    text = "Present:\nASHE, Ann            Chairperson\nVAN DER BIRCH, Bela  Manager, Oak & Elm Ltd\nO'CEDAR, Chika\n"
    assert statuses(read_minutes(TITLE + text)) == {
        "Ann Ashe": "present",
        "Bela van der Birch": "present",
        "Chika O'Cedar": "present",
    }


def test_the_name_of_the_body_over_people_alone_is_a_label() -> None:
    text = (
        "Steering:\n\n* Ann Ash (@ann)\n* ~~Bela Birch (@bela)~~\n* Dana Dogwood\n\n"
        "**Updates:**\n\n* Eve Elm will report\n\nNominees:\n\n* Finn Fir\n* Gus Gorse\n"
    )
    assert statuses(read_minutes(TITLE + text)) == {
        "Ann Ash": "present",
        "Bela Birch": "absent",
        "Dana Dogwood": "present",
    }


def test_members_of_the_public_over_people_alone_is_a_label() -> None:
    text = "* Attendees\n  * Ann Ash\n* Community members\n  * Bela Birch (@bela)\n* Topics\n  * Elections\n"
    assert statuses(read_minutes(TITLE + text))["Bela Birch"] == "present"


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


def test_a_line_that_ends_as_a_label_heads_a_group_of_a_list() -> None:
    found = read_minutes(
        TITLE + "ROLL CALL\n\nVoting Members\n  Ann Ash        Larkfield\n\nAbsent\n  Bela Birch     Elm Ltd\n\n"
        "OPENSTD staff\n  Chika Cedar\n\nQuorum achieved.\n"
    )
    assert statuses(found) == {"Ann Ash": "present", "Bela Birch": "absent", "Chika Cedar": "present"}


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ("Other attendees", "present"),
        ("Voting Representative Attendees", "present"),
        ("Annex A  List of participants", "present"),
        ("Members not present", "absent"),
        ("Absent without leave", "absent"),
        ("Members with apologies", "apologies"),
        ("Not able to join", "apologies"),
    ],
)
def test_a_label_of_several_words_says_it_too(label: str, status: str) -> None:
    assert label_status(label) == (status, True)


def test_initials_before_names_that_also_speak_are_those_of_people_present() -> None:
    text = TITLE + "## Present\n\nAB: Anna Berg\nCD: Colm Dwyer\n\n## Notes\n\nAB: we should go on.\nCD: agreed.\n"
    assert statuses(read_minutes(text)) == {"Anna Berg": "present", "Colm Dwyer": "present"}


def test_an_office_named_after_its_body_is_no_person() -> None:
    text = TITLE + "**Present:** Mrs Fiona Baill, Rector's Assessor (Convener)\nDr Kirsten Ogil, Senate Assessor\n"
    assert list(statuses(read_minutes(text))) == ["Fiona Baill", "Kirsten Ogil"]


def test_a_list_goes_on_behind_a_small_word_and_counts_no_public() -> None:
    text = TITLE + (
        "Others: Bob Gehr (CATV), Perley Orcu and about 15 residents of\n   Otter Pond Rd; Kevin Geis, Vale Trust\n"
    )
    assert list(statuses(read_minutes(text))) == ["Bob Gehr", "Perley Orcu", "Kevin Geis"]


def test_groups_and_systems_behind_a_label_inside_a_report_are_nobody() -> None:
    text = TITLE + (
        "**Attendees**: Ann Ash, Bo Bay\n\n- 19 of 24 groups filed. Missing: sig-metal, wg-batch\n- Remote: iOS\n"
    )
    assert list(statuses(read_minutes(text))) == ["Ann Ash", "Bo Bay"]


def test_an_arrival_at_a_time_of_day_with_a_full_stop_is_told() -> None:
    text = TITLE + "Present: Ann Ash, Bo Bay\n\nHal Inman arrived at 18.20 during item 3.\n"
    assert statuses(read_minutes(text))["Hal Inman"] == "present"


def test_surnames_stand_first_in_a_table_of_plain_text() -> None:
    text = TITLE + (
        "Annex A  List of participants\n\n"
        "  Name                        Body      Employer             10  11\n"
        "  -----------------------------------------------------------------\n"
        "  Stenman, Per-Olof (Conv.)   SIS       Kinna Provning        x   x\n"
        "  Bae, Jin-soo                KATS      Kelp Lab              -   x\n"
    )
    assert list(statuses(read_minutes(text))) == ["Per-Olof Stenman", "Jin-soo Bae"]


def test_members_behind_the_name_of_the_body_are_present() -> None:
    found = read_minutes("# Elm Council, 5 March 2024\n\nCommittee: P. Harte (President), Q. Ives (Secretary)\n")
    assert list(statuses(found)) == ["P. Harte", "Q. Ives"]
    assert "P. Harte" not in [each.name for each in found.organisations]


def test_sorries_are_apologies_and_points_behind_them_are_no_list() -> None:
    text = (
        TITLE + "There: Maureen, Vikram\nAlso Cllr Hugh Penf and Dawn\nSorries: Bill (hip)\n\n* Vikram, on the fence.\n"
    )
    assert statuses(read_minutes(text)) == {
        "Maureen": "present",
        "Vikram": "present",
        "Hugh Penf": "present",
        "Dawn": "present",
        "Bill": "apologies",
    }


def test_whoever_was_absent_and_excused_sent_apologies() -> None:
    text = TITLE + "Directors present were Ann Ash and Bo Bay. Director Roy Lind was absent and excused.\n"
    assert statuses(read_minutes(text))["Roy Lind"] == "apologies"


def test_two_people_named_in_full_are_no_surname_before_a_given_name() -> None:
    found = read_minutes(TITLE + "Present: Zuleika Quenby, Tom Reid\n")
    assert statuses(found) == {"Zuleika Quenby": "present", "Tom Reid": "present"}
