"""Records of a library, as `kg.export` writes them, taken into another; and triples of others' making kept beside them.

Everything is checked before anything is written, and written under the library's lock: texts that say whom to keep
documents from go first.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg import configuration, forgotten, outside_graphs, restrictions, roster
from kg.durable import replace_files
from kg.errors import LoadError, MinutebookError
from kg.export import KEPT_TEXTS
from kg.exported import Export, Given, is_named, listed, parsed, read_export, together
from kg.judgements import JudgementLog
from kg.library_folder import GRAPHS, SEARCHES
from kg.nquads import node
from kg.summaries import Damage, summarise
from kg.verify import record_problems

if TYPE_CHECKING:
    from kg.library import Library

_TOLD = 5
"""Problems told at once."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was taken in: ids of documents, names of texts and of graphs; `unchanged` were there already."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()


def load(library: "Library", files: Iterable[Given], *, replace: bool = False) -> Loaded:
    """Take exported records into the library, and with a whole library what people said of it.

    Raises LoadError where a file is no such thing, where documents differ from those that are
    here, unless they are to `replace` these, or texts would overwrite others. Nothing is changed then.
    """
    found = together([read_export(given, library.base) for given in files])
    with library.lock():
        held = {name: library.records.read(name) for name in found.records if name in library.records}
        changed = [name for name, record in held.items() if record != found.records[name]]
        _check_records(library, found.records)
        if changed and not replace:
            raise LoadError(f"{listed(changed)} would be changed by what is loaded; --replace changes them")
        texts = _new_texts(library, found, replace=replace)
        graphs = _new_graphs(library, found.graphs, replace=replace)
        added = [name for name in found.records if name not in held]
        replace_files(library.folder, [(name, text.encode()) for name, text in texts.items()])
        library.store({name: found.records[name] for name in (*added, *changed)})
        _write_graphs(library, graphs)
    unchanged = sorted(held.keys() - set(changed))
    return Loaded(tuple(sorted(added)), tuple(sorted(changed)), tuple(unchanged), tuple(texts), tuple(graphs))


def keep_graph(
    library: "Library", name: str, files: Iterable[Given], *, who: str, at: datetime, replace: bool = False
) -> int:
    """Keep triples of others' making as the graph of this name; how many there are.

    Raises LoadError where a file holds none or cannot be read, where there is such a graph already,
    unless it is to be replaced, or it would be too large.
    """
    parts = []
    for given in files:
        quads = list(parsed(given))
        named = {quad.graph_name.value for quad in quads if is_named(quad)}
        if named:
            raise LoadError(f"{given.name}: holds the named graph <{min(named)}>; one graph without a name is kept")
        if not quads:
            raise LoadError(f"{given.name}: holds no triples")
        parts.append((given.name, quads))
    content = outside_graphs.made(library.base, name, parts, who=who, at=at)
    with library.lock():
        _write_graphs(library, _new_graphs(library, {name: content}, replace=replace))
    return len({(quad.subject, quad.predicate, quad.object) for _, quads in parts for quad in quads})


def _check_records(library: "Library", records: Mapping[str, bytes]) -> None:
    """Raise LoadError where records are unsound, or of what the library is to forget."""
    problems = [f"{name}: {told}" for name, record in records.items() for told in _problems(library, name, record)]
    if problems:
        more = f"; and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
        raise LoadError("; ".join(problems[:_TOLD]) + more)


def _problems(library: "Library", name: str, record: bytes) -> Iterator[str]:
    from kg.stored import from_record

    forgets = library.forgotten()
    found = summarise(record, name, (0, 0))
    if isinstance(found, Damage):
        yield f"is no record: {found.reason}"
        return
    document = from_record(record)
    yield from record_problems(record)
    lines = record.decode().split("\n")[:-1]
    if any(line.split(" ", 2)[1] == node("mb:inMonth") for line in lines):
        yield "is what a library answers from, not its record; export without --resolved"
    start = f"<{library.base}"
    if not all(line.startswith(start) for line in lines):
        yield "speaks of what is not of this library"
    if forgets.has_document(document.source, document.content_hash) or forgets.forms(document.text, name):
        yield "is, or names, what this library was told to forget"


