"""Areas of work: lists, terms, status, lineage."""

import pytest

from ingest.focus import find_focus_areas
from ingest.focus_decisions import find_focus_decisions
from kg.extraction import FocusArea
from tests.ingest.prose_readings import reading_of

TWO_TERMS = """Harbour Committee: two years

In March 2021 the committee agreed the following priorities:

- Quay lighting: brighter lamps
- Ferry timetables
- Harbour swimming

Quay lighting went well. Ferry timetables was dropped in October.
Harbour swimming never got off the ground.

At the start of 2022 we chose three priorities: Safer lighting (which grows out of Quay lighting), Net zero and Jobs.
"""


def areas(text: str) -> dict[str, FocusArea]:
    return {area.label: area for area in find_focus_areas(reading_of(text))}


def test_a_list_after_its_sentence_gives_labels_and_their_term() -> None:
    found = areas(TWO_TERMS)
    assert [(a.label, a.term) for a in found.values()] == [
        ("Quay lighting", "2021"), ("Ferry timetables", "2021"), ("Harbour swimming", "2021"),
        ("Safer lighting", "2022"), ("Net zero", "2022"), ("Jobs", "2022"),
    ]  # fmt: skip


def test_status_is_what_the_text_tells_later() -> None:
    found = areas(TWO_TERMS)
    assert found["Ferry timetables"].status == "dropped"
    assert found["Harbour swimming"].status == "not-established"
    assert found["Quay lighting"].status == "active"


def test_lineage_follows_what_sentences_say() -> None:
    assert areas(TWO_TERMS)["Safer lighting"].derived_from == ("focus/quay-lighting-2021",)
    assert areas(TWO_TERMS)["Net zero"].derived_from == ()


def test_a_label_contained_in_an_earlier_one_continues_it() -> None:
    first = "A review\n\nIn 2021 we agreed these priorities:\n\n* New technology and data\n* Roads\n\n"
    text = first + "For 2022 we agreed two priorities:\n\n* Data\n* Trees\n"
    found = {(a.label, a.term): a for a in find_focus_areas(reading_of(text))}
    assert found["Data", "2022"].derived_from == ("focus/new-technology-and-data-2021",)
    assert found["Trees", "2022"].derived_from == ()


def test_a_table_tells_what_became_of_its_areas_whatever_the_column_is_called() -> None:
    table = (
        "| Focus area | Sponsor | Where did we land? |\n|---|---|---|\n"
        "| Lamps | Ann Baker, then Mark Adams | Done → business as usual |\n| Ferries | Mark Adams | Continues |\n"
        "| Docks | Ann Baker | Merged into Piers |\n| Swimming | – | Never staffed |\n| Nets | – | Stopped |\n"
    )
    found = areas(f"Ann Baker and Mark Adams led two each.\n\n## 2022 focus areas at a glance\n\n{table}")
    assert {label: area.status for label, area in found.items()} == {
        "Lamps": "business-as-usual",
        "Ferries": "active",
        "Docks": "merged",
        "Swimming": "not-established",
        "Nets": "dropped",
    }
    assert found["Lamps"].led_by == ("person/ann-baker", "person/mark-adams")


def test_numbered_headings_are_areas_where_lines_below_say_how_they_stand() -> None:
    found = areas(
        "In January 2022 Ann Baker and Mark Adams put up a list of three focus areas.\n\n## What happened\n\n"
        "### 1. Lamps\n\n*Lead: Ann Baker. Status: done, handed over.*\n\nThey burn.\n\n"
        "### 2. Ferries\n\n*Lead: Mark Adams. Status: carries on.*\n\n"
        "### 3. Docks\n\nStatus: never got off the ground\n"
    )
    assert {label: (area.term, area.status, area.led_by) for label, area in found.items()} == {
        "Lamps": ("2022", "business-as-usual", ("person/ann-baker",)),
        "Ferries": ("2022", "active", ("person/mark-adams",)),
        "Docks": ("2022", "not-established", ()),
    }


def test_numbered_headings_of_an_agenda_are_no_areas() -> None:
    assert not areas(
        "# Minutes, 3 May 2022\n\n## 1. Apologies\n\nNone.\n\n## 2. Lamps\n\nThey burn.\n\n## 3. Docks\n\nWet.\n"
    )


def test_a_sentence_that_counts_the_items_below_it_needs_no_colon() -> None:
    found = areas(
        "On 9 January 2022 we settled on two areas.\n\n"
        "- **Lamps** (Ann Baker) grows.\n- **Docks** (Mark Adams) is new.\n"
    )
    assert [area.led_by for area in found.values()] == [("person/ann-baker",), ("person/mark-adams",)]


