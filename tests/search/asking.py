"""A small library of an invented committee to ask questions of, made by hand without any model."""

from typing import Any

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
    Organisation,
    Outcome,
    Passage,
    Person,
    Role,
    Span,
    When,
)

BASE = "https://example.org/bridge/"
_FIRST = """\
Bridge Panel, 12 January 2021
Present: Olwen Pritchard (Chair), Dev Rao, Mary Quill. Apologies: Sam Osei
The panel chose Lighting and Footpaths as its focus areas for 2021.
Dev Rao met the River Authority (RA) at a workshop in February 2021.
The panel decided to paint the railings.
Action: Mary Quill to write to the council by 1 March 2021.
Sixty walkers took part in the Lantern Walk of 5 December 2020.
"""
_SECOND = """\
Bridge Panel, 9 March 2021
Present: Olwen Pritchard, Dev Rao. Guests: Nia Bevan of the River Authority
Footpaths was dropped. Lighting went well.
Action: Dev Rao to order lamps by 1 May 2021.
"""
_OLWEN, _DEV, _MARY, _SAM, _NIA = (
    f"person/{name}" for name in ("olwen-pritchard", "dev-rao", "mary-quill", "sam-osei", "nia-bevan")
)
_PANEL, _AUTHORITY = "org/bridge-panel", "org/river-authority"


def documents() -> dict[str, Extraction]:
    """Two minutes, of January and of March 2021, by document id."""
    return {"2021-01-12": _first(), "2021-03-09": _second()}


def _first() -> Extraction:
    text, given = _FIRST, _given(0.9)
    return Extraction(
        DocumentInfo("minutes", "Bridge Panel, 12 January 2021", text, "2021-01-12.md", "2021-01-12", _PANEL),
        meetings=(Meeting("Bridge Panel", When("2021-01-12"), Span(0, len(text))),),
        passages=_passages(text),
        people=(
            _person(text, _OLWEN, "Olwen Pritchard", _role(text, "Chair", _PANEL, since="2021-01")),
            _person(text, _DEV, "Dev Rao"),
            _person(text, _MARY, "Mary Quill"),
            _person(text, _SAM, "Sam Osei"),
        ),
        organisations=_bodies(text, "The panel"),
        attendance=tuple(
            Attendance(evidence=(_at(text, name),), person=who, status=status, **given)
            for who, name, status in (
                (_OLWEN, "Olwen Pritchard", "present"),
                (_DEV, "Dev Rao", "present"),
                (_MARY, "Mary Quill", "present"),
                (_SAM, "Sam Osei", "apologies"),
            )
        ),
        focus_areas=tuple(
            _area(text, name, "The panel chose Lighting and Footpaths as its focus areas for 2021.", "active")
            for name in ("Lighting", "Footpaths")
        ),
        engagements=(
            Engagement(
                evidence=(_at(text, "Dev Rao met the River Authority (RA) at a workshop in February 2021."),),
                by=(_DEV,),
                with_=(_AUTHORITY,),
                when=When("2021-02"),
                channel="workshop",
                status="done",
                focus="focus/footpaths-2021",
                **given,
            ),
        ),
        commitments=(_action(text, _MARY, "write to the council", "2021-03-01", "by 1 March 2021"),),
        decisions=(
            Decision(
                evidence=(_at(text, "The panel decided to paint the railings."),),
                by=(_PANEL,),
                what="paint the railings",
                when=When("2021-01-12", stated=False),
                **given,
            ),
        ),
        events=(
            Event(
                evidence=(_at(text, "Sixty walkers took part in the Lantern Walk of 5 December 2020."),),
                what="Lantern Walk",
                when=When("2020-12-05"),
                **given,
            ),
        ),
    )