def _new_texts(library: "Library", found: Export, *, replace: bool) -> dict[str, str]:
    """The texts to write. Raises LoadError where there are others in their place, or one cannot be used."""
    texts = dict(found.texts)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in texts.items():
            (folder / file).write_bytes(text.encode())
        rules = _usable(folder, library)
    texts.pop(configuration.FILE, None)
    missing = [pattern for pattern, groups in rules if (pattern, groups) not in library.configuration.restricted]
    if missing:
        raise LoadError(
            f"documents are kept from some by rules ({listed(missing)}) that {library.folder / configuration.FILE} "
            "does not have: write them under [restricted] there first"
        )
    new = {}
    for file, text in texts.items():
        path = library.folder / file
        held = path.read_bytes().decode() if path.exists() else ""
        if library.forgotten().forms(text):
            raise LoadError(f"{file} names somebody whom this library was told to forget")
        if file == SEARCHES and held:
            new[file] = _with_searches(path, held, text, replace=replace)
        elif not text.startswith(held) and not held.startswith(text):
            raise LoadError(f"{path} says other things than what is loaded; load it into an empty library")
        elif len(text) > len(held):
            new[file] = text
        if new.get(file) == held:
            del new[file]
    return {file: new[file] for file in KEPT_TEXTS if file in new}


def _with_searches(path: Path, held: str, text: str, *, replace: bool) -> str:
    """The searches saved here with those that are loaded; the text as it is where it holds them already."""
    try:
        here, given = json.loads(held), json.loads(text)
        both = {**here, **given}
    except (ValueError, TypeError) as problem:
        raise LoadError(f"{path}: cannot be read ({problem}); mend it or delete it") from None
    differing = [name for name in given if here.get(name, given[name]) != given[name]]
    if differing and not replace:
        raise LoadError(f"other searches are saved here as {listed(differing)}; --replace takes what is loaded")
    return held if both == here else json.dumps(dict(sorted(both.items())), ensure_ascii=False, indent=1) + "\n"


def _usable(folder: Path, library: "Library") -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Raise LoadError where a text in `folder` is not what its name says; the rules of its configuration, if any."""
    try:
        JudgementLog(folder / "judgements.jsonl").read()
        roster.read(folder / roster.FILE, library.base)
        forgotten.load(folder)
        for name in ("stated.json", "restricted.json", SEARCHES):
            path = folder / name
            if path.exists() and not isinstance(json.loads(path.read_bytes()), dict):
                raise LoadError(f"{name}: is no JSON object")
        path = folder / configuration.FILE
        if not path.exists():
            return ()
        restrictions.load(folder)
        return configuration.read(path).restricted
    except (MinutebookError, ValueError) as problem:
        raise LoadError(f"what is loaded cannot be used: {str(problem).replace(f'{folder}/', '')}") from None


def _new_graphs(library: "Library", graphs: Mapping[str, bytes], *, replace: bool) -> dict[str, bytes]:
    known = library.outside_graphs()
    for name, content in graphs.items():
        graph = outside_graphs.checked(content, outside_graphs.graph_iri(library.base, name))
        if graph.problem:
            raise LoadError(f"the graph {name!r} cannot be kept: {graph.problem}")
        if library.forgotten().forms(content.decode()):
            raise LoadError(f"the graph {name!r} names somebody whom this library was told to forget")
        if name in known and known[name].content != content and not replace:
            raise LoadError(f"there is a graph {name!r} already; --replace puts this in its place")
    return {name: content for name, content in graphs.items() if name not in known or known[name].content != content}


def _write_graphs(library: "Library", graphs: Mapping[str, bytes]) -> None:
    folder = library.folder / GRAPHS
    if graphs:
        folder.mkdir(exist_ok=True)
        replace_files(folder, [(f"{name}{outside_graphs.SUFFIX}", content) for name, content in graphs.items()])
