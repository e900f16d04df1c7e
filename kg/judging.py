"""A judgement made complete: ids become IRIs, what it names must exist, statements find their document."""

from typing import TYPE_CHECKING, Any

from kg.errors import JudgementError
from kg.namespaces import iri

if TYPE_CHECKING:
    from kg.judgements import Fact
    from kg.library import Library

_DOCUMENT_OF = "SELECT ?document WHERE { ?statement mb:inDocument ?document }"
_IS_COMMITMENT = "ASK { ?statement a mb:Commitment }"
_STATUS_OF = """SELECT ?property WHERE { ?statement ?property ?status .
    FILTER(?property IN (mb:commitmentStatus, mb:engagementStatus, mb:focusStatus, mb:attendanceStatus)) }"""
_WORDS_OF = "SELECT ?concept ?word WHERE { GRAPH ?ontology { ?concept skos:inScheme ?scheme ; skos:notation ?word } }"
_EXISTS = "ASK { ?thing a ?class }"
SCHEMES = {
    iri(f"mb:{name}"): scheme
    for name, scheme in (
        ("commitmentStatus", "commitment"),
        ("engagementStatus", "engagement"),
        ("focusStatus", "focus"),
        ("attendanceStatus", "attendance"),
    )
}
"""The schemes of words that say how a statement stands, by property."""


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
            if not library.holds(document_id) and document_id not in library.state().by_hand:
                raise JudgementError(f"there is no document {document_id!r}; `minutebook status` lists them")
    if action == "close-action":
        _need_commitment(library, given.get("target", ""))
    if action == "set":
        _check_set(library, given)
    if given.get("fact"):
        given["fact"] = _checked(library, given["fact"])
    return given


def _check_set(library: "Library", given: dict[str, Any]) -> None:
    """Raises JudgementError for a status that such statements cannot have, a due date that is none, unknown owners."""
    from kg.sparql import Iri

    rows = library.select(_STATUS_OF, {"statement": Iri(given["target"])})
    status, property_ = given.get("status"), str(rows[0][0]) if rows else ""
    scheme = SCHEMES.get(property_)
    if status and (scheme is None or status not in _words(library, scheme)):
        known = ", ".join(_words(library, scheme)) if scheme else "none, it has no status"
        raise JudgementError(f"{status!r} is no status of {given['target']}; it can be: {known}")
    if given.get("due") or given.get("owners"):
        _need_commitment(library, given["target"])
    if given.get("due"):
        _need_date(given["due"])
    if given.get("owners"):
        given["owners"] = tuple(_iri(library, owner) for owner in given["owners"])
        for owner in given["owners"]:
            _need(library, owner)


def _words(library: "Library", scheme: str) -> list[str]:
    from kg.namespaces import MB

    rows = library.select(_WORDS_OF)
    start = f"{MB}{scheme}-"
    return sorted(str(word) for concept, word in rows if str(concept) == f"{start}{word}")


def _need_date(text: str) -> None:
    from kg import edtf

    try:
        edtf.parse(text)
    except ValueError:
        raise JudgementError(f"{text!r} is not a date; write 2023, 2023-05 or 2023-05-17") from None


def _checked(library: "Library", fact: "Fact") -> "Fact":
    """The fact with full IRIs. Raises JudgementError where it lacks parties or names somebody unknown."""
    from dataclasses import replace

    from kg.by_hand import parties

    whole = replace(
        fact,
        by=tuple(_iri(library, one) for one in fact.by),
        engaged=tuple(_iri(library, one) for one in fact.engaged),
        organisation=_iri(library, fact.organisation) if fact.organisation else None,
        new=tuple((_iri(library, one), name) for one, name in fact.new),
    )
    if not whole.by or (whole.kind == "engagement" and not whole.engaged) or (whole.kind == "role" and not whole.what):
        raise JudgementError(f"the {whole.kind} lacks somebody or something: who, with whom, or what")
    if whole.when:
        _need_date(whole.when)
    new = dict(whole.new)
    for one in parties(whole):
        if not one.startswith((f"{library.base}person/", f"{library.base}org/")):
            raise JudgementError(f"{one} is neither a person nor an organisation of this library")
        if one not in new:
            _need(library, one)
    return whole


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
