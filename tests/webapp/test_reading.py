from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import PassageKind, Span
from kg.stored import StoredPassage
from webapp.inline import marks
from webapp.reading import Group, Highlight, Segment, lay_out, sentence_at


def passage(text: str, words: str, kind: PassageKind, level: int = 0) -> StoredPassage:
    start = text.index(words)
    return StoredPassage(f"p{start}", start, Span(start, start + len(words)), kind, "", level)


def paragraph(text: str) -> list[StoredPassage]:
    return [StoredPassage("p0", 0, Span(0, len(text)), "paragraph", "", 0)]


def segments(groups: tuple[Group, ...]) -> list[Segment]:
    return [segment for group in groups for block in group.blocks for s in block.sentences for segment in s.segments]


def shown(groups: tuple[Group, ...]) -> str:
    return "".join(segment.text for segment in segments(groups))


def test_markers_of_headings_and_items_are_not_shown() -> None:
    text = "## Actions\n\n* [x] Ada to write.\n1. Tom to call.\n"
    groups = lay_out(
        text,
        [
            passage(text, "## Actions", "heading", 2),
            passage(text, "* [x] Ada to write.", "item"),
            passage(text, "1. Tom to call.", "item"),
        ],
    )
    assert [group.kind for group in groups] == ["heading", "list"]
    assert shown(groups) == "ActionsAda to write.Tom to call."
    done, numbered = groups[1].blocks
    assert (done.tick, numbered.marker) == ("done", "1.")


def test_sentences_are_numbered_through_the_document() -> None:
    text = "# Minutes\n\nAda spoke. Tom agreed.\n"
    groups = lay_out(
        text, [passage(text, "# Minutes", "heading", 1), passage(text, "Ada spoke. Tom agreed.", "paragraph")]
    )
    numbers = [(s.number, s.text) for group in groups for block in group.blocks for s in block.sentences]
    assert numbers == [(1, "Minutes"), (2, "Ada spoke."), (3, "Tom agreed.")]


def test_words_that_no_passage_holds_are_shown_too() -> None:
    text = "---\ntitle: Quay\n---\nAda spoke.\n\n***\n"
    groups = lay_out(text, [passage(text, "Ada spoke.", "paragraph")])
    assert shown(groups) == "title: QuayAda spoke."


def test_a_table_has_its_header_from_the_line_above_the_dashes() -> None:
    text = "| Action | Owner |\n|---|---|\n| Write \\| call | Ada |\n"
    (table,) = lay_out(text, [passage(text, "| Write \\| call | Ada |", "row")])
    assert table.header is not None
    assert ["".join(s.text for s in field) for field in table.header.cells] == ["Action", "Owner"]
    assert ["".join(s.text for s in field) for field in table.blocks[0].cells] == ["Write | call", "Ada"]
    assert [block.sentences[0].number for block in (table.header, *table.blocks)] == [1, 2]


def test_no_level_of_headings_is_skipped() -> None:
    text = "# A\n\n##### B\n\n###### C\n\n## D\n"
    levels = [("# A", 1), ("##### B", 5), ("###### C", 6), ("## D", 2)]
    groups = lay_out(text, [passage(text, words, "heading", level) for words, level in levels])
    assert [group.blocks[0].element for group in groups] == ["h2", "h3", "h4", "h3"]


def test_a_name_leads_to_its_page_and_a_fact_is_underlined_inside_one_sentence() -> None:
    text = "Ada met the agency."
    groups = lay_out(text, paragraph(text), [Highlight(0, 3, "/people/ada"), Highlight(0, 18, fact=True)])
    name, rest, stop = segments(groups)
    assert (name.text, name.href, name.fact) == ("Ada", "/people/ada", True)
    assert (rest.text, rest.href, rest.fact) == (" met the agency", None, True)
    assert (stop.text, stop.fact) == (".", False)


def test_the_words_asked_for_are_marked_and_anchored_once() -> None:
    text = "Ada **met** the agency."
    found = [s for s in segments(lay_out(text, paragraph(text), (), Span(0, 15))) if s.found]
    assert "".join(s.text for s in found) == "Ada met the"[: len("".join(s.text for s in found))]
    assert [s.anchor for s in found] == [True] + [False] * (len(found) - 1)


def test_only_harmless_addresses_become_links() -> None:
    text = (
        "[a](https://a.example/x) [b](javascript:alert(1)) [c](file:///etc/passwd) <data:text/html,x> http://d.example."
    )
    hrefs = [segment.href for segment in segments(lay_out(text, paragraph(text))) if segment.href]
    assert hrefs == ["https://a.example/x", "http://d.example"]
    assert "javascript:alert(1)" in shown(lay_out(text, paragraph(text)))


def test_emphasis_code_and_deletion_are_elements_not_signs() -> None:
    text = "**Agreed** by *all*, ~~not~~ `x**y` and a_b_c."
    tags = [(s.text, s.tag) for s in segments(lay_out(text, paragraph(text))) if s.tag != "span"]
    assert tags == [("Agreed", "strong"), ("all", "em"), ("not", "del"), ("x**y", "code")]


def test_the_sentence_of_an_offset() -> None:
    text = "Ada spoke. Tom agreed."
    groups = lay_out(text, paragraph(text))
    found = sentence_at(groups, text.index("agreed"))
    assert found is not None and found.number == 2


@given(st.text(alphabet=st.sampled_from("ab. \n*_~`[]()<>|\\#-:/htps!"), max_size=80))
def test_every_sentence_is_verbatim_and_segments_stay_inside_it(text: str) -> None:
    for group in lay_out(text, paragraph(text) if text.strip() else []):
        for block in group.blocks:
            for sentence in block.sentences:
                assert text[sentence.span.start : sentence.span.end] == sentence.text
                assert len("".join(s.text for s in sentence.segments)) <= len(sentence.text)


@given(st.text(alphabet=st.sampled_from("ab *_~`[]()<>!\\ht:/ps."), max_size=60))
def test_marks_lie_inside_the_text(text: str) -> None:
    found = marks(text)
    for start, end in [*found.hidden, *((a, b) for a, b, _ in [*found.styles, *found.links])]:
        assert 0 <= start <= end <= len(text)
