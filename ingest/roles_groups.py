"""People named together as somebody's colleagues, or as the staff of a body."""

import re
from collections.abc import Iterator

from ingest.parties import owners
from ingest.reading import Mention, Reading
from ingest.roles_found import Found, singular
from ingest.roles_lexicon import is_office, is_only_role
from ingest.rules import load_rules
from kg.extraction import Span

_SEVERAL = re.compile(r"\b(?P<title>(?:[\w-]+ )?(?:[\w-]+-)?[A-Za-z]+[a-rt-z]s)(?:,|:| are| were)?\s+(?:\w+\.\s)?$")


def grouped(reading: Reading, known: list[Found]) -> Iterator[Found]:
    """`Ann's colleagues - B, C and D`: they share the body of the one who is named."""
    text = reading.structure.text
    words = "|".join(load_rules("roles")["group"]["words"])
    pattern = re.compile(rf"[’']s?\s+(?P<group>{words})\s*(?:[-–—:,(]|\bare\b|\bwere\b)\s*")
    owned = owners(reading)
    for mention in reading.mentions:
        match = pattern.match(text, mention.span.end)
        if not match:
            continue
        following = reading.names_in(Span(match.end(), match.end() + 200))
        people = _listed(reading, match.end(), [m for m in following if m.entity.startswith("person/")])
        person = mention.entity.startswith("person/")
        whose = (
            next((f.organisation for f in known if f.person == mention.entity and f.organisation), None)
            if person
            else mention.entity
        )
        whose = owned.get(whose or "", whose)
        colleagues = person and match.group("group").startswith("colleague")
        title = (
            f"colleague of {_name(reading, mention.entity)}"
            if colleagues
            else "team member"
            if person
            else singular(match.group("group"))
        )
        for one in people:
            yield Found(
                one.entity,
                title,
                whose,
                Span(mention.span.start, people[-1].span.end),
                "roles/group",
                0.7,
                basis="inferred",
            )


def several(reading: Reading) -> Iterator[Found]:
    """`our vice-chairs, A (of X) and B`: a title of several before those who hold it."""
    text = reading.structure.text
    last = -1
    for number, mention in enumerate(reading.mentions):
        if mention.span.start < last or not mention.entity.startswith("person/"):
            continue
        head = _SEVERAL.search(text, max(0, mention.span.start - 60), mention.span.start)
        forms = (head["title"], head["title"].partition(" ")[2]) if head else ()
        title = next((t for t in forms if is_office(t[:-1]) or (" " in t and is_only_role(t[:-1]))), None)
        if head is None or not title:
            continue
        later = [m for m in reading.mentions[number : number + 12] if m.entity.startswith("person/")]
        people = _listed(reading, mention.span.start, later)
        if len(people) > 1 and text[people[0].span.end : people[1].span.start].isspace():
            continue
        last = people[-1].span.end
        body = reading.committee if is_office(title[:-1]) else None
        for one in people if len(people) > 1 else ():
            evidence = Span(head.end("title") - len(title), one.span.end)
            yield Found(one.entity, title[:-1], body, evidence, "roles/several", 0.8, basis="inferred")


def _listed(reading: Reading, start: int, people: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    last = start
    for person in people:
        if not re.fullmatch(
            r"\s*(?:\([^)]*\)\s*)?(?:,|,?\s*and|&)?\s*(?:\([^)]*\)\s*)?(?:[A-Z]\w+\.?\s+)?",
            reading.structure.text[last : person.span.start],
        ):
            break
        kept.append(person)
        last = person.span.end
    return kept


def _name(reading: Reading, identifier: str) -> str:
    return next((person.name for person in reading.people if person.id == identifier), identifier)
