"""Roles of people: title, organisation, and since or until when, where the text says so.

Read from what stands beside a name (`Ann Ash, Head of X at Y`, `Y's clerk, Ann Ash`,
`Ann Ash (Treasurer)`), and from sentences of coming to a role (`elected Chair of Y in May`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.reading import Reading
from ingest.roles_beside import beside
from ingest.roles_found import Found, singular
from ingest.roles_groups import grouped, several
from ingest.roles_labelled import labelled
from ingest.roles_lexicon import is_bound, is_office, spelt, trimmed
from ingest.roles_told import endings, held
from kg.extraction import Role


def find_roles(reading: Reading) -> Iterator[tuple[str, Role]]:
    """(id of the person, role) for each role the text gives somebody, in text order, each once."""
    found: list[Found] = []
    for mention in reading.mentions:
        if mention.entity.startswith("person/"):
            found += beside(reading, mention)
    found += held(reading)
    found += labelled(reading)
    found += several(reading)
    found += grouped(reading, found)
    seen: dict[tuple[str, str, str | None, str | None], Found] = {}
    for one in sorted((_tidy(reading, each) for each in found), key=lambda f: f.evidence):
        if is_bound(one.title) and one.organisation is None:
            continue
        day = one.from_on if one.from_on == one.to_on else None
        key = (one.person, one.title.lower(), one.organisation, day)
        seen[key] = _joined(seen[key], one) if key in seen else one
    for one in sorted(_closed(reading, list(seen.values())), key=lambda f: f.evidence):
        same = (o for o in seen.values() if o.person == one.person and o.title.lower() == one.title.lower())
        if one.organisation or not any(other.organisation for other in same):
            yield one.person, _role(one)


def _tidy(reading: Reading, found: Found) -> Found:
    """With one spelling of the title; who sat in the chair of a meeting did so on its day alone."""
    title = spelt(trimmed(singular(found.title)))
    day = reading.held_on(found.evidence.start)
    if day and re.match(r"(?:was )?in the chair\b|chairing\b|presiding\b", found.title, re.IGNORECASE):
        return replace(found, title=title, organisation=found.organisation or reading.committee, from_on=day, to_on=day)
    return replace(found, title=title)


def _joined(earlier: Found, later: Found) -> Found:
    """One role of what is told twice, with whichever dates are told; the telling that dates it proves it."""
    first, second = (later, earlier) if later.from_on and not earlier.from_on else (earlier, later)
    return replace(first, from_on=first.from_on or second.from_on, to_on=first.to_on or second.to_on)


def _closed(reading: Reading, roles: list[Found]) -> list[Found]:
    """The roles with the dates on which a sentence says that they end."""
    for end in endings(reading):
        mine = [n for n, role in enumerate(roles) if role.person == end.person and role.to_on is None]
        named = [n for n in mine if end.title and roles[n].title.lower() == end.title.lower()]
        offices = named or [n for n in mine if not end.title and is_office(roles[n].title)]
        if len(offices) == 1:
            roles[offices[0]] = replace(roles[offices[0]], to_on=end.to_on)
        elif end.title and not named:
            roles.append(end)
    return roles


def _role(found: Found) -> Role:
    return Role(
        title=found.title,
        organisation=found.organisation,
        from_on=found.from_on,
        to_on=found.to_on,
        evidence=(found.evidence,),
        rule=found.rule,
        confidence=found.confidence,
        basis=found.basis,
    )
