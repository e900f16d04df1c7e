"""Roles of people, read from what stands beside their names."""

import pytest

from ingest.roles import find_roles
from tests.ingest.minutes import read_minutes
from tests.ingest.prose_readings import reading_of


def roles(text: str, author: str | None = None) -> list[tuple[str, str, str | None, str | None]]:
    reading = reading_of(text, author=author)
    return [
        (person.removeprefix("person/"), role.title, role.organisation, role.from_on)
        for person, role in find_roles(reading)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We met Mark Adams, Chief People Officer at the Ministry of Justice.",
            ("mark-adams", "Chief People Officer", "org/ministry-of-justice", None),
        ),
        (
            "We met Mark Adams, Assistant Commissioner, Kestrel Fire Brigade.",
            ("mark-adams", "Assistant Commissioner", "org/kestrel-fire-brigade", None),
        ),
        (
            "We met Mark Adams, Head of Strategy and Innovation at the Northmoor Police.",
            ("mark-adams", "Head of Strategy and Innovation", "org/northmoor-police", None),
        ),
        (
            "We met Hampton County Council's highways officer, Mark Adams.",
            ("mark-adams", "highways officer", "org/hampton-county-council", None),
        ),
        (
            "We met Inspector Mark Adams of Hampton Constabulary.",
            ("mark-adams", "Inspector", "org/hampton-constabulary", None),
        ),
        (
            "The Director of Nursing, Mark Adams, agreed.",
            ("mark-adams", "Director of Nursing", None, None),
        ),
        (
            "We thank Mark Adams (Coordinator for Ports).",
            ("mark-adams", "Coordinator for Ports", None, None),
        ),
    ],
)  # fmt: skip
def test_a_title_beside_a_name_is_a_role(text: str, expected: tuple[str, str, str | None, str | None]) -> None:
    assert roles(text) == [expected]


def test_two_titles_in_a_row_are_two_roles() -> None:
    text = "We met Mark Adams, Assistant Commissioner, Leith Fire Brigade & Home Office Counter Terrorism Coordinator."
    assert [title for _, title, *_ in roles(text)] == ["Assistant Commissioner", "Counter Terrorism Coordinator"]


def test_an_election_gives_the_author_a_role_from_its_date() -> None:
    text = "Harbour Committee\n\nby Ann Baker\n\nI was elected Chair of the Harbour Committee in May 2022."
    assert roles(text, "Ann Baker") == [("ann-baker", "Chair", "org/harbour-committee", "2022-05")]


def test_members_named_together_share_the_role() -> None:
    text = (
        "We welcomed Ann Baker and Mark Adams (both from Polar Logistics Ltd) as members of the Harbour Working Group."
    )
    assert {(who, title, body) for who, title, body, _ in roles(text)} == {
        ("ann-baker", "member", "org/harbour-working-group"),
        ("mark-adams", "member", "org/harbour-working-group"),
    }


def test_a_following_verb_ends_a_title() -> None:
    assert roles("Mark Adams, who was late, spoke for the Director of Nursing.") == []


def test_our_member_of_parliament_holds_no_role_with_us() -> None:
    text = "Harbour Committee\n\nThe Harbour Committee thanks our MP, Ann Baker. The Harbour Committee meets monthly."
    assert [(title, body) for _, title, body, _ in roles(text)] == [("MP", None)]


def test_a_role_in_brackets_is_of_the_person_before_it_alone() -> None:
    reading = reading_of("Harbour Committee\n\nPresent: Ann Ash (Chair), Robin Carr (Vice-Chair)\n")
    assert [(person, role.title) for person, role in find_roles(reading)] == [
        ("person/ann-ash", "Chair"),
        ("person/robin-carr", "Vice-Chair"),
    ]


def test_an_office_to_which_somebody_is_appointed_is_a_role() -> None:
    reading = reading_of("Harbour Committee\n\nAnn Ash was appointed to the office of Treasurer in May 2023.\n")
    assert [(person, role.title) for person, role in find_roles(reading)] == [("person/ann-ash", "Treasurer")]


