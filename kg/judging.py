"""A judgement made complete: ids become IRIs, what it names must exist, statements find their document."""

from typing import TYPE_CHECKING, Any

from kg.errors import JudgementError

if TYPE_CHECKING:
    from kg.library import Library

_DOCUMENT_OF = "SELECT ?document WHERE { ?statement mb:inDocument ?document }"
_IS_COMMITMENT = "ASK { ?statement a mb:Commitment }"
_EXISTS = "ASK { ?thing a ?class }"


def complete(library: "Library", action: str, about: dict[str, Any]) -> dict[str, Any]:
    """`about` with full IRIs and the documents it touches. Raises JudgementError for what does not exist.

    `same`, `not-same` and `rename` may name an entity of a record that is shown under another's
    IRI by now: what existed in a record may be spoken of.
    """
    given = dict(about)
    for name in ("target", "other"):
        if given.get(name):
            given[name] = _iri(library, given[name])
            _need(library, given[name])
    if given.get("target", "").startswith(f"{library.base}fact/"):
        given.setdefault("documents", _documents_of(library, given["target"]))
    if "documents" in given:
        given["documents"] = tuple(given["documents"])
        for document_id in given["documents"]:
            if document_id not in library.records:
                raise JudgementError(f"there is no document {document_id!r}; `minutebook status` lists them")
    if action == "close-action":
        _need_commitment(library, given.get("target", ""))
    return given


def _iri(library: "Library", name: str) -> str:
    return name if "://" in name else library.base + name


def _need(library: "Library", name: str) -> None:
    from kg.sparql import Iri

    if library.ask(_EXISTS, {"thing": Iri(name)}):
        return
    known = {old for view in library.state().views.values() for old, _ in view.renamed}
    if name not in known:
        raise JudgementError(f"there is no {name} in this library; `minutebook search` finds names")


def _documents_of(library: "Library", statement: str) -> tuple[str, ...]:
    from kg.sparql import Iri

    rows = library.select(_DOCUMENT_OF, {"statement": Iri(statement)})
    return tuple(sorted(str(row[0]).removeprefix(f"{library.base}doc/") for row in rows))


def _need_commitment(library: "Library", statement: str) -> None:
    from kg.sparql import Iri

    if not statement or not library.ask(_IS_COMMITMENT, {"statement": Iri(statement)}):
        raise JudgementError(f"{statement or 'nothing'} is not a commitment; `minutebook commitments` lists them")
