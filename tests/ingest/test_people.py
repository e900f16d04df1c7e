"""Who is who in one document: names, parts of names, and what is no name."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.people import KnownPerson, read_people
from ingest.people_names import can_be_full_name, can_be_listed, initials_of, split_name
from ingest.structure import read_structure
from kg.extraction import Span
from tests.ingest.minutes import names, quote, read_minutes

TITLE = "# Oak Trust board meeting, 5 March 2024\n\n"
PRESENT = TITLE + "## Present\n\n* Michael Moss (@mmoss)\n* Ann Ash\n* Tim St. Ives\n\n## Notes\n\n"


@pytest.mark.parametrize(
    ("written", "name", "prefix"),
    [
        ("Dr Ann Ash", "Ann Ash", "Dr"),
        ("Rt Hon Dame Ann Ash DBE", "Ann Ash", "Rt Hon Dame"),
        ("County Cllr Ann Ash", "Ann Ash", "County Cllr"),
        ("Ann Ash PhD", "Ann Ash", None),
        ("Ann van der Ash", "Ann van der Ash", None),
    ],
)
def test_titles_and_degrees_are_no_part_of_the_name(written: str, name: str, prefix: str | None) -> None:
    parts = split_name(written)
    assert (written[parts.start : parts.end], parts.prefix) == (name, prefix)


@given(st.text(max_size=60))
def test_a_name_lies_within_its_text(written: str) -> None:
    parts = split_name(written)
    assert 0 <= parts.start <= parts.end <= len(written)


@pytest.mark.parametrize("words", ["Ann Ash", "María José Ferrer", "Ngozi Adeyemi-Okoro", "Ann van der Ash"])
def test_given_names_make_full_names(words: str) -> None:
    assert can_be_full_name(words)


@pytest.mark.parametrize(
    "words",
    [
        "Finance Committee",
        "Code of Conduct",
        "Grace Hopper Conference",
        "March Budget",
        "Oak Street",
        "Ann Reports",
        "Ann BBC",
        "Node.js",
    ],
)
def test_other_capitalised_words_do_not(words: str) -> None:
    assert not can_be_full_name(words)


@pytest.mark.parametrize("words", ["Apologies", "None", "Quorum", "the board", "Treasurer", "http://a.b"])
def test_labels_are_not_listed_people(words: str) -> None:
    assert not can_be_listed(words)


def test_initials_are_those_of_all_words_and_of_first_and_last() -> None:
    assert {"mjm", "mm"} <= initials_of("Mary Jane Moss")


@pytest.mark.parametrize("short", ["Michael", "Mike", "Mr Moss", "Moss", "@mmoss", "Mmoss", "Michael M"])
def test_part_of_a_name_means_the_attendee(short: str) -> None:
    found = read_minutes(f"{PRESENT}* {short} said that the roof leaks.\n")
    assert names(found) == ["Michael Moss", "Ann Ash", "Tim St. Ives"]
    assert [quote(found, span) for span in found.people[0].mentions][1:] in ([short], [short.removeprefix("Mr ")])


def test_a_first_name_that_two_attendees_share_means_neither() -> None:
    text = TITLE + "Present: Ann Ash, Ann Birch\n\nAnn said that the roof leaks.\n"
    found = read_minutes(text)
    assert [len(person.mentions) for person in found.people] == [1, 1]


def test_initials_are_resolved_among_the_attendees() -> None:
    found = read_minutes(PRESENT + "MM: the roof leaks\n\nAA: again\n")
    assert [quote(found, person.mentions[-1]) for person in found.people[:2]] == ["MM", "AA"]


def test_an_unknown_first_name_is_a_partial_person() -> None:
    found = read_minutes(PRESENT + "* Tracy will not come; ask Tracy about the key.\n")
    tracy = next(person for person in found.people if person.name == "Tracy")
    assert tracy.partial


def test_a_short_first_name_with_the_same_surname_is_the_same_person() -> None:
    found = read_minutes(TITLE + "Present: Timothy Ash\n\nTim Ash spoke.\n")
    assert names(found) == ["Timothy Ash"]
    assert "Tim Ash" in found.people[0].aliases


def test_a_former_surname_is_an_alias() -> None:
    found = read_minutes(PRESENT + "Georgina Birch (née Beech) joined us.\n")
    birch = next(person for person in found.people if person.name == "Georgina Birch")
    assert "Georgina Beech" in birch.aliases


def test_a_verb_at_the_start_of_a_sentence_is_nobody() -> None:
    found = read_minutes(TITLE + "Present: Will Ash, May Birch\n\nWill the roof hold until May 2024? May we ask?\n")
    assert [len(person.mentions) for person in found.people] == [1, 1]


def test_links_and_addresses_name_nobody() -> None:
    found = read_minutes(PRESENT + "See https://example.org/Ann/Ash and ann@example.org.\n")
    assert [len(person.mentions) for person in found.people] == [1, 1, 1]


def test_a_body_named_after_a_person_is_no_person() -> None:
    found = read_minutes(PRESENT + "The Grace Hopper Conference and the Rose Ash Foundation were mentioned.\n")
    assert names(found) == ["Michael Moss", "Ann Ash", "Tim St. Ives"]


def test_the_roster_names_whom_the_text_only_hints_at() -> None:
    structure = read_structure("Mossie spoke to the board.")
    register = read_people(structure, known=[KnownPerson("Michael Moss", aliases=("Mossie",))])
    assert [person.name for person in register.people] == ["Michael Moss"]
    assert register.resolve("Mossie", 0) == register.people[0].id


def test_the_chair_is_whoever_held_the_office_at_the_meeting() -> None:
    structure = read_structure(TITLE + "Present: Ann Ash (Chair), Bela Birch\n\nThe Chair spoke.\n")
    register = read_people(structure)
    assert register.resolve("the Chair", structure.text.index("The Chair")) == "person/ann-ash"


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Ann Ash", "Mr Moss", "MM:", "Will", "(", "**", "\n\n", "@mmoss", "* ", "said", ";", "é"]),
        max_size=25,
    )
)
def test_mentions_are_in_order_and_never_overlap(pieces: list[str]) -> None:
    register = read_people(read_structure(PRESENT + " ".join(pieces)))
    ends = [0]
    for mention in register.mentions:
        assert ends[-1] <= mention.span.start < mention.span.end
        ends.append(mention.span.end)


def test_an_account_made_of_a_name_is_the_person_of_that_name() -> None:
    found = read_minutes(
        "# Oak Trust board, 5 March 2024\n\nPresent: Ann_Ash, Bela Birch\n\nAnn Ash spoke. Ann_Ash left.\n"
    )
    assert names(found) == ["Ann Ash", "Bela Birch"]
    assert len(found.people[0].mentions) == 3


def test_the_name_of_a_body_is_no_person() -> None:
    assert "Ann Meadow" not in names(read_minutes("# Ann Meadow committee, 5 March 2024\n\nPresent: Bela Birch\n"))


def test_a_first_name_means_whoever_is_listed_by_an_account_that_begins_with_it() -> None:
    found = read_minutes("# Oak Trust board, 5 March 2024\n\nPresent: @lena-voss, Bela Birch\n\nLena will call.\n")
    assert names(found) == ["lena-voss", "Bela Birch"]


@pytest.mark.parametrize(
    "title", ["Chair", "City Attorney", "Council Member", "Bro.", "President", "Cllr", "Vice Mayor"]
)
def test_a_title_before_a_surname_that_acts_makes_a_person(title: str) -> None:
    found = read_people(read_structure(f"{TITLE}Present: Ann Ash\n\n{title} Okonjo reported on the roof.\n"))
    assert [person.name for person in found.people] == ["Ann Ash", "Okonjo"]


@pytest.mark.parametrize(
    "words",
    ["Chair Report said little.", "President TSC said so.", "We will ask the new Council Member Larkfield way."],
)
def test_a_title_before_other_things_makes_nobody(words: str) -> None:
    assert [person.name for person in read_people(read_structure(f"{TITLE}Present: Ann Ash\n\n{words}\n")).people] == [
        "Ann Ash"
    ]


def test_a_surname_alone_is_a_person_where_the_model_and_a_deed_agree() -> None:
    text = f"{TITLE}Present: Ann Ash\n\nOkonjo said that Larkwood should wait. We wrote to Larkwood in May.\n"
    places = [Span(match.start(), match.end()) for match in re.finditer("Okonjo|(?<=to )Larkwood", text)]
    found = read_people(read_structure(text), proposed=places)
    assert [person.name for person in found.people] == ["Ann Ash", "Okonjo"]


def test_articles_inside_names_stay_small() -> None:
    found = read_people(read_structure(f"{TITLE}Present: Ann Ash\n\nIbrahim al-Jafari spoke. Mr d’Arcy left.\n"))
    assert [person.name for person in found.people] == ["Ann Ash", "Ibrahim al-Jafari", "d’Arcy"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Those thanked for their help with the stall and the raffle were Ann\nAsh and Tim Oakes.",
            ["Ann Ash", "Tim Oakes"],
        ),
        ("The grant was explained by Mr A Birch of the county.", ["A Birch"]),
        ("The grant was explained by Park Min-ho and Yoo-jin Ahn.", ["Park Min-ho", "Yoo-jin Ahn"]),
        ("In June Tim Oakes resigned.", ["Tim Oakes"]),
        ("Ann Ash         Wheelwright", ["Ann Ash"]),
        ("The Mid-year Review and the Co-op Fair were held.", []),
    ],
)
def test_names_are_told_from_the_words_around_them(words: str, expected: list[str]) -> None:
    assert names(read_minutes(TITLE + words + "\n")) == expected


def test_letters_that_number_a_list_are_no_initials() -> None:
    found = read_minutes(TITLE + "## Present\n\n* Tim Oakes\n\n## Notes\n\nA. Roof leaks.\nB. Tim will mend it.\n")
    assert names(found) == ["Tim Oakes"]


@pytest.mark.parametrize("written", ["Samir Prewett (SPr)", "Samir Prewett SPr", "SPr: Samir Prewett"])
def test_initials_may_carry_more_letters_where_two_people_share_them(written: str) -> None:
    found = read_minutes(TITLE + f"Present: {written}, Simon Power\n\nSPr asked for time.\n")
    assert [quote(found, span) for span in found.people[0].mentions][-1] == "SPr"


def test_initials_behind_names_are_no_part_of_them() -> None:
    found = read_minutes(TITLE + "Present: Dr Ann Ash AA; Tim Oakes TO; Bob Birch BB\n\nTO to write.\n")
    assert names(found) == ["Ann Ash", "Tim Oakes", "Bob Birch"]
    assert [quote(found, span) for span in found.people[1].mentions] == ["Tim Oakes", "TO", "TO"]


def test_an_account_tells_the_short_name() -> None:
    found = read_minutes(TITLE + "## Present\n\n* Rosalind Pike @rosiepike\n\n## Notes\n\nRosie: all well.\n")
    assert names(found) == ["Rosalind Pike"]


def test_initials_alone_in_cells_are_those_of_the_people_listed() -> None:
    present = "## Present\n\n* Ann Ash\n* Bev Hark\n\n"
    actions = "## Actions\n\n| Task | Who |\n|---|---|\n| Paint | AA |\n| Sand | BH |\n"
    assert [len(person.mentions) for person in read_minutes(TITLE + present + actions).people] == [2, 2]


def test_a_proposed_name_of_unknown_words_needs_a_person_s_company() -> None:
    text = "We met Zorbel Quandt, who leads the works. We rang Brindle Tarrow about the doors."
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in ("Zorbel Quandt", "Brindle Tarrow")]
    register = read_people(read_structure(text), proposed=spans)
    assert [person.name for person in register.people] == ["Zorbel Quandt"]


def test_initials_that_act_are_those_of_the_people_listed() -> None:
    found = read_minutes(TITLE + "Present: A Jones, E van der Meer\n\nAJ opened the meeting. EvdM will paint.\n")
    assert [len(person.mentions) for person in found.people] == [2, 2]


def _alone(sentence: str, place: str | None = None) -> list[str]:
    text = sentence
    places = [Span(text.index(place), text.index(place) + len(place))] if place else []
    return [person.name for person in read_people(read_structure(text), places=places).people]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Icons are late (Sophia / not here).", ["Sophia"]),
        ("Many thanks to Tomas & Rosalind for the tests.", ["Tomas", "Rosalind"]),
        ("A helper is needed for Heidi, who is on leave.", ["Heidi"]),
        ("The term of Hedvika & Tamsin ends in July.", ["Hedvika", "Tamsin"]),
    ],
)
def test_a_given_name_alone_is_a_person_where_it_is_nothing_else(sentence: str, found: list[str]) -> None:
    assert _alone(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The next session is in Valencia, 3 May.",
        "The Rowan unit was shut.",
        "Firthby & Rosalind quoted for the roof.",
        "We install Jenkins on Mon.",
        "The ferry goes to the Isle of Bridget.",
    ],
)
def test_a_given_name_alone_that_is_a_place_or_a_thing_is_nobody(sentence: str) -> None:
    assert _alone(sentence) == []


def test_a_given_name_that_the_model_takes_for_a_place_is_nobody() -> None:
    assert _alone("The yard moved to Tamsin last year.") == ["Tamsin"]
    assert _alone("The yard moved to Tamsin last year.", "Tamsin") == []