def titles(text: str, author: str | None = None) -> list[tuple[str, str]]:
    return [(person, title) for person, title, *_ in roles(text, author)]


def test_titles_stand_in_the_cell_behind_a_name_without_its_initials() -> None:
    text = "| Present |  |\n|---|---|\n| Ann Baker | Medical Director (AB) |\n| Mark Adams | Chief Executive (MA) |\n"
    assert titles(text) == [("ann-baker", "Medical Director"), ("mark-adams", "Chief Executive")]


def test_a_title_right_before_the_next_name_is_that_persons() -> None:
    text = "Staff: City Attorney Ann Baker, Police Chief Mark Adams, City Clerk Bev Hark."
    assert titles(text) == [("ann-baker", "City Attorney"), ("mark-adams", "Police Chief"), ("bev-hark", "City Clerk")]


@pytest.mark.parametrize("written", ["chair", "Chair", "in the chair"])
def test_an_office_has_one_spelling(written: str) -> None:
    text = f"Harbour Committee\n\nPresent: Ann Baker ({written}), Mark Adams\n"
    assert titles(text) == [("ann-baker", "Chair")]


def test_a_partner_of_nobody_holds_no_office() -> None:
    assert roles("We thank our partner, Ann Baker.") == []


def test_who_steps_down_held_the_role_until_then() -> None:
    text = "Harbour Committee\n\nPresent: Ann Baker (Treasurer)\n\nAnn Baker stepped down as Treasurer in May 2023."
    reading = reading_of(text)
    assert [(role.title, role.to_on) for _, role in find_roles(reading)] == [("Treasurer", "2023-05")]


def test_an_election_at_a_meeting_and_a_seat_in_its_chair_are_of_its_day() -> None:
    found = read_minutes(
        """\
        # Roof Committee, Annual General Meeting, 5 March 2024

        Present: Bob Birch (in the chair), Ann Ash, Cy Day

        Ann Ash was elected Chair. Cy Day stood down as Treasurer.
        """
    )
    held = {(person.name, role.title, role.from_on, role.to_on) for person in found.people for role in person.roles}
    assert held == {
        ("Bob Birch", "Chair", "2024-03-05", "2024-03-05"),
        ("Ann Ash", "Chair", "2024-03-05", None),
        ("Cy Day", "Treasurer", None, "2024-03-05"),
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The contract was discussed with the site manager (Ann Baker).", ("ann-baker", "site manager")),
        ("The plan is that of the Vice-Provost (Education) (Ann Baker).", ("ann-baker", "Vice-Provost")),
        ("A letter went to Senator Ann Baker.", ("ann-baker", "Senator")),
        ("CEO Ann Baker presented the accounts.", ("ann-baker", "CEO")),
        ("Works supervisor Ann Baker presented the plan.", ("ann-baker", "Works supervisor")),
        ("Ann Baker, Head of Estates & Grounds, presented the plan.", ("ann-baker", "Head of Estates & Grounds")),
        ("Ann Baker (Board, treasurer)", ("ann-baker", "Treasurer")),
        ("Ann Baker CBE            Managing Director", ("ann-baker", "Managing Director")),
        ("Ann Baker, Clerk ............. Present", ("ann-baker", "Clerk")),
        ("Ann Baker, Head of Care (items 1 - 3 only)", ("ann-baker", "Head of Care")),
        ("Ann Baker, Chief Works\n      Officer; other guests", ("ann-baker", "Chief Works Officer")),
        ("We had lunch with Polar Logistics Ltd and their chair, Ann Baker.", ("ann-baker", "Chair")),
    ],
)
def test_titles_in_the_manner_of_many_committees(words: str, expected: tuple[str, str]) -> None:
    assert titles(f"Harbour Committee\n\n{words}\n") == [expected]


