"""A parsed query run over a snapshot: which passages it finds, and how much each is worth."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from kg import edtf
from kg.errors import QueryError
from search.analysis import is_stop_word, tokens
from search.docsets import Docset, members
from search.documents import IndexedEntity
from search.engine import SearchRequest, Sort
from search.entity_names import EntityNames
from search.query_language import Dates, Either, FieldValue, Group, Node, Phrase, Word
from search.whoosh_snapshot import Impacts, Snapshot

MOST_ENDINGS = 200
"""Words that a prefix stands for, the most frequent ones."""


@dataclass
class Evaluation:
    """Runs nodes over a snapshot, gathering what snippets and notes need on the way."""

    snapshot: Snapshot
    names: EntityNames
    notes: list[str] = field(default_factory=list)
    terms: dict[str, float] = field(default_factory=dict)
    """Terms to highlight, with how much each tells."""
    words: set[str] = field(default_factory=set)
    """Folded words to highlight, found by a prefix."""
    scorers: list[Impacts] = field(default_factory=list)
    every_word: Docset = -1
    """Passages that hold all words asked for."""
    entities: dict[str, IndexedEntity] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    """Words as written that no passage holds."""

    def group(self, group: Group) -> Docset:
        """What a group finds: all musts; any wish, where nothing but filters is a must; none of the rest."""
        found = self.snapshot.searched
        for node in group.must:
            found &= self.node(node)
        wishes = self.wishes(group.may)
        if wishes is not None and all(isinstance(node, FieldValue | Dates) for node in group.must):
            found &= wishes
        for node in group.without:
            found &= ~self.excluded(node)
        return found

    def wishes(self, nodes: Iterable[Node]) -> Docset | None:
        """Passages with any of the words; None where there are no words. Stop words count among themselves only."""
        nodes = list(nodes)
        telling = [
            node for node in nodes if not (isinstance(node, Word) and not node.prefix and is_stop_word(node.text))
        ]
        if not nodes:
            return None
        found = reduce(or_, [self.node(node) for node in telling or nodes])
        for entity, docs in self.expanded([node for node in telling if isinstance(node, Word) and not node.prefix]):
            self.entities[entity.iri] = entity
            found |= docs
        return found

    def node(self, node: Node) -> Docset:
        """What a node finds; its score and highlights are noted."""
        match node:
            case Word(text, prefix):
                found = self.prefix(text) if prefix else self.word(text)
                self.every_word &= found
                return found
            case Phrase(text):
                found = self.phrase(text)
                self.every_word &= found
                return found
            case FieldValue() | Dates():
                return self.filtered(node)
            case Either(parts):
                before = self.every_word
                found = reduce(or_, [self.node(part) for part in parts])
                self.every_word = before & found
                return found
            case Group():
                return self.group(node)

    def excluded(self, node: Node) -> Docset:
        """What a node finds, leaving no trace in scores and highlights."""
        aside = Evaluation(self.snapshot, self.names)
        found = aside.node(node)
        self.notes += aside.notes
        return found

    def word(self, text: str) -> Docset:
        token = tokens(text)[0]
        impacts = self.snapshot.impacts(token.term)
        self.scorers.append(impacts)
        self.terms[token.term] = self.snapshot.idf(len(impacts[0]))
        if not impacts[0]:
            self.unknown.append(text)
        return self.snapshot.docset_of_term(token.term)

    def prefix(self, text: str) -> Docset:
        endings = sorted(self.snapshot.words_from("word", tokens(text)[0].word), key=lambda found: -found[1])
        if len(endings) > MOST_ENDINGS:
            self.notes.append(
                f"{text}* stands for {len(endings)} words; the {MOST_ENDINGS} most frequent were searched. "
                "Type more letters."
            )
        chosen = [word for word, _count in endings[:MOST_ENDINGS]]
        found = reduce(or_, (self.snapshot.having("word", word) for word in chosen), 0)
        if not found:
            self.notes.append(f"No word begins with {text!r}.")
        self.words |= set(chosen)
        self.scorers.append(self.snapshot.impacts_of_set(found))
        return found

    def phrase(self, text: str) -> Docset:
        found_tokens = tokens(text)
        found = self.snapshot.phrase([token.term for token in found_tokens])
        for token in found_tokens:
            impacts = self.snapshot.impacts(token.term)
            self.scorers.append(impacts)
            if not impacts[0]:
                self.unknown.append(text[token.start : token.end])
            if not is_stop_word(token.word):
                self.terms[token.term] = self.snapshot.idf(len(impacts[0]))
        return found

    def expanded(self, words: list[Word]) -> Iterator[tuple[IndexedEntity, Docset]]:
        """Passages that name an entity of the query otherwise than the query does: acronym or full name."""
        written = [word.text for word in words]
        for first, end, entities in self.names.runs(written):
            for entity in entities:
                self.entities[entity.iri] = entity
                names = self.names.expansions(entity)
                if not names:
                    continue
                docs = reduce(or_, map(self.quiet_phrase, names)) | self.snapshot.having(entity.kind, entity.iri)
                asked = " ".join(written[first:end])
                others = [name for name in names if name.casefold() != asked.casefold()]
                self.notes.append(f"{asked} also finds {', '.join(others)}.")
                self.terms |= {
                    token.term: 1.0 for name in others for token in tokens(name) if token.term not in self.terms
                }
                self.scorers.append(self.snapshot.impacts_of_set(docs))
                yield entity, docs

    def quiet_phrase(self, name: str) -> Docset:
        terms = [token.term for token in tokens(name)]
        return self.snapshot.phrase(terms) if terms else 0

    def filtered(self, node: FieldValue | Dates) -> Docset:
        if isinstance(node, Dates):
            return self.dated(node.interval)
        if node.field == "kind":
            return self.kind(node.value)
        resolution = self.names.resolve(node.field, node.value)
        self.notes += resolution.notes
        found = self.any_value(node.field, (entity.iri for entity in resolution.entities))
        if node.field == "focus":
            found |= reduce(or_, (self.quiet_phrase(entity.label) for entity in resolution.entities))
        return found

    def kind(self, value: str) -> Docset:
        known = self.snapshot.values("kind")
        wanted = value.casefold()
        if wanted not in known:
            have = ", ".join(sorted(known)) or "none yet"
            raise QueryError(f"There is no kind of document {value!r} here; there are: {have}.")
        return known[wanted].docset(self.snapshot.size)

    def any_value(self, name: str, values: Iterable[str]) -> Docset:
        """Passages with any of the values in a field."""
        return reduce(or_, (self.snapshot.having(name, value) for value in values), 0)

    def dated(self, wanted: edtf.Interval) -> Docset:
        """Passages whose date may lie in an interval; undated ones may not."""
        found = 0
        for when, postings in self.snapshot.values("when").items():
            if edtf.parse(when).overlaps(wanted):
                found |= postings.docset(self.snapshot.size)
        return found

    def request_filters(self, request: SearchRequest) -> Docset:
        """What the request's filters let through. Raises QueryError where its date cannot be read."""
        found = self.snapshot.searched
        for one in request.filters:
            found &= self.any_value(one.field, one.values)
        if request.dates is not None:
            try:
                found &= self.dated(edtf.parse(request.dates))
            except ValueError as problem:
                raise QueryError(f"The date {request.dates!r} cannot be read: {problem}") from None
        return found

    def scores(self) -> "list[float]":
        """The score of every passage."""
        scores = [0.0] * self.snapshot.size
        for numbers, impacts in self.scorers:
            for number, impact in zip(numbers, impacts, strict=True):
                scores[number] += impact
        return scores


def ranked(snapshot: Snapshot, found: Docset, scores: list[float], sort: Sort, end: int) -> list[int]:
    """The first `end` passages in order; ties keep the order of the index, undated ones come last."""
    if sort == "relevance":
        return heapq.nlargest(end, members(found, snapshot.size), key=scores.__getitem__)
    ordered: list[int] = []
    dated = 0
    days = sorted(snapshot.values("when").items(), reverse=sort == "newest")
    for _when, postings in days:
        inside = postings.docset(snapshot.size) & found
        dated |= inside
        if inside:
            ordered += sorted(members(inside, snapshot.size), key=lambda number: -scores[number])
        if len(ordered) >= end:
            return ordered[:end]
    return [*ordered, *members(found & ~dated, snapshot.size)][:end]
