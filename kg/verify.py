"""Proof that a library is whole: sound records, verbatim quotes, and engines that hold what the records say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.namespaces import iri

if TYPE_CHECKING:
    from kg.graph import Reader
    from kg.library import Library


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that is wrong: where (a document's id, or the engine), and what."""

    place: str
    problem: str


def verify(library: "Library", index_stamps: Mapping[str, str] | None = None) -> list[Fault]:
    """Everything that is wrong with the library, sorted; nothing where it is whole.

    Catches up first, as every query does, and holds the lock meanwhile. `index_stamps` are the
    stamps that the search index keeps, by document id.
    """
    from kg.catch_up import sources

    with library.lock():
        snapshot = library.snapshot()
        state = library.state()
        faults = [Fault(name, f"the record cannot be used: {reason}") for name, reason in state.damaged().items()]
        for document_id in state.sound():
            faults += [Fault(document_id, problem) for problem in record_problems(library.records.read(document_id))]
        wanted = sources(library.records, state, library.base)
        faults += [Fault("graph", problem) for problem in _graph_problems(snapshot, wanted)]
        if index_stamps is not None:
            faults += [Fault("index", problem) for problem in _stamp_problems(index_stamps, state.stamps())]
    return sorted(faults)


def record_problems(record: bytes) -> Iterator[str]:
    """What is wrong with what a sound record says: quotes that are not the text, statements without evidence."""
    from pyoxigraph import RdfFormat, parse

    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(record, format=RdfFormat.N_QUADS):
        values[quad.subject.value][quad.predicate.value].append(quad.object.value)
    exact, start, end = iri("oa:exact"), iri("oa:start"), iri("oa:end")
    text = next(found[iri("mb:text")][0] for found in values.values() if iri("mb:text") in found)
    for subject, found in values.items():
        if start in found:
            first, last = int(found[start][0]), int(found[end][0])
            if not 0 <= first < last <= len(text):
                yield f"<{subject}> is not within the text"
            elif exact in found and found[exact] != [text[first:last]]:
                yield f"<{subject}> does not quote the text"
        if iri("mb:Statement") in found.get(iri("rdf:type"), ()) and iri("mb:evidence") not in found:
            yield f"<{subject}> has no evidence"


def _graph_problems(snapshot: "Reader", wanted: Mapping[str, Any]) -> Iterator[str]:
    from kg.graph import TEXT, by_value

    yield from _stamp_problems(snapshot.stamps(), {name: source.stamp for name, source in wanted.items()})
    merged: set[int] = set()
    for name, source in wanted.items():
        expected = set(map(by_value, source.triples()))
        if set(map(by_value, snapshot.lines(name))) != expected:
            yield f"graph <{name}> does not hold what its record says; `minutebook rebuild` makes it anew"
        if source.merged:
            merged.update(hash(line) for line in expected if line.split(" ", 2)[1] != TEXT)
    held = [hash(line) for line in map(by_value, snapshot.lines(None))]
    if len(held) != len(merged) or set(held) != merged:
        yield "the merged graph is not the sum of the documents; `minutebook rebuild` makes it anew"


def _stamp_problems(held: Mapping[str, str], wanted: Mapping[str, str]) -> Iterable[str]:
    for name in sorted({*held, *wanted}):
        if held.get(name) != wanted.get(name):
            told = (
                "is missing" if name not in held else "should not be there" if name not in wanted else "is out of date"
            )
            yield f"{name} {told}"