def test_the_line_above_and_the_sentence_before_say_nothing_of_a_name() -> None:
    text = "Harbour Committee\n\nMark Adams, Vice President\nAnn Baker\n\nHe rang the fire chief. Bev Hark replied.\n"
    assert titles(text) == [("mark-adams", "Vice-President")]


def test_a_label_gives_its_title_to_all_behind_it_and_tasks_are_of_the_day() -> None:
    found = read_minutes(
        """\
        # Roof Committee, 5 March 2024

        Co-chairs: Ann Ash, Bob Birch
        Note taker: Cy Day

        Scribe
            Bev Hark

        Owner: Bob Birch
        """
    )
    held = {(person.name, role.title, role.from_on) for person in found.people for role in person.roles}
    assert held == {
        ("Ann Ash", "Co-Chair", None),
        ("Bob Birch", "Co-Chair", None),
        ("Cy Day", "Note Taker", "2024-03-05"),
        ("Bev Hark", "Scribe", "2024-03-05"),
    }


def test_a_column_of_roles_may_hold_words_that_are_titles_nowhere_else() -> None:
    rows = "| Ann Baker | Parent | x |\n| Mark Adams | Co-opted, Chair | x |\n"
    text = f"| Governor | Type | Present |\n|---|---|---|\n{rows}"
    assert titles(text) == [("ann-baker", "Parent"), ("mark-adams", "Chair")]


def test_a_title_of_several_is_that_of_each() -> None:
    text = "I thank my vice-chairs, Ann Baker (Polar Logistics Ltd) and Mark Adams."
    assert [(who, title) for who, title, *_ in roles(text)] == [
        ("ann-baker", "Vice-Chair"),
        ("mark-adams", "Vice-Chair"),
    ]


def test_an_office_before_or_behind_a_listed_name_is_held_here() -> None:
    found = read_minutes(
        "# Pond Council, 5 March 2024\n\nPresent: Chair Ann Ash, Members Bo Bay and Cy Day\n\n"
        "Guests:\n\nTim Oakes - Elm Board (Secretary)\n"
    )
    held = {(person.name, role.title) for person in found.people for role in person.roles}
    assert held >= {("Ann Ash", "Chair"), ("Tim Oakes", "Secretary")}


def test_a_role_in_each_of_several_meetings_is_held_on_each_day() -> None:
    meeting = "## {} March 2024\n\nScribe: Ann Ash\n\nPresent: Ann Ash, Bo Bay\n\n"
    found = read_minutes("# Pond Council\n\n" + "".join(meeting.format(day) for day in (5, 12)))
    assert [role.from_on for person in found.people for role in person.roles] == ["2024-03-05", "2024-03-12"]


@pytest.mark.parametrize(
    ("sentence", "title", "from_on", "to_on"),
    [
        ("Lena Ortiz is now AC Rep at W3C.", "AC Rep", None, None),
        ("Lena Ortiz is our new Primary Fund Director.", "Primary Fund Director", None, None),
        ("Lena Ortiz taking over for Mary as CPC rep.", "CPC rep", None, None),
        ("Lena Ortiz was elected as treasurer for a term ending May 2025.", "Treasurer", "2024-03-05", "2025-05"),
        ("Lena Ortiz was re-elected vice chair for 2023/24.", "Vice-Chair", "2023", "2024"),
    ],
)
def test_a_sentence_tells_a_role_and_its_term(
    sentence: str, title: str, from_on: str | None, to_on: str | None
) -> None:
    found = read_minutes(f"# Oak Trust board meeting, 5 March 2024\n\nPresent: Lena Ortiz\n\n{sentence}\n")
    (person,) = [each for each in found.people if each.name == "Lena Ortiz"]
    assert [(role.title, role.from_on, role.to_on) for role in person.roles] == [(title, from_on, to_on)]


def test_words_that_end_in_a_preposition_are_no_title() -> None:
    found = read_minutes(
        "# Oak Trust board meeting, 5 March 2024\n\nPresent: Ann Ash\n\n* Ann Ash, merged member in, well done\n"
    )
    assert found.people[0].roles == ()
