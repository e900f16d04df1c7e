"""Hand-made extractions: one with every kind of statement, small minutes, and a strategy for any."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from kg.extraction import (
    Attendance,
    Commitment,
    Decision,
    DocumentInfo,
    Engagement,
    Event,
    Extraction,
    FocusArea,
    Meeting,
    Note,
    Organisation,
    Outcome,
    Passage,
    Person,
    Role,
    Span,
    When,
)
from kg.identifiers import organisation_id, person_id

BASE = "https://example.org/trees/"

TEXT = """\
# Tree Committee, 14 March 2023

Present: Dr Ada Byrne (Chair), Tom. Apologies: @lowe
The Tree Committee agreed to fund the nursery in 2023.
Ada Byrne met the Forestry Agency (FA) at a workshop in the second half of 2022.
Action: Ada Byrne to write to the FA by Friday.
Nurseries continues Saplings and is active. It went “well”.
The storm of 2022-01 felled ten oaks. These four above five items.
"""


def at(words: str, text: str = TEXT, occurrence: int = 0) -> Span:
    """Where `words` stand in `text`."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def everything() -> Extraction:
    """Minutes that hold every kind of statement, and every kind of link between them."""
    given: Any = {"rule": "test/rule", "confidence": 0.9, "meeting": 0}
    ada, tom, lowe = "person/ada-byrne", "person/tom", "person/lowe"
    committee, agency = "org/tree-committee", "org/forestry-agency"
    return Extraction(
        DocumentInfo("minutes", "Tree Committee", TEXT, "2023/2023-03-14.md", "2023-03-14", committee, (ada,)),
        meetings=(Meeting("Tree Committee", When("2023-03-14"), Span(0, len(TEXT))),),
        passages=(
            Passage(at("# Tree Committee, 14 March 2023"), "heading", "", 1),
            Passage(at("The storm of 2022-01 felled ten oaks."), "paragraph", "Tree Committee, 14 March 2023"),
        ),
        people=(
            Person(
                ada,
                "Ada Byrne",
                ("Ada",),
                "Dr",
                roles=(Role(evidence=(at("Chair"),), title="Chair", organisation=committee, from_on="2022", **given),),
                mentions=(at("Ada Byrne"), at("Ada Byrne", occurrence=1)),
            ),
            Person(tom, "Tom", mentions=(at("Tom"),), partial=True),
            Person(lowe, "lowe", handle="lowe", mentions=(at("@lowe"),), partial=True, confidence=0.4),
        ),
        organisations=(
            Organisation(committee, "Tree Committee", kind="committee", mentions=(at("Tree Committee"),)),
            Organisation(agency, "Forestry Agency", "FA", ("The Agency",), "public body", (at("Forestry Agency"),)),
        ),
        attendance=(
            Attendance(evidence=(at("Ada Byrne"),), person=ada, status="present", **given),
            Attendance(evidence=(at("Tom"),), person=tom, status="present", **given),
            Attendance(evidence=(at("@lowe"),), person=lowe, status="apologies", **given),
        ),
        focus_areas=(
            FocusArea(
                evidence=(at("Nurseries continues Saplings"),),
                id="focus/nurseries-2023",
                label="Nurseries",
                term="2023",
                status="active",
                derived_from=("focus/saplings",),
                led_by=(ada,),
                description="Young trees",
                **given,
            ),
            FocusArea(evidence=(at("Saplings"),), id="focus/saplings", label="Saplings", **given),
        ),
        engagements=(
            Engagement(
                evidence=(at("Ada Byrne met the Forestry Agency"), at("workshop")),
                by=(ada,),
                with_=(agency,),
                when=When("2022-07/2022-12", words="the second half of 2022"),
                channel="workshop",
                status="done",
                focus="focus/nurseries-2023",
                **given,
            ),
        ),
        commitments=(
            Commitment(
                evidence=(at("Ada Byrne to write to the FA by Friday."),),
                owner=(ada,),
                what="write to the FA",
                due=When("2023-03-17", False, "by Friday"),
                **given,
            ),
        ),
        decisions=(
            Decision(
                evidence=(at("agreed to fund the nursery"),),
                by=(committee,),
                what="fund the nursery",
                when=When("2023", words="2023"),
                **given,
            ),
        ),
        outcomes=(
            Outcome(
                evidence=(at("It went “well”"),),
                about="focus/nurseries-2023",
                polarity="positive",
                what="went well",
                **given,
            ),
        ),
        events=(Event(evidence=(at("The storm of 2022-01"),), what="storm", when=When("2022-01"), **given),),
        notes=(Note(evidence=(at("These four"),), kind="contradiction", what="four or five", **given),),
        pipeline="1",
    )


def minutes(
    day: str | None,
    present: tuple[str | Person, ...] = (),
    organisations: tuple[Organisation, ...] = (),
    *,
    committee: str = "Tree Committee",
    action: str | None = None,
) -> Extraction:
    """Small minutes: who was present, which organisations are named, and one action of the first person present."""
    body = Organisation(organisation_id(committee), committee, kind="committee")
    people = [one if isinstance(one, Person) else Person(person_id(one), one) for one in present]
    text = f"{committee}, {day}\n"
    found: list[Person] = []
    for person in people:
        found.append(replace(person, mentions=(Span(len(text), len(text) + len(person.name)),)))
        text += f"{person.name}\n"
    named = []
    for organisation in organisations:
        span = Span(len(text), len(text) + len(organisation.name))
        named.append(replace(organisation, mentions=(span,)))
        text += f"{organisation.name}\n"
    commitments: tuple[Commitment, ...] = ()
    if action:
        span = Span(len(text), len(text) + len(action))
        owner = (found[0].id,) if found else ()
        commitments = (Commitment(evidence=(span,), rule="test/action", meeting=0, owner=owner, what=action),)
        text += f"{action}\n"
    return Extraction(
        DocumentInfo("minutes", f"{committee} {day}", text, f"{day}.md", day, body.id),
        meetings=(Meeting(committee, When(day) if day else None, Span(0, len(text))),),
        passages=(Passage(Span(0, len(text) - 1), "paragraph"),),
        people=tuple(found),
        organisations=(body, *named),
        attendance=tuple(
            Attendance(evidence=person.mentions, rule="test/present", meeting=0, person=person.id, status="present")
            for person in found
        ),
        commitments=commitments,
        pipeline="1",
    )


NAMES = ["Ada Byrne", "Tom Reid", "Tom Lowe", "Robin Greave", "Zoë Ó Briain", "李小龙"]
PARTIAL = [
    Person("person/tom", "Tom", partial=True),
    Person("person/robin", "Robin", partial=True),
    Person("person/ab", "AB", partial=True),
]
ORGANISATIONS = [
    Organisation("org/forestry-agency", "Forestry Agency", "FA", kind="public body"),
    Organisation("org/fa", "FA", "FA"),
    Organisation("org/acme", "Acme & Sons", kind="company"),
]


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Small minutes of a few people and organisations, in any combination."""
    people: list[str | Person] = [*NAMES, *PARTIAL]
    present = draw(st.lists(st.sampled_from(people), max_size=4, unique_by=str))
    named = draw(st.lists(st.sampled_from(ORGANISATIONS), max_size=2, unique=True))
    day = draw(st.one_of(st.none(), st.dates(date(2022, 1, 1), date(2022, 12, 31)).map(date.isoformat)))
    action = draw(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)))
    return minutes(day, tuple(present), tuple(named), action=action)
