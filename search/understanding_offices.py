"""Offices in questions that stand for who holds them: what is the clerk to do?"""

from collections.abc import Iterator, Sequence

from kg.identifiers import name_key
from kg.questions import Reader, load_question
from kg.tables import tabulate
from search.understanding_grammar import Token
from search.understanding_names import Candidate, Name

_OFFICES = frozenset(("chair", "title_word"))
_DOING = frozenset(("commit", "engage", "attend", "absent", "apologies"))
"""Concepts of what people do; other questions with an office in them are about the office."""
_ABOUT_OFFICES = frozenset(("who_asked", "role", "become", "appoint", "succeed"))

_DEPUTIES = frozenset(("vice", "deputy", "former", "assistant", "acting"))

Tag = tuple[int, int, str]


def offices_in(reader: Reader, words: Sequence[Token], tags: Sequence[Tag]) -> Iterator[Name]:
    """Whoever was last recorded with an office that stands behind `the`, in a question of what somebody did or owes."""
    concepts = {concept for _, _, concept in tags}
    if concepts.isdisjoint(_DOING) or not concepts.isdisjoint(_ABOUT_OFFICES):
        return
    for start, end, concept in tags:
        if concept in _OFFICES and start and words[start - 1].key == "the":
            title = " ".join(word.text for word in words[start:end])
            found = _holders(reader, title)
            if len(found) == 1:
                yield Name(start, end, title, tuple(found), "part")


def _holders(reader: Reader, title: str) -> list[Candidate]:
    """Those who hold an office in the last record of it."""
    table = tabulate(reader, load_question("roles"), {"title": title})
    who, role, recorded = (table.index(name) for name in ("who", "role", "recorded"))
    wanted = set(name_key(title).split())
    rows = [
        row
        for row in table.rows
        if row.links[who] and wanted <= (said := set(name_key(row.cells[role]).split())) and not said & _DEPUTIES
    ]
    last = max((row.cells[recorded][-len("2000-01-01") :] for row in rows), default="")
    held = [row for row in rows if row.cells[recorded].endswith(last)]
    return [Candidate(iri, "person", row.cells[who], exact=False) for row in held for iri in row.links[who]]
