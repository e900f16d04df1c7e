"""A library: a folder of records, judgements, roster and configuration, and the graph made from them.

    from kg import Library

    library = Library.open("trees")
    for name, day in library.select("SELECT ?name ?day WHERE { … }"):
        print(name, day)

Reading needs no lock and sees one whole state. Writing holds the library's lock.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kg.configuration import Configuration
from kg.durable import Step, no_step
from kg.engines import graph_engine
from kg.errors import LibraryError
from kg.library_folder import LibraryFolder, fingerprint
from kg.snapshot import corruption_as_oserror

if TYPE_CHECKING:
    from datetime import datetime

    from rdflib import Dataset

    from kg.catch_up import Report
    from kg.graph import Reader
    from kg.judgements import Action, Judgement
    from kg.sparql import Graphs, Parameters, Rows
    from kg.status import Status
    from kg.stored import StoredDocument
    from kg.summaries import Summary
    from kg.verify import Fault


class Library(LibraryFolder):
    """One library. May be shared by threads."""

    sees_everything = True
    """Is nothing kept from whom it is shown to?"""

    def __init__(self, folder: Path, settings: Configuration, step: Step = no_step) -> None:
        """Use `open`, `find` or `create`. `step` is called before each change of the disk (for tests of crashes)."""
        super().__init__(folder, settings, step)
        self.engine = graph_engine(settings, self.cache, step)

    def judge(
        self,
        action: "Action",
        *,
        who: str,
        at: "datetime",
        why: str = "",
        groups: "Collection[str]" = (),
        **about: Any,
    ) -> "Judgement":
        """Add a judgement to the log. Entities and statements are IRIs, or local ids such as `person/ada-byrne`.

        A judgement on a statement finds its document by itself. Raises JudgementError where it
        names what does not exist or contradicts one that holds. With `groups` only their members
        see the fact that is told.
        """
        from kg.by_hand import document_id
        from kg.judging import complete

        with self.lock():
            given = complete(self, action, about)
            if groups:
                self.restrict({document_id(len(self.judgements.read()) + 1): groups})
            return self.judgements.append(action, who=who, at=at, why=why, **given)

    # Catching up

    def catch_up(self, *, from_nothing: bool = False, seconds: float | None = None) -> "Report":
        """Bring the graph to what the records say; `from_nothing` builds it anew.

        Raises LibraryError where another writer holds the lock for longer than `seconds`.
        """
        from kg.catch_up import Report, catch_up, sources

        with self.lock(seconds):
            mark, changed_at = self.fingerprint(), fingerprint(self.folder)[1]
            if time.time_ns() - changed_at < _TICK_NS:
                time.sleep(_TICK_NS / 1e9)  # so that a later change cannot bear the same time
            state = self._state()
            wanted = sources(self.records, state, self.base)
            replaced, removed = catch_up(self.engine, wanted, mark, from_nothing=from_nothing)
        start = f"{self.base}doc/"
        return Report(
            tuple(name.removeprefix(start) for name in replaced if name.startswith(start)),
            tuple(name.removeprefix(start) for name in removed if name.startswith(start)),
            state.damaged(),
        )

    def snapshot(self) -> "Reader":
        """The newest state of the graph, to read from; it does not change under the reader of an embedded engine.

        Catches up first where the library changed. While another process writes, it is the
        state before that. Raises LibraryError where there is no state yet and none can be made.
        """
        with self._guard:
            if self.engine.mark() != self.fingerprint():
                self._catch_up_if_free()
            return self._open_snapshot()

    def may_show(self, mark: str | None) -> bool:
        """May what was made when this was the fingerprint be shown while another process writes?"""
        return bool(mark)

    def _catch_up_if_free(self) -> None:
        there_is_one = self.may_show(self.engine.mark())
        try:
            self.catch_up(seconds=0 if there_is_one else None)
        except LibraryError:
            if not there_is_one:
                raise

    def _open_snapshot(self) -> "Reader":
        try:
            return self.engine.reader()
        except OSError:
            self.catch_up(from_nothing=True)
            return self.engine.reader()

    def start_anew(self) -> None:
        """Remove all that is derived and make the graph again: nothing that was deleted stays behind in it."""
        from shutil import rmtree

        with self.lock():
            kept = {self.engine.folder, self.cache / AUDIENCES}
            for path in self.cache.iterdir() if self.cache.exists() else ():
                if path.is_file() and path.name != GROUPS:
                    path.unlink()
                elif path.is_dir() and path not in kept:
                    rmtree(path)
            self.catch_up(from_nothing=True)
            for audience in self.audiences():
                audience.start_anew()

    # Audiences

    def seen_by(self, groups: "Iterable[str]") -> "Library":
        """The library as somebody sees it who is in these groups and no other; itself where nothing is kept from them.

        Everything that it answers is made from what they may see and from nothing else. Only
        judgements can be added to it.
        """
        from kg.seen import SeenLibrary

        restrictions = self.restrictions()
        own = restrictions.groups.intersection(groups)
        return self if restrictions.is_whole(own) else SeenLibrary(self, own)

    def audiences(self) -> "list[Library]":
        """The library as each audience sees it for whom graph and index were made; those of no audience any more go."""
        from kg.seen import audiences

        return audiences(self)

    # Asking

    def _ask(self, run: Any) -> Any:
        """`run(snapshot)`; where the graph turns out to be unreadable it is built anew, once."""
        try:
            with corruption_as_oserror():
                return run(self.snapshot())
        except OSError:
            self.catch_up(from_nothing=True)
            return run(self.snapshot())

    def select(self, query: str, parameters: "Parameters | None" = None) -> "Rows":
        """All rows of a SELECT query as Python values. Raises QueryError where it cannot be run as written.

        Relative IRIs in it are under the library's base: `<person/ada-byrne>`.
        """
        from kg.sparql import select

        return cast("Rows", self._ask(lambda reader: select(reader, query, parameters, base=self.base)))

    def ask(self, query: str, parameters: "Parameters | None" = None) -> bool:
        """The answer to an ASK query. Raises QueryError where it cannot be run as written."""
        from kg.sparql import ask

        return cast(bool, self._ask(lambda reader: ask(reader, query, parameters, base=self.base)))

    def query(
        self,
        query: str,
        format_: str = "json",
        parameters: "Parameters | None" = None,
        *,
        seconds: float | None = None,
        limit_rows: int | None = None,
    ) -> bytes:
        """The answer to any query in a standard format; relative IRIs in it are under the library's base.

        They are csv, tsv, json and xml; for triples turtle, ntriples, nquads, trig and jsonld.
        With `seconds` or `limit_rows` it is bounded as by `write_answer`.
        """
        if seconds is None and limit_rows is None:
            from kg.results import serialise
            from kg.sparql import execute

            return cast(
                bytes, self._ask(lambda reader: serialise(execute(reader, query, parameters, base=self.base), format_))
            )
        from tempfile import TemporaryFile

        with TemporaryFile() as output:
            self.write_answer(output, query, format_, parameters, seconds=seconds, limit_rows=limit_rows)
            output.seek(0)
            return output.read()

    def write_answer(
        self,
        output: BinaryIO,
        query: str,
        format_: str = "json",
        parameters: "Parameters | None" = None,
        *,
        seconds: float | None = None,
        limit_rows: int | None = None,
        graphs: "Graphs | None" = None,
    ) -> bool:
        """Write the answer to a query in a standard format, row by row; True where `limit_rows` left some out.

        With `seconds` the query runs in a process of its own, which is stopped after them
        (QueryTimeout) or where it needs more memory than is configured (QueryError); `output` is then
        a file of the system.
        """
        from kg.results import write
        from kg.sparql import execute, term

        if seconds is None:
            found = self._ask(lambda reader: execute(reader, query, parameters, graphs=graphs, base=self.base))
            return write(found, format_, output, limit_rows)
        from kg import limited

        given = {name: str(term(value)) for name, value in (parameters or {}).items()}
        limits = limited.Limits(seconds, self.configuration.query_memory_mb, limit_rows)
        return limited.run(
            self.snapshot().place, query, format_, output, limits, parameters=given, graphs=graphs, base=self.base
        )

    def document(self, document_id: str) -> "StoredDocument":
        """One document with the library's IRIs and names. Raises LibraryError where there is none."""
        from pyoxigraph import NamedNode

        from kg.identifiers import document_iri
        from kg.stored import from_quads

        graph = NamedNode(document_iri(self.base, document_id))
        quads = self._ask(lambda reader: list(reader.quads_for_pattern(None, None, None, graph)))
        if not quads and not self.holds(document_id):
            raise LibraryError(f"there is no document {document_id!r}; `minutebook status` lists them")
        if not quads:
            raise LibraryError(f"document {document_id!r} cannot be used; `minutebook verify` says why")
        return from_quads(quads)

    def holds(self, document_id: str) -> bool:
        """Is this document stored? That it can be used is not said."""
        return document_id in self.records

    def stamps(self) -> dict[str, str]:
        """Stamp of every document in the graph, by id: another engine that keeps them knows what it must replace."""
        start = f"{self.base}doc/"
        found = self._ask(lambda reader: reader.stamps())
        return {name.removeprefix(start): stamp for name, stamp in found.items() if name.startswith(start)}

    def summaries(self) -> "dict[str, Summary]":
        """What is known of every sound document, by id: source, content hash, pipeline, kind, title, date."""
        return self.state().sound()

    def verify(self, index_stamps: Mapping[str, str] | None = None) -> "list[Fault]":
        """Everything that is wrong with the library, sorted; see `kg.verify`."""
        from kg.verify import verify

        return verify(self, index_stamps)

    def status(self) -> "Status":
        """What the library holds, what could not be read, and what is missing."""
        from kg.status import status

        return status(self)

    def rdflib_dataset(self) -> "Dataset":
        """The newest state as an rdflib `Dataset`, read-only by use: changes to it are lost.

        String queries run in Oxigraph. rdflib's own loading of graphs by FROM is switched off.
        Raises LibraryError where the graph is on a server, which rdflib's `SPARQLStore` can ask.
        """
        import rdflib.plugins.sparql
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        from kg.namespaces import PREFIXES
        from kg.snapshot import Snapshot

        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        reader = self.snapshot()
        if not isinstance(reader, Snapshot):
            raise LibraryError("the graph is on a server: give its address to rdflib's SPARQLStore")
        dataset = Dataset(store=OxigraphStore(store=reader.store))
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset


AUDIENCES = "audiences"
"""Folder in the cache for what is made for audiences that do not see everything, a folder each."""
GROUPS = "groups.json"
"""File in such a folder that names the audience's groups."""
_TICK_NS = 20_000_000
"""Longer than the steps in which file systems of today tell times apart."""
