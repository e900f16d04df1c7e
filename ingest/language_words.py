"""Parts of speech and lemmas, worked out once for each word as it is tagged and parsed.

The model's attribute ruler and lemmatizer ask some 180 patterns and tables about every token, and
answer the same whenever a word has the same tag and relation to its head. Here they are asked once
for each such word and their answer is kept: an analysis equals theirs to the last attribute.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WORD_RULES = ("attribute_ruler", "lemmatizer")
"""The components whose answers are kept."""
_ASKED = frozenset(("ORTH", "TEXT", "LOWER", "IS_SPACE", "TAG", "DEP"))
"""What patterns may ask of a token: all follow from its letters, its tag and its relation."""
_MOST = 20_000
"""Words kept at a time."""

_Word = tuple[int, int, int]
"""Letters, tag, and relation to the head, as spaCy numbers them."""
_Key = tuple[int, tuple[_Word, ...]]
"""A word's place among the words that decide: itself alone, or with its neighbours where a pattern spans several."""


class KnownWords:
    """What a model's word rules tell of the words met so far."""

    def __init__(self, nlp: "Language") -> None:
        from spacy.matcher import Matcher

        self._vocab = nlp.vocab
        self._rules = [component for name, component in nlp.pipeline if name in WORD_RULES]
        spanning = [pattern for pattern in _patterns(nlp) if len(pattern) > 1]
        self._reach = max(map(len, spanning), default=1) - 1
        self._spanning = Matcher(nlp.vocab)
        if spanning:
            self._spanning.add("spanning", spanning)
        self._told: dict[_Key, tuple[tuple[int, ...], str]] = {}

    def annotate(self, doc: "Doc") -> "Doc":
        """`doc`, tagged and parsed, with all that the word rules write."""
        from numpy import array, uint64
        from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG

        if not len(doc):
            return doc
        words: list[_Word] = [(orth, tag, dep) for orth, tag, dep in doc.to_array([ORTH, TAG, DEP]).tolist()]
        keys: list[_Key] = [(0, (word,)) for word in words]
        for _, start, end in self._spanning(doc, allow_missing=True):
            for i in range(start, end):
                first = max(0, i - self._reach)
                keys[i] = (i - first, tuple(words[first : i + self._reach + 1]))
        rows = {key: self._row(key) for key in set(keys)}
        written: Any = array([rows[key] for key in keys], dtype=uint64)
        return doc.from_array([TAG, POS, MORPH, DEP, LEMMA], written)

    def _row(self, key: _Key) -> tuple[int, ...]:
        """A word's tag, part of speech, morphology, relation and lemma, which joins the strings of the vocabulary."""
        told = self._told.get(key)
        if told is None:
            if len(self._told) >= _MOST:
                self._told.clear()
            told = self._told[key] = self._ask(key)
        return (*told[0], self._vocab.strings.add(told[1]))

    def _ask(self, key: _Key) -> tuple[tuple[int, ...], str]:
        from numpy import array, uint64
        from spacy.attrs import DEP, MORPH, TAG
        from spacy.tokens import Doc

        place, words = key
        doc = Doc(self._vocab, words=[self._vocab.strings[orth] for orth, _, _ in words])
        given: Any = array([word[1:] for word in words], dtype=uint64)
        doc.from_array([TAG, DEP], given)
        for rule in self._rules:
            doc = rule(doc)
        token = doc[place]
        return (token.tag, token.pos, int(doc.to_array(MORPH)[place]), token.dep), token.lemma_


@lru_cache(maxsize=2)
def known_words(nlp: "Language") -> KnownWords | None:
    """The words known of a model; None where its rules ask for more than a word, or others build on their answers."""
    names = nlp.pipe_names
    asks = {key for pattern in _patterns(nlp) for token in pattern for key in token}
    last = names[names.index(WORD_RULES[0]) :] if WORD_RULES[0] in names else []
    if last not in ([*WORD_RULES], [*WORD_RULES, "ner"]) or not asks <= _ASKED:
        return None
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    return KnownWords(nlp) if lemmatizer.mode == "rule" else None


def _patterns(nlp: "Language") -> Iterator[list[dict[str, object]]]:
    """The patterns of the attribute ruler, each a list of what it asks of one token after the other."""
    if nlp.has_pipe("attribute_ruler"):
        ruler: Any = nlp.get_pipe("attribute_ruler")
        for rule in ruler.patterns:
            yield from rule["patterns"]
