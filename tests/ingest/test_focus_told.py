"""Areas of work that running words tell: enumerations, single ones, leads, status and lineage."""

import pytest

from ingest.focus import find_focus_areas
from kg.extraction import FocusArea
from tests.ingest.prose_readings import reading_of

WHO = "Harbour Committee\n\nAnn Baker, Mark Adams and Jane Okafor met.\n\n"


def areas(text: str) -> dict[str, FocusArea]:
    return {area.label: area for area in find_focus_areas(reading_of(WHO + text, on="2023-11-03"))}


@pytest.mark.parametrize(
    "text",
    [
        "The strategy rests on three pillars – Access, Quality and Trees.",
        "The board noted the three strategic pillars (Access, Quality and Trees) for 2024.",
        "We had three themes, Access, Quality and Trees.",
        "Our priorities for 2023 were Access, Quality and Trees.",
        "It was agreed that the focus for 2024 should be on Access, Quality and Trees.",
        "This year we concentrated on three things: Access, Quality and Trees.",
        "The committee had three workstreams in 2022, namely Access, Quality and Trees.",
        "Two of the priorities, *Access* and *Quality*, go on. New for 2023 is Trees, a small one.",
        "Priority 1: Access\n\nIt grows.\n\nPriority 2: Quality\n\nIt falls.\n\nPriority 3: Trees\n\nThey stand.",
        "Strategic objectives for the year:\n\n(a) *Access.* On track.\n\n(b) *Quality.* Late.\n\n(c) *Trees.* New.",
        "Members voted in June to carry on with Access and Quality, and to add Trees.",
        "Goals for next year were set: Access, Quality and Trees.",
        "The board reaffirmed its focus areas for the year (Access, Quality, Trees) and rose.",
        "RESOLVED: that the club's priorities for 2023 be (1) Access, (2) Quality, and (3) Trees.",
        "In 2022 the board had settled on Access, Quality and Trees as its themes.",
        "We had three priorities. The first was Access, which Ann ran. The second was Quality. The third was Trees.",
        "We chose to concentrate on three areas. **Access** grew. **Quality** went well. **Trees** stood.",
        "## Where we are with our 2023 goals\n\n* Access: done\n* Quality: late\n* Trees: on track",
        "We reviewed our three goals:\n\n- Access\n- Quality\n- Trees",
    ],
)
def test_areas_are_named_in_many_ways(text: str) -> None:
    assert list(areas(text)) == ["Access", "Quality", "Trees"]


@pytest.mark.parametrize(
    "text",
    [
        "Three topics were discussed: the budget, the fair and the newsletter.",
        "The committee has three vacancies: chair, secretary and treasurer.",
        "If we adopted two priorities, Growth and Safety, we would need more staff.",
        "There were two goals in the second half: Baker and Okafor.",
        "Our priorities are clear and funded.",
        "Our aims are to promote sailing, to train juniors and to look after the harbour.",
        "The presentation covered three themes: what we do, how we do it, and why.",
        "The objectives of the visit were to see the plant, meet staff and collect samples.",
        "It was agreed to continue with the caretaker, the cleaner and the gardener.",
        "## Goals for this meeting\n\n- Approve the budget\n- Elect a chair\n- Agree the dates",
        "5. Themes for 2023\nNone yet.\n\n6. Election of officers\nDone.\n\n7. Any other business\nNone.",
    ],
)
def test_other_enumerations_are_none(text: str) -> None:
    assert areas(text) == {}


def test_a_list_may_count_again_what_was_counted_before() -> None:
    found = areas(
        "For 2022 we set ourselves three focus areas: Lamps, Docks and Nets. In January 2023 we agreed to have two:\n\n"
        "1. **Lamps** – led by Mark Adams\n2. **Water** – which brought Docks and Nets together; led by Jane Okafor\n"
    )
    assert found["Water"].derived_from == ("focus/docks-2022", "focus/nets-2022")
    assert (found["Lamps"].term, found["Lamps"].led_by) == ("2023", ("person/mark-adams",))


def test_what_is_told_of_areas_side_by_side_holds_for_all_of_them() -> None:
    found = areas(
        "In 2022 we settled on four areas:\n\n- Lamps\n- Docks\n- Nets\n- Oars\n\n"
        "In June 2023 *Lamps* and *Docks* were merged into a single area called **Piers**, which Mark Adams has led "
        "since. Nets had become part of the office's ordinary work. It was agreed to keep Oars and to drop Nets.\n"
    )
    assert [found[label].status for label in ("Lamps", "Docks", "Piers", "Oars")] == [
        "merged",
        "merged",
        "active",
        "active",
    ]
    assert found["Piers"].derived_from == (found["Lamps"].id, found["Docks"].id)
    assert found["Piers"].led_by == ("person/mark-adams",)


def test_a_choice_names_those_kept_and_taken_on_but_not_those_dropped() -> None:
    found = areas(
        "## Themes for 2023\n\nIt was agreed to carry on with Lamps and Docks, to drop Nets and to take on Oars as a "
        "theme in its own right. Ann Baker is to lead on Lamps, Mark Adams on Docks, Jane Okafor on Oars.\n"
    )
    assert {label: area.led_by for label, area in found.items()} == {
        "Lamps": ("person/ann-baker",),
        "Docks": ("person/mark-adams",),
        "Oars": ("person/jane-okafor",),
    }


def test_single_areas_are_named_beside_the_lists() -> None:
    assert areas("Our fourth objective, Community Use, is new and is led by Jane Okafor.")["Community Use"].led_by == (
        "person/jane-okafor",
    )
    found = areas(
        "The two priorities for 2023:\n\n1. **Theft** – lead: Mark Adams\n2. **Noise**\n\nIt was agreed that Noise be "
        "stood down as a priority and that **Lone workers** be adopted in its place, led by Ann Baker.\n"
    )
    assert (found["Noise"].status, found["Lone workers"].status) == ("dropped", "active")
    assert found["Lone workers"].led_by == ("person/ann-baker",)


def test_an_entry_names_what_it_comes_from() -> None:
    found = areas(
        "We agreed two priorities for 2023:\n\n1. **Docks.** Carried over from 2022, now owned by Jane Okafor.\n"
        '2. **Welcome.** This grew out of last year\'s "Mentoring" and "Handbook" priorities.\n'
    )
    assert found["Welcome"].derived_from == (found["Mentoring"].id, found["Handbook"].id)
    assert {area.term for area in found.values() if area.status == "merged"} == {"2022"}