def test_a_table_gives_leads() -> None:
    table = "| Workstream | Lead |\n|---|---|\n| Border checks | Ann Baker |\n| Data | Mark Adams |\n"
    text = "By September 2020 we had two workstreams:\n\n" + table
    assert areas(text)["Border checks"].led_by == ("person/ann-baker",)


@pytest.mark.parametrize(
    "text",
    [
        "The following actions were agreed:\n\n* Ann to write\n* Bob to call\n",
        "Present:\n\n* Ann Baker\n* Mark Adams\n",
        "See these links:\n\n* one\n* two\n",
    ],
)
def test_other_lists_are_no_areas_of_work(text: str) -> None:
    assert find_focus_areas(reading_of(text)) == ()


def test_choosing_and_dropping_areas_are_decisions() -> None:
    reading = reading_of(TWO_TERMS)
    found = list(find_focus_decisions(reading, find_focus_areas(reading)))
    assert [decision.rule for decision in found] == [
        "focus-decisions/chosen",
        "focus-decisions/chosen",
        "focus-decisions/dropped",
    ]
    assert found[0].when is not None
    assert found[0].when.edtf == "2021-03"


def test_a_label_ends_before_who_leads_and_an_area_that_ended_is_told() -> None:
    text = (
        "The committee agreed three focus areas for 2024:\n\n"
        "1. Safe Paths, led by Ann Ash\n2. Warm Rooms\n3. Young Voices\n\n"
        "Night Buses was dropped because no driver could be found. Street Trees is now business as usual.\n"
    )
    found = {label: (area.term, area.status) for label, area in areas(text).items()}
    assert found["Safe Paths"][0] == "2024"
    assert found["Night Buses"] == ("2023", "dropped")
    assert found["Street Trees"] == ("2023", "business-as-usual")


REGROUPED = """Harbour Committee: two years

In March 2021 the committee gave itself a plan, and it had four strands:

1. **Quay lighting** (led by Ann Ash)
2. **Ferry timetables** (Bo Dole, Elm College)
3. **Dry docks** - nobody wanted it
4. **Paper forms**

*Ferry timetables* became part of *Quay lighting*. *Dry docks* we let go. *Paper forms* turned into *Digital forms*.
We took on one more strand, *Moorings*, at the insistence of the ferrymen.
"""


def test_areas_that_join_go_or_turn_into_others_are_followed() -> None:
    found = areas(REGROUPED)
    assert {label: area.status for label, area in found.items()} == {
        "Quay lighting": "active",
        "Ferry timetables": "merged",
        "Dry docks": "dropped",
        "Paper forms": "active",
        "Digital forms": "active",
        "Moorings": "active",
    }
    assert found["Digital forms"].derived_from == (found["Paper forms"].id,)


def test_a_table_names_areas_in_whichever_column_is_theirs_and_what_they_absorb() -> None:
    found = areas(
        "Harbour Committee\n\nIn May 2023 the following two were adopted:\n\n"
        "| # | Priority | Lead |\n|---|---|---|\n| 1 | Moorings | Ann Ash |\n| 2 | Small ports | Bo Dole |\n\n"
        "*Small ports* absorbs last year's items on **Dredging** and **Slipways**. *Old forms* comes off the list.\n"
    )
    assert (found["Dredging"].status, found["Slipways"].status, found["Old forms"].status) == (
        "merged",
        "merged",
        "dropped",
    )
    assert found["Small ports"].derived_from == (found["Dredging"].id, found["Slipways"].id)


def test_an_enumeration_in_its_own_sentence_is_not_the_list_below() -> None:
    found = areas(
        "Harbour Committee\n\nIn 2021 members agreed to keep two strands: Moorings and Heating. They voted on more.\n\n"
        "- Ann will write to Elm College\n- Bo will call Elm College\n"
    )
    assert list(found) == ["Moorings", "Heating"]


def test_goals_for_half_a_year_stand_under_their_heading_and_those_struck_out_are_dropped() -> None:
    found = areas(
        "Harbour Committee, 2 May 2024\n\n## Planning: goals for H2\n\n"
        "- new moorings (owner: Ann Ash)\n- ~~Dry docks~~ nobody to do it\n"
    )
    assert {label: area.status for label, area in found.items()} == {"new moorings": "active", "Dry docks": "dropped"}


def test_an_agreement_to_go_on_talking_is_no_list_of_areas() -> None:
    assert areas("Harbour Committee\n\nWe agreed to keep talking about sharing quays; the first call is due.\n") == {}
