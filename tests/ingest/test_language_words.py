"""Words whose part of speech and lemma were worked out before."""

from typing import Any

import pytest

from ingest.language import analyse
from ingest.language_words import known_words
from ingest.structure import read_structure

TEXTS = (
    "Let's write to Elm Trust. There's a lot that we're gonna do, but it ain't done.\n\nYou all have what it had.\n",
    "Ann had painted the saws, and she saw the paint. They paint. The board is to meet, as it has met.\n",
    "There is a kiln. There are the kilns that Ann's had; let us fire them, y'all.\n\n* Fired: them\n",
)


def told(doc: Any) -> list[tuple[object, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.dep_, t.lemma_, t.ent_type_, t.head.i) for t in doc]


@pytest.mark.model
def test_an_analysis_is_what_the_models_own_rules_write(nlp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    structures = [read_structure(text) for text in (*TEXTS, *reversed(TEXTS))]
    quick = []
    for structure in structures:
        with nlp.memory_zone():
            quick.append(told(analyse(nlp, structure)))
    monkeypatch.setattr("ingest.language.known_words", lambda nlp: None)
    assert quick == [told(analyse(nlp, structure)) for structure in structures]


@pytest.mark.model
def test_words_are_known_of_the_model_that_is_shipped(nlp: Any) -> None:
    assert known_words(nlp) is not None


def test_a_model_with_other_rules_runs_as_it_is() -> None:
    import spacy

    assert known_words(spacy.blank("en")) is None
    other = spacy.blank("en")
    ruler: Any = other.add_pipe("attribute_ruler")
    ruler.add([[{"TAG": "NN", "OP": "+"}]], {"POS": "NOUN"})
    other.add_pipe("lemmatizer", config={"mode": "rule"})
    assert known_words(other) is None
