"""Forgetting a person or a document: out of every file of a library, and kept out.

The one place where records and the log of judgements are rewritten. What other people and
documents support stays. Stopped in the middle, it is done by doing it again.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import forgotten as lists
from kg.durable import replace_files
from kg.errors import LibraryError
from kg.forgotten import Forgotten
from kg.identifiers import name_key
from kg.library_folder import FAILURES, JUDGEMENTS, SEARCHES
from kg.loading import without
from kg.namespaces import iri
from kg.nquads import canonical, literal

if TYPE_CHECKING:
    from kg.library import Library

_STATED = "stated.json"
_OWN = ("roster.ttl", "minutebook.toml")


def forget_person(library: "Library", person: str) -> list[str]:
    """Forget the person of this IRI; the files, by path in the folder, in which a full name of theirs is still found.

    Raises LibraryError, and changes nothing, where the roster, the configuration or the name of
    a document names them: people change these.
    """
    with library.lock():
        state = library.state()
        own = {one: _iris(view.renamed, person) for one, view in state.views.items()}
        names: set[str] = {one.text or "" for one in library.judgements.read() if one.target == person}
        local: set[tuple[str, str]] = set()
        for document_id, summary in state.sound().items():
            for named in summary.names.people:
                if named.iri in own[document_id]:
                    forms = {named.name, *named.aliases, *filter(None, [named.short])}
                    names |= {
                        form for form in forms if " " in name_key(form) or (form == named.short and len(form) > 3)
                    }
                    local |= {(document_id, form) for form in forms}
        if not local:
            raise LibraryError(f"nobody is called {person} in the records; `minutebook people` lists them")
        names.discard("")
        wanted = lists.load(library.folder).with_person(names, local)
        _refuse_own(library, wanted)
        lists.save(library.folder, wanted)
        changed = {}
        for document_id in state.sound():
            before = library.records.read(document_id)
            after = redacted(before, document_id, own[document_id], wanted)
            if after != before:
                changed[document_id] = after
        sources = {one: (state.sound()[one].source, _source(record)) for one, record in changed.items()}
        library.restrict_moved(sources.values())
        library.store(changed)
        library.restrict({old: None for old, new in sources.values() if old != new})
        everyone = {person}.union(*own.values())
        _rewrite_log(library, lambda values: _forgets_person(values, everyone), wanted)
        _rewrite(library.folder / FAILURES, wanted)
        _rewrite(library.folder / _STATED, wanted)
        _rewrite(library.folder / SEARCHES, wanted)
        library.start_anew()
        return residue(library.folder, [name for name in names if " " in name_key(name)])


def forget_document(library: "Library", document_id: str) -> list[str]:
    """Forget a document; the files in which its text is still found. Raises LibraryError where it is not stored."""
    from kg.stored import from_record

    with library.lock():
        document = from_record(library.records.read(document_id))
        wanted = lists.load(library.folder).with_document(document.source, document.content_hash)
        lists.save(library.folder, wanted)
        _rewrite_log(library, lambda values: _forgets_document(values, document_id), wanted)
        for name in (FAILURES, _STATED):
            _drop(library.folder / name, document.source)
        library.remove([document_id])
        if document.source in library.restrictions().sources:
            library.restrict({document.source: None})
        library.start_anew()
        return residue(library.folder, [document.text[:200]])


def _source(record: bytes) -> str:
    from kg.stored import from_record

    return from_record(record).source


def redacted(record: bytes, document_id: str, people: Iterable[str], wanted: Forgotten) -> bytes:
    """A record without these people: what only speaks of them is gone, and the text is blacked out, offsets kept."""
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

    kept = without(record, people)
    quads = list(parse(kept, format=RdfFormat.N_QUADS))
    text = next(quad.object.value for quad in quads if quad.predicate.value == iri("mb:text"))
    forms = wanted.forms(text, document_id)
    black = wanted.redact(text, document_id)
    places = _places(quads)
    exact = iri("oa:exact")
    fixed = {iri("mb:text"): black}

    def value(quad: Any) -> Any:
        found = quad.object
        if isinstance(found, NamedNode):
            return NamedNode(_name(found.value))
        if found.datatype.value != iri("xsd:string"):
            return found
        predicate = quad.predicate.value
        if predicate == exact:
            start, end = places[quad.subject.value]
            return Literal(black[start:end])
        if predicate == iri("mb:contentHash"):
            return found
        return Literal(fixed.get(predicate) or wanted.redact(found.value, document_id, forms))

    def _name(name: str) -> str:
        return name if "/doc/" in name or "/fact/" in name else wanted.redact(name)

    made = (Quad(NamedNode(_name(q.subject.value)), q.predicate, value(q), q.graph_name) for q in quads)
    return canonical(serialize(made, format=RdfFormat.N_QUADS) or b"")


def _places(quads: Iterable[Any]) -> dict[str, tuple[int, int]]:
    """Where every span stands in the text."""
    bounds: dict[str, dict[str, int]] = {}
    for quad in quads:
        if quad.predicate.value in (iri("oa:start"), iri("oa:end")):
            bounds.setdefault(quad.subject.value, {})[quad.predicate.value] = int(quad.object.value)
    return {subject: (found[iri("oa:start")], found[iri("oa:end")]) for subject, found in bounds.items()}


def residue(folder: Path, texts: Iterable[str]) -> list[str]:
    """Paths under `folder` of the files that hold one of these texts, in any case, among all their bytes."""
    needles = {form for text in texts for form in _spellings(text)}
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes().lower()
            if any(needle in content for needle in needles):
                found.append(str(path.relative_to(folder)))
    return found


def _spellings(text: str) -> Iterator[bytes]:
    for form in (text, name_key(text), name_key(text).replace(" ", "-"), literal(text)[1:-1]):
        if form:
            yield form.encode().lower()
            yield form.lower().encode()


def _iris(renamed: Iterable[tuple[str, str]], person: str) -> set[str]:
    """The IRIs in one record that mean the person."""
    changed = dict(renamed)
    return {old for old, new in changed.items() if new == person} | ({person} if person not in changed else set())


def _refuse_own(library: "Library", wanted: Forgotten) -> None:
    for name in _OWN:
        path = library.folder / name
        if path.exists() and wanted.redact(text := path.read_text(encoding="utf-8")) != text:
            raise LibraryError(f"{path} names them; take them out of it first, as this file is yours")
    for name, graph in library.outside_graphs().items():
        if wanted.forms(graph.content.decode(errors="replace")):
            raise LibraryError(f"the graph {name!r} names them; remove `graph/{name}`, or load it without them")
    for document_id in library.records.ids():
        if wanted.redact(document_id) != document_id:
            raise LibraryError(f"document {document_id} is named after them; forget it first")


def _rewrite(path: Path, wanted: Forgotten) -> None:
    if path.exists():
        before = path.read_text(encoding="utf-8")
        if (after := wanted.redact(before)) != before:
            replace_files(path.parent, [(path.name, after.encode())])


def _drop(path: Path, source: str) -> None:
    if path.exists():
        content = json.loads(path.read_bytes())
        if content.pop(source, None) is not None:
            replace_files(
                path.parent, [(path.name, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())]
            )


def _rewrite_log(library: "Library", change: Any, wanted: Forgotten) -> None:
    """The log with every line changed; numbers stay, so that undoing still works."""
    path = library.folder / JUDGEMENTS
    if not path.exists():
        return
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        values = change(json.loads(line))
        if values is None:
            values = {key: value for key, value in json.loads(line).items() if key in ("number", "who", "at")}
            values["action"] = "forgotten"
        lines.append(json.dumps(_told(values, wanted), ensure_ascii=False, separators=(", ", ": ")))
    replace_files(library.folder, [(path.name, ("\n".join(lines) + "\n").encode())])


def _told(value: Any, wanted: Forgotten) -> Any:
    """JSON values with the texts in them blacked out."""
    if isinstance(value, str):
        return wanted.redact(value)
    if isinstance(value, list):
        return [_told(one, wanted) for one in value]
    return {key: _told(one, wanted) for key, one in value.items()} if isinstance(value, dict) else value


def _forgets_person(values: dict[str, Any], people: set[str]) -> dict[str, Any] | None:
    """The line where it is not about them, else None."""
    about = {values.get("target"), values.get("other"), *values.get("owners", ())}
    if fact := values.get("fact"):
        about |= {*fact["by"], *fact.get("engaged", ())}
    return None if any(one and (one in people or one.partition("~")[0] in people) for one in about) else values


def _forgets_document(values: dict[str, Any], document_id: str) -> dict[str, Any] | None:
    """The line without the document, None where it is about that alone."""
    documents = values.get("documents", [])
    kept = [one for one in documents if one != document_id]
    if documents and not kept:
        return None
    return {**values, "documents": kept} if documents else values