def _second() -> Extraction:
    text, given = _SECOND, _given(0.9)
    return Extraction(
        DocumentInfo("minutes", "Bridge Panel, 9 March 2021", text, "2021-03-09.md", "2021-03-09", _PANEL),
        meetings=(Meeting("Bridge Panel", When("2021-03-09"), Span(0, len(text))),),
        passages=_passages(text),
        people=(
            _person(text, _OLWEN, "Olwen Pritchard"),
            _person(text, _DEV, "Dev Rao"),
            _person(text, _NIA, "Nia Bevan", _role(text, "staff", _AUTHORITY, "Nia Bevan of the River Authority")),
        ),
        organisations=_bodies(text, "Bridge Panel"),
        attendance=tuple(
            Attendance(evidence=(_at(text, name),), person=who, status=status, **given)
            for who, name, status in (
                (_OLWEN, "Olwen Pritchard", "present"),
                (_DEV, "Dev Rao", "present"),
                (_NIA, "Nia Bevan", "guest"),
            )
        ),
        focus_areas=(_area(text, "Footpaths", "Footpaths was dropped.", "dropped"),),
        commitments=(_action(text, _DEV, "order lamps", "2021-05-01", "by 1 May 2021"),),
        outcomes=(
            Outcome(
                evidence=(_at(text, "Lighting went well."),),
                about=None,
                polarity="positive",
                what="Lighting went well",
                **given,
            ),
        ),
    )


def _passages(text: str) -> tuple[Passage, ...]:
    """Each line as a paragraph."""
    return tuple(Passage(_at(text, line), "paragraph") for line in text.splitlines())


def _given(confidence: float) -> dict[str, Any]:
    return {"rule": "test/rule", "confidence": confidence, "meeting": 0}


def _at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _person(text: str, local: str, name: str, *roles: Role) -> Person:
    return Person(local, name, roles=roles, mentions=(_at(text, name),))


def _role(text: str, title: str, organisation: str, words: str | None = None, since: str | None = None) -> Role:
    return Role(
        evidence=(_at(text, words or title),), title=title, organisation=organisation, from_on=since, **_given(0.9)
    )


def _bodies(text: str, panel: str) -> tuple[Organisation, ...]:
    return (
        Organisation(_PANEL, "Bridge Panel", kind="committee", mentions=(_at(text, panel),)),
        Organisation(_AUTHORITY, "River Authority", "RA", kind="public body", mentions=(_at(text, "River Authority"),)),
    )


def _area(text: str, label: str, words: str, status: Any) -> FocusArea:
    return FocusArea(
        evidence=(_at(text, words),),
        id=f"focus/{label.lower()}-2021",
        label=label,
        term="2021",
        status=status,
        **_given(0.9),
    )


def _action(text: str, owner: str, what: str, due: str, words: str) -> Commitment:
    sentence = next(line for line in text.splitlines() if words in line)
    return Commitment(
        evidence=(_at(text, sentence),), owner=(owner,), what=what, due=When(due, words=words), **_given(0.9)
    )


def reminder() -> Extraction:
    """Minutes of May 2021 that remind of an action of January, which is overdue by then."""
    sentence = "Action: Mary Quill to write to the council again."
    text = f"Bridge Panel, 11 May 2021\nPresent: Olwen Pritchard, Mary Quill\n{sentence}\n"
    return Extraction(
        DocumentInfo("minutes", "Bridge Panel, 11 May 2021", text, "2021-05-11.md", "2021-05-11", _PANEL),
        meetings=(Meeting("Bridge Panel", When("2021-05-11"), Span(0, len(text))),),
        passages=_passages(text),
        people=(_person(text, _OLWEN, "Olwen Pritchard"), _person(text, _MARY, "Mary Quill")),
        organisations=(Organisation(_PANEL, "Bridge Panel", kind="committee", mentions=(_at(text, "Bridge Panel"),)),),
        attendance=tuple(
            Attendance(evidence=(_at(text, name),), person=who, status="present", **_given(0.9))
            for who, name in ((_OLWEN, "Olwen Pritchard"), (_MARY, "Mary Quill"))
        ),
        commitments=(
            Commitment(
                evidence=(_at(text, sentence),), owner=(_MARY,), what="write to the council again", **_given(0.9)
            ),
        ),
    )
