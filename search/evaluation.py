"""A parsed query run over an index: which passages it finds, and what each word adds to their scores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Protocol

from kg import edtf
from kg.errors import QueryError
from search.analysis import is_stop_word, tokens
from search.documents import IndexedEntity
from search.engine import SearchRequest
from search.entity_names import EntityNames
from search.query_tree import Dates, Either, FieldValue, Group, Node, Phrase, Word

Found = Any
"""A set of passages, as an index makes it: `&`, `|` and `~` combine two of one index, and 0 and -1 with them."""
Impacts = Any
"""What something adds to scores; the first part is as long as there are passages to whose scores it adds."""
MOST_ENDINGS = 200
"""Words that a prefix stands for, the most frequent ones."""


class Passages(Protocol):
    """What an index says of its passages and titles."""

    @property
    def size(self) -> int:
        """What `Postings` ask for."""

    @property
    def searched(self) -> Found:
        """All of them."""

    def values(self, name: str) -> Mapping[str, Any]:
        """Every value of a field that one has; `docset(size)` of each is the set that has it."""

    def having(self, name: str, value: str) -> Found:
        """Those with a value in a field."""

    def words_from(self, name: str, beginning: str, most: int | None = None) -> list[tuple[str, int]]:
        """Values of a field that begin so, with how many passages hold each: the first `most`, or the most frequent."""

    def in_use(self, name: str, value: str) -> bool:
        """Does a passage that was not deleted hold this value?"""

    def impacts(self, term: str) -> Impacts:
        """What a term adds to the scores of those that hold it."""

    def impacts_of_set(self, found: Found) -> Impacts:
        """As if every passage of the set held one term once."""

    def frequency(self, term: str) -> int:
        """How many hold a term; those replaced since may count."""

    def docset_of_term(self, term: str) -> Found:
        """Those with a term."""

    def phrase(self, words: Sequence[str]) -> Found:
        """Those that hold the terms beside each other, in this order."""

    def idf(self, frequency: int) -> float:
        """How much it tells that a passage holds what `frequency` passages hold."""


@dataclass
class Evaluation:
    """Runs nodes over a snapshot, gathering what snippets and notes need on the way."""

    snapshot: Passages
    names: EntityNames
    notes: list[str] = field(default_factory=list)
    terms: dict[str, float] = field(default_factory=dict)
    """Terms to highlight, with how much each tells."""
    words: set[str] = field(default_factory=set)
    """Folded words to highlight, found by a prefix."""
    scorers: list[Impacts] = field(default_factory=list)
    every_word: Found = -1
    """Passages that hold all words asked for."""
    entities: dict[str, IndexedEntity] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    """Words as written that no passage holds."""

    def group(self, group: Group) -> Found:
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

    def wishes(self, nodes: Iterable[Node]) -> Found | None:
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

    def node(self, node: Node) -> Found:
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

    def excluded(self, node: Node) -> Found:
        """What a node finds, leaving no trace in scores and highlights."""
        aside = Evaluation(self.snapshot, self.names)
        found = aside.node(node)
        self.notes += aside.notes
        return found

    def word(self, text: str) -> Found:
        token = tokens(text)[0]
        impacts = self.snapshot.impacts(token.term)
        self.scorers.append(impacts)
        self.terms[token.term] = self.snapshot.idf(len(impacts[0]))
        if not impacts[0]:
            self.unknown.append(text)
        return self.snapshot.docset_of_term(token.term)

    def prefix(self, text: str) -> Found:
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

    def phrase(self, text: str) -> Found:
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

    def expanded(self, words: list[Word]) -> Iterator[tuple[IndexedEntity, Found]]:
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

    def quiet_phrase(self, name: str) -> Found:
        terms = [token.term for token in tokens(name)]
        return self.snapshot.phrase(terms) if terms else 0

    def filtered(self, node: FieldValue | Dates) -> Found:
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

    def kind(self, value: str) -> Found:
        known = self.snapshot.values("kind")
        wanted = value.casefold()
        if wanted not in known:
            have = ", ".join(sorted(known)) or "none yet"
            raise QueryError(f"There is no kind of document {value!r} here; there are: {have}.")
        return known[wanted].docset(self.snapshot.size)

    def any_value(self, name: str, values: Iterable[str]) -> Found:
        """Passages with any of the values in a field."""
        return reduce(or_, (self.snapshot.having(name, value) for value in values), 0)

    def dated(self, wanted: edtf.Interval) -> Found:
        """Passages whose date may lie in an interval; undated ones may not."""
        found = 0
        for when, postings in self.snapshot.values("when").items():
            if edtf.parse(when).overlaps(wanted):
                found |= postings.docset(self.snapshot.size)
        return found

    def request_filters(self, request: SearchRequest) -> Found:
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
