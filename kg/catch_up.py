"""Bringing the graph to what records, judgements and roster say: compare stamps, replace what differs.

There is no repair beside it. It runs before the first query, after ingest and after a judgement;
from nothing it is a rebuild, and it ends in the same graph either way.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from kg import by_hand, loading
from kg.entity_names import EntityNames, View
from kg.errors import LibraryError
from kg.graph import GraphEngine, GraphSource
from kg.identifiers import document_iri
from kg.identity import resolve
from kg.judgements import Judgement, in_force
from kg.namespaces import MB
from kg.outside_graphs import OutsideGraph
from kg.record_store import RecordStore
from kg.roster import Roster
from kg.summaries import Damage, Summary
from ontology import ONTOLOGY

ONTOLOGY_GRAPH = MB.rstrip("#")
"""Name of the graph that holds the ontology; it is not merged."""


@dataclass(frozen=True, slots=True)
class State:
    """What records, judgements and roster say together: every record's summary, and its view where it is sound."""

    summaries: Mapping[str, Summary | Damage]
    views: Mapping[str, View]
    roster: Roster
    by_hand: Mapping[str, bytes] = field(default_factory=dict)
    """Records of facts told by hand, by document id; their views stand among the others."""
    outside: Mapping[str, OutsideGraph] = field(default_factory=dict)
    """Graphs of others' making, by name."""

    def sound(self) -> dict[str, Summary]:
        """Summaries of the records that can be used, by document id."""
        return {name: found for name, found in self.summaries.items() if isinstance(found, Summary)}

    def damaged(self) -> dict[str, str]:
        """What is wrong with the records that cannot be used, by document id."""
        records = {name: found.reason for name, found in self.summaries.items() if isinstance(found, Damage)}
        return records | {f"graph/{name}": one.problem for name, one in self.outside.items() if one.problem}

    def stamps(self) -> dict[str, str]:
        """Stamp of every sound document, by id: equal while nothing that concerns it changes."""
        hashes = {name: found.record_hash for name, found in self.sound().items()}
        hashes |= {name: sha256(record).hexdigest() for name, record in self.by_hand.items()}
        return {name: loading.stamp(record_hash, self.views[name]) for name, record_hash in hashes.items()}

    def entities(self) -> dict[str, EntityNames]:
        """People and organisations of all records as the library calls them, by IRI."""
        return {entity.iri: entity for view in self.views.values() for entity in view.entities}


@dataclass(frozen=True, slots=True)
class Report:
    """What a catch-up did: ids of the documents replaced and removed, and records that cannot be used."""

    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    damaged: Mapping[str, str] | None = None


def read_state(
    records: Mapping[str, Summary | Damage], judgements: Iterable[Judgement], roster: Roster, base: str
) -> State:
    """The state that these records, judgements and roster make together."""
    names = [found.names for found in records.values() if isinstance(found, Summary)]
    holding = in_force(judgements)
    state = State(records, resolve(names, holding, roster, base), roster)
    told = by_hand.records(holding, state.entities(), base)
    return replace(state, views={**state.views, **by_hand.views(holding, told)}, by_hand=told)


def sources(store: RecordStore, state: State, base: str) -> dict[str, GraphSource]:
    """Every graph that the engine should hold, by its IRI: a document's, the roster's, the ontology's, or another's."""
    found = {}
    for document_id, stamp in state.stamps().items():
        read = partial(_read, state.by_hand, store, document_id)
        found[document_iri(base, document_id)] = GraphSource(stamp, _Triples(read, state.views[document_id]))
    roster = state.roster.triples(base)
    if roster:
        found[f"{base}roster"] = GraphSource(_hash("\n".join(roster).encode()), lambda: roster)
    found |= {one.iri: one.source for one in state.outside.values() if one.problem is None}
    found[ONTOLOGY_GRAPH] = GraphSource(_hash(ONTOLOGY.read_bytes()), _ontology, merged=False)
    return found


def catch_up(
    engine: GraphEngine, wanted: Mapping[str, GraphSource], mark: str, *, from_nothing: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Make the engine hold the `wanted` graphs, in one commit; IRIs of the graphs replaced and removed.

    Where more than half are new to it, or it cannot be read, it is built anew: loading in bulk is
    cheaper for what is new, comparing with what is held for what changed a little. Raises
    LibraryError where the disk takes no more; the engine then holds what it held.
    """
    held = {} if from_nothing else engine.stamps()
    replaced = {name: source for name, source in wanted.items() if held.get(name) != source.stamp}
    removed = tuple(name for name in held if name not in wanted)
    try:
        if 2 * len(replaced.keys() - held.keys()) > len(wanted):
            engine.rebuild(wanted, mark)
        else:
            _commit(engine, wanted, replaced, removed, mark)
    except OSError as problem:
        raise LibraryError(f"the graph cannot be written: {problem}; records are safe, free some space") from problem
    return tuple(replaced), removed


def _commit(
    engine: GraphEngine,
    wanted: Mapping[str, GraphSource],
    replaced: Mapping[str, GraphSource],
    removed: tuple[str, ...],
    mark: str,
) -> None:
    try:
        engine.commit(replaced, removed, mark)
    except OSError:  # unreadable, most likely: it is only a copy
        engine.rebuild(wanted, mark)


@dataclass(frozen=True, slots=True)
class _Triples:
    """The triples of one document, read when asked for."""

    read: Callable[[], bytes]
    view: View

    def __call__(self) -> set[str]:
        return loading.triples(self.read(), self.view)


def _read(by_hand: Mapping[str, bytes], store: RecordStore, document_id: str) -> bytes:
    return by_hand.get(document_id) or store.read(document_id)


def _ontology() -> list[str]:
    from pyoxigraph import RdfFormat, parse

    triples = parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)
    return [f"{triple.subject} {triple.predicate} {triple.object}" for triple in triples]


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]
