"""Which organisation is the committee whose record a document is."""

import re
from collections.abc import Iterable, Iterator

from ingest.blocks import Structure
from ingest.lines import visible
from ingest.organisations_own import find_committee
from ingest.reading import Mention
from kg.extraction import Organisation, Span
from kg.identifiers import name_key, organisation_id


def settle_committee(
    name: str | None,
    organisations: tuple[Organisation, ...],
    structure: Structure,
    mentions: tuple[Mention, ...],
    title: str | None,
) -> tuple[str | None, tuple[Organisation, ...]]:
    """The local id of the document's committee, and the organisations with it among them."""
    if name is None:
        return find_committee(structure, organisations, title), organisations
    wanted = name_key(name)
    for organisation in organisations:
        if wanted in map(name_key, filter(None, (organisation.name, organisation.acronym, *organisation.aliases))):
            return organisation.id, organisations
    whole = " & " in name
    inside = [each for each in organisations if not whole and f" {name_key(each.name)} " in f" {wanted} "]
    if inside:
        return max(inside, key=lambda each: len(each.name)).id, organisations
    if not _names_a_body(name) and (own := find_committee(structure, organisations, title)):
        return own, organisations
    taken = {position for mention in mentions for position in range(mention.span.start, mention.span.end)}
    places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", visible(structure.text), re.IGNORECASE)
    free = [Span(*place.span()) for place in places if taken.isdisjoint(range(*place.span()))]
    added = Organisation(organisation_id(name), name, kind="committee", mentions=tuple(free))
    return added.id, (*organisations, added)


def _names_a_body(name: str) -> bool:
    """Is a name found for the committee the name of a body rather than a title: `What the Council did in`?"""
    words = name.split()
    small = {"of", "for", "and", "the", "on", "in", "to", "de", "&"}
    return (
        len(words) <= 8
        and words[-1] not in small
        and all(w[:1].isupper() or not w[:1].isalpha() or w in small for w in words)
    )


def mentions_of(entity: str | None, organisations: Iterable[Organisation]) -> Iterator[Mention]:
    """Where the organisation with the id `entity` is named."""
    for organisation in organisations:
        if organisation.id == entity:
            yield from (Mention(span, organisation.id) for span in organisation.mentions)
