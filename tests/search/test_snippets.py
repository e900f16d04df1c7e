from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Token
from search.snippets import snippet

TEXT = "Ada spoke first. The budget was agreed. Nobody else spoke. A budget review follows. All went home."


def weigh(token: Token) -> float:
    return {"budget": 2.0, "review": 3.0}.get(token.word, 0.0)


def test_the_best_sentences_come_whole_and_in_the_order_of_the_text() -> None:
    found = snippet(TEXT, 0, weigh)
    assert [sentence.text for sentence in found.sentences] == ["The budget was agreed.", "A budget review follows."]


def test_what_is_left_out_is_told() -> None:
    found = snippet(TEXT, 0, weigh)
    assert (found.cut_before, found.cut_after, found.gaps) == (True, True, (0,))


def test_spans_count_in_the_document() -> None:
    for sentence in snippet(TEXT, 1000, weigh).sentences:
        assert TEXT[sentence.span.start - 1000 : sentence.span.end - 1000] == sentence.text
        assert next(TEXT[h.start - 1000 : h.end - 1000] for h in sentence.highlights) == "budget"


def test_without_a_matching_word_the_first_sentence_is_shown() -> None:
    found = snippet(TEXT, 0, lambda _token: 0.0)
    assert [sentence.text for sentence in found.sentences] == ["Ada spoke first."]
    assert not found.cut_before and found.cut_after


@given(st.text(max_size=80))
def test_any_text_has_a_snippet_that_is_verbatim(text: str) -> None:
    for sentence in snippet(text, 0, lambda token: 1.0).sentences:
        assert text[sentence.span.start : sentence.span.end] == sentence.text
