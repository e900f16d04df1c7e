"""Areas of work in sections, numbered in running words, split, and told one by one."""

import pytest

from ingest.focus import find_focus_areas
from kg.extraction import FocusArea
from tests.ingest.prose_readings import reading_of

BOARD = (
    "# Minutes of the Wexcombe Harbour Trust, 14 March 2024\n\n"
    "Present: Ann Ash (Chair), Tom Birch, Rita Oakley, Bo Elm\n\n"
)


def areas(text: str) -> list[FocusArea]:
    return list(find_focus_areas(reading_of(BOARD + text, on="2024-03-14")))


def told(text: str) -> list[tuple[str, str | None, str]]:
    return [(area.label, area.term, area.status) for area in areas(text)]


@pytest.mark.parametrize(
    "text",
    [
        "## Workstreams\n\n**Lamps** (lead: Tom Birch)\n\nOn track.\n\n**Docks**\n\nNow business as usual.\n",
        "## 4. Progress against priorities\n\n### 4.1 Lamps\n\nGood.\n\n### 4.2 Docks\n\nNow business as usual.\n",
        "## Strategic Initiatives\n\n* Lamps — Tom: out for review\n* Docks (Rita Oakley): now business as usual\n",
        "## Priorities for 2024\n\n**Priority 1 – Lamps**: good\n\n**Priority 2 – Docks**: business as usual\n",
    ],
)  # fmt: skip
def test_a_section_goes_through_areas_in_bold_below_headings_or_in_items(text: str) -> None:
    assert told(text) == [("Lamps", "2024", "active"), ("Docks", "2024", "business-as-usual")]


def test_a_section_tells_who_leads_each_area() -> None:
    found = areas("## Workstreams\n\n### Lamps\n\nLead: Tom Birch\n\n### Docks\n\nOwner: Rita Oakley\n")
    assert [area.led_by for area in found] == [("person/tom-birch",), ("person/rita-oakley",)]


def test_entries_of_a_section_may_be_what_became_of_areas() -> None:
    found = told("## Priorities for 2024\n\n- Continuing: Lamps, Docks\n- New: Skills\n- Dropped: Regatta, Museum\n")
    assert [(label, status) for label, _, status in found] == [
        ("Lamps", "active"), ("Docks", "active"), ("Skills", "active"), ("Regatta", "dropped"), ("Museum", "dropped"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "## Workstream updates\n\n- Tom Birch spoke about the lamps.\n- Rita reported that the ferries run late.\n",
        "## Priorities\n\n- Tom to send the list of priorities to members\n- Rita will draft the letter\n",
        "## Workstreams\n\n### Apologies\n\nNone.\n\n### Next meeting\n\n3 May.\n",
        "| Priority | Issue | Owner |\n|---|---|---|\n| High | Leak | Tom Birch |\n| Low | Paint | Bo Elm |\n",
        "The motions were: (1) Lamps - carried; (2) Docks - lost.\n",
    ],
)
def test_sections_tables_and_numbers_of_other_things_are_none(text: str) -> None:
    assert told(text) == []


def test_areas_are_numbered_in_running_words_with_their_lead_and_state() -> None:
    found = areas(
        "The Trust went over its 2024 priorities. (1) Lamps - Tom Birch, ongoing; (2) Docks - Rita Oakley, paused "
        "until May; (3) Skills - Bo Elm, not started.\n"
    )
    assert [(area.label, area.status, area.led_by) for area in found] == [
        ("Lamps", "active", ("person/tom-birch",)), ("Docks", "dropped", ("person/rita-oakley",)),
        ("Skills", "not-established", ("person/bo-elm",)),
    ]  # fmt: skip


def test_a_table_may_number_its_areas_and_say_who_leads_before_them() -> None:
    table = (
        "| Ref | Lead | Workstream | State |\n|---|---|---|---|\n"
        "| WS1 | Tom Birch | Lamps | On track |\n| WS2 | Bo Elm | Docks | Merged with WS1 |\n"
    )
    assert [(label, status) for label, _, status in told(table)] == [("Lamps", "active"), ("Docks", "merged")]


def test_a_term_of_more_than_a_year_is_kept_whole_and_is_one_with_its_first_year() -> None:
    found = told(
        "The Trust agreed its themes for the 2024-26 term as follows:\n\na) Lamps\nb) Docks\n\n"
        "Our two themes for 2024 are Lamps and Docks.\n"
    )
    assert [(label, term) for label, term, _ in found] == [("Lamps", "2024/2026"), ("Docks", "2024/2026")]


def test_what_a_list_of_agreements_says_of_areas_holds_and_what_is_only_suggested_does_not() -> None:
    first = "The Trust has three priorities for 2024: Lamps, Docks and Skills.\n\n"
    agreed = "The Trust agreed that:\n\n- Docks should be dropped\n- Skills should be merged into Lamps\n"
    assert [status for _, _, status in told(first + agreed)] == ["active", "dropped", "merged"]
    assert {s for _, _, s in told(first + "It was suggested that Docks could be merged into Lamps.\n")} == {"active"}


def test_an_area_is_split_into_others() -> None:
    found = {area.label: area for area in areas("It was agreed to split the theme Estates into Quays and Grounds.\n")}
    assert found["Quays"].derived_from == found["Grounds"].derived_from == ("focus/estates-2024",)


def test_an_older_area_keeps_the_term_that_its_sentence_tells() -> None:
    text = (
        "Our two priorities for 2024 are Lamps and Docks. Veterans, which had been a priority in 2022/23, continues as "
        "business as usual.\n"
    )
    assert told(text)[-1] == ("Veterans", "2022/2023", "business-as-usual")


def test_areas_are_told_in_order() -> None:
    text = "For the coming year we will focus on three things. First, Lamps. Second, Docks. Third, Skills.\n"
    assert [label for label, _, _ in told(text)] == ["Lamps", "Docks", "Skills"]


def test_what_it_is_merged_with_goes_on() -> None:
    first = "Our two themes for 2024 are Lamps and Docks."
    text = f"{first} Few had heard of Lamps. It was agreed that it be merged with Docks.\n"
    assert [(label, status) for label, _, status in told(text)] == [("Lamps", "merged"), ("Docks", "active")]
